"""Lists in parts: which page of a list is shown, and by what it is sorted, as the address says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

PAGE: Final = "seite"
SORT: Final = "sortieren"
CONTROLS: Final = (PAGE, SORT)
"""Keys of the address that choose a view and are no parameters of a query."""
_MOST_PAGES: Final = 10**9


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a list.

    :param number: of the page, counted from 1
    :param size: entries on a page
    :param total: entries of the whole list
    :param key: that names the page in the address; a second list of a page has its own
    """

    number: int
    size: int
    total: int
    key: str = PAGE

    @classmethod
    def of(cls, arguments: MultiDict[str, str], size: int, total: int, key: str = PAGE) -> Paging:
        """Return the page that the address asks for; numbers beyond the list lead to its nearest end."""
        asked = arguments.get(key, 1, type=int) or 1
        last = max(1, -(-total // size))
        return cls(max(1, min(asked, last, _MOST_PAGES)), size, total, key)

    @property
    def count(self) -> int:
        """Number of pages, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        """Offset of the first entry, counted from 0."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """Offset behind the last entry."""
        return min(self.start + self.size, self.total)

    def address(self, number: int) -> str:
        """Return the query part of the address of another page of this list; other lists stay where they are."""
        kept = [(key, value) for key, value in request.args.items(multi=True) if key != self.key]
        return "?" + urlencode([*kept, (self.key, number)])

    def numbers(self) -> Iterator[int | None]:
        """Yield the page numbers to offer: both ends and what is near; None where some are left out."""
        shown = sorted(
            n for n in {1, self.number - 1, self.number, self.number + 1, self.count} if 1 <= n <= self.count
        )
        before = 0
        for number in shown:
            if number - before > 1:
                yield before + 1 if number - before == 2 else None
            yield number
            before = number


@dataclass(frozen=True, slots=True)
class Order:
    """By which column a table is sorted; without one it stays as the query gave it."""

    column: str | None = None
    descending: bool = False

    @classmethod
    def of(cls, arguments: MultiDict[str, str], columns: Collection[str]) -> Order:
        """Return the order that the address asks for (``?sortieren=name`` or ``-name``)."""
        asked = arguments.get(SORT, "")
        name = asked.removeprefix("-")
        return cls(name, asked.startswith("-")) if name in columns else cls()

    def state(self, column: str) -> str | None:
        """Return the value of ``aria-sort`` for a column, None if it is not the sorted one."""
        if column != self.column:
            return None
        return "descending" if self.descending else "ascending"

    def toggled(self, column: str) -> str:
        """Return the value of ``sortieren`` that a click on a column's head asks for."""
        return f"-{column}" if column == self.column and not self.descending else column


def address_with(**changes: str | int | None) -> str:
    """Return the query part of this page's address with some values changed; None takes one away.

    The page number falls back to the first where anything else changes.
    """
    if PAGE not in changes:
        changes[PAGE] = None
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in changes]
    return "?" + urlencode(kept + [(key, value) for key, value in changes.items() if value is not None])

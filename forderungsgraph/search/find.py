"""Ask the index of a release."""

from __future__ import annotations

import sqlite3
import threading
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from forderungsgraph.errors import ReleaseError, UsageError
from forderungsgraph.release import Release
from forderungsgraph.wordforms import WordLexicon, shipped_words

from .index import INDEX, VERSION
from .marks import excerpt_of, marks_in
from .model import FACETS, Crossed, Facet, FacetValue, Filters, Hit, Hits, Sorting
from .query import Parsed, parse
from .tokens import WEIGHTS

PAGE_SIZE: Final = 20
LARGEST_PAGE: Final = 1_000
_MOST_RANKED: Final = 3_000
"""Entries with the words, up to which they are ranked: FTS5 takes 3 µs for each."""
_REBUILD: Final = "Das Release neu bauen: forderungsgraph build"
_RANK: Final = f"bm25(entry_text, {', '.join(map(str, WEIGHTS))})"


class Search:
    """The search of one release; may be used by several threads at once.

    :param release: a release, or its folder
    :raises ReleaseError: if it holds no index, or one of another version
    """

    def __init__(self, release: Release | Path, lexicon: WordLexicon | None = None) -> None:
        folder = release.folder if isinstance(release, Release) else release
        self._place = folder / INDEX
        self._lexicon = lexicon or shipped_words()
        self._local = threading.local()
        if not self._place.is_file():
            raise ReleaseError("Dieses Release hat keinen Suchindex", place=folder, hint=_REBUILD)
        version = self._rows("SELECT value FROM about WHERE key = 'version'")
        if version != [(VERSION,)]:
            raise ReleaseError(
                "Der Suchindex gehört zu einer anderen Version", place=self._place, hint=_REBUILD
            )
        ((self._size,),) = self._rows("SELECT COUNT(*) FROM entry")
        self._everything = (1 << (self._size + 1)) - 2
        self._facets: dict[str, dict[str, tuple[str, str, int]]] = defaultdict(dict)
        for facet, value, label, label_en, bits in self._rows("SELECT * FROM facet ORDER BY facet, value"):
            self._facets[facet][value] = (label, label_en, int.from_bytes(bits, "little"))
        names: dict[str, list[str]] = defaultdict(list)
        for stems, thing in self._rows("SELECT stems, thing FROM name ORDER BY stems, thing"):
            names[stems].append(thing)
        self._names: Mapping[str, Sequence[str]] = dict(names)

    @property
    def size(self) -> int:
        """Number of entries."""
        return int(self._size)

    def find(
        self,
        text: str,
        filters: Filters | None = None,
        page: int = 1,
        *,
        size: int = PAGE_SIZE,
        sorting: Sorting = Sorting.RELEVANCE,
    ) -> Hits:
        """Find what has all the words of ``text``, or at least one if nothing has all.

        Without a word everything is found that passes the filters, newest first; so is what more than 3,000
        entries have, where relevance says nothing (``Hits.sorting`` tells).

        :param text: any text
        :param page: counted from 1; a page behind the last one has no entries
        :raises UsageError: if page, size or a facet's name is wrong
        """
        filters = filters or Filters()
        _check(filters, page, size)
        parsed = parse(text, self._lexicon, self._names)
        masks = {facet: self._mask(facet, values) for facet, values in filters.values.items() if values}
        relaxed = False
        matching = self._everything
        found: Sequence[int] = range(1, self.size + 1)
        if parsed.every:
            matching, found = self._matching(parsed.every)
            if not found and len(parsed.words) > 1:
                matching, found = self._matching(parsed.some)
                relaxed = bool(found)
        passing = matching
        for mask in masks.values():
            passing &= mask
        ranks: dict[int, float] = {}
        if parsed.every and passing and sorting is Sorting.RELEVANCE:
            ranks = self._ranks(parsed.some if relaxed else parsed.every, passing, found)
        numbers = _numbers(passing)
        if ranks:
            # the rank of FTS5 is negative: the better the smaller. Later ones first where it is the same
            numbers.sort(key=lambda number: (ranks[number], -number))
            used = Sorting.RELEVANCE
        elif sorting is Sorting.OLDEST:
            used = Sorting.OLDEST
        else:
            numbers.reverse()
            used = Sorting.NEWEST
        shown = [(number, ranks.get(number, 0.0)) for number in numbers[(page - 1) * size : page * size]]
        return Hits(
            total=len(numbers),
            page=page,
            pages=max(1, -(-len(numbers) // size)),
            size=size,
            sorting=used,
            entries=tuple(self._hits(shown, parsed)),
            facets=tuple(self._facet(name, matching, masks, filters) for name in FACETS),
            words=parsed.words,
            ignored=parsed.ignored,
            relaxed=relaxed,
        )

    def cross(
        self,
        down: str,
        across: str,
        filters: Filters,
        *,
        wanted: Callable[[str], bool],
        most: int | None = None,
    ) -> Crossed:
        """Count what passes the filters by the values of two facets: the same numbers that ``find`` gives.

        :param down: facet of the rows
        :param across: facet of the columns
        :param wanted: tells of a value whether it may be a column
        :param most: rows and columns, the largest first; all where it is None
        :raises UsageError: if a facet's name is wrong
        """
        _check(Filters({**filters.values, down: frozenset(), across: frozenset()}), 1, 1)
        passing = self._everything
        for facet, values in filters.values.items():
            if values:
                passing &= self._mask(facet, values)
        rows = self._values(down, passing)
        heads = [each for each in self._values(across, passing) if wanted(each[0].value)]
        linked = 0
        for _, bits in heads:
            linked |= bits
        shown, columns = rows[:most], heads[:most]
        counts = {
            (row.value, head.value): count
            for row, bits in shown
            for head, others in columns
            if (count := (bits & others).bit_count())
        }
        return Crossed(
            tuple(value for value, _ in shown),
            tuple(value for value, _ in columns),
            counts,
            {row.value: (bits & linked).bit_count() for row, bits in shown},
            (len(rows) - len(shown), len(heads) - len(columns)),
        )

    def _values(self, facet: str, passing: int) -> list[tuple[FacetValue, int]]:
        """Return the values of a facet that something passing has, with what has them, most frequent first."""
        found = [
            (FacetValue(value, label, label_en, bits.bit_count(), False), bits)
            for value, (label, label_en, every) in self._facets.get(facet, {}).items()
            if (bits := every & passing)
        ]
        return sorted(found, key=lambda each: (-each[0].count, each[0].label, each[0].value))

    def _matching(self, expression: str) -> tuple[int, Sequence[int]]:
        """Return the entries that match, as bits and as numbers in order."""
        rows = self._rows("SELECT rowid FROM entry_text WHERE entry_text MATCH ? ORDER BY rowid", expression)
        numbers = [row[0] for row in rows]
        return _bits(numbers, self.size), numbers

    def _ranks(self, expression: str, passing: int, found: Sequence[int]) -> dict[int, float]:
        """Return the rank of what passes, nothing where that would take long: see ``_MOST_RANKED``.

        Entries are numbered by date, so that a filter by year leaves a short range to rank.
        """
        first, last = (passing & -passing).bit_length() - 1, passing.bit_length() - 1
        if bisect_right(found, last) - bisect_left(found, first) > _MOST_RANKED:
            return {}
        rows = self._rows(
            f"SELECT rowid, {_RANK} FROM entry_text WHERE entry_text MATCH ? AND rowid BETWEEN ? AND ?",
            expression,
            first,
            last,
        )
        return dict(rows)

    def _mask(self, facet: str, values: frozenset[str]) -> int:
        known = self._facets.get(facet, {})
        mask = 0
        for value in values:
            if value in known:
                mask |= known[value][2]
        return mask

    def _facet(self, name: str, matching: int, masks: Mapping[str, int], filters: Filters) -> Facet:
        """Return the counts of a facet as if it were not filtered itself."""
        base = matching
        for other, mask in masks.items():
            if other != name:
                base &= mask
        chosen = filters.values.get(name, frozenset())
        known = self._facets.get(name, {})
        found = [
            FacetValue(value, label, label_en, count, value in chosen)
            for value, (label, label_en, bits) in known.items()
            if (count := (base & bits).bit_count()) or value in chosen
        ]
        found += [FacetValue(value, value, value, 0, True) for value in sorted(chosen - known.keys())]
        if name == "year":
            found.sort(key=lambda each: (each.value.isdigit(), each.value), reverse=True)
        else:
            found.sort(key=lambda each: (-each.count, each.label, each.value))
        return Facet(name, tuple(found))

    def _hits(self, shown: Sequence[tuple[int, float]], parsed: Parsed) -> list[Hit]:
        if not shown:
            return []
        marks = ", ".join("?" * len(shown))
        rows = self._rows(
            f"SELECT id, kind, iri, title, text, date, document FROM entry WHERE id IN ({marks})",
            *(number for number, _ in shown),
        )
        by_number = {row[0]: row[1:] for row in rows}
        found = []
        for number, rank in shown:
            kind, iri, title, text, date, document = by_number[number]
            places = marks_in(text, parsed, self._lexicon)
            excerpt = excerpt_of(text, places)
            found.append(Hit(kind, iri, title, text, date, document, places, excerpt, round(abs(rank), 3)))
        return found

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        connection = getattr(self._local, "connection", None)
        try:
            if connection is None:
                # nothing ever writes there, so that no lock is needed
                address = f"{self._place.resolve().as_uri()}?mode=ro&immutable=1"
                connection = self._local.connection = sqlite3.connect(address, uri=True)
            return list(connection.execute(statement, values))
        except sqlite3.Error as error:
            raise ReleaseError(
                f"Der Suchindex ist nicht lesbar ({error})", place=self._place, hint=_REBUILD
            ) from None


def _check(filters: Filters, page: int, size: int) -> None:
    unknown = sorted(filters.values.keys() - set(FACETS))
    if unknown:
        raise UsageError(f"Keine Facette heißt „{unknown[0]}“", hint=f"Es gibt: {', '.join(FACETS)}")
    if page < 1:
        raise UsageError("Seiten zählen ab 1", hint="Eine Zahl ab 1 angeben")
    if not 1 <= size <= LARGEST_PAGE:
        raise UsageError(f"Eine Seite hat 1 bis {LARGEST_PAGE} Treffer", hint="Eine solche Zahl angeben")


def _bits(numbers: Sequence[int], size: int) -> int:
    found = bytearray(size // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def _numbers(bits: int) -> list[int]:
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return [place * 8 + bit for place, byte in enumerate(data) if byte for bit in range(8) if byte >> bit & 1]

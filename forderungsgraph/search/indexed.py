"""Tallies from the index of a release, where for each thing the numbers of its demands lie ready.

Demands are numbered by date and IRI. The numbers of 20,000 demands with all their links take about a megabyte.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from forderungsgraph.errors import ReleaseError
from forderungsgraph.iri import ELI, FG
from forderungsgraph.statements import KnownDemand, Statements

from .tallies import WHOLES, About, Group, Link, Period, Written

SCHEMA: Final = """
CREATE TABLE tally_demand (number INTEGER PRIMARY KEY, iri TEXT NOT NULL, document TEXT NOT NULL, date TEXT);
CREATE TABLE tally (link TEXT, thing TEXT, is_whole INTEGER, part_of TEXT, demands BLOB, PRIMARY KEY (link, thing))
  WITHOUT ROWID;
"""
_PROVISION: Final = str(FG.Provision)


def fill(connection: sqlite3.Connection, demands: Iterable[KnownDemand], statements: Statements) -> None:
    """Write the demands and what they are linked to."""
    ordered = sorted(demands, key=lambda demand: (demand.date or "", demand.iri))
    connection.executemany(
        "INSERT INTO tally_demand VALUES (?, ?, ?, ?)",
        ((number, each.iri, each.document, each.date) for number, each in enumerate(ordered)),
    )
    for link in Link:
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, demand in enumerate(ordered):
            for thing in statements.linked(demand.iri, str(FG[link])):
                numbers[thing].append(number)
        for thing, found in sorted(numbers.items()):
            whole = link not in WHOLES or statements.is_a(thing, WHOLES[link])
            acts = statements.linked(thing, str(ELI.is_part_of)) if link is Link.LAW else ()
            part_of = " ".join(acts) if statements.is_a(thing, _PROVISION) else ""
            connection.execute(
                "INSERT INTO tally VALUES (?, ?, ?, ?, ?)", (link, thing, int(whole), part_of, _packed(found))
            )


def _packed(numbers: Sequence[int]) -> bytes:
    found = array("I", numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def _unpacked(data: bytes) -> array[int]:
    found = array("I", data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


class IndexedTallies:
    """Reads an index once; fulfils :class:`~forderungsgraph.search.tallies.Tallies`.

    :raises ReleaseError: if the file cannot be read
    """

    def __init__(self, index: Path) -> None:
        self._numbers: dict[Link, dict[str, array[int]]] = {link: {} for link in Link}
        self._wholes: dict[Link, set[str]] = {link: set() for link in Link}
        self._parts: dict[str, list[str]] = defaultdict(list)
        try:
            with closing(
                sqlite3.connect(f"{index.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            ) as file:
                rows = file.execute("SELECT iri, document, date FROM tally_demand ORDER BY number").fetchall()
                self._demands: list[tuple[str, str, str | None]] = rows
                for link, thing, whole, part_of, data in file.execute("SELECT * FROM tally"):
                    self._numbers[Link(link)][thing] = _unpacked(data)
                    if whole:
                        self._wholes[Link(link)].add(thing)
                    for act in part_of.split():
                        self._parts[act].append(thing)
        except (sqlite3.Error, ValueError) as error:
            raise ReleaseError(
                f"Der Suchindex ist nicht lesbar ({error})",
                place=index,
                hint="Das Release neu bauen: forderungsgraph build",
            ) from None
        # the newest first, on one day in order of the IRI
        order = sorted(range(len(self._demands)), key=lambda number: self._demands[number][0])
        order.sort(key=lambda number: self._demands[number][2] or "", reverse=True)
        self._place = array("I", bytes(4 * len(order)))
        for place, number in enumerate(order):
            self._place[number] = place
        self._linked: dict[tuple[Link, bool], list[tuple[str, ...]]] = {}

    def count(self, *about: About) -> int:
        """Return how many demands there are."""
        return len(self._matching(about))

    def newest(self, *about: About, start: int, size: int) -> tuple[str, ...]:
        """Return demands by date, the newest first."""
        numbers = sorted(self._matching(about), key=self._place.__getitem__)
        return tuple(self._demands[number][0] for number in numbers[start : start + size])

    def oldest(self, *about: About, start: int, size: int) -> tuple[str, ...]:
        """Return demands by date, the oldest first."""
        numbers = sorted(self._matching(about))
        return tuple(self._demands[number][0] for number in numbers[start : start + size])

    def wholes(self, link: Link) -> dict[str, int]:
        """Return the demands of each thing that stands for itself in overviews."""
        return {thing: len(self._numbers[link][thing]) for thing in self._wholes[link]}

    def parts(self, law: str) -> dict[str, int]:
        """Return the demands of each paragraph of an act that has some."""
        return {thing: len(self._numbers[Link.LAW][thing]) for thing in self._parts.get(law, ())}

    def years(self, link: Link, *about: About) -> dict[tuple[str, str], int]:
        """Return the demands by what they are linked to and by year."""
        found: Counter[tuple[str, str]] = Counter()
        for number, things in self._each(link, about):
            date = self._demands[number][2]
            if date is not None:
                found.update((thing, date[:4]) for thing in things)
        return dict(found)

    def documents(self, *about: About) -> tuple[Written, ...]:
        """Return the documents with such demands, by date."""
        found = Counter(self._demands[number][1:] for number in self._matching(about))
        return tuple(
            Written(document, date, number)
            for (document, date), number in sorted(
                found.items(), key=lambda each: (each[0][1] or "", each[0][0])
            )
        )

    def groups(self, link: Link, *about: About, most: int) -> dict[str | None, Group]:
        """Return the demands by what they are linked to, None for none."""
        found: dict[str | None, list[int]] = defaultdict(list)
        for number, things in self._each(link, about):
            for thing in things or (None,):
                found[thing].append(number)
        result = {}
        for thing, numbers in found.items():
            first = sorted(numbers, key=self._place.__getitem__)[:most]
            result[thing] = Group(len(numbers), tuple(self._demands[number][0] for number in first))
        return result

    def periods(self, link: Link, *about: About) -> dict[str, Period]:
        """Return the demands by what they are linked to, with first and last date."""
        found: dict[str, list[str | None]] = defaultdict(list)
        for number, things in self._each(link, about):
            for thing in things:
                found[thing].append(self._demands[number][2])
        return {
            thing: Period(len(dates), min(known, default=None), max(known, default=None))
            for thing, dates in found.items()
            for known in ([date for date in dates if date is not None],)
        }

    def _each(self, link: Link, about: tuple[About, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        links = self._links(link, wholes=False)
        return ((number, links[number]) for number in self._matching(about))

    def _matching(self, about: tuple[About, ...]) -> Sequence[int] | set[int]:
        if not about:
            return range(len(self._demands))
        if len(about) == 1 and about[0].thing is not None:
            return self._numbers[about[0].link].get(about[0].thing, array("I"))
        return set[int].intersection(*(self._set(each) for each in about))

    def _set(self, about: About) -> set[int]:
        things = self._numbers[about.link]
        if about.thing is not None:
            return set(things.get(about.thing, ()))
        return {number for numbers in things.values() for number in numbers}

    def _links(self, link: Link, *, wholes: bool) -> list[tuple[str, ...]]:
        """Return what each demand is linked to; made at the first use."""
        known = self._linked.get((link, wholes))
        if known is None:
            found: list[list[str]] = [[] for _ in self._demands]
            for thing, numbers in self._numbers[link].items():
                if not wholes or thing in self._wholes[link]:
                    for number in numbers:
                        found[number].append(thing)
            known = self._linked[link, wholes] = [tuple(things) for things in found]
        return known

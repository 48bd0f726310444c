"""How many demands there are about what, and which: the questions of overviews and of lists on pages.

Two answer them: :class:`~forderungsgraph.search.indexed.IndexedTallies` from the index of a release, where the
links of demands lie ready, and :class:`~forderungsgraph.search.queried.QueriedTallies` by SPARQL, from any store.
Their answers are the same; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from forderungsgraph.iri import FG


class Link(StrEnum):
    """What a demand is linked by; the value is the property's name in the ontology."""

    DEMANDER = "demandedBy"
    ADDRESSEE = "addressedTo"
    LAW = "concernsLaw"
    SERVICE = "concernsService"
    TOPIC = "topic"
    STATUS = "hasStatus"


WHOLES: Final[Mapping[Link, str]] = {Link.LAW: str(FG.Law), Link.SERVICE: str(FG.BasicService)}
"""Class of what stands for itself in overviews; parts of laws and instances of services stand below it."""


@dataclass(frozen=True, slots=True)
class About:
    """A condition that demands meet.

    :param thing: IRI of what they are linked to; None: to anything
    """

    link: Link
    thing: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A document with demands; ``date`` is a day, month or year, None if not known."""

    document: str
    date: str | None
    demands: int


@dataclass(frozen=True, slots=True)
class Group:
    """Demands that share something; ``newest`` are the first of them, the newest first."""

    total: int
    newest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Demands with the first and last date of their documents; None where no date is known."""

    demands: int
    first: str | None
    last: str | None


class Tallies(Protocol):
    """Counts and lists of demands. Conditions are all met at once; without one all demands count."""

    def count(self, *about: About) -> int:
        """Return how many demands there are."""
        ...

    def newest(self, *about: About, start: int, size: int) -> tuple[str, ...]:
        """Return demands by date, the newest first, undated ones last, from ``start`` on; by IRI on one day."""
        ...

    def oldest(self, *about: About, start: int, size: int) -> tuple[str, ...]:
        """Return demands by date, undated ones first, from ``start`` on; by IRI on one day."""
        ...

    def wholes(self, link: Link) -> dict[str, int]:
        """Return the demands of each thing that stands for itself in overviews."""
        ...

    def parts(self, law: str) -> dict[str, int]:
        """Return the demands of each paragraph of an act that has some."""
        ...

    def years(self, link: Link, *about: About) -> dict[tuple[str, str], int]:
        """Return the demands by what they are linked to and by year, undated ones left out."""
        ...

    def documents(self, *about: About) -> tuple[Written, ...]:
        """Return the documents with such demands, by date, undated ones first; by IRI on one day."""
        ...

    def groups(self, link: Link, *about: About, most: int) -> dict[str | None, Group]:
        """Return the demands by what they are linked to, None for none; at most so many of each."""
        ...

    def periods(self, link: Link, *about: About) -> dict[str, Period]:
        """Return the demands by what they are linked to, with first and last date."""
        ...

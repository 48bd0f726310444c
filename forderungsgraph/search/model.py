"""What is asked and what is found: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

KINDS: Final = ("demand", "passage", "law", "service", "organisation", "programme", "principle")
FACETS: Final = (
    "kind", "association", "addressee", "law", "service", "topic", "year", "speech-act", "status", "confidence",
)  # fmt: skip
"""Facets in the order in which pages show them; values are the last parts of identifiers (``ozg``, ``2019``)."""

UNKNOWN: Final = "none"
"""Value of a facet for what says nothing: no date, nobody looked what became of it."""


class Sorting(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must have: of each facet one of the values named, and of every facet named.

    :param values: by facet, e.g. ``{"law": {"ozg"}, "year": {"2019", "2020"}}``
    """

    values: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, **values: str) -> Filters:
        """Return filters by one value each; an underscore stands for the hyphen of a facet's name.

        >>> Filters.of(law="ozg", speech_act="request").values["speech-act"]
        frozenset({'request'})
        """
        return cls({name.replace("_", "-"): frozenset((value,)) for name, value in values.items()})


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A half-open range of code points in a hit's text that answers the query."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    :param kind: one of ``KINDS``
    :param iri: of the thing
    :param title: its name, or for demands and passages the document in which it stands
    :param text: the wording, the quotation, or the names of the thing
    :param date: of the document, in the precision in which it is known
    :param document: IRI of the document; None for what stands in none
    :param marks: where the text answers the query, in order
    :param excerpt: a part of the text of some two lines that shows as many marks as possible
    :param score: greater is better; comparable within one answer only
    """

    kind: str
    iri: str
    title: str
    text: str
    date: str | None
    document: str | None
    marks: tuple[Mark, ...]
    excerpt: Mark
    score: float


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet.

    :param count: hits with this value, were this facet not filtered
    """

    value: str
    label: str
    label_en: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that hits have, most frequent first (years: newest first)."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer.

    :param total: number of all hits
    :param page: counted from 1
    :param pages: number of pages, at least 1
    :param sorting: how the hits are sorted; newest first where many thousands have the words
    :param entries: the hits of this page
    :param facets: in the order of ``FACETS``
    :param words: words that were searched, as the query writes them
    :param ignored: words that say nothing (*und*, *die*) or came after the 32nd
    :param relaxed: no entry has all the words, so that these have at least one
    """

    total: int
    page: int
    pages: int
    size: int
    sorting: Sorting
    entries: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    words: tuple[str, ...]
    ignored: tuple[str, ...]
    relaxed: bool

    def facet(self, name: str) -> Facet:
        """Return a facet by its name.

        :raises KeyError: if there is none of this name
        """
        for facet in self.facets:
            if facet.name == name:
                return facet
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Crossed:
    """How often values of two facets meet.

    :param rows: values with what passes the filters, most frequent first
    :param columns: alike
    :param counts: by the values of row and column; pairs that never meet are missing
    :param linked: by the values of rows: how many have any value of a column, shown or not
    :param left_out: how many further rows and columns there are
    """

    rows: tuple[FacetValue, ...]
    columns: tuple[FacetValue, ...]
    counts: Mapping[tuple[str, str], int]
    linked: Mapping[str, int]
    left_out: tuple[int, int]

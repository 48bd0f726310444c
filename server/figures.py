"""Counts and rankings on the start page, computed once per release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forderungsgraph.store import Bindings, Store

from .labels import Labels

_COUNT: Final = """
PREFIX fg: <https://w3id.org/forderungsgraph/def#>
SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}
"""
_PATTERNS: Final = {
    "demands": "?x a fg:Demand",
    "documents": "?x a fg:Document",
    "demanders": "?d a fg:Demand ; fg:demandedBy ?x",
    "laws": "?d a fg:Demand ; fg:concernsLaw ?x . ?x a fg:Law",
    "services": "?d a fg:Demand ; fg:concernsService ?x . ?x a fg:BasicService",
}
_RANKING: Final = """
PREFIX fg: <https://w3id.org/forderungsgraph/def#>
SELECT ?x (COUNT(DISTINCT ?d) AS ?n) WHERE {{ ?d a fg:Demand ; fg:{link} ?x . {more} }} GROUP BY ?x
"""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A thing with the number of demands that point to it; ``short`` is its abbreviation, if it has one."""

    iri: str
    name: str
    demands: int
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of a release, by the names of :data:`_PATTERNS`, and rankings by demands."""

    triples: int
    counts: Mapping[str, int]
    demanders: tuple[Ranked, ...]
    laws: tuple[Ranked, ...]
    services: tuple[Ranked, ...]

    @classmethod
    def of(cls, store: Store, labels: Labels) -> Figures:
        """Count in a store."""
        counts = {}
        for name, pattern in _PATTERNS.items():
            result = store.query(_COUNT.format(pattern=pattern))
            assert isinstance(result, Bindings)
            counts[name] = sum(int(row["n"].value) for row in result.records())
        return cls(
            store.count(),
            counts,
            _ranking(store, labels, "demandedBy"),
            _ranking(store, labels, "concernsLaw", "?x a fg:Law"),
            _ranking(store, labels, "concernsService", "?x a fg:BasicService"),
        )


def _ranking(store: Store, labels: Labels, link: str, more: str = "") -> tuple[Ranked, ...]:
    result = store.query(_RANKING.format(link=link, more=more))
    assert isinstance(result, Bindings)
    found = [
        Ranked(
            row["x"].value,
            labels.name(row["x"].value),
            int(row["n"].value),
            labels.abbreviations.get(row["x"].value),
        )
        for row in result.records()
    ]
    return tuple(sorted(found, key=lambda item: (-item.demands, item.name)))

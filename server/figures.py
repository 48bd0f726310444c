"""Counts and rankings on the start page, computed once per release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forderungsgraph.search import Link, Tallies
from forderungsgraph.store import Bindings, Store

from .labels import Labels

_DOCUMENTS: Final = """
PREFIX fg: <https://w3id.org/forderungsgraph/def#>
SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a fg:Document }
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
    """Numbers of a release: demands, documents, and what they are linked to; and rankings by demands."""

    triples: int
    counts: Mapping[str, int]
    demanders: tuple[Ranked, ...]
    laws: tuple[Ranked, ...]
    services: tuple[Ranked, ...]

    @classmethod
    def of(cls, store: Store, tallies: Tallies, labels: Labels) -> Figures:
        """Count in a store, and what demands are linked to in its tallies."""
        result = store.query(_DOCUMENTS)
        assert isinstance(result, Bindings)
        demanders, laws, services = (
            _ranking(tallies.wholes(link), labels) for link in (Link.DEMANDER, Link.LAW, Link.SERVICE)
        )
        return cls(
            store.count(),
            {
                "demands": tallies.count(),
                "documents": sum(int(row["n"].value) for row in result.records()),
                "demanders": len(demanders),
                "laws": len(laws),
                "services": len(services),
            },
            demanders,
            laws,
            services,
        )


def _ranking(counts: Mapping[str, int], labels: Labels) -> tuple[Ranked, ...]:
    found = [
        Ranked(iri, labels.name(iri), number, labels.abbreviations.get(iri)) for iri, number in counts.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.demands, item.name)))

"""Lineages: demands through the years, each with the step from the earlier one that it resembles most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from forderungsgraph.relations import Chain, Relation, RelationKind
from forderungsgraph.statements import KnownDemand

from .compare import earlier

LEAST: Final = 0.4
"""A chain must not drift: each step has at least this similarity."""
_CHAINED: Final = frozenset((RelationKind.REPEATS, RelationKind.SPECIFIES))


def chains(
    demands: Iterable[KnownDemand], found: Sequence[Relation], *, least: float = LEAST
) -> tuple[Chain, ...]:
    """Return the lineages, sorted by their first members; each demand is in at most one.

    Each demand follows the earlier one that it resembles most among those it repeats or specifies. Contradictions
    and what is merely related end no chain and begin none.
    """
    known = {demand.iri: demand for demand in demands}
    step: dict[str, Relation] = {}
    for relation in found:
        if relation.kind not in _CHAINED or relation.score < least:
            continue
        later = _later(relation, known)
        if later is None:
            continue
        best = step.get(later)
        if best is None or (relation.score, _other(best, later)) > (best.score, _other(relation, later)):
            step[later] = relation
    members: dict[str, list[str]] = defaultdict(list)
    for iri in sorted({*step, *(_other(relation, later) for later, relation in step.items())}):
        members[_root(iri, step)].append(iri)
    made = [_chain(group, step, known) for group in members.values()]
    return tuple(sorted(made, key=lambda chain: chain.members))


def _chain(group: Sequence[str], step: Mapping[str, Relation], known: Mapping[str, KnownDemand]) -> Chain:
    order = sorted(group, key=lambda iri: (known[iri].date or "", iri))
    # the root has no step; it is the earliest, since steps go back in time
    return Chain(tuple(order), tuple(step[iri] for iri in order if iri in step))


def _later(relation: Relation, known: Mapping[str, KnownDemand]) -> str | None:
    first = earlier(known[relation.source], known[relation.target])
    if first is None:
        return None
    return relation.target if first else relation.source


def _other(relation: Relation, iri: str) -> str:
    return relation.target if relation.source == iri else relation.source


def _root(iri: str, step: Mapping[str, Relation]) -> str:
    while iri in step:
        iri = _other(step[iri], iri)
    return iri

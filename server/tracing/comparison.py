"""``/vergleich?a=&b=``: what two bodies both demand, what only one of them does, where they contradict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request

from forderungsgraph.search import About, Link
from forderungsgraph.search.tallies import Group
from forderungsgraph.store import Iri

from ..site import site
from . import demands
from .asking import ask, key_of

blueprint = Blueprint("comparison", __name__)
_OPPOSED: Final = """
SELECT DISTINCT ?one ?other WHERE {{
  ?one fg:contradicts ?other ; fg:demandedBy {a} . ?other fg:demandedBy {b}
}} ORDER BY ?one ?other
"""
_SHOWN: Final = 5
_NONE: Final = Group(0, ())


@dataclass(frozen=True, slots=True)
class Shared:
    """A topic with the demands of both sides; None is what has no topic."""

    topic: Iri | None
    sides: tuple[Group, Group]


@blueprint.get("/vergleich")
def comparison() -> str:
    """Show two bodies side by side, or only the form while one is missing."""
    offered = sorted(
        site().tallies.wholes(Link.DEMANDER).items(),
        key=lambda item: (site().labels.name(item[0]).casefold(), item[0]),
    )
    by_key = {key_of(iri): iri for iri, _ in offered}
    keys = request.args.get("a", ""), request.args.get("b", "")
    chosen = [by_key[key] for key in keys if key in by_key]
    unknown = [key for key in keys if key and key not in by_key]
    found: list[Shared] = []
    opposed: list[tuple[str, str]] = []
    if len(chosen) == 2 and chosen[0] != chosen[1]:
        found = _shared(chosen[0], chosen[1])
        terms = [Iri(iri).sparql() for iri in chosen]
        opposed = [
            (record["one"].value, record["other"].value)
            for record in ask(_OPPOSED.format(a=terms[0], b=terms[1]))
        ]
    shown = {iri for each in found for side in each.sides for iri in side.newest} | {
        iri for pair in opposed for iri in pair
    }
    return render_template(
        "tracing/comparison.html",
        offered=[(key_of(iri), iri, number) for iri, number in offered],
        keys=keys,
        bodies=chosen,
        same=len(chosen) == 2 and chosen[0] == chosen[1],
        unknown=unknown,
        shared=[each for each in found if all(side.total for side in each.sides)],
        only=[
            [each for each in found if each.sides[side].total and not each.sides[1 - side].total]
            for side in (0, 1)
        ],
        opposed=opposed,
        rows=demands.rows_of(sorted(shown)),
        most=_SHOWN,
        totals=[dict(offered)[iri] for iri in chosen],
        key_of=key_of,
        alternates=[],
    )


def _shared(a: str, b: str) -> list[Shared]:
    sides = [site().tallies.groups(Link.TOPIC, About(Link.DEMANDER, body), most=_SHOWN) for body in (a, b)]
    found = [
        Shared(Iri(topic) if topic else None, (sides[0].get(topic, _NONE), sides[1].get(topic, _NONE)))
        for topic in {*sides[0], *sides[1]}
    ]
    return sorted(
        found,
        key=lambda each: (each.topic is None, -sum(side.total for side in each.sides), str(each.topic)),
    )

"""Topic lines: what is demanded through the years on the same law or service, whether or not it is the same demand.

A lineage follows one demand; most demands of different bodies on a law are no repetitions of each other, and to
call them so would be false. What they certainly share is the law: that is what a topic line says, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from forderungsgraph.relations import TopicLine
from forderungsgraph.statements import KnownDemand, Statements


def topic_lines(demands: Iterable[KnownDemand], statements: Statements) -> tuple[TopicLine, ...]:
    """Return the lines with demands of at least two documents and two years, sorted by their things.

    A demand on an act is also one on the acts that it amends. Demands without a date are in no line.

    :param statements: what is known of the laws and services
    """
    found: dict[str, list[KnownDemand]] = defaultdict(list)
    for demand in demands:
        if demand.date is not None:
            amended = {other for law in demand.laws for other in statements.amended_by(law)}
            for thing in {*demand.laws, *amended, *demand.services}:
                found[thing].append(demand)
    return tuple(
        _line(thing, members, statements) for thing, members in sorted(found.items()) if _lasting(members)
    )


def _lasting(members: Iterable[KnownDemand]) -> bool:
    years = {(demand.date or "")[:4] for demand in members}
    documents = {demand.document for demand in members}
    return len(years) > 1 and len(documents) > 1


def _line(thing: str, members: Iterable[KnownDemand], statements: Statements) -> TopicLine:
    order = sorted(members, key=lambda demand: (demand.date or "", demand.iri))
    years = [(demand.date or "")[:4] for demand in order]
    label = statements.short_label(thing)
    return TopicLine(
        thing, (label.de, label.en), tuple(demand.iri for demand in order), (years[0], years[-1])
    )

"""What surrounds a demand, an act or a basic service: who demands it, what it is about, what resembles it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.search import Hits

from ..drawing.network import Line, Relation, Thing, network
from ..drawing.sketch import Sketch, relation_rows
from ..languages import language, say
from ..present import number, share
from ..site import site
from .asking import Record
from .demands import DemandRow
from .pictures import demand_box, thing
from .recurrence import Recurrence

MOST: Final = 8
"""Things of a kind that a drawing shows; tables and the search have all."""


def around_demand(row: DemandRow, others: Sequence[Recurrence]) -> Sketch | None:
    """Draw who demands what of whom, and which demands of other documents are alike."""
    boxes: dict[str, Thing] = {row.iri: demand_box(row, "centre")}
    relations: list[Relation] = []

    def link(source: str, target: str, heading: str, note: str = "", line: Line = Line.STATED) -> None:
        for iri in (source, target):
            boxes.setdefault(iri, thing(iri))
        relations.append(Relation(source, target, heading, note, line))

    for iri in row.demanders[:MOST]:
        link(iri.value, row.iri, say("fordert"))
    for iri in row.addressees[:MOST]:
        link(row.iri, iri.value, say("gerichtet an"))
    for iri in (*row.laws[:MOST], *row.services[:MOST]):
        link(row.iri, iri.value, say("betrifft"))
    for each in others[:MOST]:
        other = each.row
        boxes[other.iri] = demand_box(other)
        # a share has its denominator beside it; likeness is a measure from 0 to 1 and has none
        note = f"{say('Ähnlichkeit')} {share(round(each.similarity * 100), 100).rpartition(', ')[2]}"
        heading = site().labels.name(each.kind.value)
        line = Line.CONCLUDED if each.suggestion else Line.REGISTER
        if each.suggestion:
            note = f"{say('Vorschlag')}, {note}"
        ends = (other.iri, row.iri) if each.earlier else (row.iri, other.iri)
        link(*ends, heading, note, line)
        for iri in other.demanders[:1]:
            if iri in row.demanders or not each.earlier:
                continue
            link(iri.value, other.iri, say("fordert"))
        for iri in (*other.laws, *other.services):
            if iri in row.laws or iri in row.services:
                link(other.iri, iri.value, say("betrifft"))
    title = say("Nachbarschaft der Forderung")
    return _drawn(title, boxes.values(), relations)


def around_law(
    iri: str, hits: Hits, provisions: Sequence[tuple[str, int]], services: Sequence[str]
) -> Sketch | None:
    """Draw who demands something about an act, what of it is cited, and which services it governs.

    :param provisions: with the number of their demands
    """
    boxes, relations = _demanding(iri, hits)
    for part, count in provisions[:MOST]:
        boxes.append(thing(part))
        relations.append(Relation(iri, part, say("Vorschrift"), _demands(count)))
    for service in services[:MOST]:
        boxes.append(thing(service))
        relations.append(Relation(iri, service, say("regelt"), say("Register"), Line.REGISTER))
    return _drawn(say("Nachbarschaft des Gesetzes"), boxes, relations)


def around_service(
    iri: str, hits: Hits, laws: Sequence[Record], instances: Sequence[Record]
) -> Sketch | None:
    """Draw who demands a basic service, what governs it, and where it exists."""
    boxes, relations = _demanding(iri, hits)
    for record in laws[:MOST]:
        provision = record["provision"].value
        boxes.append(thing(provision))
        relations.append(Relation(iri, provision, say("geregelt durch"), say("Register"), Line.REGISTER))
        if "law" in record:
            boxes.append(thing(record["law"].value))
            relations.append(
                Relation(provision, record["law"].value, say("Teil von"), say("Register"), Line.REGISTER)
            )
    for record in instances[:MOST]:
        instance = record["instance"].value
        boxes.append(thing(instance))
        note = _demands(int(record["number"].value))
        relations.append(Relation(iri, instance, say("Ausprägung"), note, Line.REGISTER))
    return _drawn(say("Nachbarschaft des Basisdienstes"), boxes, relations)


def _demanding(iri: str, hits: Hits) -> tuple[list[Thing], list[Relation]]:
    """Return the box in the middle and those who demand something about it, most first."""
    boxes, relations = [thing(iri, "centre")], []
    for value in hits.facet("association").values[:MOST]:
        body = _body(value.value)
        if body is None:
            name = value.label_en if language() == "en" and value.label_en else value.label
            boxes.append(Thing(value.value, say("Verband oder Stelle"), name))
        else:
            boxes.append(thing(body))
        relations.append(Relation(boxes[-1].key, iri, say("fordert"), _demands(value.count)))
    return boxes, relations


def _body(key: str) -> str | None:
    found = (f"{base}id/organisation/{key}" for base in (site().release.base, DEFAULT_BASE))
    return next((iri for iri in found if iri in site().labels.names), None)


def _demands(count: int) -> str:
    return f"{number(count)} {say('Forderung') if count == 1 else say('Forderungen')}"


def _drawn(title: str, boxes: Iterable[Thing], relations: Sequence[Relation]) -> Sketch | None:
    description = say(
        "Von links nach rechts: wer fordert und was früher gefordert wurde, in der Mitte das Gezeigte, rechts, was es "
        "betrifft und was folgte. Gestrichelte Linien sind Vorschläge."
    )
    things = {box.key: box for box in boxes}
    seen = list({(each.source, each.target): each for each in relations}.values())
    svg = network("umfeld", title, description, list(things.values()), seen)
    return None if svg is None else Sketch(svg, relation_rows(things, seen))

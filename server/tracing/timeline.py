"""``/zeitachse``: demands against what happened to the law, year by year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, render_template, request

from forderungsgraph.store import Iri, Term

from ..languages import say
from ..site import site
from . import asking, chronicle, demands
from .asking import Record, ask, key_of

blueprint = Blueprint("timeline", __name__)
_LAWS: Final = """
SELECT ?law (COUNT(DISTINCT ?demand) AS ?number) WHERE {
  ?law a fg:Law . ?demand a fg:Demand ; fg:concernsLaw ?law
} GROUP BY ?law
"""
_DOCUMENTS: Final = """
SELECT ?document ?date (COUNT(DISTINCT ?demand) AS ?number) WHERE {{
  ?demand a fg:Demand ; fg:statedIn ?document . {law} OPTIONAL {{ ?document dct:date ?date }}
}} GROUP BY ?document ?date ORDER BY ?date ?document
"""
_EVENTS: Final = """
SELECT DISTINCT ?event ?date ?kind ?of ?certainty WHERE {{
  ?event a fg:LegislativeEvent ; fg:eventKind ?kind ; fg:eventOf ?of ; dct:date ?date .
  OPTIONAL {{ ?event fg:certainty ?certainty }} {law}
}} ORDER BY ?date ?event
"""
_DEMANDED: Final = """
  FILTER(EXISTS { ?x a fg:Demand ; fg:concernsLaw ?of }
    || EXISTS { ?of fg:aimsAt ?law . ?y a fg:Demand ; fg:concernsLaw ?law })
"""


@dataclass(frozen=True, slots=True)
class Event:
    """An event with all it is one of: an act and the process that led to it share theirs."""

    iri: Term
    date: Term
    of: tuple[Term, ...]


@dataclass(slots=True)
class Year:
    """What a year brought; an empty name is what has no date."""

    name: str
    documents: list[Record] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@blueprint.get("/zeitachse")
def timeline() -> str:
    """Show documents with demands beside the events of the law they concern."""
    offered = sorted(
        ((record["law"].value, int(record["number"].value)) for record in ask(_LAWS) if "law" in record),
        key=lambda item: (-item[1], site().labels.name(item[0])),
    )
    key = request.args.get("gesetz", "")
    chosen = next((iri for iri, _ in offered if key_of(iri) == key), None)
    concerning, of = "", _DEMANDED
    if chosen:
        term = Iri(chosen).sparql()
        concerning = f"?demand fg:concernsLaw {term} ."
        of = f"FILTER(?of = {term} || EXISTS {{ ?of fg:aimsAt {term} }})"
    years: dict[str, Year] = {}
    documents = [record for record in ask(_DOCUMENTS.format(law=concerning)) if "document" in record]
    events = ask(_EVENTS.format(law=of))
    for record in documents:
        name = record["date"].value[:4] if "date" in record else ""
        years.setdefault(name, Year(name)).documents.append(record)
    for event in _events(events):
        name = event.date.value[:4]
        years.setdefault(name, Year(name)).events.append(event)
    rows = demands.rows_oldest_first(concerning or "?demand a fg:Demand .", size=500) if chosen else []
    lanes = [chronicle.documents_lane(documents), *chronicle.event_lanes(events, chronicle.versions(chosen))]
    return render_template(
        "tracing/timeline.html",
        offered=[(key_of(iri), iri, number) for iri, number in offered],
        key=key,
        chosen=chosen,
        drawn=chronicle.drawn("zeit", say("Zeitachse"), lanes),
        years=sorted(years.values(), key=lambda year: (not year.name, year.name)),
        rows=rows,
        most=500,
        alternates=asking.alternates(chosen) if chosen else [],
    )


def _events(records: list[Record]) -> list[Event]:
    of: dict[str, list[Term]] = {}
    for record in records:
        of.setdefault(record["event"].value, []).append(record["of"])
    first = {record["event"].value: record for record in reversed(records)}
    return [Event(first[iri]["event"], first[iri]["date"], tuple(of[iri])) for iri in of]

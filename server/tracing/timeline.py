"""``/zeitachse``: demands against what happened to the law, year by year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, render_template, request

from forderungsgraph.search import About, Link
from forderungsgraph.store import Term

from ..languages import say
from ..lists import Paging
from ..site import site
from . import asking, chronicle, demands
from .asking import Record, ask, key_of

blueprint = Blueprint("timeline", __name__)
_EVENTS: Final = """
SELECT DISTINCT ?event ?date ?kind ?of ?aim WHERE {
  ?event a fg:LegislativeEvent ; fg:eventKind ?kind ; fg:eventOf ?of ; dct:date ?date .
  OPTIONAL { ?of fg:aimsAt ?aim }
} ORDER BY STR(?date) ?event ?of ?aim
"""
_MOST_DOCUMENTS: Final = 12


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
        site().tallies.wholes(Link.LAW).items(),
        key=lambda item: (-item[1], site().labels.name(item[0])),
    )
    key = request.args.get("gesetz", "")
    chosen = next((iri for iri, _ in offered if key_of(iri) == key), None)
    about = (About(Link.LAW, chosen),) if chosen else ()
    laws = {chosen} if chosen else {iri for iri, _ in offered}
    years: dict[str, Year] = {}
    documents = demands.documents(*about)
    events = [record for record in ask(_EVENTS) if {record["of"].value, *_aims(record)} & laws]
    for record in documents:
        name = record["date"].value[:4] if "date" in record else ""
        years.setdefault(name, Year(name)).documents.append(record)
    for event in _events(events):
        name = event.date.value[:4]
        years.setdefault(name, Year(name)).events.append(event)
    pages = Paging.of(request.args, site().settings.page_size, demands.count(*about))
    rows = demands.rows_oldest_first(*about, start=pages.start, size=pages.size) if chosen else []
    lanes = [chronicle.documents_lane(documents), *chronicle.event_lanes(events, chronicle.versions(chosen))]
    return render_template(
        "tracing/timeline.html",
        offered=[(key_of(iri), iri, number) for iri, number in offered],
        key=key,
        chosen=chosen,
        drawn=chronicle.drawn("zeit", say("Zeitachse"), lanes),
        years=sorted(years.values(), key=lambda year: (not year.name, year.name)),
        rows=rows,
        pages=pages,
        most=_MOST_DOCUMENTS,
        alternates=asking.alternates(chosen) if chosen else [],
    )


def _events(records: list[Record]) -> list[Event]:
    of: dict[str, list[Term]] = {}
    for record in records:
        of.setdefault(record["event"].value, []).append(record["of"])
    first = {record["event"].value: record for record in reversed(records)}
    return [Event(first[iri]["event"], first[iri]["date"], tuple(dict.fromkeys(of[iri]))) for iri in of]


def _aims(record: Record) -> tuple[str, ...]:
    return (record["aim"].value,) if "aim" in record else ()

"""Time lines: documents with demands, events and versions of acts, the same demand before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from forderungsgraph.search import About
from forderungsgraph.store import Iri

from ..drawing.sketch import Sketch, moment_rows
from ..drawing.timeline import Lane, Mark, timeline
from ..languages import at, say
from ..present import number, short_day
from ..site import site
from .asking import Record, ask, key_of, values
from .demands import DemandRow, documents
from .pictures import SIGNS
from .recurrence import Recurrence

_MOST_DOCUMENTS: Final = 24
_MOST_EVENTS: Final = 60
_MOST_LANES: Final = 8
_DAY_OF_EVENT: Final = re.compile(r"\s*\([\d-]+\)$")
_VERSIONS: Final = """
SELECT DISTINCT ?version ?law ?from ?to WHERE {{
  VALUES ?law {{ {laws} }} ?version fg:versionOf ?law ; fg:validFrom ?from . OPTIONAL {{ ?version fg:validTo ?to }}
}} ORDER BY STR(?from) ?version
"""
_EVENTS: Final = """
SELECT DISTINCT ?event ?date ?kind ?of WHERE {{
  VALUES ?law {{ {laws} }}
  {{ ?event fg:eventOf ?law BIND(?law AS ?of) }} UNION {{ ?event fg:eventOf ?process . ?process fg:aimsAt ?law BIND(?law AS ?of) }}
  ?event a fg:LegislativeEvent ; fg:eventKind ?kind ; dct:date ?date .
}} ORDER BY STR(?date) ?event ?of
"""


def documents_about(*about: About) -> list[Record]:
    """Return the dated documents with demands that meet all these conditions, with their numbers."""
    return [record for record in documents(*about) if "date" in record]


def documents_lane(records: Sequence[Record]) -> Lane:
    """Return documents as marks, or the sums of years where there are many."""
    dated = [record for record in records if "date" in record and "document" in record]
    if len(dated) <= _MOST_DOCUMENTS:
        return Lane(say("Gefordert"), tuple(_document(record) for record in dated))
    years: dict[str, int] = {}
    for record in dated:
        year = record["date"].value[:4]
        years[year] = years.get(year, 0) + int(record["number"].value)
    marks = [
        Mark(f"{year}-07-01", f"{year}: {_demands(count)}", look="demand", weight=count)
        for year, count in sorted(years.items())
    ]
    return Lane(say("Gefordert, Summen der Jahre"), tuple(marks))


def _document(record: Record) -> Mark:
    iri, count, date = record["document"].value, int(record["number"].value), record["date"].value
    text = f"{short_day(date)} {_demands(count)}: {site().labels.name(iri)}"
    return Mark(date, text, _page(iri), look="demand", weight=count)


def _demands(count: int) -> str:
    return f"{number(count)} {say('Forderung') if count == 1 else say('Forderungen')}"


def _page(iri: str) -> str | None:
    page = site().links.page(iri)
    return at(page) if page else None


def event_lanes(records: Sequence[Record], versions: Sequence[Record] = ()) -> list[Lane]:
    """Return a lane for the events of each act, those with most events first, and one for its versions.

    An event of an act and of the process that led to it stands in the lane of the act.
    """
    seen: set[str] = set()
    marks: dict[str, list[Mark]] = {}
    for record in sorted(records, key=lambda record: "/id/process/" in record["of"].value):
        event = record["event"].value
        if "date" in record and event not in seen and len(seen) < _MOST_EVENTS:
            seen.add(event)
            marks.setdefault(record["of"].value, []).append(_event(record))
    order = sorted(marks, key=lambda iri: (-len(marks[iri]), iri))
    lanes = [Lane(_short(iri), tuple(marks[iri])) for iri in order[:_MOST_LANES]]
    for law in dict.fromkeys(record["law"].value for record in versions):
        those = tuple(_version(record) for record in versions if record["law"].value == law)
        lanes.append(Lane(f"{_short(law)}: {say('Fassungen')}", those))
    return lanes


def _short(iri: str) -> str:
    return site().labels.abbreviations.get(iri) or site().labels.name(iri)


def _version(record: Record) -> Mark:
    iri, start = record["version"].value, record["from"].value
    end = record["to"].value if "to" in record else ""
    span = f"{short_day(start)}–{short_day(end)}" if end else f"{say('ab')} {short_day(start)}"
    return Mark(start, span, _page(iri), end, "version")


def _event(record: Record) -> Mark:
    iri, date = record["event"].value, record["date"].value
    look = "force" if key_of(record["kind"].value) == "entry-into-force" else "event"
    # the lane says which act, the mark which day; registers name events in German, their kinds in both languages
    kind, _, rest = _DAY_OF_EVENT.sub("", site().labels.name(iri)).partition(
        f": {_short(record['of'].value)}"
    )
    name = f"{site().labels.name(record['kind'].value) if iri in site().labels.foreign else kind}{rest}"
    return Mark(date, f"{short_day(date)} {name}", _page(iri), look=look)


def versions(law: str | None) -> list[Record]:
    """Return the versions of an act; of none there are none."""
    return ask(_VERSIONS.format(laws=values([law]))) if law else []


def of_laws(laws: Sequence[str]) -> list[Lane]:
    """Return lanes of events and versions of these acts."""
    if not laws:
        return []
    return event_lanes(ask(_EVENTS.format(laws=values(laws))), ask(_VERSIONS.format(laws=values(laws))))


def drawn(key: str, title: str, lanes: Sequence[Lane]) -> Sketch | None:
    """Draw lanes; None where fewer than two things have a date."""
    description = say(
        "Von links nach rechts verläuft die Zeit. Kreise sind Dokumente mit Forderungen, größere stehen für mehr; "
        "Rauten sind Ereignisse, gefüllte ein Inkrafttreten; Balken sind Fassungen oder ungenaue Daten."
    )
    svg = timeline(key, title, description, lanes)
    return None if svg is None else Sketch(svg, moment_rows(lanes))


def drawn_lineage(row: DemandRow, others: Sequence[Recurrence]) -> Sketch | None:
    """Draw a demand among its relatives in time, with what was observed and what happened to its acts."""
    if not row.date or not any(each.row.date for each in others):
        return None
    same = [_demand(row, "centre", say("diese Forderung"))]
    same += [_demand(each.row, "demand", site().labels.name(each.kind.value)) for each in others]
    outcomes = [
        Mark(
            outcome.observed.value,
            f"{short_day(outcome.observed.value)} {SIGNS.get(outcome.look, '')} "
            f"{site().labels.name(outcome.status.value)}",
            look="status",
        )
        for each in (row, *(other.row for other in others))
        for outcome in each.outcomes
        if outcome.observed
    ]
    lanes = [Lane(say("Gefordert"), tuple(mark for mark in same if mark.start))]
    lanes.append(Lane(say("Beobachtet"), tuple(dict.fromkeys(outcomes))))
    lanes += of_laws([iri.value for iri in row.laws if isinstance(iri, Iri)])
    return drawn("linie", say("Die Forderung im Lauf der Zeit"), lanes)


def _demand(row: DemandRow, look: str, relation: str) -> Mark:
    who = ", ".join(_short(iri.value) for iri in row.demanders[:2])
    date = row.date.value if row.date else ""
    return Mark(date, f"{short_day(date)} {who}, {relation}: „{row.wording}“", _page(row.iri), look=look)

"""Lists of demands: what a row shows is asked for all rows of a page at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from forderungsgraph.search import About
from forderungsgraph.store import Iri, Literal
from forderungsgraph.store.values import XSD

from ..site import site
from .asking import Record, ask, key_of, values

LOOKS: Final = {"met": "good", "partly": "partly", "open": "open", "rejected": "bad", "unknown": "nothing"}
"""How the badge of a status looks; ``unknown`` was looked for and not found, which is not „nicht geprüft“."""
_DATES: Final = """
SELECT DISTINCT ?demand ?date WHERE {{
  VALUES ?demand {{ {demands} }} ?demand fg:statedIn ?document . OPTIONAL {{ ?document dct:date ?date }}
}} ORDER BY STR(?date)
"""
# a second VALUES, or NOT EXISTS for each value, takes engines a hundred times as long
_FACTS: Final = """
SELECT ?demand ?about ?value WHERE {{
  VALUES ?demand {{ {demands} }} ?demand ?about ?value
  FILTER(?about IN (
    fg:wording, fg:demandedBy, fg:addressedTo, fg:statedIn, fg:concernsLaw, fg:concernsService, fg:topic
  ))
}}
"""
_WHOLES: Final = """
SELECT ?part ?whole WHERE {{ VALUES ?part {{ {parts} }} ?part eli:is_part_of|fg:versionOf|fg:instanceOf ?whole }}
"""
_OUTCOMES: Final = """
SELECT DISTINCT ?demand ?observation ?status ?observed ?official ?certainty ?source ?comment WHERE {{
  VALUES ?demand {{ {demands} }}
  ?demand fg:hasStatus ?observation . ?observation fg:status ?status .
  OPTIONAL {{ ?observation fg:observedOn ?observed }}
  OPTIONAL {{ ?observation fg:officialStatement ?official }}
  OPTIONAL {{ ?observation fg:certainty ?certainty }}
  OPTIONAL {{ ?observation dct:source ?source }}
  OPTIONAL {{ ?observation rdfs:comment ?comment }}
}} ORDER BY ?demand STR(?observed) ?observation
"""
_SUGGESTED: Final = """
SELECT DISTINCT ?demand ?suggestion ?status ?since ?rule ?comment WHERE {{
  VALUES ?demand {{ {demands} }}
  ?demand fg:hasSuggestedStatus ?suggestion . ?suggestion fg:status ?status .
  OPTIONAL {{ ?suggestion dct:date ?since }}
  OPTIONAL {{ ?suggestion fg:rule ?rule }}
  OPTIONAL {{ ?suggestion rdfs:comment ?comment FILTER(LANG(?comment) = "de") }}
}} ORDER BY ?demand STR(?since) ?suggestion
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What data of the register suggest of a demand; nobody has examined it."""

    iri: str
    status: Iri
    since: Literal | None
    rule: str
    comment: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody observed of a demand.

    :param look: of the badge
    :param official: whether the body concerned says so itself; None: not told
    """

    iri: str
    status: Iri
    look: str
    observed: Literal | None
    official: bool | None
    certainty: Iri | None
    source: str
    comment: str


@dataclass(slots=True)
class DemandRow:
    """A demand in a list; ``outcomes`` is empty where nobody has looked."""

    iri: str
    date: Literal | None
    wording: str = ""
    document: Iri | None = None
    demanders: list[Iri] = field(default_factory=list)
    addressees: list[Iri] = field(default_factory=list)
    laws: list[Iri] = field(default_factory=list)
    services: list[Iri] = field(default_factory=list)
    topics: list[Iri] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def year(self) -> str:
        """The year of its document; empty if it is not known."""
        return self.date.value[:4] if self.date else ""


_LISTS: Final = {
    "demandedBy": "demanders",
    "addressedTo": "addressees",
    "concernsLaw": "laws",
    "concernsService": "services",
    "topic": "topics",
}


def count(*about: About) -> int:
    """Return how many demands meet all these conditions."""
    return site().tallies.count(*about)


def documents(*about: About) -> list[Record]:
    """Return the documents with such demands, by date: ``document``, ``date`` where known, ``number`` of demands."""
    found: list[Record] = []
    for each in site().tallies.documents(*about):
        record: Record = {
            "document": Iri(each.document),
            "number": Literal(str(each.demands), f"{XSD}integer"),
        }
        if each.date is not None:
            kind = {4: "gYear", 7: "gYearMonth"}.get(len(each.date), "date")
            record["date"] = Literal(each.date, f"{XSD}{kind}")
        found.append(record)
    return found


def rows(*about: About, start: int = 0, size: int = 50) -> list[DemandRow]:
    """Return demands that meet all these conditions, newest first."""
    return list(rows_of(site().tallies.newest(*about, start=start, size=size)).values())


def rows_oldest_first(*about: About, start: int = 0, size: int = 50) -> list[DemandRow]:
    """Return demands that meet all these conditions, oldest first."""
    return list(rows_of(site().tallies.oldest(*about, start=start, size=size)).values())


def rows_of(demands: Sequence[str]) -> dict[str, DemandRow]:
    """Return what lists show of these demands, in their order; what the graph does not know is left out."""
    if not demands:
        return {}
    dates: dict[str, Literal | None] = {}
    for record in ask(_DATES.format(demands=values(demands))):
        date = record.get("date")
        dates.setdefault(record["demand"].value, date if isinstance(date, Literal) else None)
    found = {iri: DemandRow(iri, dates[iri]) for iri in demands if iri in dates}
    if not found:
        return {}
    for record in ask(_FACTS.format(demands=values(found))):
        row, about, value = found[record["demand"].value], record["about"].value, record["value"]
        name = about.rpartition("#")[2]
        if name == "wording":
            row.wording = value.value
        elif isinstance(value, Iri) and name == "statedIn":
            row.document = value
        elif isinstance(value, Iri):
            getattr(row, _LISTS[name]).append(value)
    _drop_wholes(found.values())
    for iri, outcomes in outcomes_of(list(found)).items():
        found[iri].outcomes = outcomes
    for record in ask(_SUGGESTED.format(demands=values(found))):
        found[record["demand"].value].suggestions.append(_suggestion(record))
    for row in found.values():
        for name in _LISTS.values():
            getattr(row, name).sort(key=lambda iri: iri.value)
    return found


def _drop_wholes(found: Collection[DemandRow]) -> None:
    """Take away acts and services that only follow from a part: they say less than that part."""
    parts = {thing for row in found for thing in (*row.laws, *row.services)}
    if not parts:
        return
    wholes: dict[str, set[str]] = {}
    for record in ask(_WHOLES.format(parts=values(sorted(thing.value for thing in parts)))):
        wholes.setdefault(record["part"].value, set()).add(record["whole"].value)
    for row in found:
        for things in (row.laws, row.services):
            above = {whole for thing in things for whole in wholes.get(thing.value, ())}
            things[:] = [thing for thing in things if thing.value not in above]


def outcomes_of(demands: Sequence[str]) -> dict[str, list[Outcome]]:
    """Return what was observed of demands, oldest first; demands nobody looked at are missing."""
    result: dict[str, list[Outcome]] = {}
    for record in ask(_OUTCOMES.format(demands=values(demands))):
        status, observed, certainty = record["status"], record.get("observed"), record.get("certainty")
        assert isinstance(status, Iri)
        official = record.get("official")
        result.setdefault(record["demand"].value, []).append(
            Outcome(
                record["observation"].value,
                status,
                LOOKS.get(key_of(status.value), "unknown"),
                observed if isinstance(observed, Literal) else None,
                None if official is None else official.value in ("true", "1"),
                certainty if isinstance(certainty, Iri) else None,
                record["source"].value if "source" in record else "",
                record["comment"].value if "comment" in record else "",
            )
        )
    return result


def _suggestion(record: Record) -> Suggestion:
    status, since = record["status"], record.get("since")
    assert isinstance(status, Iri)
    return Suggestion(
        record["suggestion"].value,
        status,
        since if isinstance(since, Literal) else None,
        record["rule"].value if "rule" in record else "",
        record["comment"].value if "comment" in record else "",
    )

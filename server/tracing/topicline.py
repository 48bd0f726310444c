"""Topic lines: what other documents demand in other years on the same law or service, and how the words differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from forderungsgraph.lineage import Words, words_compared
from forderungsgraph.store import Iri

from . import demands
from .asking import Record, ask, iris, values

_LINES_OF_DEMAND: Final = """
SELECT ?line ?thing ?number WHERE {{
  ?line fg:hasMember {thing} ; a fg:TopicLine ; fg:lineOf ?thing ; fg:memberCount ?number
}} ORDER BY ?number ?line LIMIT {most}
"""
_LINE_OF_THING: Final = """
SELECT ?line ?thing ?number WHERE {{
  BIND({thing} AS ?thing) ?line fg:lineOf ?thing ; a fg:TopicLine ; fg:memberCount ?number
}} ORDER BY ?line LIMIT {most}
"""
_NEAREST: Final = """
SELECT ?demand ?year (COUNT(DISTINCT ?common) AS ?number) WHERE {{
  {line} fg:hasMember ?demand . ?demand fg:statedIn/dct:date ?date BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
  OPTIONAL {{
    VALUES ?about {{ fg:instrument fg:topic fg:addressedTo fg:demandedBy }}
    {thing} ?about ?common . ?demand ?about ?common
  }}
}} GROUP BY ?demand ?year ORDER BY ?year DESC(?number) ?demand
"""
_ALL: Final = """
SELECT ?demand ?year WHERE {{
  {line} fg:hasMember ?demand . ?demand fg:statedIn/dct:date ?date BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
}} ORDER BY ?year ?demand
"""
_ONE_A_YEAR: Final = """
SELECT ?year (MIN(?member) AS ?demand) WHERE {{
  {line} fg:hasMember ?member . ?member fg:statedIn/dct:date ?date BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
}} GROUP BY ?year ORDER BY ?year
"""
_WANTED: Final = """
SELECT DISTINCT ?demand ?instrument WHERE {{ VALUES ?demand {{ {demands} }} ?demand fg:instrument ?instrument }}
ORDER BY ?demand ?instrument
"""
_NAMES: Final = """
SELECT DISTINCT ?name WHERE {{ {thing} rdfs:label|skos:prefLabel|skos:altLabel|fg:abbreviation ?name }} ORDER BY ?name
"""
_SINCE: Final = """
SELECT ?event ?date (SAMPLE(?sure) AS ?certainty) (SAMPLE(?said) AS ?comment) WHERE {{
  VALUES ?law {{ {laws} }}
  ?event a fg:LegislativeEvent ; dct:date ?date .
  {{ ?event fg:eventOf ?law }} UNION {{ ?event fg:eventOf/fg:aimsAt ?law }}
  OPTIONAL {{ ?event fg:certainty ?sure }}
  OPTIONAL {{ ?event rdfs:comment ?said }}
  FILTER(STR(?date) > "{day}")
}} GROUP BY ?event ?date ORDER BY ?date ?event LIMIT 12
"""
_LINES: Final = 2
_PER_YEAR: Final = 3
_FEW: Final = 200
"""Up to so many members are compared with the demand of the page; of more one of each year stands for the others."""
_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class Step:
    """A demand in a topic line.

    :param shown: whether it is the demand whose page this is
    :param wanted: what it asks for, the instruments that the compared demand asks for, too, first
    :param same: how many of them the compared demand asks for, too
    :param words: compared with the demand of the page, or on the page of a law with the last one of an earlier
        year; None: nothing to compare
    """

    row: demands.DemandRow
    shown: bool
    wanted: tuple[Iri, ...]
    same: int
    words: Words | None


@dataclass(frozen=True, slots=True)
class Line:
    """A topic line with the members that are shown: of each year those nearest to the demand of the page, or one.

    :param number: of all its members
    """

    iri: str
    thing: Iri
    number: int
    steps: tuple[Step, ...]


def lines_of_demand(shown: demands.DemandRow) -> list[Line]:
    """Return the topic lines of a demand, the narrowest first, each member compared with it."""
    found = ask(_LINES_OF_DEMAND.format(thing=Iri(shown.iri).sparql(), most=_LINES))
    return [line for record in found if (line := _line(record, shown)) is not None]


def line_of_thing(iri: str) -> list[Line]:
    """Return the topic line of a law or service, each member compared with the last one of an earlier year."""
    found = ask(_LINE_OF_THING.format(thing=Iri(iri).sparql(), most=1))
    return [line for record in found if (line := _line(record, None)) is not None]


def since(shown: demands.DemandRow) -> list[Record]:
    """Return what happened after a demand to the laws that it concerns, oldest first."""
    if not shown.laws or shown.date is None:
        return []
    # of a date that is a year alone the whole year may lie before
    day = shown.date.value if len(shown.date.value) > 4 else f"{shown.date.value}-99"
    return [
        record
        for record in ask(_SINCE.format(laws=values(iri.value for iri in shown.laws), day=day))
        if "event" in record
    ]


def _line(record: Record, shown: demands.DemandRow | None) -> Line | None:
    line, thing = record["line"], record["thing"]
    if not isinstance(line, Iri) or not isinstance(thing, Iri):
        return None
    number = int(record["number"].value)
    query = _ONE_A_YEAR if number > _FEW else _ALL if shown is None else _NEAREST
    thing_shown = "" if shown is None else Iri(shown.iri).sparql()
    years: dict[str, list[str]] = {}
    for member in ask(query.format(line=line.sparql(), thing=thing_shown)):
        nearest = years.setdefault(member["year"].value, [])
        own = shown is not None and member["demand"].value == shown.iri
        if own or len(nearest) < _PER_YEAR:
            nearest.append(member["demand"].value)
    chosen = [iri for year in sorted(years)[-_YEARS:] for iri in years[year]]
    if shown is not None and shown.iri not in chosen:
        chosen.append(shown.iri)
    rows = demands.rows_of(chosen)
    order = sorted(rows.values(), key=lambda row: (row.date.value if row.date else "", row.iri))
    names = [name["name"].value for name in ask(_NAMES.format(thing=thing.sparql()))]
    return Line(line.value, thing, number, tuple(_steps(order, shown, names)))


def _steps(
    order: Sequence[demands.DemandRow], shown: demands.DemandRow | None, names: Sequence[str]
) -> list[Step]:
    wanted: dict[str, list[Iri]] = {row.iri: [] for row in order}
    for record in ask(_WANTED.format(demands=values(wanted))):
        wanted[record["demand"].value] += [Iri(iri) for iri in iris([record], "instrument")]
    steps: list[Step] = []
    for place, row in enumerate(order):
        own = shown is not None and row.iri == shown.iri
        # without such a demand: with the last one of an earlier year
        before = [each for each in order[:place] if each.year < row.year]
        other = shown if shown is not None else before[-1] if before else None
        words = None
        asked: list[Iri] = []
        if other is not None and not own:
            asked = wanted.get(other.iri, [])
            # from the earlier wording to the later one
            old, new = (row, other) if shown is not None and row.year < other.year else (other, row)
            words = words_compared(old.wording, new.wording, names)
        both = [iri for iri in wanted[row.iri] if iri in asked]
        rest = [iri for iri in wanted[row.iri] if iri not in asked]
        steps.append(Step(row, own, (*both, *rest), len(both), words))
    return steps

"""``/suche``: full text and facets, without a script; the whole result as CSV, for Excel and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from forderungsgraph.formats import Format
from forderungsgraph.search import FacetValue, Hit, Hits
from forderungsgraph.search.ask import filters_of
from forderungsgraph.search.records import PARAMETERS

from ..answers import data_answer
from ..languages import at, language
from ..lists import Paging
from ..search import hits_of_request, search
from ..site import site
from ..texts import FACETS, SORTINGS
from . import counting, demands
from .asking import PREFIXES, values

blueprint = Blueprint("finding", __name__)
_EXPORTS: Final = (Format.CSV, Format.EXCEL, Format.XLSX)
_SHOWN: Final = 8
_MOST_EXPORTED: Final = 20_000
_CHUNK: Final = 100
_TABLE: Final = """
SELECT DISTINCT ?date ?demander ?wording ?addressee ?document ?demand WHERE {{
  VALUES ?demand {{ {demands} }}
  ?demand fg:wording ?wording ; fg:statedIn ?source . ?source dct:title ?document . OPTIONAL {{ ?source dct:date ?date }}
  OPTIONAL {{ ?demand fg:demandedBy/rdfs:label ?demander FILTER(LANG(?demander) = "de") }}
  OPTIONAL {{ ?demand fg:addressedTo/rdfs:label ?addressee FILTER(LANG(?addressee) = "de") }}
}} ORDER BY STR(?date) STR(?wording) STR(?demander) STR(?addressee)
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet with the address of the result with or without it."""

    name: str
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """A facet as the page shows it; ``more`` are the values behind a switch."""

    parameter: str
    title: str
    values: tuple[Choice, ...]
    more: tuple[Choice, ...]


@blueprint.get("/suche")
def found() -> str:
    """Show hits with facets; everything stays in the address."""
    hits = hits_of_request()
    groups = list(_groups(hits))
    rows = demands.rows_of([hit.iri for hit in hits.entries if hit.kind == "demand"])
    # what is no demand has no year
    demanded = not request.args.get("art")
    years = counting.by_year(hits, lambda year: at(_toggled("jahr", year))) if demanded else []
    query = request.query_string.decode("utf-8", "replace")
    exports = [(fmt, f"/suche.{fmt.short_name}?{query}") for fmt in _EXPORTS]
    return render_template(
        "tracing/search.html",
        hits=hits,
        rows=rows,
        groups=groups,
        chosen=[
            (group, value)
            for group in groups
            for value in (*group.values, *group.more)
            if value.chosen and _asked(group)
        ],
        sortings=[(key, SORTINGS[key]) for key in SORTINGS],
        sorting=request.args.get("sortierung", "relevanz"),
        kept=[(key, value) for key, value in request.args.items(multi=True) if key in PARAMETERS],
        marked=marked,
        years=years,
        drawn_years=counting.drawn_years("jahre", years),
        pages=Paging(hits.page, hits.size, hits.total),
        alternates=[*exports, (Format.JSON, f"/suche.json?{query}")],
    )


@blueprint.get("/suche.<name>")
def export(name: str) -> Response:
    """Return the demands of exactly this result as a table."""
    fmt = next((offer for offer in _EXPORTS if offer.short_name == name), None) or abort(404)
    wanted = [(key, value) for key in PARAMETERS for value in request.args.getlist(key)]
    iris: list[str] = []
    page = 1
    while len(iris) < _MOST_EXPORTED:
        hits = search().find(request.args.get("q", ""), filters_of(wanted), page, size=_CHUNK)
        iris += [hit.iri for hit in hits.entries if hit.kind == "demand"]
        if page >= hits.pages:
            break
        page += 1
    text = PREFIXES + _TABLE.format(demands=values(iris))
    disposition = ("Content-Disposition", f'attachment; filename="forderungen.{fmt.extension}"')
    return data_answer(fmt, site().store.serialise(text, fmt), disposition)


def marked(hit: Hit) -> Markup:
    """Return the excerpt of a hit with its marks; everything from the data is escaped."""
    parts: list[str] = ["… "] if hit.excerpt.start else []
    place = hit.excerpt.start
    for mark in hit.marks:
        if mark.start < place or mark.end > hit.excerpt.end:
            continue
        parts += [
            escape(hit.text[place : mark.start]),
            "<mark>",
            escape(hit.text[mark.start : mark.end]),
            "</mark>",
        ]
        place = mark.end
    parts.append(escape(hit.text[place : hit.excerpt.end]))
    if hit.excerpt.end < len(hit.text):
        parts.append(" …")
    return Markup("").join(Markup(part) for part in parts)


def _asked(group: Group) -> bool:
    # demands alone are what a search without a kind means; there is nothing to take away
    return group.parameter != "art" or bool(request.args.get("art"))


def _groups(hits: Hits) -> Iterator[Group]:
    parameters = {facet: parameter for parameter, facet in PARAMETERS.items()}
    for facet in hits.facets:
        parameter = parameters[facet.name]
        shown = [_choice(parameter, value) for value in facet.values if value.count or value.chosen]
        if shown and not (parameter == "art" and len(shown) < 2):
            first = sorted(shown, key=lambda value: not value.chosen)[:_SHOWN]
            yield Group(
                parameter,
                FACETS[parameter],
                tuple(value for value in shown if value in first),
                tuple(value for value in shown if value not in first),
            )


def _choice(parameter: str, value: FacetValue) -> Choice:
    name = value.label_en if language() == "en" and value.label_en else value.label
    return Choice(name, value.count, value.chosen, _toggled(parameter, value.value))


def _toggled(parameter: str, value: str) -> str:
    """Return the address of the result with a value of a facet, or without it where it is chosen."""
    kept = [(key, said) for key, said in request.args.items(multi=True) if key != "seite"]
    pair = (parameter, value)
    kept = [each for each in kept if each != pair] if pair in kept else [*kept, pair]
    return f"/suche?{urlencode(kept)}"

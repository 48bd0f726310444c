"""``/gesetz/…``: versions and events of an act, demands per paragraph; also a single paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.iri import ELI, FG
from forderungsgraph.search import About, Link
from forderungsgraph.store import Iri, Literal

from .. import schema, views
from ..languages import say
from ..lists import Paging
from ..site import site
from . import asking, chronicle, counting, demands
from .asking import ask, key_of
from .neighbours import around_law
from .topicline import line_of_thing

blueprint = Blueprint("laws", __name__)
_PART_OF: Final = str(ELI.is_part_of)
_MOST_NAMED: Final = 100
_MOST_OTHERS: Final = 200
_EVENTS: Final = """
SELECT DISTINCT ?event ?date ?kind ?scope ?process ?certainty ?comment WHERE {{
  ?event a fg:LegislativeEvent ; fg:eventKind ?kind .
  {{ ?event fg:eventOf {law} }} UNION {{ ?event fg:eventOf ?process . ?process fg:aimsAt {law} }}
  OPTIONAL {{ ?event dct:date ?date }}
  OPTIONAL {{ ?event fg:certainty ?certainty }}
  OPTIONAL {{ ?event rdfs:comment ?comment }}
}} ORDER BY STR(?date) ?event
"""
_PROVISIONS: Final = """
SELECT DISTINCT ?provision WHERE {{ ?provision eli:is_part_of {law} ; a fg:Provision }}
"""
_HEADINGS: Final = """
SELECT ?provision ?heading WHERE {{
  VALUES ?provision {{ {provisions} }} ?provision dct:title ?heading FILTER(LANG(?heading) = "de")
}} ORDER BY ?provision ?heading
"""
# there are few of them; a store that begins with the paragraphs of a large act takes ten times as long
_REGULATED: Final = """
SELECT DISTINCT ?service ?provision ?law WHERE {
  ?service fg:regulatedBy ?provision . OPTIONAL { ?provision eli:is_part_of ?law }
} ORDER BY ?service ?provision
"""
NAMED: Final = "gefordert"
OTHERS: Final = "vorschriften"


@dataclass(frozen=True, slots=True)
class Provision:
    """A paragraph of an act with the number of demands that name it."""

    provision: Iri
    heading: Literal | None
    number: int


@blueprint.get("/gesetz/<path:slug>")
def law(slug: str) -> Response | str:
    """Show an act or one of its paragraphs, or its data."""
    iri, data = asking.as_data("law", slug)
    if data is not None:
        return data
    # its parts have a list of their own here
    links = [each for each in views.links_to(site().store, site().labels, iri) if each.property != _PART_OF]
    thing = views.entity_linked(
        site().store, site().tallies, site().labels, iri, links, start=0, size=site().settings.page_size
    )
    term = Iri(iri).sparql()
    about = About(Link.LAW, iri)
    numbers = site().tallies.parts(iri)
    every = sorted(
        (record["provision"].value for record in ask(_PROVISIONS.format(law=term))),
        key=lambda each: _natural(key_of(each)),
    )
    without = [each for each in every if each not in numbers]
    named = [each for each in every if each in numbers]
    among = Paging.of(request.args, _MOST_NAMED, len(named), NAMED)
    further = Paging.of(request.args, _MOST_OTHERS, len(without), OTHERS)
    services: dict[str, list[str]] = {}
    for record in ask(_REGULATED):
        if iri in (record["provision"].value, record["law"].value if "law" in record else ""):
            services.setdefault(record["service"].value, []).append(record["provision"].value)
    pages = Paging.of(request.args, site().settings.page_size, demands.count(about))
    events = list(
        {record["event"].value: record for record in reversed(ask(_EVENTS.format(law=term)))}.values()
    )[::-1]
    lanes = [chronicle.documents_lane(chronicle.documents_about(about)), *chronicle.of_laws([iri])]
    hits = counting.hits_of("gesetz", slug)
    outcomes = counting.by_outcome(hits, counting.searched("gesetz", slug, "stand"))
    cited = _provisions(named[among.start : among.end], numbers)
    governed = asking.by_name(services)
    return render_template(
        "tracing/law.html",
        thing=thing,
        is_provision=str(FG.Provision) in thing.classes,
        events=events,
        lines=line_of_thing(iri),
        drawn_time=chronicle.drawn("verlauf-bild", say("Verlauf"), lanes),
        demanded=cited,
        around=around_law(iri, hits, sorted(numbers.items(), key=lambda each: (-each[1], each[0])), governed),
        demanders=hits.facet("association").values,
        among=among,
        others=_provisions(without[further.start : further.end], numbers),
        further=further,
        services=[(service, services[service]) for service in governed],
        outcomes=outcomes,
        drawn_outcomes=counting.drawn_outcomes("ausgang", outcomes),
        counted=hits.total,
        key=slug,
        pages=pages,
        rows=demands.rows(about, start=pages.start, size=pages.size),
        schema=[schema.thing("Legislation", iri, thing.name)],
        alternates=asking.alternates(iri),
    )


def _provisions(iris: Sequence[str], numbers: Mapping[str, int]) -> list[Provision]:
    """Return what the page shows of paragraphs, in their order."""
    headings: dict[str, Literal] = {}
    for record in ask(_HEADINGS.format(provisions=asking.values(iris))) if iris else ():
        if isinstance(heading := record["heading"], Literal):
            headings.setdefault(record["provision"].value, heading)
    return [Provision(Iri(iri), headings.get(iri), numbers.get(iri, 0)) for iri in iris]


def _natural(key: str) -> list[str | int]:
    """Order *par-2* before *par-10* and *par-10a*."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", key)]

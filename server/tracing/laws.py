"""``/gesetz/…``: versions and events of an act, demands per paragraph; also a single paragraph."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.iri import FG
from forderungsgraph.store import Iri

from .. import schema, views
from ..languages import say
from ..lists import Paging
from ..site import site
from . import asking, chronicle, counting, demands
from .asking import ask, key_of
from .neighbours import around_law

blueprint = Blueprint("laws", __name__)
_EVENTS: Final = """
SELECT DISTINCT ?event ?date ?kind ?scope ?process ?certainty ?comment WHERE {{
  ?event a fg:LegislativeEvent ; fg:eventKind ?kind .
  {{ ?event fg:eventOf {law} }} UNION {{ ?event fg:eventOf ?process . ?process fg:aimsAt {law} }}
  OPTIONAL {{ ?event dct:date ?date }}
  OPTIONAL {{ ?event fg:certainty ?certainty }}
  OPTIONAL {{ ?event rdfs:comment ?comment }}
}} ORDER BY ?date ?event
"""
_PROVISIONS: Final = """
SELECT ?provision (SAMPLE(?title) AS ?heading) (COUNT(DISTINCT ?demand) AS ?number) WHERE {{
  ?provision eli:is_part_of {law} ; a fg:Provision .
  OPTIONAL {{ ?provision dct:title ?title FILTER(LANG(?title) = "de") }}
  OPTIONAL {{ ?demand a fg:Demand ; fg:concernsLaw ?provision }}
}} GROUP BY ?provision
"""


def _concerning(iri: str) -> str:
    return f"?demand fg:concernsLaw {Iri(iri).sparql()} ."


@blueprint.get("/gesetz/<path:slug>")
def law(slug: str) -> Response | str:
    """Show an act or one of its paragraphs, or its data."""
    iri, data = asking.as_data("law", slug)
    if data is not None:
        return data
    thing = views.entity(site().store, site().labels, iri, start=0, size=site().settings.page_size)
    term = Iri(iri).sparql()
    provisions = sorted(
        (record for record in ask(_PROVISIONS.format(law=term)) if "provision" in record),
        key=lambda record: _natural(key_of(record["provision"].value)),
    )
    services: dict[str, list[str]] = {}
    for record in ask(f"SELECT DISTINCT ?service ?provision WHERE {{ {_regulating(term)} }}"):
        services.setdefault(record["service"].value, []).append(record["provision"].value)
    pages = Paging.of(request.args, site().settings.page_size, demands.count(_concerning(iri)))
    events = list(
        {record["event"].value: record for record in reversed(ask(_EVENTS.format(law=term)))}.values()
    )[::-1]
    lanes = [chronicle.documents_lane(chronicle.documents_about(_concerning(iri))), *chronicle.of_laws([iri])]
    hits = counting.hits_of("gesetz", slug)
    outcomes = counting.by_outcome(hits, counting.searched("gesetz", slug, "stand"))
    cited = [each for each in provisions if each["number"].value != "0"]
    governed = asking.by_name(services)
    return render_template(
        "tracing/law.html",
        thing=thing,
        is_provision=str(FG.Provision) in thing.classes,
        events=events,
        drawn_time=chronicle.drawn("verlauf-bild", say("Verlauf"), lanes),
        demanded=cited,
        around=around_law(iri, hits, cited, governed),
        demanders=hits.facet("association").values,
        others=[each for each in provisions if each["number"].value == "0"],
        services=[(service, services[service]) for service in governed],
        outcomes=outcomes,
        drawn_outcomes=counting.drawn_outcomes("ausgang", outcomes),
        counted=hits.total,
        key=slug,
        pages=pages,
        rows=demands.rows(_concerning(iri), start=pages.start, size=pages.size),
        schema=[schema.thing("Legislation", iri, thing.name)],
        alternates=asking.alternates(iri),
    )


def _regulating(law: str) -> str:
    return (
        f"?service fg:regulatedBy ?provision . {{ ?provision eli:is_part_of {law} }} "
        f"UNION {{ ?service fg:regulatedBy {law} BIND({law} AS ?provision) }}"
    )


def _natural(key: str) -> list[str | int]:
    """Order *par-2* before *par-10* and *par-10a*."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", key)]

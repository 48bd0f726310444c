"""``/leistung/…``: a basic service backwards: who demands it, which law governs it, where it exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.search import About, Link
from forderungsgraph.store import Iri

from .. import schema, views
from ..languages import say
from ..lists import Paging
from ..site import site
from . import asking, chronicle, counting, demands
from .asking import ask
from .neighbours import around_service
from .topicline import line_of_thing

blueprint = Blueprint("services", __name__)
_INSTANCES: Final = """
SELECT DISTINCT ?instance (COUNT(DISTINCT ?demand) AS ?number) WHERE {{
  ?instance fg:instanceOf {service} . OPTIONAL {{ ?demand a fg:Demand ; fg:concernsService ?instance }}
}} GROUP BY ?instance
"""
_LAWS: Final = """
SELECT DISTINCT ?provision ?law WHERE {{
  {service} fg:regulatedBy ?provision . OPTIONAL {{ ?provision eli:is_part_of ?law }}
}} ORDER BY ?law ?provision
"""


@dataclass(frozen=True, slots=True)
class Demander:
    """Who demands something of a service, how often, and in which years first and last; empty if not known."""

    body: Iri
    number: int
    first: str
    last: str


@blueprint.get("/leistung/<path:slug>")
def service(slug: str) -> Response | str:
    """Show a basic service, or its data."""
    iri, data = asking.as_data("service", slug)
    if data is not None:
        return data
    term = Iri(iri).sparql()
    about = About(Link.SERVICE, iri)
    pages = Paging.of(request.args, site().settings.page_size, demands.count(about))
    thing = views.entity(
        site().store, site().tallies, site().labels, iri, start=0, size=site().settings.page_size
    )
    instances = [record for record in ask(_INSTANCES.format(service=term)) if "instance" in record]
    laws = ask(_LAWS.format(service=term))
    acts = list(dict.fromkeys(asking.iris(laws, "law")))
    lanes = [chronicle.documents_lane(chronicle.documents_about(about)), *chronicle.of_laws(acts)]
    hits = counting.hits_of("dienst", slug)
    outcomes = counting.by_outcome(hits, counting.searched("dienst", slug, "stand"))
    return render_template(
        "tracing/service.html",
        thing=thing,
        instances=instances,
        lines=line_of_thing(iri),
        laws=laws,
        around=around_service(iri, hits, laws, instances),
        drawn_time=chronicle.drawn("verlauf-bild", say("Verlauf"), lanes),
        demanders=_demanders(about),
        outcomes=outcomes,
        drawn_outcomes=counting.drawn_outcomes("ausgang", outcomes),
        counted=hits.total,
        pages=pages,
        rows=demands.rows(about, start=pages.start, size=pages.size),
        schema=[schema.thing("GovernmentService", iri, thing.name)],
        alternates=asking.alternates(iri),
    )


def _demanders(about: About) -> list[Demander]:
    """Return who demands something of a service, those with most demands first."""
    found = [
        Demander(Iri(body), each.demands, (each.first or "")[:4], (each.last or "")[:4])
        for body, each in site().tallies.periods(Link.DEMANDER, about).items()
    ]
    return sorted(found, key=lambda each: (-each.number, each.body.value))

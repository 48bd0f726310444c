"""``/verband/…``: what a body demands, about what and since when, and how much of it has a known outcome."""

from __future__ import annotations

from collections import Counter
from typing import Final

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.store import Iri

from .. import schema, views
from ..lists import Paging
from ..site import site
from . import asking, demands
from .asking import ask, key_of

blueprint = Blueprint("bodies", __name__)
_YEARS: Final = """
SELECT ?topic ?year (COUNT(DISTINCT ?demand) AS ?number) WHERE {{
  ?demand a fg:Demand ; fg:demandedBy {body} ; fg:topic ?topic ; fg:statedIn ?document . ?document dct:date ?date
  BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
}} GROUP BY ?topic ?year
"""
_DOCUMENTS: Final = """
SELECT ?document ?date (COUNT(DISTINCT ?demand) AS ?number) WHERE {{
  ?demand a fg:Demand ; fg:demandedBy {body} ; fg:statedIn ?document . OPTIONAL {{ ?document dct:date ?date }}
}} GROUP BY ?document ?date ORDER BY DESC(?date) ?document
"""
_STATUS: Final = """
SELECT ?status (COUNT(DISTINCT ?demand) AS ?number) WHERE {{
  ?demand a fg:Demand ; fg:demandedBy {body} ; fg:hasStatus/fg:status ?status
}} GROUP BY ?status
"""


@blueprint.get("/verband/<slug>")
def body(slug: str) -> Response | str:
    """Show an association or another body, or its data."""
    iri, data = asking.as_data("organisation", slug)
    if data is not None:
        return data
    term = Iri(iri).sparql()
    pattern = f"?demand fg:demandedBy {term} ."
    total = demands.count(pattern)
    asked = demands.count(f"?demand fg:addressedTo {term} .")
    pages = Paging.of(request.args, site().settings.page_size, total)
    thing = views.entity(site().store, site().labels, iri, start=0, size=site().settings.page_size)
    counts: dict[str, Counter[str]] = {}
    for record in ask(_YEARS.format(body=term)):
        if "topic" in record:
            counts.setdefault(record["topic"].value, Counter())[record["year"].value] += int(
                record["number"].value
            )
    years = sorted({year for counter in counts.values() for year in counter})
    topics = sorted(counts.items(), key=lambda item: (-item[1].total(), site().labels.name(item[0])))
    known = demands.count(f"{pattern} ?demand fg:hasStatus ?any .")
    return render_template(
        "tracing/body.html",
        thing=thing,
        key=key_of(iri),
        total=total,
        asked=asked,
        known=known,
        statuses=[
            (
                record["status"],
                demands.LOOKS.get(key_of(record["status"].value), "unknown"),
                int(record["number"].value),
            )
            for record in ask(_STATUS.format(body=term))
            if "status" in record
        ],
        years=years,
        topics=[
            (Iri(topic), [counter[year] for year in years], counter.total()) for topic, counter in topics
        ],
        documents=[record for record in ask(_DOCUMENTS.format(body=term)) if "document" in record],
        pages=pages,
        rows=demands.rows(pattern, start=pages.start, size=pages.size),
        schema=[schema.thing("Organization", iri, thing.name)],
        alternates=asking.alternates(iri),
    )

"""``/``: what this is, figures, three ways in, example queries."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from forderungsgraph.formats import Format

from . import schema
from .site import site
from .texts import EXAMPLES
from .tracing import counting

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    """Show the start page."""
    examples = [site().queries[name] for name in EXAMPLES if name in site().queries]
    hits = counting.hits_of("", "")
    years = counting.by_year(hits, counting.searched("", "", "jahr"))
    outcomes = counting.by_outcome(hits, counting.searched("", "", "stand"))
    return render_template(
        "home.html",
        figures=site().figures,
        release=site().release,
        examples=examples,
        counted=hits.total,
        years=years,
        drawn_years=counting.drawn_years("jahre", years),
        outcomes=outcomes,
        drawn_outcomes=counting.drawn_outcomes("ausgang", outcomes),
        schema=[schema.dataset(site().release, f"{request.host_url}daten/")],
        alternates=[(Format.TURTLE, "/sparql?format=turtle"), (Format.JSON, "/daten/manifest.json")],
    )

"""``/``: what this is, figures, three ways in, example queries."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from forderungsgraph.formats import Format

from . import schema
from .site import site
from .texts import EXAMPLES

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    """Show the start page."""
    examples = [site().queries[name] for name in EXAMPLES if name in site().queries]
    return render_template(
        "home.html",
        figures=site().figures,
        release=site().release,
        examples=examples,
        schema=[schema.dataset(site().release, f"{request.host_url}daten/")],
        alternates=[(Format.TURTLE, "/sparql?format=turtle"), (Format.JSON, "/daten/manifest.json")],
    )

"""Pages about the service itself: method and its limits, help, accessibility, privacy."""

from __future__ import annotations

from flask import Blueprint, render_template

from forderungsgraph.convert.score import THRESHOLD
from forderungsgraph.search import About, Link

from ..site import site
from . import demands

blueprint = Blueprint("about", __name__)


@blueprint.get("/methode")
def method() -> str:
    """Tell how demands get into the graph and what that cannot do."""
    total = demands.count()
    return render_template(
        "tracing/method.html",
        release=site().release,
        threshold=f"{THRESHOLD:.2f}".replace(".", ","),
        total=total,
        known=demands.count(About(Link.STATUS)),
        linked=demands.count(About(Link.LAW)),
        alternates=[],
    )


@blueprint.get("/hilfe")
def help_page() -> str:
    """Tell how to search, trace and take data along."""
    return render_template("tracing/help.html", alternates=[])


@blueprint.get("/barrierefreiheit")
def accessibility() -> str:
    """Declare accessibility."""
    return render_template("tracing/accessibility.html", alternates=[])


@blueprint.get("/datenschutz")
def privacy() -> str:
    """Tell what the service stores of visitors."""
    return render_template("tracing/privacy.html", alternates=[])

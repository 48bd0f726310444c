"""``/healthz``: whether the service answers queries."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.wrappers import Response

from forderungsgraph.store import Truth

from .site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def health() -> Response:
    """Ask a worker for one triple; tell the release that is served."""
    answers = site().guarded.query("ASK { ?s ?p ?o }") == Truth(True)
    response = jsonify(
        {
            "status": "ok" if answers else "leer",
            "release": site().release.version,
            "triples": site().figures.triples,
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response

"""``/healthz``, ``/readyz`` and ``/metrics``: for those who run the service."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response

from forderungsgraph.store import Truth

from .metrics import CONTENT_TYPE
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


@blueprint.get("/readyz")
def ready() -> Response:
    """Tell whether requests should be sent here: the store is loaded, and queries find places."""
    pool = site().pool
    if pool is None:
        return _state("bereit", 0, good=True)
    waiting = pool.quick.waiting + pool.long.waiting
    full = max(pool.quick.waiting, pool.long.waiting) >= pool.places.waiting
    good = pool.ready and not full
    return _state("bereit" if good else "ausgelastet" if full else "lädt", waiting, good=good)


def _state(status: str, waiting: int, *, good: bool) -> Response:
    response = make_response(jsonify({"status": status, "waiting": waiting}), 200 if good else 503)
    response.headers["Cache-Control"] = "no-store"
    if not good:
        response.headers["Retry-After"] = "5"
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return figures for Prometheus."""
    response = Response(site().metrics.text(), content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response

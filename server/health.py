"""``/healthz``, ``/readyz`` and ``/metrics``: for those who run the service."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response

from forderungsgraph.store import RemotePool, Truth

from .metrics import CONTENT_TYPE
from .site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def health() -> Response:
    """Ask a worker for one triple; tell the release that is served.

    A store elsewhere that fails is no reason to end this process: ``/readyz`` tells of it.
    """
    pool = site().pool
    if isinstance(pool, RemotePool):
        status = "ok" if pool.answers() else "ohne Speicher"
    else:
        status = "ok" if site().guarded.query("ASK { ?s ?p ?o }") == Truth(True) else "leer"
    response = jsonify(
        {
            "status": status,
            "release": site().release.version,
            "triples": site().figures.triples,
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/readyz")
def ready() -> Response:
    """Tell whether requests should be sent here: the store is loaded or answers, and queries find places."""
    pool = site().pool
    if pool is None:
        return _state("bereit", 0, good=True)
    if isinstance(pool, RemotePool) and not pool.answers():
        return _state("Speicher antwortet nicht", pool.quick.waiting, good=False)
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

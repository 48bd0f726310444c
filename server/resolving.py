"""From the path of an address to the thing that it names: there, withdrawn (410), or unknown (404)."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from forderungsgraph.problems import Details, Problem

from . import views
from .errors import answer_problem
from .languages import either
from .site import site


def resolved(path: str) -> str:
    """Return the IRI of the graph that a path below ``/id/`` means; 404 if there is none, 410 if it is gone."""
    for iri in site().links.identifiers(path):
        try:
            gone = views.withdrawn(site().store, iri)
            if gone is not None:
                abort(_gone(path, gone))
            if views.exists(site().store, iri):
                return iri
        except ValueError:
            break
    return abort(
        404,
        either(
            f"Der Graph enthält nichts unter diesem Namen: {path}",
            f"The graph has nothing of this name: {path}",
        ),
    )


def _gone(path: str, where: str) -> Response:
    """Say that something was withdrawn, and where it went if that is known."""
    hint = f"An seine Stelle trat {where}" if where else None
    english = f"The graph no longer holds this: {path}" + (f". It was replaced by {where}." if where else ".")
    response = answer_problem(
        Details(Problem.GONE, f"Der Graph enthält das nicht mehr: {path}.", hint, english=english)
    )
    address = site().links.page(where) if where else None
    if address:
        response.headers["Link"] = f'<{address}>; rel="successor-version"'
    return response

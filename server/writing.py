"""``/update`` and ``/graphs``: changes of those who have the token; only there where the service is writable."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from forderungsgraph.sparql import Access, GraphService, UpdateService
from forderungsgraph.store import WritableStore

from .answers import framework_response, plain_request
from .site import site

blueprint = Blueprint("writing", __name__)
_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"]


@blueprint.before_request
def larger_bodies() -> None:
    """Let graphs be larger than queries."""
    request.max_content_length = site().settings.largest_upload


@blueprint.route("/update", methods=_METHODS, provide_automatic_options=False)
def update() -> Response:
    """Carry out a SPARQL update."""
    store, access = _writable()
    service = UpdateService(store, access, site().settings.largest_upload)
    return framework_response(service.answer(plain_request()))


@blueprint.route("/graphs", methods=_METHODS, provide_automatic_options=False)
@blueprint.route("/graphs/<path:rest>", methods=_METHODS, provide_automatic_options=False)
def graphs(rest: str | None = None) -> Response:
    """Read or change a graph by the Graph Store Protocol."""
    store, access = _writable()
    address = f"{request.host_url}graphs"
    service = GraphService(store, access, address, site().settings.largest_upload)
    return framework_response(service.answer(plain_request(), rest))


def _writable() -> tuple[WritableStore, Access]:
    store, access = site().writable, site().settings.access
    if store is None or access is None:
        abort(404)
    return store, access

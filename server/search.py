"""``/suche.json``: the search as data. Parameters have German names, like the addresses of the service."""

from __future__ import annotations

import threading
from typing import Final

from flask import Blueprint, Response, abort, current_app, jsonify, request

from forderungsgraph.errors import UsageError
from forderungsgraph.search import Hits, Search
from forderungsgraph.search.ask import SORTINGS, filters_of
from forderungsgraph.search.records import PARAMETERS, hits_record

from .languages import either
from .site import site

blueprint = Blueprint("search", __name__)
_LARGEST_PAGE: Final = 100
_KEY: Final = "forderungsgraph.search"
_lock = threading.Lock()


def search() -> Search:
    """Return the search of the release that is served, opened at the first use.

    :raises ReleaseError: if the release has no index
    """
    release = site().release
    with _lock:
        opened: tuple[str, Search] | None = current_app.extensions.get(_KEY)
        if opened is None or opened[0] != release.version:
            opened = current_app.extensions[_KEY] = (release.version, Search(release))
        return opened[1]


def hits_of_request() -> Hits:
    """Return what the address asks for; 400 where page, size or order make no sense."""
    order = request.args.get("sortierung", "relevanz")
    if order not in SORTINGS:
        known = ", ".join(SORTINGS)
        abort(
            400,
            either(
                f"„{order[:40]}“ ist keine Sortierung; es gibt: {known}.",
                f"“{order[:40]}” is no order; there are: {known}.",
            ),
        )
    size = _number("je_seite", 20)
    if size > _LARGEST_PAGE:
        abort(
            400,
            either(
                f"Eine Seite hat höchstens {_LARGEST_PAGE} Treffer.",
                f"A page has at most {_LARGEST_PAGE} hits.",
            ),
        )
    wanted = [(name, value) for name in PARAMETERS for value in request.args.getlist(name)]
    try:
        return search().find(
            request.args.get("q", ""),
            filters_of(wanted),
            _number("seite", 1),
            size=size,
            sorting=SORTINGS[order],
        )
    except UsageError as error:
        abort(400, f"{either(error.message, error.english or error.message)}.")


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        abort(400, either(f"„{name}“ ist eine Zahl ab 1.", f"“{name}” is a number from 1."))
    return int(text)


@blueprint.get("/suche.json")
def as_json() -> Response:
    """Answer with hits, marks and facets."""
    record = hits_record(hits_of_request())
    answer = jsonify({"query": request.args.get("q", ""), "release": site().release.version, **record})
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer

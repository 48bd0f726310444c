"""``/suche.json``: the search as data. Parameters have German names, like the addresses of the service."""

from __future__ import annotations

import threading
from typing import Final

from flask import Blueprint, Response, abort, jsonify, request

from forderungsgraph.errors import UsageError
from forderungsgraph.search import Facet, Filters, Hit, Hits, Search, Sorting

from .site import site

blueprint = Blueprint("search", __name__)
PARAMETERS: Final = {
    "art": "kind",
    "verband": "association",
    "adressat": "addressee",
    "gesetz": "law",
    "dienst": "service",
    "thema": "topic",
    "jahr": "year",
    "sprechakt": "speech-act",
    "stand": "status",
    "sicherheit": "confidence",
}
"""Facets by the names of their parameters; each may be given several times."""
ALL_KINDS: Final = "alle"
_SORTINGS: Final = {"relevanz": Sorting.RELEVANCE, "neu": Sorting.NEWEST, "alt": Sorting.OLDEST}
_LARGEST_PAGE: Final = 100
_lock = threading.Lock()


def search() -> Search:
    """Return the search of the release that is served, opened at the first use.

    :raises ReleaseError: if the release has no index
    """
    release = site().release
    with _lock:
        opened: dict[str, Search] = site().shared
        if "search" not in opened:
            opened["search"] = Search(release)
        return opened["search"]


def filters_of_request() -> Filters:
    """Return the filters that the address asks for; demands alone where it names no kind."""
    values = {
        facet: frozenset(filter(None, request.args.getlist(name))) for name, facet in PARAMETERS.items()
    }
    if not values["kind"]:
        values["kind"] = frozenset(("demand",))
    elif ALL_KINDS in values["kind"]:
        values["kind"] = frozenset()
    return Filters({facet: chosen for facet, chosen in values.items() if chosen})


def hits_of_request() -> Hits:
    """Return what the address asks for; 400 where page, size or order make no sense."""
    order = request.args.get("sortierung", "relevanz")
    if order not in _SORTINGS:
        abort(400, f"„{order[:40]}“ ist keine Sortierung; es gibt: {', '.join(_SORTINGS)}.")
    size = _number("je_seite", 20)
    if size > _LARGEST_PAGE:
        abort(400, f"Eine Seite hat höchstens {_LARGEST_PAGE} Treffer.")
    try:
        return search().find(
            request.args.get("q", ""),
            filters_of_request(),
            _number("seite", 1),
            size=size,
            sorting=_SORTINGS[order],
        )
    except UsageError as error:
        abort(400, f"{error.message}.")


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        abort(400, f"„{name}“ ist eine Zahl ab 1.")
    return int(text)


@blueprint.get("/suche.json")
def as_json() -> Response:
    """Answer with hits, marks and facets."""
    hits = hits_of_request()
    answer = jsonify(
        {
            "query": request.args.get("q", ""),
            "release": site().release.version,
            "total": hits.total,
            "page": hits.page,
            "pages": hits.pages,
            "size": hits.size,
            "words": list(hits.words),
            "ignored": list(hits.ignored),
            "relaxed": hits.relaxed,
            "hits": [_hit(hit) for hit in hits.entries],
            "facets": [_facet(facet) for facet in hits.facets],
        }
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind,
        "iri": hit.iri,
        "title": hit.title,
        "text": hit.text,
        "date": hit.date,
        "document": hit.document,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "excerpt": [hit.excerpt.start, hit.excerpt.end],
        "score": hit.score,
    }


def _facet(facet: Facet) -> dict[str, object]:
    parameter = next(name for name, known in PARAMETERS.items() if known == facet.name)
    return {
        "name": facet.name,
        "parameter": parameter,
        "values": [
            {
                "value": value.value,
                "label": {"de": value.label, "en": value.label_en},
                "count": value.count,
                "chosen": value.chosen,
            }
            for value in facet.values
        ],
    }

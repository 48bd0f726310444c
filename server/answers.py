"""Between the framework's requests and responses and the protocol's plain values."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from forderungsgraph import sparql
from forderungsgraph.formats import Content, Format, negotiate

_HEADERS: Final = (
    "Accept",
    "Accept-Encoding",
    "If-None-Match",
    "If-Modified-Since",
    "Origin",
    "Sec-Fetch-Site",
    "Authorization",
    "Host",
)


def plain_request() -> sparql.Request:
    """Return the current request as the protocol sees it; nothing is decoded yet."""
    return sparql.Request(
        request.method,
        request.environ.get("QUERY_STRING", "").encode("latin-1", "replace"),
        request.headers.get("Content-Type"),
        request.get_data(cache=False),
        *(request.headers.get(name) for name in _HEADERS),
    )


def framework_response(plain: sparql.Response) -> Response:
    """Return a plain response as the framework sends it.

    Chunks are passed on as they come. If they break off, the exception goes up into the server, which then
    closes the connection without the end that the client waits for.
    """
    response = Response(plain.body, plain.status, list(plain.headers))
    if plain.header("Content-Type") is None:
        # the framework's own guess would tell of a page where there is nothing
        del response.headers["Content-Type"]
    return response


def data_answer(fmt: Format, body: bytes, *headers: tuple[str, str]) -> Response:
    """Return data in a format, readable from other sites."""
    return framework_response(sparql.data_response(fmt, body, *headers))


def wishes() -> list[str]:
    """Return the formats asked for by name in the address."""
    return [value for key in ("format", "output", "results") for value in request.args.getlist(key)]


def prefers_page() -> bool:
    """Tell whether the client would rather have a page than data."""
    offers = (*Format.carrying(Content.RESULTS), *Format.carrying(Content.GRAPH), Format.PROBLEM, Format.HTML)
    return negotiate(request.headers.get("Accept"), offers) is Format.HTML

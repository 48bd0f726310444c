"""Responses: data, problems, preflight; the format is chosen here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

from forderungsgraph.errors import AnswerBrokenError, QueryError
from forderungsgraph.formats import Format, negotiate
from forderungsgraph.problems import Details, Problem
from forderungsgraph.store import Chunks

from .message import Response

METHODS: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
CORS: Final = (
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "Content-Disposition, Content-Encoding, Content-Length, Content-Type, ETag, Last-Modified, Retry-After",
    ),
)
VARY: Final = ("Vary", "Accept, Accept-Encoding")
_PREFLIGHT: Final = (
    ("Access-Control-Allow-Methods", ", ".join(METHODS)),
    (
        "Access-Control-Allow-Headers",
        "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match",
    ),
    ("Access-Control-Max-Age", "86400"),
)
_RETRY_SECONDS: Final = "5"
# an answer up to this size is sent whole, and its errors can still become a problem response
_WHOLE_BYTES: Final = 65_536


def choose(wishes: Sequence[str], accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Return the format to answer in: by name where one fits, else by Accept.

    Clients also send names that do not fit the form of the query; those count for nothing.

    :return: None if the client accepts none of the offers
    """
    for wish in wishes:
        fmt = Format.named(wish, offers)
        if fmt is not None:
            return fmt
    return negotiate(accept, offers)


def data_response(fmt: Format, body: bytes, *headers: tuple[str, str]) -> Response:
    """Return a good answer."""
    return Response(
        200,
        (("Content-Type", fmt.content_type), ("Content-Length", str(len(body))), VARY, *CORS, *headers),
        body,
    )


def stream_response(fmt: Format, chunks: Iterator[bytes], *headers: tuple[str, str]) -> Response:
    """Return a good answer while it is being made; a short one as a whole.

    :raises QueryError: if the answer breaks off before there is enough of it to begin sending
    """
    start = bytearray()
    try:
        for chunk in chunks:
            start += chunk
            if len(start) >= _WHOLE_BYTES:
                known = (("Content-Type", fmt.content_type), VARY, *CORS, *headers)
                return Response(200, known, Chunks.of(bytes(start), chunks))
    except AnswerBrokenError as error:
        # nothing was sent yet, so the client can be told why
        if isinstance(error.__cause__, QueryError):
            raise error.__cause__ from None
        raise
    return data_response(fmt, bytes(start), *headers)


def disposition(fmt: Format, name: str) -> tuple[str, str]:
    """Return the header that makes a browser save an answer as a file (RFC 6266).

    >>> disposition(Format.CSV, "Städte/2020")[1]
    'attachment; filename="St_dte_2020.csv"; filename*=UTF-8\\'\\'St%C3%A4dte_2020.csv'
    """
    safe = re.sub(r"[^\w.-]+", "_", name).strip("._")[:80] or "abfrage"
    full = safe if safe.lower().endswith(f".{fmt.extension}") else f"{safe}.{fmt.extension}"
    plain = re.sub(r"[^A-Za-z0-9.-]", "_", full)
    encoded = "" if plain == full else f"; filename*=UTF-8''{quote(full, safe='')}"
    return "Content-Disposition", f'attachment; filename="{plain}"{encoded}'


def preflight() -> Response:
    """Return the answer to OPTIONS where anybody may ask."""
    accepted = ("Accept-Query", '"application/sparql-query", "application/x-www-form-urlencoded"')
    return Response(204, (("Allow", ", ".join(METHODS)), accepted, *CORS, *_PREFLIGHT))


def problem_response(details: Details, methods: Sequence[str] = METHODS) -> Response:
    """Return the answer for a problem; overload tells when to come back.

    :param methods: what is allowed where another method was tried
    """
    body = details.to_json()
    headers = [("Content-Type", Format.PROBLEM.content_type), ("Content-Length", str(len(body))), VARY, *CORS]
    if details.retry_after is not None or details.problem is Problem.OVERLOAD:
        headers.append(("Retry-After", str(details.retry_after or _RETRY_SECONDS)))
    if details.problem is Problem.METHOD:
        headers.append(("Allow", ", ".join(methods)))
    if details.problem is Problem.UNAUTHORISED:
        headers.append(("WWW-Authenticate", 'Bearer realm="Forderungsgraph"'))
    return Response(details.problem.status, tuple(headers), body)

"""Between requests as the server hands them on (ASGI) and the web framework (WSGI, PEP 3333)."""

from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, quote_from_bytes

from flask import Flask
from werkzeug.test import run_wsgi_app

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HOST: Final = re.compile(r"[A-Za-z0-9._-]{1,253}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?")
_ASCII: Final = "".join(chr(number) for number in range(33, 127))
_SHORT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """A request whose body has come."""

    scope: Scope
    headers: Mapping[bytes, str]
    body: bytes
    receive: Receive


@dataclass(frozen=True, slots=True)
class Ready:
    """A whole answer as it is sent, ready made."""

    start: MutableMapping[str, Any]
    body: MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: chunks may be bytes that are there, or may still be made in a thread."""

    status: int
    headers: Iterable[tuple[str, str]]
    body: bytes | Iterator[bytes]
    close: Callable[[], None] | None = None


def address(visit: Visit) -> str:
    """Return the address of the endpoint as the client wrote it."""
    host = visit.headers.get(b"host", "")
    return f"{visit.scope.get('scheme', 'http')}://{host if _HOST.fullmatch(host) else 'localhost'}/sparql"


def environ_of(visit: Visit) -> dict[str, Any]:
    """Return a request as WSGI has it (PEP 3333)."""
    scope, headers, body = visit.scope, visit.headers, visit.body
    server = scope.get("server") or ("localhost", 80)
    host = headers.get(b"host", "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        # what no address may hold is percent-encoded, as browsers do
        "QUERY_STRING": quote_from_bytes(scope["query_string"], safe=_ASCII),
        "RAW_URI": quote(scope["path"]),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.decode("latin-1").upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    environ["CONTENT_LENGTH"] = str(len(body))
    if not _HOST.fullmatch(host):
        environ["HTTP_HOST"] = "localhost"
    return environ


def run_app(app: Flask, environ: dict[str, Any]) -> Answer:
    """Run a WSGI application: to its end if the answer is short, else up to its first bytes."""
    chunks, status, headers = run_wsgi_app(app, environ, buffered=False)
    close = getattr(chunks, "close", _nothing)
    number = int(status.partition(" ")[0])
    if headers.get("Content-Length", type=int, default=_SHORT + 1) > _SHORT:
        return Answer(number, list(headers.items()), iter(chunks), close)
    try:
        return Answer(number, list(headers.items()), b"".join(chunks))
    finally:
        close()


def _nothing() -> None:
    pass

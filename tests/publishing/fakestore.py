"""A store over HTTP that behaves as badly as a test wants: Graph Store Protocol, queries and updates by pyoxigraph."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

Answer = tuple[int, dict[str, str], bytes]
Deed = Callable[[], Answer]
Fault = Callable[["FakeStore", Deed], Answer | None]
"""what happens instead of a deed; None breaks the connection"""


class FakeStore:
    """A store, and what was asked of it.

    :ivar most: triples of an answer; what is beyond is left out without a word
    :ivar faults: for each method, what happens at its next calls, in order; afterwards it does what it should
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.graphs = f"{address}/store"
        self.update = f"{address}/update"
        self.query = f"{address}/query"
        self.data = ox.Store()
        self.faults: dict[str, list[Fault]] = {}
        self.asked: list[tuple[str, str]] = []
        self.password: tuple[str, str] | None = None
        self.most = 10**9
        self.lock = threading.Lock()

    def writes(self) -> list[str]:
        """What changed something: names of graphs put and removed, and the first word of updates."""
        return [what for method, what in self.asked if method in ("PUT", "DELETE", "UPDATE")]

    def names(self) -> list[str]:
        """Names of the graphs that hold something."""
        return sorted(
            {quad.graph_name.value for quad in self.data if isinstance(quad.graph_name, ox.NamedNode)}
        )

    def triples(self, name: str) -> list[str]:
        """A graph as sorted lines."""
        return sorted(
            f"{quad.triple} ." for quad in self.data.quads_for_pattern(None, None, None, ox.NamedNode(name))
        )

    def handle(self, method: str, url: str, headers: Any, body: bytes) -> Answer | None:
        """Answer a request, or misbehave."""
        parts = urlsplit(url)
        fields = parse_qs(parts.query)
        if self.password is not None:
            told = base64.b64encode(":".join(self.password).encode()).decode()
            if headers.get("Authorization") != f"Basic {told}":
                return 401, {"WWW-Authenticate": 'Basic realm="probe"'}, b""
        kind = "UPDATE" if parts.path == "/update" and method == "POST" else method
        what = body.decode().split("(")[0][:20] if kind == "UPDATE" else fields.get("graph", [""])[0]
        with self.lock:
            self.asked.append((kind, what))
            queue = self.faults.get(kind, [])
            fault = queue.pop(0) if queue else None

        def deed() -> Answer:
            with self.lock:
                return self._do(method, parts.path, fields, body)

        return deed() if fault is None else fault(self, deed)

    def _do(self, method: str, path: str, fields: dict[str, list[str]], body: bytes) -> Answer:
        if path == "/store" and "graph" in fields:
            name = ox.NamedNode(fields["graph"][0])
            known = any(True for _ in self.data.quads_for_pattern(None, None, None, name))
            if method == "GET":
                lines = "".join(f"{line}\n" for line in self.triples(name.value)[: self.most]).encode()
                return (
                    (200, {"Content-Type": "application/n-triples"}, lines)
                    if known
                    else (404, {}, b"no such graph")
                )
            self.data.remove_graph(name)
            if method == "PUT":
                self.data.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=name)
            return (204, {}, b"") if known or method == "PUT" else (404, {}, b"no such graph")
        if path == "/query" and method == "POST":
            return self._query(parse_qs(body.decode())["query"][0])
        if path == "/update" and method == "POST":
            self.data.update(body.decode())
            return 204, {}, b""
        return 404, {}, b"nothing here"

    def _query(self, query: str) -> Answer:
        result = self.data.query(query)
        if isinstance(result, ox.QueryBoolean):
            return 200, {"Content-Type": "application/json"}, json.dumps({"boolean": bool(result)}).encode()
        if isinstance(result, ox.QuerySolutions):
            content = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
            return 200, {"Content-Type": "application/sparql-results+json"}, content
        lines = "".join(f"{triple} .\n" for triple in list(result)[: self.most]).encode()
        return 200, {"Content-Type": "application/n-triples"}, lines


def status(code: int, text: str = "", **headers: str) -> Fault:
    """Answer with a status, and do nothing."""
    return lambda _store, _deed: (
        code,
        {name.replace("_", "-"): value for name, value in headers.items()},
        text.encode(),
    )


def cut(_store: FakeStore, _deed: Deed) -> None:
    """Break the connection before anything was done."""


def cut_after(_store: FakeStore, deed: Deed) -> None:
    """Do it, then break the connection instead of answering."""
    deed()


def half(_store: FakeStore, deed: Deed) -> Answer:
    """Break the connection in the middle of the answer."""
    code, headers, content = deed()
    return code, {**headers, "Content-Length": str(len(content))}, content[: len(content) // 2]


def lose(store: FakeStore, deed: Deed) -> Answer:
    """Do it, and lose one triple of it."""
    before = set(store.data)
    answer = deed()
    store.data.remove(min(set(store.data) - before, key=str))
    return answer


@contextlib.contextmanager
def fake_store() -> Iterator[FakeStore]:
    """Run a store until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # else each answer waits 40 ms for the receipt of its head
        disable_nagle_algorithm = True

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = store.handle(self.command, self.path, self.headers, body)
            if answer is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            code, headers, content = answer
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = "Content-Length" in headers

        do_GET = do_PUT = do_POST = do_DELETE = _any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    store = FakeStore(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)

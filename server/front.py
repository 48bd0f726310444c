"""The application that the server runs (ASGI): queries answered here, pages by Flask, both in threads.

Queries do not pass the web framework: a kept answer is sent without parsing anything, and the others wait
for their workers in a thread while the loop serves the rest. A client that leaves ends its query; an answer
that breaks off breaks the connection; one that does not read holds nothing but its connection.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from forderungsgraph import journal
from forderungsgraph.errors import AnswerBrokenError
from forderungsgraph.express import HEAD, Whole, plain, whole
from forderungsgraph.formats import Content, Format, negotiate
from forderungsgraph.problems import Details, Problem
from forderungsgraph.sparql import Request, Response, problem_response, read_query
from forderungsgraph.store import Caller, asking
from forderungsgraph.store.callers import client_name

from .bridge import Answer, Ready, Receive, Scope, Send, Visit, address, environ_of, run_app
from .current import Current, Served
from .headers import SECURITY
from .metrics import Metrics
from .readers import Readers
from .settings import Settings

_SECURITY: Final = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]
_PAGES: Final = (
    *Format.carrying(Content.RESULTS),
    *Format.carrying(Content.GRAPH),
    Format.PROBLEM,
    Format.HTML,
)
_FORMAT: Final = re.compile(rb"(?:^|&)(?:format|output|results)=([^&]*)")
_INTERNAL: Final = "Der Dienst kann die Anfrage gerade nicht beantworten."


def _unheard(_seconds: float) -> None:
    """Nobody wants to know."""


class _BodyError(Exception):
    """A body that is too large or too slow."""

    def __init__(self, details: Details) -> None:
        super().__init__(details.detail)
        self.details = details


class _LeftError(Exception):
    """The client went away."""


class Front:
    """Answers requests from what is served at the moment."""

    def __init__(self, current: Current, settings: Settings, metrics: Metrics) -> None:
        self._current = current
        self._settings = settings
        self._metrics = metrics
        places = settings.places
        most = places.quick + settings.workers + 2 * places.waiting + 16
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="forderungsgraph-anfrage")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        begun = time.perf_counter()
        headers = {name: value.decode("latin-1") for name, value in reversed(scope["headers"])}
        scope = self._as_addressed(scope, headers)
        way, status = "page", 0
        try:
            body = await self._body(headers, receive, self._largest(headers))
            visit = Visit(scope, headers, body, receive)
            with self._current.visit() as served:
                if scope["path"] == "/sparql" and not _wants_page(scope, headers):
                    way, status = await self._query(served, visit, send)
                else:
                    status = await self._page(served, visit, send)
        except _BodyError as error:
            response = problem_response(error.details)
            status = response.status
            await _send_whole(
                send, Answer(status, [*response.headers, ("Connection", "close")], response.content())
            )
        except (_LeftError, AnswerBrokenError):
            status = 499
            # the server closes the connection, as the answer is not complete
        except Exception as error:
            journal.failed("error", error)
            status = 500
            internal = problem_response(Details(Problem.INTERNAL, _INTERNAL))
            # an answer that has begun cannot be told from here: this raises, and the connection breaks
            await _send_whole(send, Answer(500, internal.headers, internal.content()))
        finally:
            seconds = time.perf_counter() - begun
            self._metrics.request(way, status, seconds)
            journal.request(scope["method"], way, status, seconds)

    def known(self, head: bytes) -> Whole | None:
        """Return the answer to what was asked before in the same bytes; the loop sends it at once."""
        begun = time.perf_counter()
        found = self._current.heads.get(head)
        if found is not None:
            seconds = time.perf_counter() - begun
            self._metrics.request("kept", 200, seconds)
            journal.request("GET", "kept", 200, seconds)
        return found

    @property
    def readers(self) -> Readers:
        """The readers of what is served."""
        return self._current.readers

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _largest(self, headers: Mapping[bytes, str]) -> int:
        """Return the bytes of a body that may come: more from those who may change the data."""
        access = self._settings.access
        trusted = access is not None and access.knows(headers.get(b"authorization"))
        return self._settings.largest_upload if trusted else self._settings.largest_body

    async def _body(self, headers: Mapping[bytes, str], receive: Receive, most: int) -> bytes:
        """Return the whole body; nobody else waits for a client.

        :raises _BodyError: if it is too large, or does not arrive
        """
        length = headers.get(b"content-length", "0")
        if length == "0" and b"transfer-encoding" not in headers:
            return b""
        too_large = _BodyError(
            Details(
                Problem.TOO_LARGE,
                f"Höchstens {most} Bytes je Anfrage.",
                english=f"At most {most} bytes per request.",
            )
        )
        if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > most):
            raise too_large
        body = bytearray()
        try:
            async with asyncio.timeout(self._settings.patience.body):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise _LeftError
                    body += message.get("body", b"")
                    if len(body) > most:
                        raise too_large
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            seconds = f"{self._settings.patience.body:g}"
            raise _BodyError(
                Details(
                    Problem.TOO_SLOW,
                    f"Die Anfrage kam nicht binnen {seconds} Sekunden.",
                    english=f"The request did not arrive within {seconds} seconds.",
                )
            ) from None

    async def _query(self, served: Served, visit: Visit, send: Send) -> tuple[str, int]:
        headers = visit.headers
        request = Request(
            visit.scope["method"],
            visit.scope["query_string"],
            headers.get(b"content-type"),
            visit.body,
            headers.get(b"accept"),
            headers.get(b"accept-encoding"),
            headers.get(b"if-none-match"),
            headers.get(b"if-modified-since"),
            headers.get(b"origin"),
            headers.get(b"sec-fetch-site"),
            headers.get(b"authorization"),
            headers.get(b"host"),
        )
        keepable = request.if_none_match is None and request.if_modified_since is None
        kept = served.kept.get(request) if keepable else None
        if kept is not None:
            self._remember(served, visit, kept)
            await send(kept.start)
            await send(kept.body)
            return "kept", 200
        service = served.site.service_at(address(visit))

        costs: list[float] = []

        def work() -> Answer:
            response = service.answer(request)
            answer = Answer(response.status, response.headers, response.body, response.close)
            if keepable and response.status == 200 and response.header("ETag") and _whole(response):
                size = len(response.content()) + len(visit.body) + len(request.query_string) + 1000
                ready = Ready(_start(answer), _body(answer))
                served.kept.put(request, ready, size)
                self._remember(served, visit, ready)
                if costs and visit.scope.get(HEAD) is not None:
                    asked = read_query(request)
                    if asked is not None and not asked.dataset:
                        served.readers.note(asked.text, costs[0])
            return answer

        return "sparql", await self._work(work, visit, send, costs.append)

    def _remember(self, served: Served, visit: Visit, ready: Ready) -> None:
        """Keep an answer by the head of its request, if that was all of it."""
        head = visit.scope.get(HEAD)
        if head is not None and plain(visit.headers, visit.scope["http_version"]):
            answer = whole(ready.start["headers"], ready.body["body"])
            served.heads.put(head, answer, len(answer.rest) + len(head) + 500)

    async def _page(self, served: Served, visit: Visit, send: Send) -> int:
        environ = environ_of(visit)
        return await self._work(lambda: run_app(served.app, environ), visit, send)

    async def _work(
        self, call: Callable[[], Answer], visit: Visit, send: Send, note: Callable[[float], None] = _unheard
    ) -> int:
        """Make an answer in a thread on behalf of the client, and send it.

        :param note: is told how many seconds of a processor a query took

        :raises _LeftError: if the client leaves before the end
        :raises AnswerBrokenError: if the answer breaks off
        """
        gone = threading.Event()
        caller = Caller(self._client(visit), gone.is_set, note)

        def work() -> Answer:
            with asking(caller):
                return call()

        loop = asyncio.get_running_loop()
        watch = loop.create_task(_watch(visit.receive, gone))
        try:
            answer = await loop.run_in_executor(self._threads, work)
            if isinstance(answer.body, bytes):
                await _send_whole(send, answer)
            else:
                await self._send_chunks(send, answer, answer.body, gone)
            return answer.status
        finally:
            watch.cancel()

    def _as_addressed(self, scope: Scope, headers: Mapping[bytes, str]) -> Scope:
        """Return a request with the scheme that the client used before a proxy that is believed."""
        told = headers.get(b"x-forwarded-proto")
        if told not in ("http", "https") or (scope.get("client") or ("",))[0] not in self._settings.proxies:
            return scope
        return {**scope, "scheme": told}

    def _client(self, visit: Visit) -> str:
        address = (visit.scope.get("client") or ("",))[0]
        return client_name(address, visit.headers.get(b"x-forwarded-for", ""), self._settings.proxies)

    async def _send_chunks(
        self, send: Send, answer: Answer, chunks: Iterator[bytes], gone: threading.Event
    ) -> None:
        """Send an answer; each chunk is made in a thread once the one before is on its way."""
        loop = asyncio.get_running_loop()
        try:
            await send(_start(answer))
            more = True
            while more:
                chunk = await loop.run_in_executor(self._threads, next, chunks, None)
                more = chunk is not None
                if more and gone.is_set():
                    raise _LeftError
                async with asyncio.timeout(self._settings.patience.reading):
                    await send({"type": "http.response.body", "body": chunk or b"", "more_body": more})
        except TimeoutError:
            raise _LeftError from None
        finally:
            if answer.close is not None:
                await asyncio.shield(loop.run_in_executor(self._threads, answer.close))


def _start(answer: Answer) -> dict[str, Any]:
    headers = [
        (name.lower().encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name, value in answer.headers
    ]
    names = {name for name, _ in headers}
    headers += [pair for pair in _SECURITY if pair[0] not in names]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


async def _send_whole(send: Send, answer: Answer) -> None:
    await send(_start(answer))
    await send(_body(answer))


def _body(answer: Answer) -> dict[str, Any]:
    return {"type": "http.response.body", "body": answer.body}


async def _watch(receive: Receive, gone: threading.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


def _whole(response: Response) -> bool:
    return isinstance(response.body, bytes)


def _wants_page(scope: Scope, headers: Mapping[bytes, str]) -> bool:
    """Tell whether ``/sparql`` is asked for as a page, which Flask makes."""
    accept = headers.get(b"accept", "")
    if "text/html" not in accept or scope["method"] not in ("GET", "HEAD", "POST"):
        return False
    for wish in _FORMAT.findall(scope["query_string"]):
        fmt = Format.named(unquote_to_bytes(wish).decode("utf-8", "replace"))
        if fmt is not None and fmt is not Format.HTML:
            return False
    return negotiate(accept, _PAGES) is Format.HTML

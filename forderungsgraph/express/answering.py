"""From the bytes of a request to the bytes of its answer, for queries of a shape that proved quick.

Whatever is out of the ordinary (another method or header, a query of another shape, an answer that is large,
an error) has no answer here: the service gives it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.formats import Content, Format
from forderungsgraph.sparql import (
    Operation,
    Request,
    Response,
    choose,
    compressed,
    data_response,
    plain_query,
    read_query,
)
from forderungsgraph.sparql.refusal import RefusalError
from forderungsgraph.store import DEFAULT, EmbeddedStore, Scan
from forderungsgraph.store.callers import client_name

from .heads import Whole, plain, whole
from .setup import Setup
from .shapes import shape, suited

_LINE: Final = re.compile(rb"GET /sparql\?([!\"$-~]+) HTTP/1\.1")
_FIELD: Final = re.compile(rb"([A-Za-z0-9-]+):[ \t]*([ -~]*)")
_CONDITIONS: Final = (b"if-none-match", b"if-modified-since")
_LARGEST: Final = 100_000
_BLOCKS: Final = 1000
_COMPRESSED: Final = 1000


class _TooLargeError(Exception):
    """An answer that the service had better send."""


class _Short:
    """The sink of a short answer."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._left = _LARGEST

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError
        self._parts.append(data)
        return len(data)

    def flush(self) -> None:
        """Keep what is held."""

    def taken(self) -> bytes:
        """Return everything."""
        return b"".join(self._parts)


@dataclass(frozen=True, slots=True)
class Wants:
    """What the headers of a request say."""

    accept: str | None
    accept_encoding: str | None
    forwarded: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be answered here.

    :param client: on whose behalf
    """

    client: str
    text: str
    fmt: Format
    tag: str
    scanned: Scan
    wants: Wants


class Answering:
    """Makes answers."""

    def __init__(self, store: EmbeddedStore, setup: Setup) -> None:
        self._store = store
        self._setup = setup
        self._known: dict[str, Scan] = {}
        self._blocks: dict[bytes, Wants | None] = {}
        self._formats: dict[tuple[object, ...], Format | None] = {}
        self._frames: dict[Format, tuple[bytes, bytes, bytes]] = {}

    def learn(self, text: str) -> None:
        """Answer queries of this shape from now on."""
        found, scanned = shape(text), suited(text)
        if found is not None and scanned is not None:
            self._known[found] = scanned

    def forget(self, text: str) -> None:
        """Answer queries of this shape no more."""
        self._known.pop(shape(text) or "", None)

    def read(self, head: bytes, address: str) -> Asked | None:
        """Return what a request asks, if it may be answered here.

        :param address: of the other end of the connection
        """
        line, _, block = head.partition(b"\r\n")
        matched = _LINE.fullmatch(line)
        wants = self._wants(block)
        if matched is None or wants is None:
            return None
        try:
            text = plain_query(matched[1])
            if text is not None:
                operation: Operation | None = Operation(text, DEFAULT)
            else:
                operation = read_query(Request("GET", matched[1]))
        except RefusalError:
            return None
        if operation is None or operation.dataset or operation.download is not None:
            return None
        scanned = self._known.get(shape(operation.text) or "")
        if scanned is None:
            return None
        fmt = self._format(operation, scanned, wants)
        tag = None if fmt is None else self._setup.edition.query_tag(operation, fmt)
        if fmt is None or tag is None:
            return None
        name = client_name(address, wants.forwarded, self._setup.proxies)
        return Asked(name, operation.text, fmt, tag, scanned, wants)

    def answer(self, asked: Asked) -> Whole | None:
        """Return the answer, None if the service has to give it."""
        sink = _Short()
        try:
            self._store.write_scanned(asked.text, asked.fmt, sink, asked.scanned)
        except (ForderungsgraphError, ValueError, _TooLargeError):
            self.forget(asked.text)
            return None
        body = sink.taken()
        if len(body) >= _COMPRESSED and asked.wants.accept_encoding is not None:
            request = Request("GET", accept_encoding=asked.wants.accept_encoding)
            response = compressed(request, self._response(asked.fmt, body, asked.tag))
            return whole(self._fields(response), response.content())
        before, between, after = self._frame(asked.fmt)
        return Whole(
            b"".join((before, str(len(body)).encode(), between, asked.tag.encode(), after, b"\r\n", body))
        )

    def _wants(self, block: bytes) -> Wants | None:
        """Return what headers say, None where they ask for more than an answer."""
        try:
            return self._blocks[block]
        except KeyError:
            if len(self._blocks) >= _BLOCKS:
                self._blocks.clear()
            found = self._blocks[block] = _read_fields(block)
            return found

    def _format(self, operation: Operation, scanned: Scan, wants: Wants) -> Format | None:
        key = (scanned.form.gives_graph, operation.wishes, wants.accept)
        if key not in self._formats:
            if len(self._formats) >= _BLOCKS:
                self._formats.clear()
            content = Content.GRAPH if scanned.form.gives_graph else Content.RESULTS
            self._formats[key] = choose(operation.wishes, wants.accept, Format.carrying(content))
        return self._formats[key]

    def _response(self, fmt: Format, body: bytes, tag: str) -> Response:
        return data_response(fmt, body, *self._setup.edition.freshness(tag))

    def _fields(self, response: Response) -> list[tuple[bytes, bytes]]:
        fields = (*response.headers, *self._setup.security.items())
        return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields]

    def _frame(self, fmt: Format) -> tuple[bytes, bytes, bytes]:
        """Return the headers of an answer up to its length, up to its tag, and the rest."""
        if fmt not in self._frames:
            lines = [b"%b: %b\r\n" % pair for pair in self._fields(self._response(fmt, b"", "@"))]
            before, _, rest = b"".join(lines).partition(b"content-length: 0")
            between, _, after = rest.partition(b"etag: @")
            self._frames[fmt] = (before + b"content-length: ", between + b"etag: ", after)
        return self._frames[fmt]


def _read_fields(block: bytes) -> Wants | None:
    fields: dict[bytes, str] = {}
    for line in block.removesuffix(b"\r\n\r\n").split(b"\r\n"):
        matched = _FIELD.fullmatch(line)
        if matched is None or matched[1].lower() in fields:
            return None
        fields[matched[1].lower()] = matched[2].decode("ascii").rstrip()
    accept = fields.get(b"accept")
    # whoever takes pages may want one
    if not plain(fields, "1.1") or any(name in fields for name in _CONDITIONS) or "html" in (accept or ""):
        return None
    return Wants(accept, fields.get(b"accept-encoding"), fields.get(b"x-forwarded-for", ""))

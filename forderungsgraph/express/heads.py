"""Answers by the very bytes of a request's head: what was asked before is answered without parsing HTTP.

A client that asks the same again sends the same bytes. Only whole requests without a body count, so that
nothing can hide behind one, and only where the connection stays open afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

HEAD: Final = "forderungsgraph.head"
_START: Final = b"GET /sparql?"
_END: Final = b"\r\n\r\n"
_LONGEST: Final = 16_384
_OK: Final = b"HTTP/1.1 200 OK\r\n"
# with these the server has to do more than to answer
_APART: Final = (b"connection", b"content-length", b"transfer-encoding", b"expect", b"upgrade")


@dataclass(frozen=True, slots=True)
class Whole:
    """A good answer as the bytes that are sent, but for the date.

    :param rest: headers and body
    """

    rest: bytes

    def dated(self, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """Return the answer with the server's own headers."""
        return b"".join((_OK, *(b"%b: %b\r\n" % pair for pair in headers), self.rest))


def head_of(data: bytes) -> bytes | None:
    """Return what was received if it looks like the head of one whole request to ``/sparql``.

    >>> head_of(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n") is None
    False
    """
    whole = len(data) <= _LONGEST and data.startswith(_START) and data.find(_END) == len(data) - len(_END)
    return data if whole else None


def plain(headers: Mapping[bytes, str], version: str) -> bool:
    """Tell whether a request asks for nothing but its answer, on a connection that stays open."""
    return version == "1.1" and not any(name in headers for name in _APART)


def whole(fields: Iterable[tuple[bytes, bytes]], body: bytes) -> Whole:
    """Return an answer as bytes, with its headers as uvicorn writes them."""
    return Whole(b"".join((*(b"%b: %b\r\n" % pair for pair in fields), b"\r\n", body)))

"""Requests and responses as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from forderungsgraph.store import Chunks


@dataclass(frozen=True, slots=True)
class Request:
    """What the protocol needs of an HTTP request; the fields after ``body`` are headers of that name.

    :param query_string: part of the URL after ``?`` as it was sent, still percent-encoded
    :param content_type: header of that name, with its parameters
    :param host: the service's own name as the client addressed it, to compare ``origin`` with
    """

    method: str
    query_string: bytes = b""
    content_type: str | None = None
    body: bytes = b""
    accept: str | None = None
    accept_encoding: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None
    origin: str | None = None
    sec_fetch_site: str | None = None
    authorization: str | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back; for HEAD the body is empty.

    :param body: whole, then Content-Length is among the headers, or in chunks that are still being made
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | Chunks = b""

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def content(self) -> bytes:
        """Return the whole body; chunks are used up by this.

        :raises AnswerBrokenError: if the answer broke off
        """
        return self.body if isinstance(self.body, bytes) else b"".join(self.body)

    def close(self) -> None:
        """Stop making a body that nobody wants."""
        if isinstance(self.body, Chunks):
            self.body.close()

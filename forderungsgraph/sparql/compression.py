"""gzip for clients that accept it, also while the body is still being made."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from forderungsgraph.store import Chunks

from .message import Request, Response

_SHORTEST: Final = 1000
_LEVEL: Final = 5
_GZIP: Final = 31
_PACKED: Final = ("application/vnd.openxmlformats", "application/zip", "image/")


def accepts_gzip(header: str | None) -> bool:
    """Tell whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3).

    >>> accepts_gzip("br, gzip;q=0.5"), accepts_gzip("gzip;q=0, *"), accepts_gzip("*"), accepts_gzip(None)
    (True, False, True, False)
    """
    weights = {}
    for part in (header or "").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weights[name] = bool(re.fullmatch(r"0\.\d*[1-9]\d*|1(?:\.0*)?", weight))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def compressed(request: Request, response: Response) -> Response:
    """Return the response with its body compressed, where the client accepts it and it pays."""
    kind = response.header("Content-Type") or ""
    short = isinstance(response.body, bytes) and len(response.body) < _SHORTEST
    if short or kind.startswith(_PACKED) or not accepts_gzip(request.accept_encoding):
        return response
    kept = tuple((key, value) for key, value in response.headers if key != "Content-Length")
    headers = (*kept, ("Content-Encoding", "gzip"))
    if isinstance(response.body, bytes):
        body = b"".join(_gzip(iter((response.body,))))
        return replace(response, headers=(*headers, ("Content-Length", str(len(body)))), body=body)
    return replace(response, headers=headers, body=Chunks.of(b"", _Gzip(response.body)))


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for chunk in chunks:
        packed = packer.compress(chunk)
        if packed:
            yield packed
    yield packer.flush()


class _Gzip:
    """Compressed chunks; closing them closes their source, also before the first was taken."""

    def __init__(self, source: Chunks) -> None:
        self._source = source
        self._packed = _gzip(source)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._packed)

    def close(self) -> None:
        self._source.close()

"""Filling an engine's store: each triple in its named graph, and once more in the default graph.

The engine's own loader renames blank nodes, each time anew, so that the copies in the default graph would
be other nodes. It is used where there are none, which is the rule; else quads are added one by one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox

from forderungsgraph.errors import ReleaseError
from forderungsgraph.formats import Format

from .writing import rdf_format

_READ: Final = 1 << 20


def fill(store: ox.Store, quads: bytes | Path, fmt: Format) -> None:
    """Load RDF into a store that is empty: each triple in its graph, and in the default graph.

    :raises ReleaseError: if it is not readable
    """
    with _readable(quads):
        if isinstance(quads, Path) and fmt is Format.N_QUADS and not _has_blank_nodes(quads):
            store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
            _load_merged(store, quads)
            return
        parsed = _parsed(quads, fmt)
        store.bulk_extend(parsed)
        store.bulk_extend([ox.Quad(q.subject, q.predicate, q.object) for q in parsed])


def fill_merged(store: ox.Store, quads: bytes | Path, fmt: Format) -> None:
    """Load RDF into a store that is empty: each triple in the default graph only.

    :raises ReleaseError: if it is not readable
    """
    with _readable(quads):
        if isinstance(quads, Path) and fmt is Format.N_QUADS:
            _load_merged(store, quads)
        else:
            store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in _parsed(quads, fmt))


@contextmanager
def _readable(quads: bytes | Path) -> Iterator[None]:
    try:
        yield
    except (SyntaxError, OSError, ValueError) as error:
        raise ReleaseError(
            f"Die Daten sind nicht lesbar: {getattr(error, 'strerror', None) or error}",
            place=quads if isinstance(quads, Path) else None,
            hint="Das Release neu bauen: forderungsgraph build",
        ) from error


def _load_merged(store: ox.Store, quads: Path) -> None:
    with quads.open("rb") as file:
        store.bulk_load(io.BufferedReader(_Merged(file), _READ), format=ox.RdfFormat.N_TRIPLES)


def _parsed(quads: bytes | Path, fmt: Format) -> list[ox.Quad]:
    data = quads.read_bytes() if isinstance(quads, Path) else quads
    return list(ox.parse(io.BytesIO(data), format=rdf_format(fmt)))


def _has_blank_nodes(path: Path) -> bool:
    """Tell whether N-Quads may hold blank nodes; a text that looks like one counts as one."""
    with path.open("rb") as file:
        before = b"\n"
        while block := file.read(_READ):
            text = before + block
            if b"\n_:" in text or b"> _:" in text:
                return True
            before = text[-4:]
    return False


class _Merged(io.RawIOBase):
    """N-Quads read as N-Triples, without the names of graphs."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._held = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer and return the number of bytes, 0 at the end."""
        if not self._held:
            lines = self._file.readlines(_READ)
            self._held = b"".join([_without_graph(line) for line in lines])
        data, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _without_graph(line: bytes) -> bytes:
    """Return a line of N-Quads as one of N-Triples.

    >>> _without_graph(b'<a:s> <a:p> "x <y>" <a:g> .\\n')
    b'<a:s> <a:p> "x <y>" .\\n'
    >>> _without_graph(b'<a:s> <a:p> "x y <z"^^<a:t> .\\n')
    b'<a:s> <a:p> "x y <z"^^<a:t> .\\n'
    """
    statement = line.rstrip(b" \t\r\n.")
    start = statement.rfind(b" <")
    # the third term of a triple without a graph may end alike; only a fourth is cut off
    if not statement.endswith(b">") or statement.count(b" ", 0, start) < 2 or b'"' in statement[start:]:
        return line
    return statement[:start] + b" .\n"

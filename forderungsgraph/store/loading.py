"""Filling an engine's store: each triple in its named graph, and once more in the default graph.

The engine's own loader renames blank nodes, each time anew, so that the copies in the default graph would
be other nodes. It is used where there are none, which is the rule; else quads are added one by one.
"""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from forderungsgraph.errors import ReleaseError
from forderungsgraph.formats import Format

from .writing import rdf_format

_READ: Final = 1 << 20


def fill(store: ox.Store, quads: bytes | Path, fmt: Format, merged: ox.Store | None = None) -> None:
    """Load RDF into a store that is empty: each triple in its graph, and in the default graph.

    :param merged: an empty store that gets each triple in the default graph only
    :raises ReleaseError: if it is not readable
    """
    with _readable(quads):
        if isinstance(quads, Path) and fmt is Format.N_QUADS and not _has_blank_nodes(quads):
            _fill_beside(store, quads, merged)
            return
        data = quads.read_bytes() if isinstance(quads, Path) else quads
        parsed = list(ox.parse(io.BytesIO(data), format=rdf_format(fmt)))
        store.bulk_extend(parsed)
        for one in (store, merged):
            if one is not None:
                one.bulk_extend([ox.Quad(q.subject, q.predicate, q.object) for q in parsed])


def _fill_beside(store: ox.Store, quads: Path, merged: ox.Store | None) -> None:
    """Load N-Quads without blank nodes, in two threads as long as both have something to do."""
    # outside of what malloc keeps, so that it is given back
    with ThreadPoolExecutor(1) as beside, mmap.mmap(-1, quads.stat().st_size + 1) as memory:
        loaded = beside.submit(store.bulk_load, path=quads, format=ox.RdfFormat.N_QUADS)
        with quads.open("rb") as file:
            while lines := file.readlines(_READ):
                memory.write(b"".join([_without_graph(line) for line in lines]))
        length = memory.tell()
        if merged is not None:
            _load_triples(merged, memory, length)
        loaded.result()
        _load_triples(store, memory, length)


def _load_triples(store: ox.Store, memory: mmap.mmap, length: int) -> None:
    with io.BufferedReader(_Part(memory, length), _READ) as part:
        store.bulk_load(part, format=ox.RdfFormat.N_TRIPLES)


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


class _Part(io.RawIOBase):
    """The beginning of memory, read as a file."""

    def __init__(self, memory: mmap.mmap, length: int) -> None:
        self._memory = memory
        self._length = length
        self._place = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer and return the number of bytes, 0 at the end."""
        data = self._memory[self._place : min(self._place + len(buffer), self._length)]
        buffer[: len(data)] = data
        self._place += len(data)
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

"""Answers that are kept, bounded by bytes, the least recently used forgotten first.

There are two of them per release: one of whole responses by request, asked before anything is parsed, and
one of answers by query and format, which requests share that differ in other respects. Both belong to one
release and end with it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

from forderungsgraph.formats import Format
from forderungsgraph.sparql import Edition, Operation
from forderungsgraph.store import DEFAULT, Dataset, Result, Store

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key.

    :param most: bytes of all values together
    :param largest: bytes of one value; larger ones are not kept
    :param note: is told of each look-up whether it found something
    """

    def __init__(self, most: int, largest: int, note: Callable[[bool], None]) -> None:
        self.largest = min(largest, most)
        self._most = most
        self._note = note
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._size

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under a key."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
        self._note(found is not None)
        return None if found is None else found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value of so many bytes."""
        if size > self.largest:
            return
        with self._lock:
            old = self._values.pop(key, None)
            self._size += size - (old[1] if old else 0)
            self._values[key] = (value, size)
            while self._size > self._most:
                _, (_, freed) = self._values.popitem(last=False)
                self._size -= freed


class CachedStore:
    """A store in front of another, which keeps answers; fulfils :class:`~forderungsgraph.store.Store`.

    Answers of queries that may differ the next time (NOW, RAND, UUID) are not kept.
    """

    def __init__(self, store: Store, edition: Edition, kept: Kept[bytes]) -> None:
        self._store = store
        self._edition = edition
        self._kept = kept

    def query(self, text: str, dataset: Dataset = DEFAULT) -> Result:
        """Return the result as values; see :class:`~forderungsgraph.store.Store`."""
        return self._store.query(text, dataset)

    def serialise(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> bytes:
        """Return the result as bytes; see :class:`~forderungsgraph.store.Store`."""
        return b"".join(self.stream(text, fmt, dataset))

    def stream(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> Iterator[bytes]:
        """Return the result in chunks; see :class:`~forderungsgraph.store.Store`."""
        tag = self._edition.query_tag(Operation(text, dataset), fmt)
        if tag is None:
            return self._store.stream(text, fmt, dataset)
        found = self._kept.get(tag)
        if found is not None:
            return iter((found,))
        return _Keeping(self._store.stream(text, fmt, dataset), tag, self._kept)

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return self._store.graphs()

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the merged union."""
        return self._store.count(graph)

    def close(self) -> None:
        """Release what the store holds."""
        self._store.close()


class _Keeping:
    """Chunks that are handed on, and kept once the last has come."""

    def __init__(self, chunks: Iterator[bytes], key: str, kept: Kept[bytes]) -> None:
        self._chunks = chunks
        self._key = key
        self._kept = kept
        self._copy: bytearray | None = bytearray()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            chunk = next(self._chunks)
        except StopIteration:
            if self._copy is not None:
                self._kept.put(self._key, bytes(self._copy), len(self._copy))
                self._copy = None
            raise
        except Exception:
            self._copy = None
            raise
        if self._copy is not None:
            self._copy += chunk
            if len(self._copy) > self._kept.largest:
                self._copy = None
        return chunk

    def close(self) -> None:
        """Stop the work; nothing is kept."""
        self._copy = None
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()

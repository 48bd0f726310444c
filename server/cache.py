"""A store that keeps its answers.

Three things are kept per release and end with it: whole responses by the bytes of the request
(:mod:`forderungsgraph.express.heads`) and by what it says (:mod:`.front`), and answers by query and format,
which requests share that differ in other respects.
"""

from __future__ import annotations

from collections.abc import Iterator

from forderungsgraph.express import Kept
from forderungsgraph.formats import Format
from forderungsgraph.sparql import Edition, Operation
from forderungsgraph.store import DEFAULT, Dataset, Result, Store


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

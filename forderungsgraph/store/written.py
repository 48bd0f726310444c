"""Bytes and chunks of an answer, for stores that can write it into a sink."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator

from forderungsgraph.formats import Format

from .base import DEFAULT, Dataset
from .chunks import Sink, WrittenChunks


class Written(ABC):
    """A store that writes; the other ways to take an answer follow from that."""

    @abstractmethod
    def write(self, text: str, fmt: Format, sink: Sink, dataset: Dataset = DEFAULT) -> None:
        """Write the result into a sink, in the calling thread; what a write raises ends the work and is raised.

        :raises ValueError: if the format does not fit the form of the query
        """

    def serialise(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> bytes:
        """Return the result as bytes; see :class:`~forderungsgraph.store.Store`."""
        buffer = io.BytesIO()
        self.write(text, fmt, buffer, dataset)
        return buffer.getvalue()

    def stream(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> Iterator[bytes]:
        """Return the result in chunks; see :class:`~forderungsgraph.store.Store`."""
        return WrittenChunks(lambda sink: self.write(text, fmt, sink, dataset))

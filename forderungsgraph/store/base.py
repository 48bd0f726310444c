"""The interface that every store fulfils."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from forderungsgraph.formats import Format

from .values import Result


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs that a query sees (SPARQL 1.1 Protocol, 2.1.4): IRIs, merged into the default graph or named.

    The empty dataset means the store's own: all triples merged, and each graph by its name.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


DEFAULT: Final = Dataset()


class Store(Protocol):
    """A read-only set of named graphs and their merged union, which answers SPARQL 1.1 queries.

    All ways of asking raise the same: QuerySyntaxError if the text is not SPARQL, QueryRefusedError if
    the query reaches outside the store or is too deep, QueryLimitError if it was stopped, OverloadError
    if no worker was free.
    """

    def query(self, text: str, dataset: Dataset = DEFAULT) -> Result:
        """Return the result as values."""
        ...

    def serialise(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> bytes:
        """Return the result as bytes of a format that fits the form of the query.

        :raises ValueError: if the format does not fit the form of the query
        """
        ...

    def stream(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> Iterator[bytes]:
        """Return what :meth:`serialise` returns in chunks, while it is being made.

        The first chunk is there before the call returns, so that all errors up to it are raised by the
        call. The iterator raises AnswerBrokenError, with the cause, if the work fails later; its method
        ``close``, which need not be called after the last chunk, stops the work.

        :raises ValueError: if the format does not fit the form of the query
        """
        ...

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        ...

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the merged union."""
        ...

    def close(self) -> None:
        """Release what the store holds; further calls are errors."""
        ...

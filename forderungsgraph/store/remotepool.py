"""The pool before a store elsewhere: what is known of its graphs is not asked again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Final

from forderungsgraph.errors import StoreError

from .endpoint import Endpoint
from .pool import WorkerPool
from .remote import RemoteStore
from .worker import Factory

_SOON_SECONDS: Final = 3.0


class RemotePool(WorkerPool):
    """Processes that ask a store elsewhere, each over a connection of its own.

    :param factory: makes the store, as :class:`WorkerPool` takes it
    :param endpoint: where the store answers
    :param sizes: triples of our graphs by name, for as long as the same version is served
    """

    def __init__(
        self, factory: Factory, *, endpoint: Endpoint, sizes: Mapping[str, int], **options: Any
    ) -> None:
        self._endpoint = endpoint
        self._sizes = sizes
        self._merged: int | None = None
        self._counting = threading.Lock()
        super().__init__(factory, **options)

    def answers(self) -> bool:
        """Tell whether the store answers at once, for those who watch the service."""
        store = RemoteStore(self._endpoint, seconds=_SOON_SECONDS)
        try:
            store.query("ASK { ?s ?p ?o }")
        except StoreError:
            return False
        finally:
            store.close()
        return True

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return tuple(self._sizes)

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the merged union."""
        if graph is not None:
            return self._sizes.get(graph, 0)
        with self._counting:
            if self._merged is None:
                self._merged = super().count()
            return self._merged

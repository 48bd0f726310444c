"""Queries with a deadline: each runs in a worker process that is killed when its time is over.

The engine has no time limit, and no signal or exception stops a query; only the end of the process
does. Each worker holds its own copy of the store; a killed one is replaced at once.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

from forderungsgraph.errors import ForderungsgraphError, OverloadError, QueryLimitError, ServiceError
from forderungsgraph.formats import Format
from forderungsgraph.memory import limit_memory

from .base import DEFAULT, Dataset, Store
from .values import Result

_CONTEXT: Final = multiprocessing.get_context("spawn")
_START_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What one query may use.

    :param seconds: wall-clock time from the moment a worker takes the query
    :param patience: seconds that a query waits for a free worker
    :param memory: bytes of address space above the loaded store (where the system can limit it)
    """

    seconds: float = 30.0
    patience: float = 5.0
    memory: int = 1 << 30


class WorkerPool:
    """A store whose queries run in killable processes; fulfils :class:`~forderungsgraph.store.Store`.

    :param factory: makes the store inside each worker; must be picklable (a function with
        ``functools.partial``), since workers are started afresh rather than forked out of a server's threads
    :param workers: processes that answer at the same time
    """

    def __init__(
        self, factory: Callable[[], Store], *, workers: int = 2, budget: Budget | None = None
    ) -> None:
        self._factory = factory
        self._budget = budget or Budget()
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._all: set[_Worker] = set()
        self._closed = False
        for _ in range(workers):
            self._start()

    def query(self, text: str, dataset: Dataset = DEFAULT) -> Result:
        """Return the result as values; see :class:`~forderungsgraph.store.Store`."""
        result: Result = self._call("query", text, dataset)
        return result

    def serialise(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> bytes:
        """Return the result as bytes; see :class:`~forderungsgraph.store.Store`."""
        result: bytes = self._call("serialise", text, fmt, dataset)
        return result

    def stream(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> Iterator[bytes]:
        """Return the result in chunks; see :class:`~forderungsgraph.store.Store`."""
        return iter((self.serialise(text, fmt, dataset),))

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        result: tuple[str, ...] = self._call("graphs")
        return result

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the merged union."""
        result: int = self._call("count", graph)
        return result

    def close(self) -> None:
        """Kill all workers."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
        for worker in workers:
            worker.kill()

    def _start(self) -> None:
        with self._lock:
            if self._closed:
                return
            worker = _Worker(self._factory, self._budget.memory)
            self._all.add(worker)
        self._idle.put(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        with self._lock:
            self._all.discard(worker)
        self._start()

    def _call(self, method: str, *arguments: object) -> Any:
        if self._closed:
            raise ServiceError("Der Dienst wird gerade beendet", hint="In einer Minute noch einmal versuchen")
        try:
            worker = self._idle.get(timeout=self._budget.patience)
        except queue.Empty:
            raise OverloadError(
                "Alle Plätze für Abfragen sind belegt", hint="In einigen Sekunden noch einmal versuchen"
            ) from None
        try:
            answer = worker.ask(method, arguments, self._budget.seconds)
        except BaseException:
            self._replace(worker)
            raise
        self._idle.put(worker)
        if isinstance(answer, Exception):
            raise answer
        return answer


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, factory: Callable[[], Store], memory: int) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process: BaseProcess = _CONTEXT.Process(
            target=_serve, args=(theirs, factory, memory), name="forderungsgraph-abfrage", daemon=True
        )
        self._process.start()
        theirs.close()
        self._ready = False

    def ask(self, method: str, arguments: tuple[object, ...], seconds: float) -> object:
        """Return the worker's answer, which may be an exception to raise.

        :raises QueryLimitError: if it did not answer in time, or died of the query
        """
        try:
            if not self._ready:
                # the time to load the store is not the query's
                if not self._pipe.poll(_START_SECONDS):
                    raise ServiceError(
                        "Ein Prozess für Abfragen startet nicht", hint="Den Dienst neu starten"
                    )
                started = self._pipe.recv()
                if isinstance(started, Exception):
                    raise started
                self._ready = True
            self._pipe.send((method, arguments))
            if not self._pipe.poll(seconds):
                raise QueryLimitError(
                    f"Die Abfrage wurde nach {seconds:g} Sekunden abgebrochen",
                    hint="Die Abfrage eingrenzen, etwa mit LIMIT oder einem festen Verband, Gesetz oder Jahr",
                )
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise QueryLimitError(
                "Die Abfrage brauchte zu viel Speicher und wurde abgebrochen",
                hint="Die Abfrage eingrenzen: weniger Muster ohne gemeinsame Variable, kleinere Ergebnisse",
            ) from error

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()


def _serve(pipe: Connection, factory: Callable[[], Store], memory: int) -> None:
    """Answer calls until the pipe closes; runs in the worker process."""
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            store = factory()
        except ForderungsgraphError as error:
            pipe.send(error)
            return
        limit_memory(memory)
        pipe.send(None)
        while True:
            method, arguments = pipe.recv()
            try:
                answer = getattr(store, method)(*arguments)
            except MemoryError:
                return
            except (ForderungsgraphError, ValueError) as error:
                error.__cause__ = error.__context__ = None
                answer = error
            pipe.send(answer)

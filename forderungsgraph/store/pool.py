"""Queries with a deadline: each runs in a worker process that is killed when its time is over.

The engine has no time limit, and no signal or exception stops a query; only the end of the process
does. Every query begins in the lane of the quick ones; one that takes its time moves to the lane of the
long ones, is held still there until it gets a place, and runs with lower priority. So long queries can
take neither all places nor the processors from the quick ones.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from forderungsgraph.errors import ForderungsgraphError, ServiceError
from forderungsgraph.formats import Format

from . import callers
from .base import DEFAULT, Dataset
from .budget import Budget, Places
from .channel import ERROR, LAST, VALUE, Frame
from .chunks import Chunks
from .clients import Clients
from .lanes import History, Lane, overload
from .nursery import Nursery, nursery
from .run import End, Outcome, Run
from .values import Result
from .worker import Factory, Worker, packed

_MOST_CALLS: Final = 2000
_START_SECONDS: Final = 600.0
_CLOSING: Final = "Der Dienst wird gerade beendet"


def _ignore(outcome: Outcome) -> None:
    """Nobody measures."""


class WorkerPool:
    """A store whose queries run in killable processes; fulfils :class:`~forderungsgraph.store.Store`.

    :param factory: makes the store; must be picklable (a function with ``functools.partial``), since it
        runs in a process that is started afresh rather than forked out of a server's threads
    :param workers: long queries at the same time; the other numbers are those of :class:`Places`
    :param clients: shares of the clients that :mod:`forderungsgraph.store.callers` names
    :param watch: is told how each call went
    """

    def __init__(
        self,
        factory: Factory,
        *,
        workers: int = 2,
        budget: Budget | None = None,
        places: Places | None = None,
        clients: Clients | None = None,
        watch: Callable[[Outcome], None] = _ignore,
    ) -> None:
        self.budget = budget or Budget()
        self.places = places or replace(Places(), long=workers)
        self.quick = Lane("quick", self.places.quick, self.places.waiting)
        self.long = Lane("long", self.places.long, self.places.waiting)
        self.history = History()
        self._clients = clients
        self._watch = watch
        self._condition = threading.Condition()
        self._idle: deque[Worker] = deque()
        self._quick_ones: set[int] = set()
        self._failure: ForderungsgraphError | None = None
        self._closed = self._loaded = False
        self._nursery: Nursery = nursery(factory, self.budget)
        self._keeper = threading.Thread(target=self._keep, name="forderungsgraph-nachschub", daemon=True)
        self._keeper.start()

    def query(self, text: str, dataset: Dataset = DEFAULT) -> Result:
        """Return the result as values; see :class:`~forderungsgraph.store.Store`."""
        result: Result = self._value("query", text, dataset)
        return result

    def serialise(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> bytes:
        """Return the result as bytes; see :class:`~forderungsgraph.store.Store`.

        :raises AnswerBrokenError: with the cause, if it failed after its beginning
        """
        return b"".join(self.stream(text, fmt, dataset))

    def stream(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> Iterator[bytes]:
        """Return the result in chunks; see :class:`~forderungsgraph.store.Store`."""
        run = self._run("write", text, fmt, dataset)
        try:
            first = _sound(run.frame(), run)
        except BaseException:
            run.stop()
            raise
        if first.kind == LAST:
            run.done()
            return iter((first.data,))
        return Chunks(first.data, functools.partial(_more, run), run.stop)

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        result: tuple[str, ...] = self._value("graphs")
        return result

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the merged union."""
        result: int = self._value("count", graph)
        return result

    def warm(self) -> None:
        """Wait until the store is loaded and a worker is ready.

        :raises ReleaseError: if the data cannot be loaded
        :raises ServiceError: if no process starts
        """
        self._replace(self.take(self.patience))

    @property
    def patience(self) -> float:
        """Seconds that a query waits for a place; the time that the store loads is not the query's."""
        return self.budget.patience if self._loaded else _START_SECONDS

    @property
    def ready(self) -> bool:
        """Whether the store is loaded and workers can be had."""
        return self._loaded and not self._closed and self._failure is None

    @property
    def idle(self) -> int:
        """Workers that wait for calls."""
        return len(self._idle)

    @property
    def nursery(self) -> Nursery:
        """Where the workers come from."""
        return self._nursery

    def close(self) -> None:
        """End all workers; calls under way fail."""
        with self._condition:
            self._closed = True
            idle = list(self._idle)
            self._idle.clear()
            self._condition.notify_all()
        for worker in idle:
            worker.kill()
        self._nursery.close()
        self._keeper.join(_START_SECONDS)

    def take(self, patience: float) -> Worker:
        """Return a worker that is ready; it has to be given back or discarded."""
        with self._condition:
            end = time.monotonic() + patience
            while True:
                if self._closed:
                    raise ServiceError(_CLOSING, hint="In einer Minute noch einmal versuchen")
                if self._failure is not None:
                    raise self._failure
                if self._idle:
                    # the one that rested last has its memory at hand
                    worker = self._idle.pop()
                    self._quick_ones.add(id(worker))
                    return worker
                if not self._condition.wait(max(end - time.monotonic(), 0)):
                    raise overload()

    def give_back(self, worker: Worker) -> None:
        """Take a worker that answered; what long queries leave in its memory ends with it."""
        if worker.lowered or worker.calls >= _MOST_CALLS:
            self.discard(worker)
        else:
            self._replace(worker)

    def discard(self, worker: Worker) -> None:
        """End a worker."""
        worker.kill()
        self.moved(worker)

    def moved(self, worker: Worker) -> None:
        """Note that a worker works on a long query, so that the quick ones need another."""
        with self._condition:
            self._quick_ones.discard(id(worker))
            self._condition.notify_all()

    def ended(self, run: Run, outcome: Outcome) -> None:
        """Note how a call went."""
        if self._clients is not None and run.caller is not None:
            self._clients.leave(run.caller.name, outcome.seconds)
        self._watch(outcome)

    def charge(self, name: str, seconds: float) -> float:
        """Count seconds that others worked for a client; return for how long there should be no more of it."""
        return self._clients.charge(name, seconds) if self._clients is not None else 0.0

    def _replace(self, worker: Worker) -> None:
        with self._condition:
            self._quick_ones.discard(id(worker))
            if not self._closed:
                self._idle.append(worker)
                self._condition.notify_all()
                return
        worker.kill()

    def _missing(self) -> bool:
        return len(self._idle) + len(self._quick_ones) < self.places.quick + self.places.spare

    def _keep(self) -> None:
        """Start workers whenever there are fewer than there should be."""
        while True:
            with self._condition:
                while not self._closed and not self._missing():
                    self._condition.wait()
                if self._closed:
                    return
            try:
                worker = self._nursery.start()
            except ForderungsgraphError as error:
                with self._condition:
                    self._failure = error
                    self._condition.notify_all()
                    if not self._closed:
                        self._condition.wait(1.0)
                continue
            self._failure = None
            self._loaded = True
            self._replace(worker)

    def _run(self, method: str, *arguments: object) -> Run:
        caller = callers.current()
        call = packed(method, *arguments)
        key = hashlib.sha256(call).digest()[:12]
        if self._clients is not None and caller is not None:
            try:
                self._clients.enter(caller.name)
            except ForderungsgraphError:
                self._watch(Outcome(key.hex(), self.quick.name, End.REFUSED, 0.0, 0.0, 0))
                raise
        return Run(self, call, key, caller)

    def _value(self, method: str, *arguments: object) -> Any:
        run = self._run(method, *arguments)
        try:
            frame = _sound(run.frame(), run)
        except BaseException:
            run.stop()
            raise
        run.done()
        assert frame.kind == VALUE
        return pickle.loads(frame.data)


def _sound(frame: Frame, run: Run) -> Frame:
    """Return a frame; raise the error that it carries."""
    if frame.kind == ERROR:
        run.done()
        raise pickle.loads(frame.data)
    return frame


def _more(run: Run) -> bytes | None:
    """Return the next chunk of an answer, None at its end."""
    if run.over:
        return None
    frame = _sound(run.frame(), run)
    if frame.kind == LAST:
        run.done()
    return frame.data or None

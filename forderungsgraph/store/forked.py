"""A changeable store whose calls run in killable processes; see :mod:`.holder` for how it works."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from forderungsgraph.errors import QueryLimitError, ServiceError
from forderungsgraph.formats import Format

from . import callers, holder
from .base import DEFAULT, Dataset
from .budget import Budget
from .chunks import Chunks
from .lanes import overload
from .mutable import Documents, MutableStore
from .values import Result

_START_SECONDS: Final = 120.0
# what a call may take beyond its own time: the end of the change before it, and starting a process
_GRACE_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.1


class ForkedStore:
    """Fulfils :class:`~forderungsgraph.store.WritableStore`; needs a system that can fork (not Windows).

    :param factory: makes the store inside the holding process; must be picklable
    :param at_once: calls that run at the same time
    :raises ServiceError: if the system cannot fork, or the process does not start
    :raises ReleaseError: if the factory raises it
    """

    def __init__(
        self, factory: Callable[[], MutableStore], *, at_once: int = 4, budget: Budget | None = None
    ) -> None:
        if not hasattr(os, "fork"):
            raise ServiceError(
                "Den Schreibmodus gibt es auf diesem System nicht", hint="Linux oder macOS verwenden"
            )
        self._budget = budget or Budget()
        self._places = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        process = context.Process(
            target=holder.hold,
            args=(theirs, factory, self._budget),
            name="forderungsgraph-speicher",
            daemon=True,
        )
        process.start()
        theirs.close()
        self._control.settimeout(_START_SECONDS)
        try:
            kind, content = holder.receive_frame(self._control)
        except (EOFError, OSError):
            self.close()
            raise ServiceError(
                "Der Prozess mit dem Speicher startet nicht", hint="Den Dienst neu starten"
            ) from None
        self._control.settimeout(None)
        if kind == holder.ERROR:
            self.close()
            raise pickle.loads(content)

    def query(self, text: str, dataset: Dataset = DEFAULT) -> Result:
        """Return the result as values; see :class:`~forderungsgraph.store.Store`."""
        result: Result = self._call(holder.READ, "query", text, dataset)
        return result

    def serialise(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> bytes:
        """Return the result as bytes; see :class:`~forderungsgraph.store.Store`."""
        return b"".join(self.stream(text, fmt, dataset))

    def stream(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> Iterator[bytes]:
        """Return the result in chunks; see :class:`~forderungsgraph.store.Store`."""
        return _chunks(self._open(holder.READ, holder.WRITE, (text, fmt, dataset)))

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        result: tuple[str, ...] = self._call(holder.READ, "graphs")
        return result

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the default graph."""
        result: int = self._call(holder.READ, "count", graph)
        return result

    def holds(self, graph: str | None) -> bool:
        """Tell whether a graph is there; see :class:`WritableStore`."""
        result: bool = self._call(holder.READ, "holds", graph)
        return result

    def update(self, text: str, dataset: Dataset = DEFAULT) -> None:
        """Carry out an update; see :class:`WritableStore`."""
        self._call(holder.CHANGE, "update", text, dataset)

    def put(self, graph: str | None, data: Documents, base: str) -> bool:
        """Replace a graph; see :class:`WritableStore`."""
        result: bool = self._call(holder.CHANGE, "put", graph, data, base)
        return result

    def add(self, graph: str | None, data: Documents, base: str) -> bool:
        """Add to a graph; see :class:`WritableStore`."""
        result: bool = self._call(holder.CHANGE, "add", graph, data, base)
        return result

    def put_dataset(self, data: Documents, base: str) -> None:
        """Replace everything; see :class:`WritableStore`."""
        self._call(holder.CHANGE, "put_dataset", data, base)

    def add_dataset(self, data: Documents, base: str) -> None:
        """Add quads; see :class:`WritableStore`."""
        self._call(holder.CHANGE, "add_dataset", data, base)

    def drop(self, graph: str | None) -> bool:
        """Remove a graph; see :class:`WritableStore`."""
        result: bool = self._call(holder.CHANGE, "drop", graph)
        return result

    def dump(self, fmt: Format) -> Iterator[bytes]:
        """Return all graphs; see :class:`WritableStore`."""
        return _chunks(self._open(holder.READ, holder.DUMP, (fmt,)))

    def close(self) -> None:
        """Let the holding process end; all changes are gone with it."""
        self._control.close()

    def _call(self, kind: bytes, method: str, *arguments: object) -> Any:
        call = self._open(kind, method, arguments)
        try:
            return call.receive()
        finally:
            call.close()

    def _open(self, kind: bytes, method: str, arguments: tuple[object, ...]) -> _Call:
        if not self._places.acquire(timeout=self._budget.patience):
            raise overload()
        ours, theirs = socket.socketpair()
        try:
            with self._lock:
                socket.send_fds(self._control, [kind], [theirs.fileno()])
        except OSError:
            ours.close()
            self._places.release()
            raise ServiceError(
                "Der Speicher antwortet nicht", hint="In einer Minute noch einmal versuchen"
            ) from None
        finally:
            theirs.close()
        call = (_Reading if kind == holder.READ else _Call)(ours, self._budget.seconds, self._places.release)
        call.send(method, arguments)
        return call


class _Call:
    """One call: its socket and the child that carries it out.

    A change is never broken off from here: its child may already hold the store. Its own clock ends it, and
    one that has not begun ends when it finds nobody at the other end.
    """

    def __init__(self, link: socket.socket, seconds: float, release: Callable[[], None]) -> None:
        self._link = link
        self._seconds = seconds
        self._release: Callable[[], None] | None = release
        self._pid: int | None = None
        self._over = False
        self._begin = time.monotonic()
        link.settimeout(2 * seconds + _GRACE_SECONDS)

    def send(self, method: str, arguments: tuple[object, ...]) -> None:
        with contextlib.suppress(OSError):
            # the reason comes with the answer
            holder.send_frame(self._link, holder.CALL, pickle.dumps((method, arguments)))

    def receive(self) -> Any:
        """Return the result, or a chunk of bytes.

        :raises QueryLimitError: if the child was killed
        """
        try:
            kind, content = self._frame()
            if kind == holder.PID:
                self._pid, self._begin = int(content), time.monotonic()
                self._link.settimeout(self._seconds + _GRACE_SECONDS)
                kind, content = self._frame()
        except (EOFError, OSError) as error:
            self._over = True
            raise self._stopped() from error
        if kind == holder.CHUNK:
            return content
        self._over = True
        result = pickle.loads(content)
        if kind == holder.ERROR:
            raise result
        return result

    def close(self) -> None:
        """Give the place back; a second time does nothing."""
        release, self._release = self._release, None
        if release is not None:
            self._end()
            self._link.close()
            release()

    def _frame(self) -> tuple[bytes, bytes]:
        return holder.receive_frame(self._link)

    def _end(self) -> None:
        """Leave the child alone."""

    def _stopped(self) -> QueryLimitError:
        if time.monotonic() - self._begin >= self._seconds * 0.98:
            return QueryLimitError(
                f"Die Abfrage wurde nach {self._seconds:g} Sekunden abgebrochen",
                english=f"the query was stopped after {self._seconds:g} seconds",
                hint="Die Abfrage eingrenzen, etwa mit LIMIT oder einem festen Verband, Gesetz oder Jahr",
            )
        return QueryLimitError(
            "Die Abfrage brauchte zu viel Speicher und wurde abgebrochen",
            english="the query took too much memory and was stopped",
            hint="Die Abfrage eingrenzen: weniger Muster ohne gemeinsame Variable, kleinere Ergebnisse",
        )


class _Reading(_Call):
    """A call that changes nothing: its child is killed when nobody wants the answer any more."""

    def __init__(self, link: socket.socket, seconds: float, release: Callable[[], None]) -> None:
        super().__init__(link, seconds, release)
        self._caller = callers.current()

    def _frame(self) -> tuple[bytes, bytes]:
        end = time.monotonic() + (self._link.gettimeout() or 0)
        while not select.select([self._link], [], [], _LOOK_SECONDS)[0]:
            if time.monotonic() > end or (self._caller is not None and self._caller.gone()):
                self._end()
                raise TimeoutError
        return super()._frame()

    def _end(self) -> None:
        if not self._over and self._pid is not None:
            with contextlib.suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)


def _chunks(call: _Call) -> Chunks:
    """Return an answer whose first chunk is there."""
    try:
        first: bytes | None = call.receive()
    except BaseException:
        call.close()
        raise
    return Chunks(first, call.receive, call.close)

"""Where workers come from.

On Linux one process loads the store once and forks each worker, which shares its memory and answers after
some milliseconds (measured: 7 ms with 200,000 triples). That process has a single thread, as has the
engine after loading, so that forking is safe; the service itself, which has threads, never forks.
Elsewhere each worker is started afresh and loads its own store.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from forderungsgraph.errors import ForderungsgraphError, ServiceError

from .budget import Budget
from .channel import VALUE, Channel
from .worker import Factory, Worker, answer_calls, confine

_CONTEXT: Final = multiprocessing.get_context("spawn")
_START_SECONDS: Final = 600.0
_FORK_SECONDS: Final = 20.0
_ORDER: Final = struct.Struct("!cI")
_FORK, _KILL, _PAUSE, _RESUME, _LOWER, _OTHER = b"f", b"k", b"s", b"c", b"n", b"o"
_LARGEST_WORK: Final = 100_000
_NICE: Final = 5


class Nursery(Protocol):
    """Starts workers."""

    def start(self) -> Worker:
        """Return a new worker that is ready to be asked.

        :raises ReleaseError: if its store cannot be loaded
        :raises ServiceError: if no process starts
        """
        ...

    def close(self) -> None:
        """End all workers."""
        ...


def nursery(factory: Factory, budget: Budget) -> Nursery:
    """Return what suits the system.

    :param factory: makes the store; must be picklable (a function with ``functools.partial``)
    """
    return ForkNursery(factory, budget) if sys.platform == "linux" else SpawnNursery(factory, budget)


def _fail(cause: BaseException | None = None) -> ServiceError:
    error = ServiceError("Ein Prozess für Abfragen startet nicht", hint="Den Dienst neu starten")
    error.__cause__ = cause
    return error


class ForkNursery:
    """Workers forked from a process that holds the loaded store."""

    def __init__(self, factory: Factory, budget: Budget) -> None:
        self._factory = factory
        self._budget = budget
        self._lock = threading.Lock()
        self._closed = False
        self._ready = False
        self._begin()

    def start(self) -> Worker:
        """Return a new worker; see :class:`Nursery`."""
        with self._lock:
            try:
                return self._fork()
            except (EOFError, OSError):
                # the process that holds the store was killed, e.g. by the system for want of memory
                if self._closed:
                    raise _fail() from None
                self._end()
                self._begin()
            try:
                return self._fork()
            except (EOFError, OSError) as error:
                raise _fail(error) from error

    def start_other(self, work: Callable[[Any, socket.socket], None]) -> tuple[socket.socket, int]:
        """Start a process that does other work with the loaded store.

        :param work: takes the store and one end of a socket pair of packets; must be picklable, and has to end
            when the other end closes
        :return: the other end, and the number of the process
        :raises ServiceError: if no process starts
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with self._lock, theirs:
            try:
                ours.send(pickle.dumps(work))
                return ours, self._ask(_OTHER, theirs)
            except (EOFError, OSError, ForderungsgraphError) as error:
                ours.close()
                raise _fail(error) from error

    def order(self, kind: bytes, number: int) -> None:
        """Send an order about a worker; does nothing once all have ended."""
        with contextlib.suppress(OSError):
            self._control.send(_ORDER.pack(kind, number))

    @property
    def process_id(self) -> int | None:
        """Number of the process that holds the store."""
        return self._process.pid

    def close(self) -> None:
        """End all workers."""
        self._closed = True
        self._end()

    def _begin(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ready = False
        self._process = _CONTEXT.Process(
            target=_hold_store,
            args=(theirs, self._factory, self._budget),
            name="forderungsgraph-bestand",
            daemon=True,
        )
        self._process.start()
        theirs.close()

    def _end(self) -> None:
        # it ends, and its workers with it, when this end closes
        self._control.close()
        self._process.join(2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _fork(self) -> Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                number = self._ask(_FORK, theirs)
            except BaseException:
                ours.close()
                raise
        return Worker(Channel(ours), _Forked(self, number))

    def _ask(self, kind: bytes, theirs: socket.socket) -> int:
        """Let a process be forked that gets this socket; return its number."""
        if not self._ready:
            self._control.settimeout(_START_SECONDS)
            started = pickle.loads(self._answer())
            if isinstance(started, Exception):
                raise started
            self._ready = True
        self._control.settimeout(_FORK_SECONDS)
        socket.send_fds(self._control, [_ORDER.pack(kind, 0)], [theirs.fileno()])
        number: int = _ORDER.unpack(self._answer())[1]
        return number

    def _answer(self) -> bytes:
        answer = self._control.recv(65_536)
        if not answer:
            raise EOFError
        return answer


@dataclass(frozen=True, slots=True)
class _Forked:
    home: ForkNursery
    number: int

    def kill(self) -> None:
        self.home.order(_KILL, self.number)

    def pause(self) -> None:
        self.home.order(_PAUSE, self.number)

    def resume(self) -> None:
        self.home.order(_RESUME, self.number)

    def lower(self) -> None:
        self.home.order(_LOWER, self.number)


def _hold_store(control: socket.socket, factory: Factory, budget: Budget) -> None:
    """Load the store, then fork workers and pass signals to them, until the control socket closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        store = factory()
    except ForderungsgraphError as error:
        error.__cause__ = error.__context__ = None
        control.send(pickle.dumps(error))
        return
    control.send(pickle.dumps(None))
    # what is frozen is not touched by collections, so that its memory stays shared
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    try:
        while True:
            control.settimeout(1.0)
            try:
                order, handed, _, _ = socket.recv_fds(control, _ORDER.size, 1)
            except TimeoutError:
                order, handed = None, []
            except ConnectionError:
                return
            _bury(children)
            if order is None:
                continue
            if not order:
                return
            kind, number = _ORDER.unpack(order)
            if kind in (_FORK, _OTHER):
                with socket.socket(fileno=handed[0]) as end:
                    # what the work imports is shared with all who do it
                    work = pickle.loads(end.recv(_LARGEST_WORK)) if kind == _OTHER else None
                    child = os.fork()
                    if child == 0:
                        _live(control, end, store, budget, work)
                children.add(child)
                control.send(_ORDER.pack(kind, child))
            elif number in children:
                _obey(kind, number)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)


def _bury(children: set[int]) -> None:
    """Take note of children that have ended; until then their numbers are not given to others."""
    while children:
        number, _ = os.waitpid(-1, os.WNOHANG)
        if number == 0:
            return
        children.discard(number)


def _obey(kind: bytes, number: int) -> None:
    if kind == _LOWER:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, number, _NICE)
        return
    os.kill(number, {_KILL: signal.SIGKILL, _PAUSE: signal.SIGSTOP, _RESUME: signal.SIGCONT}[kind])


def _live(
    control: socket.socket,
    end: socket.socket,
    store: Any,
    budget: Budget,
    work: Callable[[Any, socket.socket], None] | None,
) -> None:
    """Be a worker, or do other work; does not return."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        control.close()
        _die_with_parent()
        if work is not None:
            work(store, end)
        else:
            confine(budget.memory)
            answer_calls(Channel(end), store, answer=budget.answer, rows=budget.rows)
    finally:
        os._exit(0)


def _die_with_parent() -> None:
    import ctypes

    death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
    ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)


class SpawnNursery:
    """Workers that are started afresh, each with its own store."""

    def __init__(self, factory: Factory, budget: Budget) -> None:
        self._factory = factory
        self._budget = budget
        self._lock = threading.Lock()
        self._all: set[_Spawned] = set()
        self._closed = False

    def start(self) -> Worker:
        """Return a new worker; see :class:`Nursery`."""
        with self._lock:
            if self._closed:
                raise _fail()
            ours, theirs = socket.socketpair()
            process = _CONTEXT.Process(
                target=_live_alone,
                args=(theirs, self._factory, self._budget),
                name="forderungsgraph-abfrage",
                daemon=True,
            )
            with theirs:
                process.start()
            spawned = _Spawned(process, self._all)
            self._all.add(spawned)
        worker = Worker(Channel(ours), spawned)
        try:
            frame = worker.channel.receive(_START_SECONDS)
            started = _fail() if frame is None else pickle.loads(frame.data)
        except (EOFError, OSError) as error:
            started = _fail(error)
        if isinstance(started, Exception):
            worker.kill()
            raise started
        return worker

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            spawned = list(self._all)
        for one in spawned:
            one.kill()


class _Spawned:
    def __init__(self, process: Any, home: set[_Spawned]) -> None:
        self._process = process
        self._home = home

    def kill(self) -> None:
        self._home.discard(self)
        self._process.kill()
        self._process.join()

    def pause(self) -> None:
        """Do nothing: this system cannot."""

    def resume(self) -> None:
        """Do nothing."""

    def lower(self) -> None:
        """Do nothing."""


def _live_alone(end: socket.socket, factory: Factory, budget: Budget) -> None:
    channel = Channel(end)
    try:
        store = factory()
    except ForderungsgraphError as error:
        error.__cause__ = error.__context__ = None
        channel.send(VALUE, pickle.dumps(error))
        return
    channel.send(VALUE, pickle.dumps(None))
    confine(budget.memory)
    answer_calls(channel, store, answer=budget.answer, rows=budget.rows)

"""The readers of a release as the service sees them (:mod:`forderungsgraph.express`): what they know, what they hold.

Readers start once a shape of queries proved quick. A connection goes to one of them when an answer to
``/sparql`` is complete, and comes back with the first request that is not for a reader.
"""

from __future__ import annotations

import asyncio
import functools
import os
import threading
import time
from collections import Counter, deque
from typing import Final, Protocol

from forderungsgraph import journal
from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.express import Setup, passing
from forderungsgraph.express.figures import Figures
from forderungsgraph.express.passing import Line, Message, packed, unpacked
from forderungsgraph.express.reader import read
from forderungsgraph.express.shapes import Shapes
from forderungsgraph.store import WorkerPool
from forderungsgraph.store.nursery import ForkNursery

_ENDINGS: Final = 5
_MINUTE: Final = 60.0
_FAREWELL: Final = 2.0


class Host(Protocol):
    """Where connections come from and go back to."""

    def adopt(self, number: int, address: str, data: bytes) -> None:
        """Take a connection back, with what has come on it."""
        ...

    def gone(self, address: str) -> None:
        """Note that a connection that was handed over has ended."""
        ...


class _Reader:
    def __init__(self, line: Line, figures: Figures) -> None:
        self.line = line
        self.figures = figures
        self.held: Counter[str] = Counter()
        self.parts = bytearray()


class Readers:
    """The readers of a release.

    :param pool: where the processes come from; with other than forked workers there are no readers
    :param most: readers at the same time
    """

    def __init__(self, pool: WorkerPool | None, setup: Setup | None, most: int) -> None:
        nursery = pool.nursery if pool is not None else None
        able = isinstance(nursery, ForkNursery) and hasattr(os, "memfd_create")
        self._nursery = nursery if isinstance(nursery, ForkNursery) and able else None
        self._pool = pool
        self._setup = setup
        self._most = most if self._nursery is not None and setup is not None else 0
        self._shapes = Shapes()
        self._readers: list[_Reader] = []
        self._past: list[Figures] = []
        self._endings: deque[float] = deque(maxlen=_ENDINGS)
        self._starting = False
        self._over = False
        self._ended = threading.Event()

    @property
    def figures(self) -> tuple[Figures, ...]:
        """Counts of all readers, also of those that have ended."""
        return (*self._past, *(reader.figures for reader in self._readers))

    def note(self, text: str, seconds: float) -> None:
        """Note how long a worker took for a query of a stranger; called in any thread."""
        if self._most and self._shapes.note(text, seconds):
            for reader in list(self._readers):
                reader.line.send(passing.QUICK, text.encode())

    def offer(self, host: Host, address: str, number: int, kept: bytes | None) -> bool:
        """Hand a connection over; tell whether a reader took it. Called in the loop.

        :param number: its file descriptor
        :param kept: head and answer of the last request, packed, for the reader to keep
        """
        if self._over or not self._most or not self._shapes.samples:
            return False
        self._start_missing(host)
        if not self._readers:
            return False
        reader = min(self._readers, key=lambda one: one.held.total())
        if kept is not None and len(kept) <= passing.LARGEST:
            reader.line.send(passing.ANSWER, kept)
        if not reader.line.send(passing.CONNECTION, address.encode(), number):
            return False
        reader.held[address] += 1
        return True

    def let_go(self) -> None:
        """Let all connections come back, and the readers end."""
        self._over = True
        for reader in list(self._readers):
            reader.line.send(passing.END, wait=True)
        if not self._readers:
            self._ended.set()

    def close(self) -> None:
        """Wait until all connections are back; called in another thread than the loop's."""
        self.let_go()
        self._ended.wait(_FAREWELL)

    def _start_missing(self, host: Host) -> None:
        recent = [moment for moment in self._endings if time.monotonic() - moment < _MINUTE]
        if self._starting or len(self._readers) >= self._most or len(recent) >= _ENDINGS:
            return
        self._starting = True
        loop = asyncio.get_running_loop()

        def started(done: asyncio.Future[list[_Reader]]) -> None:
            self._starting = False
            for reader in done.result():
                if self._over:
                    reader.line.close()
                    continue
                self._readers.append(reader)
                for text in self._shapes.samples:
                    reader.line.send(passing.QUICK, text.encode())
                loop.add_reader(reader.line.number, functools.partial(self._take, loop, reader, host))

        missing = self._most - len(self._readers)
        loop.run_in_executor(None, self._start, missing).add_done_callback(started)

    def _start(self, number: int) -> list[_Reader]:
        """Start readers; all at the same time, so that each gets its part of the connections."""
        assert self._nursery is not None
        assert self._setup is not None
        found: list[_Reader] = []
        try:
            for _ in range(number):
                memory = Figures.memory()
                try:
                    end, _ = self._nursery.start_other(functools.partial(read, self._setup))
                    line = Line(end)
                    line.send(passing.QUICK, handed=memory)
                    found.append(_Reader(line, Figures(memory)))
                finally:
                    os.close(memory)
        except ForderungsgraphError as error:
            journal.failed("reader", error)
            self._endings.append(time.monotonic())
        return found

    def _take(self, loop: asyncio.AbstractEventLoop, reader: _Reader, host: Host) -> None:
        try:
            while (message := reader.line.receive()) is not None:
                self._heed(reader, host, message)
        except EOFError:
            loop.remove_reader(reader.line.number)
            self._bury(reader, host)

    def _heed(self, reader: _Reader, host: Host, message: Message) -> None:
        if message.kind == passing.PART:
            reader.parts += message.data
        elif message.kind == passing.BACK and message.handed is not None:
            address, rest = unpacked(message.data)
            data = bytes(reader.parts) + rest
            reader.parts.clear()
            reader.held[address.decode()] -= 1
            host.adopt(message.handed, address.decode(), data)
        elif message.kind == passing.GONE:
            reader.held[message.data.decode()] -= 1
            host.gone(message.data.decode())
        elif message.kind == passing.USED and self._pool is not None:
            name, seconds = unpacked(message.data)
            wait = self._pool.charge(name.decode(), float(seconds))
            if wait:
                for one in self._readers:
                    one.line.send(passing.OVER, packed(name, f"{wait:.1f}"))
        elif message.kind == passing.TOO_SLOW:
            self._shapes.ban(message.data.decode())
            self._endings.append(time.monotonic())
            journal.told("reader", end="slow")
            for one in self._readers:
                one.line.send(passing.SLOW, message.data)

    def _bury(self, reader: _Reader, host: Host) -> None:
        """Take note that a reader ended; what it still held broke with it."""
        self._readers.remove(reader)
        self._past.append(reader.figures)
        for address in reader.held.elements():
            host.gone(address)
        reader.line.close()
        if self._over and not self._readers:
            self._ended.set()

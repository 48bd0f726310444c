"""The process of a reader: connections come from the service, and go back with what cannot be answered here.

Queries run in the only thread, one after the other. The engine lets other threads run meanwhile, so that
:class:`_Watch` sees when one takes too long; it then gives the connections back itself and ends the process.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
from email.utils import formatdate
from typing import Any, Final, cast

from forderungsgraph import journal
from forderungsgraph.memory import limit_memory
from forderungsgraph.store import EmbeddedStore

from .answering import Answering, Asked
from .figures import Figures
from .heads import Whole, head_of
from .kept import Kept
from .passing import (
    ANSWER,
    BACK,
    CONNECTION,
    GONE,
    LARGEST,
    OVER,
    PART,
    QUICK,
    SLOW,
    TOO_SLOW,
    USED,
    Line,
    packed,
    unpacked,
)
from .setup import Setup

_SECOND: Final = 1.0
_MOMENT: Final = 0.01
# looks at the clock without a query until it rests, and looks at one query until that counts as stuck
_QUIET: Final = 40
_LOOKS: Final = 80
_LARGEST_KEPT: Final = 200_000


def read(setup: Setup, store: EmbeddedStore, end: socket.socket) -> None:
    """Answer until the service says that it is over, or closes its end; runs in a process of its own.

    The first message carries the memory for :class:`Figures`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _be_silent(told=setup.told)
    line = Line(end)
    first = None
    while first is None:
        first = line.receive()
    assert first.handed is not None
    figures = Figures(first.handed)
    os.close(first.handed)
    limit_memory(setup.memory)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(Reader(setup, store, line, figures).run())


def _loop_factory() -> Any:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _be_silent(*, told: bool) -> None:
    """Let the engine's last words go nowhere: they may be the asker's text. Our own lines stay."""
    import sys

    if told:
        sys.stderr = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="backslashreplace")
        journal.log_to_standard_error()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _uncounted(_found: bool) -> None:
    """Count nothing: what is found counts as an answer."""


class _Connection(asyncio.Protocol):
    """A connection while it is here."""

    def __init__(self, reader: Reader, address: str, number: int) -> None:
        self.address = address
        self.number = number
        self.used = time.monotonic()
        self.transport: asyncio.Transport
        self._here = False
        self._reader = reader
        # what came while the client did not take its last answer
        self._waiting: bytes | None = None
        self._full = False
        self._left = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's are none of asyncio's classes
        self.transport = cast(asyncio.Transport, transport)
        self._here = True
        # whatever is not written at once counts as a client that does not take it
        self.transport.set_write_buffer_limits(high=0)

    def data_received(self, data: bytes) -> None:
        self.used = time.monotonic()
        answer = None if self._full else self._reader.answer(self, data)
        if answer is not None:
            self.transport.write(answer)
        elif self._full:
            self._waiting = (self._waiting or b"") + data
            self.transport.pause_reading()
        else:
            self.give_back(data)

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        if self._waiting is not None:
            self.give_back(self._waiting)

    @property
    def whole(self) -> bool:
        """Whether nothing of an answer is still to be sent."""
        return not self._full

    def close(self) -> None:
        """End it."""
        if self._here:
            self.transport.close()

    def give_back(self, data: bytes) -> None:
        """Let the service go on with the connection, once everything is written."""
        self._left = True
        self._reader.give_back(self, data)

    def connection_lost(self, _exc: Exception | None) -> None:
        self._reader.lost(self, told=not self._left)


class Reader:
    """What the process does."""

    def __init__(self, setup: Setup, store: EmbeddedStore, line: Line, figures: Figures) -> None:
        self._setup = setup
        self._line = line
        self._figures = figures
        self._answering = Answering(store, setup)
        self._kept: Kept[Whole] = Kept(setup.kept, _LARGEST_KEPT, _uncounted)
        self._connections: set[_Connection] = set()
        self._used: dict[str, float] = {}
        self._over: dict[str, float] = {}
        self._date: tuple[tuple[bytes, bytes], ...] = ()
        self._watch = _Watch(self, setup.moment)

    async def run(self) -> None:
        """Answer until it is over."""
        loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self._line.number, self._take)
        self._watch.start()
        self._each_second()
        await self._ended
        self._watch.stop()
        end = time.monotonic() + _SECOND
        while time.monotonic() < end and not all(one.whole for one in self._connections):
            await asyncio.sleep(_MOMENT)
        for connection in self._connections:
            if connection.whole:
                self._send_back(connection, b"")

    def answer(self, connection: _Connection, data: bytes) -> bytes | None:
        """Return what to send, None if the service has to."""
        head = head_of(data)
        if head is None:
            return None
        found = self._kept.get(head)
        if found is not None:
            self._figures.note_kept()
            if self._setup.told:
                journal.request("GET", "kept", 200, 0.0)
            return found.dated(self._date)
        asked = self._answering.read(head, connection.address)
        if asked is None or self._over.get(asked.client, 0) > time.monotonic():
            return None
        return self._make(connection, head, asked)

    def _make(self, connection: _Connection, head: bytes, asked: Asked) -> bytes | None:
        begun = time.monotonic()
        self._watch.begin(connection, head, asked.text)
        found = self._answering.answer(asked)
        slow = self._watch.end()
        seconds = time.monotonic() - begun
        self._used[asked.client] = self._used.get(asked.client, 0) + seconds
        if slow:
            self._answering.forget(asked.text)
        if found is None:
            return None
        self._figures.note_quick(seconds)
        self._kept.put(head, found, len(found.rest) + len(head) + 500)
        if self._setup.told:
            journal.request("GET", "quick", 200, seconds)
        return found.dated(self._date)

    def give_back(self, connection: _Connection, data: bytes) -> None:
        """Hand a connection over to the service, with what has come on it."""
        connection.transport.pause_reading()
        self._send_back(connection, data)
        connection.transport.abort()

    def give_all_back(self, slow: _Connection, head: bytes, text: str) -> None:
        """Hand everything over, called while the only other thread is held up by a query."""
        self._line.send(TOO_SLOW, text.encode(), wait=True)
        for connection in self._connections:
            if connection.whole:
                self._send_back(connection, head if connection is slow else b"")

    def lost(self, connection: _Connection, *, told: bool) -> None:
        """Note that a connection is not here any more; the service counts them."""
        self._connections.discard(connection)
        if told:
            self._line.send(GONE, connection.address.encode(), wait=True)

    def _send_back(self, connection: _Connection, data: bytes) -> None:
        while len(data) > LARGEST:
            self._line.send(PART, data[:LARGEST], wait=True)
            data = data[LARGEST:]
        self._line.send(BACK, packed(connection.address, data), connection.number, wait=True)

    def _take(self) -> None:
        """Read what the service sent."""
        try:
            while (message := self._line.receive()) is not None:
                if message.kind == CONNECTION and message.handed is not None:
                    self._adopt(message.handed, message.data.decode())
                elif message.kind == QUICK:
                    self._answering.learn(message.data.decode())
                elif message.kind == SLOW:
                    self._answering.forget(message.data.decode())
                elif message.kind == ANSWER:
                    head, rest = unpacked(message.data)
                    self._kept.put(head, Whole(rest), len(head) + len(rest) + 500)
                elif message.kind == OVER:
                    name, seconds = unpacked(message.data)
                    self._over[name.decode()] = time.monotonic() + float(seconds)
                else:
                    self._end()
        except EOFError:
            self._end()

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._line.number)
        if not self._ended.done():
            self._ended.set_result(None)

    def _adopt(self, number: int, address: str) -> None:
        connection = _Connection(self, address, number)
        self._connections.add(connection)

        async def adopt() -> None:
            end = socket.socket(fileno=number)
            try:
                await asyncio.get_running_loop().connect_accepted_socket(lambda: connection, end)
            except OSError:
                end.close()
                self.lost(connection, told=True)

        task = asyncio.get_running_loop().create_task(adopt())
        task.add_done_callback(lambda done: done.exception())

    def _each_second(self) -> None:
        self._date = ((b"date", formatdate(usegmt=True).encode()),)
        now = time.monotonic()
        for connection in list(self._connections):
            if now - connection.used > self._setup.rest:
                connection.close()
        for name, seconds in self._used.items():
            self._line.send(USED, packed(name, f"{seconds:.6f}"), wait=True)
        self._used.clear()
        self._over = {name: until for name, until in self._over.items() if until > now}
        asyncio.get_running_loop().call_later(_SECOND, self._each_second)


class _Watch(threading.Thread):
    """Ends the process if a query takes longer than a moment of this processor's time, or many of the clock's."""

    def __init__(self, reader: Reader, moment: float) -> None:
        super().__init__(name="forderungsgraph-uhr", daemon=True)
        self._reader = reader
        self._moment = moment
        self._clock = time.pthread_getcpuclockid(threading.get_ident())
        self._lock = threading.Lock()
        self._under_way: tuple[_Connection, bytes, str] | None = None
        self._slow = False
        self._awake = threading.Event()
        self._stopped = False

    def begin(self, connection: _Connection, head: bytes, text: str) -> None:
        """Watch over a query from now on."""
        self._under_way = (connection, head, text)
        if not self._awake.is_set():
            self._awake.set()

    def end(self) -> bool:
        """Tell whether the query that is over was slow; where it was too slow, this waits for the process to end."""
        with self._lock:
            self._under_way = None
            slow, self._slow = self._slow, False
            return slow

    def run(self) -> None:
        """Look from time to time, while there are queries."""
        while not self._stopped:
            self._awake.wait()
            self._awake.clear()
            last: object = None
            seen = quiet = 0
            since = 0.0
            while quiet < _QUIET:
                time.sleep(self._moment / 4)
                with self._lock:
                    found = self._under_way
                    if found is None or found is not last:
                        # asking for a processor's time costs more than it looks, so not for every query
                        last, seen, since = found, 0, time.clock_gettime(self._clock)
                        quiet = quiet + 1 if found is None else 0
                        continue
                    seen += 1
                    used = time.clock_gettime(self._clock) - since
                    self._slow = used > self._moment / 2
                    if used > self._moment or seen > _LOOKS:
                        self._reader.give_all_back(*found)
                        os._exit(0)

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True
        self._awake.set()

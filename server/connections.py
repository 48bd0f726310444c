"""Connections of uvicorn that do not wait for ever: for half a head, and for one client's hundredth connection.

uvicorn limits only how long an idle connection rests between two requests. What was asked before in the same
words is answered here, before HTTP is parsed (:mod:`forderungsgraph.express.heads`).
"""

from __future__ import annotations

import asyncio
import functools
import socket
from collections import Counter
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from forderungsgraph.express import HEAD, Whole, head_of
from forderungsgraph.express.passing import packed
from forderungsgraph.store.callers import network

from .front import Front
from .settings import Patience


class Connections:
    """All connections: counts them by client, hands them to readers and takes them back.

    :param front: knows answers and readers
    """

    def __init__(self, patience: Patience, front: Front) -> None:
        self.held: Counter[str] = Counter()
        self.patience = patience
        self.front = front
        self.make: Callable[[], Any] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def protocol(self) -> type[asyncio.Protocol]:
        """Return the class of connections for ``uvicorn.Config(http=…)``."""
        return type("Connection", (_Connection,), {"all": self})

    def gone(self, address: str) -> None:
        """Note that a connection has ended."""
        name = network(address)
        self.held[name] -= 1
        if self.held[name] <= 0:
            del self.held[name]

    def adopt(self, number: int, address: str, data: bytes) -> None:
        """Take a connection back from a reader, with what has come on it."""
        self.gone(address)
        loop = asyncio.get_running_loop()
        end = socket.socket(fileno=number)
        assert self.make is not None
        protocol = self.make()

        async def adopt() -> None:
            try:
                await loop.connect_accepted_socket(lambda: protocol, end)
            except OSError:
                end.close()
                return
            if data and not protocol.transport.is_closing():
                protocol.data_received(data)

        task = loop.create_task(adopt())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection with time limits, which may go to a reader between two requests."""

    all: Connections
    _timer: asyncio.TimerHandle | None = None
    _whole = True
    _handed = False
    _head: bytes | None = None
    _answered = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        if self.all.make is None:
            self.all.make = functools.partial(
                type(self), self.config, self.server_state, self.app_state, self.loop
            )
        name = network(self._address)
        self.all.held[name] += 1
        _limit_reading(transport, self.all.patience.reading)
        if self.all.held[name] > self.all.patience.connections:
            transport.abort()
            return
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if not self._handed:
            self.all.gone(self._address)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._head = head_of(data) if self._between() else None
        if self._head is not None and not self.flow.write_paused:
            answer = self.all.front.known(self._head)
            if answer is not None:
                self.transport.write(answer.dated(self.server_state.default_headers))
                self._rest()
                self._offer(self._head, answer)
                return
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            # part of a head has come, and no request
            self._wait_for_head()
        else:
            self._stop_waiting()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._whole = False
        self.scope[HEAD] = self._head

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._whole = True

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._stop_waiting()
        if self.scope["path"] == "/sparql" and self.cycle.keep_alive:
            self._offer(self._head, None)

    def timeout_keep_alive_handler(self) -> None:
        left = self._answered + self.timeout_keep_alive - self.loop.time()
        if left <= 0:
            super().timeout_keep_alive_handler()
        else:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)

    def _between(self) -> bool:
        """Tell whether no request is under way, nor a part of one."""
        return self._whole and (self.cycle is None or self.cycle.response_complete)

    def _rest(self) -> None:
        self._answered = self.loop.time()
        self._stop_waiting()
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_handler()

    def _offer(self, head: bytes | None, answer: Whole | None) -> None:
        """Let a reader go on with this connection, where there is one and everything is written."""
        transport = self.transport
        if not self._between() or transport.is_closing() or transport.get_write_buffer_size():
            return
        transport.pause_reading()
        end = transport.get_extra_info("socket")
        kept = packed(head, answer.rest) if head is not None and answer is not None else None
        if self.all.front.readers.offer(self.all, self._address, end.fileno(), kept):
            self._handed = True
            transport.abort()
        else:
            transport.resume_reading()

    def _wait_for_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.all.patience.head, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _limit_reading(transport: Any, seconds: float) -> None:
    """Let the system break a connection whose client takes nothing for so long, where it can."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    end = transport.get_extra_info("socket")
    if option is not None and end is not None and end.family in (socket.AF_INET, socket.AF_INET6):
        end.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))

"""Connections of uvicorn that do not wait for ever: for half a head, and for one client's hundredth connection.

uvicorn limits only how long an idle connection rests between two requests. What was asked before in the same
words is answered here, before HTTP is parsed (:mod:`.heads`).
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from forderungsgraph.store.callers import network

from .heads import HEAD, Whole, head_of
from .settings import Patience


def protocol(patience: Patience, known: Callable[[bytes], Whole | None]) -> type[asyncio.Protocol]:
    """Return the class of connections for ``uvicorn.Config(http=…)``.

    :param known: returns the answer to a request by its head, if there is one
    """
    held: Counter[str] = Counter()

    class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        """A connection with time limits."""

        _timer: asyncio.TimerHandle | None = None
        _name = ""
        _whole = True
        _head: bytes | None = None
        _answered = 0.0

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self._name = network(self.client[0]) if self.client else ""
            held[self._name] += 1
            _limit_reading(transport, patience.reading)
            if held[self._name] > patience.connections:
                transport.abort()
                return
            self._wait_for_head()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            held[self._name] -= 1
            if held[self._name] <= 0:
                del held[self._name]
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            self._head = head_of(data) if self._between() else None
            if self._head is not None and not self.flow.write_paused:
                answer = known(self._head)
                if answer is not None:
                    self.transport.write(answer.dated(self.server_state.default_headers))
                    self._rest()
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

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._stop_waiting()

        def _wait_for_head(self) -> None:
            if self._timer is None:
                self._timer = self.loop.call_later(patience.head, self.transport.abort)

        def _stop_waiting(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return Connection


def _limit_reading(transport: Any, seconds: float) -> None:
    """Let the system break a connection whose client takes nothing for so long, where it can."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    end = transport.get_extra_info("socket")
    if option is not None and end is not None and end.family in (socket.AF_INET, socket.AF_INET6):
        end.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))

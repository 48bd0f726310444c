"""Connections of uvicorn that do not wait for ever: for half a head, and for one client's hundredth connection.

uvicorn limits only how long an idle connection rests between two requests.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from forderungsgraph.store.callers import network

from .settings import Patience


def protocol(patience: Patience) -> type[asyncio.Protocol]:
    """Return the class of connections for ``uvicorn.Config(http=…)``."""
    held: Counter[str] = Counter()

    class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        """A connection with time limits."""

        _timer: asyncio.TimerHandle | None = None
        _name = ""

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
            super().data_received(data)
            if self.cycle is None or self.cycle.response_complete:
                # part of a head has come, and no request
                self._wait_for_head()
            else:
                self._stop_waiting()

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

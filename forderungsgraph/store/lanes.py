"""Lanes: places for queries, given in the order of arrival, with a bounded queue before them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from forderungsgraph.errors import OverloadError

_LOOK: Final = 0.05
_REMEMBERED: Final = 4096


class Lane:
    """Places that queries take and leave.

    :param places: queries at the same time
    :param waiting: queries that may wait for a place
    """

    def __init__(self, name: str, places: int, waiting: int) -> None:
        self.name = name
        self.places = places
        self._most_waiting = waiting
        self._lock = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._running = 0

    @property
    def running(self) -> int:
        """Places that are taken."""
        return self._running

    @property
    def waiting(self) -> int:
        """Queries that wait for a place."""
        return len(self._queue)

    def enter_at_once(self) -> bool:
        """Take a place if one is free and nobody waits for it."""
        with self._lock:
            if self._running >= self.places or self._queue:
                return False
            self._running += 1
            return True

    def enter(self, patience: float, gone: Callable[[], bool]) -> None:
        """Take a place, in the order of arrival.

        :param gone: tells whether the one who waits has left; then the place is not taken
        :raises OverloadError: if there is none after ``patience`` seconds, or too many wait already
        """
        if self.enter_at_once():
            return
        turn = threading.Event()
        with self._lock:
            if len(self._queue) >= self._most_waiting:
                raise overload()
            self._queue.append(turn)
            self._call()
        end = time.monotonic() + patience
        while not turn.wait(max(min(end - time.monotonic(), _LOOK), 0)):
            if time.monotonic() >= end or gone():
                with self._lock:
                    if turn in self._queue:
                        self._queue.remove(turn)
                        raise overload()
        # a turn given in the very last moment counts

    def leave(self) -> None:
        """Give a place back."""
        with self._lock:
            self._running -= 1
            self._call()

    def _call(self) -> None:
        while self._queue and self._running < self.places:
            self._running += 1
            self._queue.popleft().set()


class History:
    """Queries that took long the last time, by a digest of their text; the least recent forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._long: OrderedDict[bytes, None] = OrderedDict()

    def was_long(self, key: bytes) -> bool:
        """Tell whether this query left the lane of the quick ones the last time."""
        return key in self._long

    def note(self, key: bytes, *, long: bool) -> None:
        """Remember how a query went."""
        if not long and key not in self._long:
            return
        with self._lock:
            self._long.pop(key, None)
            if long:
                self._long[key] = None
                if len(self._long) > _REMEMBERED:
                    self._long.popitem(last=False)


def overload() -> OverloadError:
    """Return the error for a query that finds no place."""
    return OverloadError(
        "Alle Plätze für Abfragen sind belegt",
        hint="In einigen Sekunden noch einmal versuchen",
        english="all places for queries are taken, try again in a few seconds",
    )

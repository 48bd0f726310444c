"""The share of each client: queries at the same time, and seconds of work per minute."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from forderungsgraph.errors import TooManyQueriesError


@dataclass(frozen=True, slots=True)
class Share:
    """What one client may use.

    :param queries: at the same time
    :param seconds: seconds of work per minute, summed over its queries; a single query may overdraw them
    """

    queries: int = 16
    seconds: float = 120.0


@dataclass(slots=True)
class _Account:
    left: float
    stamp: float
    running: int = 0


class Clients:
    """Accounts of clients, kept in memory only, the least recent forgotten first.

    :param most: accounts that are kept
    :param clock: seconds, monotonic
    """

    def __init__(
        self, share: Share | None = None, *, most: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.share = share or Share()
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._accounts: OrderedDict[str, _Account] = OrderedDict()

    def enter(self, name: str) -> None:
        """Note that a query of a client begins.

        :raises TooManyQueriesError: if it has too many under way, or used its seconds up
        """
        with self._lock:
            account = self._account(name)
            if account.running >= self.share.queries:
                raise TooManyQueriesError(
                    f"Von dieser Adresse laufen schon {account.running} Abfragen",
                    hint="Abfragen nacheinander stellen",
                    english=f"{account.running} queries of this address are running already",
                    retry_after=1,
                )
            if account.left <= 0:
                wait = math.ceil((1 - account.left) * 60 / self.share.seconds)
                raise TooManyQueriesError(
                    f"Die Abfragen dieser Adresse haben mehr als {self.share.seconds:g} Sekunden "
                    "Rechenzeit je Minute gebraucht",
                    hint=f"In {wait} Sekunden noch einmal versuchen, oder die Daten als Ganzes laden (/daten/)",
                    english=f"the queries of this address used more than {self.share.seconds:g} seconds "
                    "of work per minute",
                    retry_after=wait,
                )
            account.running += 1

    def leave(self, name: str, seconds: float) -> None:
        """Note that a query ended after so many seconds of work."""
        with self._lock:
            account = self._account(name)
            account.running = max(account.running - 1, 0)
            account.left -= seconds

    def charge(self, name: str, seconds: float) -> float:
        """Note seconds of work that was done without asking; return for how many seconds there should be no more."""
        with self._lock:
            account = self._account(name)
            account.left -= seconds
            return max(1 - account.left, 0) * 60 / self.share.seconds if account.left <= 0 else 0.0

    def _account(self, name: str) -> _Account:
        now = self._clock()
        account = self._accounts.pop(name, None) or _Account(self.share.seconds, now)
        gained = (now - account.stamp) * self.share.seconds / 60
        account.left = min(account.left + gained, self.share.seconds)
        account.stamp = now
        self._accounts[name] = account
        if len(self._accounts) > self._most:
            self._accounts.popitem(last=False)
        return account

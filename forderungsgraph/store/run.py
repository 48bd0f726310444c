"""One call on its way: from the lane of the quick ones to that of the long ones, to its end or its deadline."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from forderungsgraph.errors import ForderungsgraphError, OverloadError, QueryLimitError

from .budget import Budget
from .callers import Caller
from .channel import Frame
from .lanes import History, Lane
from .worker import Worker

_LOOK: Final = 0.05
_MOMENT: Final = 0.001
# so many times as long as the quick ones may take: then it begins as a long one the next time
_LONG: Final = 5


class End(StrEnum):
    """How a call ended."""

    DONE = "done"
    TIME = "time"
    DIED = "died"
    LEFT = "left"
    OVERLOAD = "overload"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call was like, for those who measure.

    :param key: digest of the call; the text itself is nobody's business
    :param lane: in which it ended, ``quick`` or ``long``
    :param seconds: that a worker was busy with it
    :param waited: seconds that it waited for places
    :param size: bytes of the answer that were handed out
    """

    key: str
    lane: str
    end: End
    seconds: float
    waited: float
    size: int


class House(Protocol):
    """What a call needs of the pool."""

    budget: Budget
    quick: Lane
    long: Lane
    history: History

    @property
    def patience(self) -> float:
        """Seconds that a query waits for a place, longer while the store is loaded."""
        ...

    def take(self, patience: float) -> Worker:
        """Return a worker that is ready."""
        ...

    def give_back(self, worker: Worker) -> None:
        """Take a worker that answered."""
        ...

    def discard(self, worker: Worker) -> None:
        """End a worker."""
        ...

    def moved(self, worker: Worker) -> None:
        """Note that a worker works on a long query, so that the quick ones need another."""
        ...

    def ended(self, run: Run, outcome: Outcome) -> None:
        """Note how a call went."""
        ...


class Run:
    """A call under way; holds a place in a lane and a worker until it ends.

    :param call: as the worker takes it
    :param key: digest of the call, by which its cost is remembered
    :param caller: on whose behalf, None for the service's own
    """

    def __init__(self, house: House, call: bytes, key: bytes, caller: Caller | None) -> None:
        self.caller = caller
        self._house = house
        self._key = key
        self._worker: Worker | None = None
        self._lane: Lane | None = None
        self._seconds = 0.0
        self._waited = 0.0
        self._size = 0
        self._over = False
        self._begun = time.monotonic()
        try:
            self._start(call)
        except ForderungsgraphError:
            self._finish(End.OVERLOAD)
            raise

    def _start(self, call: bytes) -> None:
        was_long = self._house.history.was_long(self._key)
        lane = self._house.long if was_long else self._house.quick
        lane.enter(self._house.patience, self._gone)
        self._lane = lane
        for attempt in (True, False):
            worker = self._house.take(self._house.patience)
            try:
                worker.ask(call)
                break
            except OSError:
                # it ended while it was idle
                self._house.discard(worker)
                if not attempt:
                    raise OverloadError("Die Prozesse für Abfragen werden gerade ersetzt") from None
        self._worker = worker
        if was_long:
            self._house.moved(worker)
            worker.lower()
        now = time.monotonic()
        self._waited = now - self._begun
        self._begun = now
        self._deadline = now + self._house.budget.seconds
        self._leaves_quick = now + self._house.budget.quick

    def frame(self) -> Frame:
        """Return the next frame of the answer.

        :raises QueryLimitError: if the deadline passed, the worker died of the query, or the caller left
        :raises OverloadError: if no place for long queries became free
        """
        worker = self._worker
        assert worker is not None
        look = self.caller is not None
        while True:
            now = time.monotonic()
            quick = self._lane is self._house.quick
            end = min(self._deadline, self._leaves_quick) if quick else self._deadline
            wait = max(end - now, _MOMENT)
            try:
                frame = worker.channel.receive(min(wait, _LOOK) if look else wait)
            except (EOFError, OSError) as error:
                self._finish(End.DIED)
                raise _died() from error
            if frame is not None:
                self._size += len(frame.data)
                if frame.seconds and self.caller is not None:
                    self.caller.note(frame.seconds)
                return frame
            now = time.monotonic()
            if self._gone():
                self._finish(End.LEFT)
                raise _left()
            if now >= self._deadline:
                self._finish(End.TIME)
                raise _too_long(self._house.budget.seconds)
            if quick and now >= self._leaves_quick:
                self._move(worker)

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._over

    def done(self, *, size: int = 0) -> None:
        """Note that the answer is complete; the worker is free."""
        self._size += size
        self._finish(End.DONE)

    def stop(self) -> None:
        """End the work, because nobody wants the rest; does nothing once it has ended."""
        self._finish(End.LEFT)

    def _gone(self) -> bool:
        return self.caller is not None and self.caller.gone()

    def _move(self, worker: Worker) -> None:
        """Go over to the lane of the long ones; the work is held still while there is no place."""
        long = self._house.long
        if not long.enter_at_once():
            worker.process.pause()
            self._leave()
            self._house.moved(worker)
            since = time.monotonic()
            try:
                long.enter(self._house.budget.patience, self._gone)
            except OverloadError:
                self._finish(End.OVERLOAD)
                raise
            waited = time.monotonic() - since
            self._waited += waited
            self._deadline += waited
            self._begun += waited
            worker.process.resume()
        else:
            self._leave()
        self._lane = long
        self._house.moved(worker)
        worker.lower()

    def _leave(self) -> None:
        if self._lane is not None:
            lane, self._lane = self._lane, None
            lane.leave()

    def _finish(self, end: End) -> None:
        if self._over:
            return
        self._over = True
        name = self._lane.name if self._lane is not None else self._house.long.name
        worker, self._worker = self._worker, None
        if worker is not None:
            self._seconds = time.monotonic() - self._begun
            self._house.history.note(self._key, long=self._seconds > _LONG * self._house.budget.quick)
            if end is End.DONE:
                self._house.give_back(worker)
            else:
                self._house.discard(worker)
        else:
            self._waited = time.monotonic() - self._begun
        self._leave()
        outcome = Outcome(self._key.hex(), name, end, self._seconds, self._waited, self._size)
        self._house.ended(self, outcome)


def _too_long(seconds: float) -> QueryLimitError:
    return QueryLimitError(
        f"Die Abfrage wurde nach {seconds:g} Sekunden abgebrochen",
        hint="Die Abfrage eingrenzen, etwa mit LIMIT oder einem festen Verband, Gesetz oder Jahr",
        english=f"time limit: the query was stopped after {seconds:g} seconds; narrow it down",
    )


def _died() -> QueryLimitError:
    return QueryLimitError(
        "Die Abfrage brauchte zu viel Speicher und wurde abgebrochen",
        hint="Die Abfrage eingrenzen: weniger Muster ohne gemeinsame Variable, kleinere Ergebnisse",
        english="memory limit: the query was stopped; narrow it down",
    )


def _left() -> QueryLimitError:
    return QueryLimitError("Wer fragte, ist nicht mehr da", english="the client has left")

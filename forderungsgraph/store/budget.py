"""What queries may use, and how many run at the same time."""

from __future__ import annotations

from dataclasses import dataclass

from .clients import Share


@dataclass(frozen=True, slots=True)
class Budget:
    """What one query may use.

    :param seconds: wall-clock time from the moment a worker takes the query to the last byte of the answer;
        the time that it is held in the queue for long queries does not count
    :param patience: seconds that a query waits for a place
    :param memory: bytes of address space above the loaded store (where the system can limit it)
    :param quick: seconds after which a query counts as long and leaves the lane of the quick ones
    :param answer: bytes of an answer
    :param rows: rows of an answer, or lines of N-Triples and N-Quads
    """

    seconds: float = 30.0
    patience: float = 5.0
    memory: int = 1 << 30
    quick: float = 0.1
    answer: int = 500_000_000
    rows: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Places:
    """How many queries run and wait; a query begins as a quick one and moves when it takes its time.

    :param quick: quick queries at the same time
    :param long: long queries at the same time
    :param waiting: queries that wait before each lane; more are turned away at once
    :param spare: processes kept warm beyond the quick places, so that none is missed when one moves
    """

    quick: int = 8
    long: int = 2
    waiting: int = 32
    spare: int = 2


__all__ = ["Budget", "Places", "Share"]

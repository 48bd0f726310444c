"""Counts of a reader in memory that the service reads: each number has one writer."""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

BUCKETS: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05)
_KEPT, _QUICK, _SECONDS, _FIRST = range(4)
_NUMBERS: Final = _FIRST + len(BUCKETS) + 1


class Figures:
    """Answers that were kept, answers that were made, and how long those took.

    :param number: file descriptor of the memory
    """

    def __init__(self, number: int) -> None:
        self._map = mmap.mmap(number, _NUMBERS * 8)
        self._values = memoryview(self._map).cast("d")

    @staticmethod
    def memory() -> int:
        """Return the file descriptor of new memory for figures."""
        number = os.memfd_create("figures")
        os.truncate(number, _NUMBERS * 8)
        return number

    @property
    def kept(self) -> int:
        """Answers that were kept."""
        return int(self._values[_KEPT])

    @property
    def quick(self) -> int:
        """Answers that were made."""
        return int(self._values[_QUICK])

    @property
    def seconds(self) -> float:
        """Seconds that making them took."""
        return self._values[_SECONDS]

    @property
    def buckets(self) -> Sequence[int]:
        """Answers that were made, by how long they took: up to each of ``BUCKETS``, and longer."""
        return [int(value) for value in self._values[_FIRST:]]

    def note_kept(self) -> None:
        """Count a kept answer."""
        self._values[_KEPT] += 1

    def note_quick(self, seconds: float) -> None:
        """Count an answer that was made."""
        self._values[_QUICK] += 1
        self._values[_SECONDS] += seconds
        self._values[_FIRST + bisect_left(BUCKETS, seconds)] += 1

"""Time as a length: days of any precision, a scale of whole years, years to write below it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final

_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
_LEAST: Final = 44.0


def days(text: str) -> tuple[int, int] | None:
    """Return first and last day (ordinals of the calendar) of an ISO date, month or year; None for anything else.

    >>> days("2019-02") == (date(2019, 2, 1).toordinal(), date(2019, 2, 28).toordinal())
    True
    """
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        match numbers:
            case [year]:
                return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            case [year, month]:
                last = calendar.monthrange(year, month)[1]
                return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
            case [year, month, day]:
                ordinal = date(year, month, day).toordinal()
                return ordinal, ordinal
            case _:
                return None
    except (ValueError, calendar.IllegalMonthError):
        return None


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole years on a line.

    :param first: year at the left end
    :param last: year that ends at the right end
    """

    first: int
    last: int
    left: float
    width: float

    @classmethod
    def of(cls, first: int, last: int, left: float, width: float) -> Scale:
        """Return the scale that shows two days, by ordinals."""
        return cls(date.fromordinal(first).year, date.fromordinal(last).year, left, width)

    def x(self, day: int) -> float:
        """Return where a day begins, by its ordinal; what lies outside stays at the end."""
        start, end = self._edge(self.first), self._edge(self.last + 1)
        return self.left + self.width * min(1.0, max(0.0, (day - start) / (end - start)))

    def years(self) -> list[tuple[int, float]]:
        """Return years to write, with where they begin: as many as there is room for."""
        span = self.last + 1 - self.first
        step = next((step for step in _STEPS if self.width / span * step >= _LEAST), span)
        return [
            (year, self.x(self._edge(year))) for year in range(self.first, self.last + 1) if year % step == 0
        ]

    @staticmethod
    def _edge(year: int) -> int:
        # the calendar of Python ends with the year 9999
        return date(year, 1, 1).toordinal() if year < 10_000 else date.max.toordinal() + 1

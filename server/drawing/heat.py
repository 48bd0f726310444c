"""Shades of cells by their number: few steps that can be told apart, each with the numbers it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHADES: Final = 5
"""Steps above zero; the stylesheet has a class ``heat1`` … for each."""


@dataclass(frozen=True, slots=True)
class Step:
    """A shade with the numbers it stands for, both ends included."""

    shade: int
    first: int
    last: int


def shade(number: int, highest: int) -> int:
    """Return the shade of a number: 0 for zero alone, the last one for the highest.

    >>> [shade(n, 10) for n in (0, 1, 2, 3, 10)]
    [0, 1, 1, 2, 5]
    """
    if number <= 0:
        return 0
    return min(SHADES, 1 + (number - 1) * SHADES // max(1, highest))


def steps(highest: int) -> list[Step]:
    """Return the shades that numbers up to ``highest`` have.

    >>> steps(2)
    [Step(shade=1, first=1, last=1), Step(shade=3, first=2, last=2)]
    """
    found: list[Step] = []
    for number in range(1, SHADES + 1):
        inside = (-(-(number - 1) * highest // SHADES) + 1, -(-number * highest // SHADES))
        if inside[0] <= inside[1]:
            found.append(Step(number, *inside))
    return found

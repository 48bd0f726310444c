"""Things in a row that must not overlap: where each one stands, and in which row labels stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence


def apart(wanted: Sequence[float], heights: Sequence[float], space: float) -> list[float]:
    """Return middles in this order, nearest to the wanted ones in the sum of squares, so that nothing overlaps.

    Isotonic regression by pooling adjacent violators (Ayer et al., Annals of Mathematical Statistics 26, 1955).

    >>> apart([10, 10], [20, 20], 4)
    [-2.0, 22.0]
    """
    shifts = [0.0]
    for one, other in itertools.pairwise(heights):
        shifts.append(shifts[-1] + (one + other) / 2 + space)
    blocks: list[tuple[float, int]] = []
    for want, shift in zip(wanted, shifts, strict=False):
        total, count = want - shift, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / count:
            more, others = blocks.pop()
            total, count = total + more, count + others
        blocks.append((total, count))
    flat = [total / count for total, count in blocks for _ in range(count)]
    return [middle + shift for middle, shift in zip(flat, shifts, strict=False)]


def flags(places: Sequence[float], widths: Sequence[float], space: float) -> list[int]:
    """Return the row of each label over an axis, counted from the axis, for labels that begin at their places.

    A label hangs from a pole at its place like a flag. Rows are as low as possible, no two labels of a row
    overlap, and no pole crosses a label: what begins within a label hangs below it.

    :param places: where the poles stand, in any order
    :param widths: of the labels

    >>> flags([0, 10, 50], [30, 30, 30], 4)
    [1, 0, 0]
    """
    rows = [0] * len(places)
    order = sorted(range(len(places)), key=lambda n: (-places[n], -n))
    for position, each in enumerate(order):
        end = places[each] + widths[each] + space
        within = [rows[other] for other in order[:position] if places[other] < end]
        rows[each] = max(within, default=-1) + 1
    return rows

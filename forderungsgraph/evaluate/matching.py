"""Which found span is which gold span (annotation guideline): one to one, by overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Record = Mapping[str, Any]

RIGHT: Final = 0.5
"""overlap from which a found span counts as the gold span"""
STRICT: Final = 0.8
"""overlap from which its borders are right, too"""


def overlap(first: Record, second: Record) -> float:
    """Return intersection over union of two spans with ``start`` and ``end``.

    >>> overlap({"start": 0, "end": 10}, {"start": 5, "end": 15})
    0.3333333333333333
    """
    common = _common(first, second)
    if common <= 0:
        return 0.0
    return float(common / (first["end"] - first["start"] + second["end"] - second["start"] - common))


def _common(first: Record, second: Record) -> int:
    return int(min(first["end"], second["end"]) - max(first["start"], second["start"]))


def match(gold: Sequence[Record], found: Sequence[Record], threshold: float) -> list[tuple[int, int]]:
    """Return index pairs of gold and found spans, one to one, with overlap ≥ ``threshold``, best first."""
    scored = sorted(
        (-share, i, j)
        for i, expected in enumerate(gold)
        for j, candidate in enumerate(found)
        if (share := overlap(expected, candidate)) >= threshold
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, i, j in scored:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs


def is_neutral(demand: Record) -> bool:
    """Whether a gold span neither rewards nor punishes: ignored, or a repetition."""
    return bool(demand.get("ignore") or demand.get("dup_of"))


def excused(found: Record, neutral: Iterable[Record]) -> bool:
    """Whether a found span that matches no demand lies on a neutral span, so that it does not count.

    It does if the two are half the same, or if half of the shorter one lies in the other: a found span
    within an ignored paragraph, or one that holds a whole ignored clause.
    """
    return any(
        overlap(span, found) >= RIGHT
        or _common(span, found) >= 0.5 * min(span["end"] - span["start"], found["end"] - found["start"])
        for span in neutral
    )

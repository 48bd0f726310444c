"""Fitting probabilities to findings whose rightness is known, and telling how well they fit.

Everything here is counting: bins of weights, the share that was right in each, drawn towards the share of all
families where a bin holds little, and pooled where a higher weight was right less often.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..convert.calibration import Steps
from ..convert.score import REVIEW_FROM, THRESHOLD

EDGES: Final = (REVIEW_FROM, 0.3, 0.4, 0.5, THRESHOLD, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
"""weights at which bins begin"""
STRENGTH: Final = 10.0
"""a bin is drawn towards all families as if this many more findings were like theirs"""
FOLDS: Final = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A finding and whether it was right.

    :param group: family of its rule, or the rule of a link
    :param weight: of the finding; 0 for links
    """

    document: str
    group: str
    weight: float
    right: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A bin of weights: from which on, how likely; how many findings it has, and how many are right."""

    start: float
    share: float
    n: int
    right: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings that were told to be about equally likely: how many, how likely, how many were right."""

    start: float
    n: int
    mean: float
    right: int

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.n


def fit(cases: Sequence[Case], families: Iterable[str]) -> dict[str, tuple[Step, ...]]:
    """Return the steps of each family, fitted to ``cases``; a family without cases is as all together.

    Without any case every weight is worth as much as a coin.
    """
    overall = pooled(_counted(cases, _even)) or (Step(EDGES[0], 0.5, 0, 0),)
    curve = _curve(overall)
    return {
        family: pooled(_counted([case for case in cases if case.group == family], curve)) or overall
        for family in families
    }


def _even(weight: float) -> float:
    """Return what is thought of a weight before anything is known: nothing."""
    del weight
    return 0.5


def _curve(steps: Sequence[Step]) -> Callable[[float], float]:
    return to_steps(steps).at


def _counted(cases: Iterable[Case], prior: Callable[[float], float]) -> list[Step]:
    """Return each bin with its share, drawn towards ``prior``; bins without cases are left out."""
    bins: dict[float, list[bool]] = defaultdict(list)
    for case in cases:
        start = max((edge for edge in EDGES if edge <= case.weight), default=EDGES[0])
        bins[start].append(case.right)
    return [_drawn(start, right, prior(start)) for start, right in sorted(bins.items())]


def _drawn(start: float, right: Sequence[bool], prior: float) -> Step:
    share = (sum(right) + STRENGTH * prior) / (len(right) + STRENGTH)
    return Step(start, share, len(right), sum(right))


def pooled(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return ``steps`` with neighbours pooled until no share falls (pool adjacent violators).

    >>> pooled([Step(0.2, 0.5, 10, 5), Step(0.5, 0.25, 30, 7), Step(0.7, 0.9, 5, 5)])
    (Step(start=0.2, share=0.3125, n=40, right=12), Step(start=0.7, share=0.9, n=5, right=5))
    """
    result: list[Step] = []
    for step in steps:
        result.append(step)
        while len(result) > 1 and result[-2].share >= result[-1].share:
            second, first = result.pop(), result.pop()
            n = first.n + second.n
            share = (first.share * first.n + second.share * second.n) / n
            result.append(Step(first.start, share, n, first.right + second.right))
    return tuple(result)


def to_steps(steps: Sequence[Step]) -> Steps:
    """Return the map of fitted steps."""
    return Steps(tuple(step.start for step in steps), tuple(step.share for step in steps))


def folds(documents: Iterable[str], count: int = FOLDS) -> dict[str, int]:
    """Return the fold of each document, by its place in the order of names."""
    return {name: place % count for place, name in enumerate(sorted(set(documents)))}


def cross_validated(cases: Sequence[Case], families: Sequence[str]) -> list[float]:
    """Return for each case the probability fitted without the documents of its fold."""
    fold = folds(case.document for case in cases)
    fitted = {
        number: {
            family: to_steps(steps)
            for family, steps in fit(
                [case for case in cases if fold[case.document] != number], families
            ).items()
        }
        for number in set(fold.values())
    }
    return [fitted[fold[case.document]][case.group].at(case.weight) for case in cases]


def rates(cases: Sequence[Case]) -> tuple[dict[str, Step], float]:
    """Return the share of right links by rule, drawn towards the share of all, and that share."""
    by_rule: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        by_rule[case.group].append(case.right)
    total = (sum(case.right for case in cases) + 1) / (len(cases) + 2)
    return {rule: _drawn(0.0, right, total) for rule, right in sorted(by_rule.items())}, total


def reliability(cases: Sequence[Case], shares: Sequence[float], edges: Sequence[float]) -> tuple[Bin, ...]:
    """Return the findings by bins of their probability; ``edges`` are where bins begin."""
    bins: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for case, share in zip(cases, shares, strict=True):
        bins[max(edge for edge in edges if edge <= share)].append((share, case.right))
    return tuple(
        Bin(start, len(rows), sum(share for share, _ in rows) / len(rows), sum(right for _, right in rows))
        for start, rows in sorted(bins.items())
    )


def expected_error(bins: Iterable[Bin]) -> float:
    """Return by how much the told probability is off on average, over all findings (0 over none).

    >>> expected_error([Bin(0.0, 10, 0.2, 1), Bin(0.8, 30, 0.9, 24)])
    0.1
    """
    found = list(bins)
    total = sum(each.n for each in found)
    return round(sum(each.n * abs(each.mean - each.share) for each in found) / total, 12) if total else 0.0


def by_group(cases: Sequence[Case], shares: Sequence[float]) -> Mapping[str, Bin]:
    """Return for each group how many findings, how likely they were told to be, and how many were right."""
    rows: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for case, share in zip(cases, shares, strict=True):
        rows[case.group].append((share, case.right))
    return {
        group: Bin(0.0, len(each), sum(s for s, _ in each) / len(each), sum(r for _, r in each))
        for group, each in sorted(rows.items())
    }

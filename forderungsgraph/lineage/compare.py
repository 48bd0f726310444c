"""Two demands compared: how alike they are, and what one is to the other where rules can tell."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forderungsgraph.relations import Ground, RelationKind
from forderungsgraph.statements import KnownDemand

from .profile import Profile, cosine

_REFUSED: Final = re.compile(
    r"\b(?:lehn\w*\b.*\bab|ablehn\w*|sprech\w*\b.*\bgegen|ausgenommen|ausnehmen|kann nicht sein)\b"
)
REPEATS: Final = 0.3
CLEAR: Final = 0.75
CONTRADICTS: Final = 0.3
SPECIFIES: Final = 0.36
_COVERED: Final = 0.5
_LONGER: Final = 1.6
_TWO: Final = 0.45
_ONE: Final = 0.6
_NO_THING: Final = 0.4
_OTHER_ASK: Final = 0.45
_SENTENCE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found.

    :param score: similarity between 0 and 1
    :param covered: share of the first one's terms that the second one has, by weight; and the other way round
    :param heads: whether the second one has the weightiest word of the first; and the other way round
    :param shared: terms that both have, weightiest first
    """

    score: float
    covered: tuple[float, float]
    heads: tuple[bool, bool]
    shared: tuple[str, ...]

    def turned(self) -> Comparison:
        """Return the same for the demands in the other order."""
        return Comparison(self.score, self.covered[::-1], self.heads[::-1], self.shared)


def alike(one: Profile, other: Profile, first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Return how alike two demands are, between 0 and 1.

    The cosine of their vectors of length 1, less where they share no thing that they are about, where they want
    different things to happen, and where a sentence of one speaks for the whole.
    """
    score = min(1.0, cosine(first, second))
    if not one.things & other.things:
        score *= _NO_THING
    if one.asks and other.asks and not one.near & other.near:
        score *= _OTHER_ASK
    if not (one.whole and other.whole):
        score *= _SENTENCE
    return score


def compare(one: Mapping[str, float], other: Mapping[str, float], *, score: float) -> Comparison:
    """Compare two demands by their vectors of length 1.

    :param score: how alike they are
    """
    shared = sorted(
        (term for term in one if term in other), key=lambda term: (-one[term] * other[term], term)
    )
    both = frozenset(shared)
    return Comparison(
        score,
        (_covered(one, shared), _covered(other, shared)),
        (_head(one) in both, _head(other) in both),
        tuple(shared),
    )


def _head(vector: Mapping[str, float]) -> str:
    return max(filter(_is_word, vector), key=lambda term: (vector[term], term), default="")


def _covered(vector: Mapping[str, float], shared: list[str]) -> float:
    whole = math.fsum(vector.values())
    return math.fsum(vector[term] for term in shared) / whole if whole else 0.0


def negative(demand: KnownDemand) -> bool:
    """Whether a demand refuses something, or wants something to be left undone."""
    return demand.rejection or "omission" in demand.instruments or _REFUSED.search(demand.wording) is not None


def earlier(one: KnownDemand, other: KnownDemand) -> bool | None:
    """Whether ``one`` is the earlier one; None if the dates do not tell: a year is not before a day within it."""
    if one.date is None or other.date is None:
        return None
    length = min(len(one.date), len(other.date))
    first, second = one.date[:length], other.date[:length]
    return None if first == second else first < second


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one demand is to another.

    :param swapped: whether the earlier one is to be the source: it is the more specific
    :param sure: whether ask and things are the same, so that a high score makes it a fact
    """

    kind: RelationKind
    swapped: bool
    sure: bool
    grounds: frozenset[Ground]


def verdict(source: Profile, target: Profile, found: Comparison) -> Verdict:
    """Return what ``source``, the later one, is to ``target``.

    A demand specifies another if it says what that one says, and more: a deadline, an amount, a narrower thing.
    """
    one, other = source.demand, target.demand
    grounds = _grounds(one, other, found)
    same_ask = bool(source.near & target.near)
    objects = _objects(source, target, found)
    # what is alike but for its main word is about something else: all reports, all forms are to be reviewed
    sure = (
        bool(source.asks & target.asks)
        and objects > 1
        and all(found.heads)
        and min(found.covered) >= _COVERED
        and source.whole
        and target.whole
    )
    if negative(one) != negative(other):
        if found.score >= CONTRADICTS and objects and (same_ask or objects > 1):
            refused = bool(_REFUSED.search(one.wording)) != bool(_REFUSED.search(other.wording))
            clear = sure and refused and found.score >= CLEAR
            return Verdict(RelationKind.CONTRADICTS, False, clear, grounds | {Ground.POLARITY})
        return Verdict(RelationKind.RELATED, False, False, grounds)
    for narrow, wide, covered, swapped in (
        (source, target, found.covered[1], False),
        (target, source, found.covered[0], True),
    ):
        more = _more(narrow, wide, found)
        if more and covered >= _COVERED and found.score >= SPECIFIES:
            return Verdict(RelationKind.SPECIFIES, swapped, sure, grounds | more)
    alike = same_ask or objects > 2 or found.score >= (_TWO if objects > 1 else _ONE)
    if found.score >= REPEATS and objects and alike and _compatible(one, other):
        return Verdict(RelationKind.REPEATS, False, sure, grounds)
    return Verdict(RelationKind.RELATED, False, False, grounds)


def _objects(one: Profile, other: Profile, found: Comparison) -> int:
    """Return how many things both are about: words, or what laws and services they name."""
    things = {term for term in found.shared if term in one.things and term in other.things}
    # a part of a compound counts once with it
    return len({one.shown.get(term, term) for term in things if term[0] != "="})


def _grounds(one: KnownDemand, other: KnownDemand, found: Comparison) -> frozenset[Ground]:
    pairs = (
        (Ground.LAW, one.laws, other.laws),
        (Ground.SERVICE, one.services, other.services),
        (Ground.PROGRAMME, one.others, other.others),
        (Ground.ADDRESSEE, one.addressees, other.addressees),
        (Ground.INSTRUMENT, one.instruments, other.instruments),
    )
    grounds = {ground for ground, these, those in pairs if set(these) & set(those)}
    if any(_is_word(term) for term in found.shared):
        grounds.add(Ground.WORDS)
    return frozenset(grounds)


def _more(narrow: Profile, wide: Profile, found: Comparison) -> frozenset[Ground]:
    """Return what the one says beyond the other."""
    more = set()
    if narrow.demand.deadlines and not wide.demand.deadlines:
        more.add(Ground.DEADLINE)
    if narrow.demand.amounts and not wide.demand.amounts:
        more.add(Ground.AMOUNT)
    if set(wide.demand.services) < set(narrow.demand.services) and wide.demand.services:
        more.add(Ground.NARROWER)
    coverage = found.covered
    longer = sum(map(_is_word, narrow.weights)) >= _LONGER * sum(map(_is_word, wide.weights))
    if longer and max(coverage) >= 0.85:
        more.add(Ground.NARROWER)
    return frozenset(more)


def _compatible(one: KnownDemand, other: KnownDemand) -> bool:
    """Whether nothing speaks against one being the other: another law, or another level that is to act."""
    return not (one.laws and other.laws and not set(one.laws) & set(other.laws))


def _is_word(term: str) -> bool:
    return term[0] not in "<=" and "/" not in term

"""A demand as weighted terms: its words in one form, the parts of compounds, and what it is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forderungsgraph.statements import KnownDemand
from forderungsgraph.wordforms import WordLexicon, analyse

_WORD: Final = 1.0
_PART: Final = 0.6
_LIGHT: Final = 0.15
_ASK: Final = 0.5
_LAW: Final = 1.2
_SERVICE: Final = 1.2
_OTHER: Final = 1.0
_INSTRUMENT: Final = 0.35
_TOPIC: Final = 0.35
_ADDRESSEE: Final = 0.15


@dataclass(frozen=True, slots=True)
class Profile:
    """A demand and its terms.

    :param weights: by term; words as stems of their groups, everything else with a prefix
    :param shown: how the wording writes a term that is a word
    :param asks: terms that say what is to happen
    """

    demand: KnownDemand
    weights: Mapping[str, float]
    shown: Mapping[str, str]
    asks: frozenset[str]


def profile_of(demand: KnownDemand, lexicon: WordLexicon) -> Profile:
    """Return the terms of a demand."""
    weights: dict[str, float] = {}
    shown: dict[str, str] = {}
    asks = {f"instrument/{key}" for key in demand.instruments}

    def add(term: str, weight: float, text: str | None = None) -> None:
        if weight > weights.get(term, 0.0):
            weights[term] = weight
            if text is not None:
                shown[term] = text

    for word in analyse(demand.wording, lexicon):
        if word.function or not word.stem:
            continue
        text = demand.wording[word.start : word.end]
        add(lexicon.group(word.stem), _weight(word.stem, lexicon), text)
        asks |= {lexicon.group(stem) for stem in (word.stem, *word.parts)} & lexicon.asks
        for part in word.parts:
            if len(part) > 2:
                add(lexicon.group(part), _PART * _weight(part, lexicon), text)
    for things, weight in (
        (demand.laws, _LAW),
        (demand.services, _SERVICE),
        (demand.others, _OTHER),
        (demand.addressees, _ADDRESSEE),
    ):
        for thing in things:
            add(f"<{thing}", weight)
    for key in demand.instruments:
        add(f"instrument/{key}", _INSTRUMENT)
    for key in demand.topics:
        add(f"topic/{key}", _TOPIC)
    return Profile(demand, weights, shown, frozenset(asks))


def _weight(stem: str, lexicon: WordLexicon) -> float:
    group = lexicon.group(stem)
    if stem in lexicon.light or group in lexicon.light or stem.isdigit():
        return _LIGHT
    return _ASK if group in lexicon.asks else _WORD


class Rarity:
    """How much a term tells: more the fewer demands have it (inverse document frequency).

    Terms of small collections are all rare, so that at least ``_FLOOR`` demands are assumed.
    """

    _FLOOR: Final = 300

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._counts = Counter(term for profile in profiles for term in profile.weights)
        self._total = max(len(profiles), self._FLOOR)

    def of(self, term: str) -> float:
        """Return the factor of a term, at least 0.1."""
        count = self._counts.get(term, 1)
        return max(0.1, math.log((self._total + 1) / (count + 0.5)))

    def vector(self, profile: Profile) -> dict[str, float]:
        """Return the terms with weight and rarity, of length 1."""
        raw = {term: weight * self.of(term) for term, weight in profile.weights.items()}
        return unit(raw)


def unit(vector: Mapping[str, float]) -> dict[str, float]:
    """Return a vector of length 1, or an empty one."""
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the similarity of two vectors of length 1."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(value * other[term] for term, value in one.items() if term in other)


def tokens(profiles: Iterable[Profile]) -> list[list[str]]:
    """Return the terms for BM25: heavy ones twice, hardly anything light."""
    return [
        [
            term
            for term, weight in sorted(profile.weights.items())
            for _ in range(2 if weight >= 1 else 1)
            if weight > 0.2
        ]
        for profile in profiles
    ]

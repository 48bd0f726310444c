"""A demand as weighted terms: its words in one form, the parts of compounds, and what it is about.

What a demand is about (*things*: nouns, laws, services) is told apart from what is to happen (*asks*: ``bereitstellen``)
and from those for whom it is to happen: two demands belong together by their things, not because both want
something to be simplified.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from forderungsgraph.convert.sentences import split
from forderungsgraph.statements import KnownDemand
from forderungsgraph.wordforms import Word, WordLexicon, analyse, stem_of

_WORD: Final = 1.0
_QUALITY: Final = 0.5
_SAME_GROUP: Final = 0.8
_SAME_WORD: Final = 0.6
_PART: Final = 0.6
_LIGHT: Final = 0.1
_ASK: Final = 0.5
_LAW: Final = 1.2
_SERVICE: Final = 1.2
_OTHER: Final = 1.0
_INSTRUMENT: Final = 0.35
_TOPIC: Final = 0.35
_ADDRESSEE: Final = 0.15
_NO_TOPIC: Final = "other"
_MONEY: Final = "funding"
_PAY: Final = "finanzieren"
"""What a demand of money asks, whatever its words."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A demand, or a sentence of one, and its terms.

    :param weights: by term; words as stems of their groups, everything else with a prefix
    :param things: terms that say what it is about
    :param shown: how the wording writes a term that is a word
    :param asks: terms that say what is to happen; ``near`` those and the names of what is near to them
    :param whole: whether it is the whole demand
    """

    demand: KnownDemand
    weights: Mapping[str, float]
    things: frozenset[str]
    shown: Mapping[str, str]
    asks: frozenset[str]
    near: frozenset[str]
    whole: bool = True


@dataclass(slots=True)
class _Terms:
    weights: dict[str, float] = field(default_factory=dict)
    things: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    asks: set[str] = field(default_factory=set)

    def add(self, term: str, weight: float, text: str | None = None, *, thing: bool = False) -> None:
        if weight > self.weights.get(term, 0.0):
            self.weights[term] = weight
            if text is not None:
                self.shown[term] = text
        if thing:
            self.things.add(term)


def profiles_of(demand: KnownDemand, lexicon: WordLexicon) -> tuple[Profile, ...]:
    """Return the terms of a demand, then those of each of its sentences where it has several.

    A long demand may hold in one sentence what another one says alone. What is known of the demand as a whole
    (laws, services, topics) is not said of its sentences.
    """
    whole = profile_of(demand, lexicon)
    places = split(demand.wording)
    if len(places) < 2:
        return (whole,)
    parts = (
        replace(
            demand,
            wording=demand.wording[start:end],
            laws=(),
            services=(),
            others=(),
            topics=(),
            instruments=(),
        )
        for start, end in places
    )
    return (whole, *(replace(profile_of(part, lexicon), demand=demand, whole=False) for part in parts))


def profile_of(demand: KnownDemand, lexicon: WordLexicon) -> Profile:
    """Return the terms of a demand as a whole."""
    terms = _Terms()
    verb = None
    for word in analyse(demand.wording, lexicon):
        if not word.function and word.stem:
            verb = _add_word(terms, word, demand.wording[word.start : word.end], lexicon)
    if not terms.asks and verb is not None:
        # the last word, if no noun: what is to happen, where no word of the lexicon says it
        terms.asks.add(verb)
    for things, weight in ((demand.laws, _LAW), (demand.services, _SERVICE), (demand.others, _OTHER)):
        for thing in things:
            terms.add(f"<{thing}", weight, thing=True)
    for body in demand.addressees:
        terms.add(f"<{body}", _ADDRESSEE)
    for key in demand.instruments:
        terms.add(f"instrument/{key}", _INSTRUMENT)
    for key in demand.topics:
        if key != _NO_TOPIC:
            terms.add(f"topic/{key}", _TOPIC)
    asks = set(terms.asks)
    if not asks and _MONEY in demand.instruments:
        asks.add(lexicon.group(stem_of(_PAY)))
    near = {name for ask in asks for name in lexicon.near.get(ask, ())}
    return Profile(
        demand, terms.weights, frozenset(terms.things), terms.shown, frozenset(asks), frozenset(asks | near)
    )


def _add_word(terms: _Terms, word: Word, text: str, lexicon: WordLexicon) -> str | None:
    """Add the terms of a word; return the term if it may be the verb."""
    group = lexicon.group(word.stem)
    if _light(word.stem, lexicon):
        terms.add(group, _LIGHT)
        return None
    if group in lexicon.asks:
        terms.add(group, _ASK, text)
        terms.asks.add(group)
        return None
    parts = [part for part in word.parts if len(part) > 2]
    telling = [part for part in parts if not _light(part, lexicon)]
    if len(telling) == 1 < len(parts) and lexicon.group(telling[0]) in lexicon.asks:
        # Landesmittel, Landesförderung: the other part tells nothing
        terms.add(group, _ASK, text)
        terms.add(lexicon.group(telling[0]), _ASK, text)
        terms.asks.add(lexicon.group(telling[0]))
        return None
    noun = text[0].isupper() or any(letter.isdigit() for letter in text)
    thing = noun and group not in lexicon.targets
    weight = _WORD if noun else _QUALITY
    if word.stem in lexicon.groups:
        # words of one meaning are alike, the same word is the same
        terms.add(group, _SAME_GROUP * weight, text, thing=thing)
        terms.add(f"={word.stem}", _SAME_WORD * weight, thing=thing)
        return None if noun else group
    terms.add(group, weight, text, thing=thing)
    if noun or "-" in text:
        for part in parts:
            _add_part(terms, part, text, lexicon, last=part == parts[-1])
    return None if noun else group


def _add_part(terms: _Terms, part: str, text: str, lexicon: WordLexicon, *, last: bool) -> None:
    group = lexicon.group(part)
    if _light(part, lexicon):
        terms.add(group, _PART * _LIGHT)
    elif group in lexicon.asks:
        terms.add(group, _PART * _ASK, text)
        if last:
            terms.asks.add(group)
    else:
        terms.add(group, _PART * _WORD, text, thing=group not in lexicon.targets)


def _light(stem: str, lexicon: WordLexicon) -> bool:
    return stem in lexicon.light or lexicon.group(stem) in lexicon.light or stem.isdigit()


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

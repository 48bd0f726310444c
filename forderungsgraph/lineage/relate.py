"""The relations between all demands: at most five each, the same whatever order they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from forderungsgraph.relations import Relation, RelationKind
from forderungsgraph.statements import KnownDemand
from forderungsgraph.wordforms import WordLexicon, shipped_words

from .candidates import candidate_pairs
from .compare import Comparison, alike, compare, earlier, verdict
from .difference import difference
from .profile import Profile, Rarity, profiles_of

METHOD: Final = "2"
"""Version of the method: a change of weights, thresholds or rules raises it."""
MOST: Final = 5
LEAST: Final = 0.18
"""Below this similarity two demands are not even suggested."""
FACT: Final = 0.55
"""From this similarity on a relation that rules have typed is a fact."""
_TERMS: Final = 6


def relations(
    demands: Sequence[KnownDemand],
    lexicon: WordLexicon | None = None,
    *,
    least: float = LEAST,
    fact: float = FACT,
) -> tuple[Relation, ...]:
    """Return the relations between demands of different documents, sorted by source and target.

    :param least: similarity from which on a pair is suggested
    :param fact: similarity from which on a typed relation is a fact
    """
    return tuple(
        sorted(
            (_relation(one, other, found, fact) for one, other, found in scored(demands, lexicon, least)),
            key=lambda relation: (relation.source, relation.target),
        )
    )


def scored(
    demands: Sequence[KnownDemand], lexicon: WordLexicon | None = None, least: float = LEAST
) -> list[tuple[Profile, Profile, Comparison]]:
    """Return the pairs that are kept, best first: each demand is in at most ``MOST``."""
    lexicon = lexicon or shipped_words()
    known = sorted(demands, key=lambda demand: demand.iri)
    owned = [(owner, each) for owner, demand in enumerate(known) for each in profiles_of(demand, lexicon)]
    profiles = [profile for _, profile in owned]
    rarity = Rarity([profile for profile in profiles if profile.whole])
    vectors = [rarity.vector(profile) for profile in profiles]
    # the best pair of sentences speaks for its demands
    best: dict[tuple[int, int], tuple[float, int, int]] = {}
    for one, other in candidate_pairs(profiles):
        score = round(alike(profiles[one], profiles[other], vectors[one], vectors[other]), 3)
        owners = (owned[one][0], owned[other][0])
        if score >= least and (-score, one, other) < best.get(owners, (1.0, 0, 0)):
            best[owners] = (-score, one, other)
    taken: Counter[int] = Counter()
    kept = []
    for (first, second), (score, one, other) in sorted(best.items(), key=lambda item: item[1]):
        if taken[first] < MOST and taken[second] < MOST:
            taken[first] += 1
            taken[second] += 1
            found = compare(vectors[one], vectors[other], score=-score)
            kept.append((profiles[one], profiles[other], found))
    return kept


def _relation(one: Profile, other: Profile, found: Comparison, fact: float) -> Relation:
    first = earlier(one.demand, other.demand)
    # the later one is the source; where dates do not tell, the second by identifier
    source, target = (other, one) if first is not False else (one, other)
    seen = found if source is one else found.turned()
    told = verdict(source, target, seen)
    kind = told.kind
    if first is None and kind is RelationKind.REPEATS:
        # nobody knows which came first
        kind = RelationKind.RELATED
    changes = () if kind is RelationKind.RELATED else difference(target.demand.wording, source.demand.wording)
    if told.swapped:
        source, target = target, source
    words = dict.fromkeys(source.shown[term] for term in found.shared if term in source.shown)
    return Relation(
        source=source.demand.iri,
        target=target.demand.iri,
        kind=kind,
        score=found.score,
        suggestion=kind is RelationKind.RELATED or found.score < fact or not told.sure,
        terms=tuple(words)[:_TERMS],
        shared=tuple(sorted(term[1:] for term in found.shared if term[0] == "<")),
        grounds=tuple(sorted(told.grounds)),
        changes=changes,
    )

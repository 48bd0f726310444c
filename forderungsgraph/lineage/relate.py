"""The relations between all demands: at most five each, the same whatever order they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from forderungsgraph.relations import Relation, RelationKind
from forderungsgraph.statements import KnownDemand
from forderungsgraph.wordforms import WordLexicon, shipped_words

from .candidates import candidate_pairs
from .compare import Comparison, compare, earlier, verdict
from .difference import difference
from .profile import Profile, Rarity, cosine, profile_of

METHOD: Final = "1"
"""Version of the method: a change of weights, thresholds or rules raises it."""
MOST: Final = 5
LEAST: Final = 0.18
"""Below this similarity two demands are not even suggested."""
FACT: Final = 0.6
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
    profiles = [profile_of(demand, lexicon) for demand in sorted(demands, key=lambda demand: demand.iri)]
    rarity = Rarity(profiles)
    vectors = [rarity.vector(profile) for profile in profiles]
    pairs = []
    for one, other in candidate_pairs(profiles):
        score = round(cosine(vectors[one], vectors[other]), 3)
        if score >= least:
            pairs.append((-score, one, other))
    pairs.sort()
    taken: Counter[int] = Counter()
    kept = []
    for _, one, other in pairs:
        if taken[one] < MOST and taken[other] < MOST:
            taken[one] += 1
            taken[other] += 1
            kept.append((profiles[one], profiles[other], compare(vectors[one], vectors[other])))
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
    score = round(min(1.0, found.score), 3)
    words = dict.fromkeys(source.shown[term] for term in found.shared if term in source.shown)
    return Relation(
        source=source.demand.iri,
        target=target.demand.iri,
        kind=kind,
        score=score,
        suggestion=kind is RelationKind.RELATED or score < fact or not told.sure,
        terms=tuple(words)[:_TERMS],
        shared=tuple(sorted(term[1:] for term in found.shared if term[0] == "<")),
        grounds=tuple(sorted(told.grounds)),
        changes=changes,
    )

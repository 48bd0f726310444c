"""How demands of different documents belong together: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RelationKind(StrEnum):
    """What one demand is to another; concepts of the scheme ``relation``."""

    REPEATS = "repeats"
    SPECIFIES = "specifies"
    CONTRADICTS = "contradicts"
    RELATED = "related"


class Ground(StrEnum):
    """Why two demands are held to belong together; concepts of the scheme ``relation-ground``."""

    WORDS = "words"
    LAW = "law"
    SERVICE = "service"
    PROGRAMME = "programme"
    ADDRESSEE = "addressee"
    INSTRUMENT = "instrument"
    DEADLINE = "deadline"
    AMOUNT = "amount"
    NARROWER = "narrower"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True)
class Change:
    """Words that differ between two wordings; where both are empty nothing differs.

    :param before: words of the earlier wording, empty if some were added only
    :param after: words of the later wording, empty if some were left out only
    """

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A computed link between two demands of different documents.

    :param source: IRI of the demand that repeats, specifies … ``target``; the later one unless it is the more
        general one
    :param score: similarity between 0 and 1
    :param suggestion: whether it is too unsure to be a fact
    :param terms: words that both have, as ``source`` writes them, weightiest first
    :param shared: IRIs of laws, services, programmes, principles and addressees that both have, sorted
    :param grounds: sorted
    :param changes: from the earlier wording to the later one; empty where the demands are merely related
    """

    source: str
    target: str
    kind: RelationKind
    score: float
    suggestion: bool
    terms: tuple[str, ...]
    shared: tuple[str, ...]
    grounds: tuple[Ground, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class TopicLine:
    """Demands of several years on the same law or service; they need not ask for the same.

    :param thing: IRI of the law or service
    :param names: German and English name of it
    :param members: IRIs of demands in order of time; those of one day by IRI
    :param years: first and last year
    """

    thing: str
    names: tuple[str, str]
    members: tuple[str, ...]
    years: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chain:
    """A lineage: a demand through the years.

    :param members: IRIs of demands in order of time; those of one day by IRI
    :param steps: for each member but the first the relation to the earlier member that it resembles most
    """

    members: tuple[str, ...]
    steps: tuple[Relation, ...]

    @property
    def suggestion(self) -> bool:
        """Whether a step is only suggested."""
        return any(step.suggestion for step in self.steps)

"""What the clause rules work on and what they find."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import DemandKind, SpeechAct
from .bodies import ActorMention, Body
from .segments import DEPENDING, Segment
from .tokens import Token


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cue word ``text[start:end]`` that announces no demand.

    :param why: identifier in ``data/lexicon/rules.toml``
    """

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one sentence said by one speaker.

    :param text: the whole running text; token offsets count in it
    :param quoted: whether it stands in quotation marks
    :param reported: whether the sentence is reported speech of somebody else
    :param refusals: where the rules note which cue words they pass over; None: nobody asks
    """

    text: str
    tokens: Sequence[Token]
    segments: Sequence[Segment]
    actors: Sequence[ActorMention]
    quoted: bool = False
    reported: bool = False
    refusals: list[Refusal] | None = None

    def refuse(self, index: int, why: str) -> None:
        """Note why the word at ``tokens[index]`` announces no demand, if somebody asks."""
        if self.refusals is not None:
            token = self.tokens[index]
            self.refusals.append(Refusal(token.start, token.end, why))


@dataclass(frozen=True, slots=True)
class Factor:
    """What raised or lowered a weight.

    :param name: identifier in ``data/lexicon/rules.toml``
    :param before: the weight that it was multiplied with
    """

    name: str
    value: float
    before: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible demand: ``text[start:end]`` of the running text.

    :param demanders: who demands as the clause itself says; None: whoever speaks
    :param addressees: who is to act as the clause itself says; None: not said
    :param weight: confidence, 0 to 1: that of the rule, times the factors
    :param notes: names of the conditions that raised or lowered the weight
    :param factors: the same with their values
    """

    start: int
    end: int
    kind: DemandKind
    act: SpeechAct
    rule: str
    weight: float
    demanders: tuple[Body, ...] | None = None
    addressees: tuple[Body, ...] | None = None
    notes: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()

    @property
    def base(self) -> float:
        """The weight of the rule before any factor."""
        return self.factors[0].before if self.factors else self.weight

    def weighed(self, factor: float, note: str) -> Candidate:
        """Return the candidate with its weight multiplied by ``factor``, at most 1, and the reason noted."""
        return replace(
            self,
            weight=min(1.0, self.weight * factor),
            notes=(*self.notes, note),
            factors=(*self.factors, Factor(note, factor, self.weight)),
        )


SPEAKER = Body("", None, False)
"""Stands for whoever speaks (*wir*, *der Verband*)."""


_JOINING = frozenset({"und", "sowie", "/", "oder", "bzw", "&", "aber", "noch", "sondern", "als"})


def _compared(before: ActorMention, between: Sequence[Token], following: ActorMention) -> bool:
    """Whether *wie* joins two bodies of equal rank: *Bund wie Länder*, *das Land ebenso wie die Kreise*.

    *Länder wie Bayern* and *ein Land wie Hessen* only give an example.
    """
    words = [t.lower for t in between]
    if "wie" not in words or not set(words) <= {"wie", "auch", "ebenso", "genauso", "der", "die", "das", ","}:
        return False
    example = before.determiner in ("ein", "eine", "einem", "einer") or (
        before.body.plural
        and following.body.name.startswith((before.body.name, "Land ", "Freistaat ", "Saarland"))
    )
    return not example


def chain(actors: Sequence[ActorMention], index: int, tokens: Sequence[Token]) -> tuple[Body, ...]:
    """Return the coordinated bodies that begin with ``actors[index]``: *Bund, Länder und Kommunen*."""
    bodies = [actors[index].body]
    position, before, compared = actors[index].last, actors[index], False
    for following in actors[index + 1 :]:
        between = list(tokens[position : following.first])
        allowed = {",", "und", "sowie", "/", "aber", "wie", "auch", "oder", "bzw", ".", "von", "vom", "an", "beide", "&",
                   "noch", "sondern", "als", "ebenso", "genauso", "der", "die", "das", "den", "dem", "ihre", "seine", "alle", "jeweilige", "jeweiligen"}  # fmt: skip
        if not between or len(between) > 4 or any(t.lower not in allowed for t in between):
            break
        if {"als", "auch"} & {t.lower for t in between} == {"als"}:
            break  # „die Kommunen als Schulträger“
        if sum(t.lower in ("der", "die", "das", "den", "dem") for t in between) > 1:
            break  # „der Bund, der die Hersteller …“
        if _compared(before, between, following):
            compared = True
        elif not any(t.lower in _LISTING for t in between):
            break
        bodies.append(following.body)
        position, before = following.last, following
    if not compared and not any(t.lower in _JOINING for t in tokens[actors[index].last : position]):
        bodies = bodies[:1]  # a list has an „und“; without it the comma divides clauses
    unique: list[Body] = []
    for body in bodies:
        if body not in unique:
            unique.append(body)
    return tuple(unique)


def whole_chain(actors: Sequence[ActorMention], index: int, tokens: Sequence[Token]) -> tuple[Body, ...]:
    """Return the coordinated bodies of which ``actors[index]`` is one: *nicht nur der Bund, sondern auch die Länder*."""
    for first in range(max(0, index - 3), index):
        found = chain(actors, first, tokens)
        if not actors[first].governed and not actors[first].genitive and actors[index].body in found:
            return found
    return chain(actors, index, tokens)


_LISTING = _JOINING - {"aber"} | {","}


def closed(clause: Clause, last: int) -> int:
    """Return the end offset of ``tokens[:last]``; the full stop that closes the sentence belongs to it."""
    end = clause.tokens[last - 1].end
    following = clause.text[end : end + 1]
    if following in (".", "!", "?") and (clause.tokens[-1].end <= end + 1):
        return end + 1
    return end


_BY_WHOM = frozenset({"von", "vom", "durch", "seitens"})


def own_words(clause: Clause, first: int, last: int) -> list[Token]:
    """Return the tokens of a clause without the clauses that depend on it: *klarstellen, | dass niemand benachteiligt wird*."""
    depending = [p for p in clause.segments if first < p.first < last and p.kind in DEPENDING]
    return [clause.tokens[i] for i in range(first, last) if not any(p.first <= i < p.last for p in depending)]


def is_passive(tokens: Sequence[Token]) -> bool:
    """Whether a verb group ends in participle + *werden*."""
    words = [t.lower for t in tokens if t.is_word]
    if (
        words[-1:] in (["wird"], ["werde"], ["würde"])
        and len(words) > 2
        and re.search(r"(?:t|en)$", words[-2])
    ):
        return True  # „dass der Bund beteiligt wird“
    return any(
        w in ("werden", "worden") and i and re.search(r"(?:t|en)$", words[i - 1]) for i, w in enumerate(words)
    )


def agents(clause: Clause, first: int, last: int) -> tuple[Body, ...]:
    """Return by whom something shall be done in a passive clause: *muss vom Bund finanziert werden*."""
    if not is_passive(clause.tokens[first:last]):
        return ()
    for i, actor in enumerate(clause.actors):
        if first <= actor.first < last and actor.governed in _BY_WHOM and actor.body.public:
            return chain(clause.actors, i, clause.tokens)
    return ()

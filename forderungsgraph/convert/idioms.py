"""Rules N by idiom: *höchste Zeit*, *duldet keinen Aufschub*, *ist Sache des Bundes*, *Schluss mit …*

The idioms are data (``data/lexicon/idioms.toml``), each with its rule, its weight and an example.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import DemandKind, SpeechAct
from .asked import inner_subject
from .bodies import ActorMention, Body
from .candidates import Candidate, Clause, agents, chain, closed
from .complements import complements
from .extent import clause_bounds
from .lexicon import Idiom
from .nominal import holder
from .segments import SegmentKind, segment_at


def idiom_demands(
    clause: Clause, idioms: Sequence[Idiom], done: list[tuple[int, int]]
) -> Iterator[Candidate]:
    """Yield the clauses with an idiom of need, duty or refusal.

    :param done: token ranges already taken; the new ones are added
    """
    if not clause.tokens:
        return
    begin, end = clause.tokens[0].start, clause.tokens[-1].end
    text = clause.text[begin : end + 1]
    for idiom in idioms:
        match = idiom.match(text)
        if match is None:
            continue
        # „Was wir erwarten, ist …“, „Geht es nach dem Verband, zahlt …“
        inverted = idiom.rule in _ACROSS and not match[0].lower().startswith("es ")
        at = match.end() - 1 if inverted else match.start()
        index = next((i for i, t in enumerate(clause.tokens) if t.end > begin + at), None)
        if index is None or any(a <= index < b for a, b in done):
            continue
        part = segment_at(clause.segments, index)
        if part is None or part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE):
            continue
        if idiom.rule == "N-wants" and _planned(clause, part.first, index):
            continue  # „Dem Minister schwebt … vor“: what a government wants is a plan
        if idiom.demanded != "clause":
            here = clause.segments.index(part)
            trusting = idiom.demanded == "public"
            if trusting and any(a.body.public and not a.governed for a in _within(clause, part.first, index)):
                continue  # what a government counts on is a plan
            for a, b, _ in complements(clause.tokens, clause.segments, part.last, here):
                start, told = clause.tokens[a].start, inner_subject(clause, a, b)
                told = told or _told(
                    clause, idiom, part.first, part.last, begin + match.start(), begin + match.end()
                )
                if trusting and not any(body.public for body in told):
                    continue  # „gehen davon aus, dass die Kosten steigen“
                done.append((a, b))
                nature = _nature(idiom.rule)
                yield Candidate(
                    start, closed(clause, b), *nature, idiom.rule, idiom.weight, None, told or None
                )
            continue
        first, last = clause_bounds(clause.tokens, clause.segments, index)
        if inverted:
            first = next(i for i, t in enumerate(clause.tokens) if t.end > begin + match.start())
        done.append((first, last))
        told = agents(clause, first, last) or _told(
            clause, idiom, first, last, begin + match.start(), begin + match.end()
        )
        yield Candidate(
            clause.tokens[first].start,
            closed(clause, last),
            *_nature(idiom.rule),
            idiom.rule,
            idiom.weight,
            (holder(clause, part) if idiom.rule in _HELD else None),
            told or None,
        )


def _within(clause: Clause, first: int, last: int) -> list[ActorMention]:
    return [actor for actor in clause.actors if first <= actor.first < last]


def _planned(clause: Clause, first: int, index: int) -> bool:
    """Whether a government is the subject before or right behind the verb."""
    if {"wir", "ich"} & {t.lower for t in clause.tokens[first : index + 3]}:
        return False
    near = [a for a in _within(clause, first, index + 5) if not a.governed and not a.genitive]
    return bool(near) and near[0].body.public and near[0].determiner not in ("den", "des")


_HELD = frozenset({"N-necessity", "N-step", "N-wants"})
"""Who says so is the subject: *Der Verband betont die Notwendigkeit …*"""
_ACROSS = frozenset({"N-cleft", "N-will-of"})


def _told(clause: Clause, idiom: Idiom, first: int, last: int, start: int, end: int) -> tuple[Body, ...]:
    """Return who is to act as the idiom says it.

    :param start: offset of the idiom
    :param end: offset behind it
    """
    for i, actor in enumerate(clause.actors):
        if idiom.told == "owner" and end - 6 <= actor.start <= end + 25:
            return chain(clause.actors, i, clause.tokens)
        within = (
            first <= actor.first < last and actor.body.public and not actor.genitive and not actor.governed
        )
        dative = actor.determiner == "dem" or (actor.determiner == "den" and actor.body.plural)
        if idiom.told == "nominative" and within and actor.determiner not in ("den", "dem", "des"):
            return chain(clause.actors, i, clause.tokens)
        if idiom.told == "dative" and within and (dative or actor.determiner == "der"):
            return chain(clause.actors, i, clause.tokens)
        named = first <= actor.first < last and actor.body.public and not actor.genitive
        if idiom.told == "object" and named and start <= actor.start < end:
            return chain(clause.actors, i, clause.tokens)
        if idiom.told == "subject" and named:
            return chain(clause.actors, i, clause.tokens)
    return ()


def _nature(rule: str) -> tuple[DemandKind, SpeechAct]:
    if rule == "N-refusal":
        return DemandKind.EXPECTATION, SpeechAct.REJECTION
    if rule in ("N-keep", "N-wish", "N-will-of", "N-adopted", "N-stands-for", "N-trust", "N-wants"):
        return DemandKind.EXPECTATION, SpeechAct.REQUEST
    if rule == "N-exclamation":
        return DemandKind.EXPLICIT, SpeechAct.REQUEST
    return DemandKind.MODAL, SpeechAct.OBLIGATION

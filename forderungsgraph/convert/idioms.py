"""Rules N by idiom: *höchste Zeit*, *duldet keinen Aufschub*, *ist Sache des Bundes*, *Schluss mit …*

The idioms are data (``data/lexicon/idioms.toml``), each with its rule, its weight and an example.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import DemandKind, SpeechAct
from .bodies import Body
from .candidates import Candidate, Clause, agents, chain, closed
from .extent import clause_bounds
from .lexicon import Idiom
from .segments import SegmentKind


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
        inverted = idiom.rule == "N-cleft" and not match[0].lower().startswith("es ")
        at = match.end() - 1 if inverted else match.start()  # „Was wir erwarten, ist …“
        index = next((i for i, t in enumerate(clause.tokens) if t.end > begin + at), None)
        if index is None or any(a <= index < b for a, b in done):
            continue
        part = next((p for p in clause.segments if p.first <= index < p.last), None)
        if part is None or part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE):
            continue
        first, last = clause_bounds(clause.tokens, clause.segments, index)
        if inverted:
            first = next(i for i, t in enumerate(clause.tokens) if t.end > begin + match.start())
        done.append((first, last))
        told = agents(clause, first, last) or _told(clause, idiom, first, last, begin + match.end())
        yield Candidate(
            clause.tokens[first].start,
            closed(clause, last),
            *_nature(idiom.rule),
            idiom.rule,
            idiom.weight,
            None,
            told or None,
        )


def _told(clause: Clause, idiom: Idiom, first: int, last: int, end: int) -> tuple[Body, ...]:
    """Return who is to act as the idiom says it.

    :param end: offset behind the idiom
    """
    for i, actor in enumerate(clause.actors):
        if idiom.told == "owner" and end - 6 <= actor.start <= end + 25:
            return chain(clause.actors, i, clause.tokens)
        named = first <= actor.first < last and actor.body.public and not actor.genitive
        if idiom.told == "subject" and named:
            return chain(clause.actors, i, clause.tokens)
    return ()


def _nature(rule: str) -> tuple[DemandKind, SpeechAct]:
    if rule == "N-refusal":
        return DemandKind.EXPECTATION, SpeechAct.REJECTION
    if rule == "N-keep":
        return DemandKind.EXPECTATION, SpeechAct.REQUEST
    if rule == "N-exclamation":
        return DemandKind.EXPLICIT, SpeechAct.REQUEST
    return DemandKind.MODAL, SpeechAct.OBLIGATION

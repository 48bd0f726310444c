"""What became of each sentence, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..convert.frames import Frame
from ..convert.journal import Heard
from ..convert.lexicon import shipped_lexicon
from ..convert.sentences import split
from ..convert.zones import Zone
from .cues import cue_words
from .model import Cue, Mark, Said, Sentence, Weighed
from .recorded import Fate, Recorded, decision_of, names, voice_of

BEST: Final = ("demand", "repetition", "nobody", "review", "rejected", "replaced", "below")
"""of several findings in a sentence the first decides"""


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence with its place in the running text of its block."""

    block: int
    start: int
    end: int
    sentence: Sentence


def sentences_of(recorded: Recorded) -> Iterator[Placed]:
    """Yield the sentences of a document; a block that is not searched counts as one."""
    number = 0
    for block, (laid_out, zone) in enumerate(zip(recorded.blocks, recorded.zones, strict=True)):
        text = laid_out.text.text
        for start, end in split(text) if zone is Zone.BODY else [(0, len(text))]:
            if start < end:
                number += 1
                yield Placed(block, start, end, _sentence(recorded, number, block, start, end))


def _sentence(recorded: Recorded, number: int, block: int, start: int, end: int) -> Sentence:
    if recorded.zones[block] not in (Zone.BODY, Zone.HEADING):
        return Sentence(number, recorded.mark(block, start, end, "zone"))
    heard = recorded.heard(block, start, end)
    fates = recorded.fates_in(block, start, end)
    refusals = tuple(
        recorded.mark(block, refusal.start, refusal.end, refusal.why)
        for one in heard
        for refusal in one.refusals
    )
    outcome = _outcome(recorded, block, start, end, heard, fates, refusals)
    cues: tuple[Cue, ...] = ()
    if outcome == "no cue":
        text = recorded.blocks[block].text.text
        cues = tuple(
            Cue(recorded.mark(block, a, b, kind), clause)
            for a, b, kind, clause in cue_words(text, start, end, shipped_lexicon())
        )
        outcome = "no rule" if cues else outcome
    neutral = next((one.frame for one in recorded.passed(block, start, end) if one.frame is not None), None)
    return Sentence(
        number=number,
        mark=recorded.mark(block, start, end, outcome),
        said=tuple(_said(recorded, one) for one in heard),
        candidates=tuple(_candidates(recorded, heard, fates, start, end)),
        refusals=refusals,
        cues=cues,
        lead=recorded.lead(neutral) if neutral is not None else None,
        demands=tuple(fate.number for fate in fates if fate.demand is not None),
    )


def _outcome(
    recorded: Recorded,
    block: int,
    start: int,
    end: int,
    heard: Sequence[Heard],
    fates: Sequence[Fate],
    refusals: Sequence[Mark],
) -> str:
    if fates:
        statuses = ["demand" if fate.status == "graph" else fate.status for fate in fates]
        return min(statuses, key=BEST.index)
    why = next((one.why for one in recorded.passed(block, start, end) if one.why != "short"), None)
    if why is not None:
        return why
    if recorded.zones[block] is Zone.HEADING:
        return "heading"
    if any((one.start, one.end) == (start, end) for one in recorded.opened(block)):
        return "lead-in"
    if refusals:
        return "refused"
    return "no cue" if heard else "short"


def _said(recorded: Recorded, heard: Heard) -> Said:
    utterance, clause = heard.utterance, heard.clause
    tokens = clause.tokens
    return Said(
        mark=recorded.mark(heard.block, utterance.start, utterance.end, ""),
        quoted=utterance.quoted,
        reported=utterance.reported,
        speakers=names(heard.speakers),
        voice=voice_of(heard),
        clauses=tuple(
            recorded.mark(heard.block, tokens[part.first].start, tokens[part.last - 1].end, part.kind.value)
            for part in clause.segments
        ),
        actors=tuple(
            recorded.mark(heard.block, actor.start, actor.end, actor.body.name) for actor in clause.actors
        ),
    )


def _candidates(
    recorded: Recorded, heard: Sequence[Heard], fates: Sequence[Fate], start: int, end: int
) -> Iterator[Weighed]:
    """Yield what the rules found in a sentence, and the item that begins in it."""
    for one in heard:
        yield from recorded.weighed(one)
    for fate in fates:
        candidate = fate.final.candidate
        if isinstance(fate.found.origin, Frame) and start <= candidate.start < end:
            yield recorded.shown(fate.final.block, candidate, decision_of(candidate))

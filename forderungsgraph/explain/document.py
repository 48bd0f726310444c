"""Explaining a document: convert it once more with everything recorded, and tell it stage by stage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..convert import details
from ..convert.candidates import SPEAKER
from ..convert.document import Converter
from ..convert.frames import Frame
from ..convert.journal import Record
from ..convert.score import REVIEW_FROM, THRESHOLD
from ..model import Demand, Sidecar
from .changes import changes_of
from .facts import facts_of
from .model import Derivation, Detail, Explanation, Paragraph
from .recorded import Fate, Recorded, decision_of, voice_of
from .sentences import Placed, sentences_of


def explain_text(
    text: str,
    converter: Converter,
    *,
    name: str,
    slug: str,
    sidecar: Sidecar | None = None,
    form: str = "txt",
    notes: tuple[str, ...] = (),
) -> Explanation:
    """Return how each stage reads ``text``.

    :param text: the source exactly as stored
    :param slug: name of the document in identifiers
    :param form: format of the file it came from
    :param notes: what had to be assumed when the file was read
    """
    record = Record()
    trace = converter.trace(text, record, sidecar=sidecar)
    reading = trace.reading
    conversion = converter.conclude(text, reading, name=name)
    recorded = Recorded(text, slug, trace, record, conversion)
    placed = tuple(sentences_of(recorded))
    read = "\n".join(block.text.text for block in reading.blocks)
    return Explanation(
        name=name,
        slug=slug,
        format=form,
        notes=notes,
        sha256=conversion.sha256,
        text=text,
        facts=facts_of(text, reading.blocks, reading.facts, trace.stated, sidecar),
        names=tuple(sorted({(known, body.name) for known, body in trace.names if _occurs(known, read)})),
        paragraphs=tuple(_paragraphs(recorded, placed)),
        demands=tuple(_derivations(recorded, placed)),
        mentions=conversion.mentions,
        threshold=THRESHOLD,
        review_from=REVIEW_FROM,
    )


def _occurs(name: str, text: str) -> bool:
    """Whether a name stands in the text; of organs only those are told that it names."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _paragraphs(recorded: Recorded, placed: Sequence[Placed]) -> Iterator[Paragraph]:
    sentences: dict[int, list[Placed]] = {}
    for one in placed:
        sentences.setdefault(one.block, []).append(one)
    for number, block in enumerate(recorded.blocks):
        if not len(block.text):
            continue
        folded, changed = changes_of(recorded.text, block.text)
        opened = next(iter(recorded.opened(number)), None)
        yield Paragraph(
            number=number,
            mark=recorded.mark(number, 0, len(block.text), recorded.zones[number].value),
            kind=block.kind.value,
            style=block.style,
            marker=block.marker,
            section=recorded.sections.get(number, ""),
            running=block.text.text,
            folded=folded,
            changes=changed,
            lead=recorded.lead(opened.frame) if opened is not None else None,
            sentences=tuple(one.sentence for one in sentences.get(number, ())),
        )


def _derivations(recorded: Recorded, placed: Sequence[Placed]) -> Iterator[Derivation]:
    """Yield the demands and what may be one, in order."""
    parts: dict[int, list[int]] = {}
    for one in placed:
        for number in one.sentence.demands:
            parts.setdefault(number, []).append(one.sentence.number)
    for fate in recorded.fates:
        if fate.demand is None:
            continue
        candidate, origin = fate.final.candidate, fate.found.origin
        yield Derivation(
            number=fate.number,
            key=fate.key,
            status=fate.status,
            demand=fate.demand,
            candidate=recorded.shown(fate.final.block, candidate, decision_of(candidate)),
            block=fate.final.block,
            sentences=tuple(parts.get(fate.number, ())),
            lead=recorded.lead(origin) if isinstance(origin, Frame) else None,
            voice=_voice(recorded, fate),
            addressed=_addressed(recorded, fate),
            details=tuple(details_of(fate.demand)),
        )


def _voice(recorded: Recorded, fate: Fate) -> str:
    """Return how it is known who demands."""
    told = fate.final.candidate.demanders
    if not fate.final.speakers:
        return "nobody"
    heard = recorded.heard_in(fate)
    if heard is None:
        return "lead-in" if told not in (None, (), recorded.trace.authors) else "author"
    return "clause" if told is not None and any(body != SPEAKER for body in told) else voice_of(heard)


def _addressed(recorded: Recorded, fate: Fate) -> str:
    """Return how it is known of whom it is demanded."""
    found, final, origin = fate.found.finding, fate.final, fate.found.origin
    if not final.addressees:
        return "nobody"
    if not found.addressees:
        return "letter" if recorded.trace.letter == final.addressees else "document"
    if not found.candidate.addressees:
        return "announcement"
    if isinstance(origin, Frame):
        return "lead-in" if found.inherited else "item"
    return "clause" if origin[0].addressees else "pronoun"


def details_of(demand: Demand) -> Iterator[Detail]:
    """Yield topics, instruments and target groups of a demand, each with its cue words."""
    for section, scheme, keys in (
        ("topics", "topic", demand.topics),
        ("instruments", "instrument", tuple(instrument.value for instrument in demand.instruments)),
        ("target_groups", "target-group", demand.target_groups),
    ):
        for key in keys:
            yield Detail(scheme, key, details.cues(section, key, demand.wording))

"""Lists of demands: where one opens, what continues it, who is to act by an item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..model import DocumentType
from .acting import may_act
from .actors import ActorFinder
from .blocks import Block, BlockKind
from .bodies import Body
from .candidates import chain
from .catalogue import is_told, main_words
from .findings import State
from .frames import Frame, lead_in_frame
from .lexicon import Lexicon
from .score import NARRATIVE
from .segments import finite_position, segments
from .sentences import split
from .tokens import FINITE_FORMS, is_infinitive, tokenize, zu_infinitives
from .zones import Zone


def runs_on(following: Block | None, state: State) -> bool:
    """Whether the list goes on below what looks like a heading: it is the running header of a page."""
    if following is None or following.kind is not BlockKind.ITEM or not state.listing:
        return False
    return following.number is not None and following.number == state.numbers.get(following.style, -1) + 1


def opens_list(block: Block, following: Block | None, finder: ActorFinder, lexicon: Lexicon) -> bool:
    """Whether a list begins below the block, with or without marks."""
    if following is None or following.kind is BlockKind.HEADING:
        return False
    text = block.text.text.rstrip()
    unfinished = not re.search(r"[.!?][“”\"»)]*$", text)
    listed = following.kind is BlockKind.ITEM or following.style == "lost"
    deeper = block.kind is not BlockKind.ITEM or (
        following.style != block.style and following.number in (None, 1)
    )
    if text.endswith(";"):
        return False
    if listed and deeper and unfinished:
        return True
    section = block.style in ("I.", "1.", "(1)") and following.kind is BlockKind.PARAGRAPH
    if (block.kind is BlockKind.ITEM and not section) or not unfinished:
        return False
    if text.endswith(":") or (text.endswith(",") and following.text.text[:1].islower()):
        return True
    frame = None
    if text.endswith(","):
        frame = lead_in_frame(text[split(text)[-1][0] :], finder, lexicon)
    return frame is not None and frame.demand


def goes_on_as_list(text: str, state: State) -> bool:
    """Whether an unmarked paragraph continues the list announced above it."""
    if state.frame is None or not state.frame.demand:
        return False
    if text[:1].islower() or _is_listed_phrase(text, state):
        return True
    labelled = re.match(r"[A-ZÄÖÜ][\w -]{2,40}:\s", text) is not None
    return "„" not in text and text.count(";") >= (1 if labelled else 2)


def _is_listed_phrase(text: str, state: State) -> bool:
    """Whether a paragraph below *Der Verband fordert:* is a thing without a verb: *Eine Frist von zwei Jahren.*"""
    announced = state.frame is not None and state.frame.rule not in ("F-noun", "F-modal")
    return (
        announced and text[:1] not in "„*#" and len(split(text)) == 1 and len(text) < 200 and _is_phrase(text)
    )


def tells_a_plan(frame: Frame, text: str, kind: DocumentType | None, *, argues: bool) -> bool:
    """Whether a lead-in says what was to be done, and nobody demands it: *Mit dem Programm sollten … erreicht werden:*"""
    if frame.rule not in ("F-M-should", "F-M-shall", "F-M-must"):
        return False
    if frame.rule != "F-M-must" and _BY_PLAN.search(text):
        return True
    return kind in NARRATIVE and kind is not DocumentType.INTERVIEW and not argues


def lead_in(
    text: str, finder: ActorFinder, lexicon: Lexicon, kind: DocumentType | None, *, argues: bool
) -> Frame | None:
    """Return the frame that a sentence opens above a list, None if it opens none or only tells a plan."""
    frame = lead_in_frame(text, finder, lexicon)
    return None if frame is not None and tells_a_plan(frame, text, kind, argues=argues) else frame


def heading_lead_in(
    text: str, finder: ActorFinder, lexicon: Lexicon, kind: DocumentType | None, *, argues: bool
) -> Frame | None:
    """Return the frame that a line opens which stands alone like a heading: *Wir bitten deshalb um*."""
    opened = lead_in(text, finder, lexicon, kind, argues=argues)
    if opened is None or not opened.demand:
        return None
    ending = re.search(r"\b(?:muss|müssen|soll|sollen|sollte|sollten|möge|mögen)\W*$", text) is not None
    return opened if ending or opened.rule not in ("F-noun", "F-modal") else None


_BY_PLAN = re.compile(
    r"^(?:Mit (?:dem|der|den|diesem|dieser|Hilfe)|Nach (?:dem|der|den)|Laut|Gemäß|Durch|Ursprünglich|Damals|Damit|Dadurch|Dabei|Ziel)\b[^.]{0,80}? "
    r"(?:soll|sollen|sollte|sollten)\b"
)


def unmarked_items(text: str) -> list[str]:
    """Return the items between semicolons; a full sentence explains the item before it."""
    pieces: list[str] = []
    for piece in re.split(r"(?<=;)\s+", text):
        words = [t for t in tokenize(piece) if t.is_word]
        explains = piece[:1].islower() and finite_position(words) is not None and not zu_infinitives(words)
        if pieces and explains and words[0].lower != "dass":
            start = text.index(pieces[-1])
            pieces[-1] = text[start : text.index(piece, start + len(pieces[-1])) + len(piece)]
        else:
            pieces.append(piece)
    return pieces


def is_section(text: str, block: Block) -> bool:
    """Whether a numbered item is a section of full sentences (guideline 2.2, rule 2)."""
    if block.style in ("bullet", "dash", "lost"):
        return False
    body = re.sub(r"^[^.:]{2,70}:\s+", "", text)
    ranges = split(body)
    if body[:1].islower() or not ranges:
        return False
    first = [t for t in tokenize(body[ranges[0][0] : ranges[0][1]]) if t.is_word]
    if len(first) < 3 or finite_position(first) is None or first[1].text == "Sie":
        return False
    return first[0].lower not in ("dass", "zu")


def is_bare_demand(text: str, kind: DocumentType | None) -> bool:
    """Whether an item without lead-in demands by its form: a bare infinitive, or a catalogue's noun phrase."""
    if kind in NARRATIVE or text.rstrip().endswith("?"):
        return False
    first = text[slice(*split(text)[0])]
    body = re.sub(r"^[^.:]{2,60}:\s+", "", first)
    tokens = tokenize(body)
    words = main_words(tokens, segments(tokens))
    if len(words) < 3 or finite_position(words[:-1]) is not None or len(split(text)) > 3:
        return False
    if is_infinitive(words[-1]) and not any(t.lower in FINITE_FORMS | {"wir", "ich"} for t in words):
        return True
    return kind is DocumentType.DEMAND_CATALOGUE and finite_position(words) is None


def demanding_siblings(
    blocks: Sequence[Block], zones: Sequence[Zone], kind: DocumentType | None
) -> frozenset[int]:
    """Return the items that are noun phrases among bare infinitives: *– Frist verlängern*, *– Mehr Plätze*.

    What they stand for is told by the others of their section: at least two, and few that only tell.
    """
    found: set[int] = set()
    section: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if zones[i] is Zone.HEADING:
            found |= _siblings(blocks, section, kind)
            section = {}
        elif zones[i] is Zone.BODY and block.kind is BlockKind.ITEM:
            section.setdefault(block.style, []).append(i)
    return frozenset(found | _siblings(blocks, section, kind))


def _siblings(
    blocks: Sequence[Block], section: Mapping[str, Sequence[int]], kind: DocumentType | None
) -> set[int]:
    found: set[int] = set()
    for items in section.values():
        bare = [i for i in items if is_bare_demand(blocks[i].text.text, kind)]
        phrases = [i for i in items if i not in bare and _is_phrase(blocks[i].text.text)]
        if len(bare) >= 2 and len(bare) + len(phrases) >= 0.6 * len(items):
            found |= set(phrases)
    return found


def _is_phrase(text: str) -> bool:
    tokens = tokenize(text)
    words = main_words(tokens, segments(tokens))
    return (
        len(words) >= 2
        and words[0].text[0].isupper()
        and finite_position(words) is None
        and not text.rstrip().endswith((":", "?"))
        and not is_told(text)
    )


def inner_addressees(text: str, frame: Frame, finder: ActorFinder) -> tuple[Body, ...]:
    """Return who is to act by an item in the indicative: *Das Land trägt die Kosten.*"""
    body = re.sub(r"^[^.:]{2,70}:\s+", "", text)
    tokens = tokenize(body, *split(body)[0])
    actors = finder.find(tokens)
    for position, actor in enumerate(actors):
        if actor.governed in ("durch", "seitens") and may_act(actor) and not frame.addressees:
            return chain(actors, position, tokens)
        opens = not any(t.is_word and t.text[0].isupper() for t in tokens[: actor.first])
        if opens and actor.governed in ("von", "vom") and not frame.addressees:
            return chain(actors, position, tokens)  # „– von den Kreisen die Beteiligung der Archive“
    if frame.addressees and len(frame.addressees) == 1:
        return ()
    for position, actor in enumerate(actors[:1]):
        if actor.first <= 2 and not actor.governed and not actor.genitive and actor.body.public:
            words = [t for t in tokens if t.is_word]
            if finite_position(words) is not None:
                return chain(actors, position, tokens)
    return ()

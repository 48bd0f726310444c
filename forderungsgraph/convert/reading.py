"""Reading a document block by block: sections, frames, speakers, demands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..model import DemandKind, DocumentType
from .actors import ActorFinder
from .blocks import Block, BlockKind
from .candidates import Candidate
from .catalogue import is_aside, is_told
from .discourse import Discourse
from .findings import (  # fmt: skip
    QUESTION,
    STATING,
    TRAILING,
    Finding,
    State,
    as_one_item,
    frame_at,
    is_fact,
    tells_a_position,
)
from .frames import Frame, addressees_of, heading_frame, lead_in_frame, promises, section_addressees
from .journal import SILENT, Journal
from .lexicon import Lexicon
from .lists import (
    demanding_siblings,
    goes_on_as_list,
    heading_lead_in,
    inner_addressees,
    is_bare_demand,
    is_section,
    lead_in,
    opens_list,
    runs_on,
    unmarked_items,
)
from .questions import asked_about, asked_for
from .score import THRESHOLD
from .sentences import split
from .tables import cells, columns
from .tone import Tone
from .uttered import LABEL, UtteranceReader
from .zones import Zone

_CATALOGUE = Frame(True, rule="F-bare", announced=True)


_TO_WHOM = re.compile(
    r"(?:Teil [A-Z]:? |[A-ZIVX]+[.:] )?An (?:den|die|das|unsere?n?|Bund|Länder)\b|An [A-ZÄÖÜ]", re.I
)


class Reader:
    """Reads one document.

    :param kind: type of the document
    :param tone: whether it argues or reports
    :param journal: is told what was decided
    """

    def __init__(
        self,
        finder: ActorFinder,
        discourse: Discourse,
        lexicon: Lexicon,
        kind: DocumentType | None,
        tone: Tone = Tone.REPORTING,
        journal: Journal = SILENT,
    ) -> None:
        self._finder = finder
        self._discourse = discourse
        self._lexicon = lexicon
        self._kind = kind
        self._journal = journal
        self._uttered = UtteranceReader(finder, discourse, lexicon, kind, tone, journal)
        self._siblings: frozenset[int] = frozenset()
        self._parties = False

    def read(self, blocks: Sequence[Block], zones: Sequence[Zone]) -> list[Finding]:
        """Return all findings, also those below the threshold, in order."""
        state = State()
        body = [i for i, zone in enumerate(zones) if zone in (Zone.BODY, Zone.HEADING)]
        self._siblings = demanding_siblings(blocks, zones, self._kind)
        if self._kind is DocumentType.INTERVIEW and not self._discourse.speakers.author:
            self._discourse.speakers.author = self._discourse.interviewee(blocks[i].text.text for i in body)
        self._parties = self._discourse.is_questionnaire(blocks[i].text.text for i in body)
        for order, index in enumerate(body):
            following = blocks[body[order + 1]] if order + 1 < len(body) else None
            block = blocks[index]
            self._finder.referents.block = index
            if self._kind is DocumentType.INTERVIEW:
                self._discourse.take_turn(block.text.text)
            if self._parties:
                self._discourse.answers(block.text.text)
            opening = heading_frame(block.text.text, self._finder)
            turning = opening is not None and bool(opening.addressees)  # „B Was der Bund tun soll“
            if zones[index] is Zone.HEADING and not turning and runs_on(following, state):
                self._journal.passed(index, 0, len(block.text), "running header")
                continue
            if zones[index] is Zone.HEADING:
                if block.text.text.rstrip("*_ ").endswith("?"):
                    self._asked(block.text.text, state)
                    if self._kind is DocumentType.INTERVIEW:
                        state.governing = asked_about(block.text.text, self._finder)
                self._heading(block, following, state)
                self._journal.opened(index, 0, len(block.text), state.frame)
            else:
                self._body(index, block, following, state)
            self._journal.read(index, state)
        return state.findings

    def _heading(self, block: Block, following: Block | None, state: State) -> None:
        text = block.text.text
        if following is not None and following.kind is BlockKind.ITEM and not block.style:
            # „Wir bitten deshalb um“ stands alone like a heading, but opens a list
            opened = heading_lead_in(
                text, self._finder, self._lexicon, self._kind, argues=self._uttered.argues
            )
            if opened is not None:
                state.frame = replace(opened, demanders=self._uttered.demanders.of(opened.demanders, None))
                state.listing = True
                state.levels.clear()
                return
        frame = heading_frame(text, self._finder)
        self._addressed(block, text, state)
        to_whom = _TO_WHOM.match(text) is not None
        if frame is None and state.frame is not None and state.frame.announced and to_whom:
            state.governing = (
                addressees_of(f"Forderungen {text[0].lower()}{text[1:]}", self._finder) or state.governing
            )
            state.frame = replace(state.frame, addressees=state.governing)
            state.section, state.listing = text, False
            return
        numbered = bool(block.style)
        counted = (numbered and block.style != "#") or re.match(r"\W*\d{1,2}[.:)]? ", text) is not None
        state.catalogue = self._kind is DocumentType.DEMAND_CATALOGUE and not is_aside(text)
        announced = state.frame is not None and state.frame.announced
        state.stating = counted and (state.catalogue or announced) and not is_aside(text)
        if frame is not None:
            state.frame = frame
            state.opened_by = block.marker if block.style == "#" else ""
            if frame.addressees:
                state.governing = frame.addressees
                state.governing_style = (block.style or "plain") if state.section else "title"
        elif (
            not (state.frame is not None and state.frame.announced and numbered)
            or promises(text)
            or (not counted and block.style == "#" and len(block.marker) <= len(state.opened_by))
        ):
            state.frame = None  # „## Was wir selbst beitragen“ below „## Unsere Forderungen“
        state.section = text
        state.listing = False
        state.suspended.clear()

    def _asked(self, question: str, state: State) -> None:
        state.asked = asked_for(question, state.asked, self._finder, self._lexicon)
        state.answered = -1

    def _addressed(self, block: Block, text: str, state: State) -> None:
        """Let a heading that names only an addressee govern its section: *II. An die Länder*, *Bund*."""
        told = section_addressees(text, self._finder)
        if told:
            state.governing, state.governing_style = told, block.style or "plain"
        elif state.governing_style and state.governing_style == (block.style or "plain"):
            state.governing, state.governing_style = (), ""

    def _body(self, index: int, block: Block, following: Block | None, state: State) -> None:
        text = block.text.text
        if self._row(index, block, state):
            return
        is_item = block.kind is BlockKind.ITEM or (block.style == "lost" and state.listing)
        opens = opens_list(block, following, self._finder, self._lexicon)
        if block.kind is BlockKind.ITEM and block.number is not None:
            goes_on = block.number > 1 and block.number == state.numbers.get(block.style, 0) + 1
            if goes_on and not state.listing and not opens and block.style in state.suspended:
                state.frame, state.listing = state.suspended[block.style], True
            state.numbers[block.style] = block.number
        if is_item and state.listing:
            state.frame = frame_at(block.style, state)
        if is_item and state.frame is None and opens:
            self._lead_in(index, block, state, stem=bool(state.levels[:-1]))
            return
        if is_item and state.frame is not None and (state.listing or state.frame.announced):
            if (
                opens
                and following is not None
                and following.kind is BlockKind.ITEM
                and following.style != block.style
            ):
                self._lead_in(index, block, state, stem=True)
                return
            if not state.frame.demand:
                self._journal.passed(index, 0, len(text), "neutral", frame=state.frame)
                return
            if tells_a_position(text, self._finder):
                self._sentences(index, block, split(text), state, label=True)
                return
            if not is_section(text, block) or (state.catalogue and not is_told(text)):
                self._item(index, block, state)
                return
            known = len(state.findings)
            self._sentences(index, block, split(text), state, label=True)
            certain = any(f.candidate.weight >= THRESHOLD for f in state.findings[known:])
            if not certain and len(split(text)) <= 2 and not STATING.search(text):
                # in a list announced as demands the indicative states what is demanded
                self._journal.withdrawn(state.findings[known:])
                del state.findings[known:]
                self._item(index, block, state)
            return
        if not is_item and state.listing and not block.style and goes_on_as_list(text, state):
            self._unmarked_items(index, block, state)
            return
        if opens:
            self._lead_in(index, block, state, stem=False)
            return
        demanding = is_bare_demand(text, self._kind) or index in self._siblings
        demanding = demanding or (state.catalogue and not is_told(text))
        signed = self._discourse.speakers.author or self._kind is DocumentType.DEMAND_CATALOGUE
        if is_item and state.frame is None and signed and demanding:
            state.frame = _CATALOGUE
            self._item(index, block, state)
            state.frame = None
            return
        if state.listing and self._kind in (DocumentType.PRESS_RELEASE, DocumentType.ARTICLE):
            state.governing = ()
        state.listing = False
        state.levels.clear()
        if not is_item and self._announces(index, block, following, state):
            return
        labelled = state.catalogue and re.match(r"(?:[A-ZÄÖÜ]\w+[ -]?){1,3}! ", text) is not None
        announced = state.frame is not None and state.frame.announced and state.frame.demand
        labelled = labelled or (announced and LABEL.match(text) is not None)
        if not is_item and (state.stating or labelled) and self._uttered.stated(index, text, state):
            return
        if not is_item and not (state.frame is not None and state.frame.announced):
            state.frame = None
        known = len(state.findings)
        self._sentences(index, block, split(text), state, label=is_item)
        if is_item and not is_section(text, block):
            state.findings[known:], given_up = as_one_item(state.findings[known:], text)
            self._journal.withdrawn(given_up)

    def _announces(self, index: int, block: Block, following: Block | None, state: State) -> bool:
        """Read *Der Verband fordert:* above numbered headings; return whether it is that."""
        text = block.text.text
        if following is None or following.kind is not BlockKind.HEADING or not text.rstrip().endswith(":"):
            return False
        *rest, last = split(text)
        frame = lead_in_frame(text[slice(*last)], self._finder, self._lexicon)
        if frame is None or not frame.demand or not following.style:
            return False
        self._sentences(index, block, rest, state, label=False)
        demanders = self._uttered.demanders.of(frame.demanders, None)
        state.frame = replace(frame, demanders=demanders, announced=True)
        state.governing = frame.addressees or state.governing
        return True

    def _row(self, index: int, block: Block, state: State) -> bool:
        """Read a row of a table of demands; return whether it is one."""
        text = block.text.text
        header = columns(text)
        if header is not None or not text.startswith("|"):
            state.table = header
            return header is not None
        found = cells(text)
        if state.table is None or len(found) != state.table.count:
            return False
        told = (
            addressees_of(f"Forderungen an {text[slice(*found[state.table.told])]}", self._finder)
            if state.table.told is not None
            else ()
        )
        kept, state.frame = state.frame, replace(_CATALOGUE, rule="F-table", addressees=told or None)
        for column in state.table.demands:
            begin, end = found[column]
            if not self._told_in_sentences(index, block, begin, end, state):
                self._add_item(index, begin, end, text, state)
        state.frame = kept
        return True

    def _told_in_sentences(self, index: int, block: Block, begin: int, end: int, state: State) -> bool:
        """Read a cell of full sentences; return whether they demand something by themselves."""
        known = len(state.findings)
        ranges = [(begin + a, begin + b) for a, b in split(block.text.text[begin:end])]
        if not ranges or not block.text.text[begin:end].rstrip().endswith("."):
            return False
        self._sentences(index, block, ranges, state, label=False)
        if any(f.candidate.weight >= THRESHOLD for f in state.findings[known:]):
            return True
        self._journal.withdrawn(state.findings[known:])
        del state.findings[known:]
        return False

    def _lead_in(self, index: int, block: Block, state: State, *, stem: bool) -> None:
        text = block.text.text
        ranges = split(text)
        last = text[ranges[-1][0] : ranges[-1][1]]
        frame = lead_in(last, self._finder, self._lexicon, self._kind, argues=self._uttered.argues)
        if stem:
            # the stem of an item keeps the frame of its list unless it says otherwise
            frame = frame if frame is not None and frame.rule != "F-noun" else state.frame
        elif frame is None and state.frame is not None and state.frame.announced:
            frame = state.frame
        if frame is state.frame and STATING.search(last):
            frame = None  # „… nimmt zur Kenntnis, dass“ among what is to be resolved
        if frame is not None and frame.demand and frame.addressees is None and state.frame is not None:
            frame = replace(frame, addressees=state.frame.addressees if state.frame.announced else None)
        rest = ranges[:-1] if frame is not None else ranges
        self._sentences(index, block, rest, state, label=False)
        if frame is not None and frame.demand:
            frame = replace(frame, demanders=self._uttered.demanders.of(frame.demanders, None))
            if frame.addressees is None:
                frame = replace(frame, addressees=self._uttered.taken_up(text, *ranges[-1]) or None)
            told = addressees_of(last, self._finder) if frame.rule in ("F-noun",) else frame.addressees
            if told and frame.rule == "F-noun":
                state.governing = told
        state.frame = frame
        self._journal.opened(index, *ranges[-1], frame)
        if not state.listing or (block.kind is not BlockKind.ITEM and not block.style):
            state.levels.clear()
        if stem or block.kind is BlockKind.ITEM:
            state.levels = [level for level in state.levels if level[0] == block.style] or [
                (block.style, None)
            ]
        state.listing = True

    def _unmarked_items(self, index: int, block: Block, state: State) -> None:
        assert state.frame is not None
        text = block.text.text
        start = 0
        for piece in unmarked_items(text):
            at = text.index(piece, start)
            start = at + len(piece)
            self._add_item(index, at, start, text, state)

    def _item(self, index: int, block: Block, state: State) -> None:
        text = block.text.text
        self._add_item(index, 0, len(text), text, state)
        if block.number is not None and state.frame is not None and state.listing:
            state.suspended[block.style] = state.frame

    def _add_item(self, index: int, start: int, end: int, text: str, state: State) -> None:
        frame = state.frame
        assert frame is not None
        part = text[start:end]
        trailing = TRAILING.search(part)
        if trailing:
            end = start + trailing.start()
        if end - start < 12 or len(text[start:end].split()) < 2:
            self._journal.passed(index, start, end, "short")
            return
        told_fact = STATING.search(text[start:end]) is not None or is_fact(
            text[start:end], self._finder, self._lexicon
        )
        inner = inner_addressees(text[start:end], frame, self._finder)
        weight = 0.93 if not frame.announced else 0.82
        candidate = Candidate(
            start, end, frame.kind, frame.act, f"L-{frame.rule}", weight, frame.demanders, inner or frame.addressees
        )  # fmt: skip
        if told_fact:
            candidate = candidate.weighed(0.55, "stated as a fact")
        if self._kind is DocumentType.PARLIAMENTARY_QUESTION and frame.kind is DemandKind.MODAL:
            candidate = candidate.weighed(0.4, "parliamentary question")
        if QUESTION.search(text[start:end]):
            candidate = candidate.weighed(0.4, "question")
        speakers = frame.demanders if frame.demanders else self._uttered.demanders.of(None, None)
        told = candidate.addressees or state.governing or None
        state.findings.append(Finding(index, candidate, state.section, speakers, told, not inner))
        self._journal.found(state.findings[-1], frame)

    def _sentences(
        self, index: int, block: Block, ranges: Sequence[tuple[int, int]], state: State, *, label: bool
    ) -> None:
        text = block.text.text
        if self._kind is DocumentType.INTERVIEW and text.rstrip("*_ ").endswith("?") and len(text) < 500:
            self._asked(text, state)
            state.governing = asked_about(text, self._finder)
            self._journal.passed(index, 0, len(text), "asked")
            return
        if not ranges:
            return
        if self._parties or self._kind is DocumentType.INTERVIEW:
            said = self._discourse.party(text)[1] if self._parties else self._discourse.label_end(text)
            ranges = [(max(a, said), b) for a, b in ranges if b > said]
        if label and ranges:
            match = re.match(r"[^.:]{2,70}:\s+(?=[A-ZÄÖÜ„])", text[ranges[0][0] : ranges[0][1]])
            if match:
                ranges = [(ranges[0][0] + match.end(), ranges[0][1]), *ranges[1:]]
        sentences = list(ranges)
        for utterance in self._discourse.utterances(text, sentences):
            sentence = next(
                ((a, b) for a, b in sentences if a <= utterance.start < b), (utterance.start, utterance.end)
            )
            self._uttered.read(index, text, utterance, text[sentence[0] : sentence[1]], state)

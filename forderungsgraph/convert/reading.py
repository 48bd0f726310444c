"""Reading a document block by block: sections, frames, speakers, demands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..model import DemandKind, DocumentType, SpeechAct
from .actors import ActorFinder, Body
from .blocks import Block, BlockKind
from .candidates import SPEAKER, Candidate, Clause, chain
from .discourse import Discourse, Utterance
from .explicit import explicit_demands
from .findings import (
    MEMBERS,
    PRONOUN,
    STATING,
    TRAILING,
    Finding,
    State,
    frame_at,
    is_fact,
    with_quoted_wording,
)
from .frames import Frame, addressees_of, heading_frame, lead_in_frame
from .imperative import imperative_demands
from .lexicon import Lexicon
from .modal import modal_demands
from .need import need_demands
from .nominal import judging_demands, nominal_demands, stance_demands
from .reported import reported_dass_demands
from .score import NARRATIVE, THRESHOLD, best, weigh
from .segments import finite_position, segments
from .sentences import split
from .tokens import AUXILIARIES, MODAL_FORMS, is_infinitive, tokenize
from .zones import Zone

_CATALOGUE = Frame(True, rule="F-bare", announced=True)


_ASKED = re.compile(
    r"\b(?:erwarten|fordern|verlangen|wünschen|brauchen|raten|empfehlen|Forderung|Wunsch|Erwartung)\w*\b"
)
_ANSWER = re.compile(r"(?:Und |Und vor allem |Vor allem )?[Dd]ass\b")


_TO_WHOM = re.compile(r"An (?:den|die|das|unsere?n?)\b")


class Reader:
    """Reads one document.

    :param kind: type of the document
    """

    def __init__(
        self, finder: ActorFinder, discourse: Discourse, lexicon: Lexicon, kind: DocumentType | None
    ) -> None:
        self._finder = finder
        self._discourse = discourse
        self._lexicon = lexicon
        self._kind = kind

    def read(self, blocks: Sequence[Block], zones: Sequence[Zone]) -> list[Finding]:
        """Return all findings, also those below the threshold, in order."""
        state = State()
        body = [i for i, zone in enumerate(zones) if zone in (Zone.BODY, Zone.HEADING)]
        self._discourse.learn_persons([blocks[i].text.text for i in body])
        if self._kind is DocumentType.INTERVIEW and not self._discourse.author:
            self._discourse.author = self._interviewee([blocks[i].text.text for i in body])
        for order, index in enumerate(body):
            following = blocks[body[order + 1]] if order + 1 < len(body) else None
            block = blocks[index]
            if zones[index] is Zone.HEADING and self._runs_on(following, state):
                continue
            if zones[index] is Zone.HEADING:
                if block.text.text.endswith("?"):
                    state.asked = _ASKED.search(block.text.text) is not None
                    state.asked_of = addressees_of(block.text.text, self._finder)
                self._heading(block, following, state)
            else:
                self._body(index, block, following, state)
        return state.findings

    def _runs_on(self, following: Block | None, state: State) -> bool:
        """Whether the list goes on below what looks like a heading: it is the running header of a page."""
        if following is None or following.kind is not BlockKind.ITEM or not state.listing:
            return False
        return following.number is not None and following.number == state.numbers.get(following.style, -1) + 1

    def _interviewee(self, texts: Sequence[str]) -> tuple[Body, ...]:
        """Return for whom the person interviewed speaks: whoever the introduction names first."""
        for text in texts[:8]:
            for name, bodies in self._discourse.persons.items():
                if re.search(rf"\b{re.escape(name)}\b", text):
                    return bodies
        for text in texts[:8]:
            for actor in self._finder.find(tokenize(text)):
                if not actor.body.public and not actor.body.plural:
                    return (actor.body,)
        return ()

    def _heading(self, block: Block, following: Block | None, state: State) -> None:
        text = block.text.text
        if following is not None and following.kind is BlockKind.ITEM and not block.style:
            # „Wir bitten deshalb um“ stands alone like a heading, but opens a list
            opened = lead_in_frame(text, self._finder, self._lexicon)
            if opened is not None and opened.demand and opened.rule not in ("F-noun", "F-modal"):
                state.frame = replace(opened, demanders=self._speakers(opened.demanders, None))
                state.listing = True
                state.levels.clear()
                return
        frame = heading_frame(text, self._finder)
        to_whom = _TO_WHOM.match(text) is not None
        if frame is None and state.frame is not None and state.frame.announced and to_whom:
            state.governing = (
                addressees_of(f"Forderungen {text[0].lower()}{text[1:]}", self._finder) or state.governing
            )
            state.frame = replace(state.frame, addressees=state.governing)
            state.section, state.listing = text, False
            return
        numbered = bool(block.style)
        if frame is not None:
            state.frame = frame
            if frame.addressees:
                state.governing = frame.addressees
        elif not (state.frame is not None and state.frame.announced and numbered):
            state.frame = None
        state.section = text
        state.listing = False

    def _body(self, index: int, block: Block, following: Block | None, state: State) -> None:
        text = block.text.text
        is_item = block.kind is BlockKind.ITEM or (block.style == "lost" and state.listing)
        opens = self._opens_list(block, following)
        if block.kind is BlockKind.ITEM and block.number is not None:
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
                return
            if not self._is_section(text, block):
                self._item(index, block, state)
                return
            known = len(state.findings)
            self._sentences(index, block, split(text), state, label=True)
            certain = any(f.candidate.weight >= THRESHOLD for f in state.findings[known:])
            if not certain and len(split(text)) <= 2 and not STATING.search(text):
                # in a list announced as demands the indicative states what is demanded
                del state.findings[known:]
                self._item(index, block, state)
            return
        if not is_item and state.listing and not block.style and self._goes_on_as_list(text, state):
            self._unmarked_items(index, block, state)
            return
        if opens:
            self._lead_in(index, block, state, stem=False)
            return
        if is_item and state.frame is None and self._is_bare_demand(text):
            state.frame = _CATALOGUE
            self._item(index, block, state)
            state.frame = None
            return
        state.listing = False
        state.levels.clear()
        if not is_item and not (state.frame is not None and state.frame.announced):
            state.frame = None
        self._sentences(index, block, split(text), state, label=is_item)

    def _is_bare_demand(self, text: str) -> bool:
        """Whether an item without lead-in demands by its form: a bare infinitive, or a catalogue's noun phrase."""
        if not self._discourse.author or self._kind in NARRATIVE or text.rstrip().endswith("?"):
            return False
        first = text[slice(*split(text)[0])]
        body = re.sub(r"^[^.:]{2,60}:\s+", "", first)
        words = [t for t in tokenize(body) if t.is_word]
        if len(words) < 3 or finite_position(words[:-1]) is not None or len(split(text)) > 3:
            return False
        if is_infinitive(words[-1]) and not any(
            t.lower in MODAL_FORMS | AUXILIARIES | {"wir", "ich"} for t in words
        ):
            return True
        return self._kind is DocumentType.DEMAND_CATALOGUE and finite_position(words) is None

    def _opens_list(self, block: Block, following: Block | None) -> bool:
        if following is None or following.kind is BlockKind.HEADING:
            return block.text.text.rstrip().endswith(":") and following is not None and False
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
        if block.kind is BlockKind.ITEM or not unfinished:
            return False
        if text.endswith(":") or (text.endswith(",") and following.text.text[:1].islower()):
            return True
        frame = None
        if text.endswith(","):
            frame = lead_in_frame(text[split(text)[-1][0] :], self._finder, self._lexicon)
        return frame is not None and frame.demand

    def _lead_in(self, index: int, block: Block, state: State, *, stem: bool) -> None:
        text = block.text.text
        ranges = split(text)
        last = text[ranges[-1][0] : ranges[-1][1]]
        frame = lead_in_frame(last, self._finder, self._lexicon)
        if stem:
            # the stem of an item keeps the frame of its list unless it says otherwise
            frame = frame if frame is not None and frame.rule != "F-noun" else state.frame
        elif frame is None and state.frame is not None and state.frame.announced:
            frame = state.frame
        if frame is not None and frame.demand and frame.addressees is None and state.frame is not None:
            frame = replace(frame, addressees=state.frame.addressees if state.frame.announced else None)
        rest = ranges[:-1] if frame is not None else ranges
        self._sentences(index, block, rest, state, label=False)
        if frame is not None and frame.demand:
            frame = replace(frame, demanders=self._speakers(frame.demanders, None))
            told = addressees_of(last, self._finder) if frame.rule in ("F-noun",) else frame.addressees
            if told and frame.rule == "F-noun":
                state.governing = told
        state.frame = frame
        if not state.listing:
            state.levels.clear()
        if stem or block.kind is BlockKind.ITEM:
            state.levels = [level for level in state.levels if level[0] == block.style] or [
                (block.style, None)
            ]
        state.listing = True

    def _goes_on_as_list(self, text: str, state: State) -> bool:
        if state.frame is None or not state.frame.demand:
            return False
        if text[:1].islower():
            return True
        labelled = re.match(r"[A-ZÄÖÜ][\w -]{2,40}:\s", text) is not None
        return "„" not in text and text.count(";") >= (1 if labelled else 2)

    def _unmarked_items(self, index: int, block: Block, state: State) -> None:
        assert state.frame is not None
        text = block.text.text
        start = 0
        for piece in re.split(r"(?<=;)\s+", text):
            at = text.index(piece, start)
            start = at + len(piece)
            self._add_item(index, at, start, text, state)

    def _is_section(self, text: str, block: Block) -> bool:
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

    def _item(self, index: int, block: Block, state: State) -> None:
        text = block.text.text
        self._add_item(index, 0, len(text), text, state)

    def _add_item(self, index: int, start: int, end: int, text: str, state: State) -> None:
        frame = state.frame
        assert frame is not None
        part = text[start:end]
        trailing = TRAILING.search(part)
        if trailing:
            end = start + trailing.start()
        if end - start < 12 or len(text[start:end].split()) < 2:
            return
        told_fact = is_fact(text[start:end], self._finder, self._lexicon)
        inner = self._inner_addressees(text[start:end], frame)
        weight = (0.93 if not frame.announced else 0.82) * (0.6 if told_fact else 1.0)
        if text[start:end].rstrip().endswith("?"):
            weight *= 0.4
        candidate = Candidate(
            start,
            end,
            frame.kind,
            frame.act,
            f"L-{frame.rule}",
            weight,
            frame.demanders,
            inner or frame.addressees,
        )
        speakers = frame.demanders if frame.demanders else self._speakers(None, None)
        state.findings.append(
            Finding(
                index,
                candidate,
                state.section,
                speakers,
                candidate.addressees or state.governing or None,
                not inner,
            )
        )

    def _inner_addressees(self, text: str, frame: Frame) -> tuple[Body, ...]:
        """Return who is to act by an item in the indicative: *Das Land trägt die Kosten.*"""
        body = re.sub(r"^[^.:]{2,70}:\s+", "", text)
        tokens = tokenize(body, *split(body)[0])
        actors = self._finder.find(tokens)
        for position, actor in enumerate(actors):
            if actor.governed in ("durch", "seitens") and actor.body.public and not frame.addressees:
                return chain(actors, position, tokens)
        if frame.addressees and len(frame.addressees) == 1:
            return ()
        for position, actor in enumerate(actors[:1]):
            if actor.first <= 2 and not actor.governed and not actor.genitive and actor.body.public:
                words = [t for t in tokens if t.is_word]
                if finite_position(words) is not None:
                    return chain(actors, position, tokens)
        return ()

    def _doubted(self, candidate: Candidate, utterance: Utterance, text: str) -> Candidate:
        """Lower the weight where nobody is known to demand, or where others decided."""
        lemma = candidate.rule.rsplit("-", 1)[-1]
        wishing = lemma in ("wünschen", "erwarten")
        if (
            "subject unknown" in candidate.notes
            and not utterance.quoted
            and (candidate.rule.startswith("E-np") or wishing)
        ):
            part = text[utterance.start : utterance.end]
            if not any(re.search(rf"\b{re.escape(name)}\b", part) for name in self._discourse.persons):
                candidate = candidate.weighed(0.68, "unknown demander")
        told = candidate.demanders or ()
        if candidate.rule.startswith("E-np") and any(b.generic for b in told):
            candidate = candidate.weighed(0.6, "generic demander")
        if (
            lemma in ("ablehnen", "zurückweisen")
            and any(b.public for b in told)
            and not set(told) & set(self._discourse.author)
        ):
            candidate = candidate.weighed(0.55, "others' rejection")
        return candidate

    def _speakers(self, demanders: tuple[Body, ...] | None, utterance: Utterance | None) -> tuple[Body, ...]:
        speaking = (utterance.speakers if utterance else None) or self._discourse.author
        if utterance is not None and utterance.quoted and utterance.speakers is None:
            speaking = self._discourse.last or self._discourse.author
        if not speaking and utterance is not None and self._discourse.last:
            speaking = self._discourse.last if utterance.pronoun else ()
        if demanders is None:
            return speaking
        resolved: list[Body] = []
        for body in demanders:
            members = body.plural and (body.generic or body.name in MEMBERS)
            for actual in speaking if body is SPEAKER or (members and self._discourse.author) else (body,):
                if actual not in resolved:
                    resolved.append(actual)
        return tuple(resolved) or speaking

    def _sentences(
        self, index: int, block: Block, ranges: Sequence[tuple[int, int]], state: State, *, label: bool
    ) -> None:
        text = block.text.text
        if self._kind is DocumentType.INTERVIEW and text.rstrip().endswith("?") and len(text) < 500:
            state.asked = _ASKED.search(text) is not None
            state.asked_of = addressees_of(text, self._finder)
            return
        if not ranges:
            return
        if label:
            match = re.match(r"[^.:]{2,70}:\s+(?=[A-ZÄÖÜ„])", text[ranges[0][0] : ranges[0][1]])
            if match:
                ranges = [(ranges[0][0] + match.end(), ranges[0][1]), *ranges[1:]]
        sentences = list(ranges)
        for utterance in self._discourse.utterances(text, sentences):
            sentence = next(
                ((a, b) for a, b in sentences if a <= utterance.start < b), (utterance.start, utterance.end)
            )
            self._utterance(index, text, utterance, text[sentence[0] : sentence[1]], state)

    def _utterance(self, index: int, text: str, utterance: Utterance, sentence: str, state: State) -> None:
        tokens = tokenize(text, utterance.start, utterance.end)
        while tokens and not tokens[-1].is_word and tokens[-1].text in '.,“”"«»':
            tokens = tokens[:-1]
        if len([t for t in tokens if t.is_word]) < 3:
            return
        clause = Clause(
            text, tokens, segments(tokens), self._finder.find(tokens), utterance.quoted, utterance.reported
        )
        found = [
            *(
                c
                for c in explicit_demands(clause, self._lexicon)
                if not (utterance.attributes and c.rule.startswith("E-np"))
            ),
            *modal_demands(clause, self._lexicon),
            *need_demands(clause, self._lexicon),
            *reported_dass_demands(clause, self._lexicon),
            *imperative_demands(clause, self._lexicon),
            *nominal_demands(clause, self._lexicon),
            *judging_demands(clause, self._lexicon),
            *stance_demands(clause, self._lexicon),
        ]
        weighed = [
            weigh(candidate, clause, utterance, sentence=sentence, kind=self._kind,
                  authored=bool(self._discourse.author), lexicon=self._lexicon)
            for candidate in found
        ]  # fmt: skip
        last_public = state.last_public if state.last_block == index else ()
        if state.asked and _ANSWER.match(text[utterance.start : utterance.end]):
            weighed.append(
                Candidate(
                    utterance.start,
                    utterance.end,
                    DemandKind.EXPECTATION,
                    SpeechAct.EXPECTATION,
                    "E-answer",
                    0.75,
                )
            )
        for chosen in best(weighed):
            candidate = with_quoted_wording(chosen, text)
            if (
                candidate.addressees is None
                and last_public
                and PRONOUN.match(text[utterance.start : utterance.end])
            ):
                candidate = replace(candidate, addressees=last_public)
            speakers = self._speakers(candidate.demanders, utterance)
            addressees = candidate.addressees
            if (
                candidate.kind is DemandKind.MODAL
                and addressees
                and speakers
                and set(addressees) <= set(speakers)
            ):
                candidate = candidate.weighed(0.5, "own duty")
            candidate = self._doubted(candidate, utterance, text)
            if not speakers:
                # an identifiable demander belongs to a demand (guideline, section 8)
                factor = 0.6 if candidate.kind is DemandKind.MODAL else 0.8
                candidate = candidate.weighed(factor, "nobody demands")
            state.findings.append(
                Finding(
                    index,
                    candidate,
                    state.section,
                    speakers,
                    addressees or state.governing or None,
                    not addressees,
                )
            )
            if candidate.weight >= THRESHOLD and candidate.demanders and not candidate.rule.startswith("M"):
                self._discourse.last = speakers or self._discourse.last
        heads = [a for a in clause.actors if a.body.public and not a.genitive and not a.governed]
        if heads:
            state.last_public, state.last_block = (heads[0].body,), index


REJECTING = SpeechAct.REJECTION

"""Demands in what is said: all rules over one utterance, who speaks, whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..model import DemandKind, DocumentType, SpeechAct
from .acting import acting_in_span, owner_of_means, turned_to
from .actors import ActorFinder
from .anaphora import (
    before_insertion,
    both,
    in_matrix,
    in_whose_hands,
    object_genders,
    object_pronoun,
    pronoun_genders,
    subject_in_span,
    vocative,
)
from .asked import inner_subject
from .bodies import Body, each
from .candidates import SPEAKER, Candidate, Clause, Refusal
from .catalogue import counts_demands, ordinal_demand, stated_demand
from .demanders import Demanders
from .discourse import Discourse, Utterance
from .explicit import explicit_demands
from .findings import PRONOUN, Finding, State, with_quoted_wording
from .imperative import imperative_demands
from .journal import SILENT, Heard, Journal
from .lexicon import Lexicon
from .modal import modal_demands
from .need import need_demands
from .nominal import announced_demands, concluding_demands, judging_demands, nominal_demands, stance_demands
from .questions import (
    Asked,
    dass_answer,
    elliptic_answer,
    is_short_infinitive,
    is_short_phrase,
    universal_demand,
)
from .reported import OWN_THING, behind_saying, reported_dass_demands, reported_needs
from .score import NORMATIVE, SIGNED, THRESHOLD, best, weigh
from .segments import segments
from .sentences import split
from .tokens import tokenize
from .tone import Tone

_CLAIMING = re.compile(
    r"\b(?:muss|müssen|soll|sollen|sollte|sollten|darf|dürfen|forder\w+|erwarte\w*|bitte\w*|(?:ist|sind) (?:\w+ )+zu \w+n)\b"
)

_RULES: tuple[Callable[[Clause, Lexicon], Iterable[Candidate]], ...] = (
    explicit_demands,
    modal_demands,
    need_demands,
    reported_dass_demands,
    reported_needs,
    imperative_demands,
    nominal_demands,
    announced_demands,
    concluding_demands,
    judging_demands,
    stance_demands,
)


# the body that adopts a text speaks for those who publish it
_ASSEMBLY = re.compile(
    r"\b[Dd](?:ie|er) (?:\d+\. |\w+e )?(?:\w*(?:[Tt]agung|[Vv]ersammlung|[Kk]onferenz|[Kk]onvent|[Kk]ongress)|"
    r"(?:\w{4,}s|Partei|Kammer|Gewerkschafts|Verbands)tag|Delegierten|Vorstand|Präsidium|Hauptausschuss|Beirat)\b"
)
LABEL = re.compile(r"(?:\*\*|__)(?:[A-ZÄÖÜ][\w-]* ?){1,5}(?:[.:!](?:\*\*|__)|(?:\*\*|__)\s?[.:–-])\s+(?=\S)")
"""A label in bold that opens a paragraph: *\\*\\*Personal.\\*\\* Das Land …*"""


def _only_receives(clause: Clause, candidate: Candidate) -> bool:
    """Whether the subject is to be allowed or given something: *Sie sollen selbst entscheiden dürfen.*"""
    words = [t.lower for t in clause.tokens if candidate.start <= t.start < candidate.end and t.is_word]
    return words[-1:] in (["dürfen"], ["können"], ["erhalten"], ["bekommen"])


def _answer(start: int, end: int) -> Candidate:
    """Return what an elliptic answer expects: *Was fordern Sie? – Dass das Land zahlt.*"""
    return Candidate(start, end, DemandKind.EXPECTATION, SpeechAct.EXPECTATION, "E-answer", 0.75)


def _referred(candidate: Candidate, told: tuple[Body, ...]) -> Candidate:
    """Return ``candidate`` addressed to whom its pronoun takes up: *Sie soll die Lücke schließen.*"""
    if candidate.addressees or not told:
        return candidate
    addressed = replace(candidate, addressees=told)
    public = candidate.rule == "M-shall" and any(body.public for body in told)
    return addressed.weighed(1.28, "public actor") if public else addressed


class UtteranceReader:
    """Reads single utterances of one document.

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
        self.demanders = Demanders(finder, discourse, kind)
        self._tone = tone
        self.argues = tone is Tone.ARGUING
        self._journal = journal
        self._reports = frozenset(lexicon.of("report.verbs"))

    def read(self, index: int, text: str, utterance: Utterance, sentence: str, state: State) -> None:
        """Add to the state what the utterance demands, also what stays below the threshold.

        :param index: number of the block
        :param text: text of the block
        :param sentence: the whole sentence around the utterance, by whose words it is weighed
        """
        clause = self._clause(text, utterance)
        if clause is None and self._answers_shortly(text, utterance, state):
            answer = _answer(utterance.start, utterance.end)
            self._add(index, answer, utterance, text, state)
            self._journal.found(state.findings[-1], (answer, utterance))
            return
        if clause is None:
            if state.asked is Asked.DEMAND and is_short_phrase(text[utterance.start : utterance.end]):
                state.answered = index
            self._journal.passed(index, utterance.start, utterance.end, "short")
            return
        part = text[utterance.start : utterance.end]
        last_public = state.last_public if state.last_block == index else ()
        fallback = last_public if PRONOUN.match(part) else ()
        weighed = [
            weigh(_referred(candidate, self._told(candidate, clause, utterance, sentence) or fallback), clause, utterance,
                  sentence=sentence, kind=self._kind,
                  authored=self.argues or bool(self._discourse.speakers.author), tone=self._tone,
                  lexicon=self._lexicon)
            for candidate in (with_quoted_wording(c, text) for c in self._candidates(clause, utterance))
        ]  # fmt: skip
        weighed += self._answers(index, text, clause, utterance, state)
        weighed += self._listed(clause, utterance, weighed, state)
        decided = best(weighed)
        speakers = self.demanders.of(None, utterance)
        self._journal.heard(
            Heard(index, utterance, clause, weighed, decided, speakers, self._discourse.speakers.author)
        )
        for chosen in decided:
            self._add(index, chosen, utterance, text, state)
            self._journal.found(state.findings[-1], (chosen, utterance))
        heads = [a for a in clause.actors if a.body.public and not a.genitive and not a.governed]
        if heads:
            state.last_public, state.last_block = (heads[0].body,), index

    def _answers(
        self, index: int, text: str, clause: Clause, utterance: Utterance, state: State
    ) -> list[Candidate]:
        """Return what an answer expects without a verb: *Was fehlt? – Eine Frist für den Bund.*"""
        if state.asked is Asked.NOTHING:
            return []
        interview = self._kind is DocumentType.INTERVIEW
        opening = state.answered == index or self._opens(text, utterance)
        dass = dass_answer(text, utterance.start, utterance.end)
        if dass is not None:
            first = next(i for i, t in enumerate(clause.tokens) if t.start >= dass)
            told = inner_subject(clause, first, len(clause.tokens))
            found = replace(_answer(dass, utterance.end), addressees=told or None)
        elif interview and opening and elliptic_answer(clause, state.asked):
            found = _answer(utterance.start, utterance.end)
        else:
            stated = universal_demand(clause) if interview and state.answered == index else None
            state.answered = -1
            return [stated] if stated is not None else []
        state.answered = index
        return [found]

    def _answers_shortly(self, text: str, utterance: Utterance, state: State) -> bool:
        asked = self._kind is DocumentType.INTERVIEW and state.asked is not Asked.NOTHING
        said = text[utterance.start : utterance.end]
        return asked and self._opens(text, utterance) and is_short_infinitive(said)

    def _opens(self, text: str, utterance: Utterance) -> bool:
        return utterance.start <= self._discourse.label_end(text) and "**" not in text[utterance.start :]

    def _listed(
        self, clause: Clause, utterance: Utterance, known: Sequence[Candidate], state: State
    ) -> list[Candidate]:
        """Return what a catalogue or a count demands by stating it, where no other rule is sure."""
        sentence = clause.text[utterance.start : utterance.end]
        state.counting = 8 if counts_demands(sentence) else max(0, state.counting - 1)
        if any(candidate.weight >= THRESHOLD for candidate in known) or utterance.reported:
            return []
        found = ordinal_demand(clause, utterance.start, utterance.end) if state.counting else None
        return [found] if found is not None else []

    def stated(self, index: int, text: str, state: State) -> bool:
        """Add a short paragraph that demands by stating it, as one demand; return whether it does."""
        label = LABEL.match(text)
        begin = label.end() if label else 0
        ranges = [(begin + a, begin + b) for a, b in split(text[begin:])]
        if not label and ranges and len(text[slice(*ranges[0])].split()) <= 3 and len(ranges) > 1:
            ranges = ranges[1:]  # „Ausstatten! Das Land beschafft …“
        if not 0 < len(ranges) <= 3 or any(_CLAIMING.search(text[a:b]) for a, b in ranges[1:]):
            return False
        utterance = Utterance(*ranges[0], quoted=False, reported=False, speakers=None)
        clause = self._clause(text, utterance)
        found = stated_demand(clause) if clause is not None else None
        if found is None:
            return False
        whole = replace(found, start=0, end=len(text.rstrip()))
        frame = state.frame.addressees if state.frame is not None else None
        self._add(index, replace(whole, addressees=whole.addressees or frame), utterance, text, state)
        return True

    def _clause(self, text: str, utterance: Utterance) -> Clause | None:
        tokens = tokenize(text, utterance.start, utterance.end)
        while tokens and not tokens[-1].is_word and tokens[-1].text in '.,“”"«»':
            tokens = tokens[:-1]
        if len([t for t in tokens if t.is_word]) < 3:
            return None
        actors = self._finder.find(tokens)
        refusals = self._journal.refusals()
        return Clause(text, tokens, segments(tokens), actors, utterance.quoted, utterance.reported, refusals)

    def _told(
        self, candidate: Candidate, clause: Clause, utterance: Utterance, sentence: str
    ) -> tuple[Body, ...]:
        """Return who is to act where the rule saw nobody: the span's own subject, a pronoun, who is spoken to."""
        if candidate.addressees:
            return ()
        own = (
            subject_in_span(clause, candidate)
            or before_insertion(clause, candidate, self._reports)
            or in_matrix(clause, candidate)
            or in_whose_hands(clause, candidate)
            or both(clause, candidate, self._finder.referents)
            or acting_in_span(clause, candidate)
            or turned_to(clause)
            or owner_of_means(clause, candidate, self._finder.land)
        )
        if own:
            return own
        if candidate.rule == "E-imperative":
            called = vocative(sentence, self._finder)
            if called:
                return called
        speaking = self.demanders.of(candidate.demanders, utterance)
        referents = self._finder.referents
        meant = pronoun_genders(clause, candidate) or object_genders(clause, candidate)
        if meant is not None and not _only_receives(clause, candidate):
            body = referents.antecedent(meant[0], meant[1], speaking, public=True)
            body = body or (
                referents.antecedent(meant[0], meant[1], speaking, public=False) if meant[0] != "n" else None
            )
            return (body,) if body else ()
        if candidate.rule.startswith("E-") and self._asked_of_us(clause, candidate, utterance):
            return self._discourse.speakers.author
        asked = self._kind is DocumentType.INTERVIEW and candidate.rule in ("E-imperative", "E-answer")
        body = referents.antecedent("mfnp", candidate.start, speaking, public=True) if asked else None
        return (body,) if body else ()

    def _asked_of_us(self, clause: Clause, candidate: Candidate, utterance: Utterance) -> bool:
        """Whether somebody else demands of whoever speaks: *Der Prüfer hat uns empfohlen, …*."""
        before = [t.lower for t in clause.tokens if t.start < candidate.start]
        others = candidate.demanders is not None and SPEAKER not in candidate.demanders
        return (
            others
            and bool({"uns", "ihnen"} & set(before[-8:]))
            and not utterance.quoted
            and bool(self._discourse.speakers.author)
        )

    def taken_up(self, text: str, start: int, end: int) -> tuple[Body, ...]:
        """Return whom the pronoun of a lead-in means of whom it demands: *Wir ersuchen ihn,*."""
        meant = object_pronoun([t for t in tokenize(text, start, end) if t.is_word])
        if meant is None:
            return ()
        body = self._finder.referents.antecedent(
            meant[0], meant[1], self._discourse.speakers.author, public=True
        )
        return (body,) if body else ()

    def _candidates(self, clause: Clause, utterance: Utterance) -> list[Candidate]:
        found = [c for rule in _RULES for c in rule(clause, self._lexicon)]
        if utterance.attributes:
            # the noun phrase before a quotation names the speaker's act, the quotation says what is demanded
            found = [behind_saying(c, clause.text) for c in found]
            naming = [
                c for c in found
                if c.rule.startswith("E-np") and not OWN_THING.search(clause.text[c.start : c.end])
            ]  # fmt: skip
            if clause.refusals is not None:
                clause.refusals.extend(Refusal(c.start, c.end, "names the speaker") for c in naming)
            return [c for c in found if c not in naming]
        return found

    def _add(self, index: int, candidate: Candidate, utterance: Utterance, text: str, state: State) -> None:
        speakers = self.demanders.of(candidate.demanders, utterance) or self.demanders.told(
            candidate, utterance, text
        )
        addressees = each(candidate.addressees or ()) or None
        own = bool(addressees and speakers) and set(addressees or ()) <= set(speakers)
        if own and candidate.act is SpeechAct.REJECTION:
            addressees, own = None, False  # nobody turns down his own doing
        if own and any(body.members for body in candidate.addressees or ()):
            # a body that charges its own organ: „Das Präsidium wird gebeten, …“
            addressees = tuple(replace(body, members=()) for body in candidate.addressees or ())
        if candidate.kind is DemandKind.MODAL and own:
            candidate = candidate.weighed(0.5, "own duty")
        candidate = self._doubted(candidate, utterance, text)
        if not speakers:
            # an identifiable demander belongs to a demand (guideline, section 8)
            # somebody signed it, whoever that is; whom it quotes did not
            own_words = not (utterance.quoted or utterance.reported)
            signed = self._kind in SIGNED or (self.argues and own_words)
            factor = 0.6 if candidate.kind is DemandKind.MODAL and not signed else 0.9
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
            self._discourse.speakers.last = speakers or self._discourse.speakers.last

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
            elliptic = part[:1].islower() and candidate.start == utterance.start  # „– lehnt eine Umlage ab,“
            named = elliptic or any(
                re.search(rf"\b{re.escape(name)}\b", part) for name in self._discourse.persons
            )
            if not named and not (self._kind in NORMATIVE and _ASSEMBLY.search(part)):
                candidate = candidate.weighed(0.68, "unknown demander")
        told = candidate.demanders or ()
        own = any(re.search(rf"\b[Uu]nsere[rn]? {re.escape(b.name)}\b", text) for b in told)
        if candidate.rule.startswith("E-np") and any(b.generic for b in told) and not own:
            candidate = candidate.weighed(0.6, "generic demander")
        if (
            lemma in ("ablehnen", "zurückweisen")
            and any(b.public for b in told)
            and not set(told) & set(self._discourse.speakers.author)
            and not any(b.name in author.name for b in told for author in self._discourse.speakers.author)
        ):
            candidate = candidate.weighed(0.55, "others' rejection")
        return candidate

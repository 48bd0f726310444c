"""Rules M-dass and N-dass: dass-clauses under a verb of saying (*betont, dass der Bund zahlen muss*, *dass es Geld braucht*)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model import DemandKind, SpeechAct
from .bodies import Body
from .candidates import Candidate, Clause, chain, closed
from .lexicon import Lexicon
from .need import NO_TASKS
from .segments import DEPENDING, Segment, SegmentKind
from .tokens import zu_infinitives


def reported_dass_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield dass-clauses with a modal under a verb of saying: *betont, dass der Bund zahlen muss*."""
    modals = frozenset((*lexicon.of("modal.must"), *lexicon.of("modal.should"), *lexicon.of("modal.may")))
    negations = frozenset(lexicon.of("negation.words"))
    reports = frozenset(lexicon.of("report.verbs"))
    tokens, parts = clause.tokens, clause.segments
    for i, part in enumerate(parts):
        words = [t for t in tokens[part.first : part.last] if t.is_word]
        if i == 0 or not words or words[0].lower not in ("dass", "daß"):
            continue
        if words[-1].lower not in modals and _coordinated_end(clause, i, modals) == part.last:
            continue
        if words[-1].lower in lexicon.of("modal.may") and not any(w.lower in negations for w in words):
            continue
        if not _under_saying(clause, i, reports, lexicon):
            continue
        end = _coordinated_end(clause, i, modals)
        addressees: tuple[Body, ...] = ()
        for k, actor in enumerate(clause.actors):
            if (
                part.first < actor.first < part.last
                and not actor.governed
                and not actor.genitive
                and actor.first - part.first <= 4
            ):
                addressees = chain(clause.actors, k, tokens)
                break
        yield Candidate(
            tokens[part.first].start,
            closed(clause, end),
            DemandKind.MODAL,
            SpeechAct.OBLIGATION,
            "M-dass",
            0.66,
            _matrix_subject(clause, parts[i - 1]),
            addressees or None,
        )


def _under_saying(clause: Clause, i: int, reports: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the segment before the ``i``-th says something: *Der Verband betont*, *Für uns ist klar*."""
    before = clause.tokens[clause.segments[i - 1].first : clause.segments[i - 1].last]
    if any(t.lemma in reports for t in before):
        return True
    said = clause.text[before[0].start : before[-1].end].lower()
    return any(phrase in said for phrase in lexicon.of("report.phrases"))


def reported_needs(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield dass-clauses of need under a verb of saying: *betont, dass eine Frist nötig ist*, *dass es Geld brauche*."""
    reports = frozenset(lexicon.of("report.verbs"))
    adjectives = frozenset(lexicon.of("need.adjectives"))
    for i, part in enumerate(clause.segments):
        words = [t.lower for t in clause.tokens[part.first : part.last] if t.is_word]
        if i == 0 or len(words) < 5 or words[0] not in ("dass", "daß"):
            continue
        if not _needed(words, adjectives) and not _to_be_done(clause, i):
            continue
        matrix = clause.segments[i - 1]
        if _SHOWN.search(clause.text, clause.tokens[matrix.first].start, clause.tokens[matrix.last - 1].end):
            continue
        if _under_saying(clause, i, reports, lexicon):
            yield Candidate(
                clause.tokens[part.first].start,
                closed(clause, _explained_end(clause, i)),
                DemandKind.MODAL,
                SpeechAct.OBLIGATION,
                "N-dass",
                0.6,
                _matrix_subject(clause, matrix),
            )


_SHOWN = re.compile(r"\b(?:wird|werde|wurde|ist|sei)\b[^.]*\bdeutlich\b")
"""What shows itself, nobody says: *Es wird deutlich, dass Hilfe nötig ist.*"""


def _to_be_done(clause: Clause, i: int) -> bool:
    """Whether a dass-clause ends in what is to be done: *dass die Hinweise zu beachten sind*; a statute only tells it."""
    part, matrix = clause.segments[i], clause.segments[i - 1]
    words = [t for t in clause.tokens[part.first : part.last] if t.is_word]
    before = " ".join(t.lower for t in clause.tokens[matrix.first : matrix.last])
    if words[-1].lower not in _BEING or _REMINDING.search(before):
        return False
    ends = zu_infinitives(words[:-1])
    denied = {"nicht", "kein", "keine", "keinen", "kaum"} & {t.lower for t in words}
    return bool(ends) and ends[-1] == len(words) - 2 and words[-2].lemma not in NO_TASKS and not denied


def _explained_end(clause: Clause, i: int) -> int:
    """Return where the clauses end that depend on a dass-clause: *dass es Personal braucht, um … zu können*."""
    end = clause.segments[i].last
    for part in clause.segments[i + 1 :]:
        if part.kind not in DEPENDING or clause.tokens[part.first].lower in ("dass", "daß"):
            break
        end = part.last
    return end


_BEING = frozenset("ist sind sei seien wäre wären".split())
_REMINDING = re.compile(
    r"(?:ordnung|gesetz|satzung|richtlinie|vertrag)\b|"
    r"\b(?:erinner|verw[ei]+s|weis|wies|bericht|schilder|wuss|weiß|feststell|festgestellt|stell|bestätig|glaub|denk|behaupt)"
)
"""Who tells what is so: a duty that somebody reminds of is no demand."""


def _needed(words: Sequence[str], adjectives: frozenset[str]) -> bool:
    last, before = words[-1], words[-2]
    if last in ("ist", "sind", "sei", "seien", "wäre", "wären", "bleibt", "bleiben"):
        denied = {"kein", "keine", "keinen", "keinerlei"} & set(words)
        return before in adjectives and words[-3] not in ("nicht", "kaum", "nie") and not denied
    if last in ("brauche", "braucht", "brauchen", "bedürfe", "bedarf"):
        return bool({"es", "wir"} & set(words[1:4])) and not {"kein", "keine", "keinen", "nicht"} & set(words)
    if last in ("gehört", "gehören", "gehöre"):
        return not {"zu", "zum", "zur", "dazu"} & set(words) and (
            bool({"in", "ins", "auf", "aufs", "an", "ans", "unter", "weg"} & set(words[2:]))
            or re.search(r"ge\w+(?:t|en)$|iert$", before) is not None
        )
    return False


def _coordinated_end(clause: Clause, i: int, modals: frozenset[str]) -> int:
    """Return where the dass-clause ends: *dass das Ziel richtig sei, das Land aber die Frist verlängern müsse*."""
    end = clause.segments[i].last
    for part in clause.segments[i + 1 :]:
        words = [t for t in clause.tokens[part.first : part.last] if t.is_word]
        if part.mark != "," or not words or words[0].lower in ("dass", "daß", "so", "sagte", "und"):
            break
        if words[-1].lower in modals and part.kind is not SegmentKind.RELATIVE:
            end = part.last
    return end


def _matrix_subject(clause: Clause, part: Segment) -> tuple[Body, ...] | None:
    for i, actor in enumerate(clause.actors):
        if part.first <= actor.first < part.last and not actor.governed and not actor.genitive:
            return chain(clause.actors, i, clause.tokens)
    return None


OWN_THING = re.compile(
    r"\bfolgend|Formulierung|Fassung|Wortlaut|^[a-zäöü]\w*t(?:e|en)? (?!(?:er|sie|es)\b)[a-zäöü]"
)
"""What shows that a noun phrase is demanded beside a quotation, rather than being the quotation."""
_SAYING_AND = re.compile(
    r"(?:sagt|erklär|beton|mein|ergänz|kritisier|warn|mahn|unterstr[ei]+ch|bemängel|bilanzier|lob)\w*\b[^,„“]{2,90}? und (?=[a-zäöü]\w*t(?:e|en)? [a-zäöü])"
)


def behind_saying(candidate: Candidate, text: str) -> Candidate:
    """Return what is demanded besides the quotation: *„…“, sagte sie und | forderte vom Land mehr Stellen*."""
    saying = _SAYING_AND.match(text, candidate.start, candidate.end)
    return candidate if saying is None else replace(candidate, start=saying.end())

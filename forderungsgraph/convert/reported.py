"""Rule M-dass: a modal in a dass-clause under a verb of saying (*betont, dass der Bund zahlen muss*)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..model import DemandKind, SpeechAct
from .bodies import Body
from .candidates import Candidate, Clause, chain, closed
from .lexicon import Lexicon
from .segments import Segment, SegmentKind


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
        before = tokens[parts[i - 1].first : parts[i - 1].last]
        if not any(t.lemma in reports for t in before) and not any(
            phrase in clause.text[before[0].start : before[-1].end].lower()
            for phrase in lexicon.of("report.phrases")
        ):
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

"""Rules N by idiom: *höchste Zeit*, *duldet keinen Aufschub*, *ist Sache des Bundes*, *Schluss mit …*"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import DemandKind, SpeechAct
from .actors import Body
from .candidates import Candidate, Clause, agents, chain, closed
from .extent import clause_bounds
from .segments import SegmentKind

_IDIOMS = (
    (re.compile(r"\b(?:höchste|allerhöchste) Zeit\b", re.I).search, "N-high-time", 0.78),
    (re.compile(r"\b(?:es )?(?:ist|sei|wird|wäre) (?:nun |jetzt |endlich |daher |höchste )*(?:es )?(?:an der )Zeit\b", re.I).search, "N-high-time", 0.72),
    (re.compile(r"\b(?:duldet|dulde|dulden|verträgt) (?:\w+ ){0,5}keinen (?:weiteren )?Aufschub\b", re.I).search, "N-no-delay", 0.74),
    (re.compile(r"\b(?:in der|seiner|ihrer) (?:Pflicht|Verantwortung)(?=[,.]| (?:und|,))", re.I).search, "N-duty", 0.42),
    (re.compile(r"\b(?:darauf|daran) (?:kommt|komme) es|\b(?:kommt|komme) es (?:\w+ ){0,4}darauf an\b", re.I).search, "N-it-matters", 0.52),
    (re.compile(r"\bSchluss mit\b|\bSchluss (?:zu )?machen mit\b").search, "N-stop", 0.6),
    (re.compile(r"\b(?:führt|führe)\b[^.]{0,140}\bkein Weg (?:daran |mehr )?vorbei\b").search, "N-no-way-round", 0.6),
    (re.compile(r"\b(?:tut|tue) not\b", re.I).search, "N-is-needed", 0.66),
    (re.compile(r"\b(?:ist|sei|bleibt|wäre) (?:(?!nicht )\w+ ){0,4}(?:Sache|Aufgabe|Pflicht|Angelegenheit) (?:des|der|von|beider)\b").search, "N-task-of", 0.64),
    (re.compile(r"\b(?:gilt es|es gilt|gelte es)\b(?=[^.]*\bzu\b|[^.]*zu\w+en\b)", re.I).search, "N-it-is-to", 0.56),
    (re.compile(r"(?:Her mit|Hände weg|Weg mit|Schluss mit|Finger weg|Keine weiteren|Nie wieder|Mehr \w+ statt)\b").match, "N-exclamation", 0.62),
    (re.compile(r"\berteil(?:t|en)\b.{0,60}\bAbsage\b").search, "N-refusal", 0.7),
    (re.compile(r"\bfinde(?:t|n) (?:\w+ ){0,4}(?:nicht (?:unsere|die) |unsere |keine )(?:\w+ )?(?:Zustimmung|Unterstützung)\b").search, "N-refusal", 0.68),
    (re.compile(r"\b(?:ist|sind|wäre|wären|sei|seien) (?:\w+ ){0,5}(?:nicht hinnehmbar|inakzeptabel|nicht akzeptabel|nicht tragbar|abzulehnen)\b").search, "N-refusal", 0.6),
    (re.compile(r"\b(?:kommt|kommen|käme) (?:\w+ ){0,5}nicht (?:in Frage|infrage|in Betracht)\b").search, "N-refusal", 0.64),
    (re.compile(r"\b(?:sehen?|sieht|sah) (?:(?!,)[^.]){2,70}\b(?:in der Pflicht|in der Verantwortung|gefordert|am Zug)\b").search, "N-duty-of", 0.6),
    (re.compile(r"\b(?:steht|stehen) (?:\w+ ){0,4}in der (?:Pflicht|Verantwortung)\b").search, "N-duty-of", 0.6),
    (re.compile(r"\b(?:ist|sind|wäre|wären) (?:\w+ ){0,3}gut beraten\b").search, "N-well-advised", 0.6),
    (re.compile(r"\b(?:kann|können|könnte) (?:\w+ ){0,2}ersatzlos (?:entfallen|gestrichen)\b").search, "N-drop", 0.6),
    (re.compile(r"\b(?:stößt|stoßen|trifft|treffen)\b[^.]{0,60}\bauf (?:\w+ ){0,2}(?:Ablehnung|Widerstand)\b").search, "N-refusal", 0.62),
    (re.compile(r"\b(?:lege?n?|legt)\b[^.]{0,40}\bVerwahrung ein\b").search, "N-refusal", 0.7),
    (re.compile(r"Abzulehnen (?:ist|sind|bleibt)\b").match, "N-refusal", 0.72),
    (re.compile(r"\b(?:nehmen?|nimmt) (?:(?!,)[^.]){2,60}\bin die Pflicht\b").search, "N-duty-of", 0.6),
)  # fmt: skip


def idiom_demands(clause: Clause, done: list[tuple[int, int]]) -> Iterator[Candidate]:
    """Yield the clauses with an idiom of need, duty or refusal.

    :param done: token ranges already taken; the new ones are added
    """
    if not clause.tokens:
        return
    begin, end = clause.tokens[0].start, clause.tokens[-1].end
    for find, rule, weight in _IDIOMS:
        match = find(clause.text, begin, end)
        if match is None:
            continue
        index = next((i for i, t in enumerate(clause.tokens) if t.start >= match.start()), None)
        if index is None or any(a <= index < b for a, b in done):
            continue
        part = next((p for p in clause.segments if p.first <= index < p.last), None)
        if part is None or part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE):
            continue
        first, last = clause_bounds(clause.tokens, clause.segments, index)
        done.append((first, last))
        told = agents(clause, first, last) or (_owner(clause, match.end()) if rule == "N-task-of" else ())
        if rule in ("N-duty-of", "N-well-advised"):
            told = next(
                (chain(clause.actors, i, clause.tokens) for i, a in enumerate(clause.actors)
                 if first <= a.first < last and a.body.public and not a.genitive), ())  # fmt: skip
        yield _idiom(clause, first, last, rule, weight, told)


def _owner(clause: Clause, end: int) -> tuple[Body, ...]:
    """Return whose task it is: the actor right behind *Aufgabe des*."""
    for i, actor in enumerate(clause.actors):
        if end - 6 <= actor.start <= end + 25:
            return chain(clause.actors, i, clause.tokens)
    return ()


def _idiom(
    clause: Clause, first: int, last: int, rule: str, weight: float, agents: tuple[Body, ...]
) -> Candidate:
    kind, act = DemandKind.MODAL, SpeechAct.OBLIGATION
    if rule == "N-refusal":
        kind, act = DemandKind.EXPECTATION, SpeechAct.REJECTION
    elif rule == "N-exclamation":
        kind, act = DemandKind.EXPLICIT, SpeechAct.REQUEST
    return Candidate(
        clause.tokens[first].start, closed(clause, last), kind, act, rule, weight, None, agents or None
    )

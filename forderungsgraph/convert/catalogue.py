"""Rules S for texts that list demands: what a catalogue states, what an ordinal counts.

In a list announced as demands the indicative states what is demanded (annotation guideline, 2.2 rule 2):
*Das Land trägt die Kosten.* Catalogues also demand by bare noun phrases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import DemandKind, SpeechAct
from .candidates import Candidate, Clause, chain, closed
from .segments import Segment, SegmentKind, finite_position, segments
from .sentences import split
from .tokens import AUXILIARIES, PREPOSITIONS, Token, is_infinitive, is_participle, is_verb, tokenize

_TOLD = re.compile(
    r"^Nicht\b|\b(?:bereits|längst|schon|derzeit|seit|inzwischen|zuletzt|bisher|bislang|heute|aktuell|nach wie vor|immer noch|Angaben|Prozent|"
    r"Umfrage|Studie|wir|uns|unser\w*|kann|können|könnte\w*|hat|haben|hatte\w*|war|waren|wurde\w*|worden|gewesen|oft|häufig|"
    r"[Ww]ir|[Dd]azu|[Dd]amit|[Dd]ies|werden? \w+ von|meist|vielerorts|leider|vorsieht|sieht vor|schreibt vor)\b"
)
_COUNTED = re.compile(
    r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|mehrere|ein paar|folgende) (?:\w+ )?(?:Bitten|Forderungen|Dinge|Punkte|Wünsche|"
    r"Maßnahmen|Schritte|Anliegen|Erwartungen|Vorschläge|Voraussetzungen|Bedingungen|Sachen|Stellschrauben|Aufgaben)\b|"
    r"\b(?:zweierlei|dreierlei|viererlei|mehrerlei)\b",
    re.I,
)
_WANTED = re.compile(
    r"\b(?:hätte|hätten|habe|haben|brauch\w+|erwarte\w*|nötig|notwendig|wünsch\w+|forder\w+|müss\w+|muss|fehl\w+|geht|gehören|"
    r"wenden?|komm\w+|braucht|bedarf|bitte\w*|richte\w*|lauten|vorschlag\w*|schlag\w*|entscheidend|wichtig|erforderlich)\b",
    re.I,
)
_SUBORDINATE = frozenset({SegmentKind.SUB, SegmentKind.RELATIVE, SegmentKind.PURPOSE})
_ORDINAL = re.compile(
    r"(?:Und |Schließlich )?(?:(?i:erstens|zweitens|drittens|viertens|fünftens)|(?:Erstens|Zweitens|Drittens|Viertens|Fünftens|Sechstens|Schließlich|Letztens)|Zum (?:einen|anderen|ersten|zweiten|dritten)|"
    r"(?:Nummer|Punkt) (?:eins|zwei|drei|vier))(?P<mark>\s*[:–—,])?\s+(?=\S)"
)
_SINGLE = re.compile(r"(?:\w+\s+){0,2}\w+[.!]?\W*$")


def counts_demands(sentence: str) -> bool:
    """Whether a sentence announces counted demands: *Drei Dinge müssen hinein.*"""
    return _COUNTED.search(sentence) is not None and _WANTED.search(sentence) is not None


def ordinal_demand(clause: Clause, start: int, end: int) -> Candidate | None:
    """Return what an ordinal counts without a verb: *Zweitens: ein landesweites Abo.*

    :param start: where the utterance begins in the running text
    :param end: where it ends
    """
    match = _ORDINAL.match(clause.text, start, end)
    if match is None or _SINGLE.fullmatch(clause.text[match.end() : end]):
        return None
    behind = [t for t in clause.tokens if t.start >= match.end()]
    words = _main_words(clause, behind)
    if not words or finite_position(words) is not None:
        return None
    begin = match.end() if match["mark"] else start
    return Candidate(
        begin, closed(clause, len(clause.tokens)), DemandKind.EXPLICIT, SpeechAct.REQUEST, "S-ordinal", 0.68
    )


def ordinary_phrase(clause: Clause) -> bool:
    """Whether a sentence is a noun phrase or an infinitive, and neither tells nor asks: *Die Kosten übernehmen.*"""
    words = _main_words(clause, clause.tokens)
    plain = " ".join(w.text for w in words)
    if (
        not words
        or "Dank" in plain
        or _TOLD.search(plain)
        or finite_position(words) is not None
        or clause.text.endswith("?")
    ):
        return False
    return any(w.is_noun and w.text[0].isupper() for w in words[1:]) and words[0].lower not in _REPLIES


def is_plain(clause: Clause) -> bool:
    """Whether a sentence tells nothing that is or was, as its words go."""
    return not _TOLD.search(" ".join(w.text for w in _main_words(clause, clause.tokens)))


_REPLIES = frozenset(
    "ja nein im mit seit vor nach aus bei beim von vom als wenn weil aber doch nicht genau danke".split()
)


def stated_demand(clause: Clause) -> Candidate | None:
    """Return the whole sentence if a catalogue demands by stating it; None if it only tells.

    *Das Land übernimmt die Betriebskosten.* · *Betroffene erhalten einen festen Sitz.* · *Verzicht auf …*
    """
    tokens = clause.tokens
    text = clause.text[tokens[0].start : tokens[-1].end]
    words = _main_words(clause, tokens)
    if len(words) < 4 or _TOLD.search(" ".join(w.text for w in words)) or text.endswith("?"):
        return None
    position = finite_position(words)
    addressees = None
    if position is None:
        # a bare noun phrase, or an infinitive at the end
        if not (words[0].is_noun or is_infinitive(words[-1])) or words[0].text[0].islower():
            return None
        if any(is_verb(w) and not is_participle(w) and w.text[0].islower() for w in words[:-1]):
            return None
    else:
        if position == 0 or re.search(r"te[nt]?$", words[position].lower):
            return None
        verb = words[position].lower
        if verb in ("wird", "werden") and not is_participle(words[-1]):
            return None  # a forecast
        if verb in AUXILIARIES - {"wird", "werden"}:
            return None
        head = clause.actors[0] if clause.actors else None
        if (
            head is not None
            and head.body.public
            and head.first <= 2
            and not head.governed
            and not head.genitive
        ):
            addressees = chain(clause.actors, 0, tokens)
        elif verb not in _UNLED:
            return None
    return Candidate(
        tokens[0].start, closed(clause, len(tokens)), DemandKind.EXPLICIT, SpeechAct.REQUEST, "S-stated", 0.6,
        None, addressees,
    )  # fmt: skip


_ASIDE = re.compile(
    r"\b(?:Vorwort|Präambel|Einleitung|Einführung|Vorbemerkung|Worum es geht|Hintergrund|Ausgangslage|Warum dieses|selbst|Unser Beitrag|"
    r"Mitmachen|Kontakt|Impressum|Schluss\w*|Nachsatz|Ausblick|Wer wir sind|Über uns|Fazit|wer zahlt|Wie es weitergeht|Unterzeichn\w*|"
    r"Redaktion|Methodik|Anhang|Quellen|Glossar|Stand der)\b",
    re.I,
)


def is_aside(heading: str) -> bool:
    """Whether a section of a catalogue holds no demands: preface, background, what the authors do themselves."""
    return _ASIDE.search(heading) is not None


def is_told(text: str) -> bool:
    """Whether an item of a catalogue only tells: *2021 wurden 41 Webseiten geprüft.*"""
    first = text[slice(*split(text)[0])]
    tokens = tokenize(first)
    main = [
        t
        for part in segments(tokens)
        if part.kind not in _SUBORDINATE
        for t in tokens[part.first : part.last]
    ]
    plain = " ".join(t.text for t in main)
    return first.rstrip().endswith("?") or _TOLD.search(plain) is not None


_UNLED = frozenset(
    "erhält erhalten bekommt bekommen gilt gelten wird werden entfällt entfallen bleibt bleiben tritt treten".split()
)


def _main_words(clause: Clause, tokens: Sequence[Token]) -> list[Token]:
    chosen = {t.start for t in tokens}
    return [t for t in main_words(clause.tokens, clause.segments) if t.start in chosen]


def main_words(tokens: Sequence[Token], parts: Sequence[Segment]) -> list[Token]:
    """Return the words outside subordinate clauses, and outside *…, finanziert vom Land* behind a noun phrase."""
    kept: list[Token] = []
    for part in parts:
        words = [t for t in tokens[part.first : part.last] if t.is_word]
        attribute = (
            part.mark == ","
            and len(words) > 1
            and is_participle(words[0])
            and words[1].lower in PREPOSITIONS
            and finite_position(kept) is None
        )
        if part.kind not in _SUBORDINATE and not attribute:
            kept += words
    return kept

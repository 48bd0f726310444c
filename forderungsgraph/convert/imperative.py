"""Rules E-imperative and E-exclamation: *Stellen Sie sicher, …*, *Mittel aufstocken!*"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import DemandKind, SpeechAct
from .candidates import Candidate, Clause, closed
from .lexicon import Lexicon
from .tokens import AUXILIARIES, MODAL_FORMS, Token, is_infinitive, lemma_of


def imperative_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield imperatives: *Stellen Sie sicher, …*, *Kündigt die Verträge!*, *Mittel aufstocken!*"""
    del lexicon
    begin = _behind_opening(clause)
    tokens = clause.tokens[begin:]
    words = [t for t in tokens if t.is_word]
    if len(words) < 3:
        return
    if words[0].lower in ("bitte", "und", "dann", "also") and len(words) > 3:
        words = words[1:]
    first, second = words[0], words[1]
    ending = clause.text[tokens[0].start : tokens[-1].end + 1].rstrip(' “”"«»')
    formal = second.text == "Sie" and first.lower.endswith("en") and not ending.endswith("?")
    if formal:
        reflexive = first.lower in ("seien", "stellen") and words[2].lower == "sich"
        if reflexive or first.lower in _RHETORICAL_IMPERATIVES | MODAL_FORMS | AUXILIARIES:
            return
        if _EXAMPLE.match(clause.text, tokens[0].start):
            return
        yield _made(clause, begin, "E-imperative", 0.72)
    elif (ending.endswith("!") or (clause.quoted and first.text in _CALLS)) and _is_plural_imperative(
        first, second
    ):
        yield _made(clause, begin, "E-imperative", 0.66)
    elif (
        ending.endswith("!")
        and len(words) <= 12
        and is_infinitive(words[-1])
        and not any(t.lower in AUXILIARIES | MODAL_FORMS | {"wir", "ich", "sie"} for t in words)
    ):
        yield _made(clause, begin, "E-exclamation", 0.62)


def _made(clause: Clause, begin: int, rule: str, weight: float) -> Candidate:
    start = clause.tokens[begin].start
    return Candidate(
        start, closed(clause, len(clause.tokens)), DemandKind.EXPLICIT, SpeechAct.REQUEST, rule, weight
    )


def _behind_opening(clause: Clause) -> int:
    """Return the token behind an address or ordinal: *Herr Minister, legen Sie …*, *Drittens: Lassen Sie …*"""
    words = [(i, t) for i, t in enumerate(clause.tokens[:7])]
    if not words:
        return 0
    opening = words[0][1].lower
    if opening not in ("herr", "frau", "liebe", "lieber", "sehr") and not opening.endswith("tens"):
        return 0
    return next((i + 1 for i, t in words if t.text in (",", ":", "!")), 0)


def _is_plural_imperative(first: Token, second: Token) -> bool:
    """Whether a sentence opens with *Kündigt die …!*, a plural imperative without pronoun."""
    lowered = first.lower
    if (
        not lowered.endswith("t")
        or second.lower in ("er", "sie", "es", "das", "ihr", "man")
        or lowered in AUXILIARIES
    ):
        return False
    return lemma_of(lowered).endswith("en") and lemma_of(lowered) != lowered


_CALLS = frozenset(
    "Lasst Macht Schafft Gebt Setzt Nehmt Sorgt Stellt Baut Kündigt Streicht Holt Fangt Hört Redet Sprecht".split()
)
_EXAMPLE = re.compile(
    r"(?:Nehmen|Hören|Stellen|Gehen|Kommen|Warten) Sie (?:etwa|nur|mal|einmal|doch|zum|das Beispiel|als|davon|ab|sich)\b"
)
_RHETORICAL_IMPERATIVES = frozenset(
    """verstehen rechnen gestatten erlauben sehen lesen beachten wenden kontaktieren besuchen folgen glauben fragen
    denken schauen entschuldigen bedenken klicken abonnieren teilen melden erzählen sagen
    erinnern überlegen verzeihen blicken""".split()
)

"""Rules E-imperative and E-exclamation: *Stellen Sie sicher, …*, *Mittel aufstocken!*"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import DemandKind, SpeechAct
from .candidates import Candidate, Clause, closed
from .lexicon import Lexicon
from .tokens import AUXILIARIES, MODAL_FORMS, is_verb


def imperative_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield imperatives: *Stellen Sie sicher, …*, *Lassen Sie uns …*, *Mittel aufstocken!*"""
    words = [t for t in clause.tokens if t.is_word]
    if len(words) < 3:
        return
    first, second = words[0], words[1]
    if first.lower in ("bitte", "und", "dann") and len(words) > 3:
        first, second = words[1], words[2]
    last = clause.tokens[-1].text
    if (
        second.text == "Sie"
        and first.lower.endswith("en")
        and not clause.text[clause.tokens[0].start : clause.tokens[-1].end + 1].rstrip().endswith("?")
    ):
        if (
            first.lower in _RHETORICAL_IMPERATIVES | MODAL_FORMS | AUXILIARIES
            or first.lower in ("seien", "stellen")
            and words[2:3]
            and words[2].lower == "sich"
        ):
            return
        end = len(clause.tokens)
        yield Candidate(
            clause.tokens[0].start,
            closed(clause, end),
            DemandKind.EXPLICIT,
            SpeechAct.REQUEST,
            "E-imperative",
            0.72,
        )
    elif (
        last == "!"
        and len(words) >= 3
        and is_verb(words[-1])
        and words[-1].lower.endswith("n")
        and words[-1].lower not in AUXILIARIES
    ):
        if not any(t.lower in AUXILIARIES | MODAL_FORMS | {"wir", "ich", "sie"} for t in words):
            yield Candidate(
                clause.tokens[0].start,
                closed(clause, len(clause.tokens)),
                DemandKind.EXPLICIT,
                SpeechAct.REQUEST,
                "E-exclamation",
                0.62,
            )


_RHETORICAL_IMPERATIVES = frozenset(
    """verstehen rechnen gestatten erlauben sehen lesen beachten wenden kontaktieren besuchen folgen glauben fragen
    nehmen denken schauen entschuldigen bedenken warten klicken abonnieren teilen melden hören erzählen sagen
    erinnern überlegen verzeihen blicken gehen kommen probieren versuchen""".split()
)

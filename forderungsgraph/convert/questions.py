"""Questions of an interview that ask for demands, and the answers that leave out the verb.

*Was fehlt? – Eine Frist für den Bund.* · *Welche Bitte hätten Sie? – Die Register anzuschließen.* ·
*Und die Länder? – Mitziehen.* The patterns are data (``data/lexicon/questions.toml``).
"""

from __future__ import annotations

import re
from enum import StrEnum

from ..model import DemandKind, SpeechAct
from .actors import ActorFinder
from .bodies import Body
from .candidates import Candidate, Clause, closed
from .catalogue import is_plain, ordinary_phrase
from .frames import addressees_of
from .lexicon import Lexicon
from .tokens import FINITE_FORMS, is_infinitive, tokenize, zu_infinitives


class Asked(StrEnum):
    """What the last question asked for."""

    NOTHING = "nothing"
    ACTOR = "actor"
    """What somebody is to do: *Und die Länder?* A phrase may answer anything, an infinitive tells what to do."""
    DEMAND = "demand"


def asked_about(question: str, finder: ActorFinder) -> tuple[Body, ...]:
    """Return of whom the answer speaks: *Was erwarten Sie vom Land?*, *Und der Bund?*"""
    told = addressees_of(question, finder)
    if told or len(question.split()) > 6:
        return told
    actors = finder.find(tokenize(question))
    return (actors[-1].body,) if actors and actors[-1].body.public else ()


def asked_for(question: str, before: Asked, finder: ActorFinder, lexicon: Lexicon) -> Asked:
    """Return what a question asks for.

    :param before: what the question before it asked for
    """
    text = question.strip("*_ ")
    for known in lexicon.questions:
        follows = known.asks == "follow" and known.pattern.fullmatch(text) is not None
        if follows and before is not Asked.DEMAND:
            return Asked.ACTOR if any(a.body.public for a in finder.find(tokenize(text))) else before
        if follows:
            return Asked.DEMAND
        if known.asks != "follow" and known.pattern.search(text):
            return Asked(known.asks)
    return Asked.NOTHING


_DASS = re.compile(r"(?:Und |Und vor allem |Vor allem )?(?P<dass>[Dd]ass) (?!ich\b|mir\b|mich\b)")
_GOES_ON = re.compile(
    r"(?:Und|Also|Aber|Oder) (?:zwar|bitte)\b|"
    r"(?:Zu (?:Recht|wenig|viel|spät)|Alles|Das|Nichts|Keine (?:Ahnung|Frage|Sorge)|Kein (?:Problem|Wunder)|Gute Frage|Natürlich|"
    r"Klar|Sicher|Selbstverständlich|Leider|Im Gegenteil|Voll\w*|Ehrlich|Ganz|Gar|Eher|Vielleicht|Manchmal|Selten|Oft|Richtig|"
    r"Schwierig\w*|Weniger als|Rund|Etwa|Knapp|Gut|\d+)\b"
)


def dass_answer(text: str, start: int, end: int) -> int | None:
    """Return where a dass-clause begins that is an answer by itself, None if there is none."""
    match = _DASS.match(text, start, end)
    return match.start("dass") if match else None


def elliptic_answer(clause: Clause, asked: Asked) -> bool:
    """Whether a sentence without a finite verb tells what is wanted: a phrase, or an infinitive."""
    words = [t for t in clause.tokens if t.is_word]
    text = clause.text[clause.tokens[0].start : clause.tokens[-1].end + 1]
    if _GOES_ON.match(text) or text.endswith("?"):
        return False
    if asked is Asked.DEMAND and len(words) > 3 and ordinary_phrase(clause):
        return True
    return is_plain(clause) and _ends_in_infinitive(clause)


def _ends_in_infinitive(clause: Clause) -> bool:
    part = clause.segments[0]
    words = [t for t in clause.tokens[part.first : part.last] if t.is_word]
    if any(t.lower in FINITE_FORMS | {"ich", "wir", "um"} for t in words):
        return False
    ends = zu_infinitives(words)
    return bool(ends and ends[-1] == len(words) - 1) or is_infinitive(words[-1])


def is_short_infinitive(text: str) -> bool:
    """Whether one or two words are an infinitive: *Mitziehen.*, *Standards setzen.*"""
    words = [t for t in tokenize(text[:1].lower() + text[1:]) if t.is_word]
    return 0 < len(words) < 3 and text.rstrip().endswith((".", "!")) and is_infinitive(words[-1])


def is_short_phrase(text: str) -> bool:
    """Whether an answer opens with a thing and no verb: *Eine Frist.* What goes on with it is an answer, too."""
    return (
        re.fullmatch(r"(?:Ein|Eine|Einen|Mehr|Weniger|Kein|Keine|Keinen) [A-ZÄÖÜ][\w-]+[.!]?", text)
        is not None
    )


_ALL = re.compile(r"(?:Und )?(?:Jede[rs]?|Alle|Keine?|Wer)\s")


def universal_demand(clause: Clause) -> Candidate | None:
    """Return what goes on with an answer by saying how it shall be: *Jede neue Regel läuft nach drei Jahren aus.*"""
    text = clause.text[clause.tokens[0].start : clause.tokens[-1].end + 1]
    if not _ALL.match(text) or not is_plain(clause) or text.endswith("?"):
        return None
    return Candidate(
        clause.tokens[0].start, closed(clause, len(clause.tokens)), DemandKind.EXPLICIT, SpeechAct.REQUEST,
        "S-stated", 0.6,
    )  # fmt: skip

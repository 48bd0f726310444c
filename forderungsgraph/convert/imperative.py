"""Rules E-imperative and E-exclamation: *Stellen Sie sicher, …*, *Mittel aufstocken!*"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import DemandKind, SpeechAct
from .candidates import Candidate, Clause, closed
from .lexicon import Lexicon
from .tokens import AUXILIARIES, FINITE_FORMS, MODAL_FORMS, Token, is_infinitive, lemma_of


def imperative_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield imperatives: *Stellen Sie sicher, …*, *Kündigt die Verträge!*, *Mittel aufstocken!*

    A colon opens a sentence of its own: *Denen sage ich: Kündigt die Verträge!*
    """
    del lexicon
    colons = [i + 1 for i, t in enumerate(clause.tokens) if t.text in ":–—" and i + 3 < len(clause.tokens)]
    for begin in (0, *colons):
        found = _imperative(clause, _behind_opening(clause, begin), whole=begin == 0)
        if found is not None:
            yield found
            return


def _imperative(clause: Clause, begin: int, *, whole: bool) -> Candidate | None:
    tokens = clause.tokens[begin:]
    words = [t for t in tokens if t.is_word]
    if len(words) < 3:
        return None
    first, second = words[0], words[1]
    if not whole and first.text[0].islower():
        return None
    ending = clause.text[tokens[0].start : tokens[-1].end + 1].rstrip(' “”"«»')
    formal = second.text == "Sie" and first.lower.endswith(("en", "eln", "ern")) and not ending.endswith("?")
    if formal:
        reflexive = first.lower in ("seien", "stellen") and words[2].lower == "sich"
        text = clause.text[tokens[0].start : tokens[-1].end]
        asked = _ASKED_OF_US.match(text) is not None
        if reflexive or (first.lower in _RHETORICAL_IMPERATIVES | MODAL_FORMS and not asked):
            return None
        if _AMONG_US.match(text) or _CORRESPONDENCE.match(text):
            return None
        if first.lower in AUXILIARIES and not _exhorts(clause.text[tokens[0].start : tokens[-1].end + 1]):
            return None
        fronted = begin > 0 and clause.tokens[begin - 1].lower in _FRONTED
        if (fronted or _EXAMPLE.match(clause.text, tokens[0].start)) and not ending.endswith("!"):
            return None  # „Also schieben Sie es aufs Land.“
        polite = begin > 0 and clause.tokens[begin - 1].text == "Bitte"
        return _made(clause, begin - polite, "E-imperative", 0.72)
    called = ending.endswith("!") or ((clause.quoted or not whole) and first.text in _CALLS)
    if called and _is_plural_imperative(first, second, words[2]):
        return _made(clause, begin, "E-imperative", 0.66)
    if (
        ending.endswith("!")
        and len(words) <= 12
        and is_infinitive(words[-1])
        and not any(t.lower in FINITE_FORMS | {"wir", "ich", "sie"} for t in words)
    ):
        return _made(clause, begin, "E-exclamation", 0.62)
    return None


_ASKED_OF_US = re.compile(
    r"(?:[Ss]agen|[Ee]rklären|[Bb]eantworten|[Bb]enennen) Sie (?:uns|mir|den|dem|endlich|der)\b|[Tt]eilen Sie (?:uns|mir)\b.*\bmit\b|[Mm]elden Sie (?:uns|dem|den)\b"
)
"""What a letter asks for: *Bitte teilen Sie uns mit, …*"""
_AMONG_US = re.compile(r"[Ll]assen Sie (?:uns|mich)\b(?! (?:\w+ ){0,8}?(?:wissen|nicht|allein|im Stich)\b)")
"""Who speaks goes on: *Lassen Sie uns nun zu den Kosten kommen.*"""
_CORRESPONDENCE = re.compile(
    r"(?:[Rr]ichten|[Ss]enden|[Ss]chicken|[Nn]utzen|[Vv]erwenden|[Mm]ailen) Sie (?:bitte )?(?:(?:Ihre|Ihren|dafür|hierfür|die|das|den|für) )*"
    r"(?:Rückfragen|Fragen|Anmeldung\w*|Anregungen|Interview\w*|Bewerbung\w*|Unterlagen|Presse\w*|Formular|E-Mail\w*|Mail\w*|Hinweise)\b"
)


def _exhorts(text: str) -> bool:
    """Whether *seien*, *haben* or *werden Sie* asks to act: *Haben Sie den Mut, … zu streichen!*"""
    called = re.match(r"\W*(?:Seien|Haben|Werden) Sie\b", text) is not None and text.rstrip(
        ' “”"«»'
    ).endswith("!")
    return called and _POLITE.search(text) is None


_POLITE = re.compile(
    r"\b(?:Dank|willkommen|gespannt|dabei|versichert|gegrüßt|Teil|Verständnis|Geduld|Spaß|Glück)\b"
)


def _made(clause: Clause, begin: int, rule: str, weight: float) -> Candidate:
    start = clause.tokens[begin].start
    return Candidate(
        start, closed(clause, len(clause.tokens)), DemandKind.EXPLICIT, SpeechAct.REQUEST, rule, weight
    )


def _behind_opening(clause: Clause, begin: int) -> int:
    """Return the token behind openings: *Herr Minister, legen Sie …*, *Drittens: Lassen Sie …*, *Und bitte, …*"""
    tokens = clause.tokens
    index = begin
    while index + 3 < len(tokens) and (tokens[index].lower in _OPENERS or tokens[index].text in ',„“»«"('):
        index += 1
    words = [(i, t) for i, t in enumerate(tokens[index : index + 7], index)]
    if not words:
        return begin
    opening = words[0][1].lower
    if opening not in ("herr", "frau", "liebe", "lieber", "sehr") and not opening.endswith("tens"):
        return index
    behind = next((i + 1 for i, t in words if t.text in (",", ":", "!")), index)
    return _behind_opening(clause, behind) if behind > index else index


_FRONTED = frozenset("also deshalb darum drum daher deswegen".split())
_OPENERS = frozenset("bitte und dann also deshalb darum drum daher nun aber doch deswegen".split())


def _is_plural_imperative(first: Token, second: Token, third: Token) -> bool:
    """Whether a sentence opens with *Kündigt die …!*, a plural imperative without pronoun."""
    lowered = first.lower
    if (
        not lowered.endswith("t")
        or second.lower in ("er", "sie", "es", "ihr", "man")
        or (second.lower == "das" and not (third.is_noun or third.lower.endswith(("e", "en"))))
        or lowered in AUXILIARIES
    ):
        return False
    return lemma_of(lowered).endswith("en") and lemma_of(lowered) != lowered


_CALLS = frozenset(
    """Lasst Macht Schafft Gebt Setzt Nehmt Sorgt Stellt Baut Kündigt Streicht Holt Fangt Hört Redet Sprecht Beteiligt
    Bindet Denkt Beendet Öffnet Finanziert Bezahlt Traut Vertraut Verzichtet Wartet Zeigt Zieht Führt Bringt Kommt
    Unterstützt Vereinfacht Ändert Regelt Klärt Einigt Legt Liefert Entlastet Hebt Hebelt Schreibt Prüft Tut Fragt""".split()
)
_EXAMPLE = re.compile(
    r"(?:Nehmen|Hören|Stellen|Gehen|Kommen|Warten) Sie (?:etwa|nur|mal|einmal|doch|zum|das Beispiel|als|davon|ab|sich)\b"
)
_RHETORICAL_IMPERATIVES = frozenset(
    """verstehen rechnen gestatten erlauben sehen lesen beachten wenden kontaktieren besuchen folgen glauben fragen
    denken schauen entschuldigen bedenken klicken abonnieren teilen melden erzählen sagen
    erinnern überlegen verzeihen blicken antworten probieren übertreiben abmelden bestellen spenden zeichnen""".split()
)

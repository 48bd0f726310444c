"""Whom a clause calls upon by a noun that names no known body: *Der Regionalvorstand wird beauftragt, …*.

Verbs of asking and charging have somebody as their object, so that the noun means one whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .bodies import Body
from .candidates import Clause
from .lexicon import Performative
from .tokens import AUXILIARIES, DETERMINERS, Token

_THINGS = re.compile(
    r"(?:ung|ungen|keit|keiten|heit|heiten|gesetze?s?|entwurf|entwurfs|antrag|anträge|vorschlag|vorschläge|beschluss|unterlagen?|frist|fristen|"
    r"daten|projekte?n?|vorhaben|punkte?|kosten|mittel|zeit|fall|hilfe|seite|antwort|auskunft|verfahren|bericht|konzepte?|"
    r"verständnis|nachsicht|geduld|weise|maßen?|form|angaben|termin|rückmeldung|stellungnahme|text|wortlaut|teil|weg|ziel)$",
    re.I,
)
_PEOPLE = frozenset(
    "bürger bürgerinnen menschen leser leserinnen damen herren gäste kunden publikum presse medien".split()
)
_SKIPPED = frozenset(
    """wir ich er sie es daher deshalb darum auch zudem außerdem ferner weiterhin nochmals erneut nachdrücklich dringend herzlich
    höflich eindringlich hiermit somit gemeinsam insbesondere vor allem alle folgende ausdrücklich sich""".split()
)
_OBJECT = frozenset(
    "den die das unsere unseren ihre ihren seine seinen sämtliche alle jeden jede jedes".split()
)
_SUBJECT = frozenset("der die das unser unsere ihr ihre sein seine sämtliche alle jeder jede jedes".split())
# the ending that weak nouns have as objects: den Präsidenten, den Beauftragten
_ACCUSATIVE = re.compile(r"(?:(?<=[aeiou]nt)|(?<=ist|log|rat))en$|(?<=eauftragte)n$")
_KEPT = re.compile(r"(?:zuständig|kommunal|staatlich|beteiligt|betroffen|örtlich|unter|ober)(?:e[nrs]?)$")


def noun_called_upon(
    clause: Clause, index: int, first: int, last: int, verb: Performative, *, passive: bool, known: bool
) -> tuple[Body, ...]:
    """Return whom the clause ``tokens[first:last]`` asks or charges by a mere noun; empty if it names nobody so.

    :param index: the demanding verb
    :param known: whether the subject is known, so that a noun behind the verb is no subject
    """
    if "akk" not in verb.addressee:
        return ()
    tokens = clause.tokens
    begin = (
        _subject_of_passive(tokens, first, index) if passive else _object(tokens, index, last, known=known)
    )
    if begin is None:
        return ()
    found = [_phrase(tokens, begin, index if begin < index else last)]
    while found[-1] is not None:
        end = found[-1][1]
        if end >= len(tokens) or tokens[end].lower not in ("und", "sowie", ","):
            break
        found.append(_phrase(tokens, end + 1, index if begin < index else last))
    named = [phrase[0] for phrase in found if phrase is not None]
    return tuple(dict.fromkeys(named))


def _subject_of_passive(tokens: Sequence[Token], first: int, index: int) -> int | None:
    """Return where the subject begins: in front of the clause, or behind the auxiliary."""
    if tokens[first].lower in _SUBJECT:
        return first
    for i in range(first, index):
        if tokens[i].lower in AUXILIARIES:
            return i + 1 if i + 1 < index and tokens[i + 1].lower in _SUBJECT else None
    return None


def _object(tokens: Sequence[Token], index: int, last: int, *, known: bool) -> int | None:
    """Return where the object behind the verb begins."""
    for i in range(index + 1, min(index + 6, last)):
        lower = tokens[i].lower
        if lower == "den" or (known and lower in _OBJECT):
            return i
        if lower not in _SKIPPED:
            return None
    return None


def _phrase(tokens: Sequence[Token], begin: int, stop: int) -> tuple[Body, int] | None:
    """Return the body of the noun phrase at ``begin`` and where it ends; None for things and people at large."""
    i = begin
    determiner = ""
    if i < stop and (tokens[i].lower in DETERMINERS or tokens[i].lower in _OBJECT):
        determiner = tokens[i].lower
        i += 1
    adjectives: list[str] = []
    while i < stop and re.fullmatch(r"[a-zäöüß-]{3,}(?:e|en|er|es)", tokens[i].text) and i - begin <= 4:
        adjectives.append(tokens[i].text)
        i += 1
    if i >= stop or not tokens[i].is_noun or not tokens[i].is_word or not tokens[i].text[0].isupper():
        return None
    noun = tokens[i].text
    if _THINGS.search(noun) or noun.lower() in _PEOPLE:
        return None
    end = _attributes(tokens, i + 1, stop)
    plural = determiner in ("die", "alle", "unsere", "ihre", "sämtliche") and noun[-1] in "nesr"
    if determiner == "den":
        noun = _ACCUSATIVE.sub("", noun)
    kept = [re.sub(r"en$", "e", word) for word in adjectives if _KEPT.match(word)]
    name = " ".join((*kept, noun, *(token.text for token in tokens[i + 1 : end])))
    return Body(name, None, False, plural, True), end


def _attributes(tokens: Sequence[Token], position: int, stop: int) -> int:
    """Return the end of *für politische Bildung*, *des Landkreises*, *der Kammer* behind a noun."""
    end = position
    while end + 1 < stop and tokens[end].lower in ("für", "der", "des"):
        i = end + 1
        while i < stop and re.fullmatch(r"[a-zäöüß-]{3,}(?:e|en|er|es)", tokens[i].text):
            i += 1
        if i >= stop or not tokens[i].is_noun or not tokens[i].text[0].isupper():
            break
        end = i + 1
        while end < stop and tokens[end].is_noun and tokens[end].is_word and tokens[end].text[0].isupper():
            end += 1
    return end

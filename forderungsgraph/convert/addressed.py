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
    nun jetzt heute dabei damit hier einmal deswegen gleichzeitig zugleich ebenso höflich eindringlich hiermit somit gemeinsam insbesondere vor allem alle folgende ausdrücklich sich""".split()
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
    tokens = clause.tokens
    if "akk" not in verb.addressee:
        return _in_dative(tokens, index, last) if "dat" in verb.addressee and not passive else ()
    known = known or any(t.text in ("Er", "Sie", "Wir", "er", "wir", "man") for t in tokens[first:index])
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
    while first < index and (
        not tokens[first].is_word or re.fullmatch(r"[A-Z]|[IVX]+|\d{1,2}", tokens[first].text)
    ):
        first += 1  # „E. Das Landesarchiv wird gebeten, …“
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
        if lower in ("den", "ihren", "seinen", "unseren") or (known and lower in _OBJECT):
            return i
        if lower in ("die", "der", "das") and not known:
            subject = _phrase(tokens, i, last)
            follows = tokens[subject[1]].lower if subject is not None and subject[1] < last else ""
            return subject[1] if subject is not None and follows in _OBJECT else None
        if lower not in _SKIPPED:
            return None
    return None


# plurals that end in -en in every case: Fachschaften, Verwaltungen
_SAME_IN_DATIVE = re.compile(r"(?:schaft|ung|heit|keit|tion|tät|inn|ent|ist|og|ei|ur|ern|iel|at|ul|iv)en$")


def _in_dative(tokens: Sequence[Token], index: int, last: int) -> tuple[Body, ...]:
    """Return to whom something is recommended by a mere noun: *empfiehlt den Ortsvereinen, …*."""
    for i in range(index + 1, min(index + 6, last)):
        if tokens[i].lower in ("den", "allen", "unseren"):
            phrase = _phrase(tokens, i, last)
            if phrase is None:
                return ()
            body, end = phrase
            noun = body.name.split(" ")[-1]
            if end - i > 3 or not noun.endswith("n"):
                return ()
            plural = noun if _SAME_IN_DATIVE.search(noun) else re.sub(r"(?<=[elr])n$", "", noun)
            return (Body(body.name.removesuffix(noun) + plural, None, False, True, True),)
    return ()


_CLOSES = frozenset("auf dazu daher deshalb dringend eindringlich nachdrücklich zur zu , . : !".split())


def coordinated(
    clause: Clause, index: int, last: int, told: tuple[Body, ...], verb: Performative
) -> tuple[Body, ...]:
    """Return the whole list of whom the verb calls upon: *rufen Entwickler, Gründerinnen und Unternehmen auf*."""
    tokens = clause.tokens
    i = index + 1
    while i < last and (tokens[i].lower in _SKIPPED or tokens[i].lower in verb.addressee):
        i += 1
    found: list[Body] = []
    joined = False
    while i < last:
        at = i + 1 if tokens[i].lower in DETERMINERS else i
        actor = next((a for a in clause.actors if a.first in (i, at) and a.last <= last), None)
        named = (actor.body, actor.last) if actor is not None else _phrase(tokens, i, last)
        if named is None:
            return told
        found.append(named[0])
        i = named[1]
        if joined or i >= last or tokens[i].lower not in ("und", "sowie", ","):
            break
        joined = tokens[i].lower != ","
        i += 1
    ends = i >= last or tokens[i].lower in _CLOSES
    whole = joined and ends and len(found) > max(2, len(told)) and set(told) <= set(found)
    return tuple(dict.fromkeys(found)) if whole else told


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

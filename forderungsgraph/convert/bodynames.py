"""Public bodies and offices written out: *das niedersächsische Finanzministerium*, *der Ausschuss für Inneres*.

A head noun (*Ministerium*, *Ministerin*, *Ausschuss*, *Staatskanzlei* …) takes what belongs to it: the
adjective of a Land before it, its field and the Land or the parliament behind it. Without a Land it is that
of the document, since a ministry belongs to some Land; the name says so as the bodies call themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .places import state_of_adjective, state_of_word
from .states import CITY_STATES, STATE_ADJECTIVES, STATE_NAMES
from .tokens import Token

_GENDERS = {
    "n": "ministerium staatsministerium landesamt bundesamt dezernat kompetenzzentrum",
    "f": "staatskanzlei senatskanzlei senatsverwaltung behörde ministerin senatorin staatssekretärin kanzlerin landesanstalt bundesanstalt "
    "ministerpräsidentin landesbeauftragte bundesbeauftragte beauftragte",
    "m": "ausschuss minister senator staatssekretär kanzler ministerpräsident rechnungshof landesbeauftragter "
    "bundesbeauftragter beauftragter fachbereich",
}
GENDER = {head: gender for gender, heads in _GENDERS.items() for head in heads.split()}
_HEAD = re.compile(
    rf"(?P<stem>[\w-]*?)(?P<head>{'|'.join(sorted(GENDER, key=len, reverse=True))}|ausschuß)(?P<case>e?s|ses|en|n)?",
    re.I,
)
_OF_A_LAND = frozenset(
    """ministerium staatsministerium staatskanzlei minister ministerin ministerpräsident ministerpräsidentin
    rechnungshof staatssekretär staatssekretärin""".split()
)
# city states have a Senate: a ministry in their texts is that of somebody else
_MINISTERIAL = frozenset(
    "ministerium staatsministerium staatskanzlei minister ministerin ministerpräsident ministerpräsidentin".split()
)
_PERSONS = frozenset(
    head for head in GENDER if re.search(r"(?:minister|senator|sekretär|kanzler|präsident)(?:in)?$", head)
)
# Länder whose bodies call themselves by the adjective: *Sächsische Staatskanzlei*, but *Staatskanzlei Brandenburg*
_BY_ADJECTIVE = frozenset(("by", "sn", "he", "ni", "th"))
_LINKS = frozenset(("und", ",", "sowie"))
_ATTRIBUTE = re.compile(
    r"(?!eine|keine|diese|jede|ihre|seine|unsere|eure|meine|alle[rns]?$|viele|mehrere|einige)[a-zäöüß]{3,}e[nrsm]?"
)


@dataclass(frozen=True, slots=True)
class PublicName:
    """``tokens[first:last]`` names a public body or office.

    :param bare: whether neither field nor Land is named, so that it may mean one named before
    """

    first: int
    last: int
    name: str
    bare: bool


def public_name(tokens: Sequence[Token], index: int, state: str | None) -> PublicName | None:
    """Return the public body whose head noun is ``tokens[index]``, written out in the nominative.

    :param state: key of the document's Land
    """
    match = _HEAD.fullmatch(tokens[index].text)
    if match is None or not tokens[index].text[0].isupper():
        return None
    head = match["head"].lower().replace("ß", "ss")
    core = match["stem"] + (match["head"].replace("ß", "ss"))
    if core.isupper():
        return None
    federal = core.lower().startswith("bundes")
    first, adjective = _adjective(tokens, index)
    last, field = _field(tokens, index + 1)
    last, owner = _owner(tokens, last)
    bare = not adjective and not field and not owner
    if (bare or not (field or owner)) and (head == "behörde" or "beauftragte" in head):
        return None  # any authority, not one by name
    if index > 1 and tokens[index - 1].lower == "und" and tokens[index - 2].text.endswith("-"):
        # „Innen- und Rechtsausschuss“
        first, core = index - 2, f"{tokens[index - 2].text} und {core}"
    land = adjective
    plain = core.lower() in ("ministerium", "minister", "ministerin")
    named = adjective or owner or federal or plain or field
    if not named and head in _OF_A_LAND and not (state in CITY_STATES and head in _MINISTERIAL):
        land = state
    if several(tokens, first, head):
        land, behind_all = None, _words(tokens, last, 2)
        if behind_all in (["der", "länder"], ["aller", "länder"]):
            last, owner = last + 2, "der Länder"
    before, behind = _of_land(head, land) if land and not owner else ("", "")
    parts = (before, core, field, owner or behind)
    return PublicName(first, last, " ".join(part for part in parts if part), bare)


def several(tokens: Sequence[Token], first: int, head: str) -> bool:
    """Whether the article shows several persons: *die Innenminister der Länder*."""
    return (
        head in _PERSONS
        and GENDER[head] == "m"
        and first > 0
        and tokens[first - 1].lower in ("die", "alle", "aller")
    )


def _adjective(tokens: Sequence[Token], index: int) -> tuple[int, str | None]:
    if index and tokens[index - 1].is_word:
        state = state_of_adjective(tokens[index - 1].text)
        if state is not None:
            return index - 1, state
    return index, None


def _adjective_form(state: str, gender: str) -> str:
    stem = STATE_ADJECTIVES[state].capitalize()
    if "-" in stem:
        stem = "-".join(part.capitalize() for part in stem.split("-"))
    return stem if stem.endswith("er") else stem + {"m": "er", "f": "e", "n": "es"}[gender]


def _of_land(head: str, state: str) -> tuple[str, str]:
    """Return what a body of a Land has before and behind its name."""
    if state in _BY_ADJECTIVE or state in CITY_STATES:
        return _adjective_form(state, GENDER[head]), ""
    if state == "sl":
        return "", "des Saarlandes"
    if head in _PERSONS:
        return "", f"des Landes {STATE_NAMES[state]}"
    return "", STATE_NAMES[state]


def _field(tokens: Sequence[Token], position: int) -> tuple[int, str]:
    """Return where the field ends and its text: *für Inneres und Sport*, *des Innern, für Bau und Heimat*."""
    end = position
    if _words(tokens, end, 2) in (
        ["des", "innern"],
        ["des", "inneren"],
        ["der", "finanzen"],
        ["der", "justiz"],
    ):
        end += 2
        comma = 1 if end < len(tokens) and tokens[end].text in (",", "und") else 0
        if _words(tokens, end + comma, 1) == ["für"]:
            end += comma
        elif comma and tokens[end].text == "und" and _words(tokens, end + 1, 1) == ["für"]:
            end += 1
    if _words(tokens, end, 1) == ["für"]:
        end = _nouns(tokens, end + 1, end)
    return end, _text(tokens, position, end)


def _nouns(tokens: Sequence[Token], begin: int, otherwise: int) -> int:
    """Return the end of a list of nouns with attributes, ``otherwise`` if there is none."""
    end, noun = begin, otherwise
    while end < len(tokens) and end - begin <= 12:
        token = tokens[end]
        if token.is_noun and token.is_word and state_of_word(token.text) is None:
            noun = end + 1
        elif token.lower in _LINKS:
            following = tokens[end + 1 : end + 3]
            if not following or not (
                following[0].is_noun
                or (_ATTRIBUTE.fullmatch(following[0].text) and following[-1].is_noun)
                or following[0].lower == "für"
            ):
                break
            if token.text == "," and not _list_goes_on(tokens, end):
                break
        elif not (
            (token.lower in ("den", "die", "das") and end == begin)
            or token.lower in ("der", "des", "für")
            or (
                _ATTRIBUTE.fullmatch(token.text)
                and end + 1 < len(tokens)
                and tokens[end + 1].is_noun
                and not (end > begin and tokens[end - 1].is_noun)
            )
        ):
            break
        if token.lower in ("der", "des") and state_of_word(tokens[min(end + 1, len(tokens) - 1)].text):
            break
        if token.lower == "des" and _words(tokens, end + 1, 1) in (
            ["landes"],
            ["freistaats"],
            ["freistaates"],
            ["deutschen"],
        ):
            break
        end += 1
    return noun


def _list_goes_on(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a comma separates nouns of one list: an *und* follows before the verb."""
    for token in tokens[comma + 1 : comma + 8]:
        if token.lower in ("und", "sowie"):
            return True
        if token.text != "," and not token.is_noun:
            return False
    return False


_OWNERS = re.compile(
    r"(?:des|der) (?:(?:Landes|Freistaat(?:e?s)?) \S+|Saarland(?:e?s)|Freien (?:und )?Hansestadt \S+|"
    r"(?:\w+en )?(?:Landtag|Bundestag|Kreistag|Stadtrat)(?:e?s)?(?: \S+)?|(?:\w+en )?Bürgerschaft|Stadt \S+|Landkreises \S+)"
)


def _owner(tokens: Sequence[Token], position: int) -> tuple[int, str]:
    """Return where the name of the Land, town or parliament ends to which the body belongs, and its text."""
    if position >= len(tokens):
        return position, ""
    token = tokens[position]
    if token.text[0].isupper() and state_of_word(token.text) is not None and not token.text.endswith("s"):
        return position + 1, token.text
    if token.lower == "von" and _words(tokens, position + 1, 1) in (["berlin"], ["hamburg"], ["bremen"]):
        return position + 2, _text(tokens, position, position + 2)
    if token.lower not in ("des", "der"):
        return position, ""
    for end in range(min(position + 5, len(tokens)), position + 1, -1):
        text = _text(tokens, position, end)
        match = _OWNERS.fullmatch(text)
        last = tokens[end - 1].text
        if match and (last[0].isupper()) and not last.endswith((".", ",")):
            if (
                end - position > 2
                and re.search(r"(?:tags?|tages|schaft|rats?) \S+$", text)
                and state_of_word(last) is None
            ):
                continue
            return end, text
    return position, ""


def _words(tokens: Sequence[Token], position: int, count: int) -> list[str]:
    return [token.lower for token in tokens[position : position + count]]


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    return re.sub(r" (?=[,.)])", "", " ".join(token.text for token in tokens[first:last]))

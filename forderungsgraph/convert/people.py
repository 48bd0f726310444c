"""Persons in a text: by given name, title or role, with their gender.

For whom they speak is the question of :mod:`introductions`; here is only who is named, and as what.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from .lexicon import Lexicon, shipped_lexicon
from .nameforms import ADJECTIVE, DEMONYM, HEAD
from .states import STATE_NAMES

_LAST = r"[A-ZÄÖÜ][a-zäöüéèßç]+[a-zäöüéèß]*(?:[A-Z][a-zäöüß]+)?(?:-[A-ZÄÖÜ][a-zäöüß]+)*"
_NAME = re.compile(
    rf"(?<![\w-])(?P<first>[A-ZÄÖÜ][a-zäöüéèßş]+(?:-[A-ZÄÖÜ][a-zäöüéß]+)?)(?: (?P<middle>[A-ZÄÖÜ][a-zäöüéß]+|[A-ZÄÖÜ]\.))??"
    rf" (?:(?:von der|von dem|von|van de|van|de|zu|zur|vom|ter) )?(?P<last>{_LAST})(?![\w-])"
)
_TITLED = re.compile(
    rf"(?P<title>Frau|Herrn?|Dr\.|Prof\.)(?:[ -](?:(?:Dr|Prof|Ing|h|c|jur|med|phil)\.|Professor(?:in)?|Doktor))* (?P<last>{_LAST})(?![\w-])"
)
_TITLE_BEFORE = re.compile(
    r"(?:Frau|Herrn?|(?:Prof|Dr|Dipl|Ing|jur|med|phil|rer|pol|h|c)\.(?:-Ing\.)?|Professor(?:in)?)\s*$"
)
_WORD = re.compile(r"[\w-]+")
_NO_NAMES = frozenset(
    "Sie Ihr Ihre Ihnen Wir Uns Unsere Ich Er Es Der Die Das Den Dem Des Ein Eine Und Oder Aber Was Wer Wie Wo Auch Nicht".split()
)
_IN_GOVERNMENT = re.compile(r"[\w-]*(?:[Mm]inister|[Ss]enator|[Kk]anzler)(?:in|s)?")
FEMININE_ROLE = re.compile(
    r"(?:in|frau|Vorsitzende|Abgeordnete|Beauftragte|Beigeordnete|Delegierte|Vorständin)$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """``text[start:end]`` names a person.

    :param name: as written, without titles
    :param feminine: None: the text does not show it
    """

    start: int
    end: int
    name: str
    last: str
    feminine: bool | None = None


class People:
    """Finds persons in texts.

    :param lexicon: given names and roles
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._female = frozenset(lexicon.of("given.female"))
        self._male = frozenset(lexicon.of("given.male"))
        organisational, own = lexicon.of("role.organisation"), lexicon.of("role.own")
        self.role = re.compile(rf"(?<![\w])[\w-]*(?:{_either(organisational + own)})(?![a-zäöüß]{{9}})\w*")
        self.organisational = re.compile(rf"[\w-]*(?:{_either(organisational)})\w*")

    def named(self, text: str, known: Collection[str] = ()) -> list[Person]:
        """Return the persons that ``text`` names in full or by title, in order.

        :param known: last names that stand alone for persons named before
        """
        found: list[Person] = []
        position = 0
        while match := _NAME.search(text, position):
            person = self._person(text, match)
            if person is None:
                position = match.start("first") + len(match["first"])
                continue
            found.append(person)
            position = match.end()
        for match in _TITLED.finditer(text):
            if not self.role.fullmatch(match["last"]) and not any(
                p.start < match.end("last") and match.start("last") < p.end for p in found
            ):
                feminine = {"Frau": True, "Herr": False, "Herrn": False}.get(match["title"])
                found.append(
                    Person(match.start("last"), match.end("last"), match["last"], match["last"], feminine)
                )
        for match in _WORD.finditer(text) if known else ():
            last = _surname(match.group(), known)
            end = match.start() + len(last)
            if last and not any(p.start < end and match.start() < p.end for p in found):
                found.append(Person(match.start(), end, last, last))
        return sorted(found, key=lambda person: person.start)

    def _person(self, text: str, match: re.Match[str]) -> Person | None:
        first, last = match["first"], match["last"]
        given = first.split("-")[0]
        feminine = True if given in self._female else False if given in self._male else None
        if HEAD.fullmatch(last) or last in STATE_NAMES.values() or last in _NO_NAMES or first in _NO_NAMES:
            return None
        if feminine is None and not self._shown(text, match):
            return None
        return Person(match.start(), match.end(), match.group(), last, feminine)

    def _shown(self, text: str, match: re.Match[str]) -> bool:
        """Whether a title before or a role beside an unknown given name shows that a person is named."""
        first, last = match["first"], match["last"]
        if (
            ADJECTIVE.fullmatch(first)
            or DEMONYM.fullmatch(first)
            or HEAD.fullmatch(first)
            or first in STATE_NAMES.values()
        ):
            return False
        if (
            self.role.fullmatch(first)
            or first.endswith(("ung", "schaft", "keit", "heit", "tion"))
            or last.endswith(("ung", "schaft"))
        ):
            return False
        before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
        if _TITLE_BEFORE.search(before):
            return True
        word = re.search(r"([A-ZÄÖÜ][\w-]+),?\s$", before)
        if word and (self.role.fullmatch(word[1]) or _IN_GOVERNMENT.fullmatch(word[1])):
            return True
        return (
            re.match(r",\s+(?:die |der |[a-zäöü]+e[rn]? )?", after) is not None
            and self.role.match(after.lstrip(", ")) is not None
        )


def _surname(word: str, known: Collection[str]) -> str:
    """Return which of the names ``known`` a word is, with the ending of a genitive or not; "" if none."""
    if word in known:
        return word
    return word[:-1] if word.endswith("s") and word[:-1] in known else ""


def is_person(text: str) -> bool:
    """Whether a whole text is the name of a person: *Dr. Lea Muster*."""
    match = _NAME.fullmatch(
        re.sub(r"^(?:(?:Dr|Prof|Dipl|Ing|h|c|jur|med|phil)\.(?:-Ing\.)?\s*)+", "", text.strip())
    )
    return match is not None and match["first"].split("-")[0] in given_names()


@cache
def given_names() -> frozenset[str]:
    """Return the given names of the lexicon."""
    lexicon = shipped_lexicon()
    return frozenset((*lexicon.of("given.female"), *lexicon.of("given.male")))


def _either(parts: Sequence[str]) -> str:
    return "|".join(f"{part[0].upper()}{part[1:]}|{part}" for part in parts)

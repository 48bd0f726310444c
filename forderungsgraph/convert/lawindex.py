"""What is looked up of the listed acts: by Land and type, by number, by abbreviations that could mean anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from forderungsgraph.model import NameKind, RegisterEntity

from . import lawnames
from .gazetteer import name_key
from .places import FEDERATION, state_of_adjective, state_of_word
from .readings import Reading


def acts_of_lands(
    laws: Iterable[RegisterEntity],
) -> Mapping[tuple[str | None, str | tuple[str, ...]], Reading]:
    """Return by Land and type the acts that are named by both: *Niedersächsisches Finanzausgleichsgesetz*."""
    found: dict[tuple[str | None, str | tuple[str, ...]], Reading] = {}
    for entity in laws:
        for name in entity.names:
            words = name.text.split()
            if len(words) != 2 or entity.territory in (None, FEDERATION, "eu"):
                continue
            lands = (state_of_adjective(words[0]), state_of_word(words[1]))
            kind = words[1] if lands[0] else words[0]
            if entity.territory in lands and lawnames.law_type(kind) is not None:
                # an act that is called as the text calls it is called without its Land here
                bare = name if name.shown is not None else replace(name, shown=kind)
                found.setdefault((entity.territory, name_key(kind)), (entity, bare))
    return found


def cited_only(laws: Iterable[RegisterEntity]) -> Mapping[str, tuple[Reading, ...]]:
    """Return the abbreviations that could mean anything, with the acts that have them."""
    found: dict[str, tuple[Reading, ...]] = {}
    for entity in laws:
        for name in entity.names:
            if name.kind is NameKind.CITATION or (len(name.text) == 2 and name.text.isupper()):
                found[name.text] = (*found.get(name.text, ()), (entity, name))
    return found


def spelled_in(text: str, cited: Mapping[str, Sequence[Reading]], territory: str | None) -> frozenset[str]:
    """Return the keys of the acts of ``cited`` of which ``text`` has the abbreviation and a name in one word."""
    return frozenset(
        entity.key
        for letters in set(re.findall(r"(?<![\w-])[A-ZÄÖÜ]\w{1,11}(?!\w)", text)).intersection(cited)
        for entity, abbreviation in cited[letters]
        if abbreviation.territory in (None, territory)
        and any(
            len(name.text) > 8 and name.text != letters and " " not in name.text and name.text in text
            for name in entity.names
            if name.territory in (None, territory)
        )
    )


def by_number(laws: Iterable[RegisterEntity]) -> Mapping[str, Reading]:
    """Return the acts of the Union by their numbers."""
    found: dict[str, Reading] = {}
    for entity in laws:
        for name in entity.names:
            number = lawnames.number_of(name.text)
            if number is not None:
                found.setdefault(number, (entity, name))
    return found


def with_land(entity: RegisterEntity, shown: str) -> str:
    """Return how an act is called outside its Land, where its name in one word would not say which: *GO NRW*."""
    letters = (n.shown or n.text for n in entity.names if n.kind is NameKind.ABBREVIATION)
    official = (n.shown or n.text for n in entity.names if n.kind is NameKind.OFFICIAL)
    return next(iter((*letters, *official)), shown)

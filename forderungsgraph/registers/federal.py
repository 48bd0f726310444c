"""Federal acts that no register knows: by which names texts call them, and under which keys they go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from typing import Final

from forderungsgraph.model import EntityKind, NameKind, RegisterEntity, RegisterName

from . import rows
from .lawarchive import ArchivedAct
from .lookup import name_key

Entities = MutableMapping[tuple[EntityKind, str], RegisterEntity]

_YEAR: Final = re.compile(r"\s+(?:19|20)\d\d$")
_OF_A_LAW: Final = re.compile(r"[A-ZÄÖÜ]\S*(?:G|V|O|StV)$")
_LONGEST: Final = 110
"""Letters of a title that somebody may write out in a text."""
_SHORTEST: Final = 14
"""Letters of a name in one word; shorter ones are words of the language: *Eichordnung*."""


def add_federal_laws(recognised: Entities, federal: Iterable[rows.FederalLaw]) -> None:
    """Add the acts of the Federation, and to those that register or lexicon know the names they lack.

    An abbreviation in capitals alone (*BDG*, *KVG*) may be anything; it counts in citations only.
    """
    laws = [entity for entity in recognised.values() if entity.kind is EntityKind.LAW]
    taken = {name_key(name.text) for entity in laws for name in entity.names}
    for row in federal:
        short = _YEAR.sub("", row.abbreviation) if row.abbreviation is not None else None
        names = [
            RegisterName(text, kind)
            for text, kind in (
                (row.name, NameKind.SHORT),
                (row.title, NameKind.OFFICIAL),
                (
                    short,
                    NameKind.CITATION if short is not None and short.isupper() else NameKind.ABBREVIATION,
                ),
            )
            if text is not None and name_key(text) not in taken
        ]
        known = recognised.get((EntityKind.LAW, row.key))
        if not names or (known is None and name_key(short or row.name) in taken):
            continue
        taken.update(name_key(name.text) for name in names)
        if known is not None:
            shown = next((name.shown for name in known.names if name.shown is not None), None)
            added = (name if name.text == short else replace(name, shown=shown) for name in names)
            recognised[EntityKind.LAW, row.key] = replace(known, names=(*known.names, *added))
            continue
        recognised[EntityKind.LAW, row.key] = RegisterEntity(
            kind=EntityKind.LAW,
            key=row.key,
            label=row.title or row.name,
            label_en=row.title or row.name,
            cls="Law",
            names=tuple(names),
            territory="de",
            abbreviation=short,
            reviewed=False,
        )


def keys_by_number(
    laws: Iterable[rows.Law],
    federal: Iterable[rows.FederalLaw],
    recognised: Mapping[tuple[EntityKind, str], RegisterEntity],
) -> dict[str, str]:
    """Return the keys of known federal acts by the number of their published file.

    The register says its numbers itself; an act of the lexicon has the key under which its name is recognised,
    so that identifiers are the same with an archive of acts and without. Each key stands for one act.
    """
    keys = {
        row.identifier: str(row.key)
        for row in laws
        if row.identifier is not None and row.jurisdiction == "de"
    }
    taken = set(keys.values())
    ours = [
        entity
        for (kind, _), entity in recognised.items()
        if kind is EntityKind.LAW and entity.territory == "de"
    ]
    named = {
        name_key(name.text): entity.key for entity in ours for name in entity.names if name.territory is None
    }
    known = {entity.key for entity in ours}
    for row in federal:
        if row.identifier is None or row.identifier in keys:
            continue
        short = _YEAR.sub("", row.abbreviation) if row.abbreviation is not None else None
        names = (named.get(name_key(text)) for text in (row.name, row.title, short) if text is not None)
        key = str(row.key) if row.key in known else next((name for name in names if name is not None), None)
        if key is not None and key not in taken:
            keys[row.identifier] = key
            taken.add(key)
    return keys


def keys_by_title(
    recognised: Mapping[tuple[EntityKind, str], RegisterEntity], numbered: Iterable[str]
) -> dict[str, str]:
    """Return the keys of the other federal acts that the lexicon knows, by the letters of their full titles.

    :param numbered: keys of acts that are known by their number
    """
    taken = set(numbered)
    return {
        name_key(name.text): entity.key
        for (kind, key), entity in sorted(recognised.items())
        if kind is EntityKind.LAW and entity.territory == "de" and key not in taken
        for name in entity.names
        if name.kind is NameKind.OFFICIAL and name.territory is None
    }


def names_in_texts(acts: Iterable[ArchivedAct]) -> Iterator[rows.FederalLaw]:
    """Yield the names by which texts may call imported acts, the youngest first: of two that are called alike
    it is meant. What nobody could write in a text (a title of five lines) is none.
    """
    for act in sorted(acts, key=lambda act: (act.date or "", act.key), reverse=True):
        if act.is_known:
            continue
        short = (
            act.abbreviation
            if act.abbreviation and _OF_A_LAW.fullmatch(_YEAR.sub("", act.abbreviation))
            else None
        )
        names = [name for name in (act.name, act.title) if name is not None and _is_name(name)]
        if names:
            yield rows.FederalLaw(act.key, short, names[0], names[1] if names[1:] else None, act.identifier)


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST and (len(text.split()) > 1 or len(text) >= _SHORTEST)

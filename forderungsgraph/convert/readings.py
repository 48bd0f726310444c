"""Names that may mean several entities, and which of them is meant in a document of one Land."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from forderungsgraph.model import NameKind, RegisterEntity, RegisterName

from .gazetteer import Gazetteer, name_key
from .places import FEDERATION

Reading = tuple[RegisterEntity, RegisterName]
# EUDI-Wallet, E-Government-Gesetz; not E-Akte, whose blank would make a word of one letter
_PARTED = re.compile(r"[\w.]+(?:-[\w.]+)*-[A-ZÄÖÜ][\w]{3,}")


def readings(entities: Iterable[RegisterEntity]) -> Gazetteer[tuple[Reading, ...]]:
    """Return a gazetteer of the names of ``entities``; a name may mean several of them."""
    by_key: dict[str | tuple[str, ...], list[Reading]] = {}
    texts: dict[str | tuple[str, ...], str] = {}
    spaced: list[tuple[str, Reading]] = []
    for entity in entities:
        for name in entity.names:
            key = name_key(name.text)
            by_key.setdefault(key, []).append((entity, name))
            texts.setdefault(key, name.text)
            spaced += [(text, (entity, name)) for text in _spaced(name.text)]
    for text, reading in spaced:
        key = name_key(text)
        if key not in by_key:
            by_key[key], texts[key] = [reading], text
    return Gazetteer((texts[key], tuple(found)) for key, found in by_key.items())


def _spaced(name: str) -> list[str]:
    """Return a hyphenated name as it is often written, with blanks: *E-Government Gesetz*, *Open Data Portal*."""
    parts = name.split("-")
    if " " in name or len(parts) < 2 or not _PARTED.fullmatch(name):
        return []
    last = " ".join(("-".join(parts[:-1]), parts[-1]))
    return [last] if len(parts) == 2 or len(parts[0]) < 2 else [last, " ".join(parts)]


def choose(
    candidates: Sequence[Reading], territory: str | None, local: str | None, written: str
) -> Reading | None:
    """Return what a name means in a document of ``territory``, beside a mention of ``local``.

    Of names that fold alike (singular and plural), the one most like ``written`` is preferred.
    """
    ranked = candidates
    if len(candidates) > 1:
        ranked = sorted(candidates, key=lambda reading: _unlike(reading[1].text, written))
    if local is not None:
        for entity, name in ranked:
            if local in (name.territory, entity.territory):
                return entity, name
    wanted = (territory, None) if local is None else (None,)
    for bound in wanted:
        for entity, name in ranked:
            if name.territory == bound and (
                local in (None, FEDERATION) or entity.territory in (None, FEDERATION, "eu")
            ):
                return entity, name
    if len({entity.key for entity, _ in ranked}) == 1 and territory is None and local is None:
        return ranked[0]
    return None


def _unlike(name: str, written: str) -> tuple[int, int]:
    """Return how unlike a written form a name is, by the common beginning of their last words."""
    common = 0
    for one, other in zip(name.split()[-1], written.split()[-1], strict=False):
        if one != other:
            break
        common += 1
    return -common, len(name)


class SharedNames:
    """Names that an act of the Federation shares with acts of Länder: *E-Government-Gesetz*.

    :ivar general: keys of the types of acts that belong to no territory: *Landesarchivgesetz*
    """

    def __init__(self, laws: Iterable[RegisterEntity]) -> None:
        laws = tuple(laws)
        bound: dict[str | tuple[str, ...], list[tuple[str, RegisterEntity]]] = {}
        for entity in laws:
            for name in entity.names:
                if name.territory is not None:
                    bound.setdefault(name_key(name.text), []).append((name.territory, entity))
        self.general = frozenset(
            entity.key for entity in laws if entity.territory is None and entity.abbreviation is None
        )
        # letters of a federal act → its key, and by Land the letters of the act that shares its name
        self._federal: dict[str, str] = {}
        self._local: dict[tuple[str, str], set[str]] = {}
        for entity in laws:
            if entity.territory != FEDERATION:
                continue
            letters = [name.text for name in entity.names if name.kind is NameKind.ABBREVIATION]
            if any(name_key(text) in bound for text in letters):
                continue
            for name in entity.names:
                for territory, other in bound.get(name_key(name.text), ()):
                    self._federal.update(dict.fromkeys(letters, entity.key))
                    known = self._local.setdefault((entity.key, territory), set())
                    known.update(n.text for n in other.names if n.kind is NameKind.ABBREVIATION)
        marks = "NRW|LSA|Bln|M-V|MV|SH|SL|RP|BW|Bbg|Saar|Land|des Landes"
        self._letters = re.compile(
            rf"(?<![\w-])({'|'.join(map(re.escape, sorted(self._federal)))})(?:s|-E)?(?![\w-]|\s(?:{marks}))"
        )

    def federal_in(self, texts: Iterable[str], territory: str | None) -> frozenset[str]:
        """Return the keys of the federal acts that ``texts`` call by their abbreviations.

        An act whose Land's abbreviation stands there, too, is left out: the name may mean either.
        """
        whole = "\n".join(texts)
        found = (
            {self._federal[letters] for letters in self._letters.findall(whole)} if self._federal else set()
        )
        return frozenset(
            key
            for key in found
            if territory is None
            or not any(letters in whole for letters in self._local.get((key, territory), ()))
        )

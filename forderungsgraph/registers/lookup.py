"""Find an entity by one of its names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from forderungsgraph.model import EntityKind, NameKind, RegisterEntity

_NO_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Return the form in which names are compared: letters and digits only, case folded.

    >>> name_key("OZG-Änderungsgesetz") == name_key("OZG Änderungs\\u00adgesetz")
    True
    """
    return _NO_LETTERS.sub("", unicodedata.normalize("NFC", name).casefold())


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Entities by kind, name and the territory in which the name means them."""

    entries: Mapping[tuple[EntityKind, str], Mapping[str | None, RegisterEntity]]

    def resolve(self, kind: EntityKind, name: str, territory: str | None = None) -> RegisterEntity | None:
        """Return the entity that ``name`` means in ``territory``, None if none or not one."""
        found = self.entries.get((kind, name_key(name)))
        if found is None:
            return None
        if territory in found:
            return found[territory]
        if None in found:
            return found[None]
        if territory is None and len({entity.key for entity in found.values()}) == 1:
            return next(iter(found.values()))
        return None


def name_clash(entities: Iterable[RegisterEntity]) -> tuple[RegisterEntity, RegisterEntity, str] | None:
    """Return two entities of one kind that share a name in the same territory, with the name."""
    seen: dict[tuple[EntityKind, str, str | None], RegisterEntity] = {}
    for entity in entities:
        for text, territory in _readings(entity):
            other = seen.setdefault((entity.kind, name_key(text), territory), entity)
            if other.key != entity.key:
                return other, entity, text
    return None


def build_index(entities: Iterable[RegisterEntity]) -> NameIndex:
    """Index all names but the negative ones."""
    entries: dict[tuple[EntityKind, str], dict[str | None, RegisterEntity]] = {}
    for entity in entities:
        for text, territory in _readings(entity):
            entries.setdefault((entity.kind, name_key(text)), {})[territory] = entity
    return NameIndex(entries)


def _readings(entity: RegisterEntity) -> Iterable[tuple[str, str | None]]:
    """Yield each positive name with its territory."""
    for name in entity.names:
        if name.kind is not NameKind.NEGATIVE:
            yield name.text, name.territory

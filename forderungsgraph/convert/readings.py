"""Names that may mean several entities, and which of them is meant in a document of one Land."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forderungsgraph.model import RegisterEntity, RegisterName

from .gazetteer import Gazetteer, name_key
from .places import FEDERATION

Reading = tuple[RegisterEntity, RegisterName]


def readings(entities: Iterable[RegisterEntity]) -> Gazetteer[tuple[Reading, ...]]:
    """Return a gazetteer of the names of ``entities``; a name may mean several of them."""
    by_key: dict[str | tuple[str, ...], list[Reading]] = {}
    texts: dict[str | tuple[str, ...], str] = {}
    for entity in entities:
        for name in entity.names:
            key = name_key(name.text)
            by_key.setdefault(key, []).append((entity, name))
            texts.setdefault(key, name.text)
    return Gazetteer((texts[key], tuple(found)) for key, found in by_key.items())


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

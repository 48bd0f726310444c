"""Names that several bodies share: *der Städtetag*, *der Städte- und Gemeindebund*, *Gemeindebund-Chef*.

Each Land has its own association of that name, and the federation has one. A text means the one that it names in
full, else the one of its Land, else the federal one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import EntityKind, NameKind, RegisterEntity
from ..registers import Registers
from .bodies import Body
from .nameforms import without_legal_form

FEDERAL = "de"
_SUSPENDED = re.compile(
    r"(?P<first>[A-ZÄÖÜ]\w+)- und (?P<second>[A-ZÄÖÜ]\w+?)(?P<head>bund|tag|verband|verein)"
)


@dataclass(frozen=True, slots=True)
class Family:
    """Bodies that share a name.

    :param name: the name they share
    :param words: single words that mean it, too: *Gemeindebund*, *Städtebund* for *Städte- und Gemeindebund*
    :param members: the bodies by territory
    """

    name: str
    words: tuple[str, ...]
    members: dict[str, RegisterEntity]

    def meant(self, text: str, territory: str | None) -> RegisterEntity | None:
        """Return the body that ``text`` means by the shared name."""
        named = {entity.key: entity for entity in self.members.values() if _occurs(entity.label, text)}
        if len(named) == 1:
            return next(iter(named.values()))
        return self.members.get(territory or FEDERAL) or self.members.get(FEDERAL)


def _occurs(name: str, text: str) -> bool:
    """Whether the text names the body in full, in any case: *des Bayerischen Städtetags*."""
    stem = re.sub(
        r"(?<=\w)er (?=[A-ZÄÖÜ])", r"e[rnms]+ ", re.escape(without_legal_form(name)).replace(r"\ ", " ")
    )
    return re.search(rf"\b{stem}", text) is not None


def families(registers: Registers, public: Iterable[str]) -> tuple[Family, ...]:
    """Return the names that bodies of several territories share.

    :param public: classes of public bodies, whose short names are resolved by their Land alone
    """
    found: dict[str, dict[str, RegisterEntity]] = {}
    for entity in registers.of_kind(EntityKind.ORGANISATION):
        if entity.cls in public:
            continue
        for name in entity.names:
            if name.territory is not None and name.kind is not NameKind.NEGATIVE:
                found.setdefault(name.text, {})[name.territory] = entity
    return tuple(
        Family(name, _words(name), members) for name, members in sorted(found.items()) if len(members) > 1
    )


def _words(name: str) -> tuple[str, ...]:
    if " " not in name:
        return (name,)
    match = _SUSPENDED.fullmatch(name)
    return (match["second"] + match["head"], match["first"] + match["head"]) if match else ()


def shared_names(
    known: Iterable[Family], text: str, territory: str | None, own: Iterable[str]
) -> Iterator[tuple[str, Body]]:
    """Yield shared names that ``text`` uses, with whom they mean there.

    :param own: names of bodies that the text introduces itself; what they are called they keep
    """
    names = tuple(own)
    for family in known:
        used = [name for name in (family.name, *family.words) if name in text]
        if not used or any(name in other for other in names for name in used):
            continue
        entity = family.meant(text, territory)
        if entity is not None:
            body = Body(entity.label, entity.key)
            yield from ((name, body) for name in dict.fromkeys(used))


_ENDOWED = re.compile(r"[A-ZÄÖÜ][\w-]+ (?:Stiftung|Institut|Gruppe|Akademie|Gesellschaft|Kreis|Verband|Bund)")


def written(name: str) -> tuple[str, ...]:
    """Return the ways to write a name: *Muster Stiftung* stands as *Muster-Stiftung*, too."""
    return (name, name.replace(" ", "-")) if _ENDOWED.fullmatch(name) else (name,)

"""Stage *entities*: laws, services, programmes, principles and organisations that a block names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import EntityKind, Mention, NameKind, RegisterEntity, RegisterName
from ..registers import Registers
from .gazetteer import Gazetteer
from .normalise import MappedText
from .tokens import Token


@dataclass(frozen=True, slots=True)
class EntityContext:
    """What a document adds to the registers.

    :param territory: key of the document's Land, None if it has none
    :param abbreviations: laws that the text itself abbreviates: abbreviation → (name, key)
    """

    territory: str | None = None
    abbreviations: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)


class EntityFinder:
    """Finds entities; made once from the registers."""

    def __init__(self, registers: Registers) -> None:
        self._gazetteer: Gazetteer[tuple[RegisterEntity, RegisterName]] = Gazetteer(
            (name.text, (entity, name))
            for kind in EntityKind
            for entity in registers.of_kind(kind)
            for name in entity.names
        )

    def context(self, texts: Iterable[str], territory: str | None = None) -> EntityContext:
        """Return the context of a document whose running texts are ``texts``."""
        del texts
        return EntityContext(territory)

    def find(
        self, text: MappedText, tokens: Sequence[Token], context: EntityContext | None = None
    ) -> tuple[Mention, ...]:
        """Return the mentions in one block, in order of their places."""
        del context
        return tuple(
            Mention(
                match.payload[0].kind,
                match.payload[1].shown or match.payload[1].text,
                match.payload[0].key,
                text.span(match.start, match.end),
                "entity.name",
            )
            for match in self._gazetteer.find(tokens)
            if match.payload[1].kind is not NameKind.NEGATIVE
        )


def resolve_back(wording: str, before: Sequence[Mention]) -> Mention | None:
    """Return the law to which *dieses Gesetz* in ``wording`` refers: the last law mentioned ``before``."""
    if "gesetz" not in wording.lower():
        return None
    return next((m for m in reversed(before) if m.kind is EntityKind.LAW), None)

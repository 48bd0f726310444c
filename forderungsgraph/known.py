"""Names that people write in corrections: resolved in the registers, or found in the text; a typo is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from .errors import CurationError
from .graph import Source, has_contact
from .model import Actor, EntityKind, Mention, Origin, RegisterEntity, Span
from .registers import Registers, name_key

RULE: Final = Origin.REVIEWED.value
"""Stands for the rule where a person decided."""

_LABELS: Final = {
    EntityKind.ORGANISATION: ("Die Stelle", "data/lexicon/names_organisations.csv"),
    EntityKind.LAW: ("Das Gesetz", "data/lexicon/names_laws.csv"),
    EntityKind.SERVICE: ("Der Dienst", "data/lexicon/names_services.csv"),
}
_PROVISION: Final = re.compile(r"(?P<provision>(?:§+|Art(?:ikel|\.)?)\s*\d.*?)\s+(?P<law>\D+)")
_INFLECTION: Final = 2
_CLOSE: Final = 0.8
_SHORTEST_STEM: Final = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What a name in a correction of one document may mean."""

    source: Source
    registers: Registers

    def actor(self, name: str) -> Actor:
        """Return who is meant.

        :raises CurationError: without a place, if nobody of this name is known
        """
        demands = (*self.source.conversion.demands, *self.source.conversion.review)
        actors = [each for demand in demands for each in (*demand.demanders, *demand.addressees)]
        # whom the extraction calls so is meant, whatever the registers say
        same = next((actor for actor in actors if actor.name == name), None)
        if same is not None:
            return Actor(name, same.key, Origin.REVIEWED, RULE)
        entity, shown = self._entity(EntityKind.ORGANISATION, name)
        if entity is not None:
            return Actor(shown, entity.key, Origin.REVIEWED, RULE)
        self._must_be_in_text(EntityKind.ORGANISATION, name)
        return Actor(name, None, Origin.REVIEWED, RULE)

    def mentions(self, kind: EntityKind, name: str, span: Span) -> tuple[Mention, ...]:
        """Return what is named within ``span``; the whole span where the name itself does not stand there.

        :param name: of a law or a service; ``§ 12 NDIG`` means the provision
        :raises CurationError: without a place, if nothing of this name is known
        """
        cited = _PROVISION.fullmatch(name) if kind is EntityKind.LAW else None
        provision, plain = (cited["provision"], cited["law"]) if cited else (None, name)
        entity, shown = self._entity(kind, plain)
        key = entity.key if entity else None
        same = [
            mention
            for mention in self.source.conversion.mentions
            if mention.kind is kind
            and (mention.key == key if key else name_key(mention.name) == name_key(plain))
        ]
        inside = tuple(
            mention
            for mention in same
            if span.start <= mention.span.start
            and mention.span.end <= span.end
            and (provision is None or name_key(mention.provision or "") == name_key(provision))
        )
        if inside:
            return inside
        if same:
            shown, key = same[0].name, same[0].key
        elif entity is None:
            self._must_be_in_text(kind, plain)
        return (Mention(kind, shown, key, span, RULE, provision),)

    def _entity(self, kind: EntityKind, name: str) -> tuple[RegisterEntity | None, str]:
        """Return what a key or name means in the registers, and how it is shown."""
        if has_contact(name):
            raise CurationError(
                "Ein Name enthält Kontaktdaten", hint="Telefonnummern und Mailadressen entfernen"
            )
        by_key = self.registers.get(kind, name)
        if by_key is not None:
            return by_key, by_key.abbreviation or by_key.label
        territory = self.source.sidecar.territory or self.source.conversion.facts.territory
        return self.registers.resolve(kind, name, territory), name

    def _must_be_in_text(self, kind: EntityKind, name: str) -> None:
        """Find an inflected name in the text; other names are typing errors."""
        sidecar = self.source.sidecar
        said = " ".join((self.source.text, sidecar.publisher or "", *sidecar.authors))
        words = {name_key(word) for word in re.findall(r"\w+", said)}
        parts = [name_key(word) for word in re.findall(r"\w+", name)]
        if any(len(part) > 1 for part in parts) and all(_stands(part, words) for part in parts):
            return
        what, table = _LABELS[kind]
        close = get_close_matches(name, self._names(kind), n=1, cutoff=_CLOSE)
        raise CurationError(
            f"{what} „{name}“ ist unbekannt: kein Register nennt den Namen, der Text auch nicht",
            hint=f"Gemeint ist wohl „{close[0]}“"
            if close
            else f"Den Namen berichtigen oder in {table} eintragen",
        )

    def _names(self, kind: EntityKind) -> Iterable[str]:
        for entity in self.registers.of_kind(kind):
            yield entity.label
            yield from (name.text for name in entity.names)


def _stands(word: str, words: Collection[str]) -> bool:
    """Whether a word is one of ``words``, or a form of one; short words must be the same."""
    stem = word[:-_INFLECTION]
    return word in words or (len(stem) >= _SHORTEST_STEM and any(one.startswith(stem) for one in words))

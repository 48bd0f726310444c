"""Basic services in a running text: known names, one Land's instance, and compounds such as *Melderegister*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forderungsgraph.model import EntityKind, Mention, NameKind, RegisterEntity

from .gazetteer import Match
from .laws import Reading, choose, readings
from .normalise import MappedText
from .places import FEDERATION, place_behind
from .tokens import Token

# services of which each Land runs its own, called by the service's name and the Land's
_LAND_BY_LAND = frozenset(
    """verwaltungsportal nutzerkonto organisationskonto portalverbund open-data-portal bildungscloud
    verwaltungscloud cloud""".split()
)
_TYPES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("register", "register", frozenset(
        "inhalts stimm stich orgel personen- schlagwort sach wort abkürzungs tag daten ton kassen lobby".split())),
    ("portal", "verwaltungsportal", frozenset(
        """karriere job nachrichten presse fach news stellen vergleichs immobilien bewertungs internet web online haupt
        seiten info informations kirchen video reise fahr""".split())),
    ("konto", "nutzerkonto", frozenset(
        """giro bank spar arbeitszeit zeit überstunden lern gehalts kunden steuer depot treuhand haushalts twitter
        punkte flex gut verrechnungs sach sperr bürokratie lang wert urlaubs e-mail- mail fremd sonder spenden ander
        facebook lebensarbeitszeit langzeit arbeits geschäfts konto lösch gemeinschafts beitrags fort kredit mehr""".split())),
    ("cloud", "cloud", frozenset("tag word".split())),
)  # fmt: skip
_TYPE = re.compile(
    r"(?P<stem>[A-ZÄÖÜ][\wäöüß/-]*?[\wäöüß](?P<hyphen>-)?)"
    r"(?P<head>[Rr]egister|[Pp]ortal|[Kk]onto|[Kk]ont(?=en)|[Cc]loud)(?P<ending>en|e|n|s|es)?"
)
_DOTTED = re.compile(r"(?P<head>[A-ZÄÖÜ][\w-]+)\.(?P<place>NRW|SH|Bayern|Hessen|MV|LSA|RLP|Bund)")
_BOX_NUMBER = re.compile(r"\s*(?:Nr\.\s*)?\d{2,}")


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """A service named at ``text[start:end]``."""

    start: int
    end: int
    name: str
    key: str
    rule: str


class ServiceFinder:
    """Finds services; made once from the registers."""

    def __init__(self, services: Iterable[RegisterEntity]) -> None:
        services = tuple(services)
        self._names = readings(services)
        self._keys = frozenset(service.key for service in services)

    def find(
        self,
        text: MappedText,
        tokens: Sequence[Token],
        territory: str | None,
        blocked: Sequence[tuple[int, int]],
    ) -> list[Mention]:
        """Return the services named in ``text`` outside the ranges ``blocked``, in order."""
        found: list[ServiceHit] = []
        silent = list(blocked)
        for match in self._names.find(tokens):
            if any(name.kind is NameKind.NEGATIVE for _, name in match.payload):
                silent.append((match.start, match.end))
                continue
            hit = self._known(text.text, tokens, match, territory)
            if hit is not None:
                found.append(hit)
        ranges = [(hit.start, hit.end) for hit in found] + silent
        found += [hit for hit in self._typed(tokens) if not _inside(hit.start, hit.end, ranges)]
        found = [hit for hit in found if not _inside(hit.start, hit.end, blocked)]
        found.sort(key=lambda hit: (hit.start, hit.end))
        return [
            Mention(EntityKind.SERVICE, hit.name, hit.key, text.span(hit.start, hit.end), hit.rule)
            for hit in _appositions(text.text, found)
        ]

    def _known(
        self, text: str, tokens: Sequence[Token], match: Match[tuple[Reading, ...]], territory: str | None
    ) -> ServiceHit | None:
        written = text[match.start : match.end]
        chosen = choose(match.payload, territory, None, written)
        if chosen is None:
            return None
        entity, name = chosen
        if entity.key == "postfach" and _BOX_NUMBER.match(text, match.end):
            return None
        shown = name.shown or name.text
        if match.part:
            return ServiceHit(match.start, match.end, shown, entity.key, "service.part")
        if (
            entity.key in _LAND_BY_LAND
            and name.kind is not NameKind.INSTANCE
            and match.end == tokens[match.last - 1].end
        ):
            instance = _instance(tokens, match, shown, entity.key)
            if instance is not None:
                return instance
        rule = "service.instance" if name.kind is NameKind.INSTANCE else "service.name"
        return ServiceHit(match.start, match.end, shown, entity.key, rule)

    def _typed(self, tokens: Sequence[Token]) -> Iterable[ServiceHit]:
        """Yield compounds with the name of a service as their head, and *Serviceportal.NRW*."""
        for token in tokens:
            dotted = _DOTTED.fullmatch(token.text)
            if dotted is not None:
                known = self._names.word(dotted["head"])
                if known is not None and known[1][0][1].kind is not NameKind.NEGATIVE:
                    yield ServiceHit(
                        token.start, token.end, token.text, known[1][0][0].key, "service.instance"
                    )
                continue
            typed = service_type(token.text)
            if typed is not None and typed[1] in self._keys:
                yield ServiceHit(token.start, token.end, typed[0], typed[1], "service.type")


def service_type(word: str) -> tuple[str, str] | None:
    """Return name (nominative, number as written) and key if ``word`` is a kind of a basic service.

    >>> service_type("Gewerbezentralregisters")
    ('Gewerbezentralregister', 'register')
    >>> service_type("Fördermittelportalen")
    ('Fördermittelportale', 'verwaltungsportal')
    >>> service_type("Girokonto") is None
    True
    """
    match = _TYPE.fullmatch(word)
    if match is None:
        return None
    head, ending = match["head"], match["ending"] or ""
    stem = match["stem"]
    for suffix, key, stopped in _TYPES:
        if head.lower() in (suffix, suffix[:-1]):
            lowered = stem.lower()
            if len(stem.rstrip("-")) < 3 or any(
                lowered == s or len(s) > 3 and lowered.endswith(s) for s in stopped
            ):
                return None
            if head.lower() == "kont":
                return stem + head + "en", key
            plural = (
                suffix == "portal" and ending in ("e", "en") or suffix == "cloud" and ending == "s" and False
            )
            return stem + head + ("e" if plural else ""), key
    return None


def _instance(
    tokens: Sequence[Token], match: Match[tuple[Reading, ...]], shown: str, key: str
) -> ServiceHit | None:
    """Return one Land's service: *Servicekonto Hessen*; *Nutzerkonto (Bund)* is no name."""
    place = place_behind(tokens, match.last)
    if place is None or not place[2] or tokens[match.last].text == "(":
        return None
    if place[0] == FEDERATION and tokens[match.last].text != "Bund":
        return None
    last = tokens[place[1] - 1]
    return ServiceHit(match.start, last.end, f"{shown} {last.text}", key, "service.instance")


def _inside(start: int, end: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in ranges)


def _appositions(text: str, hits: Sequence[ServiceHit]) -> list[ServiceHit]:
    """Leave out what only explains: in *Nutzerkonto Bund (BundID)* one service is named, BundID."""
    kept: list[ServiceHit] = []
    for hit in hits:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.key == hit.key
            and text[before.end : hit.start].strip(' „"') == "("
            and text[hit.end : hit.end + 2].strip('“”"').startswith(")")
        ):
            kept[-1] = hit
            continue
        kept.append(hit)
    return kept

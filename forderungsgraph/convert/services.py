"""Basic services in a running text: known names, one Land's instance, compounds such as *Melderegister*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from forderungsgraph.model import EntityKind, Mention, NameKind, RegisterEntity

from . import servicenames
from .gazetteer import Match, fold
from .normalise import MappedText
from .readings import Reading, choose, readings
from .servicenames import (
    ServiceHit,
    has_attribute,
    instance,
    of_a_land,
    own_name,
    refers_back,
    same_instance,
)
from .servicetypes import component_of, phrases, service_type
from .tokens import Token

_DOTTED = re.compile(r"(?P<head>[A-ZÄÖÜ][\w-]+)\.(?P<place>NRW|SH|Bayern|Hessen|MV|LSA|RLP|Bund)")
_OF_A_BODY = re.compile(
    r"\b(?:Forum|Verband|Verein|Gesellschaft|Arbeitsgemeinschaft|Bundesarbeitsgemeinschaft|Netzwerk|Vereinigung)\s+"
    r"(?:(?:für|der)\s+)?(?:[a-zäöüß]+[en]\s+)?$"
)
# services of administrations that companies offer to everybody, too
_ALSO_SOLD = frozenset(
    ("onlinedienst", "epayment", "eudi-wallet", "verwaltungscloud", "cloud", "vertrauensdienst")
)
_COMPANY = re.compile(
    r"Facebook|Google|Amazon|Apple|Netflix|WhatsApp|Instagram|TikTok|Meta\b|PayPal|Krypto|Bitcoin|Streaming|Zalando|"
    r"Dropbox|iCloud|AWS\b|Azure|Banken\b|Händlern?\b|Konzernen?\b|Big-Tech|Tech-Konzern"
)
_ANY_BODY = re.compile(r"\b(?:[Ee]|[Kk]e)in(?:e[nmrs]?|es)?\s+(?:[a-zäöüß]+e[nrsm]?\s+){0,2}$")
_APPOSITION = re.compile(
    r"(?:,|\s+(?:ist|bleibt|war|heißt))\s+(?:das|die|der|dem|den|unser\w*|ein\w*)\s+(?:[a-zäöüß]+\s+)?"
)
_BOX_NUMBER = re.compile(r"\s*(?:Nr\.\s*)?\d{2,}")
_INDEFINITE = frozenset(("ein", "eines", "einem", "kein", "keines", "eigenes", "eigenen", "neues", "neuen"))
_BEFORE_NUMBER = frozenset(
    ("die", "der", "zur", "unter", "rufnummer", "nummer", "telefonnummer", "behördenrufnummer")
)


class ServiceFinder:
    """Finds services; made once from the registers."""

    def __init__(self, services: Iterable[RegisterEntity]) -> None:
        services = tuple(services)
        self._names = readings(services)
        self._keys = frozenset(service.key for service in services)

    def back_words(
        self, texts: Iterable[tuple[str, Sequence[Token]]], territory: str | None
    ) -> Mapping[str, tuple[str, str]]:
        """Return by what general words a document can call the services that it names: word → (name, key)."""
        hits = [hit for text, tokens in texts for hit in self._hits(text, tokens, territory, (), (), {})]
        return servicenames.back_words(hits)

    def find(
        self,
        text: MappedText,
        tokens: Sequence[Token],
        territory: str | None,
        laws: Sequence[tuple[int, int]],
        bodies: Sequence[tuple[int, int]],
        back: Mapping[str, tuple[str, str]],
    ) -> list[Mention]:
        """Return the services named in ``text`` outside the names of ``laws`` and ``bodies``, in order."""
        return [
            Mention(EntityKind.SERVICE, hit.name, hit.key, text.span(hit.start, hit.end), hit.rule)
            for hit in self._hits(text.text, tokens, territory, laws, bodies, back)
        ]

    def _hits(
        self,
        text: str,
        tokens: Sequence[Token],
        territory: str | None,
        laws: Sequence[tuple[int, int]],
        bodies: Sequence[tuple[int, int]],
        back: Mapping[str, tuple[str, str]],
    ) -> list[ServiceHit]:
        found: list[ServiceHit] = []
        taken = list(laws)
        for match in self._names.find(tokens):
            # a suspended compound ends in a word that may be a name itself
            taken.append((match.start, min(match.end, tokens[match.last - 1].end)))
            if any(name.kind is NameKind.NEGATIVE for _, name in match.payload):
                continue
            hit = self._known(text, tokens, match, territory)
            if hit is None:
                taken.pop()
                continue
            found.append(hit)
            found.extend(self._coordinated(tokens, match))
        found += [
            hit
            for hit in (*self._typed(tokens, back), *self._phrased(text))
            if not _inside(hit.start, hit.end, taken)
        ]
        found = [hit for hit in found if not _inside(hit.start, hit.end, laws) or _longer(hit, laws)]
        found = _outside_bodies(text, found, bodies)
        found = sorted({(hit.start, hit.end, hit.name): hit for hit in found}.values(), key=_place)
        found = _appositions(text, [same_instance(tokens, hit, back) for hit in found])
        return [own_name(text, hit) for hit in found]

    def _known(
        self, text: str, tokens: Sequence[Token], match: Match[tuple[Reading, ...]], territory: str | None
    ) -> ServiceHit | None:
        written = text[match.start : match.end]
        chosen = choose(match.payload, territory, None, written)
        if chosen is None:
            return None
        entity, name = chosen
        if entity.key == "elster" and match.part:
            return None  # *ELSTER-Zertifikat*, *auf ELSTER-Basis*
        if entity.key in _ALSO_SOLD and _of_a_company(tokens, match):
            return None
        if entity.key == "postfach" and _BOX_NUMBER.match(text, match.end):
            return None
        if (
            written in ("Formular", "Formulars")
            or _is_paper(tokens, match)
            or (written == "115" and not _is_number(tokens, match.first))
        ):
            # a single form is a sheet of paper or a page, the service is what makes *Formulare* available
            return None
        shown = name.shown or name.text
        before = tokens[match.first - 1].lower if match.first > 0 else ""
        if entity.key == "verwaltungscloud" and before in ("eine", "einer", "keine"):
            shown = name.text  # any, not the one of Federation and Länder
        if name.territory is not None and match.first > 0 and tokens[match.first - 1].lower in _INDEFINITE:
            shown = name.text  # *die Errichtung eines Landesportals* is not about the one that is there
        if entity.key == "rechenzentrum" and not has_attribute(tokens, match):
            return None
        if match.part:
            if entity.key == "osci" and tokens[match.first].text.endswith("Standard"):
                return None
            if name.text == "Register" and service_type(tokens[match.first].text) is not None:
                return None  # *Kfz-Register*: a register of its own, found by its form
            hit = ServiceHit(match.start, match.end, shown, entity.key, "service.part", match.first)
            return of_a_land(tokens[match.first], hit) or hit
        whole = match.end == tokens[match.last - 1].end
        rule = "service.instance" if name.kind is NameKind.INSTANCE else "service.name"
        hit = ServiceHit(match.start, match.end, shown, entity.key, rule, match.first)
        if name.kind is NameKind.INSTANCE or not whole:
            return hit
        return instance(tokens, hit, match.last) or hit

    def _coordinated(
        self, tokens: Sequence[Token], match: Match[tuple[Reading, ...]]
    ) -> Iterable[ServiceHit]:
        """Yield what shares the adjective: *die elektronische Identifizierung und Signatur*."""
        if match.last - match.first != 2 or match.last + 1 >= len(tokens):
            return
        adjective, noun = tokens[match.first], tokens[match.last + 1]
        if tokens[match.last].lower not in ("und", "oder", "sowie") or not noun.text[0].isupper():
            return
        for shared in self._names.find((adjective, noun)):
            if shared.last == 2 and shared.payload[0][1].kind is not NameKind.NEGATIVE:
                entity, name = shared.payload[0]
                yield ServiceHit(
                    noun.start,
                    noun.end,
                    name.shown or name.text,
                    entity.key,
                    "service.shared",
                    match.last + 1,
                )

    def _typed(self, tokens: Sequence[Token], back: Mapping[str, tuple[str, str]]) -> Iterable[ServiceHit]:
        """Yield compounds with a service as their head, *Serviceportal.NRW*, *Postfachkomponente*."""
        for i, token in enumerate(tokens):
            if not token.text[0].isupper():
                if token.text == "115" and "behoerdennummer-115" in self._keys and _is_number(tokens, i):
                    yield ServiceHit(
                        token.start,
                        token.end,
                        "Behördennummer 115",
                        "behoerdennummer-115",
                        "service.number",
                        i,
                    )
                continue
            meant = back.get(fold(token.text)) if back else None
            if meant is not None and refers_back(tokens, i):
                yield ServiceHit(token.start, token.end, *meant, "service.back", i)
                continue
            dotted = _DOTTED.fullmatch(token.text)
            whole = dotted["head"] if dotted is not None else component_of(token.text)
            known = self._names.word(whole) if whole is not None else None
            if known is not None and known[1][0][1].kind is not NameKind.NEGATIVE:
                entity, name = known[1][0]
                shown = token.text if dotted is not None else name.shown or name.text
                rule = "service.instance" if dotted is not None else "service.component"
                yield ServiceHit(token.start, token.end, shown, entity.key, rule, i)
                continue
            typed = service_type(token.text)
            if typed is not None and typed[1] in self._keys:
                hit = ServiceHit(token.start, token.end, typed[0], typed[1], "service.type", i)
                yield instance(tokens, hit, i + 1) or hit

    def _phrased(self, text: str) -> Iterable[ServiceHit]:
        for start, end, key, name in phrases(text):
            if key in self._keys:
                yield ServiceHit(start, end, name, key, "service.phrase", -1)


def _of_a_company(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> bool:
    """Whether a company's service is meant: *Online-Dienste wie Facebook*, *Amazons Cloud-Dienste*."""
    nearby = tokens[max(0, match.first - 4) : match.first], tokens[match.last : match.last + 4]
    return any(_COMPANY.match(token.text) for side in nearby for token in side)


def _is_paper(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> bool:
    """Whether forms are what people fill in: *beim Ausfüllen der Formulare*, *weniger Formulare*."""
    if fold(tokens[match.last - 1].text) != fold("Formulare"):
        return False
    before = [token.lower for token in tokens[max(0, match.first - 3) : match.first]]
    behind = [token.lower for token in tokens[match.last : match.last + 2]]
    return "ausfüllen" in before or "weniger" in before[-1:] or behind[:2] == ["ins", "netz"]


def _place(hit: ServiceHit) -> tuple[int, int]:
    return hit.start, hit.end


def _is_number(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number at ``i`` is the telephone number: *die 115*, not *die 115 Gemeinden*."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is not None and following.text in ("%", "€"):
        return False
    if following is not None and following.text[0].isupper():
        return False
    if i == 0:
        return following is not None and following.text == ","
    return tokens[i - 1].lower in _BEFORE_NUMBER


def _longer(hit: ServiceHit, laws: Iterable[tuple[int, int]]) -> bool:
    """Whether a service's name only begins with an act's: *OZG-RE*; not *NOOTS-Staatsvertrag*."""
    return all(
        end <= hit.start or hit.end <= start or (hit.start <= start and end < hit.end) for start, end in laws
    )


def _inside(start: int, end: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in ranges)


def _outside_bodies(
    text: str, hits: Sequence[ServiceHit], bodies: Sequence[tuple[int, int]]
) -> list[ServiceHit]:
    """Leave out what belongs to the name of a body: *Forum elektronische Rechnung*; not to *ein Testzentrum für …*."""
    bodies = [(s, e) for s, e in bodies if not _ANY_BODY.search(text, max(0, s - 60), s)]
    return [
        hit
        for hit in hits
        if hit.rule == "service.instance"
        or (
            not any(
                start < hit.start and hit.end <= end and " und " not in text[start : hit.start]
                for start, end in bodies
            )
            and not _OF_A_BODY.search(text, max(0, hit.start - 60), hit.start)
        )
    ]


def _appositions(text: str, hits: Sequence[ServiceHit]) -> list[ServiceHit]:
    """Leave out what only explains: *Nutzerkonto Bund (BundID)* and *Amt24, das Serviceportal* name one service."""
    kept: list[ServiceHit] = []
    for hit in hits:
        before = kept[-1] if kept else None
        if before is None or before.key != hit.key:
            kept.append(hit)
            continue
        between = text[before.end : hit.start]
        closed = text[hit.end : hit.end + 2].strip('“”"').startswith(")")
        if between in (" ", " „") or (between.strip(' „"') == "(" and closed):
            kept[-1] = hit
        elif not (
            before.rule == "service.instance"
            and hit.rule == "service.name"
            and _APPOSITION.fullmatch(between) is not None
        ):
            kept.append(hit)
    return kept

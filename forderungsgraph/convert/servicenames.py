"""Proper names of services: one Land's or town's instance, a name in quotes, and the words that refer back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .gazetteer import Match, fold
from .nameforms import is_place
from .places import FEDERATION, TOWNS, place_before, place_behind, state_of_word
from .readings import Reading
from .servicetypes import heads_of
from .tokens import DETERMINERS, PREPOSITIONS, Token

# services of which each Land runs its own, called by the service's name and the Land's
LAND_BY_LAND = frozenset(
    (
        "verwaltungsportal",
        "nutzerkonto",
        "organisationskonto",
        "portalverbund",
        "open-data-portal",
        "bildungscloud",
        "verwaltungscloud",
        "cloud",
        "verwaltungsnetz",
    )
)
_TOWN_BY_TOWN = frozenset(("verwaltungsportal", "nutzerkonto", "open-data-portal"))
_WITH_ADJECTIVE = frozenset(
    ("verwaltungsportal", "nutzerkonto", "bildungscloud", "verwaltungsnetz", "rechenzentrum")
)
_FEMININE = re.compile(r"(?:cloud|plattform)$", re.I)
_DEFINITE = frozenset(
    """der die das des dem den am im vom zum zur beim ans ins unser unserem unsere unseres dieses diesem diese
    dieser""".split()
)
# a name of one word that is no common noun: DatenAdler, openR@thaus, F13
_COINED = r"(?=\w*[a-zäöü][A-Z]|[A-Z]\d)[\w@.]{3,25}"
_NAMED = re.compile(
    rf"\s+(?:„(?P<quoted>(?=[^a-zäöüß]|[^“\s]+“)[^“„]{{3,40}})“|(?P<coined>{_COINED})(?![\w-]))"
)
_PRODUCTS = frozenset(("ratsinformationssystem", "eakte", "e-akte", "formularserver"))
"""Services whose name in quotes is a product's, bought by many: *das Ratsinformationssystem „Session“*."""
_ADJECTIVE = re.compile(r"[a-zäöüß]+(?:e|en|er|es|em)")
_NUMERALS = re.compile(
    r"\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|zwanzig|dreißig|vierzig|fünfzig|sechzig"
)
_BACK_HEADS = {"deutschland-stack": "Stack", "datenschutzcockpit": "Cockpit", "eudi-wallet": "Wallet"}
_ONLY_DEFINITE = {"verwaltungsportal": "Portal", "open-data-portal": "Portal", "basisdienst": "Plattform"}

_FOLDED_HEADS = frozenset(fold(word) for word in _ONLY_DEFINITE.values())


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """A service named at ``text[start:end]``; ``first`` is its first token, -1 for a phrase."""

    start: int
    end: int
    name: str
    key: str
    rule: str
    first: int = 0


def instance(tokens: Sequence[Token], hit: ServiceHit, last: int) -> ServiceHit | None:
    """Return one Land's or town's service: *Servicekonto Hessen*; *Nutzerkonto (Bund)* is no name.

    :param last: the token behind the service's general name
    """
    if hit.key in LAND_BY_LAND:
        place = place_behind(tokens, last)
        if place is not None and place[2] and tokens[last].text != "(":
            named = tokens[place[1] - 1]
            if place[0] != FEDERATION or named.text == "Bund":
                return replace(hit, end=named.end, name=f"{hit.name} {named.text}", rule="service.instance")
    if hit.key in _TOWN_BY_TOWN and last < len(tokens):
        town = tokens[last]
        known = town.text in TOWNS or is_place(town.text)
        if known and state_of_word(town.text) is None and town.start == tokens[last - 1].end + 1:
            return replace(hit, end=town.end, name=f"{hit.name} {town.text}", rule="service.instance")
    return _with_adjective(tokens, hit)


def _with_adjective(tokens: Sequence[Token], hit: ServiceHit) -> ServiceHit | None:
    """Return *Thüringer Verwaltungsportal*, *Bayerisches Behördennetz*: written with a capital it is a name."""
    before = place_before(tokens, hit.first) if hit.key in _WITH_ADJECTIVE and hit.first > 0 else None
    if before is None or before[0] == FEDERATION:
        return None
    adjective = tokens[before[1]]
    if not adjective.text[0].isupper() or adjective.lower.endswith(("s", "ns")):
        return None
    name = adjective.text
    if not re.search(r"(?:inger|iner|mer|ger)$", name):
        name = re.sub(r"e[nrsm]?$", "", name) + ("e" if _FEMININE.search(hit.name) else "es")
    return replace(
        hit, start=adjective.start, first=before[1], name=f"{name} {hit.name}", rule="service.instance"
    )


def has_attribute(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> bool:
    """Whether an adjective or a number says which data centres are meant; *im Rechenzentrum* is just a place."""
    if match.last - match.first > 1 or match.part or match.first == 0:
        # *beim Kommunalen Rechenzentrum Saale-Ilm* is a body
        capital = (
            match.first > 0 and tokens[match.first].text[0].isupper() and tokens[match.first - 1].is_word
        )
        return match.last - match.first > 1 and not (
            capital and tokens[match.last - 1].lower.endswith("trum")
        )
    if tokens[match.first].lower.startswith(("landes", "kreis", "verbund", "rechenzentrums")):
        return True
    before = tokens[match.first - 1]
    following = tokens[match.last].lower if match.last < len(tokens) else ""
    singular = tokens[match.first].lower.endswith("zentrum")
    if before.text[0].isupper() and match.first > 1 and tokens[match.first - 2].lower in _DEFINITE:
        return False  # *das Kommunale Rechenzentrum* is a body
    if before.lower in ("ein", "einem", "eines") or (singular and following in ("in", "des", "der")):
        return True
    if before.lower in _DEFINITE or before.lower in DETERMINERS or before.lower in PREPOSITIONS:
        return False
    return _ADJECTIVE.fullmatch(before.lower) is not None or _NUMERALS.fullmatch(before.lower) is not None


def of_a_land(token: Token, hit: ServiceHit) -> ServiceHit | None:
    """Return one Land's service whose name is one word with the Land's: *MV-Nutzerkonto*, *NRW-Serviceportal*."""
    prefix, _, rest = token.text.partition("-")
    if hit.key not in LAND_BY_LAND or state_of_word(prefix) is None or fold(rest) != fold(hit.name):
        return None
    name = f"{prefix}-{hit.name}"
    return replace(hit, start=token.start, end=token.end, name=name, rule="service.instance")


def own_name(text: str, hit: ServiceHit) -> ServiceHit:
    """Return ``hit`` by the name that follows the general word: *die Plattform „Mitreden“*."""
    if hit.first < 0 or hit.rule in ("service.part", "service.phrase", "service.number"):
        return hit
    if hit.key in _PRODUCTS:
        return hit
    match = _NAMED.match(text, hit.end)
    if match is None:
        return hit
    return replace(hit, end=match.end(), name=match["quoted"] or match["coined"], rule="service.instance")


def back_words(hits: Iterable[ServiceHit]) -> dict[str, tuple[str, str]]:
    """Return by what words a document can call the services that it names: folded word → (name, key).

    After *das Service-Portal Berlin*, *das Service-Portal* and *das Portal* mean the same; *der Stack* is the
    Deutschland-Stack.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for hit in hits:
        meant = (hit.name, hit.key)
        if hit.rule == "service.instance":
            for head in heads_of(hit.name):
                found.setdefault(fold(head), set()).add(meant)
        for heads in (_BACK_HEADS, _ONLY_DEFINITE):
            if hit.key in heads:
                found.setdefault(fold(heads[hit.key]), set()).add(meant)
    return {head: next(iter(names)) for head, names in found.items() if len(names) == 1}


def refers_back(tokens: Sequence[Token], i: int) -> bool:
    """Whether the general word at ``i`` can mean a service named before: *des Portals*, not *ein Portal*."""
    if fold(tokens[i].text) not in _FOLDED_HEADS:
        return True
    return i > 0 and tokens[i - 1].lower in _DEFINITE


def same_instance(
    tokens: Sequence[Token], hit: ServiceHit, back: Mapping[str, tuple[str, str]]
) -> ServiceHit:
    """Return the document's one instance where only the general name stands: *3 Servicekonto*."""
    if hit.rule not in ("service.name", "service.back") or hit.first < 0:
        return hit
    token = tokens[hit.first]
    meant = back.get(fold(token.text))
    if meant is None or meant[1] != hit.key or token.end != hit.end:
        return hit
    return replace(hit, name=meant[0], rule="service.back")

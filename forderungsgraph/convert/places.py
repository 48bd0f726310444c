"""Länder and the Federation beside a name: *des Bundes*, *Thüringer …*, *… Schleswig-Holstein*, *….NRW*."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from .states import STATE_ADJECTIVES, STATE_NAMES
from .tokens import Token

FEDERATION: Final = "de"

_SHORT: Final = {
    "nrw": "nw",
    "sh": "sh",
    "lsa": "st",
    "m-v": "mv",
    "mv": "mv",
    "rlp": "rp",
    "bw": "bw",
    "bln": "be",
}
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {name.lower(): key for key, name in STATE_NAMES.items()}
    | {f"{name.lower()}s": key for key, name in STATE_NAMES.items() if not name.endswith("n-Westfalen")}
    | {"saarlandes": "sl", "saar": "sl"}
)
_ADJECTIVES: Final[tuple[tuple[str, str], ...]] = (
    *((stem, key) for key, stem in STATE_ADJECTIVES.items() if not stem.endswith("er")),
    ("sachsen-anhaltinisch", "st"),
    ("thüringisch", "th"),
    ("berlinisch", "be"),
)
_TOWNS: Final = {
    "thüringer": "th",
    "berliner": "be",
    "bremer": "hb",
    "hamburger": "hh",
    "brandenburger": "bb",
}
# large towns whose names do not look like one (*Wolfsburg*, *Mannheim* do)
TOWNS: Final = frozenset(
    """Aachen Bielefeld Bochum Bonn Bottrop Braunschweig Bremerhaven Celle Chemnitz Cottbus Cuxhaven Darmstadt Dortmund
    Dresden Duisburg Düren Düsseldorf Emden Erfurt Erlangen Essen Esslingen Fürth Gelsenkirchen Gera Gießen Görlitz
    Göttingen Gütersloh Hagen Halle Hameln Hamm Hanau Hannover Heilbronn Herne Iserlohn Jena Kaiserslautern Karlsruhe
    Kassel Kiel Koblenz Konstanz Krefeld Köln Leipzig Leverkusen Lübeck Lüneburg Lünen Ludwigshafen Mainz Marl Minden
    Moers Mönchengladbach München Neuss Oberhausen Offenbach Oldenburg Osnabrück Paderborn Passau Plauen Potsdam
    Ratingen Remscheid Reutlingen Rosenheim Rostock Saarbrücken Salzgitter Schwerin Siegen Solingen Stuttgart Trier
    Tübingen Ulm Unna Velbert Viersen Wesel Wiesbaden Witten Worms Wuppertal Zwickau""".split()
)
_ARTICLES: Final = frozenset(("des", "der", "für", "das", "von", "im", "in", "den"))
_STATES: Final = frozenset(
    (
        "land",
        "landes",
        "lande",
        "freistaat",
        "freistaates",
        "freistaats",
        "bundesland",
        "bundeslandes",
        "freien",
        "und",
        "hansestadt",
        "stadt",
    )
)


def state_of_word(word: str) -> str | None:
    """Return the Land that ``word`` names: ``Hessen``, ``Hessens``, ``NRW``."""
    lower = word.lower()
    return _NAMES.get(lower) or (_SHORT.get(lower) if word[0].isupper() else None)


def state_of_adjective(word: str) -> str | None:
    """Return the Land of an adjective: ``niedersächsischen``, ``Thüringer``."""
    lower = word.lower()
    if lower in _TOWNS:
        return _TOWNS[lower] if word[0].isupper() else None
    for stem, key in _ADJECTIVES:
        if lower.startswith(stem) and re.fullmatch(r"e?[nrsm]?", lower[len(stem) :]):
            return key
    return None


def place_behind(tokens: Sequence[Token], position: int) -> tuple[str, int, bool] | None:
    """Return the territory named from ``position`` on, the end, and whether it stands directly there.

    *E-Government-Gesetz **Sachsen-Anhalt*** is direct, *… **des Landes Hessen*** is not.
    """
    i = position
    if i < len(tokens) and tokens[i].text == "(":
        i += 1
    if i >= len(tokens):
        return None
    key = state_of_word(tokens[i].text)
    if key is not None:
        return key, i + 1, True
    lower = tokens[i].lower
    if lower == "bund":
        return FEDERATION, i + 1, True
    if lower not in _ARTICLES:
        return None
    following = [token.lower for token in tokens[i + 1 : i + 2]]
    if lower == "des" and following == ["bundes"]:
        return FEDERATION, i + 2, False
    for j in range(i + 1, min(i + 7, len(tokens))):
        key = state_of_word(tokens[j].text)
        if key is not None:
            return key, j + 1, False
        if tokens[j].lower not in _STATES and tokens[j].lower not in _ARTICLES:
            return None
    return None


def place_before(tokens: Sequence[Token], position: int) -> tuple[str, int] | None:
    """Return the territory of the adjective or genitive before ``position``, and where that word is."""
    if position == 0:
        return None
    word = tokens[position - 1].text
    key = state_of_adjective(word)
    if key is None and word.endswith("s") and word[0].isupper():
        key = _NAMES.get(word.lower())
    return (key, position - 1) if key is not None else None

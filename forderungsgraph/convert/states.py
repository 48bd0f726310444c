"""The Länder: names, how texts speak of them, and the names of their bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from .regions import REGIONS

STATE_NAMES: Mapping[str, str] = {
    "bw": "Baden-Württemberg", "by": "Bayern", "be": "Berlin", "bb": "Brandenburg", "hb": "Bremen",
    "hh": "Hamburg", "he": "Hessen", "mv": "Mecklenburg-Vorpommern", "ni": "Niedersachsen",
    "nw": "Nordrhein-Westfalen", "rp": "Rheinland-Pfalz", "sl": "Saarland", "sn": "Sachsen",
    "st": "Sachsen-Anhalt", "sh": "Schleswig-Holstein", "th": "Thüringen",
}  # fmt: skip


STATE_ADJECTIVES: Mapping[str, str] = {
    "bw": "baden-württembergisch", "by": "bayerisch", "be": "berliner", "bb": "brandenburgisch",
    "hb": "bremisch", "hh": "hamburgisch", "he": "hessisch", "mv": "mecklenburg-vorpommersch",
    "ni": "niedersächsisch", "nw": "nordrhein-westfälisch", "rp": "rheinland-pfälzisch",
    "sl": "saarländisch", "sn": "sächsisch", "st": "sachsen-anhaltisch", "sh": "schleswig-holsteinisch",
    "th": "thüringer",
}  # fmt: skip


_STATE_PATTERNS = {
    "nw": r"Nordrhein-Westfalen|nordrhein-westfälische\w*|NRW|rheinische[nrms]?\b",
    "st": r"Sachsen-Anhalts?|sachsen-anhaltische\w*|sachsen-anhaltinische\w*",
    "ni": r"Niedersachsens?|niedersächsische\w*",
    "sn": r"(?<!Nieder)(?<!nieder)Sachsens?(?!-Anhalt)|(?<!nieder)sächsische\w*|Sächs[A-Z]\w+",
    "bw": r"Baden-Württembergs?|baden-württembergische\w*",
    "by": r"Bayerns?|bayerische\w*|Bay(?!ern)[A-Z]\w+",
    "be": r"Berlins?|Berliner\b",
    "bb": r"Brandenburgs?|brandenburgische\w*|märkische\w*|Bbg[A-Z]\w+",
    "hb": r"Bremens?|[Bb]remische\w*|Bremer\b|Bürgerschaft \(Landtag\)|Brem[A-Z]\w+",
    "hh": r"Hamburgs?|Hamburger\b|hamburgische\w*|Hmb[A-Z]\w+",
    "he": r"Hessens?|hessische\w*",
    "mv": r"Mecklenburg-Vor-? ?pommerns?|mecklenburg-vorpommersche\w*",
    "rp": r"Rheinland-Pfalz|rheinland-pfälzische\w*",
    "sl": r"Saarlandes|Saarlands?|saarländische\w*",
    "sh": r"Schleswig-Holsteins?|schleswig-holsteinische\w*",
    "th": r"Thüringens?|[Tt]hüringer\b|[Tt]hüringische\w*|Thür[A-Z]\w+",
}


_STATE_REGEX = {key: re.compile(rf"(?<![\w-])(?:{pattern})", re.I if key not in ("be", "hb", "hh") else 0)
                for key, pattern in _STATE_PATTERNS.items()}  # fmt: skip


_BERLIN = re.compile(
    r"Abgeordnetenhaus|Berliner (?:Senat|Bezirk|Verwaltung|Landesr)|Senat von Berlin|Land(?:es)? Berlin|Bezirksamt"
)
_FEDERAL = re.compile(
    r"\b(?:Bundes(?:regierung|tag|rat|minist\w+|kanzler\w*|kabinett|ebene|gesetz\w*)|Bund(?:es)?|BMI|BMDS|Digitalminister(?:ium|iums|s)?|Ampel\w*|"
    r"bundesweit\w*)\b"
)
_FREE_STATES = frozenset({"by", "sn", "th"})


CITY_STATES = frozenset({"be", "hb", "hh"})


def state_of(text: str, head: str = "", issuer: str = "") -> str | None:
    """Return the key of the Land that ``text`` is about, by mentions; those in ``head`` count more.

    Where several Länder are named alike, towns and regions of one of them decide; where none is named,
    the region in the name of the issuer.
    """
    counts: Counter[str] = Counter()
    for key, regex in _STATE_REGEX.items():
        weight = len(regex.findall(text)) + 3 * len(regex.findall(head))
        if key == "be":
            # the capital is named in many texts that are not about the Land
            weight = weight // 3 + len(_BERLIN.findall(text))
        if weight:
            counts[key] = weight
    capital = len(_STATE_REGEX["be"].findall(text))
    if (
        counts["be"]
        and not _BERLIN.search(text)
        and len(_FEDERAL.findall(text)) >= min(counts["be"], capital - 1)
    ):
        del counts["be"]  # where federal associations have their seat
    placed = Counter({key: len(set(regex.findall(text))) for key, regex in REGIONS.items()})
    written = _written_in(text)
    if written is not None:
        counts[written] += DATELINE
    local = _clear(+placed)
    if (
        local is not None
        and placed[local] >= PLACES_SHOWN
        and not any(placed[key] for key in counts if key != local)
    ):
        return local
    clear = _clear(counts)
    if clear is not None:
        return clear
    issued = +Counter({key: len(regex.findall(issuer)) for key, regex in REGIONS.items()})
    if not counts:
        addressed = Counter({key: len(regex.findall(head)) for key, regex in REGIONS.items()})
        return _clear(issued) or _clear(+addressed) or _alone(+placed, text)
    most = max(counts.values())
    near = {key for key, weight in counts.items() if 2 * weight >= most}
    shown = +Counter({key: placed[key] for key in near})
    told = _clear(Counter({key: issued[key] for key in near if issued[key]}))
    alone = next(iter(shown)) if len(shown) == 1 and shown.total() > 1 else None
    return told or (alone if len(near - CITY_STATES) < MANY else None)


_LAND = re.compile(
    r"\b(?:das|dem|des|vom|beim|im) Land(?:e?s)?\b|\b(?:Landesregierung|Staatsregierung|Landtag|landesweit\w*)\b"
)


def _alone(placed: Counter[str], text: str) -> str | None:
    """Return the only Land of which a text names towns, where it speaks of *das Land*."""
    return next(iter(placed)) if len(placed) == 1 and _LAND.search(text) else None


DATELINE = 3
"""So many mentions of a Land a dateline is worth: *Hannover. Die Fraktion …*"""
PLACES_SHOWN = 4
"""So many towns and regions of one Land, and none of another, show it even where it is never named."""
MANY = 4
"""From this many Länder named alike on, a text is about all of them."""


_DATELINE = re.compile(
    r"^\W*(?P<place>[A-ZÄÖÜ][a-zäöüß]+(?:[ -][A-ZÄÖÜ][a-zäöüß]+)?)"
    r"(?: \([\w/ -]{1,12}\))?(?:\.| [–-]|,? (?:den )?\d{1,2}\. ?(?:\d{1,2}\.|[A-ZÄÖÜ]\w+) ?\d{4}\.?(?: [–-])?)\s+(?=[A-ZÄÖÜ„])",
    re.M,
)


def _written_in(text: str) -> str | None:
    """Return the Land of the town that stands before the first sentence of a report."""
    match = _DATELINE.search(text[:3000])
    if match is None:
        return None
    return next((key for key, regex in REGIONS.items() if regex.fullmatch(match["place"])), None)


def _clear(counts: Counter[str]) -> str | None:
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < 1.5 * ranked[1][1]):
        return None
    return ranked[0][0]


def land_name(state: str | None) -> str:
    """Return the name of the Land as a body: ``Land Hessen``, ``Freistaat Sachsen``."""
    if state is None:
        return "Land"
    name = STATE_NAMES[state]
    if state == "sl":
        return "Saarland"
    return f"{'Freistaat' if state in _FREE_STATES else 'Land'} {name}"


def government_name(state: str | None) -> str:
    """Return the name of the Land's government: ``Landesregierung Hessen``, ``Senat von Berlin``."""
    if state is None:
        return "Landesregierung"
    special = {
        "be": "Senat von Berlin",
        "hh": "Senat der Freien und Hansestadt Hamburg",
        "hb": "Senat der Freien Hansestadt Bremen",
        "by": "Bayerische Staatsregierung",
        "sn": "Sächsische Staatsregierung",
        "ni": "Niedersächsische Landesregierung",
        "he": "Hessische Landesregierung",
        "th": "Thüringer Landesregierung",
    }
    return special.get(state, f"Landesregierung {STATE_NAMES[state]}")


def parliament_name(state: str | None) -> str:
    """Return the name of the Land's parliament."""
    special = {
        None: "Landtag",
        "be": "Abgeordnetenhaus von Berlin",
        "hh": "Hamburgische Bürgerschaft",
        "hb": "Bremische Bürgerschaft",
        "ni": "Niedersächsischer Landtag",
        "by": "Bayerischer Landtag",
        "sn": "Sächsischer Landtag",
        "he": "Hessischer Landtag",
        "th": "Thüringer Landtag",
        "sh": "Schleswig-Holsteinischer Landtag",
    }
    return special[state] if state in special else f"Landtag {STATE_NAMES[state or '']}"


CAPITALS: Mapping[str, str] = {
    "bw": "Stuttgart", "by": "München", "bb": "Potsdam", "he": "Wiesbaden", "mv": "Schwerin", "ni": "Hannover",
    "nw": "Düsseldorf", "rp": "Mainz", "sl": "Saarbrücken", "sn": "Dresden", "st": "Magdeburg", "sh": "Kiel", "th": "Erfurt",
}  # fmt: skip
"""Seats of government, by which texts call the Land's government."""
SEATS: Mapping[str, str] = {capital: key for key, capital in CAPITALS.items()}
"""Länder by their seats of government."""

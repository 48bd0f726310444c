"""Amounts of money: *500 Mio. Euro*, *1,5 Milliarden Euro*, *drei Euro je Kopf*, *10 000 €*."""

from __future__ import annotations

import re
from decimal import Decimal

from forderungsgraph.model import Money

from .normalise import MappedText

_WORDS = {
    "ein": "1",
    "eine": "1",
    "einen": "1",
    "einem": "1",
    "einer": "1",
    "zwei": "2",
    "drei": "3",
    "vier": "4",
    "fünf": "5",
    "sechs": "6",
    "sieben": "7",
    "acht": "8",
    "neun": "9",
    "zehn": "10",
    "elf": "11",
    "zwölf": "12",
    "fünfzehn": "15",
    "zwanzig": "20",
    "dreißig": "30",
    "vierzig": "40",
    "fünfzig": "50",
    "hundert": "100",
    "einhundert": "100",
    "zweihundert": "200",
    "dreihundert": "300",
    "fünfhundert": "500",
    "tausend": "1000",
    "zehntausend": "10000",
    "hunderttausend": "100000",
    "halbe": "0.5",
    "halben": "0.5",
    "anderthalb": "1.5",
    "eineinhalb": "1.5",
    "zweieinhalb": "2.5",
    "dreieinhalb": "3.5",
}
_FIGURE = (
    r"[0-9]{1,3}(?:[. ’'][0-9]{3}){1,3}(?:,[0-9]{1,2})?(?![0-9])|[0-9]{1,12}(?:[.,][0-9]{1,2})?(?![0-9])"
)
_NUMBER = rf"(?:{_FIGURE}|(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![\w]))"
_SCALES = (("mrd", 9), ("milliard", 9), ("mio", 6), ("million", 6), ("tsd", 3), ("tausend", 3), ("t", 3))
_SCALE = r"(?:Mrd\.?|Milliarden?|Mio\.?|Millionen|Million|Tsd\.?|Tausend|tausend|T(?=EUR|€))"
_CURRENCIES = {
    "euro": "EUR",
    "eur": "EUR",
    "€": "EUR",
    "cent": "EUR",
    "dm": "DEM",
    "mark": "DEM",
    "dollar": "USD",
    "us-dollar": "USD",
    "franken": "CHF",
    "chf": "CHF",
}
_CURRENCY = r"(?:Euro|EUR|€|Cent|DM|D-Mark|US-Dollar|Dollar|Franken|CHF)"
_BEHIND = re.compile(
    rf"(?<![\w.,§-])(?:(?P<low>{_NUMBER})\s+(?P<lowscale>{_SCALE}\s+)?(?:bis|und|–|-)\s+)?"
    rf"(?P<number>{_NUMBER})(?:,[-–—]{{1,2}})?"
    rf"[\s-]*(?P<scale>{_SCALE})?[\s-]*(?P<currency>{_CURRENCY})(?![a-zäöüß])",
)
_BEFORE = re.compile(rf"(?<!\w)(?P<currency>EUR|€)\s?(?P<number>{_FIGURE})(?:\s?(?P<scale>{_SCALE}))?(?!\w)")


def amounts(text: MappedText) -> tuple[Money, ...]:
    """Return the amounts in ``text`` in order; a range (*6.000 bis 9.000 Euro*) gives both its ends."""
    found: list[Money] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_BEHIND, _BEFORE):
        for match in pattern.finditer(text.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.extend(_money(text, match))
    return tuple(sorted(found, key=lambda money: (money.span, money.value)))


def _money(text: MappedText, match: re.Match[str]) -> list[Money]:
    groups = match.groupdict()
    word = match["currency"].lower()
    factor = Decimal(10) ** _exponent(match["scale"]) * (Decimal("0.01") if word == "cent" else 1)
    currency = _CURRENCIES.get(word, "DEM" if "mark" in word else "EUR")
    start, end = match.span()
    low, numbers = groups.get("low"), [(match["number"], factor)]
    if low is not None:
        joint = text.text[match.end("low") : match.start("number")]
        if "und" in joint and not text.text[:start].rstrip().endswith(("zwischen", "Zwischen")):
            # *§ 3 und 12 Euro*: what stands before *und* is something else
            start = match.start("number")
        else:
            scale = groups.get("lowscale")
            numbers.insert(0, (low, Decimal(10) ** _exponent(scale) if scale else factor))
    written, span = text.text[start:end], text.span(start, end)
    return [Money(written, _value(number, scale), currency, span) for number, scale in numbers]


def _exponent(scale: str | None) -> int:
    if scale is None:
        return 0
    lower = scale.strip().lower()
    return next(exponent for name, exponent in _SCALES if lower.startswith(name))


def _value(number: str, factor: Decimal) -> Decimal:
    """Return the number that German figures or words mean: ``1.500,5`` → 1500.5, ``1.5`` → 1.5."""
    plain = _WORDS.get(number.lower())
    if plain is None:
        plain = re.sub(r"[. ’'](?=[0-9]{3}(?![0-9]))", "", number).replace(",", ".")
    value = Decimal(plain) * factor
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()

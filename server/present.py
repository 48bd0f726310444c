"""Terms as people read them: names instead of IRIs; dates and numbers as the language of the page writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from forderungsgraph.convert.rules import shipped_rules
from forderungsgraph.iri import PREFIXES
from forderungsgraph.store import Blank, Iri, Literal, Term
from forderungsgraph.store.values import XSD

from .labels import Labels
from .languages import Language, at, either, language, say
from .links import Links

_MONTHS: Final = {
    Language.GERMAN: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    Language.ENGLISH: "January February March April May June July August September October November December".split(),
}
_LOCAL: Final = re.compile(r"[A-Za-z_][\w-]*")
NUMBERS: Final = frozenset(
    f"{XSD}{name}" for name in ("integer", "nonNegativeInteger", "decimal", "double", "float")
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value on a page.

    :param href: where it links to
    :param title: the IRI behind a name
    :param lang: language of the text, where it is not the page's
    :param short: a date in few signs, for tables
    """

    text: str
    href: str | None = None
    title: str | None = None
    lang: str | None = None
    external: bool = False
    numeric: bool = False
    short: str | None = None


class Level(StrEnum):
    """How sure the extraction is, in three steps; the value is the name of the badge's look."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


def cell(labels: Labels, links: Links, term: Term | None) -> Cell:
    """Return a term as a page shows it; an unbound one is empty."""
    if term is None:
        return Cell("")
    if isinstance(term, Iri):
        return _linked(labels, links, term.value)
    if isinstance(term, Blank):
        return Cell(f"_:{term.value}")
    lang = term.language if term.language not in (None, str(language())) else None
    short = short_day(term.value) if term.datatype == f"{XSD}date" else None
    return Cell(literal(term), lang=lang, numeric=term.datatype in NUMBERS, short=short)


def _linked(labels: Labels, links: Links, iri: str) -> Cell:
    href = links.href(iri)
    external = href == iri
    text = labels.name(iri) if not external or iri in labels.names else shortened(iri)
    return Cell(
        text if href else iri,
        at(href) if href else None,
        iri,
        lang=labels.foreign.get(iri) if href else None,
        external=external,
    )


def shortened(iri: str) -> str:
    """Return an IRI of a vocabulary with its usual prefix, any other as it is."""
    for prefix, start in PREFIXES.items():
        local = iri.removeprefix(start)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return iri


def literal(term: Literal) -> str:
    """Return a literal as the page's language writes it; what is not understood stays as it is."""
    kind = term.datatype.removeprefix(XSD)
    if kind == "boolean":
        return {"true": say("ja"), "false": say("nein")}.get(term.value, term.value)
    if kind == "decimal":
        return _decimal(term.value)
    if kind == "date":
        return day(term.value)
    if kind == "gYearMonth":
        year, _, month = term.value.partition("-")
        if month.isdigit() and 1 <= int(month) <= 12:
            return f"{_MONTHS[language()][int(month) - 1]} {year}"
    return term.value


def day(value: str) -> str:
    """Return an ISO date as ``25. September 2019`` or ``25 September 2019``."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return value
    dot = "." if language() is Language.GERMAN else ""
    return f"{found.day}{dot} {_MONTHS[language()][found.month - 1]} {found.year}"


def short_day(value: str) -> str:
    """Return an ISO date, month or year in few signs: ``25.09.2019``; in English as it is."""
    # in English the order of day and month is ambiguous, the ISO date is not
    return ".".join(reversed(value.split("-"))) if language() is Language.GERMAN else value


def _decimal(value: str) -> str:
    return value.replace(".", ",") if language() is Language.GERMAN else value


def number(value: int) -> str:
    """Return a whole number with the thousands marks of the page's language."""
    mark = "." if language() is Language.GERMAN else ","
    return f"{value:,}".replace(",", mark)


def initial(text: str) -> str:
    """Return a text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def share(part: int, whole: int) -> str:
    """Return a share with its denominator (``3 von 12, 25 %``); of nothing there is no percentage."""
    among = say("von")
    if not whole:
        return f"{number(part)} {among} {number(whole)}"
    blank = "\N{NO-BREAK SPACE}" if language() is Language.GERMAN else ""
    return f"{number(part)} {among} {number(whole)}, {100 * part / whole:.0f}{blank}%"


def confidence(value: str | float) -> tuple[Level, str]:
    """Return level and text of a confidence from 0 to 1 (the rules' own thresholds: 0.9 and 0.7)."""
    found = float(value)
    level = Level.HIGH if found >= 0.9 else Level.MIDDLE if found >= 0.7 else Level.LOW
    return level, _decimal(f"{found:.2f}")


def size(count: int) -> str:
    """Return a number of bytes, with one decimal from kilobytes on."""
    value, unit = float(count), "Bytes"
    for larger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{count} Bytes" if unit == "Bytes" else f"{_decimal(f'{value:.1f}')} {unit}"


def why(rule: str) -> str:
    """Return why there is a rule of the converter; "" for one that this version does not know."""
    return "; ".join(either(part.reason, part.reason_en) for part in shipped_rules().explaining(rule))

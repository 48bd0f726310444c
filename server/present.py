"""Terms as people read them: names instead of IRIs, German dates and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from forderungsgraph.convert.rules import shipped_rules
from forderungsgraph.iri import PREFIXES
from forderungsgraph.store import Blank, Iri, Literal, Term
from forderungsgraph.store.values import XSD

from .labels import Labels
from .links import Links

_MONTHS: Final = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_LOCAL: Final = re.compile(r"[A-Za-z_][\w-]*")
_NUMBERS: Final = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One value on a page.

    :param href: where it links to
    :param title: the IRI behind a name
    :param lang: language of the text, where it is not German
    :param short: a date in few signs, for tables
    """

    text: str
    href: str | None = None
    title: str | None = None
    lang: str | None = None
    external: bool = False
    numeric: bool = False
    short: str | None = None


def cell(labels: Labels, links: Links, term: Term | None) -> Cell:
    """Return a term as a page shows it; an unbound one is empty."""
    if term is None:
        return Cell("")
    if isinstance(term, Iri):
        href = links.href(term.value)
        external = href == term.value
        text = (
            labels.name(term.value) if not external or term.value in labels.names else shortened(term.value)
        )
        return Cell(text if href else term.value, href, term.value, external=external)
    if isinstance(term, Blank):
        return Cell(f"_:{term.value}")
    lang = term.language if term.language not in (None, "de") else None
    short = ".".join(reversed(term.value.split("-"))) if term.datatype == f"{XSD}date" else None
    return Cell(literal(term), lang=lang, numeric=term.datatype in _NUMBERS, short=short)


def shortened(iri: str) -> str:
    """Return an IRI of a vocabulary with its usual prefix, any other as it is."""
    for prefix, start in PREFIXES.items():
        local = iri.removeprefix(start)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return iri


def literal(term: Literal) -> str:
    """Return a literal in German notation; what is not understood stays as it is."""
    kind = term.datatype.removeprefix(XSD)
    if kind == "boolean":
        return {"true": "ja", "false": "nein"}.get(term.value, term.value)
    if kind == "decimal":
        return term.value.replace(".", ",")
    if kind == "date":
        return day(term.value)
    if kind == "gYearMonth":
        year, _, month = term.value.partition("-")
        return (
            f"{_MONTHS[int(month) - 1]} {year}" if month.isdigit() and 1 <= int(month) <= 12 else term.value
        )
    return term.value


def day(value: str) -> str:
    """Return an ISO date as ``25. September 2019``."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{found.day}. {_MONTHS[found.month - 1]} {found.year}"


def number(value: int) -> str:
    """Return a whole number with German thousands marks."""
    return f"{value:,}".replace(",", ".")


def size(count: int) -> str:
    """Return a number of bytes in German notation, with one decimal from kilobytes on."""
    value, unit = float(count), "Bytes"
    for larger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{count} Bytes" if unit == "Bytes" else f"{value:.1f} {unit}".replace(".", ",")


def why(rule: str) -> str:
    """Return why there is a rule of the converter; "" for one that this version does not know."""
    return "; ".join(part.reason for part in shipped_rules().explaining(rule))

"""Demands counted by year and by what became of them: the numbers of the search, each with its hits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from forderungsgraph.search import FacetValue, Hits
from forderungsgraph.search.ask import filters_of

from ..drawing.bars import Amount, columns, whole
from ..languages import at, language, say
from ..search import search
from .demands import LOOKS

_ORDER: Final = ("met", "partly", "open", "rejected", "unknown", "none")
_MOST_YEARS: Final = 40
Address = Callable[[str], str | None]


def hits_of(parameter: str, value: str) -> Hits:
    """Return the demands that a facet names, with the counts of all facets; without a name all demands."""
    return search().find("", filters_of([(parameter, value)] if parameter else []), size=1)


def searched(parameter: str, value: str, facet: str) -> Address:
    """Return a function that gives the address of the hits which also have a value of ``facet``."""
    kept = [(parameter, value)] if parameter else []
    return lambda each: at(f"/suche?{urlencode([*kept, (facet, each)])}")


def by_year(hits: Hits, address: Address) -> list[Amount]:
    """Return the number of each year from the first to the last one, and of what has no date.

    Years without any are left out where the first is far from the last.
    """
    counts = {value.value: value.count for value in hits.facet("year").values}
    years = sorted(int(year) for year in counts if year.isdigit())
    found = []
    filled = years[-1] - years[0] < _MOST_YEARS if years else False
    for year in range(years[0], years[-1] + 1) if filled else years:
        count = counts.get(str(year), 0)
        found.append(Amount(str(year), count, address(str(year)) if count else None))
    if counts.get("none"):
        found.append(Amount(say("ohne Datum"), counts["none"], address("none"), "s6"))
    return found


def by_outcome(hits: Hits, address: Address) -> list[Amount]:
    """Return the number of each status that there is, those that nobody examined last."""
    values = {value.value: value for value in hits.facet("status").values}
    order = [key for key in _ORDER if key in values] + sorted(values.keys() - set(_ORDER))
    return [
        Amount(_name(values[key]), values[key].count, address(key), LOOKS.get(key, "unknown"))
        for key in order
    ]


def _name(value: FacetValue) -> str:
    # the vocabulary's word for what was sought and not found would sound like what nobody sought
    if value.value == "unknown":
        return say("gesucht, nichts gefunden")
    return value.label_en if language() == "en" and value.label_en else value.label


def drawn_years(key: str, amounts: Sequence[Amount]) -> Markup | None:
    """Draw numbers over years."""
    description = say("Je Jahr eine Säule mit ihrer Zahl; eine 0 ohne Säule heißt: gezählt, keine Forderung.")
    return columns(key, say("Forderungen nach dem Jahr des Dokuments"), description, amounts)


def drawn_outcomes(key: str, amounts: Sequence[Amount]) -> Markup | None:
    """Draw the parts that outcomes have of all demands."""
    description = say(
        "Ein Balken für alle Forderungen, geteilt nach ihrem Stand. Gestrichelt umrandet ist, was niemand geprüft hat."
    )
    return whole(key, say("Forderungen nach ihrem Stand"), description, amounts)

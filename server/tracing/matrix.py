"""``/matrix``: who demands how much about which law, basic service or topic; a real table with links.

The numbers come from the index of the search, so that each is the number of hits of its link.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.formats import Format
from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.search import Crossed, Facet, FacetValue
from forderungsgraph.search.ask import filters_of
from forderungsgraph.search.records import PARAMETERS

from ..answers import data_answer
from ..drawing.heat import shade, steps
from ..languages import either, language
from ..search import search
from ..site import site
from ..texts import FACETS, MATRIX

blueprint = Blueprint("matrix", __name__)
_ROWS: Final = ("verband", "adressat")
_COLUMNS: Final = ("gesetz", "dienst", "thema")
_FILTERS: Final = ("sprechakt", "jahr", "stand", "sicherheit")
_KINDS: Final = {
    "verband": "organisation",
    "adressat": "organisation",
    "gesetz": "law",
    "dienst": "service",
    "thema": "topic",
}
_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A count with the address of its demands; the shade grows with it, from 0."""

    number: int
    address: str
    shade: int


@dataclass(frozen=True, slots=True)
class Head:
    """A row or column: its name, short where there is an abbreviation, and where it leads."""

    name: str
    full: str
    page: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix; ``linked`` of its ``total`` demands stand in a column."""

    head: Head
    cells: tuple[Cell, ...]
    total: int
    linked: int
    address: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet that narrows the matrix, with its values and which one is chosen."""

    key: str
    title: str
    values: tuple[FacetValue, ...]
    chosen: str


def _asked() -> tuple[str, str, list[tuple[str, str]]]:
    """Return rows, columns and filters of the address; 400 where there are no such rows or columns."""
    rows, columns = request.args.get("zeilen", "verband"), request.args.get("spalten", "gesetz")
    if rows not in _ROWS or columns not in _COLUMNS:
        rows_known, columns_known = ", ".join(_ROWS), ", ".join(_COLUMNS)
        abort(
            400,
            either(
                f"Zeilen: {rows_known}; Spalten: {columns_known}.",
                f"Rows (zeilen): {rows_known}; columns (spalten): {columns_known}.",
            ),
        )
    return rows, columns, [(key, value) for key in _FILTERS if (value := request.args.get(key, ""))]


def _crossed(rows: str, columns: str, kept: list[tuple[str, str]], most: int | None) -> Crossed:
    return search().cross(
        PARAMETERS[rows],
        PARAMETERS[columns],
        filters_of(kept),
        # instances of services and what the register does not know by name are no columns
        wanted=lambda value: _iri(columns, value) is not None,
        most=most,
    )


@blueprint.get("/matrix.csv")
def export() -> Response:
    """Return the counts as CSV."""
    rows, columns, kept = _asked()
    crossed = _crossed(rows, columns, kept, None)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("row", "column", "number"))
    named = {
        (key, value.value): _iri(key, value.value) or value.value
        for key, values in ((rows, crossed.rows), (columns, crossed.columns))
        for value in values
    }
    writer.writerows(
        sorted(
            (named[rows, row], named[columns, column], number)
            for (row, column), number in crossed.counts.items()
        )
    )
    return data_answer(Format.CSV, text.getvalue().encode())


@blueprint.get("/matrix")
def matrix() -> str:
    """Show the matrix; the largest rows and columns first, at most sixty of each."""
    rows, columns, kept = _asked()
    crossed = _crossed(rows, columns, kept, _MOST)
    highest = max(crossed.counts.values(), default=0)
    address = urlencode([("zeilen", rows), ("spalten", columns), *kept])
    return render_template(
        "tracing/matrix.html",
        lines=[_line(crossed, row, rows, columns, kept, highest) for row in crossed.rows],
        heads=[_head(columns, value) for value in crossed.columns],
        steps=steps(highest),
        left_out=crossed.left_out,
        chosen=(rows, columns),
        choices=tuple([(key, MATRIX[key]) for key in keys] for keys in (_ROWS, _COLUMNS)),
        filters=_filters(kept),
        alternates=[(Format.CSV, f"/matrix.csv?{address}")],
    )


def _line(
    crossed: Crossed, row: FacetValue, rows: str, columns: str, kept: list[tuple[str, str]], highest: int
) -> Line:
    cells = []
    for column in crossed.columns:
        number = crossed.counts.get((row.value, column.value), 0)
        wanted = [(rows, row.value), (columns, column.value), *kept]
        cells.append(Cell(number, f"/suche?{urlencode(wanted)}", shade(number, highest)))
    whole = f"/suche?{urlencode([(rows, row.value), *kept])}"
    return Line(_head(rows, row), tuple(cells), row.count, crossed.linked[row.value], whole)


def _head(key: str, value: FacetValue) -> Head:
    iri = _iri(key, value.value)
    name = value.label_en if language() == "en" and value.label_en else value.label
    full = site().labels.name(iri) if iri else name
    return Head(name, full, site().links.page(iri) if iri else None)


def _iri(key: str, value: str) -> str | None:
    """Return the thing that a value of a facet names, None where the graph has no name for it."""
    found = (f"{base}id/{_KINDS[key]}/{value}" for base in (site().release.base, DEFAULT_BASE))
    return next((iri for iri in found if iri in site().labels.names), None)


def _filters(kept: list[tuple[str, str]]) -> list[Filter]:
    """Return what can narrow the matrix, each counted as if it were not chosen itself."""
    chosen = dict(kept)
    hits = search().find("", filters_of(kept), size=1)
    return [
        Filter(key, FACETS[key], _values(hits.facet(PARAMETERS[key])), chosen.get(key, ""))
        for key in _FILTERS
    ]


def _values(facet: Facet) -> tuple[FacetValue, ...]:
    return tuple(value for value in facet.values if value.count or value.chosen)

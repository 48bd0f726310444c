"""``/matrix``: who demands how much about which law, basic service or topic; a real table with links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.formats import Format

from ..answers import data_answer
from ..site import site
from ..texts import MATRIX
from .asking import PREFIXES, ask, key_of

blueprint = Blueprint("matrix", __name__)
_ROWS: Final = {"verband": "fg:demandedBy", "adressat": "fg:addressedTo"}
_COLUMNS: Final = {
    "gesetz": ("fg:concernsLaw", "?column a fg:Law ."),
    "dienst": ("fg:concernsService", "?column a fg:BasicService ."),
    "thema": ("fg:topic", ""),
}
_CELLS: Final = """
SELECT ?row ?column (COUNT(DISTINCT ?demand) AS ?number) WHERE {{
  ?demand a fg:Demand ; {across} ?row ; {down} ?column . {kind}
}} GROUP BY ?row ?column ORDER BY ?row ?column
"""
_TOTALS: Final = """
SELECT ?row (COUNT(DISTINCT ?demand) AS ?number) (COUNT(DISTINCT ?linked) AS ?with) WHERE {{
  ?demand a fg:Demand ; {across} ?row . OPTIONAL {{ ?demand {down} ?column . {kind} BIND(?demand AS ?linked) }}
}} GROUP BY ?row
"""
_SHADES: Final = 5
_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A count with the address of its demands; the shade grows with it, from 0."""

    number: int
    address: str
    shade: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix; ``linked`` of its ``total`` demands stand in a column."""

    iri: str
    cells: tuple[Cell, ...]
    total: int
    linked: int


def _chosen() -> tuple[str, str]:
    rows, columns = request.args.get("zeilen", "verband"), request.args.get("spalten", "gesetz")
    if rows not in _ROWS or columns not in _COLUMNS:
        abort(400, f"Zeilen: {', '.join(_ROWS)}; Spalten: {', '.join(_COLUMNS)}.")
    return rows, columns


def _query(text: str, rows: str, columns: str) -> str:
    down, kind = _COLUMNS[columns]
    return text.format(across=_ROWS[rows], down=down, kind=kind)


@blueprint.get("/matrix.csv")
def table() -> Response:
    """Return the counts as CSV."""
    return data_answer(Format.CSV, site().store.serialise(PREFIXES + _query(_CELLS, *_chosen()), Format.CSV))


@blueprint.get("/matrix")
def matrix() -> str:
    """Show the matrix; the largest rows and columns first, at most sixty of each."""
    rows, columns = _chosen()
    counts: dict[tuple[str, str], int] = {}
    for record in ask(_query(_CELLS, rows, columns)):
        if "row" in record:
            counts[record["row"].value, record["column"].value] = int(record["number"].value)
    totals = {
        record["row"].value: (int(record["number"].value), int(record["with"].value))
        for record in ask(_query(_TOTALS, rows, columns))
        if "row" in record
    }
    sums: dict[str, int] = {}
    for (_, column), number in counts.items():
        sums[column] = sums.get(column, 0) + number
    heads = sorted(sums, key=lambda iri: (-sums[iri], site().labels.name(iri)))
    order = sorted(totals, key=lambda iri: (-totals[iri][0], site().labels.name(iri)))
    highest = max(counts.values(), default=1)
    lines = [
        Line(
            iri,
            tuple(
                _cell(counts.get((iri, head), 0), highest, {rows: key_of(iri), columns: key_of(head)})
                for head in heads[:_MOST]
            ),
            *totals[iri],
        )
        for iri in order[:_MOST]
    ]
    address = urlencode({"zeilen": rows, "spalten": columns})
    return render_template(
        "tracing/matrix.html",
        lines=lines,
        heads=heads[:_MOST],
        left_out=(max(0, len(order) - _MOST), max(0, len(heads) - _MOST)),
        chosen=(rows, columns),
        choices=tuple([(key, MATRIX[key]) for key in keys] for keys in (_ROWS, _COLUMNS)),
        alternates=[(Format.CSV, f"/matrix.csv?{address}")],
    )


def _cell(number: int, highest: int, wanted: dict[str, str]) -> Cell:
    shade = 0 if not number else 1 + (number - 1) * (_SHADES - 1) // max(1, highest - 1)
    return Cell(number, f"/suche?{urlencode(wanted)}", shade)

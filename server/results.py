"""Answers of the SPARQL service as tables for pages."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import pyoxigraph as ox

from forderungsgraph.store import Blank, Iri, Literal, Term

from .languages import Language
from .lists import Order, Paging
from .present import NUMBERS
from .texts import TRIPLE

Row = tuple[Term | None, ...]
_BETWEEN = "; "


class Lazy(Sequence[Row]):
    """Rows that are made when they are looked at; a page shows few of many."""

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice):
            return tuple(self._make(place) for place in range(*index.indices(self._count)))
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return self._make(index % self._count)


@dataclass(frozen=True, slots=True)
class Table:
    """A result as rows of terms; ``total`` counts all rows, which may be more than the ones here.

    :param truth: the answer of ASK, which has no rows
    :param is_graph: whether the rows are triples
    """

    columns: tuple[str, ...]
    rows: Sequence[Row]
    total: int
    truth: bool | None = None
    is_graph: bool = False


def shown(table: Table, order: Order, paging: Paging, name: Callable[[str], str]) -> Table:
    """Return the rows of one page, sorted as the address asks for; ``name`` tells what IRIs are called."""
    rows = table.rows
    if order.column is not None:
        place = table.columns.index(order.column)
        made = tuple(rows)
        bound = [row for row in made if row[place] is not None]
        bound.sort(key=lambda row: _sort_key(row[place], name), reverse=order.descending)
        rows = (*bound, *(row for row in made if row[place] is None))
    return dataclasses.replace(table, rows=rows[paging.start : paging.end])


def _sort_key(term: Term | None, name: Callable[[str], str]) -> tuple[int, float, str, str]:
    """Order numbers by value, before texts as a dictionary would (DIN 5007-1: ä like a)."""
    text = "" if term is None else name(term.value) if isinstance(term, Iri) else term.value
    if isinstance(term, Literal) and term.datatype in NUMBERS:
        with contextlib.suppress(ValueError):
            return 0, float(text), text, ""
    return 1, 0.0, unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode(), text


def translated(table: Table, names: Mapping[str, str]) -> Table:
    """Return a table with the names of things in another language where they have one; other texts stay.

    :param names: by their German names
    """
    if not names:
        return table

    def cell(term: Term | None) -> Term | None:
        if not isinstance(term, Literal) or term.language != Language.GERMAN:
            return term
        # a query may join several names
        parts = [names.get(part, part) for part in term.value.split(_BETWEEN)]
        text = _BETWEEN.join(parts)
        return term if text == term.value else Literal.in_language(text, Language.ENGLISH)

    return dataclasses.replace(
        table, rows=Lazy(len(table.rows), lambda place: tuple(map(cell, table.rows[place])))
    )


def table_of_json(body: bytes) -> Table:
    """Return an answer in SPARQL 1.1 Query Results JSON."""
    content = json.loads(body)
    if "boolean" in content:
        return Table((), (), 0, truth=bool(content["boolean"]))
    columns = tuple(content["head"]["vars"])
    found = content["results"]["bindings"]
    rows = Lazy(len(found), lambda place: tuple(_term(found[place].get(name)) for name in columns))
    return Table(columns, rows, len(found))


def table_of_triples(body: bytes) -> Table:
    """Return an answer in N-Triples, sorted."""
    lines = sorted(line for line in body.splitlines() if line.strip())

    def row(place: int) -> Row:
        (triple,) = ox.parse(lines[place], format=ox.RdfFormat.N_TRIPLES)
        return _cell(triple.subject), _cell(triple.predicate), _cell(triple.object)

    rows = Lazy(len(lines), row)
    return Table(tuple(TRIPLE), rows, len(lines), is_graph=True)


def _term(value: dict[str, Any] | None) -> Term | None:
    if value is None:
        return None
    text = value["value"]
    if value["type"] == "uri":
        return Iri(text)
    if value["type"] == "bnode":
        return Blank(text)
    if "xml:lang" in value:
        return Literal.in_language(text, value["xml:lang"])
    return Literal(text, value["datatype"]) if "datatype" in value else Literal(text)


def _cell(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language)
    return Blank(term.value if isinstance(term, ox.BlankNode) else str(term))

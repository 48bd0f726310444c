"""Answers of the SPARQL service as tables for pages."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from forderungsgraph.store import Blank, Iri, Literal, Term

from .lists import Order, Paging
from .present import NUMBERS
from .texts import TRIPLE


@dataclass(frozen=True, slots=True)
class Table:
    """A result as rows of terms; ``total`` counts all rows, which may be more than the ones here.

    :param truth: the answer of ASK, which has no rows
    :param is_graph: whether the rows are triples
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    total: int
    truth: bool | None = None
    is_graph: bool = False


def shown(table: Table, order: Order, paging: Paging, name: Callable[[str], str]) -> Table:
    """Return the rows of one page, sorted as the address asks for; ``name`` tells what IRIs are called."""
    rows = table.rows
    if order.column is not None:
        place = table.columns.index(order.column)
        bound = [row for row in rows if row[place] is not None]
        bound.sort(key=lambda row: _sort_key(row[place], name), reverse=order.descending)
        rows = (*bound, *(row for row in rows if row[place] is None))
    return dataclasses.replace(table, rows=rows[paging.start : paging.end])


def _sort_key(term: Term | None, name: Callable[[str], str]) -> tuple[int, float, str, str]:
    """Order numbers by value, before texts as a dictionary would (DIN 5007-1: ä like a)."""
    text = "" if term is None else name(term.value) if isinstance(term, Iri) else term.value
    if isinstance(term, Literal) and term.datatype in NUMBERS:
        with contextlib.suppress(ValueError):
            return 0, float(text), text, ""
    return 1, 0.0, unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode(), text


def table_of_json(body: bytes) -> Table:
    """Return an answer in SPARQL 1.1 Query Results JSON."""
    content = json.loads(body)
    if "boolean" in content:
        return Table((), (), 0, truth=bool(content["boolean"]))
    columns = tuple(content["head"]["vars"])
    found = content["results"]["bindings"]
    rows = tuple(tuple(_term(row.get(name)) for name in columns) for row in found)
    return Table(columns, rows, len(found))


def table_of_triples(body: bytes) -> Table:
    """Return an answer in N-Triples, sorted."""
    lines = sorted(line for line in body.splitlines() if line.strip())
    parsed = ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    rows = tuple((_cell(q.subject), _cell(q.predicate), _cell(q.object)) for q in parsed)
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

"""Answers of the SPARQL service as tables for pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from forderungsgraph.store import Bindings, Blank, Iri, Literal, Term


@dataclass(frozen=True, slots=True)
class Table:
    """A result as rows of terms; ``total`` counts all rows, of which the first are here.

    :param truth: the answer of ASK, which has no rows
    :param is_graph: whether the rows are triples
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    total: int
    truth: bool | None = None
    is_graph: bool = False


def table_of_bindings(bindings: Bindings, limit: int) -> Table:
    """Return the first rows of a result."""
    return Table(bindings.variables, bindings.rows[:limit], len(bindings.rows))


def table_of_json(body: bytes, limit: int) -> Table:
    """Return the first rows of an answer in SPARQL 1.1 Query Results JSON."""
    content = json.loads(body)
    if "boolean" in content:
        return Table((), (), 0, truth=bool(content["boolean"]))
    columns = tuple(content["head"]["vars"])
    found = content["results"]["bindings"]
    rows = tuple(tuple(_term(row.get(name)) for name in columns) for row in found[:limit])
    return Table(columns, rows, len(found))


def table_of_triples(body: bytes, limit: int) -> Table:
    """Return the first triples of an answer in N-Triples, sorted."""
    lines = sorted(line for line in body.splitlines() if line.strip())
    parsed = ox.parse(b"\n".join(lines[:limit]), format=ox.RdfFormat.N_TRIPLES)
    rows = tuple((_cell(q.subject), _cell(q.predicate), _cell(q.object)) for q in parsed)
    return Table(("Subjekt", "Prädikat", "Objekt"), rows, len(lines), is_graph=True)


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

"""Whether two answers are the same: rows up to the names of blank nodes, graphs by isomorphism."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from .manifest import iri_of

XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[tuple[str, Term], ...]
_RDF = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES,
        ".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS}  # fmt: skip
_TABLES = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON,
           ".tsv": ox.QueryResultsFormat.TSV}  # fmt: skip


class Table:
    """Rows of a SELECT, or the answer of an ASK.

    :param ordered: whether the order of the rows counts
    """

    def __init__(self, rows: list[Row] | None, truth: bool | None = None, *, ordered: bool = False) -> None:
        self.rows = rows
        self.truth = truth
        self.ordered = ordered


def by_value(term: Term | None) -> Term | None:
    """Return a value in one writing: 1.0 and 1 are the same decimal, Z and +00:00 the same time zone."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    kind = term.datatype.value.removeprefix(XSD)
    try:
        if kind in ("decimal", "integer"):
            return ox.Literal(f"{Decimal(term.value).normalize():f}", datatype=term.datatype)
        if kind in ("date", "dateTime", "time"):
            return ox.Literal(re.sub(r"[+-]00:00$", "Z", term.value), datatype=term.datatype)
        if kind == "boolean":
            return ox.Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=term.datatype)
        if kind in ("double", "float"):
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
    except (InvalidOperation, ValueError):
        return term
    return term


def quads_of(path: Path) -> list[ox.Quad]:
    """Return the quads of a file, its relative IRIs resolved against its own."""
    found = ox.parse(
        path.read_bytes(), format=_RDF[path.suffix], base_iri=iri_of(path), rename_blank_nodes=True
    )
    return [quad for quad in found if isinstance(quad, ox.Quad)]


def table_of(data: bytes, fmt: ox.QueryResultsFormat) -> Table:
    """Return an answer in one of the formats of results."""
    answer = ox.parse_query_results(data, format=fmt)
    if isinstance(answer, ox.QueryBoolean):
        return Table(None, bool(answer))
    names = [variable.value for variable in answer.variables]
    rows = []
    for solution in answer:
        cells = ((name, by_value(solution[name])) for name in names)
        rows.append(tuple((name, cell) for name, cell in cells if cell is not None))
    return Table([tuple(sorted(row, key=lambda cell: cell[0])) for row in rows])


def expected_table(path: Path) -> Table | None:
    """Return the answer in a result file, None if the file holds a graph."""
    if path.suffix in _TABLES:
        return table_of(path.read_bytes(), _TABLES[path.suffix])
    store = ox.Store()
    store.extend(quads_of(path))

    def objects(subject: ox.NamedNode | ox.BlankNode, name: str) -> list[Term]:
        found = store.quads_for_pattern(subject, ox.NamedNode(RS + name), None, None)
        return [quad.object for quad in found]

    roots = [
        quad.subject
        for quad in store.quads_for_pattern(None, None, ox.NamedNode(f"{RS}ResultSet"), None)
        if isinstance(quad.subject, ox.NamedNode | ox.BlankNode)
    ]
    if not roots:
        return None
    for truth in objects(roots[0], "boolean"):
        return Table(None, isinstance(truth, ox.Literal) and truth.value == "true")
    rows: list[tuple[int, Row]] = []
    ordered = False
    for solution in objects(roots[0], "solution"):
        assert isinstance(solution, ox.BlankNode | ox.NamedNode)
        cells = []
        for binding in objects(solution, "binding"):
            assert isinstance(binding, ox.BlankNode | ox.NamedNode)
            name = objects(binding, "variable")[0]
            assert isinstance(name, ox.Literal)
            value = by_value(objects(binding, "value")[0])
            assert value is not None
            cells.append((name.value, value))
        index = [term for term in objects(solution, "index") if isinstance(term, ox.Literal)]
        ordered = ordered or bool(index)
        rows.append((int(index[0].value) if index else 0, tuple(sorted(cells, key=lambda cell: cell[0]))))
    return Table([row for _, row in sorted(rows, key=lambda item: item[0])], ordered=ordered)


def same_tables(got: Table, expected: Table, *, reduced: bool = False) -> bool:
    """Tell whether two answers are the same.

    :param reduced: whether rows may be left out where another says the same (mf:LaxCardinality)
    """
    if got.truth != expected.truth or (got.rows is None) != (expected.rows is None):
        return False
    if got.rows is None or expected.rows is None:
        return True
    if expected.ordered:
        ours, theirs = ([_unnamed(row) for row in rows] for rows in (got.rows, expected.rows))
        if ours != theirs:
            return False
    if reduced:
        return same_quads(
            _as_quads(list(dict.fromkeys(got.rows))), _as_quads(list(dict.fromkeys(expected.rows)))
        )
    return len(got.rows) == len(expected.rows) and same_quads(_as_quads(got.rows), _as_quads(expected.rows))


def _unnamed(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((name, "_" if isinstance(cell, ox.BlankNode) else str(cell)) for name, cell in row)


def _as_quads(rows: list[Row]) -> list[ox.Quad]:
    """Return rows as a graph, so that the isomorphism of graphs decides; equal rows are counted."""
    quads = []
    count = ox.NamedNode("urn:count")
    for number, (row, times) in enumerate(Counter(rows).items()):
        node = ox.BlankNode(f"row{number}")
        quads.append(ox.Quad(node, count, ox.Literal(times)))
        quads += [ox.Quad(node, ox.NamedNode(f"urn:{name}"), cell) for name, cell in row]
    return quads


def same_quads(got: list[ox.Quad], expected: list[ox.Quad]) -> bool:
    """Tell whether two datasets are isomorphic (RDFC-1.0)."""
    ours, theirs = (ox.Dataset([_valued(quad) for quad in quads]) for quads in (got, expected))
    if len(ours) != len(theirs):
        return False
    for dataset in (ours, theirs):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return ours == theirs


def _valued(quad: ox.Quad) -> ox.Quad:
    value = by_value(quad.object)
    assert value is not None
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def same_csv(got: bytes, expected: bytes) -> bool:
    """Tell whether two CSV files hold the same rows, whatever their blank nodes and the order of columns."""

    def rows(data: bytes) -> Counter[tuple[tuple[str, str], ...]]:
        found = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
        return Counter(
            tuple(sorted((name, "_:" if cell.startswith("_:") else cell) for name, cell in row.items()))
            for row in found
        )

    return rows(got) == rows(expected)

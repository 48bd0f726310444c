"""The embedded store and the pool of killable workers."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forderungsgraph.errors import (
    QueryLimitError,
    QueryRefusedError,
    QuerySyntaxError,
    ReleaseError,
)
from forderungsgraph.formats import Format
from forderungsgraph.store import (
    Bindings,
    Budget,
    Dataset,
    EmbeddedStore,
    Iri,
    Literal,
    Triples,
    Truth,
    WorkerPool,
)

QUADS = b"""<http://a/s> <http://a/p> "x" <http://a/g1> .
<http://a/s> <http://a/p> "x" <http://a/g2> .
<http://a/s> <http://a/q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://a/g2> .
"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
MANY = " ".join(str(number) for number in range(2000))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{{MANY}}} VALUES ?b {{{MANY}}} VALUES ?c {{{MANY}}} }}"


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore(QUADS, prefixes={"a": "http://a/"})


def number(store: EmbeddedStore | WorkerPool, text: str, dataset: Dataset | None = None) -> str:
    result = store.query(text, dataset or Dataset())
    assert isinstance(result, Bindings)
    cell = result.rows[0][0]
    assert isinstance(cell, Literal)
    return cell.value


def test_union_counts_each_triple_once(store: EmbeddedStore) -> None:
    assert number(store, COUNT) == "2"
    assert store.count() == 2
    assert store.count("http://a/g2") == 2
    assert store.graphs() == ("http://a/g1", "http://a/g2")


@pytest.mark.parametrize(
    ("dataset", "text", "expected"),
    [
        (Dataset(("http://a/g1",)), COUNT, "1"),
        (Dataset(("http://a/g1", "http://a/g2")), COUNT, "2"),
        (Dataset(("http://a/fehlt",)), COUNT, "0"),
        (Dataset((), ("http://a/g2",)), COUNT, "0"),
        (Dataset((), ("http://a/g2",)), "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "2"),
        (Dataset(("http://a/g1",)), "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "0"),
        (Dataset(("http://a/g1",)), "SELECT (COUNT(*) AS ?n) FROM <http://a/g2> { ?s ?p ?o }", "1"),
        (None, "SELECT (COUNT(*) AS ?n) FROM <http://a/g1> FROM <http://a/g2> { ?s ?p ?o }", "2"),
        (None, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "3"),
        # both in one query, and written so that the engine alone takes it for a keyword
        (None, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o graph ?g { ?s ?p ?o } }", "3"),
        (None, "PREFIX a:<http://a/> SELECT (COUNT(*) AS ?n) { ?s ?p ?o . GRAPHa:g2{ ?s ?p ?o } }", "2"),
    ],
)
def test_datasets(store: EmbeddedStore, dataset: Dataset | None, text: str, expected: str) -> None:
    assert number(store, text, dataset) == expected


def test_relative_iris_follow_the_base() -> None:
    based = EmbeddedStore(QUADS, base="http://a/")
    assert based.query("ASK FROM <g2> { <s> <q> 1 }") == Truth(True)


def test_results_as_values(store: EmbeddedStore) -> None:
    assert store.query("ASK { ?s <http://a/q> 1 }") == Truth(True)
    assert store.query("SELECT ?o ?x { ?s <http://a/q> ?o }") == Bindings(
        ("o", "x"), ((Literal("1", INTEGER), None),)
    )
    assert store.query("CONSTRUCT { ?s <http://a/r> ?o } { ?s <http://a/p> ?o }") == Triples(
        ((Iri("http://a/s"), Iri("http://a/r"), Literal("x")),)
    )


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [
        (
            Format.JSON,
            b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"x"}}]}}',
        ),
        (Format.CSV, b"o\r\nx\r\n"),
        (Format.TSV, b'?o\n"x"\n'),
    ],
)
def test_results_as_bytes(store: EmbeddedStore, fmt: Format, expected: bytes) -> None:
    assert store.serialise("SELECT ?o { ?s <http://a/p> ?o }", fmt) == expected


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [
        (Format.N_TRIPLES, b'<http://a/s> <http://a/p> "x" .\n'),
        (Format.N_QUADS, b'<http://a/s> <http://a/p> "x" .\n'),
        (Format.TURTLE, b'@prefix a: <http://a/> .\na:s a:p "x" .\n'),
        (Format.JSON_LD, b'"@value":"x"'),
        (Format.RDF_XML, b"<a:p>x</a:p>"),
        (Format.TRIG, b'a:s a:p "x" .'),
    ],
)
def test_graphs_as_bytes(store: EmbeddedStore, fmt: Format, expected: bytes) -> None:
    assert expected in store.serialise("CONSTRUCT WHERE { ?s <http://a/p> ?o }", fmt)


def test_format_must_fit(store: EmbeddedStore) -> None:
    with pytest.raises(ValueError, match="CSV cannot carry"):
        store.serialise("DESCRIBE <http://a/s>", Format.CSV)


def test_errors_tell_place_and_hint(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT *\n{ ?s fgg:a ?o }")
    assert str(caught.value) == (
        "Abfrage, Zeile 2: Das Präfix fgg: ist nicht vereinbart. "
        "PREFIX fgg: <…> am Anfang der Abfrage ergänzen."
    )
    with pytest.raises(QueryRefusedError, match="Graphen, den es hier nicht gibt"):
        store.query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")


def test_unreadable_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="forderungsgraph build"):
        EmbeddedStore.of_release(tmp_path)
    (tmp_path / "forderungsgraph.nq").write_bytes(b"<a:a> <a:b> .\n")
    with pytest.raises(ReleaseError, match="nicht lesbar"):
        EmbeddedStore.of_release(tmp_path)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Iri("http://a/ü"), "<http://a/ü>"),
        (Literal('a"\\\n\r\tü'), '"a\\"\\\\\\n\\r\\tü"'),
        (Literal("1", INTEGER), f'"1"^^<{INTEGER}>'),
        (Literal.in_language("x", "de-at"), '"x"@de-at'),
    ],
)
def test_terms_as_sparql(store: EmbeddedStore, term: Iri | Literal, text: str) -> None:
    assert term.sparql() == text
    assert store.query(f"SELECT ?x {{ VALUES ?x {{ {text} }} }}") == Bindings(("x",), ((term,),))


@pytest.mark.parametrize("value", ["", "a", "http://a/ b", "http://a/>x", "http://a/{", "a:\n"])
def test_bad_iris(value: str) -> None:
    with pytest.raises(ValueError, match="not an absolute IRI"):
        Iri(value)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool(
        functools.partial(EmbeddedStore, QUADS), workers=1, budget=Budget(1.0, 0.2, 300_000_000)
    )
    yield made
    made.close()


def test_pool_answers_like_the_store(pool: WorkerPool, store: EmbeddedStore) -> None:
    assert pool.query("ASK { ?s ?p ?o }") == Truth(True)
    assert pool.graphs() == store.graphs()
    assert pool.count() == 2
    assert pool.serialise(COUNT, Format.CSV) == b"n\r\n2\r\n"
    with pytest.raises(QuerySyntaxError, match="kein gültiges SPARQL"):
        pool.query("SELECT * {")


def test_deadline_is_a_fact(pool: WorkerPool) -> None:
    pool.query("ASK {}")
    before = time.perf_counter()
    with pytest.raises(QueryLimitError, match="nach 1 Sekunden abgebrochen"):
        pool.query(ENDLESS)
    assert time.perf_counter() - before >= 1.0
    assert pool.query("ASK { ?s ?p ?o }") == Truth(True)


def test_memory_has_a_limit(pool: WorkerPool) -> None:
    grow = "SELECT ?z { BIND('xxxxxxxxxxxxxxxxxxxx' AS ?a) " + "".join(
        f"BIND(CONCAT({', '.join([f'?{chr(97 + n)}'] * 20)}) AS ?{chr(98 + n)}) " for n in range(7)
    )
    with pytest.raises(QueryLimitError):
        pool.query(grow + "BIND(STRLEN(?h) AS ?z) }")
    assert pool.query("ASK { ?s ?p ?o }") == Truth(True)

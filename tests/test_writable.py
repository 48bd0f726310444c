"""Stores that can be changed: updates, whole graphs, killable calls, nothing lost."""

from __future__ import annotations

import functools
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from forderungsgraph.errors import (
    AnswerBrokenError,
    OverloadError,
    QueryError,
    QueryLimitError,
    QueryRefusedError,
    QuerySyntaxError,
    ReleaseError,
    SyntaxGraphError,
)
from forderungsgraph.formats import Format
from forderungsgraph.store import (
    Budget,
    Caller,
    Dataset,
    ForkedStore,
    MutableStore,
    Truth,
    WritableStore,
    asking,
)
from forderungsgraph.store.scan_update import scan_update, with_dataset

QUADS = b'<http://a/s> <http://a/p> "x" <http://a/g> .\n'
MANY = " ".join(str(number) for number in range(2000))
ENDLESS = f"VALUES ?a {{{MANY}}} VALUES ?b {{{MANY}}} VALUES ?c {{{MANY}}}"
NEW = "http://a/neu"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture(params=[MutableStore, pytest.param(ForkedStore, marks=needs_fork)])
def store(request: pytest.FixtureRequest) -> Iterator[WritableStore]:
    if request.param is MutableStore:
        yield MutableStore(QUADS)
        return
    made = ForkedStore(
        functools.partial(MutableStore, QUADS), budget=Budget(2.0, 0.5, 300_000_000), at_once=2
    )
    yield made
    made.close()


def holds(store: WritableStore, pattern: str) -> bool:
    return store.query(f"ASK {{ {pattern} }}") == Truth(True)


def turtle(text: str) -> tuple[tuple[bytes, Format], ...]:
    return ((text.encode(), Format.TURTLE),)


def test_begins_with_the_merged_default_graph(store: WritableStore) -> None:
    assert holds(store, "?s ?p 'x'")
    assert holds(store, "GRAPH <http://a/g> { ?s ?p 'x' }")
    assert store.graphs() == ("http://a/g",)


def test_updates(store: WritableStore) -> None:
    store.update(
        "INSERT DATA { <http://a/s> <http://a/q> 1 } ; INSERT DATA { GRAPH <http://a/h> { <a:a> <a:b> 2 } }"
    )
    assert holds(store, "<http://a/s> <http://a/q> 1")
    assert store.graphs() == ("http://a/g", "http://a/h")
    assert store.count() == 2
    store.update("DELETE WHERE { ?s <http://a/q> ?o }")
    assert store.count() == 1
    assert b"".join(store.stream("SELECT ?o { ?s ?p ?o }", Format.CSV)) == b"o\r\nx\r\n"


def test_a_failing_update_changes_nothing(store: WritableStore) -> None:
    with pytest.raises(QueryError, match="ließ sich nicht ausführen"):
        store.update("INSERT DATA { <a:a> <a:b> 1 } ; CREATE GRAPH <http://a/g>")
    with pytest.raises(QuerySyntaxError):
        store.update("INSERT DATA { <a:a> <a:b> 1 } ; INSERT DATA {")
    with pytest.raises(QuerySyntaxError):
        store.update("SELECT * {}")
    with pytest.raises(QueryError, match="Die Funktion <http://a/f> gibt es hier nicht"):
        store.update("INSERT { ?s ?p ?x } WHERE { ?s ?p ?o BIND(<http://a/f>(?o) AS ?x) }")
    assert not holds(store, "<a:a> ?p ?o")
    assert holds(store, "?s ?p 'x'")


def test_graphs_as_wholes(store: WritableStore) -> None:
    assert not store.holds(NEW)
    assert store.put(NEW, turtle("<s> <p> 1, [] ."), "http://a/b/")
    assert holds(store, f"GRAPH <{NEW}> {{ <http://a/b/s> <http://a/b/p> 1 }}")
    assert not store.add(NEW, turtle("<s> <p> 2, [] ."), "http://a/b/")
    assert store.count(NEW) == 4
    assert not store.put(
        NEW, (*turtle("<s> <p> _:b ."), (b"<a:a> <a:b> _:b .", Format.N_TRIPLES)), "http://a/b/"
    )
    assert store.count(NEW) == 2
    assert not holds(store, f"GRAPH <{NEW}> {{ ?s ?p ?o . ?t ?q ?o FILTER(?s != ?t) }}")
    assert store.drop(NEW)
    assert not store.holds(NEW)
    assert not store.drop(NEW)
    assert store.put(NEW, turtle(""), "http://a/")
    assert store.holds(NEW)
    assert not store.put(None, turtle("<s> <p> 'neu' ."), "http://a/")
    assert store.count() == 1
    assert store.drop(None)
    assert store.count() == 0


def test_datasets_as_wholes(store: WritableStore) -> None:
    data = b"<a:a> <a:b> _:x . GRAPH <a:g> { _:x <a:b> 2 }"
    store.add_dataset(((data, Format.TRIG),), "http://a/")
    assert holds(store, "<a:a> <a:b> ?x . GRAPH <a:g> { ?x <a:b> 2 } GRAPH <http://a/g> { ?s ?p 'x' }")
    store.put_dataset(((data, Format.TRIG),), "http://a/")
    assert store.graphs() == ("a:g",)
    assert store.count() == 1
    assert b"".join(store.dump(Format.N_QUADS)).count(b" .\n") == 2


@pytest.mark.parametrize(
    ("data", "fmt", "message"),
    [
        (b"<s> <p> .", Format.TURTLE, "kein Turtle"),
        (b"<rdf:RDF", Format.RDF_XML, "kein RDF/XML"),
        (b"{", Format.JSON_LD, "kein JSON-LD"),
        (b"<a:a> <a:b> <a:c> <a:d> .", Format.N_QUADS, "nennt selbst einen Graphen"),
        (b"\xff", Format.TURTLE, "kein Turtle"),
        (b'{"a:b":' * 9000 + b"1" + b"}" * 9000, Format.JSON_LD, "zu tief"),
    ],
)
def test_documents_that_are_no_rdf_change_nothing(
    store: WritableStore, data: bytes, fmt: Format, message: str
) -> None:
    with pytest.raises(SyntaxGraphError, match=message):
        store.put("http://a/g", ((data, fmt),), "http://a/")
    assert holds(store, "GRAPH <http://a/g> { ?s ?p 'x' }")


@needs_fork
def test_runaways_are_killed_and_nothing_is_lost() -> None:
    store = ForkedStore(
        functools.partial(MutableStore, QUADS), budget=Budget(1.5, 0.2, 300_000_000), at_once=1
    )
    try:
        store.update("INSERT DATA { <a:a> <a:b> 1 }")
        with pytest.raises(QueryLimitError, match=r"nach 1\.5 Sekunden"):
            store.query(f"SELECT (COUNT(*) AS ?n) {{ {ENDLESS} }}")
        with pytest.raises(QueryLimitError, match=r"nach 1\.5 Sekunden"):
            store.update(f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT {{ ?a ?b ?c }} WHERE {{ {ENDLESS} }}")
        grow = "BIND('xxxxxxxxxxxxxxxxxxxx' AS ?a) " + "".join(
            f"BIND(CONCAT({', '.join([f'?{chr(97 + n)}'] * 20)}) AS ?{chr(98 + n)}) " for n in range(7)
        )
        with pytest.raises(QueryLimitError):
            store.update(f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT {{ <a:a> <a:b> ?h }} WHERE {{ {grow} }}")
        assert store.query("ASK { <a:a> <a:b> 1 . ?s ?p 'x' }") == Truth(True)
    finally:
        store.close()


@needs_fork
def test_places_are_limited_and_closing_gives_them_back() -> None:
    store = ForkedStore(functools.partial(MutableStore, QUADS), budget=Budget(20.0, 0.1), at_once=1)
    try:
        rows = f"SELECT * {{ VALUES ?a {{{MANY}}} VALUES ?b {{{MANY}}} }}"
        chunks = store.stream(rows, Format.CSV)
        assert next(chunks).startswith(b"a,b\r\n")
        with pytest.raises(OverloadError):
            store.query("ASK {}")
        pid = chunks._more.__self__._pid  # type: ignore[attr-defined]
        chunks.close()  # type: ignore[attr-defined]
        assert store.query("ASK {}") == Truth(True)
        for _ in range(100):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                break
            time.sleep(0.02)
        else:
            pytest.fail("the child still works")
    finally:
        store.close()


@needs_fork
def test_who_has_left_stops_the_work() -> None:
    store = ForkedStore(functools.partial(MutableStore, QUADS), budget=Budget(30.0, 0.1), at_once=1)
    try:
        left = threading.Event()
        threading.Timer(0.3, left.set).start()
        with asking(Caller("x", left.is_set)), pytest.raises(QueryLimitError):
            store.query(f"SELECT (COUNT(*) AS ?n) {{ {ENDLESS} }}")
        assert store.query("ASK {}") == Truth(True)
    finally:
        store.close()


@needs_fork
def test_answers_have_a_largest_size() -> None:
    store = ForkedStore(functools.partial(MutableStore, QUADS), budget=Budget(answer=100_000))
    try:
        chunks = store.stream(f"SELECT * {{ VALUES ?a {{{MANY}}} VALUES ?b {{{MANY}}} }}", Format.CSV)
        with pytest.raises(AnswerBrokenError) as caught:
            list(chunks)
        assert "größer als 100000 Bytes" in str(caught.value.__cause__)
    finally:
        store.close()


@needs_fork
def test_changes_at_the_same_time_all_count() -> None:
    store = ForkedStore(functools.partial(MutableStore, QUADS), at_once=4)
    try:
        with ThreadPoolExecutor(4) as threads:
            for _ in threads.map(lambda n: store.update(f"INSERT DATA {{ <a:{n}> <a:b> {n} }}"), range(40)):
                pass
            counts = list(threads.map(lambda _: store.count(), range(8)))
        assert counts == [41] * 8
    finally:
        store.close()


@needs_fork
def test_a_killed_child_breaks_the_answer() -> None:
    store = ForkedStore(functools.partial(MutableStore, QUADS))
    try:
        chunks = store.stream(f"SELECT * {{ VALUES ?a {{{MANY}}} VALUES ?b {{{MANY}}} }}", Format.CSV)
        os.kill(chunks._more.__self__._pid, signal.SIGKILL)  # type: ignore[attr-defined]
        with pytest.raises(AnswerBrokenError):
            list(chunks)
        assert store.query("ASK {}") == Truth(True)
    finally:
        store.close()


@needs_fork
def test_a_store_that_cannot_be_loaded_is_told() -> None:
    with pytest.raises(ReleaseError):
        ForkedStore(functools.partial(MutableStore, b"<a:a> <a:b> ."))


# -- the scan


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "load silent <http://a/>",
        "LOADSILENT<http://a/>",
        "LOAD<http://a/>INTO GRAPH<http://a/g>",
        "CLEAR ALL;LOAD<http://a/>",
        "CLEAR ALL;# nichts\nLOAD <http://a/>",
        "PREFIX a: <http://a/> LOAD a:b",
        "PREFIX a: <http://a/> LOADa:b",
        "PREFIX :<http://a/>LOAD:b",
        "BASE <http://a/> LoAd <b>",
        'PREFIX a: <http://a/> VERSION "1.2" LOADa:b',
        "CLEAR GRAPH <http://a/>;LOADSILENTa:b",
        "INSERT DATA { <a:a> <a:b> 'x' } ; LOAD <http://a/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://a/> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { { SELECT * { SERVICE SILENT ?x { ?s ?p ?o } } } }",
        "DELETE { ?s ?p ?o } WHERE { FILTER NOT EXISTS { SERVICE<http://a/>{ ?s ?p ?o } } }",
        "INSERT { ?s ?p ?o } WHERE { BIND(1 AS ?x)SERVICE <http://a/>{} }",
    ],
)
def test_nothing_outside_is_called(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="wird nicht ausgeführt"):
        scan_update(text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 'LOAD <http://a/>' } # LOAD <http://a/>",
        "PREFIX load: <http://a/> INSERT DATA { load:a load:load <http://load/> }",
        "PREFIX dl: <http://a/> CLEAR SILENT GRAPH dl:load",
        "INSERT DATA { <a:load> <a:service> '''SERVICE''' }",
        "",
        "# nichts",
    ],
)
def test_names_and_texts_may_sound_like_it(text: str) -> None:
    scan_update(text)
    MutableStore(b"").update(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("INSERT {} USING <a:b>WHERE {} ; DELETEWHERE {}", QuerySyntaxError),
        ("INSERT DATA " + "{" * 101, QueryRefusedError),
        ("INSERT DATA { " + "<a:a> <a:b> 1 . " * 13_000 + "}", QueryRefusedError),
        ("# " + "x" * 500_000, QueryRefusedError),
    ],
)
def test_what_the_scan_refuses(text: str, error: type[QueryError]) -> None:
    with pytest.raises(error):
        scan_update(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "INSERT { ?s a <a:b> } WHERE { ?s ?p ?o }",
            "INSERT { ?s a <a:b> } USING <a:1> USING NAMED <a:2> WHERE { ?s ?p ?o }",
        ),
        (
            "DELETE WHERE { ?s ?p 'WHERE' } ; CLEAR ALL",
            "DELETE { ?s ?p 'WHERE' } USING <a:1> USING NAMED <a:2> WHERE { ?s ?p 'WHERE' } ; CLEAR ALL",
        ),
        (
            "INSERT DATA { <a:a> <a:b> 1 };DELETE{?s ?p ?o}INSERT{}WHERE{ { SELECT * WHERE { ?s ?p ?o } } }",
            "INSERT DATA { <a:a> <a:b> 1 };DELETE{?s ?p ?o}INSERT{}USING <a:1> USING NAMED <a:2> "
            "WHERE{ { SELECT * WHERE { ?s ?p ?o } } }",
        ),
    ],
)
def test_the_dataset_of_the_protocol_gets_into_the_text(text: str, expected: str) -> None:
    assert with_dataset(text, scan_update(text), Dataset(("a:1",), ("a:2",))) == expected


def test_the_dataset_counts(store: WritableStore) -> None:
    store.update("INSERT DATA { GRAPH <http://a/h> { <a:h> <a:b> 2 } }")
    store.update("INSERT { GRAPH <a:k> { ?s ?p ?o } } WHERE { ?s ?p ?o }", Dataset(("http://a/h",)))
    assert store.count("a:k") == 1
    store.update(
        "INSERT { GRAPH <a:l> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", Dataset((), ("http://a/h",))
    )
    assert store.count("a:l") == 1
    with pytest.raises(QueryRefusedError, match="USING oder WITH"):
        store.update("INSERT { ?s ?p ?o } USING <a:k> WHERE { ?s ?p ?o }", Dataset(("http://a/h",)))
    with pytest.raises(QueryRefusedError, match="USING oder WITH"):
        store.update("WITH <a:k> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", Dataset(("http://a/h",)))

"""What real clients send over real HTTP, and what they make of the answers."""

from __future__ import annotations

import contextlib
import csv
import gzip
import http.client
import io
import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper

import forderungsgraph.server
from forderungsgraph.cli import main
from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.server import Settings
from forderungsgraph.store import Budget, Share
from tests.conformance.service import TOKEN, running, writable

# each differs from the others once it was decoded once too often, or never
NAMES = (
    "ü",
    "%C3%BC",
    "%FC",
    "a+b",
    "a%2Bb",
    "%2541",
    "%41",
    "A",
    "a%20b",
    "x&y=z",
    "x%26y",
    "日本",
    "é",
    "e\u0301",
    "#ä",
)
PREDICATE = "http://a/p"
_NUMBERS = " ".join(str(number) for number in range(200))
LONG = f"SELECT ?n ?m {{ VALUES ?n {{ {_NUMBERS} }} VALUES ?m {{ {_NUMBERS} }} }}".encode()
TEXT = 'Städte; "Gemeinden", <b>\nneue Zeile\t& Ende'
STREET = "http://a/stra%C3%9Fe/größe?q=a+b&c=d%20e#Übersicht"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with IRIs that are easily broken, in every position."""
    folder = tmp_path_factory.mktemp("clients") / "release"
    folder.mkdir()
    quads = []
    for number, name in enumerate(NAMES):
        node = ox.NamedNode(f"http://a/{name}")
        value = ox.Literal(number)
        quads += [
            ox.Quad(node, ox.NamedNode(PREDICATE), value, ox.NamedNode("http://a/subjects")),
            ox.Quad(ox.NamedNode(f"http://n/{number}"), node, value, ox.NamedNode("http://a/predicates")),
            ox.Quad(ox.NamedNode(f"http://n/{number}"), ox.NamedNode("http://a/o"), node, ox.NamedNode("http://a/objects")),
            ox.Quad(ox.NamedNode(f"http://g/{number}"), ox.NamedNode(PREDICATE), value, node),
        ]  # fmt: skip
    text = ox.Quad(
        ox.NamedNode(STREET),
        ox.NamedNode("http://a/text"),
        ox.Literal(TEXT, language="de"),
        ox.NamedNode("http://a/texts"),
    )
    (folder / "forderungsgraph.nq").write_bytes(
        ox.serialize([*quads, text], format=ox.RdfFormat.N_QUADS) or b""
    )
    manifest = {"version": "0-clients", "base": DEFAULT_BASE, "documents": []}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "SHA256SUMS").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(release: Path) -> Iterator[str]:
    with running(release, Settings(workers=1, share=Share(queries=64, seconds=600.0))) as found:
        yield found


def call(
    address: str, method: str, target: str, body: bytes | None = None, **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    try:
        connection.request(method, target, body, {k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


QUERIES = {
    "subject": f"SELECT ?v {{ <http://a/{{}}> <{PREDICATE}> ?v }}",
    "predicate": "SELECT ?v { ?s <http://a/{}> ?v }",
    "object": f"SELECT ?v {{ ?s <http://a/o> <http://a/{{}}> . ?t <{PREDICATE}> ?v FILTER(?t = <http://a/{{}}>) }}",
    "graph": "SELECT ?v { GRAPH <http://a/{}> { ?s ?p ?v } }",
    "from": "SELECT ?v FROM <http://a/{}> { ?s ?p ?v }",
    "from named": "SELECT ?v FROM NAMED <http://a/{}> { GRAPH ?g { ?s ?p ?v } }",
    "values": f"SELECT ?v {{ VALUES ?s {{ <http://a/{{}}> }} ?s <{PREDICATE}> ?v }}",
    "text": f"SELECT ?v {{ ?s <{PREDICATE}> ?v FILTER(STR(?s) = 'http://a/{{}}') }}",
}


@pytest.mark.parametrize("position", QUERIES)
@pytest.mark.parametrize("way", ["get", "get plus", "get raw", "form", "form plus", "direct", "query"])
def test_iris_are_decoded_exactly_once(address: str, position: str, way: str) -> None:
    for number, name in enumerate(NAMES):
        text = QUERIES[position].replace("{}", name) if "{}" in QUERIES[position] else QUERIES[position]
        text = text.replace("{{", "{").replace("}}", "}")
        encoded = {
            "get": quote(text, safe=""),
            "get plus": quote_plus(text),
            # as browsers do: only what no address may hold is encoded
            "get raw": quote(text, safe="/:?<>{}=()'$,;@").replace("<", "%3C"),
            "form": quote(text, safe=""),
            "form plus": quote_plus(text),
        }.get(way, "")
        if way.startswith("get"):
            status, _, body = call(address, "GET", f"/sparql?query={encoded}", Accept="text/csv")
        elif way.startswith("form"):
            kind = "application/x-www-form-urlencoded"
            status, _, body = call(
                address, "POST", "/sparql", f"query={encoded}".encode(), Content_Type=kind, Accept="text/csv"
            )
        else:
            method = "POST" if way == "direct" else "QUERY"
            kind = "application/sparql-query"
            status, _, body = call(
                address, method, "/sparql", text.encode(), Content_Type=kind, Accept="text/csv"
            )
        assert (status, body) == (200, f"v\r\n{number}\r\n".encode()), (name, text)


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_graphs_of_the_protocol_are_decoded_exactly_once(address: str, parameter: str) -> None:
    for number, name in enumerate(NAMES):
        pattern = "?s ?p ?v" if parameter.startswith("default") else "GRAPH ?g { ?s ?p ?v }"
        query = urlencode(
            {"query": f"SELECT ?v {{ {pattern} }}", parameter: f"http://a/{name}", "format": "csv"}
        )
        for status, _, body in (
            call(address, "GET", f"/sparql?{query}"),
            call(
                address, "POST", "/sparql", query.encode(), Content_Type="application/x-www-form-urlencoded"
            ),
        ):
            assert (status, body) == (200, f"v\r\n{number}\r\n".encode())


# -- libraries


def converted(client: SPARQLWrapper) -> Any:
    return client.queryAndConvert()


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper(address: str, method: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setMethod(method)
    client.setQuery(f"SELECT ?t {{ <{STREET}> ?p ?t }}")
    client.setReturnFormat(JSON)
    cell = converted(client)["results"]["bindings"][0]["t"]
    assert cell == {"type": "literal", "xml:lang": "de", "value": TEXT}
    client.setReturnFormat(XML)
    assert TEXT in converted(client).toxml().replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")  # fmt: skip
    client.setReturnFormat(CSV)
    rows = list(csv.reader(io.StringIO(converted(client).decode(), newline="")))
    assert rows == [["t"], [TEXT]]
    client.setQuery("ASK { ?s ?p 'fehlt' }")
    client.setReturnFormat(JSON)
    assert converted(client)["boolean"] is False


@pytest.mark.parametrize(
    ("asked", "fmt"), [(TURTLE, "turtle"), (RDFXML, "xml"), (JSONLD, "json-ld"), (N3, "turtle")]
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_sparqlwrapper_reads_graphs(address: str, asked: str, fmt: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(f"CONSTRUCT {{ <{STREET}> ?p ?t }} WHERE {{ <{STREET}> ?p ?t }}")
    client.setReturnFormat(asked)
    got = Graph().parse(client.query().response.read(), format=fmt)
    assert set(got) == {(URIRef(STREET), URIRef("http://a/text"), Literal(TEXT, lang="de"))}


def test_rdflib_reads(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql"))
    assert list(graph.triples((URIRef(STREET), None, None))) == [
        (URIRef(STREET), URIRef("http://a/text"), Literal(TEXT, lang="de"))
    ]
    rows: Any = graph.query(f"SELECT ?v {{ ?s <{PREDICATE}> ?v }}")
    assert {int(row[0]) for row in rows} == set(range(len(NAMES)))
    assert graph.query("ASK { ?s <http://a/text> ?t }").askAnswer
    described = graph.query(f"DESCRIBE <{STREET}>").graph
    assert described is not None
    assert len(described) == 1
    named = Graph(SPARQLStore(f"{address}/sparql"), identifier=URIRef("http://a/ü"))
    assert {value for _, _, value in named.triples((None, None, None))} == {Literal(0)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_rdflib_writes() -> None:
    with writable() as place:
        store = SPARQLUpdateStore(
            f"{place}/sparql",
            f"{place}/update",
            headers={"Authorization": f"Bearer {TOKEN}"},
            autocommit=True,
        )
        graph = Graph(store, identifier=URIRef("http://a/straße"))
        graph.add((URIRef(STREET), URIRef(PREDICATE), Literal(TEXT, lang="de")))
        assert set(graph) == {(URIRef(STREET), URIRef(PREDICATE), Literal(TEXT, lang="de"))}
        graph.remove((URIRef(STREET), None, None))
        assert len(graph) == 0


def test_tables_are_read_as_pandas_reads_them(address: str) -> None:
    query = urlencode({"query": "SELECT ?s ?t { ?s <http://a/text> ?t } ", "format": "csv"})
    with urllib.request.urlopen(f"{address}/sparql?{query}") as response:
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.TextIOWrapper(response, "utf-8", newline="")))
    assert rows == [{"s": STREET, "t": TEXT}]


def test_pandas_reads_a_table_from_an_address(address: str) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: pip install pandas")
    query = urlencode({"query": "SELECT ?s ?t { ?s <http://a/text> ?t } ", "format": "csv"})
    table = pandas.read_csv(f"{address}/sparql?{query}")
    assert list(table.columns) == ["s", "t"]
    assert table.values.tolist() == [[STREET, TEXT]]


def test_another_store_asks_with_service(address: str) -> None:
    other = ox.Store()
    other.add(ox.Quad(ox.NamedNode("http://b/x"), ox.NamedNode("http://b/same"), ox.NamedNode(STREET)))
    found = other.query(
        f"SELECT ?x ?t {{ ?x <http://b/same> ?s . SERVICE <{address}/sparql> {{ ?s <http://a/text> ?t }} }}"
    )
    assert isinstance(found, ox.QuerySolutions)
    assert [(row["x"], row["t"]) for row in found] == [
        (ox.NamedNode("http://b/x"), ox.Literal(TEXT, language="de"))
    ]


# -- programs


def run(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(words, capture_output=True, timeout=60, check=True)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(address: str, tmp_path: Path) -> None:
    query = f"query=SELECT ?t {{ <{STREET}> ?p ?t }}"
    get = run("curl", "-sfG", f"{address}/sparql", "--data-urlencode", query, "-H", "Accept: text/csv")
    form = run(
        "curl",
        "-sf",
        f"{address}/sparql",
        "--data-urlencode",
        query,
        "-H",
        "Accept: text/csv",
        "--compressed",
    )
    assert get.stdout == form.stdout
    assert list(csv.reader(io.StringIO(get.stdout.decode(), newline="")))[1] == [TEXT]
    head = run("curl", "-sfI", f"{address}/sparql?query=ASK%7B%7D").stdout.lower()
    assert b"content-type: application/sparql-results+json" in head
    assert b"content-length: 26" in head
    saved = subprocess.run(
        ["curl", "-sfGOJ", f"{address}/sparql", "--data-urlencode", query, "-d", "format=xlsx", "-d", "download=liste"],
        cwd=tmp_path, timeout=60, check=True,
    )  # fmt: skip
    assert saved.returncode == 0
    assert (tmp_path / "liste.xlsx").read_bytes()[:2] == b"PK"


_SCRIPT = """
const [address, query] = process.argv.slice(1);
const headers = {Accept: "application/sparql-results+json", Origin: "https://anderswo.example"};
fetch(address + "/sparql", {method: "POST", headers, body: new URLSearchParams({query})})
  .then(answer => answer.json().then(data => console.log(JSON.stringify([
    answer.status, answer.headers.get("access-control-allow-origin"), data.results.bindings[0].t.value]))));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript(address: str) -> None:
    done = run("node", "-e", _SCRIPT, address, f"SELECT ?t {{ <{STREET}> ?p ?t }}")
    assert json.loads(done.stdout) == [200, "*", TEXT]


# -- what stands in the headers


def test_browsers_of_other_sites_may_read(address: str) -> None:
    status, headers, body = call(
        address, "OPTIONS", "/sparql", Origin="https://anderswo.example", Access_Control_Request_Method="POST"
    )
    assert (status, body) == (204, b"")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]
    assert headers["Access-Control-Allow-Credentials"] is None
    assert headers["Accept-Query"] == '"application/sparql-query", "application/x-www-form-urlencoded"'
    for target in ("/sparql?query=ASK%7B%7D", "/sparql?query=ASK%7B"):
        _, headers, _ = call(address, "GET", target, Origin="https://anderswo.example")
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in headers["Access-Control-Expose-Headers"]


def test_copies_are_asked_about(address: str) -> None:
    target = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"
    _, first, _ = call(address, "GET", target)
    status, again, body = call(address, "GET", target, If_None_Match=first["ETag"])
    assert (status, body, again["ETag"]) == (304, b"", first["ETag"])
    status, _, _ = call(address, "GET", target, If_Modified_Since=first["Last-Modified"])
    assert status == 304
    assert first["Vary"] == "Accept, Accept-Encoding"


def test_long_answers_come_compressed_in_chunks(address: str) -> None:
    kind = "application/sparql-query"
    status, headers, body = call(
        address, "POST", "/sparql", LONG, Content_Type=kind, Accept="text/csv", Accept_Encoding="gzip"
    )
    assert (status, headers["Content-Encoding"], headers["Content-Length"]) == (200, "gzip", None)
    assert gzip.decompress(body).count(b"\r\n") == 40_001


def test_a_failure_in_the_middle_breaks_the_connection(release: Path) -> None:
    with running(release, Settings(workers=1, budget=Budget(answer=300_000))) as place:
        for encoding in ("identity", "gzip"):
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                call(
                    place, "POST", "/sparql", LONG, Content_Type="application/sparql-query",
                    Accept="application/sparql-results+json", Accept_Encoding=encoding,
                )  # fmt: skip


def test_description_without_a_query(address: str) -> None:
    for accept, kind in (
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
    ):
        status, headers, body = call(address, "GET", "/sparql", Accept=accept)
        assert (status, headers["Content-Type"]) == (200, kind)
        assert b"sparql-service-description" in body
    status, headers, _ = call(address, "GET", "/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_large_uploads_come_from_those_who_may() -> None:
    lines = b"".join(b"<http://a/s%d> <http://a/p> <http://a/o%d> .\n" % (n, n) for n in range(60_000))
    assert len(lines) > 2_000_000
    target = "/graphs?graph=http://a/gro%C3%9F"
    with writable() as place:
        # the service need not wait for the rest of what it will not take
        with contextlib.suppress(ConnectionError):
            status, _, _ = call(place, "PUT", target, lines, Content_Type="application/n-triples")
            assert status == 413
        assert call(place, "GET", target)[0] == 404
        status, headers, _ = call(
            place, "PUT", target, lines, Content_Type="application/n-triples", Authorization=f"Bearer {TOKEN}"
        )
        assert (status, headers["Location"]) == (
            201,
            f"{place}/graphs?graph=http%3A%2F%2Fa%2Fgro%C3%9F",
        )
        _, _, body = call(place, "GET", target, Accept="application/n-triples", Accept_Encoding="gzip")
        assert sorted(gzip.decompress(body).splitlines()) == sorted(lines.splitlines())


def test_no_writable_service_without_a_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FORDERUNGSGRAPH_TOKEN", raising=False)
    # the command would send the logs of later tests to the error output of this one
    monkeypatch.setattr(forderungsgraph.server, "log_to_standard_error", lambda: None)
    for option in ("--writable", "--empty"):
        assert main(["serve", option]) == 2
        assert "FORDERUNGSGRAPH_TOKEN" in capsys.readouterr().err.replace("\n", " ")

"""The query part of the W3C tests of the SPARQL 1.1 Protocol, read from their manifest."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from forderungsgraph.sparql import Request, Response, Service
from forderungsgraph.store import EmbeddedStore

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FOLDER = SHARED / "conformance" / "w3c" / "sparql" / "sparql11" / "protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


def manifest() -> tuple[Graph, list[Node]]:
    graph = Graph()
    if not FOLDER.is_dir():
        return graph, []
    graph.parse(FOLDER / "manifest.ttl", format="turtle")
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    # updates belong to the writable mode, which this service does not have
    return graph, [entry for entry in entries if "update" not in str(entry)]


GRAPH, ENTRIES = manifest()


def quads(entry: Node) -> bytes:
    found = []
    for data in GRAPH.objects(entry, UT.graphData):
        file = FOLDER / str(GRAPH.value(data, UT.graph)).rpartition("/")[2]
        name = ox.NamedNode(str(GRAPH.value(data, RDFS.label)))
        for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.N_TRIPLES):
            assert isinstance(quad, ox.Quad)
            found.append(ox.Quad(quad.subject, quad.predicate, quad.object, name))
    return ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""


def request_of(node: Node) -> Request:
    headers = {
        str(GRAPH.value(header, HT.fieldName)).lower(): str(GRAPH.value(header, HT.fieldValue))
        for header in Collection(GRAPH, GRAPH.value(node, HT.headers) or RDF.nil)
    }
    body = GRAPH.value(node, HT.body)
    text, encoding = (
        (GRAPH.value(body, CNT.chars), GRAPH.value(body, CNT.characterEncoding)) if body else ("", "")
    )
    return Request(
        str(GRAPH.value(node, HT.methodName)),
        urlsplit(str(GRAPH.value(node, HT.absolutePath))).query.encode(),
        headers.get("content-type"),
        str(text or "").encode(str(encoding or "utf-8")),
        headers.get("accept"),
    )


def check(node: Node, response: Response) -> None:
    expected = GRAPH.value(node, HT.resp)
    classes = {
        str(status).rpartition("StatusCode")[2] for status in GRAPH.objects(expected, MF.expectedStatus)
    }
    assert {f"{response.status // 100}xx", str(response.status)} & classes, (response, classes)
    truth = GRAPH.value(expected, MF.expectedBoolean)
    if truth is not None:
        assert json.loads(response.content())["boolean"] is (str(truth) == "true")
    kind = str(GRAPH.value(expected, MF.expectedFormat) or "")
    media_type = str(response.header("Content-Type"))
    if kind in ("boolean", "tabular"):
        assert media_type.startswith(("application/sparql-results+", "text/csv", "text/tab"))
    elif kind == "RDF":
        assert media_type.startswith(("text/turtle", "application/"))


@pytest.mark.skipif(not ENTRIES, reason="the W3C tests in ../shared are not here")
def test_there_are_tests() -> None:
    assert len(ENTRIES) == 20


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry).rpartition("#")[2])
def test_protocol(entry: URIRef) -> None:
    service = Service(EmbeddedStore(quads(entry), base="http://www.example/sparql/"), lambda _: b"")
    action = GRAPH.value(entry, MF.action)
    requests = list(Collection(GRAPH, GRAPH.value(action, HT.requests) or RDF.nil))
    assert requests
    for node in requests:
        check(node, service.answer(request_of(node)))

"""W3C tests of the SPARQL 1.1 Protocol, the Graph Store Protocol and the Service Description, over HTTP."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from tests.conformance.compare import same_quads
from tests.conformance.exchange import Exchange, Step, exchanges
from tests.conformance.manifest import ROOT, Data
from tests.conformance.runner import Endpoint

SPARQL11 = ROOT / "sparql11"
PROTOCOL = exchanges(SPARQL11 / "protocol" / "manifest.ttl")
DIRECT = exchanges(SPARQL11 / "graph-store-protocol" / "manifest-direct.ttl")
INDIRECT = exchanges(SPARQL11 / "graph-store-protocol" / "manifest-indirect.ttl")
SD = "http://www.w3.org/ns/sparql-service-description#"

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the W3C tests in ../shared are not here")


def name(exchange: Exchange) -> str:
    return exchange.name


def test_all_are_there() -> None:
    assert (len(PROTOCOL), len(DIRECT), len(INDIRECT)) == (34, 4, 9)


def is_right(status: int, step: Step) -> bool:
    return bool({status, status // 100} & step.statuses)


def place(step: Step) -> str:
    """Return where this service has what the test expects at ``/sparql/``."""
    query = step.target.partition("?")[2]
    is_update = any(
        "update" in part for part in (step.target, step.body[:7].decode("utf-8", "replace"), dict(step.headers).get("content-type", ""))
    ) or step.body.startswith(b"CLEAR")  # fmt: skip
    return f"/{'update' if is_update else 'sparql'}?{query}"


@pytest.mark.parametrize("exchange", PROTOCOL, ids=name)
def test_protocol(endpoint: Endpoint, exchange: Exchange) -> None:
    endpoint.load(Data((), exchange.data))
    endpoint.forget()
    assert exchange.steps
    for step in exchange.steps:
        headers = {key.replace("-", "_"): value for key, value in step.headers}
        status, got, body = endpoint.call(step.method, place(step), step.body, **headers)
        assert is_right(status, step), (status, body)
        kind = got.get("content-type", "")
        if step.truth is not None:
            assert json.loads(body)["boolean"] is step.truth
        if step.format in ("boolean", "tabular"):
            assert kind == "application/sparql-results+json"
        elif step.format == "RDF":
            assert kind == "text/turtle; charset=utf-8"
        if status >= 400:
            assert kind == "application/problem+json"


@pytest.mark.parametrize("exchange", [*DIRECT, *INDIRECT], ids=name)
def test_graph_store(endpoint: Endpoint, exchange: Exchange) -> None:
    endpoint.update("DROP ALL")
    assert exchange.steps
    location = ""
    for step in exchange.steps:
        target = step.target.replace("$LOCATION$", location).replace("/gsp", "/graphs", 1)
        headers = {key.replace("-", "_"): value for key, value in step.headers}
        status, got, body = endpoint.call(step.method, target, step.body or None, **headers)
        assert is_right(status, step), (status, body)
        location = got.get("location", location)
        for key, value in step.response_headers:
            assert got[key] == value
        if step.expected is not None:
            expected = step.expected.decode().replace("$LOCATION$", location).encode()
            assert same_quads(turtle(body), turtle(expected))


def turtle(data: bytes) -> list[ox.Quad]:
    parsed = ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri="http://www.example/")
    return [quad for quad in parsed if isinstance(quad, ox.Quad)]


def test_service_description(endpoint: Endpoint, address: str) -> None:
    status, headers, body = endpoint.call("GET", "/sparql", Accept="text/turtle")
    assert (status, headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    store = ox.Store()
    store.load(body, ox.RdfFormat.TURTLE)
    assert store.query(f"ASK {{ ?s <{SD}endpoint> <{address}/sparql> }}")
    # the terms of the vocabulary, and what its ontology says of their subjects and objects
    assert store.query(f"""PREFIX sd: <{SD}> ASK {{
        ?s a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat ?f ;
            sd:defaultDataset ?d .
        ?d a sd:Dataset ; sd:defaultGraph ?g . ?g a sd:Graph .
        FILTER NOT EXISTS {{ ?x sd:namedGraph ?n FILTER NOT EXISTS {{ ?n a sd:NamedGraph ; sd:name ?m }} }}
        FILTER NOT EXISTS {{ ?x sd:endpoint ?y FILTER(!isIRI(?y)) }}
    }}""")

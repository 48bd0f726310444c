"""SPARQL 1.1 Protocol: request in, exact status, headers and body out."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest

from forderungsgraph.description import service_description
from forderungsgraph.formats import Format
from forderungsgraph.sparql import Request, Response, Service
from forderungsgraph.store import EmbeddedStore

QUADS = """<http://a/s> <http://a/ü> "Städte & <b>" <http://a/g1> .
<http://a/s> <http://a/q> "1" <http://a/g2> .
""".encode()
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ASK = "ASK { ?s ?p ?o }"
TRUE = b'{"head":{},"boolean":true}'


@pytest.fixture(scope="module")
def service() -> Service:
    store = EmbeddedStore(QUADS)
    return Service(store, lambda fmt: service_description(store, "http://h/sparql", fmt), largest_body=10_000)


def get(query: str, **more: str) -> Request:
    pairs = [("query", query), *((name.replace("_", "-"), value) for name, value in more.items())]
    return Request("GET", "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs).encode())


def problem(response: Response) -> dict[str, object]:
    assert response.header("Content-Type") == "application/problem+json"
    content: dict[str, object] = json.loads(response.content())
    assert content["status"] == response.status
    assert {"type", "title", "title_en", "detail"} <= content.keys()
    return content


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (get(ASK), TRUE),
        (Request("GET", f"query={quote_plus(ASK)}".encode()), TRUE),
        (Request("POST", b"", FORM, f"query={quote_plus(ASK)}".encode()), TRUE),
        (Request("POST", b"", f"{FORM}; charset=UTF-8", f"query={quote_plus(ASK)}".encode()), TRUE),
        (Request("POST", b"", DIRECT, ASK.encode()), TRUE),
        (Request("POST", b"", f'{DIRECT}; charset="utf-8"', ASK.encode()), TRUE),
        (
            Request("POST", b"default-graph-uri=http%3A%2F%2Fa%2Fg1", DIRECT, b"ASK { ?s <http://a/q> ?o }"),
            b'{"head":{},"boolean":false}',
        ),
        (Request("POST", b"default-graph-uri=http%3A%2F%2Fx%2Funbekannt", FORM, b"query=ASK%20%7B%7D"), TRUE),
        (get("ASK { ?s <http://a/q> ?o }", default_graph_uri="http://a/g2"), TRUE),
        (get("ASK { GRAPH ?g { ?s <http://a/q> ?o } }", named_graph_uri="http://a/g2"), TRUE),
        (get("ASK { GRAPH <http://a/g1> { ?s <http://a/ü> ?o } }"), TRUE),
        (get("ASK { ?s ?p 'Städte & <b>' }"), TRUE),
        (get("ASK { FILTER('%41' = CONCAT('%', '41')) }"), TRUE),
        (get("ASK { FILTER('a+b' = CONCAT('a', '+', 'b')) }"), TRUE),
        (Request("GET", "query=ASK{?s <http://a/ü> ?o}".encode()), TRUE),
    ],
)
def test_carries_a_query(service: Service, request_: Request, body: bytes) -> None:
    response = service.answer(request_)
    assert (response.status, response.body) == (200, body)
    assert response.header("Content-Type") == "application/sparql-results+json"
    assert response.header("Access-Control-Allow-Origin") == "*"
    assert response.header("Content-Length") == str(len(body))
    assert response.header("Vary") == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("request_", "status", "slug"),
    [
        (get("SELECT * {"), 400, "syntax"),
        (get("INSERT DATA { <a:a> <a:b> 1 }"), 400, "syntax"),
        (get("ASK { SERVICE <http://127.0.0.1/> {} }"), 400, "refused"),
        (get("ASK FROM <http://a/fehlt> {}"), 400, "refused"),
        (get("ASK {" + "{" * 200), 400, "refused"),
        (Request("GET", b"query=ASK%7B%7D&query=ASK%7B%7D"), 400, "bad-request"),
        (get(ASK, default_graph_uri="relativ"), 400, "bad-request"),
        (Request("POST", b"", FORM, b"format=json"), 400, "bad-request"),
        (Request("POST", b"query=ASK%7B%7D", FORM, b"query=ASK%7B%7D"), 400, "bad-request"),
        (Request("GET", b"query=ASK%7B%FF%7D"), 400, "bad-request"),
        (Request("GET", b"query=ASK%7B%00%7D"), 400, "bad-request"),
        (Request("POST", b"", DIRECT, "ASK { ?s ?p 'ü' }".encode("latin-1")), 400, "bad-request"),
        (Request("POST", b"", DIRECT, "ASK {}".encode("utf-16")), 400, "bad-request"),
        (Request("GET", b"&".join([b"a=b"] * 2000)), 400, "bad-request"),
        (Request("GET", b"update=CLEAR%20ALL"), 403, "read-only"),
        (Request("POST", b"", FORM, b"update=CLEAR%20ALL"), 403, "read-only"),
        (Request("POST", b"", "application/sparql-update", b"CLEAR ALL"), 403, "read-only"),
        (Request("PUT"), 405, "method"),
        (Request("DELETE"), 405, "method"),
        (Request("GET", get("DESCRIBE <http://a/s>").query_string, accept="text/csv"), 406, "not-acceptable"),
        (Request("GET", get(ASK).query_string, accept="image/png"), 406, "not-acceptable"),
        (Request("GET", b"", accept="image/png"), 406, "not-acceptable"),
        (Request("POST", b"", DIRECT, b"#" * 10_001), 413, "too-large"),
        (Request("POST", b"", None, ASK.encode()), 415, "media-type"),
        (Request("POST", b"", "text/plain", ASK.encode()), 415, "media-type"),
        (Request("POST", b"", f"{DIRECT}; charset=iso-8859-1", ASK.encode()), 415, "media-type"),
    ],
)
def test_refuses(service: Service, request_: Request, status: int, slug: str) -> None:
    response = service.answer(request_)
    assert response.status == status
    assert problem(response)["type"] == f"https://w3id.org/forderungsgraph/problem/{slug}"
    assert response.header("Access-Control-Allow-Origin") == "*"
    assert (response.header("Allow") is not None) == (status == 405)


def test_errors_keep_the_query_and_tell_the_line(service: Service) -> None:
    content = problem(service.answer(get("SELECT *\n{ ?s fgx:a <b> }")))
    assert content["query"] == "SELECT *\n{ ?s fgx:a <b> }"
    assert content["line"] == 2
    assert content["hint"] == "PREFIX fgx: <…> am Anfang der Abfrage ergänzen."


@pytest.mark.parametrize(
    ("query", "more", "accept", "expected"),
    [
        ("SELECT ?s { ?s ?p ?o }", {}, None, Format.JSON),
        ("SELECT ?s { ?s ?p ?o }", {}, "text/csv", Format.CSV),
        ("SELECT ?s { ?s ?p ?o }", {"format": "tsv"}, "text/csv", Format.TSV),
        ("SELECT ?s { ?s ?p ?o }", {"output": "xml"}, None, Format.XML),
        ("SELECT ?s { ?s ?p ?o }", {"results": "text/csv"}, None, Format.CSV),
        ("SELECT ?s { ?s ?p ?o }", {"format": "gif"}, "text/csv", Format.CSV),
        ("SELECT ?s { ?s ?p ?o }", {"format": "turtle"}, "text/csv", Format.CSV),
        ("SELECT ?s { ?s ?p ?o }", {}, "application/rdf+xml, application/sparql-results+xml", Format.XML),
        ("ASK {}", {"format": "csv"}, None, Format.CSV),
        ("DESCRIBE <http://a/s>", {}, None, Format.TURTLE),
        ("DESCRIBE <http://a/s>", {"format": "json", "output": "json"}, None, Format.JSON_LD),
        ("DESCRIBE <http://a/s>", {"format": "csv"}, "application/n-triples", Format.N_TRIPLES),
        ("CONSTRUCT WHERE { ?s <http://a/q> ?o }", {"format": "rdf+xml"}, None, Format.RDF_XML),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"format": "trig"}, None, Format.TRIG),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {}, "application/n-quads", Format.N_QUADS),
    ],
)
def test_chooses_a_format(
    service: Service, query: str, more: dict[str, str], accept: str | None, expected: Format
) -> None:
    asked = get(query, **more)
    response = service.answer(Request("GET", asked.query_string, accept=accept))
    assert (response.status, response.header("Content-Type")) == (200, expected.content_type)


def test_head_tells_what_get_would_send(service: Service) -> None:
    response = service.answer(Request("HEAD", get(ASK).query_string))
    assert (response.status, response.body) == (200, b"")
    assert response.header("Content-Length") == str(len(TRUE))


def test_preflight(service: Service) -> None:
    response = service.answer(Request("OPTIONS"))
    assert (response.status, response.body) == (204, b"")
    assert response.header("Access-Control-Allow-Methods") == "GET, HEAD, POST, QUERY, OPTIONS"
    assert response.header("Access-Control-Allow-Headers") == (
        "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match"
    )
    assert response.header("Access-Control-Allow-Credentials") is None


def test_service_description(service: Service) -> None:
    response = service.answer(Request("GET"))
    assert response.header("Content-Type") == "text/turtle; charset=utf-8"
    described = EmbeddedStore(service.answer(Request("GET", accept="application/n-triples")).content())
    assert described.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
        "PREFIX void: <http://rdfs.org/ns/void#> "
        "ASK { <http://h/sparql> a sd:Service ; sd:endpoint <http://h/sparql> ;"
        " sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset ?d ."
        " ?d sd:defaultGraph/void:triples 2 ; sd:namedGraph ?g . ?g sd:name <http://a/g1> ; void:triples 1 }"
    ) == EmbeddedStore(b"").query("ASK {}")

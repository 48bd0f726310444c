"""The web server by its test client: pages, dereferencing, data, hostile strings."""

from __future__ import annotations

import importlib
import json
import re
import socket
import threading
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from forderungsgraph.errors import ReleaseError, ServiceError
from forderungsgraph.server import Settings, create_app, serve
from forderungsgraph.store import Literal
from forderungsgraph.store.values import XSD

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = [
    "/",
    "/sparql",
    "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D",
    "/sparql?query=DESCRIBE%20%3Chttps%3A%2F%2Fw3id.org%2Fforderungsgraph%2Fid%2Flaw%2Fozg%3E",
    "/sparql?query=ASK%20%7B%7D",
    "/sparql?abfrage=ablehnungen",
    "/abfragen/",
    "/abfragen/forderungen-zum-gesetz",
    "/abfragen/textsuche?word=NDIG",
    "/forderung/nst-2019-bbbbbbbbbb",
    "/gesetz/ndig",
    "/gesetz/ndig/par-12",
    "/verband/nst?seite=2",
    "/seite/topic/portals",
    "/seite/scheme/topic",
    "/dokument/leer-2020",
    "/def",
    "/daten/",
    "/en/",
    "/en/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D&sortieren=-p&seite=2",
    "/en/abfragen/forderungen-zum-gesetz",
    "/en/forderung/nst-2019-bbbbbbbbbb",
    "/en/def",
]


SCRIPTS = ("/static/editor.js", "/static/copy.js")


class Page(HTMLParser):
    """What a page holds: elements, addresses, labels."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.alternates: list[tuple[str, str]] = []
        self.fields: list[str] = []
        self.labels: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        # data blocks are never executed, and these files are ours
        if tag != "script" or not (found.get("type") == "application/ld+json" or found.get("src") in SCRIPTS):
            self.tags.append(tag)
        self.attributes += found
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        if tag == "link" and found["rel"] == "alternate" and "type" in found:
            self.alternates.append((found["type"], found["href"]))
        if tag in ("input", "select", "textarea") and found.get("type") != "hidden":
            self.fields.append(found["id"])
        if tag == "label":
            self.labels.append(found["for"])

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    response = client.get(address, headers=HTML)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    return Page(response.text)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_sound(client: FlaskClient, address: str) -> None:
    found = page(client, address)
    assert found.tags.count("h1") == 1
    assert found.tags.count("main") == 1
    assert "script" not in found.tags
    assert not [name for name in found.attributes if name.startswith("on") or name == "style"]
    assert len(found.ids) == len(set(found.ids))
    assert set(found.fields) <= set(found.labels)
    assert found.alternates
    for link in found.links:
        assert link.startswith(("/", "#", "?", "http://", "https://")), link


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_data_too(client: FlaskClient, address: str) -> None:
    for kind, link in page(client, address).alternates:
        response = client.get(link)
        assert response.status_code == 200, link
        assert response.mimetype in (kind, "application/json"), link


def test_every_inner_link_leads_somewhere(client: FlaskClient) -> None:
    links = {
        urljoin(address, link).partition("#")[0] for address in PAGES for link in page(client, address).links
    }
    inner = sorted(link for link in links if link.startswith("/"))
    assert len(inner) > 60
    assert [link for link in inner if client.get(link, headers=HTML).status_code >= 400] == []


def test_start_page_tells_figures(client: FlaskClient) -> None:
    found = page(client, "/")
    assert "Release 0-probe" in found.text
    for link in ("/verband/nst", "/gesetz/ozg", "/leistung/nutzerkonto"):
        assert link in found.links


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/gesetz/ozg"),
        (HTML["Accept"], "/gesetz/ozg"),
        ("text/turtle", "/gesetz/ozg.ttl"),
        ("application/ld+json", "/gesetz/ozg.jsonld"),
        ("application/rdf+xml", "/gesetz/ozg.rdf"),
        ("application/n-triples", "/gesetz/ozg.nt"),
        ("text/html;q=0.1, text/turtle", "/gesetz/ozg.ttl"),
    ],
)
def test_identifiers_lead_to_page_or_data(client: FlaskClient, accept: str, location: str) -> None:
    response = client.get("/id/law/ozg", headers={"Accept": accept})
    assert (response.status_code, response.location) == (303, location)
    assert response.vary.as_set() == {"accept"}
    followed = client.get(location, headers={"Accept": accept})
    assert followed.status_code == 200


@pytest.mark.parametrize(
    ("address", "fmt"),
    [
        ("/forderung/nst-2019-bbbbbbbbbb.ttl", ox.RdfFormat.TURTLE),
        ("/forderung/nst-2019-bbbbbbbbbb.jsonld", ox.RdfFormat.JSON_LD),
        ("/forderung/nst-2019-bbbbbbbbbb.nt", ox.RdfFormat.N_TRIPLES),
        ("/forderung/nst-2019-bbbbbbbbbb.rdf", ox.RdfFormat.RDF_XML),
        ("/forderung/nst-2019-bbbbbbbbbb?format=nq", ox.RdfFormat.N_QUADS),
    ],
)
def test_data_of_a_demand_holds_its_evidence(client: FlaskClient, address: str, fmt: ox.RdfFormat) -> None:
    response = client.get(address)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    store = ox.Store()
    store.extend(ox.parse(response.data, format=fmt))
    query = """PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX fg: <https://w3id.org/forderungsgraph/def#>
        ASK { <https://w3id.org/forderungsgraph/id/demand/nst-2019-bbbbbbbbbb> fg:evidence ?e .
              ?e oa:hasSelector/oa:start 200 ; oa:hasSelector/oa:end 300 .
              ?other fg:repeats <https://w3id.org/forderungsgraph/id/demand/nst-2019-bbbbbbbbbb> }"""
    answer = store.query(query)
    assert isinstance(answer, ox.QueryBoolean)
    assert bool(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/id/law/fehlt",
        "/gesetz/fehlt",
        "/seite/x y",
        "/id/law/%3Cscript%3E",
        "/nix",
        "/daten/../manifest.json",
        "/daten/%2e%2e/%2e%2e/etc/passwd",
        "/abfragen/fehlt",
        "/gesetz/ozg%00",
    ],
)
def test_missing_things(client: FlaskClient, address: str) -> None:
    found = page(client, address, 404)
    assert "Nicht gefunden" in found.text
    assert "script" not in found.tags
    response = client.get(address, headers={"Accept": "application/json"})
    assert response.content_type == "application/problem+json"
    assert response.get_json()["status"] == 404


def test_demand_page_begins_with_the_wording(client: FlaskClient) -> None:
    text = page(client, "/forderung/nst-2019-bbbbbbbbbb").text
    order = [
        "„den Kommunen Nutzerkonto und Portalverbund",
        "Fordernde Niedersächsischer Städtetag",
        "Im Dokument",
        "Zeichen 200–300",
        "Spur: von der Forderung zum Recht",
        "Was daraus wurde",
        "Gefordert von Niedersächsischer Städtetag",
        "Gerichtet an Bund Land Niedersachsen",
        "Betrifft Gesetz Niedersächsisches Gesetz",
        "Fordert Basisdienst Nutzerkonto Portalverbund",
        "Sicherheit der Auswertung 0,9",
        "Wird wiederholt von",
    ]
    positions = [text.find(part) for part in order]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert "Betrifft Basisdienst" not in text


def test_incoming_links_are_paged_and_say_so(client: FlaskClient) -> None:
    first = page(client, "/seite/topic/portals")
    assert "1 bis 2 von " in first.text
    assert "?seite=2" in first.links
    last = page(client, "/seite/topic/portals?seite=99")
    assert "Weiter" not in last.text
    assert page(client, "/seite/topic/portals?seite=-7").text == first.text
    assert page(client, "/seite/topic/portals?seite=x").text == first.text


def test_hostile_data_does_nothing(client: FlaskClient) -> None:
    response = client.get("/dokument/leer-2020", headers=HTML)
    assert "Bericht &lt;script&gt;alert(1)&lt;/script&gt;" in response.text
    found = Page(response.text)
    assert response.text.count("<script") == 1
    assert "script" not in found.tags
    assert r"Bericht \u003cscript\u003e" in response.text
    assert not [link for link in found.links if "javascript" in link]
    assert "javascript:alert(1)" in found.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ('<script>alert(1)</script>' AS ?x) {}",
        "SELECT (<javascript:alert(1)> AS ?x) {}",
        'SELECT * { "</textarea><script>',
        "SELECT ?x { BIND(IRI('data:text/html,<script>alert(1)</script>') AS ?x) }",
        "SELECT ('\"onmouseover=alert(1) \"' AS ?x) {}",
    ],
)
def test_hostile_queries_do_nothing(client: FlaskClient, query: str) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers=HTML)
    assert response.status_code in (200, 400)
    found = Page(response.text)
    assert "script" not in found.tags
    assert not [link for link in found.links if link.startswith(("javascript:", "data:"))]
    assert not [name for name in found.attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "address", [*PAGES, "/nix", "/healthz", "/static/style.css", "/daten/forderungsgraph.nq"]
)
def test_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address, headers=HTML).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    # only the pages with a script of ours allow any, and only from here
    with_script = "/sparql" in address or "/abfragen/" in address.removesuffix("/abfragen/")
    assert re.findall(r"script-src ([^;]*)", policy) == (["'self'"] if with_script else [])
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_endpoint_speaks_to_programs(client: FlaskClient) -> None:
    query = "PREFIX fg: <https://w3id.org/forderungsgraph/def#> SELECT (COUNT(?d) AS ?n) { ?d a fg:Demand }"
    for response in (
        client.get("/sparql", query_string={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", data=query.encode(), content_type="application/sparql-query"),
        client.get("/sparql", query_string={"query": query, "format": "json"}, headers=HTML),
        client.get("/sparql", query_string={"query": query}, headers={"Accept": "*/*"}),
    ):
        assert response.content_type == "application/sparql-results+json"
        assert json.loads(response.data)["results"]["bindings"][0]["n"]["value"] == "5"
    assert client.head("/sparql", query_string={"query": query}).data == b""
    assert client.options("/sparql").headers["Access-Control-Allow-Origin"] == "*"
    assert client.put("/sparql").status_code == 405
    description = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert "sd:endpoint <http://localhost/sparql>" in description.text


def test_endpoint_shows_people_their_error_and_keeps_the_query(client: FlaskClient) -> None:
    found = page(client, "/sparql?query=SELECT%20*%20%7B%20%3Fs%20fgx%3Aa%20%22%3Cb%3E%22%20%7D", 400)
    assert 'SELECT * { ?s fgx:a "<b>" }' in found.text
    assert "Zeile 1: Das Präfix fgx: ist nicht vereinbart." in found.text


def test_results_show_names_instead_of_identifiers(client: FlaskClient) -> None:
    query = "SELECT ?d { ?d <https://w3id.org/forderungsgraph/def#amends> ?l }"
    response = client.get("/sparql", query_string={"query": query}, headers=HTML)
    assert 'href="/gesetz/ozgaendg"' in response.text
    assert ">OZG-Änderungsgesetz</a>" in response.text


def test_runaway_query_is_stopped_and_told(client: FlaskClient) -> None:
    many = " ".join(map(str, range(2000)))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{{many}}} VALUES ?b {{{many}}} VALUES ?c {{{many}}} }}"
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == 422
    assert response.get_json()["type"].endswith("/problem/limit")
    assert client.get("/sparql", query_string={"query": "ASK {}"}).status_code == 200


def test_too_large_body(client: FlaskClient) -> None:
    response = client.post("/sparql", data=b"#" * 2_000_001, content_type="application/sparql-query")
    assert response.status_code == 413
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "accept", "kind", "start"),
    [
        ("/abfragen/ablehnungen.csv", None, "text/csv; charset=utf-8", b"date,demander,wording"),
        ("/abfragen/ablehnungen.json", None, "application/sparql-results+json", b'{"head":{"vars":["date"'),
        ("/abfragen/ablehnungen", "text/csv", "text/csv; charset=utf-8", b"date,demander,wording"),
        (
            "/abfragen/ablehnungen?format=tsv",
            "text/html",
            "text/tab-separated-values; charset=utf-8",
            b"?date\t",
        ),
        (
            "/abfragen/forderungen-zum-gesetz.csv?law=ndig",
            None,
            "text/csv; charset=utf-8",
            b"demander,wording",
        ),
        ("/abfragen/?format=json", None, "application/json", b"["),
    ],
)
def test_saved_queries_as_data(
    client: FlaskClient, address: str, accept: str | None, kind: str, start: bytes
) -> None:
    response = client.get(address, headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.content_type) == (200, kind)
    assert response.data.startswith(start)


def test_saved_query_with_parameters(client: FlaskClient) -> None:
    found = page(client, "/abfragen/forderungen-zum-gesetz?law=ndig")
    assert found.tags.count("option") == 5
    assert "das NDIG unverzüglich in Kraft zu setzen" in found.text
    assert "alle" in page(client, "/abfragen/forderungen-zum-gesetz?law=").text
    for address in ("/abfragen/vor-und-nach-einer-aenderung?day=gestern", "/abfragen/ablehnungen?x=1"):
        assert "ließ sich nicht auswerten" in page(client, address, 400).text
        assert client.get(address).status_code == 400


def test_no_match_is_said(client: FlaskClient) -> None:
    assert "Kein Treffer" in page(client, "/abfragen/textsuche?word=Xylophon").text


def test_rows_left_out_are_said(client: FlaskClient) -> None:
    found = page(client, "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D")
    assert re.search(r"1 bis 20 von \d{3} Ergebniszeilen", found.text)
    assert "?query=SELECT+%2A+%7B%3Fs+%3Fp+%3Fo%7D&seite=2" in found.links


def test_dumps(client: FlaskClient, sample_release: Path) -> None:
    response = client.get("/daten/forderungsgraph.nq")
    assert response.data == (sample_release / "forderungsgraph.nq").read_bytes()
    assert response.content_type == "application/n-quads"
    assert client.get("/daten/graphs/status.ttl").content_type == "text/turtle; charset=utf-8"
    listed: list[dict[str, Any]] = client.get("/daten/?format=json").get_json()
    assert [item["name"] for item in listed] == [
        "SHA256SUMS",
        "forderungsgraph.nq",
        "graphs/status.ttl",
        "manifest.json",
        "suche.sqlite",
    ]
    assert listed[1]["sha256"] in page(client, "/daten/").text


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "release": "0-probe", "triples": 364}


def test_unknown_errors_tell_nothing(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    site = app.extensions["forderungsgraph"]
    broken = Flask("probe")
    broken.extensions["forderungsgraph"] = site
    importlib.import_module("forderungsgraph.server.errors").register(broken)

    @broken.get("/kaputt")
    def kaputt() -> str:
        raise RuntimeError("geheim")

    response = broken.test_client().get("/kaputt")
    assert response.status_code == 500
    assert "geheim" not in response.text
    assert response.get_json()["type"].endswith("/problem/internal")
    assert "RuntimeError" in caplog.text


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="forderungsgraph build"):
        create_app(tmp_path)
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReleaseError, match="kein lesbares Release"):
        create_app(tmp_path)


def test_port_in_use(sample_release: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError) as caught:
            serve(sample_release, port=port)
    assert str(caught.value).startswith(f"An 127.0.0.1:{port} kann der Dienst nicht lauschen")
    assert "--port" in str(caught.value)


def test_serves_over_a_real_socket(sample_release: Path) -> None:
    answers: list[bytes] = []
    done = threading.Event()

    def ask(address: str) -> None:
        with urllib.request.urlopen(f"{address}healthz", timeout=20) as response:
            answers.append(response.read())
        done.set()

    def ready(address: str) -> None:
        threading.Thread(target=ask, args=(address,), daemon=True).start()

    threading.Thread(
        target=lambda: serve(sample_release, port=0, settings=Settings(workers=1), ready=ready), daemon=True
    ).start()
    assert done.wait(20)
    assert json.loads(answers[0])["status"] == "ok"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0 Bytes"),
        (999, "999 Bytes"),
        (1000, "1,0 kB"),
        (3_541_000, "3,5 MB"),
        (2_000_000_000_000, "2000,0 GB"),
    ],
)
def test_sizes_in_german(value: int, expected: str) -> None:
    assert importlib.import_module("forderungsgraph.server.present").size(value) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Literal("2019-09-25", f"{XSD}date"), "25. September 2019"),
        (Literal("2019-09", f"{XSD}gYearMonth"), "September 2019"),
        (Literal("2019-13", f"{XSD}gYearMonth"), "2019-13"),
        (Literal("2019", f"{XSD}gYear"), "2019"),
        (Literal("heute", f"{XSD}date"), "heute"),
        (Literal("0.95", f"{XSD}decimal"), "0,95"),
        (Literal("true", f"{XSD}boolean"), "ja"),
        (Literal("1.5"), "1.5"),
    ],
)
def test_literals_in_german(term: Literal, expected: str) -> None:
    assert importlib.import_module("forderungsgraph.server.present").literal(term) == expected

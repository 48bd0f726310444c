"""The query page: advice, drawings, calls for programs, short links, words for the editor; hostile input."""

from __future__ import annotations

import ast
import importlib
import json
import re
import sqlite3
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.files import folder
from forderungsgraph.query import Chart, library
from forderungsgraph.release import Release
from forderungsgraph.store import EmbeddedStore, Iri, Literal
from forderungsgraph.store.values import XSD

advice = importlib.import_module("forderungsgraph.server.advice")
labels = importlib.import_module("forderungsgraph.server.labels")
charts = importlib.import_module("forderungsgraph.server.charts")
results = importlib.import_module("forderungsgraph.server.results")
shortlinks = importlib.import_module("forderungsgraph.server.shortlinks")
snippets = importlib.import_module("forderungsgraph.server.snippets")
vocabulary = importlib.import_module("forderungsgraph.server.vocabulary")

HTML = {"Accept": "text/html"}
FG = "https://w3id.org/forderungsgraph/def#"
BASE = "https://w3id.org/forderungsgraph/id/"
WORDS = vocabulary.Vocabulary(
    {"fg": FG, "dct": "http://purl.org/dc/terms/"},
    (
        vocabulary.Word("fg:Demand", f"{FG}Demand", "class", "Forderung"),
        vocabulary.Word("fg:demandedBy", f"{FG}demandedBy", "property", "wird gefordert von"),
        vocabulary.Word("fg:wording", f"{FG}wording", "property", "Wortlaut"),
        vocabulary.Word("dct:title", "http://purl.org/dc/terms/title", "property", "Titel"),
    ),
)
THINGS = {f"{BASE}law/ozg": "Onlinezugangsgesetz", f"{BASE}law/ndig": "NDIG"}
PREFIX = f"PREFIX fg: <{FG}> "


# -- advice


@pytest.mark.parametrize(
    ("query", "written", "meant", "declaration"),
    [
        (
            f"{PREFIX}SELECT * {{ ?s fg:demandetBy ?o }}",
            "fg:demandetBy",
            ("fg:demandedBy", "fg:Demand"),
            None,
        ),
        (f"{PREFIX}SELECT * {{ ?s fg:Wortlaut ?o }}", "fg:Wortlaut", ("fg:wording",), None),
        (f"{PREFIX}SELECT * {{ ?s fg:zzz ?o }}", "fg:zzz", (), None),
        ("SELECT * { ?s fg:wording ?o }", "fg:wording", (), f"PREFIX fg: <{FG}>"),
        ("SELECT * { ?s fg:wordin ?o }", "fg:wordin", ("fg:wording",), f"PREFIX fg: <{FG}>"),
        ("SELECT * { ?s fgg:wording ?o }", "fgg:wording", ("fg:wording",), None),
        (f"SELECT * {{ ?s a <{FG}Demnad> }}", f"<{FG}Demnad>", (f"<{FG}Demand>", f"<{FG}demandedBy>"), None),
        (f"SELECT * {{ ?s ?p <{BASE}law/ozgg> }}", f"<{BASE}law/ozgg>", (f"<{BASE}law/ozg>",), None),
        ("PREFIX dct: <http://purl.org/dc/terms/> ASK { ?s dct:titel 1 }", "dct:titel", ("dct:title",), None),
        ("SELCT * { ?s ?p ?o }", "SELCT", ("SELECT",), None),
        ("SELECT * { ?s ?p ?o FILTR(?o > 1) }", "FILTR", ("FILTER",), None),
        ("SELECT ?wordng { ?s ?p ?wording }", "?wordng", ("?wording",), None),
    ],
)
def test_advice(query: str, written: str, meant: tuple[str, ...], declaration: str | None) -> None:
    (found,) = advice.advise(query, WORDS, THINGS)
    assert (found.written, found.meant, found.declaration) == (written, meant, declaration)
    assert query[found.column - 1 :].startswith(written)


@pytest.mark.parametrize(
    "query",
    [
        f"{PREFIX}SELECT * {{ ?s fg:demandedBy ?o }}",
        "PREFIX dct: <http://purl.org/dc/terms/> ASK { ?s dct:accrualPolicy 1 }",
        "PREFIX fg: <https://example.org/other#> ASK { ?s fg:demandetBy ?o }",
        "SELECT ?s1 (COUNT(*) AS ?name2) { ?s1 ?p1 ?name1 . ?s1 ?p2 ?o } GROUP BY ?s1 HAVING (COUNT(*) > 1)",
        "SELECT ?anders { ?s ?p ?o }",
        "DESCRIBE ?s WHERE { ?s a <x:y> }",
        f"ASK {{ ?s ?p <{BASE}law/ozg>, <{BASE}unknown/x>, <https://example.org/id/y> }}",
        f'ASK {{ ?s ?p "fg:demandetBy" }} # fg:demandetBy <{FG}zzz>',
        "",
    ],
)
def test_no_advice(query: str) -> None:
    assert advice.advise(query, WORDS, THINGS) == []


def test_advice_counts_lines_and_columns_and_is_short() -> None:
    found = advice.advise(
        f"{PREFIX}\nASK {{\n  ?ü fg:a1, fg:b2, fg:c3, fg:d4, fg:e5, fg:f6 }}", WORDS, THINGS
    )
    assert len(found) == 5
    assert [(item.line, item.column) for item in found[:2]] == [(3, 6), (3, 13)]


def test_the_library_needs_no_advice(built_release: Release) -> None:
    store = EmbeddedStore.of_release(built_release.folder)
    names = labels.Labels.of(store)["de"]
    words = vocabulary.vocabulary(store, names)
    assert len(words.words) > 150
    for query in library().values():
        assert advice.advise(query.bind({}), words, names.names) == [], query.name


@given(st.text(max_size=300))
def test_advice_on_any_text(query: str) -> None:
    for found in advice.advise(query, WORDS, THINGS):
        assert query.splitlines(keepends=False) or found
        assert found.written in query


def test_page_tells_place_and_hint(client: FlaskClient) -> None:
    query = f"{PREFIX}\nSELECT * {{ ?d fg:demandetBy ?x }}"
    text = client.get("/sparql", query_string={"query": query}, headers=HTML).text
    plain = " ".join(re.sub(r"<[^>]*>", "", text).split())
    assert "Zeile 2, Spalte 15: fg:demandetBy – meinten Sie fg:demandedBy" in plain
    wrong = client.get("/sparql", query_string={"query": "SELECT *\n{ ?s ?p }"}, headers=HTML)
    assert wrong.status_code == 400
    assert 'data-line="2"' in wrong.text
    english = client.get("/en/sparql", query_string={"query": query}, headers=HTML).text
    assert "Did you mean something else?" in english


# -- words for the editor


def test_words_for_the_editor(client: FlaskClient) -> None:
    response = client.get("/sparql/begriffe")
    found = response.get_json()
    assert found["prefixes"]["fg"] == FG
    terms = {term["name"]: term for term in found["terms"]}
    assert terms["fg:Demand"]["label"] == "Forderung"
    assert terms["fg:Demand"]["definition"].startswith("Äußerung")
    assert terms["dct:title"]["kind"] == "property"
    english = client.get("/en/sparql/begriffe")
    assert {t["name"]: t["label"] for t in english.get_json()["terms"]}["fg:Demand"] == "Demand"
    assert english.headers["ETag"] != response.headers["ETag"]
    again = client.get("/sparql/begriffe", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_editor_is_shipped_with_its_licences_and_asks_nobody() -> None:
    static = folder("server") / "static"
    script = (static / "editor.js").read_text("utf-8")
    licences = (static / "editor-licences.txt").read_text("utf-8")
    assert set(re.findall(r"https?://[\w.-]+", script)) <= {"http://www.w3.org"}
    packages = re.findall(r"^== (\S+) [\d.]+$", licences, re.MULTILINE)
    assert len(packages) >= 12
    assert licences.count("Permission is hereby granted, free of charge") == len(packages)


# -- drawings


def _table(*rows: tuple[str, ...]) -> object:
    columns = ("who", "what", "n")[-len(rows[0]) :]
    cells = tuple((*(Literal(v) for v in row[:-1]), Literal(row[-1], f"{XSD}integer")) for row in rows)
    return results.Table(columns, cells, len(rows))


def _name(term: object) -> str:
    return str(getattr(term, "value", term))


def _draw(app: Flask, chart: str, table: object) -> str | None:
    with app.test_request_context("/"):
        drawing = charts.draw(Chart.of(chart), table, _name)
    return None if drawing is None else str(drawing.svg)


def test_bars_are_as_long_as_their_numbers(app: Flask) -> None:
    svg = _draw(app, "bars what n", _table(("A", "10"), ("B", "5"), ("C", "0")))
    assert svg
    widths = [float(w) for w in re.findall(r'<rect[^>]* width="([\d.]+)"', svg)]
    assert widths[1] == pytest.approx(widths[0] / 2, abs=0.1)
    assert widths[2] == 0
    assert re.findall(r"<title>([^<]*)</title>", svg) == ["A: 10", "B: 5", "C: 0"]


def test_columns_are_stacked_and_ordered(app: Flask) -> None:
    svg = _draw(app, "columns who n what", _table(("2020", "x", "1"), ("2019", "x", "2"), ("2019", "y", "2")))
    assert svg
    assert [t for t in re.findall(r"<title>([^<]*)</title>", svg) if ":" in t] == [
        "2019, x: 2", "2019, y: 2", "2020, x: 1", "2020, y: 0",
    ]  # fmt: skip


def test_many_series_are_summed_up(app: Flask) -> None:
    svg = _draw(app, "bars who n what", _table(*(("A", f"t{i}", str(i)) for i in range(1, 10))))
    assert svg
    assert "A, übrige: 10" in svg  # 1 + 2 + 3 + 4


def test_a_matrix_keeps_nothing_and_zero_apart(app: Flask) -> None:
    svg = _draw(app, "matrix who what n", _table(("A", "x", "3"), ("A", "y", "0"), ("B", "x", "1")))
    assert svg
    assert re.findall(r">([·\d]+)<", svg) == ["3", "0", "1", "·"]


def test_what_cannot_be_drawn_is_not(app: Flask) -> None:
    assert _draw(app, "bars fehlt n", _table(("A", "1"))) is None
    assert _draw(app, "bars what n", _table(("A", "0"))) is None
    assert _draw(app, "bars what n", _table(("A", "viele"))) is None
    with pytest.raises(ValueError, match="torte"):
        Chart.of("torte a b")


def test_drawings_escape_everything(app: Flask) -> None:
    svg = _draw(app, "bars what n", _table(("<script>alert(1)</script>", "1"), ("{0}", "2")))
    assert svg
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_library_draws_and_so_do_own_queries(client: FlaskClient) -> None:
    text = client.get("/abfragen/verbaende-und-ihre-forderungen", headers=HTML).text
    assert text.count("<svg") == 1
    query = "# chart: bars a b\nSELECT * { VALUES (?a ?b) { ('x' 1) } }"
    assert client.get("/sparql", query_string={"query": query}, headers=HTML).text.count("<svg") == 1
    broken = query.replace("bars", "torte")
    assert client.get("/sparql", query_string={"query": broken}, headers=HTML).text.count("<svg") == 0


# -- calls for programs

NASTY = "SELECT ('it''s \"so\" $HOME `id` \\\\ \U0001f642' AS ?x)\n{ # ä\n}"


@pytest.mark.parametrize("query", [NASTY, 'ASK { ?s ?p """a"b""" }', "ASK {}", "ASK { ?s ?p 'x' } #\""])
def test_calls_hold_the_query_exactly(query: str) -> None:
    curl, python, r = snippets.of_query("https://example.org/sparql", query)
    words = subprocess.run(
        ["bash", "-c", curl.text.replace("curl ", "printf '%s\\0' ", 1)], capture_output=True, check=True
    ).stdout.decode()
    assert f"query={query}" in words.split("\0")
    constants = [node.value for node in ast.walk(ast.parse(python.text)) if isinstance(node, ast.Constant)]
    assert query in constants
    quoted = re.search(r'query = ("(?:[^"\\]|\\.)*")', r.text)
    assert quoted
    assert json.loads(quoted[1]) == query


def test_calls_of_a_saved_query() -> None:
    found = snippets.of_saved("https://example.org/abfragen/x.csv", {"law": "o'zg&"})
    assert found[0].text == "curl 'https://example.org/abfragen/x.csv?law=o%27zg%26'"


# -- short links


def test_short_links_lead_back_to_the_query(client: FlaskClient) -> None:
    query = "SELECT ?x { VALUES ?x { 1 2 'ü' } }"
    made = client.post("/k/", data={"query": query})
    assert made.status_code == 303
    assert re.fullmatch(r"/k/[a-z2-7]{10}", made.location)
    assert client.post("/k/", data={"query": query}).location == made.location
    page = client.get(made.location, headers=HTML)
    assert page.status_code == 200
    assert f'value="http://localhost{made.location}"' in page.text
    assert "VALUES ?x { 1 2 &#39;ü&#39; }" in page.text
    data = client.get(f"{made.location}?format=csv")
    assert data.data == "x\r\n1\r\n2\r\nü\r\n".encode()
    assert client.get("/k/aaaaaaaaaa").status_code == 404


def test_short_links_are_made_here_only(client: FlaskClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post("/k/", data={"query": "ASK {}"}, headers=headers).status_code == 400
    assert client.post("/k/", data={"query": "ASK {} # " + "x" * 10_000}).status_code == 413
    assert client.post("/k/", data={"query": "kein SPARQL"}).status_code == 400
    same = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert client.post("/k/", data={"query": "ASK {}"}, headers=same).status_code == 303


def test_the_book_of_links_is_bounded_and_forgets_what_nobody_opens(tmp_path: Path) -> None:
    book = shortlinks.Book(tmp_path / "links.sqlite", most=3)
    first, second, third = (book.add(f"ASK {{ {n} }}") for n in range(3))
    assert book.query(first) == "ASK { 0 }"
    book.add("ASK { 3 }")
    assert [book.query(code) is None for code in (first, second, third)] == [False, True, False]


def test_the_book_survives_codes_that_are_taken(tmp_path: Path) -> None:
    book = shortlinks.Book(tmp_path / "links.sqlite")
    code = book.add("ASK {}")
    with sqlite3.connect(book.path) as file:
        file.execute("UPDATE link SET query = 'ASK { other }'")
    file.close()
    longer = book.add("ASK {}")
    assert (len(longer), longer.startswith(code), book.query(longer)) == (16, True, "ASK {}")
    assert book.query(code) == "ASK { other }"


def test_no_file_no_links(tmp_path: Path) -> None:
    book = shortlinks.Book(tmp_path / "fehlt" / "links.sqlite")
    assert book.query("aaaaaaaaaa") is None
    with pytest.raises(sqlite3.Error):
        book.add("ASK {}")
    broken = tmp_path / "links.sqlite"
    broken.write_text("kein SQLite", encoding="utf-8")
    assert shortlinks.Book(broken).query("aaaaaaaaaa") is None


# -- the page


def test_templates_are_put_into_the_editor_with_their_values(client: FlaskClient) -> None:
    text = client.get("/sparql?abfrage=forderungen-zum-gesetz&law=ndig", headers=HTML).text
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)
    assert area
    assert f"&lt;{BASE}law/ndig&gt;" in area[1]
    assert '<option value="ndig" selected>' in text
    english = client.get("/en/sparql?abfrage=forderungen-zum-gesetz", headers=HTML).text
    assert "Which demands of which associations concern a law" in english


def test_permanent_address_of_a_query(client: FlaskClient) -> None:
    query = "SELECT ?x { VALUES ?x { 1 } }"
    text = client.get("/sparql", query_string={"query": query}, headers=HTML).text
    found = re.search(r'id="permalink" type="text" readonly value="([^"]*)"', text)
    assert found
    assert parse_qs(urlsplit(found[1]).query) == {"query": [query]}


def test_long_queries_come_by_post(client: FlaskClient) -> None:
    query = "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(3000))) + " } }"
    page = client.post("/sparql", data={"query": query, "format": ""}, headers=HTML)
    assert page.status_code == 200
    assert "1 bis 20 von 3.000 Ergebniszeilen" in page.text
    assert 'id="permalink"' not in page.text
    assert "sortieren=" not in page.text
    data = client.post("/sparql", data={"query": query, "format": "csv"}, headers=HTML)
    assert data.mimetype == "text/csv"


HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'`alert({{7*7}})"
ADDRESSES = [
    "/sparql?query={}",
    "/sparql?abfrage={}",
    "/sparql?abfrage=textsuche&word={}",
    "/sparql?query=ASK%7B%7D&sortieren={}",
    "/abfragen/{}",
    "/abfragen/textsuche?word={}",
    "/abfragen/textsuche?{}=x",
    "/abfragen/vor-und-nach-einer-aenderung?day={}",
    "/seite/{}",
    "/k/{}",
    "/daten/{}",
    "/en/abfragen/textsuche?word={}",
    "/{}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_addresses_do_nothing(client: FlaskClient, address: str) -> None:
    for hostile in (quote(HOSTILE, safe=""), quote(HOSTILE, safe="<>'\"`{}$*()=")):
        _check_harmless(client.get(address.format(hostile), headers=HTML).text)


class _Elements(HTMLParser):
    """Elements and attributes of a page as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def _check_harmless(text: str) -> None:
    elements = _Elements(text).found
    assert len(elements) > 20
    for tag, attributes in elements:
        assert tag not in ("img", "b", "iframe", "object")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag == "script":
            ours = attributes.get("src") in ("/static/editor.js", "/static/copy.js")
            assert ours or attributes == {"type": "application/ld+json"}
        for name in ("href", "src", "action", "formaction"):
            assert not re.match(r"\s*(?:javascript|data|vbscript):", attributes.get(name, ""), re.IGNORECASE)
    # nothing is evaluated as a template
    assert "alert(49)" not in text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ('</textarea><script>alert(1)</script>' AS ?x) {}",
        "SELECT (STRLANG('<b onclick=alert(1)>', 'en') AS ?x) {}",
        "SELECT (STRDT('<b>', <javascript:alert(1)>) AS ?x) {}",
        "# chart: bars x n\nSELECT ('<script>alert(1)</script>' AS ?x) (1 AS ?n) {}",
        "SELECT ?\u202egnp {}",
        "SELECT (<javascript:alert(1)> AS ?x) (<data:text/html,x> AS ?y) (<vbscript:x> AS ?z) {}",
        "CONSTRUCT { <javascript:a> <javascript:b> '<script>' } {}",
        "SELECT * { ?s fg:<script>alert(1)</script> ?o }",
        "SELECT * { ?s <https://w3id.org/forderungsgraph/def#'onmouseover=alert(1)> ?o }",
        "SELECT ('&#60;script&#62;' AS ?x) {}",
    ],
)
def test_hostile_answers_do_nothing(client: FlaskClient, query: str) -> None:
    for start in ("", "/en"):
        _check_harmless(client.get(f"{start}/sparql", query_string={"query": query}, headers=HTML).text)


def test_things_named_as_on_other_pages(client: FlaskClient) -> None:
    query = f"SELECT ?law {{ VALUES ?law {{ <{BASE}law/ozg> }} }}"
    text = client.get("/sparql", query_string={"query": query}, headers=HTML).text
    assert f'<a href="/gesetz/ozg" title="{BASE}law/ozg">Onlinezugangsgesetz</a>' in text
    assert Iri(f"{BASE}law/ozg").value in text

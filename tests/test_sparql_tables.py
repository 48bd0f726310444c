"""Tables for spreadsheets, and answers that other formats cannot carry."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forderungsgraph.errors import QueryError, QueryLimitError
from forderungsgraph.formats import Format
from forderungsgraph.store import EmbeddedStore, Literal, tables

STORE = EmbeddedStore(b"")
MIXED = """SELECT ?a ?b { VALUES (?a ?b) {
  ("Städte; Gemeinden" 12) ("=1+1" -3.50) ("sagt \\"ja\\"" "2019-09-25"^^xsd:date) (<http://a/ü> true)
  ("-" 1e3) (UNDEF 12345678901234567890) ("@SUM(A1)" "0012") ("a\\nb" "x"@de)
} }"""
PREFIX = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_csv_for_excel() -> None:
    body = STORE.serialise(PREFIX + MIXED, Format.EXCEL).decode("utf-8")
    assert body.splitlines(keepends=True) == [
        "\ufeffa;b\r\n",
        '"Städte; Gemeinden";12\r\n',
        "'=1+1;-3,5\r\n",
        '"sagt ""ja""";2019-09-25\r\n',
        "http://a/ü;true\r\n",
        "'-;1000\r\n",
        ";12345678901234567890\r\n",
        "'@SUM(A1);0012\r\n",
        '"a\n',
        'b";x\r\n',
    ]


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ud800"), min_size=1), max_size=5)
)
def test_excel_reads_every_text_back_and_takes_none_for_a_formula(texts: list[str]) -> None:
    values = " ".join(Literal(text).sparql() for text in texts)
    body = STORE.serialise(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}", Format.EXCEL).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=";"))[1:]
    assert [row[0].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]
    assert not [row for row in rows if row[0].lstrip()[:1] in ("=", "+", "-", "@")]


def cells(body: bytes) -> list[list[tuple[str | None, str]]]:
    """Return type and value of each cell of the only sheet."""
    book = zipfile.ZipFile(io.BytesIO(body))
    shared = [
        "".join(part.text or "" for part in item.iter(f"{NAMESPACE}t"))
        for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    ]
    rows = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{NAMESPACE}row")
    found = []
    for row in rows:
        line = []
        for cell in row:
            value = cell.findtext(f"{NAMESPACE}v") or ""
            assert cell.find(f"{NAMESPACE}f") is None
            kind = cell.get("t")
            line.append((kind, shared[int(value)] if kind == "s" else value))
        found.append(line)
    return found


def test_xlsx() -> None:
    body = STORE.serialise(PREFIX + MIXED, Format.XLSX)
    assert cells(body) == [
        [("s", "a"), ("s", "b")],
        [("s", "Städte; Gemeinden"), (None, "12")],
        [("s", "=1+1"), (None, "-3.5")],
        [("s", 'sagt "ja"'), (None, "43733")],
        [("s", "http://a/ü"), ("b", "1")],
        [("s", "-"), (None, "1000")],
        [("s", "12345678901234567890")],
        [("s", "@SUM(A1)"), ("s", "0012")],
        [("s", "a\nb"), ("s", "x")],
    ]
    assert body == STORE.serialise(PREFIX + MIXED, Format.XLSX)


def test_xlsx_never_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * 40_000
    with pytest.raises(QueryLimitError, match="32767 Zeichen je Zelle"):
        STORE.serialise(f'SELECT ("{long}" AS ?x) {{}}', Format.XLSX)
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(QueryLimitError, match="höchstens 2 Zeilen"):
        STORE.serialise("SELECT ?x { VALUES ?x { 1 2 3 } }", Format.XLSX)


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [
        (Format.CSV, b"boolean\r\ntrue\r\n"),
        (Format.TSV, b"?boolean\ntrue\n"),
        (Format.EXCEL, b"\xef\xbb\xbfboolean\r\ntrue\r\n"),
    ],
)
def test_ask_as_a_table(fmt: Format, expected: bytes) -> None:
    assert STORE.serialise("ASK {}", fmt) == expected
    assert STORE.serialise("ASK { FILTER(false) }", fmt) == expected.replace(b"true", b"false")


def test_ask_as_xlsx() -> None:
    assert cells(STORE.serialise("ASK {}", Format.XLSX)) == [[("s", "boolean")], [("b", "1")]]


@pytest.mark.parametrize("code", ["\\u0001", "\\u000B", "\\uFFFE", "\\u001F"])
@pytest.mark.parametrize(
    ("query", "fmt"),
    [('SELECT ("a{}b" AS ?x) {{}}', Format.XML), ('CONSTRUCT {{ <a:a> <a:b> "{}" }} {{}}', Format.RDF_XML)],
)
def test_xml_never_carries_what_it_cannot(code: str, query: str, fmt: Format) -> None:
    with pytest.raises(QueryError, match="Steuerzeichen"):
        STORE.serialise(query.format(code), fmt)


def test_xml_keeps_carriage_returns() -> None:
    body = STORE.serialise('SELECT ("a\\r\\nb\\tc" AS ?x) {}', Format.XML)
    assert "".join(ElementTree.fromstring(body).itertext()) == "a\r\nb\tc"
    graph = STORE.serialise('CONSTRUCT { <a:a> <http://a/b> "a\\r\\nb" } {}', Format.RDF_XML)
    assert "a\r\nb" in "".join(ElementTree.fromstring(graph).itertext())


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_xml_is_well_formed_or_refused(text: str) -> None:
    try:
        body = STORE.serialise(f"SELECT ({Literal(text).sparql()} AS ?x) {{}}", Format.XML)
    except QueryError:
        return
    assert "".join(ElementTree.fromstring(body).itertext()) == text

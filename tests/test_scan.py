"""The look at a query's tokens: what it tells, what it refuses."""

from __future__ import annotations

import contextlib
import time

import pytest

from forderungsgraph.errors import QueryRefusedError, QuerySyntaxError
from forderungsgraph.store import Form, Limits, Scan, scan

SERVICE = "<http://127.0.0.1:9/> { ?a ?b ?c }"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", Scan(Form.SELECT, (), ())),
        ("select*{?s?p?o}", Scan(Form.SELECT, (), ())),
        ("ASKWHERE{?s ?p ?o}", Scan(Form.ASK, (), ())),
        ("# SELECT\nPREFIX select: <http://a/>\nDESCRIBE select:x", Scan(Form.DESCRIBE, (), ())),
        ("CONSTRUCT FROM <http://a/g> WHERE {?s ?p ?o}", Scan(Form.CONSTRUCT, ("http://a/g",), ())),
        (
            "BASE <http://a/> PREFIX p: <b#> SELECT * FROM <g> FROM NAMED p:n {}",
            Scan(Form.SELECT, ("http://a/g",), ("http://a/b#n",)),
        ),
        ("SELECT * FROM <http://a/g> FROM <http://a/g> {}", Scan(Form.SELECT, ("http://a/g",), ())),
        ("SELECT * { ?s x:a y:b, x:c }", Scan(Form.SELECT, (), (), ("x", "y"))),
    ],
)
def test_tells_form_and_graphs(text: str, expected: Scan) -> None:
    assert scan(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE {SERVICE} }}",
        f"SELECT * {{ service silent {SERVICE} }}",
        f"SELECT * {{ ?s ?p ?o .SERVICESILENT{SERVICE} }}",
        f"SELECT * {{ ?s ?p trueSERVICE{SERVICE} }}",
        f"SELECT * {{ ?s ?p 1.SERVICE{SERVICE} }}",
        f'SELECT * {{ ?s ?p "a"@en.SERVICE{SERVICE} }}',
        f"SELECT * {{ ?s ?p ?o #\rSERVICE{SERVICE} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(1<2)SERVICE{SERVICE} }}",
        "PREFIX a: <http://a/> SELECT * { SERVICEa:b { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?x SERVICE ?x { ?a ?b ?c } }",
        f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE {SERVICE} }} }} }} }}",
    ],
)
def test_refuses_service(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE wird nicht ausgeführt"):
        scan(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?service ?p "SERVICE" , \'SERVICE\' , """a " SERVICE""" }',
        "SELECT * { ?s <http://a/SERVICE> ?o } # SERVICE",
        "PREFIX a: <http://a/> SELECT * { ?s a:service $SERVICE }",
    ],
)
def test_the_word_service_elsewhere_is_harmless(text: str) -> None:
    assert scan(text).form is Form.SELECT


@pytest.mark.parametrize(
    "text", ["", "PREFIX a: <http://a/>", "INSERT DATA { <a:a> <a:b> 1 }", "LOAD <http://a/>"]
)
def test_refuses_what_is_no_query(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="weder SELECT noch ASK"):
        scan(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(" + "(" * 50_000,
        "SELECT * " + "{" * 101,
        "SELECT * { FILTER(" + "!" * 5_000 + "true) }",
        "SELECT * {" + "?s ?p ?o ." * 20_000 + "}",
        "SELECT * { ?s ?p ?o } #" + "x" * 500_000,
    ],
)
def test_refuses_what_would_abort_the_engine(text: str) -> None:
    before = time.perf_counter()
    with pytest.raises(QueryRefusedError):
        scan(text)
    assert time.perf_counter() - before < 60


def test_limits_can_be_set_and_line_is_told() -> None:
    assert scan("SELECT * { { } }", Limits(depth=2)).form is Form.SELECT
    with pytest.raises(QueryRefusedError):
        scan("SELECT * { { } }", Limits(depth=1))
    with pytest.raises(QuerySyntaxError) as caught:
        scan("SELECT *\n{ ?s ?p \x01 }")
    assert caught.value.line == 2


def test_scan_is_linear_in_dots() -> None:
    before = time.perf_counter()
    with pytest.raises(QueryRefusedError):
        scan("SELECT * {" + "a." * 200_000)
    assert time.perf_counter() - before < 60


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { "' + '\\"' * 240_000,
        "SELECT * { '" + "\\'" * 240_000,
        'SELECT * { """' + '\\"' * 240_000,
        "SELECT * { <" + "\\u00410041" * 40_000,
        "SELECT * { a:" + "." * 480_000,
        "SELECT * { a:" + "\\-" * 240_000,
        "SELECT * {" + "_:a." * 120_000,
        "SELECT * {" + "a:%41." * 80_000,
        "SELECT * {" + "?a" * 200_000,
        "SELECT * {" + "1." * 200_000,
    ],
)
def test_no_text_makes_the_scan_slow(text: str) -> None:
    with contextlib.suppress(QueryRefusedError, QuerySyntaxError):
        scan(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { " + "{ ?s ?p ?o } UNION" * 501, "mehr als 500 UNION"),
        ("SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?q ?r }" * 501, "mehr als 500 OPTIONAL"),
        ("SELECT * { ?s ?p ?o " + "FILTER(?o)" * 501, "mehr als 500 FILTER"),
        ("SELECT * { ?s " + "<a:p>/" * 2_001 + "<a:p> ?o }", "mehr als 2000 Operatoren"),
        ("SELECT (" + "1+" * 2_001 + "1 AS ?n) {}", "mehr als 2000 Operatoren"),
    ],
)
def test_long_rows_are_as_deep_as_brackets(text: str, message: str) -> None:
    with pytest.raises(QueryRefusedError, match=message) as caught:
        scan(text)
    assert caught.value.english is not None

"""Formats and content negotiation: header in, format out."""

from __future__ import annotations

import doctest

import pytest

from forderungsgraph import formats
from forderungsgraph.formats import Content, Format, negotiate

RESULTS = Format.carrying(Content.RESULTS)
GRAPHS = Format.carrying(Content.GRAPH)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, Format.JSON),
        ("", Format.JSON),
        ("*/*", Format.JSON),
        ("application/sparql-results+json", Format.JSON),
        ("application/json", Format.JSON),
        ("APPLICATION/JSON;Q=1", Format.JSON),
        ("text/csv", Format.CSV),
        ("text/*", Format.CSV),
        ("text/*;q=0.5, text/csv;q=0", Format.TSV),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", Format.XML),
        ("application/sparql-results+json;q=1.0, application/sparql-results+xml;q=0.7", Format.JSON),
        ("application/rdf+xml, application/sparql-results+xml", Format.XML),
        ("text/turtle, */*;q=0.1", Format.JSON),
        ("text/tab-separated-values; charset=utf-8", Format.TSV),
        ("text/turtle", None),
        ("image/png", None),
        ("*/*;q=0", None),
        ("application/json;q=0, */*", Format.XML),
        ("application/sparql-results+json;q=0, */*", Format.XML),
        ("text/csv;q=2", None),
        ("Unsinn", Format.JSON),
        ("text/csv;q=0.001", Format.CSV),
    ],
)
def test_negotiates_results(accept: str | None, expected: Format | None) -> None:
    assert negotiate(accept, RESULTS) is expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/rdf+xml, application/sparql-results+xml", Format.RDF_XML),
        ("application/json", Format.JSON_LD),
        ("text/turtle;q=0.3, application/n-quads;q=0.4", Format.N_QUADS),
        ("application/*", Format.JSON_LD),
        ("text/csv", None),
    ],
)
def test_negotiates_graphs(accept: str, expected: Format | None) -> None:
    assert negotiate(accept, GRAPHS) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("json", Format.JSON),
        ("JSON", Format.JSON),
        ("srj", Format.JSON),
        ("application/sparql-results+json", Format.JSON),
        ("application/sparql-results json", Format.JSON),
        ("text/csv; charset=utf-8", Format.CSV),
        ("turtle", None),
        ("gif", None),
        ("", None),
    ],
)
def test_names_of_results(name: str, expected: Format | None) -> None:
    assert Format.named(name, RESULTS) is expected


def test_every_format_is_found_by_each_of_its_names() -> None:
    for fmt in Format:
        # a variant of CSV is asked for by its name alone
        names = (fmt.short_name,) if fmt is Format.EXCEL else (fmt.short_name, fmt.media_type, fmt.extension)
        for name in names:
            assert Format.named(name, Format.carrying(fmt.content)) is fmt


def test_charset_only_where_the_media_type_has_one() -> None:
    assert Format.CSV.content_type == "text/csv; charset=utf-8"
    assert Format.N_TRIPLES.content_type == "application/n-triples"
    assert Format.PROBLEM.content_type == "application/problem+json"


def test_examples_run() -> None:
    outcome = doctest.testmod(formats)
    assert outcome.attempted == 3
    assert outcome.failed == 0

"""The base of all pages: two languages, lists in parts, sorted tables, kinds of nothing, data blocks."""

from __future__ import annotations

import ast
import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from forderungsgraph.files import folder
from forderungsgraph.query import library

languages = importlib.import_module("forderungsgraph.server.languages")
lists = importlib.import_module("forderungsgraph.server.lists")
present = importlib.import_module("forderungsgraph.server.present")
results = importlib.import_module("forderungsgraph.server.results")
texts = importlib.import_module("forderungsgraph.server.texts")
values = importlib.import_module("forderungsgraph.store.values")

HTML = {"Accept": "text/html"}
SERVER = folder("server")


def _said_in_modules(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("say", "say_number")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _asked_for(app: Flask) -> set[str]:
    templates = sorted((SERVER / "templates").rglob("*.html"))
    modules = sorted(SERVER.rglob("*.py"))
    assert len(templates) > 8
    assert len(modules) > 15
    found = {
        text for path in templates for text in languages.messages(path.read_text("utf-8"), app.jinja_env)
    }
    found |= {text for path in modules for text in _said_in_modules(path)}
    found |= {name for _, name in texts.NAVIGATION}
    for names in (texts.MATRIX, texts.FACETS, texts.SORTINGS):
        found |= set(names.values())
    for table in (texts.PROPERTIES, texts.INCOMING, texts.COLUMNS, texts.TRIPLE):
        found |= set(table.values())
    return found


def test_every_text_has_its_english_and_no_english_is_left_over(app: Flask) -> None:
    asked, known = _asked_for(app), set(languages.catalogue())
    assert sorted(asked - known) == []
    assert sorted(known - asked) == []


def test_every_column_of_the_library_has_a_name() -> None:
    columns = {column for query in library().values() for column in query.columns}
    assert len(columns) > 40
    assert sorted(columns - set(texts.COLUMNS)) == []


def test_each_text_stands_in_one_catalogue() -> None:
    files = languages.catalogues()
    assert len(files) >= 2
    texts_of = [key for path in files for key in tomllib.loads(path.read_text("utf-8"))]
    assert sorted({key for key in texts_of if texts_of.count(key) > 1}) == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    for german, english in languages.catalogue().items():
        assert sorted(re.findall(r"%\(\w+\)s", german)) == sorted(re.findall(r"%\(\w+\)s", english)), german


@pytest.mark.parametrize("address", ["/", "/sparql", "/abfragen/", "/def", "/daten/", "/gesetz/ozg", "/nix"])
def test_each_page_stands_in_both_languages_and_names_the_other(client: FlaskClient, address: str) -> None:
    german, english = (client.get(f"{start}{address}", headers=HTML).text for start in ("", "/en"))
    assert german.startswith('<!doctype html>\n<html lang="de">')
    assert english.startswith('<!doctype html>\n<html lang="en">')
    for text in (german, english):
        assert f'<link rel="alternate" hreflang="de" href="{address}">' in text
        assert f'<link rel="alternate" hreflang="en" href="/en{address}">' in text
    assert f'<a href="/en{address}" hreflang="en" lang="en" rel="alternate">English</a>' in german
    assert f'<a href="{address}" hreflang="de" lang="de" rel="alternate">Deutsch</a>' in english
    assert "Zum Inhalt" not in english
    assert "To the content" in english


def test_english_pages_stay_english(client: FlaskClient) -> None:
    text = client.get("/en/gesetz/ozg", headers=HTML).text
    assert "<h1>Online Access Act</h1>" in text
    links = re.findall(r'href="(/[^"]*)"', text.partition("<body>")[2])
    german = [link for link in links if not link.startswith("/en/")]
    # the other language, and the data
    assert {link for link in german if link != "/gesetz/ozg"} == {
        f"/gesetz/ozg.{kind}" for kind in ("ttl", "jsonld", "nt", "rdf")
    }
    assert client.get("/en/id/law/ozg", headers=HTML).location == "/en/gesetz/ozg"
    assert client.get("/en", headers=HTML).status_code == 200


def test_queries_survive_the_switch_of_language(client: FlaskClient) -> None:
    text = client.get("/abfragen/textsuche?word=Stra%C3%9Fe%22%3E", headers=HTML).text
    assert 'hreflang="en" href="/en/abfragen/textsuche?word=Stra%C3%9Fe%22%3E"' in text


def test_languages_of_names_are_marked(client: FlaskClient) -> None:
    # this one has no English name
    text = client.get("/en/verband/land-nw", headers=HTML).text
    assert '<h1 lang="de">Land Nordrhein-Westfalen</h1>' in text


@pytest.mark.parametrize(
    ("address", "number", "shown", "offered"),
    [
        ("", 1, (0, 10), [1, 2, None, 12]),
        ("seite=2", 2, (10, 20), [1, 2, 3, None, 12]),
        ("seite=3", 3, (20, 30), [1, 2, 3, 4, None, 12]),
        ("seite=12", 12, (110, 115), [1, None, 11, 12]),
        ("seite=13", 12, (110, 115), [1, None, 11, 12]),
        ("seite=-1", 1, (0, 10), [1, 2, None, 12]),
        ("seite=x", 1, (0, 10), [1, 2, None, 12]),
        ("seite=99999999999999999999999", 12, (110, 115), [1, None, 11, 12]),
    ],
)
def test_pages_of_a_list(
    address: str, number: int, shown: tuple[int, int], offered: list[int | None]
) -> None:
    key, _, value = address.partition("=")
    paging = lists.Paging.of(MultiDict({key: value}), 10, 115)
    assert (paging.number, (paging.start, paging.end), list(paging.numbers())) == (number, shown, offered)


def test_an_empty_list_has_one_page() -> None:
    paging = lists.Paging.of(MultiDict(), 10, 0)
    assert (paging.count, paging.start, paging.end, list(paging.numbers())) == (1, 0, 0, [1])


def test_order_of_columns() -> None:
    columns = ("law", "demands")
    given = lists.Order.of(MultiDict({"sortieren": "-demands"}), columns)
    assert (given.column, given.descending) == ("demands", True)
    assert (given.state("demands"), given.state("law")) == ("descending", None)
    assert (given.toggled("demands"), given.toggled("law")) == ("demands", "law")
    assert lists.Order.of(MultiDict({"sortieren": "demands"}), columns).toggled("demands") == "-demands"
    assert lists.Order.of(MultiDict({"sortieren": "fremd"}), columns) == lists.Order()


def test_rows_are_sorted_by_value_and_name() -> None:
    literal, iri, xsd = values.Literal, values.Iri, values.XSD
    rows = (
        (literal("10", f"{xsd}integer"),),
        (literal("9", f"{xsd}integer"),),
        (None,),
        (literal("Zoll"),),
        (literal("Ämter"),),
        (iri("https://example.org/1"),),
    )
    table = results.Table(("x",), rows, len(rows))
    paging = lists.Paging(1, 10, 6)
    name = {"https://example.org/1": "Bund"}.__getitem__
    up = results.shown(table, lists.Order("x"), paging, name)
    assert [cell and cell.value for (cell,) in up.rows] == [
        "9", "10", "Ämter", "https://example.org/1", "Zoll", None,
    ]  # fmt: skip
    down = results.shown(table, lists.Order("x", descending=True), paging, name)
    assert [cell and cell.value for (cell,) in down.rows][-3:] == ["10", "9", None]


def test_sorted_columns_say_so(client: FlaskClient) -> None:
    text = client.get("/abfragen/forderungen-zum-gesetz?law=&sortieren=-date", headers=HTML).text
    assert (
        '<th scope="col" aria-sort="descending"><a class="sort" href="?law=&amp;sortieren=date">Datum' in text
    )
    assert '<th scope="col"><a class="sort" href="?law=&amp;sortieren=wording">Wortlaut' in text
    shown = re.findall(r'<td class="brief">(\d\d\.\d\d\.\d{4})</td>', text)
    days = [".".join(reversed(day.split("."))) for day in shown]
    assert len(set(days)) > 1
    assert days == sorted(days, reverse=True)


def test_three_kinds_of_nothing_look_different(app: Flask) -> None:
    with app.test_request_context("/"):
        found = [
            render_template_string(f'{{% from "macros.html" import {name} %}}{{{{ {call} }}}}')
            for name, call in (
                ("unexamined", "unexamined()"),
                ("nothing_found", "nothing_found()"),
                ("amount", "amount(0)"),
                ("amount", "amount(none)"),
            )
        ]
    assert [re.sub(r"<[^>]*>", "", text) for text in found] == [
        "nicht geprüft", "kein Bezug gefunden", "0", "nicht geprüft",
    ]  # fmt: skip
    assert [re.findall(r'class="([^"]*)"', text)[0] for text in found] == [
        "badge unknown", "badge nothing", "figure", "badge unknown",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "level", "text"),
    [("0.95", "high", "0,95"), ("0.9", "high", "0,90"), ("0.7", "middle", "0,70"), ("0.55", "low", "0,55")],
)
def test_confidence_in_three_steps(app: Flask, value: str, level: str, text: str) -> None:
    with app.test_request_context("/"):
        assert present.confidence(value) == (level, text)


def test_shares_keep_their_denominator(app: Flask) -> None:
    with app.test_request_context("/"):
        assert present.share(3, 12) == "3 von 12, 25\N{NO-BREAK SPACE}%"
        assert present.share(0, 0) == "0 von 0"


def test_dates_and_numbers_in_both_languages(app: Flask) -> None:
    shown = []
    for tag in ("de", "en"):
        with app.test_request_context("/", environ_overrides={"forderungsgraph.language": tag}):
            shown.append((present.day("2019-09-25"), present.number(13434), present.size(1_234_567)))
    assert shown == [
        ("25. September 2019", "13.434", "1,2 MB"),
        ("25 September 2019", "13,434", "1.2 MB"),
    ]


def test_pages_describe_themselves(client: FlaskClient) -> None:
    def block(address: str) -> dict[str, object]:
        text = client.get(address, headers=HTML).text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert found
        described: dict[str, object] = json.loads(found[1])
        return described

    home = block("/")
    assert (home["@type"], home["version"], home["inLanguage"]) == ("Dataset", "0-probe", "de")
    law = block("/gesetz/ozg")
    assert (law["@type"], law["name"]) == ("Legislation", "Onlinezugangsgesetz")
    assert law["@id"] == "https://w3id.org/forderungsgraph/id/law/ozg"


def test_stylesheet_asks_nobody_else_and_keeps_contrast() -> None:
    style = (SERVER / "static" / "style.css").read_text("utf-8")
    assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", style)
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))
        for part in re.split(r"@media \(prefers-color-scheme: dark\)", style, maxsplit=1)
    )
    for colours in (light, dark):
        for ink in ("ink", "quiet", "link", "good", "partly", "bad"):
            for paper in ("paper", "raised", "tint"):
                assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
        for pair in (
            ("good", "good-paper"),
            ("partly", "partly-paper"),
            ("bad", "bad-paper"),
            ("ink", "mark"),
        ):
            assert _contrast(colours[pair[0]], colours[pair[1]]) >= 4.5, pair
        assert _contrast(colours["on-accent"], colours["accent"]) >= 4.5
        assert _contrast(colours["edge"], colours["paper"]) >= 3
        for number in range(1, 7):
            assert _contrast(colours[f"data-{number}"], colours["paper"]) >= 3


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.1, 1.4.3)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_translated_html_is_ours_and_values_are_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        text = render_template_string("{% trans x=x %}Wert {{ x }}{% endtrans %}", x="<b>")
        page = render_template_string(
            '{% from "macros.html" import trail %}{{ trail([("/", "<i>")], "<script>") }}'
        )
    assert text == "Wert &lt;b&gt;"
    assert "<script>" not in page
    assert "&lt;i&gt;" in page

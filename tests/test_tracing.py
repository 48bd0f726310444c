"""Pages that trace demands, over the miniature release and over the shipped documents."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forderungsgraph.files import folder
from forderungsgraph.release import Release
from forderungsgraph.server import Settings, create_app

HTML = {"Accept": "text/html"}
NST = "nst-2019-resolution-digitalisierung"


@pytest.fixture(scope="module")
def shipped(built_release: Release) -> Iterator[Flask]:
    made = create_app(built_release, Settings(workers=1))
    yield made
    made.extensions["forderungsgraph"].guarded.close()


@pytest.fixture
def pages(shipped: Flask) -> FlaskClient:
    return shipped.test_client()


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address, headers=HTML)
    assert response.status_code == 200, address
    return response.text


def _cells(text: str, caption: str) -> list[list[str]]:
    """Return the rows of the table with that caption, as texts."""
    table = next(part for part in re.findall(r"<table>.*?</table>", text, re.S) if caption in part)
    rows = re.findall(r"<tr.*?</tr>", table, re.S)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).replace("\N{SOFT HYPHEN}", "").split())
            for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)
        ]
        for row in rows
    ]


def test_from_ozg_to_the_sentence_of_the_resolution(pages: FlaskClient) -> None:
    found = page(pages, "/suche?q=OZG&jahr=2019")
    (address, *_) = re.findall(rf'href="(/forderung/{NST}-[0-9a-f]+)"', found)
    demand = page(pages, address)
    assert "Spur: von der Forderung zum Recht" in demand
    assert f'href="/dokument/{NST}"' in demand
    assert '<a href="/gesetz/ozg"' in demand


def test_the_trace_tells_of_each_step_where_it_comes_from(pages: FlaskClient) -> None:
    (address,) = set(
        re.findall(
            rf'href="(/forderung/{NST}-[0-9a-f]+)"[^>]*>[^<]*<mark>NDiG',
            page(pages, "/suche?q=NDiG+Kraft&jahr=2019"),
        )
    )
    first, second, *rest = _cells(page(pages, address), "Schritte der Spur")[1:]
    assert first[:3] == [
        "diese Forderung",
        "Fordert Inkrafttreten von",
        "Niedersächsisches Gesetz über digitale Verwaltung und Informationssicherheit",
    ]
    assert first[3].startswith("steht im Dokument: NDiG")
    # in September 2019 the act was still in the making
    assert second[1:3] == ["Verfahren am Tag der Forderung", "Gesetzgebungsverfahren zum NDIG"]
    assert second[3].startswith("erschlossen aus NDiG")
    assert "geprüfter Registereintrag" in [row[3] for row in rest]
    outcomes = _cells(page(pages, address), "Beobachtungen zum Stand")[1:]
    assert [row[:2] for row in outcomes] == [["Erfüllt", "2. November 2019"]]


def test_nobody_has_looked_is_not_unmet(pages: FlaskClient) -> None:
    text = page(pages, "/suche?stand=none")
    address = re.findall(r'href="(/forderung/[^"]+)"', text)[0]
    assert "Das heißt nicht, dass sie offen ist." in page(pages, address)


def test_matrix_counts_and_leads_to_the_demands(pages: FlaskClient) -> None:
    rows = _cells(page(pages, "/matrix?spalten=gesetz"), "Zahl der Forderungen")
    laws, counts = rows[0], {row[0]: row[1:] for row in rows[1:]}
    assert "OZG" in laws
    assert re.fullmatch(r"\d+ von \d+, \d+ %", counts["Niedersächsischer Städtetag"][0])
    number = int(counts["Niedersächsischer Städtetag"][laws.index("OZG") - 1])
    text = page(pages, "/suche?verband=nst&gesetz=ozg")
    assert f"{number} Treffer" in text
    csv = pages.get("/matrix.csv?spalten=gesetz")
    assert csv.mimetype == "text/csv"
    assert csv.text.splitlines()[0] == "row,column,number"
    assert f"/id/law/ozg,{number}" in csv.text
    assert pages.get("/matrix?spalten=nix", headers=HTML).status_code == 400


@pytest.mark.parametrize(
    "wanted",
    [
        "spalten=gesetz",
        "spalten=thema&jahr=2019&sprechakt=request",
        "spalten=dienst&stand=none&sicherheit=high",
        "zeilen=adressat&spalten=thema&stand=partly",
    ],
)
def test_each_number_of_the_matrix_is_that_of_its_search(pages: FlaskClient, wanted: str) -> None:
    text = page(pages, f"/matrix?{wanted}")
    links = re.findall(r'<td class="num heat heat\d"><a href="([^"]+)">(\d+)</a>', text)
    assert links
    for address, number in links[::7]:
        found = page(pages, address.replace("&amp;", "&"))
        assert re.findall(r"(\d+) Treffer</p>", found)[0] == number, address
    rows = re.findall(r'<td class="num share"><a href="([^"]+)">\d+ von (\d+)', text)
    assert rows
    for address, number in rows[::5]:
        found = page(pages, address.replace("&amp;", "&"))
        assert re.findall(r"(\d+) Treffer</p>", found)[0] == number, address
    # the file has the same numbers, of pairs that meet
    lines = pages.get(f"/matrix.csv?{wanted}").text.splitlines()[1:]
    assert sorted(int(line.rpartition(",")[2]) for line in lines) == sorted(
        int(number) for _, number in links
    )


def test_a_matrix_of_nothing_says_so(pages: FlaskClient) -> None:
    assert "Nichts gefunden." in page(pages, "/matrix?jahr=1949")


def test_facets_narrow_and_chips_take_away(pages: FlaskClient) -> None:
    everything = page(pages, "/suche")
    total = int(re.findall(r"(\d+) Treffer</p>", everything)[0])
    narrowed = page(pages, "/suche?verband=nst")
    assert 0 < int(re.findall(r"(\d+) Treffer</p>", narrowed)[0]) < total
    assert re.search(r'class="chip" href="/suche\?"[^>]*>Verband: Niedersächsischer Städtetag', narrowed)


@pytest.mark.parametrize(("name", "kind"), [("csv", "text/csv"), ("excel", "text/csv"), ("xlsx", "sheet")])
def test_the_whole_result_goes_out_as_a_table(pages: FlaskClient, name: str, kind: str) -> None:
    answer: TestResponse = pages.get(f"/suche.{name}?verband=nst")
    assert answer.status_code == 200
    assert kind in str(answer.mimetype)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    if name == "excel":
        assert answer.data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        assert rows[0] == ["date", "demander", "wording", "addressee", "document", "demand"]
        assert {len(row) for row in rows} == {6}
        assert {row[1] for row in rows[1:]} == {"Niedersächsischer Städtetag"}
    if name == "xlsx":
        assert io.BytesIO(answer.data).read(2) == b"PK"


def test_unknown_exports_are_not_found(pages: FlaskClient) -> None:
    assert pages.get("/suche.exe").status_code == 404


def test_documents_show_their_demands_in_the_order_of_the_text(pages: FlaskClient) -> None:
    text = page(pages, f"/dokument/{NST}")
    numbers = [int(number) for number in re.findall(r'class="note"[^>]*>(\d+)<', text)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(re.findall(r'<li value="\d+">', text)) > 20
    assert all(f'id="f{number}"' in text for number in numbers)


def test_laws_tell_events_and_provisions(pages: FlaskClient) -> None:
    text = page(pages, "/gesetz/ozg")
    assert text.index("14. August 2017") < text.index("18. August 2017") < text.index("19. Juli 2024")
    assert text.index("§ 2 OZG") < text.index("§ 10 OZG")
    assert page(pages, "/gesetz/ozg/par-2").count("<h1>§ 2 OZG</h1>") == 1


def test_a_law_tells_its_topic_line(pages: FlaskClient) -> None:
    rows = _cells(page(pages, "/gesetz/ozg"), "Themenlinie in zeitlicher Folge")[1:]
    assert [re.findall(r"20\d\d", row[0])[0] for row in rows] == ["2018", "2019", "2019", "2024"]
    assert rows[0][4] == "–"
    assert "nur später: " in rows[3][4]
    assert "Themenlinie: Register" in page(pages, "/leistung/register")
    assert "Themenlinie:" not in page(pages, "/gesetz/ndig")


def test_of_a_long_topic_line_one_demand_a_year_is_shown_and_the_one_of_the_page(
    pages: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forderungsgraph.server.tracing.topicline._FEW", 1)

    def dates(address: str) -> list[str]:
        rows = _cells(page(pages, address), "Themenlinie in zeitlicher Folge")[1:]
        return [re.findall(r"20\d\d", row[0])[0] for row in rows]

    assert dates("/gesetz/ozg") == ["2018", "2019", "2024"]
    found = re.findall(rf'href="(/forderung/{NST}-[0-9a-f]+)"', page(pages, "/suche?q=OZG&jahr=2019"))
    assert sorted(len(dates(address)) for address in set(found)) == [3, 4]
    assert "Forderungen darin: 4; gezeigt: 3." in page(pages, "/gesetz/ozg")


def test_english_pages_name_things_in_english(pages: FlaskClient) -> None:
    rows = _cells(page(pages, "/en/abfragen/wer-fordert-von-wem"), "Who demands of whom?")
    assert any(row[1] == "State of Lower Saxony" for row in rows)
    assert not any("Land Niedersachsen" in cell for row in rows for cell in row)
    # what has no English name stays, also among several joined by a query
    laws = _cells(page(pages, "/en/abfragen/gesetze-nach-zahl-der-forderungen"), "Laws ranked by demands")
    assert any(
        "Association of Cities and Towns of Lower Saxony; County Association" in row[3] for row in laws
    )
    german = _cells(page(pages, "/abfragen/wer-fordert-von-wem"), "Wer fordert von wem?")
    assert any(row[1] == "Land Niedersachsen" for row in german)
    # data is the same in both
    assert "Land Niedersachsen" in pages.get("/en/abfragen/wer-fordert-von-wem.csv").text


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/forderung/nix", 404, "The graph has nothing of this name: demand/nix"),
        ("/abfragen/nix", 404, "No saved query is called “nix”."),
        ("/nix", 404, "There is nothing at this address."),
        ("/matrix?spalten=nix", 400, "Rows (zeilen): "),
        ("/suche?seite=x", 400, "“seite” is a number from 1."),
        ("/suche?sortierung=x", 400, "“x” is no order; there are: relevanz, neu, alt."),
        ("/abfragen/vor-und-nach-einer-aenderung?day=x", 400, "expected: a day as YYYY-MM-DD."),
        ("/abfragen/forderungen-zum-gesetz?foo=1", 400, "has no parameter “foo”; parameters: law."),
    ],
)
def test_errors_speak_the_language_of_the_page(
    pages: FlaskClient, address: str, status: int, sentence: str
) -> None:
    english, german = (pages.get(start + address, headers=HTML) for start in ("/en", ""))
    assert english.status_code == german.status_code == status
    assert sentence in html.unescape(english.text)
    assert sentence not in html.unescape(german.text)
    (main,) = re.findall(r"<main.*?</main>", english.text, re.S)
    problem = re.findall(r'role="alert".*?</div>', main, re.S) or [main]
    assert 'lang="de"' not in problem[0]


def test_comparison_needs_two_known_bodies(pages: FlaskClient) -> None:
    assert "Themen, zu denen beide fordern" not in page(pages, "/vergleich")
    assert "Bitte zwei verschiedene wählen." in page(pages, "/vergleich?a=nst&b=nst")
    assert "Diesen Verband gibt es hier nicht:" in page(pages, "/vergleich?a=nst&b=nix")
    text = page(pages, "/vergleich?a=nst&b=landkreistag-nordrhein-westfalen")
    assert "Themen, zu denen beide fordern" in text
    assert "Gegensätze" in text


def test_time_line_puts_demands_beside_events(pages: FlaskClient) -> None:
    text = page(pages, "/zeitachse?gesetz=ozg")
    years = re.findall(r'<h2 id="j(\d{4})">', text)
    assert years == sorted(years)
    assert {"2017", "2019", "2024"} <= set(years)


@pytest.mark.parametrize(
    "address", ["/gesetz/ozg", "/leistung/bildungscloud", "/verband/nst", f"/dokument/{NST}"]
)
def test_each_thing_is_data_too(pages: FlaskClient, address: str) -> None:
    assert pages.get(f"{address}.ttl").mimetype == "text/turtle"
    assert pages.get(address, headers={"Accept": "application/ld+json"}).mimetype == "application/ld+json"
    old = (
        "/seite/"
        + {"gesetz": "law", "leistung": "service", "verband": "organisation", "dokument": "document"}[
            address.split("/")[1]
        ]
        + "/"
        + address.split("/")[2]
    )
    moved = pages.get(old, headers=HTML)
    assert (moved.status_code, moved.headers["Location"]) == (308, address)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x>', "javascript:alert(1)"])
def test_what_visitors_send_is_escaped(pages: FlaskClient, hostile: str) -> None:
    for address in ("/suche", "/vergleich", "/zeitachse"):
        text = pages.get(
            address, query_string={"q": hostile, "a": hostile, "gesetz": hostile}, headers=HTML
        ).text
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
        assert 'href="javascript:' not in text


def test_the_trace_is_drawn_with_what_each_step_is(pages: FlaskClient) -> None:
    text = page(pages, f"/forderung/{NST}-2ed76ab018")
    drawn = re.findall(r'<svg class="drawn.*?</svg>', text, re.S)[0]
    assert drawn.count('class="line stated"') == 1
    assert drawn.count('class="line concluded"') == 2
    assert drawn.count('class="line register"') == 3
    said = re.findall(r">([^<>]+)</text>", drawn)
    assert {"im Wortlaut,", "erschlossen,", "Register", "✓ Erfüllt", "Stand · 02.11.2019"} <= set(said)
    assert re.findall(r'<a href="([^"]+)"', drawn)[0] == f"/forderung/{NST}-2ed76ab018"


def test_time_lines_are_drawn_where_there_is_time(pages: FlaskClient) -> None:
    drawn = re.findall(r'<svg class="drawn.*?</svg>', page(pages, "/gesetz/ozg"), re.S)[0]
    titles = re.findall(r'class="bold">([^<]+)<', drawn)
    assert titles == ["Gefordert", "OZG", "OZG: Fassungen"]
    assert 'class="moment force"' in drawn
    # a paragraph without events and demands has no time line, but a service that it governs
    alone = page(pages, "/gesetz/ozg/par-10")
    assert 'class="moment' not in alone
    assert re.findall(r'<svg class="drawn.*?</svg>', alone, re.S)[0].count('class="line register"') == 1


def test_bodies_and_searches_draw_their_numbers(pages: FlaskClient) -> None:
    text = page(pages, "/verband/nst")
    assert re.search(r"Ausgang bekannt: (\d+) von (\d+), \d+", text)
    whole, topics = re.findall(r'<svg class="drawn.*?</svg>', text, re.S)[:2]
    parts = [int(number) for number in re.findall(r"aria-label=\"[^:]+: (\d+)\"", whole)]
    assert sum(parts) == int(re.findall(r"(\d+) Forderungen</p>", text)[0])
    assert 'class="part unknown"' in whole
    assert "2019" in topics
    drawn = re.findall(r'<svg class="drawn.*?</svg>', page(pages, "/suche?q=OZG"), re.S)[0]
    assert re.findall(r'aria-label="(\d{4}): (\d+)"', drawn) == [("2018", "1"), ("2019", "2"), ("2024", "1")]
    # years between them were counted, too
    assert drawn.count(">0</text>") == 4


def test_a_neighbourhood_shows_who_demands_and_what_is_alike(pages: FlaskClient) -> None:
    text = page(pages, "/forderung/nst-2020-presseinformation-8-c9168e4d6b")
    drawn = re.findall(r'<svg class="drawn.*?</svg>', text, re.S)[-1]
    assert "Nachbarschaft der Forderung" in drawn
    assert drawn.count('class="box centre"') == 1
    assert ">Forderung · 2024<" in drawn
    assert 'class="line concluded"' in drawn


def test_each_passage_has_a_page_that_can_be_checked(pages: FlaskClient) -> None:
    demand = page(pages, f"/forderung/{NST}-2ed76ab018")
    (address,) = re.findall(rf'href="(/beleg/{NST}-\d+-\d+)"', demand)
    text = page(pages, address)
    start, end = (int(part) for part in address.split("-")[-2:])
    source = (folder("data") / "corpus" / f"{NST}.txt").read_bytes()
    quote = source.decode("utf-8")[start:end]
    assert f"<mark>{quote}</mark>" in text
    sums = re.findall(r'class="sum">([0-9a-f]{64})<', text)
    assert sums == [hashlib.sha256(source).hexdigest(), hashlib.sha256(quote.encode()).hexdigest()]
    assert f"[{start}:{end}]" in text
    assert f'href="/forderung/{NST}-2ed76ab018"' in text
    assert "Gefordert von" in text
    # its data have the quotation and the offsets in them
    data = pages.get(f"{address}.ttl").text
    assert quote in data
    assert f"oa:start {start} ;" in data
    assert pages.get(f"{address}.jsonld").mimetype == "application/ld+json"
    # the old address, and parts of the passage, lead here
    moved = pages.get(f"/seite/passage/{address[7:]}", headers=HTML)
    assert (moved.status_code, moved.headers["Location"]) == (308, address)
    part = pages.get(f"{address}/quote", headers=HTML)
    assert (part.status_code, part.headers["Location"]) == (303, address)
    assert pages.get("/beleg/nix", headers=HTML).status_code == 404

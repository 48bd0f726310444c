"""The search: what is found by which words, facets, marks, any query text, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph import cli
from forderungsgraph.errors import ReleaseError, UsageError
from forderungsgraph.release import Release
from forderungsgraph.search import INDEX, Filters, Hits, Search, Sorting, write_index
from forderungsgraph.search.ask import filters_of
from forderungsgraph.search.index import bitmap
from forderungsgraph.server import Settings, create_app
from forderungsgraph.statements import Statements

BASE = "https://w3id.org/forderungsgraph/"
FG = f"{BASE}def#"
DEMANDS = Filters.of(kind="demand")

# identifier, document, its date, who demands, of which law, in which words
SAMPLE = (
    ("a-1", "a", "2018-05-11", "lkt", None, "Der Breitbandausbau muss in allen Landkreisen vorangehen."),
    ("a-2", "a", "2018-05-11", "lkt", "ozg", "Der Bund soll die Kosten des Onlinezugangsgesetzes tragen."),
    ("b-1", "b", "2019-09-25", "nst", "ozg", "sich an den Aufwendungen für das OZG zu beteiligen"),
    ("b-2", "b", "2019-09-25", "nst", None, "die Ausbildung von Digitallotsinnen und -lotsen zu fördern"),
    ("b-3", "b", "2019-09-25", "nst", None, "Die Städte brauchen mehr Personal <script>alert(1)</script>."),
    ("c-1", "c", None, "nst", None, "Bürger:innen sollen ihre Daten nur einmal angeben müssen."),
)


def _lines() -> Iterator[str]:
    def thing(kind: str, key: str) -> str:
        return f"<{BASE}id/{kind}/{key}>"

    def text(value: str) -> str:
        return json.dumps(value, ensure_ascii=False) + "@de"

    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    yield f"{thing('law', 'ozg')} {label} {text('Onlinezugangsgesetz')} ."
    yield f'{thing("law", "ozg")} <{FG}abbreviation> "OZG" .'
    yield f"{thing('organisation', 'nst')} {label} {text('Niedersächsischer Städtetag')} ."
    yield f"{thing('organisation', 'lkt')} {label} {text('Landkreistag')} ."
    for key, document, date, demander, law, wording in SAMPLE:
        node, source = thing("demand", key), thing("document", document)
        yield f"{node} <{FG}wording> {text(wording)} ."
        yield f"{node} <{FG}statedIn> {source} ."
        yield f"{node} <{FG}demandedBy> {thing('organisation', demander)} ."
        yield f'{node} <{FG}confidence> "0.9"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
        yield f"{node} <{FG}speechAct> <{BASE}id/speech-act/request> ."
        if law is not None:
            yield f"{node} <{FG}concernsLaw> {thing('law', law)} ."
        if date is not None:
            yield f'{source} <http://purl.org/dc/terms/date> "{date}"^^<http://www.w3.org/2001/XMLSchema#date> .'
        yield f"{source} {label} {text(f'Dokument {document}')} ."


@pytest.fixture(scope="module")
def statements() -> Statements:
    found = Statements()
    found.add(_lines())
    return found


@pytest.fixture(scope="module")
def search(statements: Statements, tmp_path_factory: pytest.TempPathFactory) -> Search:
    folder = tmp_path_factory.mktemp("search")
    assert write_index(folder / INDEX, statements) == len(SAMPLE) + 3
    return Search(folder)


def keys(hits: Hits) -> list[str]:
    return [hit.iri.rpartition("/")[2] for hit in hits.entries]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Staedte", {"b-3"} | {"a-1"}),  # cities, towns and counties are one group
        ("STÄDTE Personal", {"b-3"}),
        ("Glasfaser", {"a-1"}),
        ("Ausbau Breitband", {"a-1"}),
        ("Breitbandausbau", {"a-1"}),
        ("OZG", {"a-2", "b-1"}),
        ("Onlinezugangsgesetz", {"a-2", "b-1"}),
        ("OZG Aufwendungen", {"a-2", "b-1"}),
        ("Digitallotsen", {"b-2"}),
        ("Digitallotse", {"b-2"}),
        ("Lotsen ausbilden", {"b-2"}),
        ("Bürger", {"c-1"}),
        ("Buergerinnen", {"c-1"}),
        ("Niedersächsischer Städtetag Personal", {"b-3"}),
        ('"nur einmal"', {"c-1"}),
        ('"einmal nur"', set()),
        ("Breit*", {"a-1"}),
        ("OZG -Kosten", set()),
        ("OZG -Onlinezugangsgesetzes", set()),
        ("Bürger -Personal", {"c-1"}),
        ("und", {"b-2"}),
        ("Kernfusion", set()),
        ("", {row[0] for row in SAMPLE}),
        ("  -  ", {row[0] for row in SAMPLE}),
    ],
)
def test_what_is_found(search: Search, query: str, expected: set[str]) -> None:
    assert set(keys(search.find(query, DEMANDS))) == expected


def test_a_word_that_nothing_has_gives_what_has_the_others(search: Search) -> None:
    hits = search.find("Kernfusion Personal", DEMANDS)
    assert (hits.relaxed, keys(hits)) == (True, ["b-3"])
    assert not search.find("Personal", DEMANDS).relaxed


def test_words_that_say_nothing_are_told(search: Search) -> None:
    hits = search.find("die Kosten und das OZG")
    assert (hits.words, hits.ignored) == (("Kosten", "OZG"), ("die", "und", "das"))


def test_marks_are_offsets_in_the_text(search: Search) -> None:
    (hit,) = search.find("Lotsen fördern", DEMANDS).entries
    assert [hit.text[mark.start : mark.end] for mark in hit.marks] == [
        "Digitallotsinnen",
        "-lotsen",
        "fördern",
    ]
    assert hit.text[hit.excerpt.start : hit.excerpt.end] == hit.text


def test_hits_say_what_and_where(search: Search) -> None:
    (hit,) = search.find("Personal", DEMANDS).entries
    assert (hit.kind, hit.title, hit.date) == ("demand", "Dokument b", "2019-09-25")
    assert hit.document == f"{BASE}id/document/b"
    assert hit.text == SAMPLE[4][-1]
    (law,) = search.find("OZG", Filters.of(kind="law")).entries
    assert (law.kind, law.title, law.text, law.date) == (
        "law",
        "Onlinezugangsgesetz",
        "Onlinezugangsgesetz; OZG",
        None,
    )


def test_facets_count_what_is_found(search: Search) -> None:
    facets = {
        facet.name: {value.value: value.count for value in facet.values}
        for facet in search.find("OZG", DEMANDS).facets
    }
    assert facets["association"] == {"lkt": 1, "nst": 1}
    assert facets["law"] == {"ozg": 2}
    assert facets["year"] == {"2019": 1, "2018": 1}
    assert facets["status"] == {"none": 2}
    assert facets["confidence"] == {"high": 2}
    assert facets["kind"] == {"demand": 2, "law": 1}
    assert facets["service"] == {}


def test_a_facet_counts_as_if_it_were_not_chosen(search: Search) -> None:
    hits = search.find("", Filters({"kind": frozenset({"demand"}), "association": frozenset({"nst"})}))
    assert hits.total == 4
    assert {(value.value, value.count, value.chosen) for value in hits.facet("association").values} == {
        ("nst", 4, True),
        ("lkt", 2, False),
    }
    assert {value.value: value.count for value in hits.facet("year").values} == {"2019": 3, "none": 1}


def test_values_of_a_facet_are_alternatives_and_facets_conditions(search: Search) -> None:
    chosen = filters_of([("jahr", "2018"), ("jahr", "2019"), ("gesetz", "ozg")])
    assert set(keys(search.find("", chosen))) == {"a-2", "b-1"}
    unknown = search.find("", filters_of([("gesetz", "gibt-es-nicht")]))
    assert unknown.total == 0
    assert [(value.value, value.count, value.chosen) for value in unknown.facet("law").values] == [
        ("ozg", 2, False),
        ("gibt-es-nicht", 0, True),
    ]


def test_order_and_pages(search: Search) -> None:
    newest = search.find("", DEMANDS, sorting=Sorting.NEWEST, size=4)
    assert keys(newest) == ["b-3", "b-2", "b-1", "a-2"]
    assert (newest.total, newest.pages) == (6, 2)
    assert keys(search.find("", DEMANDS, 2, sorting=Sorting.NEWEST, size=4)) == ["a-1", "c-1"]
    assert keys(search.find("", DEMANDS, sorting=Sorting.OLDEST, size=2)) == ["c-1", "a-1"]
    assert keys(search.find("", DEMANDS, 9, size=4)) == []


@pytest.mark.parametrize(("page", "size"), [(0, 20), (-1, 20), (1, 0), (1, 1001)])
def test_wrong_pages(search: Search, page: int, size: int) -> None:
    with pytest.raises(UsageError):
        search.find("", None, page, size=size)


def test_unknown_facets() -> None:
    with pytest.raises(UsageError, match="Keine Facette heißt „farbe“"):
        filters_of([("farbe", "rot")])


def test_unknown_facets_of_the_library(search: Search) -> None:
    with pytest.raises(UsageError, match="Keine Facette heißt „colour“"):
        search.find("", Filters.of(colour="red"))


@given(st.text(max_size=200))
def test_any_text_is_a_query(search: Search, text: str) -> None:
    hits = search.find(text)
    assert 0 <= hits.total <= search.size
    for hit in hits.entries:
        for mark in hit.marks:
            assert 0 <= mark.start < mark.end <= len(hit.text)


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', '"a', "„offen", "AND", "OR OR", "NOT", "a NOT", "NEAR(a b)", "words:a", "a*", "*", "^a", "(", ")", "()",
        "a AND (b OR", "'; DROP TABLE entry; --", "\x00", "a\x00b", "\ud800", "{x} : y", "-", "--", "-a", '-"a b"',
        "a" * 100_000, "wort " * 50_000, '"' * 5_000, "-x " * 5_000, "🎉", "日本語", "Straße/Weg", "§ 3 Abs. 1",
    ],
)  # fmt: skip
def test_hostile_queries(search: Search, text: str) -> None:
    assert search.find(text).total >= 0


def test_several_threads_at_once(search: Search) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.extend(search.find("OZG", DEMANDS).total for _ in range(20)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 80


def test_the_same_statements_give_the_same_bytes(statements: Statements, tmp_path: Path) -> None:
    shuffled = Statements()
    shuffled.add(reversed(list(_lines())))
    digests = set()
    for number, each in enumerate((statements, statements, shuffled)):
        write_index(tmp_path / f"{number}.sqlite", each)
        digests.add(hashlib.sha256((tmp_path / f"{number}.sqlite").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_bits() -> None:
    assert bitmap([1, 3, 8]) == bytes([0b1010, 0b1])
    assert bitmap([]) == b"\0"


def test_releases_without_a_usable_index(tmp_path: Path, statements: Statements) -> None:
    with pytest.raises(ReleaseError, match="keinen Suchindex"):
        Search(tmp_path)
    (tmp_path / INDEX).write_bytes(b"kein SQLite")
    with pytest.raises(ReleaseError, match="nicht lesbar"):
        Search(tmp_path)
    (tmp_path / INDEX).unlink()
    write_index(tmp_path / INDEX, statements)
    connection = sqlite3.connect(tmp_path / INDEX)
    connection.execute("UPDATE about SET value = '0'")
    connection.commit()
    connection.close()
    with pytest.raises(ReleaseError, match="andere"):
        Search(tmp_path)
    with pytest.raises(ReleaseError, match="schreiben"):
        write_index(tmp_path / "fehlt" / INDEX, statements)


# -- the real release


@pytest.fixture(scope="module")
def visitor(built_release: Release) -> Iterator[FlaskClient]:
    app = create_app(built_release, Settings(workers=1))
    yield app.test_client()
    app.extensions["forderungsgraph"].guarded.close()


def test_the_release_has_its_index(built_release: Release) -> None:
    real = Search(built_release)
    assert real.find("", DEMANDS).total == built_release.manifest["counts"]["demands"]
    assert real.find("Staedte", DEMANDS).total == real.find("Städte", DEMANDS).total > 0
    first = real.find("Digitallotsen", DEMANDS)
    assert {hit.date for hit in first.entries} == {"2019-09-25", "2024-05-07"}


def test_the_endpoint_answers_with_data(visitor: FlaskClient) -> None:
    answer = visitor.get("/suche.json?q=OZG&jahr=2019&je_seite=1")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found = answer.get_json()
    assert found["total"] >= 1
    assert len(found["hits"]) == 1
    hit = found["hits"][0]
    assert hit["date"].startswith("2019")
    assert [hit["text"][start:end] for start, end in hit["marks"]]
    years = next(facet for facet in found["facets"] if facet["parameter"] == "jahr")
    assert [value["value"] for value in years["values"] if value["chosen"]] == ["2019"]


@pytest.mark.parametrize(
    "query", ["seite=0", "seite=x", "je_seite=101", "sortierung=schlecht", "seite=9999999"]
)
def test_the_endpoint_refuses_nonsense(visitor: FlaskClient, query: str) -> None:
    answer = visitor.get(f"/suche.json?{query}", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_the_command(built_release: Release, capsys: pytest.CaptureFixture[str]) -> None:
    release = str(built_release.folder)
    assert cli.main(["search", "Staedte Digitallotsen", "--release", release]) == 0
    shown = capsys.readouterr().out
    assert "1 Treffer, Seite 1 von 1" in shown
    assert "2019-09-25 · Forderung · Digitalisierung in den niedersächsischen" in shown
    assert cli.main(["search", "OZG", "--filter", "jahr=2019", "--format", "json", "--release", release]) == 0
    assert json.loads(capsys.readouterr().out)["total"] >= 1
    assert cli.main(["search", "gibtesnicht", "--release", release]) == 0
    assert capsys.readouterr().out.startswith("Kein Treffer")
    assert cli.main(["search", "x", "--filter", "farbe=rot", "--release", release]) == cli.WRONG_USE
    assert "Keine Facette heißt „farbe“" in capsys.readouterr().err

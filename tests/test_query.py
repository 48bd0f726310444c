"""Saved queries: header, typed parameters, and each query of the library on the miniature graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forderungsgraph.errors import QueryError, UsageError
from forderungsgraph.query import Parameter, SavedQuery, library, named, parse, read
from forderungsgraph.store import Bindings, EmbeddedStore, Iri, Literal

SNAPSHOTS = Path(__file__).resolve().parent / "data" / "queries" / "sample"
LIBRARY = library()
HEADER = """# title-de: T
# title-en: T
# question-de: F?
# question-en: Q?
# columns: s
# keywords: k
"""


def test_library_is_there() -> None:
    assert len(LIBRARY) >= 18


@pytest.mark.parametrize("query", LIBRARY.values(), ids=LIBRARY.keys())
def test_each_query_answers(
    query: SavedQuery, sample_store: EmbeddedStore, same_as_snapshot: Callable[[Bindings, Path], None]
) -> None:
    result = query.run(sample_store, {})
    assert result.variables == query.columns
    assert result.rows
    same_as_snapshot(result, SNAPSHOTS / f"{query.name}.json")


def test_each_snapshot_has_a_query() -> None:
    names = {path.stem for path in SNAPSHOTS.glob("*.json")}
    assert names == LIBRARY.keys()


@pytest.mark.parametrize("query", LIBRARY.values(), ids=LIBRARY.keys())
def test_each_query_runs_for_all_values_too(query: SavedQuery, sample_store: EmbeddedStore) -> None:
    result = query.run(sample_store, {parameter.name: "" for parameter in query.parameters})
    assert result.variables == query.columns


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("text", 'a" } DROP', Literal('a" } DROP')),
        ("integer", " 7 ", Literal("7", "http://www.w3.org/2001/XMLSchema#integer")),
        ("decimal", "0,85", Literal("0.85", "http://www.w3.org/2001/XMLSchema#decimal")),
        ("date", "2024-07-24", Literal("2024-07-24", "http://www.w3.org/2001/XMLSchema#date")),
        ("iri", "http://a/ü", Iri("http://a/ü")),
        ("id/law", "ozg", Iri("http://b/id/law/ozg")),
        ("id/law", "ndig/par-12", Iri("http://b/id/law/ndig/par-12")),
        ("id/law", "http://x/law", Iri("http://x/law")),
        ("concept/topic", "portals", Iri("https://w3id.org/forderungsgraph/id/topic/portals")),
    ],
)
def test_values_become_terms(type_: str, value: str, expected: Iri | Literal) -> None:
    assert Parameter("x", type_, None, "X", "X").term(value, "http://b/") == expected


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("integer", "1 } SERVICE <x:y> {"),
        ("integer", "sieben"),
        ("decimal", "NaN"),
        ("decimal", "1/2"),
        ("date", "24.07.2024"),
        ("date", "2024-02-30"),
        ("iri", "http://a/> ?x ?y . <"),
        ("iri", "ozg"),
        ("id/law", "ozg> { } <"),
        ("id/law", "../../x y"),
    ],
)
def test_wrong_values_are_refused(type_: str, value: str) -> None:
    with pytest.raises(QueryError, match="passt nicht zum Parameter „X“"):
        Parameter("x", type_, None, "X", "X").term(value, "http://b/")


def test_parameters_are_replaced_as_terms_only() -> None:
    text = HEADER + '# parameter: word text | W | W\n\nSELECT ?s { ?s ?p $word, "$word" } # $word\n'
    query = parse(text, name="q")
    assert query.body == 'SELECT ?s { ?s ?p $word, "$word" } # $word\n'
    bound = query.bind({"word": 'x" . ?a ?b ?c . "'})
    assert bound.endswith('{ ?s ?p "x\\" . ?a ?b ?c . \\"", "$word" } # $word\n')
    assert query.bind({}) == query.bind({"word": " "}) == text


def test_unknown_parameter() -> None:
    with pytest.raises(QueryError, match="hat keinen Parameter „gesetz“"):
        LIBRARY["forderungen-zum-gesetz"].bind({"gesetz": "ozg"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER.replace("# title-de: T\n", "") + "SELECT ?s {}", "Die Kopfzeile „title-de“ fehlt"),
        (HEADER + "# farbe: rot\nSELECT ?s {}", "Zeile 7: Kopfzeile „farbe“ ist unbekannt oder doppelt"),
        (HEADER + "# keywords: b\nSELECT ?s {}", "Zeile 7: Kopfzeile „keywords“ ist unbekannt oder doppelt"),
        (HEADER + "# parameter: x zahl | X | X\nSELECT ?s {}", "Zeile 7: Parameter nicht lesbar: x zahl"),
        (HEADER + "# parameter: x text | X\nSELECT ?s {}", "Zeile 7: Parameter nicht lesbar"),
        (HEADER + "# nur Text\nSELECT ?s {}", "Zeile 7: Kopfzeile ohne Wert"),
        (HEADER + "# parameter: x text | X | X\nSELECT ?s {}", "Der Parameter „x“ kommt nicht vor"),
        (HEADER + "# parameter: x text | X | X\nSELECT ?s {?s ?p $x, ?x}", "?x ist falsch geschrieben"),
        (HEADER + "SELECT ?s {?s ?p $y}", "$y ist falsch geschrieben"),
        (HEADER + "# parameter: x date gestern | X | X\nSELECT ?s {?s ?p $x}", "passt nicht zum Parameter"),
        (HEADER, "weder SELECT noch ASK"),
        (HEADER + "SELECT ?s { SERVICE <a:b> {} }", "SERVICE wird nicht ausgeführt"),
    ],
)
def test_wrong_files_are_refused_with_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "q.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        read(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert caught.value.hint


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nicht lesbar"):
        read(tmp_path / "fehlt.rq")
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError, match="nicht in UTF-8"):
        read(tmp_path / "q.rq")
    with pytest.raises(QueryError, match="Keine gespeicherten Abfragen"):
        library(tmp_path / "leer")


def test_unknown_name_proposes_near_ones() -> None:
    with pytest.raises(
        UsageError, match=r"Keine Abfrage heißt „gesetz“. Vielleicht: .*forderungen-zum-gesetz"
    ):
        named("gesetz", LIBRARY)
    assert named("ablehnungen", LIBRARY).title == "Ablehnungen"

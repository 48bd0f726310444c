"""The scorer's arithmetic, each figure small enough to be checked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph import display
from forderungsgraph.errors import UsageError
from forderungsgraph.evaluate import Count, Evaluation, actor_key, evaluate
from forderungsgraph.evaluate.gold import GoldSet, read_gold
from forderungsgraph.evaluate.groups import FORMAL_LISTS, PRESS, is_item
from forderungsgraph.evaluate.marks import strip_marks
from forderungsgraph.evaluate.matching import excused, match, overlap
from forderungsgraph.evaluate.measures import Wrong
from forderungsgraph.evaluate.names import answers, compare, name_key
from forderungsgraph.evaluate.run import added, measure, whole
from forderungsgraph.model import Conversion, DocumentFacts

Row = dict[str, Any]


def demand(start: int, end: int, **values: Any) -> Row:
    plain = {"doc": "a", "demander": [], "addressee": [], "laws": [], "services": [], "kind": "modal"}
    return {**plain, "start": start, "end": end, **values}


def counts(count: Count) -> tuple[int, int, int]:
    return count.hit, count.found, count.expected


def score(gold: list[Row], found: list[Row], **facts: Any) -> Evaluation:
    return evaluate(gold, found, [{"doc": "a", "type": "Resolution", **facts}], [{"doc": "a"}])


# matching


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (0, 8), 0.8),
        ((0, 10), (5, 15), 5 / 15),
        ((0, 10), (10, 20), 0.0),
        ((0, 10), (30, 40), 0.0),
    ],
)
def test_overlap_is_intersection_over_union(
    first: tuple[int, int], second: tuple[int, int], share: float
) -> None:
    assert overlap(demand(*first), demand(*second)) == share
    assert overlap(demand(*second), demand(*first)) == share


def test_matching_is_one_to_one_and_takes_the_best_pair_first() -> None:
    gold = [demand(0, 100), demand(100, 200)]
    found = [demand(0, 60), demand(0, 90), demand(110, 200)]
    # 60/100, 90/100 and 90/100: the first gold span goes to the second found one
    assert match(gold, found, 0.5) == [(0, 1), (1, 2)]
    assert match(gold, [demand(0, 50)], 0.5) == [(0, 0)]
    assert match(gold, [demand(0, 49)], 0.5) == []


def test_right_from_a_half_strict_from_four_fifths() -> None:
    result = score([demand(0, 100), demand(200, 300)], [demand(0, 80), demand(200, 279), demand(400, 500)])
    assert counts(result.demands) == (2, 3, 2)
    assert counts(result.strict) == (1, 3, 2)
    assert (result.demands.precision, result.demands.recall, result.demands.f1) == (2 / 3, 1.0, 0.8)
    assert [(gold["start"], found["end"]) for gold, found in result.partial] == [(200, 279)]
    assert [row["start"] for row in result.false_alarms] == [400]


# spans that do not count


@pytest.mark.parametrize(
    ("found", "free"),
    [
        ((100, 200), True),  # the ignored span itself
        ((120, 140), True),  # a sentence within an ignored paragraph
        ((90, 260), True),  # a sentence around an ignored clause
        ((160, 220), True),  # 40 of 60 characters lie on it
        ((160, 250), False),  # 40 of 90
        ((200, 260), False),
    ],
)
def test_what_lies_on_an_ignored_span_is_neither_rewarded_nor_punished(
    found: tuple[int, int], free: bool
) -> None:
    ignored = demand(100, 200, ignore=True, why="rhetorical")
    assert excused(demand(*found), [ignored]) is free
    result = score([ignored, demand(300, 400)], [demand(*found), demand(300, 400)])
    assert counts(result.demands) == (1, 1 if free else 2, 1)
    assert counts(score([ignored, demand(300, 400)], [demand(300, 400)]).demands) == (1, 1, 1)


def test_a_demand_beside_an_ignored_span_is_matched_first() -> None:
    # 60 of 100 characters are the demand, 40 the ignored clause before it
    result = score([demand(0, 40, ignore=True), demand(40, 100)], [demand(0, 100)])
    assert counts(result.demands) == (1, 1, 1)
    assert counts(result.strict) == (0, 1, 1)


def test_repetitions_count_nowhere_but_are_told() -> None:
    gold = [demand(0, 100, id="d1"), demand(200, 300, dup_of="d1"), demand(400, 500, dup_of="d1")]
    result = score(gold, [demand(0, 100), demand(200, 300)])
    assert counts(result.demands) == (1, 1, 1)
    assert counts(result.repetitions) == (1, 1, 2)
    assert result.measures()["Wiederholungen (zählen nicht mit)"].recall == 0.5


# demanders, addressees, laws, services


def test_sets_are_compared_on_matched_demands_only() -> None:
    gold = [
        demand(0, 100, demander=["Kammer X"], addressee=["Bund", "Länder"]),
        demand(200, 300, demander=["Kammer X"], addressee=[]),
        demand(400, 500, demander=["Kammer Y"], addressee=["Bund"]),
    ]
    found = [
        demand(0, 100, demander=["Kammer X"], addressee=["Bundesregierung"]),
        demand(200, 300, demander=["Kammer Y", "Kammer X"], addressee=[]),
        demand(600, 700, demander=["Kammer Z"], addressee=["Bund"]),
    ]
    result = score(gold, found)
    assert counts(result.demander) == (2, 3, 2)
    assert counts(result.addressee) == (1, 1, 2)
    # per demand: 1 and 2/3; 2/3 and 1 (nobody, rightly)
    assert result.demander_mean.value == pytest.approx((1 + 2 / 3) / 2)
    assert result.addressee_mean.value == pytest.approx((2 / 3 + 1) / 2)
    assert result.wrong == [
        Wrong("a", "addressee", (0, 100), ("Bund", "Länder"), ("Bundesregierung",)),
        Wrong("a", "demander", (200, 300), ("Kammer X",), ("Kammer Y", "Kammer X")),
    ]


@pytest.mark.parametrize(
    ("given", "scores"),
    [
        (["Land Hessen"], (1, 1, 1)),
        (["Bund"], (1, 1, 1)),
        ([], (0, 0, 0)),
        (["Bund", "Länder"], (2, 2, 2)),
        (["Bund", "Kreise"], (1, 2, 1)),  # the best answer is „Bund“
        (["Kreise"], (0, 1, 1)),
    ],
)
def test_the_best_of_several_right_answers_counts(given: list[str], scores: tuple[int, int, int]) -> None:
    row = demand(0, 9, addressee=["Land Hessen"], addressee_alt=[[], "Bund", ["Bund", "Länder"]])
    assert answers(row, "addressee") == [["Land Hessen"], [], ["Bund"], ["Bund", "Länder"]]
    assert compare(answers(row, "addressee"), given, actor_key) == scores


def test_no_further_answers() -> None:
    assert answers(demand(0, 9, demander=["X"], demander_alt=None), "demander") == [["X"]]


def test_optional_laws_and_services_may_be_given_or_left_out() -> None:
    gold = [demand(0, 100, laws=["OZG"], laws_optional=["GG"], services=[], services_optional=["BundID"])]
    given = score(gold, [demand(0, 100, laws=["OZG", "GG", "BGB"], services=["BundID"])])
    assert counts(given.demand_laws) == (1, 2, 1)
    assert counts(given.demand_services) == (0, 0, 0)
    left_out = score(gold, [demand(0, 100, laws=[], services=[])])
    assert counts(left_out.demand_laws) == (0, 0, 1)


def test_mentions_of_the_document() -> None:
    gold = {"doc": "a", "laws": ["OZG", "EGovG NRW"], "laws_optional": ["GG"], "services": []}
    found = {"doc": "a", "laws": ["ozg", "GG", "BGB"], "services": ["eAkte"]}
    result = evaluate([], [], [gold], [found])
    assert counts(result.laws) == (1, 2, 2)
    assert counts(result.services) == (0, 1, 0)
    assert result.services.f1 == 0.0
    assert result.wrong == [
        Wrong("a", "laws", None, ("OZG", "EGovG NRW"), ("ozg", "BGB")),
        Wrong("a", "services", None, (), ("eAkte",)),
    ]
    assert counts(evaluate([], [], [{"doc": "a"}], [found]).laws) == (0, 0, 0)  # gold says nothing of laws


# kinds, types, groups


def test_kinds_add_up_to_all_demands() -> None:
    gold = [demand(0, 100), demand(200, 300, kind="explicit"), demand(400, 500, kind="explicit")]
    found = [demand(0, 100, kind="explicit"), demand(200, 300, kind="explicit"), demand(600, 700)]
    result = score(gold, found)
    assert {name: counts(count) for name, count in result.by_kind.items()} == {
        "modal": (1, 2, 1),  # found under another kind; one false alarm
        "explicit": (1, 1, 2),
    }
    assert counts(result.kind) == (1, 2, 2)
    assert counts(result.demands) == (2, 3, 3)


LIST = "Wir fordern das Land auf,\n• die Kosten zu tragen,\n2. die Fristen zu nennen,\n   mehr zu tun,\n– die Portale zu öffnen.\n"


def test_groups_and_documents_without_demands() -> None:
    starts = [LIST.index(words) for words in ("die Kosten", "die Fristen", "die Portale")]
    rows = [demand(start, start + 15) for start in starts]
    documents: list[Row] = [
        {"doc": "a", "type": "Resolution"},
        {"doc": "b", "type": "Pressemitteilung"},
        {"doc": "c", "type": "Bericht"},
        {"doc": "d", "type": None},
    ]
    gold = [*rows, demand(0, 10, doc="b"), demand(0, 10, doc="c", ignore=True)]
    found = [rows[0], demand(0, 10, doc="b"), demand(50, 60, doc="b"), demand(50, 60, doc="c")]
    result = evaluate(gold, found, documents, [], {"a": LIST, "c": "x" * 90})
    assert {name: counts(count) for name, count in result.groups.items()} == {
        FORMAL_LISTS: (1, 1, 3), PRESS: (1, 2, 1),
    }  # fmt: skip
    assert counts(result.by_type["ohne Angabe"]) == (0, 0, 0)
    assert (result.empty_documents, result.false_in_empty, result.false_per_empty) == (2, 1, 0.5)
    assert [row["text"] for row in result.misses] == ["die Fristen zu ", "die Portale zu "]


@pytest.mark.parametrize(
    ("before", "quote", "item"),
    [
        ("• ", "die Kosten", True),
        ("\n2. ", "die Kosten", True),
        ("\na) ", "Der Bund", True),
        ("\n(3) ", "Der Bund", True),
        ("\n – ", "Der Bund", True),
        ("\n\uf0b7 ", "Der Bund", True),
        ("auf,\n ", "die Kosten", True),  # the bullet was lost
        ("\n ", "Der Bund", False),
        ("\n", "die Kosten", False),
        ("Wir fordern ", "die Kosten", False),
    ],
)
def test_an_item_of_a_list(before: str, quote: str, item: bool) -> None:
    text = before + quote
    assert is_item({"start": len(before), "end": len(text)}, text) is item


def test_without_texts_no_document_counts_as_one_with_lists() -> None:
    gold = [demand(start, start + 9) for start in (0, 20, 40)]
    documents: list[Row] = [{"doc": "a", "type": "Resolution"}]
    assert evaluate(gold, [], documents, []).groups == {}


# facts


def test_facts_are_counted_where_both_records_have_a_field() -> None:
    gold: list[Row] = [
        {"doc": "a", "type": "Antrag", "title": "Mehr „Tempo“", "date": None, "publisher": "Kammer X e. V. (KX)",
         "authors": ["Fraktion A", "Fraktion B"]},
        {"doc": "b", "type": "Bericht", "title": "Lage", "date": "2024-01-02", "publisher": None, "authors": []},
    ]  # fmt: skip
    found: list[Row] = [
        {"doc": "a", "type": "Antrag", "title": "Mehr Tempo", "date": "2024", "publisher": "Kammer X", "authors": ["Fraktion A"]},
        {"doc": "b", "type": "Artikel", "title": "Lage", "date": "2024-01-02", "publisher": None},
    ]  # fmt: skip
    result = evaluate([], [], gold, found)
    assert {name: counts(count) for name, count in result.facts.items()} == {
        "type": (1, 2, 2), "title": (2, 2, 2), "date": (1, 2, 1), "publisher": (1, 1, 1), "authors": (1, 1, 2),
    }  # fmt: skip
    assert result.measures()["Angabe Titel"].f1 == 1.0
    assert evaluate([], [], gold, []).facts == {}


# names


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Land Hessen", "Hessische Landesregierung"),
        ("Landesregierung Thüringen", "Freistaat Thüringen"),
        ("Saarland", "Landesregierung des Saarlandes"),
        ("Landesregierung Nordrhein-Westfalen", "Land Nordrhein-Westfalen"),
        ("Senat von Berlin", "Land Berlin"),
        ("Senat der Freien und Hansestadt Hamburg", "Land Hamburg"),
        ("künftige Landesregierung Sachsen-Anhalt", "Land Sachsen-Anhalt"),
        ("Bund", "Bundesregierung"),
        ("Bund der Orte Muster e. V. (BOM)", "Bund der Orte Muster"),
    ],
)
def test_one_body_under_two_names(first: str, second: str) -> None:
    assert actor_key(first) == actor_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Land Hessen", "Land Thüringen"),
        ("Sachsen-Anhalt", "Land Sachsen"),
        ("Hessischer Landtag", "Land Hessen"),
        ("Ministerin für Digitales des Landes Hessen", "Land Hessen"),
        ("Bund der Orte", "Bund"),
    ],
)
def test_two_bodies(first: str, second: str) -> None:
    assert actor_key(first) != actor_key(second)


def test_spellings_of_a_name() -> None:
    assert name_key("E-Government-Gesetz") == name_key("eGovernment Gesetz")


# several sets


def converted(text: str, name: str) -> Conversion:
    return Conversion(name, "0" * 64, len(text), DocumentFacts(), ())


def write_marked(folder: Path, name: str, marked: str, demands: dict[str, Row], **facts: Any) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.marked").write_text(marked, "utf-8")
    record = {"document": {"type": "Artikel", "laws": [], "services": [], **facts}, "demands": demands}
    (folder / f"{name}.json").write_text(json.dumps(record), "utf-8")


ATTRIBUTES: Row = {
    "demander": ["X"], "addressee": [], "laws": [], "services": [], "kind": "modal", "section": "",
}  # fmt: skip


def test_the_measures_of_several_sets_add_up(tmp_path: Path) -> None:
    write_marked(tmp_path / "a", "eins", "Nein. ⟦d1|Der Bund muss.⟧", {"d1": ATTRIBUTES})
    write_marked(tmp_path / "b", "zwei", "Kein Wort.", {})
    write_marked(
        tmp_path / "b", "drei", "⟦d1|Ja.⟧ ⟦x1|Oh.⟧", {"d1": ATTRIBUTES, "x1": {**ATTRIBUTES, "ignore": True}}
    )
    sets = [read_gold(tmp_path / name, Path.read_text) for name in "ab"]
    assert [(each.name, [doc.facts["doc"] for doc in each.documents]) for each in sets] == [
        ("a", ["eins.txt"]), ("b", ["drei.txt", "zwei.txt"]),
    ]  # fmt: skip
    assert sets[0].documents[0].text() == "Nein. Der Bund muss."
    first, second = (measure(each, converted) for each in sets)
    total = added([first, second])
    assert (counts(first.demands), counts(second.demands)) == ((0, 0, 1), (0, 0, 1))
    assert (total.documents, counts(total.demands), total.empty_documents) == (3, (0, 0, 2), 1)
    assert [row["text"] for row in total.misses] == ["Der Bund muss.", "Ja."]
    record = whole([("a", first), ("b", second)], faults=False)
    assert record["measures"]["Forderungen"] == {
        "precision": 1.0, "recall": 0.0, "f1": 0.0, "hit": 0, "found": 0, "expected": 2,
    }  # fmt: skip
    assert record["sets"]["b"]["documents"] == 2
    assert "Der Bund" not in json.dumps(record)
    assert whole([("a", first)], faults=True)["misses"][0]["text"] == "Der Bund muss."


def test_json_lines_beside_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Der Bund muss.", "utf-8")
    rows = [
        demand(0, 14, doc="a.txt", quote_head="Der Bund muss."),
        demand(4, 8, doc="a.txt", quote_head="Land"),
    ]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n\n" for row in rows), "utf-8")
    bare = read_gold(tmp_path / "gold.jsonl", Path.read_text)
    assert bare.name == tmp_path.name
    assert [doc.facts for doc in bare.documents] == [{"doc": "a.txt"}]
    result = measure(bare, converted)
    assert result.remarks == ["a.txt: 1 von 2 Zitaten der Annotation stehen nicht an ihrer Stelle"]
    (tmp_path / "docs.jsonl").write_text('{"doc": "a.txt", "type": "Antrag"}\n{"doc": "b.txt"}\n', "utf-8")
    described = read_gold(tmp_path, Path.read_text)
    assert [(doc.facts["doc"], len(doc.demands)) for doc in described.documents] == [
        ("a.txt", 2),
        ("b.txt", 0),
    ]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Im Ordner ist weder gold.jsonl noch ein Text mit Marken (.marked)"),
        ({"gold.jsonl": "nein"}, "gold.jsonl, Zeile 1: Die Zeile ist kein JSON."),
        ({"gold.jsonl": "\n[]"}, "gold.jsonl, Zeile 2: Der Zeile fehlt „doc“."),
        ({"gold.jsonl": '{"doc": "a"}'}, "gold.jsonl, Zeile 1: Der Zeile fehlt „start“."),
        ({"gold.jsonl": json.dumps(demand(5, 5))}, "Zeile 1: Die Stelle ist keine: start vor end, beides Zahlen."),
        ({"gold.jsonl": json.dumps(demand(0, 5)), "docs.jsonl": '{"doc": "b"}'},
         "docs.jsonl: Kein Eintrag für a. Eine Zeile je Dokument angeben."),
        ({"a.marked": "⟦d1|Ja."}, "a.marked: Text oder Angaben sind nicht lesbar. Daneben gehört die .json-Datei."),
        ({"a.marked": "eins\n⟦d1|Ja.", "a.json": '{"document": {}, "demands": {}}'},
         "a.marked, Zeile 2: Die Marke d1 wird nicht geschlossen. Marken haben die Form ⟦id|…⟧."),
        ({"a.marked": "⟦d1|Ja.⟧", "a.json": '{"document": {}, "demands": {}}'},
         "a.marked: Marken und Angaben passen nicht zusammen: d1."),
        ({"a.marked": "⟦d1|Ja.⟧", "a.json": '{"document": {}, "demands": {"d1": {"kind": "modal"}}}'},
         "a.marked: Der Forderung d1 fehlt: demander, addressee, laws, services, section."),
    ],
)  # fmt: skip
def test_faults_of_gold_are_told_with_their_place(tmp_path: Path, files: dict[str, str], words: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        read_gold(tmp_path, Path.read_text)
    assert words in str(caught.value)


def test_a_span_behind_the_end_of_its_text_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("kurz", "utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps(demand(0, 5)), "utf-8")
    with pytest.raises(UsageError, match=r"a: Die Annotation 0–5 endet hinter dem Text"):
        measure(read_gold(tmp_path / "gold.jsonl", Path.read_text), converted)


@pytest.mark.parametrize("marked", ["⟦a|x⟦b|y⟧⟧", "x⟧", "⟦a|x⟧⟦a|y⟧", "⟦a|x"])
def test_wrong_marks(marked: str) -> None:
    with pytest.raises(UsageError, match=r"Marken haben die Form"):
        strip_marks(marked)


# what is shown


def test_what_the_terminal_shows(capsys: pytest.CaptureFixture[str]) -> None:
    gold = [demand(0, 100, text="Der Bund muss zahlen.", demander=["X"]), demand(300, 400)]
    found = [
        demand(0, 70, text="Der Bund muss", demander=["Y"], rule="M-must", confidence=0.7),
        demand(500, 600, text="Das soll so sein.", rule="M-shall", confidence=0.6),
    ]
    result = score(gold, found)
    display.evaluation([("eins", result), ("zwei", Evaluation())], faults=True)
    out = capsys.readouterr().out
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == "Vergleich mit der Annotation (1 Dokument)"
    assert ["Forderungen", "0,500", "0,500", "0,500", "1/2/2"] in [line.split() for line in lines]
    assert "Falsche in 0 Dokumenten ohne Forderung: 0" in lines
    assert lines[-16:] == [
        "Nicht gefunden: 1",
        "  a",
        "    300–400 modal  …",
        "",
        "Fälschlich gefunden: 1",
        "  a",
        "    500–600 M-shall 0,600  Das soll so sein.",
        "",
        "Grenzen falsch (Überdeckung unter 0,8): 1",
        "  a",
        "    0–100 statt  Der Bund muss zahlen.",
        "    0–70 gefunden  Der Bund muss",
        "",
        "Abweichende Angaben: 1",
        "  a",
        "    0–100 Fordernde  erwartet X; gefunden Y",
    ]
    display.evaluation([("eins", result)], faults=False)
    assert "Der Bund" not in capsys.readouterr().out


def test_nothing_to_measure_is_right() -> None:
    empty = measure(GoldSet("leer", ()), converted)
    assert (empty.documents, empty.demands.f1, empty.false_per_empty, empty.demander_mean.value) == (
        0,
        1,
        0,
        1,
    )

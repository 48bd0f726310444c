"""The scorer's arithmetic: names of the same body, facts of documents."""

from __future__ import annotations

from typing import Any

import pytest

from forderungsgraph.evaluate import actor_key, evaluate


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


def test_facts_are_counted_where_both_records_have_a_field() -> None:
    gold: list[dict[str, Any]] = [
        {"doc": "a", "type": "Antrag", "title": "Mehr „Tempo“", "date": None, "publisher": "Kammer X e. V. (KX)",
         "authors": ["Fraktion A", "Fraktion B"]},
        {"doc": "b", "type": "Bericht", "title": "Lage", "date": "2024-01-02", "publisher": None, "authors": []},
    ]  # fmt: skip
    found: list[dict[str, Any]] = [
        {"doc": "a", "type": "Antrag", "title": "Mehr Tempo", "date": "2024", "publisher": "Kammer X", "authors": ["Fraktion A"]},
        {"doc": "b", "type": "Artikel", "title": "Lage", "date": "2024-01-02", "publisher": None},
    ]  # fmt: skip
    result = evaluate([], [], gold, found)
    assert {name: (c.hit, c.found, c.expected) for name, c in result.facts.items()} == {
        "type": (1, 2, 2), "title": (2, 2, 2), "date": (1, 2, 1), "publisher": (1, 1, 1), "authors": (1, 1, 2),
    }  # fmt: skip
    assert result.measures()["Angabe Titel"].f1 == 1.0
    assert evaluate([], [], gold, []).facts == {}

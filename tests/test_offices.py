from __future__ import annotations

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.offices import offices
from forderungsgraph.registers import read_registers


@pytest.mark.parametrize(
    ("author", "word", "full"),
    [
        ("Kreistag des Landkreises Testhausen", "Landrat", "Landrat des Landkreises Testhausen"),
        ("Kreistag des Landkreises Testhausen", "Kreistag", "Kreistag des Landkreises Testhausen"),
        ("Kreistag Bad Muster", "Landrätin", "Landrätin des Landkreises Bad Muster"),
        ("Rat der Stadt Neu Muster", "Oberbürgermeister", "Oberbürgermeister der Stadt Neu Muster"),
        ("Fraktion XY im Stadtrat Musterau", "Stadtrat", "Stadtrat Musterau"),
        ("Fraktion XY im Stadtrat Musterau", "Verwaltung", "Stadtverwaltung Musterau"),
        ("Gemeinderat Musterau", "Verwaltung", "Gemeindeverwaltung Musterau"),
        ("Bayerischer Mustertag", "Geschäftsstelle", "Geschäftsstelle des Bayerischen Mustertages"),
        ("Verbund der Häfen", "Geschäftsstelle", "Geschäftsstelle des Verbundes der Häfen"),
        ("Interessengemeinschaft Kai e. V.", "Geschäftsstelle", "Geschäftsstelle der Interessengemeinschaft Kai"),
        ("Vorstand des Verbundes der Häfen", "Geschäftsstelle", "Geschäftsstelle des Verbundes der Häfen"),
    ],
)  # fmt: skip
def test_an_office_gets_the_place_of_who_speaks(author: str, word: str, full: str) -> None:
    assert dict(offices([author]))[word] == full


def test_words_that_would_mean_two_offices_are_left_out() -> None:
    found = dict(offices(["Kreistag des Landkreises Nord", "Kreistag des Landkreises Süd"]))
    assert "Landrat" not in found
    assert "Kreistag" not in found


def test_associations_have_no_landrat() -> None:
    assert "Landrat" not in dict(offices(["Verband der Landkreise im Norden"]))
    assert offices([]) == []


def test_a_resolution_speaks_of_its_own_landrat() -> None:
    text = (
        "Kreistag des Landkreises Testhausen\nBeschluss vom 3. März 2025\n\n"
        "1. Der Landrat wird beauftragt, bis Ende 2026 alle Anträge online anzubieten.\n\n"
        "2. Der Kreistag fordert die Landesregierung auf, die Kosten der Anbindung zu tragen.\n"
    )
    first, second = Converter(read_registers()).convert(text, name="b.txt").demands
    assert [a.name for a in first.addressees] == ["Landrat des Landkreises Testhausen"]
    assert [a.name for a in second.demanders] == ["Kreistag des Landkreises Testhausen"]
    assert [a.name for a in second.addressees] == ["Landesregierung"]


@pytest.mark.parametrize(
    ("sentence", "demander"),
    [
        ("Der Musterstädtetag fordert das Land Hessen auf, die Kosten zu tragen.", ["Musterstädtetag"]),
        ("Die Rathauschefs fordern die Landesregierung auf, die Kosten zu tragen.", ["Rathauschefs"]),
        ("Das Land Hessen fordert der Hessische Städtetag auf, die Kosten zu tragen.", ["Hessischer Städtetag"]),
    ],
)  # fmt: skip
def test_whom_a_demand_goes_to_is_not_who_demands(sentence: str, demander: list[str]) -> None:
    (demand,) = Converter(read_registers()).convert(sentence, name="a.txt").demands
    assert [a.name for a in demand.demanders] == demander
    assert {a.name for a in demand.addressees} & {"Land Hessen", "Landesregierung"}


def test_our_association_is_who_speaks() -> None:
    text = (
        "Pressemitteilung\nLandkreistag Testland e. V.\n3. März 2025\n\nMehr Geld für Portale\n\n"
        "Unser Verband fordert das Land Hessen auf, die Kosten der Portale zu tragen.\n"
    )
    (demand,) = Converter(read_registers()).convert(text, name="a.txt").demands
    assert [a.name for a in demand.demanders] == ["Landkreistag Testland e. V."]
    assert [a.name for a in demand.addressees] == ["Land Hessen"]

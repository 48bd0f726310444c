"""Who writes: signatures, labels of the author, names with a dash, local sections of parties."""

from __future__ import annotations

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.localsections import town_of_adjective
from forderungsgraph.convert.voice import signature
from forderungsgraph.registers import read_registers


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


def _demanders(converter: Converter, text: str) -> list[list[str]]:
    return [[a.name for a in d.demanders] for d in converter.convert(text, name="x.txt").demands]


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Die Solinger Grünen fordern", "Bündnis 90/Die Grünen Solingen"),
        ("Die SPD Münster fordert", "SPD Münster"),
        ("Die Grünen in Kassel fordern", "Bündnis 90/Die Grünen Kassel"),
        ("Die Kasseler CDU fordert", "CDU Kassel"),
        ("Die CDU fordert", "CDU"),
    ],
)
def test_local_sections(converter: Converter, subject: str, name: str) -> None:
    text = f"Offene Daten für alle\n\n{subject}, dass die Daten veröffentlicht werden.\n"
    assert _demanders(converter, text) == [[name]]


def test_towns_of_adjectives() -> None:
    assert [town_of_adjective(word) for word in ("Solinger", "Kasseler", "Lehrer", "Bürger")] == [
        "Solingen",
        "Kassel",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("Autor: Musterwerk AG für Register", "Musterwerk AG für Register"),
        ("Eingereicht von: Verein Offenblick e.V.", "Verein Offenblick e. V."),
        ("lötstelle nordstadt, Ortsgruppe des Technikbundes", "lötstelle nordstadt"),
        ("Autor: Anna Muster", None),
        ("Die Lage ist ernst, Kern des Problems ist das Geld.", None),
    ],
)
def test_signature(last: str, name: str | None) -> None:
    assert signature(["Rückmeldung zum Plan", "Wir sehen Mängel am Plan.", last]) == name


def test_a_statement_signed_below(converter: Converter) -> None:
    text = (
        "Rückmeldung zum Plan\n\nWir halten den Plan für ungeeignet. Die Register müssen offen sein.\n\n"
        "Autor: Musterwerk AG für Register\n"
    )
    assert _demanders(converter, text) == [["Musterwerk AG für Register"]]


def test_a_letter_signed_with_an_address(converter: Converter) -> None:
    text = (
        "Sehr geehrte Frau Ministerin,\n\nwir bitten Sie, die Daten zu veröffentlichen.\n\nWir freuen uns auf Ihre Antwort.\n\n"
        "Herzlichst, Ihr\nChaos Computer Club Kassel\nvorstand@club.example\n"
    )
    assert _demanders(converter, text) == [["Chaos Computer Club Kassel"]]


def test_a_tagged_release_names_its_issuer(converter: Converter) -> None:
    text = (
        "Bund der Ortsarchive verschenkt Merkzettel\n\n*16. Mai 2024* (presse)\n"
        "Der Bund der Ortsarchive veröffentlicht einen Merkzettel.\n\nDie Fristen müssen verlängert werden.\n"
    )
    conversion = converter.convert(text, name="x.txt")
    assert conversion.facts.type is not None
    assert conversion.facts.type.value == "Pressemitteilung"
    assert [[a.name for a in d.demanders] for d in conversion.demands] == [["Bund der Ortsarchive"]]


def test_parties_answer_a_questionnaire(converter: Converter) -> None:
    text = (
        "Landtagswahl 2026\n\nAuf dieser Seite stehen die Antworten der Parteien auf unsere Wahlprüfsteine.\n\n"
        "1. Sollen Register offen sein?\n\nSPD: Register sollten offen sein.\n\nDie Linke: Ja. Register müssen kostenlos sein.\n\n"
        "Bündnis 90/Die Grünen: Wir fordern offene Register.\n"
    )
    assert _demanders(converter, text) == [["SPD"], ["Die Linke"], ["Bündnis 90/Die Grünen"]]


def test_laender_move_in_the_bundesrat(converter: Converter) -> None:
    text = (
        "Bundesrat Drucksache 19/25\n\n20.03.25\nAntrag\nder Länder Hessen, Brandenburg\nEntschließung des Bundesrates zu Registern\n"
        "Der Bundesrat möge beschließen:\n1. Der Bundesrat stellt fest, dass Register fehlen.\n"
        "2. Die Bundesregierung wird aufgefordert, Mittel bereitzustellen.\n"
    )
    assert _demanders(converter, text) == [["Land Hessen", "Land Brandenburg"]]


@pytest.mark.parametrize(
    ("sentence", "addressees"),
    [
        (
            "Wir fordern Bund, Länder und Kommunen auf, die Register zu öffnen.",
            ["Bund", "Länder", "Kommunen"],
        ),
        (
            "Wir rufen Bastler, Schulen und Unternehmen dazu auf, die Daten zu nutzen.",
            ["Bastler", "Schulen", "Unternehmen"],
        ),
        ("Wir empfehlen den Ortsvereinen, ihre Satzungen zu ändern.", ["Ortsvereine"]),
        (
            "Daher fordert die Konferenz die technischen Fachbereiche auf, Prüfungen zu ändern.",
            ["Fachbereiche"],
        ),
        ("Wir bitten die Stadt, Schulen und Kitas auszustatten.", ["Stadt"]),
    ],
)
def test_lists_of_those_called_upon(converter: Converter, sentence: str, addressees: list[str]) -> None:
    (demand,) = converter.convert(f"Register\n\n{sentence} Wir bleiben dran.\n", name="x.txt").demands
    assert [actor.name for actor in demand.addressees] == addressees

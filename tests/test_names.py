"""Names of organisations by their form: found in the nominative, and common nouns are not taken for names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.convert.nameforms import genitive, nominative, without_legal_form
from forderungsgraph.convert.names import local_names, named_bodies, short_forms


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Der Kommunale Spitzenbund Thüringen e. V. tagte.", ["Kommunaler Spitzenbund Thüringen e. V."]),
        ("Vertreter des Kommunalen Spitzenbundes Thüringen", ["Kommunaler Spitzenbund Thüringen"]),
        ("des Sozial- und Wohlfahrtsverbunds Förde e.V.", ["Sozial- und Wohlfahrtsverbund Förde e. V."]),
        ("beim Netzwerk Junge Verwaltung Rhein-Ruhr (NJV)", ["Netzwerk Junge Verwaltung Rhein-Ruhr"]),
        (
            "die Handwerks- und Dienstleistungskammer Spree-Havel klagt",
            ["Handwerks- und Dienstleistungskammer Spree-Havel"],
        ),
        ("Nun fordert die Gewerkschaft Öffentliche Dienste Alb-Donau Geld.", ["Gewerkschaft Öffentliche Dienste Alb-Donau"]),
        ("Das erwartet der Niedersächsische Städtetag vom Land.", ["Niedersächsischer Städtetag"]),
        ("Der Verband der kommunalen IT-Häuser Schwaben-Bodensee ist klein.", ["Verband der kommunalen IT-Häuser Schwaben-Bodensee"]),
        ("Die Gesellschaft für offene Register und Informationsfreiheit Saale-Elbe (GORI) klagt.",
         ["Gesellschaft für offene Register und Informationsfreiheit Saale-Elbe"]),
        ("Mitglied im Bündnis Berliner Selbsthilfe- und Beratungsstellen.", ["Bündnis Berliner Selbsthilfe- und Beratungsstellen"]),
        ("der Verbandsvorsteher des Zweckverbandes eVerwaltung Saar-Pfalz", ["Zweckverband eVerwaltung Saar-Pfalz"]),
        ("Sprecher des Hanseatischen Netzwerks Offene Daten", ["Hanseatisches Netzwerk Offene Daten"]),
        ("die Arbeitsgemeinschaft Sächsischer Verwaltungsmodernisierer", ["Arbeitsgemeinschaft Sächsischer Verwaltungsmodernisierer"]),
        ("Anträge der Fraktion der SPD und der Fraktion Bündnis 90/Die Grünen.", ["Fraktion der SPD", "Fraktion Bündnis 90/Die Grünen"]),
        ("Die Fraktion Generationen & Umwelt lehnt ab.", ["Fraktion Generationen & Umwelt"]),
        ("im Ausschuss für Inneres, Kommunales und Digitales beraten", ["Ausschuss für Inneres, Kommunales und Digitales"]),
        ("die Konferenz der Digitalbeauftragten an Rhein und Ruhr", ["Konferenz der Digitalbeauftragten an Rhein und Ruhr"]),
        ("Der Verband kommunaler Rechenzentren am Bodensee hat gewarnt.", ["Verband kommunaler Rechenzentren am Bodensee"]),
        ("die Bürgerinitiative „Gläsernes Rathaus“ klagt", ["Bürgerinitiative „Gläsernes Rathaus“"]),
        ("Das Institut Hansekompass sagt das.", ["Institut Hansekompass"]),
        ("Dort liegt der Landkreis Teltow-Süd.", ["Landkreis Teltow-Süd"]),
        ("Das kritisierte die Stiftung Digitale Daseinsvorsorge Mitteldeutschland.", ["Stiftung Digitale Daseinsvorsorge Mitteldeutschland"]),
        ("Die Freie Rheinische Union und die Sozialliberale Allianz regieren.", ["Freie Rheinische Union", "Sozialliberale Allianz"]),
    ],
)  # fmt: skip
def test_names_are_found(text: str, names: list[str]) -> None:
    assert [body.name for body in named_bodies(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Der Verband fordert Nachbesserungen.",
        "Nun fordert der Städtebund Nachbesserungen und Geld.",
        "Im Portalverbund fehlen Dienste.",
        "Die Europäische Union zahlt.",
        "Die Schnittstelle (API) fehlt.",
        "Das Nutzerkonto Bund (BundID) fehlt.",
        "Am Montag und am Stichtag im Landkreis tagte der Personenkreis.",
        "Die Liste der Bedingungen ist lang.",
        "Eine hauptamtliche Stelle für Informationssicherheit fehlt.",
        "Der Rat der Praxis zählt nicht.",
        "Die Checkliste Barrierefreiheit hilft.",
        "Die Verbände und Kammern wurden gehört.",
        "Der Bundesrat und der Landrat schweigen.",
        "Der Verband der Landesregierung gegenüber blieb stumm.",
        "Herr Dettmering Ulrike wohnt in Bonn-Nord.",
        "Die Vergabeplattform NRW ist neu.",
        "Das Rathaus und das Krankenhaus schließen.",
    ],
)
def test_common_nouns_are_no_names(text: str) -> None:
    assert named_bodies(text) == []


def test_an_apposition_counts_where_another_place_makes_it_sure() -> None:
    text = "Nun fordert das Institut Hansekompass Geld. Die Studie des Instituts Hansekompass ist neu."
    assert [b.name for b in named_bodies(text)] == ["Institut Hansekompass", "Institut Hansekompass"]
    assert named_bodies("Nun fordert das Institut Hansekompass Geld.") == []


def test_offsets_and_abbreviation() -> None:
    text = "Der Kommunalbund Elbe-Saale e. V. (KBES) warnt."
    (body,) = named_bodies(text)
    assert text[body.start : body.end] == "Kommunalbund Elbe-Saale e. V. (KBES)"
    assert body.short == "KBES"
    assert local_names([body]) == [
        ("KBES", "Kommunalbund Elbe-Saale e. V."),
        ("Kommunalbund Elbe-Saale", "Kommunalbund Elbe-Saale e. V."),
        ("Kommunalbund Elbe-Saale e. V.", "Kommunalbund Elbe-Saale e. V."),
    ]


@pytest.mark.parametrize(
    ("name", "short", "forms"),
    [
        ("Kommunalbund Elbe-Saale e. V.", "KBES", ("Kommunalbund Elbe-Saale", "KBES", "Kommunalbund")),
        ("Städtebund Nordhessen", None, ("Städtebund",)),
        ("Niedersächsischer Städtetag", "NST", ("NST", "Städtetag")),
    ],
)
def test_short_forms(name: str, short: str | None, forms: tuple[str, ...]) -> None:
    assert short_forms(name, short) == forms


@pytest.mark.parametrize(
    ("oblique", "name"),
    [
        ("Städtebundes Nordhessen", "Städtebund Nordhessen"),
        ("Niedersächsischen Städtetages", "Niedersächsischer Städtetag"),
        ("Hanseatischen Netzwerks Offene Daten", "Hanseatisches Netzwerk Offene Daten"),
        ("Freien Rheinischen Union", "Freie Rheinische Union"),
        ("Kommunalkreises Allerland", "Kommunalkreis Allerland"),
        ("Bündnisses Digitale Küste", "Bündnis Digitale Küste"),
        ("Hauptausschusses", "Hauptausschuss"),
        ("Thüringer Städtebundes", "Thüringer Städtebund"),
    ],
)
def test_nominative(oblique: str, name: str) -> None:
    assert nominative(oblique) == name
    assert nominative(name) == name


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("Kommunaler Spitzenbund Thüringen e. V.", "des Kommunalen Spitzenbundes Thüringen"),
        ("Freie Rheinische Union", "der Freien Rheinischen Union"),
        ("Bündnis Digitale Küste", "des Bündnisses Digitale Küste"),
        ("Zweckverband Saar-Pfalz", "des Zweckverbands Saar-Pfalz"),
        ("Städtenetz Rhein-Lippe", "des Städtenetzes Rhein-Lippe"),
    ],
)
def test_genitive(name: str, attribute: str) -> None:
    assert genitive(name) == attribute
    assert nominative(attribute.split(" ", 1)[1]) == without_legal_form(name)


@given(st.text(alphabet="Verbandstäg Nordhe-()„“.,e& VMitund\n", max_size=80))
def test_names_lie_in_the_text_in_order(text: str) -> None:
    found = named_bodies(text)
    assert all(0 <= b.start < b.end <= len(text) and b.name.strip() for b in found)
    assert [b.start for b in found] == sorted(b.start for b in found)

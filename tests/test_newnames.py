"""Names known by what they do, and issuers known by how a document ends; all texts are invented."""

from __future__ import annotations

import pytest

from forderungsgraph.convert.authors import groups_in
from forderungsgraph.convert.closing import issuer_at_end, titled_issuer
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.newnames import acting_names
from forderungsgraph.model import DocumentType
from forderungsgraph.registers import read_registers


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Musterpedia fordert freie Lizenzen für Karten.", ("Musterpedia",)),
        ("Q47 lehnt die Pläne ab. Der Verein hatte gewarnt.", ("Q47",)),
        ("Das OK Lab Musterheim verlangt einen Datenkatalog.", ("OK Lab Musterheim",)),
        ("Die Mustnetz GmbH fordert längere Fristen.", ("Mustnetz GmbH",)),
        ("Code for Musterland begrüßt den Entwurf.", ("Code for Musterland",)),
        ("„Das reicht nicht“, kritisiert der QKR.", ("QKR",)),
        ("Kritik kommt vom Imkerbund.", ("Imkerbund",)),
        ("Für die Musterkammer sprach niemand. Die Musterkammer fordert Bedenkzeit.", ("Musterkammer",)),
        ("Die Landesvorsitzende der Jungen Rathäuser Musterland kam.", ("Junge Rathäuser Musterland",)),
        ("Der Sprecher von MUSTRA war dabei.", ("MUSTRA",)),
    ],
)
def test_who_acts_is_a_name(text: str, names: tuple[str, ...]) -> None:
    assert acting_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Klarheit fordert der Minister.",
        "Kritiker fordern eine Abschaffung.",
        "Das OZG verlangt einen Antrag. Die DSGVO fordert eine Einwilligung.",
        "Musterheim fordert Geld vom Land.",
        "Lea Kubitz erinnert an die Zusage. Kubitz verlangt mehr.",
        "Der CDU-Politiker verlangt Auskunft.",
        "Die IT-Abteilung begrüßt das.",
        "Der Dachverband fordert mehr. Der Verkehrsverbund auch.",
        "Der Verein fordert Lesekoffer für alle.",
        "Der Sprecher der Stadt fordert Ruhe.",
    ],
)
def test_common_nouns_statutes_places_and_persons_are_none(text: str) -> None:
    assert acting_names(text) == ()


@pytest.mark.parametrize(
    ("tail", "issuer"),
    [
        (["Herausgeber: Bündnis Papierlose Muster", "Redaktion: Maria Lenz"], "Bündnis Papierlose Muster"),
        (["V.i.S.d.P.: Klartext Muster e. V., Holzweg 3, 39128 Musterburg"], "Klartext Muster e. V."),
        (["Pressekontakt:", "MUSTRA e.V., Telefon 030 1234567"], "MUSTRA e. V."),
        (["Der Dorffunk Musterland ist ein Zusammenschluss von 41 Dörfern."], "Dorffunk Musterland"),
        (["Über den Verein Musterwacht: Die Musterwacht ist ein gemeinnütziger Verein."], "Musterwacht"),
        (["© 2022 Seniorennetz Musterland"], "Seniorennetz Musterland"),
        (["Rückfragen: buero@schulverband-sued.de"], "Schulverband Süd"),
        (["www.bits-und-muster.de"], "Bits und Muster"),
    ],
)
def test_the_end_names_the_issuer(tail: list[str], issuer: str) -> None:
    assert issuer_at_end(tail, "") == issuer


@pytest.mark.parametrize(
    "tail",
    [
        ["V.i.S.d.P.: Tilo Wermuth"],
        ["Herausgeber: Musterverlag GmbH"],
        ["© dpa"],
        ["Das Land ist ein wichtiger Partner."],
        [
            "Bitte melden Sie sich unter krise@staedtetag.de für das gemeinsame Treffen an, das im Juni stattfindet."
        ],
        ["Der Verein fordert mehr Geld."],
    ],
)
def test_persons_media_and_sentences_are_no_issuers(tail: list[str]) -> None:
    assert issuer_at_end(tail, "") is None


def test_an_address_is_written_as_the_text_does() -> None:
    assert (
        issuer_at_end(["presse@datenwachtnord.de"], "Die Datenwacht Nord fordert Ruhe.") == "Datenwacht Nord"
    )


def test_the_name_before_the_colon_of_a_title() -> None:
    assert titled_issuer(["Bund Freier Muster: Gerichte müssen öffnen"]) == "Bund Freier Muster"
    assert titled_issuer(["Städtetag: neue Frist", "Digitalisierung: Was nun?"]) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Die Enquetekommission „Offenes Muster“ tagt.", ("Enquetekommission „Offenes Muster“",)),
        ("Der Softwarehersteller Mustronix verlangt Zeit.", ("Mustronix",)),
        ("Mia Torres vom OffenesMusterLab Musterheim fordert Daten.", ("OffenesMusterLab Musterheim",)),
        (
            "Der Gesamtpersonalrat der Stadt Musterheim fordert Zeit.",
            ("Gesamtpersonalrat der Stadt Musterheim",),
        ),
    ],
)
def test_what_only_its_kind_shows(text: str, names: tuple[str, ...]) -> None:
    assert acting_names(text) == names


FIRST_LINES = [
    ("Praxisnetz Muster · Offener Brief · 3. Mai 2024\n\nKein Fax mehr!", "Praxisnetz Muster"),
    ("Seniorenbeirätetag Musterland\nMusterburg, 2. November 2020\n\nOffener Brief zum Bürgerportal", "Seniorenbeirätetag Musterland"),
    ("Muster-Datenallianz (MDA) – Impulspapier, Musterburg im April 2023\n\nFreie Daten", "Muster-Datenallianz"),
    ("Bürgerbund Musterblick – Programm zur Landtagswahl 2019\n\nKapitel 7: Ein Klick", "Bürgerbund Musterblick"),
    ("G R M\nGewerkschaft der Registermuster\n\nPressemitteilung vom 3. Juni 2025\n\nDie Menschen zuerst", "Gewerkschaft der Registermuster"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "issuer"), FIRST_LINES)
def test_the_first_lines_name_the_issuer(start: str, issuer: str, converter: Converter) -> None:
    text = f"{start}\n\nSehr geehrte Damen und Herren,\n\nwir fordern eine Frist. Das Land muss zahlen. Die MDA tagt wieder.\n"
    assert converter.read(text).facts.publisher == issuer


SAID = [
    ("Ein Sprecher des Bauernbundes Musterland forderte ein Moratorium.", "Bauernbund Musterland"),
    ("Das Präsidium des Musterbundes Nord fordert den Bund auf, die Register zu öffnen.", "Musterbund Nord"),
    ("Der Bund der Muster Nordland hat getagt. Gefordert wird eine Anbindung der Kanzleien.", "Bund der Muster Nordland"),
    ("Der Musterbund Nord tagte. Die Organisation verlangt zudem, den Abruf zu erlauben.", "Musterbund Nord"),
    ("Bernd Otten, der dem Verband der Kreiskämmerer vorsteht, fordert mehr Geld.", "Verband der Kreiskämmerer"),
    ("Der Landkreis Mustergrund fordert vom Land eine Erstattung.", "Landkreis Mustergrund"),
    ("Die Gesellschaft für Musterrechte und FragDieMuster fordern ein Transparenzgesetz.", "FragDieMuster Gesellschaft für Musterrechte"),
    ("Der Abgeordnete Timo Lenz vom Musterbund Nord forderte, den Vertrag zu kündigen.", "Musterbund Nord"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "demander"), SAID)
def test_who_demands(text: str, demander: str, converter: Converter) -> None:
    found = converter.convert(text, name="x.txt")
    last = (*found.review, *found.demands)[-1]
    assert " ".join(sorted(actor.name for actor in last.demanders)) == demander


def test_movers_of_a_motion(converter: Converter) -> None:
    text = (
        "Antrag D 4\n\nAntragsteller: Kreisverband Musterland\n\nDer Parteitag möge beschließen:\n\n"
        "Bei der nächsten Novelle muss der Vorrang freier Software verankert werden.\n"
    )
    assert converter.read(text).facts.authors == ("Kreisverband Musterland",)
    assert groups_in("der Fraktion Küste und Land") == ("Fraktion Küste und Land",)
    assert groups_in("der Fraktionen Mitte und Land") == ("Fraktion Mitte", "Fraktion Land")


def test_a_name_of_two_words_beside_the_type_is_no_abbreviation(converter: Converter) -> None:
    text = "Praxisnetz Musterheim · Offener Brief · Musterburg, den 12.01.2026\n\nKein Fax mehr!\n\nSehr geehrter Herr Minister,\n\nwir fordern eine Frist.\n"
    assert converter.read(text).facts.publisher == "Praxisnetz Musterheim"


def test_an_abbreviation_of_the_issuer_is_the_issuer(converter: Converter) -> None:
    text = (
        "Bundeskammer der Musterinformatik\nBKMI | Hauptstadtbüro | Berlin\n\nStellungnahme zum Entwurf eines Gesetzes\n\n"
        "Die BKMI plädiert dafür, die Daten ohne Antrag anzuzeigen.\n"
    )
    found = converter.convert(text, name="x.txt").demands
    assert [[actor.name for actor in demand.demanders] for demand in found] == [
        ["Bundeskammer der Musterinformatik"]
    ]


BELOW = [
    ("# Resolution zur Modernisierung\n\n**Konferenz der Musterinnen und Muster kleiner Städte in Musterland (KMS)**\n\nMusterburg, 5. Juni 2025", "Konferenz der Musterinnen und Muster kleiner Städte in Musterland"),
    ("Freie Listen Neckar-Muster (FLNM)\nLandtagswahl 2021 · Kurzprogramm\n\nMehr Rathaus wagen", "Freie Listen Neckar-Muster"),
    ("Feedback zur Seite\n\nKommentar der Mustec GmbH zum Deutschland-Stack:", "Mustec GmbH"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "issuer"), BELOW)
def test_names_with_their_abbreviation_and_whose_comment_it_is(
    start: str, issuer: str, converter: Converter
) -> None:
    text = f"{start}\n\nWir fordern eine Frist. Die Register sollten geöffnet werden.\n"
    assert converter.read(text).facts.publisher == issuer


TURNS = [
    ("Der Rat Digital lobt den Plan. Ganz anders das Bankenforum Muster: Der Bund solle sich heraushalten.", "Bankenforum Muster"),
    ("Kein gutes Haar ließ der Kreisbund Musterland am Entwurf; er verlangt eine Neufassung.", "Kreisbund Musterland"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "demander"), TURNS)
def test_whose_turn_it_is(text: str, demander: str, converter: Converter) -> None:
    found = converter.convert(text, name="x.txt")
    last = (*found.review, *found.demands)[-1]
    assert [actor.name for actor in last.demanders] == [demander]


def test_a_newspaper_with_its_date_is_no_issuer(converter: Converter) -> None:
    text = "Musterzeitung, 17. Oktober 2019 (Musterburg)\n\nÄmter arbeiten aneinander vorbei\n\nDas Institut für Musterpraxis fordert mehr Geld.\n"
    assert converter.read(text).facts.type is DocumentType.ARTICLE


LAST = [
    ("Der Kreistag der Kammer tagte. Der Verband Muster Nord unterstützt die Forderung des Rings Musterland nach einer Frist.", "Verband Muster Nord"),
    ("Der Elternverband Bergisches Land verlangt eine Frist.", "Elternverband Bergisches Land"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "demander"), LAST)
def test_who_takes_up_a_demand_demands(text: str, demander: str, converter: Converter) -> None:
    found = converter.convert(text, name="x.txt")
    last = (*found.review, *found.demands)[-1]
    assert [actor.name for actor in last.demanders] == [demander]


def test_a_number_before_the_name_belongs_to_it(converter: Converter) -> None:
    text = "Feedback\n\nStellungnahme von Q47 – Zentrum für Musterfortschritt e. V.\n\nWir fordern eine Frist. Register sollten offen sein.\n\nHerausgeber: Zentrum für Musterfortschritt e. V.\n"
    assert converter.read(text).facts.publisher == "Q47 – Zentrum für Musterfortschritt e. V."

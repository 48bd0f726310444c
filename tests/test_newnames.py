"""Names known by what they do, and issuers known by how a document ends; all texts are invented."""

from __future__ import annotations

import pytest

from forderungsgraph.convert.closing import issuer_at_end, titled_issuer
from forderungsgraph.convert.newnames import acting_names


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

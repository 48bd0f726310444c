"""Who issues a document: by its place in the head, and several together. All names are invented."""

from __future__ import annotations

import pytest

from forderungsgraph.convert.blocks import blocks
from forderungsgraph.convert.facts import document_facts
from forderungsgraph.convert.issuers import issuer_name, listed
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.zones import zones
from forderungsgraph.model import DocumentFacts

BODY = (
    "Die Digitalisierung der Ämter kommt im Land nur langsam voran. In vielen Häusern fehlen Personal und Geld, "
    "und die zugesagten Basisdienste stehen noch immer nicht bereit."
)


def facts_of(text: str) -> DocumentFacts:
    found = blocks(clean(text))
    return document_facts(text, found, zones(found))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("des Gemeindeverbands Muster, der Kammer Testland und des Kreisbundes Ost",
         ("Gemeindeverband Muster", "Kammer Testland", "Kreisbund Ost")),
        ("Kammer Süd, Mieterring Nord und Industrieclub West", ("Kammer Süd", "Mieterring Nord", "Industrieclub West")),
        ("der Gewerkschaft Verwaltung und Dienste und des Bundes Freier Orte",
         ("Gewerkschaft Verwaltung und Dienste", "Bund Freier Orte")),
        ("der Handwerks- und Dienstkammer Spree und des Vereins Rathaus",
         ("Handwerks- und Dienstkammer Spree", "Verein Rathaus")),
        ("Partei Nord und Liste Küste und Geest", ("Partei Nord", "Liste Küste und Geest")),
    ],
)  # fmt: skip
def test_lists_of_bodies(text: str, names: tuple[str, ...]) -> None:
    assert listed(text) == names


def test_a_letterhead_loses_abbreviation_year_and_motto() -> None:
    assert issuer_name("Märkischer Testkongress 2022") == "Märkischer Testkongress"
    assert issuer_name("Testkammer Mitte (TKM) – Wir für Sie") == "Testkammer Mitte"


@pytest.mark.parametrize(
    ("head", "publisher", "authors"),
    [
        # an abbreviation that the text goes on to use
        ("Bürgerbewegung Muster Nord-Süd (BMN)\n\nWahlprogramm 2027\n\nDigitales Amt\n\nDie BMN will mehr Tempo. ",
         "Bürgerbewegung Muster Nord-Süd", ("Bürgerbewegung Muster Nord-Süd",)),
        # the text tells of it as of somebody who acts
        ("Märkischer Testkongress 2022\n– Zusammenschluss der Orte –\n\nTestauer Erklärung\n\nDer Testkongress fordert Tempo. ",
         "Märkischer Testkongress", ("Märkischer Testkongress",)),
        # several: stated, below one another, side by side
        ("Gemeinsame Pressemitteilung\ndes Gemeindeverbands Muster und der Kammer Testland\n\nMehr Tempo\n\n",
         "Gemeindeverband Muster", ("Gemeindeverband Muster", "Kammer Testland")),
        ("GEMEINSAME PRESSEMITTEILUNG\nKreisverband Muster\nStädtebund Testland\n\nMusterau, 2. Mai 2024\n\nMehr Tempo\n\n",
         "Kreisverband Muster", ("Kreisverband Muster", "Städtebund Testland")),
        ("Positionspapier\nKreisverband Muster · Städtebund Testland\n\nMehr Tempo für das Portal\n\n",
         "Kreisverband Muster", ("Kreisverband Muster", "Städtebund Testland")),
        # one alone, with its department below
        ("Städtebund Testland e. V.\nGeschäftsstelle · Am Markt 1 · 12345 Musterau\n\nPressemitteilung\n\nMehr Tempo\n\n",
         "Städtebund Testland e. V.", ("Städtebund Testland e. V.",)),
    ],
)  # fmt: skip
def test_issuers_of_a_document(head: str, publisher: str, authors: tuple[str, ...]) -> None:
    facts = facts_of(head + BODY)
    assert (facts.publisher, facts.authors) == (publisher, authors)


def test_who_signs_a_letter_together_issues_it() -> None:
    text = (
        "Offener Brief an die Landesregierung\n\nSehr geehrte Damen und Herren,\n\n"
        f"{BODY}\n\nMit freundlichen Grüßen\n\nBürgerforum Muster\nSeniorenrat Testland\n"
    )
    assert facts_of(text).authors == ("Bürgerforum Muster", "Seniorenrat Testland")


def test_a_body_that_is_only_mentioned_issues_no_paper() -> None:
    text = f"Positionspapier\n\nMehr Tempo\n\n{BODY} Auch der Zweckverband Testnetz hat Personal verloren."
    assert facts_of(text).publisher is None


def test_partners_of_a_coalition() -> None:
    text = f"Koalitionsvertrag\nzwischen der Partei Nord und der Liste Küste und Geest\n\nI. Verwaltung\n\n{BODY}"
    assert facts_of(text).authors == ("Partei Nord", "Liste Küste und Geest")

"""Texts saved as they were typed: links, notes and tags say nothing; what they mark is read."""

from __future__ import annotations

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.normalise import clean
from forderungsgraph.model import EntityKind
from forderungsgraph.registers import read_registers


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("Das [Onlinezugangsgesetz](https://gesetze.example/ozg) gilt.", "Das Onlinezugangsgesetz gilt."),
        ("![Ein Bild](/bild.png) Text", "Ein Bild Text"),
        ('Der Rat<sup><a href="#fn5">5</a></sup> tagt.', "Der Rat tagt."),
        ("Ein <em>offenes</em> Register", "Ein offenes Register"),
        ("Mehr [dazu] (siehe unten)", "Mehr [dazu] (siehe unten)"),
    ],
)
def test_markup_is_not_read(source: str, read: str) -> None:
    cleaned = clean(source)
    assert cleaned.text == read
    assert all(
        source[start:end] == letter
        for letter, start, end in zip(read, cleaned.starts, cleaned.ends, strict=True)
    )


def test_demand_with_links(converter: Converter) -> None:
    text = (
        "Offene Register\n\nDer [Verein Freie Register e. V.](https://register.example) fordert, dass der "
        "[Bund](https://bund.example) das [Onlinezugangsgesetz](https://gesetze.example/ozg) ändert.\n"
    )
    (demand,) = converter.convert(text, name="x.md").demands
    assert [actor.name for actor in demand.demanders] == ["Verein Freie Register e. V."]
    assert [actor.name for actor in demand.addressees] == ["Bund"]
    assert [m.name for m in demand.mentions if m.kind is EntityKind.LAW] == ["OZG"]
    assert text[demand.span.start : demand.span.end].startswith("dass der [Bund](https://bund.example) das")


def test_items_that_tell_positions(converter: Converter) -> None:
    text = (
        "Kritik am Entwurf\n\nZahlreiche Verbände lehnen den Entwurf ab oder fordern Änderungen:\n\n"
        "- Die Kammer Nordtal kritisiert die kurzen Fristen.\n"
        "- Der Bund der Ortsarchive warnt vor den Kosten.\n"
        "- Die Gesellschaft für Ortskunde empfiehlt dem Land, den Entwurf zurückzuziehen.\n"
    )
    demands = converter.convert(text, name="x.txt").demands
    assert [text[d.span.start : d.span.end] for d in demands] == ["den Entwurf zurückzuziehen."]


def _laws(converter: Converter, text: str) -> list[str]:
    mentions = converter.convert(f"Zur Lage der Verwaltung. {text}\n", name="x.txt").mentions
    return [m.name for m in mentions if m.kind is EntityKind.LAW]


@pytest.mark.parametrize(
    ("text", "laws"),
    [
        ("Die FFH-Richtlinie schützt Arten.", ["FFH-Richtlinie"]),
        ("Das BKA-Gesetz wird geändert.", ["BKAG"]),
        ("Was für eine Open-Data-Richtlinie gilt dort?", []),
        ("Es war ein Kompromissgesetz.", []),
        (
            "Der Gesetzentwurf zur Neuordnung des Archivwesens in Hessen liegt vor.",
            ["Gesetzentwurf zur Neuordnung des Archivwesens in Hessen"],
        ),
        ("Die Open-Data-Rechtsverordnung gilt.", ["Open-Data-Rechtsverordnung"]),
    ],
)
def test_laws(converter: Converter, text: str, laws: list[str]) -> None:
    assert _laws(converter, text) == laws


def test_a_product_is_no_name_of_a_service(converter: Converter) -> None:
    text = "Das Ratsinformationssystem „Sitzwerk“ ist alt. Das Serviceportal „Amtsweg“ ist neu.\n"
    mentions = converter.convert(text, name="x.txt").mentions
    assert [m.name for m in mentions if m.kind is EntityKind.SERVICE] == ["Ratsinformationssystem", "Amtsweg"]

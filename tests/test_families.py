"""Names that several bodies share, and whom they mean where."""

from __future__ import annotations

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.registers import read_registers


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


@pytest.mark.parametrize(
    ("text", "demander"),
    [
        ("Der Städtetag fordert den Bund auf, die Register zu öffnen.", "Deutscher Städtetag"),
        (
            "Berlin - Der Städte- und Gemeindebund fordert den Bund auf, die Register zu öffnen.",
            "Deutscher Städte- und Gemeindebund",
        ),
        (
            "Der Gemeindetag bittet die bayerische Staatsregierung, das Konto zu öffnen.",
            "Bayerischer Gemeindetag",
        ),
        (
            "Der Städte- und Gemeindebund Nordrhein-Westfalen tagte. Der Städte- und Gemeindebund bittet den Bund, zu handeln.",
            "Städte- und Gemeindebund Nordrhein-Westfalen",
        ),
        (
            "Der Städtetag Nordhessen tagte in Kassel. Der Städtetag fordert den Bund auf, die Register zu öffnen.",
            "Städtetag Nordhessen",
        ),
        ("Städtetagspräsidentin Ina Muster bittet den Bund, die Register zu öffnen.", "Deutscher Städtetag"),
        (
            "Städtetags-Hauptgeschäftsführer Jan Muster bittet den Bund, die Register zu öffnen.",
            "Deutscher Städtetag",
        ),
        (
            "Gemeindebund-Chef Jan Muster bittet den Bund, die Register zu öffnen.",
            "Deutscher Städte- und Gemeindebund",
        ),
        (
            "Städtebund-Geschäftsführerin Ina Muster bittet den Bund, die Register zu öffnen.",
            "Deutscher Städte- und Gemeindebund",
        ),
        ("Der Digitalverband Bitkom fordert den Bund auf, die Register zu öffnen.", "Bitkom"),
        ("Die Bertelsmann-Stiftung fordert den Bund auf, die Register zu öffnen.", "Bertelsmann Stiftung"),
    ],
)
def test_a_shared_name_means_the_body_named_in_full_else_that_of_the_land(
    converter: Converter, text: str, demander: str
) -> None:
    demands = converter.convert(text, name="x").demands
    assert [actor.name for actor in demands[-1].demanders] == [demander]


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("Berlin (dpa) - Der Verband der Archive warnt vor Papier.", "Artikel"),
        ("Kassel (ots) - Der Verband der Archive warnt vor Papier.", "Pressemitteilung"),
        ("Wir brauchen Tempo, sagte die Vorsitzende des Verbands der Archive dem „Kreisboten“.", "Artikel"),
    ],
)
def test_an_agency_or_a_newspaper_shows_in_the_first_lines(
    converter: Converter, opening: str, kind: str
) -> None:
    said = "„Wir erwarten vom Bund, dass er handelt“, so die Vorsitzende."
    facts = converter.read(f"{opening}\n\n{said}\n").facts
    assert facts.type is not None
    assert facts.type.value == kind

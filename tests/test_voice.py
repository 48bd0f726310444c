"""Whose text it is where no letterhead says so, and for whom people with unlisted titles speak."""

from __future__ import annotations

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.registers import read_registers

DEMAND = "Das Land muss die Verträge mit den Rechenzentren offenlegen."


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


def demanders(converter: Converter, text: str) -> list[str]:
    """Return who makes the last demand of ``text``."""
    return [actor.name for actor in converter.convert(text, name="x").demands[-1].demanders]


@pytest.mark.parametrize(
    "text",
    [
        f"Offene Verträge\n\nWir von der Gesellschaft für Informatik sehen das mit Sorge. Uns reicht das nicht. {DEMAND}",
        f"Offene Verträge\n\nUnsere Stiftung, die Gesellschaft für Informatik, hat geprüft. Wir sind besorgt. {DEMAND}",
        f"Forderungen der Gesellschaft für Informatik\n\nWir haben genau hingesehen.\n\n{DEMAND} Dafür werben wir.",
        f"Offene Verträge\n\nWir fordern Auskunft. {DEMAND} Wir bleiben dran.\n\nNoch ein Absatz ohne Belang.\n\n"
        "Und noch einer.\n\nDie Gesellschaft für Informatik ist ein Verein mit Sitz in Bonn.",
    ],
)
def test_a_text_says_in_whose_voice_it_is_written(converter: Converter, text: str) -> None:
    assert demanders(converter, text) == ["Gesellschaft für Informatik"]


def test_news_in_which_nobody_says_we_has_no_voice(converter: Converter) -> None:
    text = (
        "Neue Verträge\n\nDie Gesellschaft für Informatik kritisiert die Verträge. Am Dienstag tagt der Ausschuss.\n\n"
        "„Wir prüfen das. Unser Ziel ist Klarheit“, sagte der Minister."
    )
    assert converter.convert(text, name="x").demands == ()


def test_a_title_that_no_list_has_belongs_to_the_body_behind_it(converter: Converter) -> None:
    text = "Ina Muster, Senior Policy Lead der Gesellschaft für Informatik, sagt: „Der Bund muss die Verträge offenlegen.“"
    assert demanders(converter, text) == ["Gesellschaft für Informatik"]


def test_a_sentence_at_the_end_is_no_imprint(converter: Converter) -> None:
    text = (
        "Unsere Eindrücke\n\nDer Saal war voll.\n\nDie Tagung zählte Gäste von Behörden, Vereinen, Schulen, "
        "Kammern und Firmen – aus vielen Orten."
    )
    assert converter.read(text).facts.publisher is None


def test_whom_a_commentary_quotes_without_a_name_demands_nothing(converter: Converter) -> None:
    text = (
        "Endlich handeln!\n\nLeider ist der Entwurf unausgegoren. Das Land sollte die Verträge offenlegen. "
        "Es ist höchste Zeit, dass jemand aufräumt. An der Tür hängt ein Zettel: „Alle Fachverfahren müssen offen bleiben.“"
    )
    sentences = [demand.text for demand in converter.convert(text, name="x").demands]
    assert any("offenlegen" in sentence for sentence in sentences)
    assert not any("Fachverfahren" in sentence for sentence in sentences)

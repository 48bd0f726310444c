"""Details of demands: tables of our own wordings with exact values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forderungsgraph.convert.details import amounts, deadlines, instruments, target_groups, topics
from forderungsgraph.convert.lexicon import shipped_lexicon
from forderungsgraph.convert.normalise import clean
from forderungsgraph.model import EntityKind, Instrument, Mention, Span, SpeechAct
from forderungsgraph.registers import read_registers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das Land muss bis Ende 2022 zahlen.", [("bis Ende 2022", "2022-12-31")]),
        ("bis zum 30. September 2024 vorlegen", [("bis zum 30. September 2024", "2024-09-30")]),
        ("bis zum 30.09.2024 vorlegen", [("bis zum 30.09.2024", "2024-09-30")]),
        ("zum 1. Juli 2025 einführen", [("zum 1. Juli 2025", "2025-07-01")]),
        ("bis Ende März 2024", [("bis Ende März 2024", "2024-03-31")]),
        ("bis Ende Februar 2024", [("bis Ende Februar 2024", "2024-02-29")]),
        ("bis März 2024", [("bis März 2024", "2024-03")]),
        ("bis Mitte 2025", [("bis Mitte 2025", "2025-06-30")]),
        ("bis Mitte März 2025", [("bis Mitte März 2025", "2025-03-15")]),
        ("bis Anfang 2026", [("bis Anfang 2026", "2026-01")]),
        ("bis 2026", [("bis 2026", "2026")]),
        ("bis zum Jahr 2030", [("bis zum Jahr 2030", "2030")]),
        ("noch 2025", [("noch 2025", "2025")]),
        ("ab dem Haushaltsjahr 2022", [("ab dem Haushaltsjahr 2022", "2022")]),
        ("ab dem Schuljahr 2024/2025", [("ab dem Schuljahr 2024/2025", "2024")]),
        ("bis zum 2. Quartal 2025", [("bis zum 2. Quartal 2025", "2025-06-30")]),
        ("im zweiten Halbjahr 2025", [("im zweiten Halbjahr 2025", "2025-12-31")]),
        ("bis zum Ablauf des Jahres 2026", [("bis zum Ablauf des Jahres 2026", "2026-12-31")]),
        # relative ones, and days that no calendar has
        ("spätestens bis zur Sommerpause", [("spätestens bis zur Sommerpause", None)]),
        ("noch vor der Sommerpause", [("noch vor der Sommerpause", None)]),
        ("noch in dieser Legislaturperiode", [("noch in dieser Legislaturperiode", None)]),
        ("noch in der laufenden Wahlperiode", [("noch in der laufenden Wahlperiode", None)]),
        ("binnen sechs Monaten", [("binnen sechs Monaten", None)]),
        ("innerhalb eines Jahres", [("innerhalb eines Jahres", None)]),
        ("in den ersten hundert Tagen", [("in den ersten hundert Tagen", None)]),
        ("bis zum Jahresende", [("bis zum Jahresende", None)]),
        ("bis zum 31.2.2025", [("bis zum 31.2.2025", None)]),
        ("bis Ende September", [("bis Ende September", None)]),
        ("bis Ende 2024 und ab 2025", [("bis Ende 2024", "2024-12-31"), ("ab 2025", "2025")]),
        # none
        ("von 2019 bis 2023", []),
        ("bis zu 500 Euro", []),
        ("bis heute", []),
        ("bis 2000 Einwohner", []),
        ("§ 3 bis 5", []),
    ],
)  # fmt: skip
def test_deadlines(text: str, expected: Sequence[tuple[str, str | None]]) -> None:
    assert [(found.text, found.value) for found in deadlines(clean(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500 Mio. Euro", [("500 Mio. Euro", "500000000", "EUR")]),
        ("1,5 Milliarden Euro", [("1,5 Milliarden Euro", "1500000000", "EUR")]),
        ("drei Euro je Kopf", [("drei Euro", "3", "EUR")]),
        ("drei Milliarden Euro", [("drei Milliarden Euro", "3000000000", "EUR")]),
        ("10 000 €", [("10 000 €", "10000", "EUR")]),
        ("10\u00a0000 €", [("10 000 €", "10000", "EUR")]),
        ("500.000 EUR", [("500.000 EUR", "500000", "EUR")]),
        ("1.234.567,89 Euro", [("1.234.567,89 Euro", "1234567.89", "EUR")]),
        ("500.000,- Euro", [("500.000,- Euro", "500000", "EUR")]),
        ("EUR 2,5 Mio.", [("EUR 2,5 Mio.", "2500000", "EUR")]),
        ("300 TEUR", [("300 TEUR", "300000", "EUR")]),
        ("50 Cent je Einwohner", [("50 Cent", "0.5", "EUR")]),
        ("anderthalb Millionen Euro", [("anderthalb Millionen Euro", "1500000", "EUR")]),
        ("2,5-Milliarden-Euro-Paket", [("2,5-Milliarden-Euro", "2500000000", "EUR")]),
        ("6.000 bis 9.000 Euro",
         [("6.000 bis 9.000 Euro", "6000", "EUR"), ("6.000 bis 9.000 Euro", "9000", "EUR")]),
        ("§ 3 und 12 Euro", [("12 Euro", "12", "EUR")]),
        ("kein Euro, mehrere Millionen Euro, Europa", []),
    ],
)  # fmt: skip
def test_amounts(text: str, expected: Sequence[tuple[str, str, str]]) -> None:
    found = [(money.text, str(money.value), money.currency) for money in amounts(clean(text))]
    assert found == expected


def test_spans_of_details_are_those_of_the_source() -> None:
    source = "Wir\u00a0fordern 10\u00a0000 € bis Ende 2026."
    assert [source[m.span.start : m.span.end] for m in amounts(clean(source))] == ["10\u00a0000 €"]
    assert [source[d.span.start : d.span.end] for d in deadlines(clean(source))] == ["bis Ende 2026"]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("den Glasfaserausbau zu beschleunigen", ("infrastructure-broadband", "simplification")),
        ("die Kosten der Basisdienste zu tragen", ("funding-finance", "basic-services")),
        ("die elektronische Akte einzuführen", ("records-eakte", "administration-digitalisation")),
        ("Planungssicherheit zu geben", ("other",)),
        ("den Personalausweis zu nutzen", ("identity-accounts",)),
        ("die Lehrkräfte zu schulen", ("education-schools",)),
    ],
)
def test_topics(wording: str, expected: tuple[str, ...]) -> None:
    assert topics(wording) == expected


def test_a_mentioned_service_speaks_for_its_topic() -> None:
    mention = Mention(EntityKind.SERVICE, "Postfach", "postfach", Span(0, 8), "service.name")
    assert topics("dies unverzüglich zu tun", [mention]) == ("identity-accounts",)


def test_at_most_three_topics_are_given() -> None:
    wording = "Breitband, Mobilfunk, Datenschutz, Bürokratie, Vergaberecht und Kosten"
    assert len(topics(wording)) == 3


@pytest.mark.parametrize(
    ("wording", "act", "expected"),
    [
        ("das Gesetz unverzüglich in Kraft zu setzen", None, (Instrument.ENTRY_INTO_FORCE,)),
        ("ein Transparenzgesetz auf den Weg zu bringen", None, (Instrument.LEGISLATION,)),
        ("das OZG zügig umzusetzen", None, ()),
        ("das Onlinezugangsgesetz zu novellieren", None, (Instrument.AMENDMENT,)),
        ("die Mittel aufzustocken", None, (Instrument.FUNDING,)),
        ("dem Verbund beizutreten", None, (Instrument.ACCESSION,)),
        ("die Schnittstellen offenzulegen", None, (Instrument.STANDARDISATION,)),
        ("die Kommunen frühzeitig einzubeziehen", None, (Instrument.PARTICIPATION,)),
        ("Eine Zentralisierung lehnen wir ab.", SpeechAct.REJECTION, (Instrument.OMISSION,)),
        ("Das ist unverzichtbar.", None, ()),
    ],
)  # fmt: skip
def test_instruments(wording: str, act: SpeechAct | None, expected: tuple[Instrument, ...]) -> None:
    assert instruments(wording, act) == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("den Kommunen Mittel bereitzustellen", ("municipalities",)),
        ("Bürgerinnen und Bürger sowie Unternehmen", ("citizens", "businesses")),
        ("das Nutzerkonto und das Unternehmenskonto", ()),
        ("die Schulen und ihre Lehrkräfte", ("schools", "teachers")),
    ],
)
def test_target_groups(wording: str, expected: tuple[str, ...]) -> None:
    assert target_groups(wording) == expected


def test_the_lexicon_names_known_instruments_topics_and_entities() -> None:
    lexicon, registers = shipped_lexicon(), read_registers()
    assert set(lexicon.section("instruments")) <= {instrument.value for instrument in Instrument}
    assert set(lexicon.section("mention_topics")) <= set(lexicon.section("topics"))
    entities = [entity for keys in lexicon.section("mention_topics").values() for entity in keys]
    assert len(entities) == len(set(entities)) > 30
    unknown = [e for e in entities if registers.get(EntityKind(e.split(":")[0]), e.split(":")[1]) is None]
    assert unknown == []


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                [
                    "bis",
                    "zum",
                    "Ende",
                    "31.",
                    "2.",
                    "2024",
                    "Februar",
                    "Mio.",
                    "Euro",
                    "€",
                    "1.5",
                    "drei",
                    ",",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_no_wording_makes_it_raise(text: str) -> None:
    mapped = clean(text)
    for deadline in deadlines(mapped):
        assert deadline.text == mapped.text[mapped.text.index(deadline.text) :][: len(deadline.text)]
    for money in amounts(mapped):
        assert isinstance(money.value, Decimal)
        assert money.value >= 0
    assert 1 <= len(topics(text)) <= 3
    assert len(instruments(text)) <= 3
    assert isinstance(target_groups(text), tuple)

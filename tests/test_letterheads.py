"""Whose document it is: invented letterheads, signatures and title blocks with the issuer and type expected.

Each case of ``data/letterheads/issuers.txt`` was written before the code was tried on it. What counts is who
demands in the text: the issuer, by whatever short form the text names it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.evaluate import actor_key
from forderungsgraph.registers import read_registers


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


_FILE = Path(__file__).parent / "data" / "letterheads" / "issuers.txt"


class Case(NamedTuple):
    """An invented document.

    :param types: types that are right
    :param issuers: answers that are right, each a list of names
    """

    name: str
    types: list[str]
    issuers: list[list[str]]
    text: str


def _cases() -> list[Case]:
    found: list[Case] = []
    for part in re.split(r"^@@ ", _FILE.read_text(encoding="utf-8"), flags=re.M)[1:]:
        header, text = part.split("\n---\n", 1)
        name, types, issuers = header.split("\n")
        found.append(
            Case(
                name,
                types.removeprefix("type: ").split(" | "),
                [answer.split("; ") for answer in issuers.removeprefix("issuer: ").split(" | ")],
                text,
            )
        )
    return found


CASES = _cases()


def test_there_are_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_issuer_demands(case: Case, converter: Converter) -> None:
    conversion = converter.convert(case.text, name=case.name)
    demanders = [{actor_key(actor.name) for actor in demand.demanders} for demand in conversion.demands]
    right = [{actor_key(name) for name in answer} for answer in case.issuers]
    assert demanders
    assert [names for names in demanders if names not in right] == []


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_type_is_recognised(case: Case, converter: Converter) -> None:
    kind = converter.read(case.text).facts.type
    assert kind is not None
    assert kind.value in case.types


_NOBODY = {
    "title": "Weniger Papier, mehr Zeit\n\nDie Akten füllen Keller. Viele Ämter warten auf Ersatz. Niemand weiß, wann er kommt.\n",
    "addressee": (
        "An das\nMinisterium für Inneres und Digitales\nPostfach 1\n40000 Rheinhof\n\nOffener Brief\n\n"
        "Sehr geehrte Frau Ministerin,\n\nseit Mai warte ich auf einen Termin. Bitte öffnen Sie den Schalter.\n\n"
        "Mit freundlichen Grüßen\nClara Holm\n"
    ),
    "place": "Musterfurt\n\nNeues aus dem Rathaus\n\nDas Bürgerbüro zieht um. Termine gibt es ab Montag wieder.\n",
    "person": "Positionspapier\n\nvon Erika Lindner\n\nDas Land muss die Register verbinden.\n",
    "imprint of a person": "Positionspapier\n\nDas Land muss die Register verbinden.\n\nV. i. S. d. P.: Jens Ahrend, Am Wall 3, 29000 Hohenau\n",
    "report": "Wartezeiten sinken\n\nVon Jana Kolb\n\nIm Rathaus geht es schneller. Die Stadt hat Stellen besetzt.\n",
}


@pytest.mark.parametrize("name", _NOBODY)
def test_who_is_no_body_publishes_nothing(name: str, converter: Converter) -> None:
    assert converter.read(_NOBODY[name]).facts.publisher is None


def test_an_order_to_an_own_organ_goes_to_the_organ(converter: Converter) -> None:
    text = (
        "Kreisbund Mustersee\n\nBeschluss der Mitgliederversammlung vom 3. Mai 2022\n\n"
        "Die Mitgliederversammlung beauftragt den Vorstand, mit dem Land zu verhandeln.\n"
    )
    (demand,) = converter.convert(text, name="order").demands
    assert [actor.name for actor in demand.demanders] == ["Kreisbund Mustersee"]
    assert [actor.name for actor in demand.addressees] == ["Vorstand des Kreisbundes Mustersee"]

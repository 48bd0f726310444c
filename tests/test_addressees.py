"""Who is to act: the ways in which German names whom a demand goes to (annotation guideline, section 5)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.registers import read_registers

_FILE = Path(__file__).parent / "data" / "addressees" / "sentences.toml"
_HEADS = {
    "federal": "Pressemitteilung\n\nVerein Offene Ämter e. V.\n\nBerlin, 3. März 2025\n\n",
    "brandenburg": "Pressemitteilung\n\nStädte- und Gemeindebund Brandenburg\n\nPotsdam, 3. März 2025\n\n",
}


@cache
def converter() -> Converter:
    return Converter(read_registers())


def told(text: str, head: str) -> list[str]:
    """Return the addressees of each demand of ``text`` below a letterhead."""
    conversion = converter().convert(
        f"{_HEADS[head]}Digitale Verwaltung braucht Tempo\n\n{text}\n", name="text.txt"
    )
    return [" + ".join(actor.name for actor in demand.addressees) for demand in conversion.demands]


def _cases() -> list[Any]:
    cases = tomllib.loads(_FILE.read_text("utf-8"))
    assert set(cases) == set(_HEADS)
    return [
        pytest.param(head, text, expected, id=text[:60])
        for head in sorted(cases)
        for text, expected in cases[head]
    ]


@pytest.mark.parametrize(("head", "text", "expected"), _cases())
def test_who_is_to_act_is_found(head: str, text: str, expected: list[str]) -> None:
    assert told(text, head) == expected

"""Who demands of whom: invented texts with the demander and the addressee of each demand.

The cases of ``data/speakers`` were written before the converter was run on them; ``weak`` marks what it still
gets wrong, with the reason. Names are compared as the evaluation compares them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.evaluate import actor_key
from forderungsgraph.model import Actor, Conversion, Demand
from forderungsgraph.registers import read_registers

_FILES = sorted((Path(__file__).parent / "data" / "speakers").glob("*.toml"))
FOUND_AT_LEAST = 0.9
"""Share of the demands of the cases that the rules find; only for those the speakers can be judged."""


@dataclass(frozen=True)
class Expected:
    """A demand of a case.

    :param at: words of the demand
    :param by: right answers for who demands
    :param to: right answers for of whom
    :param weak: why the converter is known to be wrong here; empty: it must be right
    """

    at: str
    by: tuple[frozenset[str], ...]
    to: tuple[frozenset[str], ...]
    weak: str


@dataclass
class Case:
    name: str
    text: str
    demands: list[Expected] = field(default_factory=list)


def _keys(names: Sequence[str]) -> frozenset[str]:
    return frozenset(map(actor_key, names))


def _expected(stated: dict[str, Any]) -> Expected:
    by, to = (
        tuple(_keys(names) for names in (stated[part], *stated.get(f"{part}_alt", ())))
        for part in ("by", "to")
    )
    return Expected(stated["at"], by, to, stated.get("weak", ""))


def _cases() -> list[Case]:
    return [
        Case(stated["id"], stated["text"].lstrip("\n"), [_expected(demand) for demand in stated["demand"]])
        for path in _FILES
        for stated in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


CASES = _cases()


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


@pytest.fixture(scope="module")
def conversions(converter: Converter) -> dict[str, Conversion]:
    return {case.name: converter.convert(case.text, name=case.name) for case in CASES}


def _found(case: Case, expected: Expected, conversion: Conversion) -> Demand | None:
    start = case.text.index(expected.at)
    end = start + len(expected.at)
    return next((d for d in conversion.demands if d.spans[0].start < end and start < d.spans[0].end), None)


def _of(actors: Sequence[Actor]) -> frozenset[str]:
    return _keys([actor.name for actor in actors])


def test_the_cases_are_there() -> None:
    assert len(_FILES) == 6
    assert len({case.name for case in CASES}) == len(CASES) > 120


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_who_demands_of_whom(case: Case, conversions: dict[str, Conversion]) -> None:
    for expected in case.demands:
        demand = _found(case, expected, conversions[case.name])
        if demand is not None and not expected.weak:
            assert _of(demand.demanders) in expected.by, expected.at
            assert _of(demand.addressees) in expected.to, expected.at


def test_most_demands_of_the_cases_are_found(conversions: dict[str, Conversion]) -> None:
    found = [
        _found(case, expected, conversions[case.name]) is not None
        for case in CASES
        for expected in case.demands
    ]
    assert sum(found) >= FOUND_AT_LEAST * len(found)


def test_few_demands_of_the_cases_are_known_to_be_read_wrong() -> None:
    demands = [expected for case in CASES for expected in case.demands]
    assert sum(bool(expected.weak) for expected in demands) <= 0.03 * len(demands)

"""Entities in invented sentences that were written before the rules saw them; one case per sentence.

How many failed at first is in ``docs/extraction.md``: an estimate of what texts of others would show.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.details import amounts, deadlines
from forderungsgraph.convert.entities import EntityFinder
from forderungsgraph.convert.naming import one_name_each
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.tokens import tokenize
from forderungsgraph.model import EntityKind
from forderungsgraph.registers import read_registers

DATA = Path(__file__).parent / "data" / "entities"


@cache
def finder() -> EntityFinder:
    return EntityFinder(read_registers())


def cases(name: str, least: int = 90) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((DATA / name).read_text(encoding="utf-8"))["case"]
    assert len(found) > least
    return found


def names(case: dict[str, Any], kind: EntityKind) -> list[str]:
    text, land = case["text"], case.get("land")
    context = finder().context([text], land)
    mentions = one_name_each(finder().find(clean(text), tokenize(text), context))
    return list(dict.fromkeys(mention.name for mention in mentions if mention.kind is kind))


@pytest.mark.parametrize("case", cases("laws.toml"), ids=lambda case: case["text"][:50])
def test_laws(case: dict[str, Any]) -> None:
    assert names(case, EntityKind.LAW) == case["laws"]


@pytest.mark.parametrize("case", cases("services.toml"), ids=lambda case: case["text"][:50])
def test_services(case: dict[str, Any]) -> None:
    assert names(case, EntityKind.SERVICE) == case["services"]


@pytest.mark.parametrize("case", cases("details.toml", 40), ids=lambda case: case["text"][:50])
def test_deadlines_and_amounts(case: dict[str, Any]) -> None:
    text = clean(case["text"])
    if "deadlines" in case:
        found = [[deadline.text, deadline.value or ""] for deadline in deadlines(text)]
        assert found == case["deadlines"]
    if "amounts" in case:
        assert [(money.value, money.currency) for money in amounts(text)] == [
            (Decimal(value), currency) for value, currency in case["amounts"]
        ]

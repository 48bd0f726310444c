"""Tables of invented sentences: which laws and services a sentence names; one line per sentence.

Where ``test_entities_unseen`` estimates, these hold whole families: acts of all Länder, ambiguous abbreviations,
words that only look like an act or a service.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

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


def rows(name: str) -> list[tuple[str | None, str, list[str]]]:
    """Return Land, sentence and names of each line."""
    found: list[tuple[str | None, str, list[str]]] = []
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            land, text, names = line.split("|")
            wanted = [part.strip() for part in names.split(";") if part.strip()]
            found.append((land or None, text.replace("\\-", "\u00ad"), wanted))
    return found


@pytest.mark.parametrize(
    ("table", "kind", "least"),
    [("laws.table", EntityKind.LAW, 390), ("services.table", EntityKind.SERVICE, 180)],
)
def test_each_sentence_names_what_the_guideline_asks_for(table: str, kind: EntityKind, least: int) -> None:
    lines = rows(table)
    assert len(lines) >= least
    wrong: dict[str, tuple[list[str], list[str]]] = {}
    for land, sentence, wanted in lines:
        text = clean(sentence)
        mentions = one_name_each(
            finder().find(text, tokenize(text.text), finder().context([text.text], land))
        )
        named = list(dict.fromkeys(mention.name for mention in mentions if mention.kind is kind))
        if named != wanted:
            wrong[sentence] = (wanted, named)
    assert wrong == {}

"""Who demands: invented texts, written before the rules for them, with the demander of each demand.

The files of ``data/demanders`` hold texts that begin with ``=== name``; ``--- words: A; B | C`` says that the demand with
these words is demanded by A and B, or by C; ``~-- `` instead is a demand whose demander is still wrong or not found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.evaluate import actor_key
from forderungsgraph.registers import read_registers

FILES = sorted((Path(__file__).parent / "data" / "demanders").glob("*.txt"))
AT_LEAST = 0.75
"""Share of the demands of the texts whose demander is right; what was wrong when they were written is kept."""


@dataclass(frozen=True)
class Expected:
    words: str
    answers: tuple[frozenset[str], ...]
    right: bool


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    demands: tuple[Expected, ...]


def _expected(line: str) -> Expected:
    words, stated = line[4:].split(": ", 1)
    answers = tuple(
        frozenset(actor_key(name.strip()) for name in part.split(";")) for part in stated.split(" | ")
    )
    return Expected(words, answers, line.startswith("-"))


def _cases() -> list[Case]:
    found = []
    for file in FILES:
        for part in re.split(r"(?m)^=== ", file.read_text(encoding="utf-8"))[1:]:
            name, body = part.split("\n", 1)
            lines = body.split("\n")
            told = [line for line in lines if re.match(r"(?:---|~--) ", line)]
            text = "\n".join(line for line in lines if line not in told).strip() + "\n"
            found.append(Case(f"{file.stem}: {name}", text, tuple(map(_expected, told))))
    return found


CASES = _cases()


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


def test_the_files_are_read() -> None:
    expected = [demand for case in CASES for demand in case.demands]
    assert len(FILES) == 3
    assert len(CASES) > 100
    assert sum(demand.right for demand in expected) >= AT_LEAST * len(expected)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_who_demands(case: Case, converter: Converter) -> None:
    found = converter.convert(case.text, name=case.name)
    for expected in case.demands:
        near = [
            demand
            for demand in (*found.demands, *found.review)
            if expected.words in case.text[demand.span.start : demand.span.end]
        ]
        right = (
            bool(near) and frozenset(actor_key(actor.name) for actor in near[0].demanders) in expected.answers
        )
        assert right or not expected.right, (expected.words, [a.name for d in near for a in d.demanders])

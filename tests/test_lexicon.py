"""The lexicons are data: every entry shows by its own example what it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from forderungsgraph.convert.actors import ActorFinder
from forderungsgraph.convert.bodies import Body
from forderungsgraph.convert.candidates import Clause
from forderungsgraph.convert.gazetteer import Gazetteer
from forderungsgraph.convert.idioms import idiom_demands
from forderungsgraph.convert.lexicon import Idiom, read_lexicon, shipped_lexicon
from forderungsgraph.convert.segments import segments
from forderungsgraph.convert.tokens import tokenize
from forderungsgraph.errors import LexiconError

IDIOMS = shipped_lexicon().idioms


def test_there_are_idioms() -> None:
    assert len(IDIOMS) > 40


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: f"{idiom.rule}: {idiom.example}")
def test_example_of_an_idiom(idiom: Idiom) -> None:
    tokens = tokenize(idiom.example)
    nobody: Gazetteer[Body] = Gazetteer(())
    actors = ActorFinder(nobody, [], None).find(tokens)
    clause = Clause(idiom.example, tokens, segments(tokens), actors)
    found = list(idiom_demands(clause, [idiom], []))
    assert [candidate.rule for candidate in found] == [idiom.rule]
    assert found[0].weight == idiom.weight


def test_a_faulty_idiom_names_file_and_entry(tmp_path: Path) -> None:
    for name in ("performatives.toml", "cues.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "idioms.toml").write_text(
        '[[idiom]]\nrule = "N-x"\nweight = 0.6\npattern = "("\nexample = "x"\n', encoding="utf-8"
    )
    with pytest.raises(LexiconError, match=r"idioms\.toml.*N-x"):
        read_lexicon(tmp_path)

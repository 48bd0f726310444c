"""How demands are worded and set: invented texts by construction, each with all its demands.

Every case of ``data/phrasings`` says the same thing in another way, or looks like a demand and is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.lexicon import shipped_lexicon
from forderungsgraph.model import DocumentType, Sidecar
from forderungsgraph.registers import read_registers

_FILES = sorted((Path(__file__).parent / "data" / "phrasings").glob("*.toml"))
_ISSUER = "Städtebund Nordland e. V."
_AROUND = """Der Städtebund Nordland e. V. hat sich am Montag in Musterstadt mit der Digitalisierung befasst.

Die Tagung dauerte zwei Tage. {}

Die Geschäftsstelle des Verbandes ist seit vielen Jahren in Musterstadt ansässig.
"""


def _cases() -> list[Any]:
    assert _FILES
    return [
        pytest.param(case, id=f"{path.stem}: {case['construction']}")
        for path in _FILES
        for case in tomllib.loads(path.read_text("utf-8")).get("case", ())
    ]


def _constructions() -> list[Any]:
    """Return the constructions of all files: their sentences and the type of the text around them."""
    found = [c for path in _FILES for c in tomllib.loads(path.read_text("utf-8")).get("construction", ())]
    assert len(found) > 10
    return [
        pytest.param(entry["sentences"], entry.get("type", "Pressemitteilung"), id=entry["name"])
        for entry in found
    ]


@cache
def _converter() -> Converter:
    return Converter(read_registers())


def _demands(text: str, kind: DocumentType) -> list[str]:
    sidecar = Sidecar("x", "Muster", kind, _ISSUER, "", "", "", authors=(_ISSUER,))
    demands = _converter().convert(text, name="x.txt", sidecar=sidecar).demands
    return [" ".join(text[d.span.start : d.span.end].split()) for d in demands]


@pytest.mark.parametrize("case", _cases())
def test_demands_of_a_text(case: dict[str, Any]) -> None:
    """A text gives its demands, all of them and nothing else, with their exact spans."""
    assert _demands(case["text"], DocumentType(case["type"])) == case["demands"]


@pytest.mark.parametrize(("sentences", "kind"), _constructions())
def test_demands_of_sentences(sentences: Sequence[str], kind: str) -> None:
    """A sentence demands what stands in brackets, with these very spans; without brackets nothing."""
    assert sentences
    for marked in sentences:
        plain = marked.replace("[", "").replace("]", "")
        expected = re.findall(r"\[(.+?)\]", marked)
        assert _demands(_AROUND.format(plain), DocumentType(kind)) == expected


_ITEMS = (
    "eine dauerhafte Finanzierung der Portale",
    "einheitliche Standards für alle Verfahren",
    "weniger Berichtspflichten für kleine Städte",
)
_BEFORE = "Die Umstellung stockt seit Monaten und die Städte warten auf eine Antwort der Ministerien."
_OPENINGS = tomllib.loads((_FILES[0].parent / "openings.toml").read_text("utf-8"))


def _below(opening: str) -> list[str]:
    items = "\n".join(f"- {item}" for item in _ITEMS)
    text = f"# Papier des Städtebundes Nordland\n\n## Ausgangslage\n\n{_BEFORE}\n\n{opening}\n\n{items}\n"
    return _demands(text, DocumentType.POSITION_PAPER)


@pytest.mark.parametrize("opening", [*_OPENINGS["sentences"], *(f"## {h}" for h in _OPENINGS["headings"])])
def test_openings_make_items_demands(opening: str) -> None:
    """The items below a sentence or heading that announces demands are demands."""
    assert _below(opening) == list(_ITEMS)


@pytest.mark.parametrize(
    "opening", [*_OPENINGS["plain_sentences"], *(f"## {h}" for h in _OPENINGS["plain_headings"])]
)
def test_other_openings_make_none(opening: str) -> None:
    """What is welcomed, reached or offered is no demand."""
    assert _below(opening) == []


def test_questions_ask_what_their_examples_show() -> None:
    """Every pattern of questions is the first that fits its own example."""
    lexicon = shipped_lexicon()
    assert len(lexicon.questions) > 10
    for question in lexicon.questions:
        fits = (q for q in lexicon.questions if q.asks != "follow" and q.pattern.search(question.example))
        if question.asks == "follow":
            assert question.pattern.fullmatch(question.example), question.example
            assert next(fits, None) is None, question.example
        else:
            assert next(fits) is question, question.example

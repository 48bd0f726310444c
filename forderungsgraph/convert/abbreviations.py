"""Abbreviations with a full stop: whether a sentence can end behind them. The words are data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from ..errors import LexiconError
from ..files import folder
from .lexicon import load_toml
from .tokens import lemma_of

_GROUPS: Final = (
    "never", "numbered", "open", "closing", "before_ordinals", "ordinal_nouns", "starters", "unfinished", "labels",
)  # fmt: skip


@cache
def abbreviations() -> Mapping[str, frozenset[str]]:
    """Return the shipped groups of words.

    :raises LexiconError: if the file is missing or lacks a group
    """
    return read_abbreviations(folder("data") / "lexicon" / "abbreviations.toml")


def read_abbreviations(path: Path) -> Mapping[str, frozenset[str]]:
    """Return the groups of words of a file.

    :raises LexiconError: if the file is missing or lacks a group
    """
    known = load_toml(path)
    missing = [name for name in _GROUPS if not isinstance(known.get(name), str)]
    if missing:
        raise LexiconError(f"Es fehlen: {', '.join(missing)}", place=path, hint="Die Wörter einfügen")
    return {name: frozenset(known[name].split()) for name in _GROUPS}


def starts_sentence(word: str) -> bool:
    """Whether a capitalised word is written with a capital only because a sentence begins; no name is."""
    return word[:1].isupper() and word.casefold() in abbreviations()["starters"]


def is_no_noun(word: str) -> bool:
    """Whether a capitalised word owes its capital to the beginning of a sentence, unless it is a name.

    *Nennenswerte* and *Maßgeblich* do, *Beschlüsse* does not.
    """
    return starts_sentence(word) or (len(word) > 1 and word[0].isupper() and lemma_of(word)[:1].islower())

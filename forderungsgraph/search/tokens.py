"""Words as tokens of the index: letters and digits of ASCII, or whole letters of other scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from forderungsgraph.wordforms import Word, WordLexicon, analyse

_NO_TOKEN: Final = re.compile(r"[\W_]+")
COLUMNS: Final = ("words", "stems", "parts", "names", "groups")
"""Columns of the index: as written, stems, parts of compounds, things named or linked, groups of synonyms."""
WEIGHTS: Final = (3.0, 3.0, 1.0, 1.0, 0.5)


def token(word: str) -> str:
    """Return a word without what would part it.

    >>> token("it-sicherheit")
    'itsicherheit'
    """
    return _NO_TOKEN.sub("", word)


def thing_token(key: str) -> str:
    """Return the token that stands for a thing, e.g. for ``law/ozg``; no word looks like it.

    >>> thing_token("law/ozg")
    'qqlawqozg'
    """
    return "qq" + "q".join(token(part.lower()) for part in re.split(r"[/-]", key))


def parts(word: Word) -> tuple[str, ...]:
    """Return the tokens of the parts of a compound."""
    return tuple(filter(None, map(token, word.parts)))


def groups(word: Word, lexicon: WordLexicon) -> tuple[str, ...]:
    """Return the tokens of the groups of synonyms to which a word or its parts belong."""
    found = {lexicon.groups[stem] for stem in (word.stem, *word.parts) if stem in lexicon.groups}
    return tuple(f"xx{token(stem)}" for stem in sorted(found))


def columns(text: str, names: Iterable[str], lexicon: WordLexicon, context: str = "") -> tuple[str, ...]:
    """Return the columns of an entry.

    :param names: tokens of the things that the text is about
    :param context: what is found too, but counts less: title of the document, heading
    """
    words = analyse(text, lexicon)
    around = analyse(context, lexicon) if context else ()
    stems = [token(word.stem) for word in around if not word.function]
    return (
        " ".join(filter(None, (token(word.surface) for word in words))),
        " ".join(filter(None, (token(word.stem) for word in words))),
        " ".join(part for word in words for part in parts(word)),
        " ".join(filter(None, (*names, *stems))),
        " ".join(group for word in words if not word.function for group in groups(word, lexicon)),
    )

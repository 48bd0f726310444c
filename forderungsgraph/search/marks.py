"""Where a text answers a query, and which part of it to show."""

from __future__ import annotations

from typing import Final

from forderungsgraph.wordforms import Word, WordLexicon, analyse

from .model import Mark
from .query import Parsed

_LENGTH: Final = 240


def marks_in(text: str, parsed: Parsed, lexicon: WordLexicon) -> tuple[Mark, ...]:
    """Return the words of ``text`` that the query asks for, neighbours apart."""
    return tuple(
        Mark(word.start, word.end) for word in analyse(text, lexicon) if _answers(word, parsed, lexicon)
    )


def _answers(word: Word, parsed: Parsed, lexicon: WordLexicon) -> bool:
    if word.surface in parsed.surfaces:
        return True
    if word.function:
        return False
    stems = {word.stem, *word.parts}
    if stems & parsed.stems:
        return True
    if parsed.groups and any(lexicon.groups.get(stem) in parsed.groups for stem in stems):
        return True
    return any(word.surface.startswith(beginning) for beginning in parsed.beginnings)


def excerpt_of(text: str, marks: tuple[Mark, ...]) -> Mark:
    """Return the part of ``text`` of some 240 code points that holds as many marks as possible; whole words."""
    if len(text) <= _LENGTH or not text:
        return Mark(0, len(text))
    start = 0
    if marks:
        best = max(
            marks, key=lambda m: (sum(m.start <= o.start < m.start + _LENGTH - 60 for o in marks), -m.start)
        )
        start = max(0, min(best.start - 50, len(text) - _LENGTH))
    end = min(len(text), start + _LENGTH)
    if start:
        blank = text.find(" ", start, start + 40)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", end - 40, end)
        end = blank if blank > start else end
    return Mark(start, end)

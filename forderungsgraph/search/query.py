"""What a user types as an expression of FTS5. Any text is a query: nothing of it reaches the syntax of FTS5.

Words must all be found; ``"…"`` or ``„…“`` is a phrase, ``-wort`` excludes, ``wort*`` is the beginning of a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forderungsgraph.wordforms import Word, WordLexicon, analyse

from .tokens import token

_LONGEST: Final = 2_000
_MOST_WORDS: Final = 32
_LONGEST_NAME: Final = 12
_PIECE: Final = re.compile(
    r"(?P<minus>(?<!\S)-)?[\"„“”«»](?P<phrase>[^\"„“”«»]*)[\"„“”«»]|(?P<plain>[^\"„“”«»]+)"
)
_EXCLUDED: Final = re.compile(r"(?<!\S)-(?=[^\W_]{2})[^\s,;]+")
_BEGINNING: Final = 3


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as expressions, and what was made of its words.

    :param every: FTS5 expression: all words; empty if the query has none
    :param some: FTS5 expression: at least one of the words
    :param surfaces: words to be marked as written; ``stems`` as stems, ``groups`` as synonyms
    :param beginnings: of words to be marked
    """

    every: str
    some: str
    words: tuple[str, ...]
    ignored: tuple[str, ...]
    surfaces: frozenset[str]
    stems: frozenset[str]
    groups: frozenset[str]
    beginnings: tuple[str, ...]


def parse(text: str, lexicon: WordLexicon, names: Mapping[str, Sequence[str]]) -> Parsed:
    """Return a query as an expression.

    :param names: tokens of the things that have a name, by its stems
    """
    text = unicodedata.normalize("NFC", text[:_LONGEST])
    reading = _Reading(lexicon, names)
    for piece in _PIECE.finditer(text):
        if piece["phrase"] is not None:
            reading.phrase(piece["phrase"], excluded=piece["minus"] is not None)
        else:
            reading.plain(piece["plain"])
    return reading.result()


class _Reading:
    """Collects the expressions of a query's words."""

    def __init__(self, lexicon: WordLexicon, names: Mapping[str, Sequence[str]]) -> None:
        self._lexicon = lexicon
        self._names = names
        self._wanted: list[str] = []
        self._unwanted: list[str] = []
        self._words: list[str] = []
        self._ignored: list[str] = []
        self._found: list[Word] = []
        self._beginnings: list[str] = []
        self._left: list[tuple[Word, str]] = []
        """Words that say nothing: they count if there are no others."""

    def phrase(self, text: str, *, excluded: bool) -> None:
        words = [word for word in analyse(text, self._lexicon) if token(word.stem)]
        if not words:
            return
        expression = f'stems : "{" ".join(token(word.stem) for word in words[:_MOST_WORDS])}"'
        if excluded:
            self._unwanted.append(expression)
        else:
            self._wanted.append(expression)
            self._words.append(text.strip())
            self._found += words

    def plain(self, text: str) -> None:
        for match in _EXCLUDED.finditer(text):
            for word in analyse(match.group()[1:], self._lexicon):
                if token(word.stem):
                    self._unwanted.append(self._word(word))
        text = _EXCLUDED.sub(" ", text)
        words = [word for word in analyse(text, self._lexicon) if token(word.stem)]
        i = 0
        while i < len(words):
            length, things = self._name_at(words, i)
            span = words[i : i + max(1, length)]
            i += len(span)
            expressions = []
            for word in span:
                written = text[word.start : word.end]
                if len(self._words) >= _MOST_WORDS:
                    self._ignored.append(written)
                elif word.function and length < 2:
                    self._left.append((word, written))
                else:
                    if not word.function:
                        expressions.append(self._sought(word, starred=text[word.end : word.end + 1] == "*"))
                        self._found.append(word)
                    self._words.append(written)
            if not expressions:
                continue
            expression = _all(expressions)
            if things:
                expression = _any([expression, *(f'names : "{thing}"' for thing in things)])
            self._wanted.append(expression)

    def result(self) -> Parsed:
        if not self._wanted:
            for word, written in self._left[:_MOST_WORDS]:
                self._wanted.append(f'words : "{token(word.surface)}"')
                self._words.append(written)
                self._found.append(word)
            self._left = []
        ignored = (*(written for _, written in self._left), *self._ignored)
        unwanted = "".join(f" NOT ({expression})" for expression in self._unwanted) if self._wanted else ""
        groups = self._lexicon.groups
        return Parsed(
            every=_all(self._wanted) + unwanted if self._wanted else "",
            some=f"({_any(self._wanted)}){unwanted}" if self._wanted else "",
            words=tuple(self._words),
            ignored=tuple(dict.fromkeys(ignored)),
            surfaces=frozenset(word.surface for word in self._found),
            stems=frozenset(stem for word in self._found for stem in (word.stem, *_long(word))),
            groups=frozenset(groups[word.stem] for word in self._found if word.stem in groups),
            beginnings=tuple(self._beginnings),
        )

    def _sought(self, word: Word, *, starred: bool) -> str:
        surface = token(word.surface)
        if starred and len(surface) >= _BEGINNING:
            self._beginnings.append(word.surface)
            return f'words : "{surface}" *'
        return self._word(word)

    def _word(self, word: Word) -> str:
        """Return the expression of one word: itself, its stem, its parts, its synonyms."""
        stem = token(word.stem)
        found = [f'words : "{token(word.surface)}"', f'{{stems parts names}} : "{stem}"']
        parts = [part for part in map(token, word.parts) if part]
        if len(parts) > 1:
            found.append(_all([f'{{stems parts}} : "{part}"' for part in parts]))
        if word.stem in self._lexicon.groups:
            found.append(f'groups : "xx{token(self._lexicon.groups[word.stem])}"')
        found += [f'names : "{thing}"' for thing in self._names.get(stem, ())]
        return _any(found)

    def _name_at(self, words: Sequence[Word], i: int) -> tuple[int, Sequence[str]]:
        """Return how many words from ``i`` on are a name, with the tokens of what it names."""
        stems = [token(word.stem) for word in words[i : i + _LONGEST_NAME]]
        for length in range(len(stems), 1, -1):
            things = self._names.get(" ".join(stems[:length]))
            if things:
                return length, things
        return 0, ()


def _long(word: Word) -> tuple[str, ...]:
    """Return the parts of a compound that are worth a mark."""
    return tuple(part for part in word.parts if len(part) > 3)


def _all(expressions: Sequence[str]) -> str:
    return " AND ".join(f"({expression})" for expression in expressions)


def _any(expressions: Sequence[str]) -> str:
    return " OR ".join(f"({expression})" for expression in expressions)

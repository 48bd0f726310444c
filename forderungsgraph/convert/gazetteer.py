"""Finding known names in tokens: inflected, hyphenated or not, longest first.

A name is a sequence of folded words in a dictionary keyed by its first word, so that looking costs one
dictionary access a token. Abbreviations (two capitals or a digit) are compared to the letter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from .tokens import Token, tokenize

Payload = TypeVar("Payload")

_ABBREVIATION = re.compile(r"(?=(?:.*[A-ZÄÖÜ]){2}|.*\d)[\w.:/*-]{1,16}")
_ENDINGS = ("innen", "ern", "es", "en", "er", "em", "e", "n", "s")
_GENITIVE = re.compile(r"(?<=[A-Za-z0-9])s$")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a key under which the inflected forms of ``word`` fall together.

    >>> fold("Onlinezugangsgesetzes") == fold("Online-Zugangsgesetz")
    True
    """
    plain = word.casefold().replace("-", "").replace("ß", "ss")
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            return plain[: -len(ending)]
    return plain


def is_abbreviation(word: str) -> bool:
    """Whether ``word`` is compared to the letter: OZG, BundID, eID, 115."""
    return " " not in word and _ABBREVIATION.fullmatch(word) is not None and len(word) <= 12


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A name found at ``tokens[first:last]``; ``part`` says that it is a part of a hyphenated compound."""

    first: int
    last: int
    start: int
    end: int
    payload: Payload
    name: str
    part: bool = False


class Gazetteer(Generic[Payload]):
    """Names with what they stand for.

    :param names: pairs of name and payload; of two equal names the first one counts
    """

    def __init__(self, names: Iterable[tuple[str, Payload]]) -> None:
        self._exact: dict[str, tuple[str, Payload]] = {}
        self._words: dict[str, list[tuple[tuple[str, ...], str, Payload]]] = defaultdict(list)
        seen: set[tuple[str, ...]] = set()
        for name, payload in names:
            if is_abbreviation(name):
                self._exact.setdefault(name, (name, payload))
                continue
            words = tuple(fold(t.text) for t in tokenize(name) if t.is_word)
            if words and words not in seen:
                seen.add(words)
                self._words[words[0]].append((words, name, payload))
        for entries in self._words.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, tokens: Sequence[Token]) -> list[Match[Payload]]:
        """Return the names in ``tokens``, none overlapping another, in order."""
        found: list[Match[Payload]] = []
        i = 0
        while i < len(tokens):
            match = self._at(tokens, i) or self._part(tokens, i)
            if match is None:
                i += 1
            else:
                found.append(match)
                i = match.last
        return found

    def _at(self, tokens: Sequence[Token], i: int) -> Match[Payload] | None:
        token = tokens[i]
        if not token.is_word:
            return None
        best: Match[Payload] | None = None
        for words, name, payload in self._words.get(fold(token.text), ()):
            last = self._extent(tokens, i, words)
            if last is not None and self._written_like(tokens, i, last, name):
                best = Match(i, last, token.start, tokens[last - 1].end, payload, name)
                break
        exact = self._exact.get(token.text) or self._exact.get(_GENITIVE.sub("", token.text))
        if exact is not None and (best is None or best.last == i + 1):
            return Match(i, i + 1, token.start, token.end, exact[1], exact[0])
        return best

    @staticmethod
    def _extent(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> int | None:
        j = i
        for word in words:
            while j < len(tokens) and j > i and not tokens[j].is_word and tokens[j].text in '„“"‚‘»«-–/':
                j += 1
            if j >= len(tokens) or fold(tokens[j].text) != word:
                return None
            j += 1
        return j

    @staticmethod
    def _written_like(tokens: Sequence[Token], first: int, last: int, name: str) -> bool:
        """A name of one capitalised word is not meant by the same letters in lower case."""
        if last - first == 1:
            return tokens[first].text[0].isupper() == name[0].isupper() or not name[0].isalpha()
        return True

    def _part(self, tokens: Sequence[Token], i: int) -> Match[Payload] | None:
        token = tokens[i]
        if "-" not in token.text and "/" not in token.text:
            return None
        offset = token.start
        for part in re.split(r"[-/]", token.text):
            entry = self._exact.get(part)
            if entry is None and part[:1].isupper():
                entry = next(
                    ((name, payload) for words, name, payload in self._words.get(fold(part), ())
                     if len(words) == 1 and len(part) > 5), None)  # fmt: skip
            if entry is not None:
                return Match(i, i + 1, offset, offset + len(part), entry[1], entry[0], True)
            offset += len(part) + 1
        return None

"""Finding known names in tokens: inflected, hyphenated or not, longest first.

A name is a sequence of folded words in a dictionary keyed by its first word, then by its second, so that
looking costs one dictionary access a token, however many titles begin with *Gesetz über*. Abbreviations
(two capitals or a digit) are compared to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar

from .tokens import Token

Payload = TypeVar("Payload")
# by the second folded word (None: no second): folded words, name, payload
_Following: TypeAlias = "dict[str | None, list[tuple[tuple[str, ...], str, Payload]]]"

_WORD = re.compile(r"\w+(?:[-/.:*’']\w+)*")
_ABBREVIATION = re.compile(r"(?=(?:.*[A-ZÄÖÜ]){2}|.*\d)[\w.:/*-]{1,16}")
_PLAIN_PART = re.compile(r"(?:^|-)[A-ZÄÖÜ][a-zäöüß]{3,}(?:$|-)")
_ENDINGS = ("innen", "ern", "es", "en", "er", "em", "e", "n", "s")
_IRREGULAR = re.compile(r"(?:(?<=kont)(?:os?|en)|(?<=zentr)(?:ums?|en))$")
_GENITIVE = re.compile(r"(?<=[A-Za-z0-9])s$")
_QUOTES = frozenset('„“"‚‘»«-–/@')
_BRACKETS = _QUOTES | {"(", ")", "§"}
_JOINING = frozenset(("und", "oder", "bzw", "sowie", "beziehungsweise", ",", "/", ".", "wie", "auch"))
_ARTICLES = frozenset(("der", "die", "das", "des", "dem", "den"))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a key under which the inflected forms of ``word`` fall together.

    >>> fold("Onlinezugangsgesetzes") == fold("Online-Zugangsgesetz")
    True
    >>> fold("Registers") == fold("Registern") == fold("Register")
    True
    >>> fold("Nutzerkonten") == fold("Nutzerkonto")
    True
    """
    plain = _IRREGULAR.sub("", word.casefold().replace("-", "").replace("ß", "ss"))
    shortened = True
    while shortened:
        shortened = False
        for ending in _ENDINGS:
            if plain.endswith(ending) and len(plain) - len(ending) >= 4:
                plain = plain[: -len(ending)]
                shortened = True
                break
    return plain


def is_abbreviation(word: str) -> bool:
    """Whether ``word`` is compared to the letter: OZG, BundID, eID, 115; but not E-Akte or FIT-Store."""
    return (
        " " not in word
        and len(word) <= 12
        and _ABBREVIATION.fullmatch(word) is not None
        and _PLAIN_PART.search(word) is None
    )


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str | tuple[str, ...]:
    """Return what two names share that are found in the same texts: letters, or folded words."""
    if is_abbreviation(name):
        return name
    return tuple(fold(word) for word in _WORD.findall(name))


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A name found at ``tokens[first:last]``; ``part`` says that it is a part of a hyphenated compound.

    In a suspended compound (*Service- und Organisationskonto*) the token range is the first part, while
    ``end`` lies behind the word that completes it.
    """

    first: int
    last: int
    start: int
    end: int
    payload: Payload
    name: str
    part: bool = False


class Gazetteer(Generic[Payload]):
    """Names with what they stand for.

    :param names: pairs of name and payload; of two names that are found alike the first one counts
    """

    def __init__(self, names: Iterable[tuple[str, Payload]]) -> None:
        self._exact: dict[str, tuple[str, Payload]] = {}
        self._words: dict[str, _Following[Payload]] = {}
        seen: set[tuple[str, ...]] = set()
        for name, payload in names:
            key = name_key(name)
            if isinstance(key, str):
                self._exact.setdefault(name, (name, payload))
            elif key and key not in seen:
                seen.add(key)
                following = self._words.setdefault(key[0], {})
                following.setdefault(key[1] if len(key) > 1 else None, []).append((key, name, payload))
        for following in self._words.values():
            for entries in following.values():
                entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, tokens: Sequence[Token]) -> list[Match[Payload]]:
        """Return the names in ``tokens``, none overlapping another, in order."""
        found: list[Match[Payload]] = []
        i = 0
        while i < len(tokens):
            text = tokens[i].text
            match = self._at(tokens, i)
            if match is None and ("-" in text or "/" in text):
                match = self._suspended(tokens, i)
                if match is None:
                    found.extend(self._parts(tokens, i))
            if match is None:
                i += 1
            else:
                found.append(match)
                i = match.last
        return found

    def word(self, word: str) -> tuple[str, Payload] | None:
        """Return name and payload of the single word ``word``, None if it is no name."""
        exact = self._lettered(word)
        if exact is not None:
            return exact
        for _, name, payload in self._words.get(fold(word), {}).get(None, ()):
            if _capitals_fit(word, name):
                return name, payload
        return None

    def _lettered(self, word: str) -> tuple[str, Payload] | None:
        """Return name and payload of an abbreviation, with the ending of a genitive or not."""
        exact = self._exact.get(word)
        if exact is None and word.endswith("s"):
            exact = self._exact.get(_GENITIVE.sub("", word))
        return exact

    def _at(self, tokens: Sequence[Token], i: int) -> Match[Payload] | None:
        token = tokens[i]
        text = token.text
        following = self._words.get(fold(text))
        exact = self._lettered(text)
        if (following is None and exact is None) or not token.is_word:
            return None
        best: Match[Payload] | None = None
        for words, name, payload in self._beginning(tokens, i, following) if following is not None else ():
            last = self._extent(tokens, i, words, _marks(name))
            if last is not None and (last - i > 1 or _capitals_fit(text, name)):
                best = Match(i, last, token.start, tokens[last - 1].end, payload, name)
                break
        if exact is not None and (best is None or best.last == i + 1):
            return Match(i, i + 1, token.start, token.end, exact[1], exact[0])
        return best

    @staticmethod
    def _beginning(
        tokens: Sequence[Token], i: int, following: _Following[Payload]
    ) -> Iterator[tuple[tuple[str, ...], str, Payload]]:
        """Yield the names that begin like the words at ``i``, longer ones first."""
        j = i + 1
        while j < len(tokens) and not tokens[j].is_word and tokens[j].text in _BRACKETS:
            j += 1
        if j < len(tokens):
            yield from following.get(fold(tokens[j].text), ())
        yield from following.get(None, ())

    @staticmethod
    def _extent(
        tokens: Sequence[Token], i: int, words: tuple[str, ...], skipped: frozenset[str]
    ) -> int | None:
        j = i
        for word in words:
            while j < len(tokens) and j > i and not tokens[j].is_word and tokens[j].text in skipped:
                j += 1
            if j >= len(tokens) or fold(tokens[j].text) != word:
                return None
            j += 1
        return j

    def _suspended(self, tokens: Sequence[Token], i: int) -> Match[Payload] | None:
        """Return the name of which ``tokens[i]`` is the beginning and a later word has the end."""
        beginning = tokens[i].text
        if not beginning.endswith("-") or len(beginning) < 3 or not beginning[0].isalnum():
            return None
        later = _completing(tokens, i)
        if later is None:
            return None
        word = later.text
        for cut in range(2, len(word) - 3):
            entry = self.word(beginning[:-1] + word[cut:].lstrip("-").lower())
            if entry is not None:
                return Match(i, i + 1, tokens[i].start, later.end, entry[1], entry[0])
        return None

    def _parts(self, tokens: Sequence[Token], i: int) -> Iterator[Match[Payload]]:
        token = tokens[i]
        if "-" not in token.text and "/" not in token.text:
            return
        offset = token.start
        pieces = re.split(r"[-/]", token.text)
        for k, part in enumerate(pieces):
            entry = self._exact.get(part)
            length = len(part)
            if entry is None and k + 1 < len(pieces):
                # a name of two parts, inflected or not: De-Mail-Adresse, FIT-Store-Angebot
                pair = f"{part}-{pieces[k + 1]}"
                entry = self._exact.get(pair) or (self.word(pair) if len(pair) > 5 else None)
                length = len(pair) if entry is not None else length
            if entry is None and (
                (part[:1].isupper() and len(part) > 5) or (part[1:2].isupper() and len(part) > 4)
            ):
                entry = self.word(part)  # *eAkte-Einführung*
            if entry is not None:
                yield Match(i, i + 1, offset, offset + length, entry[1], entry[0], True)
                if length > len(part):
                    return
            offset += len(part) + 1


@lru_cache(maxsize=20_000)
def _marks(name: str) -> frozenset[str]:
    """Return the marks that may stand between the words of ``name``: quotes, and those that it has itself."""
    own = [mark for mark in ",§()" if mark in name]
    return _QUOTES.union(own) if own else _QUOTES


def _completing(tokens: Sequence[Token], i: int) -> Token | None:
    """Return the noun that completes the suspended compound at ``i``."""
    joined = False
    for token in tokens[i + 1 : i + 8]:
        lower = token.lower
        if lower in _JOINING or token.text.endswith("-"):
            joined = True
        elif not token.is_word or not joined:
            return None
        elif token.text[0].isupper():
            return token if len(token.text) > 5 else None
        elif lower not in _ARTICLES and not lower.endswith(("e", "en", "er", "es", "em")):
            return None
    return None


def _capitals_fit(word: str, name: str) -> bool:
    """A name with a capital is not meant by the same letters without any."""
    return not name[0].isupper() or any(character.isupper() for character in word)

"""A text as words with all forms under which they can be found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .compounds import parts_of
from .ellipsis import completed, neutral
from .fold import fold
from .lexicon import WordLexicon
from .stems import lemma, stem_of

# what is longer is no word; gender marks and hyphens belong to the word
_TOKEN: Final = re.compile(
    r"-?(?:[^\W_]{1,80})(?:(?:[-’'*:·_.]|/-?|\()(?=[^\W_])[^\W_]{1,80}\)?){0,20}-?|[,;:()„“\"/.!?…–]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    :param start: offset in the text as code points; ``end`` alike
    :param surface: as written, in lower case and without umlauts
    :param stem: of the full word, the group of its synonyms left aside
    :param parts: stems of the parts of a compound
    :param function: whether it says nothing on what is spoken of
    """

    start: int
    end: int
    surface: str
    stem: str
    parts: tuple[str, ...]
    function: bool


def analyse(text: str, lexicon: WordLexicon) -> tuple[Word, ...]:
    """Return the words of ``text`` in order, gender and suspended forms as full words.

    >>> from forderungsgraph.wordforms.lexicon import shipped_words
    >>> [word.stem for word in analyse("Bürger:innen und Bau- und Umweltrecht", shipped_words())]
    ['burg', 'und', 'baurecht', 'und', 'umweltrecht']
    """
    matches = list(_TOKEN.finditer(text))
    tokens = [match.group() for match in matches]
    found = []
    for i, match in enumerate(matches):
        token = tokens[i]
        if not any(letter.isalnum() for letter in token):
            continue
        full = completed(tokens, i) if token[0] == "-" or token[-1] == "-" else None
        shape = _shape(token.strip("-") if full is None else full)
        surface, stem, parts, base = shape
        function = token.lower() in lexicon.function or base in lexicon.function
        found.append(Word(match.start(), match.end(), surface, stem, parts, function))
    return tuple(found)


@lru_cache(maxsize=200_000)
def _shape(word: str) -> tuple[str, str, tuple[str, ...], str]:
    """Return surface, stem, stems of the parts, and base form in lower case, of a full word."""
    word = neutral(word)
    base = lemma(word)
    parts = parts_of(base) or parts_of(word)
    return fold(word), stem_of(word), tuple(stem_of(part) for part in parts), base.lower()

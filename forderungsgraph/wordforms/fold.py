"""Letters in one form: without case, umlauts and accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UNFOLDED: Final = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return ``word`` in lower case, umlauts as two letters, other accents left out.

    >>> fold("Städte"), fold("STAEDTE"), fold("Café")
    ('staedte', 'staedte', 'cafe')
    """
    lower = unicodedata.normalize("NFC", word).lower().translate(_UMLAUTS)
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter)
    )


def unfolded(word: str) -> tuple[str, ...]:
    """Return how ``word`` may be written with umlauts, the word itself left out.

    >>> unfolded("Staedte")
    ('Städte',)
    """
    found = [word]
    for letters, umlaut in _UNFOLDED:
        capital = letters.capitalize()
        found += [
            other.replace(letters, umlaut).replace(capital, umlaut.upper())
            for other in found
            if letters in other or capital in other
        ]
    return tuple(found[1:])

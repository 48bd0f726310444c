"""Gender forms and suspended forms as full words.

*Bürger:innen*, *Bürger*innen*, *BürgerInnen*, *Bürger/-innen*, *Bürger(innen)*; *Bau- und Umweltrecht*,
*Land-, Kreis- und Stadtrat*, *Digitallotsinnen und -lotsen*, *ver- und entsorgen*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .compounds import parts_of

_MARKED: Final = re.compile(
    r"(?P<base>[^\W\d_]{3,}?)(?:[:*_·]|/-?|\(|(?=I))(?P<end>[iI]n(?:nen)?)\)?(?P<rest>[^\W\d_]*)"
)
_JOINERS: Final = frozenset(
    ("und", "oder", "sowie", "bzw", "beziehungsweise", "als", "auch", ",", "/", "noch", "wie")
)
_FARTHEST: Final = 7
_PREFIXES: Final = (
    "über", "unter", "voran", "vor", "nach", "auf", "aus", "ein", "bei", "mit", "durch", "ent", "ver", "be", "er",
    "zer", "ab", "an", "zu", "um", "hin", "her", "wieder", "weiter", "fort", "rück", "neu", "wider",
)  # fmt: skip
_ALIKE: Final = 4


def neutral(word: str) -> str:
    """Return a word without the mark of gender.

    >>> neutral("Mitarbeiter:innen"), neutral("Bürger/-innen"), neutral("NutzerInnenkonto"), neutral("Kolleg*innen")
    ('Mitarbeiter', 'Bürger', 'Nutzerkonto', 'Kollege')
    """
    match = _MARKED.fullmatch(word)
    if match is None or not match["base"][0].isupper() or match["base"].isupper():
        return word
    base, rest = match["base"], match["rest"]
    if not base.endswith(("er", "or", "ent", "ant", "ist", "eur", "är", "at", "ling", "ar", "en")):
        base += "e"
    return base + rest


def completed(words: Sequence[str], i: int) -> str | None:
    """Return the full form of the suspended word at ``i``, None if it is none or its other half is not found.

    :param words: words and punctuation in order

    >>> completed(["Bau-", "und", "Umweltrecht"], 0)
    'Baurecht'
    >>> completed(["Digitallotsinnen", "und", "-lotsen"], 2)
    'Digitallotsen'
    """
    word = words[i]
    if len(word) > 2 and word.endswith("-") and not word.startswith("-"):
        return _with_end(word[:-1], words, i)
    if len(word) > 2 and word.startswith("-"):
        return _with_beginning(word[1:], words, i)
    return None


def _with_end(first: str, words: Sequence[str], i: int) -> str | None:
    joined = False
    for other in words[i + 1 : i + 1 + _FARTHEST]:
        if other.lower().rstrip(".") in _JOINERS:
            joined = True
        elif other.endswith("-"):
            continue
        elif not other[:1].isalpha():
            return None
        elif joined and first[0].isupper() == other[0].isupper():
            return _joined_end(first, other)
        elif first[0].isupper() and other[0].isupper():
            return None
    return None


def _joined_end(first: str, other: str) -> str | None:
    if "-" in other.strip("-"):
        return f"{first}-{other.rsplit('-', 1)[1]}"
    if first.lower() in _PREFIXES:
        for prefix in sorted(_PREFIXES, key=len, reverse=True):
            if other.lower().startswith(prefix) and len(other) > len(prefix) + 3:
                return first + other[len(prefix) :].lower()
    parts = parts_of(other)
    if parts:
        at = _place(other, parts[-1])
        return None if at is None else first + other[at:].lower()
    # adjectives: land- und forstwirtschaftlich
    for length in range(len(other) - 3, 4, -1):
        if parts_of((first + other[-length:]).capitalize()):
            return first + other[-length:].lower()
    return None


def _with_beginning(end: str, words: Sequence[str], i: int) -> str | None:
    for other in reversed(words[max(0, i - _FARTHEST) : i]):
        if other.lower().rstrip(".") in _JOINERS or other.startswith("-"):
            continue
        if not other[:1].isalpha():
            return None
        at = other.lower().rfind(end[:_ALIKE].lower(), 2)
        if at < 0:
            parts = parts_of(other)
            place = _place(other, parts[-1]) if parts else None
            if place is None:
                return None
            at = place
        return other[:at] + end.lower()
    return None


def _place(word: str, part: str) -> int | None:
    """Return where the last part begins in a compound; its base form may differ at the end."""
    lower, plain = word.lower(), part.lower()
    for length in range(len(plain), 2, -1):
        at = lower.rfind(plain[:length])
        if at > 0:
            return at
    return None

"""Making text of strangers safe to show: what would steer a terminal or a page becomes visible instead."""

from __future__ import annotations

import unicodedata
from typing import Final

_KEPT: Final = frozenset("\n\t")
_PICTURES: Final = 0x2400
_REPLACEMENT: Final = "\ufffd"


def visible(text: str) -> str:
    r"""Return ``text`` of the same length without characters that steer a terminal or turn the reading order.

    C0 controls become their pictures (``\x1b`` → ␛), a soft hyphen ``¬``; other controls, directional marks,
    surrogates and what Unicode does not assign become ``\ufffd``. Line feeds and tabs stay, carriage returns
    do not.

    >>> visible("\x1b[31mrot\x07")
    '␛[31mrot␇'
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _shown(character) for character in text)


def _shown(character: str) -> str:
    if character in _KEPT:
        return character
    if character == "\u00ad":
        return "¬"
    code = ord(character)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "\u2421"
    # blanks other than the plain one are not printable to Python, but harmless
    return character if unicodedata.category(character) == "Zs" else _REPLACEMENT

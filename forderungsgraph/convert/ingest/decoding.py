"""Bytes of a plain text or page to characters, where the encoding is beyond doubt."""

from __future__ import annotations

import re
from typing import Final

from forderungsgraph.errors import TextError
from forderungsgraph.texts import refuse_nulls

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# what German texts have beyond ASCII, as characters of Windows-1252
_GERMAN: Final = frozenset("äöüÄÖÜß§€„“”‚‘’–—…•éèáàâêç«»·°²³½¼­®©\u00a0")
_UNDEFINED: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
_SAVE: Final = "Den Text als UTF-8 speichern"


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text and what had to be assumed. UTF-8 comes back character by character as stored.

    :param name: file name, for the error message
    :raises TextError: null bytes, or an encoding that cannot be told with certainty
    """
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise TextError("Der Text ist in UTF-32 geschrieben", place=name, hint=_SAVE)
    for bom, encoding in _BOMS[1:]:
        if data.startswith(bom):
            return _utf16(data[2:], encoding, name)
    guess = _utf16_without_mark(data)
    if guess is not None:
        return _utf16(data, guess, name)
    notes = _glyphs_lost(data, name)
    try:
        return data.decode("utf-8"), notes
    except UnicodeDecodeError as error:
        place = error.start
    text = _windows_1252(data)
    if text is not None:
        note = (
            "Der Text ist nicht in UTF-8, sondern in Latin-1 (Windows-1252) geschrieben und wurde so gelesen"
        )
        return text, (*notes, note)
    raise TextError(
        f"Die Kodierung des Textes ist nicht zu erkennen (Byte {data[place]:#04x} an Stelle {place})",
        place=name,
        line=data.count(b"\n", 0, place) + 1,
        hint=_SAVE,
    )


def _utf16(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TextError(
            "Der Text sieht nach UTF-16 aus, ist aber beschädigt oder unvollständig", place=name, hint=_SAVE
        ) from None
    return text, ("Der Text ist nicht in UTF-8, sondern in UTF-16 geschrieben und wurde so gelesen",)


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the byte order if every second byte of Latin text is null."""
    sample = data[: 1 << 16]
    half = len(sample) // 2
    if half < 8 or len(data) % 2:
        return None
    for encoding, null, other in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if sample[null::2].count(0) > 0.8 * half and sample[other::2].count(0) == 0:
            return encoding
    return None


def _glyphs_lost(data: bytes, name: str) -> tuple[str, ...]:
    """Return what is to be said of null bytes that stand for list glyphs; others are refused."""
    glyphs = refuse_nulls(data, name)
    if not glyphs:
        return ()
    return (
        f"Der Text enthält {glyphs} Nullbytes an Zeilenanfängen; sie gelten als verlorene Aufzählungszeichen",
    )


def _windows_1252(data: bytes) -> str | None:
    """Return the text if all bytes beyond ASCII are characters of German texts, most of them letters."""
    high = data.translate(None, bytes(range(128)))
    if not high or _UNDEFINED.intersection(high) or re.search(rb"[\x01-\x08\x0e-\x1a]", data):
        return None
    characters = high.decode("cp1252")
    usual = sum(character in _GERMAN for character in characters)
    letters = sum(character in "äöüÄÖÜß" for character in characters)
    if usual < 0.95 * len(characters) or letters < 0.5 * len(characters):
        return None
    return data.decode("cp1252")

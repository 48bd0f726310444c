"""Bytes to text, with exact words for what cannot be read: empty, other encoding, other language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from .errors import TextError, UsageError

# Frequent function words; words that two of the languages share are left out of the rarer one.
_FUNCTION_WORDS: Final = """
Deutsch: der die das und den dem des ein eine einen einer eines einem nicht mit von für auf ist sind im
Deutsch: zu zum zur auch sich wird werden wurde als bei nach durch über oder aus dass wir sie haben hat
Deutsch: kann können muss müssen soll sollen sowie dies diese dieser noch nur
Englisch: the of and to for that with are be this by as from or which have has will must should their
Englisch: we they it on not can into been its our
Französisch: le la les et du une pour dans par sur est sont qui que nous vous leur cette ces aux avec doit
Niederländisch: het een voor zijn niet ook wordt worden door naar deze dit moeten moet hebben heeft wij bij
Italienisch: il che di per una con sono della delle degli dei nel nella deve gli questo
Polnisch: nie się jest oraz przez dla został które który są tym jako
"""


def _by_language(lines: str) -> dict[str, frozenset[str]]:
    words: dict[str, frozenset[str]] = {}
    for line in lines.strip().splitlines():
        language, _, listed = line.partition(":")
        words[language] = words.get(language, frozenset()) | frozenset(listed.split())
    return words


_WORDS: Final = _by_language(_FUNCTION_WORDS)
_TOO_SHORT_TO_TELL: Final = 20
_LEAST_SHARE: Final = 0.10


def read_text(path: Path) -> str:
    """Return the text of a file exactly as stored: no newline is translated.

    :raises UsageError: if there is no such file
    :raises TextError: empty, not UTF-8, not German
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"Die Datei lässt sich nicht lesen ({error.strerror or error})",
            place=path,
            hint="Pfad und Rechte prüfen",
        ) from error
    return decode(raw, path)


def decode(raw: bytes, place: Path) -> str:
    """Return ``raw`` as text.

    :param place: file for the error message
    :raises TextError: empty, not UTF-8, not German
    """
    guess = _other_format(raw)
    if guess is not None:
        raise TextError(guess[0], place=place, hint=guess[1])
    refuse_nulls(raw, place)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(
            _encoding_guess(raw, error.start),
            place=place,
            line=raw.count(b"\n", 0, error.start) + 1,
            hint="Den Text als UTF-8 speichern",
        ) from None
    if not text.strip("\ufeff \t\r\n\f\v\u00a0"):
        raise TextError("Der Text ist leer", place=place, hint="Den Text einfügen oder die Datei entfernen")
    other = other_language(text)
    if other is not None:
        raise TextError(
            f"Der Text ist nicht deutsch (er sieht nach {other} aus)"
            if other
            else "Der Text ist nicht deutsch",
            place=place,
            hint="Ausgewertet werden nur deutsche Texte",
        )
    return text


def refuse_nulls(raw: bytes, place: Path | str) -> int:
    """Return how many null bytes stand for a list glyph at the beginning of a line.

    :raises TextError: if there are others
    """
    if b"\x00" not in raw:
        return 0
    glyphs = len(re.findall(rb"(?:^|[\n\r\f])[ \t]*\x00(?=[ \t])", raw))
    total = raw.count(0)
    if total > glyphs:
        raise TextError(
            f"Der Text enthält Nullbytes ({total}); er ist beschädigt oder keine Textdatei",
            place=place,
            line=raw.count(b"\n", 0, raw.index(0)) + 1,
            hint="Die Datei noch einmal holen oder als UTF-8 speichern",
        )
    return glyphs


def other_language(text: str) -> str | None:
    """Return None for German (or too short to tell), else the likely language, or an empty string.

    >>> other_language("Die Kommunen fordern das Land auf, die Kosten zu tragen.") is None
    True
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < _TOO_SHORT_TO_TELL:
        return None
    shares = {
        language: sum(word in known for word in words) / len(words) for language, known in _WORDS.items()
    }
    best = max(shares, key=lambda language: shares[language])
    if best == "Deutsch" and shares[best] >= _LEAST_SHARE:
        return None
    return best if best != "Deutsch" and shares[best] >= _LEAST_SHARE else ""


def _other_format(raw: bytes) -> tuple[str, str] | None:
    """Return what the bytes are instead of a UTF-8 text, with a hint; None if nothing is known."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or len(raw) < 3 * raw.count(0) < 2 * len(raw):
        return (
            "Der Text ist nicht in UTF-8 geschrieben (er sieht nach UTF-16 aus)",
            "Den Text als UTF-8 speichern",
        )
    for magic, name in ((b"%PDF", "PDF"), (b"PK\x03\x04", "DOCX oder ein anderes ZIP"), (b"{\\rtf", "RTF")):
        if raw.startswith(magic):
            return f"Die Datei ist kein Text, sondern {name}", "Den Text herausziehen und als .txt ablegen"
    return None


def _encoding_guess(raw: bytes, position: int) -> str:
    byte = raw[position]
    # Umlauts and ß in Latin-1, quotation marks and dashes in Windows-1252
    if byte in b"\xe4\xf6\xfc\xdf\xc4\xd6\xdc\xa7\x84\x93\x94\x96\x97\x80\x85":
        return "Der Text ist nicht in UTF-8 geschrieben (er sieht nach Latin-1 oder Windows-1252 aus)"
    return f"Der Text ist nicht in UTF-8 geschrieben (Byte {byte:#04x} an Stelle {position})"

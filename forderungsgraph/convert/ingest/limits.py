"""How much is read at most, so that no file takes the machine's memory or time; and how that is said."""

from __future__ import annotations

from typing import Final

from forderungsgraph.errors import TextError

MEBIBYTE: Final = 1024 * 1024
FILE: Final = 256 * MEBIBYTE
"""bytes of any file; PDF and DOCX may carry pictures"""
TEXT: Final = 20 * MEBIBYTE
"""bytes of plain text and Markdown"""
HTML: Final = 10 * MEBIBYTE
"""bytes of a page; its tree takes about twenty times as much memory"""
XML_PART: Final = 24 * MEBIBYTE
"""bytes of one unpacked part of DOCX or ODT"""
UNPACKED: Final = 1024 * MEBIBYTE
"""bytes that a DOCX or ODT may claim to hold, pictures too"""
RATIO: Final = 200
"""unpacked to packed bytes of a part; text in XML has 5 to 40"""
ENTRIES: Final = 10_000
"""files in a DOCX or ODT"""
DEPTH: Final = 150
"""nested elements in XML"""
PAGES: Final = 5_000
CHARACTERS: Final = 20_000_000
"""characters of one document"""
SECONDS: Final = 300.0
"""time for one file that is no plain text; five thousand pages take about one"""
MEMORY: Final = 1024 * MEBIBYTE
"""bytes that reading one file may take; three hundred pages take about 30 MB"""


def too_large(kind: str, size: int, limit: int, name: str) -> TextError:
    """Return the error for a file of ``size`` bytes where ``limit`` are read at most."""
    return TextError(
        f"Die Datei ist zu groß ({kind}, {size / MEBIBYTE:.0f} MB; gelesen werden bis "
        f"{limit // MEBIBYTE} MB)",
        place=name,
        hint="Die Datei in Teilen oder nur den Text des Dokuments ablegen",
    )

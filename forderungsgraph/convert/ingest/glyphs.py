"""Characters of a PDF page with their places, joined to runs: stretches of one line, size and column.

The only module that calls PDFium. PDFium is not thread-safe: one document at a time per process.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_HYPHENS: Final = frozenset((0x02, 0xFFFE))
_SPACES: Final = frozenset((0x20, 0xA0, 0x09))
_BREAKS: Final = frozenset((0x0A, 0x0D))
_FAR: Final = 1.0
"""gap in units of the font size from which two words belong to different runs"""
_APART: Final = 0.17
"""gap from which two characters belong to different words even without a blank"""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of characters on one baseline. Coordinates in points, y upwards.

    :param y: baseline
    :param size: height of the font's box, about 1.15 times the font size
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool


class _Builder:
    """Collects the characters of a run."""

    def __init__(self, character: str, box: raw.FS_RECTF, y: float, bold: bool) -> None:
        self.characters = [character]
        self.left, self.right = box.left, box.right
        self.y = y
        self.size = max(box.top - box.bottom, 0.1)
        self.bold = bold

    def takes(self, box: raw.FS_RECTF, y: float) -> bool:
        """Whether a character goes on with this run."""
        size = box.top - box.bottom
        return bool(
            abs(y - self.y) < 0.1 * self.size
            and abs(size - self.size) < 0.12 * self.size
            and -0.5 * self.size < box.left - self.right < _FAR * self.size
        )

    def run(self) -> Run:
        text = "".join(self.characters).strip()
        return Run(text, self.left, self.right, self.y, self.size, self.bold)


@dataclass(frozen=True, slots=True)
class PageRuns:
    """The runs of a page in the order of its content, and where it begins and ends.

    :param bottom: lowest y of the page
    :param top: highest y of the page
    """

    runs: tuple[Run, ...]
    bottom: float
    top: float


def page_runs(page: pdfium.PdfPage) -> PageRuns:
    """Return the runs of a page; text that is not upright is left out."""
    text_page = page.get_textpage()
    try:
        _, bottom, _, top = page.get_bbox()
        return PageRuns(tuple(_runs(text_page)), bottom, top)
    finally:
        text_page.close()


def _runs(text_page: pdfium.PdfTextPage) -> list[Run]:
    handle = text_page.raw
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_pointer, x_pointer, y_pointer = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    builders: list[_Builder] = []
    current: _Builder | None = None
    blank = False
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in _SPACES:
            blank = True
            continue
        if code in _BREAKS:
            continue
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            code = 0xFFFD
        raw.FPDFText_GetLooseCharBox(handle, index, box_pointer)
        if current is not None and unicodedata.combining(chr(code)):
            current.characters.append(chr(code))
            current.right = max(current.right, min(box.right, current.right + 0.6 * current.size))
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x_pointer, y_pointer)
        # PDFium writes hyphens at line ends as control characters; at the beginning of a line they are glyphs
        character = "-" if code in _HYPHENS and current is not None else chr(code)
        if current is not None and current.takes(box, y.value):
            if blank or box.left - current.right > _APART * current.size:
                current.characters.append(" ")
            current.characters.append(character)
            current.right = max(current.right, box.right)
            blank = False
            continue
        blank = False
        if not _upright(handle, index) or box.right <= box.left:
            current = None
            continue
        current = _Builder(character, box, y.value, _bold(handle, index))
        builders.append(current)
    return [run for run in (builder.run() for builder in builders) if run.text]


def _upright(handle: raw.FPDF_TEXTPAGE, index: int) -> bool:
    angle = raw.FPDFText_GetCharAngle(handle, index)
    return bool(angle < 0 or min(angle, 2 * math.pi - angle) < 0.05)


def _bold(handle: raw.FPDF_TEXTPAGE, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(handle, index) >= 600:
        return True
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, buffer, 128, ctypes.byref(flags))
    name = buffer.value.lower()
    return b"bold" in name or b"black" in name or b"heavy" in name

"""Characters of a PDF page with their places, joined to runs: stretches of one line, size and column.

The only module that calls PDFium. PDFium is not thread-safe: one document at a time per process.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
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
_QUOTES: Final = {"≫": "»", "≪": "«"}
"""signs of mathematics that TeX sets for quotes where its font has none"""
_MOST_SHAPES: Final = 2_000
"""drawn shapes of a page that are looked at"""
_ACCENTS: Final = {
    "¨": "\u0308", "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˜": "\u0303", "˚": "\u030a", "¸": "\u0327",
}  # fmt: skip
"""spacing accents, which TeX sets over a letter as a glyph of its own, and the combining ones"""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of characters on one baseline. Coordinates in points, y upwards.

    :param y: baseline
    :param size: height of a line of the font, 1.15 times its size
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Glyph:
    """A character as drawn.

    :param index: its number on the page
    :param blank: whether a blank stands before it
    """

    character: str
    left: float
    right: float
    y: float
    size: float
    index: int
    blank: bool


class _Builder:
    """Collects the characters of a run."""

    def __init__(self, glyph: _Glyph, bold: bool) -> None:
        self._characters = [glyph.character]
        self._left = self._last = glyph.left
        self._right = glyph.right
        self._y = glyph.y
        self._size = glyph.size
        self._bold = bold

    def takes(self, glyph: _Glyph) -> bool:
        """Whether a character goes on with this run."""
        size = glyph.size
        # the letters of a ligature all have its place
        follows = glyph.left - self._right > -0.5 * size or glyph.left >= self._last
        return (
            follows
            and abs(glyph.y - self._y) < 0.1 * self._size
            and abs(size - self._size) < 0.12 * self._size
            and glyph.left - self._right < _FAR * size
        )

    def add(self, glyph: _Glyph) -> None:
        """Append a character, after a blank where one stands or the gap is wide."""
        if glyph.blank or glyph.left - self._right > _APART * glyph.size:
            self._characters.append(" ")
        self._characters.append(glyph.character)
        self._last = glyph.left
        self._right = max(self._right, glyph.right)

    def combine(self, glyph: _Glyph) -> None:
        """Append a combining character."""
        self._characters.append(glyph.character)
        self._right = max(self._right, min(glyph.right, self._right + 0.6 * self._size))

    def run(self) -> Run:
        text = "".join(self._characters).strip()
        return Run(text, self._left, self._right, self._y, self._size, self._bold)


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
    """Return the runs of a page; text that is not upright is left out, drawn bullets become runs."""
    text_page = page.get_textpage()
    try:
        _, bottom, _, top = page.get_bbox()
        runs = _runs(text_page)
        return PageRuns((*runs, *_drawn_bullets(page, runs)), bottom, top)
    finally:
        text_page.close()


def _runs(text_page: pdfium.PdfTextPage) -> list[Run]:
    handle = text_page.raw
    builders: list[_Builder] = []
    current: _Builder | None = None
    for glyph in _mended(list(_glyphs(handle))):
        if current is not None and unicodedata.combining(glyph.character[0]):
            current.combine(glyph)
        elif current is not None and current.takes(glyph):
            current.add(glyph)
        elif not _upright(handle, glyph.index) or glyph.right <= glyph.left:
            current = None
        else:
            current = _Builder(glyph, _bold(handle, glyph.index))
            builders.append(current)
    return [run for run in (builder.run() for builder in builders) if run.text]


def _glyphs(handle: raw.FPDF_TEXTPAGE) -> Iterator[_Glyph]:
    """Yield the characters of a page in the order of its content."""
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_pointer, x_pointer, y_pointer = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    matrix_pointer = ctypes.byref(matrix)
    blank_from = math.inf  # a blank stands before what begins from here on
    begun = False
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in _SPACES:
            raw.FPDFText_GetLooseCharBox(handle, index, box_pointer)
            # what is kerned back over a blank has none before it; those that PDFium adds have no width
            width = box.right - box.left
            blank_from = box.left + 0.3 * width if width > 0 else -math.inf
            continue
        if code in _BREAKS:
            continue
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            code = 0xFFFD
        raw.FPDFText_GetLooseCharBox(handle, index, box_pointer)
        raw.FPDFText_GetCharOrigin(handle, index, x_pointer, y_pointer)
        # PDFium writes hyphens at line ends as control characters; at the beginning of a line they are glyphs
        character = "-" if code in _HYPHENS and begun else chr(code)
        # the boxes of some fonts are as high as each letter; the size of the font is always the same
        raw.FPDFText_GetMatrix(handle, index, matrix_pointer)
        em = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
        size = 1.15 * em if em > 0 else max(box.top - box.bottom, 0.1)
        yield _Glyph(character, box.left, box.right, y.value, size, index, box.left >= blank_from)
        blank_from = math.inf
        begun = True


def _mended(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Return the characters as read, where TeX puts them together: accents over letters, quotes below."""
    gone: set[int] = set()
    for glyph, following in zip_longest(glyphs, glyphs[1:]):
        if glyph.character in _ACCENTS:
            # PDFium sees blanks beside an accent; whether there are any, the gap tells
            if following is not None:
                following.blank = False
            base = _under(glyph, glyphs)
            composed = (
                unicodedata.normalize("NFC", base.character + _ACCENTS[glyph.character]) if base else ""
            )
            if base is not None and len(composed) == 1:
                base.character, base.blank = composed, False
                gone.add(glyph.index)
        elif glyph.character in _QUOTES:
            glyph.character = _QUOTES[glyph.character]
        elif (
            glyph.character == "”"
            and following is not None
            and abs(following.left - glyph.right) < 0.3 * glyph.size
            and 0.3 * glyph.size < following.y - glyph.y < 0.9 * glyph.size
        ):
            glyph.character, glyph.y = "„", following.y
    return [glyph for glyph in glyphs if glyph.index not in gone] if gone else glyphs


def _under(accent: _Glyph, glyphs: list[_Glyph]) -> _Glyph | None:
    """Return the letter over which an accent stands."""
    middle = (accent.left + accent.right) / 2
    for glyph in glyphs:
        if glyph.left <= middle <= glyph.right and abs(glyph.y - accent.y) < 0.4 * accent.size:
            shared = min(glyph.right, accent.right) - max(glyph.left, accent.left)
            if glyph.character.isalpha() and shared > 0.6 * (accent.right - accent.left):
                return glyph
    return None


def _drawn_bullets(page: pdfium.PdfPage, runs: list[Run]) -> Iterator[Run]:
    """Yield a run for each small disc or square before the first word of a line: browsers draw bullets."""
    places = [
        box for box in _small_shapes(page) if 0.7 < (box.right - box.left) / (box.top - box.bottom) < 1.4
    ]
    if not places:
        return
    firsts = _first_runs(runs)
    for box in places:
        middle = (box.bottom + box.top) / 2
        for run in firsts:
            if (
                0.1 * run.size < middle - run.y < 0.6 * run.size
                and 0.1 * run.size < box.right - box.left < 0.6 * run.size
                and 0.1 * run.size < run.left - box.right < 3 * run.size
            ):
                yield Run("•", box.left, box.right, run.y, run.size, False)
                break


def _first_runs(runs: list[Run]) -> list[Run]:
    """Return the runs that have no other one close to their left."""
    ends = [(run.y, run.right) for run in runs]
    return [
        run
        for run in runs
        if not any(
            abs(y - run.y) < 0.3 * run.size and 0 <= run.left - right < 3 * run.size for y, right in ends
        )
    ]


def _small_shapes(page: pdfium.PdfPage) -> Iterator[raw.FS_RECTF]:
    """Yield the boxes of drawn shapes that are small enough for a bullet; drawings with many are passed over."""
    count = raw.FPDFPage_CountObjects(page.raw)
    shapes = 0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(count):
        shape = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_PATH:
            continue
        shapes += 1
        if shapes > _MOST_SHAPES:
            return
        if raw.FPDFPageObj_GetBounds(shape, *map(ctypes.byref, (left, bottom, right, top))):
            box = raw.FS_RECTF(left.value, top.value, right.value, bottom.value)
            if 0.5 < box.right - box.left < 10 and 0.5 < box.top - box.bottom < 10:
                yield box


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

"""Lines of all pages of a PDF to one text: running headers apart, footnotes to the end, breaks by layout.

A form feed stands between pages. It alone separates the lines where a paragraph goes on over the break;
otherwise a blank line goes before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from .breaks import (
    GLYPH,
    are_apart,
    goes_on,
    has_first_indent,
    is_finished,
    is_marked,
    opens_by_indent,
    usual_indent,
)
from .columns import TextLine
from .layout import tidy
from .margins import without_margins, without_notes
from .measures import Measures, body_size, usual_pitches

# TeX sets the dots as a glyph of their own before the vowel, other programs behind it
_DIAERESIS: Final = tuple(map(re.compile, (r"¨([aouAOU])", r"([aouAOU])¨", r"¨ ([aouAOU])")))
_LIGATURE: Final = re.compile(r"[\ufb00-\ufb06]")
_NUMBER: Final = re.compile(r"(\(?\d{1,2}[.)])(?=[^\W\d_]{2})")


def assemble(pages: Sequence[Sequence[TextLine]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of a document and the offset of each page in it."""
    bodies, margins = without_margins(pages)
    size = body_size(bodies)
    bodies, notes, below = without_notes(bodies, size)
    writer = _Writer(Measures(size, usual_pitches(bodies), usual_indent(bodies)))
    for lines in bodies:
        writer.page(lines)
    tail = [f"[{number}] {_clean(note)}" for number, note in notes]
    tail += [_clean(line.text) for line in (*margins, *below)]
    whole = "".join((*writer.parts, *(f"\n\n{text}" for text in tail if text)))
    return (whole + "\n" if whole.strip() else ""), tuple(writer.starts)


class _Writer:
    """Writes line after line, and knows which list item is open."""

    def __init__(self, measures: Measures) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self._length = 0
        self._measures = measures
        self._before: TextLine | None = None
        self._item: TextLine | None = None
        self._hang: float | None = None

    def page(self, lines: Sequence[TextLine]) -> None:
        """Write a page."""
        if not lines:
            self._add("\f" if self.starts else "")
            self.starts.append(self._length)
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            apart = self._is_apart(line, following, turned=index == 0)
            if self._leaves_item(line, apart):
                apart = apart or (self._before is not None and is_finished(self._before))
                self._item = None
            indent = self._indent(line, following, apart)
            if index:
                self._add("\n\n" if apart else self._joint(line))
            else:
                self._add(("\n\n\f" if apart and self._before else "\f") if self.starts else "")
                self.starts.append(self._length)
            self._add(indent + _clean(line.text))
            self._before = line

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def _is_apart(self, line: TextLine, following: TextLine | None, *, turned: bool) -> bool:
        """Whether a new paragraph begins; ``turned``: the line is the first of its page."""
        before = self._before
        if before is None:
            return True
        if turned or (line.column != before.column and line.y > before.y):
            return not goes_on(before, line, self._measures)
        return are_apart(before, line, self._measures) or opens_by_indent(
            before, line, following, self._measures
        )

    def _joint(self, line: TextLine) -> str:
        """Return what parts two lines of a paragraph: a heading is one line, however it was set."""
        before = self._before
        large = 1.08 * self._measures.size
        wrapped = before is not None and min(before.size, line.size) > large and not is_marked(line)
        return " " if wrapped and before is not None and not before.text.endswith("-") else "\n"

    def _leaves_item(self, line: TextLine, apart: bool) -> bool:
        if self._item is None or is_marked(line):
            return False
        back = _inset(line) <= _inset(self._item) + 0.3 * line.size
        return back and (self._hang is not None or apart)

    def _indent(self, line: TextLine, following: TextLine | None, apart: bool) -> str:
        """Return the blanks before a line: those of items, not those of their hanging lines or of first lines."""
        if is_marked(line):
            self._item, self._hang = line, None
            return _blanks(line)
        if self._item is not None and _inset(line) > _inset(self._item) + 0.3 * line.size:
            self._hang = _inset(line) if self._hang is None else self._hang
            if abs(_inset(line) - self._hang) < 0.3 * line.size and not apart:
                return _blanks(self._item)
        if (
            following is not None
            and following.column == line.column
            and apart
            and following.left < line.left - 2
        ):
            return ""
        if apart and has_first_indent(line, self._measures) and self._item is None:
            return ""
        if self._before is not None and self._before.column != line.column and apart:
            return ""
        return _blanks(line)


def _inset(line: TextLine) -> float:
    return line.left - line.start


def _blanks(line: TextLine) -> str:
    if _inset(line) < 0.5 * line.size:
        return ""
    return " " * min(40, round(_inset(line) / (0.45 * line.size)))


def _clean(text: str) -> str:
    """Return a line composed, with ligatures resolved and a usual glyph for lists."""
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    if "¨" in text:
        for pattern in _DIAERESIS:
            text = pattern.sub("\\1\u0308", text)
    text = GLYPH.sub("• ", text, count=1) if GLYPH.match(text) else text
    if text.startswith("•") and not text.startswith("• "):
        text = "• " + text[1:].lstrip()
    number = _NUMBER.match(text)
    if number:
        text = f"{number[1]} {text[number.end() :]}"
    text = text[:-1] + "-" if text.endswith("\u00ad") else text
    return "   ".join(tidy(part) for part in re.split(r" {3,}", text)).strip()

"""Lines of all pages of a PDF to one text: running headers apart, footnotes to the end, breaks by layout.

A form feed stands between pages. It alone separates the lines where a paragraph goes on over the break;
otherwise a blank line goes before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from .columns import TextLine
from .layout import tidy
from .margins import without_margins, without_notes
from .measures import Measures, body_size, usual_pitches

_ENDS: Final = re.compile(r"[.:!?…][“”\"»«)\]]*\s*$")
_GLYPH: Final = re.compile(
    r"(?P<glyph>[\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f�●▪■◦‣∙·►➢➤✓✔→⇒❖□○◆▶▸])\s*(?=\S)"
)
_ITEM: Final = re.compile(r"[•–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s|(?:\d{1,2}\.){1,4}\d{0,2}\s")
# TeX sets the dots as a glyph of their own before the vowel, other programs behind it
_DIAERESIS: Final = tuple(map(re.compile, (r"¨([aouAOU])", r"([aouAOU])¨", r"¨ ([aouAOU])")))
_LIGATURE: Final = re.compile(r"[\ufb00-\ufb06]")


def assemble(pages: Sequence[Sequence[TextLine]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of a document and the offset of each page in it."""
    bodies, margins = without_margins(pages)
    size = body_size(bodies)
    bodies, notes, below = without_notes(bodies, size)
    measures = Measures(size, usual_pitches(bodies))
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    before: TextLine | None = None
    for number, lines in enumerate(bodies):
        if number:
            goes_on = before is not None and bool(lines) and _goes_on(before, lines[0], measures)
            parts.append("\f" if goes_on or before is None else "\n\n\f")
            length += len(parts[-1])
        starts.append(length)
        text = _page_text(lines, measures)
        parts.append(text)
        length += len(text)
        before = lines[-1] if lines else before
    tail = [f"[{number}] {_clean(note)}" for number, note in notes]
    tail += [_clean(line.text) for line in (*margins, *below)]
    parts += [f"\n\n{text}" for text in tail if text]
    whole = "".join(parts)
    return (whole + "\n" if whole.strip() else ""), tuple(starts)


def _page_text(lines: Sequence[TextLine], measures: Measures) -> str:
    written: list[str] = []
    previous: TextLine | None = None
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if previous is not None:
            if line.column != previous.column and line.y > previous.y:
                apart = not _goes_on(previous, line, measures)
            else:
                apart = _apart(previous, line, measures) or _opens_by_indent(previous, line, following)
            written.append("\n\n" if apart else "\n")
        opens = previous is None or written[-1] == "\n\n"
        written.append(_indent(line, previous, following, opens) + _clean(line.text))
        previous = line
    return "".join(written)


def _apart(before: TextLine, line: TextLine, measures: Measures) -> bool:
    """Whether a blank line belongs between two lines of a column."""
    distance = before.y - line.y
    if distance > 1.25 * measures.pitch(max(before.size, line.size)) or distance < 0:
        return True
    if abs(before.size - line.size) > 0.08 * measures.size:
        return True
    # a bold line of its own is a heading; bold words at the beginning of a paragraph are not
    return before.bold != line.bold and (
        _room(before) > 0.15 if before.bold else bool(_ENDS.search(before.text)) or _room(before) > 0.15
    )


def _room(line: TextLine) -> float:
    """Return what part of its column's width a line leaves free at its end."""
    return (line.end - line.right) / max(line.end - line.start, 1.0)


def _indented(line: TextLine) -> bool:
    return line.left - line.start > 0.5 * line.size


def _opens_by_indent(before: TextLine, line: TextLine, following: TextLine | None) -> bool:
    """Whether a line opens a paragraph by its first-line indent alone."""
    if _marked(line) or following is None or following.column != line.column:
        return False
    deeper = 0.5 * line.size < line.left - before.left < 4 * line.size
    return deeper and abs(following.left - before.left) < 2 and not _marked(before)


def _marked(line: TextLine) -> bool:
    return bool(_ITEM.match(line.text) or _GLYPH.match(line.text))


def _indent(line: TextLine, before: TextLine | None, following: TextLine | None, opens: bool) -> str:
    """Return the blanks before a line: those of lists are kept, those of paragraphs' first lines are not."""
    if not _indented(line):
        return ""
    first_only = opens and not _marked(line) and following is not None and following.left < line.left - 2
    if first_only and following is not None and following.column == line.column:
        return ""
    if before is not None and before.column != line.column and opens and not _marked(line):
        return ""
    return " " * min(40, round((line.left - line.start) / (0.45 * line.size)))


def _goes_on(before: TextLine, line: TextLine, measures: Measures) -> bool:
    """Whether a paragraph goes on from the end of a page or column to the next."""
    if _ENDS.search(before.text) or _marked(line):
        return False
    if abs(before.size - line.size) > 0.08 * measures.size or before.bold != line.bold:
        return False
    hyphen = before.text.endswith("-") and before.text[-2:-1].isalpha()
    return hyphen or line.text[:1].islower() or (_room(before) < 0.12 and not before.bold)


def _clean(text: str) -> str:
    """Return a line composed, with ligatures resolved and a usual glyph for lists."""
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    if "¨" in text:
        for pattern in _DIAERESIS:
            text = pattern.sub("\\1\u0308", text)
    text = _GLYPH.sub("• ", text, count=1) if _GLYPH.match(text) else text
    if text.startswith("•") and not text.startswith("• "):
        text = "• " + text[1:].lstrip()
    soft = text.endswith("\u00ad")
    text = text[:-1] + "-" if soft else text
    wide = "   ".join(tidy(part) for part in re.split(r" {3,}", text))
    return wide.strip()

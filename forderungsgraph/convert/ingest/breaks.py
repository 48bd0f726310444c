"""Where paragraphs of a PDF begin and end, by the places of their lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from .columns import TextLine
from .measures import Measures

GLYPH: Final = re.compile(
    r"(?P<glyph>[\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f�●▪■◦‣∙·►➢➤✓✔→⇒❖□○◆▶▸])\s*(?=\S)"
)
_ITEM: Final = re.compile(
    r"[•–—-]\s|•(?=\S)|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)](?:\s|(?=[^\W\d_]{2}))|(?:\d{1,2}\.){1,4}\d{0,2}\s"
)
_ENDS: Final = re.compile(r"[.:!?…][“”\"»«)\]]*\s*$")
_NOTE: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_USUAL: Final = 3
"""indented lines from which on they are no accident"""


def is_marked(line: TextLine) -> bool:
    """Whether a line begins like a list item."""
    return bool(_ITEM.match(line.text) or GLYPH.match(line.text))


def is_finished(line: TextLine) -> bool:
    """Whether a line ends like a sentence or a lead-in."""
    return _ENDS.search(line.text) is not None


def are_apart(before: TextLine, line: TextLine, measures: Measures) -> bool:
    """Whether a blank line belongs between two lines of a column."""
    distance = before.y - line.y
    if distance > 1.25 * measures.pitch(max(before.size, line.size)) or distance < 0:
        return True
    if abs(before.size - line.size) > 0.08 * measures.size or _NOTE.match(line.text):
        return True
    # a bold line of its own is a heading; bold words at the beginning of a paragraph are not
    return before.bold != line.bold and (_room(before) > 0.15 or (line.bold and is_finished(before)))


def usual_indent(pages: Sequence[Sequence[TextLine]]) -> float:
    """Return by how much first lines of paragraphs are indented, 0 where that is not usual.

    Such a line stands between two that begin at the edge of the column.
    """
    indents: Counter[int] = Counter()
    for lines in pages:
        for before, line, following in zip(lines, lines[1:], lines[2:], strict=False):
            inset = line.left - line.start
            if (
                before.column == line.column == following.column
                and not any(map(is_marked, (before, line, following)))
                and 0.5 * line.size < inset < 4 * line.size
                and max(before.left - before.start, following.left - following.start) < 0.3 * line.size
            ):
                indents[round(inset)] += 1
    inset, count = max(indents.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    return float(inset) if count >= _USUAL else 0.0


def has_first_indent(line: TextLine, measures: Measures) -> bool:
    """Whether a line is indented as the first lines of paragraphs are in this document."""
    inset = line.left - line.start
    return measures.indent > 0 and abs(inset - measures.indent) < 1.5 and not is_marked(line)


def opens_by_indent(before: TextLine, line: TextLine, following: TextLine | None, measures: Measures) -> bool:
    """Whether a line opens a paragraph by its first-line indent alone."""
    if is_marked(line):
        return False
    if has_first_indent(line, measures) and is_finished(before):
        return True
    if following is None or following.column != line.column:
        return False
    deeper = 0.5 * line.size < line.left - before.left < 4 * line.size
    return deeper and abs(following.left - before.left) < 2 and not is_marked(before)


def goes_on(before: TextLine, line: TextLine, measures: Measures) -> bool:
    """Whether a paragraph goes on from the end of a page or column to the next."""
    if is_finished(before) or is_marked(line):
        return False
    if abs(before.size - line.size) > 0.08 * measures.size or before.bold != line.bold:
        return False
    hyphen = before.text.endswith("-") and before.text[-2:-1].isalpha()
    if hyphen or line.text[:1].islower():
        return True
    # the line was full: the next word had no place on it
    word = len(line.text.split(" ", 1)[0]) + 1
    width = word * (line.right - line.left) / max(len(line.text), 1)
    return not before.bold and before.end - before.right < width


def _room(line: TextLine) -> float:
    """Return what part of its column's width a line leaves free at its end."""
    return (line.end - line.right) / max(line.end - line.start, 1.0)

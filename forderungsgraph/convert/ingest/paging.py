"""Lines of all pages of a PDF to one text: running headers apart, footnotes to the end, breaks by layout.

A form feed stands between pages. It alone separates the lines where a paragraph goes on over the break;
otherwise a blank line goes before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from .columns import TextLine
from .layout import tidy

_PAGE_NUMBER: Final = re.compile(
    r"[-–—|•\s]*(?:(?:Seite|S\.|Blatt)\s*)?\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?[-–—|•\s]*(?:\.{3}|…)?", re.I
)
_NOTE: Final = re.compile(r"(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*|(?P<plain>\d{1,3})\)?\s+(?=\S)")
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_RUN: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_ENDS: Final = re.compile(r"[.:!?…][“”\"»«)\]]*\s*$")
_GLYPH: Final = re.compile(
    r"(?P<glyph>[\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f�●▪■◦‣∙·►➢➤✓✔→⇒❖□○◆▶▸])\s*(?=\S)"
)
_ITEM: Final = re.compile(r"[•–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s|(?:\d{1,2}\.){1,4}\d{0,2}\s")
# TeX sets the dots as a glyph of their own before the vowel, other programs behind it
_DIAERESIS: Final = tuple(map(re.compile, (r"¨([aouAOU])", r"([aouAOU])¨", r"¨ ([aouAOU])")))
_LIGATURE: Final = re.compile(r"[\ufb00-\ufb06]")
_EDGE_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in the document.

    :param size: of running text
    :param pitches: usual distance of baselines, by rounded size
    """

    size: float
    pitches: dict[int, float]

    def pitch(self, size: float) -> float:
        """Return the usual distance of baselines for a font size."""
        return self.pitches.get(round(size), 1.15 * size)


def assemble(pages: Sequence[Sequence[TextLine]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of a document and the offset of each page in it."""
    bodies, margins = _without_margins(pages)
    size = _body_size(bodies)
    bodies, notes, below = _without_notes(bodies, size)
    measures = Measures(size, _pitches(bodies))
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


def _without_margins(
    pages: Sequence[Sequence[TextLine]],
) -> tuple[list[list[TextLine]], list[TextLine]]:
    """Return the pages without running headers and footers, and these once each.

    What the first page shows at its top is its letterhead and stays there.
    """
    counts: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        tops, bottoms = _margins(lines)
        for key in {_key(line, shift) for line in (*tops, *bottoms) for shift in (-1, 0, 1)}:
            counts[key] += 1
    bodies: list[list[TextLine]] = []
    margins: dict[str, TextLine] = {}
    for number, lines in enumerate(pages):
        tops, bottoms = _margins(lines)
        gone: set[int] = set()
        for side in (tops, bottoms):
            for line in side:
                is_number = _PAGE_NUMBER.fullmatch(line.text) is not None
                if not is_number and counts[_key(line, 0)] < 2:
                    break
                letterhead = side is tops and number == 0 and not is_number
                if not letterhead:
                    gone.add(id(line))
                    if not is_number:
                        margins.setdefault(_masked(line.text), line)
                else:
                    margins[_masked(line.text)] = line
        bodies.append([line for line in lines if id(line) not in gone])
    shown = {_masked(line.text) for line in (bodies[0] if bodies else ())}
    return bodies, [line for masked, line in margins.items() if masked not in shown]


def _margins(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """Return the lines at the top of a page from above, and at its bottom from below."""
    ordered = sorted(lines, key=lambda line: -line.y)
    half = max(1, len(ordered) // 2)
    return ordered[: min(_EDGE_LINES, half)], ordered[::-1][: min(_EDGE_LINES, half)]


def _key(line: TextLine, shift: int) -> tuple[str, int]:
    return _masked(line.text), round(line.y / 3) + shift


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", text))


def _body_size(pages: Sequence[Sequence[TextLine]]) -> float:
    weights: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            weights[round(line.size, 1)] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 12.0


def _pitches(pages: Sequence[Sequence[TextLine]]) -> dict[int, float]:
    distances: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        for before, line in pairwise(lines):
            distance = before.y - line.y
            if before.column == line.column and 0.8 * line.size < distance < 2.5 * line.size:
                distances[round(line.size)][round(distance * 2) / 2] += 1
    return {size: max(found, key=lambda d: (found[d], -d)) for size, found in distances.items()}


def _without_notes(
    pages: Sequence[Sequence[TextLine]], size: float
) -> tuple[list[list[TextLine]], list[tuple[str, str]], list[TextLine]]:
    """Return the pages without footnotes and without their marks, the footnotes, and what is below them."""
    bodies: list[list[TextLine]] = []
    notes: list[tuple[str, str]] = []
    below: list[TextLine] = []
    for lines in pages:
        body: list[TextLine] = []
        found: list[tuple[str, str]] = []
        for column in dict.fromkeys(line.column for line in lines):
            part = [line for line in lines if line.column == column]
            cut = _notes_begin(part, size)
            body += part[:cut]
            end = _notes_end(part, cut)
            found += _notes(part[cut:end])
            below += part[end:]
        numbers = {number for number, _ in found}
        bodies.append([replace(line, text=_without_marks(line.text, numbers)) for line in body])
        notes += found
    return bodies, notes, below


def _notes_begin(lines: Sequence[TextLine], size: float) -> int:
    """Return the index of the first line of the footnotes of a column; its length if there are none."""
    first = len(lines)
    while first and lines[first - 1].size < 0.93 * size:
        first -= 1
    while first < len(lines) and not _NOTE.match(lines[first].text):
        first += 1
    return first


def _notes_end(lines: Sequence[TextLine], first: int) -> int:
    """Return the index behind the footnotes that begin at ``first``: a wide gap parts them from a footer."""
    for index in range(first + 1, len(lines)):
        if lines[index - 1].y - lines[index].y > 2.2 * lines[index].size:
            return index
    return len(lines)


def _notes(lines: Sequence[TextLine]) -> list[tuple[str, str]]:
    notes: list[tuple[str, str]] = []
    for line in lines:
        match = _NOTE.match(line.text)
        number = (match["raised"] or match["plain"]).translate(_RAISED) if match else ""
        follows = bool(notes) and number != str(int(notes[-1][0]) + 1)
        if match and (match["raised"] or not follows):
            notes.append((number, line.text[match.end() :]))
        else:
            before, text = notes[-1]
            joined = (
                text[:-1] + line.text
                if text.endswith("-") and line.text[0].islower()
                else f"{text} {line.text}"
            )
            notes[-1] = before, joined
    return notes


def _without_marks(text: str, numbers: set[str]) -> str:
    def mark(match: re.Match[str]) -> str:
        return "" if match.group().translate(_RAISED) in numbers else match.group()

    return _RAISED_RUN.sub(mark, text)


def _page_text(lines: Sequence[TextLine], measures: Measures) -> str:
    written: list[str] = []
    previous: TextLine | None = None
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if previous is not None:
            if line.column != previous.column:
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

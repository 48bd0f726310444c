"""What stands around the text of a PDF's pages: running headers and footers, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .columns import TextLine
from .measures import Measures, body_size, usual_pitches

_PAGE_NUMBER: Final = re.compile(
    r"[-–—|•\s]*(?:(?:Seite|S\.|Blatt)\s*)?\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?[-–—|•\s]*(?:\.{3}|…)?", re.I
)
_NUMBERED: Final = re.compile(
    r"[-–—|•\s]*(?:Seite|S\.|Blatt)\s*\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?[-–—|•\s]*$", re.I
)
"""what is a page number wherever it stands; bare numbers may belong to the text"""
_NOTE: Final = re.compile(r"(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*|(?P<plain>\d{1,3})\)?\s+(?=\S)")
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_RUN: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_OPEN: Final = re.compile(r"[\w,]$")
_EDGE_LINES: Final = 4


def without_margins(
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
    measures = Measures(body_size(pages), usual_pitches(pages))
    bodies: list[list[TextLine]] = []
    margins: dict[str, TextLine] = {}
    for number, lines in enumerate(pages):
        gone: set[int] = set()
        for side, top in zip(_margins(lines), (True, False), strict=True):
            for line in _running(side, counts, measures):
                if _PAGE_NUMBER.fullmatch(line.text):
                    gone.add(id(line))
                elif top and number == 0:
                    margins[_masked(line.text)] = line
                else:
                    gone.add(id(line))
                    margins.setdefault(_masked(line.text), line)
        kept = [line for line in lines if id(line) not in gone]
        if bodies and bodies[-1] and (heads := _interrupting(bodies[-1][-1], kept, measures)):
            margins |= {_masked(line.text): line for line in heads}
            kept = kept[len(heads) :]
        bodies.append(kept)
    shown = {_masked(line.text) for line in (bodies[0] if bodies else ())}
    return bodies, [line for masked, line in margins.items() if masked not in shown]


def _running(
    side: Sequence[TextLine], counts: Counter[tuple[str, int]], measures: Measures
) -> Sequence[TextLine]:
    """Return the lines at one edge of a page that other pages have, too; a gap parts them from the text."""
    for end in range(len(side) - 1, 0, -1):
        part = side[:end]
        if not all(_PAGE_NUMBER.fullmatch(line.text) or counts[_key(line, 0)] >= 2 for line in part):
            continue
        last, following = part[-1], side[end]
        if all(_NUMBERED.match(line.text) and counts[_key(line, 0)] >= 2 for line in part):
            return part
        if abs(last.y - following.y) > 1.2 * measures.pitch(max(last.size, following.size)):
            return part
    return ()


def _interrupting(before: TextLine, lines: Sequence[TextLine], measures: Measures) -> Sequence[TextLine]:
    """Return the first lines of a page if they stand apart and a word of the page before goes on below them.

    Letters have such headers from the second page on, often on that page alone.
    """
    for end in (1, 2):
        if end >= len(lines) or lines[0].y < max(line.y for line in lines):
            return ()
        last, following = lines[end - 1], lines[end]
        apart = last.y - following.y > 1.8 * measures.pitch(max(last.size, following.size))
        hyphen = before.text.endswith("-") and before.text[-2:-1].isalpha()
        going = following.text[:1].islower() and (hyphen or _OPEN.search(before.text) is not None)
        if apart and going and not lines[0].text[:1].islower():
            return lines[:end]
    return ()


def _margins(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """Return the lines at the top of a page from above, and at its bottom from below."""
    ordered = sorted(lines, key=lambda line: -line.y)
    count = min(_EDGE_LINES, len(ordered) // 2) + 1
    return ordered[:count], ordered[::-1][:count]


def _key(line: TextLine, shift: int) -> tuple[str, int]:
    return _masked(line.text), round(line.y / 3) + shift


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", text))


def without_notes(
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

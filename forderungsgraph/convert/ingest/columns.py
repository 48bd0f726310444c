"""Runs of a PDF page to lines in reading order: columns one after the other, rows from top to bottom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from .glyphs import PageRuns, Run

_MARKER: Final = re.compile(
    r"[^\w\s]|[\ue000-\uf8ff\x00-\x1f]|o|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.):]?|"
    r"(?:\d{1,2}\.){1,4}\d{0,2}|§+ ?\d{1,3}\w?"
)
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARGIN: Final = 0.09
"""part of a page's height that headers and footers may stand in"""
_LEAST_LINES: Final = 3
_LEAST_PROSE: Final = 18
"""characters that a usual line of a column has at least"""
_JUSTIFIED: Final = 3.5
"""gap between two words of a justified line, in units of the font size, at most"""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text as read.

    :param column: number of its column on the page, counted in reading order
    :param start: left edge of its column
    :param end: right edge of its column
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    column: int
    start: float
    end: float


def read_lines(pages: Sequence[PageRuns]) -> list[list[TextLine]]:
    """Return the lines of each page in reading order.

    The columns of most pages are tried on those whose own runs are too few to tell, e.g. the last.
    """
    found = [_gutter(page.runs) for page in pages]
    edges = Counter(round(edge / 4) for edge in found if edge is not None)
    usual = max(edges, key=lambda key: (edges[key], -key)) if edges else None
    known = next((edge for edge in found if edge is not None and round(edge / 4) == usual), None)
    return [_page_lines(page, known) for page in pages]


def _page_lines(page: PageRuns, known: float | None) -> list[TextLine]:
    lines: list[TextLine] = []
    for number, part in enumerate(_outside_in(page, known)):
        rows = _rows(part)
        start = _edge([min(run.left for run in row) for row in rows])
        end = max(run.right for run in part)
        lines += [line for row in rows if (line := _line(row, number, start, end)).text]
    return lines


def _line(row: Sequence[Run], column: int, start: float, end: float) -> TextLine:
    main = max(row, key=lambda run: len(run.text))
    bold = main.bold and all(run.bold for run in row if len(run.text) > 2)
    left, right = min(run.left for run in row), max(run.right for run in row)
    return TextLine(_text(row), left, right, main.y, main.size, bold, column, start, end)


def _edge(values: Sequence[float]) -> float:
    """Return the left edge that at least a tenth of the rows keep."""
    counted = Counter(round(value) for value in values)
    usual = [value for value, count in counted.items() if count >= 0.1 * len(values)]
    return float(min(usual or counted))


def _outside_in(page: PageRuns, known: float | None) -> list[list[Run]]:
    """Return the parts of a page in reading order: its margins at top and bottom are no part of columns."""
    rows = _rows(page.runs)
    depth = _MARGIN * (page.top - page.bottom)
    top = _apart(rows, lambda run: run.y > page.top - depth)
    bottom = len(rows) - _apart(rows[::-1], lambda run: run.y < page.bottom + depth)
    if top >= bottom:
        return _parts(list(page.runs), 0, known)
    ends = [[run for row in part for run in row] for part in (rows[:top], rows[bottom:])]
    middle = [run for row in rows[top:bottom] for run in row]
    return [part for part in (ends[0], *_parts(middle, 0, known), ends[1]) if part]


def _apart(rows: Sequence[Sequence[Run]], is_margin: Callable[[Run], bool]) -> int:
    """Return how many of the first rows lie in the margin, parted from the others by a wide gap."""
    for count in (4, 3, 2, 1):
        if count < len(rows) and all(is_margin(row[0]) for row in rows[:count]):
            edge, following = rows[count - 1][0], rows[count][0]
            if abs(edge.y - following.y) > 1.8 * max(edge.size, following.size):
                return count
    return 0


def _parts(runs: list[Run], depth: int, known: float | None) -> list[list[Run]]:
    """Return the runs of a page in parts that are read one after the other."""
    if not runs:
        return []
    gutter = _gutter(runs) if depth < 3 else None
    if gutter is None and known is not None and _fits(runs, known):
        gutter = known
    if gutter is None:
        return [runs]
    parts: list[list[Run]] = []
    for crossing, band in _bands(runs, gutter):
        if crossing:
            parts.append(band)
            continue
        left = [run for run in band if run.left < gutter]
        right = [run for run in band if run.left >= gutter]
        parts += _parts(left, depth + 1, None) + _parts(right, depth + 1, None)
    return parts


def _gutter(runs: Sequence[Run]) -> float | None:
    """Return where a second column begins, None if the page has one column."""
    if not runs:
        return None
    size = median(run.size for run in runs)
    left_edge, right_edge = min(run.left for run in runs), max(run.right for run in runs)
    width = right_edge - left_edge
    if width < 12 * size:
        return None
    rows = _rows(runs)
    candidates = []
    for edge in sorted({round(run.left) - 2.0 for run in runs}):
        if not left_edge + 0.12 * width < edge < left_edge + 0.85 * width:
            continue
        crossing = _crossing(rows, edge, size)
        if crossing is not None:
            ends = max(run.right for run in runs if run.right <= edge)
            candidates.append((crossing, round(ends - edge), edge))
    return min(candidates)[2] if candidates else None


def _fits(runs: Sequence[Run], edge: float) -> bool:
    """Whether runs stand on both sides of an edge that parts columns elsewhere, and few across it."""
    left = sum(1 for run in runs if run.right < edge and not _MARKER.fullmatch(run.text))
    right = sum(1 for run in runs if run.left >= edge)
    crossing = len(runs) - sum(1 for run in runs if run.right < edge or run.left >= edge)
    return min(left, right) > 0 and crossing <= 2


def _crossing(rows: Sequence[Sequence[Run]], edge: float, size: float) -> int | None:
    """Return how many rows lie across ``edge``, None unless two columns with a clear gap stand beside it."""
    ends = edge - 0.7 * size + 2.0
    crossing = 0
    left: list[_Stretch] = []
    right: list[_Stretch] = []
    for row in rows:
        if any(run.left < edge and run.right > ends for run in row):
            crossing += 1
            continue
        prose = [run for run in row if run.right <= ends and not _MARKER.fullmatch(run.text)]
        left += _stretch(prose, size)
        right += _stretch([run for run in row if run.left >= edge], size)
    if len(left) < _LEAST_LINES or len(right) < _LEAST_LINES:
        return None
    fewer, more = sorted((len(left), len(right)))
    if crossing > min(0.4 * more, 4 * fewer) or median(part.length for part in left) < 8:
        return None
    column = max(part.right for part in right) - edge
    filled = sum(1 for part in right if part.right - part.left > 0.6 * column)
    if filled < 0.5 * len(right) or median(part.length for part in right) < _LEAST_PROSE:
        return None
    # the two sides stand beside each other, not one below the other
    heights = sorted(part.y for part in left)
    beside = sum(1 for part in right if _nearest(heights, part.y) < 3 * size)
    return crossing if beside >= 0.5 * fewer else None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a row whose gaps are those of justified text; ``length`` in characters."""

    left: float
    right: float
    y: float
    length: int


def _stretch(row: Sequence[Run], size: float) -> list[_Stretch]:
    """Return the longest stretch of a part of a row, if there is one; cells of a table lie farther apart."""
    found: list[_Stretch] = []
    for run in row:
        if found and run.left - found[-1].right < _JUSTIFIED * size:
            last = found.pop()
            right = max(last.right, run.right)
            found.append(_Stretch(last.left, right, last.y, last.length + 1 + len(run.text)))
        else:
            found.append(_Stretch(run.left, run.right, run.y, len(run.text)))
    return [max(found, key=lambda stretch: stretch.length)] if found else []


def _nearest(heights: Sequence[float], y: float) -> float:
    index = bisect_left(heights, y)
    return min(abs(y - heights[i]) for i in (index - 1, index) if 0 <= i < len(heights))


def _bands(runs: Sequence[Run], gutter: float) -> list[tuple[bool, list[Run]]]:
    """Return stretches of the page from top to bottom: across both columns, or in columns."""
    bands: list[tuple[bool, list[Run]]] = []
    for row in _rows(runs):
        crossing = any(run.left < gutter - 6 and run.right > gutter + 6 for run in row)
        if bands and bands[-1][0] == crossing:
            bands[-1][1].extend(row)
        else:
            bands.append((crossing, list(row)))
    return bands


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs grouped by baseline, from top to bottom, each row from left to right."""
    rows: list[list[Run]] = []
    anchors: list[tuple[float, float]] = []
    # larger runs first, so that superscripts join the line which they belong to
    for run in sorted(runs, key=lambda run: (-round(run.size), -run.y, run.left)):
        for index in range(len(rows) - 1, -1, -1):
            y, size = anchors[index]
            if -0.25 * size < run.y - y < (0.25 if run.size > 0.85 * size else 0.6) * size:
                rows[index].append(run)
                break
        else:
            rows.append([run])
            anchors.append((run.y, run.size))
    order = sorted(range(len(rows)), key=lambda index: -anchors[index][0])
    return [sorted(rows[index], key=lambda run: run.left) for index in order]


def _text(row: Sequence[Run]) -> str:
    """Return the text of a row; wide gaps become three blanks, raised small digits superscripts."""
    main = max(row, key=lambda run: len(run.text) * run.size)
    text = ""
    right = row[0].left
    justified = _is_justified(row, main.size)
    for run in row:
        raised = run.size < 0.8 * main.size and run.y > main.y + 0.1 * main.size
        written = run.text
        if raised and re.fullmatch(r"\d{1,3}", written):
            written = written.translate(_SUPERSCRIPT)
        gap = run.left - right
        if not text:
            text = written
        elif gap > 1.2 * main.size and not justified:
            text += (" " if _MARKER.fullmatch(text) else "   ") + written
        elif gap > 0.12 * main.size and not (raised and gap < 0.4 * main.size):
            text += " " + written
        else:
            text += written
        right = max(right, run.right)
    return text


def _is_justified(row: Sequence[Run], size: float) -> bool:
    """Whether the gaps of a row are all alike and not too wide: blanks stretched to fill a narrow column."""
    gaps = [after.left - before.right for before, after in pairwise(row)]
    return len(gaps) > 1 and max(gaps) < _JUSTIFIED * size and max(gaps) - min(gaps) < 0.5 * size

"""List marks that a PDF lost: what is left of *• Zugang: …* is a line with a blank or two before it.

Only whole lists are restored: within one stretch of lines at least two begin at the same odd indent, and
the others are back at the margin or hang deeper. A paragraph set in by its first line stays a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .lines import TERMINAL, Layout, Line

_DEEPEST = 12
"""An indent from here on is a column, a centred line or a signature."""
_STOP = re.compile(r"[.!?][“”\"»)\]]*\s*$")


_OPEN_END = re.compile(
    r"(?:\b(?:der|die|das|den|dem|des|ein|eine|einer|eines|einem|einen|von|vom|zu|zum|zur|mit|in|im|an|am|auf|aus|bei|beim|für|gegen|durch|"
    r"über|unter|nach|vor|als|wie|ob|dass|um|ihre|ihren|ihrer|seine|seinen|diese|dieser|dieses|diesen|sich|nicht|ist|sind|wird|werden|hat|"
    r"haben|kann|können|auch|bzw\.)|[a-zäöüß]-)\s*$"
)


def restore_marks(lines: Sequence[Line], layout: Layout, noise: set[int]) -> list[Line]:
    """Return ``lines`` with ``style`` ``lost`` where an item begins whose mark is gone."""
    result = list(lines)
    for stretch in _stretches(lines, layout, noise):
        starts = _starts([lines[i] for i in stretch], layout)
        if starts and _is_list([lines[i] for i in stretch], starts):
            for at in starts:
                result[stretch[at]] = replace(lines[stretch[at]], style="lost")
    return result


def _stretches(lines: Sequence[Line], layout: Layout, noise: set[int]) -> list[list[int]]:
    """Return the indices of lines without a gap between them; the head of a page is none."""
    found: list[list[int]] = []
    paged = False
    for i, line in enumerate(lines):
        if i in noise:
            paged = True
            continue
        open_end = bool(found) and not TERMINAL.search(lines[found[-1][-1]].plain)
        if found and (line.gap <= layout.gap or (paged and open_end)):
            found[-1].append(i)
        else:
            found.append([i])
        paged = False
    return found


def _starts(stretch: Sequence[Line], layout: Layout) -> list[int]:
    """Return where items begin, empty if the stretch is no list."""
    margin = layout.indent
    inset = [i for i, line in enumerate(stretch) if margin < line.indent < _DEEPEST]
    if len(inset) < 2 or any(line.marker for line in stretch[inset[0] :]):
        return []
    indent = min(stretch[i].indent for i in inset)
    starts = [i for i in inset if stretch[i].indent == indent]
    first = starts[0]
    if first > 0 and not re.search(r"[:,]\s*$|\w$", stretch[first - 1].plain):
        return []  # a paragraph ends above: its lines are no lead-in
    if first > 1 or len(starts) < 2:
        return []
    if any(line.indent not in (margin, indent) and line.indent < indent for line in stretch[first:]):
        return []
    # where nothing is wrapped, each line is an item only if the next word had a place on it
    unbroken = len(starts) == len(stretch) - first
    if unbroken and any(_OPEN_END.search(stretch[i].plain) for i in starts[:-1]):
        return []  # a paragraph whose lines are set in
    return (
        []
        if unbroken and layout.wrapped and any(_is_full(stretch, i, layout) for i in starts[:-1])
        else starts
    )


def _is_full(stretch: Sequence[Line], i: int, layout: Layout) -> bool:
    room = len(stretch[i].plain) + 1 + len(stretch[i + 1].plain.split(None, 1)[0])
    return room > 0.9 * layout.width and not TERMINAL.search(stretch[i].plain)


def _is_list(stretch: Sequence[Line], starts: Sequence[int]) -> bool:
    """Whether the pieces are items: short, or without a full stop, as paragraphs never are."""
    ends = [*(start - 1 for start in starts[1:]), len(stretch) - 1]
    stopped = sum(_STOP.search(stretch[end].plain) is not None for end in ends)
    lengths = sum(end - start + 1 for start, end in zip(starts, ends, strict=True)) / len(starts)
    return stopped <= len(starts) / 2 or lengths <= 2.5

"""Where the running text of a block differs from the source: hyphens undone, marks replaced, debris dropped."""

from __future__ import annotations

from ..convert.normalise import MappedText
from ..model import Span
from .model import Change


def changes_of(source: str, text: MappedText) -> tuple[int, tuple[Change, ...]]:
    """Return how many stretches of white space became one blank, and every other difference in order."""
    folded = 0
    found: list[Change] = []
    position = text.starts[0] if len(text) else 0
    for i, character in enumerate(text.text):
        start, end = text.starts[i], text.ends[i]
        if start > position:
            folded += _add(found, source, position, start, "")
        if end > position and source[start:end] != character:
            folded += _add(found, source, max(start, position), end, character)
        elif end <= position:
            _extend(found, character)  # a ligature gives several letters
        position = max(position, end)
    return folded, tuple(found)


def _add(found: list[Change], source: str, start: int, end: int, running: str) -> bool:
    """Note a difference; whether it is mere white space, which is only counted."""
    part = source[start:end]
    if not part.strip() and not running.strip():
        return bool(running)
    if found and found[-1].span.end == start and not found[-1].running and not running:
        found[-1] = Change(Span(found[-1].span.start, end), found[-1].source + part, "")
    else:
        found.append(Change(Span(start, end), part, running))
    return False


def _extend(found: list[Change], character: str) -> None:
    if found and found[-1].running:
        last = found[-1]
        found[-1] = Change(last.span, last.source, last.running + character)

"""What happened when: lanes over one scale of years, marks with their texts as flags above them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from . import svg, words
from .axis import Scale, days
from .spacing import flags

_WIDTH: Final = 1120.0
_LEFT: Final = 14.0
_SIZE: Final = 12.0
_ROW: Final = 16.0
_HEADING: Final = 20.0
_POLE: Final = 14.0
_BELOW: Final = 16.0
_LONGEST: Final = 420.0
_LEAST_SCALE: Final = 560.0
_BAR: Final = 7.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a day, or for some time.

    :param start: ISO date, month or year; a month or year is drawn as long as it is
    :param text: beside it
    :param end: last day; "" where it goes on; None for what has no length
    :param look: class of the stylesheet: ``demand``, ``event``, ``force``, ``version``, ``centre``, ``status``
    :param weight: how many it stands for; makes it larger
    """

    start: str
    text: str
    address: str | None = None
    end: str | None = None
    look: str = "event"
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Lane:
    """Marks of one kind."""

    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark in its place: from ``x`` to ``end`` on the line of its lane, its text in a row above.

    :param row: counted from the line upwards
    :param text: as it is drawn, cut if it is long
    """

    mark: Mark
    x: float
    end: float
    row: int
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane in its place: ``top`` is that of its title, ``line`` that of its marks."""

    title: str
    marks: tuple[Placed, ...]
    top: float
    line: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All lanes over their scale; everything lies within width and height."""

    scale: Scale
    lanes: tuple[PlacedLane, ...]
    width: float
    height: float


def plan(lanes: Sequence[Lane]) -> Plan | None:
    """Place all marks that have a date; None if there are fewer than two."""
    dated = [(lane, [(mark, span) for mark in lane.marks if (span := days(mark.start))]) for lane in lanes]
    found = [(mark, span) for _, marks in dated for mark, span in marks]
    if len(found) < 2:
        return None
    ends = [days(mark.end) for mark, _ in found if mark.end]
    first = min(span[0] for _, span in found)
    last = max([span[1] for _, span in found] + [end[1] for end in ends if end])
    texts = {mark: words.cut(mark.text, _LONGEST, _SIZE) for mark, _ in found}
    widths = {mark: words.width(text, _SIZE) + 6 for mark, text in texts.items()}
    scale = Scale.of(first, last, _LEFT, _WIDTH - _LEFT)
    # texts hang to the right: the scale ends early enough for those of the last marks
    for _ in range(4):
        over = max(scale.x(span[0]) + widths[mark] - _WIDTH for mark, span in found)
        if over <= 0:
            break
        scale = Scale.of(first, last, _LEFT, max(_LEAST_SCALE, scale.width - over))
    placed = []
    top = 0.0
    for lane, marks in dated:
        if not marks:
            continue
        marks.sort(key=lambda each: (each[1], each[0].text))
        places = [scale.x(span[0]) for _, span in marks]
        rows = flags(places, [widths[mark] for mark, _ in marks], 6)
        line = top + _HEADING + (max(rows) + 1) * _ROW + _POLE
        placed.append(
            PlacedLane(
                lane.title,
                tuple(
                    Placed(mark, x, _end(scale, mark, span), row, texts[mark], widths[mark])
                    for (mark, span), x, row in zip(marks, places, rows, strict=True)
                ),
                top,
                line,
            )
        )
        top = line + _BELOW
    reach = max(each.x + each.width for lane in placed for each in lane.marks)
    return Plan(scale, tuple(placed), max(_WIDTH, reach), top + 22)


def _end(scale: Scale, mark: Mark, span: tuple[int, int]) -> float:
    if mark.end is None:
        return scale.x(span[1] + 1) if span[1] > span[0] else scale.x(span[0])
    end = days(mark.end)
    return scale.x(end[1] + 1) if end else scale.left + scale.width


def timeline(key: str, title: str, description: str, lanes: Sequence[Lane]) -> Markup | None:
    """Draw lanes; None where fewer than two things have a date.

    :param key: makes identifiers unique on a page
    """
    planned = plan(lanes)
    if planned is None:
        return None
    bottom = planned.height - 18
    parts = []
    for year, x in planned.scale.years():
        parts.append(svg.element("line", x1=x, y1=_HEADING, x2=x, y2=bottom, class_="grid"))
        parts.append(svg.element("text", str(year), x=x + 3, y=bottom + 13, class_="small"))
    for lane in planned.lanes:
        parts += _lane(lane, planned.scale)
    return svg.picture(key, title, description, planned.width, planned.height, *parts, links=True)


def _lane(lane: PlacedLane, scale: Scale) -> list[Markup]:
    right = scale.left + scale.width
    parts = [
        svg.element("text", lane.title, x=0, y=lane.top + 13, class_="bold"),
        svg.element("line", x1=0, y1=lane.line, x2=right, y2=lane.line, class_="axis"),
    ]
    return parts + [_mark(each, lane.line) for each in lane.marks]


def _mark(each: Placed, line: float) -> Markup:
    base = line - _POLE - each.row * _ROW
    parts = [
        svg.element("title", each.mark.text),
        svg.element("line", x1=each.x, y1=line, x2=each.x, y2=base - 11, class_="pole"),
        svg.element("text", each.text, x=each.x + 4, y=base - 2),
    ]
    if each.end - each.x > _BAR:
        parts.append(
            svg.element(
                "rect", x=each.x, y=line - _BAR / 2, width=each.end - each.x, height=_BAR, class_="mark bar"
            )
        )
    elif each.mark.look in ("force", "event"):
        parts.append(svg.element("path", d=_diamond(each.x, line, 5.5), class_="mark"))
    else:
        radius = 4 + min(7.0, math.sqrt(each.mark.weight))
        parts.append(svg.element("circle", cx=each.x, cy=line, r=radius, class_="mark"))
    return svg.element(
        "g", svg.link(each.mark.address, each.mark.text, *parts), class_=f"moment {each.mark.look}"
    )


def _diamond(x: float, y: float, size: float) -> str:
    return svg.path(((x - size, y), (x, y - size), (x + size, y), (x, y + size))) + "Z"

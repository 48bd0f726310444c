"""Things and how they hang together: boxes with names, lines that say what they mean."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from markupsafe import Markup

from . import svg, words
from .layers import Box, Layout, Link, Measures, Node, Route, layered

_NAME: Final = 13.0
_SMALL: Final = 11.5
_NAME_STEP: Final = 16.0
_SMALL_STEP: Final = 14.0
_PAD: Final = 10.0
_MOST_LINES: Final = 4
_MEASURES: Final = Measures()
_HEAD: Final = 7.0
_MARGIN: Final = 2.0


class Line(StrEnum):
    """How a line is drawn; the value is its class in the stylesheet."""

    STATED = "stated"
    REGISTER = "register"
    CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class Thing:
    """A box.

    :param kind: small above the name
    :param address: where it leads, None for nowhere
    :param look: class of the stylesheet, e.g. ``centre``
    :param language: of the name, where it is not the page's
    :param last: whether it stands at the end, whatever leads to it
    """

    key: str
    kind: str
    name: str
    address: str | None = None
    look: str = ""
    language: str | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A line from one box to another, with what it means above and where it comes from below."""

    source: str
    target: str
    heading: str
    note: str = ""
    line: Line = Line.STATED


def network(
    key: str, title: str, description: str, things: Sequence[Thing], relations: Sequence[Relation]
) -> Markup | None:
    """Draw things and relations from left to right; None where nothing hangs together.

    :param key: makes identifiers unique on a page
    """
    if len(things) < 2 or not relations:
        return None
    names = {thing.key: _name_lines(thing) for thing in things}
    nodes = [Node(thing.key, _height(thing, names[thing.key]), thing.last) for thing in things]
    texts = [(_label(relation.heading), _label(relation.note)) for relation in relations]
    links = [
        Link(relation.source, relation.target, _rise(above), _rise(below))
        for relation, (above, below) in zip(relations, texts, strict=True)
    ]
    layout = layered(nodes, links, _MEASURES)
    by_key = {thing.key: thing for thing in things}
    parts = [_line(route, relations[route.place], texts[route.place]) for route in layout.routes]
    parts += [_box(box, by_key[box.key], names[box.key]) for box in layout.boxes]
    return _picture(key, title, description, layout, parts)


def _picture(key: str, title: str, description: str, layout: Layout, parts: list[Markup]) -> Markup:
    inner = svg.element("g", *parts, transform=f"translate({_MARGIN} {_MARGIN})")
    return svg.picture(
        key, title, description, layout.width + 2 * _MARGIN, layout.height + 2 * _MARGIN, inner, links=True
    )


def _name_lines(thing: Thing) -> tuple[str, ...]:
    return words.wrap(thing.name, _MEASURES.box - 2 * _PAD, _NAME, _MOST_LINES, bold="centre" in thing.look)


def _height(thing: Thing, names: tuple[str, ...]) -> float:
    return 2 * _PAD - 2 + len(names) * _NAME_STEP + (_SMALL_STEP + 2 if thing.kind else 0)


def _label(text: str) -> tuple[str, ...]:
    room = _MEASURES.gap - _MEASURES.bend - _HEAD - 4
    return words.wrap(text, room, _SMALL, 3)


def _rise(lines: tuple[str, ...]) -> float:
    return len(lines) * _SMALL_STEP + 3 if lines else 0.0


def _box(box: Box, thing: Thing, names: tuple[str, ...]) -> Markup:
    parts = [
        svg.element("title", thing.name),
        svg.element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=3),
    ]
    y = box.y + (box.height - _height(thing, names)) / 2 + _PAD + 10
    if thing.kind:
        kind = words.cut(thing.kind, box.width - 2 * _PAD, _SMALL)
        parts.append(svg.element("text", kind, x=box.x + _PAD, y=y - 1, class_="small"))
        y += _SMALL_STEP + 2
    parts.append(svg.lines(names, box.x + _PAD, y, _NAME_STEP, lang=thing.language))
    spoken = f"{thing.kind}: {thing.name}" if thing.kind else thing.name
    return svg.element("g", svg.link(thing.address, spoken, *parts), class_=f"box {thing.look}".strip())


def _line(route: Route, relation: Relation, texts: tuple[tuple[str, ...], tuple[str, ...]]) -> Markup:
    above, below = texts
    left, base, room = route.label
    middle = left + (room - _HEAD) / 2
    parts = [
        svg.element("path", d=_curve(route), class_="way"),
        svg.element("path", d=_arrow(route), class_="head"),
        svg.lines(above, middle, base - 5 - (len(above) - 1) * _SMALL_STEP, _SMALL_STEP, class_="middle"),
        svg.lines(below, middle, base + 12, _SMALL_STEP, class_="middle small"),
    ]
    return svg.element("g", *parts, class_=f"line {relation.line}")


def _curve(route: Route) -> str:
    """Return straight ways within layers and labels, and bends between them."""
    points = list(route.points)
    parts = [f"M{svg.number(points[0][0])} {svg.number(points[0][1])}"]
    for place, ((x1, y1), (x2, y2)) in enumerate(itertools.pairwise(points)):
        straight = place % 2 == 1
        if straight:
            end = x2 - (_HEAD if place == len(points) - 2 and not route.turned else 0)
            parts.append(f"L{svg.number(end)} {svg.number(y2)}")
        else:
            half = (x1 + x2) / 2
            numbers = (half, y1, half, y2, x2, y2)
            parts.append("C" + " ".join(svg.number(value) for value in numbers))
    return "".join(parts)


def _arrow(route: Route) -> str:
    if route.turned:
        (x, y), direction = route.points[0], 1
    else:
        (x, y), direction = route.points[-1], -1
    back = x + direction * _HEAD
    return svg.path(((x, y), (back, y - _HEAD / 2), (back, y + _HEAD / 2))) + "Z"

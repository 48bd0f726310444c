"""Numbers as lengths: columns over years, small columns in rows, one bar of parts. Numbers always stand beside.

Counted zero, nobody counted and nothing known look different: a foot line with a ``0``, a hatched column with a
``?``, and no column at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from . import svg, words

_WIDTH: Final = 880.0
_TALL: Final = 92.0
_SIZE: Final = 12.0
_TOP: Final = 20.0
_FOOT: Final = 22.0
_STEP_MOST: Final = 64.0
_STEP_LEAST: Final = 30.0
_FILL: Final = 0.7
_SIDE: Final = 230.0
_ROW: Final = 46.0
_THICK: Final = 30.0
_THINNEST: Final = 3.0


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its name.

    :param number: None where nobody counted
    :param address: of what was counted
    :param look: class of the stylesheet
    """

    name: str
    number: int | None
    address: str | None = None
    look: str = "s1"


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with its amount."""

    amount: Amount
    x: float
    y: float
    width: float
    height: float


def standing(
    amounts: Sequence[Amount], left: float, foot: float, step: float, tall: float, highest: int
) -> list[Bar]:
    """Return columns that stand on a line, ``highest`` being as tall as ``tall``; nothing is lower than a trace."""
    found = []
    for place, amount in enumerate(amounts):
        number = amount.number or 0
        height = max(_THINNEST, tall * number / highest) if number and highest else 0.0
        found.append(
            Bar(amount, left + place * step + step * (1 - _FILL) / 2, foot - height, step * _FILL, height)
        )
    return found


def lying(amounts: Sequence[Amount], width: float) -> list[Bar]:
    """Return the parts of a whole side by side, in proportion; parts of nothing are left out, none is too thin to see.

    What small parts take more than their share is taken from the largest.
    """
    shown = [amount for amount in amounts if amount.number]
    total = sum(amount.number or 0 for amount in shown)
    if not total:
        return []
    lengths = [max(_THINNEST, width * (amount.number or 0) / total) for amount in shown]
    largest = lengths.index(max(lengths))
    lengths[largest] -= sum(lengths) - width
    found, x = [], 0.0
    for amount, length in zip(shown, lengths, strict=True):
        found.append(Bar(amount, x, 0.0, length, _THICK))
        x += length
    return found


def columns(key: str, title: str, description: str, amounts: Sequence[Amount]) -> Markup | None:
    """Draw columns; None where fewer than two or nothing above zero."""
    highest = max((amount.number or 0 for amount in amounts), default=0)
    if len(amounts) < 2 or not highest:
        return None
    step = max(_STEP_LEAST, min(_STEP_MOST, _WIDTH / len(amounts)))
    foot = _TOP + _TALL
    width = step * len(amounts)
    parts = [svg.element("line", x1=0, y1=foot, x2=width, y2=foot, class_="axis")]
    for place, bar in enumerate(standing(amounts, 0, foot, step, _TALL, highest)):
        name = svg.element(
            "text", bar.amount.name, x=(place + 0.5) * step, y=foot + 16, class_="centred small"
        )
        parts.append(_column(bar, foot, name))
    linked = any(amount.address for amount in amounts)
    return svg.picture(key, title, description, width, foot + _FOOT, *parts, links=linked)


def strips(
    key: str, title: str, description: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Amount]]]
) -> Markup | None:
    """Draw a row of small columns for each name, all on one scale; None where there is nothing to compare.

    :param heads: of the columns, the same for all rows
    """
    highest = max((amount.number or 0 for _, amounts in rows for amount in amounts), default=0)
    if not highest or len(heads) < 2:
        return None
    step = max(_STEP_LEAST, min(_STEP_MOST, (_WIDTH - _SIDE) / len(heads)))
    width = _SIDE + step * len(heads)
    parts = [
        svg.element("text", head, x=_SIDE + (place + 0.5) * step, y=12, class_="centred small")
        for place, head in enumerate(heads)
    ]
    for line, (name, amounts) in enumerate(rows):
        foot = _TOP + 6 + (line + 1) * _ROW
        parts.append(svg.element("line", x1=0, y1=foot, x2=width, y2=foot, class_="grid"))
        texts = words.wrap(name, _SIDE - 16, 13, 2)
        parts.append(svg.lines(texts, 0, foot - 6 - (len(texts) - 1) * 15, 15))
        parts += [
            _column(bar, foot, Markup("")) for bar in standing(amounts, _SIDE, foot, step, _ROW - 18, highest)
        ]
    linked = any(amount.address for _, amounts in rows for amount in amounts)
    return svg.picture(key, title, description, width, _TOP + 8 + len(rows) * _ROW, *parts, links=linked)


def whole(key: str, title: str, description: str, amounts: Sequence[Amount]) -> Markup | None:
    """Draw one bar of parts, each with its number where there is room; None where the whole is nothing."""
    bars = lying(amounts, _WIDTH)
    if not bars:
        return None
    parts = []
    for bar in bars:
        text = str(bar.amount.number)
        inside = [
            svg.element("title", f"{bar.amount.name}: {text}"),
            svg.element(
                "rect", x=bar.x, y=2, width=bar.width, height=bar.height, class_=f"part {bar.amount.look}"
            ),
        ]
        if words.width(text, 13, bold=True) + 8 <= bar.width:
            inside.append(
                svg.element(
                    "text", text, x=bar.x + bar.width / 2, y=2 + bar.height / 2 + 5, class_="centred bold"
                )
            )
        parts.append(svg.link(bar.amount.address, f"{bar.amount.name}: {text}", *inside))
    linked = any(bar.amount.address for bar in bars)
    return svg.picture(key, title, description, _WIDTH, _THICK + 4, *parts, links=linked)


def _column(bar: Bar, foot: float, *more: Markup) -> Markup:
    text = "?" if bar.amount.number is None else str(bar.amount.number)
    parts = [svg.element("title", f"{bar.amount.name}: {text}")]
    if bar.amount.number is None:
        parts.append(
            svg.element("rect", x=bar.x, y=foot - 16, width=bar.width, height=16, class_="mark unknown")
        )
    elif bar.height:
        parts.append(
            svg.element(
                "rect", x=bar.x, y=bar.y, width=bar.width, height=bar.height, class_=f"mark {bar.amount.look}"
            )
        )
    quiet = "" if bar.amount.number else " small"
    parts.append(
        svg.element("text", text, x=bar.x + bar.width / 2, y=min(bar.y, foot) - 4, class_=f"centred{quiet}")
    )
    return svg.link(bar.amount.address, f"{bar.amount.name}: {text}", *parts, *more)

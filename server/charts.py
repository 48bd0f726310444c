"""Results as drawings: bars, columns and matrices in SVG, from the same table that stands below them.

Drawn here, so that no script is needed; colours come from the stylesheet, so that they follow the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from forderungsgraph.query import Chart
from forderungsgraph.store import Term

from .languages import say
from .present import number
from .results import Table

_WIDTH: Final = 760
_ROW: Final = 28
_MOST_LABELS: Final = 30
_MOST_SERIES: Final = 6
_CELL: Final = 46
_LABEL_SIGNS: Final = 44
_SIGN: Final = 7.2


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing with what was left out of it.

    :param left_out: labels that the drawing does not show; the table has them
    :param legend: what the colours ``s1``, ``s2``, … mean; empty where there is one
    """

    svg: Markup
    left_out: int
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Data:
    """Numbers by label and series, both in the order of drawing."""

    labels: tuple[str, ...]
    series: tuple[str, ...]
    values: dict[tuple[str, str], float]
    left_out: int

    def total(self, label: str) -> float:
        return sum(self.values.get((label, name), 0) for name in self.series)


def draw(chart: Chart, table: Table, name: Callable[[Term], str]) -> Drawing | None:
    """Draw a table; None where it has not the columns or no number above zero.

    :param name: what a term is called on the page
    """
    if not chart.columns <= set(table.columns) or not table.rows:
        return None
    data = _data(chart, table, name)
    if not data.labels or max((data.total(label) for label in data.labels), default=0) <= 0:
        return None
    make = {"bars": _bars, "columns": _columns, "matrix": _matrix}[chart.kind]
    stacked = chart.kind != "matrix" and len(data.series) > 1
    return Drawing(make(data), data.left_out, data.series if stacked else ())


def _data(chart: Chart, table: Table, name: Callable[[Term], str]) -> _Data:
    places = {column: index for index, column in enumerate(table.columns)}
    values: dict[tuple[str, str], float] = {}
    for row in table.rows:
        label, value = row[places[chart.label]], row[places[chart.value]]
        series = row[places[chart.series]] if chart.series else None
        if label is None or value is None or (chart.series and series is None):
            continue
        try:
            amount = float(value.value)
        except ValueError:
            continue
        if not 0 <= amount < float("inf"):
            continue
        key = (name(label), name(series) if series else "")
        values[key] = values.get(key, 0) + amount
    labels = list(dict.fromkeys(label for label, _ in values))
    if chart.kind == "columns":
        labels.sort()
    kinds = list(dict.fromkeys(kind for _, kind in values))
    most = _MOST_LABELS if chart.kind == "matrix" else _MOST_SERIES
    if len(kinds) > most:
        values, kinds = _with_rest(values, kinds, most)
    shown = labels[:_MOST_LABELS]
    return _Data(tuple(shown), tuple(kinds), values, len(labels) - len(shown))


def _with_rest(
    values: dict[tuple[str, str], float], kinds: Sequence[str], most: int
) -> tuple[dict[tuple[str, str], float], list[str]]:
    """Keep the largest kinds and add the others up."""
    sums = {kind: sum(v for (_, k), v in values.items() if k == kind) for kind in kinds}
    kept = sorted(sums, key=lambda kind: (-sums[kind], kind))[: most - 1]
    rest = say("übrige")
    merged: dict[tuple[str, str], float] = {}
    for (label, kind), value in values.items():
        key = (label, kind if kind in kept else rest)
        merged[key] = merged.get(key, 0) + value
    return merged, [*kept, rest]


def _bars(data: _Data) -> Markup:
    side = min(max(len(_cut(label)) for label in data.labels), _LABEL_SIGNS) * _SIGN + 12
    space, top = _WIDTH - side - 60, 0
    largest = max(data.total(label) for label in data.labels)
    parts = []
    for index, label in enumerate(data.labels):
        y, x = top + index * _ROW, side
        parts.append(_text(side - 8, y + 17, _cut(label), "end", full=label))
        for place, kind in enumerate(data.series):
            value = data.values.get((label, kind), 0)
            width = space * value / largest
            parts.append(_block(x, y + 4, width, _ROW - 8, place, _said(label, kind, value)))
            x += width
        parts.append(_text(x + 6, y + 17, _number(data.total(label)), "start", quiet=True))
    parts.append(_line(side, top, side, top + len(data.labels) * _ROW))
    return _picture(parts, _WIDTH, top + len(data.labels) * _ROW + 4)


def _columns(data: _Data) -> Markup:
    top, height = 20, 220
    step = min((_WIDTH - 20) / len(data.labels), 90)
    largest = max(data.total(label) for label in data.labels)
    parts = [_line(10, top + height, 10 + step * len(data.labels), top + height)]
    tilted = max(len(_cut(label)) for label in data.labels) * _SIGN > step
    for index, label in enumerate(data.labels):
        x, y = 10 + index * step, float(top + height)
        for place, kind in enumerate(data.series):
            value = data.values.get((label, kind), 0)
            tall = height * value / largest
            y -= tall
            parts.append(_block(x + step * 0.15, y, step * 0.7, tall, place, _said(label, kind, value)))
        parts.append(_text(x + step / 2, y - 5, _number(data.total(label)), "middle", quiet=True))
        parts.append(_text(x + step / 2, top + height + 18, _cut(label), "middle", full=label, tilted=tilted))
    return _picture(parts, _WIDTH, top + height + (150 if tilted else 28))


def _matrix(data: _Data) -> Markup:
    side = min(max(len(_cut(label)) for label in data.labels), _LABEL_SIGNS) * _SIGN + 12
    above = min(max(len(_cut(kind)) for kind in data.series), _LABEL_SIGNS) * 5.4 + 20
    largest = max(data.values.values())
    parts = []
    for column, kind in enumerate(data.series):
        x = side + column * _CELL + _CELL / 2
        parts.append(_text(x, above - 8, _cut(kind), "start", full=kind, tilted=True, up=True))
    for row, label in enumerate(data.labels):
        y = above + row * 34
        parts.append(_text(side - 8, y + 22, _cut(label), "end", full=label))
        for column, kind in enumerate(data.series):
            value = data.values.get((label, kind))
            x = side + column * _CELL
            if value is None:
                # nothing counted here is not the same as a counted zero
                parts.append(_text(x + _CELL / 2, y + 22, "·", "middle", quiet=True))
                continue
            strength = 0.12 + 0.5 * value / largest
            parts.append(_block(x + 2, y + 2, _CELL - 4, 30, 0, _said(label, kind, value), strength))
            parts.append(_text(x + _CELL / 2, y + 22, _number(value), "middle"))
    width = side + len(data.series) * _CELL + above * 0.8
    return _picture(parts, width, above + len(data.labels) * 34 + 4)


def _picture(parts: list[Markup], width: float, height: float) -> Markup:
    # the table below says the same in words, so the picture is one thing for readers of screens
    return Markup(
        '<svg viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" height="{1:.0f}" role="img" '
        'aria-label="{2}">{3}</svg>'
    ).format(
        width,
        height,
        say("Zeichnung; dieselben Zahlen stehen in der Tabelle darunter"),
        Markup("").join(parts),
    )


def _block(
    x: float, y: float, width: float, height: float, place: int, title: str, strength: float = 1
) -> Markup:
    return Markup(
        '<rect class="s{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill-opacity="{:.2f}">'
        "<title>{}</title></rect>"
    ).format(place + 1, x, y, width, height, strength, title)


def _text(
    x: float,
    y: float,
    text: str,
    anchor: str,
    *,
    quiet: bool = False,
    full: str = "",
    tilted: bool = False,
    up: bool = False,
) -> Markup:
    turn = Markup("")
    if tilted:
        anchor = "start" if up else "end"
        turn = Markup(' transform="rotate({} {:.1f} {:.1f})"').format(-45, x, y)
    title = Markup("<title>{}</title>").format(full) if full and full != text else Markup("")
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}"{}{}>{}{}</text>').format(
        x, y, anchor, Markup(' class="quiet"') if quiet else Markup(""), turn, escape(text), title
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="axis" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        x1, y1, x2, y2
    )


def _said(label: str, kind: str, value: float) -> str:
    return ", ".join(part for part in (label, kind) if part) + f": {_number(value)}"


def _number(value: float) -> str:
    return number(int(value)) if value == int(value) else f"{value:.2f}"


def _cut(text: str) -> str:
    return text if len(text) <= _LABEL_SIGNS else text[: _LABEL_SIGNS - 1] + "…"

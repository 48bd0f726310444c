"""Where the boxes of a graph stand and how its links run, from left to right; the same input gives the same picture.

The layout of Sugiyama, Tagawa and Toda (IEEE Transactions on Systems, Man and Cybernetics 11, 1981): links are
turned so that no cycle is left, every box gets a layer behind those that lead to it, links across several layers
get a place in each of them, boxes are ordered by the mean of their neighbours, and stand as near to them as the
others allow. Labels stand in the gap in front of the target, where no box and no other label is.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .spacing import apart

_SWEEPS: Final = 4
_LANE: Final = 18.0


@dataclass(frozen=True, slots=True)
class Node:
    """A thing to place.

    :param height: of its box, in units
    :param last: whether it stands in the last layer of all
    """

    key: str
    height: float
    last: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two nodes, with the heights of the text above and below its line."""

    source: str
    target: str
    above: float = 0
    below: float = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """Widths of boxes and gaps; ``bend`` is the part of a gap in which links turn, ``space`` between rows."""

    box: float = 176
    gap: float = 140
    bend: float = 32
    space: float = 18


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place."""

    key: str
    layer: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Route:
    """A link in its place.

    :param place: which of the given links it is
    :param points: from box to box, turning within the bends
    :param turned: whether the arrow stands at the first point, since the link leads back
    :param label: left edge, base line and width of the room for its text; the line runs at ``label[1]``
    """

    place: int
    points: tuple[tuple[float, float], ...]
    turned: bool
    label: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """A graph in its place; everything lies within width and height."""

    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


@dataclass(slots=True)
class _Item:
    """A box, or the place of a link that passes through a layer."""

    key: str
    layer: int
    height: float
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    middle: float = 0.0


def layered(nodes: Sequence[Node], links: Sequence[Link], measures: Measures | None = None) -> Layout:
    """Place a graph.

    :raises KeyError: if a link names a node that is not there
    """
    measures = measures or Measures()
    by_key = {node.key: node for node in nodes}
    # what leads to itself is not drawn
    given = [n for n, link in enumerate(links) if by_key[link.source] is not by_key[link.target]]
    drawn = [links[n] for n in given]
    turned = _back(nodes, drawn)
    ends = [
        (link.target, link.source) if place in turned else (link.source, link.target)
        for place, link in enumerate(drawn)
    ]
    layer = _layers(nodes, ends)
    slots: dict[str, list[int]] = {}
    for place, (_, target) in enumerate(ends):
        slots.setdefault(target, []).append(place)
    items = {
        node.key: _Item(
            node.key,
            layer[node.key],
            max(node.height, sum(_slot(drawn[place]) for place in slots.get(node.key, ()))),
        )
        for node in nodes
    }
    chains = [_chain(items, place, source, target) for place, (source, target) in enumerate(ends)]
    columns = _ordered(items, nodes)
    _set(columns, items, measures.space)
    ports = _ports(drawn, chains, items, slots)
    step = measures.box + measures.gap
    boxes = {
        node.key: Box(
            node.key,
            layer[node.key],
            layer[node.key] * step,
            items[node.key].middle - items[node.key].height / 2,
            measures.box,
            # as high as the links that arrive, so that each one meets it
            items[node.key].height,
        )
        for node in nodes
    }
    routes = tuple(
        _route(given[place], chain, place in turned, boxes, items, ports[place], measures)
        for place, chain in enumerate(chains)
    )
    deepest = max((item.layer for item in items.values()), default=0)
    height = max((item.middle + item.height / 2 for item in items.values()), default=0.0)
    return Layout(tuple(boxes.values()), routes, deepest * step + measures.box if boxes else 0.0, height)


def _slot(link: Link) -> float:
    return max(link.above + link.below + 6, 12.0)


def _back(nodes: Sequence[Node], links: Sequence[Link]) -> set[int]:
    """Return the places of the links that close a cycle, seen from the first node on."""
    out: dict[str, list[tuple[int, str]]] = {}
    for place, link in enumerate(links):
        out.setdefault(link.source, []).append((place, link.target))
    state: dict[str, int] = {}
    found: set[int] = set()
    for node in nodes:
        stack = [(node.key, iter(out.get(node.key, ())))] if node.key not in state else []
        state.setdefault(node.key, 1)
        while stack:
            key, following = stack[-1]
            for place, target in following:
                if state.get(target) == 1:
                    found.add(place)
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(out.get(target, ()))))
                    break
            else:
                state[key] = 2
                stack.pop()
    return found


def _layers(nodes: Sequence[Node], ends: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the layer of each node: behind all that lead to it; those without any, right in front of the next."""
    layer = {node.key: 0 for node in nodes}
    changed = True
    while changed:
        changed = False
        for source, target in ends:
            if layer[target] <= layer[source]:
                layer[target] = layer[source] + 1
                changed = True
    reached = {target for _, target in ends}
    for node in nodes:
        following = [layer[target] for source, target in ends if source == node.key]
        if node.key not in reached and following:
            layer[node.key] = min(following) - 1
    deepest = max(layer.values(), default=0)
    leading = {source for source, _ in ends}
    return layer | {node.key: deepest for node in nodes if node.last and node.key in reached - leading}


def _chain(items: dict[str, _Item], place: int, source: str, target: str) -> list[str]:
    """Give a link its places between the layers of its ends; return all keys on its way."""
    keys = [source]
    for layer in range(items[source].layer + 1, items[target].layer):
        key = f"\0{place}.{layer}"
        items[key] = _Item(key, layer, _LANE)
        keys.append(key)
    keys.append(target)
    for one, other in itertools.pairwise(keys):
        items[one].after.append(other)
        items[other].before.append(one)
    return keys


def _ordered(items: Mapping[str, _Item], nodes: Sequence[Node]) -> list[list[str]]:
    """Return the items of each layer from top to bottom."""
    first = {node.key: place for place, node in enumerate(nodes)}
    columns: list[list[str]] = [
        [] for _ in range(max((item.layer for item in items.values()), default=-1) + 1)
    ]
    for key in sorted(items, key=lambda key: (first.get(key, len(first)), key)):
        columns[items[key].layer].append(key)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        place = {key: number for column in columns for number, key in enumerate(column)}
        for column in columns if forward else reversed(columns):

            def mean(key: str, place: Mapping[str, int] = place, forward: bool = forward) -> float:
                near = items[key].before if forward else items[key].after
                return sum(place[other] for other in near) / len(near) if near else place[key]

            column.sort(key=lambda key: (mean(key), place[key]))
            place.update((key, number) for number, key in enumerate(column))
    return columns


def _set(columns: Sequence[Sequence[str]], items: Mapping[str, _Item], space: float) -> None:
    """Give each item its middle: as near to its neighbours' as the order and the heights allow."""
    for column in columns:
        reached = 0.0
        for key in column:
            items[key].middle = reached + items[key].height / 2
            reached += items[key].height + space
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wanted = []
            for key in column:
                near = items[key].before if sweep % 2 == 0 else items[key].after
                wanted.append(
                    sum(items[other].middle for other in near) / len(near) if near else items[key].middle
                )
            heights = [items[key].height for key in column]
            for key, middle in zip(column, apart(wanted, heights, space), strict=True):
                items[key].middle = middle
    top = min((item.middle - item.height / 2 for item in items.values()), default=0.0)
    for item in items.values():
        item.middle -= top


def _ports(
    links: Sequence[Link],
    chains: Sequence[Sequence[str]],
    items: Mapping[str, _Item],
    slots: Mapping[str, list[int]],
) -> list[float]:
    """Return at which height each link arrives: one slot for each, in the order in which they come."""
    heights = [0.0] * len(links)
    for target, places in slots.items():
        inside = sum(_slot(links[place]) for place in places)
        reached = items[target].middle - inside / 2
        for place in sorted(places, key=lambda place: (items[chains[place][-2]].middle, place)):
            heights[place] = reached + 3 + links[place].above
            reached += _slot(links[place])
    return heights


def _route(
    place: int,
    chain: Sequence[str],
    turned: bool,
    boxes: Mapping[str, Box],
    items: Mapping[str, _Item],
    port: float,
    measures: Measures,
) -> Route:
    start, end = boxes[chain[0]], boxes[chain[-1]]
    step = measures.box + measures.gap
    points = [(start.x + start.width, start.middle)]
    for key in chain[1:-1]:
        left = items[key].layer * step
        points += [
            (left - measures.gap + measures.bend, items[key].middle),
            (left + measures.box, items[key].middle),
        ]
    bent = end.x - measures.gap + measures.bend
    points += [(bent, port), (end.x, port)]
    return Route(place, tuple(points), turned, (bent, port, measures.gap - measures.bend))

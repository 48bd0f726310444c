"""Drawings: where things stand, with exact numbers and as properties; what is drawn is escaped and has names."""

from __future__ import annotations

import importlib
import itertools
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

axis = importlib.import_module("forderungsgraph.server.drawing.axis")
layers = importlib.import_module("forderungsgraph.server.drawing.layers")
network = importlib.import_module("forderungsgraph.server.drawing.network")
sketch = importlib.import_module("forderungsgraph.server.drawing.sketch")
spacing = importlib.import_module("forderungsgraph.server.drawing.spacing")
svg = importlib.import_module("forderungsgraph.server.drawing.svg")
bars = importlib.import_module("forderungsgraph.server.drawing.bars")
heat = importlib.import_module("forderungsgraph.server.drawing.heat")
timeline = importlib.import_module("forderungsgraph.server.drawing.timeline")
words = importlib.import_module("forderungsgraph.server.drawing.words")

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)
Rect = tuple[float, float, float, float]


def read(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two rectangles (left, top, right, bottom) share more than an edge."""
    return (
        one[0] < other[2] - 0.01
        and other[0] < one[2] - 0.01
        and one[1] < other[3] - 0.01
        and other[1] < one[3] - 0.01
    )


# -- words


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 100, ()),
        ("Gesetz", 100, ("Gesetz",)),
        ("Fordert Inkrafttreten von", 93, ("Fordert", "Inkrafttreten", "von")),
        ("Informationssicherheit", 100, ("Informationssi-", "cherheit")),
        ("Gesetz über digitale Verwaltung", 100, ("Gesetz über", "digitale", "Verwaltung")),
        ("E-Government-Gesetz", 90, ("E-Govern-", "ment-Gesetz")),
        # where no syllable fits, signs do
        ("Stadtrat", 40, ("Stadtr", "at")),
    ],
)
def test_lines_break_where_german_does(text: str, room: float, lines: tuple[str, ...]) -> None:
    assert words.wrap(text, room, 12, 9) == lines


def test_what_does_not_fit_leaves_a_mark() -> None:
    assert words.wrap("eins zwei drei vier fünf sechs", 60, 12, 2) == ("eins zwei", "drei vie…")
    assert words.cut("Onlinezugangsgesetz", 80, 12) == "Onlinezug…"


@given(TEXTS, st.integers(30, 300), st.integers(1, 6))
def test_no_line_is_wider_than_its_room(text: str, room: int, most: int) -> None:
    lines = words.wrap(text, room, 12, most)
    assert len(lines) <= most
    assert all(words.width(line, 12) <= room for line in lines)
    if lines and not lines[-1].endswith("…"):
        kept = "".join("".join(lines).split()).replace("-", "")
        assert kept == "".join(text.split()).replace("-", "")


# -- rows and flags


@given(
    st.lists(st.tuples(st.integers(-500, 500), st.integers(1, 80)), min_size=1, max_size=12),
    st.integers(0, 20),
)
def test_things_in_a_row_keep_apart_and_in_order(things: list[tuple[int, int]], space: int) -> None:
    wanted, heights = [want for want, _ in things], [height for _, height in things]
    middles = spacing.apart(wanted, heights, space)
    for (one, high), (other, low) in itertools.pairwise(zip(middles, heights, strict=True)):
        assert other - one >= (high + low) / 2 + space - 1e-6
    # nobody moves where nobody is in the way
    if len(things) == 1:
        assert middles == wanted


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 120)), max_size=14))
def test_flags_do_not_touch_and_no_pole_crosses_one(things: list[tuple[int, int]]) -> None:
    places, widths = [place for place, _ in things], [width for _, width in things]
    rows = spacing.flags(places, widths, 4)
    for one, other in itertools.permutations(range(len(things)), 2):
        within = places[one] <= places[other] < places[one] + widths[one] + 4
        if rows[one] == rows[other]:
            assert not within
        # things of one place share a pole
        if within and places[one] < places[other]:
            assert rows[other] < rows[one]


# -- graphs


def test_a_chain_runs_from_left_to_right() -> None:
    layout = layers.layered(
        [layers.Node("a", 40), layers.Node("b", 60), layers.Node("c", 40)],
        [layers.Link("a", "b", 14, 14), layers.Link("b", "c", 14, 0)],
    )
    assert [(box.key, box.x, box.y) for box in layout.boxes] == [("a", 0, 10), ("b", 316, 0), ("c", 632, 10)]
    assert (layout.width, layout.height) == (808, 60)
    # both lines run straight, since the middles are the same
    assert [route.points[0][1] for route in layout.routes] == [30, 30]
    assert layout.routes[0].points == ((176, 30), (208, 30), (316, 30))


def test_a_long_link_passes_beside_the_boxes_between() -> None:
    layout = layers.layered(
        [layers.Node(key, 40) for key in "abc"],
        [layers.Link("a", "b", 14), layers.Link("b", "c", 14), layers.Link("a", "c", 14)],
    )
    middle = next(box for box in layout.boxes if box.key == "b")
    way = layout.routes[2].points
    assert len(way) == 5
    assert way[1][1] == way[2][1] >= middle.y + middle.height


def test_cycles_are_drawn_with_one_arrow_back() -> None:
    layout = layers.layered(
        [layers.Node(key, 20) for key in "ab"], [layers.Link("a", "b"), layers.Link("b", "a")]
    )
    assert [route.turned for route in layout.routes] == [False, True]
    assert [box.layer for box in layout.boxes] == [0, 1]


def test_an_end_stands_in_the_last_layer() -> None:
    layout = layers.layered(
        [layers.Node("a", 20), layers.Node("b", 20), layers.Node("c", 20), layers.Node("end", 20, last=True)],
        [layers.Link("a", "b"), layers.Link("b", "c"), layers.Link("a", "end")],
    )
    assert {box.key: box.layer for box in layout.boxes} == {"a": 0, "b": 1, "c": 2, "end": 2}


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    keys = [f"n{number}" for number in range(draw(st.integers(1, 9)))]
    nodes = [layers.Node(key, draw(st.sampled_from((30, 48, 90))), draw(st.booleans())) for key in keys]
    pairs = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=14))
    heights = st.sampled_from((0, 14, 42))
    return nodes, [layers.Link(a, b, draw(heights), draw(heights)) for a, b in pairs]


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_boxes_and_labels_never_overlap(graph: tuple[list[Any], list[Any]]) -> None:
    nodes, links = graph
    layout = layers.layered(nodes, links)
    assert layout == layers.layered(nodes, links)
    assert {box.key for box in layout.boxes} == {node.key for node in nodes}
    assert sorted(route.place for route in layout.routes) == [
        place for place, link in enumerate(links) if link.source != link.target
    ]
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in layout.boxes]
    labels = []
    for route in layout.routes:
        left, base, room = route.label
        link = links[route.place]
        labels.append((left, base - link.above, left + room, base + link.below))
    for one, other in itertools.combinations(boxes + labels, 2):
        assert not overlap(one, other)
    for left, top, right, bottom in boxes + labels:
        assert left >= 0
        assert top >= -0.01
        assert right <= layout.width
        assert bottom <= layout.height + 0.01
    ends = {box.key: box for box in layout.boxes}
    for route in layout.routes:
        link = links[route.place]
        target = ends[link.source if route.turned else link.target]
        assert target.y <= route.points[-1][1] <= target.y + target.height
        for start, end in list(itertools.pairwise(route.points))[1::2]:
            # straight ways may run below labels of their own only
            flat = (start[0], start[1] - 0.5, end[0], end[1] + 0.5)
            assert not any(overlap(flat, box) for box in boxes)


# -- time


def test_dates_of_any_precision() -> None:
    assert axis.days("2019") == (737060, 737424)
    assert axis.days("2020-02") == (737456, 737484)
    assert axis.days("2019-11-02") == (737365, 737365)
    assert [axis.days(text) for text in ("", "bald", "2019-13", "2019-02-30", "1-2-3-4", "0000")] == [
        None
    ] * 6


def test_a_scale_has_whole_years() -> None:
    scale = axis.Scale.of(*(axis.days(day)[0] for day in ("2019-09-25", "2024-05-07")), 10, 600)
    assert (scale.first, scale.last) == (2019, 2024)
    assert scale.x(axis.days("2019-01-01")[0]) == 10
    assert round(scale.x(axis.days("2022-01-01")[0]), 1) == 310.0
    assert [year for year, _ in scale.years()] == [2019, 2020, 2021, 2022, 2023, 2024]
    far = axis.Scale.of(axis.days("1976")[0], axis.days("2024")[0], 0, 600)
    assert [year for year, _ in far.years()] == list(range(1980, 2025, 5))


MARKS = st.builds(
    timeline.Mark,
    st.dates().map(str) | st.integers(1900, 2100).map(str) | st.just("irgendwann"),
    TEXTS,
    end=st.none() | st.just("") | st.dates().map(str),
    weight=st.integers(1, 5000),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(timeline.Lane, TEXTS, st.lists(MARKS, max_size=8).map(tuple)), max_size=4))
def test_time_lines_keep_their_texts_apart(lanes: list[Any]) -> None:
    plan = timeline.plan(lanes)
    dated = [mark for lane in lanes for mark in lane.marks if axis.days(mark.start)]
    if len(dated) < 2:
        assert plan is None
        return
    assert plan == timeline.plan(lanes)
    assert sum(len(lane.marks) for lane in plan.lanes) == len(dated)
    texts = []
    for lane in plan.lanes:
        for each in lane.marks:
            assert 0 <= each.x <= plan.width
            base = lane.line - 14 - each.row * 16
            assert lane.top + 16 <= base - 11
            texts.append((each.x, base - 13, each.x + each.width, base + 2))
    for one, other in itertools.combinations(texts, 2):
        assert not overlap(one, other)
    assert all(right <= plan.width + 0.01 and bottom <= plan.height for _, _, right, bottom in texts)


def test_one_mark_is_no_time_line() -> None:
    assert timeline.timeline("k", "t", "d", [timeline.Lane("x", (timeline.Mark("2019", "a"),))]) is None


# -- numbers


def test_columns_stand_on_their_line() -> None:
    amounts = [
        bars.Amount("2018", 28),
        bars.Amount("2019", 0),
        bars.Amount("2020", 7),
        bars.Amount("?", None),
    ]
    found = bars.standing(amounts, 0, 140, 50, 120, 28)
    assert [tuple(round(x, 6) for x in (bar.x, bar.y, bar.width, bar.height)) for bar in found] == [
        (7.5, 20, 35, 120), (57.5, 140, 35, 0), (107.5, 110, 35, 30), (157.5, 140, 35, 0),
    ]  # fmt: skip


def test_zero_and_not_counted_are_drawn_differently() -> None:
    drawn = bars.columns("k", "t", "d", [bars.Amount("a", 3), bars.Amount("b", 0), bars.Amount("c", None)])
    root = read(drawn)
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert said == ["3", "a", "0", "b", "?", "c"]
    assert [each.get("class") for each in root.iter(f"{SVG}rect")] == ["mark s1", "mark unknown"]
    assert root.get("role") == "img"


@given(st.lists(st.integers(0, 5000), max_size=9))
def test_parts_of_a_whole_fill_it(numbers: list[int]) -> None:
    found = bars.lying([bars.Amount(str(place), number) for place, number in enumerate(numbers)], 880)
    assert [bar.amount.number for bar in found] == [number for number in numbers if number]
    if not found:
        assert sum(numbers) == 0
        return
    assert all(bar.width >= 3 for bar in found)
    assert found[0].x == 0
    assert abs(found[-1].x + found[-1].width - 880) < 1e-6
    for one, other in itertools.pairwise(found):
        assert abs(one.x + one.width - other.x) < 1e-6


def test_nothing_is_not_drawn() -> None:
    nothing = [bars.Amount("a", 0), bars.Amount("b", 0)]
    assert bars.columns("k", "t", "d", nothing) is None
    assert bars.columns("k", "t", "d", [bars.Amount("a", 5)]) is None
    assert bars.whole("k", "t", "d", nothing) is None
    assert bars.strips("k", "t", "d", ["2019"], [("x", [bars.Amount("a", 1)])]) is None


@given(st.integers(0, 5000))
def test_the_legend_of_a_matrix_says_what_its_shades_stand_for(highest: int) -> None:
    said = {number: step.shade for step in heat.steps(highest) for number in (step.first, step.last)}
    assert {number: heat.shade(number, highest) for number in said} == said
    assert heat.shade(0, highest) == 0
    spans = [(step.first, step.last) for step in heat.steps(highest)]
    assert [first for first, _ in spans] == [1, *(last + 1 for _, last in spans)][: len(spans)]
    assert (spans[-1][1] if spans else 0) == highest


# -- what is drawn

HOSTILE = "<script>alert(1)</script>\"'&"


def test_everything_drawn_is_escaped_and_named() -> None:
    drawn = network.network(
        "k",
        HOSTILE,
        HOSTILE,
        [
            network.Thing("a", HOSTILE, HOSTILE, "/x?a=1&b=<2>", HOSTILE),
            network.Thing("b", "", "B"),
        ],
        [network.Relation("a", "b", HOSTILE, HOSTILE)],
    )
    assert "<script" not in drawn
    root = read(drawn)
    # an image could hold no links that readers of screens reach
    assert root.get("role") == "group"
    names = str(root.get("aria-labelledby")).split()
    said = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert [said[name] for name in names] == [HOSTILE, HOSTILE]
    (link,) = root.iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/x?a=1&b=<2>", f"{HOSTILE}: {HOSTILE}")
    assert not re.search(r'\sstyle="|\son\w+="', drawn)


def test_a_thing_alone_is_not_drawn() -> None:
    assert network.network("k", "t", "d", [network.Thing("a", "", "A")], []) is None


def test_the_data_of_a_drawing_are_rows() -> None:
    things = {key: network.Thing(key, "", key.upper(), f"/{key}") for key in "ab"}
    (row,) = sketch.relation_rows(things, [network.Relation("a", "b", "regelt", "Register")])
    assert [(cell.text, cell.address) for cell in row] == [
        ("A", "/a"), ("regelt", None), ("B", "/b"), ("Register", None),
    ]  # fmt: skip
    lanes = [
        timeline.Lane("Gesetz", (timeline.Mark("2020", "spät"), timeline.Mark("", "ohne Datum"))),
        timeline.Lane("Gefordert", (timeline.Mark("2019-03", "früh", "/x"),)),
    ]
    rows = sketch.moment_rows(lanes)
    assert [[cell.text for cell in row] for row in rows] == [["Gefordert", "früh"], ["Gesetz", "spät"]]


def test_elements_escape_and_round() -> None:
    assert svg.element("rect", x=1.24, y=-0.02, class_="s1", fill_opacity=None) == (
        '<rect x="1.2" y="0" class="s1"/>'
    )
    assert (
        svg.element("text", "<b>", svg.element("title", "&")) == "<text>&lt;b&gt;<title>&amp;</title></text>"
    )
    assert svg.path(((0, 1), (2.55, 3))) == "M0 1L2.5 3"
    assert 'role="img"' in svg.picture("k", "t", "d", 400, 10)
    assert 'class="drawn least-20"' in svg.picture("k", "t", "d", 400, 10)

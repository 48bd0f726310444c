"""A drawing together with its data as rows, so that a table beside it says the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .network import Relation, Thing
from .timeline import Lane


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a table: a text, and where it leads."""

    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing with its data."""

    svg: Markup
    rows: tuple[tuple[Entry, ...], ...]


def relation_rows(
    things: Mapping[str, Thing], relations: Iterable[Relation]
) -> tuple[tuple[Entry, ...], ...]:
    """Return relations as rows: from, what it means, to, where it comes from."""
    return tuple(
        (_entry(things[each.source]), Entry(each.heading), _entry(things[each.target]), Entry(each.note))
        for each in relations
    )


def _entry(thing: Thing) -> Entry:
    return Entry(thing.name, thing.address)


def moment_rows(lanes: Sequence[Lane]) -> tuple[tuple[Entry, ...], ...]:
    """Return what has a date as rows, oldest first: lane, text with its date."""
    marks = [(mark.start, lane.title, mark) for lane in lanes for mark in lane.marks if mark.start]
    return tuple(
        (Entry(title), Entry(mark.text, mark.address))
        for _, title, mark in sorted(marks, key=lambda each: (each[0], each[1], each[2].text))
    )

"""What is known of a document, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from ..convert.blocks import Block
from ..convert.dates import DATE, iso_date
from ..model import DocumentFacts, EventFact, Sidecar
from .model import Fact, Mark

# the key of a publisher is the register's answer, not a fact of its own
_SHOWN = tuple(field.name for field in fields(DocumentFacts) if field.name != "publisher_key")


def facts_of(
    text: str, blocks: Sequence[Block], known: DocumentFacts, stated: DocumentFacts, sidecar: Sidecar | None
) -> tuple[Fact, ...]:
    """Return the facts of a document in the order of ``DocumentFacts``.

    :param stated: what the text says of itself, before the sidecar was asked
    """
    told: list[Fact] = []
    for name in _SHOWN:
        values = list(_values(getattr(known, name)))
        if not values:
            told.append(Fact(name, "", "missing"))
        outside = sidecar is not None and getattr(sidecar, name, None) not in (None, ())
        for value in values:
            place = _date_place(text, blocks, value) if name == "date" else _place(text, blocks, value)
            if outside:
                told.append(Fact(name, value, "sidecar"))
            elif place is not None and value in _values(getattr(stated, name)):
                told.append(Fact(name, value, "text", place))
            else:
                told.append(Fact(name, value, "concluded"))
    return tuple(told)


def _values(value: object) -> Iterator[str]:
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, EventFact):
            yield ", ".join(part for part in (one.name, one.date, one.place) if part)
        elif one is not None:
            yield str(one)


def _place(text: str, blocks: Sequence[Block], value: str) -> Mark | None:
    """Return where ``value`` stands literally."""
    if len(value) < 3:
        return None  # a key such as „ni“ would stand anywhere
    for block in blocks:
        at = block.text.text.find(value)
        if at >= 0:
            return _mark(text, block, at, at + len(value))
    return None


def _date_place(text: str, blocks: Sequence[Block], day: str) -> Mark | None:
    for block in blocks:
        for match in DATE.finditer(block.text.text):
            if iso_date(match) == day:
                return _mark(text, block, match.start(), match.end())
    return None


def _mark(text: str, block: Block, start: int, end: int) -> Mark:
    span = block.text.span(start, end)
    return Mark(span, text[span.start : span.end], "")

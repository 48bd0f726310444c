"""The groups of documents that the targets name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..model import DocumentType
from .matching import Record

FORMAL_LISTS: Final = "Förmliche mit Einleitung und Liste"
PRESS: Final = "Presse und Interview"

_FORMAL: Final = frozenset(
    {DocumentType.RESOLUTION, DocumentType.DECISION, DocumentType.MOTION, DocumentType.POSITION_PAPER, DocumentType.STATEMENT,
     DocumentType.DEMAND_CATALOGUE, DocumentType.OPEN_LETTER}
)  # fmt: skip
_PRESS: Final = frozenset({DocumentType.PRESS_RELEASE, DocumentType.ARTICLE, DocumentType.INTERVIEW})
ITEMS: Final = 3
"""demands in items from which a document counts as one with lists"""
_ITEM: Final = re.compile(r"\s*(?:[^\w\s„»\"“‚(§]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])+\s*(?:„|»|\")?\Z")
_INDENTED: Final = re.compile(r"[ \t\u00a0]+\Z")


def groups_of(document: Record, demands: Sequence[Record], text: str | None) -> list[str]:
    """Return the groups that a document belongs to.

    :param demands: of gold, those that count
    :param text: without it, lists cannot be told
    """
    kind = document.get("type")
    found = [PRESS] if kind in _PRESS else []
    if kind in _FORMAL and text is not None and sum(is_item(demand, text) for demand in demands) >= ITEMS:
        found.append(FORMAL_LISTS)
    return found


def is_item(demand: Record, text: str) -> bool:
    """Whether a demand is an item of a list: behind a bullet or number, or indented and going on in lower case.

    Bullets that were lost in a PDF leave the indentation.
    """
    before = text[max(0, demand["start"] - 40) : demand["start"]]
    line = re.split(r"[\n\f\r]", before)[-1]
    if _ITEM.fullmatch(line):
        return True
    return bool(_INDENTED.fullmatch(line)) and text[demand["start"]].islower()

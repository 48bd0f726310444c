"""Tables of demands, as Markdown and conversions write them: *| Land | Wir fordern | Begründung |*"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_DEMANDED = re.compile(
    r"\b(?:(?:das |was )?(?:fordern|erwarten|brauchen|verlangen) wir|(?:was )?wir (?:fordern|erwarten|brauchen|verlangen)|"
    r"(?:unsere )?(?:forderung|erwartung|empfehlung|vorschlag|lösungsvorschlag|änderungsvorschlag)(?:en|e)?)\b",
    re.I,
)
_TOLD = re.compile(r"\b(?:an wen|an|adressat\w*|ebene|zuständig\w*|verantwortlich\w*|wer)\b", re.I)
_LONGEST_HEADER = 45


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table say what.

    :param count: number of columns
    :param demands: columns of what is demanded
    :param told: column of who is to act, None if there is none
    """

    count: int
    demands: tuple[int, ...]
    told: int | None


def cells(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the cells of a row ``| a | b |``; empty if it is none."""
    if not text.startswith("|") or text.count("|") < 3:
        return []
    bars = [match.start() for match in re.finditer(r"\|", text)]
    if not text.rstrip().endswith("|"):
        bars.append(len(text))
    found = []
    for left, right in pairwise(bars):
        inner = text[left + 1 : right]
        start = left + 1 + len(inner) - len(inner.lstrip())
        found.append((start, start + len(inner.strip())))
    return found


def columns(text: str) -> Columns | None:
    """Return the columns that a header row names, None if it announces no demands."""
    found = cells(text)
    names = [text[start:end] for start, end in found]
    if len(names) < 2 or any(len(name) > _LONGEST_HEADER for name in names):
        return None
    demands = tuple(i for i, name in enumerate(names) if _DEMANDED.search(name))
    if not demands:
        return None
    told = next((i for i, name in enumerate(names) if i not in demands and _TOLD.search(name)), None)
    return Columns(len(names), demands, told)

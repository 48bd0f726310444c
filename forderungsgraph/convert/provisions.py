"""Citations of provisions: *§ 3 Abs. 1 und 2*, *§§ 3, 4 und 12*, *Art. 91c Abs. 5*, in canonical form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = r"\d+[a-z]?(?![\w/])"
_LEVEL = re.compile(
    r"\s*,?\s*(?:(?P<abs>Abs(?:\.|atz|ätze|ätzen|atzes)?)|(?P<satz>S(?:\.|atz|atzes|ätze))|"
    r"(?P<nr>N(?:r\.?|ummer|ummern|rn\.))|(?P<alt>Alt(?:\.|ernative))|(?P<lit>lit\.|Buchst(?:\.|abe|aben)))\s*"
    rf"(?P<first>{_NUMBER}|[a-z](?!\w))(?P<more>(?:\s*(?:,|und|oder|sowie|bis|–|-|/)\s*(?:{_NUMBER}))*)"
)
_HEAD = re.compile(
    rf"(?P<sign>§§?|\bArt(?:\.|ikeln?|ikels)(?=\s*\d))\s*(?P<number>{_NUMBER})(?P<ff>\s*ff?\.(?!\w))?"
)
_NEXT = re.compile(
    r"\s*(?P<join>,\s*(?:und|sowie|oder)?|und|oder|sowie|bis|–|-|/|i\. ?V\. ?m\.|in Verbindung mit)\s*"
    rf"(?P<sign>§§?|Art(?:\.|ikeln?))?\s*(?P<number>{_NUMBER})(?P<ff>\s*ff?\.(?!\w))?"
)
_BEFORE_LAW = re.compile(
    r"(?:\(\d+\))?\s*(?:(?:des|der|dem|vom|im|in der|aus dem|nach dem)\s+)?"
    r"(?:(?:geltenden|novellierten|neuen|alten|künftigen|aktuellen|jeweiligen)\s+)?(?:[A-ZÄÖÜ][\w-]*(?:er|en)\s+)?[„\"]?"
)
_BEHIND_LAW = re.compile(r"\s*(?:,\s*(?:dort\s+|hier\s+)?|\(\s*)?(?:in\s+)?")
_LEVEL_NAMES = (("abs", "Abs."), ("satz", "Satz"), ("nr", "Nr."), ("alt", "Alt."), ("lit", "lit."))
_LONGEST_RANGE = 20
_FAR = 200
"""characters between a citation and its law at most"""


@dataclass(frozen=True, slots=True)
class Citation:
    """Cited parts of one law at ``text[start:end]``, e.g. ``("§ 3", "§ 4")``; the law is named elsewhere."""

    start: int
    end: int
    parts: tuple[str, ...]


def citations(text: str) -> list[Citation]:
    """Return the citations in ``text`` in order."""
    found: list[Citation] = []
    position = 0
    while (head := _HEAD.search(text, position)) is not None:
        citation = _read(text, head)
        found.append(citation)
        position = citation.end
    return found


def _read(text: str, head: re.Match[str]) -> Citation:
    sign = "§" if head["sign"].startswith("§") else "Art."
    parts, end = _levels(text, head.end(), f"{sign} {head['number']}")
    previous = head["number"]
    while (following := _NEXT.match(text, end)) is not None:
        if following["sign"] is None and not _same_list(text, head, following):
            break
        if following["sign"]:
            sign = "§" if following["sign"].startswith("§") else "Art."
        if following["join"] in ("bis", "–", "-") and following["sign"] is None:
            parts += _between(sign, previous, following["number"])
        more, end = _levels(text, following.end(), f"{sign} {following['number']}")
        parts += more
        previous = following["number"]
    return Citation(head.start(), end, tuple(dict.fromkeys(parts)))


def _same_list(text: str, head: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a bare number goes on with the list: after *§§*, *Artikel 1 und 2*; not *§ 3 und 12 Euro*."""
    if head["sign"] == "§":
        return False
    after = text[following.end() : following.end() + 12]
    return re.match(r"\s*(?:Euro|EUR|€|Prozent|%|Jahre|Mio|Mrd|Million|\.\s?\d)", after) is None


def _between(sign: str, first: str, last: str) -> list[str]:
    """Return the provisions strictly between two numbers, if both are plain and not far apart."""
    if not (first.isdigit() and last.isdigit()) or not 0 < int(last) - int(first) <= _LONGEST_RANGE:
        return []
    return [f"{sign} {number}" for number in range(int(first) + 1, int(last))]


def _levels(text: str, position: int, base: str) -> tuple[list[str], int]:
    """Return the provisions that begin with ``base`` and the subdivisions behind it, and where they end."""
    done: list[str] = []
    path: list[str] = []
    ranks: list[int] = []
    parts = [base]
    while (level := _LEVEL.match(text, position)) is not None:
        rank, name = next((i, label) for i, (group, label) in enumerate(_LEVEL_NAMES) if level[group])
        if ranks and rank <= ranks[-1]:
            # a higher level again: *Satz 3, Absatz 4* begins another provision
            done += parts
            kept = [(r, text) for r, text in zip(ranks, path, strict=True) if r < rank]
            ranks, path = [r for r, _ in kept], [text for _, text in kept]
        prefix = " ".join([base, *path])
        parts = [f"{prefix} {name} {number}" for number in _numbers(level)]
        ranks.append(rank)
        path.append(parts[-1].removeprefix(prefix).strip())
        position = level.end()
    return [*done, *parts], position


def _numbers(level: re.Match[str]) -> list[str]:
    """Return the numbers of one level: *Abs. 1 bis 3* → 1, 2, 3."""
    more = re.findall(_NUMBER, level["more"] or "")
    numbers = [str(level["first"]), *more]
    if re.search(r"bis|–|-", level["more"] or "") and len(more) == 1:
        numbers[1:1] = [part.rsplit(" ", 1)[1] for part in _between("§", numbers[0], numbers[1])]
    return numbers


def citation_of(text: str, start: int, end: int, cited: Sequence[Citation]) -> Citation | None:
    """Return the citation that belongs to the law at ``text[start:end]``: *§ 3 OZG*, *OZG (§ 3)*."""
    for citation in cited:
        if start - _FAR < citation.end <= start and _BEFORE_LAW.fullmatch(text, citation.end, start):
            return citation
    for citation in cited:
        if end <= citation.start < end + _FAR and _BEHIND_LAW.fullmatch(text, end, citation.start):
            return citation
    return None

"""Numbers of list items in DOCX: what Word would show, from ``numbering.xml`` and a running count."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from .archive import attribute, child, local

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
BULLET = "•"


def numeral(value: int, form: str) -> str:
    """Return ``value`` as written in a number format of WordprocessingML or OpenDocument.

    >>> numeral(4, "lowerRoman"), numeral(28, "upperLetter"), numeral(3, "decimal")
    ('iv', 'BB', '3')
    """
    if form in ("lowerLetter", "upperLetter", "a", "A"):
        # Word and OpenDocument go on with aa, bb
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return letter if form in ("lowerLetter", "a") else letter.upper()
    if form in ("lowerRoman", "upperRoman", "i", "I"):
        roman = ""
        rest = value
        for size, sign in _ROMAN:
            roman += sign * (rest // size) if rest > 0 else ""
            rest %= size
        return roman.lower() if form in ("lowerRoman", "i") else roman
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format, the pattern of its number, and where it begins."""

    form: str
    pattern: str
    start: int


class Numbering:
    """Counts the items of a document's lists in their order."""

    def __init__(self, root: ET.Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                key = attribute(element, "abstractNumId") or ""
                self._abstract[key] = dict(_level(each) for each in element if local(each) == "lvl")
            elif local(element) == "num":
                self._read_list(element)

    def _read_list(self, element: ET.Element) -> None:
        key = attribute(element, "numId") or ""
        self._lists[key] = attribute(child(element, "abstractNumId"), "val") or ""
        restarts = {}
        for override in element:
            start = attribute(child(override, "startOverride"), "val")
            if start is not None and start.isdigit():
                restarts[int(attribute(override, "ilvl") or 0)] = int(start)
        self._restarts[key] = restarts

    def next(self, list_key: str, depth: int) -> str:
        """Return the marker of the next item of a list: ``•``, a number as shown, or an empty string."""
        abstract = self._lists.get(list_key)
        level = self._abstract.get(abstract or "", {}).get(depth)
        if abstract is None or level is None:
            return BULLET
        counts = self._counts.setdefault(abstract, {})
        if list_key not in self._begun:
            self._begun.add(list_key)
            for each, start in self._restarts[list_key].items():
                counts[each] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return BULLET
        if level.form == "none":
            return ""
        return self._shown(abstract, level, counts)

    def _shown(self, abstract: str, level: Level, counts: dict[int, int]) -> str:
        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = self._abstract[abstract].get(depth)
            if other is None:
                return ""
            return numeral(counts.get(depth, other.start), other.form)

        return re.sub(r"%(\d)", number, level.pattern).strip()


def _level(element: ET.Element) -> tuple[int, Level]:
    start = attribute(child(element, "start"), "val") or "1"
    return int(attribute(element, "ilvl") or 0), Level(
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val") or "",
        int(start) if start.isdigit() else 1,
    )

"""Stage *normalise*: readable text whose every character knows its place in the source.

The source is never changed. ``clean`` replaces what extraction from PDF leaves behind (soft hyphens,
private-use bullets, ligatures, decomposed umlauts); ``join`` makes one running line of several, undoing
hyphenation. Both keep a map from each character to its source offsets (Unicode code points).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Span

BULLET = "•"
_SPECIAL = re.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\f\v"
    r"\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufb00-\ufb06\u0300-\u036f\u2028\u2029\u2011\u2010]"
)
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_NEWLINES = frozenset("\r\f\v\u2028\u2029")
_LINK = re.compile(
    r"(?P<open>!?\[)(?P<label>(?:[^\[\]\n]|\n(?!\s*\n)){1,300})(?P<target>\]\((?:https?://|mailto:|\.{0,2}/|#|www\.)[^()\s]{0,500}(?:\([^()\s]{0,80}\)[^()\s]{0,80})?(?: \"[^\"\n]{0,200}\")?\))"
)
_TAG = re.compile(
    r"<sup>(?:<a\b[^<>\n]{0,200}>)?\[?\d{1,3}\]?(?:</a>)?</sup>|</?(?:a|b|i|u|em|strong|span|sup|sub|small|mark)(?:\s[^<>\n]{0,300})?/?>|"
    r"<!--[^<>]{0,200}-->"
)
"""Markup that a text keeps where it was saved as it was typed: links of Markdown, marks of notes, tags within a line."""
_CONTINUES = re.compile(r"(?:und|oder|bzw\.?|sowie|als|wie|noch|bis)\b")


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text with, for each character, where it begins and ends in the source.

    :param starts: source offset of each character
    :param ends: source offset behind each character
    """

    text: str
    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> MappedText:
        """Return the part from ``start`` to ``end`` (offsets in this text)."""
        return MappedText(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self) -> MappedText:
        """Return the text without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.slice(left, max(left, len(self.text.rstrip())))

    def span(self, start: int, end: int) -> Span:
        """Return the source span of the non-empty part from ``start`` to ``end``."""
        return Span(self.starts[start], self.ends[end - 1])


def clean(source: str) -> MappedText:
    """Return ``source`` with the same lines and without extraction debris."""
    markup = _markup(source)
    if _SPECIAL.search(source) is None and not markup:
        size = len(source)
        return MappedText(source, array("l", range(size)), array("l", range(1, size + 1)))
    characters: list[str] = []
    starts = array("l")
    ends = array("l")
    opening = True  # whether only blanks stand before it on its line
    for offset, character in enumerate(source):
        if offset in markup:
            continue
        before, opening = opening, character == "\n" or (opening and character.isspace())
        if unicodedata.combining(character) and characters:
            composed = unicodedata.normalize("NFC", characters[-1] + character)
            if len(composed) == 1:
                characters[-1] = composed
                ends[-1] = offset + 1
                continue
        for replacement in _replacement(source, offset, character, opening=before):
            characters.append(replacement)
            starts.append(offset)
            ends.append(offset + 1)
    return MappedText("".join(characters), starts, ends)


def _markup(source: str) -> frozenset[int]:
    """Return the offsets of characters that only mark up: of *[the act](https://…)* the label is read."""
    found: set[int] = set()
    if "](" in source:
        for match in _LINK.finditer(source):
            found.update(range(*match.span("open")))
            found.update(range(*match.span("target")))
    if "</" in source or "<!--" in source:
        for match in _TAG.finditer(source):
            found.update(range(*match.span()))
    return frozenset(found)


def _replacement(source: str, offset: int, character: str, *, opening: bool) -> str:
    if character in _DROPPED:
        return ""
    if character == "\r" and source[offset + 1 : offset + 2] == "\n":
        return ""
    if character in _NEWLINES:
        return "\n"
    if "\ufb00" <= character <= "\ufb06":
        return unicodedata.normalize("NFKC", character)
    if character in "\u2010\u2011":
        return "-"
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if category in ("Co", "Cc") and character != "\n":
        # fonts for list glyphs leave private-use or control characters at the beginning of a line
        return BULLET if opening else " "
    return character


def join(parts: Sequence[MappedText]) -> MappedText:
    """Return the lines ``parts`` as one running line: hyphenation undone, white space folded."""
    pieces: list[str] = []
    starts = array("l")
    ends = array("l")

    def append(part: MappedText) -> None:
        pieces.append(part.text)
        starts.extend(part.starts)
        ends.extend(part.ends)

    previous = ""
    for raw in parts:
        part = _fold(raw.strip())
        if not part.text:
            continue
        if previous:
            gap = _gap(previous, part.text)
            if gap is None:
                pieces[-1] = pieces[-1][:-1]
                del starts[-1], ends[-1]
            elif gap:
                pieces.append(gap)
                starts.append(ends[-1])
                ends.append(part.starts[0])
        append(part)
        previous = part.text
    return MappedText("".join(pieces), starts, ends)


def _gap(previous: str, following: str) -> str | None:
    """Return what stands between two lines; None where the hyphen at the end of the first goes too."""
    if not (previous.endswith("-") and len(previous) > 1 and previous[-2].isalnum()):
        return " "
    if _CONTINUES.match(following):
        return " "
    if following[0].islower() and previous[-2].isalpha():
        return None
    return ""


def _fold(part: MappedText) -> MappedText:
    if "  " not in part.text:
        return part
    keep = [i for i, ch in enumerate(part.text) if ch != " " or part.text[i - 1 : i] != " "]
    return MappedText(
        "".join(part.text[i] for i in keep),
        array("l", (part.starts[i] for i in keep)),
        array("l", (part.ends[i] for i in keep)),
    )

"""Stage *blocks*: lines to headings, paragraphs and list items, also across page breaks.

Texts come hard-wrapped, one line per paragraph, or with a blank line between any two lines; list glyphs
may be lost, leaving an indent. Nothing here looks at the meaning of words beyond function words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from .lines import TERMINAL, Layout, Line, measure, noise_lines, read_lines, without_marker
from .lostmarks import restore_marks
from .normalise import MappedText, join
from .paragraphs import pieces


class BlockKind(StrEnum):
    """What a block is by its layout."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Block:
    """One running text.

    :param marker: the list glyph or number as written, "" if none
    :param style: kind of marker: ``bullet``, ``dash``, ``1.``, ``1)``, ``(1)``, ``a)``, ``I.``, ``lost``,
        ``legal``, ``#``
    :param number: value of a numbering marker
    :param indent: blanks before the first line
    :param position: index of the first line among all lines that are not blank
    """

    kind: BlockKind
    text: MappedText
    marker: str = ""
    style: str = ""
    number: int | None = None
    indent: int = 0
    position: int = 0
    gap: int = 0


_MONTH = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan\.|Feb\.|"
    r"Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.)\b"
)
_FUNCTION_WORD = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein|eine|einer|eines|einem|einen|und|oder|sowie|von|vom|zu|zum|zur|mit|"
    r"in|im|"
    r"an|am|auf|aus|bei|beim|für|gegen|durch|über|unter|nach|vor|als|wie|ob|dass|um|ohne|seine|ihre|ihren|"
    r"ihrer|"
    r"diese|dieser|dieses|diesen|sich|nicht|ist|sind|wird|werden|hat|haben|kann|können|auch|bzw\.|"
    r"sowohl)\s*$|,\s*$"
)
_ITEM_END = re.compile(r"(?:[.,;:!?…“”\"»)]|\b(?:und|sowie|oder)|,)\s*$")


def blocks(text: MappedText) -> list[Block]:
    """Return the blocks of a cleaned text in order."""
    lines = read_lines(text)
    if not lines:
        return []
    layout = measure(lines)
    noise = noise_lines(lines, layout)
    lines = restore_marks(lines, layout, noise)
    groups: list[list[Line]] = []
    gaps: list[int] = []
    result: list[Block] = []
    kept = [(i, line) for i, line in enumerate(lines) if i not in noise]
    result.extend(
        Block(BlockKind.NOISE, lines[i].text.strip(), position=i, gap=lines[i].gap) for i in sorted(noise)
    )
    numbers: dict[str, int] = {}
    for order, (index, line) in enumerate(kept):
        previous_index = kept[order - 1][0] if order else -1
        skipped = sum(lines[i].gap for i in range(previous_index + 1, index)) if order else 0
        gap = line.gap + skipped
        marker = _accept_marker(line, groups[-1] if groups else None, numbers, gap, layout)
        if (
            groups
            and not marker
            and not _next_unmarked(groups, line)
            and _continues(groups[-1], line, gap, layout)
        ):
            groups[-1].append(line)
        else:
            groups.append([line if marker else without_marker(line)])
            gaps.append(gap)
            result.append(Block(BlockKind.PARAGRAPH, line.text, position=index))
            if marker and line.number is not None:
                numbers[line.style] = line.number
    made = [b for b in result if b.kind is BlockKind.NOISE]
    positions = [b.position for b in result if b.kind is not BlockKind.NOISE]
    for group, position, gap in zip(groups, positions, gaps, strict=True):
        made.append(_block(group, position, gap, layout))
    ordered = _lists(sorted(made, key=lambda block: block.position))
    return [piece for block in ordered for piece in _pieces(block)]


def _pieces(block: Block) -> Iterator[Block]:
    """Yield ``block``, cut where it is overlong; behind the first piece it goes on as plain paragraphs."""
    for order, (start, end) in enumerate(pieces(block.text.text)):
        text = block.text.slice(start, end)
        if order == 0:
            yield replace(block, text=text)
        else:
            yield Block(BlockKind.PARAGRAPH, text, indent=block.indent, position=block.position)


def _lists(found: list[Block]) -> list[Block]:
    """Return ``found`` with numbered headings that follow each other directly as the items they are."""
    result = list(found)
    order = [i for i, block in enumerate(found) if block.kind is not BlockKind.NOISE]
    for i, j in pairwise(order):
        first, second = found[i], found[j]
        listed = first.style == second.style and first.style[-1:] in (".", ")") and ".1" not in first.style
        if listed and first.number is not None and second.number == first.number + 1:
            for k in (i, j):
                if found[k].kind is BlockKind.HEADING:
                    result[k] = replace(found[k], kind=BlockKind.ITEM)
    return result


def _accept_marker(
    line: Line, group: list[Line] | None, numbers: dict[str, int], gap: int, layout: Layout
) -> bool:
    """Whether the marker at the beginning of ``line`` opens an item, rather than being part of a sentence.

    :param group: lines of the block before
    """
    if not line.style:
        return False
    previous = group[-1] if group else None
    if line.style in ("bullet", "#", "legal", "lost"):
        return True
    rest = line.text.text[line.body :]
    if line.style == "dash":
        # a dash that continues a sentence begins a line, too
        if previous is None:
            return True
        cut = (
            len(previous.plain) > 0.6 * layout.width
            and not _ITEM_END.search(previous.plain)
            and rest[:1].islower()
        )
        if gap > layout.gap and not cut:
            return True
        if group and group[0].style == "dash" and group[0].indent == line.indent and rest[:1].isupper():
            return True  # items without a mark at their end
        return bool(_ITEM_END.search(previous.plain)) or len(previous.plain) < 0.6 * layout.width
    if (
        ".1" in line.style
        and line.number is not None
        and line.number in (1, numbers.get(line.style, 0) + 1)
        and rest[:1].isalpha()
    ):
        return True
    if _MONTH.match(rest) or re.match(r"(?:Uhr|Euro|Prozent|Mio|Mrd|EUR|%)", rest):
        return False
    if (
        line.style[-1] not in ".)"
        and line.style not in ("legal",)
        and gap == 0
        and previous is not None
        and layout.wrapped
    ):
        # a bare number at the beginning of a wrapped line is part of the sentence
        return False
    if line.number is None or re.match(r"i\. ?S\.", rest):
        # „V. i. S. d. P.“ is no item V
        return False
    expected = numbers.get(line.style, 0) + 1
    in_sequence = line.number in (1, expected, expected + 1)
    open_end = previous is not None and (
        _FUNCTION_WORD.search(previous.plain) is not None or previous.plain.endswith("-")
    )
    if 1 < line.number == expected and line.style[-1] in ".)" and not open_end:
        # a list in progress: items without a mark at their end
        return True
    if previous is not None and gap <= layout.gap and not _ITEM_END.search(previous.plain):
        return in_sequence and line.number == expected and len(previous.plain) < 0.6 * layout.width
    if line.style[-1] not in ".)":
        return in_sequence and len(line.plain) < 100 and not TERMINAL.search(line.plain)
    return in_sequence or gap > layout.gap


_CLOSED_ITEM = re.compile(
    r"(?:\bzu \w+n|\w+zu\w+n)[,;]?(?: (?:und|sowie))?\s*$|[,;] (?:und|sowie)\s*$|\bsowie\s*$"
)


def _next_unmarked(groups: list[list[Line]], line: Line) -> bool:
    """Whether ``line`` opens the next item of a list without marks: *… zu streichen,* | *einen Kreis …*"""
    if len(groups) < 2 or groups[-1][0].style or not line.plain[:1].islower():
        return False
    listed = groups[-1][0].plain[:1].islower() and groups[-2][-1].plain.rstrip()[-1:] in (",", ":", ";")
    return listed and _CLOSED_ITEM.search(groups[-1][-1].plain) is not None


_SECTIONS = frozenset({"I.", "1.", "(1)"})


def _continues(group: list[Line], line: Line, gap: int, layout: Layout) -> bool:
    """Whether ``line`` goes on with the block that ``group`` is."""
    before = group[-1]
    plain, following = before.plain, line.plain
    terminal = bool(TERMINAL.search(plain))
    lower = following[:1].islower() and not re.match(r"[a-z][.)]\s", following)
    hyphen = len(plain) > 1 and plain.endswith("-") and plain[-2].isalpha()
    item = bool(group[0].style)
    if item and group[0].style == "#":
        return False
    if gap > layout.gap and _in_capitals(following) and not _in_capitals(plain):
        return False
    if not layout.wrapped or len(plain) > 1.5 * layout.width:
        if gap == 0 and lower and not terminal and not plain.endswith(","):
            return True
        return not terminal and lower and len(plain) > 40 and not plain.endswith(",")
    lost_bullet = line.indent > layout.indent and line.indent < 12 and before.indent <= layout.indent
    if lost_bullet and _ITEM_END.search(plain) and (not item or group[0].style == "lost"):
        return False
    if (
        not item
        and before.indent > layout.indent
        and line.indent == before.indent
        and len(group) == 1
        and _ITEM_END.search(plain)
        and len(plain) < 0.95 * layout.width
    ):
        return False
    # a line is short if the next word had a place on it
    room = len(plain) + 1 + len(following.split(None, 1)[0])
    short = len(plain) < 0.55 * layout.width and room < 0.9 * layout.width
    if gap <= layout.gap:
        if hyphen:
            return True
        if short and (terminal or plain.endswith(",")):
            return (
                item and not terminal and lower and line.indent >= before.indent and not plain.endswith(",")
            )
        if short and not lower and not _FUNCTION_WORD.search(plain):
            return False
        if gap > 0 and terminal and plain.endswith(":"):
            return False
        if item and line.indent < group[0].body and group[0].body - group[0].indent > 1 and len(group) > 1:
            # the item's lines hang; a line back at the margin is outside unless the sentence goes on
            return not terminal or line.indent >= group[1].indent
        return True
    if terminal:
        return False
    if hyphen and (lower or following[:1].isupper()):
        return True
    if (
        plain.endswith(",")
        and gap > layout.gap
        and (not item or (line.gap == gap and group[0].style in _SECTIONS))
    ):
        return False
    if lower:
        return True
    if len(plain) < 0.6 * layout.width:
        return False
    # a page break may stand between an adjective and its noun; a title's lines do not end so, but items
    # without marks do
    inside = group[0].style != "lost" and (item or len(group) > 1 or before.indent > layout.indent)
    return bool(_FUNCTION_WORD.search(plain)) or (inside and plain.rsplit(None, 1)[-1][:1].islower())


def _in_capitals(line: str) -> bool:
    """Whether a line is set in capitals, as headings are."""
    letters = [character for character in line if character.isalpha()]
    return len(letters) > 7 and sum(character.isupper() for character in letters) > 0.8 * len(letters)


def _block(group: list[Line], position: int, gap: int, layout: Layout) -> Block:
    first = group[0]
    parts = [first.text.slice(first.body, len(first.text)), *(line.text for line in group[1:])]
    text = join(parts)
    if not text.text:
        text = first.text.strip()
    kind = BlockKind.ITEM if first.style else BlockKind.PARAGRAPH
    if is_heading(text.text, first, len(group)):
        kind = BlockKind.HEADING
    style = first.style
    if kind is BlockKind.PARAGRAPH and first.indent > layout.indent and first.indent < 12:
        style = "lost"
    return Block(kind, text, first.marker, style, first.number, first.indent, position, gap)


def is_heading(text: str, first: Line, lines: int) -> bool:
    """Whether a block is a heading by its form: short, no sentence end, begins like a title."""
    if first.style == "#":
        return True
    bold = re.fullmatch(r"(\*\*|__)(?P<inner>[^*_].*?)\1", text)
    text = bold["inner"] if bold else text
    if len(text) > 120 or lines > 3 or (not text[:1].strip('„"»').isalnum() and text[:1] not in '„"»'):
        return False
    if re.search(r"[.,;:]\s*[“\"]?$", text) and not re.search(r"(?:e\. V\.|u\. a\.)$", text):
        return False
    if first.style in ("bullet", "dash", "lost", "a)", "(a)", "a.") or text[:1].islower():
        return False
    if re.search(r"\b(?:dass|daß|und|oder|sowie|wie folgt|dazu|darauf)$", text):
        return False  # goes on in what follows
    if re.search(r"\w{2}[.!?] [A-ZÄÖÜ].*\?$", text) or re.search(r"[a-zäöüß]{3}[.!] [A-ZÄÖÜ„].*!$", text):
        # a question behind another sentence is an interviewer's turn, an exclamation the end of a paragraph
        return False
    words = len(text.split())
    if first.style:
        return words <= 9 and not re.search(r"[.!?]$", text)
    return words <= 16

"""Lines of a page: markers of lists, usual width and gap, running headers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from .normalise import MappedText


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. ``gap`` counts blank lines before it."""

    text: MappedText
    plain: str
    indent: int
    gap: int
    marker: str
    style: str
    number: int | None
    body: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of a document's lines: usual width, usual gap between lines of a paragraph."""

    width: int
    gap: int
    wrapped: bool
    indent: int


_MARKER = re.compile(
    r"""(?P<indent>\s*)(?:
      (?P<bullet>[•●▪■◦‣∙·►➢➤✓✔→⇒⟶➜➔➙❯›»◆▶❖□☐★○◇▸▹](?!\*)|\*(?=\s)|(?:o|§)(?=\s+[A-ZÄÖÜa-zäöü]))\s*(?=\S)
    | (?P<dash>[-–—])\s+(?=\S)
    | (?P<paren>\((?:\d{1,2}|[a-zA-Z])\))\s+(?=\S)
    | (?P<legal>(?:Forderung|Punkt|These|Ziffer|Empfehlung|Vorschlag|Maßnahme|Leitlinie|Artikel)
        \s+\d{1,2}\s*[:.–-])\s*(?=\S)
    | (?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<stop>[.)])?\s+(?=\S)
    | (?P<roman>[IVX]{1,5})(?P<rstop>[.)])\s+(?=\S)
    | (?P<code>[A-Z]\s?\d{1,2})(?P<cstop>[.):])?\s+(?=\S)
    | (?P<alpha>[a-z])(?P<astop>[.)]|\.\))\s+(?=\S)
    | (?P<hash>\#{1,6})\s+(?=\S)
    )""",
    re.X,
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
          "XI": 11, "XII": 12, "XIII": 13, "XIV": 14, "XV": 15}  # fmt: skip
_PAGE_NUMBER = re.compile(
    r"\s*[-–—|•]?\s*(?:Seite|S\.|Blatt)?\s*\d{1,3}\s*(?:(?:von|/)\s*\d{1,3})?\s*[-–—|•]?\s*(?:\.\.\.|…)?"
    r"|.{0,70}[|•·]\s*(?:Seite|S\.)\s*\d{1,3}(?:\s*(?:von|/)\s*\d{1,3})?\s*"
    r"|.{3,80}\s(?:Seite|S\.)\s+\d{1,3}(?:\s*(?:von|/)\s*\d{1,3})?\s*[-–—]?\s*"
    r"|.{3,80}\s{3,}\d{1,3}\s*/\s*\d{1,3}\s*"
    r"|\d{1,3}\s*\|.{3,70}|.{3,70}\|\s*\d{1,3}\s*|[-–—]\s*Seite\s*\d+\s*[-–—]?"
)
TERMINAL = re.compile(r"[.!?:;…][“”\"»«)\]]*\s*$|[“”»]\s*$")


def read_lines(text: MappedText) -> list[Line]:
    """Return the lines of a cleaned text that are not blank."""
    lines: list[Line] = []
    gap = 0
    start = 0
    alone: Line | None = None
    for raw in text.text.split("\n"):
        part = text.slice(start, start + len(raw))
        start += len(raw) + 1
        if not raw.strip(" |\t"):
            gap += 1
            continue
        match = _MARKER.match(raw)
        if alone is not None:
            lines.append(without_marker(alone))
            if match is None and not _ALONE.fullmatch(raw):
                # the marker stands on a line of its own: the item is this line
                lines[-1] = replace(alone, text=part, plain=raw.strip(), body=len(raw) - len(raw.lstrip()))
                alone, gap = None, 0
                continue
        alone = None
        if _ALONE.fullmatch(raw):
            marked = _MARKER.match(f"{raw.rstrip()} x")
            assert marked is not None
            marker, style, number = _marker(marked)
            indent = len(raw) - len(raw.lstrip())
            alone = Line(part, raw.strip(), indent, gap, marker, style, number, indent)
            gap = 0
            continue
        marker, style, number, body = "", "", None, len(raw) - len(raw.lstrip())
        indent = body
        if match:
            marker, style, number = _marker(match)
            body = match.end()
        lines.append(Line(part, raw.strip(), indent, gap, marker, style, number, body))
        gap = 0
    return _counted([*lines, without_marker(alone)] if alone is not None else lines)


def _counted(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with bare numbers as markers of items where they count: *1 …*, *2 …*, *3 …*.

    Sections are numbered so, too, but then text stands between a number and the next.
    """
    result = list(lines)
    bare = [i for i, line in enumerate(lines) if line.style == "1" and line.indent < 12]
    runs: list[list[int]] = []
    for i in bare:
        number, last = lines[i].number, runs[-1][-1] if runs else None
        follows = last is not None and number == (lines[last].number or 0) + 1 and i - last <= 9
        if follows and lines[i].indent - lines[runs[-1][0]].indent in (-1, 0, 1):
            runs[-1].append(i)
        elif number == 1:
            runs.append([i])
    for run in runs:
        direct = sum(lines[i].gap == 0 or i - 1 in run for i in run)
        contents = sum(re.search(r"(?:\.{3,}|\s{3,})\s*\d{1,3}$", lines[i].plain) is not None for i in run)
        if len(run) >= 3 and direct >= len(run) / 2 and not contents:
            for i in run:
                result[i] = replace(lines[i], style="1.")
    return result


_ALONE = re.compile(
    r"\s*(?:\((?:\d{1,2}|[a-zA-Z])\)|\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[IVX]{1,5}[.)]|[a-z]\)|[•●▪■◦‣∙►➢➤])\s*"
)


def _marker(match: re.Match[str]) -> tuple[str, str, int | None]:
    kind = match.lastgroup
    if match["bullet"]:
        return match["bullet"], "bullet", None
    if match["dash"]:
        return match["dash"], "dash", None
    if match["paren"]:
        inner = match["paren"][1:-1]
        return (
            match["paren"],
            "(1)" if inner.isdigit() else "(a)",
            int(inner) if inner.isdigit() else ord(inner.lower()) - 96,
        )
    if match["legal"]:
        digits = re.search(r"\d+", match["legal"])
        return match["legal"], "legal", int(digits.group()) if digits else None
    if match["number"]:
        stop = match["stop"] or ""
        depth = match["number"].count(".")
        return match["number"] + stop, "1" + ".1" * depth + stop, int(match["number"].split(".")[-1])
    if match["roman"]:
        return match["roman"] + match["rstop"], "I" + match["rstop"], _ROMAN.get(match["roman"])
    if match["code"]:
        return match["code"] + (match["cstop"] or ""), f"{match['code'][0]}1.", int(match["code"][1:])
    if match["alpha"]:
        return match["alpha"] + match["astop"], "a" + match["astop"][-1], ord(match["alpha"]) - 96
    assert kind is not None
    return match["hash"], "#", None


def without_marker(line: Line) -> Line:
    """Return ``line`` as one that opens no item."""
    return Line(line.text, line.plain, line.indent, line.gap, "", "", None, line.indent)


def measure(lines: list[Line]) -> Layout:
    """Return the layout of ``lines``."""
    lengths = sorted(len(line.plain) for line in lines)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.9))]
    long_lines = [i for i, line in enumerate(lines[:-1]) if len(line.plain) > 0.6 * width]
    inside = Counter(
        lines[i + 1].gap
        for i in long_lines
        if not TERMINAL.search(lines[i].plain) and not lines[i + 1].marker
    )
    wrapped = width <= 130
    gap = 0
    if wrapped and inside:
        gap = max(inside, key=lambda value: (inside[value], -value))
        gap = gap if gap <= 2 and inside[gap] >= 3 else 0
    indents = Counter(min(line.indent, 8) for line in lines if not line.marker)
    return Layout(width, gap, wrapped, max(indents, key=lambda k: (indents[k], -k)) if indents else 0)


def noise_lines(lines: list[Line], layout: Layout) -> set[int]:
    """Return the indices of page numbers and running headers."""
    noise = {i for i, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.plain)}
    folded = [re.sub(r"\d+", "0", line.plain) for line in lines]
    counts = Counter(folded)
    for i, line in enumerate(lines):
        repeated = counts[folded[i]] > 1 and 3 < len(line.plain) < 100 and not line.marker
        if not repeated or re.search(r"[,:;.!?]$", line.plain):
            continue
        beside = {i - 1, i + 1} & noise
        following_gap = lines[i + 1].gap if i + 1 < len(lines) else 9
        if beside or re.search(r"\d", line.plain) or max(line.gap, following_gap) > layout.gap + 1:
            noise.add(i)
    noise |= {i for i in range(len(lines)) if i not in noise and _interrupts(lines, i, noise, layout)}
    return noise


_NUMBERED = re.compile(r"\d{1,3}\s{2,}\S.*|.*\S\s{3,}\d{1,3}|\d{1,3}\s+\S.*|.*\S\s+\d{1,3}")


def _interrupts(lines: list[Line], i: int, noise: set[int], layout: Layout) -> bool:
    """Whether line ``i`` stands between the halves of a sentence, as the header of a page does."""
    line, width = lines[i], layout.width
    if not 8 < len(line.plain) <= 120 or line.plain[:1].islower() or re.search(r"[,;:.!?-]$", line.plain):
        return False
    before = next((lines[j] for j in range(i - 1, -1, -1) if j not in noise), None)
    after = next((j for j in range(i + 1, len(lines)) if j not in noise), None)
    if before is None or after is None:
        return False
    goes_on = lines[after].text.text[lines[after].body :].lstrip()
    if not goes_on[:1].islower() or lines[after].style not in ("", "dash"):
        return False
    if (
        TERMINAL.search(before.plain)
        or len(before.plain) < 0.5 * width
        or re.search(r"\w{3}[.!?] \w", line.plain)
    ):
        return False
    beside = bool({i - 1, i + 1} & noise)
    parted = line.gap > layout.gap
    if min(line.gap, lines[after].gap) <= layout.gap and (not beside or (i + 1 == after and parted)):
        return False  # it goes on in the next line, and a blank line parts it from the header before
    if beside or _NUMBERED.fullmatch(line.plain):
        return True
    # a sentence ends in it, or a heading stands before it: it is text
    if re.search(r"\w{3}[.!?] [A-ZÄÖÜ]", line.plain) or len(before.plain) < 0.5 * width:
        return False
    title = {word for known in lines[:12] for word in re.findall(r"\w{4,}", known.plain)}
    words = re.findall(r"\w{4,}", line.plain)
    return i > 12 and len(words) > 1 and sum(word in title for word in words) >= 0.6 * len(words)

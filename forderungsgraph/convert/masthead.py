"""The head of a document, line by line: what each line is for.

Blocks join wrapped lines, and a letterhead's lines look like one paragraph; here the source lines are read
anew, columns apart, and each gets a role. Title, date, place, type and publisher are then looked for in the
lines of the fitting role only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from forderungsgraph.model import DocumentType

from .blocks import Block, BlockKind
from .dates import DATE, dateline
from .nameforms import HEAD
from .normalise import clean, join
from .roles import ADDRESSEE, ORGAN, Role, is_organisation, role_of, strip_markup, type_at
from .zones import Zone

_PROSE = re.compile(r"[.!?:,“”]$|[a-zäöüß]{3}\. [A-ZÄÖÜ„]")
_SALUTATION = re.compile(r"(?:Sehr geehrte|Liebe[rs]? |Werte[rs]? |Guten Tag|Hochverehrte)")
_OPENING = re.compile(
    r"(?:Präambel|Vorbemerkung(?:en)?|Vorwort|Inhalt(?:sübersicht|sverzeichnis)?|Einleitung|Zusammenfassung|"
    r"Abstract|Kurzfassung|"
    r"Sachverhalt|Sachdarstellung|Ausgangslage|Anlass|Auf einen Blick|Worum es geht|Hintergrund|Begründung|"
    r"Allgemeines|Vorspann)\s*:?"
)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of the head, wrapped lines joined.

    :param gap: blank lines before it, 0 for a column beside another
    :param block: index of its block
    :param kind: type of document that the line names
    """

    text: str
    role: Role
    gap: int
    block: int
    kind: DocumentType | None = None


def masthead(source: str, blocks: Sequence[Block], zones: Sequence[Zone]) -> tuple[HeadLine, ...]:
    """Return the lines of the head of a document, in order."""
    end = _end_of_head(blocks, zones)
    lines: list[HeadLine] = []
    for i in range(end):
        if blocks[i].kind is not BlockKind.NOISE and zones[i] not in (Zone.CAPTION, Zone.TEASER):
            lines += _lines(source, blocks[i], i)
    return tuple(_letterhead(_address(_dates(_capitals(lines)))))


def bylines(source: str, blocks: Sequence[Block], start: int) -> tuple[HeadLine, ...]:
    """Return the lines behind the lead that name the author: from block ``start`` on."""
    near = range(start, min(start + 3, len(blocks)))
    found = [
        line
        for i in near
        if len(blocks[i].text) < 120 and blocks[i].style != "#"  # a heading names nobody
        for line in _lines(source, blocks[i], i)
    ]
    return tuple(line for line in found if line.role is Role.AUTHOR)


def _end_of_head(blocks: Sequence[Block], zones: Sequence[Zone]) -> int:
    seen = 0
    for i, block in enumerate(blocks):
        text = block.text.text
        if block.kind is BlockKind.NOISE:
            continue
        if seen > 1 and re.search(r"\w{3,} .*\?$", text) and (seen > 2 or text.startswith(("Frau", "Herr"))):
            return i
        if _SALUTATION.match(text) or (seen and _OPENING.fullmatch(text.strip("*# "))):
            return i
        if re.match(r"[^.]{0,40}(?:wolle|möge) beschließen", text) or seen > 24:
            return i
        ends = _PROSE.search(text) if len(text) > 180 else seen > 1 and text.endswith((".", ".“"))
        if zones[i] is Zone.BODY and len(text) > 90 and ends:
            return i
        numbered = block.style and block.style not in ("#", "lost", "bullet", "dash")
        if seen and (
            (numbered and block.number == 1)
            or (
                block.style in ("bullet", "dash")
                and seen > 2
                and zones[i] is Zone.BODY
                and block.kind is BlockKind.ITEM
                and not ADDRESSEE.match(f"– {text}")
            )
            or re.match(r"\d{1,2}\.\d{1,2}\.? [A-ZÄÖÜ]", text)
            or (
                block.style == "#"
                and len(block.marker) > 1
                and role_of(text) is Role.PLAIN
                and type_at(text) is None
            )
            or re.match(r"[A-D]\. [A-ZÄÖÜ]", text)
        ):
            return i
        seen += 1
    return len(blocks)


def _lines(source: str, block: Block, index: int) -> list[HeadLine]:
    start, end = block.text.starts[0], block.text.ends[-1]
    if block.number is not None:
        # „20. Städteversammlung“ is no item
        start = source.rfind("\n", 0, start) + 1
    cleaned = clean(source[start:end])
    found: list[HeadLine] = []
    offset = 0
    before: list[tuple[str, int, int]] = []
    parts: list[tuple[str, int, int]] = []
    for raw in cleaned.text.split("\n"):
        cells = list(re.finditer(r"\S(?:.*?\S)??(?=\s{3,}|\t|\s*$)", raw))
        menu = len(cells) > 3 and all(len(cell.group()) < 24 for cell in cells)
        menu = menu and not re.search(r"\d", raw)
        here = [(c.group(), offset + c.start(), offset + c.end()) for c in cells if not menu]
        if here and len(before) > 1 and _GENITIVE_LINE.match(strip_markup(here[0][0])):
            # the name in the first column goes on below; what stands beside it comes behind
            parts[-len(before) + 1 : -len(before) + 1] = here
        else:
            parts += here
        before = here
        offset += len(raw) + 1
    gap = block.gap
    pending: list[tuple[int, int]] = []

    def flush() -> None:
        nonlocal gap
        if pending:
            text = join([cleaned.slice(a, b) for a, b in pending]).text
            found.append(_headline(strip_markup(text), gap, index))
            pending.clear()
            gap = 0

    for text, a, b in parts:
        plain = strip_markup(text)
        role = role_of(plain)
        open_end = bool(pending) and _is_open(cleaned.text[pending[-1][0] : pending[-1][1]], plain)
        goes_on = (
            open_end or (role is not Role.EVENT and _goes_on(plain)) or _REST.fullmatch(plain) is not None
        )
        if role is not Role.PLAIN and not (pending and goes_on):
            flush()
        if (
            pending
            and not open_end
            and not _GENITIVE_LINE.match(plain)
            and not _REST.fullmatch(plain)
            and _stands_alone(strip_markup(cleaned.text[pending[-1][0] : pending[-1][1]]))
        ):
            flush()
        pending.append((a, b))
    flush()
    return [line for line in found if line.text]


_OPEN_END = re.compile(r"\b(?:und|sowie|der|des|dem|den|die|für|von|vom|zur|zum|im|in|am|\d{1,2}\.)$")


# the second line of a name: *Arbeitsgemeinschaft der Leitungen / hessischer Landkreise*
_GENITIVE_LINE = re.compile(
    r"[a-zäöüß-]+(?:isch|lich|ig|frei|al|är|isiert|wirtschaft)er [A-ZÄÖÜ]|(?:für|zwischen) (?:den |die |das )?[A-ZÄÖÜ]"
)


# a place with the legal form of the name above it: *Nordmuster e. V.*
_REST = re.compile(r"(?!\S*(?:verein|verband|bund|kreis) )[A-ZÄÖÜ][\w-]+ (?:e\. ?V\.|eG|gGmbH|GmbH)")


def _is_open(line: str, following: str) -> bool:
    """Whether ``line`` cannot be the end of a name or title: *Verband für*, *kommunale Infor-*."""
    hyphen = line.endswith("-") and line[-2:-1].isalpha() and following[:1].islower()
    return hyphen or _OPEN_END.search(line) is not None


def _goes_on(line: str) -> bool:
    return (line[:1].islower() and not ADDRESSEE.match(line)) or (line.startswith("(") and len(line) < 40)


def _stands_alone(line: str) -> bool:
    """Whether a line is complete, so that the next one does not continue it."""
    role = role_of(line)
    return role not in (Role.PLAIN, Role.EVENT, Role.TYPE, Role.AUTHOR) or (
        role is Role.TYPE and type_at(line) is not None and len(line.split()) <= 2
    )


def _headline(text: str, gap: int, block: int) -> HeadLine:
    typed = type_at(text) or next(filter(None, map(type_at, re.split(r"\s[|·]\s", text)[1:])), None)
    return HeadLine(text, role_of(text), gap, block, typed[0] if typed else None)


def _capitals(lines: list[HeadLine]) -> list[HeadLine]:
    """Join a name that goes on below: ``KREISRING`` over ``UNTERE MUSTER``, ``Verein`` over ``Muster e. V.``."""
    result: list[HeadLine] = []
    for line in lines:
        above = result[-1] if result else None
        if (
            above is not None
            and len(result) == 1
            and line.gap == 0
            and line.role is above.role is Role.PLAIN
            and above.text.isupper()
            and line.text.isupper()
            and HEAD.fullmatch(above.text.split()[-1].title())
            and len(line.text.split()) < 5
        ):
            result[-1] = _headline(f"{above.text} {line.text}", above.gap, above.block)
        elif (
            above is not None
            and line.gap == 0
            and above.role is Role.ORGANISATION
            and _REST.fullmatch(line.text)
        ):
            result[-1] = replace(above, text=f"{above.text} {line.text}")
        else:
            result.append(line)
    return result


def _dates(lines: list[HeadLine]) -> list[HeadLine]:
    """Join ``Altmühlfurt,`` with the date on the next line; part *Bündnis X, Altmühlfurt, 3. Mai 2021*."""
    result: list[HeadLine] = []
    for line in (part for each in lines for part in _body_and_date(each)):
        if result and re.fullmatch(r"(?:.*\s)?[A-ZÄÖÜ][\w./-]+,", result[-1].text) and DATE.match(line.text):
            place = result[-1].text.split()[-1]
            result[-1] = replace(result[-1], text=f"{place} {line.text}", role=Role.DATELINE)
        else:
            result.append(line)
    return result


def _body_and_date(line: HeadLine) -> list[HeadLine]:
    match = re.match(r"(?P<body>[^,]{4,90}), (?P<date>.+)", line.text)
    if line.role not in (Role.PLAIN, Role.ORGANISATION) or match is None:
        return [line]
    if not is_organisation(match["body"]) or not dateline(match["date"]):
        return [line]
    return [
        replace(line, text=match["body"], role=Role.ORGANISATION),
        replace(line, text=match["date"], role=Role.DATELINE, gap=0),
    ]


def _address(lines: list[HeadLine]) -> list[HeadLine]:
    """Mark the lines of an address: from *An* to the next gap."""
    result: list[HeadLine] = []
    inside = False
    usual = 1 if lines and sum(line.gap for line in lines) / len(lines) > 1.5 else 0
    start = 0
    for line in lines:
        if line.role is Role.ADDRESSEE:
            if not inside:
                start = len(result)
            inside = True
        elif inside:
            far = line.gap > usual and len(result) > start + 1
            if far or line.role in (Role.DATELINE, Role.TYPE, Role.REFERENCE):
                inside = False
        result.append(replace(line, role=Role.ADDRESSEE) if inside else line)
    return _window_address(result)


def _window_address(lines: list[HeadLine]) -> list[HeadLine]:
    """Mark addresses without *An*: an authority with street and town under the letterhead."""
    result = list(lines)
    groups: list[list[int]] = []
    for i, line in enumerate(lines):
        if not groups or line.gap > 0 or line.role in (Role.DATELINE, Role.TYPE):
            groups.append([])
        groups[-1].append(i)
    for k, group in enumerate(groups[1:], 1):
        town = [i for i in group if re.search(r"^(?:\d{5}|D-\d{5}) [A-ZÄÖÜ]", lines[i].text)]
        near = town or (k + 1 < len(groups) and re.match(r"\d{5} |z\. ?Hd", lines[groups[k + 1][0]].text))
        if near and _AUTHORITY.search(lines[group[0]].text):
            for i in group:
                result[i] = replace(lines[i], role=Role.ADDRESSEE)
    return result


_AUTHORITY = re.compile(
    r"[Mm]inisterium|Staatskanzlei|Senatskanzlei|Senatsverwaltung|Behörde für|Landtag|Bundestag|"
    r"Bürgerschaft|Abgeordnetenhaus|"
    r"Landesregierung|Bundesamt|Präsident|Staatssekretär|Minister"
)


def _letterhead(lines: list[HeadLine]) -> list[HeadLine]:
    """Mark names that only their place shows, mottoes and departments under the name of a body."""
    result = list(lines)
    first = next((i for i, line in enumerate(lines[:3]) if line.role is not Role.NAVIGATION), None)
    if first is not None and first + 1 < len(lines):
        line, below = lines[first], lines[first + 1]
        if (
            re.fullmatch(r"[A-ZÄÖÜ]{2,8}|(?:[A-ZÄÖÜ] ){1,7}[A-ZÄÖÜ]", line.text)
            and below.role in (Role.ORGANISATION, Role.PLAIN)
            and below.gap == 0
        ):
            # an abbreviation above the name
            result[first] = replace(line, role=Role.UNIT)
            result[first + 1] = replace(below, role=Role.ORGANISATION)
            return _units(result)
        organ = below.role is Role.UNIT and ORGAN.fullmatch(below.text) is not None
        self_description = (
            organ or below.role is Role.ORGANISATION or re.match(r"Fraktion (?:im|in)\b", below.text)
        )
        if (
            line.role is Role.PLAIN
            and len(line.text.split()) <= (8 if organ else 5)
            and below.gap == 0
            and self_description
        ):
            result[first] = replace(line, role=Role.ORGANISATION)
            result[first + 1] = replace(below, role=Role.UNIT)
    return _units(result)


def _units(result: list[HeadLine]) -> list[HeadLine]:
    """Mark what stands under the name of the body: mottoes, departments."""
    named = next((i for i, line in enumerate(result[:5]) if line.role is Role.ORGANISATION), None)
    if named is None:
        return result
    contact = next((i for i, line in enumerate(result[:8]) if line.role is Role.CONTACT and i > named), None)
    ends = (Role.TYPE, Role.DATELINE, Role.ADDRESSEE)
    closed = next((i for i, line in enumerate(result) if i > named and line.role in ends), len(result))
    for i in range(named + 1, len(result)):
        line = result[i]
        directly = line.gap == 0 and result[i - 1].role in (Role.ORGANISATION, Role.UNIT)
        before_contact = contact is not None and i < contact and i < closed
        if (
            line.role in (Role.PLAIN, Role.ORGANISATION, Role.EVENT)
            and (before_contact or directly)
            and line.kind is None
        ):
            if not (line.role is Role.ORGANISATION and line.text.startswith("Fraktion")):
                result[i] = replace(line, role=Role.UNIT)
        elif not before_contact and line.role is not Role.UNIT:
            break
    return result

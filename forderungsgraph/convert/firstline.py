"""Who issues a document by how it begins, where no form of a name shows it.

A formal text begins with whose it is: *Praxisnetz Muster · Offener Brief · 3. Mai 2024*, a name above place and date, a
name with the abbreviation that is made of it. What else stands in the line or below tells a name from a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .dates import DATE, MONTH_YEAR
from .masthead import HeadLine
from .nameforms import HEAD, NEVER, is_place
from .newnames import abbreviates
from .people import is_person
from .roles import Role, type_at
from .tokens import is_verb, tokenize

_SEPARATORS = re.compile(r"\s+[|·•–—]\s+|,\s+(?=[A-ZÄÖÜ\d])|\s{3,}")
_ABBREVIATION = re.compile(r"\s*\((?P<short>[A-ZÄÖÜ][\w&-]{1,14})\)")
_ISSUE = re.compile(r"(?i)\b(?:heft|ausgabe|seite|s\.|jahrgang|nr\. ?\d+/|newsletter|\d{1,2}/(?:19|20)\d\d)")
_LINKS = frozenset("der des die das für und & im in am an zur zum von vom ohne bei mit e. V.".split())
_MARKS = re.compile(r"\be\. ?V\.|\bgGmbH|\bGmbH|\beG\b|\bAöR\b", re.I)
_LONGEST = 14
_PAPER = re.compile(
    r"(?i)(?:zeitung|kurier|bote|anzeiger|rundschau|tageblatt|tagblatt|journal|magazin|nachrichten|zeitschrift|depesche|echo)\b|-(?:blatt|post)\b"
)


def issuer_at_top(head: Sequence[HeadLine], body: str) -> str | None:
    """Return the issuer that the first lines name by what stands beside or below them.

    :param body: the whole text, which may use the abbreviation
    """
    lines = [line for line in head[:5] if line.role not in (Role.NAVIGATION, Role.ADDRESSEE)]
    for index, line in enumerate(lines[:3]):
        text = re.sub(r"\bE\. ?V\.", "e. V.", line.text)
        cells = [cell for cell in (part.strip(" *_") for part in _SEPARATORS.split(text)) if cell]
        if not cells or _ISSUE.search(text) or line.role is Role.MEDIUM or _PAPER.search(cells[0]):
            continue
        short = _ABBREVIATION.search(cells[0])
        name = _ABBREVIATION.sub("", cells[0]).strip(" ,;:")
        if not _can_be_name(name):
            continue
        used = short is not None and re.search(
            rf"(?<![\w-]){re.escape(short['short'])}(?![\w-])", body.replace(text, " ", 1)
        )
        dated = line is not lines[-1] and lines[index + 1].role is Role.DATELINE
        if short is not None and (used or dated or index == 0) and abbreviates(short["short"], name):
            return _cased(name)
        if index == 0 and len(cells) > 1 and all(_tells(cell) for cell in cells[1:]):
            return _cased(name)
        if index == 0 and len(cells) == 1 and _titled_below(lines, line) and _like_a_name(name):
            return _cased(name)
    return None


def _tells(cell: str) -> bool:
    """Whether a part of a line says type, date or place of the document."""
    without = DATE.sub("", MONTH_YEAR.sub("", cell)).strip(" ,.")
    dated = without != cell.strip(" ,.") and len(without.split()) <= 3
    typed = type_at(cell) is not None and len(cell.split()) <= 8
    programme = (
        re.match(r"(?:\w*[Pp]rogramm|\w*[Pp]apier|\w*[Pp]resse\w*|\w*[Bb]rief|\w*wahl\w*)\b", cell)
        is not None
    )
    return dated or typed or programme or (is_place(cell) and " " not in cell)


def _titled_below(lines: Sequence[HeadLine], line: HeadLine) -> bool:
    """Whether date or type follow at once, and a title or type below: then the first line is no title."""
    position = next(i for i, other in enumerate(lines) if other is line)
    below = lines[position + 1] if position + 1 < len(lines) else None
    if (
        below is None
        or below.gap > 1
        or not (below.role in (Role.DATELINE, Role.TYPE) or below.kind is not None)
    ):
        return False
    rest = lines[position + 2 :]
    titled = any(
        other.kind is not None
        or (len(other.text) < 110 and not re.search(r"[.:]$|^Sehr geehrte", other.text))
        for other in rest
    )
    return titled and (below.gap == 0 or below.kind is not None)


def _can_be_name(name: str) -> bool:
    words = name.split()
    if (
        not 1 <= len(words) <= _LONGEST
        or not (words[0][0].isupper() or re.match(r"e[A-Z]", words[0]))
        or type_at(name) is not None
    ):
        return False
    plain = _MARKS.sub("", name)
    if re.search(r"[.!?:;„“\"#]|\d{2}", plain) or is_person(name) or DATE.search(name):
        return False
    if any(is_verb(token) for token in tokenize(plain)):
        return False
    lowered = [word for word in words if word[0].islower() and word not in _LINKS]
    return all(re.search(r"(?:er|en|e)$", word) for word in lowered)


def _like_a_name(name: str) -> bool:
    """Whether a line could be no title: it ends in a place, or has a word in it that bodies have."""
    words = [part for word in name.split() for part in (word, word.split("-")[-1])]
    headed = any(
        HEAD.fullmatch(word.title() if word.isupper() else word) and not NEVER.fullmatch(word)
        for word in words[:8]
    )
    headed = headed or name.startswith("Runder Tisch")
    return headed or _MARKS.search(name) is not None or is_place(name.split()[-1].capitalize())


def _cased(name: str) -> str:
    if not (name.isupper() or re.match(r"[A-ZÄÖÜ]{6,}", name)):
        return name
    words = [
        word.lower() if word.lower() in _LINKS else "-".join(p.capitalize() for p in word.split("-"))
        for word in name.split()
    ]
    return re.sub(r"\be\. ?v\.", "e. V.", " ".join(words), flags=re.I)

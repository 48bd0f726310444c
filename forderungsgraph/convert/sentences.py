"""Stage *sentences*: where sentences begin and end in one running line; aware of quotations.

Own rules, since libraries were measured to be no better on administrative German: a full stop ends a
sentence unless it belongs to an abbreviation, an ordinal number, a date, an initial or a quotation that
its sentence frames („…“, sagte sie).

What goes on for 2,000 characters without an end is no sentence (the longest of the development texts has
448) but a table, a list or a broken file; it is cut at blanks, so that the later stages, which compare the
words of a sentence with each other, take time in proportion to the text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

LONGEST: Final = 2_000
"""characters of a sentence"""
_BESIDE: Final = 100
"""characters before and behind a mark that are looked at"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_END = re.compile(r"[.!?…]+[\"“”»«›‹’)\]*]*(?=\s|$)|:(?=\s+[„»\"“])")
_ABBREVIATIONS = _words(
    """
    abb abg abs abt allg amtl anh anl anm art aufl az bd beschl bez bgbl bspw bzgl bzw ca dez dipl dr
    dgl d drs ebd einschl etc evtl f fa ff fn gem ges ggf gez gv gvbl hr hrsg i inkl ing insb insbes jan
    feb mär apr jun jul aug sept okt nov jg jh kap kl lfd lit lt max mdb mdl mind mio mrd mtl nds nr nrn
    o od ordn p pers pol prof rd rdnr rn s sec sog st stellv str tab tel tgl tz u usw v verf verw vgl
    vol vorm vs z zb zt ziff zit zzgl bay hess nieders thür
    """
)
_NEVER_LAST = _words(
    """
    abb abg abs art bgbl bspw bzgl bzw ca dr fa ggf gem gvbl insb insbes nr prof sog stellv vgl z ziff
    zzgl inkl
    """
)
_MONTHS = _words(
    """
    januar februar märz april mai juni juli august september oktober november dezember
    """
)
_ORDINAL_NOUNS = _words(
    """
    legislaturperiode wahlperiode sitzung jahrhundert jahrhunderts städteversammlung
    mitgliederversammlung tagung versammlung quartal halbjahr auflage kongress konferenz stock etage
    kalenderwoche ausgabe hauptversammlung landkreisversammlung plenarsitzung tätigkeitsbericht
    """
)


def split(text: str) -> list[tuple[int, int]]:
    """Return the sentences of ``text`` as half-open ranges without white space at their ends."""
    cuts = [0]
    depth_from = 0
    for match in _END.finditer(text):
        end = match.end()
        _cut_overlong(text, cuts, match.start())
        if end < len(text) and not _ends_sentence(text, match):
            continue
        if _inside_brackets(text, cuts[-1] if cuts[-1] > depth_from else depth_from, match.start()):
            continue
        cuts.append(end)
    _cut_overlong(text, cuts, len(text))
    if cuts[-1] != len(text):
        cuts.append(len(text))
    ranges: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        part = text[start:end]
        left = start + len(part) - len(part.lstrip())
        right = start + len(part.rstrip())
        if left < right:
            ranges.append((left, right))
    return ranges


def _cut_overlong(text: str, cuts: list[int], position: int) -> None:
    """Add cuts at blanks, or within an endless word, until ``position`` is near enough to the last one."""
    while position - cuts[-1] > LONGEST:
        start = cuts[-1] + LONGEST // 2
        blank = text.rfind(" ", start, cuts[-1] + LONGEST)
        cuts.append(blank + 1 if blank >= 0 else cuts[-1] + LONGEST)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark == ":":
        return False
    start = match.end()
    while start < len(text) and text[start].isspace():
        start += 1
    following = text[start : start + _BESIDE]
    if not following:
        return True
    first = following.lstrip('„»"“‚›([*')[:1]
    if mark[0] == ".":
        before = text[max(0, match.start() - _BESIDE) : match.start()]
        word = re.search(r"[\w§]+$", before)
        if word is not None and len(mark) == 1 and _is_abbreviation(before, word, following):
            return False
        if mark.startswith("...") and first.islower():
            return False
    if first.islower():
        return False
    # „…!“ Müller sagt: a closed quotation that its own sentence continues with a name is rare; a
    # following comma is the usual form
    return not following.startswith((",", ";", "–", "-", ")"))


def _is_abbreviation(text: str, word: re.Match[str], following: str) -> bool:
    token = word.group()
    lowered = token.casefold()
    next_word = re.match(r"[\w-]+", following)
    next_lowered = next_word.group().casefold() if next_word else ""
    if token.isdigit():
        if len(token) <= 2 and (next_lowered in _MONTHS or next_lowered in _ORDINAL_NOUNS):
            return True
        if len(token) <= 2 and following[:1].isdigit():
            return True
        before = text[: word.start()].rstrip().rsplit(None, 1)[-1:] or [""]
        ordinal_context = before[0].casefold() in {
            "der",
            "die",
            "das",
            "dem",
            "den",
            "des",
            "zum",
            "zur",
            "am",
            "im",
        }
        return len(token) <= 3 and ordinal_context and not first_word_starts(following)
    if re.fullmatch(r"[IVX]+", token) and next_lowered in _ORDINAL_NOUNS | {"nummer"}:
        return True
    if len(token) == 1 and token.isalpha():
        # initials and two-part abbreviations: z. B., i. d. R., u. a., e. V.; „e. V.“ may end a sentence
        if lowered == "v" and re.search(r"\be\.\s?V$", text[: word.end()]):
            return first_word_continues(following)
        return not (lowered in {"a", "ä"} and re.search(r"\bu\.\s?[aä]$", text[: word.end()]) and
                    following[:1].isupper() and first_word_starts(following))  # fmt: skip
    if lowered in _NEVER_LAST:
        return True
    if lowered in _ABBREVIATIONS:
        return not first_word_starts(following) or lowered not in {"etc", "usw", "ff", "f", "st"}
    return False


_STARTERS = _words(
    """
    der die das ein eine es wir sie er dies diese dieser dieses auch dabei damit dafür daher deshalb
    hierzu zudem außerdem darüber nach mit in im bei für aus seit zum zur als wenn ob doch aber und so
    nur
    """
)


def first_word_starts(following: str) -> bool:
    """Whether ``following`` begins with a capitalised word that usually begins a sentence."""
    word = re.match(r"[\w-]+", following)
    return word is not None and word.group()[:1].isupper() and word.group().casefold() in _STARTERS


def first_word_continues(following: str) -> bool:
    """Whether ``following`` reads as the continuation of the same sentence."""
    return not first_word_starts(following)


def _inside_brackets(text: str, start: int, position: int) -> bool:
    part = text[start:position]
    opened = part.rfind("(")
    if opened < 0 or ")" in part[opened:]:
        return False
    closing = text.find(")", position)
    return 0 <= closing - position < 200

"""Stage *sentences*: where sentences begin and end in one running line; aware of quotations.

Own rules, since libraries were measured to be no better on administrative German: a full stop ends a
sentence unless it belongs to an abbreviation, an ordinal number, a date, an initial or a quotation that
its sentence frames („…“, sagte sie). A sentence ends inside a quotation, too, unless the quotation is a
part of its sentence: *Das Buch „Amt verstehen. Ein Handbuch“ ist neu.*

What goes on for 2,000 characters without an end is no sentence (the longest of the development texts has
448) but a table, a list or a broken file; it is cut at blanks, so that the later stages, which compare the
words of a sentence with each other, take time in proportion to the text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from .abbreviations import abbreviations, is_no_noun, starts_sentence
from .tokens import is_known_word

LONGEST: Final = 2_000
"""characters of a sentence"""
_BESIDE: Final = 100
"""characters before and behind a mark that are looked at"""
_ENCLOSED: Final = 300
"""characters within which brackets and quotations that belong to a sentence close"""

_CLOSING: Final = '"“”»«›‹‘’)\\]*'
# the mark, quotation marks and brackets that close with it, the number of a footnote, a stage direction
_END: Final = re.compile(
    rf"(?P<mark>[.!?…]+)(?P<closing>[{_CLOSING}]*)(?:(?<=[a-zäöüß][.!?“\"])\d{{1,2}}|[¹²³⁰⁴-⁹]+)?"
    r"(?=\s|$)(?:\s\([a-zäöüß, ]{1,40}\)(?=\s|$)|\s[+*]{3}(?=\s|$))?"
)
_OPENING: Final = ' \t\n\u00a0„»"“‚›‘([*–—•-'
_WORD: Final = re.compile(r"[\w§]+(?:-\w+)*$")
_CHAIN: Final = re.compile(r"(?:(?<![\w.])\w{1,4}\.\s?)*[\w§-]+$")
_ROMAN: Final = re.compile(r"[IVX]+")
_NUMBER: Final = re.compile(r"\d|[IVXLC]+\b|[a-zA-Z]\b|§")
_DATE: Final = re.compile(r"\d{1,2}\.|(?:19|20)\d\d\b")
_MONTHS: Final = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember".split()
)
_DEGREE: Final = re.compile(r"(?:Dipl|Dr|Ing)-")
# a capital inside: eAkte, eIDAS, i-Kfz, d-NRW
_SMALL_NAME: Final = re.compile(r"[a-zäöü]{1,3}-?[A-ZÄÖÜ]")
_MIXED: Final = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+")


def split(text: str) -> list[tuple[int, int]]:
    """Return the sentences of ``text`` as half-open ranges without white space at their ends."""
    cuts = [0]
    for match in _END.finditer(text):
        _cut_overlong(text, cuts, match.start())
        if match.end() == len(text) or _ends_sentence(text, cuts[-1], match):
            cuts.append(match.end())
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


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the sentence that began at ``start`` ends with the mark."""
    following = text[match.end() : match.end() + _BESIDE].lstrip()
    if not following:
        return True
    if following[0] in ",;)":
        return False
    first = following.lstrip(_OPENING)
    if not first or first[0] in ".,;:!?…":
        return False
    if first[0].islower() and not _SMALL_NAME.match(first):
        return False
    if _is_number_of_heading(text[start : match.start()]):
        return False
    if not match["closing"]:
        before = text[max(start, match.start() - _BESIDE) : match.start()]
        if match["mark"] == "." and _belongs_to_word(before, following, first):
            return False
        if match["mark"][-1] == "…" or match["mark"].endswith("..."):
            last = before.rsplit(None, 1)[-1:] or [""]
            if last[0].casefold() in abbreviations()["unfinished"]:
                return False
    return not _enclosed(text, start, match)


def _is_number_of_heading(before: str) -> bool:
    """Whether nothing but a number, letter or label stands before the full stop: *II.*, *a.*, *Kapitel 5.*"""
    words = before.strip(_OPENING).split()
    if len(words) > 2 or (len(words) == 2 and words[0].casefold() not in abbreviations()["labels"]):
        return False
    return (
        bool(words) and re.fullmatch(r"\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-Za-z]", words[-1]) is not None
    )


def _belongs_to_word(before: str, rest: str, following: str) -> bool:
    """Whether the full stop behind ``before`` belongs to an abbreviation, an initial or a number.

    :param rest: what follows; ``following`` is the same from its first word on
    """
    word = _WORD.search(before)
    if word is None:
        return False
    token = word.group()
    following_word = re.match(r"[\w-]+", following)
    next_word = following_word.group() if following_word else ""
    if token.isdigit():
        return _is_ordinal(before, word, following, next_word)
    if token == "d":  # an article: Neustadt a. d. Aller, v. d. Osten
        return True
    groups = abbreviations()
    abbreviation = _longest(before)
    if abbreviation in groups["never"]:
        return True
    if abbreviation in groups["numbered"] and (_NUMBER.match(following) or not is_no_noun(next_word)):
        return True
    if abbreviation in groups["closing"]:
        return rest[0] in "(–—-·|" or _is_name(following)
    if abbreviation in ("f", "ff") and not re.search(r"\d\s?ff?$", before):
        abbreviation = ""  # Ausschuss f. Digitales
    if abbreviation in groups["open"] or abbreviation in groups["numbered"]:
        return not is_no_noun(next_word)
    last = token.rpartition("-")[2]
    if _ROMAN.fullmatch(token) or (len(last) == 1 and last.isalpha()):
        return not starts_sentence(next_word)
    shortened = _looks_shortened(last) or before[: word.start()].endswith(".-") or _DEGREE.match(token)
    return bool(shortened) and not is_no_noun(next_word)


def _longest(before: str) -> str:
    """Return the longest known abbreviation at the end, without blanks: *i.d.r*."""
    chain = _CHAIN.search(before)
    parts = re.split(r"\.\s?", chain.group().casefold()) if chain else []
    groups = abbreviations()
    for i in range(len(parts)):
        joined = ".".join(parts[i:])
        if any(joined in groups[name] for name in ("never", "numbered", "open", "closing")):
            return joined
    return ""


def _is_ordinal(before: str, word: re.Match[str], following: str, next_word: str) -> bool:
    """Whether a number with a full stop is an ordinal or part of a date: *der 3. Schritt*, *15. 3. 2024*."""
    if len(word.group()) > 3:
        return False
    if next_word.casefold() in _MONTHS | abbreviations()["ordinal_nouns"]:
        return True
    if before[: word.start()].endswith("."):  # Version 3.2, Ziffer 4.1
        return False
    previous = before[: word.start()].rstrip().rsplit(None, 1)[-1:] or [""]
    if following[0].isdigit():
        is_month = re.fullmatch(r"\d{1,2}\.", previous[0]) is not None
        date = _DATE.match(following)
        return date is not None and (is_month or date.group().endswith("."))
    counted = previous[0].casefold() in abbreviations()["before_ordinals"]
    return (counted or re.fullmatch(r"\d{1,3}\.,?", previous[0]) is not None) and not starts_sentence(
        next_word
    )


def _looks_shortened(token: str) -> bool:
    """Whether a word that no list knows looks cut off: without a vowel, or a small word that is none."""
    if len(token) > 6 or _MIXED.fullmatch(token) is None:
        return False
    if not re.search(r"[aeiouäöüy]", token, re.I):
        return True
    return token[0].islower() and not is_known_word(token)


def _is_name(following: str) -> bool:
    """Whether two capitalised words follow that may be a person, or an office and its holder."""
    words = re.match(r"(\w[\w-]*\.?) (\w)", following)
    return words is not None and not is_no_noun(words[1]) and not words[1].isdigit() and words[2].isupper()


def _enclosed(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the mark stands in brackets or in a quotation that is a part of the sentence around it."""
    part = text[start : match.start()]
    for opening, closing in (("(", ")"), ("„", "“"), ("»", "«")):
        opened = part.rfind(opening)
        if opened < 0 or closing in part[opened:] or closing in match["closing"]:
            continue
        before = part[:opened].rstrip(_OPENING)
        if not before or (opening != "(" and before[-1] in ":,"):
            continue
        closed = text.find(closing, match.end(), match.end() + _ENCLOSED)
        if closed >= 0 and (opening == "(" or re.match(r"\s[a-zäöüß]", text[closed + 1 : closed + 3])):
            return True
    return False

"""Dates and places as documents write them: *Hannover, den 7. Mai 2024*, *Kiel, im Mai 2022*."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_NAMES = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
_MONTHS = {name.lower(): number for number, name in enumerate(_NAMES, 1)} | {
    "jan.": 1, "feb.": 2, "mär.": 3, "apr.": 4, "jun.": 6, "jul.": 7,
    "aug.": 8, "sep.": 9, "sept.": 9, "okt.": 10, "nov.": 11, "dez.": 12, "jänner": 1,
}  # fmt: skip
_MONTH = "|".join((*_NAMES, r"Jan\.|Feb\.|Mär\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.|Jänner"))
DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})\.\s?(?:(?P<month>{_MONTH})|(?P<m>\d{{1,2}})\.)\s?(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<iso>20\d\d-\d\d-\d\d)\b"
)
MONTH_YEAR = re.compile(rf"\b(?P<month>{'|'.join(_NAMES)}) (?P<year>(?:19|20)\d\d)\b")
PLACE = (
    r"(?:(?:St|Sankt|Bad|Schloß|Schloss|Neu|Burg|Markt)\.? )?[A-ZÄÖÜ][a-zäöüß]+(?:[/-][A-ZÄÖÜ]?[a-zäöüß]+)*"
    r"(?: (?:an der|am|im|ob der|in|a\. ?d\.|v\. ?d\.|auf) ?[A-ZÄÖÜ][a-zäöüß]+)?(?: \([A-ZÄÖÜ][\w. ]+\))?"
)
_WEEKDAY = r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)"
_DATELINE = re.compile(
    rf"(?:(?P<place>{PLACE}),\s*)?(?:(?P<weekday>{_WEEKDAY}),\s*)?(?:den |dem |im |am |"
    rf"Stand:? ?)?(?P<date>{DATE.pattern}|"
    rf"{MONTH_YEAR.pattern.replace('month', 'mon').replace('year', 'yr')})"
)
_STAND = re.compile(
    r"(?:Stand|[Vv]orgelegt am|Datum(?: der Sitzung)?|Sitzung am|Vom|Datum)\s*:?\s*(?P<rest>.*)"
)
_NO_PLACE = re.compile(
    rf"{_WEEKDAY}|{'|'.join(_NAMES)}|(?i:.*(?:sitzung|versammlung|ausgabe|stand|vom|resolution|beschluss|"
    rf"kongress|tagung))"
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """Where and when: ``date`` is ISO 8601 (day or month), ``weekday``: the day of the week is named."""

    date: str
    place: str | None
    weekday: bool
    end: int


def iso_date(match: re.Match[str]) -> str | None:
    """Return the ISO 8601 form of a match of ``DATE``, None if it is no calendar day."""
    if match["iso"]:
        return _day(*(int(part) for part in match["iso"].split("-")))
    month = _MONTHS[match["month"].lower()] if match["month"] else int(match["m"])
    return _day(int(match["year"]), month, int(match["day"]))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def first_date(text: str) -> str | None:
    """Return the first calendar day named in ``text``."""
    for match in DATE.finditer(text):
        day = iso_date(match)
        if day:
            return day
    return None


def month_date(text: str) -> str | None:
    """Return the first month with year named in ``text``: ``im Mai 2022`` → ``2022-05``."""
    match = MONTH_YEAR.search(text)
    return f"{match['year']}-{_MONTHS[match['month'].lower()]:02d}" if match else None


def lead(text: str) -> DateLine | None:
    """Return place and date with which ``text`` begins, ``(Kiel, 3. Mai 2022)`` too."""
    opened = text.startswith("(")
    match = _DATELINE.match(text, 1 if opened else 0)
    if match is None:
        return None
    place, weekday = match["place"], match["weekday"]
    if place and re.fullmatch(_WEEKDAY, place):
        place, weekday = None, place
    if place and _NO_PLACE.fullmatch(place):
        return None
    date = first_date(match["date"]) or month_date(match["date"])
    if date is None:
        return None
    return DateLine(date, place, weekday is not None, match.end())


def dateline(line: str) -> DateLine | None:
    """Return place and date if the whole ``line`` states them and little else."""
    line = re.split(r" [|·] ", line)[0] if re.match(r"\d", line) else line
    stand = _STAND.match(line)
    text = stand["rest"] if stand else line
    found = lead(text)
    if found is None:
        return None
    rest = re.sub(r"^,? ?\d{1,2}[:.]\d\d Uhr", "", text[found.end :])
    if len(rest) > (60 if stand else 12):
        return None
    return found


def lead_place(text: str) -> str | None:
    """Return the place with which the lead of an article or press release begins.

    >>> lead_place("HOLTEBÜTTEL. Sechs Wochen vor dem Start …")
    'Holtebüttel'
    """
    match = re.match(
        rf"\((?P<a>{PLACE})(?:, [^)]{{3,30}})?\)|(?P<b>{PLACE})(?:, [^.–]{{3,30}}?)?\s?(?:\.(?: –|–)?|"
        rf"–)(?= [A-ZÄÖÜ„])|(?P<c>[A-ZÄÖÜ]{{4,}}(?:[ /-][A-ZÄÖÜ]{{3,}})*)(?:\.| –| -)",
        text,
    )
    if match is None:
        return None
    place = match["a"] or match["b"] or match["c"].title()
    return None if _NO_PLACE.fullmatch(place) or len(place) < 3 else str(place)

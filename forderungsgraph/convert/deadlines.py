"""Until when something is demanded: *bis Ende 2022*, *bis zur Sommerpause*, *binnen sechs Monaten*.

A value is the last day that is still in time; a relative deadline has none, since nothing here knows today.
"""

from __future__ import annotations

import calendar
import re

from forderungsgraph.model import Deadline

from .normalise import MappedText

_MONTHS = {
    name: number
    for number, name in enumerate(
        "januar februar märz april mai juni juli august september oktober november dezember".split(), 1
    )
}
_MONTH = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_YEAR = r"20[0-9]{2}(?![0-9.][0-9])(?![0-9])(?!\s+(?:Euro|EUR|€|Einwohner|Beschäftigte|Stellen|Mitarbeit|Kommunen|Gemeinden|Prozent|Personen))"
_COUNT = (
    r"(?:[0-9]{1,3}|ein|eine[mnrs]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|achtzehn|zwanzig|dreißig|"
    r"hundert|einhundert|wenige[nr]?|einige[nr]?)"
)
_LEAD = r"(?:(?:[Ss]pätestens|[Mm]öglichst|[Nn]och|[Ee]rstmals|[Ll]ängstens|[Ee]twa)\s+)?"
_PERIOD = r"(?:Legislatur(?:periode)?|Wahlperiode|Amtszeit|Ratsperiode|Legislaturperioden)"
_SEASON = r"(?:Frühjahr|Frühling|Sommer|Herbst|Winter|Sommerpause|Sommerferien|Weihnachten|Ostern|Jahreswechsel|Jahreswende)"
_EVENT = (
    r"(?:Sommerpause|Jahresende|Jahreswechsel|Jahreswende|Jahresmitte|Jahresbeginn|Winterpause|Herbst|Sommer|Frühjahr|"
    r"Winter|Haushaltsberatungen|Haushaltsklausur|(?:Landtags|Bundestags|Kommunal|Europa)wahl|Sommerferien|"
    r"nächsten\s+\w+sitzung|nächsten\s+Sitzung|Weihnachten|Monatsende|Quartalsende|Schuljahresbeginn|"
    rf"(?:Ende|Ablauf|Beginn|Abschluss)\s+(?:der|dieser|des|dieses|ihrer|seiner)\s+(?:laufenden\s+|kommenden\s+)?(?:{_PERIOD}|Jahres|Quartals))"
)
_NUMBERED = {"ersten": 1, "1.": 1, "zweiten": 2, "2.": 2, "dritten": 3, "3.": 3, "vierten": 4, "4.": 4}

_PATTERNS = tuple(
    re.compile(rf"(?<![\w-]){pattern}")
    for pattern in (
        # a day: bis zum 30. September 2024, ab dem 1.1.2025, zum 1. Juli 2025
        rf"{_LEAD}(?:bis(?:\s+spätestens)?(?:\s+zum|\s+zu)?|ab(?:\s+dem)?|zum|vor\s+dem)\s+(?P<day>[0-9]{{1,2}})\.\s?"
        rf"(?:(?P<month>{_MONTH})\b|(?P<m>[0-9]{{1,2}})\.)(?:\s?(?P<year>{_YEAR}))?",
        # end, middle or beginning: bis Ende 2022, bis spätestens Ende März 2024, Mitte 2025
        rf"{_LEAD}(?:(?:bis|ab|seit)(?:\s+spätestens)?(?:\s+zum|\s+zur)?|zum|vor)\s+"
        rf"(?P<part>Ende|Mitte|Anfang|Beginn)\s+(?:des\s+Jahres\s+|des\s+)?(?P<month>{_MONTH})?\s?(?P<year>{_YEAR})?(?<=[\w])(?!\w)",
        rf"{_LEAD}(?:bis|zum)(?:\s+spätestens)?(?:\s+zum|\s+zur)?\s+(?P<part>Jahresende|Jahreswechsel|Jahresmitte|Ablauf\s+des\s+Jahres)"
        rf"\s+(?P<year>{_YEAR})",
        # a quarter or half of a year
        rf"{_LEAD}(?:bis(?:\s+spätestens)?(?:\s+zum|\s+Ende\s+des)?|im|zum)\s+(?P<number>ersten|zweiten|dritten|vierten|[1-4]\.)\s+"
        rf"(?P<part>Quartals?|Halbjahrs?|Halbjahres)(?:\s+(?P<year>{_YEAR}))?",
        # a month: bis März 2024
        rf"{_LEAD}(?:bis(?:\s+spätestens)?(?:\s+zum)?|ab|noch\s+im)\s+(?P<month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?\b",
        # a year: bis 2026, bis zum Jahr 2030, ab dem Haushaltsjahr 2022, noch 2025
        rf"{_LEAD}(?:bis(?:\s+spätestens)?(?:\s+zum|\s+ins|\s+in\s+das)?|ab(?:\s+dem)?|mit\s+dem|im\s+Laufe\s+des|noch(?:\s+im)?|zum|vor)\s+"
        rf"(?:Jahr(?:es|e)?\s+|(?:Doppel|Nachtrags)?[Hh]aushalts?(?:jahr|plan|s)?\s+|Schuljahr\s+|{_SEASON}\s+)?(?P<year>{_YEAR})(?:/[0-9]{{2,4}})?\b",
        # relative
        rf"{_LEAD}(?:bis(?:\s+spätestens)?(?:\s+zum|\s+zur|\s+zu\s+den|\s+zu)?|vor(?:\s+der|\s+dem|\s+den)?|zur?m?)\s+{_EVENT}(?:\s+(?P<year>{_YEAR}))?\b",
        rf"{_LEAD}(?:in|innerhalb|während|zu\s+Beginn|vor\s+Ablauf|vor\s+Ende|bis\s+zum\s+Ende|bis\s+zum\s+Ablauf|bis\s+Ende)\s+"
        rf"(?:dieser|der|ihrer|seiner|einer)\s+(?:laufenden\s+|kommenden\s+|nächsten\s+|aktuellen\s+|neuen\s+)?{_PERIOD}",
        r"(?:[Nn]och|[Mm]öglichst|[Ss]pätestens)\s+(?:in\s+)?(?:diesem|dieses|kommenden|kommendem|nächsten|nächstem|laufenden)\s+(?:Jahr(?:es)?|Sommer|Herbst|Winter|Frühjahr|Monat|Quartal)\b",
        rf"(?:[Bb]innen|[Ii]nnerhalb(?:\s+von)?)\s+(?:(?:der|des)\s+)?(?:nächsten\s+|kommenden\s+|ersten\s+)?(?:{_COUNT}\s+)?"
        r"(?:Jahres|Jahren|Jahre|Jahresfrist|Monats|Monaten|Monate|Wochen|Woche|Tagen|Tage|Arbeitstagen|Werktagen|Jahr|Monat)\b",
        rf"[Ii]n\s+den\s+(?:ersten|nächsten|kommenden)\s+(?:{_COUNT}\s+)(?:Jahren|Monaten|Wochen|Tagen)\b",
        r"(?:[Mm]it|[Ii]m|[Nn]och\s+im|[Nn]och\s+mit)\s+(?:dem\s+)?(?:nächsten|kommenden|laufenden)\s+(?:Doppel|Nachtrags)?[Hh]aushalt(?:s(?:jahr|plan))?\b",
        r"[Nn]och\s+(?:mit|im|vor)\s+(?:dem\s+)?(?:Nachtragshaushalt|Doppelhaushalt|Haushalt)\b",
    )
)
_RANGE_BEFORE = re.compile(r"(?:[0-9]\s*|\b(?:von|zwischen)\s+[\w.]+\s*)$")


def deadlines(text: MappedText) -> tuple[Deadline, ...]:
    """Return the deadlines in ``text`` in order, none overlapping another.

    *ab dem Haushaltsjahr 2022* counts too: it says from when on something is to hold.
    """
    found: list[tuple[int, int, str | None]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.text):
            if _RANGE_BEFORE.search(text.text, max(0, match.start() - 24), match.start()):
                continue
            found.append((match.start(), match.end(), _value(match)))
    kept: list[tuple[int, int, str | None]] = []
    for start, end, value in sorted(found, key=lambda item: (item[0] - item[1], item[0], item[2] is None)):
        if all(end <= s or e <= start for s, e, _ in kept):
            kept.append((start, end, value))
    return tuple(
        Deadline(text.text[start:end], value, text.span(start, end)) for start, end, value in sorted(kept)
    )


def _value(match: re.Match[str]) -> str | None:
    """Return the lexical form of the matched deadline, None if it is relative or no day of the calendar."""
    groups = match.groupdict()
    year, part = groups.get("year"), groups.get("part")
    if year is None:
        return None
    month = _month(groups)
    if groups.get("day") is not None:
        return _day(year, month, int(groups["day"] or 0))
    if groups.get("number") is not None:
        months = 3 if (part or "").startswith("Quartal") else 6
        last = _NUMBERED[groups["number"] or ""] * months
        return _last_of(year, last) if last <= 12 else None
    if part in ("Ende", "Jahresende", "Jahreswechsel") or (part or "").startswith("Ablauf"):
        return _last_of(year, month or 12)
    if part in ("Mitte", "Jahresmitte"):
        return _day(year, month, 15) if month else _last_of(year, 6)
    if month:
        return f"{year}-{month:02d}"
    return f"{year}-01" if part in ("Anfang", "Beginn") else year


def _month(groups: dict[str, str | None]) -> int | None:
    name, number = groups.get("month"), groups.get("m")
    if name is not None:
        return _MONTHS[name.lower()]
    return int(number) if number is not None else None


def _day(year: str, month: int | None, day: int) -> str | None:
    if month is None or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(int(year), month)[1]:
        return None
    return f"{year}-{month:02d}-{day:02d}"


def _last_of(year: str, month: int) -> str | None:
    return _day(year, month, calendar.monthrange(int(year), month)[1])

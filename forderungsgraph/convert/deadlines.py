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
        (
            "januar",
            "februar",
            "märz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "dezember",
        ),
        1,
    )
}
_MONTH = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_NO_COUNT = r"(?!\s+(?:Euro|EUR|€|Einwohner|Beschäftigte|Stellen|Kommunen|Gemeinden|Prozent|Personen))"
_YEAR = rf"20[0-9]{{2}}(?![0-9.][0-9])(?![0-9]){_NO_COUNT}"
_COUNT = (
    r"(?:[0-9]{1,3}|ein|eine[mnrs]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|achtzehn|"
    r"zwanzig|dreißig|hundert|einhundert|wenige[nr]?|einige[nr]?)"
)
# patterns are compared with the text as it would stand inside a sentence: *Bis Ende 2027* → *bis Ende 2027*
_BEGINNING = re.compile(
    r"\b(?:Spätestens|Möglichst|Noch|Erstmals|Längstens|Etwa|Bis|Ab|Zum|Zur|Zu|Im|In|Mit|Vor|Binnen|Innerhalb|Während)\b"
)
_LEAD = r"(?:(?:spätestens|möglichst|noch|erstmals|längstens|etwa)\s+)?"
_BIS = r"bis(?:\s+spätestens)?"
_PERIOD = r"(?:Legislatur(?:periode)?|Wahlperiode|Amtszeit|Ratsperiode|Legislaturperioden)"
_SEASON = r"(?:Frühjahr|Frühling|Sommer|Herbst|Winter|Sommerpause|Sommerferien|Weihnachten|Ostern)"
_COMING = r"(?:laufenden|kommenden|nächsten|aktuellen|neuen)"
_BUDGET = r"(?:Doppel|Nachtrags)?[Hh]aushalt"
_EVENT = (
    rf"(?:{_SEASON}|Jahresende|Jahreswechsel|Jahreswende|Jahresmitte|Jahresbeginn|Winterpause|Monatsende|"
    r"Quartalsende|Schuljahresbeginn|Haushaltsberatungen|Haushaltsklausur|"
    r"(?:(?:kommenden|nächsten)\s+)?(?:Landtags|Bundestags|Kommunal|Europa|Bürgerschafts|Abgeordnetenhaus)wahl|nächsten\s+(?:\w+s)?[Ss]itzung|"
    r"(?:Ende|Ablauf|Beginn|Abschluss)\s+(?:der|dieser|des|dieses|ihrer|seiner)\s+"
    rf"(?:{_COMING}\s+)?(?:{_PERIOD}|Jahres|Quartals))"
)
_UNIT = (
    r"(?:Jahres|Jahren|Jahre|Jahresfrist|Monats|Monaten|Monate|Wochen|Woche|Tagen|Tage|Arbeitstagen|"
    r"Werktagen|Jahr|Monat)"
)
_NUMBERED = {"ersten": 1, "1.": 1, "zweiten": 2, "2.": 2, "dritten": 3, "3.": 3, "vierten": 4, "4.": 4}

_PATTERNS = tuple(
    re.compile(rf"(?<![\w-]){pattern}")
    for pattern in (
        # a day: bis zum 30. September 2024, ab dem 1.1.2025, zum 1. Juli 2025
        rf"{_LEAD}(?:{_BIS}(?:\s+zum|\s+zu)?|ab(?:\s+dem)?|zum|vor\s+dem)\s+(?P<day>[0-9]{{1,2}})\.\s?"
        rf"(?:(?P<month>{_MONTH})\b|(?P<m>[0-9]{{1,2}})\.)(?:\s?(?P<year>{_YEAR}))?",
        # end, middle or beginning: bis Ende 2022, bis spätestens Ende März 2024, ab Mitte 2025
        rf"{_LEAD}(?:(?:{_BIS}|ab|seit)(?:\s+zum|\s+zur)?|zum|vor)\s+(?P<part>Ende|Mitte|Anfang|Beginn)\s+"
        rf"(?:des\s+Jahres\s+|des\s+)?(?P<month>{_MONTH})?\s?(?P<year>{_YEAR})?(?<=\w)(?!\w)",
        rf"{_LEAD}(?:{_BIS}|zum)(?:\s+zum|\s+zur)?\s+"
        rf"(?P<part>Jahresende|Jahreswechsel|Jahresmitte|Ablauf\s+des\s+Jahres)\s+(?P<year>{_YEAR})",
        rf"spätestens\s+(?:(?:zum|im|ab)\s+)?(?P<part>Ende|Mitte|Anfang|Beginn)\s+(?P<month>{_MONTH})?\s?(?P<year>{_YEAR})",
        # a quarter or half of a year
        rf"{_LEAD}(?:{_BIS}(?:\s+zum|\s+Ende\s+des)?|im|zum)\s+"
        r"(?P<number>ersten|zweiten|dritten|vierten|[1-4]\.)\s+"
        rf"(?P<part>Quartals?|Halbjahrs?|Halbjahres)(?:\s+(?P<year>{_YEAR}))?",
        # a month: bis März 2024
        rf"{_LEAD}(?:{_BIS}(?:\s+zum)?|ab|noch\s+im)\s+(?P<month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?\b",
        # a year: bis 2026, bis zum Jahr 2030, ab dem Haushaltsjahr 2022, noch 2025
        rf"{_LEAD}(?:{_BIS}(?:\s+zum|\s+ins|\s+in\s+das)?|ab(?:\s+dem)?|mit\s+dem|im\s+Laufe\s+des|"
        rf"noch(?:\s+im)?|zum)\s+(?:Jahr(?:es|e)?\s+|{_BUDGET}s?(?:jahr|plan)?\s+|Schuljahr\s+|{_SEASON}\s+)?"
        rf"(?P<year>{_YEAR})(?:/[0-9]{{2,4}})?\b",
        rf"(?:im|in\s+den|für\s+den)\s+(?:{_BUDGET}s?(?:jahr|plan|entwurf)?|Schuljahr|{_SEASON})\s+"
        rf"(?P<year>{_YEAR})(?:/[0-9]{{2,4}})?\b",
        # relative
        rf"{_LEAD}(?:{_BIS}(?:\s+zum|\s+zur|\s+zu\s+den|\s+zu)?|vor(?:\s+der|\s+dem|\s+den)?|zur?m?)\s+"
        rf"{_EVENT}(?:\s+(?P<year>{_YEAR}))?\b",
        rf"{_LEAD}(?:in|innerhalb|während|im\s+Laufe|im\s+Verlauf|zu\s+Beginn|vor\s+Ablauf|vor\s+Ende|bis\s+zum\s+Ende|"
        rf"bis\s+zum\s+Ablauf|bis\s+Ende)\s+(?:dieser|der|ihrer|seiner|einer)\s+(?:{_COMING}\s+)?{_PERIOD}",
        r"(?:(?:noch|möglichst|spätestens)\s+)?im\s+"
        rf"(?:Laufe\s+des\s+)?(?:kommenden|nächsten)\s+(?:Jahr(?:es)?|Monats?|Quartals?|{_SEASON})\b",
        r"(?:noch|möglichst|spätestens)\s+(?:in\s+)?"
        rf"(?:diesem|dieses|kommendem|nächstem|{_COMING})\s+(?:Jahr(?:es)?|Monat|Quartal|{_SEASON})\b",
        r"(?:binnen|innerhalb(?:\s+von)?)\s+(?:(?:der|des)\s+)?(?:nächsten\s+|kommenden\s+|ersten\s+)?"
        rf"(?:{_COUNT}\s+)?{_UNIT}\b",
        rf"in\s+den\s+(?:ersten|nächsten|kommenden)\s+(?:{_COUNT}\s+)(?:Jahren|Monaten|Wochen|Tagen)\b",
        rf"(?:noch\s+)?(?:mit|im)\s+(?:dem\s+)?{_COMING}\s+{_BUDGET}(?:s(?:jahr|plan))?\b",
        rf"noch\s+(?:mit|im|vor)\s+(?:dem\s+)?{_BUDGET}\b",
    )
)
_RANGE_BEFORE = re.compile(r"(?:[0-9]\s*|\b(?:von|zwischen)\s+[\w.]+\s*)$")


def deadlines(text: MappedText) -> tuple[Deadline, ...]:
    """Return the deadlines in ``text`` in order, none overlapping another.

    *ab dem Haushaltsjahr 2022* counts too: it says from when on something is to hold.
    """
    plain = _BEGINNING.sub(lambda match: match.group().lower(), text.text)
    found: list[tuple[int, int, str | None]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
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

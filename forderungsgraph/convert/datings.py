"""When and where a document was made, and the meetings it tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from forderungsgraph.model import Certainty, DocumentType, EventFact

from .dates import DATE, PLACE, DateLine, dateline, first_date, lead, lead_place, month_date
from .masthead import HeadLine
from .roles import Role

_BRACKET = re.compile(r"\[(\d{1,2}\.\d{1,2}\.\d{4})\]")
_MEETING = (
    r"(?:Städteversammlung|Mitgliederversammlung|Landkreisversammlung|Hauptversammlung|Verbandsversammlung|"
    r"Gemeindetag|Landesparteitag|"
    r"Parteitag|Städtetag|Landkreistag|Vollversammlung|Delegiertenversammlung|Datenkongress\w*|"
    r"\w*[Kk]ongress|Bundeskongress|Fachtagung|"
    r"Herbsttagung|Frühjahrstagung|Tagung|Sitzung|Jahrestagung)"
)
_EVENT = re.compile(
    rf"(?P<name>\d{{1,3}}\. {_MEETING}|(?:Herbst|Frühjahrs|Jahres|Fach)tagung|Sitzung (?:des|"
    rf"der) [A-ZÄÖÜ]\w+(?: (?:des|der|für) [A-ZÄÖÜ]\w+(?: [A-ZÄÖÜ][\w-]+)*)?|(?:ordentliche |"
    rf"öffentliche )?(?:Mitglieder|Verbands|Städte|Haupt)versammlung)(?:es|s)?\b"
)
_VOTE = re.compile(
    r"(?P<name>(?:Landtags|Bundestags|Kommunal|Bürgerschafts|Europa|Abgeordnetenhaus)wahl)"
    r"(?: (?P<year>20\d\d)| am (?P<day>\d{1,2}\. ?\w+ \d{4}))?"
)


_DECIDED_AT = re.compile(
    rf"{_MEETING}\w*\b[^.]{{0,60}}? am (?P<day>\d{{1,2}}\. ?\w+ \d{{4}})(?: in (?:der )?(?P<place>{PLACE}))?"
    r"[^.]{0,160}\b(?:beschlossen|verabschiedet|gefasst|angenommen)\b"
)
_READERS = (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PAPER)


def date_of(
    kind: DocumentType | None, head: Sequence[HeadLine], following: Sequence[str], tail: Sequence[str]
) -> tuple[str | None, Certainty | None]:
    """Return the date (ISO 8601: a day, a month or a year) and how certain it is.

    :param following: texts of the first blocks behind the head
    :param tail: texts of the last blocks
    """
    day = next(_days(kind, head, following, tail), None) or next(_months(head, tail), None)
    if day is not None:
        return day, Certainty.STATED
    if kind is DocumentType.ELECTION_PROGRAMME:
        year = re.search(r"wahl (20\d\d)", "\n".join(line.text for line in head))
        if year:
            return year[1], Certainty.ESTIMATED
    return None, None


def _days(
    kind: DocumentType | None, head: Sequence[HeadLine], following: Sequence[str], tail: Sequence[str]
) -> Iterator[str]:
    """Yield the days that can be the document's, the surest first."""
    for text in (*(line.text for line in head), *following[:4]):
        match = _BRACKET.search(text)
        if match and (day := first_date(match[1])):
            yield day
    stated = [found for line in head if line.role is Role.DATELINE and (found := dateline(line.text))]
    # a day of the week without place is the day of the print-out or of the newspaper
    days = [found.date for found in stated if len(found.date) == 10 and not _printed(found)]
    # a decision passes several bodies; the last one takes it
    yield from sorted(days, reverse=True) if kind is DocumentType.DECISION else days
    roles = [Role.TYPE, Role.REFERENCE, Role.AUTHOR, Role.MEDIUM]
    if kind is DocumentType.MOTION:
        roles.remove(Role.TYPE)
    if kind is DocumentType.DECISION:
        roles.append(Role.EVENT)
    for role in roles:
        for line in head:
            if line.role is not role or re.match(r"Ihr|Bezug", line.text):
                continue
            # the day of an election is not the day of the programme
            if day := first_date(re.sub(r"wahl am \d{1,2}\. ?\w+ \d{4}", "wahl", line.text)):
                yield day
    for line in head:
        version = re.search(r"\b(?:Fassung|Stand)(?: vom)?:? (?P<day>\d{1,2}\. ?\w+\.? ?\d{4})", line.text)
        if version and (day := first_date(version["day"])):
            yield day
    for text in following[:2]:
        opening = lead(text)
        if opening and opening.place and len(opening.date) == 10:
            yield opening.date
    for closing in _closings(tail):
        if len(closing.date) == 10:
            yield closing.date
    for line in head:
        if line.role is Role.EVENT and not re.search(r"wahl\b", line.text) and (day := first_date(line.text)):
            yield day
    decided = _decided_at(kind, following)
    if decided and (day := first_date(decided["day"])):
        yield day
    yield from (found.date for found in stated if len(found.date) == 10)


def _months(head: Sequence[HeadLine], tail: Sequence[str]) -> Iterator[str]:
    for line in head:
        found = dateline(line.text) if line.role is Role.DATELINE else None
        if found:
            yield found.date
    for closing in _closings(tail):
        yield closing.date
    for line in head:
        own = line.role in (Role.PLAIN, Role.TYPE, Role.EVENT, Role.DATELINE, Role.MEDIUM)
        if own and DATE.search(line.text) is None and not re.search(r"wahl\b", line.text):
            month = month_date(line.text)
            if month:
                yield month


def _printed(found: DateLine) -> bool:
    return found.weekday and found.place is None


def _closings(tail: Sequence[str]) -> Iterator[DateLine]:
    for text in tail:
        found = lead(text) if len(text) < 120 else None
        if found and not _printed(found):
            yield found


def _decided_at(kind: DocumentType | None, following: Sequence[str]) -> re.Match[str] | None:
    if kind in (*_READERS, DocumentType.PRESS_RELEASE, DocumentType.MOTION):
        return None
    return next((match for text in following if (match := _DECIDED_AT.search(text))), None)


def place_of(
    kind: DocumentType | None, head: Sequence[HeadLine], following: Sequence[str], tail: Sequence[str]
) -> str | None:
    """Return where the document was made; None where it does not say."""
    return next(_places(kind, head, following, tail), None)


def _places(
    kind: DocumentType | None, head: Sequence[HeadLine], following: Sequence[str], tail: Sequence[str]
) -> Iterator[str]:
    for line in head:
        found = dateline(line.text) if line.role is Role.DATELINE else None
        if found and found.place:
            yield found.place
    for text in following[:2]:
        opening = lead(text)
        if opening and opening.place:
            yield opening.place
    if kind in (DocumentType.PRESS_RELEASE, DocumentType.ARTICLE):
        for text in following[:2]:
            place = lead_place(text)
            if place:
                yield place
    for closing in _closings(tail):
        if closing.place:
            yield closing.place
    if kind in _READERS:
        return
    for line in head:
        if line.role in (Role.EVENT, Role.TYPE, Role.DATELINE):
            match = re.search(
                rf"\b(?:in|zu)\s+(?:der (?:Hanse|Landeshaupt|Kreis)?stadt )?(?P<place>{PLACE})", line.text
            )
            if match:
                yield match["place"]
    decided = _decided_at(kind, following)
    if decided and decided["place"]:
        yield decided["place"]
    if kind is DocumentType.PRESS_RELEASE:
        for text in following[:4]:
            match = re.search(rf"{_MEETING}\w*(?: am \d{{1,2}}\. ?\w+ \d{{4}})? in (?P<place>{PLACE})", text)
            if match:
                yield match["place"]
    for line in head:
        seat = re.search(rf"\b\d{{5}} (?P<place>{PLACE})", line.text) if line.role is Role.CONTACT else None
        if seat:
            yield seat["place"]


def events_of(head: Sequence[HeadLine], following: Sequence[str]) -> tuple[EventFact, ...]:
    """Return the meetings and elections named in the head, else in the first paragraphs."""
    found: list[EventFact] = []
    joined = " ".join(line.text for line in head if line.role in (Role.TYPE, Role.EVENT))
    for text in (joined, *following[:2]):
        for match in _EVENT.finditer(text):
            name = re.sub(r"(?<=kongress)es$", "", match["name"])
            around = text[match.end() : match.end() + 60]
            day = first_date(around)
            where = re.search(rf"\b(?:in|,)\s+(?:der )?(?P<place>(?:Hansestadt )?{PLACE})", around)
            if not any(name in e.name or e.name in name for e in found):
                found.append(EventFact(name, day, where["place"] if where and day else None))
        if found:
            break
    for line in head:
        vote = _VOTE.search(line.text)
        if vote:
            name = f"{vote['name']} {vote['year']}" if vote["year"] else vote["name"]
            found.append(EventFact(name, first_date(vote["day"] or ""), None))
            break
    return tuple(found)

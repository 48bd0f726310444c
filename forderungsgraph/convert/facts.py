"""What a document says of itself: type, title, date, place, publisher, authors, number, events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from forderungsgraph.model import Certainty, DocumentFacts, DocumentType, EventFact

from .blocks import Block, BlockKind
from .dates import DATE, PLACE, dateline, first_date, lead, lead_place, month_date
from .kinds import document_type
from .masthead import HeadLine, bylines, masthead
from .publisher import authors_of, publisher_of
from .roles import Role, type_at
from .states import state_of
from .tokens import is_verb, tokenize
from .zones import Zone

_BRACKET = re.compile(r"\[(\d{1,2}\.\d{1,2}\.\d{4})\]")
_SINGLE_TITLE = (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PAPER, DocumentType.PRESS_RELEASE,
                 DocumentType.MOTION, DocumentType.PARLIAMENTARY_QUESTION, DocumentType.DECISION)  # fmt: skip
_LABEL = re.compile(r"(?:Betreff|Betr\.|Titel|Thema|Gegenstand)\s*: ?")
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


def document_facts(text: str, blocks: Sequence[Block], zones: Sequence[Zone]) -> DocumentFacts:
    """Return what can be read off a document; what it does not say is None.

    :param text: the source text that ``blocks`` were made of
    """
    head = masthead(text, blocks, zones)
    kept = [b for b, z in zip(blocks, zones, strict=True) if z not in (Zone.TEASER, Zone.NOISE)]
    end = head[-1].block + 1 if head else 0
    head = (*head, *bylines(text, blocks, end))
    following = [b.text.text for b in blocks[end : end + 4] if b.kind is not BlockKind.NOISE]
    tail = [b.text.text for b in kept[-9:] if b not in blocks[:end]]
    body = "\n".join(b.text.text for b in kept)
    head_text = "\n".join(line.text for line in head if line.role is not Role.ADDRESSEE)
    kind = document_type(head, blocks, zones)
    state = state_of(body, head_text)
    publisher = publisher_of(kind, head, tail, body, state)
    date, certainty = _date(kind, head, following, tail)
    return DocumentFacts(
        type=kind, title=_title(head, kind), date=date, date_certainty=certainty,
        place=_place(kind, head, following, tail), publisher=publisher,
        authors=authors_of(kind, head, tail, body, publisher), territory=state, number=_number(head),
        events=_events(head, following),
    )  # fmt: skip


def _title(head: Sequence[HeadLine], kind: DocumentType | None) -> str | None:
    for line in head:
        label = _LABEL.match(line.text)
        if label and label.end() < len(line.text):
            return line.text[label.end() :].strip()
    lines = _title_lines(head)
    if not lines:
        if kind in (DocumentType.ARTICLE, DocumentType.INTERVIEW, None):
            names = [line.text for line in head if line.role is Role.ORGANISATION]
            return _unglued(names[-1]) if names else None
        return None
    first = 0
    if kind in (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PRESS_RELEASE):
        while first + 1 < len(lines) and _kicker(lines[first], lines[first + 1]):
            first += 1
    title = _without_type(lines[first].text)
    if kind not in _SINGLE_TITLE and first + 1 < len(lines) and _subtitle(lines[first], lines[first + 1]):
        below = lines[first + 1].text
        title += (" " if title[-1] in ".!?:;" else " – ") + below
    title = re.sub(r"(?<!;) hier: .*$", "", title)
    return re.sub(r", (?:Drs\.?|Drucksache|DS) [\w/.-]+$", "", _unglued(title)).strip()


def _title_lines(head: Sequence[HeadLine]) -> list[HeadLine]:
    """Return the lines that can be a title; a type line joins the subject that follows it."""
    found: list[HeadLine] = []
    for i, line in enumerate(head):
        text = _BRACKET.sub("", line.text).strip()
        line = replace(line, text=text)
        about = re.match(r"(?:zu|zum|zur|zu den|über|für) ", text) is not None
        typed = i > 0 and head[i - 1].role is Role.TYPE and about
        if typed and (
            line.role is Role.PLAIN
            or (line.role is Role.EVENT and head[i - 1].kind is DocumentType.STATEMENT)
        ):
            found.append(
                HeadLine(f"{head[i - 1].text} {text}", Role.PLAIN, head[i - 1].gap, line.block, None)
            )
        elif line.role is Role.PLAIN and not text.endswith((",", ":")) and len(text) < 320 and len(text) > 5:
            found.append(line)
    typed_only = [line for line in found if line.kind is not None and _names_issuer(line.text)]
    rest = [line for line in found if line not in typed_only]
    return rest or found


def _names_issuer(text: str) -> bool:
    """Whether a line says what the paper is and whose: ``Position der DKMP zum …``."""
    return (
        re.match(
            r"(?:Position|Positionspapier|Resolution|Beschluss) (?:der|des) |Koalitionsv\w+ (?:für|\d|"
            r"zwischen)",
            text,
        )
        is not None
    )


def _kicker(line: HeadLine, below: HeadLine) -> bool:
    """Whether ``line`` is a topic above the title: *NOOTS-Staatsvertrag*, *E-Government in Thüringen*."""
    text = line.text
    if re.match(r"\w+thema: |Rubrik: |Serie: ", text):
        return True
    words = text.split()
    if re.search(r"[.!?:,–„“\"]", text) or len(below.text.split()) < 3:
        return False
    short = len(words) <= 2 or (len(words) <= 4 and len(below.text) < 100)
    return short and not any(is_verb(token) for token in tokenize(text))


def _subtitle(line: HeadLine, below: HeadLine) -> bool:
    if below.block - line.block > 2 or not 2 < len(below.text.split()) < 25 or below.text.startswith("+++"):
        return False
    return not re.match(r"\d+(?:\.\d+)* |[IVX]+\. ", below.text)


def _without_type(text: str) -> str:
    """Return the title behind ``Offener Brief: …``."""
    typed = type_at(text)
    match = re.match(r"[^:]{4,40}: (?P<rest>\S.*)", text)
    return match["rest"] if typed and match and type_at(match["rest"]) is None else text


def _unglued(text: str) -> str:
    """Return ``text`` without a kicker that extraction glued to it: ``NiedersachsenInitiative für …``."""
    match = re.match(
        r"(?P<kicker>[A-ZÄÖÜ][a-zäöüß]{4,}(?:-[A-ZÄÖÜ][a-zäöüß]+)?)(?P<rest>[A-ZÄÖÜ][a-zäöüß]+ .*)", text
    )
    return match["rest"] if match and state_of(match["kicker"]) is not None else text


def _date(
    kind: DocumentType | None, head: Sequence[HeadLine], following: Sequence[str], tail: Sequence[str]
) -> tuple[str | None, Certainty | None]:
    for text in (*(line.text for line in head), *following):
        match = _BRACKET.search(text)
        if match and (day := first_date(match[1])):
            return day, Certainty.STATED
    weekday: str | None = None
    months: list[str] = []
    ordered = [dateline(line.text) for line in head if line.role is Role.DATELINE]
    for found in ordered:
        if found is None:
            continue
        if found.weekday and found.place is None:
            weekday = weekday or found.date
        elif len(found.date) == 10:
            return found.date, Certainty.STATED
        else:
            months.append(found.date)
    for role in (Role.TYPE, Role.REFERENCE, Role.AUTHOR, Role.MEDIUM):
        if role is Role.TYPE and kind is DocumentType.MOTION:
            continue
        for line in head:
            if (
                line.role is role
                and not line.text.startswith(("Ihr", "Bezug"))
                and (day := first_date(line.text))
            ):
                return day, Certainty.STATED
    if kind is DocumentType.DECISION:
        for line in head:
            if line.role is Role.EVENT and (day := first_date(line.text)):
                return day, Certainty.STATED
    for text in following[:2]:
        opening = lead(text)
        if opening and opening.place and len(opening.date) == 10:
            return opening.date, Certainty.STATED
    for text in tail:
        closing = lead(text) if len(text) < 120 else None
        if closing and not (closing.weekday and closing.place is None):
            if len(closing.date) == 10:
                return closing.date, Certainty.STATED
            months.append(closing.date)
    for line in head:
        if line.role is Role.EVENT and not re.search(r"wahl\b", line.text) and (day := first_date(line.text)):
            return day, Certainty.STATED
    if weekday:
        return weekday, Certainty.STATED
    for line in head:
        if line.role in (Role.PLAIN, Role.TYPE, Role.EVENT, Role.DATELINE) and (
            month := month_date(line.text)
        ):
            months.append(month)
    if months:
        return months[0], Certainty.STATED
    if kind is DocumentType.ELECTION_PROGRAMME:
        year = re.search(r"wahl (20\d\d)", "\n".join(line.text for line in head))
        if year:
            return year[1], Certainty.ESTIMATED
    return None, None


def _place(
    kind: DocumentType | None, head: Sequence[HeadLine], following: Sequence[str], tail: Sequence[str]
) -> str | None:
    for line in head:
        found = dateline(line.text) if line.role is Role.DATELINE else None
        if found and found.place:
            return found.place
    for text in following[:2]:
        opening = lead(text)
        if opening and opening.place:
            return opening.place
    if kind in (DocumentType.PRESS_RELEASE, DocumentType.ARTICLE):
        for text in following[:2]:
            place = lead_place(text)
            if place:
                return place
    for text in tail:
        found = lead(text) if len(text) < 120 else None
        if found and found.place:
            return found.place
    if kind in (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PAPER):
        return None
    for line in head:
        if line.role in (Role.EVENT, Role.TYPE, Role.DATELINE):
            match = re.search(
                rf"\b(?:in|zu)\s+(?:der (?:Hanse|Landeshaupt|Kreis)?stadt )?(?P<place>{PLACE})", line.text
            )
            if match:
                return match["place"]
    for text in following:
        match = re.search(rf"{_MEETING}\w*(?: am \d{{1,2}}\. ?\w+ \d{{4}})? in (?P<place>{PLACE})", text)
        if match and kind is DocumentType.PRESS_RELEASE:
            return match["place"]
    return None


def _number(head: Sequence[HeadLine]) -> str | None:
    for line in head:
        if line.role is Role.TYPE:
            typed = type_at(line.text)
            rest = DATE.sub(" ", typed[1]) if typed else ""
            match = re.match(
                r"\W*(?:Nr\.|Nummer)?\s*(?P<number>(?:[A-Z]{1,3} )?\d{1,4}(?:\s?[/-]\s?\d{2,4})?)\b", rest
            )
            if match:
                return re.sub(r"\s*([/-])\s*", r"\1", match["number"])
    for line in head:
        if line.role is Role.REFERENCE:
            match = re.match(
                r"(?:Drucksache|Drs\.?|DS|Vorlage(?:-?Nr\.|:)?|"
                r"Nr\.|(?=\d))\s*(?P<number>[\w./ -]*?\d[\w./-]*)(?: vom\b.*)?$",
                line.text,
            )
            if match:
                return match["number"]
    return None


def _events(head: Sequence[HeadLine], following: Sequence[str]) -> tuple[EventFact, ...]:
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

"""What a document says of itself: type, title, date, place, publisher, number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Certainty, DocumentFacts, DocumentType, EventFact
from .actors import parliament_name, state_of
from .names import NamedBody, named_bodies
from .blocks import Block, BlockKind
from .zones import Zone

_MONTHS = {"januar": 1, "februar": 2, "märz": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8,
           "september": 9, "oktober": 10, "november": 11, "dezember": 12}  # fmt: skip
_DATE = re.compile(
    r"\b(?P<day>\d{1,2})\.\s?(?:(?P<month>Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
    r"|(?P<m>\d{1,2})\.)\s?(?P<year>(?:19|20)\d{2})\b|\b(?P<iso>20\d\d-\d\d-\d\d)\b"
)
_TYPES: tuple[tuple[str, DocumentType], ...] = (
    (
        r"Presse(?:mitteilung|information|erklärung|dienst|meldung)|Medien(?:mitteilung|information)|^PM\b",
        DocumentType.PRESS_RELEASE,
    ),
    (
        r"Kleine Anfrage|Große Anfrage|Schriftliche Anfrage|Antwort der Landesregierung",
        DocumentType.PARLIAMENTARY_QUESTION,
    ),
    (
        r"Beschlussempfehlung|^Beschluss\b|\bBeschluss (?:des|der|vom)|Beschlussprotokoll|Beschlussauszug|Auszug aus (?:der Niederschrift|dem Protokoll)|Niederschrift|Beschlussvorlage",
        DocumentType.DECISION,
    ),
    (
        r"^\W*Antrag\b|\bAntrag der (?:Fraktion|Abgeordneten)|Entschließungsantrag|Dringlichkeitsantrag",
        DocumentType.MOTION,
    ),
    (r"Offener Brief", DocumentType.OPEN_LETTER),
    (r"Stellungnahme|Verbandsanhörung", DocumentType.STATEMENT),
    (
        r"Positionspapier|Impulspapier|Eckpunktepapier|Diskussionspapier|Thesenpapier|^Position\b|Positionierung",
        DocumentType.POSITION_PAPER,
    ),
    (
        r"Forderungskatalog|Forderungspapier|Forderungen\b|-Punkte-(?:Plan|Papier|Programm)|(?:Zehn|Fünf|Sieben|Acht|Zwölf|\d+) Punkte|Wahlprüfsteine",
        DocumentType.DEMAND_CATALOGUE,
    ),
    (
        r"Resolution|Entschließung\b|Erklärung der .*versammlung|(?:er|ner) Erklärung\b",
        DocumentType.RESOLUTION,
    ),
    (r"Koalitionsvertrag|Koalitionsvereinbarung|Regierungsprogramm", DocumentType.COALITION_AGREEMENT),
    (
        r"Wahlprogramm|Programm (?:für die|zur) \w*wahl|Landtagswahl|Bundestagswahlprogramm|Kommunalwahlprogramm",
        DocumentType.ELECTION_PROGRAMME,
    ),
    (r"^Interview\b|Interview mit|Im Gespräch", DocumentType.INTERVIEW),
    (
        r"\b(?:Jahres|Tätigkeits|Sachstands|Fortschritts|Geschäfts|Monitoring|Evaluations|Zwischen)bericht|^Bericht\b|\bBericht (?:über|zur|zum|der|des)",
        DocumentType.REPORT,
    ),
    (r"Erwartungen\b|Anforderungen an", DocumentType.POSITION_PAPER),
)
_TYPE_REGEX = [
    (re.compile(pattern, re.I if pattern.startswith(r"\b(?:Jahres") else 0), kind) for pattern, kind in _TYPES
]
_PLACE_DATE = re.compile(
    r"^(?P<place>[A-ZÄÖÜ][\wäöüß./-]+(?:[ -](?:an der|am|im|bei|a\. ?d\.|ob der)? ?[A-ZÄÖÜ(][\wäöüß.)/-]+){0,3}),\s*(?:den |im |am )?(?=\d|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
)
_ORGANISATION_LINE = re.compile(r"\b(?:e\. ?V\.|GmbH|AöR)\s*(?:\([A-ZÄÖÜ]\w*\))?$")


def iso_date(match: re.Match[str]) -> str | None:
    """Return the ISO 8601 form of a matched date, None if it is no calendar day."""
    if match["iso"]:
        return match["iso"]
    month = _MONTHS[match["month"].lower()] if match["month"] else int(match["m"])
    day = int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{match['year']}-{month:02d}-{day:02d}"


def document_facts(text: str, blocks: Sequence[Block], zones: Sequence[Zone]) -> DocumentFacts:
    """Return what can be read off a document; what it does not say is None."""
    body = next(
        (i for i, b in enumerate(blocks) if zones[i] is Zone.BODY and len(b.text) > 180), min(12, len(blocks))
    )
    head = [b for b in blocks[: max(body, 1)] if b.kind is not BlockKind.NOISE]
    tail = list(blocks[max(body, len(blocks) - 8) :])
    head_text = "\n".join(b.text.text for b in head)
    kind = document_type(head, blocks, zones)
    kept = [b for b, z in zip(blocks, zones, strict=True) if z not in (Zone.TEASER, Zone.NOISE)]
    body_text = "\n".join(b.text.text for b in kept)
    state = state_of(body_text, head_text)
    title = _title(head, kind)
    date, certainty = _date(head, tail, kept)
    bodies = _publisher_candidates(head, tail, body_text)
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    if kind in (DocumentType.MOTION, DocumentType.PARLIAMENTARY_QUESTION):
        authors = _groups(head_text + "\n" + "\n".join(b.text.text for b in tail))
        publisher = (
            parliament_name(state)
            if re.search(r"Landtag|Drucksache|Bürgerschaft|Abgeordnetenhaus", body_text[:3000])
            else None
        )
        publisher = publisher or (authors[0] if authors else None)
    elif kind not in (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PAPER):
        publisher = bodies[0].name if bodies else None
    if not authors and publisher:
        authors = (publisher,)
    return DocumentFacts(
        type=kind, title=title, date=date, date_certainty=certainty, place=_place(head, tail), publisher=publisher,
        authors=authors, territory=state, number=_number(head_text), events=_events(head_text + "\n" + body_text[:4000]),
    )  # fmt: skip


def document_type(
    head: Sequence[Block], blocks: Sequence[Block], zones: Sequence[Zone]
) -> DocumentType | None:
    """Return the type by what the head calls it, else by the form of the text."""
    whole = [b.text.text for b in blocks]
    head_text = "\n".join(b.text.text for b in head)
    if re.search(
        r"(?:Landtag|Bürgerschaft|Abgeordnetenhaus|Rat|Kreistag)\s+(?:wolle|möge)\s+beschließen",
        "\n".join(whole[:30]),
    ):
        return DocumentType.MOTION
    questions = sum(
        1 for b in blocks if b.text.text.endswith("?") and b.kind is not BlockKind.ITEM and len(b.text) < 400
    )
    for block in head:
        for regex, kind in _TYPE_REGEX:
            if len(block.text) < 220 and regex.search(block.text.text):
                if kind is DocumentType.REPORT and questions >= 4:
                    return DocumentType.INTERVIEW
                return kind
    if any(re.match(r"(?:Sehr geehrte|Liebe)", t) for t in whole[:25]):
        return (
            DocumentType.STATEMENT if re.search(r"Entwurf|Anhörung", head_text) else DocumentType.OPEN_LETTER
        )
    if questions >= 4 and questions >= 0.2 * len(blocks):
        return DocumentType.INTERVIEW
    if re.search(r"Das (?:Gespräch|Interview) führte|Die Fragen stellte", "\n".join(whole[-8:])):
        return DocumentType.INTERVIEW
    if re.search(r"(?:\n|^)(?:Zusammenfassung|Abstract)\b", "\n".join(whole[:10])) and any(
        z is Zone.FOOTNOTE for z in zones
    ):
        return DocumentType.PAPER
    if re.search(
        r"\[\d{1,2}\.\d{1,2}\.\d{4}\]|^Von [A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+\s*$|\(\w{2,4}\)\s[–-]",
        "\n".join(whole[:10]),
        re.M,
    ):
        return DocumentType.ARTICLE
    return DocumentType.ARTICLE if whole else None


def _title(head: Sequence[Block], kind: DocumentType | None) -> str | None:
    best: list[str] = []
    for block in head:
        text = block.text.text
        plain = _DATE.sub("", text)
        if any(ch in text for ch in "@|") or re.search(
            r"Tel\.|www\.|\d{5}|Drucksache|Wahlperiode|Seite \d", text
        ):
            continue
        if re.search(
            r"^(?:An |Sehr geehrte|Presse|Medien|Hannover|Antrag\s*$|Positionspapier\s*$|Resolution\s*$|Stellungnahme\s*$|Offener Brief\s*$|Stand|Fraktion|Der Landtag|Entschließung\s*$)",
            text,
        ):
            if best:
                break
            continue
        if re.match(
            r"^(?:Resolution|Beschluss|Stellungnahme) (?:des|der|zur \d)", text
        ) or _ORGANISATION_LINE.search(text):
            continue
        if (
            _PLACE_DATE.match(text)
            or len(plain.split()) < 3
            or len(plain) < 12
            or re.match(r"^\W*\d", text)
            or text.endswith((",", ":"))
        ):
            continue
        bodies = named_bodies(text)
        if bodies and bodies[0].end - bodies[0].start > 0.75 * len(text):
            continue
        if block.kind is BlockKind.HEADING or len(text) < 200:
            best.append(text)
            if len(best) == 2:
                break
        elif best:
            break
    if not best:
        return None
    if kind is DocumentType.POSITION_PAPER and len(best) == 2:
        return " – ".join(best)
    return best[0]


def _date(
    head: Sequence[Block], tail: Sequence[Block], kept: Sequence[Block]
) -> tuple[str | None, Certainty | None]:
    texts = [b.text.text for b in head]
    ends = [b.text.text for b in tail]
    bracket = re.compile(r"\[(\d{1,2}\.\d{1,2}\.\d{4})\]")
    for text in [b.text.text for b in kept[:6]]:
        match = bracket.search(text)
        if match and (day := _DATE.search(match[1])):
            return iso_date(day), Certainty.STATED
    for text in (*texts, *ends):
        if _PLACE_DATE.match(text) and (day := _DATE.search(text)):
            return iso_date(day), Certainty.STATED
    for text in (*texts, *ends):
        day = _DATE.search(text)
        if (
            day
            and len(text) - (day.end() - day.start()) < 30
            and not re.match(r"(?:Mo|Di|Mi|Do|Fr|Sa|So)\w+,", text)
        ):
            return iso_date(day), Certainty.STATED
    for text in texts:
        day = _DATE.search(text)
        if day and not re.match(r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag),", text):
            return iso_date(day), Certainty.STATED
    return None, None


def _place(head: Sequence[Block], tail: Sequence[Block]) -> str | None:
    for block in (*head, *tail):
        match = _PLACE_DATE.match(block.text.text)
        if match and _DATE.search(block.text.text):
            return match["place"]
    for block in head:
        match = re.search(
            r"\bin (?:der (?:Hanse|Landeshaupt|Kreis)?stadt )?([A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?)\s*(?:statt|$)",
            block.text.text,
        )
        if match and _DATE.search(block.text.text):
            return match[1]
    return None


def _number(head: str) -> str | None:
    match = re.search(
        r"(?:Presse\w+|Medien\w+|PM|Drucksache|Drs\.)\s*(?:Nr\.\s*)?(\d{1,4}\s?[/-]\s?\d{2,5}|\d{1,3})\b",
        head,
    )
    return re.sub(r"\s", "", match[1]) if match else None


def _events(text: str) -> tuple[EventFact, ...]:
    pattern = re.compile(
        r"\b(?P<name>\d{1,3}\. (?:Städteversammlung|Mitgliederversammlung|Landkreisversammlung|Hauptversammlung|Verbandsversammlung|Gemeindetag|Landesparteitag|Städtetag))\b"
    )
    match = pattern.search(text)
    if not match:
        return ()
    day = _DATE.search(text, match.end(), match.end() + 60)
    return (EventFact(match["name"], iso_date(day) if day else None, None),)


def _groups(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in re.finditer(r"Fraktion(?:en)?(?: der| des| von)? (?P<names>[^\n.:;()]{2,90})", text):
        for name in re.split(r",\s*(?:der )?|\s+und (?:der )?(?=[A-ZÄÖÜ])(?!Die Grünen)", match["names"]):
            plain = re.sub(r"\s*(?:Für die|vom|zu|Thema|–|-\s).*$", "", name.strip())
            if (
                re.match(r"[A-ZÄÖÜ„]", plain)
                and len(plain) > 1
                and len(plain.split()) <= 6
                and not any(plain in f or f.endswith(plain) for f in found)
            ):
                article = (
                    "Fraktion der "
                    if re.search(r"Fraktion(?:en)? der ", match[0])
                    and "Fraktion der " + plain in re.sub(r"\s+", " ", text)
                    else "Fraktion "
                )
                found.append(article + plain)
    return tuple(found[:4])


def _publisher_candidates(head: Sequence[Block], tail: Sequence[Block], body: str) -> list[NamedBody]:
    found: list[NamedBody] = []
    for block in head:
        text = block.text.text
        if re.match(r"(?:An\b|Herrn|Frau|z\. ?Hd|nachrichtlich|Innenausschuss)", text):
            continue
        found += [
            b for b in named_bodies(text) if not re.match(r"(?:Landtag|Ministerium|Innenausschuss)", b.name)
        ]
    if not found:
        for block in reversed(list(tail)):
            found += named_bodies(block.text.text)
    if not found:
        counts: dict[str, int] = {}
        bodies = named_bodies(body)
        for b in bodies:
            counts[b.name] = counts.get(b.name, 0) + 1
        bodies.sort(key=lambda b: -counts[b.name])
        found = bodies
    return found

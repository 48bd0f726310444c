"""What type a document is: by what its head calls it, else by its form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forderungsgraph.model import DocumentType

from .blocks import Block, BlockKind
from .genres import genre_by_voice, tells_of_agreement
from .masthead import HeadLine
from .names import named_bodies
from .quotes import QUOTED_WORDS
from .roles import Role, type_at
from .zones import Zone

_MOTION = re.compile(
    r"(?:Landtag|Bundestag|Bürgerschaft|Abgeordnetenhaus|Rat|Kreistag|Stadtrat|Gemeinderat|"
    r"Stadtverordnetenversammlung|"
    r"Verbandsversammlung|Ausschuss)[\w ()-]{0,40}? (?:wolle|möge) (?:\w+ ){0,3}beschließen"
)
_DECIDED = re.compile(
    r"(?:hat|haben|fasst|fasste|gefasst|faßt)\b.{0,120}\bBeschl(?:uss|uß|üsse)\b|(?:folgende[nrs]?|"
    r"nachstehende[nrs]?) Beschl(?:uss|uß)|"
    r"Abstimmungsergebnis|empfiehlt dem (?:Rat|Kreistag|Landtag|Plenum)"
)
_DRAFT = re.compile(
    r"(?:Gesetz|Referenten|Regierungs|Verordnungs)?[Ee]ntw[uü]rf|Anhörung|Stellung (?:zu )?nehmen|"
    r"Stellungnahme"
)
_WE_DEMAND = re.compile(
    r"\b(?:[Ww]ir|der Verband|die Mitglieder\w*) (?:\w+ ){0,4}(?:fordern|erwarten|verlangen|appellieren|"
    r"fordert|erwartet|verlangt)\b|"
    r"\b(?:fordern|erwarten|verlangen) wir\b"
)
_AGENCY = re.compile(
    r"(?:[A-ZÄÖÜ][\w.-]+(?:[ /][A-ZÄÖÜ][\w.-]+){0,2} ?)?\((?P<agency>dpa|dts|afp|AFP|epd|KNA|kna|dapd|ddp|AP|rtr|Reuters|ots|red)\b[^)]{0,40}\) ?[-–—:.]"
)
"""The dateline of an agency; *(ots)* carries press releases of others."""
_TOLD_A_PAPER = re.compile(
    r"\b(?:sagte|erklärte|betonte|äußerte|warnte|kritisierte|forderte)\b[^.]{0,160}?\b(?:de[nmr]|gegenüber|im) "
    r"(?:[„\"»]|Zeitungen|Redaktionsnetzwerk|Nachrichtenagentur|Nachrichtenportal|Nachrichtenmagazin|Funke|Bayerischen Rundfunk|Deutschlandfunk)"
)
_TAGGED_PRESS = re.compile(
    r"\W*(?:\w+, )?(?:den )?\d{1,2}\. ?(?:[A-ZÄÖÜ][a-zä]+|\d{1,2}\.) ?\d{4}\W{0,3}\((?:presse|pm|pressemitteilung)\)",
    re.I,
)
"""A date with the rubric behind it: *16. Mai 2024 (presse)*."""
_PARTNERS = re.compile(
    r"\b(?:[Dd]ie|[Uu]nsere|[Bb]eide|[Ww]ir) (?:\w+ )?(?:Koalitions|Regierungs|Bündnis|Vertrags|Kooperations)?[Pp]artner(?:innen und -?[Pp]artner)? "
    r"(?:sind sich (?:\w+ )?einig|vereinbaren|verständigen sich|verabreden|bekennen sich)\b"
)
"""How those who will govern together speak of themselves."""
_AGENDA = re.compile(r"\W*(?:[Zz]u )?(?:TOP|Tagesordnungspunkt|Punkt)\s+\d")
_QUESTION = re.compile(r"\?[“\"»*_]*$")
_INTERVIEWER = re.compile(r"(?:\*\*)?[A-ZÄÖÜ][\w!. ]{0,24}: \S")
_BRACKET_DATE = re.compile(r"\[\d{1,2}\.\d{1,2}\.\d{4}\]")
_UNCERTAIN = (None, DocumentType.ARTICLE, DocumentType.COALITION_AGREEMENT, DocumentType.DECISION)
_TITLE_WORDS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"^(?:\W*)Antwort (?:de[rs]|auf)\b.{0,60}\bAnfrage\b", DocumentType.PARLIAMENTARY_QUESTION),
        (r"\bForderungen\b|Wahlprüfsteine|\b(?:\w+|\d+) Punkte\b|\w-Punkte-", DocumentType.DEMAND_CATALOGUE),
        (
            r"\b(?:Erwartungen|Anforderungen|Positionen|Eckpunkte|Impulse|Thesen)\b|papier\b",
            DocumentType.POSITION_PAPER,
        ),
        (
            r"\b(?:Handlungse|E)mpfehlungen an\b|Spickzettel|Wunschliste|Aufgabenzettel|Forderungen an",
            DocumentType.DEMAND_CATALOGUE,
        ),
        (r"\b(?:Handlungse|E)mpfehlungen (?:für|zu[mr]?)\b", DocumentType.POSITION_PAPER),
        (r"\bErklärung\b|\bResolution\b|\bEntschließung\b|\bAppell\b", DocumentType.RESOLUTION),
        (
            r"^(?!.*\b(?:[Zz]um|[Ii]m|[Aa]m|[Vv]om|[Dd]en|[Dd]es|[Nn]ach) (?:\w+ )?Koalitionsv(?:ertrag|ereinbarung))(?!.*\b(?:zur|in der) Koalitionsvereinbarung).*"
            r"Koalitionsv(?:ertrag|ereinbarung)",
            DocumentType.COALITION_AGREEMENT,
        ),
        (r"[Ww]ahlprogramm|Programm (?:für|zu)\w* .{0,20}wahl", DocumentType.ELECTION_PROGRAMME),
        (r"\bStellungnahme\b|[Ee]ntwurf eines (?:\w+ )?Gesetzes|Referentenentwurf", DocumentType.STATEMENT),
        (
            r"\b(?:[\w-]+)?[Bb]ericht\b|\b(?:\w+)?[Rr]undschreiben\b|(?:Mitteilungs|Informations)vorlage|\b\w*[Bb]ilanz\b",
            DocumentType.REPORT,
        ),
        (
            r"\b(?:Studie|Gutachten|Glossar|Lehrbrief|Lexikon|Grundlagen|Nachschlagewerk)\b|\b(?:Eine|eine) Einführung\b|^\W*Kommentar zu §",
            DocumentType.PAPER,
        ),
    )
)


def document_type(
    head: Sequence[HeadLine], blocks: Sequence[Block], zones: Sequence[Zone]
) -> DocumentType | None:
    """Return the type of a document; None for an empty one."""
    if not blocks:
        return None
    texts = [b.text.text for b in blocks if b.kind is not BlockKind.NOISE]
    named = _named(head)
    if named is DocumentType.DECISION and sum(_AGENDA.match(text) is not None for text in texts) > 2:
        return DocumentType.REPORT  # minutes tell what was said
    if named in (DocumentType.DECISION, DocumentType.PARLIAMENTARY_QUESTION):
        return named
    if any(_MOTION.search(text) for text in texts[:30]):
        return DocumentType.MOTION
    if named is DocumentType.REPORT and _interview(blocks, texts):
        return DocumentType.INTERVIEW
    genre = genre_by_voice(texts) if named in _UNCERTAIN else None
    if genre is not None:
        return genre
    if named is DocumentType.COALITION_AGREEMENT and tells_of_agreement(texts):
        named = None
    if named in (DocumentType.ARTICLE, None):
        return _by_form(head, blocks, zones, texts) if named is None else _article(blocks, texts)
    return named


def _article(blocks: Sequence[Block], texts: Sequence[str]) -> DocumentType:
    return DocumentType.INTERVIEW if _interview(blocks, texts) else DocumentType.ARTICLE


def _named(head: Sequence[HeadLine]) -> DocumentType | None:
    """Return the type that the head names: a line of its own first, the beginning of the title next."""
    for line in head:
        if line.role is Role.TYPE and line.kind is not None:
            return line.kind
    for line in head:
        if line.role is Role.PLAIN and line.kind not in (None, DocumentType.ARTICLE):
            return line.kind
    titles = [line for line in head if line.role is Role.PLAIN]
    for line in titles:
        for part in re.split(r" [–-] |: |\. |\(", line.text)[1:]:
            typed = type_at(part)
            if typed and typed[0] not in (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.REPORT):
                return typed[0]
    for regex, kind in _TITLE_WORDS:
        for line in titles:
            if regex.search(line.text):
                # news about a report or demands is no report
                if any(other.role is Role.MEDIUM for other in head):
                    return None
                return kind
    return next((line.kind for line in head if line.kind is not None), None)


def _by_form(
    head: Sequence[HeadLine], blocks: Sequence[Block], zones: Sequence[Zone], texts: Sequence[str]
) -> DocumentType:
    whole = "\n".join(texts)
    if any(re.match(r"(?:Sehr geehrte|Liebe[rs]? (?!Wähler|Leser|Bürger))", text) for text in texts[:25]):
        opening = "\n".join([line.text for line in head] + [text for text in texts[:25] if len(text) < 600])
        return DocumentType.STATEMENT if _DRAFT.search(opening) else DocumentType.OPEN_LETTER
    if _interview(blocks, texts):
        return DocumentType.INTERVIEW
    agency = next((m for text in texts[:8] if (m := _AGENCY.search(text[:160]))), None)
    if agency is not None:
        return DocumentType.PRESS_RELEASE if agency["agency"] == "ots" else DocumentType.ARTICLE
    if _BRACKET_DATE.search("\n".join(texts[:10])) or any(
        line.role in (Role.MEDIUM, Role.NAVIGATION) for line in head
    ):
        return DocumentType.ARTICLE
    if _DECIDED.search("\n".join(texts[:14])):
        return DocumentType.DECISION
    authors = [line for line in head if line.role is Role.AUTHOR]
    notes = any(zone is Zone.FOOTNOTE for zone in zones) or re.search(r"\[\d{1,2}\]", whole) is not None
    if notes and any(
        re.fullmatch(r"(?:Zusammenfassung|Abstract|Kurzfassung)\W*", text) for text in texts[:12]
    ):
        return DocumentType.PAPER
    if authors and any(line.text.startswith(("Von ", "Autor", "Text")) for line in authors):
        return DocumentType.ARTICLE
    organisation = any(line.role is Role.ORGANISATION for line in head)
    if any(re.match(r"(?:PM )?Nr\. ?\d", line.text) for line in head[:3]) and any(
        (bodies := named_bodies(line.text))
        and bodies[0].start < 5
        and line.text[bodies[0].end :].startswith(":")
        for line in head
    ):
        return DocumentType.PRESS_RELEASE
    if sum(1 for text in texts if re.match(r"\W*These \d+\b", text)) > 1:
        return DocumentType.POSITION_PAPER
    if re.search(r"Abdruck (?:frei|honorarfrei)|Pressekontakt|Pressestelle|V\. ?i\. ?S\. ?d\. ?P", whole):
        return DocumentType.PRESS_RELEASE
    if any(_TAGGED_PRESS.match(text) for text in texts[:4]):
        return DocumentType.PRESS_RELEASE
    if _TOLD_A_PAPER.search(whole):
        return DocumentType.ARTICLE
    if _PARTNERS.search(whole):
        return DocumentType.COALITION_AGREEMENT
    if organisation or _WE_DEMAND.search(QUOTED_WORDS.sub("", whole)):
        return DocumentType.POSITION_PAPER
    return DocumentType.PAPER if authors and notes else DocumentType.ARTICLE


def _interview(blocks: Sequence[Block], texts: Sequence[str]) -> bool:
    if any(
        re.match(r"(?:Das (?:Gespräch|Interview) führte|Die Fragen stellte|Interview: [A-Z])", text)
        for text in texts[-10:]
    ):
        return True
    questions = sum(
        1
        for b in blocks
        if _QUESTION.search(b.text.text) and b.kind is not BlockKind.ITEM and len(b.text) < 400
    )
    turns = sum(1 for text in texts if _INTERVIEWER.match(text))
    return questions >= 4 and (questions >= 0.2 * len(texts) or turns >= 0.5 * len(texts))

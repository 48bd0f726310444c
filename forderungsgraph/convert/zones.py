"""Stage *zones*: what part of a page a block belongs to; only the body is searched for demands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from .blocks import Block, BlockKind
from .names import named_bodies
from .roles import PERSON, is_organisation


class Zone(StrEnum):
    """Parts of a page."""

    BODY = "body"
    HEADING = "heading"
    CONTACT = "contact"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    TEASER = "teaser"
    SIGNATURE = "signature"
    BOILERPLATE = "boilerplate"
    NOISE = "noise"


_CONTACT = re.compile(
    r"(?:\b(?:Tel(?:efon)?|Fax|Mobil|E-?Mail|Internet|Telefax|IBAN|BIC)\b\s*[.:]|\S@[^\s@]+\.\w|https?://|"
    r"\bwww\.|"
    r"\bAnsprechpartner(?:in)?\s*:|\bPressekontakt|\bV\. ?i\. ?S\. ?d\. ?P|\bHerausgeber\s*:|\bImpressum\b|"
    r"\b(?:Kontakt|Rückfragen|Verantwortlich)\s*:|\bPostfach \d|\b\d{5} [A-ZÄÖÜ][a-zäöü]+\s*$)",
)
_CONTACT_DATA = re.compile(
    r"\S@\S|\b(?:Tel|Fax|Mobil|Telefon|Telefax|IBAN|Kontakt|Impressum|Ansprechpartner\w*)\b"
)
"""What an item that merely gives a link does not have."""
_TEASERS = re.compile(
    r"^(?:Weitere (?:Meldungen|Beiträge|Artikel|Nachrichten|Informationen zum Thema)|Lesen Sie (?:auch|dazu|"
    r"mehr)|Mehr zum Thema|"
    r"Das könnte Sie (?:auch )?interessieren|Verwandte (?:Artikel|Beiträge)|Auch interessant|Meistgelesen|"
    r"Aus dem Archiv$|"
    r"Ähnliche (?:Artikel|Beiträge)|Aktuelle Meldungen|Zum Weiterlesen|Lesetipps?|Empfohlene Artikel|"
    r"Neueste Beiträge|"
    r"Weitere Themen|Newsletter|Kommentare|(?:Stichw[oö]rt|Schlagw[oö]rt)(?:er|e)?\s*(?::|$)|Tags?:|Top-?Themen|Mehr aus )",
    re.I,
)
_TEASER_LINE = re.compile(
    r"(?:\bmehr\s*(?:\.\.\.|…|»|>)|\[mehr\]|\bweiterlesen\b|›\s*$|»\s*$)\s*$|^\[\d{1,2}\.\d{1,2}\.\d{2,4}\]",
    re.I,
)
_CAPTION = re.compile(
    r"^\(?(?:Bildquelle|Foto|Bild|Grafik|Abbildung|Abb\.|Quelle|Illustration|Bildnachweis|©|"
    r"Copyright)\b.{0,150}$|"
    r"^.{0,140}\((?:Foto|Bild|Bildquelle|Quelle|Grafik)\s*:[^)]*\)\s*$|^(?:Im Bild|Auf dem Foto|Unser Foto)\b"
)
_FOOTNOTE = re.compile(
    r"^(?:[¹²³⁴⁵⁶⁷⁸⁹]|\[\d{1,2}\]\s|\*\)?\s(?=[A-Z])|\d{1,2}\s+(?:Vgl\.|Siehe|S\. |Zit\.|Quelle|https?:)|"
    r"(?:Vgl\.|Fußnote)\s|_{3,})"
)
_BOILERPLATE = re.compile(
    r"^(?:Über (?:den|die|das|uns|unsere)\b|Zur Person\b|Zum (?:Verband|Verein|Unternehmen|Hintergrund)\b|"
    r"Hintergrund(?:information(?:en)?)?\b"
    r"|Wer wir sind|Der Verband\s*$|Der Verein\s*$|Infokasten|Info\s*$|Zur Sache\s*$|Kurzporträt|Portrait|"
    r"Porträt|Der Autor|Die Autorin|Zum Autor|Zur Autorin)",
    re.I,
)
_SIGNATURE = re.compile(
    r"(?:Mit (?:freundlichen|besten|herzlichen|kollegialen|vorzüglicher|nachdenklichen)\b|Hochachtungsvoll|"
    r"Gezeichnet|gez\.|"
    r"Für die (?:Fraktion|Unterzeichn|Richtigkeit)|Im Auftrag|Im Namen (?:des|der) [^.]{3,60}$|"
    r"In Vertretung|i\. ?[AV]\.\s*$|"
    r"Erstunterzeichn|Unterzeichn|Verteilt am|\(Verteilt|\(Dienstsiegel|\(Siegel|Das (?:Interview|"
    r"Gespräch) führten?\b|"
    r"Die Fragen stellten?\b|Interview: [A-ZÄÖÜ]|Sprecher(?:in|innen)?: |Abstimmungsergebnis)",
    re.I,
)
_FURNITURE = re.compile(
    r"[\W_]+|.{2,120}(?:\.\s?){4,}\s*\d{1,3}|\W*Anzeige\W*|\(?[\d.]+ Zeichen\b.{0,60}|Abdruck (?:frei|"
    r"honorarfrei)\b.{0,60}|"
    r"(?:Startseite|Home|Sie sind hier)\b.{0,80}|[^>›»|.]{2,40}(?:\s[>›]\s[^>›»|.]{2,40})+|"
    r"(?:Seite|Artikel) (?:drucken|teilen|empfehlen)|Zurück zur Übersicht|Nach oben|Teilen\b.{0,40}"
)
_NEXT = re.compile(
    r"(?:Im nächsten Heft|Mehr zum Thema|Lesen Sie|Weiter im \w+teil|Weitere Berichte|Ebenfalls in dieser)\b"
)
_SELF = re.compile(
    r"(?:vertritt (?!die (?:Ansicht|Auffassung|Meinung|Position))|vereint\b|(?:ist|sind) (?:ein|eine|der|"
    r"die|das|wissenschaftlich\w*|Referent\w*|"
    r"fachlich\w*|Leiter\w*) |versteht sich|"
    r"wurde (?:im Jahr )?\d{4} gegründet|hat seinen Sitz|hat ihren Sitz|zählt \d|besteht aus)"
)
_CLAIM = re.compile(
    r"\b(?:muss|müssen|müsse|soll|solle|sollen|sollte|sollten|dürfen|fordert|fordern|erwartet|erwarten|"
    r"verlangt|"
    r"appelliert|"
    r"bedarf|braucht|brauchen|notwendig|erforderlich|überfällig|Absage|ablehnen|lehnen)\b"
)


_DEMANDING = re.compile(
    r"\b(?:fordert|fordern|verlangt|verlangen|appelliert|appellieren) (?!\w+ ?(?:Verein|Mitglied))"
)


def zones(blocks: Sequence[Block]) -> list[Zone]:
    """Return the zone of each block."""
    result = [_zone_of(block) for block in blocks]
    _mark_sections(blocks, result)
    _mark_end(blocks, result)
    _mark_tail(blocks, result)
    return result


def _zone_of(block: Block) -> Zone:
    text = block.text.text
    if block.kind is BlockKind.NOISE or _FURNITURE.fullmatch(text):
        return Zone.NOISE
    if _TEASER_LINE.search(text) and len(text) < 700 and "mehr" in text[-14:].lower():
        return Zone.TEASER
    if _CAPTION.match(text) and len(text) < 260:
        return Zone.CAPTION
    if _FOOTNOTE.match(text):
        return Zone.FOOTNOTE
    told = block.kind is BlockKind.ITEM and len(text) > 90 and _CONTACT_DATA.search(text) is None
    if (
        _CONTACT.search(text)
        and not told
        and (len(text) < 220 or (len(_CONTACT.findall(text)) > 1 and len(text) < 420))
    ):
        return Zone.CONTACT
    if _SIGNATURE.match(text) and len(text) < 200:
        return Zone.SIGNATURE
    if block.kind is BlockKind.HEADING:
        return Zone.HEADING
    return Zone.BODY


def _mark_sections(blocks: Sequence[Block], result: list[Zone]) -> None:
    """Mark self-descriptions: from their heading to the next heading."""
    inside = False
    for i, block in enumerate(blocks):
        text = block.text.text
        if result[i] in (Zone.HEADING, Zone.BODY) and _BOILERPLATE.match(text) and i > 2:
            opens = (block.kind is BlockKind.HEADING and len(text) < 70) or re.match(
                r"[^.:]{3,60}:", text
            ) is not None
            # „Hintergrund“ may open the body of a paper; a self-description stands in the last part
            late = i > 0.55 * len(blocks) or text.lower().startswith(("über", "zur person"))
            inside = opens and late
        elif block.kind is BlockKind.HEADING and inside:
            inside = result[i] is not Zone.HEADING
        if inside and result[i] is Zone.BODY and _DEMANDING.search(text):
            continue  # „… Der Verband fordert eine Verwaltung, die …“
        if inside and result[i] in (Zone.BODY, Zone.HEADING):
            result[i] = Zone.BOILERPLATE


def _mark_end(blocks: Sequence[Block], result: list[Zone]) -> None:
    """Mark in the last part: hints to other articles, who the body or the author is."""
    last = [i for i, zone in enumerate(result) if zone is not Zone.NOISE]
    if len(last) < 6:
        return
    late = last[int(0.75 * len(last)) :]
    inside = False
    for i in late:
        text = blocks[i].text.text
        if result[i] is Zone.HEADING:
            # the name of a body alone opens its portrait
            inside = is_organisation(text) and "vertritt" not in text
        elif result[i] is Zone.BODY and _NEXT.match(text):
            result[i] = Zone.TEASER
        elif result[i] is Zone.BODY and not _CLAIM.search(text) and len(text) < 600:
            bodies = named_bodies(text[:160])
            person = re.match(PERSON, re.sub(r"^(?:Prof\. |Dr\. )+", "", text))
            subject = person or next((body for body in bodies if body.start < 12), None)
            portrait = i in last[-5:] and subject is not None and _SELF.search(text[:200])
            if inside or (
                portrait and blocks[i].kind is not BlockKind.ITEM and not text.startswith(("„", "»"))
            ):
                result[i] = Zone.BOILERPLATE


def _mark_tail(blocks: Sequence[Block], result: list[Zone]) -> None:
    """Mark what follows „Weitere Meldungen …“ and everything between teasers."""
    for i, block in enumerate(blocks):
        text = block.text.text
        told = re.search(r"[a-zäöüß]{3}[.!] [A-ZÄÖÜ]", text) is not None  # sentences, no heading of hints
        if _TEASERS.match(text) and len(text) < 140 and not told and i > 3:
            rest = [j for j in range(i, len(blocks)) if len(blocks[j].text) > 40]
            later = sum(
                1 for j in rest if _TEASER_LINE.search(blocks[j].text.text) or len(blocks[j].text) < 420
            )
            if later >= 0.6 * len(rest):
                for j in range(i, len(blocks)):
                    result[j] = Zone.TEASER
                return
    teasers = [i for i, zone in enumerate(result) if zone is Zone.TEASER]
    if len(teasers) >= 3:
        for j in range(teasers[0], len(blocks)):
            result[j] = Zone.TEASER

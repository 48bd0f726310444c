"""Stage *zones*: what part of a page a block belongs to; only the body is searched for demands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from .blocks import Block, BlockKind


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
    r"(?:\b(?:Tel(?:efon)?|Fax|Mobil|E-?Mail|Internet|Telefax|IBAN|BIC)\b\s*[.:]|\S+@\S+\.\w+|https?://|\bwww\.|"
    r"\bAnsprechpartner(?:in)?\s*:|\bPressekontakt|\bV\. ?i\. ?S\. ?d\. ?P|\bHerausgeber\s*:|\bImpressum\b|"
    r"\b(?:Kontakt|Rückfragen|Verantwortlich)\s*:|\bPostfach \d|\b\d{5} [A-ZÄÖÜ][a-zäöü]+\s*$)",
)
_TEASERS = re.compile(
    r"^(?:Weitere (?:Meldungen|Beiträge|Artikel|Nachrichten|Informationen zum Thema)|Lesen Sie (?:auch|dazu|mehr)|Mehr zum Thema|"
    r"Das könnte Sie (?:auch )?interessieren|Verwandte (?:Artikel|Beiträge)|Auch interessant|Meistgelesen|Aus dem Archiv|"
    r"Ähnliche (?:Artikel|Beiträge)|Aktuelle Meldungen|Zum Weiterlesen|Lesetipps?|Empfohlene Artikel|Neueste Beiträge|"
    r"Weitere Themen|Newsletter|Kommentare|Stichw[oö]rt|Schlagw[oö]rt|Tags?:|Top-?Themen|Mehr aus )",
    re.I,
)
_TEASER_LINE = re.compile(
    r"(?:\bmehr\s*(?:\.\.\.|…|»|>)|\[mehr\]|\bweiterlesen\b|›\s*$|»\s*$)\s*$|^\[\d{1,2}\.\d{1,2}\.\d{2,4}\]",
    re.I,
)
_CAPTION = re.compile(
    r"^\(?(?:Bildquelle|Foto|Bild|Grafik|Abbildung|Abb\.|Quelle|Illustration|Bildnachweis|©|Copyright)\b.{0,150}$|"
    r"^.{0,140}\((?:Foto|Bild|Bildquelle|Quelle|Grafik)\s*:[^)]*\)\s*$|^(?:Im Bild|Auf dem Foto|Unser Foto)\b"
)
_FOOTNOTE = re.compile(
    r"^(?:[¹²³⁴⁵⁶⁷⁸⁹]|\[\d{1,2}\]\s|\*\)?\s(?=[A-Z])|\d{1,2}\s+(?:Vgl\.|Siehe|S\. |Zit\.|Quelle|https?:)|(?:Vgl\.|Fußnote)\s|_{3,})"
)
_BOILERPLATE = re.compile(
    r"^(?:Über (?:den|die|das|uns|unsere)\b|Zur Person\b|Zum (?:Verband|Verein|Unternehmen|Hintergrund)\b|Hintergrund(?:information(?:en)?)?\b"
    r"|Wer wir sind|Der Verband\s*$|Der Verein\s*$|Infokasten|Info\s*$|Zur Sache\s*$|Kurzporträt|Portrait|Porträt|Der Autor|Die Autorin|Zum Autor|Zur Autorin)",
    re.I,
)
_SIGNATURE = re.compile(
    r"^(?:Mit (?:freundlichen|besten|herzlichen|kollegialen|vorzüglicher)\b|Hochachtungsvoll|Gezeichnet|gez\.|Für die (?:Fraktion|Unterzeichn)|"
    r"Im Auftrag|Im Namen|Erstunterzeichn|Unterzeichn|Verteilt am|\(Verteilt)",
    re.I,
)


def zones(blocks: Sequence[Block]) -> list[Zone]:
    """Return the zone of each block."""
    result = [_zone_of(block) for block in blocks]
    _mark_sections(blocks, result)
    _mark_tail(blocks, result)
    return result


def _zone_of(block: Block) -> Zone:
    text = block.text.text
    if block.kind is BlockKind.NOISE:
        return Zone.NOISE
    if _TEASER_LINE.search(text) and len(text) < 700 and "mehr" in text[-14:].lower():
        return Zone.TEASER
    if _CAPTION.match(text) and len(text) < 260:
        return Zone.CAPTION
    if _FOOTNOTE.match(text):
        return Zone.FOOTNOTE
    if _CONTACT.search(text) and (len(text) < 220 or len(_CONTACT.findall(text)) > 1 and len(text) < 420):
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
            opens = (
                block.kind is BlockKind.HEADING
                and len(text) < 70
                or re.match(r"[^.:]{3,60}:", text) is not None
            )
            # „Hintergrund“ may open the body of a paper; a self-description stands in the last part
            late = i > 0.55 * len(blocks) or text.lower().startswith(("über", "zur person"))
            inside = opens and late
        elif block.kind is BlockKind.HEADING and inside:
            inside = result[i] is not Zone.HEADING
        if inside and result[i] in (Zone.BODY, Zone.HEADING):
            result[i] = Zone.BOILERPLATE


def _mark_tail(blocks: Sequence[Block], result: list[Zone]) -> None:
    """Mark what follows „Weitere Meldungen …“ and everything between teasers."""
    for i, block in enumerate(blocks):
        text = block.text.text
        if _TEASERS.match(text) and len(text) < 140 and i > 3:
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

"""What a document says of itself: type, title, date, place, publisher, authors, number, events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from forderungsgraph.model import DocumentFacts, DocumentType

from .authors import authors_of
from .blocks import Block, BlockKind
from .closing import imprinted, issuer_at_end, titled_issuer
from .dates import DATE
from .datings import date_of, events_of, place_of
from .firstline import issuer_at_top
from .issuers import Letterhead, joint_issuers, letterhead_by_place, speaking_together
from .kinds import document_type
from .masthead import HeadLine, bylines, masthead
from .publisher import MEDIA, body_of_office, publisher_of
from .roles import Role, strip_markup, type_at
from .states import state_of
from .titles import title_of
from .zones import Zone

_COALITION = DocumentType.COALITION_AGREEMENT
_OF_PARLIAMENT = (DocumentType.MOTION, DocumentType.PARLIAMENTARY_QUESTION, DocumentType.DECISION)
_OF_MEDIA = (Role.MEDIUM, Role.NAVIGATION, Role.AUTHOR)
_BRACKET_DATE = re.compile(r"\[\d{1,2}\.\d{1,2}\.\d{4}\]")


def document_facts(text: str, blocks: Sequence[Block], zones: Sequence[Zone]) -> DocumentFacts:
    """Return what can be read off a document; what it does not say is None.

    :param text: the source text that ``blocks`` were made of
    """
    head = masthead(text, blocks, zones)
    kept = [b for b, z in zip(blocks, zones, strict=True) if z not in (Zone.TEASER, Zone.NOISE)]
    end = head[-1].block + 1 if head else 0
    head = (*head, *bylines(text, blocks, end))
    following = [
        strip_markup(b.text.text).replace("**", "")
        for b in blocks[end : end + 12]
        if b.kind is not BlockKind.NOISE
    ]
    tail = [b.text.text for b in kept[-9:] if b not in blocks[:end]]
    ends = [b.text.text for b in kept[1:][-9:]]  # of a short text all but its title may be head
    body = "\n".join(b.text.text for b in kept)
    head_text = "\n".join(line.text for line in head if line.role is not Role.ADDRESSEE)
    kind = document_type(head, blocks, zones)
    state = state_of(body, head_text)
    placed = None
    unmarked = kind is DocumentType.ARTICLE and not any(line.role in _OF_MEDIA for line in head)
    if unmarked and _BRACKET_DATE.search(body[:1500]) is None:
        placed = letterhead_by_place(head, tail, body) or _stated(head, ends, body)
    elif kind is DocumentType.ARTICLE and not any(line.role is Role.MEDIUM for line in head):
        editor = imprinted(ends)
        placed = Letterhead(editor, None) if editor is not None else None
    if placed is not None and kind is DocumentType.ARTICLE:
        # nothing says that a medium prints it, and somebody issues it
        kind = DocumentType.POSITION_PAPER
    elif kind not in MEDIA and not any(line.role is Role.ORGANISATION for line in head[:4]):
        placed = letterhead_by_place(head, tail, body)
    if placed is not None and placed.line is not None:
        line = replace(head[placed.line], role=Role.ORGANISATION)
        head = (*head[: placed.line], line, *head[placed.line + 1 :])
    running = [b.text.text for b, z in zip(blocks, zones, strict=True) if z is Zone.NOISE]
    publisher = (
        body_of_office(placed.name)
        if placed is not None
        else publisher_of(kind, head, tail, body, state, running)
    )
    if publisher is None and kind not in (*MEDIA, *_OF_PARLIAMENT, _COALITION):
        stated_issuer = _stated(head, ends, body)
        publisher = stated_issuer.name if stated_issuer is not None else None
    publisher = _numbered(publisher, f"{head_text}\n{body}")
    together = (
        () if kind in (*MEDIA, *_OF_PARLIAMENT) else joint_issuers(head, tail) or joint_issuers((), ends)
    )
    unsigned = placed is None and not any(line.role is Role.ORGANISATION for line in head)
    if not together and unsigned and kind is DocumentType.PRESS_RELEASE:
        together = speaking_together(body)
        together = together if publisher in together else ()
    date, certainty = date_of(kind, head, following, tail)
    return DocumentFacts(
        type=kind, title=title_of(head, kind), date=date, date_certainty=certainty,
        place=place_of(kind, head, following, tail),
        publisher=None if publisher is None and kind is _COALITION else together[0] if together else publisher,
        authors=together or authors_of(kind, head, following[:4], tail, body, publisher),
        territory=state or state_of(body, head_text, publisher or ""), number=_number(head),
        events=events_of(head, following),
    )  # fmt: skip


def _numbered(name: str | None, text: str) -> str | None:
    """Return a name with the number before it that belongs to it: *Q47 – Zentrum für Muster*; no letters make *Q47*."""
    plain = re.sub(r" e\. ?V\.$", "", name or "")
    match = (
        re.search(rf"(?<![\w-])(?P<number>[A-ZÄÖÜ]\d{{1,3}}) [–-] {re.escape(plain)}", text)
        if plain
        else None
    )
    return f"{match['number']} – {name}" if match else name


def _stated(head: Sequence[HeadLine], ends: Sequence[str], body: str) -> Letterhead | None:
    """Return the issuer that the first lines, a title or the end of the document name."""
    name = (
        issuer_at_top(head, body)
        or titled_issuer([line.text for line in head[:5]])
        or issuer_at_end(ends, body)
    )
    return Letterhead(name, None) if name is not None else None


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

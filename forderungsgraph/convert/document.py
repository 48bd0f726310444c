"""The converter: one text in, one ``Conversion`` out. Pure: no files, no clock, no state between texts."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import (
    Actor,
    Conversion,
    Demand,
    DocumentFacts,
    DocumentType,
    EntityKind,
    Mention,
    NameKind,
    Origin,
    Sidecar,
)
from ..registers import Registers
from . import details
from .actors import ActorFinder
from .blocks import Block, blocks
from .bodies import Body
from .calibration import Calibration, shipped_calibration
from .discourse import Discourse
from .entities import EntityContext, EntityFinder, resolve_back
from .facts import document_facts
from .families import families, written
from .findings import Finding
from .gazetteer import Gazetteer, fold
from .guests import guest_of
from .introductions import Introductions
from .journal import SILENT, Journal
from .knowledge import inherit_addressee, known_facts, shown_name, too_generic
from .letters import letter_addressees
from .lexicon import Lexicon, shipped_lexicon
from .masthead import masthead
from .namebook import PUBLIC_CLASSES, authors, body_named, names_of
from .naming import one_name_each
from .normalise import clean
from .people import People
from .reading import Reader
from .score import REVIEW_FROM, THRESHOLD
from .sentences import split
from .states import SEATS
from .tokens import tokenize
from .tone import tone_of
from .voice import own_voice, signature
from .zones import Zone, zones

_ENTITY_ZONES = frozenset({Zone.BODY, Zone.HEADING, Zone.BOILERPLATE, Zone.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the stages found in one document, for explanations."""

    facts: DocumentFacts
    blocks: tuple[Block, ...]
    zones: tuple[Zone, ...]
    findings: tuple[Finding, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A reading and what it started from.

    :param stated: what the text says of itself, before the sidecar is asked
    :param authors: who speaks where nobody else does
    :param names: the document's own names for bodies
    :param letter: to whom a letter is written
    """

    reading: Reading
    stated: DocumentFacts
    authors: tuple[Body, ...]
    names: tuple[tuple[str, Body], ...]
    letter: tuple[Body, ...]


# kinds that somebody may write in his own name without a letterhead, with the points that show who it is
_OWN_VOICED = {
    DocumentType.ARTICLE: 3,
    DocumentType.PAPER: 3,
    DocumentType.STATEMENT: 2,
    DocumentType.ELECTION_PROGRAMME: 2,
    DocumentType.POSITION_PAPER: 2,
    DocumentType.DEMAND_CATALOGUE: 2,
    DocumentType.PRESS_RELEASE: 2,
    DocumentType.OPEN_LETTER: 2,
    DocumentType.RESOLUTION: 2,
}


# a letterhead has the name of a seat of government as well
_SEATS = frozenset(fold(name) for name in (*SEATS, "Berlin", "Brüssel"))
# levels of government that are several bodies
_LEVELS = frozenset(("laender", "kommunen"))


class Converter:
    """Converts texts to the model. Make one and use it for many documents."""

    def __init__(
        self, registers: Registers, lexicon: Lexicon | None = None, calibration: Calibration | None = None
    ) -> None:
        self._lexicon = lexicon or shipped_lexicon()
        self._calibration = calibration or shipped_calibration()
        self._registers = registers
        self._entities = EntityFinder(registers)
        self._people = People(self._lexicon)
        self._families = families(registers, PUBLIC_CLASSES)
        self._organisations: Gazetteer[Body] = Gazetteer(
            (
                text,
                Body(
                    shown_name(entity, name), entity.key, entity.cls in PUBLIC_CLASSES, entity.key in _LEVELS
                ),
            )
            for (kind, _), entity in registers.recognised.items()
            if kind is EntityKind.ORGANISATION
            for name in entity.names
            if name.territory is None and name.kind is not NameKind.NEGATIVE and not too_generic(name.text)
            for text in written(name.text.removeprefix("die "))
        )

    def convert(self, text: str, *, name: str, sidecar: Sidecar | None = None) -> Conversion:
        """Return what ``text`` demands.

        :param text: the text exactly as stored
        :param name: file name, for the record
        :param sidecar: what is known of the text from outside; it wins over what the text says
        """
        return self.conclude(text, self.read(text, sidecar=sidecar), name=name)

    def conclude(self, text: str, reading: Reading, *, name: str) -> Conversion:
        """Return what a reading of ``text`` amounts to: demands, and what is kept for review."""
        found = self.weighed(text, reading)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return Conversion(
            name=name,
            sha256=digest,
            length=len(text),
            facts=reading.facts,
            demands=tuple(demand for weight, demand in found if weight >= THRESHOLD),
            mentions=reading.mentions,
            review=tuple(demand for weight, demand in found if weight < THRESHOLD),
        )

    def weighed(self, text: str, reading: Reading) -> list[tuple[float, Demand]]:
        """Return all findings that are worth a look, with the weights that decide which are demands."""
        found: list[tuple[float, Demand]] = []
        sentences: dict[int, list[tuple[int, int]]] = {}
        for finding in reading.findings:
            if finding.candidate.weight >= REVIEW_FROM:
                if finding.block not in sentences:
                    sentences[finding.block] = split(reading.blocks[finding.block].text.text)
                demand = self._demand(text, reading, finding, sentences[finding.block])
                found.append((finding.candidate.weight, demand))
        return found

    def read(self, text: str, *, sidecar: Sidecar | None = None) -> Reading:
        """Return the results of all stages for one text."""
        return self.trace(text, SILENT, sidecar=sidecar).reading

    def trace(self, text: str, journal: Journal, *, sidecar: Sidecar | None = None) -> Trace:
        """Return the results of all stages with what they started from; tell ``journal`` what was decided."""
        laid_out = blocks(clean(text))
        zoned = zones(laid_out)
        stated = document_facts(text, laid_out, zoned)
        facts = known_facts(stated, sidecar)
        body_texts = [b.text.text for b, z in zip(laid_out, zoned, strict=True) if z is not Zone.TEASER]
        author = authors(facts, self._registers)
        if facts.type is DocumentType.ARTICLE and (guest := guest_of(laid_out, facts.authors)) is not None:
            author = (body_named(guest, self._registers),)
        names = names_of(body_texts, author, facts, self._registers, self._families)
        finder = ActorFinder(self._organisations, names.full, facts.territory, names.short)
        enough = _OWN_VOICED.get(facts.type) if facts.type is not None and not author else None
        if enough is not None and (own := _voice(body_texts, finder, enough, self._registers)) is not None:
            author = (own,)
            names = names_of(body_texts, author, facts, self._registers, self._families)
            finder = ActorFinder(self._organisations, names.full, facts.territory, names.short)
        introductions = Introductions(finder, self._people, author)
        introductions.read(
            (i, block.text.text)
            for i, (block, zone) in enumerate(zip(laid_out, zoned, strict=True))
            if zone not in (Zone.TEASER, Zone.NOISE)
        )
        discourse = Discourse(finder, self._lexicon, introductions)
        tone = tone_of(laid_out, zoned)
        findings = Reader(finder, discourse, self._lexicon, facts.type, tone, journal).read(laid_out, zoned)
        head = masthead(text, laid_out, zoned)
        letter = letter_addressees(head, laid_out, zoned, finder, facts.territory)
        findings = inherit_addressee(
            findings,
            letter,
            facts,
            [e.body for e in finder.referents.entries if not e.person and e.head not in _SEATS],
        )
        context = self._entities.context(body_texts, facts.territory)
        mentions = self._mentions(laid_out, zoned, context)
        if facts.publisher and facts.publisher_key is None:
            known = self._registers.resolve(EntityKind.ORGANISATION, facts.publisher)
            facts = replace(facts, publisher_key=known.key if known else None)
        reading = Reading(facts, tuple(laid_out), tuple(zoned), tuple(findings), mentions)
        return Trace(reading, stated, author, (*names.full, *names.short), letter)

    def _mentions(
        self, laid_out: Sequence[Block], zoned: Sequence[Zone], context: EntityContext
    ) -> tuple[Mention, ...]:
        found: list[Mention] = []
        for block, zone in zip(laid_out, zoned, strict=True):
            if zone in _ENTITY_ZONES:
                found += self._entities.find(block.text, tokenize(block.text.text), context)
        return one_name_each(sorted(found, key=lambda mention: (mention.span, mention.kind, mention.name)))

    def _demand(
        self, text: str, reading: Reading, finding: Finding, sentences: Sequence[tuple[int, int]]
    ) -> Demand:
        block = reading.blocks[finding.block]
        candidate = finding.candidate
        part = block.text.slice(candidate.start, candidate.end)
        span = block.text.span(candidate.start, candidate.end)
        first, behind = (bisect_left(reading.mentions, at, key=_start) for at in (span.start, span.end))
        mentions = [m for m in reading.mentions[first:behind] if m.span.end <= span.end]
        if not any(m.kind is EntityKind.LAW for m in mentions):
            nearest = (reading.mentions[i] for i in range(first - 1, -1, -1))
            back = resolve_back(part.text, (m for m in nearest if m.span.end <= span.start), span.start)
            if back is not None:
                mentions.append(back)
        origin = Origin.STATED if candidate.demanders else Origin.DOCUMENT
        return Demand(
            spans=(span,),  # page headers stay inside a demand (guideline)
            text=text[span.start : span.end],
            wording=part.text,
            kind=candidate.kind,
            speech_act=candidate.act,
            demanders=tuple(self._actor(b, origin, candidate.rule) for b in finding.speakers),
            addressees=tuple(
                self._actor(b, Origin.INHERITED if finding.inherited else Origin.STATED, candidate.rule)
                for b in finding.addressees or ()
            ),
            mentions=tuple(mentions),
            section=finding.section,
            confidence=self._calibration.demand(candidate.rule, candidate.weight),
            rule=candidate.rule,
            instruments=details.instruments(part.text, candidate.act),
            topics=details.topics(part.text, mentions),
            target_groups=details.target_groups(part.text),
            deadlines=details.deadlines(part),
            amounts=details.amounts(part),
            sentence=_sentence(block.text.text, sentences, candidate.start, candidate.end),
            notes=candidate.notes,
        )

    def _actor(self, body: Body, origin: Origin, rule: str) -> Actor:
        key = body.key
        if key is None:
            entity = self._registers.resolve(EntityKind.ORGANISATION, body.name)
            key = entity.key if entity is not None else None
        return Actor(body.name, key, origin, rule)


def _voice(texts: Sequence[str], finder: ActorFinder, enough: int, registers: Registers) -> Body | None:
    signed = signature(texts)
    return body_named(signed, registers) if signed is not None else own_voice(texts, finder, enough)


def _start(mention: Mention) -> int:
    return mention.span.start


def _sentence(text: str, sentences: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """Return the whole ``sentences`` of ``text`` that the part from ``start`` to ``end`` touches."""
    touched = [(a, b) for a, b in sentences if a < end and start < b]
    return text[min(start, touched[0][0]) : max(end, touched[-1][1])] if touched else text[start:end]

"""Values that converters produce and the graph is made of. Plain data: no RDF, no files.

Offsets are Unicode code points in the text exactly as stored (W3C Web Annotation Data Model,
TextPositionSelector): ``text[span.start:span.end]`` is the annotated part.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class DocumentType(StrEnum):
    """Types of documents; values are the German names of the annotation guideline."""

    RESOLUTION = "Resolution"
    DECISION = "Beschluss"
    PRESS_RELEASE = "Pressemitteilung"
    MOTION = "Antrag"
    POSITION_PAPER = "Positionspapier"
    STATEMENT = "Stellungnahme"
    DEMAND_CATALOGUE = "Forderungskatalog"
    ARTICLE = "Artikel"
    INTERVIEW = "Interview"
    ELECTION_PROGRAMME = "Wahlprogramm"
    COALITION_AGREEMENT = "Koalitionsvertrag"
    PARLIAMENTARY_QUESTION = "Kleine Anfrage"
    PAPER = "Fachtext"
    REPORT = "Bericht"
    OPEN_LETTER = "Offener Brief"


class DemandKind(StrEnum):
    """By what signal a demand is recognised (annotation guideline, 2.1)."""

    EXPLICIT = "explicit"
    MODAL = "modal"
    EXPECTATION = "expectation"


class SpeechAct(StrEnum):
    """What the demander does by saying it; concepts of the scheme ``speech-act``."""

    REQUEST = "request"
    OBLIGATION = "obligation"
    EXPECTATION = "expectation"
    REJECTION = "rejection"
    RECOMMENDATION = "recommendation"


class Instrument(StrEnum):
    """What kind of act is demanded; concepts of the scheme ``instrument``."""

    LEGISLATION = "legislation"
    AMENDMENT = "amendment"
    ENTRY_INTO_FORCE = "entry-into-force"
    FUNDING = "funding"
    PROVISION = "provision"
    ACCESSION = "accession"
    STANDARDISATION = "standardisation"
    PARTICIPATION = "participation"
    REVIEW = "review"
    REPORTING = "reporting"
    TRAINING = "training"
    INFRASTRUCTURE = "infrastructure"
    COORDINATION = "coordination"
    SUPPORT = "support"
    OMISSION = "omission"


class EntityKind(StrEnum):
    """Kinds of things that a text mentions and a register knows; values are parts of IRIs."""

    LAW = "law"
    SERVICE = "service"
    PROGRAMME = "programme"
    PRINCIPLE = "principle"
    ORGANISATION = "organisation"


class Certainty(StrEnum):
    """How sure a fact is; concepts of the scheme ``certainty``."""

    STATED = "stated"
    CHECKED = "checked"
    SINGLE = "single"
    ESTIMATED = "estimated"
    INFERRED = "inferred"


class Origin(StrEnum):
    """Where an actor of a demand comes from."""

    STATED = "stated"
    INHERITED = "inherited"
    DOCUMENT = "document"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the source text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span {self.start}–{self.end}")

    def overlap(self, other: Span) -> float:
        """Return the common part as a share of both together, 0 to 1 (annotation guideline, 6)."""
        common = min(self.end, other.end) - max(self.start, other.start)
        return max(0, common) / (max(self.end, other.end) - min(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who demands, or of whom it is demanded.

    :param name: full name, e.g. ``Land Niedersachsen``
    :param key: key in the register of organisations, or None where the register does not know it
    """

    name: str
    key: str | None
    origin: Origin
    rule: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A law, service, programme, principle or organisation named in a text.

    :param name: usual short name for output, e.g. ``OZG``
    :param key: key in the register, or None where the register does not know it
    :param provision: cited part of a law in canonical form, e.g. ``§ 12 Abs. 1``
    """

    kind: EntityKind
    name: str
    key: str | None
    span: Span
    rule: str
    provision: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when; ``value`` is a lexical form of xsd:date, xsd:gYearMonth or xsd:gYear, None if relative."""

    text: str
    value: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money; ``value`` in units of ``currency`` (ISO 4217)."""

    text: str
    value: Decimal
    currency: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A person's decision on a demand.

    :param by: role or initials; no contact data
    :param why: None where nothing was said
    """

    by: str
    on: datetime.date
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand (annotation guideline, 2.2).

    :param spans: evidence in the source; several where page noise cuts a demand
    :param text: ``source[spans[0].start:spans[-1].end]``
    :param wording: the text for readers: hyphenation undone, white space folded
    :param confidence: share of findings like this one that were right on annotated texts, 0 to 1
    :param rule: identifier of the rule that found it
    :param sentence: the whole sentences in which it stands, for readers
    :param notes: names of the conditions that raised or lowered the weight by which it is a demand
    :param reviewed: who decided that it is one; None: nobody has looked
    """

    spans: tuple[Span, ...]
    text: str
    wording: str
    kind: DemandKind
    speech_act: SpeechAct
    demanders: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    section: str
    confidence: float
    rule: str
    instruments: tuple[Instrument, ...] = ()
    topics: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    amounts: tuple[Money, ...] = ()
    sentence: str = ""
    notes: tuple[str, ...] = ()
    reviewed: Reviewed | None = None

    @property
    def span(self) -> Span:
        """The whole range from the first to the last part."""
        return Span(self.spans[0].start, self.spans[-1].end)


@dataclass(frozen=True, slots=True)
class EventFact:
    """A meeting named in a document: ``20. Städteversammlung``, its place and day."""

    name: str
    date: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says of itself; None where it does not say.

    :param date: ISO 8601 date
    :param territory: key of the Land the document is about, e.g. ``ni``
    :param number: number of the press release, printed paper …
    """

    type: DocumentType | None = None
    title: str | None = None
    date: str | None = None
    date_certainty: Certainty | None = None
    place: str | None = None
    publisher: str | None = None
    publisher_key: str | None = None
    authors: tuple[str, ...] = ()
    territory: str | None = None
    number: str | None = None
    events: tuple[EventFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversion:
    """The result of converting one document.

    :param name: file name of the text
    :param sha256: hexadecimal SHA-256 of the file's bytes
    :param mentions: all mentions outside page noise, in order of position
    :param review: what is too unsure to be a demand, but worth a look
    """

    name: str
    sha256: str
    length: int
    facts: DocumentFacts
    demands: tuple[Demand, ...]
    mentions: tuple[Mention, ...] = ()
    review: tuple[Demand, ...] = ()

    def with_border(self, confidence: float) -> Conversion:
        """Return the same findings, those from ``confidence`` on as demands and the others for review."""
        found = sorted((*self.demands, *self.review), key=lambda demand: demand.spans)
        return replace(
            self,
            demands=tuple(demand for demand in found if demand.confidence >= confidence),
            review=tuple(demand for demand in found if demand.confidence < confidence),
        )


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of a corpus text from outside it; see ``data/corpus/README.md``.

    :param type: None only where ``unchecked`` says so; ``publisher`` alike
    :param original_sha256: digest of the file from which the text was taken, if it is not the text itself
    :param unchecked: keys whose values were proposed and checked by nobody, or could not be found out
    """

    slug: str
    title: str
    type: DocumentType | None
    publisher: str | None
    sha256: str
    rights: str
    source: str
    authors: tuple[str, ...] = ()
    date: datetime.date | None = None
    date_certainty: Certainty | None = None
    date_note: str | None = None
    place: str | None = None
    territory: str | None = None
    number: str | None = None
    event: str | None = None
    original_sha256: str | None = None
    original_media_type: str | None = None
    unchecked: tuple[str, ...] = ()
    language: str = "de"
    note: str | None = None


class NameKind(StrEnum):
    """What a name in a register is to its entity; a citation counts beside § or Art. only."""

    OFFICIAL = "official"
    SHORT = "short"
    ABBREVIATION = "abbreviation"
    CITATION = "citation"
    DRAFT = "draft"
    ALIAS = "alias"
    INSTANCE = "instance"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class RegisterName:
    """A name by which texts call an entity of a register.

    :param shown: how extraction output writes a mention by this name (default: the name itself)
    :param territory: key of the Land in whose documents the name means this entity (None: everywhere)
    """

    text: str
    kind: NameKind
    shown: str | None = None
    territory: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterEntity:
    """An entry of a register as converters see it.

    :param cls: local name of the ontology class, e.g. ``MunicipalAssociation``
    :param territory: key of the territory it belongs to (``de``, ``ni``, ``nw``, …), None if none
    :param reviewed: False if only the lexicon of names knows it: it is recognised, but no fact is kept
    """

    kind: EntityKind
    key: str
    label: str
    label_en: str
    cls: str
    names: tuple[RegisterName, ...] = ()
    territory: str | None = None
    abbreviation: str | None = None
    reviewed: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a build, for progress displays."""

    stage: str
    done: int
    total: int
    label: str = field(default="")

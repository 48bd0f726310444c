"""What an explanation says: every stage's result for one document, as plain values.

A ``Mark`` is a stretch of the source with what was seen in it; ``text`` is exactly ``source[start:end]``.
Identifiers (``why``, ``outcome``, factors, rules …) are explained in ``data/lexicon/rules.toml`` and named in
``data/lexicon/labels.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..convert.candidates import Factor
from ..model import Demand, Mention, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source.

    :param label: what was seen in it: the name of a body, a kind of clause, a reason …
    """

    span: Span
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of the document.

    :param name: field of ``DocumentFacts``
    :param source: ``sidecar``, ``text`` (stands there literally), ``concluded``, ``missing``
    :param place: where it stands, None unless it does literally
    """

    name: str
    value: str
    source: str
    place: Mark | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A place where the running text differs from the source, beyond white space.

    :param running: what stands there instead; "" where it was dropped
    """

    span: Span
    source: str
    running: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead-in or heading that says what the items below it are.

    :param demand: False: what is below is only stated
    """

    block: int
    mark: Mark
    demand: bool
    announced: bool
    demanders: tuple[str, ...]
    addressees: tuple[str, ...]

    @property
    def rule(self) -> str:
        """Identifier of the rule that understood it."""
        return self.mark.label


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance: what one speaker says in a sentence.

    :param speakers: who speaks, "" for nobody known
    :param voice: how that is known (``[voice]`` in the labels)
    :param clauses: parts between commas, labelled with their kind
    :param actors: bodies named, labelled with their full names
    """

    mark: Mark
    quoted: bool
    reported: bool
    speakers: tuple[str, ...]
    voice: str
    clauses: tuple[Mark, ...]
    actors: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with how it was weighed; ``mark.label`` is its rule.

    :param base: weight of the rule
    :param weight: after all factors
    :param decision: ``demand``, ``review``, ``below``, ``overlapped``, ``withdrawn``
    :param stronger: rule of the candidate that overlaps it, "" if none
    """

    mark: Mark
    base: float
    factors: tuple[Factor, ...]
    weight: float
    decision: str
    stronger: str = ""

    @property
    def rule(self) -> str:
        """Identifier of its rule."""
        return self.mark.label


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word; ``mark.label`` is its list (``[cue]`` in the labels).

    :param clause: kind of the clause in which it stands
    """

    mark: Mark
    clause: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what became of it; a block that is not searched counts as one.

    :param number: counted through the document from 1; ``mark.label`` is the outcome
    :param refusals: cue words that demand nothing, labelled with the reason
    :param cues: cue words of a sentence in which no rule found anything
    :param lead: the neutral lead-in because of which it was not searched, None for others
    :param demands: numbers of the demands of which it is a part
    """

    number: int
    mark: Mark
    said: tuple[Said, ...] = ()
    candidates: tuple[Weighed, ...] = ()
    refusals: tuple[Mark, ...] = ()
    cues: tuple[Cue, ...] = ()
    lead: Lead | None = None
    demands: tuple[int, ...] = ()

    @property
    def outcome(self) -> str:
        """What became of it (``[[outcome]]`` of the rules)."""
        return self.mark.label


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the layout.

    :param mark: its place in the source; the label is its zone
    :param running: its text without line breaks and hyphenation
    :param folded: how many stretches of white space became one blank
    :param lead: what its lead-in or heading makes of what follows, None if it says nothing
    """

    number: int
    mark: Mark
    kind: str
    style: str
    marker: str
    section: str
    running: str
    folded: int
    changes: tuple[Change, ...]
    lead: Lead | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """What was recognised in the words of a demand.

    :param scheme: ``topic``, ``instrument``, ``target-group``
    :param cues: the cue words; empty where a mentioned law or service, or the speech act, decided
    """

    scheme: str
    key: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A demand, or what may be one, and how it came about.

    :param number: counted through the document from 1
    :param key: identifier in the graph, behind ``…/id/demand/``
    :param status: ``graph``, ``repetition``, ``nobody``, ``review``; by people: ``rejected``, ``replaced``
    :param candidate: None where people added the demand
    :param lead: the lead-in of an item, None for others
    :param voice: how it is known who demands
    :param addressed: how it is known of whom
    """

    number: int
    key: str
    status: str
    demand: Demand
    candidate: Weighed | None
    block: int
    sentences: tuple[int, ...]
    lead: Lead | None
    voice: str
    addressed: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one document.

    :param name: file name of the text
    :param slug: its name in identifiers
    :param format: of the file
    :param notes: what had to be assumed when it was read
    :param text: the source exactly as stored; all spans refer to it
    :param names: the document's own names for bodies: (name, body)
    :param focus: numbers of the sentences asked for; empty: the whole document
    """

    name: str
    slug: str
    format: str
    notes: tuple[str, ...]
    sha256: str
    text: str
    facts: tuple[Fact, ...]
    names: tuple[tuple[str, str], ...]
    paragraphs: tuple[Paragraph, ...]
    demands: tuple[Derivation, ...]
    mentions: tuple[Mention, ...]
    threshold: float
    review_from: float
    focus: tuple[int, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph.sentences)

"""What was recorded about one document, ready to be told: findings with their fate, lead-ins, marks."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from ..convert.bodies import Body
from ..convert.candidates import Candidate
from ..convert.document import Trace
from ..convert.findings import Finding
from ..convert.frames import Frame
from ..convert.journal import Found, Heard, Opened, Passed, Record
from ..convert.score import REVIEW_FROM, THRESHOLD
from ..graph import demand_key
from ..model import Conversion, Demand
from .model import Lead, Mark, Weighed


@dataclass(frozen=True, slots=True)
class Fate:
    """A finding with what became of it.

    :param found: as it was made
    :param final: with the addressee of the document
    :param demand: None where it is too unsure even for review
    :param number: of the demand, 0 if it is none
    :param status: as in ``Derivation``, or ``below``
    """

    found: Found
    final: Finding
    demand: Demand | None
    number: int
    key: str
    status: str


class _Placed(Protocol):
    @property
    def block(self) -> int: ...


_T = TypeVar("_T", bound=_Placed)


def _by_block(placed: Iterable[_T]) -> Mapping[int, Sequence[_T]]:
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for one in placed:
        found[one.block].append(one)
    return found


class Recorded:
    """What was recorded about one document.

    :param text: the source exactly as stored
    :param slug: name of the document in identifiers
    """

    def __init__(self, text: str, slug: str, trace: Trace, record: Record, conversion: Conversion) -> None:
        self.text = text
        self.trace = trace
        self.sections = record.sections
        self.blocks = trace.reading.blocks
        self.zones = trace.reading.zones
        self._record = record
        self._given_up = {id(finding) for finding in record.given_up}
        self._utterances = _by_block(sorted(record.utterances, key=lambda one: one.utterance.start))
        self._stretches = _by_block(record.stretches)
        self._frames = _by_block(record.frames)
        self.fates = tuple(self._decided(slug, conversion))
        self._fates: defaultdict[int, list[Fate]] = defaultdict(list)
        for fate in self.fates:
            self._fates[fate.final.block].append(fate)

    def _decided(self, slug: str, conversion: Conversion) -> Iterator[Fate]:
        kept = [found for found in self._record.findings if id(found.finding) not in self._given_up]
        demands, review = iter(conversion.demands), iter(conversion.review)
        keys: set[str] = set()
        number = 0
        for found, final in zip(kept, self.trace.reading.findings, strict=True):
            decision = decision_of(final.candidate)
            if decision == "below":
                yield Fate(found, final, None, 0, "", "below")
                continue
            demand = next(demands if decision == "demand" else review)
            key = demand_key(slug, demand, self.text)
            status = decision
            if decision == "demand":
                status = "nobody" if not demand.demanders else "repetition" if key in keys else "graph"
                keys |= {key} if demand.demanders else set()
            number += 1
            yield Fate(found, final, demand, number, key, status)

    def heard(self, block: int, start: int, end: int) -> list[Heard]:
        """Return what was heard in a stretch of a block."""
        told = self._utterances.get(block, ())
        first = bisect_left(told, start, key=lambda one: one.utterance.start)
        return list(told[first : bisect_left(told, end, key=lambda one: one.utterance.start)])

    def heard_in(self, fate: Fate) -> Heard | None:
        """Return the utterance of a finding, None for an item of a list."""
        origin = fate.found.origin
        if isinstance(origin, Frame):
            return None
        return next(one for one in self._utterances[fate.final.block] if one.utterance is origin[1])

    def fates_in(self, block: int, start: int, end: int) -> list[Fate]:
        """Return the findings that overlap a stretch of a block."""
        return [
            fate
            for fate in self._fates.get(block, ())
            if fate.final.candidate.start < end and start < fate.final.candidate.end
        ]

    def passed(self, block: int, start: int, end: int) -> list[Passed]:
        """Return the stretches that were not searched and overlap a stretch of a block."""
        return [one for one in self._stretches.get(block, ()) if one.start < end and start < one.end]

    def opened(self, block: int) -> Sequence[Opened]:
        """Return the lead-ins of a block."""
        return self._frames.get(block, ())

    @cached_property
    def _leads(self) -> dict[int, Lead]:
        """Each frame by its identity, where it was opened first."""
        leads: dict[int, Lead] = {}
        for opened in self._record.frames:
            frame = opened.frame
            if id(frame) not in leads:
                leads[id(frame)] = Lead(
                    block=opened.block,
                    mark=self.mark(opened.block, opened.start, opened.end, frame.rule),
                    demand=frame.demand,
                    announced=frame.announced,
                    demanders=names(frame.demanders),
                    addressees=names(frame.addressees),
                )
        return leads

    def lead(self, frame: Frame) -> Lead | None:
        """Return the lead-in that opened a frame; None where an item stood alone."""
        return self._leads.get(id(frame))

    @cached_property
    def _final(self) -> dict[int, Finding]:
        """The finding that each candidate became, by the candidate's identity."""
        return {
            id(found.origin[0]): found.finding
            for found in self._record.findings
            if not isinstance(found.origin, Frame)
        }

    def weighed(self, heard: Heard) -> Iterator[Weighed]:
        """Yield the candidates of an utterance with what became of them."""
        for candidate in heard.candidates:
            finding = self._final.get(id(candidate))
            if finding is None:
                stronger = next((one.rule for one in heard.chosen if _overlap(one, candidate)), "")
                yield self.shown(heard.block, candidate, "overlapped", stronger)
            elif id(finding) in self._given_up:
                yield self.shown(heard.block, finding.candidate, "withdrawn")
            else:
                yield self.shown(heard.block, finding.candidate, decision_of(finding.candidate))

    def shown(self, block: int, candidate: Candidate, decision: str, stronger: str = "") -> Weighed:
        """Return a candidate as explanations show it."""
        return Weighed(
            mark=self.mark(block, candidate.start, candidate.end, candidate.rule),
            base=candidate.base,
            factors=candidate.factors,
            weight=candidate.weight,
            decision=decision,
            stronger=stronger,
        )

    def mark(self, block: int, start: int, end: int, label: str) -> Mark:
        """Return a stretch of a block's running text as a stretch of the source."""
        span = self.blocks[block].text.span(start, end)
        return Mark(span, self.text[span.start : span.end], label)


def decision_of(candidate: Candidate) -> str:
    """Return on which side of the borders a candidate lies."""
    if candidate.weight >= THRESHOLD:
        return "demand"
    return "review" if candidate.weight >= REVIEW_FROM else "below"


def voice_of(heard: Heard) -> str:
    """Return how it is known who speaks (``[voice]`` in the labels)."""
    if not heard.speakers:
        return "nobody"
    if heard.utterance.speakers:
        return "quotation" if heard.utterance.quoted else "reported"
    return "author" if heard.speakers == heard.author else "last"


def names(bodies: Sequence[Body] | None) -> tuple[str, ...]:
    """Return the names of bodies."""
    return tuple(body.name for body in bodies or ())


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end

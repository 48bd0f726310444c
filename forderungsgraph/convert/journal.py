"""What reading a document decided and why, for explanations.

Reading tells a ``Journal``; the usual one keeps nothing. ``Record`` keeps everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .bodies import Body
from .candidates import Candidate, Clause, Refusal
from .discourse import Utterance
from .findings import Finding, State
from .frames import Frame


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance that was searched for demands.

    :param block: number of the block whose text its offsets refer to
    :param candidates: all that the rules proposed, weighed
    :param chosen: those that no better one overlaps
    :param speakers: who speaks; empty: nobody is known
    :param author: who speaks in this document where nobody else does
    """

    block: int
    utterance: Utterance
    clause: Clause
    candidates: Sequence[Candidate]
    chosen: Sequence[Candidate]
    speakers: tuple[Body, ...]
    author: tuple[Body, ...]

    @property
    def refusals(self) -> Sequence[Refusal]:
        """Cue words that the rules passed over."""
        return self.clause.refusals or ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A lead-in or heading ``text[start:end]`` of a block that says what the items below are."""

    block: int
    start: int
    end: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Passed:
    """A stretch ``text[start:end]`` of a block that was not searched.

    :param why: identifier in ``data/lexicon/rules.toml``
    :param frame: of the lead-in that decided so, None if none did
    """

    block: int
    start: int
    end: int
    why: str
    frame: Frame | None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what it came from.

    :param origin: the candidate as the rules proposed it and its utterance, or the frame of an item
    """

    finding: Finding
    origin: tuple[Candidate, Utterance] | Frame


class Journal:
    """Keeps nothing of what it is told."""

    def refusals(self) -> list[Refusal] | None:
        """Return where a clause notes the cue words that it passes over, None if nobody asks."""
        return None

    def heard(self, heard: Heard) -> None:
        """An utterance was searched."""

    def opened(self, block: int, start: int, end: int, frame: Frame | None) -> None:
        """A lead-in or heading was understood, or says nothing (None)."""

    def passed(self, block: int, start: int, end: int, why: str, *, frame: Frame | None = None) -> None:
        """A stretch was not searched."""

    def found(self, finding: Finding, origin: tuple[Candidate, Utterance] | Frame) -> None:
        """A finding was made."""

    def withdrawn(self, findings: Sequence[Finding]) -> None:
        """Findings were given up for that of the whole item."""

    def read(self, block: int, state: State) -> None:
        """A block is done."""


SILENT = Journal()


@dataclass(slots=True)
class Record(Journal):
    """Keeps everything that it is told.

    :param sections: the section of each block read
    :param given_up: the findings that were withdrawn
    """

    utterances: list[Heard] = field(default_factory=list)
    frames: list[Opened] = field(default_factory=list)
    stretches: list[Passed] = field(default_factory=list)
    findings: list[Found] = field(default_factory=list)
    given_up: list[Finding] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)

    def refusals(self) -> list[Refusal] | None:
        """Return a new list."""
        return []

    def heard(self, heard: Heard) -> None:
        """Keep the utterance."""
        self.utterances.append(heard)

    def opened(self, block: int, start: int, end: int, frame: Frame | None) -> None:
        """Keep the lead-in, if it says anything."""
        if frame is not None:
            self.frames.append(Opened(block, start, end, frame))

    def passed(self, block: int, start: int, end: int, why: str, *, frame: Frame | None = None) -> None:
        """Keep the stretch."""
        self.stretches.append(Passed(block, start, end, why, frame))

    def found(self, finding: Finding, origin: tuple[Candidate, Utterance] | Frame) -> None:
        """Keep the finding."""
        self.findings.append(Found(finding, origin))

    def withdrawn(self, findings: Sequence[Finding]) -> None:
        """Keep what was given up."""
        self.given_up += findings

    def read(self, block: int, state: State) -> None:
        """Keep the block's section."""
        self.sections[block] = state.section

"""What a release takes of an archive of acts: what its documents name, or everything.

The register goes first: what it says of an act is not said a second time by the archive. Acts keep their
identifiers either way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from forderungsgraph.iri import DEFAULT_BASE, Iris
from forderungsgraph.registers.lawarchive import LawArchive

GRAPH: Final = "register/federal-law"
"""Name of the graph in a release, below ``…/graph/``."""

_IN_DIVISION: Final = re.compile(r"def#inDivision> <([^>]+)>")
_MOVING: Final = tuple(f"<{DEFAULT_BASE}id/{kind}/" for kind in ("law", "source", "territory"))


@dataclass(frozen=True, slots=True)
class NeededLaws:
    """The acts and paragraphs that documents name, with the divisions in which these stand."""

    folder: Path

    name = "needed"

    def further(self, archive: LawArchive, base: str) -> Iterator[str]:
        """Yield what is taken beside that: nothing."""
        del archive, base
        yield from ()


@dataclass(frozen=True, slots=True)
class AllLaws:
    """Every act of the archive."""

    folder: Path

    name = "all"

    def further(self, archive: LawArchive, base: str) -> Iterator[str]:
        """Yield the triples of all acts."""
        for lines in archive.lines(archive.acts):
            yield from _moved(lines, base)


Laws = NeededLaws | AllLaws


@dataclass(frozen=True, slots=True)
class Taken:
    """What a build takes of an archive.

    :param needed: sorted N-Triples about what is named, without what the register says
    :param further: sorted N-Triples about everything else that is taken
    :param facts: what the manifest of the release says of it
    """

    needed: list[str]
    further: list[str]
    facts: Mapping[str, str]


def take(laws: Laws, named: Named, register: Iterable[str], base: str) -> Taken:
    """Return what a release takes of an archive.

    :param register: all that the register says, as N-Triples
    :raises RegisterError: if the archive is damaged
    """
    archive = LawArchive.open(laws.folder)
    told = {tuple(line.split(" ", 2)[:2]) for line in register}

    def beside(lines: Iterable[str]) -> Iterator[str]:
        return (line for line in lines if tuple(line.split(" ", 2)[:2]) not in told)

    needed = sorted(beside(_needed(archive, named, base)))
    known = set(needed)
    further = sorted(line for line in beside(laws.further(archive, base)) if line not in known)
    return Taken(needed, further, {"selection": laws.name, "archive": archive.digest})


class Named:
    """Gathers which acts and parts of acts the graphs of documents name."""

    def __init__(self, iris: Iris) -> None:
        self._pattern = re.compile(rf"<{re.escape(str(iris.thing('law', '')))}([^>/]+)(?:/([^>]+))?>")
        self.parts: dict[str, set[str]] = {}

    def add(self, lines: Iterable[str]) -> None:
        """Take in a graph as N-Triples."""
        for line in lines:
            for law, part in self._pattern.findall(line):
                self.parts.setdefault(law, set()).update({part} - {""})


def _needed(archive: LawArchive, named: Named, base: str) -> Iterator[str]:
    acts = [act for act in archive.acts if act.key in named.parts]
    for act, lines in zip(acts, archive.lines(acts), strict=True):
        law = f"{DEFAULT_BASE}id/law/{act.key}"
        yield from _moved(_of_parts(lines, law, named.parts[act.key]), base)


def _of_parts(lines: Sequence[str], law: str, parts: Collection[str]) -> Iterator[str]:
    """Yield what an act says of itself, of some of its parts, and of the divisions above them."""
    by_subject: dict[str, list[str]] = {}
    for line in lines:
        by_subject.setdefault(line[1 : line.index(">")], []).append(line)
    todo = [law, *(f"{law}/{part}" for part in parts)]
    done: set[str] = set()
    while todo:
        subject = todo.pop()
        if subject in done:
            continue
        done.add(subject)
        for line in by_subject.get(subject, ()):
            yield line
            todo += _IN_DIVISION.findall(line)


def _moved(lines: Iterable[str], base: str) -> Iterator[str]:
    """Yield lines with the identifiers below the base of the release; the vocabulary does not move."""
    if base == DEFAULT_BASE:
        yield from lines
        return
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if value.startswith(_MOVING):
            value = f"<{base}{value.removeprefix(f'<{DEFAULT_BASE}')}"
        yield f"<{base}{subject.removeprefix(f'<{DEFAULT_BASE}')} {predicate} {value}"

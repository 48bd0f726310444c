"""One document from text to checked triples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from rdflib import Graph

from .corpus import CorpusText
from .curate import curate
from .curation import Correction
from .errors import CurationError
from .graph import Source, document_graph, keyed_demands, provenance_graph
from .iri import Iris
from .model import Conversion, Demand, Sidecar
from .ntriples import lines_of
from .proposals import Proposal, proposals, rejected_lines, to_line
from .reason import check_literals
from .registers import Registers, read_registers
from .report import Report
from .validate import load_shapes, validate


class Converts(Protocol):
    """What turns a text into the model."""

    def convert(self, text: str, *, name: str, sidecar: Sidecar | None = None) -> Conversion:
        """Convert one text."""
        ...


MakeConverter = Callable[[Registers], Converts]


@dataclass(frozen=True, slots=True)
class Job:
    """What must be known to convert documents; everything in it can be sent to a process.

    :param corrections: by the slug of their document
    :param laws: an archive of acts that texts may name
    """

    base: str
    registers: Path | None
    shapes: Path | None
    converter: MakeConverter
    min_confidence: float | None = None
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    laws: Path | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A converted document with its two graphs, and what is wrong with them.

    :param graph: what the document says
    :param provenance: where it comes from
    :param rejected: what was found, but a person decided that it is no demand
    :param unfitting: reviewed corrections that fit the text no longer
    """

    source: Source
    graph: Graph
    provenance: Graph
    report: Report
    rejected: tuple[Demand, ...] = ()
    unfitting: tuple[CurationError, ...] = ()

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What is left to a person."""
        return tuple(proposals(self.source))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build must remember of a document when its graphs are written.

    :param name: file name of the text
    :param sha256: of the text
    :param demands: key and wording of each demand in the graph
    :param reviewed: on how many of them a person decided
    :param unchecked: keys of the sidecar that nobody has checked
    :param review: what is left to a person, as lines of the review list
    :param rejected: what a person rejected, as lines, too
    :param unfitting: reviewed corrections that fit the text no longer
    """

    slug: str
    name: str
    title: str
    sha256: str
    demands: tuple[tuple[str, str], ...]
    reviewed: int
    report: Report
    unchecked: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    unfitting: tuple[CurationError, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted document as it goes from one process to another, and into the cache.

    :param graph: sorted N-Triples; ``provenance`` alike
    :param reused: whether it was converted by an earlier build
    """

    summary: Summary
    graph: tuple[str, ...]
    provenance: tuple[str, ...]
    reused: bool = False

    @classmethod
    def of(cls, document: Document) -> Converted:
        """Return a document in this form."""
        source = document.source
        demands = [(key, repetitions[0]) for key, repetitions in keyed_demands(source)]
        summary = Summary(
            slug=source.slug,
            name=source.conversion.name,
            title=source.sidecar.title,
            sha256=source.conversion.sha256,
            demands=tuple((key, demand.wording) for key, demand in demands),
            reviewed=sum(demand.reviewed is not None for _, demand in demands),
            report=document.report,
            unchecked=source.sidecar.unchecked,
            review=tuple(map(to_line, document.proposals)),
            rejected=rejected_lines(source, document.rejected),
            unfitting=document.unfitting,
        )
        return cls(summary, tuple(lines_of(document.graph)), tuple(lines_of(document.provenance)))


class Workbench:
    """Converts documents one after the other with everything loaded once.

    :param registers: those of the job, where they are at hand
    """

    def __init__(self, job: Job, registers: Registers | None = None) -> None:
        self._iris = Iris(job.base)
        self._registers = read_registers(job.registers, job.laws) if registers is None else registers
        self._shapes = load_shapes(job.shapes)
        self._converter = job.converter(self._registers)
        self._min_confidence = job.min_confidence
        self._corrections = job.corrections

    def document(self, text: CorpusText) -> Document:
        """Convert, describe as triples and validate one text.

        :raises ForderungsgraphError: if no graph can be made of it
        """
        conversion = self._converter.convert(text.text, name=text.path.name, sidecar=text.sidecar)
        if self._min_confidence is not None:
            conversion = conversion.with_border(self._min_confidence)
        source = Source(text.text, text.sidecar, conversion)
        curated = curate(source, self._corrections.get(source.slug, ()), self._registers)
        source = replace(source, conversion=curated.conversion)
        graph = document_graph(source, self._iris, self._registers)
        provenance = provenance_graph(source, self._iris, self._registers)
        together = Graph(bind_namespaces="none")
        for triple in (*graph, *provenance):
            together.add(triple)
        check_literals(list(together))
        report = validate(together, self._shapes, document=source.slug)
        return Document(source, graph, provenance, report, curated.rejected, curated.unfitting)

"""From a folder of texts to a release: convert → correct → validate → status → reason → write.

Documents are independent: one that fails or violates a shape is left out and named, the rest is built. So
is a row of a register or of the observations.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rdflib import SH, Graph, URIRef

from . import __version__
from .convert.document import Converter
from .convert.score import THRESHOLD
from .corpus import CorpusText, read_corpus
from .curation import Corrections, StatusRow, read_corrections, read_status
from .errors import CurationError, ForderungsgraphError, InputError
from .graph import concerned_laws, concerned_services, keyed_demands, register_graphs, status_graph
from .iri import DEFAULT_BASE, Iris
from .leftout import LeftOut, failed, violating, wrong_rows
from .model import Progress
from .process import Document, Job, MakeConverter, convert_all
from .proposals import REJECTED, REVIEW, rejected_lines, to_lines
from .reason import closure
from .registers import read_registers
from .release import Contents, Release, check_writable, staged, write
from .report import Report
from .turtle import load_ontology, load_vocabulary
from .validate import conforming, load_shapes, validate

Tell = Callable[[Progress], None]


def _tell_nobody(progress: Progress) -> None:
    del progress


@dataclass(frozen=True, slots=True)
class Shipped:
    """Other data than the shipped one; None: the shipped one."""

    ontology: Path | None = None
    vocabulary: Path | None = None
    shapes: Path | None = None
    registers: Path | None = None
    status: Path | None = None
    curation: Path | None = None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built.

    :param laws: number of laws that demands concern, also by inference; ``services`` alike
    :param review: number of findings that wait for a person
    :param rejected: number of findings that a person rejected
    :param triples: different ones in all graphs together
    :param violations: number of violated shapes, in documents and rows that are left out
    :param unmatched: status observations on documents of the release that hold no such demand
    :param unfitting: reviewed corrections that are wrong, or fit their text no longer
    :param seconds: duration of each stage, in order
    """

    release: Release
    documents: int
    demands: int
    laws: int
    services: int
    review: int
    rejected: int
    triples: int
    inferred: int
    violations: int
    left_out: tuple[LeftOut, ...]
    unmatched: tuple[StatusRow, ...]
    unfitting: tuple[CurationError, ...]
    seconds: tuple[tuple[str, float], ...]

    @property
    def unchecked(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The documents of whose sidecars nobody has checked some keys, with these keys."""
        documents = self.release.manifest["documents"]
        return tuple((each["slug"], tuple(each["unchecked"])) for each in documents if "unchecked" in each)

    @property
    def good(self) -> bool:
        """Whether everything was built and nothing found wrong."""
        return not (self.left_out or self.unmatched or self.unfitting or self.violations)


@dataclass(slots=True)
class _Clock:
    """Takes the time of stages and tells progress."""

    tell: Tell
    seconds: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str, total: int = 1) -> Iterator[None]:
        self.tell(Progress(name, 0, total))
        start = time.perf_counter()
        yield
        self.seconds.append((name, time.perf_counter() - start))
        self.tell(Progress(name, total, total))


def build(
    corpus: Path,
    output: Path,
    *,
    base: str = DEFAULT_BASE,
    tell: Tell = _tell_nobody,
    converter: MakeConverter = Converter,
    shipped: Shipped | None = None,
    workers: int | None = None,
    min_confidence: float | None = None,
) -> BuildResult:
    """Build a release of the texts in ``corpus``; an earlier release at ``output`` is replaced at the end.

    :param base: base IRI of the identifiers
    :param tell: called with each step
    :param min_confidence: findings from this confidence on are demands, the others are for review; None: as the
        converter decides
    :raises UsageError: if there is no corpus
    :raises InputError: if no text is usable
    :raises ReleaseError: if ``output`` cannot be written
    :raises GraphError: if ontology or shapes are broken, or the data contradicts the ontology
    :raises RegisterError: if a register is inconsistent
    """
    shipped = shipped or Shipped()
    clock = _Clock(tell)
    iris = Iris(base)
    check_writable(output)
    with clock.stage("Texte, Register, Ontologie lesen"):
        texts = read_corpus(corpus)
        registers = read_registers(shipped.registers)
        ontology, vocabulary = load_ontology(shipped.ontology), load_vocabulary(shipped.vocabulary)
        shapes = load_shapes(shipped.shapes)
        status = read_status(shipped.status)
        corrections = read_corrections(shipped.curation)
        known = register_graphs(registers, iris)
    job = Job(base, shipped.registers, shipped.shapes, converter, min_confidence, corrections.by_document)
    with clock.stage("Dokumente auswerten und prüfen", len(texts.texts)):
        documents, broken = _documents(texts.texts, job, workers, tell)
    left_out = failed((*texts.failures, *broken))
    kept = [document for document in documents if document.report.conforms]
    left_out += [violating(document) for document in documents if not document.report.conforms]
    if not kept:
        raise InputError(
            f"Kein Text ist brauchbar. {left_out[0].name}: {left_out[0].reason.removesuffix('.')}",
            place=corpus,
        )
    with clock.stage("Register prüfen"):
        observed = status_graph(status, [document.source for document in kept], iris)
        tables = {f"register/{name}": graph for name, graph in known.items()} | {"status": observed.graph}
        checked = {name: validate(graph, shapes, document=name) for name, graph in sorted(tables.items())}
        tables = {name: conforming(graph, checked[name]) for name, graph in tables.items()}
        left_out += [row for report in checked.values() for row in wrong_rows(report)]
        reports = [*(document.report for document in documents), *checked.values()]
    graphs = _named(iris, ontology, vocabulary, tables, kept)
    with clock.stage("Schlüsse ziehen"):
        merged = _merged(graph for name, graph in graphs.items() if name != iris.graph("ontology"))
        inferred = closure(merged, ontology)
        merged += inferred
        merged += graphs[iris.graph("ontology")]
        graphs[iris.graph("inferred")] = inferred
    report = Report.merged(reports)
    facts = _facts(kept, left_out, merged, report) | {
        "minConfidence": THRESHOLD if min_confidence is None else min_confidence
    }
    files = {
        REVIEW: to_lines(entry for document in kept for entry in document.proposals),
        REJECTED: rejected_lines((document.source, document.rejected) for document in kept),
    }
    with clock.stage("Release schreiben"), staged(output) as folder:
        write(Contents(base, __version__, graphs, report, facts, files), folder)
    counted = facts["counts"]
    return BuildResult(
        Release.open(output), len(kept), counted["demands"], counted["laws"], counted["services"],
        counted["review"], counted["rejected"], counted["triples"], len(inferred), counted["violations"], tuple(left_out),
        _missed(observed.unmatched, kept), _unfitting(corrections, texts.texts, documents), tuple(clock.seconds),
    )  # fmt: skip


def _documents(
    texts: Sequence[CorpusText], job: Job, workers: int | None, tell: Tell
) -> tuple[list[Document], list[ForderungsgraphError]]:
    documents: list[Document] = []
    broken: list[ForderungsgraphError] = []
    for done, result in enumerate(convert_all(texts, job, workers=workers), 1):
        if isinstance(result, Document):
            documents.append(result)
            label = result.source.slug
        else:
            broken.append(result)
            label = str(result.place or "")
        tell(Progress("Dokumente auswerten und prüfen", done, len(texts), label))
    return sorted(documents, key=lambda document: document.source.slug), broken


def _missed(rows: Sequence[StatusRow], kept: Sequence[Document]) -> tuple[StatusRow, ...]:
    """Return the observations that should have found their demand: another corpus may lack the document."""
    slugs = {document.source.slug for document in kept}
    return tuple(row for row in rows if row.document in slugs)


def _unfitting(
    corrections: Corrections, texts: Sequence[CorpusText], documents: Sequence[Document]
) -> tuple[CurationError, ...]:
    """Return what is wrong with corrections; another corpus may lack their document."""
    slugs = {text.sidecar.slug for text in texts}
    strange = [
        CurationError(
            f"Zu diesen Korrekturen gibt es keinen Text „{slug}“",
            place=entries[0].place,
            hint=f"Gemeint ist wohl „{close[0]}“",
        )
        for slug, entries in sorted(corrections.by_document.items())
        if slug not in slugs and (close := get_close_matches(slug, slugs, n=1, cutoff=0.9))
    ]
    found = (error for document in documents for error in document.unfitting)
    return tuple(sorted((*corrections.failures, *strange, *found), key=str))


def _named(
    iris: Iris, ontology: Graph, vocabulary: Graph, tables: Mapping[str, Graph], kept: Sequence[Document]
) -> dict[URIRef, Graph]:
    graphs = {iris.graph("ontology"): ontology, iris.graph("vocabulary"): vocabulary}
    graphs |= {iris.graph(name): graph for name, graph in tables.items()}
    for document in kept:
        graphs[iris.graph("document", document.source.slug)] = document.graph()
        graphs[iris.graph("provenance", document.source.slug)] = document.provenance_graph()
    return graphs


def _merged(graphs: Iterator[Graph]) -> Graph:
    merged = Graph(bind_namespaces="none")
    for graph in graphs:
        for triple in graph:
            merged.add(triple)
    return merged


def _open_questions(document: Document) -> dict[str, Any]:
    """Return the keys of the sidecar that nobody has checked, if there are any."""
    unchecked = document.source.sidecar.unchecked
    return {"unchecked": list(unchecked)} if unchecked else {}


def _facts(
    kept: Sequence[Document], left_out: Sequence[LeftOut], merged: Graph, report: Report
) -> dict[str, Any]:
    """Return what the manifest says of the contents.

    :param merged: the triples of all graphs
    """
    demands = {
        document.source.slug: [repetitions[0] for _, repetitions in keyed_demands(document.source)]
        for document in kept
    }
    return {
        "counts": {
            "documents": len(kept),
            "demands": sum(map(len, demands.values())),
            "laws": concerned_laws(merged),
            "services": concerned_services(merged),
            "review": sum(len(document.proposals) for document in kept),
            "rejected": sum(len(document.rejected) for document in kept),
            "reviewed": sum(demand.reviewed is not None for found in demands.values() for demand in found),
            "triples": len(merged),
            "violations": sum(result.severity == str(SH.Violation) for result in report.results),
        },
        "documents": [
            {
                "slug": document.source.slug,
                "title": document.source.sidecar.title,
                "demands": len(demands[document.source.slug]),
                "review": len(document.proposals),
                "sha256": document.source.conversion.sha256,
                **_open_questions(document),
            }
            for document in kept
        ],
        "leftOut": [{"name": entry.name, "reason": entry.reason} for entry in left_out],
    }

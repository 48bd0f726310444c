"""From a folder of texts to a release: convert → correct → validate → status → reason → write.

Documents are independent: one that fails or violates a shape is left out and named, the rest is built. So
is a row of a register or of the observations.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from rdflib import Graph

from . import __version__
from .cache import Cache
from .contents import facts_of, files_of
from .convert.document import Converter
from .corpus import different, list_corpus
from .curation import Corrections, StatusRow, read_corrections, read_status
from .draft import Draft
from .errors import CurationError, ForderungsgraphError, InputError, UsageError
from .graph import Claims, Tally, lineage_graph, outcome_graph, register_graphs, status_graph
from .iri import DEFAULT_BASE, Iris, slug
from .laws.selection import GRAPH as LAW_GRAPH
from .laws.selection import Laws, Named, take
from .leftout import LeftOut, failed, violating, wrong_rows
from .lineage import METHOD, chains, relations, topic_lines
from .model import Progress
from .ntriples import graph_of, lines_of, triples_of
from .parallel import Results, convert_all
from .process import Job, MakeConverter, Summary
from .reason import Premises, check_literals
from .registers import read_registers
from .release import Release, check_writable, staged
from .report import Report
from .search import INDEX, check_fts5, write_index
from .statements import Statements
from .status import examinations, suggestions
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
    :param reused: documents that an earlier build had converted
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
    reused: int
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
    cache: Path | None = None,
    laws: Laws | None = None,
) -> BuildResult:
    """Build a release of the texts in ``corpus``; an earlier release at ``output`` is replaced at the end.

    :param base: base IRI of the identifiers
    :param tell: called with each step
    :param workers: number of processes; None: as many as processors, if that pays
    :param min_confidence: findings from this confidence on are demands, the others are for review; None: as the
        converter decides
    :param cache: folder in which converted documents are kept for the next build; None: nowhere
    :param laws: what is taken of an archive of imported acts; None: only registers and lexicon know laws
    :raises UsageError: if there is no corpus, or the cache cannot be written
    :raises InputError: if no text is usable
    :raises ReleaseError: if ``output`` cannot be written
    :raises GraphError: if ontology or shapes are broken, or the data contradicts the ontology
    :raises RegisterError: if a register is inconsistent
    """
    shipped = shipped or Shipped()
    clock = _Clock(tell)
    iris = Iris(base)
    check_writable(output)
    check_fts5()
    with clock.stage("Texte, Register, Ontologie lesen"):
        places, same = different(list_corpus(corpus))
        archive = None if laws is None else laws.folder
        registers = read_registers(shipped.registers, archive)
        ontology, vocabulary = load_ontology(shipped.ontology), load_vocabulary(shipped.vocabulary)
        shapes = load_shapes(shipped.shapes)
        status = read_status(shipped.status)
        corrections = read_corrections(shipped.curation)
        known = register_graphs(registers, iris)
        premises = Premises(ontology, vocabulary, *known.values())
        job = Job(
            base, shipped.registers, shipped.shapes, converter, min_confidence, corrections.by_document, archive
        )  # fmt: skip
        kept_before = None if cache is None else Cache.open(_outside(cache, output), job)
    with staged(output) as folder, Draft(folder, base) as draft:
        with clock.stage("Dokumente auswerten und prüfen", len(places)):
            results = convert_all(places, job, kept_before, workers=workers)
            taken = _taken(results, draft, premises, iris, clock, len(places))
            if kept_before is not None:
                kept_before.tidy()
        documents, kept = taken.documents, taken.kept
        left_out = failed((*same, *taken.broken))
        left_out += [
            violating(document.name, document.report)
            for document in documents
            if not document.report.conforms
        ]
        if not kept:
            raise InputError(
                f"Kein Text ist brauchbar. {left_out[0].name}: {left_out[0].reason.removesuffix('.')}",
                place=corpus,
            )
        with clock.stage("Forderungen vergleichen"):
            lineage = _lineage(draft, known.values(), iris)
        with clock.stage("Register prüfen"):
            observed = status_graph(status, {document.slug: document.demands for document in kept}, iris)
            suggested = suggestions(taken.claims.found, registers.law_events)
            wordings = dict(demand for document in kept for demand in document.demands)
            examined = examinations(wordings, observed.observed, suggested)
            tables = {f"register/{name}": graph for name, graph in known.items()} | {
                "status": observed.graph,
                "outcome": outcome_graph(suggested, examined, wordings, iris),
                "lineage": lineage,
            }
            if laws is not None:
                acts = take(
                    laws, taken.named, (line for table in known.values() for line in lines_of(table)), base
                )
                tables[LAW_GRAPH] = graph_of(acts.needed)
            checked = {name: validate(graph, shapes, document=name) for name, graph in sorted(tables.items())}
            tables = {name: conforming(graph, checked[name]) for name, graph in tables.items()}
            left_out += [row for report in checked.values() for row in wrong_rows(report)]
        with clock.stage("Schlüsse ziehen"):
            for name, graph in (tables | {"vocabulary": vocabulary}).items():
                check_literals(list(graph))
                premises.add(graph)
                draft.add(
                    iris.graph(name), sorted({*lines_of(graph), *(acts.further if name == LAW_GRAPH else ())})
                )
            inferred = set(lines_of(premises.closure(triples_of(draft.triples()))))
            inferred.difference_update(draft.triples())
            draft.add(iris.graph("inferred"), sorted(inferred))
        with clock.stage("Suchindex schreiben"):
            statements = Statements(base)
            statements.add(draft.triples())
            write_index(folder / INDEX, statements)
        with clock.stage("Release schreiben"):
            draft.add(iris.graph("ontology"), lines_of(ontology))
            tally = Tally()
            draft.seal(tally.add)
            report = Report.merged([*(document.report for document in documents), *checked.values()])
            facts = facts_of(kept, left_out, tally, report) | {"minConfidence": min_confidence}
            if laws is not None:
                facts["laws"] = acts.facts
            draft.finish(__version__, report, facts, files_of(kept))
    counted = facts["counts"]
    return BuildResult(
        Release.open(output), len(kept), counted["demands"], counted["laws"], counted["services"],
        counted["review"], counted["rejected"], counted["triples"], len(inferred), counted["violations"], tuple(left_out),
        _missed(observed.unmatched, kept), _unfitting(corrections, places, documents), taken.reused, tuple(clock.seconds),
    )  # fmt: skip


def _lineage(draft: Draft, registers: Iterable[Graph], iris: Iris) -> Graph:
    """Return how the demands of the documents, the only graphs so far, belong together."""
    statements = Statements(iris.base)
    statements.add(draft.triples())
    # parts of laws and instances of services lead to their wholes
    for table in registers:
        statements.add(lines_of(table))
    demands = statements.demands()
    found = relations(demands)
    topics = topic_lines(demands, statements)
    return lineage_graph(
        found, chains(demands, found), iris, software=__version__, method=METHOD, topics=topics
    )


def _outside(cache: Path, output: Path) -> Path:
    """Return the folder of the cache.

    :raises UsageError: if it lies in the release, which is replaced as a whole
    """
    if cache.resolve().is_relative_to(output.resolve()):
        raise UsageError(
            "Der Zwischenspeicher läge im Release", place=cache, hint="Einen anderen Ordner angeben"
        )
    return cache


@dataclass(slots=True)
class _Taken:
    """What is known of the documents when their graphs are in the draft.

    :param named: laws that they name
    :param claims: entries into force that they demand
    :param documents: sorted by slug
    :param broken: why there are no others
    :param reused: how many were converted by an earlier build
    """

    named: Named
    claims: Claims
    documents: list[Summary] = field(default_factory=list)
    broken: list[ForderungsgraphError] = field(default_factory=list)
    reused: int = 0

    @property
    def kept(self) -> list[Summary]:
        """Return those that violate no shape."""
        return [document for document in self.documents if document.report.conforms]


def _taken(
    results: Results, draft: Draft, premises: Premises, iris: Iris, clock: _Clock, total: int
) -> _Taken:
    """Put each document into the draft as soon as it is ready, and remember of it what is small."""
    taken = _Taken(Named(iris), Claims(iris))
    with closing(results):
        for done, result in enumerate(results, 1):
            if isinstance(result, ForderungsgraphError):
                taken.broken.append(result)
                label = str(result.place or "")
            else:
                document = result.summary
                taken.documents.append(document)
                taken.reused += result.reused
                label = document.slug
                if document.report.conforms:
                    taken.named.add(result.graph)
                    taken.claims.add(result.graph)
                    for name, lines in (("document", result.graph), ("provenance", result.provenance)):
                        premises.add_lines(lines)
                        draft.add(iris.graph(name, document.slug), lines)
            clock.tell(Progress("Dokumente auswerten und prüfen", done, total, label))
    taken.documents.sort(key=lambda document: document.slug)
    return taken


def _missed(rows: Sequence[StatusRow], kept: Sequence[Summary]) -> tuple[StatusRow, ...]:
    """Return the observations that should have found their demand: another corpus may lack the document."""
    slugs = {document.slug for document in kept}
    return tuple(row for row in rows if row.document in slugs)


def _unfitting(
    corrections: Corrections, places: Sequence[Path], documents: Sequence[Summary]
) -> tuple[CurationError, ...]:
    """Return what is wrong with corrections; another corpus may lack their document."""
    slugs = {slug(place.stem) for place in places}
    strange = [
        CurationError(
            f"Zu diesen Korrekturen gibt es keinen Text „{name}“",
            place=entries[0].place,
            hint=f"Gemeint ist wohl „{close[0]}“",
        )
        for name, entries in sorted(corrections.by_document.items())
        if name not in slugs and (close := get_close_matches(name, slugs, n=1, cutoff=0.9))
    ]
    found = (error for document in documents for error in document.unfitting)
    return tuple(sorted((*corrections.failures, *strange, *found), key=str))

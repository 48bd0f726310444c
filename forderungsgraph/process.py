"""One document from text to checked triples, in this process or in several."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from rdflib import Graph

from .corpus import CorpusText
from .curate import curate
from .curation import Correction
from .errors import CurationError, ForderungsgraphError, InputError, ShapesError
from .graph import Source, document_graph, provenance_graph
from .graph.terms import Triple
from .iri import Iris
from .model import Conversion, Demand, Sidecar
from .proposals import Proposal, proposals
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
    """What a process must know to convert documents; everything in it can be sent to one."""

    base: str
    registers: Path | None
    shapes: Path | None
    converter: MakeConverter
    min_confidence: float | None = None
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A converted document with its two graphs as triples, and what is wrong with them.

    :param proposals: what is left to a person
    :param rejected: what was found, but a person decided that it is no demand
    :param unfitting: reviewed corrections that fit the text no longer
    """

    source: Source
    triples: tuple[Triple, ...]
    provenance: tuple[Triple, ...]
    report: Report
    proposals: tuple[Proposal, ...] = ()
    rejected: tuple[Demand, ...] = ()
    unfitting: tuple[CurationError, ...] = ()

    def graph(self) -> Graph:
        """Return what the document says."""
        return graph_of(self.triples)

    def provenance_graph(self) -> Graph:
        """Return where it comes from."""
        return graph_of(self.provenance)


class Workbench:
    """Converts documents one after the other with everything loaded once.

    :param registers: those of the job, where they are at hand
    """

    def __init__(self, job: Job, registers: Registers | None = None) -> None:
        self._iris = Iris(job.base)
        self._registers = read_registers(job.registers) if registers is None else registers
        self._shapes = load_shapes(job.shapes)
        self._converter = job.converter(self._registers)
        self._min_confidence = job.min_confidence
        self._corrections = job.corrections

    def document(self, text: CorpusText) -> Document:
        """Convert, describe as triples and validate one text."""
        conversion = self._converter.convert(text.text, name=text.path.name, sidecar=text.sidecar)
        if self._min_confidence is not None:
            conversion = conversion.with_border(self._min_confidence)
        source = Source(text.text, text.sidecar, conversion)
        curated = curate(source, self._corrections.get(source.slug, ()), self._registers)
        source = replace(source, conversion=curated.conversion)
        graph = document_graph(source, self._iris, self._registers)
        provenance = provenance_graph(source, self._iris, self._registers)
        report = validate(graph_of((*graph, *provenance)), self._shapes, document=source.slug)
        return Document(
            source, tuple(graph), tuple(provenance), report, tuple(proposals(source)), curated.rejected,
            curated.unfitting,
        )  # fmt: skip


def graph_of(triples: Sequence[Triple]) -> Graph:
    """Return a graph of these triples."""
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    return graph


def convert_all(
    texts: Sequence[CorpusText], job: Job, *, workers: int | None = None
) -> Iterator[Document | ForderungsgraphError]:
    """Yield each document, or why there is none, in the order in which they are ready.

    :param workers: number of processes; None: one per processor where that pays; 1: no further process
    """
    if workers is None:
        workers = 1 if len(texts) < _PAYS_FROM else os.cpu_count() or 1
    workers = min(workers, len(texts))
    if workers <= 1:
        bench = Workbench(job)
        for text in texts:
            yield _guarded(bench, text)
        return
    unfinished = yield from _in_pool(texts, job, workers)
    for text in unfinished:
        # a process that dies takes its pool along: each remaining text gets one of its own, once
        if (yield from _in_pool([text], job, 1)):
            yield InputError(
                "Die Auswertung brach ab, weil ihr Prozess endete",
                place=text.path,
                hint="Reicht der Arbeitsspeicher?",
            )


_PAYS_FROM = 12
"""Fewer documents are done before further processes have loaded registers and shapes."""


def _in_pool(
    texts: Sequence[CorpusText], job: Job, workers: int
) -> Generator[Document | ForderungsgraphError, None, list[CorpusText]]:
    """Yield what a pool of processes makes of ``texts``; return those for which the pool died."""
    # spawn: the only way to start that all systems have and that threads of the caller do not disturb
    context = multiprocessing.get_context("spawn")
    unfinished: list[CorpusText] = []
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(job,)) as pool:
        futures = {pool.submit(_work, text): text for text in texts}
        try:
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    unfinished.append(futures[future])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return sorted(unfinished, key=lambda text: text.path)


_bench: Workbench | ForderungsgraphError | None = None


def _start(job: Job) -> None:
    """Prepare a worker process; what goes wrong is told with the first text, not on standard error."""
    global _bench
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends us
    try:
        _bench = Workbench(job)
    except ForderungsgraphError as error:
        _bench = error


def _work(text: CorpusText) -> Document | ForderungsgraphError:
    assert _bench is not None
    if isinstance(_bench, ForderungsgraphError):
        raise _bench
    return _guarded(_bench, text)


def _guarded(bench: Workbench, text: CorpusText) -> Document | ForderungsgraphError:
    """Return the document, or a readable error: nothing that one text does may stop the others."""
    try:
        return bench.document(text)
    except ShapesError:
        raise  # concerns all documents
    except ForderungsgraphError as error:
        # the file, which its reader can mend; a node of the graph would tell less
        error.place, error.line = text.path, None
        return error
    except Exception as error:
        return InputError(
            f"Das Dokument ließ sich nicht auswerten ({type(error).__name__}: {error})",
            place=text.path,
            hint="Bitte mit diesem Text als Fehler melden; die übrigen Dokumente sind nicht betroffen",
        )

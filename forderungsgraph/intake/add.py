"""Taking files into a corpus, one after the other; one that fails leaves the others unharmed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..convert.document import Converter
from ..convert.ingest import Remark, read_file, walk
from ..convert.ingest.apart import Ingester
from ..corpus import CorpusText
from ..errors import ForderungsgraphError, InputError
from ..extract import Failure
from ..iri import DEFAULT_BASE
from ..leftout import violating
from ..process import Document, Job, Workbench
from ..registers import Registers, read_registers
from .draft import MEDIA_TYPES, Draft, draft, proposed_name
from .shelf import Shelf, encoded, text_digest


@dataclass(frozen=True, slots=True)
class Case:
    """A file with what is proposed for it and what is found in it under this proposal.

    :param notes: what had to be assumed when it was read
    """

    path: Path
    draft: Draft
    document: Document
    notes: tuple[str, ...]


Again = Callable[[Draft], Case]
"""evaluates the text anew: its type, publisher and Land decide what is found in it"""
Decide = Callable[[Case, Again], Draft | None]
"""returns the proposal as it is to be stored, None to leave the file; raises ``Finished`` to leave all others"""


class Finished(Exception):  # noqa: N818
    """The person wants no further file."""


@dataclass(frozen=True, slots=True)
class Added:
    """A file that is now in the corpus; ``case`` as it was accepted."""

    case: Case
    stored: Path


@dataclass(frozen=True, slots=True)
class Present:
    """A file whose text the corpus held before, under ``name``."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that the person left out."""

    path: Path


def take_all(case: Case, again: Again) -> Draft:
    """Accept every proposal; that nobody has checked it is kept."""
    del again
    return case.draft


def take(
    paths: Sequence[Path], shelf: Shelf, decide: Decide
) -> Iterator[Added | Present | Passed | Remark | Failure]:
    """Yield what became of each file; a folder stands for the files in it.

    :raises UsageError: if the corpus folder cannot be written: no further file could be stored either
    """
    bench = _Bench(shelf, decide)
    with Ingester() as ingester:
        for found in (found for path in paths for found in walk(path)):
            if not isinstance(found, Path):
                yield found if isinstance(found, Remark) else Failure(found)
                continue
            try:
                case = bench.case(found, ingester)
                if isinstance(case, Present):
                    yield case
                    continue
                chosen = bench.chosen(case)
            except Finished:
                return
            except ForderungsgraphError as error:
                yield Failure(error)
                continue
            except Exception as error:
                message = f"Die Datei ließ sich nicht auswerten ({type(error).__name__}: {error})"
                yield Failure(
                    InputError(message, place=found, hint="Bitte mit dieser Datei als Fehler melden")
                )
                continue
            yield Passed(found) if chosen is None else bench.store(chosen)


@dataclass(frozen=True, slots=True)
class _Tools:
    """What all files share, loaded once."""

    registers: Registers
    converter: Converter
    work: Workbench


@cache
def _tools() -> _Tools:
    registers = shipped_registers()
    converter = Converter(registers)
    job = Job(DEFAULT_BASE, None, None, lambda _: converter)
    return _Tools(registers, converter, Workbench(job, registers))


@cache
def shipped_registers() -> Registers:
    """Return the shipped registers, read once."""
    return read_registers()


class _Bench:
    """Where the files of one call are worked on."""

    def __init__(self, shelf: Shelf, decide: Decide) -> None:
        self._shelf = shelf
        self._decide = decide

    def case(self, path: Path, ingester: Ingester) -> Case | Present:
        data = read_file(path)
        document = ingester.ingest(data, name=str(path))
        try:
            stored = encoded(document.text)
        except InputError as error:
            error.place = path
            raise
        digest, own = hashlib.sha256(data).hexdigest(), hashlib.sha256(stored).hexdigest()
        name = self._shelf.holding(own, digest)
        if name is not None:
            return Present(path, name)
        original = None if stored == data else (digest, MEDIA_TYPES[document.format])
        facts = _tools().converter.read(document.text).facts
        made = draft(document, facts, path.name, shipped_registers(), original)
        return self._made(path, document.text, document.notes, made)

    def _made(self, path: Path, text: str, notes: tuple[str, ...], made: Draft) -> Case:
        if not made.named:
            made = replace(made, name=self._shelf.free_name(proposed_name(made, shipped_registers())))
        elif (free := self._shelf.free_name(made.name)) != made.name:
            raise InputError(f"„{made.name}“ ist vergeben", hint=f"Frei ist {free}")
        place = self._shelf.path / f"{made.name}.txt"
        source = CorpusText(place, text, made.sidecar(text_digest(text)))
        return Case(path, made, _tools().work.document(source), notes)

    def chosen(self, case: Case) -> Case | None:
        """Return the case as it is to be stored, None if it is not.

        :raises InputError: if a build would leave the document out
        """

        def again(made: Draft) -> Case:
            return self._made(case.path, case.document.source.text, case.notes, made)

        made = self._decide(case, again)
        if made is None:
            return None
        final = case if made == case.draft else again(made)
        if not final.document.report.conforms:
            raise InputError(
                f"Ein Bau ließe das Dokument aus: {violating(final.path.name, final.document.report).reason.rstrip('.')}",
                place=case.path,
                hint="Die Angabe im Dialog ändern (ohne --yes)",
            )
        return final

    def store(self, case: Case) -> Added | Failure:
        source = case.document.source
        try:
            return Added(case, self._shelf.store(source.text, source.sidecar).path)
        except InputError as error:
            return Failure(error)

"""Published acts into an archive, in several processes where that pays; same files, same bytes."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from forderungsgraph import __version__
from forderungsgraph.errors import InputError, LawFileError, ReleaseError, UsageError
from forderungsgraph.graph import act_lines
from forderungsgraph.iri import DEFAULT_BASE, Iris
from forderungsgraph.memory import limit_memory, processors
from forderungsgraph.model import EntityKind, Progress
from forderungsgraph.registers import Registers, name_key, read_registers
from forderungsgraph.registers.giinorm import Act, read_act, read_act_with_text
from forderungsgraph.registers.kinds import Key
from forderungsgraph.registers.lawarchive import MANIFEST, ArchivedAct, Packed, archive_files, packed
from forderungsgraph.release import switch

from .sources import LawFile, law_files

STAGE: Final = "Gesetze einlesen"
_BATCH: Final = 2 * 2**20
"""Bytes that one process reads at once: enough that sending them does not matter."""
_PAYS: Final = 8 * 2**20
"""Bytes from which on further processes pay the time in which they start."""
_MEMORY: Final = 1 * 2**30
"""Bytes that a process may take on top of what it has loaded; the largest act needs a hundredth."""

Outcome = Packed | LawFileError


@dataclass(frozen=True, slots=True)
class Known:
    """What registers and lexicon know of acts.

    :param numbers: keys by the number of the published file
    :param titles: keys of acts of which no number is known, by the letters of their titles
    :param abbreviations: by key, where the project has one
    """

    numbers: Mapping[str, str]
    titles: Mapping[str, str]
    abbreviations: Mapping[str, str]

    @classmethod
    def of(cls, registers: Registers) -> Known:
        """Return what these registers know."""
        laws = registers.of_kind(EntityKind.LAW)
        short = {entity.key: entity.abbreviation for entity in laws if entity.abbreviation is not None}
        numbers, titles = dict(registers.law_keys), dict(registers.law_titles)
        keys = {*numbers.values(), *titles.values()}
        return cls(numbers, titles, {key: short[key] for key in keys if key in short})

    def key(self, act: Act) -> str | None:
        """Return the key under which an act is known."""
        return self.numbers.get(act.identifier) or self.titles.get(name_key(act.title))


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported.

    :param failures: files without an act, in the order in which they were found
    :param doubles: files whose act a younger file of the same import brought, too
    :param changed: whether the archive is another one than before
    """

    folder: Path
    acts: int
    provisions: int
    divisions: int
    triples: int
    size: int
    failures: tuple[LawFileError, ...]
    doubles: tuple[str, ...]
    changed: bool
    seconds: float


def _tell_nobody(progress: Progress) -> None:
    del progress


def import_laws(
    paths: Sequence[Path],
    output: Path,
    *,
    workers: int | None = None,
    tell: Callable[[Progress], None] = _tell_nobody,
) -> Imported:
    """Read acts without their texts into an archive, which takes the place of an earlier one at ``output``.

    :param workers: number of processes; None: as many as pay
    :raises UsageError: if a path is missing, or something else than an archive lies at ``output``
    :raises InputError: if no file holds an act
    :raises ReleaseError: if the archive cannot be written
    """
    return _import(paths, output, read_act, workers, tell)


def import_laws_with_text(
    paths: Sequence[Path],
    output: Path,
    *,
    workers: int | None = None,
    tell: Callable[[Progress], None] = _tell_nobody,
) -> Imported:
    """Read acts with the text of each paragraph; otherwise as ``import_laws``."""
    return _import(paths, output, read_act_with_text, workers, tell)


Reader = Callable[[bytes, str], Act]


def _import(
    paths: Sequence[Path], output: Path, reader: Reader, workers: int | None, tell: Callable[[Progress], None]
) -> Imported:
    start = time.perf_counter()
    _check_place(output)
    known = Known.of(read_registers())
    taken: dict[str, Packed] = {}
    failures: list[LawFileError] = []
    doubles: list[str] = []
    done = 0
    tell(Progress(STAGE, 0, 1))
    for outcome in _outcomes(paths, known, reader, workers):
        if isinstance(outcome, LawFileError):
            failures.append(outcome)
            continue
        done += 1
        before = taken.get(outcome.entry.identifier)
        if before is not None:
            doubles.append(outcome.entry.identifier)
        if before is None or before.state <= outcome.state:
            taken[outcome.entry.identifier] = outcome
        tell(Progress(STAGE, done, done + 1, outcome.entry.key))
    if not taken:
        first = f" {failures[0]}" if failures else ""
        raise InputError(
            f"Keine Datei enthält ein Gesetz.{first.removesuffix('.')}", hint="Erwartet ist XML nach gii-norm"
        )
    acts = _unique(taken.values(), failures)
    content = archive_files(
        acts,
        {"software": __version__, "base": DEFAULT_BASE, "withText": reader is read_act_with_text},
    )
    changed = _write(content, output)
    tell(Progress(STAGE, done, done))
    provisions, divisions, triples = (sum(act.counts[number] for act in acts) for number in range(3))
    return Imported(
        output, len(acts), provisions, divisions, triples, sum(map(len, content.values())), tuple(failures),
        tuple(sorted(set(doubles))), changed, time.perf_counter() - start,
    )  # fmt: skip


def _unique(acts: Iterable[Packed], failures: list[LawFileError]) -> list[Packed]:
    """Return the acts, of two that go under one key the younger; the other is told."""
    kept: dict[str, Packed] = {}
    for act in sorted(acts, key=lambda act: (act.entry.date or "", act.entry.identifier)):
        older = kept.get(act.entry.key)
        if older is not None:
            failures.append(
                LawFileError(
                    f"Das Gesetz heißt wie das jüngere {act.entry.identifier} („{act.entry.title}“)",
                    place=older.entry.identifier,
                    hint="Es bleibt außen vor, weil beide denselben Schlüssel hätten",
                )
            )
        kept[act.entry.key] = act
    return list(kept.values())


Batch = list[LawFile | LawFileError]


def _outcomes(
    paths: Sequence[Path], known: Known, reader: Reader, workers: int | None
) -> Generator[Outcome, None, None]:
    """Yield each act or why there is none, in the order of the files."""
    batches = _batches(law_files(paths))
    first: list[Batch] = []
    size = 0
    for batch in batches:
        first.append(batch)
        size += sum(len(file.raw) for file in batch if isinstance(file, LawFile))
        if size >= _PAYS:
            break
    waiting = chain(first, batches)
    many = processors() if workers is None else workers
    if many > 1 and size >= _PAYS:
        waiting = chain((yield from _in_processes(waiting, known, reader, many)), waiting)
    desk = _Desk(known, reader)
    for batch in waiting:
        yield from desk.outcomes(batch)


def _batches(files: Iterable[LawFile | LawFileError]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for file in files:
        batch.append(file)
        size += len(file.raw) if isinstance(file, LawFile) else 0
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Desk:
    """Where files become acts."""

    def __init__(self, known: Known, reader: Reader) -> None:
        self._known = known
        self._reader = reader
        self._iris = Iris(DEFAULT_BASE)

    def outcomes(self, batch: Batch) -> list[Outcome]:
        """Return each act, or a readable error: nothing that one file does may stop the others."""
        return [file if isinstance(file, LawFileError) else self._outcome(file) for file in batch]

    def _outcome(self, file: LawFile) -> Outcome:
        try:
            return self._packed(self._reader(file.raw, file.name))
        except LawFileError as error:
            return error
        except MemoryError:
            return LawFileError(
                "Die Datei braucht mehr Arbeitsspeicher, als ein Prozess nehmen darf",
                place=file.name,
                hint="Sie bleibt außen vor",
            )
        except Exception as error:
            return LawFileError(
                f"Die Datei ließ sich nicht lesen ({type(error).__name__}: {error})",
                place=file.name,
                hint="Bitte mit dieser Datei als Fehler melden; die übrigen sind nicht betroffen",
            )

    def _packed(self, act: Act) -> Packed:
        key = self._known.key(act)
        own = key or act.identifier.lower()
        entry = ArchivedAct(
            Key(own), act.identifier, act.abbreviation, act.short, act.title, act.date, key is not None, 0, 0, "",
            frozenset(paragraph.key for paragraph in act.paragraphs),
        )  # fmt: skip
        lines = act_lines(act, own, self._known.abbreviations.get(own), self._iris)
        return packed(entry, act.state or "", lines, len(act.divisions))


def _in_processes(
    waiting: Iterator[Batch], known: Known, reader: Reader, workers: int
) -> Generator[Outcome, None, list[Batch]]:
    """Yield what processes make of the files, in their order; return what is left to do if they cannot."""
    context = multiprocessing.get_context("spawn")  # as in ``parallel``: what all systems have
    working: deque[tuple[Future[list[Outcome]], Batch]] = deque()
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_start, initargs=(known, reader)
    ) as pool:
        try:
            for batch in waiting:
                try:
                    working.append((pool.submit(_work, batch), batch))
                except BrokenProcessPool:
                    return [*(batch for _, batch in working), batch]
                while len(working) > 2 * workers:
                    yield from working[0][0].result()
                    working.popleft()
            while working:
                yield from working[0][0].result()
                working.popleft()
        except (BrokenProcessPool, OSError):
            # a process that dies takes the pool along: the rest is read here, file by file
            return [batch for _, batch in working]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return []


_desk: _Desk | None = None


def _start(known: Known, reader: Reader) -> None:
    """Prepare a process."""
    global _desk
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends us
    _desk = _Desk(known, reader)
    limit_memory(_MEMORY)


def _work(batch: Batch) -> list[Outcome]:
    assert _desk is not None
    return _desk.outcomes(batch)


def _check_place(output: Path) -> None:
    """Find out whether an archive may be put at ``output``: a typo must not cost a folder of other things."""
    if output.is_file() or (output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file()):
        raise UsageError(
            "Hier liegt etwas anderes als ein Gesetzesarchiv",
            place=output,
            hint="Einen leeren oder neuen Ordner angeben",
        )


def _write(content: Mapping[str, bytes], output: Path) -> bool:
    """Put the files where an archive is to lie, all at once; return whether that changed anything.

    :raises ReleaseError: if they cannot be written; what was there before stays
    """
    place = output.resolve()
    try:
        if (
            place.is_dir()
            and {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()} == content
        ):
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        try:
            fresh = workshop / "neu"
            fresh.mkdir()
            for name, data in content.items():
                (fresh / name).write_bytes(data)
            switch(fresh, place, workshop / "alt")
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    except OSError as error:
        raise ReleaseError(
            f"Das Gesetzesarchiv lässt sich nicht schreiben ({error.strerror or error})",
            place=output,
            hint="Platz und Rechte prüfen; ein bisheriges Archiv ist unverändert",
        ) from None
    return True

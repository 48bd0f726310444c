"""Many documents, in as many processes as pay; each that fails is told, and none stops the others.

Only what is being worked on is in memory: texts are read where they are converted, results are handed on
one by one.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final

from .cache import Cache
from .corpus import read_corpus_text
from .errors import ForderungsgraphError, InputError, ShapesError
from .memory import limit_memory, processors
from .process import Converted, Job, Workbench

Result = Converted | ForderungsgraphError
Results = Generator[Result, None, None]

_processors = processors
_PAYS: Final = 60_000
"""Bytes of text: so much a process must have to do until it has earned the time in which it starts."""
_MEMORY: Final = 2 * 2**30
"""Bytes that a process may take on top of what it has loaded; the longest texts need less than the half."""


def convert_all(
    places: Sequence[Path], job: Job, cache: Cache | None = None, *, workers: int | None = None
) -> Results:
    """Yield each document, or why there is none, in the order in which they are ready.

    :param places: of the texts; their sidecars lie beside them
    :param workers: number of processes; None: as many as processors, if that pays; 1: no further process
    """
    todo = list(places)
    if cache is not None:
        todo = yield from _kept(places, job, cache)
    # the longest first, so that at the end no process is left alone with it
    sizes = sorted(((_size(place), place) for place in todo), reverse=True)
    if workers is None:
        workers = min(_processors(), sum(size for size, _ in sizes) // _PAYS)
    waiting = deque(place for _, place in sizes)
    if min(workers, len(waiting)) > 1:
        yield from _in_processes(waiting, job, cache, min(workers, len(waiting)))
    if waiting:
        desk = _Desk(job, cache)
        while waiting:
            yield desk.result(waiting.popleft())


def _kept(places: Sequence[Path], job: Job, cache: Cache) -> Generator[Result, None, list[Path]]:
    """Yield what the cache holds and what is wrong with texts; return the others."""
    others = []
    for place in places:
        try:
            text = read_corpus_text(place)
        except ForderungsgraphError as error:
            yield error
            continue
        found = cache.get(cache.key(text, job.corrections.get(text.sidecar.slug, ())))
        if found is None:
            others.append(place)
        else:
            yield found
    return others


def _size(place: Path) -> int:
    try:
        return place.stat().st_size
    except OSError:
        return 0  # told when it is read


class _Desk:
    """Where texts become results."""

    def __init__(self, job: Job, cache: Cache | None) -> None:
        self._bench = Workbench(job)
        self._job = job
        self._cache = cache

    def result(self, place: Path) -> Result:
        """Return the document, or a readable error: nothing that one text does may stop the others."""
        try:
            text = read_corpus_text(place)
        except ForderungsgraphError as error:
            return error
        try:
            converted = Converted.of(self._bench.document(text))
            if self._cache is not None:
                corrections = self._job.corrections.get(text.sidecar.slug, ())
                self._cache.put(self._cache.key(text, corrections), converted)
        except ShapesError:
            raise  # concerns all documents
        except ForderungsgraphError as error:
            # the file, which its reader can mend; a node of the graph would tell less
            error.place, error.line = place, None
            return error
        except MemoryError:
            return InputError(
                "Das Dokument braucht mehr Arbeitsspeicher, als ein Prozess nehmen darf",
                place=place,
                hint="Den Text teilen; die übrigen Dokumente sind nicht betroffen",
            )
        except Exception as error:
            return InputError(
                f"Das Dokument ließ sich nicht auswerten ({type(error).__name__}: {error})",
                place=place,
                hint="Bitte mit diesem Text als Fehler melden; die übrigen Dokumente sind nicht betroffen",
            )
        return converted


def _in_processes(waiting: deque[Path], job: Job, cache: Cache | None, workers: int) -> Results:
    """Yield what processes make of the texts; those that are still waiting after that have to be done here."""
    try:
        while waiting:
            for place in (yield from _in_pool(waiting, job, cache, workers)):
                # a process that dies takes its pool along: each text that it had gets a pool of its own, once
                if (yield from _in_pool(deque([place]), job, cache, 1)):
                    yield InputError(
                        "Die Auswertung brach ab, weil ihr Prozess endete",
                        place=place,
                        hint="Reicht der Arbeitsspeicher?",
                    )
    except _NoProcessesError:
        return


class _NoProcessesError(Exception):
    """Processes cannot be started, e.g. from a script that Python reads from standard input."""


def _in_pool(
    waiting: deque[Path], job: Job, cache: Cache | None, workers: int
) -> Generator[Result, None, list[Path]]:
    """Yield what a pool of processes makes of ``waiting`` until it dies; return what it had when it died."""
    # spawn: the only way to start that all systems have and that threads of the caller do not disturb
    context = multiprocessing.get_context("spawn")
    lost: list[Path] = []
    working: dict[Future[Result], Path] = {}
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(job, cache)) as pool:
        try:
            try:
                pool.submit(_ready).result()
            except (BrokenProcessPool, OSError):
                raise _NoProcessesError from None
            while working or (waiting and not lost):
                while waiting and not lost and len(working) < 2 * workers:
                    place = waiting.popleft()
                    try:
                        working[pool.submit(_work, place)] = place
                    except BrokenProcessPool:
                        lost.append(place)
                for future in wait(working, return_when=FIRST_COMPLETED).done:
                    place = working.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        lost.append(place)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return sorted(lost)


_desk: _Desk | ForderungsgraphError | None = None


def _start(job: Job, cache: Cache | None) -> None:
    """Prepare a process; what goes wrong is told with the first text, not on standard error."""
    global _desk
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends us
    try:
        _desk = _Desk(job, cache)
    except ForderungsgraphError as error:
        _desk = error
    limit_memory(_MEMORY)


def _ready() -> None:
    """Show that a process could start."""


def _work(place: Path) -> Result:
    assert _desk is not None
    if isinstance(_desk, ForderungsgraphError):
        raise _desk
    return _desk.result(place)

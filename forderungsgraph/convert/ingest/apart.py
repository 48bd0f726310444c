"""Reads files in a process of its own, which is ended when it takes too much time or memory.

PDFium and libxml2 are C libraries: no exception reaches us when they crash, no signal stops them, and a
small PDF can unpack to gigabytes. In a process apart, time and memory are bounded, and one file cannot
take the others of a batch along. The process starts with the first file that needs it (about 0.2 s) and
reads all further ones; plain text is read here.

It is started by ``subprocess`` rather than ``multiprocessing``, which would run the caller's main module
again, and answers in JSON, since what it read is not to be trusted with ``pickle``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from forderungsgraph.errors import ForderungsgraphError, TextError
from forderungsgraph.memory import limit_memory

from . import ingest, limits
from .detect import is_plain
from .result import DocumentFormat, Ingested, Metadata

# -c and the paths of this process: the child sees the same modules, and none from the working folder
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import main; main(int(sys.argv[2]))"
)


class Ingester:
    """Reads files one after the other; use it in a ``with`` statement.

    :param seconds: time for one file
    :param memory: bytes above what the process takes when it starts (where the system can limit it)
    """

    def __init__(self, *, seconds: float = limits.SECONDS, memory: int = limits.MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ingest(self, data: bytes, *, name: str) -> Ingested:
        """Return the text of a file; see :func:`forderungsgraph.convert.ingest.ingest`.

        :raises TextError: as there, and if reading takes too long or too much memory
        """
        if len(data) > limits.FILE or is_plain(data):
            return ingest(data, name=name)
        if self._child is None:
            self._child = _Child(self._memory)
        answer = self._child.ask(data, name, self._seconds)
        if answer is None:
            late = self._child.late
            self._end()
            raise _stopped(name, self._seconds) if late else _broke_off(name)
        return _unpacked(answer, name)

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def ingest_apart(data: bytes, *, name: str) -> Ingested:
    """Return the text of one file, read in a process of its own unless it is plain text.

    :raises TextError: see :meth:`Ingester.ingest`
    """
    with Ingester() as ingester:
        return ingester.ingest(data, name=name)


class _Child:
    """The process and the pipes to it."""

    def __init__(self, memory: int) -> None:
        code = _START.format(__name__)
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, json.dumps(sys.path), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # C libraries complain there; what matters is in the answer
        )
        self.late = False

    def ask(self, data: bytes, name: str, seconds: float) -> dict[str, Any] | None:
        """Return the answer, or None if the process died of the file or was ended after ``seconds``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        watch = threading.Timer(seconds, self._kill)
        watch.start()
        try:
            head = json.dumps({"name": name, "size": len(data)})
            self._process.stdin.write(head.encode("ascii") + b"\n")
            self._process.stdin.write(data)
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            return None
        finally:
            watch.cancel()
            watch.join()
        return json.loads(line) if line.endswith(b"\n") else None

    def _kill(self) -> None:
        self.late = True
        self._process.kill()

    def end(self) -> None:
        """End the process at once; it holds nothing that matters."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not written yet
                if pipe is not None:
                    pipe.close()
        self._process.wait()


def _stopped(name: str, seconds: float) -> TextError:
    return TextError(
        f"Das Lesen wurde nach {seconds:g} Sekunden abgebrochen",
        place=name,
        hint="Die Datei in Teilen oder nur den Text des Dokuments ablegen",
    )


def _broke_off(name: str) -> TextError:
    return TextError(
        "Das Lesen brach ab: Die Datei ist beschädigt oder braucht zu viel Arbeitsspeicher",
        place=name,
        hint="Die Datei neu speichern oder nur den Text des Dokuments ablegen",
    )


def _unpacked(answer: dict[str, Any], name: str) -> Ingested:
    error = answer.get("error")
    if error is not None:
        raise TextError(error["message"], place=error["place"], line=error["line"], hint=error["hint"])
    fault = answer.get("fault")
    if fault is not None:
        raise TextError(
            f"Die Datei ließ sich nicht lesen ({fault})",
            place=name,
            hint="Bitte mit dieser Datei als Fehler melden",
        )
    return Ingested(
        answer["text"],
        DocumentFormat(answer["format"]),
        tuple(answer["pages"]),
        Metadata(**answer["metadata"]),
        tuple(answer["notes"]),
    )


def main(memory: int) -> None:
    """Answer until the pipe closes; runs in the process apart."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends us
    questions = sys.stdin.buffer
    # libraries that print must not disturb the answers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    limit_memory(memory)
    with contextlib.suppress(OSError, MemoryError):
        while line := questions.readline():
            answers.write(json.dumps(_answer(line, questions)).encode("ascii") + b"\n")
            answers.flush()


def _answer(line: bytes, questions: BinaryIO) -> dict[str, Any]:
    head = json.loads(line)
    data = questions.read(head["size"])
    try:
        return dataclasses.asdict(ingest(data, name=head["name"]))
    except ForderungsgraphError as error:
        place = None if error.place is None else str(error.place)
        return {"error": {"message": error.message, "place": place, "line": error.line, "hint": error.hint}}
    except MemoryError:
        raise  # the process ends, so that the next file finds a fresh one
    except Exception as error:
        return {"fault": f"{type(error).__name__}: {error}"}

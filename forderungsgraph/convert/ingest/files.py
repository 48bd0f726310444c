"""Files and folders to read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from forderungsgraph.errors import ForderungsgraphError, UsageError

from . import limits

_BESIDE = frozenset((".toml", ".json", ".jsonl", ".csv", ".ttl", ".nq"))
"""endings of what lies beside documents: sidecars and results"""


@dataclass(frozen=True, slots=True)
class Remark:
    """What had to be assumed or passed over when files were read, one clause."""

    path: Path
    text: str


def read_file(path: Path) -> bytes:
    """Return the bytes of a file.

    :raises UsageError: if there is no such file, or it cannot be read
    :raises TextError: if it is too large to be read
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UsageError("Das ist ein Ordner, keine Datei", place=path, hint="Eine Datei nennen")
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(
                "Das ist keine gewöhnliche Datei (Gerät, Leitung oder Anschluss)",
                place=path,
                hint="Eine Datei nennen",
            )
        with path.open("rb") as file:
            # what claims to be small may grow, or be made up by the system while it is read
            data = file.read(limits.FILE + 1)
    except OSError as error:
        raise _unreadable(path, "Die Datei", error) from None
    if len(data) > limits.FILE:
        raise limits.too_large("Datei", max(status.st_size, len(data)), limits.FILE, str(path))
    return data


def walk(path: Path) -> Iterator[Path | Remark | ForderungsgraphError]:
    """Yield the documents under a folder, sorted by path; a file yields itself.

    What is no folder yields itself, also if it does not exist or is no ordinary file: reading it tells.
    Hidden files, sidecars and results are left out. A folder that is reached a second time by a symbolic
    link is not entered again, so that a loop ends: a remark says so. A folder that cannot be read, or
    holds no document, is an error, and the others go on.
    """
    if not path.is_dir():
        yield path
        return
    empty = True
    for found in _walk(path, set()):
        empty = False
        yield found
    if empty:
        yield UsageError(
            "Der Ordner enthält keine Dokumente", place=path, hint="Einen anderen Ordner oder Dateien nennen"
        )


def _walk(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path | Remark | ForderungsgraphError]:
    try:
        status = folder.stat()
        key = (status.st_dev, status.st_ino)
        if key in entered:
            yield Remark(folder, "Der Verweis führt in einen Ordner, der schon gelesen wird; übergangen")
            return
        entered.add(key)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield _unreadable(folder, "Der Ordner", error)
        return
    for name in names:
        path = folder / name
        try:
            if path.is_dir():
                yield from _walk(path, entered)
            elif path.suffix.lower() not in _BESIDE:
                yield path
        except OSError as error:
            yield _unreadable(path, "Die Datei", error)


def _unreadable(path: Path, what: str, error: OSError) -> UsageError:
    return UsageError(
        f"{what} lässt sich nicht lesen ({error.strerror or error})",
        place=path,
        hint="Pfad und Rechte prüfen",
    )

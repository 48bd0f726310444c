"""Files and folders to read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from forderungsgraph.errors import UsageError

from . import limits

_BESIDE = frozenset((".toml", ".json", ".jsonl", ".csv", ".ttl", ".nq"))
"""endings of what lies beside documents: sidecars and results"""


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
            raise UsageError("Das ist keine gewöhnliche Datei", place=path, hint="Eine Datei nennen")
        if status.st_size > limits.FILE:
            raise limits.too_large("Datei", status.st_size, limits.FILE, str(path))
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"Die Datei lässt sich nicht lesen ({error.strerror or error})",
            place=path,
            hint="Pfad und Rechte prüfen",
        ) from None


def walk(path: Path) -> Iterator[Path]:
    """Yield the documents under a folder, sorted by path; a file yields itself.

    What is no folder yields itself, also if it does not exist: reading it tells. Hidden files, sidecars and
    results are left out; a folder that is reached a second time by a symbolic link is not entered again, so
    that a loop ends. Folders that cannot be read are passed over.
    """
    if path.is_dir():
        yield from _walk(path, set())
    else:
        yield path


def _walk(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path]:
    try:
        status = folder.stat()
        key = (status.st_dev, status.st_ino)
        if key in entered:
            return
        entered.add(key)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError:
        return
    for name in names:
        path = folder / name
        try:
            if path.is_dir():
                yield from _walk(path, entered)
            elif path.is_file() and path.suffix.lower() not in _BESIDE:
                yield path
        except OSError:
            continue

"""Files of acts, wherever they lie: single XML files, folders, tar and zip archives. Nothing is unpacked to disk."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from forderungsgraph.errors import LawFileError, UsageError
from forderungsgraph.registers.giinorm import LARGEST

_XML: Final = ".xml"
_UNREADABLE: Final = (
    OSError,
    EOFError,
    tarfile.TarError,
    zipfile.BadZipFile,
    lzma.LZMAError,
    zlib.error,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class LawFile:
    """The bytes of one file.

    :param name: where it lies, for messages
    """

    name: str
    raw: bytes


def law_files(paths: Iterable[Path]) -> Iterator[LawFile | LawFileError]:
    """Yield each XML file of files, folders and archives, sorted by name where they are not streamed.

    What cannot be read is yielded as an error; an archive that breaks in the middle gives what came before.

    :raises UsageError: if a path is missing, or nothing of it can hold acts
    """
    for path in paths:
        if path.is_dir():
            yield from _of_folder(path)
        elif path.is_file():
            yield from _of_file(path)
        else:
            raise UsageError(
                "Hier liegt nichts", place=path, hint="Eine Datei, einen Ordner oder ein Archiv angeben"
            )


def _of_folder(folder: Path) -> Iterator[LawFile | LawFileError]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() == _XML and path.is_file())
    if not found:
        raise UsageError(
            "Der Ordner enthält keine XML-Dateien",
            place=folder,
            hint="Erwartet ist eine Datei je Gesetz, BJNR….xml",
        )
    for path in found:
        yield from _of_xml(path)


def _of_file(path: Path) -> Iterator[LawFile | LawFileError]:
    if path.suffix.lower() == _XML:
        yield from _of_xml(path)
    elif zipfile.is_zipfile(path):
        yield from _broken(path, _of_zip(path))
    elif _is_tar(path):
        yield from _broken(path, _of_tar(path))
    else:
        raise UsageError(
            "Die Datei ist weder XML noch ein Archiv (tar, auch mit xz, gz, bz2; zip)",
            place=path,
            hint="Das XML der Gesetze im Internet angeben",
        )


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except _UNREADABLE:
        return False


def _of_xml(path: Path) -> Iterator[LawFile | LawFileError]:
    try:
        with path.open("rb") as file:
            yield _read(file, str(path))
    except OSError as error:
        yield LawFileError(
            "Die Datei lässt sich nicht lesen", place=path, hint=error.strerror or "Rechte prüfen"
        )


def _of_tar(path: Path) -> Iterator[LawFile | LawFileError]:
    # as a stream: an archive of 30 MB is unpacked once, and never as a whole
    with tarfile.open(path, "r|*") as tar:
        for member in tar:
            if member.isfile() and member.name.lower().endswith(_XML):
                file = tar.extractfile(member)
                if file is not None:
                    yield _read(file, f"{path}: {member.name}")


def _of_zip(path: Path) -> Iterator[LawFile | LawFileError]:
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if member.filename.lower().endswith(_XML):
                with archive.open(member) as file:
                    yield _read(file, f"{path}: {member.filename}")


def _read(file: IO[bytes], name: str) -> LawFile:
    """Return the bytes of a file up to one more than is allowed, so that its reader refuses it."""
    return LawFile(name, file.read(LARGEST + 1))


def _broken(path: Path, files: Iterator[LawFile | LawFileError]) -> Iterator[LawFile | LawFileError]:
    """Yield what can be read, and in the end why there is no more."""
    try:
        yield from files
    except _UNREADABLE as error:
        yield LawFileError(
            f"Das Archiv bricht ab ({error})",
            place=path,
            hint="Das Archiv neu beziehen; was davor stand, ist eingelesen",
        )

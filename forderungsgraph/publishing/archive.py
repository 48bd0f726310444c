"""The folder of all published versions, and which of them is served.

::

    versions.json     every published version in order, with date and checksum; and the current one
    1.0.0/ 1.1.0/ …   one folder each, complete and never changed

``versions.json`` is the truth: a folder that it does not name is unfinished. It is replaced in one step, so
that whoever reads sees the old state or the new one, at whatever moment a process is killed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from ..errors import ReleaseError, UsageError
from ..release import LISTING, SUMS, Release, file_digest
from .versions import Version, is_version

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows; there nothing keeps two processes apart
    fcntl = None  # type: ignore[assignment]

_LOCK: Final = ".lock"
_WORKSHOP: Final = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Entry:
    """A published version.

    :param date: day of publication, ISO 8601
    :param build: version of the build that it was made of
    :param schema: version of the ontology
    :param sums: SHA-256 of its ``SHA256SUMS``, which covers all other files
    """

    version: str
    date: str
    build: str
    schema: str
    sums: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The published versions in a folder, oldest first; none in a folder that is empty or not there."""

    folder: Path
    entries: tuple[Entry, ...] = ()
    current: str | None = None

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Read which versions a folder holds.

        :raises ReleaseError: if its list is not readable, or the folder holds something else
        """
        place = folder / LISTING
        try:
            content = place.read_bytes()
        except FileNotFoundError:
            return cls._empty(folder)
        except OSError as error:
            raise ReleaseError(
                f"Die Liste der Versionen ist nicht lesbar ({error.strerror})",
                place=place,
                hint="Pfad und Rechte prüfen",
            ) from None
        try:
            listed = json.loads(content)
            entries = tuple(Entry(**entry) for entry in listed["versions"])
            current = listed["current"]
            if current not in {entry.version for entry in entries}:
                raise ValueError(current)
        except (ValueError, KeyError, TypeError):
            raise ReleaseError(
                "Die Liste der Versionen ist beschädigt",
                place=place,
                hint="Aus einer Sicherung wiederherstellen; die Ordner der Versionen sind vollständig",
            ) from None
        return cls(folder, entries, current)

    @classmethod
    def _empty(cls, folder: Path) -> Archive:
        try:
            others = (
                [path for path in folder.iterdir() if not path.name.startswith(".")]
                if folder.exists()
                else []
            )
        except OSError as error:
            raise ReleaseError(
                f"Hier liegt kein lesbarer Ordner ({error.strerror})",
                place=folder,
                hint="Einen anderen Ordner angeben",
            ) from None
        # a release that was killed before its first version was listed leaves such folders
        if not all(path.is_dir() and is_version(path.name) for path in others):
            raise ReleaseError(
                "Der Ordner ist nicht leer und enthält keine veröffentlichten Versionen",
                place=folder,
                hint="Einen anderen Ordner angeben",
            )
        return cls(folder)

    @property
    def newest(self) -> Entry | None:
        """The version with the highest number."""
        return self.entries[-1] if self.entries else None

    def release(self, version: str) -> Release:
        """Open a published version.

        :raises UsageError: if there is no such version
        :raises ReleaseError: if its folder is not readable
        """
        if version not in {entry.version for entry in self.entries}:
            known = ", ".join(entry.version for entry in self.entries) or "keine"
            raise UsageError(
                f"Die Version {version} ist nicht veröffentlicht",
                place=self.folder,
                hint=f"Veröffentlicht: {known}",
            )
        return Release.open(self.folder / version)

    def check_number(self, version: Version) -> None:
        """Find out whether a version may follow those that are there.

        :raises ReleaseError: if it exists, or its number is lower than the last
        """
        newest = self.newest
        if str(version) in {entry.version for entry in self.entries}:
            raise ReleaseError(
                f"Die Version {version} gibt es schon",
                place=self.folder,
                hint="Veröffentlichtes wird nie geändert: eine höhere Nummer angeben",
            )
        if newest is not None and version < Version.parse(newest.version):
            raise ReleaseError(
                f"Die Version {version} ist niedriger als die letzte, {newest.version}",
                place=self.folder,
                hint="Eine höhere Nummer angeben; zu einer älteren Version zurück führt forderungsgraph rollback",
            )

    def earliest(self, day: str) -> str:
        """Return a day, or that of the last version where that is later."""
        return max(day, self.newest.date) if self.newest else day

    def check_day(self, day: str) -> None:
        """Find out whether a version may have a date.

        :raises ReleaseError: if it lies before that of the last
        """
        newest = self.newest
        if newest is not None and day < newest.date:
            raise ReleaseError(
                f"Das Datum {day} liegt vor dem der Version {newest.version}, {newest.date}",
                place=self.folder,
                hint="Mit --date ein späteres Datum angeben",
            )

    def switched(self, version: str) -> Archive:
        """Make another published version the current one; nothing else changes.

        :raises UsageError: if there is no such version
        :raises ReleaseError: if its folder is not whole, or the list cannot be written
        """
        with locked(self.folder):
            archive = Archive.open(self.folder)
            release = archive.release(version)
            damaged = release.damaged()
            if damaged:
                raise ReleaseError(
                    f"Die Version {version} ist beschädigt: {damaged[0]}",
                    place=release.folder,
                    hint="Eine andere Version wählen oder diese aus einer Sicherung wiederherstellen",
                )
            return archive._written(replace(archive, current=version))

    def announced(self, entry: Entry) -> Archive:
        """Add a version whose folder is complete, and make it the current one; the lock must be held."""
        return self._written(replace(self, entries=(*self.entries, entry), current=entry.version))

    def _written(self, after: Archive) -> Archive:
        listed = {"current": after.current, "versions": [asdict(entry) for entry in after.entries]}
        content = (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        try:
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=_WORKSHOP, delete=False) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(self.folder / LISTING)
        except OSError as error:
            raise unwritable(self.folder, error) from None
        return after


def entry_of(release: Release, date: str) -> Entry:
    """Return what the list says of a version whose folder is complete."""
    manifest = release.manifest
    return Entry(
        release.version, date, manifest["build"], manifest["schema"], file_digest(release.folder / SUMS)
    )


def missing(release: Release) -> tuple[str, ...]:
    """Return the files of a version that are not there or not of their size, e.g. while it is being copied."""
    found = []
    for name, size in sorted(release.manifest["files"].items()):
        try:
            if (release.folder / name).stat().st_size != size:
                found.append(name)
        except OSError:
            found.append(name)
    return tuple(found)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from changing the folder of versions; the lock ends with the process.

    :raises ReleaseError: if another process is at work, or the folder cannot be written
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / _LOCK).open("a")
    except OSError as error:
        raise unwritable(folder, error) from None
    with file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ReleaseError(
                    "Ein anderer Vorgang schreibt gerade in diesen Ordner",
                    place=folder,
                    hint="Warten, bis er fertig ist",
                ) from None
        yield


@contextmanager
def workshop(archive: Archive, version: Version) -> Iterator[tuple[Path, Callable[[], Path]]]:
    """Give an empty folder for a new version, and the function that moves it to its place.

    What an earlier process left unfinished is removed. The lock must be held.

    :raises ReleaseError: if it cannot be written
    """
    place = archive.folder / str(version)
    try:
        _tidy(archive.folder, [entry.version for entry in archive.entries])
        fresh = Path(tempfile.mkdtemp(prefix=_WORKSHOP, dir=archive.folder))
        fresh.chmod(0o755)
        try:
            yield fresh, lambda: fresh.rename(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise unwritable(archive.folder, error) from None


def _tidy(folder: Path, published: Sequence[str]) -> None:
    """Remove what no version owns; a stranger's files are left alone."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_WORKSHOP):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        elif path.is_dir() and path.name not in published and is_version(path.name):
            shutil.rmtree(path)


def unwritable(folder: Path, error: OSError) -> ReleaseError:
    """Return the error to tell when writing failed."""
    return ReleaseError(
        f"Die Version lässt sich nicht schreiben ({error.strerror or error})",
        place=folder,
        hint="Platz und Rechte prüfen; was bisher veröffentlicht ist, ist unverändert",
    )

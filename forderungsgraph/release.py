"""A release: one folder with the data, its report and checksums; written beside and then switched.

::

    forderungsgraph.nq    all named graphs as sorted N-Quads
    graphs/*.ttl          each named graph as Turtle
    report.json, .ttl     what the validation found, also about documents that were left out
    *.jsonl               what else the build wants to tell, e.g. findings for review
    manifest.json         version, base IRI, counts, documents, findings
    SHA256SUMS            checksums of all other files

The bytes depend on input and software version alone: no clock, no random, no path of the machine.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Graph

from .errors import ReleaseError
from .ntriples import lines_of, turtle_of
from .report import Report, Violation

DATA: Final = "forderungsgraph.nq"
MANIFEST: Final = "manifest.json"
LISTING: Final = "versions.json"
"""lies in a folder of published versions, see :mod:`forderungsgraph.publishing.archive`"""
SUMS: Final = "SHA256SUMS"
_REBUILD: Final = "Das Release neu bauen: forderungsgraph build"


@dataclass(frozen=True, slots=True)
class Release:
    """A release folder that can be read."""

    folder: Path
    manifest: Mapping[str, Any]

    @classmethod
    def open(cls, folder: Path) -> Release:
        """Open a release folder, or the current version in a folder of published ones.

        :raises ReleaseError: if there is none
        """
        folder = _current(folder)
        place = folder / MANIFEST
        try:
            manifest = json.loads(place.read_bytes())
            for key in ("version", "base", "documents"):
                manifest[key]
        except (OSError, ValueError, KeyError, TypeError):
            raise ReleaseError(
                "Hier liegt kein lesbares Release", place=folder, hint="Erst bauen: forderungsgraph build"
            ) from None
        return cls(folder, manifest)

    @property
    def version(self) -> str:
        """Version: of the software and of the data."""
        return str(self.manifest["version"])

    @property
    def base(self) -> str:
        """Base IRI of the identifiers."""
        return str(self.manifest["base"])

    def quads(self) -> Iterator[ox.Quad]:
        """Yield all quads.

        :raises ReleaseError: if the data is missing or broken
        """
        try:
            for quad in ox.parse(path=self.folder / DATA, format=ox.RdfFormat.N_QUADS):
                if isinstance(quad, ox.Quad):
                    yield quad
        except (OSError, SyntaxError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ReleaseError(
                f"Die Daten sind nicht lesbar ({reason})", place=self.folder / DATA, hint=_REBUILD
            ) from None

    def report(self) -> Report:
        """Return what the validation found when the release was built.

        :raises ReleaseError: if the report is missing or broken
        """
        place = self.folder / "report.json"
        try:
            return Report(tuple(Violation(**result) for result in json.loads(place.read_bytes())["results"]))
        except (OSError, ValueError, KeyError, TypeError):
            raise ReleaseError("Der Bericht ist nicht lesbar", place=place, hint=_REBUILD) from None

    def damaged(self) -> tuple[str, ...]:
        """Return the names of files that are missing or differ from their checksum.

        :raises ReleaseError: if the checksums cannot be read
        """
        sums = self._sums()
        return tuple(name for name, digest in sorted(sums.items()) if _digest(self.folder / name) != digest)

    def is_sound(self, name: str) -> bool:
        """Tell whether one file is there as its checksum has it; False also where no checksum tells of it."""
        try:
            return self._sums().get(name, "") == _digest(self.folder / name)
        except ReleaseError:
            return False

    def _sums(self) -> dict[str, str]:
        try:
            lines = (self.folder / SUMS).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise ReleaseError(
                "Die Prüfsummen sind nicht lesbar", place=self.folder / SUMS, hint=_REBUILD
            ) from None
        return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _current(folder: Path) -> Path:
    try:
        listed = json.loads((folder / LISTING).read_bytes())
        return folder / str(listed["current"])
    except (OSError, ValueError, KeyError, TypeError):
        return folder


def turtle(graph: Graph) -> bytes:
    """Return a graph as Turtle, sorted by subject, its class first."""
    return turtle_of(lines_of(graph))


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(path: Path) -> str | None:
    try:
        return file_digest(path)
    except OSError:
        return None


def check_writable(output: Path) -> None:
    """Find out, before any work, whether a release can be written and put at ``output``.

    :raises ReleaseError: if not, or if something else than a release lies there
    """
    try:
        if output.exists() and not output.is_dir():
            raise ReleaseError("Hier liegt eine Datei", place=output, hint="Einen anderen Ordner angeben")
        occupied = output.is_dir() and any(output.iterdir())
        shutil.rmtree(_workshop(output.resolve()))
    except OSError as error:
        raise _unwritable(output, error) from None
    # a typo must not cost a folder of other things
    if occupied and not (output / MANIFEST).is_file():
        raise ReleaseError(
            "Der Ordner ist nicht leer und kein Release",
            place=output,
            hint="Einen anderen Ordner angeben oder diesen leeren",
        )


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """Give an empty folder beside ``output`` that takes its place when the block ends without an error.

    Until then, and after any error, whatever release lies at ``output`` stays as it is. The block should
    only write: its OSErrors are told as such of writing.

    :raises ReleaseError: if the folder cannot be written, or something else than a release lies there
    """
    check_writable(output)
    place = output.resolve()
    try:
        workshop = _workshop(place)
        try:
            fresh = workshop / "neu"
            fresh.mkdir()
            yield fresh
            switch(fresh, place, workshop / "alt")
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    except OSError as error:
        raise _unwritable(output, error) from None


def _workshop(output: Path) -> Path:
    """Make a folder on the same file system as ``output``, so that renaming is atomic."""
    output.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))


def switch(fresh: Path, output: Path, aside: Path) -> None:
    """Put ``fresh`` where ``output`` is; on failure ``output`` is put back."""
    if not output.exists():
        fresh.rename(output)
        return
    output.rename(aside)
    try:
        fresh.rename(output)
    except BaseException:
        aside.rename(output)
        raise


def _unwritable(output: Path, error: OSError) -> ReleaseError:
    return ReleaseError(
        f"Das Release lässt sich nicht schreiben ({error.strerror or error})",
        place=output,
        hint="Platz und Rechte prüfen; ein bisheriges Release ist unverändert",
    )

"""A corpus folder that takes texts: what it holds already, and storing a text with its sidecar.

A pair appears whole or not at all. Both files are written beside the others in a hidden folder, read back
as a build reads them, and only then put in their places; what is there already is never replaced.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ..corpus import CorpusText, read_corpus_text, read_sidecar
from ..errors import ForderungsgraphError, InputError, UsageError
from ..files import folder, is_installed
from ..model import Sidecar
from ..tomltext import toml_string, toml_strings


def corpus_folder(given: Path | None) -> Path:
    """Return the folder that takes texts: the one given, else the corpus of a checkout.

    :raises UsageError: if none is given and the shipped texts belong to an installation, or it is no folder
    """
    if given is None:
        if is_installed():
            raise UsageError(
                "Die mitgelieferten Texte gehören zur Installation, dort wird nichts abgelegt",
                hint="Einen Ordner mit --corpus angeben, etwa --corpus texte; „forderungsgraph build --corpus "
                "texte“ baut daraus",
            )
        return folder("data") / "corpus"
    if given.exists() and not given.is_dir():
        raise UsageError("Das ist kein Ordner", place=given, hint="Einen Ordner mit --corpus angeben")
    return given


class Shelf:
    """The texts of a corpus folder by digest and by name.

    :raises UsageError: if the folder cannot be read
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._by_digest: dict[str, str] = {}
        self._names: set[str] = set()
        try:
            files = sorted(path.iterdir()) if path.exists() else []
        except OSError as error:
            raise UsageError(
                f"Der Ordner lässt sich nicht lesen ({error.strerror or error})",
                place=path,
                hint="Pfad und Rechte prüfen",
            ) from None
        for file in files:
            if file.suffix in (".txt", ".toml"):
                self._names.add(file.stem)
            if file.suffix == ".toml":
                # the build tells what is wrong with a sidecar
                with contextlib.suppress(ForderungsgraphError):
                    self._learn(read_sidecar(file), file.stem)

    def _learn(self, sidecar: Sidecar, name: str) -> None:
        self._names.add(name)
        for digest in (sidecar.sha256, sidecar.original_sha256):
            if digest is not None:
                self._by_digest.setdefault(digest, name)

    def holding(self, *digests: str) -> str | None:
        """Return the name of the text with one of these digests: its own, or that of its original."""
        return next((self._by_digest[digest] for digest in digests if digest in self._by_digest), None)

    def free_name(self, name: str) -> str:
        """Return ``name``, with a number where it is taken: ``…-2``."""
        number, free = 1, name
        while free in self._names:
            number += 1
            free = f"{name}-{number}"
        return free

    def store(self, text: str, sidecar: Sidecar) -> CorpusText:
        """Store a text with its sidecar, whose slug is a free name.

        :raises InputError: if the text cannot be used as it would be stored
        :raises UsageError: if the folder cannot be written, or the name has been taken meanwhile
        """
        name = sidecar.slug
        try:
            self.path.mkdir(exist_ok=True)
            with _workplace(self.path) as place:
                for ending, content in ((".txt", encoded(text)), (".toml", to_toml(sidecar).encode("utf-8"))):
                    _write(place / f"{name}{ending}", content)
                stored = read_corpus_text(place / f"{name}.txt")
                if stored.text != text or stored.sidecar != sidecar:
                    raise InputError(
                        "Text oder Begleitdatei lassen sich nicht unverändert ablegen",
                        place=sidecar.title,
                        hint="Bitte mit dieser Datei als Fehler melden",
                    )
                _put(place, self.path, name)
        except OSError as error:
            raise UsageError(
                f"Der Text lässt sich nicht ablegen ({error.strerror or error})",
                place=self.path,
                hint="Ordner, Platz und Rechte prüfen oder mit --corpus einen anderen Ordner angeben",
            ) from None
        self._learn(sidecar, name)
        return dataclasses.replace(stored, path=self.path / f"{name}.txt")


def encoded(text: str) -> bytes:
    """Return the bytes in which a text is stored.

    :raises InputError: if it holds halves of characters
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(
            "Der Text enthält halbe Zeichen und lässt sich nicht als UTF-8 ablegen",
            hint="Die Datei neu speichern",
        ) from None


def text_digest(text: str) -> str:
    """Return the digest of a text as it is stored."""
    return hashlib.sha256(encoded(text)).hexdigest()


@contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(dir=path, prefix=".aufnahme-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(place: Path, target: Path, name: str) -> None:
    """Move the pair to its place; if the second half fails, the first goes, too."""
    done: list[Path] = []
    try:
        for ending in (".txt", ".toml"):
            _move_to_free(place / f"{name}{ending}", target / f"{name}{ending}")
            done.append(target / f"{name}{ending}")
    except BaseException:
        for path in done:
            path.unlink(missing_ok=True)
        raise


def _move_to_free(source: Path, target: Path) -> None:
    """Rename without replacing: a link fails where the name has been taken, a renaming would not."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise UsageError(
            "Dieser Name ist inzwischen vergeben", place=target, hint="Den Befehl noch einmal ausführen"
        ) from None
    except OSError:  # a file system without links
        if target.exists():
            raise
        source.rename(target)


_KEYS = (
    "title", "type", "publisher", "authors", "date", "date_certainty", "date_note", "place", "territory", "number",
    "event", "source", "rights", "sha256", "original_sha256", "original_media_type", "unchecked", "language", "note",
)  # fmt: skip


def to_toml(sidecar: Sidecar) -> str:
    """Return a sidecar as the TOML from which it is read."""
    lines = []
    for key in _KEYS:
        value = getattr(sidecar, key)
        if isinstance(value, date):
            lines.append(f"{key} = {value.isoformat()}")
        elif isinstance(value, str):
            lines.append(f"{key} = {toml_string(value)}")
        elif value:
            lines.append(f"{key} = {toml_strings(value)}")
    return "\n".join(lines) + "\n"

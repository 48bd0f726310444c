"""A read-only store on disk, for data that memory does not hold.

The engine's database is prepared once beside the release and never written again, so that any number of
processes may read it; one that was prepared is open in some milliseconds. It lies in a folder named by the
checksum of the data: a new release gets a new one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from forderungsgraph.errors import ReleaseError
from forderungsgraph.formats import Format

from .embedded import DATA_FILE, EmbeddedStore
from .loading import fill
from .scan import Limits

_PLACE: Final = ".forderungsgraph-store"
_NAMES: Final = "graphs.json"
_DATABASE: Final = "database"
_KEPT: Final = 2


def prepared(folder: Path) -> Path:
    """Return where the database of a release lies, or would lie.

    :raises ReleaseError: if the data cannot be read
    """
    data = folder / DATA_FILE
    try:
        status = data.stat()
        with data.open("rb") as file:
            start = file.read(65_536)
            file.seek(max(status.st_size - 65_536, 0))
            end = file.read()
        sums = (folder / "SHA256SUMS").read_bytes()
    except OSError as error:
        raise ReleaseError(
            f"Die Daten sind nicht lesbar: {error.strerror}",
            place=data,
            hint="Das Release neu bauen: forderungsgraph build",
        ) from error
    key = hashlib.sha256(
        b"\0".join((str(status.st_size).encode(), start, end, sums, ox.__version__.encode()))
    )
    return folder.resolve().parent / _PLACE / key.hexdigest()[:24]


def prepare(folder: Path) -> Path:
    """Make the database of a release, if it is not there yet; return where it lies.

    Two of them are kept, that of this release and of the one before.

    :raises ReleaseError: if the data cannot be read, or nothing can be written beside the release
    """
    place = prepared(folder)
    if place.is_dir():
        return place
    try:
        place.parent.mkdir(exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix="tmp-", dir=place.parent))
        try:
            store = ox.Store(work / _DATABASE)
            fill(store, folder / DATA_FILE, Format.N_QUADS)
            names = sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode))
            store.optimize()
            store.flush()
            del store
            (work / _NAMES).write_text(json.dumps(names), encoding="utf-8")
            work.rename(place)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        old = sorted((p for p in place.parent.iterdir() if p != place), key=lambda p: p.stat().st_mtime)
        for one in old[: -(_KEPT - 1)]:
            shutil.rmtree(one, ignore_errors=True)
    except OSError as error:
        raise ReleaseError(
            f"Neben dem Release lässt sich kein Speicher anlegen: {error.strerror or error}",
            place=place.parent,
            hint="Schreibrecht geben, oder mit --in-memory mehr Speicher erlauben",
        ) from error
    return place


class DiskStore(EmbeddedStore):
    """Named graphs and their merged union on disk; fulfils :class:`~forderungsgraph.store.Store`.

    The database is opened by the first question, so that a process that only forks others never holds it
    (the engine has threads then).

    :param place: as :func:`prepare` returns it
    """

    def __init__(
        self,
        place: Path,
        *,
        prefixes: dict[str, str] | None = None,
        limits: Limits | None = None,
        base: str | None = None,
    ) -> None:
        self._set_up(prefixes, limits, base)
        self._place = place
        self._opened: ox.Store | None = None
        try:
            self._names = tuple(json.loads((place / _NAMES).read_bytes()))
        except (OSError, ValueError) as error:
            raise ReleaseError("Der Speicher des Release ist nicht lesbar", place=place) from error

    @classmethod
    def of_release(
        cls,
        folder: Path,
        *,
        prefixes: dict[str, str] | None = None,
        limits: Limits | None = None,
        base: str | None = None,
    ) -> DiskStore:
        """Open the database of a release, after :func:`prepare`.

        :raises ReleaseError: if it was not prepared
        """
        return cls(prepared(folder), prefixes=prefixes, limits=limits, base=base)

    @property
    def _store(self) -> ox.Store:  # type: ignore[override]
        if self._opened is None:
            try:
                self._opened = ox.Store.read_only(str(self._place / _DATABASE))
            except OSError as error:
                raise ReleaseError("Der Speicher des Release ist nicht lesbar", place=self._place) from error
        return self._opened

    @property
    def _merged(self) -> ox.Store:  # type: ignore[override]
        return self._store

    def close(self) -> None:
        """Close the database."""
        self._views.clear()
        self._opened = None

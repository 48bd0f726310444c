"""Where the release that is served comes from: a folder, or a store elsewhere; and whether there is another one."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.inventory import Inventory, mark, stored_release
from forderungsgraph.release import LISTING, MANIFEST, Release
from forderungsgraph.store import Endpoint

_FOLDER_SECONDS: Final = 2.0
_STORE_SECONDS: Final = 15.0


class Source(Protocol):
    """Where releases appear."""

    @property
    def seconds(self) -> float:
        """How long to wait between two looks."""
        ...

    def stamp(self) -> object:
        """Return what differs once there is another release; None where nobody can tell at the moment."""
        ...

    def open(self) -> Release:
        """Return the release that is there.

        :raises ForderungsgraphError: if there is none
        """
        ...


def stamp_of_folder(folder: Path) -> tuple[int, int] | None:
    """Return what differs once another release lies in a folder."""
    # a folder of versions has a list of them, a release its manifest
    for name in (LISTING, MANIFEST):
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        return status.st_ino, status.st_mtime_ns
    return None


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder where releases are published."""

    folder: Path

    @property
    def seconds(self) -> float:
        """How long to wait between two looks."""
        return _FOLDER_SECONDS

    def stamp(self) -> tuple[int, int] | None:
        """Return what differs once there is another release."""
        return stamp_of_folder(self.folder)

    def open(self) -> Release:
        """Return the release that is there.

        :raises ReleaseError: if there is none
        """
        return Release.open(self.folder)


@dataclass(slots=True)
class StoreSource:
    """A store elsewhere.

    :param scratch: an empty folder, for what the service makes of the data itself
    :param files: where the files of the versions lie, None if they lie nowhere
    :param base: base IRI of the identifiers, where the store holds several graphs of ours
    """

    endpoint: Endpoint
    scratch: Path
    files: Path | None = None
    base: str | None = None
    _known: Inventory | None = field(default=None, init=False)

    @property
    def seconds(self) -> float:
        """How long to wait between two looks."""
        return _STORE_SECONDS

    def stamp(self) -> object:
        """Return what differs once there is another release; None while the store does not answer."""
        files = None if self.files is None else stamp_of_folder(self.files)
        try:
            return None if self._known is None else (mark(self.endpoint, self._known), files)
        except ForderungsgraphError:
            return None

    def open(self) -> Release:
        """Return the release that is there.

        :raises ReleaseError: if there is none
        :raises StoreError: if the store does not answer
        """
        # a place of its own for each, since the one before is still served
        place = Path(tempfile.mkdtemp(dir=self.scratch))
        release = stored_release(self.endpoint, place, files=self.files, base=self.base)
        self._known = release.inventory
        return release

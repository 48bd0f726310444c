"""Publishes a version: a build becomes a folder in every format, complete before anybody sees it.

Everything is written into an unfinished folder beside the versions. It gets its name when it is whole, and is
served when the list of versions names it: both single steps. A process that is killed before leaves what is
served as it was, and the next one starts anew. The bytes depend on the build, the configuration, the number, the
previous version and the date, on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import PublishingError, ReleaseError
from ..model import Progress
from ..release import Release
from .archive import Archive, Entry, entry_of, locked, workshop
from .catalog import Imprint
from .catalog_check import ensure_valid
from .changes import Changes, changes
from .parts import parts_of
from .settings import Publication, check_date
from .source import Source
from .versions import Version
from .writing import Writing

Tell = Callable[[Progress], None]
STAGES: Final = (
    "Bau lesen",
    "Mit der vorigen Version vergleichen",
    "Formate schreiben",
    "Tabellen schreiben",
    "Beschreibungen schreiben",
    "Packen",
    "Katalog schreiben und prüfen",
    "Prüfsummen schreiben",
    "Ordner umbenennen",
    "Umschalten",
)


@dataclass(frozen=True, slots=True)
class Published:
    """What was published.

    :param files: number of files in the folder; ``size``: their bytes together
    """

    entry: Entry
    folder: Path
    archive: Archive
    changes: Changes
    files: int
    size: int


def _tell_nobody(progress: Progress) -> None:
    del progress


def publish(
    build: Path,
    output: Path,
    version: str,
    publication: Publication,
    *,
    date: str | None = None,
    evaluation: Path | None = None,
    tell: Tell = _tell_nobody,
) -> Published:
    """Publish a build as the next version, and make it the current one.

    :param build: a release folder as ``forderungsgraph build`` writes it
    :param output: the folder of all versions
    :param date: day of publication, ISO 8601; None: as the configuration says, else the newest day in the data, but
        no day before the last version
    :param evaluation: figures of ``forderungsgraph evaluate --json`` that the version shall carry
    :param tell: called before and after each stage
    :raises UsageError: if the number or the date is malformed
    :raises ReleaseError: if the build is not readable or damaged, the version exists or is lower than the last, or
        the folder cannot be written
    :raises PublishingError: if the catalogue would not be valid, or the addresses begin otherwise than before
    """
    number = Version.parse(version)
    if date is not None:
        check_date(date)

    def stage(name: str) -> None:
        number = STAGES.index(name)
        if number:
            tell(Progress(STAGES[number - 1], 1, 1))
        tell(Progress(name, 0, 1))

    with locked(output):
        archive = Archive.open(output)
        archive.check_number(number)
        stage("Bau lesen")
        made = _whole(Release.open(build))
        source = Source.of(made)
        day = check_date(date or publication.date or archive.earliest(source.newest))
        archive.check_day(day)
        with workshop(archive, number) as (folder, move):
            stage("Mit der vorigen Version vergleichen")
            before = _before(archive, made)
            differing = _compared(archive, before, source, made)
            imprint = Imprint(
                version, made.base, publication.url or made.base, archive.entries[0].date if archive.entries else day,
                day, differing.previous, source.schema, source.covered, differing.sentence,
            )  # fmt: skip
            writing = Writing(folder, made, source, imprint, publication, differing, before)
            stage("Formate schreiben")
            writing.formats()
            stage("Tabellen schreiben")
            writing.tables()
            stage("Beschreibungen schreiben")
            writing.descriptions(evaluation)
            stage("Packen")
            writing.packages()
            stage("Katalog schreiben und prüfen")
            parts = parts_of(folder, writing.table_titles)
            ensure_valid(writing.catalogue(parts), folder)
            stage("Prüfsummen schreiben")
            release = writing.finish(parts)
            entry = entry_of(release, day)
            stage("Ordner umbenennen")
            place = move()
            stage("Umschalten")
            archive = archive.announced(entry)
    tell(Progress(STAGES[-1], 1, 1))
    sizes = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
    return Published(entry, place, archive, writing.changes, len(sizes), sum(sizes))


def _whole(build: Release) -> Release:
    damaged = build.damaged()
    if damaged:
        raise ReleaseError(
            f"Der Bau ist beschädigt: {damaged[0]}",
            place=build.folder,
            hint="Neu bauen: forderungsgraph build",
        )
    if "build" in build.manifest:
        raise ReleaseError(
            "Das ist schon eine veröffentlichte Version",
            place=build.folder,
            hint="Den Ordner eines Baus angeben",
        )
    return build


def _before(archive: Archive, build: Release) -> list[str]:
    """Return the data of the newest version; nothing where there is none."""
    newest = archive.newest
    if newest is None:
        return []
    before = archive.release(newest.version)
    if before.base != build.base:
        raise PublishingError(
            f"Die Adressen beginnen mit {build.base}, die der Version {newest.version} mit {before.base}",
            place=build.folder,
            hint="Mit demselben --base bauen, oder in einen neuen Ordner veröffentlichen",
        )
    return Source.lines_of(before)


def _compared(archive: Archive, before: Sequence[str], source: Source, build: Release) -> Changes:
    newest = archive.newest
    if newest is None:
        return Changes(None)
    return changes(before, source.lines, build.base, newest.version)

"""An archive of imported acts: what ``forderungsgraph laws import`` writes and ``build`` reads.

::

    laws/
        archive.json      format, software, figures, SHA-256 of the other two
        index.csv         one line for each act: names, paragraphs, where its triples are
        acts.nt.gz        triples, act by act, each a gzip member of its own: together N-Triples as usual
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from forderungsgraph.errors import RegisterError, UsageError

from .kinds import Key

FORMAT: Final = 1
MANIFEST: Final = "archive.json"
INDEX: Final = "index.csv"
ACTS: Final = "acts.nt.gz"
COLUMNS: Final = (
    "key", "identifier", "abbreviation", "name", "title", "date", "known", "offset", "length", "sha256", "parts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArchivedAct:
    """A line of the index.

    :param name: official short title
    :param is_known: whether register or lexicon knew the act under this key when it was imported
    :param offset: of its triples in ``acts.nt.gz``, with their length and SHA-256
    :param parts: keys of its paragraphs, e.g. ``par-12``
    """

    key: Key
    identifier: str
    abbreviation: str | None
    name: str | None
    title: str
    date: str | None
    is_known: bool
    offset: int
    length: int
    sha256: str
    parts: frozenset[str]

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> ArchivedAct:
        """Return the act of a line; KeyError or ValueError if it is none."""
        return cls(
            Key(cells["key"]),
            cells["identifier"],
            cells["abbreviation"] or None,
            cells["name"] or None,
            cells["title"],
            cells["date"] or None,
            cells["known"] == "1",
            int(cells["offset"]),
            int(cells["length"]),
            cells["sha256"],
            frozenset(cells["parts"].split()),
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """The line, in the order of ``COLUMNS``."""
        return (
            self.key, self.identifier, self.abbreviation or "", self.name or "", self.title, self.date or "",
            "1" if self.is_known else "", str(self.offset), str(self.length), self.sha256, " ".join(sorted(self.parts)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LawArchive:
    """An archive, its index in memory, its triples on the disk.

    :param acts: sorted by key
    :param digest: SHA-256 of its manifest, which names those of the other files
    """

    folder: Path
    manifest: Mapping[str, Any]
    acts: tuple[ArchivedAct, ...]
    digest: str

    @classmethod
    def open(cls, folder: Path) -> LawArchive:
        """Read manifest and index.

        :raises UsageError: if there is no archive
        :raises RegisterError: if it is damaged, or of another format
        """
        if not (folder / MANIFEST).is_file():
            raise UsageError(
                "Hier liegt kein Gesetzesarchiv",
                place=folder,
                hint="Mit forderungsgraph laws import eines anlegen",
            )
        try:
            raw = (folder / MANIFEST).read_bytes()
            manifest = json.loads(raw)
            if manifest["format"] != FORMAT:
                raise RegisterError(
                    f"Das Gesetzesarchiv hat das Format {manifest['format']}, erwartet ist {FORMAT}",
                    place=folder,
                    hint="Die Gesetze neu einlesen: forderungsgraph laws import",
                )
            index = (folder / INDEX).read_bytes()
            if hashlib.sha256(index).hexdigest() != manifest["sha256"][INDEX]:
                raise ValueError(INDEX)
            lines = csv.DictReader(io.StringIO(index.decode("utf-8"), newline=""))
            acts = tuple(ArchivedAct.of(cells) for cells in lines)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged(folder) from error
        return cls(folder, manifest, acts, hashlib.sha256(raw).hexdigest())

    def check_keys(self, numbers: Mapping[str, str], titles: Mapping[str, str]) -> None:
        """Find out whether registers and archive still agree on the keys of acts.

        :param numbers: keys by the number of the published file
        :param titles: keys of acts of which no number is known, by the letters of their titles
        :raises RegisterError: if an act would have two identifiers
        """
        known = {*numbers.values(), *titles.values()}
        for act in self.acts:
            key = numbers.get(act.identifier)
            if (key is not None and key != act.key) or (act.is_known and act.key not in known):
                raise RegisterError(
                    f"Das Gesetzesarchiv nennt {act.identifier} „{act.key}“, das Register inzwischen anders",
                    place=self.folder,
                    hint="Die Gesetze neu einlesen: forderungsgraph laws import",
                )

    def lines(self, acts: Iterable[ArchivedAct]) -> Iterable[list[str]]:
        """Yield the sorted N-Triples of each act.

        :raises RegisterError: if they are damaged
        """
        try:
            with (self.folder / ACTS).open("rb") as file:
                for act in acts:
                    file.seek(act.offset)
                    member = file.read(act.length)
                    if hashlib.sha256(member).hexdigest() != act.sha256:
                        raise ValueError(act.key)
                    # not splitlines: texts may hold other line ends
                    yield gzip.decompress(member).decode("utf-8").split("\n")[:-1]
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise _damaged(self.folder) from error


def _damaged(folder: Path) -> RegisterError:
    return RegisterError(
        "Das Gesetzesarchiv ist beschädigt oder unvollständig",
        place=folder,
        hint="Die Gesetze neu einlesen: forderungsgraph laws import",
    )


@dataclass(frozen=True, slots=True)
class Packed:
    """An act on its way into an archive.

    :param entry: its line, without the place of its triples
    :param state: day on which its file was made
    :param triples: a gzip member
    """

    entry: ArchivedAct
    state: str
    triples: bytes
    counts: tuple[int, int, int]


def packed(entry: ArchivedAct, state: str, lines: list[str], divisions: int) -> Packed:
    """Return an act with its triples compressed; same lines, same bytes."""
    text = "".join(f"{line}\n" for line in lines).encode("utf-8")
    member = gzip.compress(text, compresslevel=6, mtime=0)
    entry = replace(entry, length=len(member), sha256=hashlib.sha256(member).hexdigest())
    return Packed(entry, state, member, (len(entry.parts), divisions, len(lines)))


def archive_files(acts: Iterable[Packed], about: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of an archive by name.

    :param about: further entries of the manifest
    """
    acts = sorted(acts, key=lambda act: act.entry.key)
    index, offset = io.StringIO(newline=""), 0
    writer = csv.writer(index, lineterminator="\n")
    writer.writerow(COLUMNS)
    for act in acts:
        writer.writerow(replace(act.entry, offset=offset).cells)
        offset += len(act.triples)
    content = {INDEX: index.getvalue().encode("utf-8"), ACTS: b"".join(act.triples for act in acts)}
    provisions, divisions, triples = (sum(act.counts[number] for act in acts) for number in range(3))
    manifest = {
        "format": FORMAT,
        **about,
        "acts": len(acts),
        "provisions": provisions,
        "divisions": divisions,
        "triples": triples,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(content.items())},
    }
    content[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    return content

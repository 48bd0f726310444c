"""Keeps converted documents from one build to the next.

An entry is found by a key made of everything that it depends on: text, sidecar, the corrections that
concern it, registers, lexicons, shapes, base of the addresses, and the code itself. So nothing has to be
invalidated: what has changed has another key. Entries are JSON, compressed; what cannot be read counts as
missing and is written anew.

::

    .forderungsgraph-cache/
        CACHEDIR.TAG              tells backup programs, and us, what this folder is
        0123456789abcdef/         one folder for each state of code, registers, lexicons …
            89abcdef….json.gz     one document
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from .corpus import CorpusText
from .curation import Correction
from .errors import CurationError, UsageError
from .files import folder
from .ntriples import check_lines
from .process import Converted, Job, MakeConverter, Summary
from .registers.lawarchive import LawArchive
from .report import Report, Violation

NAME: Final = ".forderungsgraph-cache"
LARGEST: Final = 512 * 2**20
"""Bytes: some ten thousand documents."""
STATES: Final = 3
"""For so many states of the code, registers … entries are kept; the others go."""

_TAG: Final = "Signature: 8a477f597d28d172789f06886806bc55\n# Zwischenspeicher von forderungsgraph build\n"
_LIBRARIES: Final = ("pyoxigraph", "pyshacl", "rdflib", "simplemma")


def beside(output: Path) -> Path:
    """Return where the cache of a release lies: in the same folder as the release."""
    return output.resolve().parent / NAME


@dataclass(frozen=True, slots=True)
class Cache:
    """Converted documents of one state of code, registers, lexicons, shapes and base; can be sent to a process.

    :param place: the whole cache
    :param state: 16 hexadecimal digits
    """

    place: Path
    state: str

    @classmethod
    def open(cls, place: Path, job: Job) -> Cache | None:
        """Return the cache at ``place`` for this job; None if nobody knows what its converter depends on.

        :raises UsageError: if something else lies there, or it cannot be written
        """
        if not _name(job.converter).startswith("forderungsgraph."):
            return None
        cache = cls(place, _state(job))
        try:
            tag = place / "CACHEDIR.TAG"
            if place.is_dir() and any(place.iterdir()) and not tag.is_file():
                raise UsageError(
                    "Der Ordner für den Zwischenspeicher enthält anderes",
                    place=place,
                    hint="Einen leeren Ordner angeben",
                )
            place.mkdir(parents=True, exist_ok=True)
            tag.write_text(_TAG, encoding="utf-8")
            (place / ".gitignore").write_text("*\n", encoding="utf-8")
            cache._folder.mkdir(exist_ok=True)
            os.utime(cache._folder)  # the state used last is kept longest
        except OSError as error:
            raise UsageError(
                f"Der Zwischenspeicher lässt sich nicht schreiben ({error.strerror or error})",
                place=place,
                hint="Einen anderen Ordner oder --no-cache angeben",
            ) from None
        return cache

    def key(self, text: CorpusText, corrections: Sequence[Correction]) -> str:
        """Return the key of a text with its sidecar and the corrections that concern it."""
        parts = (self.state, text.path.name, repr(text.sidecar), repr(tuple(corrections)), text.text)
        return _digest(part.encode("utf-8") for part in parts)

    def get(self, key: str) -> Converted | None:
        """Return a document that was converted before; None if there is none, or it is damaged."""
        path = self._path(key)
        try:
            entry = json.loads(gzip.decompress(path.read_bytes()))
            converted = _from_record(entry) if entry["key"] == key else None
            os.utime(path)  # what is used stays
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
            return None
        return converted

    def put(self, key: str, converted: Converted) -> None:
        """Keep a document; where that fails, it is converted again next time."""
        entry = {"key": key, **_to_record(converted)}
        data = gzip.compress(json.dumps(entry, ensure_ascii=False).encode("utf-8"), compresslevel=6, mtime=0)
        with suppress(OSError):
            handle, name = tempfile.mkstemp(prefix="neu-", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(name).replace(self._path(key))  # whole or not at all, also with several writers
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def tidy(self, *, largest: int = LARGEST, states: int = STATES) -> None:
        """Remove the entries of old states, and of the others those used longest ago.

        :param largest: bytes of all entries together
        :param states: how many states are kept
        """
        with suppress(OSError):
            found = sorted(_states(self.place), key=_used, reverse=True)
            for old in found[states:]:
                shutil.rmtree(old, ignore_errors=True)
            entries = [path for kept in found[:states] for path in kept.iterdir()]
            total = 0
            for path in sorted(entries, key=_used, reverse=True):
                total += path.stat().st_size
                if total > largest:
                    path.unlink(missing_ok=True)

    @property
    def _folder(self) -> Path:
        return self.place / self.state

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json.gz"


def _name(converter: MakeConverter) -> str:
    return f"{getattr(converter, '__module__', '')}.{getattr(converter, '__qualname__', '')}"


def _states(place: Path) -> Iterator[Path]:
    return (path for path in place.iterdir() if re.fullmatch(r"[0-9a-f]{16}", path.name) and path.is_dir())


def _used(path: Path) -> tuple[int, str]:
    """Return when a file or folder was used, as something to sort by."""
    try:
        return path.stat().st_mtime_ns, path.name
    except OSError:  # another build has removed it
        return 0, path.name


def _state(job: Job) -> str:
    """Return what all documents of a job depend on, as 16 hexadecimal digits."""
    package = Path(__file__).resolve().parent
    lexicon = folder("data") / "lexicon"
    registers = job.registers or folder("data") / "registers"
    shapes = job.shapes or folder("shapes") / "data.ttl"
    known = (
        f"{_name(job.converter)} {job.base} {job.min_confidence} {sys.version}",
        "" if job.laws is None else LawArchive.open(job.laws).digest,
        *(f"{name} {version(name)}" for name in _LIBRARIES),
    )
    return _digest(
        (
            *(part.encode("utf-8") for part in known),
            *_content(package, "**/*.py"),
            *_content(lexicon, "*"),
            *_content(registers, "*"),
            shapes.read_bytes(),
        )
    )[:16]


def _content(place: Path, pattern: str) -> Iterator[bytes]:
    for path in sorted(place.glob(pattern)):
        if path.is_file():
            yield path.relative_to(place).as_posix().encode("utf-8")
            yield path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())  # so that no part can end in another
    return digest.hexdigest()


def _to_record(converted: Converted) -> dict[str, Any]:
    summary = converted.summary
    return {
        "summary": {field.name: getattr(summary, field.name) for field in fields(summary)}
        | {
            "report": [asdict(violation) for violation in summary.report.results],
            "unfitting": [
                {"message": e.message, "place": str(e.place), "line": e.line, "hint": e.hint}
                for e in summary.unfitting
            ],
        },
        "graph": converted.graph,
        "provenance": converted.provenance,
    }


def _from_record(entry: dict[str, Any]) -> Converted:
    """Return what an entry holds; ValueError, KeyError, TypeError … if it holds anything else."""
    known = dict(entry["summary"])
    known["report"] = Report(tuple(Violation(**violation) for violation in known["report"]))
    known["unfitting"] = tuple(
        CurationError(error.pop("message"), **error) for error in map(dict, known["unfitting"])
    )
    known["demands"] = tuple((str(demand), str(wording)) for demand, wording in known["demands"])
    for name in ("unchecked", "review", "rejected"):
        known[name] = tuple(known[name])
    graph, provenance = tuple(entry["graph"]), tuple(entry["provenance"])
    check_lines(graph)
    check_lines(provenance)
    return Converted(Summary(**known), graph, provenance, reused=True)

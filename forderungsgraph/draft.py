"""A release that is being written, one graph after the other.

A build of many documents must not hold them all: each graph becomes its Turtle file at once, and its lines
go into sorted files without a name, which are merged at the end.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from typing import IO, Any, Final

from rdflib import URIRef

from .ntriples import lines_of, turtle_of
from .release import DATA, MANIFEST, SUMS, Release, file_digest
from .report import Report

_IN_MEMORY: Final = 100_000
"""Lines that are sorted at once: some 50 MB."""


class Draft:
    """Writes the files of a release into an empty folder; a context, at whose end the sorted files go.

    :param folder: on the file system of the release; the unsorted lines lie beside it
    :param base: base IRI of the identifiers
    """

    def __init__(self, folder: Path, base: str) -> None:
        self._folder = folder
        self._base = base
        self._listed: list[dict[str, Any]] = []
        self._unsorted: list[str] = []
        self._runs: list[IO[str]] = []
        self._open = ExitStack()
        self._data: dict[str, Any] = {}
        (folder / "graphs").mkdir()

    def add(self, name: URIRef, lines: Sequence[str]) -> None:
        """Write a named graph.

        :param lines: its sorted N-Triples
        """
        file = f"graphs/{name.removeprefix(f'{self._base}graph/').replace('/', '-')}.ttl"
        (self._folder / file).write_bytes(turtle_of(lines))
        self._listed.append({"name": str(name), "file": file, "triples": len(lines)})
        graph = name.n3()
        self._unsorted += [f"{line.removesuffix(' .')} {graph} .\n" for line in lines]
        if len(self._unsorted) >= _IN_MEMORY:
            run = self._open.enter_context(
                tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self._folder.parent)  # noqa: SIM115
            )
            self._runs.append(run)
            run.writelines(sorted(self._unsorted))
            self._unsorted.clear()

    def triples(self) -> Iterator[str]:
        """Yield what was added so far as N-Triples, as often as graphs hold it, in no order."""
        for part in self._parts():
            for line in part:
                yield f"{_triple(line)} ."

    def seal(self, told: Callable[[str], None]) -> None:
        """Write all graphs as sorted N-Quads; no graph can be added after that.

        :param told: called with each different triple, without the final dot
        """
        self._unsorted.sort()
        digest, quads, before = hashlib.sha256(), 0, ""
        with (self._folder / DATA).open("wb") as file:
            for quads, line in enumerate(merge(*self._parts()), 1):  # noqa: B007
                encoded = line.encode("utf-8")
                digest.update(encoded)
                file.write(encoded)
                triple = _triple(line)
                if triple != before:
                    told(triple)
                before = triple
        self._data = {"file": DATA, "sha256": digest.hexdigest(), "quads": quads}

    def finish(
        self, software: str, report: Report, facts: Mapping[str, Any], files: Mapping[str, bytes]
    ) -> Release:
        """Write report, further files, manifest and checksums.

        :param facts: entries of the manifest beside version, data and graphs
        :param files: further files by name
        """
        folder = self._folder
        (folder / "report.json").write_bytes(report.to_json().encode("utf-8"))
        (folder / "report.ttl").write_bytes(turtle_of(lines_of(report.to_graph(self._base))))
        for file, content in files.items():
            (folder / file).write_bytes(content)
        manifest = {
            "version": f"{software}-{self._data['sha256'][:12]}",
            "base": self._base,
            "software": software,
            "data": self._data,
            "graphs": sorted(self._listed, key=lambda graph: graph["name"]),
            **facts,
        }
        (folder / MANIFEST).write_bytes(
            (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        )
        written = sorted(path for path in folder.rglob("*") if path.is_file())
        sums = "".join(f"{file_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in written)
        (folder / SUMS).write_bytes(sums.encode("utf-8"))
        return Release(folder, manifest)

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def _parts(self) -> Iterator[Iterator[str]]:
        for run in self._runs:
            run.seek(0)
            yield iter(run)
        yield iter(self._unsorted)


def _triple(quad: str) -> str:
    """Return what stands before the name of the graph."""
    return quad.rsplit(" ", 2)[0]

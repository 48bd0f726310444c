"""What is measured: data, queries that are asked one at a time, and streams of small ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workload:
    """Data and the questions to it.

    :param lines: makes the N-Quads
    :param queries: asked one at a time, by name
    :param streams: small queries that are asked by many at the same time, by what is counted
    """

    name: str
    lines: Callable[[], Iterable[str]]
    queries: Mapping[str, str]
    streams: Mapping[str, Sequence[str]]

    def write(self, folder: Path) -> Path:
        """Write a release, and beside it the same as N-Triples for the peers; return where those lie."""
        folder.mkdir(parents=True, exist_ok=True)
        plain = folder / "merged.nt"
        with (
            (folder / "forderungsgraph.nq").open("w", encoding="utf-8") as quads,
            plain.open("w", encoding="utf-8") as triples,
        ):
            for line in self.lines():
                quads.write(f"{line}\n")
                triples.write(f"{line.rsplit(' ', 2)[0]} .\n")
        manifest = {"version": "0-benchmark", "base": "https://w3id.org/forderungsgraph/", "documents": []}
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        (folder / "SHA256SUMS").write_text("", encoding="utf-8")
        return plain

"""Canonical N-Quads (RDF Dataset Canonicalization 1.0, W3C Recommendation 2024, section 5) and their difference.

The data has no blank nodes, so that canonicalisation only fixes how terms are written and in which order lines
stand: by code point. The engine writes literals in the canonical form of the recommendation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from ..errors import ReleaseError

_CHUNK: Final = 20_000


def canonical(quads: Iterable[ox.Quad]) -> list[str]:
    """Return quads as sorted lines without the line end, each once.

    :raises ReleaseError: if a node is blank
    """
    lines: set[str] = set()
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise ReleaseError(
                f"Der Graph {quad.graph_name} hat einen leeren Knoten",
                hint="Jedem Ding eine Adresse geben und neu bauen",
            )
        lines.add(f"{quad} .")
    return sorted(lines)


def parsed(lines: Sequence[str]) -> Iterator[ox.Quad]:
    """Yield the quads of lines."""
    for start in range(0, len(lines), _CHUNK):
        for quad in ox.parse("\n".join(lines[start : start + _CHUNK]), format=ox.RdfFormat.N_QUADS):
            assert isinstance(quad, ox.Quad)
            yield quad


def merged(lines: Iterable[str]) -> Iterator[str]:
    """Yield the triples of sorted quads without their graphs, each once, as sorted lines of N-Triples."""
    yield from sorted({f"{line.rsplit(' ', 2)[0]} ." for line in lines})


def text_of(lines: Iterable[str]) -> bytes:
    """Return lines as a file."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def digest_of(lines: Iterable[str]) -> str:
    """Return the hash of canonical N-Quads (SHA-256, hexadecimal)."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def difference(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return which lines were added and which removed, sorted."""
    before, after = set(old), set(new)
    return sorted(after - before), sorted(before - after)

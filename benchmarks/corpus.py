"""Write a corpus of generated texts that cite federal acts, for a build at the size of years.

::

    forderungsgraph laws import gesetze.tar.xz --output laws
    python -m benchmarks.corpus laws corpus                    # 1,000 texts, 20,000 demands
    forderungsgraph build --corpus corpus --all-laws laws --output release
    python -m benchmarks.pages release

Everything in it says that it is generated; such a release is for measuring only.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from benchmarks.generated import Cited, documents
from forderungsgraph.registers.lawarchive import LawArchive

_LAWS = 300
_FIRST = ("OZG", "GG", "BGB", "EGovG", "BauGB", "SGB 2")


def cited(archive: LawArchive) -> list[Cited]:
    """Return acts that texts can cite: well-known ones first, then those with the most paragraphs."""
    found = {}
    for act in archive.acts:
        name = act.abbreviation
        paragraphs = sorted(
            part.removeprefix("par-") for part in act.parts if re.fullmatch(r"par-\d+[a-z]?", part)
        )
        if name and paragraphs and re.fullmatch(r"[A-Z][A-Za-z]{1,11}", name):
            found[name] = Cited(name, tuple(paragraphs))
    order = sorted(found, key=lambda name: (name not in _FIRST, -len(found[name].paragraphs), name))
    return [found[name] for name in order[:_LAWS]]


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("laws", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    options = parser.parse_args()
    options.output.mkdir(parents=True)
    for each in documents(options.documents, cited(LawArchive.open(options.laws))):
        (options.output / f"{each.name}.txt").write_bytes(each.text.encode("utf-8"))
        (options.output / f"{each.name}.toml").write_bytes(each.sidecar.encode("utf-8"))


if __name__ == "__main__":
    main()

"""How alike are the demands of one text in different formats?

Writes each text given (``.txt``, or ``.marked`` of the development gold) in every format by the generators
of the tests, reads it back, and compares the wordings of the demands with those of the plain text.
Run from the checkout: ``python -m benchmarks.formats tests/gold/sources data/corpus``
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.ingest import ingest
from forderungsgraph.registers import read_registers
from tests.ingest.conftest import (
    Part,
    PdfWriter,
    as_docx,
    as_html,
    as_markdown,
    as_odt,
    as_text,
    parts_of,
)

FORMATS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    "md": as_markdown,
    "html": as_html,
    "docx": as_docx,
    "odt": as_odt,
    "pdf": lambda document: PdfWriter(header="").write(document),
    "pdf, two columns": lambda document: PdfWriter(header="", columns=2).write(document),
}


def main(folders: Sequence[str]) -> None:
    """Print the share of equal wordings (F1) and the time per megabyte of each format."""
    paths = sorted(
        path for folder in folders for path in Path(folder).rglob("*") if path.suffix in (".txt", ".marked")
    )
    converter = Converter(read_registers())

    def wordings(text: str) -> Counter[str]:
        return Counter(
            demand.wording.rstrip(".,;") for demand in converter.convert(text, name="a.txt").demands
        )

    equal, total = Counter[str](), Counter[str]()
    read = Counter[str]()
    seconds = dict.fromkeys(FORMATS, 0.0)
    for path in paths:
        parts = parts_of(re.sub(r"⟦[^|⟧]*\||⟧", "", path.read_text(encoding="utf-8")))
        expected = wordings(as_text(parts).decode())
        for name, write in FORMATS.items():
            data = write(parts)
            begun = time.perf_counter()
            text = ingest(data, name=f"a.{name[:4].strip()}").text
            seconds[name] += time.perf_counter() - begun
            read[name] += len(text)
            found = wordings(text)
            equal[name] += 2 * (expected & found).total()
            total[name] += expected.total() + found.total()
    print(f"{len(paths)} texts")
    for name in FORMATS:
        speed = read[name] / seconds[name]
        print(f"{name:18} {equal[name] / max(total[name], 1):.4f} {speed:10,.0f} characters/s")


if __name__ == "__main__":
    main(sys.argv[1:] or ["tests/gold/sources", "data/corpus"])

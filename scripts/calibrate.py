#!/usr/bin/env python3
"""Measure how often findings and links are right, and write it down for the converter and for readers.

    python scripts/calibrate.py

Reads the annotated texts (``tests/gold/sources``), writes ``data/lexicon/calibration.toml`` and the tables
between the CALIBRATION marks in ``docs/extraction.md``. Everything is fitted to the texts for developing; how often
that is right on the texts kept back (``held*``) is only shown, as numbers. Same texts and rules, same bytes. To be run whenever the rules have changed; then the pages that
tests compare are written anew:

    SNAPSHOTS=write python -m pytest tests/test_explain.py tests/test_query_release.py
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from forderungsgraph.convert.calibration import FAMILIES, LINKS, Calibration, Rates, Steps
from forderungsgraph.convert.document import Converter
from forderungsgraph.evaluate.calibrated import Measured, calibration_tables, calibration_text, together
from forderungsgraph.evaluate.cases import Cases, cases_of
from forderungsgraph.evaluate.gold import read_gold
from forderungsgraph.registers import read_registers

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "tests" / "gold" / "sources"
TABLE = ROOT / "data" / "lexicon" / "calibration.toml"
PAGE = ROOT / "docs" / "extraction.md"
START, END = "<!-- CALIBRATION -->", "<!-- END CALIBRATION -->"

# nothing is known yet; the cases depend on weights, not on probabilities
UNKNOWN = Calibration(
    {family: Steps((0.0,), (0.5,)) for family in FAMILIES}, {kind: Rates({}, 0.5) for kind in LINKS}
)


@cache
def converter() -> Converter:
    """Return the converter of this process."""
    return Converter(read_registers(), calibration=UNKNOWN)


def cases_in(source: Path) -> Cases:
    """Return the cases of one marked text."""
    (document,) = read_gold(source, Path.read_text).documents
    return cases_of(document, converter())


def measured(pool: ProcessPoolExecutor, folders: list[Path]) -> Measured:
    """Return the cases of all marked texts in some folders."""
    sources = [source for folder in folders for source in sorted(folder.glob("*.marked"))]
    return together(pool.map(cases_in, sources, chunksize=4))


def main() -> None:
    """Measure and write."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        dev = measured(pool, sorted(SOURCES.glob("dev-*")))
        held = measured(pool, sorted(SOURCES.glob("held*")))
    text = calibration_text(dev, held)
    TABLE.write_text(text, encoding="utf-8", newline="\n")
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    after = rest.split(END)[1]
    tables = calibration_tables(text)
    PAGE.write_text(f"{before}{START}\n\n{tables}\n{END}{after}", encoding="utf-8", newline="\n")
    print(tables, end="")


if __name__ == "__main__":
    main()

"""Speed and memory of the converters: characters per second of each stage, and how they grow.

Run from the checkout: ``python -m benchmarks.convert`` (a minute or two). Four tables:

- *stages*: characters per second of processor time for 10, 100 and 1,000 documents, after a first pass over
  all. *Growth* is the time per character with the most documents, divided by that with the fewest: 1 is linear.
- *length*: the same for one text of 20,000, 100,000 and 500,000 characters, with paragraphs and without any.
- *cores*: what each process does in real time when as many run as there are processors.
- *PDF*: time and memory for one of 300 pages that is written here; memory is the most that each process held.

Ratios are of one run on one machine; nothing here fails for being slow.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from forderungsgraph.convert import document
from forderungsgraph.convert.blocks import blocks
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.entities import EntityFinder
from forderungsgraph.convert.ingest import ingest
from forderungsgraph.convert.introductions import Introductions
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.reading import Reader
from forderungsgraph.convert.sentences import split
from forderungsgraph.convert.tokens import tokenize
from forderungsgraph.convert.zones import Zone, zones
from forderungsgraph.registers import read_registers
from tests.ingest.conftest import PdfWriter, parts_of

SOURCES: Final = Path(__file__).resolve().parents[1] / "tests" / "gold" / "sources"
COUNTS: Final = (10, 100, 1_000)
LENGTHS: Final = (20_000, 100_000, 500_000)
PAGES: Final = 300
# each stage by the function that is all of it; what a stage calls of another one counts for the outer one
STAGES: Final[tuple[tuple[str, Any, str], ...]] = (
    ("normalise", document, "clean"),
    ("blocks", document, "blocks"),
    ("zones", document, "zones"),
    ("facts", document, "document_facts"),
    ("masthead", document, "masthead"),
    ("names", document, "names_of"),
    ("introductions", Introductions, "read"),
    ("demands", Reader, "read"),
    ("entities: what is known", EntityFinder, "context"),
    ("entities: mentions", EntityFinder, "find"),
    ("score and details", Converter, "conclude"),
)
_READ: Final = (
    "import sys; from pathlib import Path; from forderungsgraph.convert.ingest import ingest;"
    "data = Path(sys.argv[1]).read_bytes(); print(len(ingest(data, name='a.pdf').text))"
)
# a small process between: the memory of a child counts from that of the process that it was forked from
_PEAK: Final = (
    "import resource, subprocess, sys, time; begun = time.perf_counter();"
    "out = subprocess.run(sys.argv[1:], check=True, capture_output=True, text=True).stdout;"
    "seconds = time.perf_counter() - begun;"
    "print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); print(out)"
)


@cache
def texts() -> tuple[str, ...]:
    """Return the annotated texts for developing, without their marks."""
    found = sorted(SOURCES.glob("dev-*/*.marked"))
    if not found:
        raise SystemExit(f"no texts in {SOURCES}")
    return tuple(re.sub(r"⟦[^|⟧]*\||⟧", "", path.read_text("utf-8")) for path in found)


@cache
def converter() -> Converter:
    """Return the converter of this process, warm."""
    made = Converter(read_registers())
    for text in texts():
        made.convert(text, name="warm.txt")
    return made


def sample(count: int) -> list[str]:
    """Return ``count`` texts: always the same ten, each with a number of its own."""
    chosen = texts()[:: len(texts()) // 10][:10]
    return [f"{chosen[i % 10]}\n\nDrucksache {i}\n" for i in range(count)]


@contextmanager
def stopwatch() -> Iterator[dict[str, float]]:
    """Measure the processor time of each stage while the context lasts; inner ones count for the outer one."""
    spent: dict[str, float] = defaultdict(float)
    running: list[str] = []

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            if running:
                return function(*args, **kwargs)
            running.append(name)
            begun = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += time.process_time() - begun
                running.pop()

        return run

    kept = [(owner, attribute, getattr(owner, attribute)) for _, owner, attribute in STAGES]
    for name, owner, attribute in STAGES:
        setattr(owner, attribute, timed(name, getattr(owner, attribute)))
    try:
        yield spent
    finally:
        for owner, attribute, function in kept:
            setattr(owner, attribute, function)


def by_stage(batch: Sequence[str]) -> dict[str, float]:
    """Return characters per second of each stage, of ``sentences`` and ``tokens`` alone, and of all."""
    size = sum(map(len, batch))
    begun = time.process_time()
    for text in batch:
        ingest(text.encode(), name="a.txt")
    read = time.process_time()
    with stopwatch() as spent:
        for text in batch:
            converter().convert(text, name="a.txt")
    done = time.process_time()
    paragraphs = [block.text.text for text in batch for block in blocks(clean(text))]
    cut = time.process_time()
    for paragraph in paragraphs:
        split(paragraph)
    whole = time.process_time()
    for paragraph in paragraphs:
        tokenize(paragraph)
    last = time.process_time()
    seconds = {"ingest (plain text)": read - begun, **spent, "all": done - begun}
    seconds |= {"sentences alone": whole - cut, "tokens alone": last - whole}
    return {name: size / max(each, 1e-9) for name, each in seconds.items()}


def table(title: str, columns: Sequence[int], figures: Sequence[dict[str, float]]) -> None:
    """Print characters per second in columns, and the growth from the first to the last."""
    heads = "".join(f"{column:>12,}" for column in columns)
    print(f"\n{title:<26}{heads}{'growth':>10}")
    for name in figures[0]:
        speeds = "".join(f"{each[name]:>12,.0f}" for each in figures)
        print(f"{name:<26}{speeds}{figures[0][name] / figures[-1][name]:>10.2f}")


def lengths() -> list[dict[str, float]]:
    """Return characters per second for one text of each length."""
    # of whole documents one after the other, most is left unread: behind an imprint come teasers
    read = [blocks(clean(text)) for text in texts()]
    kept = [
        block.text.text
        for each in read
        for block, zone in zip(each, zones(each), strict=True)
        if zone is Zone.BODY and len(block.text) > 150 and block.text.text.endswith(".")
    ]
    kept *= LENGTHS[-1] // sum(map(len, kept)) + 1
    one = " ".join(kept)
    figures = []
    for length in LENGTHS:
        speeds = {}
        for name, source in (("with paragraphs", "\n\n".join(kept)), ("one paragraph", one)):
            text = source[:length]
            begun = time.process_time()
            converter().convert(text, name="a.txt")
            speeds[name] = len(text) / (time.process_time() - begun)
        figures.append(speeds)
    return figures


def one_core(number: int) -> tuple[float, float]:
    """Return the characters per second of real and of processor time of one process among several."""
    del number
    batch = sample(60)
    converter()
    begun, worked = time.perf_counter(), time.process_time()
    for text in batch:
        converter().convert(text, name="a.txt")
    size = sum(map(len, batch))
    return size / (time.perf_counter() - begun), size / (time.process_time() - worked)


def cores() -> None:
    """Print what each process does when all processors work."""
    print()
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count) as pool:
        speeds = list(pool.map(one_core, range(count)))
    for name, each in zip(("real", "processor"), zip(*speeds, strict=True), strict=True):
        shown = ", ".join(f"{speed:,.0f}" for speed in each)
        print(f"{count} processes at once, characters/s of {name} time each: {shown}")


def peak(*command: str) -> tuple[float, float, str]:
    """Return seconds, the memory in MB of the largest process, and the output of a Python command."""
    run = [sys.executable, "-c", _PEAK, sys.executable, *command]
    first, output = subprocess.run(run, check=True, capture_output=True, text=True).stdout.split("\n", 1)
    seconds, most = first.split()
    return float(seconds), int(most) * (1 if sys.platform == "darwin" else 1024) / 1e6, output


def pdf() -> None:
    """Print time and memory for a PDF of 300 pages: reading it, and the whole command."""
    parts = [part for text in texts() for part in parts_of(text)]
    parts *= 3
    while True:
        data = PdfWriter(header="").write(parts)
        pages = data.count(b"/Type /Page\n")
        if pages <= PAGES:
            break
        parts = parts[: len(parts) * PAGES // pages]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "band.pdf"
        path.write_bytes(data)
        _, idle, _ = peak("-c", "import forderungsgraph.convert.ingest.pdf")
        seconds, most, size = peak("-c", _READ, str(path))
        print(f"\nPDF: {pages} pages, {len(data) / 1e6:.1f} MB, {int(size):,} characters")
        print(f"reading alone: {seconds:.1f} s, {most:.0f} MB ({most - idle:.0f} MB of it for the file)")
        seconds, most, _ = peak("-m", "forderungsgraph", "extract", str(path))
        print(f"extract: {seconds:.1f} s, {most:.0f} MB in the largest of its two processes")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed and memory of the converters")
    parser.add_argument("--documents", type=int, default=COUNTS[-1], help="the largest number of documents")
    most = parser.parse_args(arguments).documents
    counts = sorted({*(count for count in COUNTS if count < most), most})
    begun = time.process_time()
    converter()
    first = sum(map(len, texts())) / (time.process_time() - begun)
    print(f"{len(texts())} texts for the first time, registers read: {first:,.0f} characters/s")
    table("characters/s, documents", counts, [by_stage(sample(count)) for count in counts])
    table("characters/s, length", LENGTHS, lengths())
    cores()
    pdf()


if __name__ == "__main__":
    main(sys.argv[1:])

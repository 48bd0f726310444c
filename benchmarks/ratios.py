"""Speed as ratios of what is measured in one run on one machine; nothing here fails for being slow.

::

    forderungsgraph build --output release && python benchmarks/ratios.py release

- *conversion, 4n to n*: time for a text four times as long, divided by the time for the text; 4 is linear.
- *query, rdflib to store*: time of the saved queries with rdflib, divided by the embedded store's; median.
- *closure to conversion*: time of the OWL 2 RL closure over a release, divided by that of converting its texts.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rdflib import Dataset, Graph

from forderungsgraph.convert.document import Converter
from forderungsgraph.files import folder
from forderungsgraph.query import library
from forderungsgraph.reason import closure
from forderungsgraph.registers import read_registers
from forderungsgraph.release import DATA, Release
from forderungsgraph.store import EmbeddedStore

_RUNS = 3


def seconds(action: Callable[[], object]) -> float:
    """Return the shortest of a few runs: what the machine needs when it does nothing else."""
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def _queries(release: Release) -> float:
    store = EmbeddedStore(release.folder / DATA)
    dataset = Dataset(default_union=True)
    dataset.parse(release.folder / DATA, format="nquads")
    ratios = []
    for saved in library().values():
        text = saved.bind({}, base=release.base)
        ours = seconds(lambda text=text: store.query(text))  # type: ignore[misc]
        theirs = seconds(lambda text=text: list(dataset.query(text)))  # type: ignore[misc]
        ratios.append(theirs / ours)
    store.close()
    return statistics.median(ratios)


def main(path: Path) -> None:
    """Measure and print."""
    release = Release.open(path)
    converter = Converter(read_registers())
    texts = {p.name: p.read_text("utf-8") for p in sorted(folder("data").joinpath("corpus").glob("*.txt"))}
    longest = max(texts.values(), key=len)
    converter.convert(longest, name="warm.txt")
    once = seconds(lambda: converter.convert(longest, name="once.txt"))
    fourfold = seconds(lambda: converter.convert("\n\n".join([longest] * 4), name="fourfold.txt"))
    corpus = seconds(lambda: [converter.convert(text, name=name) for name, text in texts.items()])
    graph = Graph()
    for quad in release.quads():
        graph.parse(data=f"{quad.triple} .", format="nt")
    for name, value in (
        ("conversion, characters per second", len(longest) / once),
        ("conversion, 4n to n", fourfold / once),
        ("query, rdflib to store", _queries(release)),
        ("closure to conversion", seconds(lambda: closure(graph)) / corpus),
    ):
        print(f"{name:<36}{value:>12,.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "release"))

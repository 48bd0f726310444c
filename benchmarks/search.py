"""How long the search takes at 20,000 demands; nothing here fails for being slow.

::

    python benchmarks/search.py          # 20,000 demands
    python benchmarks/search.py 5000

Prints seconds for writing the index, its size, and milliseconds per query (median and slowest of five runs) of
queries from one hit to nearly all, with marks and all facets.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generated import demand_lines
from forderungsgraph.search import INDEX, Filters, Search, Sorting, write_index
from forderungsgraph.search.ask import filters_of
from forderungsgraph.statements import Statements

_QUERIES = (
    "Breitbandausbau", "Breitband Ausbau", "Staedte Kosten", "Kommune", "Land", "Verwaltung finanzieren", "Schule",
    "digital*", '"dauerhaft zu finanzieren"', "Kosten -Schule", "Verband Breitbandausbau 7", "gibtesnicht Kommune", "",
)  # fmt: skip


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        statements = Statements()
        statements.add(demand_lines(count))
        start = time.perf_counter()
        entries = write_index(Path(name) / INDEX, statements)
        size = (Path(name) / INDEX).stat().st_size
        print(f"{entries} entries written in {time.perf_counter() - start:.1f} s, {size / 2**20:.1f} MiB")
        search = Search(Path(name))
        filters = {"": Filters.of(kind="demand"), " 2019": filters_of([("jahr", "2019")])}
        for ending, chosen in filters.items():
            for query in _QUERIES:
                times = []
                for _ in range(5):
                    start = time.perf_counter()
                    hits = search.find(query, chosen, sorting=Sorting.RELEVANCE)
                    times.append((time.perf_counter() - start) * 1000)
                print(
                    f"{statistics.median(times):7.1f} {max(times):7.1f} ms  {hits.total:6} {query!r}{ending}"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)

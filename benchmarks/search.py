"""How long the search takes at 20,000 demands; nothing here fails for being slow.

::

    python -m benchmarks.search            # 20,000 demands
    python -m benchmarks.search 5000
    python -m benchmarks.search release    # the index of a release

Prints seconds for writing the index and its size, then milliseconds of processor for 300 generated queries without
and with filters, with marks and all facets: median, 99th percentile, and the slowest ones.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generated import demand_lines, questions
from forderungsgraph.search import INDEX, Filters, Search, Sorting, write_index
from forderungsgraph.search.ask import filters_of
from forderungsgraph.statements import Statements

_QUERIES = (
    "Breitbandausbau", "Breitband Ausbau", "Staedte Kosten", "Kommune", "Land", "Verwaltung finanzieren", "Schule",
    "digital*", '"dauerhaft zu finanzieren"', "Kosten -Schule", "Verband Breitbandausbau 7", "gibtesnicht Kommune", "",
)  # fmt: skip


_FILTERS: tuple[list[tuple[str, str]], ...] = (
    [],
    [("jahr", "2019")],
    [("thema", "other")],
    [("art", "alle")],
)


def times(search: Search) -> list[tuple[float, int, str]]:
    """Return milliseconds of processor, hits and the query with its filters, the slowest first."""
    found = []
    for wanted in _FILTERS:
        chosen = filters_of(wanted) if wanted else Filters.of(kind="demand")
        for query in (*_QUERIES, *questions(300)):
            runs = []
            for _ in range(3):
                start = time.thread_time()
                hits = search.find(query, chosen, sorting=Sorting.RELEVANCE)
                runs.append((time.thread_time() - start) * 1000)
            found.append((statistics.median(runs), hits.total, f"{query!r} {wanted}"))
    return sorted(found, reverse=True)


def measure(search: Search) -> None:
    """Print how long its queries take."""
    search.find("Verwaltung")
    found = times(search)
    spent = [milliseconds for milliseconds, _, _ in found]
    print(
        f"{len(found)} queries over {search.size} entries: median {statistics.median(spent):.1f} ms, "
        f"99th percentile {spent[len(spent) // 100]:.1f} ms"
    )
    for milliseconds, total, query in found[:8]:
        print(f"{milliseconds:7.1f} ms  {total:6} {query}")


def main(count: int) -> None:
    """Make an index, measure and print."""
    with tempfile.TemporaryDirectory() as name:
        statements = Statements()
        statements.add(demand_lines(count))
        start = time.process_time()
        entries = write_index(Path(name) / INDEX, statements)
        size = (Path(name) / INDEX).stat().st_size
        print(f"{entries} entries written in {time.process_time() - start:.1f} s, {size / 2**20:.1f} MiB")
        measure(Search(Path(name)))


if __name__ == "__main__":
    argument = sys.argv[1] if len(sys.argv) > 1 else "20000"
    if argument.isdigit():
        main(int(argument))
    else:
        measure(Search(Path(argument)))

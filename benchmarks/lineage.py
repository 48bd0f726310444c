"""How long the lineage of 20,000 demands takes and how much memory; and how well it finds what recurs.

::

    python -m benchmarks.lineage          # 20,000 invented demands
    python -m benchmarks.lineage 5000
    python -m benchmarks.lineage gold     # recall and precision on tests/data/lineage
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from benchmarks.generated import demand_lines
from forderungsgraph.convert.document import Converter
from forderungsgraph.lineage import chains, relations
from forderungsgraph.lineage.evaluate import known_demands, measure, read_gold
from forderungsgraph.registers import read_registers
from forderungsgraph.statements import Statements

_GOLD = Path(__file__).resolve().parents[1] / "tests" / "data" / "lineage"


def gold() -> None:
    """Print the figures of both parts of the gold."""
    converter = Converter(read_registers())
    for name in ("dev", "held"):
        entries = read_gold(_GOLD / f"{name}.txt")
        found = measure(entries, known_demands(entries, converter))
        print(
            f"{name}: {found.pairs} pairs, recall@5 {found.recall:.3f}; {found.kept} relations, precision "
            f"{found.kept_right / found.kept:.3f}, recall {found.found / found.pairs:.3f}; typed precision "
            f"{found.named_right / max(1, found.named):.3f} ({found.named_right} of {found.named}), right kind "
            f"{found.typed_right / found.typed:.3f}; facts {found.facts_right} of {found.facts}"
        )


def main(count: int) -> None:
    """Measure and print."""
    statements = Statements()
    statements.add(demand_lines(count))
    start, busy = time.perf_counter(), time.process_time()
    demands = statements.demands()
    read = time.perf_counter()
    found = relations(demands)
    related = time.perf_counter()
    chained = chains(demands, found)
    end, busy = time.perf_counter(), time.process_time() - busy
    facts = sum(not relation.suggestion for relation in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(demands)} demands: read {read - start:.1f} s, {len(found)} relations ({facts} facts) in "
        f"{related - read:.1f} s, {len(chained)} chains in {end - related:.1f} s "
        f"({busy:.1f} s of processor), at most {memory:.0f} MiB"
    )


if __name__ == "__main__":
    argument = sys.argv[1] if len(sys.argv) > 1 else "20000"
    if argument == "gold":
        gold()
    else:
        main(int(argument))

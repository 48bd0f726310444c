"""This service beside others that speak SPARQL, interleaved in one run on one machine.

::

    python -m benchmarks.serve 100000 [1000000 …] [--seconds 3] [--rounds 3]

Data and queries are generated (:mod:`benchmarks.serving.sample`). Each query is asked of each service in
turn, several rounds; the shortest time counts. What is not installed is named as absent. Prints tables in
Markdown for ``docs/performance.md``; ratios are to Oxigraph's server in the same run. *cold* means that this
service keeps no answers; *kept* means that the answer was asked for before.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.serving import peers, sample
from benchmarks.serving.client import Connection, find_wrk, rate
from benchmarks.serving.peers import Peer
from forderungsgraph.store.disk import prepare

_COLD, _KEPT = "Forderungsgraph, cold", "Forderungsgraph, kept"
_SLOW = 30.0


@contextmanager
def running(plain: Path) -> Iterator[dict[str, Peer | None]]:
    """Start all services and stop them at the end."""
    found: dict[str, Peer | None] = {}
    starts: dict[str, Callable[[], Peer | None]] = {
        _COLD: lambda: peers.ours(plain.parent, cache=0, name=_COLD),
        _KEPT: lambda: peers.ours(plain.parent, cache=200_000_000, name=_KEPT),
        "Oxigraph server": lambda: peers.oxigraph(plain),
        "Virtuoso": lambda: peers.virtuoso(plain),
        "rdflib-endpoint": lambda: (
            peers.rdflib_endpoint(plain) if plain.stat().st_size < 50_000_000 else None
        ),
    }
    try:
        for name, start in starts.items():
            found[name] = start()
        yield found
    finally:
        for peer in found.values():
            if peer is not None:
                peer.stop()


def _cells(values: dict[str, float | None], unit: str) -> list[str]:
    base = values.get("Oxigraph server")
    cells = []
    for name, value in values.items():
        if value is None:
            cells.append("–")
            continue
        ratio = "" if base is None or name == "Oxigraph server" or not base else f" ({value / base:.2f})"
        cells.append(f"{value:,.{1 if unit == 'ms' and value < 100 else 0}f}{ratio}")
    return cells


def _times(services: dict[str, Peer | None], rounds: int) -> dict[str, dict[str, float | None]]:
    """Return the shortest milliseconds by query and service."""
    table: dict[str, dict[str, float | None]] = {q: dict.fromkeys(services) for q in sample.QUERIES}
    slow: set[str] = set()
    for _ in range(rounds):
        for name, query in sample.QUERIES.items():
            for service, peer in services.items():
                if peer is None or service in slow:
                    continue
                connection = Connection(peer.port, peer.path)
                try:
                    connection.ask("ASK {}")
                    begun = time.perf_counter()
                    status, _ = connection.ask(query)
                    took = time.perf_counter() - begun
                except OSError:
                    # a time limit of our client; this service is not asked again
                    slow.add(service)
                    continue
                finally:
                    connection.close()
                if status == 200:
                    before = table[name][service]
                    table[name][service] = min(took * 1000, before if before is not None else took * 1000)
                if took > _SLOW:
                    slow.add(service)
    return table


def _rates(
    services: dict[str, Peer | None], triples: int, seconds: float
) -> dict[str, dict[str, float | None]]:
    wrk = find_wrk()
    demands = triples // 10
    table: dict[str, dict[str, float | None]] = {}
    for name, make in sample.STREAMS.items():
        spread = demands // 20 if "lists" in name else demands
        queries = [make(number * 7919 % spread) for number in range(1000)]
        table[name] = {}
        for service, peer in services.items():
            if peer is None:
                table[name][service] = None
                continue
            if service == _KEPT:
                connection = Connection(peer.port, peer.path)
                for query in queries:
                    connection.ask(query)
                connection.close()
            table[name][service] = rate(peer.port, peer.path, queries, seconds, wrk)
    return table


def measure(triples: int, rounds: int, seconds: float) -> None:
    """Measure with so many triples, and print."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plain = sample.write(Path(folder) / "release", triples)
        with running(plain) as services:
            print(f"\n**{triples:,} Tripel** (Last vor dem Lauf: {os.getloadavg()[0]:.1f})\n")
            print("| | " + " | ".join(services) + " |\n|" + "---|" * (len(services) + 1))
            for name, values in _times(services, rounds).items():
                print(f"| {name}, ms | " + " | ".join(_cells(values, "ms")) + " |")
            for name, values in _rates(services, triples, seconds).items():
                print(f"| {name} | " + " | ".join(_cells(values, "")) + " |")
            memory = {name: peer.memory() if peer else None for name, peer in services.items()}
            print("| Speicher, MB | " + " | ".join(_cells(memory, "")) + " |")
            start = {name: peer.start if peer else None for name, peer in services.items()}
            print("| Start bis zur ersten Antwort, s | " + " | ".join(_cells(start, "ms")) + " |")
            absent = [name for name, peer in services.items() if peer is None]
        prepare(plain.parent)
        disk = peers.ours(plain.parent, cache=0, name="disk", in_memory=1)
        disk.stop()
        print(f"\nStart vom vorbereiteten Speicher auf der Platte: {disk.start:.1f} s.")
        if absent:
            print(f"Nicht dabei (nicht eingerichtet, oder für diese Größe zu langsam): {', '.join(absent)}.")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("triples", nargs="*", type=int, default=[100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    client = "wrk" if find_wrk() else "eigener Client (wrk fehlt)"
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} Kerne, Python {platform.python_version()}; {client}"
    )
    for triples in options.triples:
        measure(triples, options.rounds, options.seconds)


if __name__ == "__main__":
    main()

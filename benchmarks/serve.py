"""This service beside others that speak SPARQL, interleaved in one run on one machine.

::

    python -m benchmarks.serve 100000 [1000000 …] [--laws FOLDER] [--quick] [--seconds 2] [--rounds 3]

Data and queries are generated (:mod:`benchmarks.serving.sample`), or those of a law archive as
``forderungsgraph laws import`` makes it (:mod:`benchmarks.serving.law`). Each query is asked of each service
in turn, several rounds; the shortest time counts. What takes longer than a second is asked once, and nobody
waits longer than 30 seconds (``--limit``). What is not installed is named as absent. Prints tables in Markdown for
``docs/performance.md``; ratios are to Oxigraph's server in the same run. *cold* means that this service keeps
no answers; *kept* means that the answer was asked for before.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.serving import law, peers, sample
from benchmarks.serving.answers import Told, told
from benchmarks.serving.client import Connection, find_wrk, rate
from benchmarks.serving.peers import Peer
from benchmarks.serving.workload import Workload
from forderungsgraph.store.disk import prepare

_COLD, _KEPT, _BASE = "Forderungsgraph, cold", "Forderungsgraph, kept", "Oxigraph server"
_ONCE = 1.0
_RDFLIB_BYTES = 50_000_000
_WARM = 1.0
Figures = dict[str, float | None]
Services = dict[str, Peer | None]


@contextmanager
def running(plain: Path) -> Iterator[Services]:
    """Start all services and stop them at the end."""
    found: Services = {}
    small = plain.stat().st_size < _RDFLIB_BYTES
    starts: dict[str, Callable[[], Peer | None]] = {
        _COLD: lambda: peers.ours(plain.parent, cache=0, name=_COLD),
        _KEPT: lambda: peers.ours(plain.parent, cache=200_000_000, name=_KEPT),
        _BASE: lambda: peers.oxigraph(plain),
        "Virtuoso": lambda: peers.virtuoso(plain),
        "rdflib-endpoint": lambda: peers.rdflib_endpoint(plain) if small else None,
    }
    try:
        for name, start in starts.items():
            try:
                found[name] = start()
            except (OSError, RuntimeError) as error:
                print(f"<!-- {name}: {error} -->")
                found[name] = None
        yield found
    finally:
        for peer in found.values():
            if peer is not None:
                peer.stop()


def _row(name: str, values: Figures, places: int = 0, late: Sequence[str] = (), limit: float = 0) -> str:
    """Return a row of the table; services in ``late`` did not answer in time."""
    base = values.get(_BASE)
    cells = []
    for service, value in values.items():
        ratio = "" if not base or service == _BASE or value is None else f" ({value / base:.2f})"
        digits = places if value is None or value < 100 else 0
        missing = f"> {limit:g} s" if service in late else "–"
        cells.append(missing if value is None else f"{value:,.{digits}f}{ratio}".replace(",", " "))
    return f"| {name} | " + " | ".join(cells) + " |"


def _ask(peer: Peer, query: str, limit: float) -> tuple[float, Told | None] | None:
    """Return seconds and answer; None if it did not come in time, no answer if it was none."""
    connection = Connection(peer.port, peer.path, limit)
    try:
        connection.ask("ASK {}")
        begun = time.perf_counter()
        status, body = connection.ask(query)
        return time.perf_counter() - begun, told(body) if status == 200 else None
    except OSError:
        return None
    finally:
        connection.close()


def _times(
    services: Services, work: Workload, rounds: int, limit: float
) -> tuple[dict[str, Figures], dict[str, dict[str, Told]], set[tuple[str, str]]]:
    """Return the shortest milliseconds by query and service, what was answered, and who did not in time."""
    table: dict[str, Figures] = {query: dict.fromkeys(services) for query in work.queries}
    answers: dict[str, dict[str, Told]] = {query: {} for query in work.queries}
    done: set[tuple[str, str]] = set()
    late: set[tuple[str, str]] = set()
    # one query after the other: some services work on after their client has left
    for name, query in work.queries.items():
        for _ in range(rounds):
            for service, peer in services.items():
                if peer is None or (name, service) in done:
                    continue
                found = _ask(peer, query, limit)
                if found is None:
                    late.add((name, service))
                seconds, answer = found or (0.0, None)
                if answer is None:
                    done.add((name, service))
                    continue
                before = table[name][service]
                table[name][service] = seconds * 1000 if before is None else min(seconds * 1000, before)
                answers[name][service] = answer
                if seconds > _ONCE and service != _KEPT:
                    done.add((name, service))
    return table, answers, late


def _rates(services: Services, queries: Sequence[str], seconds: float) -> Figures:
    wrk = find_wrk()
    found: Figures = dict.fromkeys(services)
    for service, peer in services.items():
        if peer is None:
            continue
        if service == _KEPT:
            connection = Connection(peer.port, peer.path)
            for query in queries:
                connection.ask(query)
            connection.close()
        # all are warmed up alike
        rate(peer.port, peer.path, queries, _WARM, wrk)
        found[service] = rate(peer.port, peer.path, queries, seconds, wrk)
    return found


def _differing(answers: dict[str, dict[str, Told]]) -> Iterator[str]:
    """Yield the queries that a service answered differently from Oxigraph's server."""
    for name, found in answers.items():
        base = found.get(_BASE)
        others = [service for service, answer in found.items() if base is not None and answer != base]
        if others:
            yield f"{name} ({', '.join(others)})"


def measure(work: Workload, rounds: int, seconds: float, limit: float) -> None:
    """Measure, and print."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plain = work.write(Path(folder) / "release")
        with running(plain) as services:
            print(f"\n**{work.name}** (Last vor dem Lauf: {os.getloadavg()[0]:.1f})\n")
            print("| | " + " | ".join(services) + " |\n|" + "---|" * (len(services) + 1))
            for name, queries in work.streams.items():
                print(_row(name, _rates(services, queries, seconds)), flush=True)
            print(_row("Speicher, MB", {n: p.memory() if p else None for n, p in services.items()}))
            print(
                _row(
                    "davon je Arbeiter, MB",
                    {n: p.memory_per_worker() if p else None for n, p in services.items()},
                )
            )
            print(
                _row(
                    "Start bis zur ersten Antwort, s",
                    {n: p.start if p else None for n, p in services.items()},
                    1,
                )
            )
            times, answers, late = _times(services, work, rounds, limit)
            for name, values in times.items():
                slow = [service for asked, service in late if asked == name]
                print(_row(f"{name}, ms", values, 1, slow, limit), flush=True)
            absent = [name for name, peer in services.items() if peer is None]
        prepare(plain.parent)
        disk = peers.ours(plain.parent, cache=0, name="disk", in_memory=1)
        disk.stop()
        print(f"\nStart vom vorbereiteten Speicher auf der Platte: {disk.start:.1f} s.")
        if absent:
            print(f"Nicht dabei (nicht eingerichtet, oder für diese Größe zu langsam): {', '.join(absent)}.")
        differing = list(_differing(answers))
        print(f"Andere Antwort als Oxigraph: {'; '.join(differing) if differing else 'keine'}.")
        print(f"Dauer des Laufs: {time.perf_counter() - begun:.0f} s.", flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("triples", nargs="*", type=int)
    parser.add_argument("--laws", type=Path, help="Gesetzesarchiv, wie laws import es anlegt")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument(
        "--limit", type=float, default=30.0, help="Sekunden, die auf eine Antwort gewartet wird"
    )
    parser.add_argument("--quick", action="store_true", help="zwei Runden, eine Sekunde je Strom")
    options = parser.parse_args()
    client = "wrk" if find_wrk() else "eigener Client (wrk fehlt)"
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} Kerne, Python {platform.python_version()}; {client}"
    )
    works = [sample.workload(triples) for triples in options.triples]
    if options.laws is not None:
        works.append(law.workload(options.laws))
    rounds, seconds = (2, 1.0) if options.quick else (options.rounds, options.seconds)
    for work in works or [sample.workload(100_000)]:
        measure(work, rounds, seconds, options.limit)


if __name__ == "__main__":
    main()

"""How long each kind of page takes, through the real server with its usual settings.

::

    python -m benchmarks.pages release [--visits 30] [--only suche]

*First* is the first visit of an address after the start; *again* are later ones. Times are those of the client over
a connection that stays open, in milliseconds; *processor* is what the server and its workers used for one visit,
which other programs on the machine disturb less. Prints Markdown for ``docs/performance.md``. What is opened is
asked of the service itself: the most demanded laws, the bodies that demand most, and so on. Takes about a minute.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.serving.peers import free_port
from benchmarks.serving.processes import family, share

_PREPARING = 180.0
_TICK = os.sysconf("SC_CLK_TCK")
_WORDS = (
    "Breitbandausbau", "Kosten", "Kommunen Digitalisierung", "Land", "Verwaltung finanzieren", "Städte Schule",
    "digital*", '"dauerhaft zu finanzieren"', "Kosten -Schule", "OZG Frist", "gibtesnicht Kommune", "Nutzerkonto",
)  # fmt: skip
_LARGE = ("gg", "bgb", "zpo", "sgb-5", "hgb", "stgb", "estg", "baugb", "ozg")


class Server:
    """The service over a release, started with its usual settings."""

    def __init__(self, release: Path) -> None:
        port = free_port()
        begun = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "forderungsgraph",
            "serve",
            "--release",
            str(release),
            "--port",
            str(port),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while True:
            try:
                if self.get("/readyz")[0] == 200:
                    break
            except OSError:
                self._connection.close()
            if self.process.poll() is not None:
                raise RuntimeError("the server does not start")
            time.sleep(0.1)
        self.start = time.perf_counter() - begun

    def get(self, path: str) -> tuple[int, bytes]:
        """Return status and body; a connection that rested too long is opened again."""
        for turn in (1, 2):
            try:
                self._connection.request("GET", path, headers={"Accept": "text/html"})
                answer = self._connection.getresponse()
                return answer.status, answer.read()
            except (http.client.HTTPException, ConnectionError) as error:
                self._connection.close()
                if turn == 2:
                    raise OSError(str(error)) from error
        raise AssertionError

    def json(self, path: str) -> Any:
        """Return the body of an answer in JSON."""
        return json.loads(self.get(path)[1])

    def rest(self) -> float:
        """Wait until it has nothing more to prepare, at most three minutes; return how long that took."""
        begun = time.perf_counter()
        before = self.processor()
        while time.perf_counter() - begun < _PREPARING:
            time.sleep(2)
            now = self.processor()
            if now - before < 0.1:
                break
            before = now
        return time.perf_counter() - begun

    def processor(self) -> float:
        """Return the seconds that the server and its children have used."""
        return sum(_used(number) for number in family(self.process.pid)) / _TICK

    def memory(self) -> float:
        """Return the megabytes of all its processes, shared ones counted once."""
        return sum(share(number) for number in family(self.process.pid)) / 1024

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(30)


def _used(number: int) -> int:
    try:
        cells = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    # its own time, and that of children that have ended
    return sum(map(int, cells[11:15]))


def addresses(server: Server) -> dict[str, list[str]]:
    """Return what is opened, by kind of page."""
    facets = {
        facet["parameter"]: [value["value"] for value in facet["values"]]
        for facet in server.json("/suche.json")["facets"]
    }
    laws, bodies = facets["gesetz"], facets["verband"]
    services, years, topics = facets["dienst"], facets["jahr"], facets["thema"]
    hits = [
        hit
        for page in (1, 40, 300, 600, 900)
        for hit in server.json(f"/suche.json?seite={page}&je_seite=6")["hits"]
    ]
    demands = [hit["iri"].rpartition("/")[2] for hit in hits]
    documents = list(dict.fromkeys(hit["document"].rpartition("/")[2] for hit in hits))
    large = [law for law in _LARGE if server.get(f"/gesetz/{law}")[0] == 200]
    narrowed = [
        {"verband": bodies[0]}, {"gesetz": laws[0]}, {"jahr": years[0], "thema": topics[0]}, {"dienst": services[0]},
        {"verband": bodies[0], "gesetz": laws[0]}, {"q": "Kosten", "verband": bodies[0]}, {"art": "alle"},
        {"q": "Gesetz", "art": "law"}, {"seite": "900"}, {"sortierung": "alt"},
    ]  # fmt: skip
    pairs = [f"/vergleich?a={a}&b={b}" for a, b in itertools.combinations(bodies[:4], 2)]
    shapes = itertools.product(("verband", "adressat"), ("gesetz", "dienst", "thema"))
    queries = [each["name"] for each in server.json("/abfragen/?format=json")]
    return {
        "/": ["/", "/en/"],
        "/suche, Wörter": [f"/suche?q={quote(words)}" for words in _WORDS],
        "/suche, Facetten": ["/suche", *(f"/suche?{urlencode(each)}" for each in narrowed)],
        "/suche.json": [f"/suche.json?q={quote(words)}" for words in _WORDS],
        "/suche.csv": [f"/suche.csv?gesetz={law}" for law in laws[1:4]],
        "/forderung/…": [f"/forderung/{key}" for key in demands],
        "/forderung/….ttl": [f"/forderung/{key}.ttl" for key in demands],
        "/gesetz/…, viel gefordert": [f"/gesetz/{key}" for key in laws[:8]],
        "/gesetz/…, groß": [f"/gesetz/{key}" for key in large],
        "/gesetz/….ttl": [f"/gesetz/{key}.ttl" for key in (*laws[:4], *large)],
        "/gesetz/…/par-…": [f"/gesetz/{key}/par-{n}" for key in ("bgb", "baugb") for n in (1, 2, 13, 14)],
        "/leistung/…": [f"/leistung/{key}" for key in services[:8]],
        "/verband/…": [f"/verband/{key}" for key in bodies[:8]],
        "/verband/…, weit hinten": [f"/verband/{key}?seite=9" for key in bodies[:4]],
        "/dokument/…": [f"/dokument/{key}" for key in documents[:20]],
        "/matrix": [f"/matrix?zeilen={rows}&spalten={columns}" for rows, columns in shapes],
        "/matrix.csv": ["/matrix.csv"],
        "/vergleich": ["/vergleich", *pairs],
        "/zeitachse": ["/zeitachse", *(f"/zeitachse?gesetz={key}" for key in laws[:5])],
        "/methode": ["/methode"],
        "/abfragen/": ["/abfragen/"],
        "/abfragen/…": [f"/abfragen/{name}" for name in queries],
        "/abfragen/….csv": [f"/abfragen/{name}.csv" for name in queries],
        "/seite/topic/…": [f"/seite/topic/{key}" for key in topics[:4]],
    }


def measure(server: Server, paths: Sequence[str], visits: int) -> tuple[list[float], list[float], float, int]:
    """Return milliseconds of first and later visits, milliseconds of processor for one, and the largest body."""
    times: list[list[float]] = []
    largest = 0
    rounds = max(1, visits // len(paths))
    used = 0.0
    for turn in range(rounds + 1):
        if turn == 1:
            used = server.processor()
        times.append([])
        for path in paths:
            begun = time.perf_counter()
            status, body = server.get(path)
            times[-1].append((time.perf_counter() - begun) * 1000)
            largest = max(largest, len(body))
            if status != 200:
                print(f"{path}: {status}", file=sys.stderr)
    used = (server.processor() - used) * 1000 / (rounds * len(paths))
    return times[0], [each for turn in times[1:] for each in turn], used, largest


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1 if len(times) >= 100 else -1]


def table(server: Server, visits: int, wanted: Callable[[str], bool]) -> None:
    """Print a row for each kind of page."""
    print(
        "| Seite | Adressen | erstes Mal p50 | längstes | wieder p50 | p99 | Prozessor | zu `/methode` | KB |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    kinds = {kind: paths for kind, paths in addresses(server).items() if paths}
    plain = statistics.median(measure(server, ["/methode"], visits)[1])
    for kind, paths in kinds.items():
        if not wanted(kind):
            continue
        first, again, used, largest = measure(server, paths, visits)
        middle = statistics.median(again)
        cells = (statistics.median(first), max(first), middle, _p99(again), used)
        print(
            f"| `{kind}` | {len(paths)} | {' | '.join(f'{cell:.0f}' for cell in cells)} | {middle / plain:.1f} | "
            f"{largest / 1000:.0f} |",
            flush=True,
        )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path)
    parser.add_argument(
        "--visits", type=int, default=30, help="of each kind of page, after the first of each"
    )
    parser.add_argument("--only", default="", help="kinds of pages with this in their name")
    options = parser.parse_args()
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} Kerne, Python {platform.python_version()}",
        end="",
    )
    print(f"; Last vor dem Lauf {os.getloadavg()[0]:.1f}")
    server = Server(options.release)
    try:
        used = server.processor()
        print(
            f"Start bis zur Bereitschaft {server.start:.1f} s, {used:.1f} s Prozessor; {server.memory():.0f} MB"
        )
        print(
            f"Abfragen der Bibliothek danach: {server.rest():.0f} s, {server.processor() - used:.1f} s Prozessor\n"
        )
        table(server, options.visits, lambda kind: options.only in kind)
        print(f"\nSpeicher danach {server.memory():.0f} MB; Last {os.getloadavg()[0]:.1f}")
    finally:
        server.stop()


if __name__ == "__main__":
    main()

"""Clients of the comparison: one that waits for each answer, and many connections at the same time."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
_CONNECTIONS = 16


class Connection:
    """A connection that stays open."""

    def __init__(self, port: int, path: str, limit: float = 90) -> None:
        self._path = path
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)

    def ask(self, query: str) -> tuple[int, bytes]:
        """Return status and body."""
        self._connection.request("GET", f"{self._path}?query={quote(query)}", headers={"Accept": ACCEPT})
        response = self._connection.getresponse()
        return response.status, response.read()

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def rate(port: int, path: str, queries: Sequence[str], seconds: float, wrk: str | None) -> float:
    """Return the requests per second that are answered well over 16 connections, by wrk where it is there."""
    if wrk is not None:
        return _by_wrk(wrk, port, path, queries, seconds)
    end = time.perf_counter() + seconds

    def load(start: int) -> int:
        connection = Connection(port, path)
        good = 0
        number = start
        while time.perf_counter() < end:
            status, _ = connection.ask(queries[number % len(queries)])
            good += status == 200
            number += _CONNECTIONS
        connection.close()
        return good

    with ThreadPoolExecutor(_CONNECTIONS) as threads:
        return sum(threads.map(load, range(_CONNECTIONS))) / seconds


def _by_wrk(wrk: str, port: int, path: str, queries: Sequence[str], seconds: float) -> float:
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "paths"
        paths.write_text("".join(f"{path}?query={quote(query)}\n" for query in queries), encoding="ascii")
        script = Path(folder) / "paths.lua"
        script.write_text(
            f'local p = {{}}\nfor l in io.lines("{paths}") do p[#p + 1] = l end\nlocal i = 0\n'
            f'wrk.headers["Accept"] = "{ACCEPT}"\n'
            "request = function() i = i % #p + 1 return wrk.format('GET', p[i]) end\n",
            encoding="ascii",
        )
        told = subprocess.run(
            [
                wrk,
                "-t1",
                f"-c{_CONNECTIONS}",
                f"-d{max(round(seconds), 1)}s",
                "-s",
                str(script),
                f"http://127.0.0.1:{port}/",
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    done = re.search(r"(\d+) requests in ([\d.]+)(m?s)", told)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    assert done is not None
    elapsed = float(done[2]) / (1000 if done[3] == "ms" else 1)
    return (int(done[1]) - (int(bad[1]) if bad else 0)) / elapsed


def find_wrk() -> str | None:
    """Return where wrk is, None if it is not there."""
    return shutil.which("wrk")

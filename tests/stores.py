"""Stores of others, as real servers: Oxigraph and Virtuoso, each on ports of its own, for as long as tests need them.

``OXIGRAPH`` and ``VIRTUOSO`` may name the programs (``oxigraph``, ``virtuoso-t``), as for the benchmarks; ``isql-vt``
lies beside the latter. Virtuoso takes about 8 s to make its first database.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from requests.auth import HTTPDigestAuth

from forderungsgraph.release import Release

# without FILTER and ORDER BY, Virtuoso 7.2.5 may take minutes for this
_NAMES = 'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{}")) }} ORDER BY ?g'
_BEGIN = 60.0
"""seconds until a server must have answered"""
_INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True, slots=True)
class Store:
    """A server that runs, and where it takes what.

    :param query: SPARQL queries, without a password
    :param update: SPARQL updates, with user and password where the server has them
    :param graphs: Graph Store Protocol, likewise
    """

    query: str
    update: str
    graphs: str
    user: str | None = None
    password: str | None = None

    @property
    def session(self) -> requests.Session:
        """A session that logs in; close it."""
        made = requests.Session()
        made.trust_env = False
        if self.user is not None and self.password is not None:
            made.auth = HTTPDigestAuth(self.user, self.password)
        return made

    def fill(self, release: Path) -> None:
        """Put each graph of a release into the store, by the Graph Store Protocol."""
        opened = Release.open(release)
        with self.session as session:
            for graph in opened.manifest["graphs"]:
                answer = session.put(
                    self.graphs,
                    params={"graph": graph["name"]},
                    headers={"Content-Type": "text/turtle"},
                    data=(opened.folder / graph["file"]).read_bytes(),
                    timeout=60,
                )
                answer.raise_for_status()

    def clear(self, base: str) -> None:
        """Remove all graphs whose names begin so."""
        with self.session as session:
            answer = session.get(
                self.query,
                params={"query": _NAMES.format(base)},
                headers={"Accept": "application/sparql-results+json"},
                timeout=60,
            )
            names = [row["g"]["value"] for row in answer.json()["results"]["bindings"]]
            for name in names:
                session.delete(self.graphs, params={"graph": name}, timeout=60).raise_for_status()


def _program(variable: str, name: str) -> str | None:
    """Return a program: named by the environment, on the path, or in the virtual environment."""
    beside = Path(sys.executable).with_name(name)
    return os.environ.get(variable) or shutil.which(name) or (str(beside) if beside.is_file() else None)


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextlib.contextmanager
def server(command: Sequence[str], folder: Path, probe: str) -> Iterator[int]:
    """Run a server until the end of the block; yield its process id once ``probe`` is answered."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        _wait(process, folder, probe)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], folder: Path, probe: str) -> None:
    end = time.monotonic() + _BEGIN
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(requests.RequestException):
            if requests.get(probe, timeout=5).ok:
                return
        time.sleep(0.05)
    told = (folder / "server.log").read_text("utf-8", "replace").strip()[-400:]
    pytest.skip(f"{process.args!r} does not answer: {told}")


@contextlib.contextmanager
def oxigraph_server(
    folder: Path, *, kind: str = "serve", data: Path | None = None, options: Sequence[str] = ()
) -> Iterator[Store]:
    """Run Oxigraph's server.

    :param kind: ``serve`` or ``serve-read-only``
    :param data: where it keeps its data; without one in memory
    :param options: what else it is told, e.g. ``--union-default-graph``
    """
    program = _program("OXIGRAPH", "oxigraph")
    if program is None:
        pytest.skip("Oxigraph's server is not installed (package oxigraph, or the variable OXIGRAPH)")
    port = free_port()
    command = [program, kind, "--bind", f"127.0.0.1:{port}", *options]
    command += [] if data is None else ["--location", str(data)]
    base = f"http://127.0.0.1:{port}"
    with server(command, folder, f"{base}/query?query=ASK%7B%7D"):
        yield Store(f"{base}/query", f"{base}/update", f"{base}/store")


@contextlib.contextmanager
def virtuoso_server(folder: Path) -> Iterator[Store]:
    """Run Virtuoso on an empty database; its administrator may write, with HTTP Digest."""
    program = _program("VIRTUOSO", "virtuoso-t")
    if program is None:
        pytest.skip(
            "Virtuoso is not installed (Debian package virtuoso-opensource-7-bin, or the variable VIRTUOSO)"
        )
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(http=http, sql=sql), encoding="ascii")
    base = f"http://127.0.0.1:{http}"
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with server(command, folder, f"{base}/sparql?query=ASK%7B%7D"):
        yield Store(
            f"{base}/sparql",
            f"{base}/sparql-auth",
            f"{base}/sparql-graph-crud-auth",
            user="dba",
            password="dba",
        )

"""The services that are compared, each started on a port of its own and stopped at the end.

Peers live in environments of their own; where one is not installed, the table says so. ``OXIGRAPH`` and
``RDFLIB_ENDPOINT`` may name their programs, ``VIRTUOSO`` that of Virtuoso (``virtuoso-t``).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .client import Connection
from .processes import family, share

_OURS = """
import sys
from forderungsgraph.server import Settings, serve
from forderungsgraph.store import Budget, Share
serve(sys.argv[1], port=int(sys.argv[2]), settings=Settings(
    workers=2, budget=Budget(seconds=90), share=Share(1000, 1e9), cache=int(sys.argv[3]), in_memory=int(sys.argv[4])))
"""


@dataclass
class Peer:
    """A service that runs.

    :param start: seconds from its start to its first answer, with loading
    """

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]
    start: float = 0.0
    notes: list[str] = field(default_factory=list)

    def memory(self) -> float:
        """Return the megabytes of its processes, shared ones counted once (proportional set size)."""
        return sum(share(number) for number in family(self.process.pid)) / 1024

    def memory_per_worker(self) -> float | None:
        """Return the megabytes of the median process beside the first, None if there is no other."""
        others = sorted(filter(None, map(share, family(self.process.pid)[1:])))
        return others[len(others) // 2] / 1024 if others else None

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _start(name: str, path: str, port: int, command: Sequence[str], folder: Path | None = None) -> Peer:
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    peer = Peer(name, port, path, process)
    peer.start = _first_answer(peer, begun)
    return peer


def _first_answer(peer: Peer, begun: float) -> float:
    while time.perf_counter() - begun < 240:
        connection = Connection(peer.port, peer.path)
        try:
            if connection.ask("ASK { ?s ?p ?o }")[0] == 200:
                return time.perf_counter() - begun
        except OSError:
            pass
        finally:
            connection.close()
        if peer.process.poll() is not None:
            break
        time.sleep(0.02)
    peer.stop()
    raise RuntimeError(f"{peer.name} does not answer")


def ours(release: Path, *, cache: int, name: str, in_memory: int = 10**10) -> Peer:
    """Start this service."""
    port = free_port()
    command = [sys.executable, "-c", _OURS, str(release), str(port), str(cache), str(in_memory)]
    return _start(name, "/sparql", port, command)


def oxigraph(plain: Path) -> Peer | None:
    """Start Oxigraph's server in memory, and load the data into it."""
    program = os.environ.get("OXIGRAPH") or shutil.which("oxigraph")
    if program is None:
        return None
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peer = Peer("Oxigraph server", port, "/query", process)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    address = f"http://127.0.0.1:{port}/store?default"
    subprocess.run(
        ["curl", "-sf", "-X", "POST", "-H", "Content-Type: application/n-triples", "-T", str(plain), address],
        check=True,
    )
    peer.start = _first_answer(peer, begun)
    return peer


def rdflib_endpoint(plain: Path) -> Peer | None:
    """Start rdflib-endpoint."""
    program = os.environ.get("RDFLIB_ENDPOINT") or shutil.which("rdflib-endpoint")
    if program is None:
        return None
    port = free_port()
    command = [program, "serve", str(plain), "--host", "127.0.0.1", "--port", str(port)]
    return _start("rdflib-endpoint", "/", port, command)


def virtuoso(plain: Path) -> Peer | None:
    """Start Virtuoso on an empty database, and load the data into it."""
    program = os.environ.get("VIRTUOSO") or shutil.which("virtuoso-t")
    if program is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="virtuoso-"))
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        f"""[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {plain.parent}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 1000000
""",
        encoding="ascii",
    )
    begun = time.perf_counter()
    process = subprocess.Popen(
        [program, "+foreground", "+configfile", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peer = Peer("Virtuoso", port, "/sparql", process)
    _first_answer(peer, begun)
    isql = str(Path(program).with_name("isql-vt"))
    load = f"DB.DBA.TTLP_MT(file_to_string_output('{plain}'), '', 'http://bench/', 0, 2); checkpoint;"
    subprocess.run([isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True)
    peer.start = time.perf_counter() - begun
    return peer

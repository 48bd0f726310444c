"""The production server: uvicorn in one process; queries run in processes of their own.

Chosen for what it does with a body in chunks (measured): it waits for slow readers, tells when a client has
left, and breaks the connection where an answer breaks off. It runs wherever Python does; uvloop and
httptools, where they are installed, make it faster.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Final

import uvicorn

from forderungsgraph import journal
from forderungsgraph.errors import ServiceError
from forderungsgraph.release import Release

from .connections import Connections
from .current import Current
from .front import Front
from .metrics import Metrics
from .settings import Settings
from .sources import FolderSource, Source

_FAREWELL_SECONDS: Final = 10
_MOST_CONNECTIONS: Final = 4096


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    :raises ServiceError: if the port is in use or the address is not ours
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(1024)
    except (OSError, OverflowError) as error:
        listening.close()
        raise ServiceError(
            f"An {host}:{port} kann der Dienst nicht lauschen ({getattr(error, 'strerror', None) or error})",
            hint="Läuft er schon? Sonst mit --port einen anderen Port wählen",
        ) from None
    return listening


class _Server(uvicorn.Server):
    """Calls the connections back that readers hold, before all are closed."""

    def __init__(self, current: Current, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._current = current

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await asyncio.to_thread(self._current.readers.close)
        await super().shutdown(sockets)


class Service:
    """A server that runs until it is stopped.

    :param release: the folder where releases are published, or another source of them; a new one there is
        served without a stop
    :param ready: called with the address once it answers
    :raises ReleaseError: if there is no readable release
    :raises StoreError: if the store that holds it does not answer
    """

    def __init__(
        self,
        listening: socket.socket,
        release: Path | Source,
        settings: Settings,
        ready: Callable[[str], None] | None = None,
    ) -> None:
        self._listening = listening
        self._ready = ready
        metrics = Metrics()
        source = FolderSource(release) if isinstance(release, Path) else release
        self.current = Current(source, settings, metrics)
        self._front = Front(self.current, settings, metrics)
        self._server = _Server(
            self.current,
            uvicorn.Config(
                self._front,
                http=Connections(settings.patience, self._front).protocol(),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=_MOST_CONNECTIONS,
                timeout_keep_alive=int(settings.patience.rest),
                timeout_graceful_shutdown=_FAREWELL_SECONDS,
            ),
        )

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM comes, or :meth:`stop` is called; SIGHUP looks for a new release."""
        try:
            with asyncio.Runner(loop_factory=self._server.config.get_loop_factory()) as runner:
                runner.run(self._run())
        finally:
            self._front.close()
            self.current.close()

    def stop(self) -> None:
        """Take no more requests, and end once those under way are answered."""
        self._server.should_exit = True

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        if hasattr(signal, "SIGHUP") and threading.current_thread() is threading.main_thread():
            loop.add_signal_handler(signal.SIGHUP, lambda: loop.run_in_executor(None, self.current.renew))
        watch = loop.create_task(self.current.watch())
        told = loop.create_task(self._tell())
        try:
            await self._server.serve(sockets=[self._listening])
        finally:
            watch.cancel()
            told.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def _tell(self) -> None:
        while not self._server.started:
            await asyncio.sleep(0.01)
        host, port = self._listening.getsockname()[:2]
        journal.told("start", release=self.current.version)
        if self._ready is not None:
            name = f"[{host}]" if ":" in host else host
            self._ready(f"http://{name}:{port}/")


def serve(
    release: Release | str | PathLike[str],
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    settings: Settings | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a release until interrupted.

    :param ready: called with the address once it answers
    :raises ReleaseError: if the folder is not a readable release
    :raises ServiceError: if the address cannot be used
    """
    folder = release.folder if isinstance(release, Release) else Path(release)
    serve_source(FolderSource(folder), host=host, port=port, settings=settings, ready=ready)


def serve_source(
    source: Source,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    settings: Settings | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve what a source of releases holds, as :func:`serve` does."""
    with contextlib.closing(bound(host, port)) as listening:
        Service(listening, source, settings or Settings(), ready).run()

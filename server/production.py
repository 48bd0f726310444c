"""The production server: waitress, threads in one process; queries run in processes of their own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from os import PathLike

import waitress

from forderungsgraph.errors import ServiceError
from forderungsgraph.release import Release

from .app import create_app
from .settings import Settings


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    :raises ServiceError: if the port is in use or the address is not ours
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
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
    listening = bound(host, port)
    try:
        app = create_app(release, settings)
        server = waitress.create_server(
            app, sockets=[listening], threads=8, ident=None, clear_untrusted_proxy_headers=True
        )
        if ready is not None:
            name = f"[{host}]" if ":" in host else host
            ready(f"http://{name}:{listening.getsockname()[1]}/")
        server.run()
    finally:
        listening.close()

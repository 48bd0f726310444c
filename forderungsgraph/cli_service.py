"""The commands ``serve`` and ``mcp``: a release for people and programs, and for language models."""

from __future__ import annotations

import argparse

from . import display
from .arguments import RELEASE, RELEASE_FOLDER, service_options
from .cli_laws import Add
from .errors import UsageError


def add_service(add: Add) -> None:
    """Add the commands to a parser."""
    serve = add(
        "serve",
        _serve,
        "Stellt ein Release bereit: Seiten, SPARQL, Daten.",
        "forderungsgraph serve --port 8080",
    )
    service_options(serve)

    command = add(
        "mcp", _mcp, "Bietet die Abfragen Sprachmodellen an (Model Context Protocol über Standardein- und -ausgabe).",
        "forderungsgraph mcp --release release",
    )  # fmt: skip
    command.add_argument("--release", **RELEASE)


def _serve(options: argparse.Namespace) -> int:
    from .server import Settings, log_to_standard_error, serve, serve_stored, serve_writable

    log_to_standard_error()
    settings = Settings.of(options)
    place = {"host": options.host, "port": options.port, "settings": settings, "ready": display.serving}
    writes = options.writable or options.empty
    if options.store is not None:
        if writes:
            raise UsageError(
                "Ein anderer Speicher wird hier nur gelesen",
                hint="--store ohne --writable und --empty verwenden",
            )
        serve_stored(options.store, files=options.release, base=options.base, **place)
    elif writes:
        serve_writable(None if options.empty else options.release or RELEASE_FOLDER, **place)
    else:
        serve(options.release or RELEASE_FOLDER, **place)
    return 0


def _mcp(options: argparse.Namespace) -> int:
    from .mcpserver import serve

    serve(options.release)
    return 0

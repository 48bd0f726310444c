"""The command ``mcp``: the queries of a release for language models."""

from __future__ import annotations

import argparse
from pathlib import Path

from .arguments import RELEASE
from .cli_laws import Add


def add_mcp(add: Add) -> None:
    """Add the command to a parser."""
    command = add(
        "mcp", _mcp, "Bietet die Abfragen Sprachmodellen an (Model Context Protocol über Standardein- und -ausgabe).",
        "forderungsgraph mcp --release release",
    )  # fmt: skip
    command.add_argument(
        "--release", type=Path, metavar="DIR", default=RELEASE, help=f"Release (Vorgabe: {RELEASE})"
    )


def _mcp(options: argparse.Namespace) -> int:
    from .mcpserver import serve

    serve(options.release)
    return 0

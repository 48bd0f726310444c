"""The service in writable mode, and one that begins with nothing at all."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path

from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.release import DATA, MANIFEST, Release
from forderungsgraph.sparql import TOKEN_VARIABLE, Access

from .production import serve
from .settings import Settings


def serve_writable(
    release: Release | str | PathLike[str] | None,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    settings: Settings | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a release, or an empty store, that whoever knows the token of the environment may change.

    Changes live in memory and end with the service; the release on disk stays as it is.

    :param release: None for an empty store
    :raises UsageError: if the environment holds no usable token
    :raises ReleaseError: if the folder is not a readable release
    :raises ServiceError: if the address cannot be used, or the system cannot fork
    """
    access = Access(os.environ.get(TOKEN_VARIABLE, ""))
    chosen = dataclasses.replace(settings or Settings(), access=access)
    with empty_release() if release is None else contextlib.nullcontext(release) as served:
        serve(served, host=host, port=port, settings=chosen, ready=ready)


@contextlib.contextmanager
def empty_release() -> Iterator[Release]:
    """Yield a release without any triple, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="forderungsgraph-") as folder:
        place = Path(folder)
        (place / DATA).write_bytes(b"")
        manifest = {"version": "leer", "base": DEFAULT_BASE, "documents": []}
        (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        yield Release.open(place)

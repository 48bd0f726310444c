"""The service in front of a store elsewhere: pages, saved queries, catalogue and protocol over its data."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from forderungsgraph.store import Endpoint

from .production import serve_source
from .settings import Settings
from .sources import StoreSource


def serve_stored(
    url: str,
    *,
    files: Path | None = None,
    base: str | None = None,
    host: str = "127.0.0.1",
    port: int = 8080,
    settings: Settings | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve what the SPARQL endpoint at an address holds; credentials come from the environment.

    Nothing is kept on this machine but a folder that ends with the service, so that any number of such services
    may stand side by side.

    :param files: a release folder, or one of published versions, whose files belong to what the store holds
    :param base: base IRI of the identifiers, where the store holds several graphs of ours
    :raises UsageError: if the address is none, or the credentials are not usable
    :raises ReleaseError: if the store holds nothing of ours
    :raises StoreError: if the store does not answer
    :raises ServiceError: if the address of the service cannot be used
    """
    endpoint = Endpoint.of(url, os.environ)
    with tempfile.TemporaryDirectory(prefix="forderungsgraph-") as folder:
        source = StoreSource(endpoint, Path(folder), files, base)
        serve_source(source, host=host, port=port, settings=settings, ready=ready)

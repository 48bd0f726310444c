"""A server over real HTTP, for as long as a test needs it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from forderungsgraph.server import Service, Settings, bound, empty_release
from forderungsgraph.sparql import Access
from forderungsgraph.store import Budget

TOKEN = "ein-schluessel-nur-fuer-die-tests"


@contextlib.contextmanager
def running(release: Path, settings: Settings) -> Iterator[str]:
    """Serve a release at a free port; yield its address without a final slash."""
    ready = threading.Event()
    with contextlib.closing(bound("127.0.0.1", 0)) as listening:
        service = Service(listening, release, settings, lambda _: ready.set())
        thread = threading.Thread(target=service.run, daemon=True)
        thread.start()
        assert ready.wait(60)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            service.stop()
            thread.join(30)


@contextlib.contextmanager
def writable(seconds: float = 30.0) -> Iterator[str]:
    """Serve an empty store that may be changed."""
    settings = Settings(workers=1, access=Access(TOKEN), budget=Budget(seconds=seconds))
    with empty_release() as release, running(release.folder, settings) as address:
        yield address

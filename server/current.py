"""What is served at the moment, and the change to a new release without a failed request.

A release is replaced by renaming folders (:mod:`forderungsgraph.release`), or by publishing another one to the
store that is served. The new one is loaded beside the old one; requests that began with the old one end with it; then it is closed.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from flask import Flask

from forderungsgraph import journal
from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.express import Kept, Setup, Whole
from forderungsgraph.formats import Format
from forderungsgraph.inventory import StoredRelease
from forderungsgraph.release import Release

from .app import create_app
from .bridge import Ready
from .headers import SECURITY
from .metrics import Metrics
from .readers import Readers
from .search import search
from .settings import Settings
from .site import Site
from .sources import Source

_SMALL: Final = 1_000_000


def _uncounted(_found: bool) -> None:
    """Count nothing: most heads are new, and what is found counts as a request."""


class Served:
    """A release as it is served: the application, its site and the responses kept for it."""

    def __init__(self, release: Release, settings: Settings, metrics: Metrics) -> None:
        self.app: Flask = create_app(release, settings, metrics)
        self.site: Site = self.app.extensions["forderungsgraph"]
        self.kept: Kept[Ready] = Kept(settings.cache // 4, _SMALL, metrics.lookup("responses"))
        self.heads: Kept[Whole] = Kept(settings.cache // 4, _SMALL, _uncounted)
        # readers answer from memory what takes next to no time; a store elsewhere has to be waited for
        near = None if isinstance(release, StoredRelease) else self.site.pool
        self.readers = Readers(near, _setup(self.site, settings), settings.readers)
        self.users = 0
        self.left = False

    def show(self, metrics: Metrics) -> None:
        """Let the metrics tell of this release."""
        sizes = {
            "heads": lambda: self.heads.size,
            "responses": lambda: self.kept.size,
            "answers": self.site.kept_bytes,
        }
        metrics.show(self.site.pool, sizes, self.readers)


def _setup(site: Site, settings: Settings) -> Setup | None:
    """Return what readers are told; None where the data may change."""
    if site.edition is None:
        return None
    return Setup(
        site.edition,
        SECURITY,
        kept=settings.cache // 4 // max(settings.readers, 1),
        rest=settings.patience.rest,
        memory=settings.budget.memory,
        proxies=settings.proxies,
        told=journal.is_on(),
    )


class Current:
    """The release that is served.

    :param source: where releases appear
    :raises ReleaseError: if there is none
    :raises StoreError: if the store that holds it does not answer
    """

    def __init__(self, source: Source, settings: Settings, metrics: Metrics) -> None:
        self._source = source
        self._settings = settings
        self._metrics = metrics
        self._lock = threading.Lock()
        self._change = threading.Lock()
        self._seen = source.stamp()
        self._served = Served(source.open(), settings, metrics)
        self._served.show(metrics)

    @property
    def heads(self) -> Kept[Whole]:
        """The answers by head that are kept for what is served."""
        return self._served.heads

    @property
    def readers(self) -> Readers:
        """The readers of what is served."""
        return self._served.readers

    @property
    def version(self) -> str:
        """Version of the release that is served."""
        return self._served.site.release.version

    @contextmanager
    def visit(self) -> Iterator[Served]:
        """Hold on to what is served, for one request."""
        with self._lock:
            served = self._served
            served.users += 1
        try:
            yield served
        finally:
            with self._lock:
                served.users -= 1
                over = served.left and not served.users
            if over:
                served.site.close()

    def renew(self) -> bool:
        """Serve what lies in the folder now, if it is another release; tell whether it was changed.

        A release that cannot be read changes nothing.
        """
        if self._settings.access is not None:
            # what was written since the start would be lost
            return False
        with self._change:
            seen = self._source.stamp()
            try:
                release = self._source.open()
                now = self._served.site.release
                if _identity(release) == _identity(now):
                    self._seen = seen
                    return False
                fresh = Served(release, self._settings, self._metrics)
                try:
                    if fresh.site.pool is not None:
                        fresh.site.pool.warm()
                except ForderungsgraphError:
                    fresh.site.close()
                    raise
            except ForderungsgraphError as error:
                self._metrics.reload("failed")
                journal.failed("reload", error)
                return False
            finally:
                self._seen = seen
            fresh.show(self._metrics)
            with self._lock:
                old, self._served = self._served, fresh
            old.readers.close()
            with self._lock:
                old.left = True
                over = not old.users
            if over:
                old.site.close()
            self._metrics.reload("done")
            journal.told("reload", release=release.version)
            return True

    async def watch(self) -> None:
        """Look from time to time whether another release was put in place."""
        self._prepare_soon()
        while True:
            await asyncio.sleep(self._source.seconds)
            if await asyncio.to_thread(self._changed) and await asyncio.to_thread(self.renew):
                self._prepare_soon()

    def close(self) -> None:
        """End everything."""
        self._served.site.close()

    def _prepare_soon(self) -> None:
        # nobody waits for it, least of all the end of the service
        threading.Thread(target=self._prepare, name="prepare", daemon=True).start()

    def _prepare(self) -> None:
        """Compute what the library asks of a release, and read the word forms, before a visitor waits for it."""
        with self.visit() as served:
            site = served.site
            with suppress(ForderungsgraphError), served.app.app_context():
                search().find("Verwaltung")
            if not self._settings.cache:
                return
            for query in site.queries.values():
                if served.left:
                    return
                with suppress(ForderungsgraphError):
                    site.guarded.serialise(query.bind({}, base=site.release.base), Format.JSON)

    def _changed(self) -> bool:
        stamp = self._source.stamp()
        return stamp is not None and stamp != self._seen


def _identity(release: Release) -> object:
    """Return what differs between a release and another: version, where its files lie, what the store holds."""
    if isinstance(release, StoredRelease):
        return release.inventory.mark, release.folder if release.has_files else None
    return release.version, release.folder

"""What all pages share: the release, its stores, labels, links and figures, made once at the start."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from flask import current_app, request

from forderungsgraph import journal
from forderungsgraph.description import service_description
from forderungsgraph.errors import ReleaseError
from forderungsgraph.express import Kept
from forderungsgraph.formats import Format
from forderungsgraph.inventory import StoredRelease
from forderungsgraph.iri import PREFIXES
from forderungsgraph.query import SavedQuery
from forderungsgraph.query import library as read_library
from forderungsgraph.release import MANIFEST, Release
from forderungsgraph.search import INDEX, IndexedTallies, QueriedTallies, Tallies, write_index_of
from forderungsgraph.sparql import Edition, Service
from forderungsgraph.store import (
    Clients,
    DiskStore,
    EmbeddedStore,
    ForkedStore,
    MutableStore,
    Outcome,
    RemotePool,
    RemoteStore,
    Store,
    Term,
    WorkerPool,
)
from forderungsgraph.store.disk import prepare
from forderungsgraph.store.embedded import DATA_FILE

from . import present
from .cache import CachedStore
from .drawing.words import soften
from .figures import Figures
from .labels import Labels
from .languages import Language, language
from .links import Links
from .lists import address_with
from .metrics import Metrics
from .settings import Settings

_NEAR_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Site:
    """The release that is served.

    :param store: answers the queries of our own pages; it is the pool, since one copy of the data is enough
    :param guarded: answers queries that users send or choose, in processes with a deadline
    :param pool: those processes, behind the answers that are kept; None where the data may change
    :param tallies: from the index of the release; where there is none, or the data may change, from the store
    :param edition: None where the data may change
    """

    release: Release
    settings: Settings
    store: Store
    guarded: Store
    pool: WorkerPool | None
    kept: Kept[bytes]
    metrics: Metrics
    queries: Mapping[str, SavedQuery]
    names: Mapping[Language, Labels]
    links: Links
    tallies: Tallies
    figures: Figures
    edition: Edition | None

    @classmethod
    def of(cls, release: Release, settings: Settings, metrics: Metrics) -> Site:
        """Prepare everything for serving a release.

        :raises ReleaseError: if its data cannot be read
        """
        kept: Kept[bytes] = Kept(settings.cache // 2, settings.cache // 8, metrics.lookup("answers"))
        pool: WorkerPool | None = None
        edition: Edition | None = None
        store: Store | None = _changeable(release, settings)
        guarded = store
        if store is None or guarded is None:
            store = pool = _pool(release, settings, metrics)
            edition = _edition(release)
            guarded = CachedStore(pool, edition, kept)
        try:
            names = Labels.of(store)
            tallies = _tallies(release, store, edition)
            return cls(
                release,
                settings,
                store,
                guarded,
                pool,
                kept,
                metrics,
                read_library(),
                names,
                Links(release.base),
                tallies,
                Figures.of(store, tallies, names[Language.GERMAN]),
                edition,
            )
        except BaseException:
            # its processes would wait for questions for ever
            store.close()
            raise

    @property
    def writable(self) -> ForkedStore | None:
        """The store that can be changed, None where the service is read-only."""
        return self.guarded if isinstance(self.guarded, ForkedStore) else None

    @property
    def labels(self) -> Labels:
        """The names in the language of the page."""
        return self.names[language()]

    def service(self) -> Service:
        """Return the SPARQL service as the current request addresses it."""
        return self.service_at(request.base_url)

    def service_at(self, endpoint: str) -> Service:
        """Return the SPARQL service at an address."""
        return Service(
            self.guarded,
            functools.partial(self._describe, endpoint),
            self.settings.limits,
            self.settings.largest_body,
            self.edition,
        )

    def kept_bytes(self) -> int:
        """Return the bytes of answers that are kept."""
        return self.kept.size

    def close(self) -> None:
        """End the workers and free the memory."""
        self.store.close()

    def _describe(self, endpoint: str, fmt: Format) -> bytes:
        return service_description(self.store, endpoint, fmt, writable=self.writable is not None)

    def helpers(self) -> dict[str, Callable[..., object]]:
        """Return the functions that templates use."""
        return {
            "cell": self._cell,
            "initial": present.initial,
            "number": present.number,
            "share": present.share,
            "confidence": present.confidence,
            "size": present.size,
            "why": present.why,
            "address_with": address_with,
            "soften": soften,
        }

    @property
    def links_file(self) -> Path:
        """Where the short links lie: beside the release, never in it.

        A service without files keeps nothing: it has none, unless a file for them is named.
        """
        if isinstance(self.release, StoredRelease) and not self.release.has_files and not self.settings.links:
            return self.release.folder / "keine" / "links.sqlite"
        folder = self.release.folder.absolute()
        return self.settings.links or folder.parent / ".forderungsgraph-links.sqlite"

    def called(self, term: Term) -> str:
        """Return what a page calls a term."""
        return self._cell(term).text

    def _cell(self, term: Term | None) -> present.Cell:
        return present.cell(self.labels, self.links, term)


def _kind_of_store(release: Release, settings: Settings) -> type[EmbeddedStore]:
    """Return where the data is kept: in memory, or on disk beyond a size."""
    try:
        size = (release.folder / DATA_FILE).stat().st_size
    except OSError:
        return EmbeddedStore
    if size <= settings.in_memory:
        return EmbeddedStore
    prepare(release.folder)
    return DiskStore


def _watch(metrics: Metrics, outcome: Outcome) -> None:
    metrics.query(outcome)
    journal.query(outcome)


def _remote_pool(release: StoredRelease, settings: Settings, metrics: Metrics) -> RemotePool:
    """Return processes that ask a store elsewhere; the deadline of a question lies before theirs, to tell whose it was."""
    ask = functools.partial(
        RemoteStore,
        release.endpoint,
        names=(*release.inventory.graphs, *filter(None, (release.inventory.catalogue,))),
        dataset=release.inventory.dataset,
        prefixes=PREFIXES,
        limits=settings.limits,
        base=release.base,
        seconds=0.9 * settings.budget.seconds,
    )
    return RemotePool(
        ask,
        endpoint=release.endpoint,
        sizes=release.inventory.sizes,
        # the work is the store's, so that a question that waits for it costs nothing here
        budget=replace(settings.budget, quick=max(settings.budget.quick, _NEAR_SECONDS)),
        places=replace(settings.places, long=max(settings.workers, settings.places.quick)),
        clients=Clients(settings.share),
        watch=functools.partial(_watch, metrics),
    )


def _pool(release: Release, settings: Settings, metrics: Metrics) -> WorkerPool:
    if isinstance(release, StoredRelease):
        return _remote_pool(release, settings, metrics)
    # workers import the store only, so that they start fast
    load = functools.partial(
        _kind_of_store(release, settings).of_release,
        release.folder,
        prefixes=PREFIXES,
        limits=settings.limits,
        base=release.base,
    )
    return WorkerPool(
        load,
        budget=settings.budget,
        places=replace(settings.places, long=settings.workers),
        clients=Clients(settings.share),
        watch=functools.partial(_watch, metrics),
    )


def _changeable(release: Release, settings: Settings) -> ForkedStore | None:
    if settings.access is None:
        return None
    load = functools.partial(
        MutableStore.of_release,
        release.folder,
        prefixes=PREFIXES,
        limits=settings.limits,
        base=release.base,
    )
    return ForkedStore(load, budget=settings.budget)


def _tallies(release: Release, store: Store, edition: Edition | None) -> Tallies:
    index = release.folder / INDEX
    if isinstance(release, StoredRelease) and not index.is_file():
        if not release.inventory.is_small:
            raise ReleaseError(
                "Der Speicher enthält zu viele Aussagen, um daraus beim Start einen Suchindex zu bilden",
                place=release.endpoint.url,
                hint=f"Mit --release den Ordner angeben, in dem die Version {release.version} mit ihrem Index liegt",
            )
        write_index_of(store, index, release.base)
    return QueriedTallies(store) if edition is None or not index.is_file() else IndexedTallies(index)


def _edition(release: Release) -> Edition:
    if isinstance(release, StoredRelease):
        # all front ends of a store say the same
        return Edition(release.inventory.mark)
    # a release knows no clock; its folder does
    return Edition(release.version, int((release.folder / MANIFEST).stat().st_mtime))


def site() -> Site:
    """Return the site of the current application."""
    found: Site = current_app.extensions["forderungsgraph"]
    return found

"""What all pages share: the release, its stores, labels, links and figures, made once at the start."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app, request

from forderungsgraph.description import service_description
from forderungsgraph.errors import ReleaseError
from forderungsgraph.formats import Format
from forderungsgraph.iri import PREFIXES
from forderungsgraph.query import SavedQuery
from forderungsgraph.query import library as read_library
from forderungsgraph.sparql import Service
from forderungsgraph.store import EmbeddedStore, Limits, Store, WorkerPool

from . import present
from .figures import Figures
from .labels import Labels
from .links import Links
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` of a release tells.

    :param base: base IRI of the identifiers
    :param content: the whole file
    """

    version: str
    base: str
    content: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of a release folder.

        :raises ReleaseError: if it is missing or lacks version or base
        """
        place = folder / "manifest.json"
        try:
            content = json.loads(place.read_bytes())
            return cls(str(content["version"]), str(content["base"]), content)
        except (OSError, ValueError, KeyError, TypeError):
            raise ReleaseError(
                "Hier liegt kein lesbares Release", place=place, hint="Erst bauen: forderungsgraph build"
            ) from None


@dataclass(frozen=True, slots=True)
class Site:
    """The release that is served.

    :param store: answers the queries of our own pages, which are known to be cheap
    :param guarded: answers queries that users send or choose, in processes with a deadline
    """

    folder: Path
    manifest: Manifest
    settings: Settings
    store: EmbeddedStore
    guarded: Store
    queries: Mapping[str, SavedQuery]
    labels: Labels
    links: Links
    figures: Figures

    @classmethod
    def open(cls, folder: Path, settings: Settings) -> Site:
        """Open a release folder.

        :raises ReleaseError: if it is not a readable release
        """
        manifest = Manifest.read(folder)
        store = load(folder, settings.limits)
        labels = Labels.of(store)
        guarded = WorkerPool(
            functools.partial(load, folder, settings.limits),
            workers=settings.workers,
            budget=settings.budget,
        )
        return cls(
            folder,
            manifest,
            settings,
            store,
            guarded,
            read_library(),
            labels,
            Links(manifest.base),
            Figures.of(store, labels),
        )

    def service(self) -> Service:
        """Return the SPARQL service as the current request addresses it."""
        endpoint = request.base_url
        return Service(
            self.guarded,
            functools.partial(self._describe, endpoint),
            self.settings.limits,
            self.settings.largest_body,
        )

    def _describe(self, endpoint: str, fmt: Format) -> bytes:
        return service_description(self.store, endpoint, fmt)

    def helpers(self) -> dict[str, Callable[..., object]]:
        """Return the functions that templates use."""
        return {"cell": functools.partial(present.cell, self.labels, self.links), "number": present.number}


def load(folder: Path, limits: Limits) -> EmbeddedStore:
    """Load the store of a release; a function of its own, so that worker processes can be told to run it."""
    return EmbeddedStore.of_release(folder, prefixes=PREFIXES, limits=limits)


def site() -> Site:
    """Return the site of the current application."""
    found: Site = current_app.extensions["forderungsgraph"]
    return found

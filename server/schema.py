"""Descriptions of pages in the vocabulary of schema.org, as data blocks inside them.

A block is never executed: scripts of type ``application/ld+json`` are data for the browser (HTML Standard,
4.12.1), so the strict content security policy of the pages stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from forderungsgraph.release import Release

from .languages import language, say
from .texts import SCHEMA_TYPES

_CONTEXT: Final = "https://schema.org/"
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
Block = Mapping[str, Any]


def dataset(release: Release, address: str) -> Block:
    """Describe the release as a data set; ``address`` is where its files are listed."""
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": "Forderungsgraph",
        "description": say(
            "Forderungen kommunaler Verbände zur digitalen Verwaltung als verknüpfte offene Daten"
        ),
        "inLanguage": str(language()),
        "version": release.version,
        "identifier": release.base,
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/n-quads",
                "contentUrl": f"{address}forderungsgraph.nq",
            }
        ],
    }


def kind(classes: frozenset[str]) -> str:
    """Return the schema.org type of a thing with these classes."""
    return next((name for cls, name in SCHEMA_TYPES.items() if cls in classes), "Thing")


def thing(kind: str, iri: str, name: str, **more: Any) -> Block:
    """Describe what a page is about; values that are None or empty are left out."""
    found = {"@context": _CONTEXT, "@type": kind, "@id": iri, "name": name, **more}
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> Block:
    """Describe the way to a page: addresses and names from the top down."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (address, name) in enumerate(trail, start=1)
        ],
    }

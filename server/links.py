"""From identifiers to addresses of this server, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from forderungsgraph.iri import DEFAULT_BASE, FG

_DEFINITIONS: Final = str(FG._NS)
PAGES: Final = {
    "demand": "/forderung/",
    "law": "/gesetz/",
    "service": "/leistung/",
    "organisation": "/verband/",
    "document": "/dokument/",
    "passage": "/beleg/",
}
"""Kinds of things that have pages of their own, with the beginnings of their addresses."""
_WEB: Final = re.compile(r"https?://[^\s]+", re.IGNORECASE)


_FOLDERS: Final = tuple((f"id/{kind}/", path) for kind, path in PAGES.items())


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the pages about things.

    :param base: base IRI of the release; concepts of the vocabulary keep the default base
    """

    base: str

    def page(self, iri: str) -> str | None:
        """Return the address of the page about a thing of the graph, or None for other IRIs."""
        if iri.startswith(_DEFINITIONS):
            return f"/def#{quote(iri[len(_DEFINITIONS) :])}"
        for base in (self.base, DEFAULT_BASE):
            for folder, path in (*_FOLDERS, ("id/", "/seite/"), ("scheme/", "/seite/scheme/")):
                if iri.startswith(base + folder):
                    return path + quote(iri[len(base + folder) :], safe="/-._~")
            if iri.startswith(f"{base}graph/"):
                return "/daten/"
        return None

    def href(self, iri: str) -> str | None:
        """Return where a link to ``iri`` leads; None for what must not become a link (``javascript:`` …)."""
        return self.page(iri) or (iri if _WEB.fullmatch(iri) else None)

    def identifiers(self, path: str) -> tuple[str, ...]:
        """Return the IRIs that the page ``/seite/{path}`` may be about, likeliest first."""
        rest = path if path.startswith("scheme/") else f"id/{path}"
        return tuple(dict.fromkeys((self.base + rest, DEFAULT_BASE + rest)))

"""Full-text search over demands, passages, laws, services and bodies; see ``docs/search.md``."""

from __future__ import annotations

from .find import Search
from .index import INDEX, check_fts5, write_index
from .model import FACETS, KINDS, Crossed, Facet, FacetValue, Filters, Hit, Hits, Mark, Sorting

__all__ = [
    "FACETS",
    "INDEX",
    "KINDS",
    "Crossed",
    "Facet",
    "FacetValue",
    "Filters",
    "Hit",
    "Hits",
    "Mark",
    "Search",
    "Sorting",
    "check_fts5",
    "write_index",
]

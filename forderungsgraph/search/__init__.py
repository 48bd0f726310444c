"""Full-text search over demands, passages, laws, services and bodies; see ``docs/search.md``."""

from __future__ import annotations

from .elsewhere import write_index_of
from .find import Search
from .index import INDEX, check_fts5, write_index
from .indexed import IndexedTallies
from .model import FACETS, KINDS, Crossed, Facet, FacetValue, Filters, Hit, Hits, Mark, Sorting
from .queried import QueriedTallies
from .tallies import About, Link, Tallies

__all__ = [
    "FACETS",
    "INDEX",
    "KINDS",
    "About",
    "Crossed",
    "Facet",
    "FacetValue",
    "Filters",
    "Hit",
    "Hits",
    "IndexedTallies",
    "Link",
    "Mark",
    "QueriedTallies",
    "Search",
    "Sorting",
    "Tallies",
    "check_fts5",
    "write_index",
    "write_index_of",
]

"""Pages about demands, laws, basic services, bodies and documents, and overviews of many of them."""

from __future__ import annotations

from . import (
    about,
    bodies,
    comparison,
    demand,
    documents,
    finding,
    laws,
    matrix,
    passages,
    services,
    timeline,
)

MODULES = (about, finding, demand, laws, services, bodies, documents, passages, matrix, comparison, timeline)
"""Modules with a ``blueprint``."""

__all__ = ["MODULES"]

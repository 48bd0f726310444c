"""Demands that recur in other documents, in the same or other words; see ``docs/lineage.md``."""

from __future__ import annotations

from .chains import chains
from .difference import difference, pieces
from .relate import METHOD, relations

__all__ = ["METHOD", "chains", "difference", "pieces", "relations"]

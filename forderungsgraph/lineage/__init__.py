"""Demands that recur in other documents, in the same or other words; see ``docs/lineage.md``."""

from __future__ import annotations

from .chains import chains
from .difference import difference, pieces
from .relate import METHOD, relations
from .topics import topic_lines
from .words import Words, words_compared

__all__ = ["METHOD", "Words", "chains", "difference", "pieces", "relations", "topic_lines", "words_compared"]

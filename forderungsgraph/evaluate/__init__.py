"""Comparing what the converter finds with gold: plain counts, so that a reader can recompute."""

from __future__ import annotations

from .counts import Count
from .demands import evaluate
from .measures import Evaluation, Wrong
from .names import actor_key

__all__ = ["Count", "Evaluation", "Wrong", "actor_key", "evaluate"]

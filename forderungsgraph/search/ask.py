"""Filters as people name them: ``gesetz=ozg``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from forderungsgraph.errors import UsageError

from .model import Filters, Sorting
from .records import ALL_KINDS, PARAMETERS

SORTINGS: Final = {"relevanz": Sorting.RELEVANCE, "neu": Sorting.NEWEST, "alt": Sorting.OLDEST}
"""Orders by their German names."""


def filters_of(pairs: Iterable[tuple[str, str]]) -> Filters:
    """Return filters by German names of facets; values of one facet are alternatives.

    Where no kind is named, demands alone are sought; ``art=alle`` seeks everything.

    :raises UsageError: if no facet has a name
    """
    values: dict[str, set[str]] = {}
    for name, value in pairs:
        if name not in PARAMETERS:
            raise UsageError(f"Keine Facette heißt „{name}“", hint=f"Es gibt: {', '.join(PARAMETERS)}")
        if value:
            values.setdefault(PARAMETERS[name], set()).add(value)
    kinds = values.setdefault("kind", {"demand"})
    if ALL_KINDS in kinds:
        del values["kind"]
    return Filters({facet: frozenset(chosen) for facet, chosen in values.items()})

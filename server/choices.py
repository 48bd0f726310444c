"""What the form fields of a saved query offer."""

from __future__ import annotations

from typing import Final

from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.query import Parameter

from .site import site

_MOST: Final = 400


def choices(parameter: Parameter) -> list[tuple[str, str]]:
    """Return keys and names that a parameter may take, empty where people type the value."""
    kind, _, name = parameter.type.partition("/")
    if kind not in ("id", "concept"):
        return []
    start = f"{site().release.base if kind == 'id' else DEFAULT_BASE}id/{name}/"
    found = [
        (iri[len(start) :], site().labels.full_name(iri))
        for iri in site().labels.names
        if iri.startswith(start) and "/" not in iri[len(start) :]
    ]
    return sorted(found, key=lambda item: (item[1], item[0])) if len(found) <= _MOST else []

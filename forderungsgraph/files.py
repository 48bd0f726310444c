"""Shipped files, found alike in a checkout (editable install) and in an installed wheel."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final, Literal

from .errors import UsageError

Folder = Literal["ontology", "data", "shapes", "queries", "server"]
FOLDERS: Final[tuple[Folder, ...]] = ("ontology", "data", "shapes", "queries", "server")


def folder(name: Folder) -> Path:
    """Return the directory that holds the shipped files called ``name``.

    In a wheel the folder lies inside the package; in a checkout it is the package's sibling, which
    ``importlib.resources`` cannot see before the package is installed (setuptools folder mapping).

    :raises UsageError: if the installation lacks the folder
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    specification = importlib.util.find_spec(f"forderungsgraph.{name}")
    if specification is not None and specification.submodule_search_locations:
        return Path(next(iter(specification.submodule_search_locations)))
    raise UsageError(
        f"Der mitgelieferte Ordner „{name}“ fehlt",
        place=package,
        hint="Das Paket neu installieren",
    )


def is_installed() -> bool:
    """Whether the shipped files lie inside the installed package, not in a checkout."""
    return folder("data").parent == Path(__file__).resolve().parent

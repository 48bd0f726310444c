"""What a store elsewhere holds of ours: the base of the identifiers, the version, the graphs.

The graph ``void`` of a published version says it; a build that somebody loaded without one is known by the names
and sizes of its graphs. Other graphs of the store do not concern us.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from .errors import ReleaseError, StoreError
from .release import Release
from .store import DEFAULT, Bindings, Dataset, Endpoint, Iri, RemoteStore, Store, Truth

# Virtuoso counts in some milliseconds, and takes seconds for the names alone
_SIZES: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_VERSION: Final = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
SELECT ?version WHERE {{ GRAPH <{void}> {{ ?set a void:Dataset ; void:uriSpace ?space ; dcat:version ?version }} }}
"""
_ONTOLOGY: Final = re.compile(r"(.+/)graph/ontology")
CATALOGUE_GRAPH: Final = "katalog"
"""Name, after the base, of the graph with the catalogue that a store may hold beside the data."""
_MOST_INDEXED: Final = 2_000_000
"""Triples up to which a service without files makes its own index, and counts them at each look."""
_MOST_NAMED: Final = 400
"""Graphs up to which each question names them; beyond, the store's own union has to do."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a store holds.

    :param sizes: triples of our graphs by name, sorted
    :param version: number of the published version, or one made of names and sizes
    :param dataset: what a question names as its graphs; empty: the store's own default graph is their union
    :param catalogue: graph with the catalogue of the version, which is no part of the data; None if there is none
    """

    base: str
    version: str
    sizes: Mapping[str, int]
    dataset: Dataset
    catalogue: str | None = None

    @property
    def graphs(self) -> tuple[str, ...]:
        """The names of our graphs, sorted."""
        return tuple(self.sizes)

    @property
    def mark(self) -> str:
        """What differs once another version, or another part of this one, lies in the store."""
        return f"{self.version} {_digest(self.sizes)}"

    @property
    def is_small(self) -> bool:
        """Whether all that the store holds may be counted often, and read once."""
        return sum(self.sizes.values()) <= _MOST_INDEXED


@dataclass(frozen=True, slots=True)
class StoredRelease(Release):
    """A release whose data lies in a store elsewhere.

    :param folder: where its files lie, else a folder for what the service makes of it itself
    :param has_files: whether the files of this very version lie in the folder
    :param expects_files: whether somebody said where they would lie
    """

    endpoint: Endpoint
    inventory: Inventory
    has_files: bool
    expects_files: bool = False


def inventory(endpoint: Endpoint, *, base: str | None = None, seconds: float = 30.0) -> Inventory:
    """Find out what a store holds of ours.

    :param base: base IRI of the identifiers, where the store holds several such graphs
    :raises ReleaseError: if it holds none of ours, or several, or cannot show them to us as one
    :raises StoreError: if it does not answer
    """
    store = RemoteStore(endpoint, seconds=seconds)
    try:
        return _inventory(store, endpoint, base)
    finally:
        store.close()


def mark(endpoint: Endpoint, known: Inventory, *, seconds: float = 10.0) -> str:
    """Return the mark of what a store holds now; of a large one only the number of its version is asked.

    :raises StoreError: if it does not answer
    """
    store = RemoteStore(endpoint, seconds=seconds)
    try:
        told = _told_version(store, known.base)
        sizes = known.sizes if told and not known.is_small else _ours(_sizes(store), known.base)
        return replace(known, version=told or _made_version(sizes), sizes=sizes).mark
    finally:
        store.close()


def _inventory(store: RemoteStore, endpoint: Endpoint, base: str | None) -> Inventory:
    everything = _sizes(store)
    names = [name for name in everything if _is_iri(name)]
    if base is None:
        bases = sorted({match[1] for name in names if (match := _ONTOLOGY.fullmatch(name))})
        if not bases:
            raise ReleaseError(
                "Der Speicher enthält keinen Forderungsgraphen",
                place=endpoint.url,
                hint="Erst hineinladen: die benannten Graphen einer Version (docs/operations.md)",
            )
        if len(bases) > 1:
            raise ReleaseError(
                f"Der Speicher enthält mehrere Forderungsgraphen: {', '.join(bases[:5])}",
                place=endpoint.url,
                hint="Mit --base den Anfang der Adressen angeben",
            )
        base = bases[0]
    sizes = _ours(everything, base)
    if f"{base}graph/ontology" not in sizes:
        raise ReleaseError(
            f"Der Speicher enthält keinen Forderungsgraphen unter {base}",
            place=endpoint.url,
            hint="--base muss der Anfang der Adressen sein, mit / am Ende",
        )
    named = Dataset(tuple(sizes), tuple(sizes))
    dataset = DEFAULT if _is_united(store, base, sizes, names) else named
    if dataset and len(sizes) > _MOST_NAMED:
        raise ReleaseError(
            f"Der Speicher vereint seine {len(sizes)} Graphen nicht zum Standardgraphen",
            place=endpoint.url,
            hint="Im Speicher einschalten, dass der Standardgraph die Vereinigung aller Graphen ist",
        )
    told = _told_version(store, base)
    catalogue = f"{base}{CATALOGUE_GRAPH}"
    return Inventory(
        base,
        told or _made_version(sizes),
        sizes,
        dataset,
        catalogue if catalogue in names else None,
    )


def _is_united(store: Store, base: str, sizes: Mapping[str, int], names: Sequence[str]) -> bool:
    """Tell whether the store's own default graph is the union of our graphs, and need not be told which they are.

    Where the store holds other graphs too, or triples outside of any, they would be mixed in; only a store with
    more graphs than a question can name is taken as it is.
    """
    if store.query(f"ASK {{ ?s ?p ?o . GRAPH <{base}graph/ontology> {{ ?s ?p ?o }} }}") != Truth(True):
        return False
    if len(sizes) > _MOST_NAMED:
        return True
    if set(names) != set(sizes):
        return False
    result = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert isinstance(result, Bindings)
    return all(int(row["n"].value) <= sum(sizes.values()) for row in result.records())


def _told_version(store: Store, base: str) -> str | None:
    found = _column(store, _VERSION.format(void=f"{base}graph/void"))
    return found[0] if found else None


def _made_version(sizes: Mapping[str, int]) -> str:
    return f"ohne-nummer-{_digest(sizes)}"


def _digest(sizes: Mapping[str, int]) -> str:
    text = "".join(f"{name} {number}\n" for name, number in sizes.items())
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _sizes(store: Store) -> dict[str, int]:
    result = store.query(_SIZES)
    assert isinstance(result, Bindings)
    return {row["g"].value: int(row["n"].value) for row in result.records() if "g" in row}


def _ours(sizes: Mapping[str, int], base: str) -> dict[str, int]:
    return {name: sizes[name] for name in sorted(sizes) if name.startswith(f"{base}graph/")}


def _column(store: Store, text: str) -> list[str]:
    result = store.query(text)
    assert isinstance(result, Bindings)
    return sorted(cell.value for row in result.rows for cell in row[:1] if cell is not None)


def _is_iri(name: str) -> bool:
    try:
        Iri(name)
    except ValueError:
        return False
    return True


def stored_release(
    endpoint: Endpoint,
    scratch: Path,
    *,
    files: Path | None = None,
    base: str | None = None,
    seconds: float = 30.0,
) -> StoredRelease:
    """Return what a store holds as a release that can be served.

    :param scratch: an empty folder, for what the service makes of the data itself
    :param files: a release folder, or one of published versions, with the files of what the store holds; others
        are not shown
    :raises ReleaseError: as :func:`inventory`
    :raises StoreError: if the store does not answer
    """
    found = inventory(endpoint, base=base, seconds=seconds)
    manifest: Mapping[str, object] = {"version": found.version, "base": found.base, "documents": []}
    for folder in () if files is None else (files / found.version, files):
        try:
            release = Release.open(folder)
        except ReleaseError:
            continue
        if (release.version, release.base) == (found.version, found.base):
            return StoredRelease(release.folder, release.manifest, endpoint, found, True, True)
    return StoredRelease(scratch, manifest, endpoint, found, False, files is not None)


__all__ = ["Inventory", "StoreError", "StoredRelease", "inventory", "mark", "stored_release"]

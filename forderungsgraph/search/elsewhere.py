"""An index of what a store elsewhere holds, for a service that has no release folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from forderungsgraph.formats import Format
from forderungsgraph.statements import Statements
from forderungsgraph.store import Iri, Store
from forderungsgraph.wordforms import WordLexicon

from .index import write_index

# they describe the data
_LEFT_OUT: Final = ("void", "queries", "catalogue")


def write_index_of(store: Store, path: Path, base: str, lexicon: WordLexicon | None = None) -> int:
    """Write the index of all that a store holds, as a build does of its graphs; return the number of entries.

    It is asked for one graph after the other, so that no answer is large.

    :param path: a file that does not exist yet; nobody sees it before it is whole
    :param base: base IRI of the identifiers
    :raises ReleaseError: if the file cannot be written
    :raises QueryError: if the store does not answer
    """
    statements = Statements(base)
    for graph in store.graphs():
        if graph.removeprefix(f"{base}graph/").startswith(_LEFT_OUT):
            continue
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {Iri(graph).sparql()} {{ ?s ?p ?o }} }}"
        statements.add(store.serialise(text, Format.N_TRIPLES).decode("utf-8").splitlines())
    unfinished = path.with_name(f"{path.name}.neu")
    unfinished.unlink(missing_ok=True)
    count = write_index(unfinished, statements, lexicon)
    unfinished.replace(path)
    return count

"""A store in memory that can be changed: SPARQL 1.1 Update, and whole graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

from forderungsgraph.errors import QueryRefusedError, SyntaxGraphError
from forderungsgraph.formats import Format

from .base import DEFAULT, Dataset, Store
from .chunks import Sink, WrittenChunks
from .embedded import EmbeddedStore
from .loading import fill
from .scan_update import scan_update, with_dataset
from .values import Iri
from .writing import evaluation_error, rdf_format, syntax_error

_BRACKETS: Final = re.compile(rb"[\[\]{}]")
# at 1,000 levels it takes 0.3 s and grows with the square, before 10,000 the process dies (pyoxigraph 0.5.13)
_MOST_DEPTH: Final = 200


# contents with their formats
Documents = tuple[tuple[bytes, Format], ...]


class WritableStore(Store, Protocol):
    """A store whose graphs can be changed; each change happens as a whole or not at all.

    A graph is named by its IRI, the default graph by None.
    """

    def update(self, text: str, dataset: Dataset = DEFAULT) -> None:
        """Carry out a SPARQL 1.1 update.

        :param dataset: graphs that patterns see (using-graph-uri, using-named-graph-uri)
        :raises QuerySyntaxError: if the text is no update
        :raises QueryRefusedError: if it uses LOAD or SERVICE, names a dataset twice, or exceeds a limit
        :raises QueryError: if an operation failed, e.g. to create a graph that is there
        """
        ...

    def put(self, graph: str | None, data: Documents, base: str) -> bool:
        """Replace a graph by the triples of documents; tell whether it is new.

        :param base: IRI that relative IRIs in the documents are resolved against
        :raises SyntaxGraphError: if a document is no RDF, or names graphs itself
        """
        ...

    def add(self, graph: str | None, data: Documents, base: str) -> bool:
        """Add the triples of documents to a graph, as :meth:`put` takes them; tell whether it is new."""
        ...

    def put_dataset(self, data: Documents, base: str) -> None:
        """Replace everything by the quads of documents in formats of datasets.

        :raises SyntaxGraphError: if a document is no RDF
        """
        ...

    def add_dataset(self, data: Documents, base: str) -> None:
        """Add the quads of documents, as :meth:`put_dataset` takes them."""
        ...

    def drop(self, graph: str | None) -> bool:
        """Remove a graph, or empty the default graph; tell whether it was there."""
        ...

    def holds(self, graph: str | None) -> bool:
        """Tell whether a graph is there, be it empty."""
        ...

    def dump(self, fmt: Format) -> Iterator[bytes]:
        """Return all graphs in a format of datasets, in chunks as ``stream`` does."""
        ...


class MutableStore(EmbeddedStore):
    """Named graphs and a default graph in memory; fulfils :class:`WritableStore`.

    The default graph begins as the merged union of what was loaded, and then is a graph like any other.
    Changes are not safe against one another in one process: see ``ForkedStore``.
    """

    def _load(self, quads: bytes | Path, fmt: Format) -> None:
        # changes have to be seen in one store
        self._store = self._merged = ox.Store()
        fill(self._store, quads, fmt)

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return self._graph_names()

    def update(self, text: str, dataset: Dataset = DEFAULT) -> None:
        """Carry out an update; see :class:`WritableStore`."""
        scanned = scan_update(text, self._limits)
        if dataset and scanned.names_dataset:
            raise QueryRefusedError(
                "Die Änderung nennt Graphen mit USING oder WITH, und die Anfrage nennt sie auch",
                english="both the update and the request name a dataset",
                hint="Entweder USING und WITH oder using-graph-uri und using-named-graph-uri verwenden",
            )
        try:
            self._store.update(with_dataset(text, scanned, dataset) if dataset else text, base_iri=self._base)
        except SyntaxError as error:
            raise syntax_error(error, "UPDATE") from error
        except (OSError, ValueError, RuntimeError) as error:
            raise evaluation_error(error, "Die Änderung ließ sich nicht ausführen") from error
        self._views.clear()

    def put(self, graph: str | None, data: Documents, base: str) -> bool:
        """Replace a graph; see :class:`WritableStore`."""
        quads = list(_triples(graph, data, base))
        name = _name(graph)
        new = not self.holds(graph)
        self._store.clear_graph(name)
        return self._extend(graph, quads, new=new)

    def add(self, graph: str | None, data: Documents, base: str) -> bool:
        """Add to a graph; see :class:`WritableStore`."""
        quads = list(_triples(graph, data, base))
        return self._extend(graph, quads, new=not self.holds(graph))

    def _extend(self, graph: str | None, quads: list[ox.Quad], *, new: bool) -> bool:
        if graph is not None:
            self._store.add_graph(ox.NamedNode(graph))
        self._store.extend(quads)
        self._views.clear()
        return new

    def put_dataset(self, data: Documents, base: str) -> None:
        """Replace everything; see :class:`WritableStore`."""
        quads = list(_quads(data, base))
        self._store.clear()
        self._store.extend(quads)
        self._views.clear()

    def add_dataset(self, data: Documents, base: str) -> None:
        """Add quads; see :class:`WritableStore`."""
        self._store.extend(list(_quads(data, base)))
        self._views.clear()

    def drop(self, graph: str | None) -> bool:
        """Remove a graph; see :class:`WritableStore`."""
        if not self.holds(graph):
            return False
        self._store.remove_graph(_name(graph))
        self._views.clear()
        return True

    def holds(self, graph: str | None) -> bool:
        """Tell whether a graph is there; see :class:`WritableStore`."""
        return graph is None or self._store.contains_named_graph(ox.NamedNode(graph))

    def dump(self, fmt: Format) -> Iterator[bytes]:
        """Return all graphs; see :class:`WritableStore`."""
        return WrittenChunks(lambda sink: self.write_dump(fmt, sink))

    def write_dump(self, fmt: Format, sink: Sink) -> None:
        """Write all graphs into a sink, in the calling thread."""
        ox.serialize(
            iter(self._store), cast(IO[bytes], sink), format=rdf_format(fmt), prefixes=self._prefixes
        )


def _name(graph: str | None) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if graph is None else ox.NamedNode(Iri(graph).value)


def _triples(graph: str | None, data: Documents, base: str) -> Iterator[ox.Quad]:
    """Yield the triples of documents as quads of a graph."""
    name = _name(graph)
    for quad in _quads(data, base):
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            raise SyntaxGraphError(
                f"Das Dokument nennt selbst einen Graphen: {quad.graph_name}",
                english=f"the document itself names a graph: {quad.graph_name}",
                hint="Ganze Datensätze nimmt /graphs ohne ?graph= an",
            )
        yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


def _quads(data: Documents, base: str) -> Iterator[ox.Quad]:
    """Yield the quads of documents; blank nodes of different documents stay apart."""
    for document, fmt in data:
        if fmt is Format.JSON_LD:
            _check_depth(document)
        try:
            yield from ox.parse(document, format=rdf_format(fmt), base_iri=base, rename_blank_nodes=True)
        except (SyntaxError, ValueError) as error:
            raise SyntaxGraphError(
                f"Das ist kein {fmt.label}: {getattr(error, 'msg', None) or error}",
                english=f"this is no {fmt.label}: {getattr(error, 'msg', None) or error}",
                line=getattr(error, "lineno", None),
                hint="Content-Type und Inhalt der Anfrage vergleichen",
            ) from error


def _check_depth(document: bytes) -> None:
    """Refuse JSON that the engine's recursive reader would die of; brackets in texts count too."""
    depth = 0
    for match in _BRACKETS.finditer(document):
        depth = depth + 1 if match[0] in b"[{" else max(0, depth - 1)
        if depth > _MOST_DEPTH:
            raise SyntaxGraphError(
                "Das Dokument ist zu tief geschachtelt", hint="Flacher schreiben, etwa als N-Triples"
            )

"""A read-only store in memory on Oxigraph.

The engine counts a triple that lies in two graphs twice in its union of graphs, so each triple is also
loaded once into the engine's default graph, which is what queries see. Queries that name no graph are asked of
a second store that holds nothing else: the copies in named graphs cost them up to a third of their time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Self

import pyoxigraph as ox

from forderungsgraph.errors import QueryRefusedError
from forderungsgraph.formats import Content, Format

from .base import DEFAULT, Dataset
from .chunks import Sink
from .loading import fill
from .scan import Limits, Scan, scan
from .values import Bindings, Blank, Iri, Literal, Result, Term, Triples, Truth
from .writing import Answer, evaluation_error, syntax_error, write_answer
from .written import Written

DATA_FILE: Final = "forderungsgraph.nq"
_VIEWS: Final = 8
_Graphs = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]


class EmbeddedStore(Written):
    """Named graphs and their merged union in memory; fulfils :class:`~forderungsgraph.store.Store`.

    :param quads: RDF in the format given
    :param prefixes: names that graphs are written with, e.g. ``{"fg": "https://…"}``
    :param base: IRI that relative IRIs in queries are resolved against
    """

    def __init__(
        self,
        quads: bytes | Path,
        *,
        fmt: Format = Format.N_QUADS,
        prefixes: dict[str, str] | None = None,
        limits: Limits | None = None,
        base: str | None = None,
    ) -> None:
        self._set_up(prefixes, limits, base)
        self._load(quads, fmt)
        self._names: tuple[str, ...] = self._graph_names()

    def _set_up(self, prefixes: dict[str, str] | None, limits: Limits | None, base: str | None) -> None:
        """Begin without data."""
        self._prefixes = dict(prefixes or {})
        self._limits = limits or Limits()
        self._base = base
        self._views: OrderedDict[Dataset, ox.Store] = OrderedDict()
        self._lock = threading.Lock()

    def _load(self, quads: bytes | Path, fmt: Format) -> None:
        self._store = ox.Store()
        self._merged = ox.Store()
        fill(self._store, quads, fmt, self._merged)

    @classmethod
    def of_release(
        cls,
        folder: Path,
        *,
        prefixes: dict[str, str] | None = None,
        limits: Limits | None = None,
        base: str | None = None,
    ) -> Self:
        """Load the data of a release folder.

        :raises ReleaseError: if the folder holds no readable ``forderungsgraph.nq``
        """
        return cls(folder / DATA_FILE, prefixes=prefixes, limits=limits, base=base)

    def query(self, text: str, dataset: Dataset = DEFAULT) -> Result:
        """Return the result as values; see :class:`~forderungsgraph.store.Store`."""
        return values_of(self._run(text, self._scan(text), dataset))

    def write(self, text: str, fmt: Format, sink: Sink, dataset: Dataset = DEFAULT) -> None:
        """Write the result into a sink, in the calling thread; what a write raises ends the work and is raised.

        :raises ValueError: if the format does not fit the form of the query
        """
        self.write_scanned(text, fmt, sink, self._scan(text), dataset)

    def write_scanned(
        self, text: str, fmt: Format, sink: Sink, scanned: Scan, dataset: Dataset = DEFAULT
    ) -> None:
        """Write the result of a query whose tokens were looked at before; see :meth:`write`."""
        fits = Content.GRAPH if scanned.form.gives_graph else Content.RESULTS
        if fmt.content is not fits:
            raise ValueError(f"{fmt.label} cannot carry the answer of {scanned.form}")
        write_answer(self._run(text, scanned, dataset), fmt, sink, self._prefixes)

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return self._names

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the merged union."""
        # the engine counts without making a value of each triple: ten times as fast
        pattern = "?s ?p ?o" if graph is None else f"GRAPH {Iri(graph).sparql()} {{ ?s ?p ?o }}"
        found = self._store.query(f"SELECT (COUNT(*) AS ?number) WHERE {{ {pattern} }}")
        assert isinstance(found, ox.QuerySolutions)
        return sum(int(row["number"].value) for row in found if isinstance(row["number"], ox.Literal))

    def close(self) -> None:
        """Free the memory."""
        self._views.clear()
        self._store = self._merged = ox.Store()

    def _graph_names(self) -> tuple[str, ...]:
        return tuple(sorted(g.value for g in self._store.named_graphs() if isinstance(g, ox.NamedNode)))

    def _scan(self, text: str) -> Scan:
        return scan(text, self._limits, base=self._base or "")

    def _run(self, text: str, scanned: Scan, dataset: Dataset) -> Answer:
        asked = dataset or Dataset(scanned.default_graphs, scanned.named_graphs)
        if not dataset and asked:
            known = set(self.graphs())
            for graph in (*scanned.default_graphs, *scanned.named_graphs):
                if graph not in known:
                    raise QueryRefusedError(
                        f"FROM nennt einen Graphen, den es hier nicht gibt: {graph}",
                        english=f"FROM names a graph that is not here: {graph}",
                        hint="Graphen nennt die Abfrage SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
                    )
        try:
            if not asked:
                return (self._store if scanned.by_graph else self._merged).query(text, base_iri=self._base)
            store, default = self._view(
                Dataset(tuple(sorted(set(asked.default))), tuple(sorted(set(asked.named))))
            )
            return store.query(
                text,
                base_iri=self._base,
                default_graph=default,
                named_graphs=[ox.NamedNode(Iri(name).value) for name in asked.named],
            )
        except SyntaxError as error:
            raise syntax_error(error, str(scanned.form), scanned.undeclared) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise evaluation_error(error) from error

    def _view(self, asked: Dataset) -> tuple[ox.Store, _Graphs]:
        """Return a store and the graphs in it that make up the default graph without duplicates."""
        if len(asked.default) < 2:
            return self._store, [ox.NamedNode(Iri(name).value) for name in asked.default]
        with self._lock:
            view = self._views.get(asked)
            if view is None:
                view = ox.Store()
                for name in asked.named:
                    view.bulk_extend(self._quads_of(name))
                for name in asked.default:
                    view.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in self._quads_of(name))
                self._views[asked] = view
                if len(self._views) > _VIEWS:
                    self._views.popitem(last=False)
            else:
                self._views.move_to_end(asked)
        return view, [ox.DefaultGraph()]

    def _quads_of(self, name: str) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(None, None, None, ox.NamedNode(Iri(name).value))


def values_of(answer: Answer | Iterable[ox.Triple]) -> Result:
    """Return the engine's answer as values; triples without duplicates.

    :raises QueryError: if the engine fails on the way
    """
    try:
        if isinstance(answer, ox.QueryBoolean):
            return Truth(bool(answer))
        if isinstance(answer, ox.QuerySolutions):
            names = tuple(variable.value for variable in answer.variables)
            rows = tuple(tuple(None if cell is None else _term(cell) for cell in row) for row in answer)
            return Bindings(names, rows)
        found = dict.fromkeys((_node(t.subject), Iri(t.predicate.value), _term(t.object)) for t in answer)
        return Triples(tuple(found))
    except (OSError, ValueError, RuntimeError) as error:
        raise evaluation_error(error) from error


def _node(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> Iri | Blank:
    if isinstance(node, ox.NamedNode):
        return Iri(node.value)
    if isinstance(node, ox.BlankNode):
        return Blank(node.value)
    raise ValueError("RDF 1.2 triple terms are not supported")


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language)
    return _node(term)

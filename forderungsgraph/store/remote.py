"""A SPARQL 1.1 store elsewhere, asked over HTTP; only reading.

A query is looked at here as it is for our own stores before a word of it goes out: it must be a query of
SPARQL 1.1 (some stores take updates and directives of their own in its place), without SERVICE, and with known
graphs only. Comments stay here. What comes back is read and written anew, so that formats are the same whichever
store answers. Deadlines, limits and places are those of the pool in whose processes this runs.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final, cast

import pyoxigraph as ox

from forderungsgraph.errors import QueryError, QueryRefusedError, StoreError
from forderungsgraph.formats import Content, Format

from .base import DEFAULT, Dataset
from .chunks import Sink
from .embedded import values_of
from .endpoint import Endpoint
from .exchange import Line, Reply
from .mending import MendedRows, is_virtuoso, mended_triple, truth_of
from .scan import Form, Limits, Scan, scan, tokens
from .values import Bindings, Iri, Result
from .writing import syntax_error, write_answer, write_triples
from .written import Written

_TABLES: Final = (Format.JSON, Format.XML)
_TRIPLES: Final = (Format.N_TRIPLES, Format.TURTLE, Format.RDF_XML)
# older stores call N-Triples by the name of plain text
_OTHER_NAMES: Final = {"text/plain": Format.N_TRIPLES, "text/n3": Format.TURTLE}


class RemoteStore(Written):
    """Graphs of a store elsewhere; fulfils :class:`~forderungsgraph.store.Store`.

    :param names: the graphs that belong to us; others of the store cannot be named
    :param dataset: what a query sees that names no graphs itself; the empty one is the store's own
    :param base: IRI that relative IRIs in queries are resolved against
    :param seconds: that one question may take
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        names: Iterable[str] = (),
        dataset: Dataset = DEFAULT,
        prefixes: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        base: str | None = None,
        seconds: float = 30.0,
    ) -> None:
        self._names = tuple(sorted(names))
        self._dataset = dataset
        self._prefixes = dict(prefixes or {})
        self._limits = limits or Limits()
        self._base = base
        self._seconds = seconds
        self._line = Line(endpoint)
        self._nothing = ox.Store()

    def query(self, text: str, dataset: Dataset = DEFAULT) -> Result:
        """Return the result as values; see :class:`~forderungsgraph.store.Store`."""
        scanned = self._scan(text)
        if scanned.form.gives_graph:
            with self._asked(text, scanned, dataset) as reply:
                return values_of(reply.triples())
        with self._asked(text, scanned, dataset) as reply:
            return values_of(reply.table(scanned.form))

    def write(self, text: str, fmt: Format, sink: Sink, dataset: Dataset = DEFAULT) -> None:
        """Write the result into a sink, in the calling thread, as :class:`EmbeddedStore` does.

        :raises ValueError: if the format does not fit the form of the query
        """
        scanned = self._scan(text)
        if fmt.content is not (Content.GRAPH if scanned.form.gives_graph else Content.RESULTS):
            raise ValueError(f"{fmt.label} cannot carry the answer of {scanned.form}")
        with self._asked(text, scanned, dataset) as reply:
            if scanned.form.gives_graph:
                write_triples(reply.triples(), fmt, sink, self._prefixes)
            else:
                write_answer(reply.table(scanned.form), fmt, sink, self._prefixes)

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return self._names

    def count(self, graph: str | None = None) -> int:
        """Return the number of triples of a named graph, or of the merged union."""
        if graph is None:
            # stores count a triple that lies in two graphs twice, unless they are told
            text = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"
        else:
            text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {Iri(graph).sparql()} {{ ?s ?p ?o }} }}"
        result = self.query(text)
        assert isinstance(result, Bindings)
        return sum(int(row["n"].value) for row in result.records())

    def close(self) -> None:
        """Close the connection."""
        self._line.close()

    def _scan(self, text: str) -> Scan:
        scanned = scan(text, self._limits, base=self._base or "")
        try:
            # the engine's own reading, against no data: what is no query does not go out
            self._nothing.query(text, base_iri=self._base)
        except SyntaxError as error:
            raise syntax_error(error, str(scanned.form), scanned.undeclared) from error
        except (OSError, ValueError, RuntimeError):
            # it concerns the evaluation, which is the store's
            pass
        return scanned

    def _asked(self, text: str, scanned: Scan, dataset: Dataset) -> _Answer:
        known = set(self._names)
        named_here = (*scanned.default_graphs, *scanned.named_graphs)
        for graph in () if dataset else named_here:
            if graph not in known:
                raise QueryRefusedError(
                    f"FROM nennt einen Graphen, den es hier nicht gibt: {graph}",
                    english=f"FROM names a graph that is not here: {graph}",
                    hint="Graphen nennt die Abfrage SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
                )
        chosen = dataset or (DEFAULT if named_here else self._dataset)
        # a graph that is unknown is empty; some stores would fetch it from the web
        there = Dataset(
            tuple(name for name in chosen.default if name in known),
            tuple(name for name in chosen.named if name in known),
        )
        if chosen and not there:
            return _Answer(None, self._nothing.query(text, base_iri=self._base))
        fields = [("query", self._sent(text))]
        fields += [("default-graph-uri", name) for name in there.default]
        fields += [("named-graph-uri", name) for name in there.named]
        formats = _TRIPLES if scanned.form.gives_graph else _TABLES
        accept = ", ".join(
            fmt.media_type + (f";q={1 - place / 10:g}" if place else "") for place, fmt in enumerate(formats)
        )
        return _Answer(self._line.ask(fields, accept, time.monotonic() + self._seconds))

    def _sent(self, text: str) -> str:
        """Return a query without comments, with the base that its relative IRIs have here; lines stay where they are."""
        parts, position = [], 0
        for token in tokens(text):
            parts += [_blank(text[position : token.start]), token.text]
            position = token.start + len(token.text)
        return ("" if self._base is None else f"BASE {Iri(self._base).sparql()} ") + "".join(parts)


def _blank(gap: str) -> str:
    """Return what stands between two words without what it says.

    >>> _blank(" # note")
    ' '
    """
    if not gap:
        return ""
    return "\n" * gap.count("\n") or " "


class _Answer:
    """An answer while it is read: a table or triples, in the engine's terms."""

    def __init__(
        self, reply: Reply | None, here: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | None = None
    ) -> None:
        self._reply = reply
        self._here = here

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._reply is None:
            return
        body = self._reply.body
        body.finish()
        # a parser in between tells of a broken answer in its own words
        if isinstance(error, QueryError) and body.error is not None:
            raise body.error from None

    def table(self, form: Form) -> ox.QuerySolutions | ox.QueryBoolean:
        """Return the rows, or the truth value.

        :raises StoreError: if the answer is none
        """
        if self._reply is None:
            assert isinstance(self._here, ox.QuerySolutions | ox.QueryBoolean)
            return self._here
        fmt = self._format(_TABLES)
        try:
            found = ox.parse_query_results(cast(IO[bytes], self._reply.body), format=_results(fmt))
            if isinstance(found, ox.QueryBoolean):
                return found
            if form is Form.ASK:
                return truth_of(found)
            if is_virtuoso(self._reply.server):
                mended = MendedRows(found)
                return ox.parse_query_results(cast(IO[bytes], mended), format=ox.QueryResultsFormat.JSON)
            return found
        except (SyntaxError, OSError, ValueError) as error:
            raise self._unreadable() from error

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples.

        :raises StoreError: if the answer is none
        """
        if self._reply is None:
            assert isinstance(self._here, ox.QueryTriples)
            yield from self._here
            return
        fmt = self._format(_TRIPLES)
        if not self._reply.ends and fmt is not Format.RDF_XML:
            raise StoreError(
                "Der Speicher sagt nicht, wo seine Antwort endet",
                hint="Den Server davor so einstellen, dass er Content-Length oder chunked sendet",
                english="the store does not tell where its answer ends",
            )
        try:
            for quad in ox.parse(cast(IO[bytes], self._reply.body), format=_graph(fmt)):
                yield mended_triple(quad.triple) if is_virtuoso(self._reply.server) else quad.triple
        except (SyntaxError, OSError, ValueError) as error:
            raise self._unreadable() from error

    def _format(self, formats: tuple[Format, ...]) -> Format:
        assert self._reply is not None
        kind = self._reply.media_type
        fmt = next((fmt for fmt in formats if kind in fmt.media_types), _OTHER_NAMES.get(kind))
        if fmt not in formats:
            raise StoreError(
                f"Der Speicher antwortet mit „{kind[:60]}“ statt mit Ergebnissen",
                hint="Ist die Adresse ein SPARQL-Endpunkt?",
                english="the store answers with something else than results",
            )
        return fmt

    def _unreadable(self) -> StoreError:
        assert self._reply is not None
        return self._reply.body.error or StoreError(
            "Die Antwort des Speichers ist nicht lesbar", english="the answer of the store cannot be read"
        )


def _results(fmt: Format) -> ox.QueryResultsFormat:
    known = ox.QueryResultsFormat.from_media_type(fmt.media_type)
    assert known is not None
    return known


def _graph(fmt: Format) -> ox.RdfFormat:
    known = ox.RdfFormat.from_media_type(fmt.media_type)
    assert known is not None
    return known

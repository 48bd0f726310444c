"""Runs the cases through the writable server over HTTP, and on the bare engine to compare with."""

from __future__ import annotations

import http.client
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.store import scan

from .compare import expected_table, quads_of, same_csv, same_quads, same_tables, table_of
from .manifest import BASE, ROOT, Case, Data, iri_of
from .service import TOKEN

_LAX = ("sparql10/reduced/",)


class Endpoint:
    """A writable server under an address, on one connection."""

    def __init__(self, address: str) -> None:
        place = urlsplit(address)
        self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        self._loaded: Data | None = None

    def close(self) -> None:
        self._connection.close()

    def call(
        self, method: str, target: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers by lower-case name, and body."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Authorization"] = f"Bearer {TOKEN}"
        try:
            self._connection.request(method, target, body, named)
            response = self._connection.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            # between two cases the connection may rest for longer than the server keeps it (RFC 9112, 9.3.1)
            self._connection.close()
            self._connection.request(method, target, body, named)
            response = self._connection.getresponse()
        return (
            response.status,
            {name.lower(): value for name, value in response.getheaders()},
            response.read(),
        )

    def query(self, text: str, accept: str) -> tuple[int, bytes]:
        status, _, body = self.call(
            "POST", "/sparql", text.encode(), Content_Type="application/sparql-query", Accept=accept
        )
        return status, body

    def update(self, text: str) -> tuple[int, bytes]:
        self._loaded = None
        status, _, body = self.call(
            "POST", "/update", text.encode(), Content_Type="application/sparql-update"
        )
        return status, body

    def forget(self) -> None:
        """Load the data of the next case, even if it is the same."""
        self._loaded = None

    def load(self, data: Data) -> None:
        """Let the store hold these files and nothing else."""
        if data == self._loaded:
            return
        content = ox.serialize(_expected(data), format=ox.RdfFormat.N_QUADS) or b""
        status, _, body = self.call("PUT", "/graphs", content, Content_Type="application/n-quads")
        assert status == 204, body
        self._loaded = data

    def dump(self) -> list[ox.Quad]:
        """Return everything in the store."""
        status, _, body = self.call("GET", "/graphs", Accept="application/n-quads")
        assert status == 200, body
        return [q for q in ox.parse(body, format=ox.RdfFormat.N_QUADS) if isinstance(q, ox.Quad)]


def _graphs(data: Data) -> dict[str, list[ox.Quad]]:
    """Return the quads of files by the graph they belong in; the empty name is the default graph."""
    graphs: dict[str, list[ox.Quad]] = {}
    for path in data.default:
        for quad in quads_of(path):
            name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            graphs.setdefault(name, []).append(quad)
    for name, path in data.named:
        graphs.setdefault(name, []).extend(quads_of(path))
    return graphs


def _expected(data: Data) -> list[ox.Quad]:
    found = []
    for name, quads in _graphs(data).items():
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        found += [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]
    return found


def _with_base(case: Case) -> str:
    # the server's base is its own; the query's is its file
    return f"BASE <{iri_of(case.request)}>\n{case.request.read_text('utf-8')}"


def _graphs_of_from(case: Case, text: str) -> tuple[str, ...]:
    try:
        found = scan(text, base=iri_of(case.request))
    except ForderungsgraphError:
        return ()
    return (*found.default_graphs, *found.named_graphs)


def _with_from(case: Case, text: str) -> Data:
    """Return the data of a case and the files that FROM names, as graphs under their addresses."""
    named = dict(case.data.named)
    for graph in _graphs_of_from(case, text):
        path = ROOT / graph.removeprefix(BASE)
        if graph.startswith(BASE) and path.is_file():
            named.setdefault(graph, path)
    return Data(case.data.default, tuple(named.items()))


def run(case: Case, endpoint: Endpoint) -> str | None:
    """Return what is wrong with the server's answer to a case, None if nothing is."""
    if "Syntax" in case.kind:
        return _syntax(case, endpoint)
    if case.kind == "UpdateEvaluationTest":
        endpoint.load(case.data)
        status, body = endpoint.update(_with_base(case))
        if status != 204:
            return f"{status} {body[:300]!r}"
        return None if same_quads(endpoint.dump(), _expected(case.after)) else "another dataset came out"
    text = _with_base(case)
    endpoint.load(_with_from(case, text))
    return _query(case, endpoint, text)


def _query(case: Case, endpoint: Endpoint, text: str) -> str | None:
    result = case.result
    assert result is not None, case.name
    if result.suffix == ".csv":
        status, body = endpoint.query(text, "text/csv")
        right = status == 200 and same_csv(body, result.read_bytes())
        return None if right else f"{status} {body[:300]!r}"
    accept = {
        ".tsv": "text/tab-separated-values",
        ".srx": "application/sparql-results+xml",
    }.get(result.suffix, "application/sparql-results+json")
    status, body = endpoint.query(text, f"{accept}, application/n-triples")
    if status != 200:
        return f"{status} {body[:300]!r}"
    expected = expected_table(result)
    if expected is None:
        got = [q for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES) if isinstance(q, ox.Quad)]
        return None if same_quads(got, quads_of(result)) else "another graph came back"
    fmt = ox.QueryResultsFormat.from_media_type(accept)
    assert fmt is not None
    same = same_tables(table_of(body, fmt), expected, reduced=case.name.startswith(_LAX))
    return None if same else f"other rows came back: {body[:300]!r}"


def _syntax(case: Case, endpoint: Endpoint) -> str | None:
    text = case.request.read_bytes().decode("utf-8", "surrogateescape")
    endpoint.load(Data())
    for name in _graphs_of_from(case, text):
        # the service refuses to read from graphs that it does not have
        status, _, body = endpoint.call(
            "PUT", f"/graphs?graph={quote(name, safe='')}", b"", Content_Type="text/turtle"
        )
        endpoint.forget()
    is_update = "Update" in case.kind or case.request.suffix == ".ru"
    if is_update:
        # what an update may write to
        status, body = endpoint.update(f"BASE <{iri_of(case.request)}>\n{text}")
    else:
        accept = "application/sparql-results+json, application/n-triples"
        status, body = endpoint.query(f"BASE <{iri_of(case.request)}>\n{text}", accept)
    if "Negative" in case.kind:
        # LOAD and SERVICE are refused before the grammar is looked at
        refused = status == 400 and (b"/problem/syntax" in body or b"/problem/refused" in body)
        return None if refused else f"{status} instead of a syntax error"
    # a well-formed query may ask for what is not there: an unknown function, a graph to drop
    read = status in (200, 204) or (status == 400 and b"/problem/query" in body)
    return None if read else f"{status} {body[:300]!r}"


def run_bare(case: Case) -> bool:
    """Tell whether the engine alone, without our service, passes a case of evaluating a query or update."""
    store = ox.Store()
    text = case.request.read_text("utf-8")
    data = case.data if case.kind == "UpdateEvaluationTest" else _with_from(case, text)
    store.extend(_expected(data))
    try:
        return _bare(case, store, text)
    except (SyntaxError, OSError, ValueError, RuntimeError):
        return False


def _bare(case: Case, store: ox.Store, text: str) -> bool:
    base = iri_of(case.request)
    if case.kind == "UpdateEvaluationTest":
        store.update(text, base_iri=base)
        return same_quads(list(store), _expected(case.after))
    answer = store.query(text, base_iri=base)
    result = case.result
    assert result is not None
    if isinstance(answer, ox.QueryTriples):
        got = [ox.Quad(t.subject, t.predicate, t.object) for t in answer]
        return same_quads(got, quads_of(result))
    if result.suffix == ".csv":
        return same_csv(answer.serialize(format=ox.QueryResultsFormat.CSV) or b"", result.read_bytes())
    expected = expected_table(result)
    body = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
    lax = case.name.startswith(_LAX)
    return expected is not None and same_tables(
        table_of(body, ox.QueryResultsFormat.JSON), expected, reduced=lax
    )

"""Asking a store elsewhere: what goes out, what comes back, and whose fault it is when it does not."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from forderungsgraph.cli import main
from forderungsgraph.errors import (
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    ReleaseError,
    StoreError,
    StoreTimeoutError,
    StoreUnreachableError,
    UsageError,
)
from forderungsgraph.formats import Format
from forderungsgraph.inventory import Inventory, StoredRelease, inventory, mark
from forderungsgraph.problems import problem_of
from forderungsgraph.server import Settings, create_app
from forderungsgraph.store import (
    Bindings,
    Budget,
    Dataset,
    EmbeddedStore,
    Endpoint,
    Iri,
    Literal,
    RemoteStore,
    Triples,
    Truth,
)
from tests.stores import free_port

BASE = "https://w3id.org/forderungsgraph/"
JSON = "application/sparql-results+json"
ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"https://a.example/s"}}]}}'
SAMPLE = Path(__file__).resolve().parent / "data" / "store" / "sample.trig"


class Fake:
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[str, list[str]], dict[str, str]]] = []
        self.answer: Callable[[BaseHTTPRequestHandler, dict[str, list[str]]], None] = lambda handler, _: (
            reply(handler, ROW)
        )
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields: dict[str, list[str]] = {}
                for key, value in parse_qsl(body):
                    fields.setdefault(key, []).append(value)
                fake.asked.append((fields, {name.lower(): value for name, value in self.headers.items()}))
                fake.answer(self, fields)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/sparql"

    @property
    def sent(self) -> dict[str, list[str]]:
        """The fields of the last question."""
        return self.asked[-1][0]


def reply(
    handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, kind: str = JSON, **headers: str
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def fake() -> Iterator[Fake]:
    found = Fake()
    thread = threading.Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


@pytest.fixture
def store(fake: Fake) -> Iterator[RemoteStore]:
    graphs = (f"{BASE}graph/a", f"{BASE}graph/b")
    found = RemoteStore(
        Endpoint(fake.url), names=graphs, dataset=Dataset(graphs, graphs), base=BASE, seconds=0.4
    )
    yield found
    found.close()


# what goes out


def test_a_question_names_our_graphs_and_carries_no_comments(fake: Fake, store: RemoteStore) -> None:
    text = "SELECT ?s # geheim\nWHERE { ?s ?p '# keiner' }"
    assert store.query(text) == Bindings(("s",), ((Iri("https://a.example/s"),),))
    assert fake.sent == {
        "query": [f"BASE <{BASE}> SELECT ?s\nWHERE {{ ?s ?p '# keiner' }}"],
        "default-graph-uri": [f"{BASE}graph/a", f"{BASE}graph/b"],
        "named-graph-uri": [f"{BASE}graph/a", f"{BASE}graph/b"],
    }


def test_chosen_graphs_go_out_if_they_are_known(fake: Fake, store: RemoteStore) -> None:
    store.query("SELECT ?s { ?s ?p ?o }", Dataset((f"{BASE}graph/a", "http://10.0.0.1/geheim")))
    assert fake.sent["default-graph-uri"] == [f"{BASE}graph/a"]
    assert "named-graph-uri" not in fake.sent
    before = len(fake.asked)
    assert store.query("SELECT ?s { ?s ?p ?o }", Dataset(("http://10.0.0.1/geheim",))) == Bindings(("s",), ())
    assert len(fake.asked) == before
    store.query(f"SELECT ?s FROM <{BASE}graph/b> {{ ?s ?p ?o }}")
    assert set(fake.sent) == {"query"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { SERVICE <http://10.0.0.1/> { ?s ?p ?o } }", QueryRefusedError),
        ("SELECT * FROM <http://10.0.0.1/> { ?s ?p ?o }", QueryRefusedError),
        # a store that takes updates at the same address would carry these out
        ("INSERT { ?s ?p 1 } WHERE { SELECT * { ?s ?p ?o } }", QuerySyntaxError),
        ("DELETE WHERE { ?s ?p ?o } ; SELECT * { }", QuerySyntaxError),
        ("LOAD <http://10.0.0.1/> ; ASK { }", QuerySyntaxError),
        # a directive of Virtuoso that fetches graphs from the web
        ('DEFINE get:soft "replace" SELECT * { ?s ?p ?o }', QuerySyntaxError),
        ("SELECT * { ?s ?p }", QuerySyntaxError),
    ],
)
def test_what_is_no_query_of_ours_does_not_go_out(
    fake: Fake, store: RemoteStore, text: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        store.query(text)
    assert fake.asked == []


def test_credentials_go_in_the_header_alone(fake: Fake) -> None:
    environment = {"FORDERUNGSGRAPH_STORE_USER": "leserin", "FORDERUNGSGRAPH_STORE_PASSWORD": "ganz geheim"}
    endpoint = Endpoint.of(fake.url, environment)
    with contextlib.closing(RemoteStore(endpoint)) as store:
        store.query("SELECT ?s { ?s ?p ?o }")
    assert fake.asked[0][1]["authorization"] == "Basic bGVzZXJpbjpnYW56IGdlaGVpbQ=="
    assert "geheim" not in repr(endpoint)
    token = Endpoint.of("https://a.example/sparql", {"FORDERUNGSGRAPH_STORE_TOKEN": "abc"})
    assert token.authorization == "Bearer abc"
    assert "abc" not in repr(token)


@pytest.mark.parametrize(
    ("url", "environment", "told"),
    [
        ("speicher.example.org/sparql", {}, "keine Adresse eines SPARQL-Endpunkts"),
        ("ftp://a.example/", {}, "keine Adresse"),
        ("https://a.example:99999/", {}, "keine Adresse"),
        ("https://a.example/ä", {}, "keine Adresse"),
        ("https://ich:geheim@a.example/", {}, "Name und Passwort gehören nicht in die Adresse"),
        ("http://a.example/", {"TOKEN": "abc"}, "unverschlüsselt"),
        ("https://a.example/", {"USER": "ich"}, "unvollständig oder doppelt"),
        ("https://a.example/", {"USER": "ich", "PASSWORD": "x", "TOKEN": "y"}, "unvollständig oder doppelt"),
        ("https://a.example/", {"TOKEN": "a b"}, "keine Kopfzeile"),
    ],
)
def test_a_wrong_address_is_told(
    url: str, environment: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with pytest.raises(UsageError, match=told) as caught:
        Endpoint.of(url, {f"FORDERUNGSGRAPH_STORE_{key}": value for key, value in environment.items()})
    assert "geheim" not in str(caught.value)
    for key, value in environment.items():
        monkeypatch.setenv(f"FORDERUNGSGRAPH_STORE_{key}", value)
    assert main(["serve", "--store", url]) == 2
    assert told in capsys.readouterr().err.replace("\n", " ")


def test_a_store_elsewhere_is_only_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--store", "https://a.example/", "--writable"]) == 2
    assert "nur gelesen" in capsys.readouterr().err


# what comes back


def test_answers_are_written_anew_in_our_formats(fake: Fake, store: RemoteStore) -> None:
    assert store.serialise("SELECT ?s { ?s ?p ?o }", Format.CSV) == b"s\r\nhttps://a.example/s\r\n"
    assert b"".join(store.stream("SELECT ?s { ?s ?p ?o }", Format.TSV)) == b"?s\n<https://a.example/s>\n"
    triples = b'<https://a.example/s> <https://a.example/p> "ja"@de .\n'
    fake.answer = lambda handler, _: reply(handler, triples, kind="text/plain; charset=UTF-8")
    assert store.query("CONSTRUCT WHERE { ?s ?p ?o }") == Triples(
        ((Iri("https://a.example/s"), Iri("https://a.example/p"), Literal.in_language("ja", "de")),)
    )
    assert store.serialise("CONSTRUCT WHERE { ?s ?p ?o }", Format.N_TRIPLES) == triples


def test_what_virtuoso_says_otherwise(fake: Fake, store: RemoteStore) -> None:
    def cell(kind: str, value: str) -> dict[str, str]:
        return {
            "type": "typed-literal",
            "datatype": f"http://www.w3.org/2001/XMLSchema#{kind}",
            "value": value,
        }

    def answers(*cells: dict[str, str]) -> None:
        table = {"head": {"link": [], "vars": ["x"]}, "results": {"bindings": [{"x": one} for one in cells]}}
        fake.answer = lambda handler, _: reply(handler, json.dumps(table).encode())

    answers(cell("integer", "1"))
    assert store.query("ASK { ?s ?p ?o }") == Truth(True)
    answers(cell("integer", "0"))
    assert store.query("ASK { ?s ?p ?o }") == Truth(False)
    answers()
    assert store.query("ASK { ?s ?p ?o }") == Truth(False)
    table = json.dumps(
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell("boolean", "1")}] * 250 + [{}]}}
    ).encode()
    fake.server.RequestHandlerClass.server_version = "Virtuoso/07.20"  # type: ignore[attr-defined]
    fake.answer = lambda handler, _: reply(handler, table)
    result = store.query("SELECT ?x { ?s ?p ?x }")
    assert isinstance(result, Bindings)
    assert len(result.rows) == 251
    assert {cell and cell.value for row in result.rows for cell in row} == {"true", None}


# whose fault it is


def _html(handler: BaseHTTPRequestHandler, _: object) -> None:
    reply(handler, b"<p>Willkommen</p>", kind="text/html")


def _broken(handler: BaseHTTPRequestHandler, _: object) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(ROW[:60])
    handler.close_connection = True


def _endless(handler: BaseHTTPRequestHandler, _: object) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/n-triples")
    handler.end_headers()
    handler.wfile.write(b"<https://a.example/s> <https://a.example/p> 'x' .\n")
    handler.close_connection = True


def _silent(_handler: BaseHTTPRequestHandler, _: object) -> None:
    time.sleep(0.7)


def _status(status: int, body: bytes = b"", **headers: str) -> Callable[..., None]:
    return lambda handler, _: reply(handler, body, status, "text/plain", **headers)


@pytest.mark.parametrize(
    ("answer", "kind", "told", "status"),
    [
        (_html, StoreError, "antwortet mit „text/html“ statt mit Ergebnissen", 502),
        (_broken, StoreError, "brach mittendrin ab", 502),
        (_silent, StoreTimeoutError, "nicht rechtzeitig geantwortet", 504),
        (_status(504), StoreTimeoutError, "nicht rechtzeitig", 504),
        (_status(503, Retry_After="7"), StoreUnreachableError, "ausgelastet", 503),
        (_status(302, Location="http://10.0.0.1/geheim"), StoreError, "leitet um .10.0.0.1.", 502),
        (_status(401), StoreError, "verlangt eine andere Anmeldung .401.", 502),
        (_status(500, b"SQL <b>kaputt</b>\nSPARQL query: SELECT"), StoreError, "Status 500: SQL kaputt", 502),
        (_status(206, ROW), StoreError, "mit einem Teil der Antwort", 502),
        (_status(400, b"Virtuoso 37000 Error: so nicht\n\nSPARQL query:\nx"), QueryError, "so nicht", 400),
        (lambda h, _: reply(h, ROW, X_SPARQL_MaxRows="10000"), StoreError, "höchstens 10000 Zeilen", 502),
        (lambda h, _: reply(h, b"{kaputt"), StoreError, "nicht lesbar", 502),
    ],
)  # fmt: skip
def test_what_the_store_does_wrong_is_told(
    fake: Fake,
    store: RemoteStore,
    answer: Callable[..., None],
    kind: type[QueryError],
    told: str,
    status: int,
) -> None:
    fake.answer = answer
    with pytest.raises(kind, match=told) as caught:
        store.query("SELECT ?s { ?s ?p ?o }")
    assert type(caught.value) is kind
    details = problem_of(caught.value)
    assert details.problem.status == status
    assert details.retry_after == {503: 7}.get(status)
    # the next one is asked over a fresh connection
    fake.answer = lambda handler, _: reply(handler, ROW)
    assert isinstance(store.query("SELECT ?s { ?s ?p ?o }"), Bindings)


def test_triples_without_an_end_are_not_believed(fake: Fake, store: RemoteStore) -> None:
    fake.answer = _endless
    with pytest.raises(StoreError, match="sagt nicht, wo seine Antwort endet"):
        store.query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_nobody_there() -> None:
    store = RemoteStore(Endpoint(f"http://127.0.0.1:{free_port()}/sparql"), seconds=2)
    with pytest.raises(StoreUnreachableError, match="nicht erreichbar") as caught:
        store.query("ASK { ?s ?p ?o }")
    assert problem_of(caught.value).problem.status == 503
    assert problem_of(caught.value).retry_after == 10


def test_a_certificate_is_checked(fake: Fake) -> None:
    # what answers there speaks no TLS at all, so it cannot prove who it is
    with pytest.raises(StoreUnreachableError, match="nicht erreichbar"):
        RemoteStore(Endpoint(fake.url.replace("http:", "https:")), seconds=2).query("ASK { ?s ?p ?o }")


def test_a_connection_that_was_closed_meanwhile_is_opened_anew(fake: Fake, store: RemoteStore) -> None:
    def once(handler: BaseHTTPRequestHandler, _: object) -> None:
        # it does not tell that it closes
        reply(handler, ROW)
        handler.close_connection = True

    fake.answer = once
    for _ in range(3):
        store.query("SELECT ?s { ?s ?p ?o }")
        time.sleep(0.02)
    assert len(fake.asked) == 3


# the service in front of it


@pytest.fixture
def backed(fake: Fake) -> Iterator[Fake]:
    """The fake server with the miniature graph behind it, merged as one default graph."""
    data = EmbeddedStore(SAMPLE, fmt=Format.TRIG)

    def answer(handler: BaseHTTPRequestHandler, fields: dict[str, list[str]]) -> None:
        text = fields["query"][0]
        graph = "CONSTRUCT" in text
        fmt = Format.N_TRIPLES if graph else Format.JSON
        dataset = Dataset(
            tuple(fields.get("default-graph-uri", ())), tuple(fields.get("named-graph-uri", ()))
        )
        reply(handler, data.serialise(text, fmt, dataset), kind=fmt.media_type)

    fake.answer = answer
    yield fake
    data.close()


def test_readiness_tells_of_the_store(backed: Fake, tmp_path: Path) -> None:
    graphs = EmbeddedStore(SAMPLE, fmt=Format.TRIG).graphs()
    found = Inventory(BASE, "1.0.0", dict.fromkeys(graphs, 1), Dataset(graphs, graphs))
    manifest = {"version": "1.0.0", "base": BASE, "documents": []}
    release = StoredRelease(tmp_path, manifest, Endpoint(backed.url), found, False)
    app = create_app(release, Settings(workers=1, budget=Budget(seconds=2)))
    with contextlib.closing(app.extensions["forderungsgraph"]):
        client = app.test_client()
        assert client.get("/readyz").get_json() == {"status": "bereit", "waiting": 0}
        working = backed.answer
        for broken, status, problem in ((_html, 502, "store"), (_status(503), 503, "store-away")):
            backed.answer = broken
            ready, alive = client.get("/readyz"), client.get("/healthz")
            assert (ready.status_code, ready.get_json()["status"]) == (503, "Speicher antwortet nicht")
            assert ready.headers["Retry-After"] == "5"
            assert (alive.status_code, alive.get_json()["status"]) == (200, "ohne Speicher")
            answer = client.get("/sparql?query=SELECT * { ?s ?p ?o } LIMIT 7", headers={"Accept": JSON})
            assert (answer.status_code, answer.get_json()["type"].rpartition("/")[2]) == (status, problem)
            page = client.get("/gesetz/ozg", headers={"Accept": "text/html"})
            assert (page.status_code, page.mimetype) == (status, "text/html")
        backed.answer = working
        assert client.get("/readyz").status_code == 200
        assert client.get("/sparql?query=SELECT * { ?s ?p ?o } LIMIT 7").status_code == 200


def test_a_large_store_needs_the_index_of_its_version(backed: Fake, tmp_path: Path) -> None:
    graphs = EmbeddedStore(SAMPLE, fmt=Format.TRIG).graphs()
    found = Inventory(BASE, "1.0.0", dict.fromkeys(graphs, 1_500_000), Dataset(graphs, graphs))
    manifest = {"version": "1.0.0", "base": BASE, "documents": []}
    release = StoredRelease(tmp_path, manifest, Endpoint(backed.url), found, False)
    with pytest.raises(ReleaseError, match=r"zu viele Aussagen.*--release den Ordner angeben"):
        create_app(release, Settings(workers=1))


def test_what_a_store_holds(fake: Fake) -> None:
    quads = [("graph/ontology", 5), ("graph/void", 3), ("katalog", 9)]

    def table(**columns: list[str]) -> bytes:
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        bindings = [
            {k: {"type": "uri" if k == "g" else "literal", "value": v} for k, v in row.items()}
            for row in rows
        ]
        return json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": bindings}}).encode()

    bases = [BASE]

    def answer(handler: BaseHTTPRequestHandler, fields: dict[str, list[str]]) -> None:
        text = fields["query"][0]
        if "GROUP BY" in text:
            names = [f"{base}{name}" for base in bases for name, _ in quads] + ["urn:system"]
            reply(handler, table(g=names, n=[str(n) for _ in bases for _, n in quads] + ["7"]))
        elif "dcat:version" in text:
            reply(handler, table(version=["2.1.0"]))
        else:
            reply(handler, b'{"head":{},"boolean":true}')

    fake.answer = answer
    found = inventory(Endpoint(fake.url))
    names = (f"{BASE}graph/ontology", f"{BASE}graph/void")
    assert (found.base, found.version, found.graphs) == (BASE, "2.1.0", names)
    assert found.dataset == Dataset(names, names)
    assert found.catalogue == f"{BASE}katalog"
    assert mark(Endpoint(fake.url), found) == found.mark
    quads[0] = ("graph/ontology", 6)
    assert mark(Endpoint(fake.url), found) != found.mark
    bases.append("https://zweite.example/")
    with pytest.raises(ReleaseError, match="enthält mehrere Forderungsgraphen"):
        inventory(Endpoint(fake.url))
    assert (
        inventory(Endpoint(fake.url), base="https://zweite.example/").graphs[0].startswith("https://zweite")
    )
    bases.clear()
    with pytest.raises(ReleaseError, match="enthält keinen Forderungsgraphen"):
        inventory(Endpoint(fake.url))

"""Updates and graphs by the protocol: who may, what comes back, and that nothing ever calls outside."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forderungsgraph.errors import UsageError
from forderungsgraph.sparql import Access, GraphService, Request, Response, Service, UpdateService
from forderungsgraph.store import MutableStore, Truth

TOKEN = "geheim-geheim-geheim"
BEARER = f"Bearer {TOKEN}"
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
INSERT = "INSERT DATA { <a:s> <a:p> 'ü+%41' }"
HOST = "daten.example:8080"


@pytest.fixture
def store() -> MutableStore:
    return MutableStore(b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\n")


def update(
    store: MutableStore,
    body: bytes = INSERT.encode(),
    kind: str | None = UPDATE,
    query: bytes = b"",
    method: str = "POST",
) -> Response:
    request = Request(method, query, kind, body, authorization=BEARER, host=HOST)
    return UpdateService(store, Access(TOKEN), 10_000).answer(request)


def graphs(store: MutableStore, request: Request, path: str | None = None) -> Response:
    service = GraphService(store, Access(TOKEN), f"http://{HOST}/graphs", 10_000)
    return service.answer(replace(request, host=HOST), path)


def put(graph: str, body: bytes, kind: str = "text/turtle", method: str = "PUT") -> Request:
    return Request(method, graph.encode(), kind, body, authorization=BEARER)


def slug(response: Response) -> str:
    assert response.header("Content-Type") == "application/problem+json"
    problem = json.loads(response.content())
    assert problem["status"] == response.status
    return str(problem["type"]).rpartition("/")[2]


# -- updates


@pytest.mark.parametrize(
    ("body", "kind", "query"),
    [
        (INSERT.encode(), UPDATE, b""),
        (INSERT.encode(), f"{UPDATE}; charset=utf-8", b""),
        (f"update={quote(INSERT)}".encode(), FORM, b""),
        (f"update={quote(INSERT)}".encode(), FORM, b"using-graph-uri=http://a/g"),
    ],
)
def test_updates_are_carried_out(store: MutableStore, body: bytes, kind: str, query: bytes) -> None:
    response = update(store, body, kind, query)
    assert (response.status, response.body) == (204, b"")
    assert store.query("ASK { <a:s> <a:p> 'ü+%41' }") == Truth(True)


@pytest.mark.parametrize(
    ("body", "kind", "query", "status", "problem"),
    [
        (b"INSERT DATA {", UPDATE, b"", 400, "syntax"),
        (b"LOAD <http://a/>", UPDATE, b"", 400, "refused"),
        (b"CREATE GRAPH <http://a/g>", UPDATE, b"", 400, "query"),
        (b"update=CLEAR%20ALL&update=CLEAR%20ALL", FORM, b"", 400, "bad-request"),
        (b"CLEAR ALL", UPDATE, b"update=CLEAR%20ALL", 400, "bad-request"),
        (b"query=ASK%7B%7D", FORM, b"", 400, "bad-request"),
        (b"update=CLEAR%20ALL&query=ASK%7B%7D", FORM, b"", 400, "bad-request"),
        (b"", FORM, b"", 400, "bad-request"),
        (b"CLEAR ALL", UPDATE, b"using-graph-uri=relativ", 400, "bad-request"),
        (b"INSERT {} USING <a:b> WHERE {}", UPDATE, b"using-graph-uri=a:c", 400, "refused"),
        ("CLEAR GRAPH <a:ü>".encode("latin-1"), UPDATE, b"", 400, "bad-request"),
        (b"CLEAR ALL\0", UPDATE, b"", 400, "bad-request"),
        (b"CLEAR ALL", "application/sparql-update; charset=utf-16", b"", 415, "media-type"),
        (b"CLEAR ALL", "text/plain", b"", 415, "media-type"),
        (b"CLEAR ALL", None, b"", 415, "media-type"),
        (b"#" * 10_001, UPDATE, b"", 413, "too-large"),
    ],
)
def test_refused_updates_change_nothing(
    store: MutableStore, body: bytes, kind: str | None, query: bytes, status: int, problem: str
) -> None:
    response = update(store, body, kind, query)
    assert (response.status, slug(response)) == (status, problem)
    assert store.query("ASK { GRAPH <http://a/g> { ?s ?p ?o } }") == Truth(True)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "QUERY", "PATCH"])
def test_updates_come_by_post_only(store: MutableStore, method: str) -> None:
    response = update(store, b"CLEAR ALL", UPDATE, b"update=CLEAR%20ALL", method)
    assert (response.status, response.header("Allow")) == (405, "POST, OPTIONS")
    assert store.count() == 1


# -- who may


def rights(**headers: str | None) -> Response:
    request = Request("POST", b"", UPDATE, b"CLEAR ALL", authorization=BEARER, host=HOST)
    return UpdateService(MutableStore(b""), Access(TOKEN)).answer(replace(request, **headers))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        TOKEN,
        "Bearer",
        "Bearer ",
        f"Basic {TOKEN}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer ü",
    ],
)
def test_the_token_is_asked_for(authorization: str | None) -> None:
    response = rights(authorization=authorization)
    assert (response.status, slug(response)) == (401, "unauthorised")
    assert response.header("WWW-Authenticate") == 'Bearer realm="Forderungsgraph"'
    assert TOKEN.encode() not in response.content()


@pytest.mark.parametrize("authorization", [BEARER, f"bearer {TOKEN}", f"  BEARER   {TOKEN} "])
def test_the_token_is_taken(authorization: str) -> None:
    assert rights(authorization=authorization).status == 204


@pytest.mark.parametrize("name", ["access_token", "token"])
def test_the_token_is_refused_in_an_address(name: str) -> None:
    request = Request(
        "POST", f"{name}={TOKEN}".encode(), UPDATE, b"CLEAR ALL", authorization=BEARER, host=HOST
    )
    response = UpdateService(MutableStore(b""), Access(TOKEN)).answer(request)
    assert (response.status, slug(response)) == (400, "bad-request")


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        (None, None, 204),
        (f"http://{HOST}", "same-origin", 204),
        (f"https://{HOST.upper()}", None, 204),
        (None, "none", 204),
        ("https://boese.example", None, 403),
        ("null", None, 403),
        ("", None, 403),
        ("http://[", None, 403),
        (None, "cross-site", 403),
        (None, "same-site", 403),
        (f"http://{HOST}", "cross-site", 403),
    ],
)
def test_pages_of_other_sites_change_nothing(origin: str | None, site: str | None, status: int) -> None:
    response = rights(origin=origin, sec_fetch_site=site)
    assert response.status == status
    if status == 403:
        assert slug(response) == "cross-site"


def test_no_other_site_is_allowed_in_advance() -> None:
    response = UpdateService(MutableStore(b""), Access(TOKEN)).answer(Request("OPTIONS"))
    assert (response.status, response.header("Access-Control-Allow-Origin")) == (204, None)


@pytest.mark.parametrize(
    "token", ["", "kurz", "mit leerzeichen darin", "schlüssel-mit-umlaut", "x" * 20 + "\n"]
)
def test_no_service_without_a_usable_token(token: str) -> None:
    with pytest.raises(UsageError, match="FORDERUNGSGRAPH_TOKEN"):
        Access(token)


def test_the_token_is_never_shown() -> None:
    assert TOKEN not in repr(Access(TOKEN))


# -- graphs


def test_reading_needs_no_token_and_changing_does(store: MutableStore) -> None:
    read = graphs(store, Request("GET", b"graph=http://a/g", accept="text/turtle"))
    assert (read.status, read.content()) == (200, b"<http://a/s> <http://a/p> <http://a/o> .\n")
    assert read.header("Cache-Control") == "no-store"
    for method in ("PUT", "POST", "DELETE"):
        request = Request(method, b"graph=http://a/g", "text/turtle", b"")
        assert slug(graphs(store, request)) == "unauthorised"
    assert store.count("http://a/g") == 1


def test_names_of_graphs(store: MutableStore) -> None:
    assert graphs(store, put("graph=http%3A%2F%2Fa%2F%C3%BC", b"<s> <p> 1 .")).header("Location") == (
        f"http://{HOST}/graphs?graph=http%3A%2F%2Fa%2F%C3%BC"
    )
    assert store.query("ASK { GRAPH <http://a/ü> { <http://a/s> <http://a/p> 1 } }") == Truth(True)
    made = graphs(store, put("", b"<> <p> 2 ."), "stand/2020.ttl")
    assert made.status == 201
    assert store.holds(f"http://{HOST}/graphs/stand/2020.ttl")
    first = graphs(store, put("", b"<> <p> 3 .", method="POST")).header("Location")
    second = graphs(store, put("", b"<> <p> 3 .", method="POST")).header("Location")
    assert first is not None
    assert second is not None
    assert first != second
    assert store.query(f"ASK {{ GRAPH <{first}> {{ <{first}> ?p 3 }} }}") == Truth(True)


@pytest.mark.parametrize(
    ("request_", "path", "status", "problem"),
    [
        (put("graph=relativ", b""), None, 400, "bad-request"),
        (put("graph=http://a/g&default", b""), None, 400, "bad-request"),
        (put("graph=http://a/g&graph=http://a/h", b""), None, 400, "bad-request"),
        (put("graph=http://a/g", b""), "x", 400, "bad-request"),
        (put("", b""), "a b", 400, "bad-request"),
        (put("", b""), None, 400, "bad-request"),
        (put("", b"", method="DELETE"), None, 400, "bad-request"),
        (put("graph=http://a/g", b"<s> <p"), None, 400, "document"),
        (put("graph=http://a/g", b"GRAPH <a:b> {}", "application/trig"), None, 204, ""),
        (put("graph=http://a/g", b"<a:a> <a:b> <a:c> <a:g> .", "application/n-quads"), None, 400, "document"),
        (put("graph=http://a/g", b"", "text/csv"), None, 415, "media-type"),
        (put("graph=http://a/g", b"", "multipart/form-data; boundary=x"), None, 400, "bad-request"),
        (put("graph=http://a/g", b"", "text/turtle; charset=latin-1"), None, 415, "media-type"),
        (put("graph=http://a/g", b"#" * 10_001), None, 413, "too-large"),
        (put("graph=http://a/fehlt", b"", method="DELETE"), None, 404, "not-found"),
        (put("graph=http://a/fehlt", b"", method="GET"), None, 404, "not-found"),
        (put("graph=http://a/g", b"", method="PATCH"), None, 405, "method"),
        (
            replace(put("graph=http://a/g", b"", method="GET"), accept="image/png"),
            None,
            406,
            "not-acceptable",
        ),
        (replace(put("", b"", method="GET"), accept="text/turtle"), None, 406, "not-acceptable"),
    ],
)
def test_answers_of_graphs(
    store: MutableStore, request_: Request, path: str | None, status: int, problem: str
) -> None:
    response = graphs(store, request_, path)
    assert response.status == status
    if problem:
        assert slug(response) == problem
        assert store.count("http://a/g") == 1


def test_whole_datasets(store: MutableStore) -> None:
    everything = graphs(store, Request("GET", accept="application/n-quads"))
    assert everything.content().count(b"\n") == 2
    data = b"<a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 2 }"
    assert graphs(store, put("", data, "application/trig", "POST")).status == 204
    assert store.graphs() == ("a:g", "http://a/g")
    assert graphs(store, put("", data, "application/trig")).status == 204
    assert store.graphs() == ("a:g",)


def test_head_of_a_graph(store: MutableStore) -> None:
    response = graphs(store, Request("HEAD", b"graph=http://a/g", accept="application/n-triples"))
    assert (response.status, response.body, response.header("Content-Length")) == (200, b"", "41")
    assert graphs(store, Request("HEAD", b"graph=http://a/fehlt")).status == 404


# -- nothing goes outside


@contextlib.contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Listen at a free port; the list tells who called."""
    calls: list[bytes] = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    connection, _ = listening.accept()
                    calls.append(connection.recv(100))
                    connection.close()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield listening.getsockname()[1], calls
        finally:
            over.set()
            thread.join()


_HOSTS = (
    "127.0.0.1",
    "localhost",
    "127.1",
    "0x7f000001",
    "2130706433",
    "0.0.0.0",
    "[::ffff:127.0.0.1]",
    "0177.0.0.1",
)
_QUERIES = (
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{0}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "ASK {{ FILTER(true)SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "PREFIX s: <{0}> ASK {{ SERVICEs: {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "DESCRIBE <{0}>",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <{0}> {{ ?s ?p ?o }} }}",
)
_UPDATES = (
    "LOAD <{0}>",
    "LOAD SILENT <{0}> INTO GRAPH <a:b>",
    "CLEAR ALL;LOAD<{0}>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "DELETE {{ ?s ?p ?o }} USING <{0}> WHERE {{ ?s ?p ?o }}",
    "INSERT {{ ?s ?p ?o }} WHERE {{ VALUES ?x {{ <{0}> }} SERVICE SILENT ?x {{ ?s ?p ?o }} }}",
    "CREATE GRAPH <{0}> ; COPY <{0}> TO <a:b>",
)
_DOCUMENTS = (
    ("application/ld+json", '{{"@context": "{0}", "@id": "a:b", "a:c": 1}}'),
    ("application/ld+json", '{{"@context": ["{0}", {{"@import": "{0}"}}], "a:c": 1}}'),
    (
        "application/rdf+xml",
        '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "{0}">]><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="a:b">&x;'
        "</rdf:Description></rdf:RDF>",
    ),
    ("text/turtle", "@base <{0}> . <a> <b> <c> . <> <http://www.w3.org/2002/07/owl#imports> <{0}> ."),
)


def test_no_request_ever_leaves(store: MutableStore) -> None:
    service = Service(store, lambda _: b"")
    with listener() as (port, calls):
        for host in _HOSTS:
            target = f"http://{host}:{port}/x"
            for text in _QUERIES:
                service.answer(Request("POST", b"", "application/sparql-query", text.format(target).encode()))
            for text in _UPDATES:
                update(store, text.format(target).encode())
            for kind, document in _DOCUMENTS:
                graphs(store, put("graph=http://a/x", document.format(target).encode(), kind))
            for query in (f"default-graph-uri={quote(target)}", f"named-graph-uri={quote(target)}"):
                service.answer(Request("GET", f"query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D&{query}".encode()))
        assert calls == []
        # the listener would have told
        with socket.create_connection(("127.0.0.1", port)) as probe:
            probe.sendall(b"probe")
        for _ in range(50):
            if calls:
                break
            threading.Event().wait(0.05)
    assert calls == [b"probe"]


# -- whatever bytes arrive


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"]),
    st.binary(max_size=60) | st.sampled_from([b"graph=http://a/g", b"default", b"default&graph=%00"]),
    st.sampled_from(
        [None, "text/turtle", "application/ld+json", "application/rdf+xml", "application/trig", "multipart/form-data; boundary=b", FORM, UPDATE]
    ),
    st.binary(max_size=80) | st.sampled_from([b"<a:a> <a:b> 1 .", b"--b\r\nContent-Type: text/turtle\r\n\r\n<a:a> <a:b> 1 .\r\n--b--"]),
    st.text(max_size=20) | st.just(BEARER),
)  # fmt: skip
def test_requests_of_all_kinds(
    method: str, query: bytes, kind: str | None, body: bytes, authorization: str
) -> None:
    store = MutableStore(b"")
    request = Request(method, query, kind, body, authorization=authorization, host=HOST)
    access = Access(TOKEN)
    answers = (
        UpdateService(store, access).answer(request),
        GraphService(store, access, f"http://{HOST}/graphs").answer(request),
        GraphService(store, access, f"http://{HOST}/graphs").answer(request, "x/y"),
    )
    for response in answers:
        assert response.status in (200, 201, 204, 400, 401, 404, 405, 406, 413, 415)
        for name, value in response.headers:
            assert "\n" not in name + value
            assert "\r" not in name + value
    if authorization != BEARER:
        assert store.count() == 0

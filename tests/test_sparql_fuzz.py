"""Whatever bytes arrive, the protocol answers with a status it means, never with an exception."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from forderungsgraph.formats import Content, Format, negotiate
from forderungsgraph.sparql import Request, Service
from forderungsgraph.store import EmbeddedStore

SERVICE = Service(EmbeddedStore(b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\n"), lambda _: b"")
# fmt: off
PIECES = st.sampled_from([
    "SELECT", "*", "{", "}", "?s ", "?p ", "?o ", "ASK", "<http://a/p>", '"x"', "@de", "FROM", "a:b", "#",
    "\n", "FILTER(", ")", "UNION", "'''", "\\u0041", "PREFIX a: <http://a/> ", "SERVICE", "1.", "_:b",
    "ü", "\0",
])
# fmt: on
TYPES = st.sampled_from(
    [
        None,
        "",
        "application/sparql-query",
        "application/x-www-form-urlencoded",
        "text/plain; charset=x",
        ";;=",
    ]
)


def sound(request: Request) -> None:
    response = SERVICE.answer(request)
    assert response.status in (200, 204, 400, 403, 405, 406, 413, 415)
    if response.status >= 400 and request.method != "HEAD":
        assert json.loads(response.content())["status"] == response.status
    for name, value in response.headers:
        assert "\n" not in name + value


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_queries_of_all_kinds(query: str) -> None:
    sound(Request("POST", b"", "application/sparql-query", query.encode()))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["GET", "POST", "HEAD", "PUT"]), st.binary(), TYPES, st.binary(), st.text())
def test_requests_of_all_kinds(method: str, query: bytes, kind: str | None, body: bytes, accept: str) -> None:
    sound(Request(method, query, kind, body, accept))
    sound(Request(method, b"query=" + query, kind, b"query=" + body, accept))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="texjsoncv*/;=q.,0123456789 +-ü"))
def test_accept_headers_of_all_kinds(accept: str) -> None:
    chosen = negotiate(accept, Format.carrying(Content.RESULTS))
    assert chosen is None or chosen.content is Content.RESULTS

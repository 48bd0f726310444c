"""Answers while they are being made: chunks, breaks, compression, copies that still hold."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from forderungsgraph.errors import AnswerBrokenError, QueryLimitError, QuerySyntaxError
from forderungsgraph.formats import Format
from forderungsgraph.sparql import Chunks, Edition, Request, Response, Service
from forderungsgraph.store import DEFAULT, Dataset, EmbeddedStore
from forderungsgraph.store.chunks import Sink, WrittenChunks

NUMBERS = " ".join(str(number) for number in range(15_000))
LONG = f"SELECT ?n ?m {{ VALUES ?n {{ {NUMBERS} }} BIND(CONCAT('Zeile ', STR(?n)) AS ?m) }}"
STORE = EmbeddedStore(b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\n")
EDITION = Edition("0.1.0-abc", 1_700_000_000)


def service(store: EmbeddedStore = STORE, edition: Edition | None = EDITION) -> Service:
    return Service(store, lambda _: b"", edition=edition)


def get(query: str, more: str = "") -> Request:
    return Request("GET", f"query={quote(query)}{more}".encode())


def test_chunks_are_the_whole_answer() -> None:
    chunks = list(STORE.stream(LONG, Format.CSV))
    assert len(chunks) > 5
    assert b"".join(chunks) == STORE.serialise(LONG, Format.CSV)
    assert b"".join(chunks).count(b"\r\n") == 15_001


def test_errors_before_the_first_byte_are_raised_by_the_call() -> None:
    with pytest.raises(QuerySyntaxError):
        STORE.stream("SELECT * {", Format.CSV)
    with pytest.raises(ValueError, match="Turtle cannot carry"):
        STORE.stream("ASK {}", Format.TURTLE)


def test_a_failure_in_the_middle_breaks_the_answer() -> None:
    def write(sink: Sink) -> None:
        sink.write(b"x" * 40_000)
        raise QueryLimitError("Die Abfrage wurde abgebrochen")

    chunks = WrittenChunks(write)
    assert next(chunks) == b"x" * 40_000
    with pytest.raises(AnswerBrokenError) as caught:
        next(chunks)
    assert isinstance(caught.value.__cause__, QueryLimitError)
    assert list(chunks) == []


def test_closing_ends_the_work() -> None:
    written = []

    def write(sink: Sink) -> None:
        while True:
            written.append(sink.write(b"x" * 40_000))

    chunks = WrittenChunks(write)
    chunks.close()
    chunks._thread.join(10)
    assert not chunks._thread.is_alive()
    assert 1 <= len(written) <= 10


class Breaking(EmbeddedStore):
    """Fails after so many bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(b"")
        self.size = size
        self.closed = 0

    def stream(self, text: str, fmt: Format, dataset: Dataset = DEFAULT) -> Iterator[bytes]:  # noqa: ARG002
        return BreakingChunks(self)


class BreakingChunks:
    def __init__(self, store: Breaking) -> None:
        self.store = store
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.sent >= self.store.size:
            raise AnswerBrokenError("abgebrochen") from QueryLimitError("Zeit", hint="kürzer fragen")
        self.sent += 10_000
        return b"x" * 10_000

    def close(self) -> None:
        self.store.closed += 1


def test_a_break_before_anything_was_sent_becomes_a_problem() -> None:
    response = service(Breaking(30_000)).answer(get("ASK {}"))
    assert response.status == 422
    assert b"problem/limit" in response.content()


def test_a_break_later_goes_up_and_the_length_was_never_promised() -> None:
    store = Breaking(100_000)
    response = service(store).answer(get("ASK {}"))
    assert response.status == 200
    assert response.header("Content-Length") is None
    with pytest.raises(AnswerBrokenError):
        response.content()
    packed = service(store).answer(replace(get("ASK {}"), accept_encoding="gzip"))
    assert packed.header("Content-Encoding") == "gzip"
    with pytest.raises(AnswerBrokenError):
        packed.content()


def test_an_answer_that_nobody_reads_is_closed() -> None:
    store = Breaking(1_000_000)
    service(store).answer(replace(get("ASK {}"), method="HEAD"))
    assert store.closed == 1
    packed = service(store).answer(replace(get("ASK {}"), accept_encoding="gzip"))
    packed.close()
    assert store.closed == 2


def test_long_answers_stream_and_short_ones_have_a_length() -> None:
    long = service().answer(get(LONG, "&format=csv"))
    assert isinstance(long.body, Chunks)
    assert long.header("Content-Length") is None
    assert long.content() == STORE.serialise(LONG, Format.CSV)
    short = service().answer(get("ASK {}"))
    assert short.body == b'{"head":{},"boolean":true}'
    assert short.header("Content-Length") == "26"


@pytest.mark.parametrize("query", [LONG, f"SELECT * {{ VALUES ?x {{ {NUMBERS[:4000]} }} }}"])
def test_gzip(query: str) -> None:
    plain = service().answer(get(query, "&format=tsv"))
    packed = service().answer(replace(get(query, "&format=tsv"), accept_encoding="gzip, deflate, br"))
    assert packed.header("Content-Encoding") == "gzip"
    assert packed.header("Vary") == "Accept, Accept-Encoding"
    whole = plain.content()
    sent = packed.content()
    assert len(sent) < len(whole) / 2
    assert gzip.decompress(sent) == whole
    assert packed.header("Content-Length") in (None, str(len(sent)))
    again = service().answer(replace(get(query, "&format=tsv"), accept_encoding="gzip"))
    assert again.content() == sent


@pytest.mark.parametrize("accepted", [None, "", "identity", "br", "gzip;q=0", "gzip;q=0.000, br"])
def test_no_gzip_unless_accepted(accepted: str | None) -> None:
    response = service().answer(replace(get(LONG), accept_encoding=accepted))
    assert response.header("Content-Encoding") is None


def test_short_answers_are_not_worth_it() -> None:
    response = service().answer(replace(get("ASK {}"), accept_encoding="gzip"))
    assert response.header("Content-Encoding") is None


def test_a_broken_gzip_stream_is_no_gzip_file() -> None:
    packed = service(Breaking(100_000)).answer(replace(get("ASK {}"), accept_encoding="gzip"))
    assert isinstance(packed.body, Chunks)
    got = bytearray()
    with pytest.raises(AnswerBrokenError):
        got.extend(chunk for part in packed.body for chunk in part)
    with pytest.raises(EOFError):
        gzip.decompress(bytes(got) or b"\x1f\x8b\x08" + bytes(7))


# -- copies that still hold


def tag(query: str, more: str = "", edition: Edition = EDITION) -> str | None:
    return service(edition=edition).answer(get(query, more)).header("ETag")


def test_tags_follow_release_query_dataset_and_format() -> None:
    first = tag("ASK { ?s ?p ?o }")
    assert first is not None
    assert first.startswith('W/"')
    assert tag("ASK  # so\n { ?s   ?p ?o\t}\n") == first
    others = {
        tag("ASK { ?s ?p 'o' }"),
        tag("ASK { ?s ?p 'o  ' }"),
        tag("ASK { ?s ?p ?o }", "&format=xml"),
        tag("ASK { ?s ?p ?o }", "&default-graph-uri=http://a/g"),
        tag("ASK { ?s ?p ?o }", "&named-graph-uri=http://a/g"),
        tag("ASK { ?s ?p ?o }", "&download=x"),
        tag("ASK { ?s ?p ?o }", edition=Edition("0.1.0-abd")),
    }
    assert len(others | {first}) == 8
    assert None not in others


@pytest.mark.parametrize("call", ["NOW()", "now ( )", "RAND()", "UUID()", "STRUUID()", "nOw # x\n ()"])
def test_what_changes_from_call_to_call_is_never_kept(call: str) -> None:
    response = service().answer(get(f"SELECT ({call} AS ?x) {{}}"))
    assert (response.status, response.header("ETag")) == (200, None)
    assert response.header("Cache-Control") == "no-store"


def test_a_store_that_may_change_gives_no_tags() -> None:
    response = service(edition=None).answer(get("ASK {}"))
    assert response.header("ETag") is None
    assert response.header("Last-Modified") is None
    assert response.header("Cache-Control") == "no-store"


def ask(
    method: str = "GET", if_none_match: str | None = None, if_modified_since: str | None = None
) -> Response:
    request = replace(get("ASK {}"), if_none_match=if_none_match, if_modified_since=if_modified_since)
    return service().answer(replace(request, method=method))


def test_not_modified() -> None:
    known = tag("ASK {}") or ""
    same = ask(if_none_match=f'"x", {known}')
    assert (same.status, same.body) == (304, b"")
    assert same.header("ETag") == known
    assert same.header("Vary") == "Accept, Accept-Encoding"
    assert same.header("Access-Control-Allow-Origin") == "*"
    assert ask(if_none_match=known.removeprefix("W/")).status == 304
    assert ask(if_none_match=known, method="HEAD").status == 304
    assert ask(if_none_match='"x"').status == 200
    assert ask(if_none_match="kaputt").status == 200
    assert ask().header("Last-Modified") == "Tue, 14 Nov 2023 22:13:20 GMT"
    assert ask(if_modified_since="Tue, 14 Nov 2023 22:13:20 GMT").status == 304
    assert ask(if_modified_since="Tue, 14 Nov 2023 22:13:19 GMT").status == 200
    assert ask(if_modified_since="gestern").status == 200
    assert ask(if_none_match='"x"', if_modified_since="Tue, 14 Nov 2030 22:13:20 GMT").status == 200


def test_a_post_is_answered_anew() -> None:
    known = tag("ASK {}") or ""
    direct = Request("POST", b"", "application/sparql-query", b"ASK {}", if_none_match=known)
    assert service().answer(direct).status == 200


def test_the_query_method_is_answered_like_post() -> None:
    response = service().answer(Request("QUERY", b"", "application/sparql-query", b"ASK {}"))
    assert (response.status, response.body) == (200, b'{"head":{},"boolean":true}')


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("liste", 'attachment; filename="liste.csv"'),
        ("liste.csv", 'attachment; filename="liste.csv"'),
        ("", 'attachment; filename="abfrage.csv"'),
        ("../../etc/passwd", 'attachment; filename="etc_passwd.csv"'),
        ('a"\r\nSet-Cookie: x', 'attachment; filename="a_Set-Cookie_x.csv"'),
        ("Städte", "attachment; filename=\"St_dte.csv\"; filename*=UTF-8''St%C3%A4dte.csv"),
    ],
)
def test_downloads_have_a_name(name: str, expected: str) -> None:
    response = service().answer(get("ASK {}", f"&format=csv&download={quote(name)}"))
    assert response.header("Content-Disposition") == expected

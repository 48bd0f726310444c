"""The express counter: which queries readers answer, that they answer the same, and that nobody notices when one ends."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import shutil
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.express.passing import packed, unpacked
from forderungsgraph.express.shapes import Shapes, shape, suited
from forderungsgraph.server import FolderSource, Service, Settings, bound
from forderungsgraph.sparql import caching
from forderungsgraph.sparql.decoding import unquoted
from forderungsgraph.store import Budget, Clients, Share, scan
from forderungsgraph.store.scan import tokens

CLASS = "https://w3id.org/forderungsgraph/def#Demand"
QUICK = 'forderungsgraph_requests_total{status="200",way="quick"}'
PIECES = st.sampled_from(
    (
        *("SELECT", "ASK", "?s", "{", "}", " ", "\n", "<a:b>", "<a:c>", '"x"', '"y z"', "'#'", "# <d:e>\n", "<", ">", '"'),
        *("SERVICE", "FROM", "a:b", "1", "\\", "'", '"""q"""', "@de", ".", "(", ")", "a\\'b"),
    )
)  # fmt: skip


CONSTANTS = st.sampled_from(
    (
        "<a:b>",
        "<SERVICE>",
        '"x"',
        "'SERVICE <a:b> {}'",
        '"""SERVICE\n"""',
        "# SERVICE\n",
        "<a b>",
        '"',
        "'",
        "\\'",
        "",
    )
)


@given(st.lists(st.tuples(PIECES, CONSTANTS, CONSTANTS), max_size=10))
def test_queries_of_one_shape_have_the_same_words(parts: list[tuple[str, str, str]]) -> None:
    one, other = ("".join(piece + parted[place] for piece, *parted in parts) for place in (0, 1))
    if shape(one) is None:
        assert "\\" in one
        return
    if suited(one) is None or shape(other) != shape(one):
        return
    words = [[t.text for t in tokens(text) if t.kind not in ("iri", "string")] for text in (one, other)]
    assert words[0] == words[1]
    assert suited(other) in (scan(one), None)


def test_no_shape_hides_a_service() -> None:
    # what looks like strings around SERVICE is none where a name holds an escaped quotation mark
    hiding = r"ASK { ?s ?p a:b\' . SERVICE <http://127.0.0.1/> { ?s ?p a:b\' } }"
    assert shape(hiding) is None
    assert suited("ASK { SERVICE <a:b> {} }") is None
    assert suited("ASK FROM <a:b> { ?s ?p ?o }") is None
    assert suited("ASK { ?s a:b ?o }") is None
    assert suited("ASK { ?s <a:b> ?o }") is not None


def test_a_shape_is_proven_by_quick_queries_only() -> None:
    shapes = Shapes()
    assert not shapes.note("ASK { <a:1> ?p ?o }", 0.001)
    assert not shapes.note("ASK { <a:2> ?p ?o }", 0.02)
    assert shapes.note("ASK { <a:3> ?p ?o }", 0.001)
    assert shapes.samples == ("ASK { <a:3> ?p ?o }",)
    shapes.ban("ASK { <a:4> ?p ?o }")
    assert not shapes.samples
    for number in range(20):
        assert not shapes.note(f"ASK {{ <a:{number}> ?p ?o }}", 0.001)


@given(st.binary(max_size=20) | st.text("%0aF=_ .\r\n\t+&", max_size=12).map(str.encode))
def test_percent_encoding_is_undone_as_python_does(data: bytes) -> None:
    assert unquoted(data) == urllib.parse.unquote_to_bytes(data)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_canonical_text_is_seen_as_such(text: str) -> None:
    assert caching.canonical(text) == caching._PARTS.sub(lambda found: found["kept"] or " ", text).strip()


def test_messages_keep_their_parts() -> None:
    assert unpacked(packed("ä", b"", b"\0\1")) == ["ä".encode(), b"", b"\0\1"]


def test_seconds_of_readers_count_for_the_client() -> None:
    clients = Clients(Share(queries=1, seconds=60), clock=lambda: 0.0)
    assert clients.charge("a", 59) == 0
    assert clients.charge("a", 3) == 3
    assert clients.charge("b", 1) == 0


class Here:
    """A service, and one connection to it that stays open."""

    def __init__(self, service: Service, port: int) -> None:
        self.service = service
        self.port = port
        self.connection = self.connect()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(
        self, query: str, connection: http.client.HTTPConnection | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = connection or self.connection
        path = "/sparql?" + urllib.parse.urlencode({"query": query})
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders() if name.lower() != "date"}
        return response.status, fields, response.read()

    def quick(self) -> float:
        with contextlib.closing(self.connect()) as connection:
            connection.request("GET", "/metrics")
            lines = connection.getresponse().read().decode().splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(QUICK)), 0.0)

    def until_quick(self, make: str, connection: http.client.HTTPConnection | None = None) -> None:
        """Ask queries of one shape until a reader answers one."""
        before = self.quick()
        for number in range(500):
            assert self.ask(make.replace("@", str(number)), connection)[0] == 200
            if self.quick() > before:
                return
            time.sleep(0.01)
        raise AssertionError("no reader answers")


@pytest.fixture(scope="module")
def here(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    if sys.platform != "linux":
        pytest.skip("readers are forked")
    place = tmp_path_factory.mktemp("express") / "release"
    shutil.copytree(sample_release, place)
    with (place / "forderungsgraph.nq").open("a", encoding="utf-8") as file:
        # enough of one kind that three of them take a while
        file.writelines(
            f"<http://n/{number}> <http://n/p> <http://n/many> <http://n/g> .\n" for number in range(300)
        )
    with contextlib.closing(bound("127.0.0.1", 0)) as listening:
        ready = threading.Event()
        service = Service(
            listening, place, Settings(readers=1, budget=Budget(seconds=1)), lambda _: ready.set()
        )
        thread = threading.Thread(target=service.run)
        thread.start()
        try:
            assert ready.wait(60)
            found = Here(service, listening.getsockname()[1])
            yield found
            found.connection.close()
        finally:
            service.stop()
            thread.join(30)
            assert not thread.is_alive()


LOOK_UP = "SELECT ?p ?o { <http://n/@> ?p ?o }"


def test_readers_answer_the_same(here: Here) -> None:
    texts = [LOOK_UP, f"CONSTRUCT {{ ?s ?p <{CLASS}@> }} {{ ?s ?p <{CLASS}@> }}", 'ASK { ?s ?p "wort@" }']
    for text in texts:
        here.until_quick(text)
    headings: tuple[dict[str, str], ...] = (
        {},
        {"Accept": "text/csv, text/turtle"},
        {"Accept_Encoding": "gzip"},
        {"Accept": "application/x"},
    )
    for text, number in itertools.product(texts, ("", "seven", "eight nine")):
        query = text.replace("@", urllib.parse.quote(number))
        for headers in headings:
            before = here.quick()
            quick = here.ask(query, None, **headers)
            assert here.quick() == before + (quick[0] == 200)
            # a fresh connection begins at the service, which was never asked this
            with contextlib.closing(here.connect()) as other:
                direct = here.ask(query + " #", other, **headers)
            assert quick[0] == direct[0]
            if quick[0] == 200:
                assert quick == direct


def test_what_is_not_for_readers_goes_back_and_forth(here: Here) -> None:
    here.until_quick(LOOK_UP)
    status, fields, _ = here.ask(LOOK_UP.replace("@", "tag"))
    assert here.ask(LOOK_UP.replace("@", "tag"), If_None_Match=fields["etag"])[0] == 304
    assert here.ask("SELECT * {")[0] == 400
    assert here.ask(LOOK_UP.replace("@", "tag"), Accept="text/html")[1]["content-type"].startswith(
        "text/html"
    )
    for body in (b"query=ASK%7B%7D", b"x=" + b"y" * 300_000):
        here.connection.request(
            "POST", "/sparql", body, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        response = here.connection.getresponse()
        assert (response.status, bool(response.read())) == (200 if body[:1] == b"q" else 400, True)
    assert status == 200
    here.until_quick(LOOK_UP)


def test_nobody_notices_that_a_reader_ends_because_of_a_slow_query(here: Here) -> None:
    others = [here.connect() for _ in range(3)]
    crossed = (
        "SELECT (COUNT(*) AS ?n) { ?a <http://n/p> <http://n/@> . ?b <http://n/p> <http://n/@> . "
        "?c <http://n/p> <http://n/@> . ?d <http://n/p> <http://n/@> FILTER(?a != ?d) }"
    )
    for connection in (*others, here.connection):
        here.until_quick(LOOK_UP, connection)
    here.until_quick(crossed)
    reader = here.service.current.readers.figures
    slow: list[int] = []
    many = crossed.replace("@", "many")
    thread = threading.Thread(target=lambda: slow.append(here.ask(many)[0]))
    thread.start()
    for connection in others:
        assert here.ask(LOOK_UP.replace("@", "beside"), connection)[0] == 200
    for connection in others:
        connection.close()
    thread.join(60)
    # a worker ran it from its beginning, up to its deadline
    assert slow == [422]
    here.until_quick(LOOK_UP)
    assert len(here.service.current.readers.figures) == len(reader) + 1


def test_a_new_release_leaves_connections_open(here: Here) -> None:
    here.until_quick(LOOK_UP)
    old = here.ask(LOOK_UP.replace("@", "release"))[1]["etag"]
    source = here.service.current._source
    assert isinstance(source, FolderSource)
    place = source.folder
    manifest = place / "manifest.json"
    text = manifest.read_text("utf-8").replace("0-probe", "1-probe")
    fresh = place.with_name("fresh")
    shutil.copytree(place, fresh)
    (fresh / "manifest.json").write_text(text, encoding="utf-8")
    place.rename(place.with_name("old"))
    fresh.rename(place)
    assert here.service.current.renew() or here.service.current.version == "1-probe"
    status, fields, _ = here.ask(LOOK_UP.replace("@", "release"))
    assert status == 200
    assert fields["etag"] != old
    here.until_quick(LOOK_UP)

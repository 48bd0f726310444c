"""The service as it runs in production: over real sockets, with clients of all kinds."""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import os
import shutil
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from forderungsgraph.server import JsonLines, Patience, Service, Settings, bound
from forderungsgraph.store import Budget, Places, Share

NUMBERS = " ".join(str(number) for number in range(1000))
CROSS = " ".join(f"VALUES ?{name} {{ {NUMBERS} }}" for name in "abcd")
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
FOREVER = f"SELECT * {{ {CROSS} }}"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Running:
    """A service in a thread of its own."""

    service: Service
    port: int
    folder: Path

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())

    def query(self, text: str, **headers: str) -> Answer:
        return self.get("/sparql?" + urllib.parse.urlencode({"query": text}), **headers)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def metric(self, name: str) -> float:
        lines = self.get("/metrics").body.decode().splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} ")), 0.0)


@contextlib.contextmanager
def running(folder: Path, settings: Settings) -> Iterator[Running]:
    with contextlib.closing(bound("127.0.0.1", 0)) as listening:
        ready = threading.Event()
        service = Service(listening, folder, settings, lambda _: ready.set())
        thread = threading.Thread(target=service.run)
        thread.start()
        try:
            assert ready.wait(60)
            yield Running(service, listening.getsockname()[1], folder)
        finally:
            service.stop()
            thread.join(30)
            assert not thread.is_alive()


@pytest.fixture(scope="module")
def here(sample_release: Path) -> Iterator[Running]:
    settings = Settings(
        workers=1,
        budget=Budget(seconds=1.0, patience=0.5, quick=0.05, answer=20_000_000),
        places=Places(quick=2, waiting=4),
        largest_body=100_000,
        patience=Patience(head=0.6, body=0.6, rest=2, reading=1.0, connections=20),
    )
    with running(sample_release, settings) as started:
        yield started


def until(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that")


def test_pages_and_queries(here: Running) -> None:
    page = here.get("/", Accept="text/html")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    answer = here.query("ASK { ?s ?p ?o }")
    assert json.loads(answer.body) == {"head": {}, "boolean": True}
    assert here.get("/sparql", Accept="text/html").headers["content-type"] == "text/html; charset=utf-8"
    assert here.get("/sparql", Accept="text/turtle").headers["content-type"].startswith("text/turtle")
    assert here.ask("HEAD", "/").body == b""
    for found in (page, answer):
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in found.headers
        assert "server" not in found.headers


def test_the_same_request_is_answered_from_the_cache(here: Running) -> None:
    before = here.metric('forderungsgraph_requests_total{status="200",way="kept"}')
    first = here.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    again = here.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert again.body == first.body
    assert again.headers["etag"] == first.headers["etag"]
    assert here.metric('forderungsgraph_requests_total{status="200",way="kept"}') == before + 1
    tag = first.headers["etag"]
    assert here.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", If_None_Match=tag).status == 304
    # blanks differ, so the request does; the answer is the same
    hits = 'forderungsgraph_cache_lookups_total{cache="answers",result="hit"}'
    before = here.metric(hits)
    assert here.query("SELECT (COUNT(*) AS ?n)  { ?s ?p ?o }").body == first.body
    assert here.metric(hits) == before + 1


def _head(query: str, *headers: str, method: str = "GET") -> bytes:
    lines = (
        f"{method} /sparql?{urllib.parse.urlencode({'query': query})} HTTP/1.1",
        "Host: a",
        *headers,
        "",
        "",
    )
    return "\r\n".join(lines).encode()


def _receive(end: socket.socket, answers: int) -> list[bytes]:
    """Return so many answers, each with its headers; the connection stays open."""
    found: list[bytes] = []
    held = b""
    while len(found) < answers:
        got = end.recv(65_536)
        assert got, held
        held += got
        while b"\r\n\r\n" in held:
            head, _, rest = held.partition(b"\r\n\r\n")
            length = int(next(line for line in head.lower().split(b"\r\n") if b"content-length" in line)[16:])
            if len(rest) < length:
                break
            found.append(head + rest[:length])
            held = rest[length:]
    assert held == b""
    return found


def _undated(answer: bytes) -> list[bytes]:
    return [line for line in answer.split(b"\r\n") if not line.startswith(b"date: ")]


def test_the_same_bytes_are_answered_without_parsing(here: Running) -> None:
    asked = _head("SELECT (1 AS ?bytes) {}")
    kept = 'forderungsgraph_requests_total{status="200",way="kept"}'
    with here.connect() as end:
        end.sendall(asked)
        (first,) = _receive(end, 1)
        before = here.metric(kept)
        for _ in range(3):
            end.sendall(asked)
            (again,) = _receive(end, 1)
            assert _undated(again) == _undated(first)
            assert b"date: " in again
        assert here.metric(kept) == before + 3
        # two at once, and one in two parts, go the long way to the same answer
        end.sendall(asked + asked)
        assert [_undated(one) for one in _receive(end, 2)] == [_undated(first)] * 2
        end.sendall(asked[:30])
        time.sleep(0.05)
        end.sendall(asked[30:])
        assert _undated(_receive(end, 1)[0]) == _undated(first)


def test_bytes_that_look_like_a_request_are_none_inside_of_one(here: Running) -> None:
    asked = _head("SELECT (2 AS ?bytes) {}")
    with here.connect() as end:
        end.sendall(asked)
        _receive(end, 1)
        end.sendall(f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: {len(asked)}\r\n\r\n".encode())
        time.sleep(0.05)
        end.sendall(asked)
        (answer,) = _receive(end, 1)
        assert answer.startswith(b"HTTP/1.1 415 ")
    closing = _head("SELECT (3 AS ?bytes) {}", "Connection: close")
    for _ in range(2):
        with here.connect() as end:
            end.sendall(closing)
            got = b""
            while data := end.recv(65_536):
                got += data
            assert b"connection: close" in got


def test_what_differs_each_time_is_not_kept(here: Running) -> None:
    first, second = (here.query("SELECT (STRUUID() AS ?u) {}").body for _ in range(2))
    assert first != second


def test_a_runaway_is_stopped_and_told(here: Running) -> None:
    answer = here.query(ENDLESS)
    problem = json.loads(answer.body)
    assert answer.status == problem["status"] == 422
    assert problem["detail"] == "Die Abfrage wurde nach 1 Sekunden abgebrochen."
    assert problem["detail_en"].startswith("Time limit: ")
    assert problem["query"] == ENDLESS
    assert here.metric('forderungsgraph_queries_total{end="time",lane="long"}') >= 1


def test_cheap_queries_go_on_beside_runaways(here: Running) -> None:
    done: list[Answer] = []
    threads = [
        threading.Thread(target=lambda: done.append(here.query(FOREVER + "ORDER BY ?a"))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for number in range(30):
        assert here.query(f"SELECT ({number} AS ?n) {{ ?s ?p ?o }} LIMIT 1").status == 200
    for thread in threads:
        thread.join(30)
    assert {answer.status for answer in done} <= {422, 503}


def test_who_leaves_ends_his_query(here: Running) -> None:
    left = 'forderungsgraph_queries_total{end="left",lane="long"}'
    before = here.metric(left)
    with here.connect() as end:
        path = "/sparql?" + urllib.parse.urlencode({"query": ENDLESS.replace("?n", "?left")})
        end.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        time.sleep(0.3)
    until(lambda: here.metric(left) == before + 1)


def test_an_answer_that_breaks_off_breaks_the_connection(here: Running) -> None:
    with here.connect() as end:
        path = "/sparql?" + urllib.parse.urlencode({"query": FOREVER, "format": "csv"})
        end.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        got = b""
        while data := end.recv(1 << 20):
            got = got[:2000] + data[-2000:] if len(got) > 4000 else got + data
    assert got.startswith(b"HTTP/1.1 200 OK\r\n")
    assert not got.endswith(b"0\r\n\r\n")


def test_who_does_not_read_is_cut_off(here: Running) -> None:
    left = 'forderungsgraph_queries_running{lane="long"}'
    with here.connect() as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        path = "/sparql?" + urllib.parse.urlencode({"query": FOREVER.replace("*", "?a"), "format": "csv"})
        end.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        until(lambda: here.metric(left) == 1)
        until(lambda: here.metric(left) == 0)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
        b"",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /",
    ],
)
def test_half_a_head_is_not_waited_for(here: Running, sent: bytes) -> None:
    with here.connect() as end:
        end.sendall(sent)
        got = b""
        while data := end.recv(65536):
            got += data
    assert got == b"" or got.startswith(b"HTTP/1.1 200 OK")


def test_half_a_body_is_not_waited_for(here: Running) -> None:
    with here.connect() as end:
        end.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nquery=")
        got = b""
        while data := end.recv(65536):
            got += data
    assert got.startswith(b"HTTP/1.1 408 ")
    assert b'"detail_en": "The request did not arrive within 0.6 seconds."' in got


@pytest.mark.parametrize("length", ["50000000", "1" * 400])
def test_large_bodies_are_refused_unread(here: Running, length: str) -> None:
    with here.connect() as end:
        end.sendall(f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n".encode())
        got = end.recv(65536)
    assert got.startswith((b"HTTP/1.1 413 ", b"HTTP/1.1 400 "))


def test_large_bodies_in_chunks_are_refused(here: Running) -> None:
    with here.connect() as end:
        end.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(1000):
                end.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        with contextlib.suppress(OSError):
            assert end.recv(65536).startswith(b"HTTP/1.1 413 ")
    assert here.query("ASK {}").status == 200


def test_one_client_holds_so_many_connections(here: Running) -> None:
    with contextlib.ExitStack() as stack:
        ends = [stack.enter_context(here.connect()) for _ in range(25)]
        closed = 0
        for end in ends[20:]:
            with contextlib.suppress(ConnectionError):
                closed += end.recv(1) != b""
        assert closed == 0
        ends[0].sendall(b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert ends[0].recv(12) == b"HTTP/1.1 200"


def test_a_client_has_its_share(sample_release: Path) -> None:
    settings = Settings(
        workers=1,
        budget=Budget(seconds=0.4, quick=0.05),
        share=Share(queries=4, seconds=0.2),
        proxies=frozenset({"127.0.0.1"}),
    )
    with running(sample_release, settings) as here:
        assert here.query(ENDLESS, X_Forwarded_For="192.0.2.1").status == 422
        refused = here.query("ASK { ?a ?b ?c }", X_Forwarded_For="6.6.6.6, 192.0.2.1")
        assert refused.status == 429
        assert int(refused.headers["retry-after"]) > 30
        problem = json.loads(refused.body)
        assert "Rechenzeit je Minute" in problem["detail"]
        assert "seconds of work per minute" in problem["detail_en"]
        assert here.query("ASK { ?a ?b ?c }", X_Forwarded_For="192.0.2.2").status == 200
        told = here.get(
            "/sparql", Accept="text/turtle", X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.3"
        )
        assert f"sd:endpoint <https://127.0.0.1:{here.port}/sparql>".encode() in told.body


def test_a_stranger_is_not_believed_about_the_scheme(here: Running) -> None:
    told = here.get("/sparql", Accept="text/turtle", X_Forwarded_Proto="https")
    assert f"sd:endpoint <http://127.0.0.1:{here.port}/sparql>".encode() in told.body


def test_a_new_release_is_served_without_a_failed_request(sample_release: Path, tmp_path: Path) -> None:
    place = tmp_path / "release"
    shutil.copytree(sample_release, place)
    fresh = tmp_path / "fresh"
    shutil.copytree(sample_release, fresh)
    manifest = json.loads((fresh / "manifest.json").read_bytes())
    (fresh / "manifest.json").write_text(json.dumps(manifest | {"version": "1-probe"}), encoding="utf-8")
    data = (fresh / "forderungsgraph.nq").read_bytes()
    (fresh / "forderungsgraph.nq").write_bytes(data + b'<http://n/s> <http://n/p> "neu" <http://n/g> .\n')
    over = threading.Event()
    statuses: list[int] = []
    with running(place, Settings(workers=1)) as here:
        query = 'ASK { ?s ?p "neu" }'
        assert b"false" in here.query(query).body

        def load() -> None:
            number = 0
            while not over.is_set():
                number += 1
                statuses.append(here.query(f"SELECT ({number} AS ?n) {{ ?s ?p ?o }} LIMIT 1").status)
                statuses.append(here.get("/", Accept="text/html").status)

        threads = [threading.Thread(target=load) for _ in range(3)]
        for thread in threads:
            thread.start()
        place.rename(tmp_path / "old")
        fresh.rename(place)
        until(lambda: b"true" in here.query(query).body)
        assert json.loads(here.get("/healthz").body)["release"] == "1-probe"
        # one that cannot be read changes nothing
        (place / "manifest.json").write_text("{", encoding="utf-8")
        until(lambda: here.metric('forderungsgraph_reloads_total{result="failed"}') == 1)
        assert json.loads(here.get("/healthz").body)["release"] == "1-probe"
        over.set()
        for thread in threads:
            thread.join(30)
        assert here.metric('forderungsgraph_reloads_total{result="done"}') == 1
    assert len(statuses) > 20
    assert set(statuses) == {200}


def test_a_stop_waits_for_answers_under_way(sample_release: Path) -> None:
    got: list[Answer] = []
    counted = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} VALUES ?c {{ 1 2 3 4 5 6 }} }}"
    with running(sample_release, Settings(workers=1)) as here:
        thread = threading.Thread(target=lambda: got.append(here.query(counted)))
        thread.start()
        until(lambda: here.metric('forderungsgraph_queries_running{lane="long"}') == 1)
    thread.join(30)
    assert [answer.status for answer in got] == [200]
    assert b"6000000" in got[0].body


def test_logs_tell_no_query(sample_release: Path, caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.INFO, "forderungsgraph.server"),
        running(sample_release, Settings(workers=1)) as here,
    ):
        here.query("SELECT ('geheim' AS ?x) {}", User_Agent="Mosaic")
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    events = [line["event"] for line in lines]
    asked = lines[events.index("query", events.index("start"))]
    assert (asked["lane"], asked["end"], len(asked["query"])) == ("quick", "done", 24)
    assert {"method", "way", "status", "ms"} <= set(lines[events.index("request")])
    assert "geheim" not in json.dumps(lines)
    assert "127.0.0.1" not in json.dumps(lines)


def test_an_error_of_ours_tells_places_only() -> None:
    try:
        raise ValueError("geheim")
    except ValueError as error:
        record = logging.LogRecord(
            "a", logging.ERROR, os.devnull, 1, "error", None, (ValueError, error, error.__traceback__)
        )
    line = json.loads(JsonLines().format(record))
    assert line["error"] == "ValueError"
    assert line["at"][0].startswith("test_an_error_of_ours_tells_places_only:")
    assert "geheim" not in json.dumps(line)

"""What hostile clients send, as a table: nothing of it crashes, hangs, leaks or is taken for an answer.

Time limits are short here; ``HOSTILE_SECONDS=30 pytest tests/test_hostile.py`` runs the same with long ones.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from forderungsgraph.server import Patience, Service, Settings, bound
from forderungsgraph.store import Budget, Places, Share

SECONDS = float(os.environ.get("HOSTILE_SECONDS", "0.5"))
NUMBERS = " ".join(str(number) for number in range(600))
CROSS = " ".join(f"VALUES ?{name} {{ {NUMBERS} }}" for name in "abcd")
GROW = "BIND('xxxxxxxxxxxxxxxxxxxx' AS ?a) " + " ".join(
    f"BIND(CONCAT({', '.join([f'?{chr(97 + n)}'] * 20)}) AS ?{chr(98 + n)})" for n in range(8)
)
REPLACED = "BIND('xxxxxxxxxxxxxxxxxxxx' AS ?a) " + " ".join(
    f"BIND(REPLACE(?{chr(97 + n)}, 'x', ?a) AS ?{chr(98 + n)})" for n in range(8)
)

REFUSED, LIMITED, ANSWERED = {400, 413}, {422, 503}, {200}
EITHER = REFUSED | LIMITED | ANSWERED
QUERIES: list[tuple[str, str, set[int]]] = [
    ("parentheses", "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }", REFUSED),
    ("braces", "SELECT * " + "{" * 5_000 + "}" * 5_000, REFUSED),
    ("hundred braces", "SELECT * " + "{" * 100 + "}" * 100, EITHER),
    ("negations", "SELECT * { FILTER(" + "!" * 90 + "true) }", EITHER),
    ("functions", "SELECT (" + "STR(" * 98 + "1" + ")" * 98 + " AS ?n) {}", EITHER),
    ("not exists", "SELECT * { ?s ?p ?o " + "FILTER NOT EXISTS { ?s ?p ?o " * 99 + "}" * 100, EITHER),
    ("unions", "SELECT * { {}" + " UNION {}" * 10_000 + " }", REFUSED),
    ("some unions", "SELECT * { {}" + " UNION {}" * 500 + " }", EITHER),
    ("optionals", "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 500 + "}", EITHER),
    ("minus", "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * 500 + "}", EITHER),
    ("binds", "SELECT * { " + " ".join(f"BIND({n} AS ?v{n})" for n in range(500)) + "}", EITHER),
    ("subselects", "SELECT * " + "{ SELECT * " * 99 + "{ ?s ?p ?o }" + "}" * 99, EITHER),
    ("sum", "SELECT (" + "1+" * 1_999 + "1 AS ?n) {}", EITHER),
    ("path steps", "SELECT * { ?s " + "<a:p>/" * 1_999 + "<a:p> ?o }", EITHER),
    ("path alternatives", "SELECT * { ?s " + "<a:p>|" * 1_999 + "<a:p> ?o }", EITHER),
    ("lists", "SELECT * { ?s ?p " + "(" * 98 + "1" + ")" * 98 + " }", EITHER),
    ("blank nodes", "SELECT * { ?s ?p " + "[ ?p " * 98 + "1" + "]" * 98 + " }", EITHER),
    ("values", "SELECT * { VALUES ?x {" + " 1" * 100_000 + "} }", REFUSED),
    ("patterns", "SELECT * {" + " ?s ?p ?o ." * 4_990 + "}", EITHER),
    ("escapes", 'SELECT * { "' + '\\"' * 200_000, REFUSED),
    ("open string", "SELECT * { ?s ?p 'x }", REFUSED),
    ("null", "SELECT * { ?s ?p 'a\0b' }", REFUSED),
    ("control", "SELECT * { ?s ?p \x01 }", REFUSED),
    ("regex", "SELECT * { BIND(REGEX('" + "a" * 5_000 + "', '(a+)+b') AS ?x) }", EITHER),
    ("regex size", "SELECT * { BIND(REGEX('a', '((a{1,1000}){1,1000}){1,1000}') AS ?x) }", EITHER),
    ("concat", f"SELECT ?z {{ {GROW} BIND(STRLEN(?i) AS ?z) }}", LIMITED),
    ("replace", f"SELECT ?z {{ {REPLACED} BIND(STRLEN(?i) AS ?z) }}", LIMITED),
    ("sort", f"SELECT * {{ {CROSS} }} ORDER BY RAND()", LIMITED),
    ("group", f"SELECT ?a ?b ?c ?d (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?b ?c ?d", LIMITED),
    ("distinct", f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {CROSS} }}", LIMITED),
    ("count", f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", LIMITED),
    ("group concat", f"SELECT (GROUP_CONCAT(?a) AS ?n) {{ {CROSS} }}", LIMITED),
    ("paths", "SELECT (COUNT(*) AS ?n) { ?a (!<a:x>|^!<a:x>)* ?b . ?c (!<a:x>|^!<a:x>)* ?d . ?e (!<a:x>|^!<a:x>)* ?f . ?g (!<a:x>)* ?h }", EITHER),
    ("stars", "SELECT * { ?a ((<a:p>*)*)* ?b }", EITHER),
    ("service", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", REFUSED),
    ("service variable", "SELECT * { ?s ?p ?x SERVICE SILENT ?x { ?a ?b ?c } }", REFUSED),
    ("from file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", REFUSED),
    ("load", "LOAD <http://127.0.0.1:1/>", REFUSED),
    ("drop", "DROP ALL", REFUSED),
    ("script", "SELECT * { <a:<script>alert(1)</script>> ?p ?o }", REFUSED),
    ("script in a variable", "SELECT ?<script> {}", REFUSED),
    ("line separators", "SELECT * { ?s ?p '\u2028\u2029\ufeff\ud7ff' }", ANSWERED),
    ("nothing", "", REFUSED),
]  # fmt: skip

HOST = b"\r\nHost: a\r\nConnection: close\r\n\r\n"
RAW: list[tuple[str, bytes]] = [
    ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200)),
    ("malformed UTF-8", b"GET /sparql?query=%ff%fe%80 HTTP/1.1" + HOST),
    ("overlong UTF-8", b"GET /sparql?query=%c0%af HTTP/1.1" + HOST),
    ("surrogate", b"GET /sparql?query=ASK%7B%7D%ed%a0%80 HTTP/1.1" + HOST),
    ("raw bytes", b"GET /sparql?query=\xff\xfe HTTP/1.1" + HOST),
    ("raw bytes in a page", b"GET /abfragen/?q=\xff\xfe HTTP/1.1" + HOST),
    ("raw path", b"GET /\xff\xfe HTTP/1.1" + HOST),
    ("encoded path", b"GET /%ff%fe%00 HTTP/1.1" + HOST),
    ("traversal", b"GET /daten/../../../../etc/passwd HTTP/1.1" + HOST),
    ("encoded traversal", b"GET /daten/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1" + HOST),
    ("static traversal", b"GET /static/..%5c..%2f..%2fapp.py HTTP/1.1" + HOST),
    ("absolute path", b"GET //etc/passwd HTTP/1.1" + HOST),
    ("header injection", b"GET /sparql?query=ASK%7B%7D&format=csv%0d%0aX-Evil:%201 HTTP/1.1" + HOST),
    ("redirect injection", b"GET /id/law/%0d%0aX-Evil:%201 HTTP/1.1" + HOST),
    ("download injection", b'GET /sparql?query=ASK%7B%7D&download=a%22%0d%0aX-Evil:%201 HTTP/1.1' + HOST),
    ("accept", b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nAccept: " + b"a/b;q=0," * 3_000 + HOST),
    ("host", b"GET /sparql HTTP/1.1\r\nAccept: text/turtle\r\nHost: <script>\r\nConnection: close\r\n\r\n"),
    ("no host", b"GET /sparql HTTP/1.0\r\n\r\n"),
    ("many headers", b"GET / HTTP/1.1" + b"".join(b"\r\nX-%d: a" % n for n in range(3_000)) + HOST),
    ("long address", b"GET /sparql?query=" + b"a" * 60_000 + b" HTTP/1.1" + HOST),
    ("many fields", b"GET /sparql?" + b"&".join([b"a=b"] * 12_000) + b" HTTP/1.1" + HOST),
    ("method", b"BREW / HTTP/1.1" + HOST),
    ("connect", b"CONNECT 127.0.0.1:22 HTTP/1.1" + HOST),
    ("proxy", b"GET http://127.0.0.1:1/ HTTP/1.1" + HOST),
    ("upgrade", b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nHost: a\r\n\r\n"),
    ("two lengths", b"POST /sparql HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 9" + HOST + b"abc"),
    ("length and chunks", b"POST /sparql HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked" + HOST + b"0\r\n\r\n"),
    ("negative length", b"POST /sparql HTTP/1.1\r\nContent-Length: -1" + HOST),
    ("bad chunk", b"POST /sparql HTTP/1.1\r\nTransfer-Encoding: chunked" + HOST + b"zz\r\n"),
    ("gzip bomb is no encoding here", b"POST /sparql HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 2" + HOST + b"\x1f\x8b"),
    ("form of bytes", b"POST /sparql HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8" + HOST + b"query=\xff\xfe"),
    ("charset", b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query; charset=utf-7\r\nContent-Length: 5" + HOST + b"ASK{}"),
    ("forged address", b"GET /healthz HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil" + HOST),
]  # fmt: skip


@pytest.fixture(scope="module")
def port(sample_release: Path) -> Iterator[int]:
    settings = Settings(
        workers=2,
        budget=Budget(seconds=SECONDS, patience=5.0, quick=0.1, memory=400_000_000, answer=10_000_000),
        places=Places(quick=2, waiting=8),
        share=Share(queries=100, seconds=100_000),
        patience=Patience(head=2, body=2, reading=2),
    )
    with contextlib.closing(bound("127.0.0.1", 0)) as listening:
        ready = threading.Event()
        service = Service(listening, sample_release, settings, lambda _: ready.set())
        thread = threading.Thread(target=service.run)
        thread.start()
        try:
            assert ready.wait(60)
            yield listening.getsockname()[1]
        finally:
            service.stop()
            thread.join(60)
            assert not thread.is_alive()


def send(port: int, data: bytes) -> bytes:
    """Return all that comes back until the connection ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS + 60) as end:
        got = b""
        with contextlib.suppress(ConnectionError):
            end.sendall(data)
        with contextlib.suppress(ConnectionError):
            while part := end.recv(1 << 20):
                got += part
        return got


def still_answers(port: int) -> bool:
    answer = send(port, b"GET /sparql?query=ASK%7B?s?p?o%7D HTTP/1.1" + HOST)
    return answer.startswith(b"HTTP/1.1 200 OK\r\n") and answer.endswith(b'{"head":{},"boolean":true}')


@pytest.mark.parametrize(
    ("query", "statuses"), [case[1:] for case in QUERIES], ids=[case[0] for case in QUERIES]
)
def test_hostile_queries(port: int, query: str, statuses: set[int]) -> None:
    body = b"query=" + quote_plus(query.encode("utf-8", "surrogatepass")).encode()
    head = f"POST /sparql HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
    answer = send(port, head.encode() + HOST + body)
    start, _, content = answer.partition(b"\r\n\r\n")
    status = int(start.split(b" ", 2)[1])
    assert status in statuses, content[:300]
    assert b"Traceback" not in answer
    if status != 200:
        problem = json.loads(content)
        assert problem["status"] == status
        assert problem["title_en"]
        if status in LIMITED:
            assert problem["detail_en"]
    assert still_answers(port)


@pytest.mark.parametrize("data", [case[1] for case in RAW], ids=[case[0] for case in RAW])
def test_hostile_requests(port: int, data: bytes) -> None:
    answer = send(port, data)
    start, _, content = answer.partition(b"\r\n\r\n")
    if answer:
        status = int(start.split(b" ", 2)[1])
        assert status < 500 or status == 501, answer[:400]
    assert b"Traceback" not in answer
    assert b"\r\nx-evil" not in start.lower()
    assert b"root:" not in answer
    assert b"<script>" not in content
    assert still_answers(port)


def test_queries_are_never_echoed_unescaped(port: int) -> None:
    evil = "SELECT * { ?s ?p '<script>alert(1)</script>' } \"><script>"
    head = f"GET /sparql?query={quote(evil)} HTTP/1.1\r\nAccept: text/html".encode()
    answer = send(port, head + HOST)
    assert b"alert(1)" in answer
    assert b"<script>alert" not in answer
    assert b'"><script>' not in answer


def test_many_runaways_at_once_leave_the_service_alive(port: int) -> None:
    query = quote(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}")
    results: list[int] = []

    def attack(number: int) -> None:
        answer = send(port, f"GET /sparql?query={query}%23{number} HTTP/1.1".encode() + HOST)
        results.append(int(answer.split(b" ", 2)[1]))

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        assert still_answers(port)
    for thread in threads:
        thread.join(SECONDS * 20 + 60)
    assert len(results) == 12
    assert set(results) <= LIMITED

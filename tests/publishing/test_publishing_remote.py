"""Publishing to stores of others: real servers, and one that misbehaves."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from forderungsgraph.cli import main
from forderungsgraph.errors import BrokenOffError, ReleaseError, TargetError
from forderungsgraph.publishing.remote.compare import compared
from forderungsgraph.publishing.remote.connection import Patience
from forderungsgraph.publishing.remote.credentials import Credentials
from forderungsgraph.publishing.remote.finding import Way
from forderungsgraph.publishing.remote.sending import Destination, Fate, rehearse, send
from forderungsgraph.publishing.remote.target import beside_of
from forderungsgraph.query import SavedQuery, library
from forderungsgraph.release import DATA, Release
from forderungsgraph.server import Settings
from tests.conformance.service import TOKEN, running, writable
from tests.stores import Store, oxigraph_server

from .conftest import BASE
from .fakestore import Answer, Deed, FakeStore, cut, cut_after, fake_store, half, lose, status

OWN = f"{BASE}graph/"
STRANGER = "https://anderswo.example/graph/notizen"
XSD = "http://www.w3.org/2001/XMLSchema#"
NOW = Patience((0, 0, 0), 20)
VARIABLES = ("FORDERUNGSGRAPH_STORE_USER", "FORDERUNGSGRAPH_STORE_PASSWORD", "FORDERUNGSGRAPH_STORE_TOKEN")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take credentials out of the environment."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def fake() -> Iterator[FakeStore]:
    """A store that may misbehave."""
    with fake_store() as store:
        yield store


def release_of(place: Path, graphs: Mapping[str, str]) -> Path:
    """Write a release with these graphs (Turtle by name) at a place."""
    (place / "graphs").mkdir(parents=True)
    listed = []
    for number, (name, turtle) in enumerate(sorted(graphs.items())):
        file = f"graphs/{number}.ttl"
        (place / file).write_text(turtle, "utf-8")
        listed.append({"name": name, "file": file})
    manifest = {"version": "1.2.3", "base": BASE, "documents": [], "graphs": listed}
    (place / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    files = ["manifest.json", *(graph["file"] for graph in listed)]
    sums = [f"{hashlib.sha256((place / name).read_bytes()).hexdigest()}  {name}\n" for name in files]
    (place / "SHA256SUMS").write_text("".join(sums), "utf-8")
    return place


PLAIN = "<http://a/s> <http://a/p> <http://a/o>, 'eins', 'zwei'@de-DE ."
GRAPHS = {
    f"{OWN}document/erstes": PLAIN,
    f"{OWN}document/größe": "<http://a/stra%C3%9Fe> <http://a/p> <http://a/größe?q=a+b&c=d%20e#Übersicht>, 'ä😀\\t\\n\\\"'@de .",
    f"{OWN}inferred": "".join(f"<http://a/s{n}> <http://a/p> 'Satz {n} {'x' * 400}' .\n" for n in range(300)),
    f"{OWN}leer": "",
    f"{OWN}status": f"""@prefix x: <{XSD}> . <http://a/wahr> <http://a/p> true . <http://a/s> <http://a/p> 1, 0.5, "7"^^x:nonNegativeInteger,
        "2020-02-29"^^x:date, "2020"^^x:gYear, "2020-02"^^x:gYearMonth, "2020-02-29T12:00:00Z"^^x:dateTime,
        "http://a/"^^x:anyURI, "500000000"^^x:decimal, <urn:x:y>, "" .""",
}
LISTED = {f"{OWN}document/erstes": 3, f"{OWN}document/größe": 2, f"{OWN}inferred": 300, f"{OWN}status": 12}
NAMES = sorted(LISTED)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of five graphs, one of them empty, one larger than what goes into one update."""
    return release_of(tmp_path_factory.mktemp("fern") / "release", GRAPHS)


def to(store: Store, way: Way) -> Destination:
    """Return a real store as a destination."""
    return Destination(
        store.graphs if way is Way.GRAPHS else store.update,
        credentials=Credentials(store.user or "", store.password or ""),
        patience=Patience((0.1, 0.5), 60),
    )


def put(store: Store, name: str | None, turtle: str) -> None:
    """Put a graph into a real store, or the default graph."""
    with store.session as session:
        where = {"default": ""} if name is None else {"graph": name}
        answer = session.put(
            store.graphs,
            params=where,
            data=turtle.encode(),
            headers={"Content-Type": "text/turtle"},
            timeout=30,
        )
        answer.raise_for_status()


def asked(store: Store, query: str) -> list[list[str]]:
    """Return the rows of a query to a real store."""
    answer = requests.post(
        store.query, data={"query": query}, headers={"Accept": "application/sparql-results+json"}, timeout=30
    ).json()
    names = answer["head"]["vars"]
    return [[row[name]["value"] for name in names] for row in answer["results"]["bindings"]]


# -- real stores


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_only_what_changed_goes_into_a_real_store(
    name: str, way: Way, request: pytest.FixtureRequest, small: Path, tmp_path: Path
) -> None:
    store: Store = request.getfixturevalue(name)
    put(store, STRANGER, "<http://a/s> <http://a/p> 1 .")
    put(store, f"{BASE}graphs-von-anderen", "<http://a/s> <http://a/p> 2 .")
    put(store, f"{OWN}aus-alter-zeit", "<http://a/s> <http://a/p> 3 .")
    try:
        planned = rehearse(small, to(store, way))
        first = send(small, to(store, way))
        assert {graph.name for graph in first.of(Fate.NEW)} == set(LISTED)
        assert [graph.name for graph in first.of(Fate.REMOVED)] == [f"{OWN}aus-alter-zeit"]
        assert (planned.done, first.done) == (False, True)
        assert [(graph.name, graph.fate, graph.digest) for graph in planned.graphs] == [
            (graph.name, graph.fate, graph.digest) for graph in first.graphs
        ]
        assert first.way is way
        # each graph is there in full, and nothing beside them
        rows = asked(
            store,
            "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } "
            f'FILTER(STRSTARTS(STR(?g), "{BASE}")) }} GROUP BY ?g ORDER BY ?g',
        )
        assert {g: int(n) for g, n in rows} == {**LISTED, f"{BASE}graphs-von-anderen": 1}
        assert asked(store, f"SELECT ?o {{ GRAPH <{STRANGER}> {{ ?s ?p ?o }} }}") == [["1"]]

        again = send(small, to(store, way))
        assert {graph.fate for graph in again.graphs} == {Fate.SAME}

        rest = {name: turtle for name, turtle in GRAPHS.items() if name != f"{OWN}inferred"}
        after = release_of(
            tmp_path / "danach", {**rest, f"{OWN}document/erstes": f"{PLAIN} <http://a/s> <http://a/p> 3 ."}
        )
        third = send(after, to(store, way))
        assert [graph.name for graph in third.of(Fate.CHANGED)] == [f"{OWN}document/erstes"]
        assert [(graph.name, graph.triples) for graph in third.of(Fate.REMOVED)] == [(f"{OWN}inferred", 300)]
        assert third.of(Fate.NEW) == ()
    finally:
        store.clear(BASE)
        store.clear(STRANGER)


def test_a_release_goes_into_another_service_of_this_kind(small: Path) -> None:
    def at(path: str, token: str) -> Destination:
        return Destination(f"{address}{path}", credentials=Credentials(token=token), patience=NOW)

    with writable() as address:
        for path in ("/graphs", "/update"):
            with pytest.raises(TargetError, match=r"lehnt die Anmeldung ab \(401\)"):
                send(small, at(path, "falsch"))
            with pytest.raises(TargetError, match=r"verlangt eine Anmeldung \(Bearer\)"):
                send(small, at(path, ""))
        sent = send(small, at("/graphs", TOKEN))
        assert {graph.name for graph in sent.of(Fate.NEW)} == set(LISTED)
        assert {graph.fate for graph in send(small, at("/update", TOKEN)).graphs} == {Fate.SAME}
        requests.delete(
            f"{address}/graphs",
            params={"graph": NAMES[2]},
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=20,
        )
        sent = send(small, at("/update", TOKEN))
        assert [graph.name for graph in sent.of(Fate.NEW)] == NAMES[2:3]


def test_a_store_that_only_reads_says_so(oxigraph: Store, small: Path, tmp_path: Path) -> None:
    del oxigraph  # skips where it is not installed
    data = tmp_path / "data"
    with oxigraph_server(tmp_path, data=data):
        pass
    with oxigraph_server(tmp_path, kind="serve-read-only", data=data) as store:
        for url in (store.graphs, store.update):
            with pytest.raises(
                TargetError, match=r"nimmt hier keine Änderungen an|gibt es dort nicht|weder Graphen"
            ):
                send(small, Destination(url, patience=NOW))


def test_values_that_virtuoso_takes_for_one_are_found_out(virtuoso: Store, tmp_path: Path) -> None:
    # version 7.2.5 keeps true as 1: of both values of one property one gets lost
    made = release_of(tmp_path / "release", {f"{OWN}status": "<http://a/s> <http://a/p> 1, true ."})
    try:
        with pytest.raises(
            TargetError, match=r"nach dem Schreiben anders \(1 Aussagen fehlen, 0 sind zu viel"
        ):
            send(made, to(virtuoso, Way.GRAPHS))
    finally:
        virtuoso.clear(BASE)


def test_virtuoso_with_a_wrong_password_says_so(
    virtuoso: Store, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORDERUNGSGRAPH_STORE_USER", "dba")
    monkeypatch.setenv("FORDERUNGSGRAPH_STORE_PASSWORD", "falsch")
    assert main(["publish", "--to", virtuoso.graphs, "--release", str(small)]) == 1
    told = capsys.readouterr().err
    assert "Der Speicher lehnt die Anmeldung ab (401)" in told
    assert "FORDERUNGSGRAPH_STORE_PASSWORD" in told
    assert "falsch" not in told


# -- the command


def test_the_command_shows_what_it_does(
    fake: FakeStore, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = len(LISTED)
    arguments = ["publish", "--to", fake.graphs, "--release", str(small)]
    assert main([*arguments, "--dry-run"]) == 0
    assert fake.writes() == []
    assert f"{number} neu, 0 geändert, 0 entfernt" in capsys.readouterr().out
    assert main(arguments) == 0
    told = capsys.readouterr()
    assert f"{number} neu, 0 geändert, 0 entfernt" in told.out
    assert "Zurückgelesen und verglichen:" in told.out
    # pyoxigraph keeps such numbers as integers, and that is said
    assert "xsd:nonNegativeInteger als xsd:integer" in told.err
    assert fake.writes() == NAMES
    assert fake.names() == NAMES
    fake.asked.clear()
    assert main(arguments) == 0
    assert fake.writes() == []


# -- bad input: a sentence, status 1, and nothing destroyed


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://127.0.0.1/store", "Das ist keine Adresse eines Speichers"),
        ("127.0.0.1:7878/store", "Das ist keine Adresse eines Speichers"),
        ("http:///store", "Das ist keine Adresse eines Speichers"),
        ("http://127.0.0.1:99999/store", "Das ist keine Adresse eines Speichers"),
        ("http://127.0.0.1/st ore", "Das ist keine Adresse eines Speichers"),
        ("http://dba:geheim@127.0.0.1/store", "Name und Passwort gehören nicht in die Adresse"),
        ("http://127.0.0.1:1/store", "Der Speicher ist nicht erreichbar (niemand nimmt die Verbindung an)"),
        ("http://gibt-es-nicht.invalid/store", "Der Speicher ist nicht erreichbar"),
    ],
)
def test_an_address_that_cannot_be_is_refused(
    url: str, told: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--to", url, "--release", str(small)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Fehler: ")
    assert told in said
    assert "geheim" not in said


def test_a_release_that_is_missing_or_incomplete_is_refused(
    fake: FakeStore, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--to", fake.graphs, "--release", str(tmp_path / "fehlt")]) == 1
    assert "Hier liegt kein lesbares Release" in capsys.readouterr().err
    broken = tmp_path / "kaputt"
    shutil.copytree(small, broken)
    (broken / "graphs" / "2.ttl").unlink()
    assert main(["publish", "--to", fake.graphs, "--release", str(broken)]) == 1
    assert "Das Release ist unvollständig oder beschädigt: graphs/2.ttl" in capsys.readouterr().err
    assert fake.asked == []


@pytest.mark.parametrize("name", [STRANGER, f"{OWN}a> <b", BASE])
def test_graphs_of_others_are_never_written(name: str, fake: FakeStore, tmp_path: Path) -> None:
    made = release_of(tmp_path / "fremd", {**GRAPHS, name: PLAIN})
    with pytest.raises(ReleaseError, match="nur solche werden geschrieben"):
        send(made, Destination(fake.graphs, patience=NOW))
    assert fake.asked == []


@pytest.mark.parametrize(
    ("code", "headers", "told"),
    [
        (403, {}, r"nimmt hier keine Änderungen an \(403: gesagt\)"),
        (405, {}, r"nimmt hier keine Änderungen an \(405: gesagt\)"),
        (413, {}, "ist dem Speicher zu groß"),
        (
            302,
            {"Location": "https://anderswo.example/store?x=geheim"},
            r"leitet um nach https://anderswo.example/store;",
        ),
        (500, {}, "antwortet mit Status 500: gesagt"),
        (404, {}, r"gibt es dort nicht \(404: gesagt\)"),
    ],
)
def test_a_store_that_refuses_to_write_says_why(
    code: int, headers: dict[str, str], told: str, fake: FakeStore, small: Path
) -> None:
    fake.faults["PUT"] = [status(code, "gesagt", **headers)] * 4
    with pytest.raises(TargetError, match=told):
        send(small, Destination(fake.graphs, patience=NOW))
    assert fake.names() == []


def test_a_password_is_asked_for_and_used(fake: FakeStore, small: Path) -> None:
    fake.password = ("jörg", "gehéim")
    with pytest.raises(TargetError, match=r"verlangt eine Anmeldung \(Basic\)"):
        send(small, Destination(fake.graphs, patience=NOW))
    with pytest.raises(TargetError, match="lehnt die Anmeldung ab"):
        send(small, Destination(fake.graphs, credentials=Credentials("jörg", "falsch"), patience=NOW))
    assert fake.names() == []
    send(small, Destination(fake.graphs, credentials=Credentials("jörg", "gehéim"), patience=NOW))
    assert fake.names() == NAMES


@pytest.mark.parametrize(
    "environment",
    [
        ("dba", "", ""),
        ("", "x", ""),
        ("dba", "x", "y"),
        ("a:b", "x", ""),
        ("", "", "zwei worte"),
        ("", "", "a\nb"),
    ],
)
def test_credentials_that_cannot_be_are_refused(environment: tuple[str, str, str]) -> None:
    with pytest.raises(TargetError, match=r"Anmeldung beim Speicher ist unvollständig|keine Kopfzeile trägt"):
        Credentials.of(dict(zip(VARIABLES, environment, strict=True)))


def test_a_password_goes_through_no_net_in_the_clear() -> None:
    password, token = Credentials("dba", "geheim"), Credentials(token="geheim")
    assert "geheim" not in repr((password, token))
    for who, challenge in ((password, 'Basic realm="x"'), (token, "Bearer")):
        with pytest.raises(TargetError, match="unverschlüsselt") as refused:
            who.answering(challenge, "http://speicher.example.org/store")
        assert "geheim" not in str(refused.value)
        for safe in ("https://speicher.example.org/store", "http://localhost/store", "http://[::1]:80/store"):
            assert who.answering(challenge, safe) is not None
    # Digest does not tell the password
    assert password.answering('Digest realm="x", nonce="y"', "http://speicher.example.org/store") is not None
    assert password.answering("Bearer", "https://speicher.example.org/") is None
    assert token.answering('Basic realm="x"', "https://speicher.example.org/") is None


# -- a broken connection


def test_a_store_that_fails_for_a_while_is_asked_again(fake: FakeStore, small: Path) -> None:
    fake.faults["PUT"] = [status(500), cut, status(503, Retry_After="0"), cut_after]
    notes: list[str] = []
    sent = send(small, Destination(fake.graphs, patience=Patience((0, 0, 0, 0), 20)), note=notes.append)
    assert fake.names() == NAMES
    assert len(sent.of(Fate.NEW)) == len(LISTED)
    assert notes == [
        "Der Speicher antwortet mit 500; neuer Versuch in 0 s",
        "Die Verbindung ist abgebrochen; neuer Versuch in 0 s",
        "Der Speicher antwortet mit 503; neuer Versuch in 0 s",
        "Die Verbindung ist abgebrochen; neuer Versuch in 0 s",
    ]


def test_a_run_that_broke_off_goes_on_where_it_ended(fake: FakeStore, small: Path) -> None:
    works: list[Callable[[FakeStore, Deed], Answer | None]] = [lambda _, deed: deed()] * 2
    fake.faults["PUT"] = [*works, *[cut] * 40]
    with pytest.raises(BrokenOffError, match="Noch einmal aufrufen"):
        send(small, Destination(fake.graphs, patience=NOW))
    assert fake.names() == NAMES[:2]
    fake.faults.clear()
    fake.asked.clear()
    sent = send(small, Destination(fake.graphs, patience=NOW))
    assert [graph.name for graph in sent.of(Fate.SAME) if graph.triples] == NAMES[:2]
    assert fake.writes() == NAMES[2:]
    assert fake.names() == NAMES


def test_an_exchange_by_update_survives_whatever_breaks(fake: FakeStore, small: Path) -> None:
    name = NAMES[0]
    fake.data.update(f"INSERT DATA {{ GRAPH <{name}> {{ <http://a/s> <http://a/p> 'alt' }} }}")
    kept = fake.triples(name)
    destination = Destination(fake.update, patience=Patience((), 20))
    # probe, DROP, INSERT, MOVE: each breaks once, and what is public stays as it was
    works: list[Callable[[FakeStore, Deed], Answer | None]] = [lambda _, deed: deed()]
    for number in (1, 2, 3):
        fake.faults["UPDATE"] = [*works * number, *[cut] * 20]
        with pytest.raises(BrokenOffError):
            send(small, destination)
        assert fake.triples(name) == kept
    # a MOVE of which nobody knows whether it happened is not blindly done again: it did happen
    fake.faults["UPDATE"] = [*works * 3, cut_after]
    fake.asked.clear()
    sent = send(small, destination)
    assert fake.names() == NAMES
    assert [what for what in fake.writes() if what.startswith("MOVE")] == [f"MOVE GRAPH <{OWN}"[:20]] * len(
        LISTED
    )
    assert [graph.name for graph in sent.of(Fate.CHANGED)] == [name]
    # what an earlier run left beside is gone
    assert beside_of(name) not in fake.names()


def test_a_store_that_loses_statements_is_found_out(fake: FakeStore, small: Path) -> None:
    fake.faults["PUT"] = [lose]
    with pytest.raises(
        TargetError, match=r"nach dem Schreiben anders \(1 Aussagen fehlen, 0 sind zu viel; zum Beispiel <"
    ):
        send(small, Destination(fake.graphs, patience=NOW))
    name = NAMES[0]
    fake.data.update(f"CLEAR ALL; INSERT DATA {{ GRAPH <{name}> {{ <http://a/s> <http://a/p> 'alt' }} }}")
    kept = fake.triples(name)
    fake.faults["UPDATE"] = [lambda _, deed: deed(), lambda _, deed: deed(), lose]
    with pytest.raises(TargetError, match=r"Beim Zurücklesen ist er anders \(1 Aussagen fehlen"):
        send(small, Destination(fake.update, patience=NOW))
    # by update the loss is seen before the old graph is touched
    assert fake.triples(name) == kept
    send(small, Destination(fake.graphs, patience=NOW))
    assert fake.names() == NAMES


def test_an_answer_that_breaks_off_is_asked_for_again(fake: FakeStore, small: Path) -> None:
    send(small, Destination(fake.graphs, patience=NOW))
    fake.asked.clear()
    # the first is asked to find out what the address takes, then come the graphs
    fake.faults["GET"] = [*[lambda _, deed: deed()] * 3, half]
    notes: list[str] = []
    assert {
        graph.fate for graph in send(small, Destination(fake.graphs, patience=NOW), note=notes.append).graphs
    } == {Fate.SAME}
    assert notes == ["Die Verbindung ist abgebrochen; neuer Versuch in 0 s"]
    assert fake.writes() == []


@pytest.mark.parametrize("way", list(Way))
def test_a_store_that_bounds_its_answers_is_read_in_slices(way: Way, fake: FakeStore, tmp_path: Path) -> None:
    fake.most = 1000
    name = f"{OWN}inferred"
    many = "".join(f"<http://a/s{n}> <http://a/p> {n} .\n" for n in range(1500))
    made = release_of(tmp_path / "viele", {name: many})
    destination = Destination(
        fake.graphs if way is Way.GRAPHS else fake.update, way, fake.query, patience=NOW
    )
    assert [graph.fate for graph in send(made, destination).graphs] == [Fate.NEW]
    assert [graph.fate for graph in send(made, destination).graphs] == [Fate.SAME]
    one = release_of(
        tmp_path / "eines", {name: f"<http://a/s> <http://a/p> {', '.join(map(str, range(1500)))} ."}
    )
    with pytest.raises(TargetError, match=r"gibt nur 1000 von 1500 Aussagen heraus. .*ResultSetMaxRows"):
        send(one, destination)


def test_queries_of_another_store_are_found_out(fake: FakeStore, small: Path) -> None:
    with fake_store() as other, pytest.raises(TargetError, match="fehlt in seinen Abfragen"):
        send(small, Destination(fake.graphs, queries=other.query, patience=NOW))


def test_a_run_that_is_killed_is_completed_by_the_next(fake: FakeStore, small: Path) -> None:
    reached, over = threading.Event(), threading.Event()

    def wait(_store: FakeStore, _deed: Deed) -> None:
        reached.set()
        over.wait(60)

    fake.faults["PUT"] = [lambda _, deed: deed(), wait]
    command = [
        sys.executable,
        "-m",
        "forderungsgraph",
        "publish",
        "--to",
        fake.graphs,
        "--release",
        str(small),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )
    try:
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
    finally:
        process.wait(60)
        over.set()
    assert process.returncode == -signal.SIGKILL
    assert fake.names() == NAMES[:1]
    fake.asked.clear()
    send(small, Destination(fake.graphs, patience=NOW))
    assert fake.names() == NAMES
    assert fake.writes() == NAMES[1:]


# -- the same, the same value, or something else


def literal(text: str, kind: str) -> str:
    """Return a line with a literal."""
    return f'<http://a/s> <http://a/p> "{text}"^^<{XSD}{kind}> .'


@pytest.mark.parametrize(
    ("sent", "back", "told"),
    [
        (literal("0.50", "decimal"), literal("0.5", "decimal"), "xsd:decimal in anderer Schreibweise"),
        (literal("5.0", "decimal"), literal("5", "integer"), "xsd:decimal als xsd:integer"),
        (literal("7", "nonNegativeInteger"), literal("7", "integer"), "xsd:nonNegativeInteger als xsd:integer"),
        (literal("1.5E0", "double"), literal("1.5", "double"), "xsd:double in anderer Schreibweise"),
        (literal("1", "boolean"), literal("true", "boolean"), "xsd:boolean in anderer Schreibweise"),
        (
            literal("2020-01-01T00:00:00.000+00:00", "dateTime"),
            literal("2020-01-01T00:00:00Z", "dateTime"),
            "xsd:dateTime in anderer Schreibweise",
        ),
    ],
)  # fmt: skip
def test_the_same_value_is_told_apart_from_the_same_text(sent: str, back: str, told: str) -> None:
    found = compared([sent], [back])
    assert found.same
    assert found.respelled == {told: 1}
    assert compared([sent], [sent]).respelled == {}


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        (literal("0.5", "decimal"), literal("0.51", "decimal")),
        (literal("1.5", "double"), literal("1.5", "decimal")),
        (literal("true", "boolean"), literal("1", "integer")),
        (literal("abc", "integer"), literal("0", "integer")),
        (literal("P1Y", "duration"), literal("12", "duration")),
        (literal("2020-01-01T00:00:00Z", "dateTime"), literal("2020-01-01T00:00:00", "dateTime")),
        (literal("2020-01-01T02:00:00+02:00", "dateTime"), literal("2020-01-01T00:00:00Z", "dateTime")),
        (literal("2020-01-01", "date"), literal("2020-01-01Z", "date")),
        (literal("http://a/", "anyURI"), '<http://a/s> <http://a/p> "http://a/" .'),
        ('<http://a/s> <http://a/p> "x"@de .', '<http://a/s> <http://a/p> "x" .'),
        ('<http://a/s> <http://a/p> "e\u0301" .', '<http://a/s> <http://a/p> "é" .'),
        ('<http://a/s> <http://a/p> "x " .', '<http://a/s> <http://a/p> "x" .'),
        ("<http://a/s> <http://a/p> <http://a/o> .", "_:b <http://a/p> <http://a/o> ."),
    ],
)  # fmt: skip
def test_what_was_altered_is_never_the_same(sent: str, back: str) -> None:
    found = compared([sent], [back])
    assert not found.same
    assert (found.missing, len(found.extra)) == ((sent,), 1)


def test_two_spellings_may_be_one_value() -> None:
    both = [literal("0.5", "decimal"), literal("0.50", "decimal")]
    assert compared(both, both[:1]).same
    assert compared(both[:1], both).same
    assert not compared(both, []).same


# -- the same answers from everywhere


@dataclass(frozen=True, slots=True)
class Places:
    """Where the same release answers queries, under three programs."""

    own: str
    oxigraph: str
    virtuoso: str


@pytest.fixture(scope="module")
def places(
    virtuoso: Store, oxigraph: Store, built_release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Places]:
    """This service, Oxigraph loaded from the N-Quads, Virtuoso by publishing."""
    del oxigraph  # skips where it is not installed
    data = (built_release.folder / DATA).read_bytes()
    made = tmp_path_factory.mktemp("oxigraph")
    with (
        running(built_release.folder, Settings(workers=1)) as own,
        oxigraph_server(made, options=("--union-default-graph",)) as other,
    ):
        answer = requests.post(
            other.graphs, data=data, headers={"Content-Type": "application/n-quads"}, timeout=60
        )
        answer.raise_for_status()
        sent = send(built_release.folder, to(virtuoso, Way.GRAPHS))
        # of the shipped documents Virtuoso changes no character
        assert {tuple(graph.respelled) for graph in sent.graphs} == {()}
        yield Places(f"{own}/sparql", other.query, virtuoso.query)
        virtuoso.clear(BASE)


def rows_of(endpoint: str, query: SavedQuery) -> tuple[list[str], list[list[str]]]:
    """Return the columns and the rows of a saved query with its example parameters.

    Numbers and booleans are compared by value: Virtuoso 7.2.5 tells 1 and true not apart, Oxigraph makes all whole
    numbers xsd:integer. In which order GROUP_CONCAT puts things together is not laid down (SPARQL 1.1, 18.5.1.7);
    the standard has it return a plain string, Oxigraph keeps a language that all parts share.
    """
    answer = requests.post(
        endpoint,
        data={"query": query.bind({}, base=BASE)},
        headers={"Accept": "application/sparql-results+json"},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text[:1000]
    found = answer.json()
    columns = [str(name) for name in found["head"]["vars"]]
    joined = set(re.findall(r"(?i)GROUP_CONCAT\(.*?\) +AS +\?(\w+)", query.text))
    return columns, [
        [plain(row.get(name), joined=name in joined) for name in columns]
        for row in found["results"]["bindings"]
    ]


def plain(cell: dict[str, str] | None, *, joined: bool) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    text, kind = cell["value"], cell.get("datatype", "").removeprefix(XSD)
    if kind in ("integer", "int", "decimal", "nonNegativeInteger", "double"):
        return str(float(text))
    if kind == "boolean":
        return str(text in ("1", "true"))
    if joined:
        return "; ".join(sorted(text.split("; ")))
    return " ".join(
        (cell["type"].removeprefix("typed-"), text, cell.get("xml:lang", ""), kind.removesuffix("string"))
    ).rstrip()


def test_every_saved_query_has_the_same_answers_everywhere(places: Places) -> None:
    queries = library().values()
    assert len(queries) >= 30
    answered = 0
    for query in queries:
        columns, rows = rows_of(places.own, query)
        assert columns == list(query.columns)
        answered += len(rows)
        for other in (places.oxigraph, places.virtuoso):
            assert rows_of(other, query) == (columns, rows), f"{query.name}: {other}"
    assert answered > 500

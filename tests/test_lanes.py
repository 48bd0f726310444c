"""Quick and long queries in lanes of their own, shares of clients, and what happens to workers."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from forderungsgraph.errors import (
    AnswerBrokenError,
    OverloadError,
    QueryLimitError,
    ReleaseError,
    ServiceError,
    TooManyQueriesError,
)
from forderungsgraph.formats import Format
from forderungsgraph.problems import problem_of
from forderungsgraph.sparql.answers import problem_response
from forderungsgraph.store import (
    Budget,
    Caller,
    Clients,
    EmbeddedStore,
    End,
    Outcome,
    Places,
    Share,
    Truth,
    WorkerPool,
    asking,
)
from forderungsgraph.store.callers import network
from forderungsgraph.store.lanes import History, Lane
from forderungsgraph.store.nursery import ForkNursery, SpawnNursery

QUADS = b'<http://a/s> <http://a/p> "x" <http://a/g> .\n'
NUMBERS = " ".join(str(number) for number in range(1000))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{{NUMBERS}}} VALUES ?b {{{NUMBERS}}} VALUES ?c {{{NUMBERS}}} VALUES ?d {{{NUMBERS}}} }}"
MILLION = f"SELECT ?a ?b {{ VALUES ?a {{{NUMBERS}}} VALUES ?b {{{NUMBERS}}} }}"
FOREVER = ENDLESS.replace("SELECT (COUNT(*) AS ?n)", "SELECT *")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="forks and signals of Linux")
T = TypeVar("T")


@dataclass
class Watched:
    """A pool and how its calls went."""

    pool: WorkerPool
    outcomes: list[Outcome] = field(default_factory=list)

    def ends(self) -> list[tuple[str, End]]:
        return [(outcome.lane, outcome.end) for outcome in self.outcomes]


@contextmanager
def watched(
    budget: Budget, places: Places | None = None, clients: Clients | None = None
) -> Iterator[Watched]:
    outcomes: list[Outcome] = []
    load = functools.partial(EmbeddedStore, QUADS)
    pool = WorkerPool(load, budget=budget, places=places, clients=clients, watch=outcomes.append)
    try:
        pool.warm()
        yield Watched(pool, outcomes)
    finally:
        pool.close()


class Background(threading.Thread):
    """A call in a thread of its own, with what it gave or raised."""

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._call = call
        self.result: object = None
        self.start()

    def run(self) -> None:
        try:
            self.result = self._call()
        except Exception as error:
            self.result = error

    def outcome(self) -> object:
        self.join(20)
        assert not self.is_alive()
        return self.result


def until(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(2000):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come to that")


def test_long_queries_leave_the_quick_ones_their_places() -> None:
    with watched(Budget(6.0, 2.0, quick=0.05), Places(quick=1, long=2, waiting=2)) as here:
        pool = here.pool
        running = [Background(lambda: pool.query(ENDLESS)) for _ in range(2)]
        until(lambda: pool.long.running == 2)
        assert pool.quick.running == 0
        assert pool.query("ASK { ?s ?p ?o }") == Truth(True)
        # a third is held still while it waits, and is turned away in the end
        with pytest.raises(OverloadError, match="belegt"):
            pool.query(ENDLESS.replace("?d", "?e"))
        assert pool.query("ASK { ?s ?p ?o }") == Truth(True)
        for one in running:
            assert isinstance(one.outcome(), QueryLimitError)
        assert here.ends()[-2:] == [("long", End.TIME)] * 2
        assert pool.query("ASK {}") == Truth(True)
        assert (pool.quick.running, pool.long.running, pool.long.waiting) == (0, 0, 0)


def test_a_held_query_goes_on_when_a_place_is_free() -> None:
    middling = MILLION.replace("SELECT ?a ?b", "SELECT (COUNT(*) AS ?n)")
    with watched(Budget(2.0, 5.0, quick=0.01), Places(quick=1, long=1, waiting=2)) as here:
        pool = here.pool
        first = Background(lambda: pool.query(ENDLESS))
        until(lambda: pool.long.running == 1)
        assert pool.serialise(middling, Format.CSV) == b"n\r\n1000000\r\n"
        assert isinstance(first.outcome(), QueryLimitError)
        assert ("long", End.DONE) in here.ends()


def test_what_was_long_begins_long() -> None:
    with watched(Budget(0.3, 1.0, quick=0.02), Places(quick=1, long=1, waiting=1)) as here:
        pool = here.pool
        with pytest.raises(QueryLimitError, match="abgebrochen"):
            pool.query(ENDLESS)
        assert pool.long.enter_at_once()
        with pytest.raises(OverloadError):
            pool.query(ENDLESS)
        pool.long.leave()
        assert [outcome.seconds for outcome in here.outcomes][1:] == [0.0]


def test_who_leaves_ends_the_work() -> None:
    gone = threading.Event()
    with watched(Budget(20, 1, quick=0.05)) as here:
        with asking(Caller("a", gone.is_set)):
            gone.set()
            with pytest.raises(QueryLimitError, match="nicht mehr da"):
                here.pool.query(ENDLESS)
        assert [end for _, end in here.ends()] == [End.LEFT]


def test_closing_a_stream_ends_the_work() -> None:
    with watched(Budget(20, 10)) as here:
        stream = here.pool.stream(FOREVER, Format.CSV)
        assert next(stream).startswith(b"a,b,c,d\r\n")
        stream.close()  # type: ignore[attr-defined]
        assert list(stream) == []
        assert [end for _, end in here.ends()] == [End.LEFT]
        assert here.pool.query("ASK {}") == Truth(True)


def test_a_stream_is_held_back_by_its_reader() -> None:
    with watched(Budget(20, 10)) as here:
        stream = here.pool.stream(FOREVER, Format.CSV)
        taken = sum(len(next(stream)) for _ in range(20))
        assert taken >= 20 * 65_536
        stream.close()  # type: ignore[attr-defined]
        assert here.outcomes[0].size < 10_000_000


def test_a_long_answer_arrives_whole() -> None:
    with watched(Budget(20, 10)) as here:
        answer = here.pool.serialise(MILLION, Format.TSV)
        assert answer.count(b"\n") == 1_000_001
        assert here.outcomes[0].size == len(answer)


@pytest.mark.parametrize(
    ("budget", "message"),
    [(Budget(answer=10), "mehr als 10 Bytes"), (Budget(rows=2), "mehr als 2 Zeilen")],
)
def test_answers_have_a_size(budget: Budget, message: str) -> None:
    with watched(budget) as here:
        with pytest.raises(QueryLimitError, match=message) as caught:
            here.pool.stream("SELECT ?a { VALUES ?a { 1111 2222 3333 4444 } }", Format.CSV)
        details = problem_of(caught.value, "SELECT")
        assert details.english is not None
        assert details.english.startswith("The answer has more than ")


def test_too_large_after_the_beginning_is_told_as_broken() -> None:
    with watched(Budget(answer=1_000_000)) as here:
        with pytest.raises(AnswerBrokenError) as caught:
            list(here.pool.stream(MILLION, Format.CSV))
        assert isinstance(caught.value.__cause__, QueryLimitError)
        assert here.pool.query("ASK {}") == Truth(True)


def test_time_over_after_the_beginning_is_told_as_broken() -> None:
    with watched(Budget(1.5, 1, quick=0.05, answer=1 << 50, rows=1 << 50)) as here:
        stream = here.pool.stream(FOREVER, Format.CSV)
        with pytest.raises(AnswerBrokenError) as caught:
            deque(stream, maxlen=0)
        assert "1.5 Sekunden" in str(caught.value.__cause__)


@LINUX
def test_killed_processes_are_replaced() -> None:
    with watched(Budget(20, 30), Places(quick=1, long=1, spare=0)) as here:
        pool = here.pool
        assert pool.query("ASK {}") == Truth(True)
        nursery = pool.nursery
        assert isinstance(nursery, ForkNursery)
        worker = pool.take(1)
        worker.process.kill()
        until(lambda: not _alive(worker.process.number))  # type: ignore[attr-defined]
        pool.give_back(worker)
        # it died while it was idle, which is not the next query's fault
        assert pool.query("ASK {}") == Truth(True)
        holder = nursery.process_id
        assert holder is not None
        os.kill(holder, signal.SIGKILL)
        until(lambda: not _alive(holder))
        # its workers die with it, perhaps one of them just now, with a query
        with contextlib.suppress(QueryLimitError):
            pool.query("ASK {}")
        assert pool.query("ASK { ?s ?p ?o }") == Truth(True)
        assert nursery.process_id != holder


def _alive(number: int) -> bool:
    try:
        with open(f"/proc/{number}/stat", encoding="ascii") as file:  # noqa: PTH123
            return file.read().split()[2] != "Z"
    except OSError:
        return False


@LINUX
def test_long_queries_let_others_go_first() -> None:
    nursery = ForkNursery(functools.partial(EmbeddedStore, QUADS), Budget())
    try:
        worker = nursery.start()
        number = worker.process.number  # type: ignore[attr-defined]
        worker.lower()
        until(lambda: os.getpriority(os.PRIO_PROCESS, number) == 5)
        worker.kill()
        until(lambda: not _alive(number))
    finally:
        nursery.close()


def test_workers_started_afresh_do_the_same() -> None:
    nursery = SpawnNursery(functools.partial(EmbeddedStore, QUADS), Budget())
    try:
        worker = nursery.start()
        worker.process.pause()
        worker.process.resume()
        worker.lower()
        from forderungsgraph.store.worker import packed

        worker.ask(packed("count", None))
        frame = worker.channel.receive(20)
        assert frame is not None
        assert frame.kind == b"v"
        worker.kill()
    finally:
        nursery.close()
    with pytest.raises(ServiceError):
        nursery.start()


@pytest.mark.parametrize("kind", [ForkNursery, SpawnNursery])
def test_unreadable_data_is_told(kind: type[ForkNursery] | type[SpawnNursery]) -> None:
    nursery = kind(functools.partial(EmbeddedStore, b"<a:a> ."), Budget())
    try:
        with pytest.raises(ReleaseError, match="nicht lesbar"):
            nursery.start()
    finally:
        nursery.close()


def test_places_are_given_in_the_order_of_arrival() -> None:
    lane = Lane("quick", 1, 2)
    assert lane.enter_at_once()
    order: list[str] = []

    def wait(name: str) -> None:
        lane.enter(20, lambda: False)
        order.append(name)
        lane.leave()

    first = Background(lambda: wait("first"))
    until(lambda: lane.waiting == 1)
    second = Background(lambda: wait("second"))
    until(lambda: lane.waiting == 2)
    assert not lane.enter_at_once()
    with pytest.raises(OverloadError):
        lane.enter(20, lambda: False)
    lane.leave()
    first.outcome()
    second.outcome()
    assert order == ["first", "second"]
    assert lane.running == 0


def test_who_left_gets_no_place() -> None:
    lane = Lane("quick", 0, 2)
    with pytest.raises(OverloadError):
        lane.enter(20, lambda: True)
    assert lane.waiting == 0


def test_history_remembers_what_was_long() -> None:
    history = History()
    history.note(b"a", long=True)
    assert history.was_long(b"a")
    history.note(b"a", long=False)
    assert not history.was_long(b"a")


def test_each_client_has_its_share() -> None:
    now = [0.0]
    clients = Clients(Share(queries=2, seconds=60), clock=lambda: now[0])
    clients.enter("a")
    clients.enter("a")
    with pytest.raises(TooManyQueriesError, match="laufen schon 2 Abfragen"):
        clients.enter("a")
    clients.enter("b")
    clients.leave("a", 40)
    clients.leave("a", 30)
    with pytest.raises(TooManyQueriesError, match="mehr als 60 Sekunden") as caught:
        clients.enter("a")
    assert caught.value.retry_after == 11
    response = problem_response(problem_of(caught.value, "ASK {}"))
    assert (response.status, response.header("Retry-After")) == (429, "11")
    assert b'"query": "ASK {}"' in response.content()
    now[0] = 11.0
    clients.enter("a")


def test_accounts_are_bounded() -> None:
    clients = Clients(Share(queries=1), most=2, clock=lambda: 0.0)
    for name in "abc":
        clients.enter(name)
    clients.enter("a")
    with pytest.raises(TooManyQueriesError):
        clients.enter("c")


def test_shares_are_counted_by_the_pool() -> None:
    clients = Clients(Share(queries=1, seconds=1000))
    with watched(Budget(20, 10), clients=clients) as here:
        with asking(Caller("a")):
            stream = here.pool.stream(FOREVER, Format.CSV)
            with pytest.raises(TooManyQueriesError):
                here.pool.query("ASK {}")
        assert here.pool.query("ASK {}") == Truth(True)
        stream.close()  # type: ignore[attr-defined]
        with asking(Caller("a")):
            assert here.pool.query("ASK {}") == Truth(True)
        assert [end for _, end in here.ends()] == [End.REFUSED, End.DONE, End.LEFT, End.DONE]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1%eth0", "2001:db8::/64"),
        ("::1", "::/64"),
        ("unix:", "unix:"),
    ],
)
def test_networks(address: str, name: str) -> None:
    assert network(address) == name

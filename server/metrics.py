"""What the service tells of itself to those who run it, in the text format of Prometheus.

Every name begins with ``forderungsgraph_``. Nothing tells of a query but its lane and its end.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric

from forderungsgraph.express.figures import BUCKETS, Figures
from forderungsgraph.store import Outcome, WorkerPool

from .readers import Readers

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_SMALL: Final = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)


class Metrics:
    """Counts since the service started; they outlive the release that is served."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._queries = Counter(
            "forderungsgraph_queries", "Queries by lane and end", ["lane", "end"], registry=registry
        )
        self._seconds = Histogram(
            "forderungsgraph_query_seconds",
            "Seconds that a worker was busy with a query",
            ["lane"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._waited = Histogram(
            "forderungsgraph_query_wait_seconds",
            "Seconds that a query waited for places",
            buckets=_SMALL,
            registry=registry,
        )
        self._bytes = Counter("forderungsgraph_answer_bytes", "Bytes made by workers", registry=registry)
        self._requests = Counter(
            "forderungsgraph_requests",
            "HTTP requests by way and status",
            ["way", "status"],
            registry=registry,
        )
        self._request_seconds = Histogram(
            "forderungsgraph_request_seconds",
            "Seconds from a request to the end of its answer",
            ["way"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._cache = Counter(
            "forderungsgraph_cache_lookups",
            "Look-ups by cache and result",
            ["cache", "result"],
            registry=registry,
        )
        self._reloads = Counter(
            "forderungsgraph_reloads", "Changes to a new release, by result", ["result"], registry=registry
        )
        # looking a label up costs more than counting
        self._ends = functools.cache(self._queries.labels)
        self._lanes = functools.cache(self._seconds.labels)
        self._statuses = functools.cache(self._requests.labels)
        self._ways = functools.cache(self._request_seconds.labels)
        self._cached: dict[str, Callable[[], int]] = {}
        self._pool: WorkerPool | None = None
        self._all_readers: list[Readers] = []
        self._settled = [0, 0]
        registry.register(self)

    def show(self, pool: WorkerPool | None, caches: dict[str, Callable[[], int]], readers: Readers) -> None:
        """Tell from now on of the lanes of this pool, the sizes of these caches and these readers."""
        self._pool = pool
        self._cached = caches
        self._all_readers.append(readers)

    def query(self, outcome: Outcome) -> None:
        """Count a query."""
        self._ends(outcome.lane, str(outcome.end)).inc()
        self._lanes(outcome.lane).observe(outcome.seconds)
        self._waited.observe(outcome.waited)
        self._bytes.inc(outcome.size)

    def request(self, way: str, status: int, seconds: float) -> None:
        """Count a request; ``way`` is ``sparql``, ``quick``, ``kept`` or ``page``."""
        self._statuses(way, str(status)).inc()
        self._ways(way).observe(seconds)

    def lookup(self, cache: str) -> Callable[[bool], None]:
        """Return what counts the look-ups in a cache."""
        hit = self._cache.labels(cache, "hit")
        miss = self._cache.labels(cache, "miss")
        return lambda found: (hit if found else miss).inc()

    def reload(self, result: str) -> None:
        """Count a change to a new release."""
        self._reloads.labels(result).inc()

    def text(self) -> bytes:
        """Return everything in the text format."""
        self._settle()
        return generate_latest(self._registry)

    def _figures(self) -> list[Figures]:
        return [figures for readers in self._all_readers for figures in readers.figures]

    def _settle(self) -> None:
        """Count what readers answered since the last time."""
        figures = self._figures()
        for place, (way, number) in enumerate(
            (("kept", sum(one.kept for one in figures)), ("quick", sum(one.quick for one in figures)))
        ):
            self._statuses(way, "200").inc(number - self._settled[place])
            self._settled[place] = number

    def collect(self) -> Iterator[Metric]:
        """Yield what is read at the moment of asking; called by the registry."""
        pool = self._pool
        if pool is None:
            return
        figures = self._figures()
        total = 0
        buckets = []
        for place, most in enumerate((*map(str, BUCKETS), "+Inf")):
            total += sum(one.buckets[place] for one in figures)
            buckets.append((most, float(total)))
        yield HistogramMetricFamily(
            "forderungsgraph_quick_seconds",
            "Seconds that readers took for an answer",
            buckets=buckets,
            sum_value=sum(one.seconds for one in figures),
        )
        running = GaugeMetricFamily("forderungsgraph_queries_running", "Queries under way", labels=["lane"])
        waiting = GaugeMetricFamily(
            "forderungsgraph_queries_waiting", "Queries in the queue", labels=["lane"]
        )
        for lane in (pool.quick, pool.long):
            running.add_metric([lane.name], lane.running)
            waiting.add_metric([lane.name], lane.waiting)
        yield running
        yield waiting
        yield GaugeMetricFamily("forderungsgraph_workers_idle", "Workers that wait for queries", pool.idle)
        cached = GaugeMetricFamily("forderungsgraph_cache_bytes", "Bytes that are kept", labels=["cache"])
        for name, size in self._cached.items():
            cached.add_metric([name], size())
        yield cached
        memory = GaugeMetricFamily("forderungsgraph_memory_bytes", "Memory in use", labels=["process"])
        holder = getattr(pool.nursery, "process_id", None)
        for name, number in (("service", "self"), ("store", holder)):
            resident = _memory(number)
            if resident is not None:
                memory.add_metric([name], resident)
        yield memory


def _memory(process: object) -> int | None:
    """Return the resident bytes of a process, None where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
    except (OSError, StopIteration, ValueError):
        return None

"""What can be set when the server starts."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path

from forderungsgraph.memory import processors
from forderungsgraph.sparql import Access
from forderungsgraph.store import Budget, Limits, Places, Share


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that the server waits for a client, and how many connections one may hold.

    :param head: from the first byte of a request to the end of its headers
    :param body: for the whole body
    :param rest: between two requests on one connection
    :param reading: for a client to take what was sent
    :param connections: that one client may hold at the same time
    """

    head: float = 10.0
    body: float = 30.0
    rest: float = 15.0
    reading: float = 30.0
    connections: int = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the server.

    :param workers: long queries of strangers at the same time
    :param budget: time and memory of one query
    :param readers: processes that answer small queries on the spot (:mod:`forderungsgraph.express`), none: 0
    :param places: quick queries at the same time, and how many wait; ``long`` is ``workers``
    :param share: what one client may use
    :param limits: size and depth of one query
    :param largest_body: bytes of a request
    :param in_memory: bytes of N-Quads up to which the data is served from memory, beyond from disk; a
        million triples are about 150 MB of N-Quads and 950 MB in memory, which all workers share
    :param cache: bytes of answers that are kept
    :param patience: how long clients may take
    :param proxies: addresses of reverse proxies whose ``X-Forwarded-For`` is believed
    :param access: who may change the data; None: nobody, and the service is read-only
    :param largest_upload: bytes of a request that changes the data
    :param page_size: links on one page of a list
    :param rows: rows of a result on one page
    :param links: file of the short links; None: ``.forderungsgraph-links.sqlite`` beside the release
    """

    workers: int = 2
    readers: int = field(default_factory=lambda: min(processors(), 4))
    budget: Budget = field(default_factory=Budget)
    places: Places = field(default_factory=Places)
    share: Share = field(default_factory=Share)
    limits: Limits = field(default_factory=Limits)
    largest_body: int = 2_000_000
    in_memory: int = 1_000_000_000
    cache: int = 64_000_000
    patience: Patience = field(default_factory=Patience)
    proxies: frozenset[str] = frozenset()
    access: Access | None = None
    largest_upload: int = 100_000_000
    page_size: int = 50
    rows: int = 100
    links: Path | None = None

    @classmethod
    def of(cls, options: Namespace) -> Settings:
        """Return the settings that are given on the command line; the others are the usual ones."""
        return cls(
            workers=options.workers,
            budget=Budget(seconds=float(options.timeout), memory=options.memory << 20),
            in_memory=options.in_memory * 1_000_000,
            proxies=frozenset(options.proxy),
        )

"""What can be set when the server starts."""

from __future__ import annotations

from dataclasses import dataclass, field

from forderungsgraph.store import Budget, Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the server.

    :param workers: processes that answer queries of strangers at the same time
    :param budget: time and memory of one such query
    :param limits: size and depth of one such query
    :param largest_body: bytes of a request
    :param page_size: links on one page of a list
    :param rows: rows of a result on one page
    """

    workers: int = 2
    budget: Budget = field(default_factory=Budget)
    limits: Limits = field(default_factory=Limits)
    largest_body: int = 2_000_000
    page_size: int = 50
    rows: int = 100

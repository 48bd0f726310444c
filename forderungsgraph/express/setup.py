"""What a reader is told when it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forderungsgraph.sparql import Edition


@dataclass(frozen=True, slots=True)
class Setup:
    """What a reader needs beside the store.

    :param security: headers of every answer
    :param kept: bytes of answers that are kept
    :param rest: seconds that a connection may rest
    :param moment: seconds after which a reader stops itself for a query
    :param memory: bytes above the store
    :param proxies: addresses of reverse proxies whose ``X-Forwarded-For`` is believed
    :param told: whether a line is written per request
    """

    edition: Edition
    security: Mapping[str, str]
    kept: int
    rest: float
    memory: int
    proxies: frozenset[str] = frozenset()
    moment: float = 0.05
    told: bool = False

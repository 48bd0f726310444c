"""Who asks: set by whoever takes a request, read by the pool that runs its query.

A context variable, so that the stores' interface stays the same for pages, programs and tests.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final


def _there() -> bool:
    return False


def _unheard(_seconds: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A client on whose behalf a query runs.

    :param name: what its share is counted by, see :func:`network`
    :param gone: tells whether it has left; its work is stopped then
    :param note: is told how many seconds of a processor its query took, where that is known
    """

    name: str
    gone: Callable[[], bool] = _there
    note: Callable[[float], None] = _unheard


_CURRENT: Final[ContextVar[Caller | None]] = ContextVar("caller", default=None)


def current() -> Caller | None:
    """Return the client that is being served; None for the service's own questions."""
    return _CURRENT.get()


@contextmanager
def asking(caller: Caller | None) -> Iterator[None]:
    """Let what runs inside be asked by a client."""
    token = _CURRENT.set(caller)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@functools.lru_cache(4096)
def network(address: str) -> str:
    """Return what a client's share is counted by: its address, of IPv6 the /64 that one customer has.

    >>> network("2001:db8:1:2:3::9"), network("::ffff:192.0.2.7"), network("192.0.2.7")
    ('2001:db8:1:2::/64', '192.0.2.7', '192.0.2.7')
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"


def client_name(address: str, forwarded: str, proxies: Collection[str]) -> str:
    """Return what a client's share is counted by, where it may have come through our own proxies.

    :param forwarded: value of the header X-Forwarded-For, believed from ``proxies`` only

    >>> client_name("127.0.0.1", "203.0.113.5, 192.0.2.7", {"127.0.0.1"})
    '192.0.2.7'
    """
    if address in proxies:
        parts = [part.strip() for part in forwarded.split(",")]
        strangers = [part for part in parts if part and part not in proxies]
        address = strangers[-1] if strangers else address
    return network(address)

"""One writable server for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance.runner import Endpoint
from tests.conformance.service import writable


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a writable server that began empty."""
    with writable() as found:
        yield found


@pytest.fixture(scope="session")
def endpoint(address: str) -> Iterator[Endpoint]:
    """A connection to that server."""
    made = Endpoint(address)
    yield made
    made.close()

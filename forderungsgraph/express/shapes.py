"""The shape of a query: what is left of it when IRIs and strings are taken out.

Queries of one shape have the same words and signs in the same places, so that a look at the tokens
(:func:`forderungsgraph.store.scan`) tells the same of all of them, and mostly take about as long. A shape is
quick once a few queries of it were; that they will be again is likely, not sure.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import Final

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.store import Scan, scan

# the tokens of forderungsgraph.store.scan that may hold signs and words which mean nothing there
_CONSTANT: Final = re.compile(
    r"""
      \#[^\r\n]*
    | <[^\x00-\x20<>"{}|^`\\]*>
    | \"\"\"(?:[^"]|"(?!""))*\"\"\" | '''(?:[^']|'(?!''))*'''
    | "[^"\r\n]*" | '[^'\r\n]*'
    """,
    re.VERBOSE,
)
_LONGEST: Final = 10_000
_QUICK: Final = 0.005
_SLOW: Final = 0.1
_PROOFS: Final = 2
_PROVEN: Final = 1000
_REMEMBERED: Final = 4096


def shape(text: str) -> str | None:
    """Return the shape of a query; None if it has none that is sure.

    With backslashes, what looks like the beginning of a string may be part of a name. Constants before the
    first brace are part of the shape, since prefixes decide what names mean.

    >>> shape('ASK { ?s ?p "a {" }') == shape("ASK { ?s ?p <b:c> }") != shape("ASK { ?s ?p ?o }")
    True
    """
    if len(text) > _LONGEST or "\\" in text:
        return None
    return "\0".join((text[: text.find("{") + 1], *_CONSTANT.split(text)))


def suited(text: str) -> Scan | None:
    """Return what the tokens tell of a query, if a reader may answer its like: no graphs chosen, well formed."""
    try:
        scanned = scan(text)
    except ForderungsgraphError:
        return None
    return None if scanned.default_graphs or scanned.named_graphs or scanned.undeclared else scanned


class Shapes:
    """Which shapes proved quick; the others are forgotten in the order of their last query."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._proofs: OrderedDict[str, int] = OrderedDict()
        self._proven: dict[str, str] = {}

    @property
    def samples(self) -> tuple[str, ...]:
        """A query of each proven shape."""
        with self._lock:
            return tuple(self._proven.values())

    def note(self, text: str, seconds: float) -> bool:
        """Note how long a query took; tell whether its shape is proven by that."""
        found = shape(text)
        if found is None or found in self._proven:
            return False
        with self._lock:
            proofs = self._proofs.pop(found, 0)
            if seconds > _SLOW or proofs < 0:
                self._keep(found, -1)
                return False
            self._keep(found, proofs + (seconds < _QUICK))
            if proofs + 1 < _PROOFS or seconds >= _QUICK or len(self._proven) >= _PROVEN:
                return False
            if suited(text) is None:
                self._keep(found, -1)
                return False
            self._proven[found] = text
            return True

    def ban(self, text: str) -> None:
        """Note that a query of a proven shape was slow."""
        found = shape(text)
        if found is not None:
            with self._lock:
                self._proven.pop(found, None)
                self._keep(found, -1)

    def _keep(self, found: str, proofs: int) -> None:
        self._proofs[found] = proofs
        self._proofs.move_to_end(found)
        if len(self._proofs) > _REMEMBERED:
            self._proofs.popitem(last=False)

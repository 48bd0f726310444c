"""The express counter: processes that answer small queries on the spot, without a thread or a second process.

A reader is forked from the process that holds the loaded store and shares its memory. It is handed
connections that stay open, and answers on them what was asked before (by the bytes of the request) and what
has the shape of queries that proved quick (:mod:`.shapes`). With everything else it gives the connection
back. No query can be stopped from inside, so a reader watches its own clock: if a query takes longer than a
moment, it gives all connections back, that of the slow query with the request, and ends (:mod:`.reader`).
"""

from __future__ import annotations

from .heads import HEAD, Whole, head_of, plain, whole
from .kept import Kept
from .setup import Setup

__all__ = ["HEAD", "Kept", "Setup", "Whole", "head_of", "plain", "whole"]

"""Stores that answer SPARQL, behind one small interface: embedded now, remote ones alike."""

from __future__ import annotations

from .base import DEFAULT, Dataset, Store
from .budget import Budget, Places, Share
from .callers import Caller, asking
from .chunks import Chunks
from .clients import Clients
from .disk import DiskStore
from .embedded import EmbeddedStore
from .endpoint import Endpoint
from .forked import ForkedStore
from .mutable import MutableStore, WritableStore
from .pool import WorkerPool
from .remote import RemoteStore
from .remotepool import RemotePool
from .run import End, Outcome
from .scan import Form, Limits, Scan, scan
from .values import Bindings, Blank, Iri, Literal, Result, Term, Triples, Truth

__all__ = [
    "DEFAULT",
    "Bindings",
    "Blank",
    "Budget",
    "Caller",
    "Chunks",
    "Clients",
    "Dataset",
    "DiskStore",
    "EmbeddedStore",
    "End",
    "Endpoint",
    "ForkedStore",
    "Form",
    "Iri",
    "Limits",
    "Literal",
    "MutableStore",
    "Outcome",
    "Places",
    "RemotePool",
    "RemoteStore",
    "Result",
    "Scan",
    "Share",
    "Store",
    "Term",
    "Triples",
    "Truth",
    "WorkerPool",
    "WritableStore",
    "asking",
    "scan",
]

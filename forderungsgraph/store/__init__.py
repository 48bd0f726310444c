"""Stores that answer SPARQL, behind one small interface: embedded now, remote ones alike."""

from __future__ import annotations

from .base import DEFAULT, Dataset, Store
from .embedded import EmbeddedStore
from .pool import Budget, WorkerPool
from .scan import Form, Limits, Scan, scan
from .values import Bindings, Blank, Iri, Literal, Result, Term, Triples, Truth

__all__ = [
    "DEFAULT",
    "Bindings",
    "Blank",
    "Budget",
    "Dataset",
    "EmbeddedStore",
    "Form",
    "Iri",
    "Limits",
    "Literal",
    "Result",
    "Scan",
    "Store",
    "Term",
    "Triples",
    "Truth",
    "WorkerPool",
    "scan",
]

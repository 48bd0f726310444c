"""The model as triples; the only package that knows how the ontology's terms are used."""

from __future__ import annotations

from .acts import act_lines
from .contacts import has_contact, without_contacts
from .documents import Source, demand_key, document_graph, keyed_demands
from .figures import Tally
from .lawstate import period
from .lineage import lineage_graph
from .outcome import Claim, Claims, Suggestion, Wanted, outcome_graph
from .provenance import provenance_graph
from .registers import register_graphs
from .status import StatusGraph, status_graph

__all__ = [
    "Claim",
    "Claims",
    "Source",
    "StatusGraph",
    "Suggestion",
    "Tally",
    "Wanted",
    "act_lines",
    "demand_key",
    "document_graph",
    "has_contact",
    "keyed_demands",
    "lineage_graph",
    "outcome_graph",
    "period",
    "provenance_graph",
    "register_graphs",
    "status_graph",
    "without_contacts",
]

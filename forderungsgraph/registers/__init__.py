"""What is known beforehand: laws, bodies, services, programmes, principles, events, territories.

The tables lie in ``data/registers/`` (reviewed facts, each with source and certainty) and
``data/lexicon/names_*.csv`` (mere names by which texts are searched). ``data/registers/README.md``
explains every column.
"""

from __future__ import annotations

from .kinds import (
    EventKind,
    LawKind,
    LawRelationKind,
    OrganisationClass,
    PartialDate,
    SourceKind,
    TerritoryKind,
)
from .lookup import name_key
from .read import Registers, read_registers
from .rows import (
    Event,
    Law,
    LawEvent,
    LawName,
    LawRelation,
    LawVersion,
    LexiconName,
    Office,
    Organisation,
    OrganisationName,
    Principle,
    PrincipleName,
    Process,
    Programme,
    ProgrammeName,
    Provision,
    Service,
    ServiceInstance,
    ServiceName,
    Source,
    Territory,
)

__all__ = [
    "Event",
    "EventKind",
    "Law",
    "LawEvent",
    "LawKind",
    "LawName",
    "LawRelation",
    "LawRelationKind",
    "LawVersion",
    "LexiconName",
    "Office",
    "Organisation",
    "OrganisationClass",
    "OrganisationName",
    "PartialDate",
    "Principle",
    "PrincipleName",
    "Process",
    "Programme",
    "ProgrammeName",
    "Provision",
    "Registers",
    "Service",
    "ServiceInstance",
    "ServiceName",
    "Source",
    "SourceKind",
    "Territory",
    "TerritoryKind",
    "name_key",
    "read_registers",
]

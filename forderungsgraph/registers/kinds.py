"""Kinds of cells in the register tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

Key = NewType("Key", str)
"""Identifier of a row: lower case ASCII letters, digits, single hyphens; part of an IRI."""

PartialDate = NewType("PartialDate", str)
"""Lexical form of xsd:date, xsd:gYearMonth or xsd:gYear: ``2019-11-02``, ``2024-07``, ``2017``."""

Url = NewType("Url", str)
"""Absolute http or https address."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field whose cell names a row (or rows) of ``table``."""

    table: str


class SourceKind(StrEnum):
    """What a source is."""

    DOCUMENT = "document"  # one of the texts of data/corpus
    OFFICIAL = "official"  # published law, parliamentary paper, official register
    PRESS = "press"
    PROJECT = "project"  # compiled and judged by the project; the citation says from what
    VOCABULARY = "vocabulary"


class LawKind(StrEnum):
    """Kinds of legal acts."""

    ACT = "act"
    REGULATION = "regulation"
    EU_REGULATION = "eu-regulation"
    EU_DIRECTIVE = "eu-directive"
    TREATY = "treaty"
    CONSTITUTION = "constitution"
    STATUTE = "statute"
    DRAFT = "draft"


class EventKind(StrEnum):
    """What happens to a law or to a bill; concepts of the scheme ``event-kind``."""

    INTRODUCED = "introduced"
    PASSED = "passed"
    CONSENT_REFUSED = "consent-refused"
    MEDIATION = "mediation"
    MEDIATION_RESULT = "mediation-result"
    ADOPTED = "adopted"
    PROMULGATED = "promulgated"
    ENTRY_INTO_FORCE = "entry-into-force"
    AMENDED = "amended"
    INSERTED = "inserted"
    REPEALED = "repealed"
    DEADLINE = "deadline"
    REVIEW = "review"


class LawRelationKind(StrEnum):
    """How a law relates to another one."""

    AMENDS = "amends"
    PART_OF = "part-of"
    BASED_ON = "based-on"
    IMPLEMENTS = "implements"
    REPLACES = "replaces"


class OrganisationClass(StrEnum):
    """Local names of the ontology's classes of actors."""

    ASSOCIATION = "Association"
    MUNICIPAL_ASSOCIATION = "MunicipalAssociation"
    SPECIALIST_ASSOCIATION = "SpecialistAssociation"
    PARLIAMENTARY_GROUP = "ParliamentaryGroup"
    PARTY = "Party"
    INITIATIVE = "Initiative"
    COMPANY = "Company"
    PUBLIC_BODY = "PublicBody"
    GOVERNMENT = "Government"
    PARLIAMENT = "Parliament"
    AUTHORITY = "Authority"
    MUNICIPALITY = "Municipality"
    LEVEL_OF_GOVERNMENT = "LevelOfGovernment"


class TerritoryKind(StrEnum):
    """Kinds of territories."""

    UNION = "union"
    COUNTRY = "country"
    STATE = "state"

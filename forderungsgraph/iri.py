"""Namespaces and identifiers. Every term of the ontology is declared here; a typo raises.

The vocabulary's namespace is fixed; identifiers of things live below a base IRI that whoever builds
the graph may choose, so that any host can make them dereferenceable.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

DEFAULT_BASE: Final = "https://w3id.org/forderungsgraph/"

OA: Final = Namespace("http://www.w3.org/ns/oa#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
SCHEMA: Final = Namespace("https://schema.org/")


class FG(DefinedNamespace):
    """Terms of ``ontology/forderungsgraph.ttl``; the definitions live there, in German and English."""

    _fail = True
    _NS = Namespace("https://w3id.org/forderungsgraph/def#")

    # demands
    Demand: URIRef
    Rejection: URIRef
    Amount: URIRef
    StatusObservation: URIRef
    demandedBy: URIRef
    demands: URIRef
    addressedTo: URIRef
    indirectlyTo: URIRef
    spokenBy: URIRef
    concernsLaw: URIRef
    demandsEnactment: URIRef
    demandsAmendment: URIRef
    demandsEntryIntoForce: URIRef
    reliesOn: URIRef
    touchesLaw: URIRef
    refersToVersion: URIRef
    refersToProcess: URIRef
    concernsService: URIRef
    demandsService: URIRef
    concernsProgramme: URIRef
    concernsPrinciple: URIRef
    topic: URIRef
    speechAct: URIRef
    demandKind: URIRef
    instrument: URIRef
    targetGroup: URIRef
    strength: URIRef
    wording: URIRef
    section: URIRef
    deadline: URIRef
    deadlineText: URIRef
    amount: URIRef
    amountValue: URIRef
    amountCurrency: URIRef
    amountText: URIRef
    condition: URIRef
    repeats: URIRef
    specifies: URIRef
    contradicts: URIRef
    hasStatus: URIRef
    status: URIRef
    observedOn: URIRef
    officialStatement: URIRef
    examinedOn: URIRef
    observer: URIRef
    SuggestedStatus: URIRef
    hasSuggestedStatus: URIRef
    examination: URIRef

    # actors
    Actor: URIRef
    Association: URIRef
    MunicipalAssociation: URIRef
    SpecialistAssociation: URIRef
    ParliamentaryGroup: URIRef
    Party: URIRef
    Initiative: URIRef
    Company: URIRef
    PublicBody: URIRef
    Government: URIRef
    Parliament: URIRef
    Authority: URIRef
    Municipality: URIRef
    LevelOfGovernment: URIRef
    Territory: URIRef
    territory: URIRef

    # law
    Law: URIRef
    Provision: URIRef
    LawVersion: URIRef
    LegislativeProcess: URIRef
    LegislativeEvent: URIRef
    abbreviation: URIRef
    amends: URIRef
    versionOf: URIRef
    aimsAt: URIRef
    eventOf: URIRef
    eventKind: URIRef
    citation: URIRef
    entryIntoForce: URIRef
    LawDivision: URIRef
    inDivision: URIRef
    position: URIRef
    lastAmendment: URIRef
    lastAmendedOn: URIRef

    # services and other concepts
    BasicService: URIRef
    ServiceInstance: URIRef
    Programme: URIRef
    Principle: URIRef
    Event: URIRef
    Topic: URIRef
    instanceOf: URIRef
    regulatedBy: URIRef
    operatedBy: URIRef
    succeededBy: URIRef
    negativeLabel: URIRef
    validFrom: URIRef
    validTo: URIRef

    # documents and evidence
    Document: URIRef
    Resolution: URIRef
    Decision: URIRef
    PressRelease: URIRef
    Motion: URIRef
    PositionPaper: URIRef
    Statement: URIRef
    DemandCatalogue: URIRef
    Article: URIRef
    Interview: URIRef
    ElectionProgramme: URIRef
    CoalitionAgreement: URIRef
    ParliamentaryQuestion: URIRef
    Paper: URIRef
    Report: URIRef
    OpenLetter: URIRef
    Passage: URIRef
    statedIn: URIRef
    states: URIRef
    evidence: URIRef
    mentions: URIRef
    documentNumber: URIRef
    dateCertainty: URIRef
    originalDigest: URIRef
    originalMediaType: URIRef
    textDigest: URIRef
    adoptedAt: URIRef

    # lineage
    DemandRelation: URIRef
    Lineage: URIRef
    LineageRun: URIRef
    TopicLine: URIRef
    fromDemand: URIRef
    toDemand: URIRef
    relationKind: URIRef
    relationGround: URIRef
    similarity: URIRef
    suggestion: URIRef
    sharedTerm: URIRef
    sharedThing: URIRef
    addedWords: URIRef
    removedWords: URIRef
    methodVersion: URIRef
    hasMember: URIRef
    hasStep: URIRef
    lineOf: URIRef
    memberCount: URIRef

    # provenance
    ExtractionRun: URIRef
    Assertion: URIRef
    rule: URIRef
    confidence: URIRef
    certainty: URIRef
    inRegister: URIRef
    softwareVersion: URIRef
    reviewedBy: URIRef
    reviewedOn: URIRef
    reviewNote: URIRef


PREFIXES: Final[dict[str, str]] = {
    "fg": str(FG._NS),
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": str(OA),
    "eli": str(ELI),
    "dcat": "http://www.w3.org/ns/dcat#",
    "schema": str(SCHEMA),
    "spdx": str(SPDX),
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
}

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def slug(text: str, *, limit: int = 60) -> str:
    """Return ``text`` as a part of an IRI: lower case ASCII letters, digits and hyphens.

    >>> slug("Städte- und Gemeindebund (NRW)")
    'staedte-und-gemeindebund-nrw'
    """
    plain = unicodedata.normalize("NFC", text).translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:limit].strip("-") or "x"


def text_key(text: str) -> str:
    """Return 10 hexadecimal digits that depend on the letters and digits of ``text`` only.

    Line breaks, hyphenation, punctuation and case do not change the key, so that a re-extraction with
    shifted offsets keeps the identifier of a demand.
    """
    letters = "".join(ch for ch in unicodedata.normalize("NFC", text).casefold() if ch.isalnum())
    return hashlib.sha256(letters.encode("utf-8")).hexdigest()[:10]


class Iris:
    """Makes the identifiers below one base IRI."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+/", base):
            raise ValueError(f"base IRI must be absolute http(s) and end in a slash: {base!r}")
        self.base = base

    def thing(self, kind: str, key: str) -> URIRef:
        """Return the identifier of a thing, e.g. ``…/id/law/ozg``."""
        return URIRef(f"{self.base}id/{kind}/{key}")

    def graph(self, *parts: str) -> URIRef:
        """Return the name of a graph, e.g. ``…/graph/document/nst-2019``."""
        return URIRef(f"{self.base}graph/{'/'.join(parts)}")

    def concept(self, scheme: str, key: str) -> URIRef:
        """Return the identifier of a SKOS concept, e.g. ``…/id/speech-act/request``.

        Concepts belong to the vocabulary, so they do not move with the base IRI.
        """
        return URIRef(f"{DEFAULT_BASE}id/{scheme}/{key}")

    def scheme(self, scheme: str) -> URIRef:
        """Return the identifier of a SKOS concept scheme, e.g. ``…/scheme/speech-act``."""
        return URIRef(f"{DEFAULT_BASE}scheme/{scheme}")

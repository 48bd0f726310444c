"""The trace of a demand: provision, act and version, basic service, what became of it; each edge with its source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forderungsgraph.store import Iri

from ..site import site
from .asking import Record, ask, values

_DIRECT: Final = """
SELECT ?property ?target ?graph WHERE {{
  GRAPH ?graph {{ {thing} ?property ?target }}
  FILTER(?property IN (
    fg:demandsEnactment, fg:demandsAmendment, fg:demandsEntryIntoForce, fg:reliesOn, fg:concernsLaw,
    fg:demandsService, fg:concernsService, fg:refersToVersion, fg:refersToProcess
  ))
}} ORDER BY ?property ?target ?graph
"""
_FURTHER: Final = """
SELECT DISTINCT ?source ?property ?target WHERE {{
  VALUES ?source {{ {sources} }}
  ?source ?property ?target .
  FILTER(?property IN (eli:is_part_of, fg:versionOf, fg:regulatedBy, fg:instanceOf, fg:aimsAt) && ISIRI(?target))
}} ORDER BY ?source ?property ?target
"""
_REASONS: Final = """
SELECT ?property ?target ?rule ?confidence ?certainty ?quote WHERE {{
  ?assertion rdf:subject {thing} ; rdf:predicate ?property ; rdf:object ?target ; fg:rule ?rule .
  OPTIONAL {{ ?assertion fg:confidence ?confidence }}
  OPTIONAL {{ ?assertion fg:certainty ?certainty }}
  # the subject again: a store that joins this part as a whole would read the evidence of every assertion
  OPTIONAL {{ ?assertion rdf:subject {thing} ; fg:evidence/oa:hasSelector/oa:exact ?quote }}
}} ORDER BY ?property ?target ?quote
"""
_HOPS: Final = 3


class Origin(StrEnum):
    """Where an edge comes from."""

    STATED = "stated"
    CONCLUDED = "concluded"
    """by a rule from what the document says and the day of its date"""
    REGISTER = "register"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Edge:
    """One step of a trace.

    :param hop: 1 for what the demand itself says, more for what follows from there
    :param rule: that found it in the text; empty for edges of registers and conclusions
    :param quote: words of the document that say so; empty where none are stored
    """

    hop: int
    source: Iri
    heading: str
    target: Iri
    origin: Origin
    rule: str = ""
    confidence: str = ""
    quote: str = ""


def trace_of(iri: str) -> list[Edge]:
    """Return the edges that lead away from a demand to law and services, step by step.

    A conclusion is left out where a stated link to the same thing says more exactly what it is.
    """
    thing = Iri(iri)
    reasons: dict[tuple[str, str], Record] = {}
    for record in ask(_REASONS.format(thing=thing.sparql())):
        reasons.setdefault((record["property"].value, record["target"].value), record)
    stated: list[Edge] = []
    concluded: list[Edge] = []
    for record in ask(_DIRECT.format(thing=thing.sparql())):
        target, about = record["target"], record["property"].value
        if not isinstance(target, Iri):
            continue
        heading = site().labels.heading(about)
        if record["graph"].value.endswith("graph/inferred"):
            concluded.append(Edge(1, thing, heading, target, Origin.INFERRED))
            continue
        told = reasons.get((about, target.value), {})
        texts = {name: told[name].value if name in told else "" for name in ("rule", "confidence", "quote")}
        inferred = "certainty" in told and told["certainty"].value.endswith("/inferred")
        origin = Origin.CONCLUDED if inferred else Origin.STATED
        stated.append(Edge(1, thing, heading, target, origin, **texts))
    edges = stated + _further(stated)
    reached = {edge.target for edge in edges}
    return edges + [edge for edge in dict.fromkeys(concluded) if edge.target not in reached]


def _further(edges: list[Edge]) -> list[Edge]:
    found: list[Edge] = []
    seen = {edge.target for edge in edges}
    front = sorted(seen, key=lambda target: target.value)
    for hop in range(2, _HOPS + 1):
        if not front:
            break
        step: list[Edge] = []
        for record in ask(_FURTHER.format(sources=values(iri.value for iri in front))):
            source, target = record["source"], record["target"]
            if isinstance(source, Iri) and isinstance(target, Iri):
                heading = site().labels.heading(record["property"].value)
                step.append(Edge(hop, source, heading, target, Origin.REGISTER))
        found += step
        front = sorted({edge.target for edge in step} - seen, key=lambda target: target.value)
        seen |= set(front)
    return found

"""What a demand is linked to, by which predicate, and where the text says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from rdflib import Graph, URIRef

from forderungsgraph.convert.calibration import shipped_calibration
from forderungsgraph.iri import FG
from forderungsgraph.model import Actor, Certainty, Demand, EntityKind, Instrument, Mention, Origin, Span

from .entities import Entities
from .lawstate import VERSION_OF_DAY, processes_on, version_on

_LAW_INSTRUMENTS: Final[dict[Instrument, URIRef]] = {
    Instrument.ENTRY_INTO_FORCE: FG.demandsEntryIntoForce,
    Instrument.AMENDMENT: FG.demandsAmendment,
    Instrument.LEGISLATION: FG.demandsEnactment,
}
_CONCERNS: Final[dict[EntityKind, URIRef]] = {
    EntityKind.LAW: FG.concernsLaw,
    EntityKind.SERVICE: FG.concernsService,
    EntityKind.PROGRAMME: FG.concernsProgramme,
    EntityKind.PRINCIPLE: FG.concernsPrinciple,
}


# kinds of links of which it was measured how often they are right
_MEASURED: Final[dict[EntityKind, str]] = {EntityKind.LAW: "laws", EntityKind.SERVICE: "services"}
_CERTAINTIES: Final[dict[Origin, Certainty]] = {
    Origin.STATED: Certainty.STATED,
    Origin.INHERITED: Certainty.INFERRED,
    Origin.DOCUMENT: Certainty.INFERRED,
    Origin.REVIEWED: Certainty.CHECKED,
}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a demand.

    :param confidence: how likely it is right if its demand is one
    :param spans: where the text names the target; empty where it follows from the demand as a whole
    """

    predicate: URIRef
    target: URIRef
    rule: str
    certainty: Certainty
    confidence: float
    spans: tuple[Span, ...] = ()


def demand_links(
    demand: Demand, source: str, day: str | None, entities: Entities, graph: Graph
) -> tuple[Link, ...]:
    """Return the links of a demand, one per predicate and target, and describe unknown targets in ``graph``.

    :param source: the text of the document
    :param day: of the document; a month or year alone, too
    """
    merged: dict[tuple[URIRef, URIRef], Link] = {}
    for link in (*_all_links(demand, source, entities, graph), *_states(demand, day, entities)):
        known = merged.get((link.predicate, link.target))
        if known is not None:
            spans = tuple(sorted({*known.spans, *link.spans}))
            link = replace(known, confidence=max(known.confidence, link.confidence), spans=spans)
        merged[link.predicate, link.target] = link
    return tuple(merged.values())


def _all_links(demand: Demand, source: str, entities: Entities, graph: Graph) -> Iterator[Link]:
    for predicate, kind, actors in (
        (FG.demandedBy, "demander", demand.demanders),
        (FG.addressedTo, "addressee", demand.addressees),
    ):
        for actor in actors:
            yield _actor_link(predicate, kind, actor, entities, graph)
    for mention in demand.mentions:
        concerns = mention_predicate(demand, mention)
        if concerns is None:
            continue
        target = entities.mention(graph, mention)
        certainty = Certainty.CHECKED if mention.rule == Origin.REVIEWED else Certainty.STATED
        confidence = _confidence(_MEASURED.get(mention.kind, ""), mention.rule, certainty)
        yield Link(concerns, target, mention.rule, certainty, confidence, (mention.span,))
        if mention.kind is EntityKind.SERVICE:
            instance = entities.instance(mention, source[mention.span.start : mention.span.end])
            if instance is not None:
                yield Link(FG.concernsService, instance, mention.rule, certainty, confidence, (mention.span,))


def _states(demand: Demand, day: str | None, entities: Entities) -> Iterator[Link]:
    """Yield in which state the laws that are named were on the day of the demand."""
    for mention in demand.mentions:
        if mention.kind is not EntityKind.LAW or mention.key is None or day is None:
            continue
        # the state follows from the day; as doubtful as that the law is meant
        confidence = _confidence(_MEASURED.get(mention.kind, ""), mention.rule, Certainty.STATED)
        version = version_on(mention.key, day, entities.registers)
        if version is not None:
            target = entities.iris.thing("law-version", version)
            yield Link(
                FG.refersToVersion, target, VERSION_OF_DAY, Certainty.INFERRED, confidence, (mention.span,)
            )
        for process, rule in processes_on(mention.key, day, entities.registers):
            target = entities.iris.thing("process", process)
            yield Link(FG.refersToProcess, target, rule, Certainty.INFERRED, confidence, (mention.span,))


def _actor_link(predicate: URIRef, kind: str, actor: Actor, entities: Entities, graph: Graph) -> Link:
    target = entities.describe(graph, EntityKind.ORGANISATION, actor.name, actor.key)
    certainty = _CERTAINTIES[actor.origin]
    return Link(predicate, target, actor.rule, certainty, _confidence(kind, certainty.value, certainty))


def _confidence(kind: str, rule: str, certainty: Certainty) -> float:
    """Return how likely a link is right; what a person has checked is."""
    return 1.0 if certainty is Certainty.CHECKED else shipped_calibration().link(kind, rule)


def mention_predicate(demand: Demand, mention: Mention) -> URIRef | None:
    """Return how a demand is about what it mentions; None for organisations, which have their own links.

    What is demanded of a law (to enact, amend, put into force it) is said only where one law and one such
    instrument leave no doubt; otherwise the demand merely concerns the law.
    """
    if mention.kind is EntityKind.LAW:
        laws = {other.key or other.name for other in demand.mentions if other.kind is EntityKind.LAW}
        found = {_LAW_INSTRUMENTS[item] for item in demand.instruments if item in _LAW_INSTRUMENTS}
        if len(laws) == 1 and len(found) == 1:
            return found.pop()
    if mention.kind is EntityKind.SERVICE and Instrument.PROVISION in demand.instruments:
        return FG.demandsService
    return _CONCERNS.get(mention.kind)

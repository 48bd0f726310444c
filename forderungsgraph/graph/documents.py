"""A document and its demands as triples: one named graph each, so that it can be replaced alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF

from forderungsgraph.corpus import FIELD_NAMES
from forderungsgraph.iri import FG, SCHEMA, Iris, slug, text_key
from forderungsgraph.model import Conversion, Demand, DocumentType, EntityKind, Sidecar, SpeechAct
from forderungsgraph.registers import Registers

from .contacts import without_contacts
from .entities import Entities
from .evidence import add_passages
from .links import demand_links
from .terms import GERMAN, date, decimal, label, shortened, text

CLASSES: Final[dict[DocumentType, URIRef]] = {
    DocumentType.RESOLUTION: FG.Resolution,
    DocumentType.DECISION: FG.Decision,
    DocumentType.PRESS_RELEASE: FG.PressRelease,
    DocumentType.MOTION: FG.Motion,
    DocumentType.POSITION_PAPER: FG.PositionPaper,
    DocumentType.STATEMENT: FG.Statement,
    DocumentType.DEMAND_CATALOGUE: FG.DemandCatalogue,
    DocumentType.ARTICLE: FG.Article,
    DocumentType.INTERVIEW: FG.Interview,
    DocumentType.ELECTION_PROGRAMME: FG.ElectionProgramme,
    DocumentType.COALITION_AGREEMENT: FG.CoalitionAgreement,
    DocumentType.PARLIAMENTARY_QUESTION: FG.ParliamentaryQuestion,
    DocumentType.PAPER: FG.Paper,
    DocumentType.REPORT: FG.Report,
    DocumentType.OPEN_LETTER: FG.OpenLetter,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A converted document with what is known of it.

    :param text: exactly as stored
    """

    text: str
    sidecar: Sidecar
    conversion: Conversion

    @property
    def slug(self) -> str:
        """Identifier of the document."""
        return self.sidecar.slug

    @property
    def day(self) -> str | None:
        """Day, month or year of the document."""
        return self.sidecar.date.isoformat() if self.sidecar.date else self.conversion.facts.date


def demand_key(slug: str, demand: Demand, source: str) -> str:
    """Return the identifier of a demand: its document and the letters of its evidence, no offsets."""
    return f"{slug}-{text_key(''.join(source[span.start : span.end] for span in demand.spans))}"


def keyed_demands(source: Source) -> Iterator[tuple[str, tuple[Demand, ...]]]:
    """Yield each demand's key with the demand, then its literal repetitions in the same document.

    A demand whose demander could not be found stays outside the graph.
    """
    found: dict[str, list[Demand]] = {}
    for demand in source.conversion.demands:
        if not demand.demanders:
            continue
        found.setdefault(demand_key(source.slug, demand, source.text), []).append(demand)
    for key, demands in found.items():
        yield key, tuple(demands)


def document_graph(source: Source, iris: Iris, registers: Registers) -> Graph:
    """Return the triples of a document, its demands, their passages, and what only this text names."""
    graph = Graph(bind_namespaces="none")
    entities = Entities(registers, iris)
    document = _add_document(graph, source, entities)
    for mention in source.conversion.mentions:
        graph.add((document, FG.mentions, entities.mention(graph, mention)))
        # who names a provision names its law
        graph.add((document, FG.mentions, entities.node(mention.kind, mention.name, mention.key)))
    for key, demands in keyed_demands(source):
        _add_demand(graph, key, demands, source, entities)
    return graph


def _add_document(graph: Graph, source: Source, entities: Entities) -> URIRef:
    sidecar, facts, iris = source.sidecar, source.conversion.facts, entities.iris
    document = iris.thing("document", source.slug)
    territory = sidecar.territory or facts.territory
    graph.add((document, RDF.type, CLASSES[sidecar.type] if sidecar.type else FG.Document))
    label(graph, document, sidecar.title)
    graph.add((document, DCTERMS.title, text(sidecar.title, "de")))
    graph.add((document, DCTERMS.language, GERMAN))
    graph.add((document, DCTERMS.rights, text(sidecar.rights, "de")))
    graph.add((document, DCTERMS.source, text(sidecar.source, "de")))
    graph.add((document, FG.textDigest, text(source.conversion.sha256)))
    if sidecar.original_sha256 is not None:
        graph.add((document, FG.originalDigest, text(sidecar.original_sha256)))
    if sidecar.original_media_type is not None:
        graph.add((document, FG.originalMediaType, text(sidecar.original_media_type)))
    if sidecar.publisher is not None:
        graph.add((document, DCTERMS.publisher, _actor(graph, sidecar.publisher, territory, entities)))
    for author in sidecar.authors or facts.authors:
        graph.add((document, DCTERMS.creator, _author(graph, author, territory, entities)))
    if source.day is not None:
        graph.add((document, DCTERMS.date, date(source.day)))
        graph.add((document, DCTERMS.issued, date(source.day)))
        certainty = sidecar.date_certainty or facts.date_certainty
        if certainty is not None:
            graph.add((document, FG.dateCertainty, iris.concept("certainty", certainty.value)))
    if territory is not None:
        graph.add((document, DCTERMS.spatial, iris.thing("territory", territory)))
    number = sidecar.number or facts.number
    if number is not None:
        graph.add((document, FG.documentNumber, text(number)))
    place = sidecar.place or facts.place
    if place is not None:
        graph.add((document, SCHEMA.location, text(place, "de")))
    for note in (sidecar.date_note, sidecar.note, _unchecked(sidecar)):
        if note is not None:
            graph.add((document, RDFS.comment, text(note, "de")))
    if sidecar.event is not None:
        graph.add((document, FG.adoptedAt, _event(graph, sidecar.event, entities)))
    return document


def _unchecked(sidecar: Sidecar) -> str | None:
    """Return what nobody has checked, for readers: an open question is no answer."""
    names = [FIELD_NAMES.get(key, key) for key in sidecar.unchecked]
    return f"Nicht geprüft: {', '.join(names)}." if names else None


def _actor(graph: Graph, name: str, territory: str | None, entities: Entities) -> URIRef:
    known = entities.registers.resolve(EntityKind.ORGANISATION, name, territory)
    return entities.describe(graph, EntityKind.ORGANISATION, name, known.key if known else None)


def _author(graph: Graph, name: str, territory: str | None, entities: Entities) -> URIRef:
    """Return an organisation of the registers, or an agent of whom only the name is known."""
    if entities.registers.resolve(EntityKind.ORGANISATION, name, territory) is not None:
        return _actor(graph, name, territory, entities)
    agent = entities.iris.thing("agent", slug(name))
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, text(name)))
    label(graph, agent, name)
    return agent


def _event(graph: Graph, event: str, entities: Entities) -> URIRef:
    for row in entities.registers.events:
        if event in (row.key, row.label):
            return entities.iris.thing("event", row.key)
    node = entities.iris.thing("event", slug(event))
    graph.add((node, RDF.type, FG.Event))
    label(graph, node, event)
    return node


def _add_demand(
    graph: Graph, key: str, demands: tuple[Demand, ...], source: Source, entities: Entities
) -> None:
    demand, iris = demands[0], entities.iris
    node = iris.thing("demand", key)
    wording = without_contacts(demand.wording)
    graph.add((node, RDF.type, FG.Demand))
    if demand.speech_act is SpeechAct.REJECTION:
        graph.add((node, RDF.type, FG.Rejection))
    label(graph, node, shortened(wording))
    graph.add((node, FG.wording, text(wording, "de")))
    graph.add((node, FG.statedIn, iris.thing("document", source.slug)))
    if demand.section:
        graph.add((node, FG.section, text(without_contacts(demand.section), "de")))
    graph.add((node, FG.confidence, decimal(demand.confidence)))
    graph.add((node, FG.rule, text(demand.rule)))
    for predicate, scheme, concepts in (
        (FG.speechAct, "speech-act", (demand.speech_act.value,)),
        (FG.demandKind, "demand-kind", (demand.kind.value,)),
        (FG.instrument, "instrument", tuple(item.value for item in demand.instruments)),
        (FG.topic, "topic", demand.topics),
        (FG.targetGroup, "target-group", demand.target_groups),
    ):
        for concept in concepts:
            graph.add((node, predicate, iris.concept(scheme, concept)))
    for link in demand_links(demand, source.text, source.day, entities, graph):
        graph.add((node, link.predicate, link.target))
    for deadline in demand.deadlines:
        graph.add((node, FG.deadlineText, text(without_contacts(deadline.text), "de")))
        if deadline.value is not None:
            graph.add((node, FG.deadline, date(deadline.value)))
    for number, money in enumerate(demand.amounts, start=1):
        amount = iris.thing("amount", f"{key}-{number}")
        graph.add((node, FG.amount, amount))
        graph.add((amount, RDF.type, FG.Amount))
        label(graph, amount, without_contacts(money.text))
        graph.add((amount, FG.amountValue, decimal(money.value)))
        graph.add((amount, FG.amountCurrency, text(money.currency)))
        graph.add((amount, FG.amountText, text(without_contacts(money.text), "de")))
    # a demand that is repeated word for word is one demand with several passages
    spans = [span for repetition in demands for span in repetition.spans]
    for passage in add_passages(graph, spans, source=source.text, slug=source.slug, iris=iris):
        graph.add((node, FG.evidence, passage))

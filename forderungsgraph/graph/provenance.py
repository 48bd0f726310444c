"""Where each statement about a demand comes from: run, rule, confidence, passage; and who has looked at it."""

from __future__ import annotations

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import PROV

from forderungsgraph import __version__
from forderungsgraph.iri import FG, Iris
from forderungsgraph.model import Certainty, Reviewed
from forderungsgraph.registers import Registers

from .documents import Source, keyed_demands
from .entities import Entities
from .evidence import add_passages
from .links import demand_links
from .terms import date, decimal, label, text


def provenance_graph(source: Source, iris: Iris, registers: Registers) -> Graph:
    """Return the extraction run over a document and one assertion for each link of its demands."""
    graph = Graph(bind_namespaces="none")
    entities = Entities(registers, iris)
    run = _add_run(graph, source, iris)
    for key, demands in keyed_demands(source):
        demand = demands[0]
        node = iris.thing("demand", key)
        graph.add((node, PROV.wasGeneratedBy, run))
        if demand.reviewed is not None:
            _add_review(graph, node, demand.reviewed, iris)
        spans = [span for repetition in demands for span in repetition.spans]
        # unknown targets are described in the document's graph
        for link in demand_links(demand, source.text, source.day, entities, Graph(bind_namespaces="none")):
            predicate = str(link.predicate).removeprefix(str(FG._NS))
            target = str(link.target).removeprefix(f"{iris.base}id/").replace("/", "-")
            assertion = iris.thing("assertion", f"{key}-{predicate}-{target}")
            graph.add((assertion, RDF.type, FG.Assertion))
            graph.add((assertion, RDF.subject, node))
            graph.add((assertion, RDF.predicate, link.predicate))
            graph.add((assertion, RDF.object, link.target))
            graph.add((assertion, FG.rule, text(link.rule)))
            # right if the demand is one and the link is right
            confidence = round(demand.confidence * link.confidence, 2)
            graph.add((assertion, FG.confidence, decimal(confidence)))
            graph.add((assertion, FG.certainty, iris.concept("certainty", link.certainty.value)))
            graph.add((assertion, PROV.wasGeneratedBy, run))
            for passage in add_passages(
                graph, link.spans or spans, source=source.text, slug=source.slug, iris=iris
            ):
                graph.add((assertion, FG.evidence, passage))
    return graph


def _add_review(graph: Graph, node: URIRef, reviewed: Reviewed, iris: Iris) -> None:
    graph.add((node, FG.reviewedBy, text(reviewed.by)))
    graph.add((node, FG.reviewedOn, date(reviewed.on.isoformat())))
    if reviewed.why is not None:
        graph.add((node, FG.reviewNote, text(reviewed.why, "de")))
    graph.add((node, FG.certainty, iris.concept("certainty", Certainty.CHECKED.value)))


def _add_run(graph: Graph, source: Source, iris: Iris) -> URIRef:
    run = iris.thing("run", f"{source.slug}-{source.conversion.sha256[:8]}")
    graph.add((run, RDF.type, FG.ExtractionRun))
    label(
        graph,
        run,
        f"Auswertung von {source.slug} mit Version {__version__}",
        f"Extraction of {source.slug} with version {__version__}",
    )
    graph.add((run, PROV.used, iris.thing("document", source.slug)))
    graph.add((run, FG.softwareVersion, text(__version__)))
    return run

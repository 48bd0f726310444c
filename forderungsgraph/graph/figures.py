"""What a graph holds, in numbers."""

from __future__ import annotations

from rdflib import RDF, Graph, URIRef

from ..iri import FG


def concerned_laws(graph: Graph) -> int:
    """Return how many laws demands concern, also through what was inferred."""
    return _concerned(graph, FG.concernsLaw, FG.Law)


def concerned_services(graph: Graph) -> int:
    """Return how many basic services demands concern, also through what was inferred."""
    return _concerned(graph, FG.concernsService, FG.BasicService)


def _concerned(graph: Graph, link: URIRef, cls: URIRef) -> int:
    return sum((thing, RDF.type, cls) in graph for thing in set(graph.objects(predicate=link)))

"""SPARQL 1.1 Service Description of a store, as RDF."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from .formats import Content, Format
from .store import Store

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_VOID: Final = "http://rdfs.org/ns/void#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def service_description(store: Store, endpoint: str, fmt: Format, *, writable: bool = False) -> bytes:
    """Describe the service at ``endpoint``: language, formats, and its graphs with their sizes.

    :param writable: whether ``/update`` beside it changes the store; its default graph is one of its own then,
        else the merged union of the named graphs
    """
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset")
    union = ox.NamedNode(f"{endpoint}#default-graph")
    triples: list[ox.Triple] = []

    def add(subject: ox.NamedNode, predicate: str, target: str | int | ox.NamedNode) -> None:
        if isinstance(target, int):
            term: ox.NamedNode | ox.Literal = ox.Literal(str(target), datatype=ox.NamedNode(f"{_XSD}integer"))
        else:
            term = ox.NamedNode(target) if isinstance(target, str) else target
        triples.append(ox.Triple(subject, ox.NamedNode(predicate), term))

    add(service, f"{_RDF}type", f"{_SD}Service")
    add(service, f"{_SD}endpoint", service)
    add(service, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query")
    for offer in (*Format.carrying(Content.RESULTS), *Format.carrying(Content.GRAPH)):
        add(service, f"{_SD}resultFormat", offer.iri)
    if writable:
        update = ox.NamedNode(f"{endpoint.rpartition('/')[0]}/update")
        add(update, f"{_RDF}type", f"{_SD}Service")
        add(update, f"{_SD}endpoint", update)
        add(update, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Update")
        add(update, f"{_SD}defaultDataset", dataset)
        for offer in Format.carrying(Content.GRAPH):
            add(update, f"{_SD}inputFormat", offer.iri)
        add(service, f"{_SD}feature", f"{_SD}EmptyGraphs")
    else:
        add(service, f"{_SD}feature", f"{_SD}UnionDefaultGraph")
    add(service, f"{_SD}defaultDataset", dataset)
    add(dataset, f"{_RDF}type", f"{_SD}Dataset")
    add(dataset, f"{_RDFS}seeAlso", f"{endpoint.rpartition('/')[0]}/.well-known/void")
    add(dataset, f"{_SD}defaultGraph", union)
    add(union, f"{_RDF}type", f"{_SD}Graph")
    add(union, f"{_VOID}triples", store.count())
    for name in store.graphs():
        graph = ox.NamedNode(f"{endpoint}#{quote(name, safe='')}")
        add(dataset, f"{_SD}namedGraph", graph)
        add(graph, f"{_RDF}type", f"{_SD}NamedGraph")
        add(graph, f"{_SD}name", name)
        add(graph, f"{_VOID}triples", store.count(name))
    prefixes = {"sd": _SD, "void": _VOID, "xsd": _XSD}
    return (
        ox.serialize(triples, format=ox.RdfFormat.from_media_type(fmt.media_type), prefixes=prefixes) or b""
    )

"""Graphs as sorted lines of N-Triples: the form in which they are kept, cached, compared and merged.

A graph of rdflib takes some twenty times the memory of its lines. One line is one triple, without the line
end; nodes with an identifier only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox
from rdflib import XSD, Graph, Literal, URIRef
from rdflib.term import Node

from .iri import PREFIXES

Triple = tuple[Node, Node, Node]

_STRING: Final = str(XSD.string)
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def lines_of(graph: Graph) -> list[str]:
    """Return the triples of a graph as sorted lines."""
    return sorted(line for line in graph.serialize(format="nt").split("\n") if line)


def triples_of(lines: Iterable[str]) -> Iterator[Triple]:
    """Yield the triples of lines; equal nodes of one call are one object."""
    nodes: dict[ox.NamedNode | ox.BlankNode | ox.Literal, Node] = {}

    def node(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
        known = nodes.get(term)
        if known is None:
            known = nodes[term] = to_rdflib(term)
        return known

    for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES):
        yield node(quad.subject), node(quad.predicate), node(quad.object)


def graph_of(lines: Iterable[str]) -> Graph:
    """Return lines as a graph."""
    graph = Graph(bind_namespaces="none")
    for triple in triples_of(lines):
        graph.add(triple)
    return graph


def check_lines(lines: Sequence[str]) -> None:
    """Find out whether each line is one triple.

    :raises ValueError: if not
    """
    try:
        found = sum(1 for _ in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    if found != len(lines):
        raise ValueError("not one triple a line")


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> URIRef | Literal:
    """Return a node that is no blank one as rdflib has it, in the lexical form in which it was written."""
    assert not isinstance(term, ox.BlankNode)
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == _STRING:
        return Literal(term.value)  # rdflib tells a plain literal and an xsd:string apart
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def turtle_of(lines: Sequence[str]) -> bytes:
    """Return lines as Turtle, sorted by subject, its class first."""
    quads = ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    triples = sorted(
        (quad.triple for quad in quads if isinstance(quad, ox.Quad)),
        key=lambda t: (str(t.subject), t.predicate.value != _TYPE, str(t.predicate), str(t.object)),
    )
    text = "".join(str(triple) for triple in triples)
    used = {prefix: iri for prefix, iri in PREFIXES.items() if iri in text}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b""


def plain_of(lines: Iterable[str]) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield subject, predicate, value and language of each line; an IRI and a literal are both their value.

    Several times as fast as rdflib's nodes, for those who only read.
    """
    for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES):
        subject, value = quad.subject, quad.object
        assert isinstance(subject, ox.NamedNode)
        assert isinstance(value, ox.NamedNode | ox.Literal)
        language = value.language if isinstance(value, ox.Literal) else None
        yield subject.value, quad.predicate.value, value.value, language

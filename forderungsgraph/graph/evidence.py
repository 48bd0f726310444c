"""Passages: exact quotations with their place in the stored text (W3C Web Annotation selectors)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rdflib import RDF, Graph, URIRef

from forderungsgraph.iri import FG, OA, Iris
from forderungsgraph.model import Span

from .contacts import neighbourhood, publishable
from .terms import integer, text

CONTEXT: Final = 32


def add_passages(
    graph: Graph, spans: Iterable[Span], *, source: str, slug: str, iris: Iris
) -> tuple[URIRef, ...]:
    """Add the passages of ``spans`` and return them in order.

    A span that holds contact data becomes several passages around it.

    :param source: the text exactly as stored; offsets count its code points
    :param slug: of the document
    """
    return tuple(
        _passage(graph, part, source, slug, iris) for span in spans for part in publishable(source, span)
    )


def _passage(graph: Graph, span: Span, source: str, slug: str, iris: Iris) -> URIRef:
    key = f"{slug}-{span.start}-{span.end}"
    passage = iris.thing("passage", key)
    quote, position = iris.thing("passage", f"{key}/quote"), iris.thing("passage", f"{key}/position")
    graph.add((passage, RDF.type, FG.Passage))
    graph.add((passage, RDF.type, OA.SpecificResource))
    graph.add((passage, OA.hasSource, iris.thing("document", slug)))
    graph.add((passage, OA.hasSelector, quote))
    graph.add((passage, OA.hasSelector, position))
    graph.add((quote, RDF.type, OA.TextQuoteSelector))
    graph.add((quote, OA.exact, text(source[span.start : span.end])))
    before = neighbourhood(source[max(0, span.start - CONTEXT) : span.start])
    after = neighbourhood(source[span.end : span.end + CONTEXT])
    if before is not None:
        graph.add((quote, OA.prefix, text(before)))
    if after is not None:
        graph.add((quote, OA.suffix, text(after)))
    graph.add((position, RDF.type, OA.TextPositionSelector))
    graph.add((position, OA.start, integer(span.start)))
    graph.add((position, OA.end, integer(span.end)))
    return passage

"""The saved queries as RDF, so that query editors offer them: ``sh:SPARQLExecutable`` (SHACL Advanced Features, 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rdflib import DCTERMS, RDF, RDFS, SH, Graph, Literal, Namespace, URIRef

from ..query import SavedQuery

_SCHEMA: Final = Namespace("https://schema.org/")


def examples_graph(queries: Iterable[SavedQuery], base: str, site: str) -> Graph:
    """Return each query with its question in both languages, bound to its default values.

    :param base: base IRI of the identifiers
    :param site: where the service stands, ending in a slash
    """
    graph = Graph(bind_namespaces="none")
    for query in queries:
        node = URIRef(f"{base}abfragen/{query.name}")
        graph.add((node, RDF.type, SH.SPARQLExecutable))
        graph.add((node, RDF.type, SH.SPARQLSelectExecutable))
        for title, question, language in (
            (query.title, query.question, "de"),
            (query.title_en, query.question_en, "en"),
        ):
            graph.add((node, DCTERMS.title, Literal(title, lang=language)))
            graph.add((node, RDFS.comment, Literal(question, lang=language)))
        graph.add((node, SH.select, Literal(replace(query, text=query.body).bind({}, base=base))))
        graph.add((node, _SCHEMA.target, URIRef(f"{site}sparql")))
        for word in query.keywords:
            graph.add((node, _SCHEMA.keywords, Literal(word)))
    return graph

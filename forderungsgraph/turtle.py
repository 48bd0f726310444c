"""Reads Turtle files: the shipped ontology and vocabularies, and any other file with exact errors.

Parsed by pyoxigraph: it gives the line of every error, and keeps lexical forms that rdflib's parser, by a
process-wide flag, would rewrite.
"""

from __future__ import annotations

import hashlib
import logging
import re
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

from .errors import GraphError, SyntaxGraphError
from .files import folder
from .iri import DEFAULT_BASE
from .ntriples import to_rdflib

# rdflib logs an ill-typed literal with its whole traceback, on standard error where nobody listens;
# the closure and the shapes report such values with their node
logging.getLogger("rdflib").addHandler(logging.NullHandler())

_GENID: Final = f"{DEFAULT_BASE}.well-known/genid/"
_VOCABULARIES: Final = "vocabularies.ttl"


def read_turtle(path: Path) -> Graph:
    """Return the triples of one Turtle file.

    :raises GraphError: if the file cannot be read
    :raises SyntaxGraphError: if it is not Turtle; with file and line
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise GraphError("Die Turtle-Datei fehlt", place=path, hint="Den Pfad prüfen") from None
    except OSError as error:
        raise GraphError(
            f"Die Turtle-Datei lässt sich nicht lesen ({error.strerror})",
            place=path,
            hint="Pfad und Zugriffsrechte prüfen",
        ) from None
    graph = Graph(bind_namespaces="none")
    nodes: dict[str, BNode] = {}

    def node(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
        if isinstance(term, ox.BlankNode):
            return nodes.setdefault(term.value, BNode())
        return to_rdflib(term)

    try:
        parser = ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=DEFAULT_BASE)
        for quad in parser:
            graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    except SyntaxError as error:
        reason = re.sub(r"^Parser error.*?: ", "", error.msg)
        raise SyntaxGraphError(
            f"Kein gültiges Turtle ({reason})",
            place=path,
            line=error.lineno,
            hint="Punkt, Anführungszeichen, Präfixe und Kodierung (UTF-8) an dieser Stelle prüfen",
        ) from None
    for prefix, namespace in parser.prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def load_ontology(path: Path | None = None) -> Graph:
    """Return the ontology: all modules of the folder ``ontology/`` in one graph, without blank nodes.

    The lists of property chains and disjoint classes get identifiers made of their content, so that a
    release holding the ontology is the same for the same input.

    :param path: another folder, or one file
    :raises GraphError: if there is no ontology
    :raises SyntaxGraphError: if a file is not Turtle
    """
    place = path or folder("ontology")
    files = [place] if place.is_file() else sorted(f for f in place.glob("*.ttl") if f.name != _VOCABULARIES)
    if not files:
        raise GraphError("Keine Ontologie gefunden", place=place, hint="Einen Ordner mit *.ttl angeben")
    return _named(_merged(files))


def load_vocabulary(path: Path | None = None) -> Graph:
    """Return the SKOS schemes and their concepts.

    :param path: another file
    :raises GraphError: if the file cannot be read
    :raises SyntaxGraphError: if it is not Turtle
    """
    return _named(_merged([path or folder("ontology") / _VOCABULARIES]))


def _merged(files: list[Path]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for file in files:
        part = read_turtle(file)
        for prefix, namespace in part.namespaces():
            graph.bind(prefix, namespace)
        for triple in part:
            graph.add(triple)
    return graph


def _named(graph: Graph) -> Graph:
    """Return ``graph`` with an identifier for each blank node, made of what hangs below it."""
    if not any(isinstance(node, BNode) for node in graph.all_nodes()):
        return graph
    named = Graph(bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        named.bind(prefix, namespace)

    def name(node: Node) -> Node:
        if not isinstance(node, BNode):
            return node
        digest = hashlib.sha256(str(node).encode("utf-8")).hexdigest()[:16]
        return URIRef(f"{_GENID}{digest}")

    # canonical labels depend on the triples only, not on the order of parsing
    for s, p, o in to_canonical_graph(graph):
        named.add((name(s), p, name(o)))
    return named

"""Demands that recur, as triples: relations with score and reasons, lineages through the years.

What rules have typed and is sure enough is also a plain link (``fg:repeats`` …); everything else is only a
relation that says of itself that it is a suggestion.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import PROV

from forderungsgraph.iri import FG, Iris, text_key
from forderungsgraph.relations import Chain, Relation, RelationKind, TopicLine

from .contacts import without_contacts
from .terms import boolean, decimal, integer, label, text

_LINKS: Final = {
    RelationKind.REPEATS: FG.repeats,
    RelationKind.SPECIFIES: FG.specifies,
    RelationKind.CONTRADICTS: FG.contradicts,
}
_NAMES: Final = {
    RelationKind.REPEATS: ("Wiederholung", "Repetition"),
    RelationKind.SPECIFIES: ("Konkretisierung", "Specification"),
    RelationKind.CONTRADICTS: ("Widerspruch", "Contradiction"),
    RelationKind.RELATED: ("Ähnliche Forderung", "Related demand"),
}


def lineage_graph(
    relations: Iterable[Relation],
    chains: Iterable[Chain],
    iris: Iris,
    *,
    software: str,
    method: str,
    topics: Iterable[TopicLine] = (),
) -> Graph:
    """Return relations and lineages with the computation that they come from; empty if there are none.

    :param software: version of the software
    :param method: version of the method, which changes with its weights and thresholds
    """
    graph = Graph(bind_namespaces="none")
    run = iris.thing("run", f"lineage-{method}")
    for relation in relations:
        _add_relation(graph, relation, run, iris)
    for chain in chains:
        _add_chain(graph, chain, run, iris)
    for line in topics:
        _add_topic_line(graph, line, run, iris)
    if len(graph):
        graph.add((run, RDF.type, FG.LineageRun))
        label(
            graph,
            run,
            f"Vergleich der Forderungen, Verfahren {method}",
            f"Comparison of demands, method {method}",
        )
        graph.add((run, FG.softwareVersion, text(software)))
        graph.add((run, FG.methodVersion, text(method)))
    return graph


def relation_node(relation: Relation, iris: Iris) -> URIRef:
    """Return the identifier of a relation: of its two demands, whichever is which."""
    # without the base, so that another one gives the same digits
    ends = sorted(_key(end) for end in (relation.source, relation.target))
    return iris.thing("relation", text_key(" ".join(ends)))


def _key(demand: str) -> str:
    return demand.rpartition("/")[2]


def _add_relation(graph: Graph, relation: Relation, run: URIRef, iris: Iris) -> None:
    node = relation_node(relation, iris)
    source, target = URIRef(relation.source), URIRef(relation.target)
    german, english = _NAMES[relation.kind]
    score = Decimal(str(relation.score))
    graph.add((node, RDF.type, FG.DemandRelation))
    # with a point in both languages: it is how the number is written in the data
    label(graph, node, f"{german} ({score})", f"{english} ({score})")
    graph.add((node, FG.fromDemand, source))
    graph.add((node, FG.toDemand, target))
    graph.add((node, FG.relationKind, iris.concept("relation", relation.kind.value)))
    graph.add((node, FG.similarity, decimal(score)))
    graph.add((node, FG.suggestion, boolean(relation.suggestion)))
    graph.add((node, PROV.wasGeneratedBy, run))
    for ground in relation.grounds:
        graph.add((node, FG.relationGround, iris.concept("relation-ground", ground.value)))
    for term in relation.terms:
        graph.add((node, FG.sharedTerm, text(without_contacts(term), "de")))
    for thing in relation.shared:
        graph.add((node, FG.sharedThing, URIRef(thing)))
    for change in relation.changes:
        for predicate, words in ((FG.removedWords, change.before), (FG.addedWords, change.after)):
            if words:
                graph.add((node, predicate, text(without_contacts(words), "de")))
    if not relation.suggestion and relation.kind in _LINKS:
        graph.add((source, _LINKS[relation.kind], target))


def _add_topic_line(graph: Graph, line: TopicLine, run: URIRef, iris: Iris) -> None:
    kind, key = line.thing.rsplit("/", 2)[1:]
    node = iris.thing("topic-line", f"{kind}-{key}")
    german, english = line.names
    first, last = line.years
    graph.add((node, RDF.type, FG.TopicLine))
    label(
        graph,
        node,
        f"Themenlinie {german}, {first} bis {last}",
        f"Topic line {english}, {first} to {last}",
    )
    graph.add((node, FG.lineOf, URIRef(line.thing)))
    graph.add((node, FG.memberCount, integer(len(line.members))))
    graph.add((node, PROV.wasGeneratedBy, run))
    for member in line.members:
        graph.add((node, FG.hasMember, URIRef(member)))


def _add_chain(graph: Graph, chain: Chain, run: URIRef, iris: Iris) -> None:
    node = iris.thing("lineage", text_key(_key(chain.members[0])))
    graph.add((node, RDF.type, FG.Lineage))
    label(
        graph, node, f"Linie von {len(chain.members)} Forderungen", f"Lineage of {len(chain.members)} demands"
    )
    graph.add((node, FG.suggestion, boolean(chain.suggestion)))
    graph.add((node, FG.memberCount, integer(len(chain.members))))
    graph.add((node, PROV.wasGeneratedBy, run))
    for member in chain.members:
        graph.add((node, FG.hasMember, URIRef(member)))
    for step in chain.steps:
        graph.add((node, FG.hasStep, relation_node(step, iris)))

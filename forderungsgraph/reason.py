"""OWL 2 RL closure of data under the ontology, by owlrl.

owlrl turns two triples into more than a hundred, some of them with literal subjects that stores
reject, and writes inconsistencies into its result as if they were data. So here: only what no rule of
*our* ontology can touch is left out before (that makes it fast), only new, legal triples about things in
the data are kept after, and an inconsistency is an error that names its nodes.

``reasonable`` (Rust) was tried: 0.4.4 applies no property chains, derives therefore none of our
``fg:touchesLaw`` links, and does not report inconsistencies to Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from .errors import InconsistencyError
from .turtle import load_ontology

Triple = tuple[Node, Node, Node]

_SCHEMA_PREDICATES: Final = frozenset({RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range})
_LIST_PREDICATES: Final = frozenset({RDF.first, RDF.rest})
_DECLARATIONS: Final = frozenset(
    {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Ontology, RDFS.Class}
)
_LANGUAGES: Final = (str(OWL), str(RDFS), str(RDF))
_LABELS: Final = frozenset({RDFS.label, SKOS.prefLabel, DCTERMS.title})
_SHOWN: Final = 5

_NODE: Final = r"(\S+)"
_COMPLAINTS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (
            rf"Disjoint classes {_NODE} and {_NODE} have a common individual (?P<node>\S+)",
            "ist zugleich {0} und {1}, was sich ausschließt",
        ),
        (
            rf"Irreflexive property used on (?P<node>\S+) with {_NODE}",
            "steht durch {1} mit sich selbst in Beziehung",
        ),
        (
            rf"Erroneous usage of asymmetric property {_NODE} on (?P<node>\S+) and {_NODE}",
            "{0} gilt in beiden Richtungen, auch mit {2}",
        ),
        (
            rf"Erroneous usage of disjoint properties {_NODE} and {_NODE} on (?P<node>\S+) and {_NODE}",
            "hat sowohl {0} als auch {1} zu {3}, was sich ausschließt",
        ),
        (
            rf"'sameAs' and 'differentFrom' .*: \((?P<node>\S+), {_NODE}\)",
            "ist zugleich dasselbe wie {1} und davon verschieden",
        ),
    )
)


class _Semantics(OWLRL_Semantics):  # type: ignore[misc]
    """OWL 2 RL, entered by the axioms only, and without the rule that everything is the same as itself.

    owlrl looks at each triple in turn, finds in most cases that no rule begins with it, and begins again
    until nothing is new. All its rules begin with an axiom (and look up the data from there), so data
    need not be looked at. The rule eq-ref trebles the triples, and nothing follows from ``x sameAs x``.
    A test compares the result with that of the unchanged class.
    """

    def rules(self, t: Triple, cycle_num: int) -> None:
        if _begins_rule(t):
            super().rules(t, cycle_num)

    def store_triple(self, t: Triple) -> None:
        # the original looks into the graph and into the destination, which are the same here
        if t not in self.added_triples and t not in self.graph and not isinstance(t[1], Literal):
            self.added_triples.add(t)

    def _equality(self, triple: Triple, cycle_num: int) -> None:
        if triple[1] == OWL.sameAs or triple[2] == OWL.AllDifferent:
            super()._equality(triple, cycle_num)


def _begins_rule(triple: Triple) -> bool:
    _, p, o = triple
    return _is_language(o if p == RDF.type else p)


@lru_cache(maxsize=4096)
def _is_language(node: Node) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(_LANGUAGES)


def closure(data: Graph, ontology: Graph | None = None) -> Graph:
    """Return what follows from ``data`` under the ontology, and nothing else.

    The result holds no triple of ``data`` or of the ontology, no literal subject, nothing about the
    ontology's own terms, and nothing trivial (``x owl:sameAs x``, ``x a owl:Thing``).

    :param data: triples, or a dataset whose named graphs are taken together; it is not changed
    :param ontology: default: the shipped one
    :raises InconsistencyError: if the data contradicts the ontology; names the nodes
    """
    axioms = load_ontology() if ontology is None else ontology
    triples = set(_triples(data))
    _check_literals(triples)
    given = triples | set(axioms)
    work = Graph(store="SimpleMemory", bind_namespaces="none")  # contexts would cost a third of the time
    for triple in _relevant(triples, axioms):
        work.add(triple)
    semantics = _Semantics(work, False, False)
    semantics.closure()
    if semantics.error_messages:
        raise _inconsistency(semantics.error_messages, _labels(given))
    terms = set(axioms.subjects()) | set(axioms.predicates())
    things = {node for s, _, o in triples for node in (s, o) if not isinstance(node, Literal)} - terms
    result = Graph(bind_namespaces="none")
    for prefix, namespace in axioms.namespaces():
        result.bind(prefix, namespace)
    for triple in work:
        if triple not in given and triple[0] in things and _says_something(triple):
            result.add(triple)
    return result


def _triples(data: Graph) -> Iterator[Triple]:
    if isinstance(data, Dataset):
        for s, p, o, _ in data.quads():
            yield s, p, o
    else:
        yield from data


def _is_schema(triple: Triple) -> bool:
    """Tell whether a triple can be a premise about terms: OWL, RDFS axioms and their lists."""
    _, p, o = triple
    if p in _SCHEMA_PREDICATES or p in _LIST_PREDICATES or str(p).startswith(str(OWL)):
        return True
    return p == RDF.type and str(o).startswith(str(OWL))


def _relevant(triples: Iterable[Triple], axioms: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the axioms and those triples that a rule could use as a premise under these axioms.

    A triple is a premise of an OWL 2 RL rule only if its predicate, or the class it types with, occurs in
    an axiom elsewhere than as the mere conclusion (superclass, superproperty). Texts, labels, selectors
    and assertions drop out, which is most of the data.
    """
    schema = {triple for triple in axioms if _is_schema(triple)}
    pool = set(triples)
    schema |= {triple for triple in pool if _is_schema(triple)}
    yield from schema
    if any(p == OWL.sameAs for _, p, _ in schema):
        yield from pool - schema  # equality makes every triple of an equal node matter
        return
    premises: set[Node] = set()
    for s, p, o in schema:
        if p == RDF.type and o in _DECLARATIONS:
            continue
        premises.add(s)
        if p not in (RDFS.subPropertyOf, RDFS.subClassOf):
            premises.add(o)
    for triple in pool - schema:
        if triple[1] in premises or (triple[1] == RDF.type and triple[2] in premises):
            yield triple


def _says_something(triple: Triple) -> bool:
    s, p, o = triple
    if not isinstance(s, URIRef | BNode) or not isinstance(p, URIRef):
        return False
    if p == RDF.type and _is_language(o):
        return False
    return not (p == OWL.sameAs and s == o) and p != OWL.differentFrom


def _check_literals(triples: Iterable[Triple]) -> None:
    """Refuse values outside their datatype: literals are left out of the closure, which would find them."""
    wrong = sorted(
        (str(s), str(p), str(o), str(o.datatype))
        for s, p, o in triples
        if isinstance(o, Literal) and o.ill_typed
    )
    if wrong:
        node, predicate, value, datatype = wrong[0]
        more = f" (und {len(wrong) - 1} weitere Werte)" if len(wrong) > 1 else ""
        label = _labels(triples).get(node, _short(node))
        raise InconsistencyError(
            f"„{label}“: „{value}“ bei {_short(predicate)} ist kein Wert von {_short(datatype)}{more}",
            place=node,
            hint="Den Wert oder seinen Datentyp berichtigen",
        )


def _inconsistency(messages: Iterable[str], labels: dict[str, str]) -> InconsistencyError:
    findings = sorted({_explain(message, labels) for message in messages})
    shown = [text for _, text in findings[:_SHOWN]]
    if len(findings) > _SHOWN:
        shown.append(f"und {len(findings) - _SHOWN} weitere Widersprüche")
    return InconsistencyError(
        "Widerspruch zur Ontologie: " + "; ".join(shown),
        place=findings[0][0] or None,
        hint="Die genannten Angaben im Register oder in der Auswertung berichtigen",
    )


def _explain(message: str, labels: dict[str, str]) -> tuple[str, str]:
    """Return the node that a complaint of owlrl is about, and the complaint in German."""

    def label(node: str) -> str:
        return f"„{labels.get(node, _short(node))}“"

    for pattern, sentence in _COMPLAINTS:
        match = pattern.fullmatch(message)
        if match:
            node = match["node"]
            return node, f"<{node}> ({label(node)}) {sentence.format(*map(label, match.groups()))}"
    found = re.search(r"https?://[^\s,)]+", message)
    return (found[0] if found else ""), message


def _labels(triples: Iterable[Triple]) -> dict[str, str]:
    """Return one label for each labelled node, German before any other."""
    found: dict[str, tuple[bool, str]] = {}
    for s, p, o in triples:
        if p in _LABELS and isinstance(o, Literal):
            label = (o.language != "de", str(o))
            found[str(s)] = min(label, found.get(str(s), label))
    return {node: label for node, (_, label) in found.items()}


def _short(node: str) -> str:
    return re.split(r"[/#]", node.rstrip("/#"))[-1]

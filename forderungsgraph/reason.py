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
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from .errors import GraphError, InconsistencyError
from .ntriples import Triple, triples_of
from .turtle import load_ontology

_SCHEMA_PREDICATES: Final = frozenset({RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range})
_LIST_PREDICATES: Final = frozenset({RDF.first, RDF.rest})
_DECLARATIONS: Final = frozenset(
    {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Ontology, RDFS.Class}
)
_LANGUAGES: Final = (str(OWL), str(RDFS), str(RDF))
_LABELS: Final = frozenset({RDFS.label, SKOS.prefLabel, DCTERMS.title})
_SHOWN: Final = 5

_TYPE: Final = f"<{RDF.type}>"
_OWL: Final = f"<{OWL}"

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


class Premises:
    """What the closure can start from, gathered from graphs that are taken in one after the other.

    A triple is a premise of an OWL 2 RL rule only if its predicate, or the class it types with, occurs in
    an axiom elsewhere than as the mere conclusion (superclass, superproperty). Texts, labels, selectors
    and assertions drop out, which is most of the data, and need not be kept.

    :param ontology: its own terms are no subjects of the result
    :param others: graphs that may hold axioms, too; what is added later may not
    """

    def __init__(self, ontology: Graph, *others: Iterable[Triple]) -> None:
        self._ontology = ontology
        self._schema = {triple for graph in (ontology, *others) for triple in graph if _is_schema(triple)}
        # equality makes every triple of an equal node matter
        self._all_matter = any(p == OWL.sameAs for _, p, _ in self._schema)
        self._terms: set[Node] = set()
        for s, p, o in self._schema:
            if p == RDF.type and o in _DECLARATIONS:
                continue
            self._terms.add(s)
            if p not in (RDFS.subPropertyOf, RDFS.subClassOf):
                self._terms.add(o)
        self._kept: set[Triple] = set()

    def add(self, triples: Iterable[Triple]) -> None:
        """Take in what matters of a graph.

        :raises GraphError: if it says something about terms that nobody knew at the beginning
        """
        for triple in triples:
            if _is_schema(triple) and triple not in self._schema:
                raise GraphError(
                    f"Ein Graph von Daten sagt etwas über den Begriff {_short(str(triple[0]))} aus",
                    place=str(triple[0]),
                    hint="Aussagen über Begriffe gehören in die Ontologie",
                )
            if self.matters(triple):
                self._kept.add(triple)

    def matters(self, triple: Triple) -> bool:
        """Tell whether a triple of the data can be a premise."""
        _, p, o = triple
        return self._all_matter or p in self._terms or (p == RDF.type and o in self._terms)

    def add_lines(self, lines: Iterable[str]) -> None:
        """Take in what matters of a graph given as N-Triples.

        :raises GraphError: as ``add``
        """
        known = {f"<{node}>" for node in (*self._terms, *_SCHEMA_PREDICATES, *_LIST_PREDICATES)}

        def may_matter(line: str) -> bool:
            _, predicate, rest = line.split(" ", 2)
            told = rest.removesuffix(" .") if predicate == _TYPE else predicate
            return self._all_matter or told in known or told.startswith(_OWL)

        self.add(triples_of(line for line in lines if may_matter(line)))

    def closure(self, named: Iterable[Triple] = ()) -> Graph:
        """Return what follows from what was taken in, and is not among it.

        :param named: looked through for labels where an inconsistency has to be told
        :raises InconsistencyError: if the data contradicts the ontology; names the nodes
        """
        work = Graph(store="SimpleMemory", bind_namespaces="none")  # contexts would cost a third of the time
        for triple in chain(self._schema, self._kept):
            work.add(triple)
        semantics = _Semantics(work, False, False)
        semantics.closure()
        if semantics.error_messages:
            raise _inconsistency(semantics.error_messages, _labels(chain(named, self._ontology)))
        axioms = set(self._ontology)
        terms = {node for s, p, _ in axioms for node in (s, p)}
        things = {node for s, _, o in self._kept for node in (s, o) if not isinstance(node, Literal)} - terms
        result = Graph(bind_namespaces="none")
        for prefix, namespace in self._ontology.namespaces():
            result.bind(prefix, namespace)
        for triple in work:
            if (
                triple[0] in things
                and triple not in self._kept
                and triple not in axioms
                and triple not in self._schema
                and _says_something(triple)
            ):
                result.add(triple)
        return result


def closure(data: Graph, ontology: Graph | None = None) -> Graph:
    """Return what follows from ``data`` under the ontology, and nothing else.

    The result holds no triple of ``data`` or of the ontology, no literal subject, nothing about the
    ontology's own terms, and nothing trivial (``x owl:sameAs x``, ``x a owl:Thing``).

    :param data: triples, or a dataset whose named graphs are taken together; it is not changed
    :param ontology: default: the shipped one
    :raises InconsistencyError: if the data contradicts the ontology; names the nodes
    """
    triples = set(_triples(data))
    check_literals(triples)
    premises = Premises(load_ontology() if ontology is None else ontology, triples)
    premises.add(triples)
    result = premises.closure(triples)
    for triple in triples:
        result.remove(triple)
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


def _says_something(triple: Triple) -> bool:
    s, p, o = triple
    if not isinstance(s, URIRef | BNode) or not isinstance(p, URIRef):
        return False
    if p == RDF.type and _is_language(o):
        return False
    return not (p == OWL.sameAs and s == o) and p != OWL.differentFrom


def check_literals(triples: Collection[Triple]) -> None:
    """Refuse values outside their datatype: literals are left out of the closure, which would find them.

    :raises InconsistencyError: names the first node and how many others there are
    """
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

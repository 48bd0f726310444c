"""The ontology and its vocabularies: complete, in both languages, in style, and equal to the code."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Namespace, URIRef

from forderungsgraph.files import folder
from forderungsgraph.iri import ELI, FG, OA, PREFIXES, Iris
from forderungsgraph.model import Certainty, DemandKind, Instrument, SpeechAct
from forderungsgraph.registers import EventKind, LawKind
from forderungsgraph.relations import Ground, RelationKind
from forderungsgraph.turtle import load_ontology, load_vocabulary, read_turtle
from forderungsgraph.validate import load_shapes, validate

ONTOLOGY = URIRef("https://w3id.org/forderungsgraph/def")
SCHEMA = Namespace("https://schema.org/")
MODULES = {
    "actor",
    "demand",
    "document",
    "forderungsgraph",
    "law",
    "lineage",
    "provenance",
    "service",
    "vocabularies",
}
TERMS = {URIRef(f"{FG._NS}{name}") for name in FG.__annotations__ if not name.startswith("_")}

OWL_2_RL = {
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.Ontology,
    OWL.AllDisjointClasses,
    OWL.TransitiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
    OWL.inverseOf,
    OWL.propertyChainAxiom,
    OWL.members,
    OWL.versionIRI,
    OWL.versionInfo,
}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return load_vocabulary()


@pytest.fixture(scope="module")
def style() -> Graph:
    return load_shapes(folder("shapes") / "style.ttl")


def keys(vocabulary: Graph, scheme: str) -> set[str]:
    concepts = vocabulary.subjects(SKOS.inScheme, Iris().scheme(scheme))
    return {str(vocabulary.value(concept, SKOS.notation)) for concept in concepts}


def test_modules_are_all_there() -> None:
    assert {path.stem for path in folder("ontology").glob("*.ttl")} == MODULES


def test_terms_of_code_and_ontology_are_the_same(ontology: Graph) -> None:
    declared = {s for s in ontology.subjects(RDFS.isDefinedBy, ONTOLOGY) if isinstance(s, URIRef)}
    assert declared == TERMS
    assert len(declared) == 151
    used = {
        node
        for triple in ontology
        for node in triple
        if isinstance(node, URIRef) and str(node).startswith(str(FG._NS))
    }
    assert used - {URIRef(str(FG._NS))} == TERMS


def test_header(ontology: Graph) -> None:
    assert set(ontology.subjects(RDF.type, OWL.Ontology)) == {ONTOLOGY}
    assert ontology.value(ONTOLOGY, OWL.versionIRI) == URIRef("https://w3id.org/forderungsgraph/def/0.1.0")
    assert ontology.value(ONTOLOGY, OWL.versionInfo) == Literal("0.1.0")


def test_style_rules_hold(ontology: Graph, vocabulary: Graph, style: Graph) -> None:
    report = validate(ontology + vocabulary, style)
    assert report.to_text() == "Keine Verstöße gegen die SHACL-Formen.\n"


BROKEN = {
    "Term-isDefinedBy": "fg:Demand rdfs:isDefinedBy <urn:other> .",
    "Term-type": "fg:Demand a owl:ObjectProperty .",
    "Term-label": 'fg:Demand rdfs:label "Exigence"@fr .',
    "Term-definition": 'fg:Demand skos:definition "Noch eine Definition ohne Ende"@de .',
    "Term-example": 'fg:Demand skos:example "zweites Beispiel ohne Satz"@de .',
    "Class": "fg:kleine_Klasse a owl:Class ; rdfs:subClassOf prov:Entity .",
    "Class-root": "fg:Loose a owl:Class ; rdfs:subClassOf fg:Other .",
    "Class-label": 'fg:Small a owl:Class ; rdfs:subClassOf prov:Entity ; rdfs:label "klein"@de .',
    "Property": "fg:Gross a owl:ObjectProperty ; rdfs:isDefinedBy <https://w3id.org/forderungsgraph/def> .",
    "PropertyUse-domain": "fg:loose schema:rangeIncludes fg:Law .",
    "PropertyUse-range": "fg:loose schema:domainIncludes fg:Law .",
    "PropertyUse-label": 'fg:topic rdfs:label "Thema"@de .',
    "VocabularyConcept": '<urn:x:Groß> a skos:Concept ; skos:notation "x" .',
    "VocabularyConcept-notation": 'id:open skos:notation "Offen" .',
    "VocabularyConcept-scheme": "id:open skos:inScheme <urn:other> .",
    "VocabularyConcept-top": "id:open skos:topConceptOf <urn:other> .",
    "VocabularyConcept-prefLabel": 'id:open skos:prefLabel "offen"@de .',
    "VocabularyConcept-definition": 'id:open skos:definition "ohne Satz"@de .',
}


def test_every_style_rule_is_tried(style: Graph) -> None:
    shapes = {
        str(shape).rsplit("#", 1)[-1]
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in style.subjects(RDF.type, kind)
    }
    assert shapes - set(BROKEN) == {"Term", "PropertyUse"}  # these have no constraint of their own
    assert set(BROKEN) <= shapes


@pytest.mark.parametrize("rule", BROKEN)
def test_style_rule_fires(rule: str, ontology: Graph, vocabulary: Graph, style: Graph) -> None:
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in PREFIXES)
    prefixes += "@prefix id: <https://w3id.org/forderungsgraph/id/status/> .\n"
    wrong = Graph().parse(data=prefixes + BROKEN[rule], format="turtle")
    for term in (FG.Demand, FG.topic):
        wrong += ontology.triples((term, None, None))
    for term in (Iris().concept("status", "open"), Iris().scheme("status")):
        wrong += vocabulary.triples((term, None, None))
    results = validate(wrong, style).results
    assert f"https://w3id.org/forderungsgraph/shapes#{rule}" in {result.source_shape for result in results}


def test_only_constructs_of_owl_2_rl(ontology: Graph) -> None:
    used = {
        node
        for triple in ontology
        for node in triple
        if isinstance(node, URIRef) and str(node).startswith(str(OWL))
    }
    assert used == OWL_2_RL


def test_domain_and_range_are_sparing(ontology: Graph) -> None:
    assert len(list(ontology.subject_objects(RDFS.domain))) == 2
    assert len(list(ontology.subject_objects(RDFS.range))) == 3


def test_inverses(ontology: Graph) -> None:
    assert set(ontology.subject_objects(OWL.inverseOf)) == {
        (FG.demandedBy, FG.demands),
        (FG.statedIn, FG.states),
    }


def test_property_chains(ontology: Graph) -> None:
    chains = {
        (property, tuple(ontology.items(head)))
        for property, head in ontology.subject_objects(OWL.propertyChainAxiom)
    }
    assert chains == {
        (FG.concernsLaw, (FG.concernsLaw, ELI.is_part_of)),
        (FG.concernsLaw, (FG.concernsLaw, FG.versionOf)),
        (FG.concernsService, (FG.concernsService, FG.instanceOf)),
        (FG.demandsService, (FG.demandsService, FG.instanceOf)),
        (FG.touchesLaw, (FG.concernsService, FG.regulatedBy)),
        (FG.touchesLaw, (FG.touchesLaw, ELI.is_part_of)),
        (FG.touchesLaw, (FG.concernsLaw, FG.amends)),
        (FG.touchesLaw, (FG.concernsLaw, FG.aimsAt)),
        (FG.touchesLaw, (FG.concernsLaw, FG.aimsAt, FG.amends)),
    }


def test_alignment_names_the_common_vocabularies(ontology: Graph) -> None:
    aligned = {
        str(o)
        for p in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
        for o in ontology.objects(None, p)
        if not str(o).startswith(str(FG._NS))
    }
    for prefix in ("org", "eli", "skos", "prov", "oa", "dct", "foaf", "schema"):
        assert any(iri.startswith(PREFIXES[prefix]) for iri in aligned), prefix
    parents = {o for o in ontology.objects(None, RDFS.subPropertyOf) if str(o).startswith(str(FG._NS))}
    assert parents == {FG.concernsLaw, FG.concernsService, FG.touchesLaw}


def test_loaded_graphs_hold_no_blank_nodes_and_are_the_same_each_time(
    ontology: Graph, vocabulary: Graph
) -> None:
    for graph in (ontology, vocabulary):
        assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]
    assert set(load_ontology()) == set(ontology)


def test_lists_survive_the_naming_of_their_nodes(ontology: Graph) -> None:
    groups = {len(list(ontology.items(head))) for head in ontology.objects(None, OWL.members)}
    assert groups == {23, 7, 4, 2}


SCHEMES: dict[str, type[StrEnum]] = {
    "speech-act": SpeechAct,
    "demand-kind": DemandKind,
    "instrument": Instrument,
    "certainty": Certainty,
    "event-kind": EventKind,
    "law-kind": LawKind,
    "relation": RelationKind,
    "relation-ground": Ground,
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_keys_are_those_of_the_enumeration(scheme: str, vocabulary: Graph) -> None:
    assert keys(vocabulary, scheme) == {member.value for member in SCHEMES[scheme]}


def test_other_schemes(vocabulary: Graph) -> None:
    schemes = {str(s).rsplit("/", 1)[-1] for s in vocabulary.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == set(SCHEMES) | {"topic", "target-group", "status", "strength", "examination"}
    assert keys(vocabulary, "status") == {"met", "partly", "open", "rejected", "unknown"}
    assert len(keys(vocabulary, "topic")) == 29
    assert len(keys(vocabulary, "target-group")) == 9
    topics = set(vocabulary.subjects(RDF.type, FG.Topic))
    assert topics == set(vocabulary.subjects(SKOS.inScheme, Iris().scheme("topic")))


def test_concept_identifiers_follow_from_scheme_and_key(vocabulary: Graph) -> None:
    concepts = set(vocabulary.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == 113
    for concept in concepts:
        scheme = str(vocabulary.value(concept, SKOS.inScheme)).rsplit("/", 1)[-1]
        assert concept == Iris().concept(scheme, str(vocabulary.value(concept, SKOS.notation)))


def context() -> dict[str, object]:
    path = folder("ontology") / "kontext.jsonld"
    loaded: dict[str, object] = json.loads(path.read_text("utf-8"))["@context"]
    return loaded


def test_context_has_every_term_and_its_kind(ontology: Graph) -> None:
    terms = context()
    for term in TERMS:
        name = str(term).removeprefix(str(FG._NS))
        entry = terms[name]
        if isinstance(entry, str):
            assert entry == f"fg:{name}"
            assert (term, RDF.type, OWL.ObjectProperty) not in ontology
            continue
        assert isinstance(entry, dict)
        assert entry["@id"] == f"fg:{name}"
        is_link = (term, RDF.type, OWL.ObjectProperty) in ontology
        assert (entry.get("@type") == "@id") is is_link
        if entry.get("@container") == "@language":
            assert list(ontology.objects(term, SCHEMA.rangeIncludes)) == [RDF.langString]


DOCUMENT: dict[str, object] = {
    "id": "https://w3id.org/forderungsgraph/id/demand/nst-2019-1a2b3c4d5e",
    "type": "Demand",
    "label": {"de": "Basisdienste bereitstellen", "en": "Provide basic services"},
    "wording": {"de": "Das Land soll die Basisdienste bereitstellen."},
    "demandedBy": "https://w3id.org/forderungsgraph/id/organisation/nst",
    "topic": [
        "https://w3id.org/forderungsgraph/id/topic/basic-services",
        "https://w3id.org/forderungsgraph/id/topic/portals",
    ],
    "confidence": "0.95",
    "rule": "frame.list-item",
    "evidence": {
        "id": "https://w3id.org/forderungsgraph/id/passage/nst-2019-10-65",
        "type": "Passage",
        "hasSelector": {
            "id": "https://w3id.org/forderungsgraph/id/passage/nst-2019-10-65/position",
            "type": "TextPositionSelector",
            "start": "10",
            "end": "65",
        },
    },
}


# rdflib's own JSON-LD parser uses a class which rdflib has deprecated
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_context_round_trip() -> None:
    terms = context()
    graph = Graph().parse(data=json.dumps({"@context": terms, **DOCUMENT}), format="json-ld")
    demand = Iris().thing("demand", "nst-2019-1a2b3c4d5e")
    passage = Iris().thing("passage", "nst-2019-10-65")
    assert len(graph) == 15
    assert (demand, RDF.type, FG.Demand) in graph
    assert (demand, FG.wording, Literal("Das Land soll die Basisdienste bereitstellen.", lang="de")) in graph
    assert (demand, FG.topic, Iris().concept("topic", "portals")) in graph
    assert (passage, OA.hasSelector, URIRef(f"{passage}/position")) in graph
    again = graph.serialize(format="json-ld", context=terms, auto_compact=True)
    node = next(node for node in json.loads(again)["@graph"] if node["id"] == str(demand))
    assert node["label"] == DOCUMENT["label"]
    assert node["demandedBy"] == DOCUMENT["demandedBy"]
    assert set(Graph().parse(data=again, format="json-ld")) == set(graph)


def test_read_turtle_keeps_lexical_forms(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text('<urn:a> <urn:b> "01"^^<http://www.w3.org/2001/XMLSchema#integer>, "x" .', "utf-8")
    assert {str(o) for o in read_turtle(path).objects()} == {"01", "x"}
    assert (URIRef("urn:a"), URIRef("urn:b"), Literal("x")) in read_turtle(path)

"""The closure: what the axioms promise, nothing else, the same as unchanged owlrl; contradictions named."""

from __future__ import annotations

from pathlib import Path

import pytest
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SKOS

from forderungsgraph import reason
from forderungsgraph.errors import InconsistencyError
from forderungsgraph.iri import ELI, FG, Iris
from forderungsgraph.reason import Premises, closure
from forderungsgraph.turtle import load_ontology, load_vocabulary, read_turtle

EX = Namespace("https://example.org/")
SCHEMA = Namespace("https://schema.org/")
DATA = Path(__file__).resolve().parent / "data" / "reason"
SHAPES = Path(__file__).resolve().parent / "data" / "shapes"


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


@pytest.fixture(scope="module")
def sample() -> Graph:
    return read_turtle(DATA / "sample.ttl")


@pytest.fixture(scope="module")
def inferred(sample: Graph, ontology: Graph) -> Graph:
    return closure(sample, ontology)


def graph(*triples: tuple[URIRef, URIRef, URIRef | Literal]) -> Graph:
    result = Graph()
    for triple in triples:
        result.add(triple)
    return result


@pytest.mark.parametrize(
    "triple",
    [
        pytest.param((EX.d3, RDF.type, FG.Demand), id="subclass"),
        pytest.param((EX.nst, RDF.type, ORG.FormalOrganization), id="subclass-of-subclass"),
        pytest.param((EX.d1, RDF.type, PROV.Entity), id="alignment-class"),
        pytest.param((EX.d1, PROV.wasAttributedTo, EX.nst), id="alignment-property"),
        pytest.param((EX.d2, FG.concernsLaw, EX.process), id="subproperty"),
        pytest.param((EX.nst, FG.demands, EX.d1), id="inverse-demands"),
        pytest.param((EX.doc1, FG.states, EX.d1), id="inverse-states"),
        pytest.param((EX.d1, FG.concernsLaw, EX.par12), id="chain-provision"),
        pytest.param((EX.d1, FG.concernsLaw, EX.ndig), id="chain-provision-twice"),
        pytest.param((EX.d3, FG.concernsLaw, EX.ndig), id="chain-version"),
        pytest.param((EX.d1, FG.concernsService, EX.nutzerkonto), id="chain-instance"),
        pytest.param((EX.d1, FG.demandsService, EX.nutzerkonto), id="chain-instance-demanded"),
        pytest.param((EX.d1, FG.touchesLaw, EX.par2), id="chain-regulated-by"),
        pytest.param((EX.d1, FG.touchesLaw, EX.ozg), id="chain-regulated-by-part"),
        pytest.param((EX.d3, FG.touchesLaw, EX.ozg), id="chain-amends"),
        pytest.param((EX.d2, FG.touchesLaw, EX.ozgaendg), id="chain-aims-at"),
        pytest.param((EX.d2, FG.touchesLaw, EX.ozg), id="chain-aims-at-amends"),
        pytest.param((EX.d3, FG.repeats, EX.d1), id="transitive"),
        pytest.param((EX.d1, FG.contradicts, EX.d3), id="symmetric"),
        pytest.param((EX.unknown, RDF.type, FG.Demand), id="domain"),
        pytest.param((EX.someone, RDF.type, FG.Actor), id="range"),
        pytest.param((EX.nst, SCHEMA.alternateName, Literal("NST")), id="literal-kept"),
        pytest.param(
            (EX.ndig, ELI.first_date_entry_in_force, Literal("2019-11-02", datatype=XSD.date)), id="date-kept"
        ),
    ],
)
def test_axiom_derives(triple: tuple[URIRef, URIRef, URIRef], inferred: Graph, sample: Graph) -> None:
    assert triple not in sample
    assert triple in inferred


def test_closure_says_nothing_else(inferred: Graph) -> None:
    counts: dict[URIRef, int] = {}
    for predicate in inferred.predicates():
        assert isinstance(predicate, URIRef)
        counts[predicate] = counts.get(predicate, 0) + 1
    assert counts == {
        RDF.type: 38,
        FG.touchesLaw: 12,
        FG.concernsLaw: 4,
        FG.concernsService: 2,
        FG.demandsService: 1,
        FG.demands: 2,
        FG.states: 1,
        FG.repeats: 1,
        FG.contradicts: 1,
        PROV.wasAttributedTo: 2,
        PROV.wasDerivedFrom: 1,
        PROV.wasGeneratedBy: 1,
        DCTERMS.type: 1,
        DCTERMS.spatial: 1,
        DCTERMS.isReplacedBy: 1,
        DCTERMS.bibliographicCitation: 1,
        ELI.amends: 1,
        ELI.realizes: 1,
        ELI.first_date_entry_in_force: 1,
        SCHEMA.alternateName: 1,
        SCHEMA.serviceOperator: 1,
        SCHEMA.validFrom: 1,
    }


def test_result_is_new_legal_and_about_the_data(inferred: Graph, sample: Graph, ontology: Graph) -> None:
    assert len(inferred) == 76
    things = {node for s, _, o in sample for node in (s, o)}
    for s, p, o in inferred:
        assert (s, p, o) not in sample
        assert (s, p, o) not in ontology
        assert isinstance(s, URIRef)
        assert isinstance(p, URIRef)
        assert not isinstance(o, BNode)
        assert s in things
        assert s not in set(ontology.subjects())
        assert o != OWL.Thing
        assert p != OWL.sameAs


@pytest.mark.parametrize("name", ["sample", "shapes"])
def test_equal_to_unchanged_owlrl(
    name: str, sample: Graph, ontology: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All data and all of the ontology through owlrl as it is: the shortcuts lose nothing."""
    data = sample
    if name == "shapes":
        data = Graph()
        files = sorted(SHAPES.glob("*-valid.ttl"))
        assert len(files) == 39
        for path in files:
            data += read_turtle(path)
        data += load_vocabulary()
    quick = set(closure(data, ontology))
    monkeypatch.setattr(Premises, "matters", lambda *_: True)
    monkeypatch.setattr(reason, "_Semantics", OWLRL_Semantics)
    premises = Premises(ontology, data)
    premises.add(data)
    premises.add(ontology)
    things = {node for s, _, o in data for node in (s, o)}
    full = {triple for triple in premises.closure() if triple[0] in things}
    assert quick == full
    assert len(quick) > 70


def test_most_data_is_left_out(sample: Graph, ontology: Graph) -> None:
    premises = Premises(ontology)
    kept = set(filter(premises.matters, sample))
    assert {p for _, p, _ in set(sample) - kept} == {
        RDF.type,  # of selectors only
        RDF.subject,
        RDF.predicate,
        RDF.object,
        RDFS.label,
        DCTERMS.title,
        PROV.used,
        PROV.wasGeneratedBy,
        FG.addressedTo,
        FG.confidence,
        FG.deadline,
        FG.evidence,
        FG.rule,
        FG.softwareVersion,
        FG.textDigest,
        FG.wording,
        *(URIRef(f"http://www.w3.org/ns/oa#{name}") for name in ("exact", "hasSelector", "hasSource")),
    }


def test_same_as_makes_everything_matter(ontology: Graph) -> None:
    data = graph((EX.a, OWL.sameAs, EX.b), (EX.b, FG.section, Literal("1")), (EX.a, RDF.type, FG.Law))
    result = closure(data, ontology)
    assert (EX.a, FG.section, Literal("1")) in result
    assert (EX.b, RDF.type, ELI.LegalResource) in result
    assert (EX.b, OWL.sameAs, EX.a) in result
    assert (EX.a, OWL.sameAs, EX.a) not in result


def test_axioms_in_the_data_count(ontology: Graph) -> None:
    data = graph((EX.cites, RDFS.subPropertyOf, FG.mentions), (EX.doc, EX.cites, EX.law))
    assert (EX.doc, FG.mentions, EX.law) in closure(data, ontology)


def test_dataset_is_taken_as_one_graph(sample: Graph, ontology: Graph, inferred: Graph) -> None:
    dataset = Dataset()
    for number, triple in enumerate(sorted(sample)):
        dataset.graph(EX[f"graph{number % 3}"]).add(triple)
    dataset.graph(Iris().graph("ontology")).__iadd__(ontology)
    assert set(closure(dataset, ontology)) == set(inferred)


def test_ontology_alone_and_nothing_follow_nothing(ontology: Graph) -> None:
    assert len(closure(Graph(), ontology)) == 0
    assert len(closure(Graph())) == 0
    vocabulary = load_vocabulary()
    assert len(closure(vocabulary, ontology)) == 0


def test_input_is_not_changed(sample: Graph, ontology: Graph) -> None:
    before = set(sample), set(ontology)
    closure(sample, ontology)
    assert (set(sample), set(ontology)) == before


@pytest.mark.parametrize(
    ("wrong", "node", "sentence"),
    [
        pytest.param(
            [
                (EX.ni, RDF.type, FG.Territory),
                (EX.ni, RDF.type, FG.PublicBody),
                (EX.ni, RDFS.label, Literal("Lower Saxony", lang="en")),
                (EX.ni, RDFS.label, Literal("Niedersachsen", lang="de")),
            ],
            EX.ni,
            "<https://example.org/ni> („Niedersachsen“) ist zugleich „Akteur“ und „Gebiet“",
            id="territory-and-body",
        ),
        pytest.param(
            [(EX.v, RDF.type, FG.MunicipalAssociation), (EX.v, RDF.type, FG.SpecialistAssociation)],
            EX.v,
            "<https://example.org/v> („v“) ist zugleich „Kommunaler Spitzenverband“ und „Fachverband“",
            id="two-kinds-of-association",
        ),
        pytest.param(
            [(EX.doc, FG.demandedBy, EX.nst), (EX.doc, RDF.type, FG.Motion)],
            EX.doc,
            "<https://example.org/doc> („doc“) ist zugleich „Forderung“ und „Dokument“",
            id="by-domain",
        ),
        pytest.param(
            [(EX.d, FG.contradicts, EX.d)],
            EX.d,
            "<https://example.org/d> („d“) steht durch „widerspricht“ mit sich selbst in Beziehung",
            id="irreflexive",
        ),
        pytest.param(
            [(EX.a, FG.amends, EX.b), (EX.b, FG.amends, EX.a)],
            EX.a,
            "<https://example.org/a> („a“) „ändert“ gilt in beiden Richtungen, auch mit „b“",
            id="asymmetric",
        ),
        pytest.param(
            [(EX.a, OWL.sameAs, EX.b), (EX.a, OWL.differentFrom, EX.b)],
            EX.a,
            "ist zugleich dasselbe wie „b“ und davon verschieden",
            id="same-and-different",
        ),
        pytest.param(
            [(EX.l, FG.entryIntoForce, Literal("2019-13-01", datatype=XSD.date))],
            EX.l,
            "„2019-13-01“ bei entryIntoForce ist kein Wert von date",
            id="ill-typed",
        ),
    ],
)
def test_contradiction_names_the_node(
    wrong: list[tuple[URIRef, URIRef, URIRef | Literal]], node: URIRef, sentence: str, ontology: Graph
) -> None:
    with pytest.raises(InconsistencyError) as caught:
        closure(graph(*wrong), ontology)
    assert sentence in caught.value.message
    assert caught.value.place == str(node)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_many_contradictions_are_counted(ontology: Graph) -> None:
    wrong = graph(*((EX[f"d{n}"], FG.contradicts, EX[f"d{n}"]) for n in range(9)))
    with pytest.raises(InconsistencyError, match="und 4 weitere Widersprüche"):
        closure(wrong, ontology)


def test_unchanged_owlrl_finds_the_same_contradictions(
    ontology: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = graph((EX.ni, RDF.type, FG.Territory), (EX.ni, RDF.type, FG.PublicBody))
    with pytest.raises(InconsistencyError) as quick:
        closure(wrong, ontology)
    monkeypatch.setattr(Premises, "matters", lambda *_: True)
    monkeypatch.setattr(reason, "_Semantics", OWLRL_Semantics)
    with pytest.raises(InconsistencyError) as full:
        closure(wrong, ontology)
    assert str(quick.value) == str(full.value)


def test_aligned_agents(ontology: Graph) -> None:
    result = closure(graph((EX.nst, RDF.type, FG.MunicipalAssociation)), ontology)
    kinds = set(result.objects(EX.nst, RDF.type))
    assert kinds == {
        FG.Association,
        FG.Actor,
        FOAF.Agent,
        PROV.Agent,
        ORG.Organization,
        ORG.FormalOrganization,
    }
    assert SKOS.Concept not in kinds

"""The shapes of the instance data: each fires on what it is for, on nothing else, and says so readably."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS

from forderungsgraph.errors import ShapesError, SyntaxGraphError
from forderungsgraph.graph import has_contact
from forderungsgraph.iri import FG, Iris
from forderungsgraph.report import Report, Violation
from forderungsgraph.turtle import load_ontology, load_vocabulary, read_turtle
from forderungsgraph.validate import load_shapes, validate

DATA = Path(__file__).resolve().parent / "data" / "shapes"
VALID = sorted(DATA.glob("*-valid.ttl"))
INVALID = sorted(DATA.glob("*-invalid-*.ttl"))
FGSH = Namespace("https://w3id.org/forderungsgraph/shapes#")
NODE_SHAPES = 39


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return load_shapes()


def local(iri: str) -> str:
    return iri.removeprefix(str(FGSH))


def node_shapes(shapes: Graph) -> set[str]:
    return {local(str(shape)) for shape in shapes.subjects(RDF.type, SH.NodeShape)}


def test_every_shape_has_a_valid_and_an_invalid_instance(shapes: Graph) -> None:
    assert len(VALID) == NODE_SHAPES
    assert len(INVALID) > NODE_SHAPES
    assert {path.name.removesuffix("-valid.ttl") for path in VALID} == node_shapes(shapes)
    assert {path.name.split("-")[0] for path in INVALID} == node_shapes(shapes)
    for path in (*VALID, *INVALID):
        assert path.read_text("utf-8").startswith("# "), f"{path.name} must say why in its first line"


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_instance_conforms_and_is_looked_at(path: Path, shapes: Graph) -> None:
    report = validate(read_turtle(path), shapes)
    assert report.to_text() == "Keine Verstöße gegen die SHACL-Formen.\n"
    assert report.conforms


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_exactly_this_shape_fires(path: Path, shapes: Graph) -> None:
    report = validate(read_turtle(path), shapes)
    assert not report.conforms
    assert {local(result.shape) for result in report.results} == {path.name.split("-")[0]}
    for result in report.results:
        assert result.message_de.endswith(".")
        assert result.message_en.endswith(".")
        assert result.hint.endswith(".")
        assert result.hint_en.endswith(".")
        assert result.label


MISSING = {SH.minCount, SH.qualifiedMinCount, SH.hasValue}
WRONG = {SH.nodeKind, SH.pattern, SH.datatype, SH["or"], SH["in"], SH.languageIn, SH.hasValue}


def fired(data: Graph, shapes: Graph) -> set[str]:
    return {result.source_shape for result in validate(data, shapes).results}


def test_every_property_shape_fires_on_a_missing_and_on_a_wrong_value(shapes: Graph) -> None:
    """Damage each value that the valid instances have; a property shape that lets it pass is no shape."""
    tried = set()
    for path in VALID:
        shape = FGSH[path.name.removesuffix("-valid.ttl")]
        for part in set(shapes.objects(shape, SH.property)):
            data = read_turtle(path)
            predicate, constraints = shapes.value(part, SH.path), set(shapes.predicates(part))
            assert predicate is not None
            focus = next(data.subjects(predicate))  # one node per file has it
            data.remove((focus, predicate, None))
            if constraints & MISSING:
                assert str(part) in fired(data, shapes), f"{part} does not miss its value"
            if constraints & WRONG:
                is_iri = shapes.value(part, SH.nodeKind) == SH.IRI
                data.add((focus, predicate, Literal("falsch") if is_iri else URIRef("urn:example:falsch")))
                assert str(part) in fired(data, shapes), f"{part} does not see a wrong value"
            if constraints & (MISSING | WRONG):
                tried.add(part)
    untried = {local(str(part)) for part in shapes.subjects(RDF.type, SH.PropertyShape) if part not in tried}
    assert untried == set()
    assert len(tried) > 90


def test_every_class_of_the_ontology_has_a_shape(shapes: Graph) -> None:
    ontology = load_ontology()
    classes = {
        s
        for s in ontology.subjects(RDF.type, rdflib.OWL.Class)
        if isinstance(s, URIRef) and s.startswith(str(FG._NS))
    }
    assert len(classes) == 55
    assert classes <= set(shapes.objects(None, SH.targetClass))


def test_every_shape_speaks_german_and_english_and_says_how_to_mend(shapes: Graph) -> None:
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        descriptions = {text.language for text in shapes.objects(shape, SH.description)}  # type: ignore[attr-defined]
        assert descriptions == {"de", "en"}, shape
        if (shape, SH.property, None) not in shapes:
            messages = {text.language for text in shapes.objects(shape, SH.message)}  # type: ignore[attr-defined]
            assert messages == {"de", "en"}, shape
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert {text.language for text in shapes.objects(shape, SH.message)} == {"de", "en"}, shape  # type: ignore[attr-defined]
        assert len(list(shapes.subjects(SH.property, shape))) == 1, f"{shape} must belong to one shape"


def test_concepts_allowed_by_shapes_are_those_of_the_vocabulary(shapes: Graph) -> None:
    vocabulary = load_vocabulary()
    checked = set()
    for shape, head in shapes.subject_objects(SH["in"]):
        allowed = set(Collection(shapes, head))
        scheme = next(iter(vocabulary.objects(next(iter(allowed)), SKOS.inScheme)))
        assert allowed == set(vocabulary.subjects(SKOS.inScheme, scheme)), shape
        checked.add(str(scheme).rsplit("/", 1)[-1])
    expected = {"speech-act", "demand-kind", "instrument", "topic", "target-group", "status", "certainty"}
    assert checked == expected | {"event-kind", "examination", "relation", "relation-ground"}


def test_all_text_properties_are_guarded_against_contact_data(shapes: Graph) -> None:
    ontology = load_ontology()
    guarded = set(shapes.objects(FGSH.ContactText, SH.targetObjectsOf))
    ranges = Namespace("https://schema.org/").rangeIncludes
    texts = {
        s
        for kind in (XSD.string, rdflib.RDF.langString)
        for s in ontology.subjects(ranges, kind)
        if s
        not in (FG.textDigest, FG.originalDigest, FG.originalMediaType, FG.softwareVersion, FG.amountCurrency)
    }
    assert len(texts) == 18
    assert texts <= guarded


@pytest.mark.parametrize(
    ("text", "is_contact"),
    [
        ("Tel. 0511 36894-0", True),
        ("Telefon: (05131) 3689 40", True),
        ("+49 511 36894-55", True),
        ("mobil 0171/1234567", True),
        ("presse@nst.de", True),
        ("presse (at) nst.de", True),
        ("BGBl. I S. 3122, 3138", False),
        ("Verordnung (EU) 2018/1724 vom 2. Oktober 2018", False),
        ("25.09.2019 bis 30.06.2021", False),
        ("Presseinformation 8/2020", False),
        ("Behördennummer 115", False),
        ("1 000 000 Euro bis 2022", False),
        ("§ 12 Abs. 1 Satz 1 Nr. 6 NDIG", False),
        ("33 von 575 Leistungsbündeln", False),
    ],
)
def test_contact_shape_agrees_with_the_guard_of_the_graph(text: str, is_contact: bool, shapes: Graph) -> None:
    data = Graph()
    data.add((URIRef("https://example.org/x"), RDFS.label, Literal(text, lang="de")))
    results = validate(data, shapes).results
    assert [local(result.shape) for result in results] == (["ContactText"] if is_contact else [])
    assert has_contact(text) is is_contact
    if results:
        assert (results[0].focus, results[0].path) == ("https://example.org/x", str(RDFS.label))


def one(shapes: Graph) -> Report:
    return validate(read_turtle(DATA / "Demand-invalid-01.ttl"), shapes, document="nst-2019")


def test_text_names_document_node_fault_and_remedy(shapes: Graph) -> None:
    assert one(shapes).to_text() == (
        "1 Verstoß gegen die SHACL-Formen\n"
        "\n"
        "nst-2019\n"
        "  Das Land soll die Basisdienste bereitstellen\n"
        "    <https://w3id.org/forderungsgraph/id/demand/nst-2019-1a2b3c4d5e>\n"
        "    Falsch: Eine Forderung braucht mindestens einen Akteur, der sie erhebt.\n"
        "    Wert bei fg:demandedBy: fehlt\n"
        "    Abhilfe: Die Auswertung des Dokuments prüfen; fehlt nur eine Angabe, sie im Begleittext "
        "oder in data/curation ergänzen.\n"
        "    Form: Demand\n"
    )


def test_json_holds_every_field(shapes: Graph) -> None:
    report = json.loads(one(shapes).to_json())
    assert report["conforms"] is False
    (result,) = report["results"]
    assert set(result) == set(Violation.__dataclass_fields__)
    assert result["document"] == "nst-2019"
    assert result["component"] == str(SH.MinCountConstraintComponent)
    assert result["message_en"] == "A demand needs at least one actor who makes it."


def test_graph_is_a_validation_report_without_blank_nodes(shapes: Graph) -> None:
    report = one(shapes)
    graph = report.to_graph("https://example.org/")
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]
    node = URIRef("https://example.org/report")
    assert (node, SH.conforms, Literal(False)) in graph
    (result,) = graph.objects(node, SH.result)
    assert graph.value(result, SH.resultPath) == FG.demandedBy
    assert graph.value(result, SH.focusNode) == Iris().thing("demand", "nst-2019-1a2b3c4d5e")
    again = Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
    assert set(again) == set(graph)


def test_merged_report_is_sorted_and_free_of_duplicates(shapes: Graph) -> None:
    first = validate(read_turtle(DATA / "Document-invalid-01.ttl"), shapes, document="b")
    merged = Report.merged([first, one(shapes), first])
    assert [result.document for result in merged.results] == ["b", "nst-2019"]
    assert Report.merged([]).conforms


def test_missing_shapes(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match=r"nirgends\.ttl: Die SHACL-Formen fehlen"):
        load_shapes(tmp_path / "nirgends.ttl")
    with pytest.raises(ShapesError, match="lassen sich nicht lesen"):
        load_shapes(tmp_path)


def test_file_without_shapes(tmp_path: Path) -> None:
    path = tmp_path / "leer.ttl"
    path.write_text("# nichts\n", "utf-8")
    with pytest.raises(ShapesError, match="keine SHACL-Form"):
        load_shapes(path)


def test_broken_turtle_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "kaputt.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\nsh:a sh:b sh:c\nsh:d sh:e sh:f .\n", "utf-8"
    )
    with pytest.raises(SyntaxGraphError, match=r"kaputt\.ttl, Zeile 4: Kein gültiges Turtle") as caught:
        load_shapes(path)
    assert caught.value.line == 4
    assert caught.value.place == path
    path.write_bytes('# eins\n<urn:x> <urn:y> "\xfc" .\n'.encode("latin-1"))
    with pytest.raises(SyntaxGraphError) as caught:
        load_shapes(path)
    assert caught.value.line == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:pattern '(' ] .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:minCount 1 ] .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 'eins' ] .",
    ],
)
def test_wrong_shape_is_one_error_and_leaves_rdflib_as_it_was(
    wrong: str, capfd: pytest.CaptureFixture[str]
) -> None:
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:example:> .\n"
    shapes = Graph().parse(data=prefixes + wrong, format="turtle")
    data = Graph().parse(data=prefixes + "ex:x a ex:C ; ex:p 'a' .", format="turtle")
    with pytest.raises(ShapesError, match="Die SHACL-Formen sind fehlerhaft") as caught:
        validate(data, shapes)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")
    assert rdflib.NORMALIZE_LITERALS is True
    assert Literal("1", datatype=XSD.boolean).value is True


def test_validation_changes_neither_data_nor_shapes_nor_settings(shapes: Graph) -> None:
    data = read_turtle(DATA / "Demand-valid.ttl")
    before = set(data), set(shapes)
    validate(data, shapes)
    assert (set(data), set(shapes)) == before
    assert rdflib.NORMALIZE_LITERALS is True
    assert Literal("1", datatype=XSD.boolean).value is True

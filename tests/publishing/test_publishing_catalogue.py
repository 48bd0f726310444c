"""The catalogue: valid by the official shapes, each code in its list, its score; VoID and examples in the data."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, SH, Graph, Literal, URIRef

from forderungsgraph.errors import PublishingError, UsageError
from forderungsgraph.publishing.catalog import ADMS, AVAILABILITY, DCAT, DCATDE, Imprint, catalogue
from forderungsgraph.publishing.catalog_check import check_catalogue
from forderungsgraph.publishing.codes import code_named, shipped_codes
from forderungsgraph.publishing.make import Published
from forderungsgraph.publishing.mqa import read_catalogue, score, score_of, shipped_catalogue
from forderungsgraph.publishing.parts import Part, parts_of
from forderungsgraph.publishing.settings import Party, Publication
from forderungsgraph.query import library
from forderungsgraph.store import Bindings, EmbeddedStore, Truth

OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "dcat-ap-de"
SHAPES = (
    "dcat-ap-SHACL.ttl", "dcat-ap-SHACL-DE.ttl", "dcat-ap-spec-german-additions.ttl",
    "dcat-ap-de-deprecated.ttl", "dcat-ap-de-controlledvocabularies.ttl",
)  # fmt: skip
needs_official = pytest.mark.skipif(
    not OFFICIAL.is_dir(),
    reason="the official shapes of DCAT-AP.de lie beside the checkout, and are not here",
)
BASE = "https://w3id.org/forderungsgraph/"
SITE = "https://daten.example.org/"


@pytest.fixture(scope="module")
def graph(published: Published) -> Graph:
    return read_catalogue(published.folder / "catalogue.ttl")


@pytest.fixture(scope="module")
def official() -> tuple[Graph, Graph]:
    """The official shapes, and the lists of codes that they look at."""
    shapes, codes = Graph(), Graph()
    for name in SHAPES:
        shapes.parse(OFFICIAL / name)
    codes.parse(OFFICIAL / "dcat-ap-de-contributors.rdf")
    codes.parse(OFFICIAL / "vocabulary-stub.ttl")
    return shapes, codes


def findings(catalogue: Graph, official: tuple[Graph, Graph]) -> list[tuple[str, str]]:
    shapes, codes = official
    data = Graph()
    for triple in itertools.chain(catalogue, codes):
        data.add(triple)
    _, report, _ = pyshacl.validate(
        data,
        shacl_graph=shapes,
        inference="none",
        meta_shacl=False,
        allow_warnings=False,
        do_owl_imports=False,
    )
    assert isinstance(report, Graph)
    return sorted(
        (str(report.value(result, SH.resultSeverity)), str(report.value(result, SH.resultPath)))
        for result in report.objects(None, SH.result)
    )


@needs_official
def test_no_violation_and_no_warning_by_the_official_shapes(
    graph: Graph, official: tuple[Graph, Graph]
) -> None:
    assert len(list(graph.subjects(RDF.type, DCAT.Distribution))) == 48
    assert findings(graph, official) == []


@needs_official
def test_the_official_shapes_would_find_something(graph: Graph, official: tuple[Graph, Graph]) -> None:
    less = _copy(graph)
    less.remove((None, DCTERMS.publisher, None))
    assert (str(SH.Violation), str(DCTERMS.publisher)) in findings(less, official)


@needs_official
def test_every_configuration_that_is_taken_is_valid(
    publication: Publication, official: tuple[Graph, Graph]
) -> None:
    codes = shipped_codes()
    other = replace(
        publication,
        themes=tuple(codes["theme"].values()),
        contributor=codes["contributor"]["openNRW"],
        licence=codes["licence"]["dl-by-de/2.0"],
        level=codes["level"]["federal"],
        frequency=codes["frequency"]["MONTHLY"],
        availability=codes["availability"]["STABLE"],
        publisher=Party("Amt", "https://www.example.org/", "amt@example.org"),
        contact=Party("Amt", None, "amt@example.org"),
    )
    assert findings(_catalogue(other), official) == []


def _catalogue(publication: Publication) -> Graph:
    imprint = Imprint(
        "1.1.0",
        BASE,
        SITE,
        "2026-01-02",
        "2026-02-03",
        "1.0.0",
        "0.1.0",
        ("2018-05-11", "2024-12-05"),
        "Neu.",
    )
    parts = (
        Part(
            "forderungsgraph.nq.gz",
            10,
            "0" * 64,
            "Daten",
            "RDF_N_QUADS",
            "application/n-quads",
            "application/gzip",
        ),
        Part("graphs.zip", 10, "0" * 64, "Graphen", "RDF_TURTLE", "text/turtle", None, "application/zip"),
        Part("graphs/a.ttl", 10, "0" * 64, "Graph", "RDF_TURTLE", "text/turtle"),
    )
    return catalogue(imprint, publication, parts)


def _copy(graph: Graph) -> Graph:
    made = Graph()
    for triple in graph:
        made.add(triple)
    return made


def always(url: str) -> bool:
    return bool(url)


def never(url: str) -> bool:
    return not url


# our own shapes


DATASET, DISTRIBUTION = URIRef(f"{BASE}daten"), URIRef(f"{BASE}katalog#file-graphs.zip")
CATALOG, SERVICE = URIRef(f"{BASE}katalog"), URIRef(f"{BASE}sparql")
PACKED = URIRef(f"{BASE}katalog#file-forderungsgraph.nq.gz")
SPDX_ALGORITHM = URIRef("http://spdx.org/rdf/terms#algorithm")
CODES = [
    (CATALOG, DCTERMS.language, "language"), (CATALOG, DCTERMS.license, "licence"),
    (CATALOG, DCTERMS.spatial, "country"), (CATALOG, AVAILABILITY, "availability"),
    (DATASET, DCTERMS.language, "language"), (DATASET, DCAT.theme, "theme"),
    (DATASET, DCTERMS.accessRights, "access"), (DATASET, DCTERMS.accrualPeriodicity, "frequency"),
    (DATASET, DCTERMS.spatial, "country"), (DATASET, AVAILABILITY, "availability"),
    (DATASET, DCATDE.politicalGeocodingLevelURI, "level"), (DATASET, DCATDE.contributorID, "contributor"),
    (DISTRIBUTION, DCTERMS.language, "language"), (DISTRIBUTION, DCTERMS.license, "licence"),
    (DISTRIBUTION, AVAILABILITY, "availability"), (DISTRIBUTION, DCTERMS.format, "file-type"),
    (DISTRIBUTION, ADMS.status, "distribution-status"), (DISTRIBUTION, DCAT.mediaType, "media-type"),
    (PACKED, DCAT.compressFormat, "media-type"), (DISTRIBUTION, DCAT.packageFormat, "media-type"),
    (URIRef(f"{PACKED}-checksum"), SPDX_ALGORITHM, "checksum"),
    (URIRef(f"{BASE}katalog#series"), DCTERMS.accrualPeriodicity, "frequency"),
    (SERVICE, DCTERMS.license, "licence"), (SERVICE, DCTERMS.accessRights, "access"),
    (SERVICE, DCAT.theme, "theme"), (SERVICE, AVAILABILITY, "availability"),
]  # fmt: skip


@pytest.fixture(scope="module")
def with_contributor(publication: Publication) -> Graph:
    return _catalogue(replace(publication, contributor=shipped_codes()["contributor"]["openNRW"]))


def test_our_catalogue_keeps_our_shapes(graph: Graph, with_contributor: Graph) -> None:
    assert check_catalogue(graph).results == ()
    assert check_catalogue(with_contributor).results == ()


def test_every_list_is_tried() -> None:
    assert {name for _, _, name in CODES} == set(shipped_codes())


@pytest.mark.parametrize(
    ("subject", "predicate", "list_name"), CODES, ids=lambda value: str(value).rsplit("/", 1)[-1]
)
def test_a_code_in_no_list_is_found(
    with_contributor: Graph, subject: URIRef, predicate: URIRef, list_name: str
) -> None:
    scheme = next(iter(shipped_codes()[list_name].values())).scheme
    wrong = _copy(with_contributor)
    assert list(wrong.objects(subject, predicate))
    wrong.remove((subject, predicate, None))
    wrong.add((subject, predicate, URIRef(f"{scheme}/ERFUNDEN")))
    report = check_catalogue(wrong)
    assert not report.conforms
    assert {result.severity for result in report.results} == {str(SH.Violation)}
    assert any(
        str(predicate).rsplit("/", 1)[-1].rsplit("#", 1)[-1] in result.message_de for result in report.results
    )


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (CATALOG, DCTERMS.publisher), (DATASET, DCTERMS.publisher), (DATASET, DCAT.contactPoint),
        (DATASET, AVAILABILITY), (DATASET, DCTERMS.issued), (DATASET, DCAT.distribution), (DATASET, DCAT.version),
        (DISTRIBUTION, DCAT.accessURL), (DISTRIBUTION, DCAT.byteSize), (DISTRIBUTION, DCTERMS.license),
        (DISTRIBUTION, DCATDE.licenseAttributionByText), (SERVICE, DCAT.endpointURL),
    ],
    ids=lambda value: str(value).rsplit("/", 1)[-1],
)  # fmt: skip
def test_what_is_missing_is_found(with_contributor: Graph, subject: URIRef, predicate: URIRef) -> None:
    less = _copy(with_contributor)
    less.remove((subject, predicate, None))
    assert not check_catalogue(less).conforms


def test_a_contact_without_an_address_is_found(with_contributor: Graph) -> None:
    less = _copy(with_contributor)
    less.remove((URIRef(f"{BASE}katalog#contact"), None, URIRef(SITE)))
    assert [
        result.message_de for result in check_catalogue(less).results if "Mailadresse" in result.message_de
    ]


# what it says


def test_the_catalogue_names_every_file_with_size_and_checksum(published: Published, graph: Graph) -> None:
    parts = {part.name: part for part in parts_of(published.folder, {}) if part.is_data}
    lines = (published.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
    found = {}
    for node in graph.objects(DATASET, DCAT.distribution):
        name = str(graph.value(node, DCAT.downloadURL)).removeprefix(f"{SITE}daten/1.0.0/")
        checksum = graph.value(node, URIRef("http://spdx.org/rdf/terms#checksum"))
        found[name] = (
            str(graph.value(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))),
            int(str(graph.value(node, DCAT.byteSize))),
        )
    assert found == {name: (sums[name], part.size) for name, part in parts.items()}
    assert {"forderungsgraph.nq", "forderungsgraph.nq.zst", "excel/demands.csv", "graphs.zip"} <= set(found)


def test_the_catalogue_says_the_same_in_every_format(published: Published, graph: Graph) -> None:
    for name in ("catalogue.rdf", "catalogue.jsonld"):
        assert set(read_catalogue(published.folder / name)) == set(graph)


def test_the_data_set_keeps_its_address(publication: Publication) -> None:
    made = _catalogue(publication)
    assert list(made.subjects(RDF.type, DCAT.Dataset)) == [DATASET]
    assert made.value(DATASET, DCAT.version) == Literal("1.1.0")
    assert made.value(DATASET, DCAT.previousVersion) == URIRef(f"{BASE}daten/1.0.0/")


# the score


def test_the_score_is_high_where_addresses_answer(published: Published) -> None:
    asked: list[str] = []

    def reachable(url: str) -> bool:
        asked.append(url)
        return True

    result = score_of(shipped_catalogue(published.archive.folder), reachable)
    assert result.most == 405
    assert result.points >= 385
    assert (result.good, result.rating, result.unreachable) == (True, "ausgezeichnet", ())
    assert len(asked) == len(set(asked)) == 48


def test_addresses_that_do_not_answer_cost_80_points(graph: Graph) -> None:
    full, none = score(graph, always), score(graph, never)
    assert full.points - none.points == pytest.approx(80)
    assert (none.good, len(none.unreachable)) == (False, 48)


def test_what_is_missing_costs_its_points(graph: Graph) -> None:
    less = _copy(graph)
    for predicate in (DCAT.keyword, DCTERMS.temporal, DCAT.contactPoint):
        less.remove((DATASET, predicate, None))
    before = {metric.name: metric.reached for metric in score(graph, always).metrics}
    after = {metric.name: metric.reached for metric in score(less, always).metrics}
    lost = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    assert lost == {
        "Auffindbar: Schlagwörter": 30, "Auffindbar: zeitlicher Bezug": 20, "Nachnutzbar: Kontakt": 20,
        "Interoperabel: DCAT-AP eingehalten": 30,
    }  # fmt: skip


def test_only_catalogues_are_scored(tmp_path: Path) -> None:
    for name, content in (("a.txt", ""), ("fehlt.ttl", None), ("leer.ttl", "")):
        if content is not None:
            (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(UsageError):
            score_of(tmp_path / name, always)


# VoID and examples


@pytest.fixture(scope="module")
def store(published: Published) -> EmbeddedStore:
    return EmbeddedStore.of_release(published.folder)


PREFIXES = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX fg: <https://w3id.org/forderungsgraph/def#> PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""


def _rows(store: EmbeddedStore, query: str) -> list[tuple[str, ...]]:
    result = store.query(PREFIXES + query)
    assert isinstance(result, Bindings)
    return sorted(tuple("" if cell is None else cell.value for cell in row) for row in result.rows)


def test_the_data_describes_itself(store: EmbeddedStore, published: Published) -> None:
    manifest = json.loads((published.folder / "manifest.json").read_bytes())
    (entities,) = _rows(store, "SELECT ?n { ?c void:class fg:Demand ; void:entities ?n }")
    assert int(entities[0]) == manifest["counts"]["demands"]
    (pairs,) = _rows(store, "SELECT (COUNT(*) AS ?n) { ?d a fg:Demand ; fg:demandedBy ?b }")
    (told,) = _rows(
        store,
        "SELECT ?n { ?c void:class fg:Demand ; void:propertyPartition ?p . ?p void:property fg:demandedBy ; void:triples ?n }",
    )
    assert told == pairs
    kinds = _rows(
        store,
        "SELECT ?k { ?c void:class fg:Demand ; void:propertyPartition ?p . ?p void:property fg:concernsLaw ; void:classPartition/void:class ?k }",
    )
    assert ("https://w3id.org/forderungsgraph/def#Law",) in kinds
    dumps = _rows(store, "SELECT ?d { ?s void:dataDump ?d }")
    assert (f"{SITE}daten/1.0.0/forderungsgraph.nq",) in dumps
    assert _rows(store, "SELECT ?e { ?s void:sparqlEndpoint ?e }") == [(f"{SITE}sparql",)]
    assert store.query(
        PREFIXES
        + f"ASK {{ <{SITE}sparql> a sd:Service ; sd:defaultDataset ?d . ?d rdfs:seeAlso ?void . ?void a void:DatasetDescription }}"
    ) == Truth(True)
    examples = _rows(store, "SELECT ?e { ?s void:exampleResource ?e }")
    assert len(examples) == 6
    for (example,) in examples:
        assert _rows(store, f"SELECT ?l {{ <{example}> rdfs:label ?l }}")
    links = _rows(
        store,
        "SELECT ?n { ?l a void:Linkset ; void:triples ?n ; void:objectsTarget/void:uriSpace ?u FILTER(CONTAINS(STR(?u), 'recht.bund.de')) }",
    )
    assert links == [("1",)]
    assert {("https://w3id.org/forderungsgraph/def#",), ("http://www.w3.org/ns/org#",)} <= set(
        _rows(store, "SELECT ?v { ?s void:vocabulary ?v }")
    )


def test_the_description_in_the_data_is_the_file(published: Published) -> None:
    assert (published.folder / "void.ttl").read_bytes() == (
        published.folder / "graphs" / "void.ttl"
    ).read_bytes()


def test_the_saved_queries_lie_in_the_data_and_run(store: EmbeddedStore) -> None:
    found = _rows(
        store,
        "SELECT ?q ?text { ?q a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; sh:select ?text ; rdfs:comment ?c FILTER(LANG(?c) = 'en') }",
    )
    queries = library()
    assert [name for name, _ in found] == [f"{BASE}abfragen/{name}" for name in sorted(queries)]
    for name, text in found:
        result = store.query(text)
        assert isinstance(result, Bindings)
        assert result.variables == queries[name.rsplit("/", 1)[-1]].columns
    assert _rows(store, "SELECT ?n { ?d sh:declare ?p . ?p sh:prefix 'fg' ; sh:namespace ?n }") == [
        ("https://w3id.org/forderungsgraph/def#",)
    ]


def test_codes_have_a_list_and_an_address() -> None:
    codes = [code for codes in shipped_codes().values() for code in codes.values()]
    assert len(codes) == 151
    assert all(code.iri.startswith("http") and code.iri.endswith(code.code) for code in codes)


def test_a_file_type_that_nobody_knows_is_a_fault_of_the_program() -> None:
    with pytest.raises(PublishingError, match="„WORD“ ist kein Code für „format“"):
        code_named("file-type", "WORD", key="format")

"""The description of the data for programs: VoID (W3C Interest Group Note 2011) with partitions by class.

Query editors read from it which classes there are and which properties their things have. It lies in the data
itself, in a graph of its own, and describes the data without that graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, VOID, XSD, Graph, Literal, Namespace, URIRef

from ..iri import FG, PREFIXES, slug
from ..store import Bindings, Iri, Store
from .catalog import Imprint
from .settings import Publication

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
EXT: Final = Namespace("http://ldf.fi/void-ext#")
_LINKS: Final = (OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch, RDFS.seeAlso, FOAF.homepage, DCTERMS.language)
_EXAMPLES: Final = ("Demand", "Association", "Law", "Provision", "BasicService", "Document")
_FEATURES: Final = ("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD")
_SIZES: Final[Mapping[URIRef, str]] = {
    VOID.triples: "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    VOID.classes: "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    VOID.entities: 'SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c FILTER(CONTAINS(STR(?s), "/id/")) }',
}


def void_graph(
    store: Store, base: str, site: str, *, imprint: Imprint | None = None, publication: Publication | None = None,
    dumps: Iterable[str] = (),
) -> Graph:  # fmt: skip
    """Describe what a store holds.

    :param base: base IRI of the identifiers
    :param site: where the service stands, ending in a slash
    :param imprint: the version, where the data is published; ``publication``: what it says of itself
    :param dumps: names of its files that hold everything
    """
    described = _Void(store, base, site)
    described.dataset_itself()
    if imprint is not None and publication is not None:
        described.published(imprint, publication, dumps)
    described.partitions()
    described.links()
    return described.graph


class _Void:
    def __init__(self, store: Store, base: str, site: str) -> None:
        self.store = store
        self.base = base
        self.site = site
        self.dataset = URIRef(f"{base}daten")
        self.graph = Graph(bind_namespaces="none")

    def _rows(self, query: str) -> Iterable[tuple[str, ...]]:
        result = self.store.query(query)
        assert isinstance(result, Bindings)
        return sorted(tuple("" if cell is None else cell.value for cell in row) for row in result.rows)

    def _add(self, subject: URIRef, predicate: URIRef, *values: URIRef | Literal) -> None:
        for value in values:
            self.graph.add((subject, predicate, value))

    def _part(self, *names: str) -> URIRef:
        # the two parts of an IRI that tell it from others: its prefix or host, and its own name
        return URIRef(f"{self.base}daten#{'-'.join(names)}")

    def _count(self, node: URIRef, predicate: URIRef, number: str) -> None:
        self._add(node, predicate, Literal(number, datatype=XSD.integer))

    def dataset_itself(self) -> None:
        endpoint = URIRef(f"{self.site}sparql")
        description = URIRef(f"{self.site}.well-known/void")
        self._add(self.dataset, RDF.type, VOID.Dataset)
        self._add(self.dataset, VOID.sparqlEndpoint, endpoint)
        self._add(self.dataset, VOID.uriSpace, Literal(f"{self.base}id/"))
        self._add(
            self.dataset,
            VOID.feature,
            *(URIRef(f"http://www.w3.org/ns/formats/{name}") for name in _FEATURES),
        )
        self._add(description, RDF.type, VOID.DatasetDescription)
        self._add(description, FOAF.primaryTopic, self.dataset)
        self._add(endpoint, RDF.type, SD.Service)
        self._add(endpoint, SD.endpoint, endpoint)
        self._add(endpoint, SD.defaultDataset, URIRef(f"{endpoint}#dataset"))
        self._add(URIRef(f"{endpoint}#dataset"), RDF.type, SD.Dataset)
        self._add(URIRef(f"{endpoint}#dataset"), RDFS.seeAlso, description, self.dataset)
        for predicate, query in _SIZES.items():
            for (number,) in self._rows(query):
                self._count(self.dataset, predicate, number)
        used = [iri for (iri,) in self._rows("SELECT DISTINCT ?x WHERE { { ?s ?x ?o } UNION { ?s a ?x } }")]
        for name, namespace in sorted(PREFIXES.items()):
            if any(iri.startswith(namespace) for iri in used):
                self._add(self.dataset, VOID.vocabulary, URIRef(namespace))
                node = self._part("prefix", name)
                self._add(self.dataset, SH.declare, node)
                self._add(node, SH.prefix, Literal(name))
                self._add(node, SH.namespace, Literal(namespace, datatype=XSD.anyURI))
        for name in _EXAMPLES:
            for (iri,) in list(self._rows(f"SELECT (MIN(?s) AS ?first) WHERE {{ ?s a <{FG._NS}{name}> }}"))[
                :1
            ]:
                if iri:
                    self._add(self.dataset, VOID.exampleResource, URIRef(iri))

    def published(self, imprint: Imprint, publication: Publication, dumps: Iterable[str]) -> None:
        texts = publication.texts
        for key, predicate in (("title", DCTERMS.title), ("description", DCTERMS.description)):
            self._add(
                self.dataset,
                predicate,
                Literal(texts[key], lang="de"),
                Literal(texts[f"{key}_en"], lang="en"),
            )
        self._add(self.dataset, DCTERMS.license, URIRef(publication.licence.iri))
        self._add(self.dataset, DCTERMS.issued, Literal(imprint.issued, datatype=XSD.date))
        self._add(self.dataset, DCTERMS.modified, Literal(imprint.date, datatype=XSD.date))
        self._add(self.dataset, FOAF.homepage, URIRef(self.site))
        self._add(self.dataset, URIRef("http://www.w3.org/ns/dcat#version"), Literal(imprint.version))
        self._add(self.dataset, VOID.dataDump, *(imprint.url(name) for name in dumps))

    def partitions(self) -> None:
        names = _Names()
        for cls, number in self._rows("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c"):
            node = self._part("class", names.of(cls))
            self._add(self.dataset, VOID.classPartition, node)
            self._add(node, VOID["class"], URIRef(cls))
            self._count(node, VOID.entities, number)
        for prop, number in self._rows("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"):
            node = self._part("property", names.of(prop))
            self._add(self.dataset, VOID.propertyPartition, node)
            self._add(node, VOID.property, URIRef(prop))
            self._count(node, VOID.triples, number)
        own = f'FILTER(STRSTARTS(STR(?c), "{FG._NS}"))'
        inner = f"SELECT ?c ?p (COUNT(*) AS ?n) WHERE {{ ?s a ?c ; ?p ?o {own} }} GROUP BY ?c ?p"
        for cls, prop, number in self._rows(inner):
            node = self._part("class", names.of(cls), names.of(prop))
            self._add(self._part("class", names.of(cls)), VOID.propertyPartition, node)
            self._add(node, VOID.property, URIRef(prop))
            self._count(node, VOID.triples, number)
        kinds = f"SELECT DISTINCT ?c ?p ?k WHERE {{ ?s a ?c ; ?p ?o {own} ?o a ?k . FILTER(STRSTARTS(STR(?k), STR(<{FG._NS}>)) || ?k = <{SKOS.Concept}>) }}"
        for cls, prop, kind in self._rows(kinds):
            node = self._part("class", names.of(cls), names.of(prop))
            target = self._part("class", names.of(cls), names.of(prop), names.of(kind))
            self._add(node, VOID.classPartition, target)
            self._add(target, VOID["class"], URIRef(kind))
        types = f"SELECT DISTINCT ?c ?p ?k WHERE {{ ?s a ?c ; ?p ?o {own} FILTER(ISLITERAL(?o)) BIND(DATATYPE(?o) AS ?k) }}"
        for cls, prop, kind in self._rows(types):
            node = self._part("class", names.of(cls), names.of(prop))
            target = self._part("class", names.of(cls), names.of(prop), names.of(kind))
            self._add(node, EXT.datatypePartition, target)
            self._add(target, EXT.datatype, URIRef(kind))

    def links(self) -> None:
        values = " ".join(predicate.n3() for predicate in _LINKS)
        found: dict[tuple[str, str], int] = {}
        for predicate, target in self._rows(
            f"SELECT ?p ?o WHERE {{ VALUES ?p {{ {values} }} ?s ?p ?o FILTER(ISIRI(?o)) }}"
        ):
            if target.startswith(("http://", "https://")) and not target.startswith((self.base, str(FG._NS))):
                parts = urlsplit(target)
                space = f"{parts.scheme}://{parts.netloc}/"
                found[predicate, space] = found.get((predicate, space), 0) + 1
        for (predicate, space), number in sorted(found.items()):
            host = slug(urlsplit(space).netloc)
            other, node = self._part("other", host), self._part("links", host, _Names().of(predicate))
            self._add(node, RDF.type, VOID.Linkset)
            self._add(node, VOID.linkPredicate, URIRef(predicate))
            self._add(node, VOID.subjectsTarget, self.dataset)
            self._add(node, VOID.objectsTarget, other)
            self._count(node, VOID.triples, str(number))
            self._add(other, RDF.type, VOID.Dataset)
            self._add(other, VOID.uriSpace, Literal(space))
            self._add(self.dataset, VOID.subset, node)


class _Names:
    """Short names of IRIs for use in fragments: ``fg.Demand``; those without a prefix by their host."""

    def of(self, iri: str) -> str:
        for prefix, namespace in PREFIXES.items():
            local = iri.removeprefix(namespace)
            if local != iri and "/" not in local and "#" not in local:
                return f"{prefix}.{local}"
        return slug(Iri(iri).value, limit=120)

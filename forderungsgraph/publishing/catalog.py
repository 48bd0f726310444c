"""The catalogue of a version in DCAT-AP.de 3.0: catalogue, dataset, one distribution per file, SPARQL service.

The dataset keeps its IRI from version to version, so that a portal's entry stays the same entry; what it says
changes. A version's own IRI is its folder. Source: https://www.dcat-ap.de/def/dcatde/3.0/spec/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ..iri import PREFIXES, SPDX
from .codes import Code, code_named
from .parts import Part
from .settings import Party, Publication

DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's lacks the terms of DCAT 3
ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATDE: Final = Namespace("http://dcat-ap.de/def/dcatde/")
AVAILABILITY: Final = URIRef("http://data.europa.eu/r5r/availability")
THEMES: Final = URIRef("http://publications.europa.eu/resource/authority/data-theme")
CATALOG_PREFIXES: Final = {
    **PREFIXES,
    "adms": str(ADMS),
    "vcard": str(VCARD),
    "dcatde": str(DCATDE),
    "dcatap": "http://data.europa.eu/r5r/",
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is published: a version, its place in the row of versions, and when.

    :param base: base IRI of the identifiers
    :param site: where the service stands, ending in a slash
    :param issued: day of the first version; ``date``: of this one (ISO 8601)
    :param previous: the version before it
    :param schema: version of the ontology
    :param covered: first and last day that the documents are of
    :param notes: what changed, in one sentence
    """

    version: str
    base: str
    site: str
    issued: str
    date: str
    previous: str | None
    schema: str
    covered: tuple[str, str] | None
    notes: str

    def url(self, part: str) -> URIRef:
        """Return where a file of this version is downloaded."""
        return URIRef(f"{self.site}daten/{self.version}/{part}")


def catalogue(imprint: Imprint, publication: Publication, parts: Sequence[Part]) -> Graph:
    """Return the catalogue."""
    return _Catalogue(imprint, publication).of(parts)


class _Catalogue:
    def __init__(self, imprint: Imprint, publication: Publication) -> None:
        self.graph = Graph(bind_namespaces="none")
        self.imprint = imprint
        self.publication = publication
        base = imprint.base
        self.catalog = URIRef(f"{base}katalog")
        self.dataset = URIRef(f"{base}daten")
        self.service = URIRef(f"{base}sparql")
        self.publisher = URIRef(f"{base}katalog#publisher")
        self.contact = URIRef(f"{base}katalog#contact")

    def of(self, parts: Sequence[Part]) -> Graph:
        self._parties()
        self._common(self.catalog, DCAT.Catalog)
        self._add(self.catalog, FOAF.homepage, self._page(self.imprint.site, FOAF.Document))
        self._add(self.catalog, DCTERMS.license, self._code(self.publication.licence))
        self._add(self.catalog, DCAT.themeTaxonomy, THEMES)
        self._add(self.catalog, AVAILABILITY, self._code(self.publication.availability))
        self._add(self.catalog, DCAT.dataset, self.dataset)
        self._add(self.catalog, DCAT.service, self.service)
        self.graph.add((THEMES, RDF.type, SKOS.ConceptScheme))
        self.graph.add((THEMES, DCTERMS.title, Literal("Data theme", lang="en")))
        self._dataset()
        self._series()
        for part in parts:
            if part.is_data:
                self._distribution(part)
        self._service()
        return self.graph

    def _add(self, subject: Node, predicate: URIRef, *values: Node) -> None:
        for value in values:
            self.graph.add((subject, predicate, value))

    def _code(self, code: Code) -> URIRef:
        return URIRef(code.iri)

    def _text(self, key: str) -> Literal:
        return Literal(self.publication.texts[key], lang="en" if key.endswith("_en") else "de")

    def _day(self, day: str) -> Literal:
        return Literal(day, datatype=XSD.date, normalize=False)

    def _page(self, address: str, kind: URIRef) -> URIRef:
        self._add(URIRef(address), RDF.type, kind)
        return URIRef(address)

    def _address(self, party: Party) -> URIRef | None:
        return URIRef(self.imprint.site if party.url == "/" else party.url) if party.url else None

    def _parties(self) -> None:
        party = self.publication.publisher
        self._add(self.publisher, RDF.type, FOAF.Agent)
        self._add(self.publisher, FOAF.name, Literal(party.name, lang="de"))
        if (address := self._address(party)) is not None:
            self._add(self.publisher, FOAF.homepage, self._page(address, FOAF.Document))
        if party.mail:
            self._add(self.publisher, FOAF.mbox, URIRef(f"mailto:{party.mail}"))
        contact = self.publication.contact
        self._add(self.contact, RDF.type, VCARD.Kind, VCARD.Organization)
        self._add(self.contact, VCARD.fn, Literal(contact.name, lang="de"))
        if (address := self._address(contact)) is not None:
            self._add(self.contact, VCARD.hasURL, address)
        if contact.mail:
            self._add(self.contact, VCARD.hasEmail, URIRef(f"mailto:{contact.mail}"))

    def _common(self, subject: URIRef, kind: URIRef) -> None:
        self._add(subject, RDF.type, kind)
        self._add(subject, DCTERMS.title, self._text("title"), self._text("title_en"))
        self._add(subject, DCTERMS.description, self._text("description"), self._text("description_en"))
        self._add(subject, DCTERMS.publisher, self.publisher)
        self._add(subject, DCTERMS.language, *map(self._code, self.publication.languages))
        self._add(subject, DCTERMS.issued, self._day(self.imprint.issued))
        self._add(subject, DCTERMS.modified, self._day(self.imprint.date))
        place = self._code(self.publication.country)
        self._add(subject, DCTERMS.spatial, place)
        self._add(place, RDF.type, DCTERMS.Location)

    def _dataset(self) -> None:
        imprint, publication, dataset = self.imprint, self.publication, self.dataset
        self._common(dataset, DCAT.Dataset)
        self._add(dataset, DCTERMS.identifier, Literal(str(dataset)))
        self._add(dataset, DCAT.theme, *map(self._code, publication.themes))
        self._add(dataset, DCAT.keyword, *(Literal(word, lang="de") for word in publication.keywords))
        self._add(dataset, DCAT.contactPoint, self.contact)
        self._add(dataset, DCTERMS.accessRights, self._code(publication.access))
        self._add(dataset, DCTERMS.accrualPeriodicity, self._code(publication.frequency))
        self._add(dataset, AVAILABILITY, self._code(publication.availability))
        self._add(dataset, DCATDE.politicalGeocodingLevelURI, self._code(publication.level))
        if publication.contributor is not None:
            self._add(dataset, DCATDE.contributorID, self._code(publication.contributor))
        self._add(dataset, DCAT.landingPage, self._page(f"{imprint.site}daten/", FOAF.Document))
        self._add(dataset, DCAT.version, Literal(imprint.version))
        self._add(dataset, ADMS.versionNotes, Literal(imprint.notes, lang="de"))
        if imprint.previous is not None:
            self._add(dataset, DCAT.previousVersion, URIRef(f"{imprint.base}daten/{imprint.previous}/"))
        schema = URIRef(f"https://w3id.org/forderungsgraph/def/{imprint.schema}")
        self._add(dataset, DCTERMS.conformsTo, schema)
        self._add(schema, RDF.type, DCTERMS.Standard)
        self._statement(dataset, DCTERMS.rights, DCTERMS.RightsStatement, "rights")
        self._statement(dataset, DCTERMS.provenance, DCTERMS.ProvenanceStatement, "provenance")
        if imprint.covered is not None:
            period = URIRef(f"{imprint.base}katalog#period")
            self._add(dataset, DCTERMS.temporal, period)
            self._add(period, RDF.type, DCTERMS.PeriodOfTime)
            self._add(period, DCAT.startDate, self._day(imprint.covered[0]))
            self._add(period, DCAT.endDate, self._day(imprint.covered[1]))

    def _series(self) -> None:
        series = URIRef(f"{self.imprint.base}katalog#series")
        self._add(self.dataset, DCAT.inSeries, series)
        self._add(series, RDF.type, DCAT.DatasetSeries)
        self._add(series, DCTERMS.title, self._text("title"), self._text("title_en"))
        self._add(series, DCTERMS.description, self._text("description"), self._text("description_en"))
        self._add(series, DCTERMS.publisher, self.publisher)
        self._add(series, DCAT.contactPoint, self.contact)
        self._add(series, DCTERMS.accrualPeriodicity, self._code(self.publication.frequency))
        self._add(series, DCTERMS.issued, self._day(self.imprint.issued))
        self._add(series, DCTERMS.modified, self._day(self.imprint.date))

    def _statement(self, subject: URIRef, predicate: URIRef, kind: URIRef, key: str) -> None:
        statement = URIRef(f"{self.imprint.base}katalog#{key}")
        self._add(subject, predicate, statement)
        self._add(statement, RDF.type, kind)
        self._add(statement, RDFS.label, self._text(key))

    def _distribution(self, part: Part) -> None:
        publication, imprint = self.publication, self.imprint
        name = re.sub(r"[^A-Za-z0-9.-]+", "-", part.name)
        node = URIRef(f"{imprint.base}katalog#file-{name}")
        url = imprint.url(part.name)
        self._add(self.dataset, DCAT.distribution, node)
        self._add(node, RDF.type, DCAT.Distribution)
        self._add(node, DCTERMS.title, Literal(part.title, lang="de"))
        self._add(
            node,
            DCTERMS.description,
            Literal(f"{part.title}, Version {imprint.version}: {part.name}", lang="de"),
        )
        self._add(node, DCAT.accessURL, url)
        self._add(node, DCAT.downloadURL, url)
        self._add(node, DCTERMS.format, self._code(code_named("file-type", part.file_type, key="format")))
        self._add(node, DCAT.mediaType, self._media_type(part.media_type))
        if part.compression:
            self._add(node, DCAT.compressFormat, self._media_type(part.compression))
        if part.package:
            self._add(node, DCAT.packageFormat, self._media_type(part.package))
        self._add(node, DCAT.byteSize, Literal(str(part.size), datatype=XSD.nonNegativeInteger))
        self._add(node, DCTERMS.license, self._code(publication.licence))
        self._add(node, DCATDE.licenseAttributionByText, self._text("attribution"))
        self._add(node, AVAILABILITY, self._code(publication.availability))
        self._add(node, ADMS.status, self._code(code_named("distribution-status", "COMPLETED", key="status")))
        self._add(node, DCTERMS.issued, self._day(imprint.date))
        self._add(node, DCTERMS.modified, self._day(imprint.date))
        self._add(node, DCTERMS.language, *map(self._code, publication.languages[:1]))
        self._statement(node, DCTERMS.rights, DCTERMS.RightsStatement, "rights")
        checksum = URIRef(f"{node}-checksum")
        algorithm = code_named("checksum", "checksumAlgorithm_sha256", key="checksum")
        self._add(node, SPDX.checksum, checksum)
        self._add(checksum, RDF.type, SPDX.Checksum)
        self._add(checksum, SPDX.algorithm, self._code(algorithm))
        self._add(checksum, SPDX.checksumValue, Literal(part.sha256, datatype=XSD.hexBinary, normalize=False))

    def _media_type(self, name: str) -> URIRef:
        node = self._code(code_named("media-type", name, key="mediaType"))
        self._add(node, RDF.type, DCTERMS.MediaType)
        return node

    def _service(self) -> None:
        service, publication = self.service, self.publication
        endpoint = URIRef(f"{self.imprint.site}sparql")
        self._add(service, RDF.type, DCAT.DataService)
        self._add(service, DCTERMS.title, Literal("SPARQL-Dienst des Forderungsgraphen", lang="de"))
        self._add(
            service, DCTERMS.description, Literal("Beantwortet Abfragen nach SPARQL 1.1 Protocol.", lang="de")
        )
        self._add(service, DCTERMS.publisher, self.publisher)
        self._add(service, DCAT.contactPoint, self.contact)
        self._add(service, DCAT.endpointURL, endpoint)
        self._add(service, DCAT.endpointDescription, URIRef(f"{endpoint}?format=turtle"))
        self._add(service, DCAT.servesDataset, self.dataset)
        self._add(service, DCAT.theme, *map(self._code, publication.themes))
        self._add(service, DCTERMS.license, self._code(publication.licence))
        self._add(service, DCATDE.licenseAttributionByText, self._text("attribution"))
        self._add(service, DCTERMS.accessRights, self._code(publication.access))
        self._add(service, AVAILABILITY, self._code(publication.availability))

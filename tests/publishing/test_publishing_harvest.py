"""A rehearsal of harvesting: the catalogue as CKAN's DCAT harvester takes it, from a server that runs.

What the harvester does with the properties is restated here in our own words after the published profiles of
ckanext-dcat (European DCAT-AP) and ckanext-dcatde (GovData): which property becomes which field of a package.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, Graph, Literal, Namespace, URIRef

from forderungsgraph.publishing.make import Published
from forderungsgraph.server import Service, Settings, bound

ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
R5R: Final = Namespace("http://data.europa.eu/r5r/")
DCATDE: Final = Namespace("http://dcat-ap.de/def/dcatde/")
HYDRA: Final = Namespace("http://www.w3.org/ns/hydra/core#")
THEME: Final = "http://publications.europa.eu/resource/authority/data-theme/"
BASE: Final = "https://w3id.org/forderungsgraph/"
SITE: Final = "https://daten.example.org/"
LARGEST: Final = 50 * 1024 * 1024
FORMATS: Final = {"application/rdf+xml": "xml", "text/turtle": "turtle"}
Package = dict[str, Any]


class HarvestError(Exception):
    """The harvester takes nothing, and deletes nothing."""


class Harvester:
    """Fetches a catalogue and makes packages of it.

    :param language: in which it wants texts, as the portal is set
    """

    def __init__(self, port: int, language: str = "de") -> None:
        self.port = port
        self.language = language
        self.graph = Graph()

    def harvest(self, path: str) -> list[Package]:
        """Return the packages of a catalogue, all its pages."""
        content, kind = self._fetch(path)
        self.graph = Graph().parse(data=content, format=FORMATS[kind])
        # the next page would be told by hydra, in one of its spellings over the years
        pages = [*self.graph.subjects(RDF.type, HYDRA.PagedCollection)]
        pages += self.graph.subjects(RDF.type, HYDRA.PartialCollectionView)
        assert pages == []
        found = [self._package(dataset) for dataset in self.graph.subjects(RDF.type, DCAT.Dataset)]
        if not found:
            raise HarvestError("no dataset")
        return found

    def _fetch(self, path: str) -> tuple[bytes, str]:
        """HEAD, then GET; a length beyond the limit, or any status but 200, ends it."""
        for method in ("HEAD", "GET"):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            with contextlib.closing(connection):
                connection.request(method, path, headers={"Accept": "application/rdf+xml, text/turtle;q=0.9"})
                answer = connection.getresponse()
                if answer.status != 200:
                    raise HarvestError(f"{method} {answer.status} {answer.getheader('Retry-After')}")
                length = answer.getheader("Content-Length")
                assert length is not None
                if int(length) > LARGEST:
                    raise HarvestError("too big")
                content = answer.read()
        assert len(content) == int(length or -1)
        return content, (answer.getheader("Content-Type") or "").partition(";")[0]

    def _package(self, dataset: Any) -> Package:
        package: Package = {
            "title": self._one(dataset, DCTERMS.title),
            "notes": self._one(dataset, DCTERMS.description),
            "url": self._one(dataset, DCAT.landingPage),
            "tags": sorted(self._all(dataset, DCAT.keyword)),
            # GovData makes groups of the themes
            "groups": sorted(theme.removeprefix(THEME).lower() for theme in self._all(dataset, DCAT.theme)),
        }
        extras = {"guid": str(dataset), "uri": str(dataset)}
        for key, predicate in (
            ("identifier", DCTERMS.identifier), ("issued", DCTERMS.issued), ("modified", DCTERMS.modified),
            ("version_notes", ADMS.versionNotes), ("frequency", DCTERMS.accrualPeriodicity),
            ("provenance", DCTERMS.provenance), ("access_rights", DCTERMS.accessRights),
            ("availability", R5R.availability), ("metadata_original_html", DCAT.landingPage),
            ("politicalGeocodingLevelURI", DCATDE.politicalGeocodingLevelURI),
        ):  # fmt: skip
            extras[key] = self._one(dataset, predicate)
        for key, predicate in (
            ("language", DCTERMS.language), ("theme", DCAT.theme), ("conforms_to", DCTERMS.conformsTo),
            ("contributorID", DCATDE.contributorID), ("politicalGeocodingURI", DCATDE.politicalGeocodingURI),
        ):  # fmt: skip
            values = sorted(self._all(dataset, predicate))
            extras[key] = json.dumps(values) if values else ""
        for contact in self.graph.objects(dataset, DCAT.contactPoint):
            extras["contact_uri"] = str(contact)
            extras["contact_name"] = self._one(contact, VCARD.hasFN) or self._one(contact, VCARD.fn)
            extras["contact_email"] = self._one(contact, VCARD.hasEmail).removeprefix("mailto:")
            extras["maintainer_url"] = self._one(contact, VCARD.hasURL)
        for agent in self.graph.objects(dataset, DCTERMS.publisher):
            extras["publisher_uri"] = str(agent)
            extras["publisher_name"] = self._one(agent, FOAF.name)
            extras["publisher_type"] = self._one(agent, DCTERMS.type)
        for period in self.graph.objects(dataset, DCTERMS.temporal):
            extras["temporal_start"] = self._one(period, DCAT.startDate)
            extras["temporal_end"] = self._one(period, DCAT.endDate)
        for place in self.graph.objects(dataset, DCTERMS.spatial):
            extras["spatial_uri"] = str(place)
            extras["spatial_text"] = self._one(place, SKOS.prefLabel)
        resources = [self._resource(each) for each in self.graph.objects(dataset, DCAT.distribution)]
        package["resources"] = sorted(resources, key=lambda resource: resource["uri"])
        package["extras"] = {key: value for key, value in sorted(extras.items()) if value}
        return package

    def _resource(self, distribution: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"uri": str(distribution)}
        for key, predicate in (
            ("name", DCTERMS.title), ("description", DCTERMS.description), ("access_url", DCAT.accessURL),
            ("download_url", DCAT.downloadURL), ("issued", DCTERMS.issued), ("modified", DCTERMS.modified),
            ("status", ADMS.status), ("license", DCTERMS.license), ("rights", DCTERMS.rights),
            ("mimetype", DCAT.mediaType), ("availability", R5R.availability),
            ("licenseAttributionByText", DCATDE.licenseAttributionByText),
        ):  # fmt: skip
            found[key] = self._one(distribution, predicate)
        found["url"] = found["download_url"] or found["access_url"]
        # a format that is an address of no media type is the label, as it stands
        found["format"] = self._one(distribution, DCTERMS["format"]) or found["mimetype"]
        found["size"] = int(self._one(distribution, DCAT.byteSize))
        found["language"] = sorted(self._all(distribution, DCTERMS.language))
        for checksum in self.graph.objects(distribution, SPDX.checksum):
            found["hash"] = self._one(checksum, SPDX.checksumValue)
            found["hash_algorithm"] = self._one(checksum, SPDX.algorithm)
        return found

    def _one(self, subject: Any, predicate: URIRef) -> str:
        """Return the value in the language of the portal before any other."""
        values = list(self.graph.objects(subject, predicate))
        best = [value for value in values if isinstance(value, Literal) and value.language == self.language]
        return min((str(value) for value in best or values), default="")

    def _all(self, subject: Any, predicate: URIRef) -> list[str]:
        return [str(value) for value in self.graph.objects(subject, predicate)]


@pytest.fixture(scope="module")
def port(published: Published) -> Iterator[int]:
    """A service that runs over the published version."""
    yield from _serving(published.archive.folder)


def _serving(folder: Path) -> Iterator[int]:
    with contextlib.closing(bound("127.0.0.1", 0)) as listening:
        ready = threading.Event()
        service = Service(listening, folder, Settings(workers=1), lambda _: ready.set())
        thread = threading.Thread(target=service.run)
        thread.start()
        assert ready.wait(60)
        yield listening.getsockname()[1]
        service.stop()
        thread.join(30)


def test_one_package_with_all_that_a_portal_shows(port: int, published: Published) -> None:
    (package,) = Harvester(port).harvest("/katalog.rdf")
    assert package["title"] == "Forderungsgraph: Forderungen kommunaler Verbände zur digitalen Verwaltung"
    assert package["notes"].startswith("Was kommunale Verbände und andere von Land und Bund")
    assert package["url"] == f"{SITE}daten/"
    assert package["tags"] == [
        "Digitalisierung", "E-Government", "Forderung", "Kommunalverband", "Linked Open Data", "Onlinezugangsgesetz",
        "Verwaltung",
    ]  # fmt: skip
    assert package["groups"] == ["gove", "just", "regi", "tech"]
    authority = "http://publications.europa.eu/resource/authority"
    day = published.archive.entries[0].date
    assert package["extras"] == {
        "access_rights": f"{authority}/access-right/PUBLIC",
        "availability": f"{authority}/planned-availability/AVAILABLE",
        "conforms_to": json.dumps([f"{BASE}def/0.1.0"]),
        "contact_name": "Forderungsgraph",
        "contact_uri": f"{BASE}katalog#contact",
        "frequency": f"{authority}/frequency/IRREG",
        "guid": f"{BASE}daten",
        "identifier": f"{BASE}daten",
        "issued": day,
        "language": json.dumps([f"{authority}/language/DEU", f"{authority}/language/ENG"]),
        "maintainer_url": SITE,
        "metadata_original_html": f"{SITE}daten/",
        "modified": day,
        "politicalGeocodingLevelURI": "http://dcat-ap.de/def/politicalGeocoding/Level/state",
        "provenance": f"{BASE}katalog#provenance",
        "publisher_name": "Forderungsgraph",
        "publisher_uri": f"{BASE}katalog#publisher",
        "spatial_uri": f"{authority}/country/DEU",
        "temporal_end": "2024-12-05",
        "temporal_start": "2018-05-11",
        "theme": json.dumps([f"{THEME}{code}" for code in ("GOVE", "JUST", "REGI", "TECH")]),
        "uri": f"{BASE}daten",
        "version_notes": "Erste veröffentlichte Version.",
    }


def test_a_resource_for_each_file(port: int, published: Published) -> None:
    (package,) = Harvester(port).harvest("/katalog.ttl")
    files = dict(published.archive.release("1.0.0").manifest["files"])
    lines = (published.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert len(package["resources"]) == 48
    for resource in package["resources"]:
        name = resource["url"].removeprefix(f"{SITE}daten/1.0.0/")
        assert (resource["size"], resource["hash"]) == (files[name], sums[name])
        assert resource["url"] == resource["access_url"] == resource["download_url"]
        assert resource["license"] == "http://dcat-ap.de/def/licenses/cc-by/4.0"
        assert resource["licenseAttributionByText"] == "Forderungsgraph"
    table = next(each for each in package["resources"] if each["url"].endswith("/tables/demands.csv"))
    assert table["name"] == "Forderungen (CSV)"
    assert table["format"] == "http://publications.europa.eu/resource/authority/file-type/CSV"
    assert table["mimetype"] == "https://www.iana.org/assignments/media-types/text/csv"
    assert table["hash_algorithm"] == "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
    assert table["status"] == "http://publications.europa.eu/resource/authority/distribution-status/COMPLETED"


def test_every_format_says_the_same_and_a_second_harvest_changes_nothing(port: int) -> None:
    first = Harvester(port).harvest("/katalog.rdf")
    for path in ("/katalog.rdf", "/katalog.ttl"):
        assert Harvester(port).harvest(path) == first
    assert Harvester(port, "en").harvest("/katalog.ttl")[0]["title"].startswith("Forderungsgraph: demands of")
    with pytest.raises(HarvestError, match="HEAD 303"):
        Harvester(port).harvest("/katalog")


def test_a_damaged_catalogue_is_never_taken(port: int, published: Published) -> None:
    place = published.folder / "catalogue.rdf"
    content = place.read_bytes()
    # half of it, none of it, and as many bytes of which one is another
    other = content.replace(b"https", b"httpz", 1)
    assert len(other) == len(content)
    try:
        for broken in (content[: len(content) // 2], b"", other):
            place.write_bytes(broken)
            with pytest.raises(HarvestError, match="HEAD 503 120"):
                Harvester(port).harvest("/katalog.rdf")
        place.unlink()
        with pytest.raises(HarvestError, match="HEAD 503 120"):
            Harvester(port).harvest("/katalog.rdf")
    finally:
        place.write_bytes(content)
    assert len(Harvester(port).harvest("/katalog.rdf")) == 1

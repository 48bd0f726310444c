"""The quality score of the European data portal for a catalogue: Metadata Quality Assessment, 405 points.

Source: data.europa.eu, Metadata Quality Assessment Methodology. A metric of distributions counts by the share of
distributions that have it. Vocabularies are those of the EU Publications Office, the IANA and DCAT-AP.de; XLSX
counts as proprietary.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, Graph, URIRef
from rdflib.term import Node

from ..errors import GraphError, UsageError
from ..ntriples import to_rdflib
from ..release import Release
from .catalog import DCAT
from .catalog_check import check_catalogue
from .codes import shipped_codes
from .parts import CATALOGUE

_TIMEOUT: Final = 10.0
_AT_ONCE: Final = 8
_PROPRIETARY: Final = ("XLSX",)
_FOR_PEOPLE: Final = ("HTML", "TXT", "ZIP")
_RATINGS: Final = ((351, "ausgezeichnet"), (221, "gut"), (121, "ausreichend"), (0, "schlecht"))
ENOUGH: Final = 385
"""what our own catalogue has to reach"""
_READERS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric; ``reached`` of ``points``."""

    name: str
    points: int
    reached: float


@dataclass(frozen=True, slots=True)
class Score:
    """The metrics in the order of the methodology; addresses that did not answer, sorted."""

    metrics: tuple[Metric, ...]
    unreachable: tuple[str, ...]

    @property
    def points(self) -> float:
        """All points reached."""
        return sum(metric.reached for metric in self.metrics)

    @property
    def most(self) -> int:
        """All points that there are."""
        return sum(metric.points for metric in self.metrics)

    @property
    def rating(self) -> str:
        """The rating in one word."""
        return next(word for least, word in _RATINGS if self.points >= least)

    @property
    def good(self) -> bool:
        """Whether it is enough."""
        return self.points >= ENOUGH


def shipped_catalogue(archive: Path) -> Path:
    """Return the catalogue of the current version in a folder of versions.

    :raises ReleaseError: if there is none
    """
    return Release.open(archive).folder / f"{CATALOGUE}.ttl"


def read_catalogue(place: Path) -> Graph:
    """Read a catalogue.

    :raises UsageError: if there is no such file, or its extension is unknown
    :raises GraphError: if it does not parse
    """
    fmt = _READERS.get(place.suffix)
    if fmt is None or not place.is_file():
        raise UsageError(
            "Das ist keine Katalogdatei", place=place, hint="Eine Datei .ttl, .rdf oder .jsonld angeben"
        )
    graph = Graph(bind_namespaces="none")
    try:
        for quad in ox.parse(place.read_bytes(), format=fmt):
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    except (OSError, SyntaxError, AssertionError) as error:
        raise GraphError(
            f"Der Katalog ist nicht lesbar ({error})", place=place, hint="Die Datei prüfen"
        ) from None
    return graph


def answers(url: str) -> bool:
    """Ask an address by HEAD; tell whether it answers with a status below 400."""
    if not url.startswith(("http://", "https://")):
        return False
    request = urllib.request.Request(url, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
            return int(response.status) < 400
    except (OSError, ValueError):
        return False


def score_of(place: Path, reachable: Callable[[str], bool] = answers) -> Score:
    """Score the catalogue in a file; its addresses are asked.

    :raises UsageError: if the file is no catalogue
    :raises GraphError: if it does not parse
    """
    return score(read_catalogue(place), reachable)


def score(catalogue: Graph, reachable: Callable[[str], bool]) -> Score:
    """Score a catalogue: the mean of its data sets."""
    datasets = sorted(catalogue.subjects(RDF.type, DCAT.Dataset), key=str)
    if not datasets:
        raise UsageError("Der Katalog enthält keinen Datensatz", hint="Eine Katalogdatei angeben")
    urls = {
        str(url)
        for predicate in (DCAT.accessURL, DCAT.downloadURL)
        for url in catalogue.objects(None, predicate)
    }
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = dict(zip(sorted(urls), pool.map(reachable, sorted(urls)), strict=True))
    conforms = check_catalogue(catalogue).conforms
    scored = [_Dataset(catalogue, dataset, found, conforms).metrics() for dataset in datasets]
    metrics = tuple(
        Metric(name, points, points * sum(each[at][2] for each in scored) / len(scored))
        for at, (name, points, _) in enumerate(scored[0])
    )
    return Score(metrics, tuple(url for url, good in found.items() if not good))


class _Dataset:
    def __init__(self, graph: Graph, node: Node, found: Mapping[str, bool], conforms: bool) -> None:
        self.graph = graph
        self.node = node
        self.found = found
        self.conforms = conforms
        self.parts = sorted(graph.objects(node, DCAT.distribution), key=str)

    def metrics(self) -> Sequence[tuple[str, int, float]]:
        """Return name, points and share of each metric."""
        codes = shipped_codes()
        formats = {URIRef(code.iri): name for name, code in codes["file-type"].items()}
        media = {URIRef(code.iri) for code in codes["media-type"].values()}
        licences = {URIRef(code.iri) for code in codes["licence"].values()}
        rights = {URIRef(code.iri) for code in codes["access"].values()}
        access, download = self._values(DCAT.accessURL), self._values(DCAT.downloadURL)
        kinds = self._values(DCTERMS.format)
        return (
            ("Auffindbar: Schlagwörter", 30, self._has(DCAT.keyword)),
            ("Auffindbar: Kategorien", 30, self._has(DCAT.theme)),
            ("Auffindbar: räumlicher Bezug", 20, self._has(DCTERMS.spatial)),
            ("Auffindbar: zeitlicher Bezug", 20, self._has(DCTERMS.temporal)),
            ("Zugänglich: accessURL erreichbar", 50, self._share(access, self._reached)),
            ("Zugänglich: downloadURL angegeben", 20, self._share(download, bool)),
            ("Zugänglich: downloadURL erreichbar", 30, self._share(download, self._reached)),
            ("Interoperabel: Format", 20, self._share(kinds, bool)),
            ("Interoperabel: Medientyp", 10, self._share(self._values(DCAT.mediaType), bool)),
            ("Interoperabel: Format und Medientyp aus Listen", 10, self._listed(kinds, formats, media)),
            ("Interoperabel: Format nicht proprietär", 20, self._share(kinds, lambda o: self._free(o, formats, _PROPRIETARY))),
            ("Interoperabel: Format maschinenlesbar", 20, self._share(kinds, lambda o: self._free(o, formats, _FOR_PEOPLE))),
            ("Interoperabel: DCAT-AP eingehalten", 30, float(self.conforms)),
            ("Nachnutzbar: Lizenz", 20, self._share(self._values(DCTERMS.license), bool)),
            ("Nachnutzbar: Lizenz aus Liste", 10, self._share(self._values(DCTERMS.license), lambda o: bool(o & licences))),
            ("Nachnutzbar: Zugangsrechte", 10, self._has(DCTERMS.accessRights)),
            ("Nachnutzbar: Zugangsrechte aus Liste", 5, float(any(o in rights for o in self.graph.objects(self.node, DCTERMS.accessRights)))),
            ("Nachnutzbar: Kontakt", 20, self._has(DCAT.contactPoint)),
            ("Nachnutzbar: Herausgeber", 10, self._has(DCTERMS.publisher)),
            ("Kontext: Rechte", 5, self._share(self._values(DCTERMS.rights), bool)),
            ("Kontext: Dateigröße", 5, self._share(self._values(DCAT.byteSize), bool)),
            ("Kontext: Veröffentlicht am", 5, self._has(DCTERMS.issued)),
            ("Kontext: Geändert am", 5, self._has(DCTERMS.modified)),
        )  # fmt: skip

    def _has(self, predicate: URIRef) -> float:
        return float((self.node, predicate, None) in self.graph)

    def _values(self, predicate: URIRef) -> list[set[Node]]:
        return [set(self.graph.objects(part, predicate)) for part in self.parts]

    def _share(self, values: Iterable[set[Node]], holds: Callable[[set[Node]], bool]) -> float:
        answers_ = [holds(each) for each in values]
        return sum(answers_) / len(answers_) if answers_ else 0.0

    def _reached(self, urls: set[Node]) -> bool:
        return bool(urls) and all(self.found[str(url)] for url in urls)

    def _free(self, kinds: set[Node], formats: Mapping[URIRef, str], others: Sequence[str]) -> bool:
        names = {formats.get(URIRef(str(kind))) for kind in kinds}
        return bool(names) and None not in names and not names & set(others)

    def _listed(self, kinds: Sequence[set[Node]], formats: Mapping[URIRef, str], media: set[URIRef]) -> float:
        types = self._values(DCAT.mediaType)
        both = [
            bool(kind & set(formats)) and bool(type_ & media)
            for kind, type_ in zip(kinds, types, strict=True)
        ]
        return sum(both) / len(both) if both else 0.0

"""Checks a catalogue against ``shapes/catalog.ttl``: alone, without inference, every code in its list."""

from __future__ import annotations

from pathlib import Path

from rdflib import SKOS, Graph, URIRef

from ..errors import PublishingError
from ..files import folder
from ..report import Report
from ..validate import load_shapes, validate
from .codes import shipped_codes


def check_catalogue(catalogue: Graph) -> Report:
    """Return what the shapes find in a catalogue; it is not changed."""
    data = Graph(bind_namespaces="none")
    for triple in catalogue:
        data.add(triple)
    for codes in shipped_codes().values():
        for code in codes.values():
            data.add((URIRef(code.iri), SKOS.inScheme, URIRef(code.scheme)))
    return validate(data, load_shapes(folder("shapes") / "catalog.ttl"), document="katalog")


def ensure_valid(catalogue: Graph, place: Path) -> None:
    """Find out whether a catalogue may be published.

    :param place: where it is to lie
    :raises PublishingError: if it violates a shape
    """
    report = check_catalogue(catalogue)
    if not report.conforms:
        first = report.results[0]
        raise PublishingError(
            f"Der Katalog ist nicht gültig: {first.message_de}",
            place=place,
            hint="Die Angaben zur Veröffentlichung berichtigen",
        )

"""Where a version comes from (PROV-O, W3C Recommendation 2013): the build, its texts, the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Graph, Literal, URIRef

from .catalog import Imprint


def provenance_graph(imprint: Imprint, manifest: Mapping[str, Any]) -> Graph:
    """Return what a version was made of and by which program.

    :param manifest: of the build
    """
    base = imprint.base
    version = URIRef(f"{base}daten/{imprint.version}/")
    build = URIRef(f"{base}daten/{imprint.version}/#build")
    activity = URIRef(f"{base}daten/{imprint.version}/#publication")
    program = URIRef(f"{base}daten/{imprint.version}/#software")
    graph = Graph(bind_namespaces="none")
    for subject, predicate, value in (
        (version, RDF.type, PROV.Entity),
        (version, RDFS.label, Literal(f"Forderungsgraph {imprint.version}", lang="de")),
        (version, DCTERMS.issued, Literal(imprint.date, datatype=XSD.date)),
        (version, PROV.wasGeneratedBy, activity),
        (version, PROV.wasDerivedFrom, build),
        (activity, RDF.type, PROV.Activity),
        (activity, RDFS.label, Literal(f"Veröffentlichung der Version {imprint.version}", lang="de")),
        (activity, PROV.used, build),
        (activity, PROV.wasAssociatedWith, program),
        (program, RDF.type, PROV.SoftwareAgent),
        (program, RDFS.label, Literal(f"forderungsgraph {manifest['software']}")),
        (build, RDF.type, PROV.Entity),
        (build, RDFS.label, Literal(f"Bau {manifest['version']}", lang="de")),
        (build, DCTERMS.identifier, Literal(str(manifest["data"]["sha256"]))),
    ):
        graph.add((subject, predicate, value))
    for document in manifest["documents"]:
        graph.add((build, PROV.wasDerivedFrom, URIRef(f"{base}id/document/{document['slug']}")))
    if imprint.previous is not None:
        graph.add((version, PROV.wasRevisionOf, URIRef(f"{base}daten/{imprint.previous}/")))
    return graph

"""What portals, query editors and feed readers ask for: ``/katalog``, ``/.well-known/void``, ``/aenderungen.atom``."""

from __future__ import annotations

import functools
from typing import Final

from flask import Blueprint, Response, abort, redirect, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from forderungsgraph.formats import Content, Format
from forderungsgraph.inventory import StoredRelease
from forderungsgraph.iri import PREFIXES
from forderungsgraph.ntriples import lines_of
from forderungsgraph.problems import Details, Problem
from forderungsgraph.publishing.archive import missing
from forderungsgraph.publishing.feed import feed
from forderungsgraph.publishing.parts import CATALOGUE
from forderungsgraph.publishing.void import void_graph
from forderungsgraph.release import Release
from forderungsgraph.sparql import CORS, choose
from forderungsgraph.store import Dataset, EmbeddedStore, Literal, Truth

from .answers import data_answer, wishes
from .dumps import archive
from .errors import answer_problem
from .languages import at, either
from .site import site

blueprint = Blueprint("catalog", __name__)
_FORMATS: Final = (Format.TURTLE, Format.RDF_XML, Format.JSON_LD)
_EVERYTHING: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_NAMED_GRAPH: Final = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_IS_OF_VERSION: Final = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
ASK {{ GRAPH ?g {{ ?set a dcat:Dataset ; dcat:version {version} }} }}
"""
_RETRY: Final = 120
"""seconds after which an incomplete version is worth another look"""
_ATOM: Final = "application/atom+xml; charset=utf-8"


def _published() -> Release:
    """Return the version that is served; 404 for a build, 503 as long as a file of it is missing.

    Harvesters delete what a catalogue no longer names, so a part of one must never look like the whole.
    """
    release = site().release
    if isinstance(release, StoredRelease) and not release.has_files:
        abort(_unfiled(release))
    if "build" not in release.manifest:
        abort(
            404,
            either(
                "Hier wird ein Bau gezeigt, keine veröffentlichte Version; einen Katalog hat nur eine Version.",
                "This is a build, not a published version; only a version has a catalogue.",
            ),
        )
    if missing(release):
        abort(_incomplete())
    return release


def _incomplete() -> Response:
    details = Details(
        Problem.INCOMPLETE,
        "Die Version ist noch nicht vollständig.",
        "Bitte später noch einmal versuchen",
        english="The version is not complete yet.",
        retry_after=_RETRY,
    )
    return answer_problem(details)


def _unfiled(release: StoredRelease) -> Response:
    """Say why there is no catalogue where the files of the version do not lie here."""
    if release.expects_files:
        return _incomplete()
    return answer_problem(
        Details(
            Problem.NOT_FOUND,
            "Dieser Dienst liest aus einem anderen Speicher, in dem kein Katalog liegt.",
            "Mit --release den Ordner der Versionen daneben legen, oder mit publish auch den Katalog in den "
            "Speicher bringen",
            english="This service reads from another store, which holds no catalogue.",
        )
    )


def _stored_catalogue(release: StoredRelease, fmt: Format) -> Response:
    """Return the catalogue that lies in the store, if it is that of the version which is served."""
    graph = release.inventory.catalogue
    assert graph is not None
    dataset = Dataset(named=(graph,))
    named = Literal(release.version).sparql()
    if site().store.query(_IS_OF_VERSION.format(version=named), dataset) != Truth(True):
        abort(_incomplete())
    return data_answer(fmt, site().store.serialise(_NAMED_GRAPH, fmt, dataset))


@blueprint.get("/katalog")
def catalogue() -> AnyResponse:
    """Send to the catalogue in the format that the client prefers, people to the list of files."""
    fmt = choose(wishes(), request.headers.get("Accept"), (*_FORMATS, Format.HTML))
    if fmt is None:
        abort(406, either("Verfügbar: Turtle, RDF/XML, JSON-LD.", "Available: Turtle, RDF/XML, JSON-LD."))
    response = redirect(at("/daten/") if fmt is Format.HTML else f"/katalog.{fmt.extension}", 303)
    response.vary.add("Accept")
    return response


@blueprint.get("/katalog.<any(ttl, rdf, jsonld):extension>")
def catalogue_file(extension: str) -> Response:
    """Send the catalogue of the version that is served."""
    fmt = next(fmt for fmt in _FORMATS if fmt.extension == extension)
    served = site().release
    if isinstance(served, StoredRelease) and not served.has_files and served.inventory.catalogue:
        return _stored_catalogue(served, fmt)
    release = _published()
    if not release.is_sound(f"{CATALOGUE}.{extension}"):
        abort(_incomplete())
    response = send_from_directory(release.folder.resolve(), f"{CATALOGUE}.{extension}")
    response.content_type = fmt.content_type
    response.headers.extend(CORS)
    return response


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Describe the data (VoID), Turtle where the client has no wish."""
    fmt = choose(wishes(), request.headers.get("Accept"), Format.carrying(Content.GRAPH))
    release = site().release
    name = f"{release.base}graph/void"
    if name in site().store.graphs():
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        return data_answer(fmt or Format.TURTLE, site().store.serialise(query, fmt or Format.TURTLE))
    # a build is described as it is asked, since it does not know where it stands
    described = _described(release.folder, release.version, release.base, request.host_url)
    return data_answer(fmt or Format.TURTLE, described.serialise(_EVERYTHING, fmt or Format.TURTLE))


@functools.lru_cache(maxsize=8)
def _described(*key: object) -> EmbeddedStore:
    _, _, base, address = key
    lines = lines_of(void_graph(site().store, str(base), str(address)))
    return EmbeddedStore("\n".join(lines).encode(), fmt=Format.N_TRIPLES, prefixes=PREFIXES)


@blueprint.get("/aenderungen.atom")
def changes_feed() -> Response:
    """Send the feed of all versions."""
    release = _published()
    found = archive()
    if found is None:
        abort(
            404,
            either(
                "Zu dieser Version gibt es keine Reihe von Versionen.", "This version is not one of a series."
            ),
        )
    response = Response(feed(found, release.base, str(release.manifest["site"])), content_type=_ATOM)
    response.headers.extend(CORS)
    return response

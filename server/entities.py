"""Identifiers that lead to pages and data: ``/id/…``, ``/seite/…``, ``/scheme/…``, ``/def``."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.formats import Content, Format
from forderungsgraph.iri import FG
from forderungsgraph.sparql import choose
from forderungsgraph.store import Bindings, Iri

from . import schema, views
from .answers import data_answer, wishes
from .languages import at, either, language
from .links import PAGES
from .lists import Paging
from .resolving import resolved
from .site import site

blueprint = Blueprint("entities", __name__)
_GRAPHS: Final = Format.carrying(Content.GRAPH)
_OFFERS: Final = (Format.HTML, *_GRAPHS)
_ONTOLOGY: Final = str(FG._NS).rstrip("#")
_TERMS: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?term ?kind (MIN(?text) AS ?definition) (MIN(?sample) AS ?example) WHERE {{
  ?term a ?class . FILTER(STRSTARTS(STR(?term), "{start}"))
  VALUES (?class ?kind) {{
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
  }}
  OPTIONAL {{ ?term skos:definition ?text FILTER(LANG(?text) = "{language}") }}
  OPTIONAL {{ ?term skos:example ?sample FILTER(LANG(?sample) = "{language}") }}
}} GROUP BY ?term ?kind
"""
_VOCABULARY: Final = f"""
CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{_ONTOLOGY}")) }}
"""


def _split(path: str) -> tuple[str, Format | None]:
    """Split a known extension off a path."""
    stem, _, extension = path.rpartition(".")
    fmt = next((offer for offer in _OFFERS if offer.extension == extension), None)
    return (stem, fmt) if stem and fmt else (path, None)


def _wanted() -> Format:
    fmt = choose(wishes(), request.headers.get("Accept"), _OFFERS)
    return fmt or abort(
        406,
        either("Verfügbar: HTML und die Formate für Graphen.", "Available: HTML and the formats for graphs."),
    )


@blueprint.get("/id/<path:path>")
def identifier(path: str) -> Response:
    """Send a thing's identifier to its page or its data (303: the thing is neither)."""
    stem, fmt = _split(path)
    return _see_other(stem, fmt)


@blueprint.get("/scheme/<path:path>")
def scheme(path: str) -> Response:
    """Send the identifier of a concept scheme to its page or data."""
    stem, fmt = _split(path)
    return _see_other(f"scheme/{stem}", fmt)


def _see_other(stem: str, fmt: Format | None) -> Response:
    iri = resolved(stem)
    fmt = fmt or _wanted()
    page = site().links.page(iri) or abort(404)
    response = redirect(at(page) if fmt is Format.HTML else f"{page}.{fmt.extension}", 303)
    response.vary.add("Accept")
    return response


@blueprint.get("/seite/<path:path>")
def page(path: str) -> Response | str:
    """Show the page about a thing, or its data by extension, ``?format=`` or Accept."""
    stem, fmt = _split(path)
    iri = resolved(stem)
    folder, _, slug = stem.partition("/")
    if folder in PAGES and slug:
        address = f"{PAGES[folder]}{quote(path.partition('/')[2], safe='/-._~')}"
        return redirect(at(address) if fmt in (None, Format.HTML) else address, 308)
    fmt = fmt or _wanted()
    if fmt is not Format.HTML:
        return data_answer(fmt, views.data(site().store, iri, fmt))
    size = site().settings.page_size
    links = views.links_to(site().store, site().labels, iri)
    pages = Paging.of(request.args, size, sum(link.total for link in links))
    shown = views.entity_linked(
        site().store, site().tallies, site().labels, iri, links, start=pages.start, size=size
    )
    own = site().links.page(iri)
    return render_template(
        "entity.html",
        thing=shown,
        pages=pages,
        schema=[schema.thing(schema.kind(shown.classes), iri, shown.name)],
        alternates=[(offer, f"{own}.{offer.extension}") for offer in _GRAPHS[:4]],
    )


@blueprint.get("/def")
def definitions() -> Response | str:
    """Show the terms of the ontology, or the ontology as data."""
    fmt = _wanted()
    if fmt is not Format.HTML:
        return data_answer(fmt, site().store.serialise(_VOCABULARY, fmt))
    result = site().store.query(_TERMS.format(start=FG._NS, language=language()))
    assert isinstance(result, Bindings)
    terms = sorted(result.records(), key=lambda record: site().labels.name(record["term"].value).lower())
    alternates = [(offer, f"/def?format={offer.short_name}") for offer in _GRAPHS[:4]]
    return render_template(
        "definitions.html",
        classes=[record for record in terms if record["kind"].value == "class"],
        properties=[record for record in terms if record["kind"].value == "property"],
        local=lambda term: term.value.removeprefix(str(FG._NS)) if isinstance(term, Iri) else "",
        alternates=alternates,
    )

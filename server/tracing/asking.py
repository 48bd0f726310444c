"""Questions to the store in SPARQL 1.1, which any store can answer, and the things that addresses name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from forderungsgraph.formats import Content, Format
from forderungsgraph.iri import FG
from forderungsgraph.sparql import choose
from forderungsgraph.store import Bindings, Iri, Term

from .. import views
from ..answers import data_answer, wishes
from ..languages import either
from ..resolving import resolved
from ..site import site

PREFIXES: Final = f"""
PREFIX fg: <{FG._NS}>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
GRAPHS: Final = Format.carrying(Content.GRAPH)
_OFFERS: Final = (Format.HTML, *GRAPHS)
Record = dict[str, Term]


def ask(text: str) -> list[Record]:
    """Return the rows of a SELECT query, which may use the prefixes of this module."""
    result = site().store.query(PREFIXES + text)
    assert isinstance(result, Bindings)
    return list(result.records())


def number(text: str) -> int:
    """Return the only number that a query counts, as ``?number``."""
    return int(ask(text)[0]["number"].value)


def values(iris: Iterable[str]) -> str:
    """Return the IRIs as SPARQL writes them in VALUES."""
    return " ".join(Iri(iri).sparql() for iri in iris)


def key_of(iri: str) -> str:
    """Return the last part of an identifier, as facets and addresses name things."""
    return iri.rpartition("/")[2]


def named(kind: str, slug: str) -> str:
    """Return the IRI of a thing; 404 if the graph says nothing of it, 410 if it was withdrawn."""
    return resolved(f"{kind}/{slug}")


def as_data(kind: str, slug: str) -> tuple[str, Response | None]:
    """Return the thing that an address names, and its data where the client wants no page.

    An extension, ``?format=`` or Accept choose the format, in this order.
    """
    stem, _, extension = slug.rpartition(".")
    fmt = next((offer for offer in _OFFERS if stem and offer.extension == extension), None)
    iri = named(kind, stem if fmt else slug)
    if fmt is Format.HTML:
        return iri, redirect(site().links.page(iri) or request.path, 308)
    fmt = fmt or choose(wishes(), request.headers.get("Accept"), _OFFERS)
    if fmt is None:
        abort(
            406,
            either(
                "Verfügbar: HTML und die Formate für Graphen.", "Available: HTML and the formats for graphs."
            ),
        )
    if fmt is Format.HTML:
        return iri, None
    return iri, data_answer(fmt, views.data(site().store, iri, fmt))


def alternates(iri: str) -> list[tuple[Format, str]]:
    """Return the formats of the data about a thing, with their addresses."""
    page = site().links.page(iri)
    return [(offer, f"{page}.{offer.extension}") for offer in GRAPHS[:4]]


def by_name(iris: Iterable[str]) -> list[str]:
    """Return IRIs sorted by what they are called."""
    return sorted(set(iris), key=lambda iri: (site().labels.name(iri).casefold(), iri))


def iris(records: Sequence[Record], name: str) -> list[str]:
    """Return the IRIs bound to a variable, each once, in order."""
    return list(dict.fromkeys(record[name].value for record in records if isinstance(record.get(name), Iri)))

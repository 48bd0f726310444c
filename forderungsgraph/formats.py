"""Formats of answers: each member knows its IRI, media type, extension, names, and what it can carry.

>>> Format.TURTLE.media_type, Format.TURTLE.extension
('text/turtle', 'ttl')
>>> Format.named("ttl") is Format.named("text/turtle") is Format.TURTLE
True
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final


class Content(StrEnum):
    """What a format carries."""

    RESULTS = "results"
    GRAPH = "graph"
    PAGE = "page"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class _Description:
    label: str
    name: str
    media_type: str
    extension: str
    iri: str
    content: Content
    aliases: tuple[str, ...] = ()
    charset: bool = False


class Format(Enum):
    """Every format the service speaks, in the order of preference when a client has none."""

    JSON = _Description(
        "JSON",
        "json",
        "application/sparql-results+json",
        "srj",
        "http://www.w3.org/ns/formats/SPARQL_Results_JSON",
        Content.RESULTS,
        ("application/json", "text/json", "sparql-results+json"),
    )
    XML = _Description(
        "XML",
        "xml",
        "application/sparql-results+xml",
        "srx",
        "http://www.w3.org/ns/formats/SPARQL_Results_XML",
        Content.RESULTS,
        ("application/xml", "text/xml", "sparql-results+xml"),
    )
    CSV = _Description(
        "CSV",
        "csv",
        "text/csv",
        "csv",
        "http://www.w3.org/ns/formats/SPARQL_Results_CSV",
        Content.RESULTS,
        charset=True,
    )
    TSV = _Description(
        "TSV",
        "tsv",
        "text/tab-separated-values",
        "tsv",
        "http://www.w3.org/ns/formats/SPARQL_Results_TSV",
        Content.RESULTS,
        charset=True,
    )
    EXCEL = _Description(
        "CSV für Excel",
        "excel",
        "text/csv",
        "csv",
        "https://www.iana.org/assignments/media-types/text/csv",
        Content.RESULTS,
        ("excel-csv", "csv-excel"),
        charset=True,
    )
    XLSX = _Description(
        "XLSX",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        "https://www.iana.org/assignments/media-types/"
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Content.RESULTS,
    )
    TURTLE = _Description(
        "Turtle",
        "turtle",
        "text/turtle",
        "ttl",
        "http://www.w3.org/ns/formats/Turtle",
        Content.GRAPH,
        ("application/x-turtle", "application/turtle"),
        charset=True,
    )
    JSON_LD = _Description(
        "JSON-LD",
        "json-ld",
        "application/ld+json",
        "jsonld",
        "http://www.w3.org/ns/formats/JSON-LD",
        Content.GRAPH,
        ("application/json", "json"),
    )
    N_TRIPLES = _Description(
        "N-Triples",
        "n-triples",
        "application/n-triples",
        "nt",
        "http://www.w3.org/ns/formats/N-Triples",
        Content.GRAPH,
        ("ntriples", "text/plain"),
    )
    RDF_XML = _Description(
        "RDF/XML",
        "rdf-xml",
        "application/rdf+xml",
        "rdf",
        "http://www.w3.org/ns/formats/RDF_XML",
        Content.GRAPH,
        ("rdfxml", "rdf+xml", "xml", "application/xml", "text/xml"),
    )
    N_QUADS = _Description(
        "N-Quads",
        "n-quads",
        "application/n-quads",
        "nq",
        "http://www.w3.org/ns/formats/N-Quads",
        Content.GRAPH,
        ("nquads", "text/x-nquads"),
    )
    TRIG = _Description(
        "TriG",
        "trig",
        "application/trig",
        "trig",
        "http://www.w3.org/ns/formats/TriG",
        Content.GRAPH,
        ("application/x-trig",),
        charset=True,
    )
    HTML = _Description(
        "HTML",
        "html",
        "text/html",
        "html",
        "http://www.w3.org/ns/formats/HTML",
        Content.PAGE,
        ("application/xhtml+xml",),
        charset=True,
    )
    PROBLEM = _Description(
        "Problem Details",
        "problem",
        "application/problem+json",
        "json",
        "https://www.rfc-editor.org/rfc/rfc9457",
        Content.PROBLEM,
    )

    @property
    def label(self) -> str:
        """Name for people, e.g. ``RDF/XML``."""
        return self.value.label

    @property
    def short_name(self) -> str:
        """Name for ``?format=``, e.g. ``rdf-xml``."""
        return self.value.name

    @property
    def media_type(self) -> str:
        """Media type without parameters."""
        return self.value.media_type

    @property
    def content_type(self) -> str:
        """Value of the HTTP header: the media type, with a charset where the type has one."""
        return f"{self.media_type}; charset=utf-8" if self.value.charset else self.media_type

    @property
    def extension(self) -> str:
        """File extension without a dot."""
        return self.value.extension

    @property
    def iri(self) -> str:
        """Identifier in the W3C registry of formats (or of the specification)."""
        return self.value.iri

    @property
    def content(self) -> Content:
        """What the format carries."""
        return self.value.content

    @property
    def media_types(self) -> tuple[str, ...]:
        """The registered media type, then those that clients send instead."""
        return (self.media_type, *(alias for alias in self.value.aliases if "/" in alias))

    def is_called(self, name: str) -> bool:
        """Tell whether ``name`` is one of the format's names, media types or its extension.

        A parameter of the media type is ignored; a ``+`` that became a blank in a form counts as ``+``.
        """
        plain = name.split(";")[0].strip().lower().replace(" ", "+")
        return plain in {self.short_name, self.media_type, self.extension, *self.value.aliases}

    @classmethod
    def named(cls, name: str, among: Iterable[Format] | None = None) -> Format | None:
        """Return the first format called ``name`` among those given (all by default), or None."""
        return next((fmt for fmt in (among if among is not None else cls) if fmt.is_called(name)), None)

    @classmethod
    def carrying(cls, content: Content) -> tuple[Format, ...]:
        """Return the formats that carry ``content``, preferred ones first."""
        return _carrying(content)


@functools.cache
def _carrying(content: Content) -> tuple[Format, ...]:
    return tuple(fmt for fmt in Format if fmt.content is content)


_LONGEST_ACCEPT: Final = 4096
_QUALITY: Final = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Split an Accept header into (media range, quality); malformed parts are left out."""
    found = []
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not re.fullmatch(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+", media):
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
        found.append((media, quality))
    return found


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float | None:
    """Return the quality of the most specific range that matches, None if none does."""
    major = media_type.split("/")[0]
    for pattern in (media_type, f"{major}/*", "*/*"):
        qualities = [quality for media, quality in ranges if media == pattern]
        if qualities:
            return max(qualities)
    return None


def negotiate(accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Choose among ``offers`` (preferred first) by an Accept header (RFC 9110, 12.5.1).

    No header, or one without any well-formed range, accepts everything. The own media type of a format
    counts before the ones that clients send instead.

    >>> negotiate("text/csv;q=0.5, application/json", Format.carrying(Content.RESULTS)).name
    'JSON'

    :return: the format, or None if the client accepts none of them
    """
    return _negotiate((accept or "")[:_LONGEST_ACCEPT], tuple(offers))


@functools.lru_cache(maxsize=512)
def _negotiate(accept: str, offers: tuple[Format, ...]) -> Format | None:
    ranges = _ranges(accept)
    if not ranges:
        return offers[0] if offers else None
    best: tuple[float, Format] | None = None
    for fmt in offers:
        own = _quality(fmt.media_type, ranges)
        exact = [q for media, q in ranges if media in fmt.media_types[1:]]
        # an explicit alias ("application/json") beats a wildcard for the registered type
        named = any(media == fmt.media_type for media, _ in ranges)
        quality = own if named or not exact else max(exact)
        if quality and (best is None or quality > best[0]):
            best = (quality, fmt)
    return best[1] if best else None

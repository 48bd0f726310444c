"""Literals and small patterns that all graphs share. Every text passes the guard against contact data."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from rdflib import RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from forderungsgraph.errors import GraphError

from .contacts import CONTACT

Triple = tuple[Node, Node, Node]

GERMAN: Final = URIRef("http://publications.europa.eu/resource/authority/language/DEU")

_DATES: Final[tuple[tuple[re.Pattern[str], URIRef], ...]] = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD.date),
    (re.compile(r"\d{4}-\d{2}"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)


def text(value: str, language: str | None = None) -> Literal:
    """Return a string.

    :raises GraphError: if it holds a telephone number or a mail address, which never enter the graph
    """
    if CONTACT.search(value):
        raise GraphError(
            "Ein Text für den Graphen enthält Kontaktdaten",
            place=value[:12] + "…",
            hint="Telefonnummern und Mailadressen aus Register oder Begleitdatei entfernen",
        )
    return Literal(value, lang=language)


def date(value: str) -> Literal:
    """Return a day, month or year as xsd:date, xsd:gYearMonth or xsd:gYear.

    :raises GraphError: if it is none of them
    """
    for pattern, datatype in _DATES:
        if pattern.fullmatch(value):
            # rdflib would rewrite a month or year as a day
            return Literal(value, datatype=datatype, normalize=False)
    raise GraphError(f"„{value}“ ist kein Datum", hint="JJJJ-MM-TT, JJJJ-MM oder JJJJ schreiben")


def decimal(value: Decimal | float) -> Literal:
    """Return an xsd:decimal in plain notation; binary fractions are rounded to three places."""
    exact = round(Decimal(str(value)), 3) if isinstance(value, float) else value
    plain = f"{exact:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Literal(plain, datatype=XSD.decimal, normalize=False)


def integer(value: int) -> Literal:
    """Return an xsd:nonNegativeInteger, as the selectors of the Web Annotation model want it."""
    return Literal(str(value), datatype=XSD.nonNegativeInteger, normalize=False)


def boolean(value: bool) -> Literal:
    """Return an xsd:boolean."""
    return Literal("true" if value else "false", datatype=XSD.boolean, normalize=False)


def label(graph: Graph, node: URIRef, german: str, english: str | None = None) -> None:
    """Label ``node`` in German, and in English where there is an English name."""
    graph.add((node, RDFS.label, text(german, "de")))
    if english is not None:
        graph.add((node, RDFS.label, text(english, "en")))


def shortened(value: str, limit: int = 90) -> str:
    """Return the beginning of ``value`` up to a word's end, with a sign of omission if cut.

    >>> shortened("ein sehr langer Satz", 12)
    'ein sehr …'
    """
    value = " ".join(value.split())
    if len(value) <= limit:
        return value
    head = value[: limit - 1].rsplit(" ", 1)[0]
    return f"{head.rstrip(' ,;:–-')} …"

"""The one shape of errors over HTTP: problem details (RFC 9457), in German and English.

Each member of :class:`Problem` knows its status and titles; :func:`problem_of` maps the error tree to
them, so that every floor above answers alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Final

from .errors import (
    ForderungsgraphError,
    OverloadError,
    QueryError,
    QueryLimitError,
    QueryRefusedError,
    QuerySyntaxError,
    StoreError,
    StoreTimeoutError,
    StoreUnreachableError,
    SyntaxGraphError,
    TooManyQueriesError,
)

_TYPES: Final = "https://w3id.org/forderungsgraph/problem/"


@dataclass(frozen=True, slots=True)
class _Kind:
    slug: str
    status: int
    title: str
    title_en: str


class Problem(Enum):
    """Kinds of errors that a client may see."""

    BAD_REQUEST = _Kind("bad-request", 400, "Die Anfrage ist fehlerhaft", "The request is malformed")
    DOCUMENT = _Kind("document", 400, "Das Dokument ist nicht lesbar", "The document cannot be read")
    SYNTAX = _Kind("syntax", 400, "Die Abfrage ist kein gültiges SPARQL", "The query is not valid SPARQL")
    REFUSED = _Kind(
        "refused", 400, "Solche Abfragen führt der Dienst nicht aus", "This service does not run such queries"
    )
    QUERY = _Kind("query", 400, "Die Abfrage ließ sich nicht auswerten", "The query could not be evaluated")
    UNAUTHORISED = _Kind(
        "unauthorised", 401, "Dafür ist ein gültiger Schlüssel nötig", "This needs a valid token"
    )
    READ_ONLY = _Kind("read-only", 403, "Der Dienst ist nur lesbar", "The service is read-only")
    CROSS_SITE = _Kind(
        "cross-site",
        403,
        "Von anderen Seiten aus wird hier nichts geändert",
        "Nothing is changed here from other sites",
    )
    NOT_FOUND = _Kind("not-found", 404, "Nicht gefunden", "Not found")
    GONE = _Kind("gone", 410, "Zurückgezogen", "Withdrawn")
    METHOD = _Kind("method", 405, "Diese HTTP-Methode gilt hier nicht", "This HTTP method is not allowed")
    NOT_ACCEPTABLE = _Kind(
        "not-acceptable",
        406,
        "In keinem der verlangten Formate verfügbar",
        "Not available in any of the formats asked for",
    )
    TOO_SLOW = _Kind("too-slow", 408, "Die Anfrage kam zu langsam", "The request arrived too slowly")
    TOO_LARGE = _Kind("too-large", 413, "Die Anfrage ist zu groß", "The request is too large")
    MEDIA_TYPE = _Kind(
        "media-type", 415, "Dieser Medientyp wird nicht angenommen", "This media type is not accepted"
    )
    LIMIT = _Kind(
        "limit", 422, "Die Abfrage überschreitet die Grenzen", "The query exceeds the limits (time or memory)"
    )
    TOO_MANY = _Kind(
        "too-many", 429, "Zu viele Abfragen von dieser Adresse", "Too many queries from this address"
    )
    INTERNAL = _Kind("internal", 500, "Interner Fehler", "Internal error")
    STORE = _Kind(
        "store", 502, "Der Speicher hinter dem Dienst versagt", "The store behind the service fails"
    )
    OVERLOAD = _Kind("overload", 503, "Der Dienst ist gerade ausgelastet", "The service is busy right now")
    INCOMPLETE = _Kind(
        "incomplete", 503, "Die Daten sind gerade nicht vollständig", "The data is not complete right now"
    )

    STORE_AWAY = _Kind(
        "store-away",
        503,
        "Der Speicher hinter dem Dienst ist nicht erreichbar",
        "The store behind the service cannot be reached",
    )
    STORE_SLOW = _Kind(
        "store-slow",
        504,
        "Der Speicher hinter dem Dienst antwortet nicht rechtzeitig",
        "The store behind the service does not answer in time",
    )

    @property
    def status(self) -> int:
        """HTTP status code."""
        return self.value.status

    @property
    def iri(self) -> str:
        """Identifier of the kind of problem."""
        return _TYPES + self.value.slug

    @property
    def title(self) -> str:
        """German title."""
        return self.value.title

    @property
    def title_en(self) -> str:
        """English title."""
        return self.value.title_en

    @classmethod
    def of_status(cls, status: int) -> Problem:
        """Return the kind for an HTTP status; unknown 4xx are bad requests, all else is internal."""
        known = next((p for p in cls if p.status == status), None)
        return known or (cls.BAD_REQUEST if 400 <= status < 500 else cls.INTERNAL)


@dataclass(frozen=True, slots=True)
class Details:
    """One problem that happened.

    :param detail: German sentence
    :param query: the query as it was sent, so that it is not lost
    :param line: line in the query, counted from 1
    :param english: the detail in English
    :param retry_after: seconds after which another try may succeed
    """

    problem: Problem
    detail: str
    hint: str | None = None
    query: str | None = None
    line: int | None = None
    english: str | None = None
    retry_after: int | None = None

    def to_json(self) -> bytes:
        """Return the body of an ``application/problem+json`` answer."""
        body = {
            "type": self.problem.iri,
            "title": self.problem.title,
            "title_en": self.problem.title_en,
            "status": self.problem.status,
            "detail": self.detail,
            "detail_en": self.english,
            "hint": self.hint,
            "line": self.line,
            "query": self.query,
        }
        text = json.dumps(
            {key: value for key, value in body.items() if value is not None}, ensure_ascii=False
        )
        return text.encode("utf-8", "replace")


_PROBLEMS: Final[tuple[tuple[type[ForderungsgraphError], Problem], ...]] = (
    (QuerySyntaxError, Problem.SYNTAX),
    (QueryRefusedError, Problem.REFUSED),
    (QueryLimitError, Problem.LIMIT),
    (StoreUnreachableError, Problem.STORE_AWAY),
    (StoreTimeoutError, Problem.STORE_SLOW),
    (StoreError, Problem.STORE),
    (TooManyQueriesError, Problem.TOO_MANY),
    (OverloadError, Problem.OVERLOAD),
    (QueryError, Problem.QUERY),
    (SyntaxGraphError, Problem.DOCUMENT),
)


def problem_of(error: ForderungsgraphError, query: str | None = None) -> Details:
    """Return what a client is told of an error; errors that are not the client's tell nothing inside."""
    for kind, problem in _PROBLEMS:
        if isinstance(error, kind):
            return Details(
                problem,
                f"{error.message}.",
                error.hint and f"{error.hint}.",
                query,
                error.line,
                error.english and f"{error.english[0].upper()}{error.english[1:]}.",
                getattr(error, "retry_after", None),
            )
    return Details(Problem.INTERNAL, "Der Dienst kann die Anfrage gerade nicht beantworten.", None, query)

"""What a request asks for: the query and its dataset (SPARQL 1.1 Protocol, 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from forderungsgraph.problems import Problem
from forderungsgraph.store import Dataset, Iri

from .decoding import FORM, decode, media_type, pairs, unquoted
from .message import Request
from .refusal import refusal

DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
FORMAT_KEYS: Final = ("format", "output", "results")
_NO_UPDATES: Final = "Änderungen nimmt diese Adresse nicht an."
_NO_UPDATES_EN: Final = "This address takes no updates."


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as the protocol carried it, decoded exactly once.

    :param wishes: formats by name, in the order of the request
    :param download: name of the file to save the answer as, None to show it
    """

    text: str
    dataset: Dataset
    wishes: tuple[str, ...] = ()
    download: str | None = None


def read_query(request: Request) -> Operation | None:
    """Return the query of a request, or None for a GET or HEAD without one.

    :raises RefusalError: if the request is malformed
    """
    fields = pairs(request.query_string)
    has_body = request.method in ("POST", "QUERY")
    if has_body:
        kind = media_type(request.content_type)
        if kind == FORM:
            fields += pairs(request.body)
        elif kind == DIRECT:
            fields.append(("query", decode(request.body)))
        elif kind == UPDATE:
            raise refusal(Problem.READ_ONLY, _NO_UPDATES, _NO_UPDATES_EN)
        else:
            raise refusal(
                Problem.MEDIA_TYPE,
                f"Abfragen per {request.method} kommen als {FORM} oder {DIRECT}.",
                f"Queries by {request.method} come as {FORM} or {DIRECT}.",
                "Die Kopfzeile Content-Type setzen.",
            )
    return _operation(fields, needs_query=has_body)


def plain_query(query_string: bytes) -> str | None:
    """Return the query of a GET that consists of nothing else, None if there is more to it.

    :raises RefusalError: if it is malformed
    """
    if not query_string.startswith(b"query=") or b"&" in query_string:
        return None
    return decode(unquoted(query_string[6:].replace(b"+", b"%20")))


def _operation(fields: Sequence[tuple[str, str]], *, needs_query: bool) -> Operation | None:
    queries = values(fields, "query")
    if values(fields, "update"):
        raise refusal(Problem.READ_ONLY, _NO_UPDATES, _NO_UPDATES_EN)
    if len(queries) > 1:
        raise refusal(
            Problem.BAD_REQUEST,
            "Die Anfrage enthält mehr als eine Abfrage.",
            "The request contains more than one query.",
            None,
            queries[0],
        )
    if not queries:
        if needs_query:
            raise refusal(
                Problem.BAD_REQUEST,
                "Der Anfrage fehlt der Parameter query.",
                "The request lacks the parameter query.",
            )
        return None
    downloads = values(fields, "download")
    return Operation(
        queries[0],
        Dataset(
            graph_iris(fields, "default-graph-uri", queries[0]),
            graph_iris(fields, "named-graph-uri", queries[0]),
        ),
        wishes(fields),
        downloads[0] if downloads else None,
    )


def wishes(fields: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the formats that a request names."""
    return tuple(value for key, value in fields if key in FORMAT_KEYS)


def values(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """Return the values of the fields of one name."""
    return tuple(value for key, value in fields if key == name)


def graph_iris(fields: Sequence[tuple[str, str]], name: str, text: str | None = None) -> tuple[str, ...]:
    """Return the values of the fields of one name, which must be IRIs of graphs.

    :raises RefusalError: if one is no absolute IRI
    """
    found = values(fields, name)
    for graph in found:
        try:
            Iri(graph)
        except ValueError:
            raise refusal(
                Problem.BAD_REQUEST,
                f"{graph!r} ist keine absolute IRI eines Graphen.",
                f"{graph!r} is no absolute IRI of a graph.",
                None,
                text,
            ) from None
    return found

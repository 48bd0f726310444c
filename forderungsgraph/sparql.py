"""SPARQL 1.1 Protocol without a web framework: a request's values in, status, headers and body out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_to_bytes

from .errors import ForderungsgraphError
from .formats import Content, Format, negotiate
from .problems import Details, Problem, problem_of
from .store import Dataset, Iri, Limits, Store, scan

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
CORS: Final = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Content-Type, Content-Length, ETag, Retry-After"),
)
_PREFLIGHT: Final = (
    ("Access-Control-Allow-Methods", ", ".join(METHODS)),
    ("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type"),
    ("Access-Control-Max-Age", "86400"),
)
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_FORMAT_KEYS: Final = ("format", "output", "results")
_MOST_FIELDS: Final = 1000
_RETRY_SECONDS: Final = "5"


@dataclass(frozen=True, slots=True)
class Request:
    """What the protocol needs of an HTTP request.

    :param query_string: part of the URL after ``?`` as it was sent, still percent-encoded
    :param content_type: header of that name, with its parameters
    :param accept: header of that name
    """

    method: str
    query_string: bytes = b""
    content_type: str | None = None
    body: bytes = b""
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back; for HEAD the body is empty and Content-Length tells what GET would send."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as the protocol carried it, decoded exactly once."""

    text: str
    dataset: Dataset
    wishes: tuple[str, ...] = ()


class _RefusalError(Exception):
    def __init__(self, details: Details) -> None:
        super().__init__(details.detail)
        self.details = details


def _fail(problem: Problem, detail: str, hint: str | None = None, query: str | None = None) -> _RefusalError:
    return _RefusalError(Details(problem, detail, hint, query))


@dataclass(frozen=True, slots=True)
class Service:
    """A SPARQL service over a store.

    :param describe: makes the service description in a graph format
    :param largest_body: bytes of a request body
    """

    store: Store
    describe: Callable[[Format], bytes]
    limits: Limits = field(default_factory=Limits)
    largest_body: int = 2_000_000

    def answer(self, request: Request) -> Response:
        """Answer one request; every error becomes a problem-details response."""
        try:
            response = self._answer(request)
        except _RefusalError as failure:
            response = problem_response(failure.details)
        if request.method != "HEAD":
            return response
        return Response(response.status, response.headers)

    def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(204, (("Allow", ", ".join(METHODS)), *CORS, *_PREFLIGHT))
        if request.method not in METHODS:
            raise _fail(Problem.METHOD, f"Abfragen werden mit {', '.join(METHODS)} gestellt.")
        operation = self.read(request)
        if operation is None:
            return self._description(request)
        try:
            scanned = scan(operation.text, self.limits)
            content = Content.GRAPH if scanned.form.gives_graph else Content.RESULTS
            fmt = choose(operation.wishes, request.accept, Format.carrying(content))
            if fmt is None:
                names = ", ".join(offer.media_type for offer in Format.carrying(content))
                raise _fail(Problem.NOT_ACCEPTABLE, f"Verfügbar: {names}.", None, operation.text)
            body = self.store.serialise(operation.text, fmt, operation.dataset)
        except ForderungsgraphError as error:
            raise _RefusalError(problem_of(error, operation.text)) from error
        return data_response(fmt, body)

    def _description(self, request: Request) -> Response:
        wishes = [value for key, value in _pairs(request.query_string) if key in _FORMAT_KEYS]
        fmt = choose(wishes, request.accept, Format.carrying(Content.GRAPH))
        if fmt is None:
            raise _fail(Problem.NOT_ACCEPTABLE, "Die Beschreibung des Dienstes gibt es als RDF.")
        return data_response(fmt, self.describe(fmt))

    def read(self, request: Request) -> Operation | None:
        """Return the query of a request, or None for a GET without one."""
        if len(request.body) > self.largest_body:
            raise _fail(Problem.TOO_LARGE, f"Höchstens {self.largest_body} Bytes je Anfrage.")
        pairs = _pairs(request.query_string)
        if request.method == "POST":
            kind, charset = _media_type(request.content_type)
            if charset not in ("", "utf-8", "utf8", "us-ascii"):
                raise _fail(Problem.MEDIA_TYPE, "Anfragen werden in UTF-8 angenommen.")
            if kind == _FORM:
                pairs += _pairs(request.body)
            elif kind == _DIRECT:
                pairs.append(("query", _decode(request.body)))
            elif kind == _UPDATE:
                raise _fail(Problem.READ_ONLY, "Änderungen nimmt dieser Dienst nicht an.")
            else:
                raise _fail(
                    Problem.MEDIA_TYPE,
                    f"Abfragen per POST kommen als {_FORM} oder {_DIRECT}.",
                    "Die Kopfzeile Content-Type setzen.",
                )
        return _operation(pairs, needs_query=request.method == "POST")


def _operation(pairs: Sequence[tuple[str, str]], *, needs_query: bool) -> Operation | None:
    queries = [value for key, value in pairs if key == "query"]
    if any(key == "update" for key, _ in pairs):
        raise _fail(Problem.READ_ONLY, "Änderungen nimmt dieser Dienst nicht an.")
    if len(queries) > 1:
        raise _fail(Problem.BAD_REQUEST, "Die Anfrage enthält mehr als eine Abfrage.", None, queries[0])
    if not queries:
        if needs_query:
            raise _fail(Problem.BAD_REQUEST, "Der Anfrage fehlt der Parameter query.")
        return None
    graphs = {
        key: tuple(value for name, value in pairs if name == key)
        for key in ("default-graph-uri", "named-graph-uri")
    }
    for graph in (*graphs["default-graph-uri"], *graphs["named-graph-uri"]):
        try:
            Iri(graph)
        except ValueError:
            raise _fail(
                Problem.BAD_REQUEST, f"{graph!r} ist keine absolute IRI eines Graphen.", None, queries[0]
            ) from None
    return Operation(
        queries[0],
        Dataset(graphs["default-graph-uri"], graphs["named-graph-uri"]),
        tuple(value for key, value in pairs if key in _FORMAT_KEYS),
    )


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Decode ``application/x-www-form-urlencoded`` once; bytes must be UTF-8."""
    fields = [field for field in encoded.split(b"&") if field]
    if len(fields) > _MOST_FIELDS:
        raise _fail(Problem.BAD_REQUEST, "Die Anfrage hat zu viele Felder.")
    halves = [field.replace(b"+", b" ").partition(b"=") for field in fields]
    return [(_decode(unquote_to_bytes(key)), _decode(unquote_to_bytes(value))) for key, _, value in halves]


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _fail(Problem.BAD_REQUEST, "Die Anfrage ist nicht in UTF-8 kodiert.") from None
    if "\0" in text:
        raise _fail(Problem.BAD_REQUEST, "Die Anfrage enthält ein Nullzeichen.")
    return text


def _media_type(header: str | None) -> tuple[str, str]:
    """Return media type and charset of a Content-Type header, in lower case, empty if absent."""
    kind, _, rest = (header or "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([^\s;\"]+)", rest, re.IGNORECASE)
    return kind.strip().lower(), charset[1].lower() if charset else ""


def choose(wishes: Sequence[str], accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Return the format to answer in: by name where one fits, else by Accept.

    Clients also send names that do not fit the form of the query; those count for nothing.

    :return: None if the client accepts none of the offers
    """
    for wish in wishes:
        fmt = Format.named(wish, offers)
        if fmt is not None:
            return fmt
    return negotiate(accept, offers)


def data_response(fmt: Format, body: bytes, *headers: tuple[str, str]) -> Response:
    """Return a good answer."""
    return Response(
        200,
        (
            ("Content-Type", fmt.content_type),
            ("Content-Length", str(len(body))),
            ("Vary", "Accept"),
            *CORS,
            *headers,
        ),
        body,
    )


def problem_response(details: Details) -> Response:
    """Return the answer for a problem; overload tells when to come back."""
    body = details.to_json()
    headers = [("Content-Type", Format.PROBLEM.content_type), ("Content-Length", str(len(body))), *CORS]
    if details.problem is Problem.OVERLOAD:
        headers.append(("Retry-After", _RETRY_SECONDS))
    if details.problem is Problem.METHOD:
        headers.append(("Allow", ", ".join(METHODS)))
    return Response(details.problem.status, tuple(headers), body)

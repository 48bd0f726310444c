"""The query service: one request in, one response out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.formats import Content, Format
from forderungsgraph.problems import Problem, problem_of
from forderungsgraph.store import Limits, Store, scan

from .answers import (
    CORS,
    METHODS,
    VARY,
    choose,
    data_response,
    disposition,
    preflight,
    problem_response,
    stream_response,
)
from .caching import Edition
from .compression import compressed
from .decoding import pairs
from .message import Request, Response
from .operation import Operation, read_query, wishes
from .refusal import RefusalError, refusal


@dataclass(frozen=True, slots=True)
class Service:
    """A SPARQL service over a store.

    :param describe: makes the service description in a graph format
    :param largest_body: bytes of a request body
    :param edition: what is served; None where it may change at any time, so that nothing may be kept
    """

    store: Store
    describe: Callable[[Format], bytes]
    limits: Limits = field(default_factory=Limits)
    largest_body: int = 2_000_000
    edition: Edition | None = None

    def answer(self, request: Request) -> Response:
        """Answer one request; every error becomes a problem-details response.

        The body may be :class:`Chunks`; see there what has to happen when they break off.
        """
        try:
            response = self._answer(request)
        except RefusalError as failure:
            response = problem_response(failure.details)
        response = compressed(request, response)
        if request.method != "HEAD":
            return response
        response.close()
        return replace(response, body=b"")

    def read(self, request: Request) -> Operation | None:
        """Return the query of a request, or None for a GET without one.

        :raises RefusalError: if the request is malformed
        """
        if len(request.body) > self.largest_body:
            raise refusal(
                Problem.TOO_LARGE,
                f"Höchstens {self.largest_body} Bytes je Anfrage.",
                f"At most {self.largest_body} bytes per request.",
            )
        return read_query(request)

    def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return preflight()
        if request.method not in METHODS:
            raise refusal(
                Problem.METHOD,
                f"Abfragen werden mit {', '.join(METHODS)} gestellt.",
                f"Queries are asked with {', '.join(METHODS)}.",
            )
        operation = self.read(request)
        if operation is None:
            return self._description(request)
        try:
            scanned = scan(operation.text, self.limits)
            content = Content.GRAPH if scanned.form.gives_graph else Content.RESULTS
            fmt = choose(operation.wishes, request.accept, Format.carrying(content))
            if fmt is None:
                names = ", ".join(offer.media_type for offer in Format.carrying(content))
                raise refusal(
                    Problem.NOT_ACCEPTABLE,
                    f"Verfügbar: {names}.",
                    f"Available: {names}.",
                    None,
                    operation.text,
                )
            tag = self.edition.query_tag(operation, fmt) if self.edition else None
            headers = self._freshness(tag)
            if self.edition and self.edition.unchanged(request, tag):
                return Response(304, (VARY, *CORS, *headers))
            if operation.download is not None:
                headers += (disposition(fmt, operation.download),)
            chunks = self.store.stream(operation.text, fmt, operation.dataset)
            return stream_response(fmt, chunks, *headers)
        except ForderungsgraphError as error:
            raise RefusalError(problem_of(error, operation.text)) from error

    def _freshness(self, tag: str | None) -> tuple[tuple[str, str], ...]:
        if tag is None or self.edition is None:
            return (("Cache-Control", "no-store"),)
        return self.edition.freshness(tag)

    def _description(self, request: Request) -> Response:
        asked = wishes(pairs(request.query_string))
        fmt = choose(asked, request.accept, Format.carrying(Content.GRAPH))
        if fmt is None:
            raise refusal(
                Problem.NOT_ACCEPTABLE,
                "Die Beschreibung des Dienstes gibt es als RDF.",
                "The description of the service comes as RDF.",
            )
        body = self.describe(fmt)
        # what describes the service depends on its address as well, which the body tells
        tag = self.edition.tag(body.decode("utf-8", "replace")) if self.edition else None
        headers = self._freshness(tag)
        if self.edition and self.edition.unchanged(request, tag):
            return Response(304, (VARY, *CORS, *headers))
        return data_response(fmt, body, *headers)

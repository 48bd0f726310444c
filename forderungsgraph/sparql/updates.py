"""``/update``: SPARQL 1.1 Update over HTTP (SPARQL 1.1 Protocol, 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.problems import Problem, problem_of
from forderungsgraph.store import Dataset, WritableStore

from .access import Access
from .answers import problem_response
from .decoding import FORM, decode, media_type, pairs
from .message import Request, Response
from .operation import UPDATE, graph_iris, values
from .refusal import RefusalError, refusal

METHODS: Final = ("POST", "OPTIONS")


@dataclass(frozen=True, slots=True)
class UpdateService:
    """Carries out updates of those who may.

    :param largest_body: bytes of a request body
    """

    store: WritableStore
    access: Access
    largest_body: int = 2_000_000

    def answer(self, request: Request) -> Response:
        """Answer one request: 204 if all was done, a problem if nothing was."""
        if request.method == "OPTIONS":
            return Response(204, (("Allow", ", ".join(METHODS)),))
        try:
            self._update(request)
        except RefusalError as failure:
            return problem_response(failure.details, METHODS)
        return Response(204, (("Cache-Control", "no-store"),))

    def _update(self, request: Request) -> None:
        if request.method != "POST":
            raise refusal(Problem.METHOD, "Änderungen kommen mit POST.", "Updates come by POST.")
        self.access.check(request)
        if len(request.body) > self.largest_body:
            raise refusal(
                Problem.TOO_LARGE,
                f"Höchstens {self.largest_body} Bytes je Anfrage.",
                f"At most {self.largest_body} bytes per request.",
            )
        fields = pairs(request.query_string)
        kind = media_type(request.content_type)
        if kind == FORM:
            fields += pairs(request.body)
        elif kind == UPDATE:
            fields.append(("update", decode(request.body)))
        else:
            raise refusal(
                Problem.MEDIA_TYPE,
                f"Änderungen kommen als {FORM} oder {UPDATE}.",
                f"Updates come as {FORM} or {UPDATE}.",
                "Die Kopfzeile Content-Type setzen.",
            )
        updates = values(fields, "update")
        if len(updates) != 1 or values(fields, "query"):
            raise refusal(
                Problem.BAD_REQUEST,
                "Die Anfrage muss genau eine Änderung enthalten, im Feld update.",
                "The request has to contain exactly one update, in the field update.",
            )
        using = Dataset(
            graph_iris(fields, "using-graph-uri", updates[0]),
            graph_iris(fields, "using-named-graph-uri", updates[0]),
        )
        try:
            self.store.update(updates[0], using)
        except ForderungsgraphError as error:
            raise RefusalError(problem_of(error, updates[0])) from error

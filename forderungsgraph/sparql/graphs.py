"""``/graphs``: whole graphs over HTTP (SPARQL 1.1 Graph Store HTTP Protocol).

A graph is named by ``?graph=IRI``, ``?default``, or the address itself below ``/graphs/`` (section 4.1);
``/graphs`` without any of them is the whole dataset, in N-Quads or TriG, for GET, PUT and POST; other
formats posted there become a graph with a new name (section 5.5).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesParser
from typing import Final
from urllib.parse import quote

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.formats import Content, Format
from forderungsgraph.problems import Problem, problem_of
from forderungsgraph.store import Iri, WritableStore

from .access import Access
from .answers import choose, problem_response, stream_response
from .compression import compressed
from .decoding import media_type, pairs
from .message import Request, Response
from .operation import graph_iris, values, wishes
from .refusal import RefusalError, refusal

METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_MULTIPART: Final = "multipart/form-data"
_GRAPHS: Final = Format.carrying(Content.GRAPH)
_DATASETS: Final = (Format.N_QUADS, Format.TRIG)
_NO_STORE: Final = ("Cache-Control", "no-store")
_Documents = tuple[tuple[bytes, Format], ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """What a request is about: a graph by its IRI, the default graph, or all of them."""

    graph: str | None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class GraphService:
    """Reads graphs for anybody, and replaces, extends and removes them for those who may.

    :param address: absolute address of ``/graphs`` as the client reached it, without a final slash
    :param largest_body: bytes of a request body
    """

    store: WritableStore
    access: Access
    address: str
    largest_body: int = 2_000_000

    def answer(self, request: Request, path: str | None = None) -> Response:
        """Answer one request.

        :param path: what follows ``/graphs/`` in the address, percent-encoded as it came
        """
        if request.method == "OPTIONS":
            return Response(204, (("Allow", ", ".join(METHODS)),))
        try:
            response = self._answer(request, path)
        except RefusalError as failure:
            response = problem_response(failure.details, METHODS)
        except ForderungsgraphError as error:
            response = problem_response(problem_of(error), METHODS)
        response = compressed(request, response)
        if request.method != "HEAD":
            return response
        response.close()
        return replace(response, body=b"")

    def _answer(self, request: Request, path: str | None) -> Response:
        if request.method not in METHODS:
            raise refusal(
                Problem.METHOD, f"Graphen nehmen {', '.join(METHODS)}.", f"Graphs take {', '.join(METHODS)}."
            )
        if request.method in ("GET", "HEAD"):
            return self._read(request, self._target(request, path))
        self.access.check(request)
        target = self._target(request, path)
        if request.method == "DELETE":
            if target.everything:
                raise refusal(
                    Problem.BAD_REQUEST,
                    "Welcher Graph? ?graph=… oder ?default angeben.",
                    "Which graph? Give ?graph=… or ?default.",
                )
            if not self.store.drop(target.graph):
                raise _missing(target)
            return Response(204, (_NO_STORE,))
        documents = self._documents(request)
        if target.everything and all(fmt in _DATASETS for _, fmt in documents):
            change_all = self.store.put_dataset if request.method == "PUT" else self.store.add_dataset
            change_all(documents, self.address)
            return Response(204, (_NO_STORE,))
        if target.everything:
            if request.method != "POST":
                raise refusal(
                    Problem.BAD_REQUEST,
                    "Welcher Graph? ?graph=… oder ?default angeben.",
                    "Which graph? Give ?graph=… or ?default.",
                )
            target = _Target(f"{self.address}/{uuid.uuid4()}")
        base = target.graph or self.address
        change = self.store.put if request.method == "PUT" else self.store.add
        new = change(target.graph, documents, base)
        if not new or target.graph is None:
            return Response(204, (_NO_STORE,))
        return Response(201, (("Location", self._location(target.graph)), ("Content-Length", "0"), _NO_STORE))

    def _location(self, graph: str) -> str:
        # a header holds ASCII only, and a percent-encoded IRI would be another graph's
        return graph if graph.isascii() else f"{self.address}?graph={quote(graph, safe='')}"

    def _target(self, request: Request, path: str | None) -> _Target:
        fields = pairs(request.query_string)
        named = graph_iris(fields, "graph")
        default = values(fields, "default")
        direct = self._direct(path) if path else ()
        if len(named) + len(default) + len(direct) > 1:
            raise refusal(
                Problem.BAD_REQUEST,
                "Die Anfrage nennt mehr als einen Graphen.",
                "The request names more than one graph.",
            )
        if default:
            return _Target(None)
        graph = (*named, *direct)
        return _Target(graph[0]) if graph else _Target(None, everything=True)

    def _direct(self, path: str) -> tuple[str, ...]:
        try:
            return (Iri(f"{self.address}/{path}").value,)
        except ValueError:
            raise refusal(
                Problem.BAD_REQUEST,
                "Die Adresse ist keine IRI eines Graphen.",
                "The address is no IRI of a graph.",
            ) from None

    def _read(self, request: Request, target: _Target) -> Response:
        offers = _DATASETS if target.everything else _GRAPHS
        fmt = choose(wishes(pairs(request.query_string)), request.accept, offers)
        if fmt is None:
            raise refusal(
                Problem.NOT_ACCEPTABLE,
                f"Verfügbar: {', '.join(o.media_type for o in offers)}.",
                f"Available: {', '.join(o.media_type for o in offers)}.",
            )
        if target.everything:
            return stream_response(fmt, self.store.dump(fmt), _NO_STORE)
        if not self.store.holds(target.graph):
            raise _missing(target)
        pattern = "?s ?p ?o" if target.graph is None else f"GRAPH {Iri(target.graph).sparql()} {{ ?s ?p ?o }}"
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
        return stream_response(fmt, self.store.stream(query, fmt), _NO_STORE)

    def _documents(self, request: Request) -> _Documents:
        """Return the documents of a body: one, or the parts of a form."""
        if len(request.body) > self.largest_body:
            raise refusal(
                Problem.TOO_LARGE,
                f"Höchstens {self.largest_body} Bytes je Anfrage.",
                f"At most {self.largest_body} bytes per request.",
            )
        kind = media_type(request.content_type)
        if kind != _MULTIPART:
            return ((request.body, _format(kind)),)
        head = b"Content-Type: " + (request.content_type or "").encode("latin-1", "replace") + b"\r\n\r\n"
        message = BytesParser().parsebytes(head + request.body)
        parts = [part for part in message.walk() if not part.is_multipart()]
        if not message.is_multipart() or not parts:
            raise refusal(Problem.BAD_REQUEST, "Das Formular hat keine Teile.", "The form has no parts.")
        return tuple((_content(part), _format(media_type(part.get("Content-Type")))) for part in parts)


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _format(kind: str) -> Format:
    fmt = next((fmt for fmt in _GRAPHS if kind in fmt.media_types), None)
    if fmt is None:
        names = ", ".join(offer.media_type for offer in _GRAPHS)
        raise refusal(
            Problem.MEDIA_TYPE,
            f"Graphen kommen als {names}.",
            f"Graphs come as {names}.",
            "Die Kopfzeile Content-Type setzen.",
        )
    return fmt


def _missing(target: _Target) -> RefusalError:
    return refusal(
        Problem.NOT_FOUND,
        f"Den Graphen {target.graph} gibt es hier nicht.",
        f"There is no graph {target.graph} here.",
    )

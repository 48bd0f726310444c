"""The W3C tests that are exchanges of HTTP requests and responses, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from rdflib.term import Literal, Node

from .manifest import MF, UT

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
_CODES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


@dataclass(frozen=True, slots=True)
class Step:
    """A request and what has to come back.

    :param target: path and query, as they are sent
    :param statuses: statuses that are right, or classes of them by their first digit
    :param truth: expected answer of an ASK
    :param format: ``boolean``, ``tabular`` or ``RDF``
    :param expected: body to compare as a graph
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[int]
    truth: bool | None
    format: str | None
    response_headers: tuple[tuple[str, str], ...]
    expected: bytes | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A test: data to begin with, and steps on one connection."""

    name: str
    data: tuple[tuple[str, Path], ...]
    steps: tuple[Step, ...]


def exchanges(manifest: Path) -> list[Exchange]:
    """Return the tests of a manifest in its order, none if it is not there."""
    if not manifest.is_file():
        return []
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    return [
        Exchange(
            str(entry).rpartition("#")[2],
            tuple(
                (
                    str(graph.value(data, RDFS.label)),
                    Path(str(graph.value(data, UT.graph)).removeprefix("file://")),
                )
                for data in graph.objects(entry, UT.graphData)
            ),
            tuple(_steps(graph, graph.value(entry, MF.action))),
        )
        for entry in entries
    ]


def _steps(graph: Graph, action: Node | None) -> Iterator[Step]:
    for request in Collection(graph, graph.value(action, HT.requests) or RDF.nil):
        response = graph.value(request, HT.resp)
        truth = graph.value(response, MF.expectedBoolean)
        kind = graph.value(response, MF.expectedFormat)
        yield Step(
            str(graph.value(request, HT.methodName)),
            str(graph.value(request, HT.absolutePath)),
            _headers(graph, request),
            _body(graph, request) or b"",
            frozenset(_status(node) for node in graph.objects(response, MF.expectedStatus)),
            bool(truth) if isinstance(truth, Literal) else None,
            str(kind) if kind else None,
            _headers(graph, response),
            _body(graph, response),
        )


def _headers(graph: Graph, message: Node | None) -> tuple[tuple[str, str], ...]:
    found = Collection(graph, graph.value(message, HT.headers) or RDF.nil)
    return tuple((str(graph.value(h, HT.fieldName)), str(graph.value(h, HT.fieldValue))) for h in found)


def _body(graph: Graph, message: Node | None) -> bytes | None:
    body = graph.value(message, HT.body)
    if body is None:
        return None
    return str(graph.value(body, CNT.chars) or "").encode(
        str(graph.value(body, CNT.characterEncoding) or "utf-8")
    )


def _status(node: Node) -> int:
    name = str(node).rpartition("#")[2].removeprefix("StatusCode")
    return _CODES.get(name) or int(name.removesuffix("xx"))

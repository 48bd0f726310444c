"""The W3C test manifests as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

SHARED: Final = Path(__file__).resolve().parents[2].parent / "shared"
ROOT: Final = SHARED / "conformance" / "w3c" / "sparql"
BASE: Final = "http://www.w3.org/tests/"
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
# what needs other services, or entailment that nobody here promises
LEFT_OUT: Final = ("entailment", "service", "syntax-fed", "protocol", "graph-store-protocol", "http-rdf-update", "service-description")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Data:
    """Files of a dataset: for the default graph, and for named graphs."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test: what is asked over which data, and what has to come back.

    :param name: suite, folder and name, e.g. ``sparql11/bind/bind01``
    :param kind: local name of the test's class
    :param request: file with the query or update
    :param result: file with the expected answer of a query
    :param after: expected dataset after an update
    """

    name: str
    kind: str
    request: Path
    data: Data = field(default_factory=Data)
    result: Path | None = None
    after: Data = field(default_factory=Data)


def iri_of(path: Path) -> str:
    """Return the IRI that a file of the suites has for the tests."""
    return BASE + path.relative_to(ROOT).as_posix()


def cases(suite: str) -> list[Case]:
    """Return all cases of a suite, e.g. ``sparql11``, in the order of their names."""
    found: dict[str, Case] = {}
    for manifest in sorted((ROOT / suite).rglob("manifest*.ttl")):
        if manifest.parent.name not in LEFT_OUT:
            found |= {case.name: case for case in _cases_of(manifest)}
    return [found[name] for name in sorted(found)]


def _cases_of(manifest: Path) -> Iterator[Case]:
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    for entries in graph.objects(None, MF.entries):
        for entry in Collection(graph, entries):
            kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
            local = str(entry).rpartition("#")[2]
            name = f"{manifest.parent.relative_to(ROOT).as_posix()}/{local}"
            action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
            request = graph.value(action, QT.query) or graph.value(action, UT.request) or action
            if kind == "UpdateEvaluationTest":
                yield Case(
                    name, kind, _path(request), _update_data(graph, action), None, _update_data(graph, result)
                )
            else:
                yield Case(
                    name, kind, _path(request), _query_data(graph, action), _path(result) if result else None
                )


def _path(node: Node | None) -> Path:
    address = str(node)
    assert address.startswith("file://"), address
    return Path(address.removeprefix("file://"))


def _query_data(graph: Graph, action: Node | None) -> Data:
    named = tuple((iri_of(_path(file)), _path(file)) for file in graph.objects(action, QT.graphData))
    return Data(tuple(_path(file) for file in graph.objects(action, QT.data)), named)


def _update_data(graph: Graph, action: Node | None) -> Data:
    named = tuple(
        (str(graph.value(data, RDFS.label)), _path(graph.value(data, UT.graph)))
        for data in graph.objects(action, UT.graphData)
    )
    return Data(tuple(_path(file) for file in graph.objects(action, UT.data)), named)

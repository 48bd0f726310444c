"""What became of demands: reviewed observations, each with source, certainty and, where known, a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, RDFS, Graph
from rdflib.namespace import DCTERMS, PROV

from forderungsgraph.curation import Status, StatusRow
from forderungsgraph.iri import FG, Iris, text_key
from forderungsgraph.registers import name_key

from .terms import boolean, date, label, shortened, text


@dataclass(frozen=True, slots=True)
class StatusGraph:
    """The observations as triples, and those whose demand was not found.

    :param unmatched: rows about demands that no document of this release holds
    :param observed: the statuses of each demand, by its key
    """

    graph: Graph
    unmatched: tuple[StatusRow, ...]
    observed: Mapping[str, tuple[Status, ...]]


def status_graph(
    rows: Iterable[StatusRow], demands: Mapping[str, Sequence[tuple[str, str]]], iris: Iris
) -> StatusGraph:
    """Link each observation to its demands: those of its document that have its key or hold its quotation.

    A row without a demand is about all demands of the document.

    :param demands: key and wording of each demand by the slug of its document
    """
    graph = Graph(bind_namespaces="none")
    unmatched = []
    observed: dict[str, tuple[Status, ...]] = {}
    for row in rows:
        found = [
            (key, wording)
            for key, wording in demands.get(row.document, ())
            if row.demand is None
            or key.endswith(f"-{row.demand}")
            or name_key(row.demand) in name_key(wording)
        ]
        for key, wording in found:
            _add(graph, row, key, wording, iris)
            observed[key] = (*observed.get(key, ()), row.status)
        if not found:
            unmatched.append(row)
    return StatusGraph(graph, tuple(unmatched), observed)


def _add(graph: Graph, row: StatusRow, key: str, wording: str, iris: Iris) -> None:
    # the source is part of the key: several observers may report the same state
    node = iris.thing("status", f"{key}-{row.status.value}-{text_key(row.source)[:6]}")
    graph.add((iris.thing("demand", key), FG.hasStatus, node))
    graph.add((node, RDF.type, FG.StatusObservation))
    label(graph, node, f"{STATES[row.status.value]}: {shortened(wording, 70)}")
    graph.add((node, FG.status, iris.concept("status", row.status.value)))
    graph.add((node, FG.officialStatement, boolean(row.side.value == "official")))
    graph.add((node, FG.certainty, iris.concept("certainty", row.certainty.value)))
    graph.add((node, DCTERMS.source, text(row.source, "de")))
    graph.add((node, FG.examinedOn, date(row.examined_on)))
    graph.add((node, FG.observer, text(row.observer)))
    for thing in row.evidence:
        graph.add((node, PROV.wasDerivedFrom, iris.thing(*thing.split("/", 1))))
    if row.observed_on is not None:
        graph.add((node, FG.observedOn, date(row.observed_on)))
    if row.note is not None:
        graph.add((node, RDFS.comment, text(row.note, "de")))


STATES = {
    "met": "erfüllt",
    "partly": "teilweise erfüllt",
    "open": "offen",
    "rejected": "abgelehnt",
    "unknown": "gesucht, nichts gefunden",
}

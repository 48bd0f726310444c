"""Outcomes of demands that follow from what is known: suggested statuses, and what is known at all.

They have a graph of their own, so that nobody takes them for observations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rdflib import RDF, RDFS, Graph
from rdflib.namespace import DCTERMS, PROV

from forderungsgraph.curation import Status
from forderungsgraph.iri import FG, Iris
from forderungsgraph.model import Certainty

from .status import STATES
from .terms import date, label, shortened, text


class Wanted(StrEnum):
    """What is demanded of a law that is not there yet."""

    ENTRY_INTO_FORCE = "demandsEntryIntoForce"
    ENACTMENT = "demandsEnactment"


@dataclass(frozen=True, slots=True)
class Claim:
    """A demand that a law enter into force, or be passed.

    :param demand: its key
    :param law: key of the act
    :param day: of the demand; a month or year alone, too
    """

    demand: str
    law: str
    day: str
    wanted: Wanted = Wanted.ENTRY_INTO_FORCE


class Claims:
    """Gathers demanded entries into force and enactments from the graphs of documents."""

    def __init__(self, iris: Iris) -> None:
        self._demand, self._law = (f"<{iris.thing(kind, '')}" for kind in ("demand", "law"))
        self._claims = {wanted: f" {FG[wanted.value].n3()} " for wanted in Wanted}
        self._date = f" {DCTERMS.date.n3()} "
        self.found: list[Claim] = []

    def add(self, lines: Iterable[str]) -> None:
        """Take in the graph of one document as N-Triples; one without a date claims nothing."""
        day, pairs = None, []
        for line in lines:
            wanted = next((each for each, words in self._claims.items() if words in line), None)
            if wanted is not None and line.startswith(self._demand):
                subject, _, target = line.removesuffix(" .").partition(self._claims[wanted])
                law = target.removeprefix(self._law)
                if law != target and "/" not in law:
                    pairs.append((subject.removeprefix(self._demand)[:-1], law[:-1], wanted))
            elif self._date in line and "/id/document/" in line.split(" ", 1)[0]:
                day = line.split('"')[1]
        if day is not None:
            self.found += [Claim(demand, law, day, wanted) for demand, law, wanted in pairs]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A status that follows from the registers.

    :param demand: key of the demand
    :param date: day from which it would hold
    :param evidence: keys of the legislative events from which it follows, by date
    :param note: what restricts it, in German
    """

    demand: str
    law: str
    status: Status
    date: str
    evidence: tuple[str, ...]
    rule: str
    note: str


def outcome_graph(
    suggested: Iterable[Suggestion], examined: Mapping[str, str], wordings: Mapping[str, str], iris: Iris
) -> Graph:
    """Return suggested statuses with their evidence, and of each demand what is known of its outcome.

    :param examined: concept of the scheme ``examination`` by the key of the demand
    :param wordings: of the demands, by key
    """
    graph = Graph(bind_namespaces="none")
    for demand, concept in examined.items():
        graph.add((iris.thing("demand", demand), FG.examination, iris.concept("examination", concept)))
    for each in suggested:
        node, demand = (
            iris.thing("suggestion", f"{each.demand}-{each.law}"),
            iris.thing("demand", each.demand),
        )
        graph.add((demand, FG.hasSuggestedStatus, node))
        graph.add((node, RDF.type, FG.SuggestedStatus))
        words = shortened(wordings.get(each.demand, each.demand), 60)
        label(graph, node, f"Vorschlag: {STATES[each.status.value]} – {words}")
        graph.add((node, FG.status, iris.concept("status", each.status.value)))
        graph.add((node, FG.certainty, iris.concept("certainty", Certainty.INFERRED.value)))
        graph.add((node, FG.rule, text(each.rule)))
        graph.add((node, DCTERMS.date, date(each.date)))
        graph.add((node, RDFS.comment, text(each.note, "de")))
        graph.add((node, PROV.wasDerivedFrom, demand))
        for event in each.evidence:
            graph.add((node, PROV.wasDerivedFrom, iris.thing("law-event", event)))
    return graph

"""What became of demands: observations as records, suggestions from the register, and what nobody examined."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Literal
from rdflib.namespace import PROV

from forderungsgraph.curation import Side, Status, read_status
from forderungsgraph.errors import RegisterError
from forderungsgraph.graph import Claim, Claims, Suggestion, Wanted, outcome_graph
from forderungsgraph.iri import FG, Iris
from forderungsgraph.model import Certainty
from forderungsgraph.registers import EventKind, LawEvent, PartialDate, read_registers
from forderungsgraph.release import Release
from forderungsgraph.status import ENACTMENT, ENTRY_INTO_FORCE, Examination, examinations, suggestions
from forderungsgraph.turtle import load_vocabulary
from forderungsgraph.validate import load_shapes, validate

IRIS = Iris()


def event(date: str, scope: str | None = None, kind: EventKind = EventKind.ENTRY_INTO_FORCE) -> LawEvent:
    return LawEvent("probe", kind, PartialDate(date), scope, None, None, None, "gii", Certainty.CHECKED)


def suggested(day: str, *events: LawEvent) -> list[tuple[Status, str, int]]:
    found = suggestions([Claim("d", "probe", day)], events)
    return [(each.status, each.date, len(each.evidence)) for each in found]


def test_a_later_entry_into_force_suggests_that_the_demand_is_met() -> None:
    assert suggested("2019-09-25", event("2019-11-02")) == [(Status.MET, "2019-11-02", 1)]
    (found,) = suggestions(
        [Claim("d", "probe", "2019-09-25")], [event("2019-11-02"), event("2021-07-01", "§ 12")]
    )
    assert found == Suggestion(
        "d", "probe", Status.MET, "2019-11-02",
        ("probe-entry-into-force-2019-11-02", "probe-entry-into-force-2021-07-01-12"), ENTRY_INTO_FORCE,
        "Gefordert am 2019-09-25, in Kraft getreten am 2019-11-02; ob das die Forderung erfüllt, ist nicht geprüft."
        " Später in Kraft: § 12 am 2021-07-01.",
    )  # fmt: skip


def test_parts_in_force_are_parts_met() -> None:
    assert suggested("2019", event("2020-04-18", "§ 1"), event("2021-07-01", "§ 2")) == [
        (Status.PARTLY, "2020-04-18", 2)
    ]


@pytest.mark.parametrize(
    ("day", "events"),
    [
        ("2019-11-02", [event("2019-11-02")]),  # in force that day
        ("2020-01-01", [event("2019-11-02"), event("2021-07-01", "§ 12")]),  # in force before
        ("2019", [event("2019-11-02")]),  # perhaps before
        ("2019-09-25", []),  # nothing known: not examined
        ("2019-09-25", [event("2019-10-24", kind=EventKind.ADOPTED)]),
        ("2019-09-25", [event("2019")]),  # perhaps before
    ],
)
def test_where_nothing_follows(day: str, events: list[LawEvent]) -> None:
    assert suggested(day, *events) == []


def test_an_act_that_was_passed_after_it_was_demanded_suggests_that_the_demand_is_met() -> None:
    passed = event("2019-10-23", kind=EventKind.PASSED)
    claim = Claim("d", "probe", "2019-09-25", Wanted.ENACTMENT)
    (found,) = suggestions(
        [claim], [passed, event("2019-10-24", kind=EventKind.ADOPTED), event("2019-11-02")]
    )
    assert (found.status, found.date, found.rule) == (Status.MET, "2019-10-23", ENACTMENT)
    assert found.evidence == ("probe-passed-2019-10-23", "probe-adopted-2019-10-24")
    # passed before, perhaps before, or not known at all
    for day, events in (("2019-10-23", [passed]), ("2019", [passed]), ("2019-09-25", [event("2019-11-02")])):
        assert suggestions([Claim("d", "probe", day, Wanted.ENACTMENT)], events) == ()


def test_suggestions_are_about_the_law_that_is_meant() -> None:
    assert suggestions([Claim("d", "other", "2019-09-25")], [event("2019-11-02")]) == ()
    twice = [
        Claim("b", "probe", "2019-09-25"),
        Claim("a", "probe", "2019-09-25"),
        Claim("b", "probe", "2019-09-25"),
    ]
    assert [each.demand for each in suggestions(twice, [event("2019-11-02")])] == ["a", "b"]


def test_what_is_known_of_each_demand() -> None:
    proposals = suggestions(
        [Claim("c", "probe", "2019-01-01"), Claim("a", "probe", "2019-01-01")], [event("2019-11-02")]
    )
    observed = {"a": (Status.MET,), "b": (Status.UNKNOWN,), "e": (Status.UNKNOWN, Status.PARTLY)}
    assert examinations("abcde", observed, proposals) == {
        "a": Examination.OBSERVED,  # a suggestion does not matter any more
        "b": Examination.SEARCHED,
        "c": Examination.SUGGESTED,
        "d": Examination.NOT_EXAMINED,
        "e": Examination.OBSERVED,
    }


def test_the_scheme_has_the_keys_of_the_enumeration() -> None:
    vocabulary = load_vocabulary()
    concepts = {
        str(concept).rsplit("/", 1)[1]
        for concept in vocabulary.subjects()
        if "/id/examination/" in str(concept)
    }
    assert concepts == {member.value for member in Examination}


def test_suggestions_as_triples_are_never_observations() -> None:
    proposals = suggestions([Claim("d-1", "probe", "2019-01-01")], [event("2019-11-02")])
    graph = outcome_graph(
        proposals, examinations(["d-1", "d-2"], {}, proposals), {"d-1": "Das Gesetz soll gelten."}, IRIS
    )
    demand, node = IRIS.thing("demand", "d-1"), IRIS.thing("suggestion", "d-1-probe")
    assert set(graph.objects(demand, FG.hasSuggestedStatus)) == {node}
    assert (demand, FG.hasStatus, None) not in graph
    assert graph.value(node, FG.certainty) == IRIS.concept("certainty", "inferred")
    assert graph.value(node, FG.rule) == Literal(ENTRY_INTO_FORCE)
    assert set(graph.objects(node, PROV.wasDerivedFrom)) == {
        demand, IRIS.thing("law-event", "probe-entry-into-force-2019-11-02"),
    }  # fmt: skip
    assert graph.value(demand, FG.examination) == IRIS.concept("examination", "suggested")
    assert graph.value(IRIS.thing("demand", "d-2"), FG.examination) == IRIS.concept(
        "examination", "not-examined"
    )
    assert validate(graph, load_shapes(), document="outcome").conforms


def test_claims_are_gathered_from_lines() -> None:
    force, date = FG.demandsEntryIntoForce.n3(), "<http://purl.org/dc/terms/date>"
    law, demand, document = (
        IRIS.thing(kind, key).n3() for kind, key in (("law", "ndig"), ("demand", "x-1"), ("document", "x"))
    )
    part = IRIS.thing("law", "ndig/par-12").n3()
    claims = Claims(IRIS)
    claims.add([f"{demand} {force} {law} .", f"{demand} {force} {part} ."])  # a document without a date
    claims.add(
        [f"{demand} {force} {law} .", f'{document} {date} "2019"^^<http://www.w3.org/2001/XMLSchema#gYear> .']
    )
    assert claims.found == [Claim("x-1", "ndig", "2019")]


def test_observations_are_dated_sourced_and_rest_on_known_things() -> None:
    rows, registers = read_status(), read_registers()
    assert len(rows) >= 8
    events, provisions = {row.key for row in registers.law_events}, {row.key for row in registers.provisions}
    known = {f"law-event/{key}" for key in events} | {f"law/{key}" for key in provisions}
    for row in rows:
        assert row.source
        assert row.observer
        assert row.examined_on >= "2026-11"
        assert set(row.evidence) <= known, row.evidence
        # a search that found nothing is never certain
        assert row.status is not Status.UNKNOWN or row.certainty is Certainty.SINGLE
    assert {row.side for row in rows} == set(Side)


def test_evidence_that_is_no_thing_is_told_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "status.csv"
    table.write_text(
        "document,demand,status,observed_on,examined_on,side,observer,certainty,source,evidence,note\n"
        "probe,,met,,2026-11,official,Redaktion,checked,GVBl.,https://example.org/x,\n",
        encoding="utf-8",
    )
    with pytest.raises(RegisterError, match="kein Ding der Register") as caught:
        read_status(table)
    assert caught.value.line == 2


def test_each_demand_of_a_release_says_what_is_known(built_release: Release) -> None:
    graph = Graph().parse(built_release.folder / "graphs" / "outcome.ttl")
    known = [str(concept).rsplit("/", 1)[1] for concept in graph.objects(predicate=FG.examination)]
    counts = built_release.manifest["counts"]
    assert len(set(graph.subjects(FG.examination))) == len(known) == counts["demands"]
    assert known.count("observed") == 6
    assert known.count("not-examined") > 40
    rules = {str(graph.value(node, FG.rule)) for node in graph.objects(predicate=FG.hasSuggestedStatus)}
    assert rules == {ENTRY_INTO_FORCE, ENACTMENT}
    for node in graph.objects(predicate=FG.hasSuggestedStatus):
        assert graph.value(node, FG.status) == IRIS.concept("status", "met")
        assert any(
            "/id/law-event/ndig-" in str(source) for source in graph.objects(node, PROV.wasDerivedFrom)
        )

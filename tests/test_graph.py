"""The model as triples: a small document in full, contact data, dates, registers, status observations.

The expected triples lie in ``tests/data/graph``; after a wanted change write them anew:
``SNAPSHOTS=write python -m pytest tests/test_graph.py``
"""

from __future__ import annotations

import datetime
import hashlib
import os
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS

from forderungsgraph.convert.calibration import Calibration, Rates
from forderungsgraph.curation import Side, Status, StatusRow, read_status
from forderungsgraph.errors import GraphError, RegisterError
from forderungsgraph.graph import (
    Source,
    demand_key,
    document_graph,
    has_contact,
    keyed_demands,
    provenance_graph,
    register_graphs,
    status_graph,
)
from forderungsgraph.graph.contacts import neighbourhood, publishable, without_contacts
from forderungsgraph.graph.entities import part_of_citation
from forderungsgraph.graph.terms import date, decimal, shortened, text
from forderungsgraph.iri import FG, OA, Iris, text_key
from forderungsgraph.model import (
    Actor,
    Certainty,
    Conversion,
    Deadline,
    Demand,
    DemandKind,
    DocumentFacts,
    DocumentType,
    EntityKind,
    Instrument,
    Mention,
    Money,
    Origin,
    Sidecar,
    Span,
    SpeechAct,
)
from forderungsgraph.registers import Registers, read_registers
from forderungsgraph.registers.kinds import Key, PartialDate
from forderungsgraph.release import turtle
from forderungsgraph.validate import load_shapes, validate

GOLDEN = Path(__file__).resolve().parent / "data" / "graph"
IRIS = Iris("https://example.org/")
TEXT = """Probeverband
Wir fordern das Land auf, § 12 Abs. 1 des NDIG bis 2026 in Kraft zu setzen.
Das Land muss das Servicekonto.NRW und 2,5 Mio. Euro bereitstellen (Tel. 0511 36894-0) und zwar sofort.
Ein Probegesetz lehnen wir ab. Ein Probegesetz lehnen wir ab.
"""


@pytest.fixture(scope="module")
def registers() -> Registers:
    return read_registers()


def _span(part: str, start: int = 0) -> Span:
    begin = TEXT.index(part, start)
    return Span(begin, begin + len(part))


LAND = Actor("Land Niedersachsen", "land-niedersachsen", Origin.STATED, "actor.object")
WE = Actor("Probeverband", None, Origin.DOCUMENT, "actor.publisher")


def _demand(part: str, act: SpeechAct, *mentions: Mention, start: int = 0, **more: Any) -> Demand:
    span = _span(part, start)
    kind = DemandKind.EXPECTATION if act is SpeechAct.REJECTION else DemandKind.EXPLICIT
    return Demand(
        (span,), part, part, kind, act, (WE,), (LAND,), mentions, "Probe", 0.9, "probe.rule", **more
    )


def _source() -> Source:
    ndig = Mention(EntityKind.LAW, "NDIG", "ndig", _span("NDIG"), "law.name", "§ 12 Abs. 1")
    konto = Mention(
        EntityKind.SERVICE, "Servicekonto.NRW", "nutzerkonto", _span("Servicekonto.NRW"), "s.name"
    )
    probe = Mention(EntityKind.LAW, "Probegesetz", None, _span("Probegesetz"), "law.type")
    rejected = "Ein Probegesetz lehnen wir ab."
    demands = (
        _demand(
            "§ 12 Abs. 1 des NDIG bis 2026 in Kraft zu setzen", SpeechAct.REQUEST, ndig,
            instruments=(Instrument.ENTRY_INTO_FORCE,), topics=("legislation",), target_groups=("citizens",),
            deadlines=(Deadline("bis 2026", "2026", _span("bis 2026")),),
        ),
        _demand(
            "Das Land muss das Servicekonto.NRW und 2,5 Mio. Euro bereitstellen (Tel. 0511 36894-0) "
            "und zwar sofort.", SpeechAct.OBLIGATION, konto, instruments=(Instrument.PROVISION,),
            amounts=(Money("2,5 Mio. Euro", Decimal(2500000), "EUR", _span("2,5 Mio. Euro")),),
        ),
        _demand(rejected, SpeechAct.REJECTION, probe),
        _demand(rejected, SpeechAct.REJECTION, start=TEXT.rindex("Ein Probegesetz")),
    )  # fmt: skip
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    sidecar = Sidecar(
        "probe", "Probe", DocumentType.RESOLUTION, "Probeverband", digest, "Beim Herausgeber.", "Für den Test.",
        authors=("Niedersächsischer Städtetag", "Erika Muster"), date=datetime.date(2025, 3, 1),
        date_certainty=Certainty.STATED, place="Hannover", territory="ni", number="1/2025",
        event="staedteversammlung-nst-20",
    )  # fmt: skip
    conversion = Conversion("probe.txt", digest, len(TEXT), DocumentFacts(), demands, (ndig, konto, probe))
    return Source(TEXT, sidecar, conversion)


def _expect(name: str, graph: Graph) -> None:
    path, found = GOLDEN / f"{name}.ttl", turtle(graph).decode("utf-8")
    if os.environ.get("SNAPSHOTS") == "write":
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_bytes().decode("utf-8")


def test_a_small_document_as_triples(registers: Registers) -> None:
    _expect("dokument", document_graph(_source(), IRIS, registers))


def test_the_provenance_of_a_small_document(registers: Registers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forderungsgraph.graph.provenance.__version__", "1.2.3")
    rates = {
        "demander": Rates({"stated": 0.9, "inferred": 0.7}, 0.8),
        "addressee": Rates({"stated": 0.8}, 0.5),
        "laws": Rates({"law.abbreviation": 0.95}, 0.9),
        "services": Rates({}, 0.85),
    }
    monkeypatch.setattr("forderungsgraph.graph.links.shipped_calibration", lambda: Calibration({}, rates))
    _expect("herkunft", provenance_graph(_source(), IRIS, registers))


def test_the_small_document_conforms_to_the_shapes(registers: Registers) -> None:
    graph = document_graph(_source(), IRIS, registers) + provenance_graph(_source(), IRIS, registers)
    assert validate(graph, load_shapes()).results == ()


def test_what_is_demanded_of_a_law_is_said_of_its_provision(registers: Registers) -> None:
    graph = document_graph(_source(), IRIS, registers)
    assert list(graph.objects(None, FG.demandsEntryIntoForce)) == [IRIS.thing("law", "ndig/par-12")]
    assert set(graph.objects(None, FG.concernsService)) == {
        IRIS.thing("service-instance", "servicekonto-nrw")
    }
    assert list(graph.objects(None, FG.demandsService)) == [IRIS.thing("service", "nutzerkonto")]


def test_two_laws_leave_open_which_is_to_be_changed(registers: Registers) -> None:
    ozg = Mention(EntityKind.LAW, "OZG", "ozg", _span("NDIG"), "law.name")
    ndig = Mention(EntityKind.LAW, "NDIG", "ndig", _span("NDIG"), "law.name")
    both = _demand("in Kraft zu setzen", SpeechAct.REQUEST, ozg, ndig, instruments=(Instrument.AMENDMENT,))
    source = _source()
    one = Conversion(source.conversion.name, source.sidecar.sha256, len(TEXT), DocumentFacts(), (both,))
    graph = document_graph(Source(TEXT, source.sidecar, one), IRIS, registers)
    assert set(graph.objects(None, FG.concernsLaw)) == {IRIS.thing("law", "ozg"), IRIS.thing("law", "ndig")}
    assert not list(graph.objects(None, FG.demandsAmendment))


def test_a_demand_repeated_word_for_word_is_one_with_two_passages(registers: Registers) -> None:
    graph = document_graph(_source(), IRIS, registers)
    (rejection,) = graph.subjects(RDF.type, FG.Rejection)
    assert len(list(graph.objects(rejection, FG.evidence))) == 2


def test_the_key_of_a_demand_does_not_depend_on_hyphenation_or_place() -> None:
    moved = "Kopf\n\nEin Probe-\ngesetz lehnen wir ab!"
    demand = _demand("Ein Probegesetz lehnen wir ab.", SpeechAct.REJECTION)
    other = Demand((Span(6, len(moved)),), *(getattr(demand, name) for name in demand.__slots__[1:]))
    assert demand_key("probe", demand, TEXT) == demand_key("probe", other, moved)
    assert demand_key("probe", demand, TEXT) == f"probe-{text_key('einprobegesetzlehnenwirab')}"


def test_contact_data_is_cut_out_of_quotations(registers: Registers) -> None:
    graph = document_graph(_source(), IRIS, registers)
    quotes = sorted(str(quote) for quote in graph.objects(None, OA.exact))
    assert "und zwar sofort." in " ".join(quotes)
    assert not [str(o) for o in graph.objects() if isinstance(o, Literal) and "36894" in o]
    assert any("[…]" in str(o) for o in graph.objects(None, FG.wording))


@pytest.mark.parametrize(
    "contact",
    [
        "0511 36894-0", "0172-1234567", "(0511) 368 94-0", "+49 511 36894-0", "0049 511 368940", "+49(0)30 123456",
        "Tel.: 36894-11", "Mobil 0171/1234567", "Telefax 36 89 44", "jan.muster@nst.de", "muster(at)nst.de",
        "muster [at] nst.de", "0511/36894-0",
    ],
)  # fmt: skip
def test_contacts_are_recognised(contact: str) -> None:
    assert has_contact(f"Rückfragen bitte an {contact} richten")
    assert contact not in without_contacts(f"an {contact} richten")
    with pytest.raises(GraphError, match="Kontaktdaten"):
        text(contact)


@pytest.mark.parametrize(
    "harmless",
    [
        "BGBl. I S. 3122, 3138 vom 14.08.2017", "§ 12 Abs. 1 bis 3 NDIG, 01.07.2021", "(EU) 2018/1724", "Nds. GVBl. 2019 Nr. 18 S. 291",
        "Behördennummer 115", "Drucksache 19/04231", "10 000 000 Euro", "2019-11-02", "33 von 575 Leistungen",
        "Art. 91c GG", "die Jahre 2024 2025 2026", "Ziffer 0.5", "GV. NRW. S. 551", "ISO 27001", "BJNR313800017",
    ],
)  # fmt: skip
def test_figures_of_law_and_money_are_no_contacts(harmless: str) -> None:
    assert not has_contact(harmless)
    assert without_contacts(harmless) == harmless


def test_a_page_break_splits_a_quotation() -> None:
    source = "eins zwei \f\n  drei"
    assert [source[s.start : s.end] for s in publishable(source, Span(0, len(source)))] == [
        "eins zwei",
        "drei",
    ]


def test_what_stands_beside_a_quotation_is_left_out_if_it_could_hold_a_contact() -> None:
    assert neighbourhood("Wir fordern das Land auf, ") == "Wir fordern das Land auf, "
    assert neighbourhood("511 36894-0 anrufen: ") is None
    assert neighbourhood("@nst.de ") is None
    assert neighbourhood("") is None


@given(st.text(min_size=1), st.data())
@settings(max_examples=200, deadline=None)
def test_parts_of_a_span_lie_inside_it_in_order_and_hold_no_contact(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(source))))
    parts = list(publishable(source, span))
    assert parts == sorted(parts)
    assert all(span.start <= part.start and part.end <= span.end for part in parts)
    assert all(a.end <= b.start for a, b in pairwise(parts))


@pytest.mark.parametrize(
    ("value", "datatype"), [("2019-11-02", "date"), ("2024-07", "gYearMonth"), ("2017", "gYear")]
)
def test_partial_dates_keep_their_form(value: str, datatype: str) -> None:
    literal = date(value)
    assert (str(literal), str(literal.datatype).rsplit("#", 1)[1]) == (value, datatype)
    with pytest.raises(GraphError, match="kein Datum"):
        date(f"{value}x")


def test_numbers_are_written_plainly() -> None:
    assert [str(decimal(value)) for value in (0.9, 0.1 + 0.2, Decimal("2500000"), Decimal("1E+3"), 1.0)] == [
        "0.9", "0.3", "2500000", "1000", "1",
    ]  # fmt: skip


def test_long_labels_end_at_a_word() -> None:
    assert shortened("a " * 60, 10) == "a a a a …"
    assert shortened("kurz") == "kurz"


@pytest.mark.parametrize(
    ("citation", "part"),
    [("§ 12", "par-12"), ("§ 25a Abs. 2", "par-25a"), ("§§ 3 und 4", "par-3"), ("Art. 91c", "art-91c"),
     ("Artikel 91c GG", "art-91c"), ("Anlage 1", "anlage-1")],
)  # fmt: skip
def test_citations_name_a_part(citation: str, part: str) -> None:
    assert part_of_citation(citation) == part


def test_every_register_has_its_graph_with_source_and_certainty(registers: Registers) -> None:
    graphs = register_graphs(registers, IRIS)
    assert sorted(graphs) == [
        "events", "law-events", "law-relations", "law-versions", "laws", "offices", "organisations", "principles", "processes",
        "programmes", "provisions", "service-instances", "services", "sources", "territories",
    ]  # fmt: skip
    sources = set(graphs["sources"].subjects(RDF.type, DCTERMS.BibliographicResource))
    assert len(sources) == len(registers.sources)
    for name, graph in graphs.items():
        assert len(graph) > 0, name
        assert set(graph.objects(None, DCTERMS.source)) <= sources
        facts = set(graph.subjects(DCTERMS.source))
        assert facts == set(graph.subjects(FG.certainty))


def test_a_law_of_the_register(registers: Registers) -> None:
    graph = register_graphs(registers, IRIS)["laws"]
    ndig = IRIS.thing("law", "ndig")
    assert graph.value(ndig, FG.abbreviation) == Literal("NDIG")
    assert date("2019-11-02") in set(graph.objects(ndig, FG.entryIntoForce))
    assert graph.value(ndig, FG.territory) == IRIS.thing("territory", "ni")


def test_names_of_services_are_kept_apart_from_what_only_looks_like_them(registers: Registers) -> None:
    graph = register_graphs(registers, IRIS)["services"]
    positive = set(map(str, graph.objects(None, SKOS.altLabel)))
    negative = set(map(str, graph.objects(None, FG.negativeLabel)))
    assert positive
    assert negative
    for service in graph.subjects(RDF.type, FG.BasicService):
        assert not set(graph.objects(service, SKOS.altLabel)) & set(graph.objects(service, FG.negativeLabel))


def test_no_graph_has_blank_nodes_or_moves_concepts_with_the_base(registers: Registers) -> None:
    graphs = [document_graph(_source(), IRIS, registers), provenance_graph(_source(), IRIS, registers)]
    for graph in (*graphs, *register_graphs(registers, IRIS).values()):
        assert not any(isinstance(node, BNode) for triple in graph for node in triple)
        for node in graph.objects(None, FG.certainty):
            assert str(node).startswith("https://w3id.org/forderungsgraph/id/certainty/")


def _row(demand: str | None) -> StatusRow:
    return StatusRow(
        Key("probe"),
        demand,
        Status.MET,
        PartialDate("2025-06-01"),
        PartialDate("2026-11"),
        Side.OFFICIAL,
        "Redaktion",
        Certainty.CHECKED,
        "GVBl. S. 1",
        ("law/ndig/par-12", "law-event/ndig-entry-into-force-2019-11-02"),
        None,
    )


def _wordings(source: Source) -> dict[str, list[tuple[str, str]]]:
    return {source.slug: [(key, demands[0].wording) for key, demands in keyed_demands(source)]}


def test_observations_find_their_demand_by_words_or_key() -> None:
    source = _source()
    key = demand_key("probe", source.conversion.demands[2], TEXT).rsplit("-", 1)[1]
    for words in ("Ein Probe-\ngesetz LEHNEN", key):
        made = status_graph([_row(words)], _wordings(source), IRIS)
        assert made.unmatched == ()
        (status,) = made.graph.objects(IRIS.thing("demand", f"probe-{key}"), FG.hasStatus)
        assert isinstance(status, URIRef)
        assert made.graph.value(status, FG.observedOn) == date("2025-06-01")
        assert made.graph.value(status, FG.examinedOn) == date("2026-11")
        assert made.graph.value(status, FG.observer) == Literal("Redaktion")
        assert set(made.graph.objects(status, PROV.wasDerivedFrom)) == {
            IRIS.thing("law", "ndig/par-12"),
            IRIS.thing("law-event", "ndig-entry-into-force-2019-11-02"),
        }
        assert made.observed == {f"probe-{key}": (Status.MET,)}
        assert made.graph.value(status, FG.officialStatement) == Literal(
            "true", datatype="http://www.w3.org/2001/XMLSchema#boolean"
        )
        assert made.graph.value(status, RDFS.label) == Literal(
            "erfüllt: Ein Probegesetz lehnen wir ab.", lang="de"
        )
        assert validate(made.graph, load_shapes()).results == ()


def test_an_observation_without_words_is_about_all_demands_of_its_document() -> None:
    made = status_graph([_row(None)], _wordings(_source()), IRIS)
    assert len(set(made.graph.subjects(FG.hasStatus))) == 3


def test_an_observation_that_finds_no_demand_is_told() -> None:
    row = _row("ganz andere Worte")
    made = status_graph([row], _wordings(_source()), IRIS)
    assert (len(made.graph), made.unmatched) == (0, (row,))


def test_the_shipped_observations_are_sourced_and_never_dated_by_guess() -> None:
    rows = read_status()
    assert len(rows) == 8
    assert all(row.source for row in rows)
    assert [row.observed_on for row in rows if row.status is Status.UNKNOWN] == [None, None]


def test_a_wrong_observation_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "status.csv"
    path.write_text(
        "document,demand,status,observed_on,examined_on,side,observer,certainty,source,evidence,note\n"
        "probe,x,vielleicht,,2026-11,official,Redaktion,checked,s,,\n",
        encoding="utf-8",
    )
    with pytest.raises(RegisterError, match=r"Zeile 2.*vielleicht"):
        read_status(path)


def test_each_link_has_one_assertion_with_rule_and_run(registers: Registers) -> None:
    source = _source()
    document, graph = document_graph(source, IRIS, registers), provenance_graph(source, IRIS, registers)
    (run,) = graph.subjects(RDF.type, FG.ExtractionRun)
    assert graph.value(run, PROV.used) == IRIS.thing("document", "probe")
    said = {
        (graph.value(node, RDF.subject), graph.value(node, RDF.predicate), graph.value(node, RDF.object))
        for node in graph.subjects(RDF.type, FG.Assertion)
    }
    linked = {
        triple
        for predicate in (
            FG.demandedBy, FG.addressedTo, FG.demandsEntryIntoForce, FG.concernsLaw, FG.concernsService, FG.demandsService, FG.refersToVersion,
        )
        for triple in document.triples((None, predicate, None))
    }  # fmt: skip
    assert said == linked
    for node in graph.subjects(RDF.type, FG.Assertion):
        assert graph.value(node, PROV.wasGeneratedBy) == run
        assert graph.value(node, FG.rule) is not None
        assert graph.value(node, FG.evidence) is not None

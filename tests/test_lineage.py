"""Demands that recur: what is related, how, how surely; lineages; the gold; the graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Literal, URIRef

from forderungsgraph.convert.document import Converter
from forderungsgraph.errors import InputError
from forderungsgraph.graph import lineage_graph
from forderungsgraph.iri import FG, Iris
from forderungsgraph.lineage import METHOD, chains, difference, pieces, relations, topic_lines, words_compared
from forderungsgraph.lineage.compare import earlier
from forderungsgraph.lineage.evaluate import Figures, known_demands, measure, positive_pairs, read_gold
from forderungsgraph.registers import read_registers
from forderungsgraph.relations import Change, Ground, Relation, RelationKind
from forderungsgraph.release import Release
from forderungsgraph.statements import KnownDemand, Statements
from forderungsgraph.validate import load_shapes, validate

DATA = Path(__file__).resolve().parent / "data" / "lineage"
BASE = "https://w3id.org/forderungsgraph/id/"


def demand(
    key: str, wording: str, date: str | None = "2019-01-01", *, document: str | None = None, **more: object
) -> KnownDemand:
    plain = KnownDemand(
        iri=f"{BASE}demand/{key}",
        wording=wording,
        document=f"{BASE}document/{document or key}",
        date=date,
        section="",
        demanders=(),
        addressees=(),
        laws=(),
        services=(),
        others=(),
        topics=(),
        instruments=(),
        target_groups=(),
        speech_act="request",
        rejection=False,
        confidence=0.9,
        deadlines=(),
        amounts=(),
        status=None,
        passages=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


PUPILS = demand("a", "die Ausbildung von Digitallotsen in den Rathäusern finanziell zu fördern", "2019-09-25")
LATER = demand(
    "b", "Die Ausbildung der Digitallotsinnen und -lotsen in den Kommunen ist zu fördern.", "2024-05-07"
)
MONEY = demand(
    "c",
    "Die Ausbildung von Digitallotsen ist bis Ende 2027 mit 2 Millionen Euro zu fördern.",
    "2025",
    deadlines=("2027-12-31",),
    amounts=(Decimal(2_000_000),),
)
AGAINST = demand(
    "d", "Wir lehnen es ab, die Ausbildung von Digitallotsen zu fördern.", "2025-03", rejection=True
)
OTHER = demand("e", "Der Nahverkehr muss pünktlicher fahren.", "2020-01-01")


def only(found: tuple[Relation, ...], one: KnownDemand, other: KnownDemand) -> Relation:
    (relation,) = (each for each in found if {each.source, each.target} == {one.iri, other.iri})
    return relation


def test_the_same_in_other_forms_is_a_repetition_by_the_later_one() -> None:
    found = only(relations([PUPILS, LATER, OTHER]), PUPILS, LATER)
    assert (found.source, found.target, found.kind) == (LATER.iri, PUPILS.iri, RelationKind.REPEATS)
    assert found.score > 0.6
    assert {"Ausbildung", "Digitallotsinnen", "fördern"} <= set(found.terms)
    assert found.grounds == (Ground.WORDS,)
    assert not found.suggestion


def test_a_deadline_or_an_amount_more_makes_it_a_specification() -> None:
    found = only(relations([PUPILS, MONEY]), PUPILS, MONEY)
    assert (found.source, found.kind) == (MONEY.iri, RelationKind.SPECIFIES)
    assert {Ground.DEADLINE, Ground.AMOUNT} <= set(found.grounds)
    # the more specific one is the source even if it is the earlier one
    early = replace(MONEY, date="2010")
    assert only(relations([PUPILS, early]), PUPILS, early).source == MONEY.iri


def test_a_rejection_of_the_same_is_a_contradiction() -> None:
    found = only(relations([PUPILS, AGAINST]), PUPILS, AGAINST)
    assert (found.kind, found.source) == (RelationKind.CONTRADICTS, AGAINST.iri)
    assert Ground.POLARITY in found.grounds


def test_different_things_are_not_related() -> None:
    assert relations([PUPILS, OTHER]) == ()


def test_the_same_ask_of_another_thing_is_no_fact() -> None:
    one = demand(
        "a", "Der Gesetzgeber muss alle Berichtspflichten auf ihre Notwendigkeit überprüfen.", "2018"
    )
    two = demand("b", "Der Gesetzgeber muss alle Gebühren auf ihre Notwendigkeit überprüfen.", "2019")
    assert all(relation.suggestion for relation in relations([one, two]))


def test_what_only_shares_what_is_to_happen_is_not_related() -> None:
    one = demand("a", "Die Beantragung von Radwegen ist zu vereinfachen.", "2018")
    two = demand("b", "Das Vergaberecht ist zu vereinfachen und zu verbessern.", "2019")
    assert relations([one, two]) == ()


def test_the_same_thing_with_another_ask_is_less_alike() -> None:
    asked = demand("a", "Das Land muss das Rechenzentrum einführen.", "2018")
    same = demand("b", "Die Einführung des Rechenzentrums ist notwendig.", "2019")
    other = demand("c", "Das Land muss das Rechenzentrum veröffentlichen.", "2020")
    found = relations([asked, same, other], least=0.0)
    assert only(found, asked, same).score > 2 * only(found, asked, other).score


def test_a_sentence_of_a_long_demand_is_found() -> None:
    long = demand(
        "long",
        "Prozesse in der Landesverwaltung sind zu optimieren. Die Ausbildung von Digitallotsen ist zu fördern. "
        "Für Krankenhäuser, Radwege und Brücken sind belastbare Berichte über Planung und Bau vorzulegen.",
        "2023-01-01",
    )
    found = only(relations([PUPILS, long]), PUPILS, long)
    assert found.score > 0.5
    # a sentence is not the demand
    assert found.suggestion


def test_nothing_within_a_document_is_related() -> None:
    assert relations([PUPILS, replace(LATER, document=PUPILS.document)]) == ()


def test_shared_laws_and_addressees_are_reasons() -> None:
    law, land = f"{BASE}law/ozg", f"{BASE}organisation/land-ni"
    one = demand("a", "die Umsetzung des OZG zu bezahlen", "2018", laws=(law,), addressees=(land,))
    two = demand(
        "b", "sich an der OZG-Umsetzung finanziell zu beteiligen", "2021", laws=(law,), addressees=(land,)
    )
    (found,) = relations([one, two])
    assert found.shared == (law, land)
    assert {Ground.LAW, Ground.ADDRESSEE, Ground.WORDS} <= set(found.grounds)


def test_without_order_in_time_nothing_is_repeated() -> None:
    for date in (None, "2019", "2019-09-25"):
        found = only(relations([PUPILS, replace(LATER, date=date)]), PUPILS, LATER)
        assert (found.kind, found.suggestion) == (RelationKind.RELATED, True)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2019-09-25", "2019-09-26", True),
        ("2020", "2019-12", False),
        ("2019", "2019-05-01", None),
        ("2019-05", "2019-05-31", None),
        (None, "2019", None),
        ("2019", "2019", None),
    ],
)
def test_what_is_earlier(one: str | None, other: str | None, expected: bool | None) -> None:
    assert earlier(demand("a", "x", one), demand("b", "x", other)) is expected


def test_at_most_five_each_and_the_same_in_any_order() -> None:
    many = [
        demand(
            f"d{year}", f"Die Ausbildung von Digitallotsen ist weiter zu fördern, Folge {year}.", str(year)
        )
        for year in range(2000, 2020)
    ]
    found = relations(many)
    counts = Counter(iri for relation in found for iri in (relation.source, relation.target))
    assert max(counts.values()) == 5
    assert relations(many[::-1]) == found


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_wordings_can_be_compared(wordings: list[str]) -> None:
    demands = [demand(f"d{place}", text, str(2000 + place)) for place, text in enumerate(wordings)]
    for relation in relations(demands):
        assert 0 <= relation.score <= 1
        assert relation.source != relation.target


# -- words that changed


def test_word_difference() -> None:
    assert difference("die Kommunen zu unterstützen", "die Kommunen dauerhaft zu unterstützen.") == (
        Change("", "dauerhaft"),
    )
    assert difference("zügig handeln", "bis 2027 handeln") == (Change("zügig", "bis 2027"),)
    assert difference("gleich", "Gleich!") == ()
    assert difference("", "neu") == (Change("", "neu"),)


@given(st.text(alphabet="ab cä.", max_size=60), st.text(alphabet="ab cä.", max_size=60))
def test_pieces_give_both_wordings_again(before: str, after: str) -> None:
    found = pieces(before, after)
    assert " ".join(filter(None, (piece.before for piece in found))) == " ".join(before.split())
    assert " ".join(filter(None, (piece.after for piece in found))) == " ".join(after.split())


def test_a_relation_tells_the_words_that_changed_from_the_earlier_to_the_later_one() -> None:
    found = only(relations([PUPILS, MONEY]), PUPILS, MONEY)
    assert found.changes == difference(PUPILS.wording, MONEY.wording)


# -- lineages


def test_a_lineage_is_a_chain_in_time() -> None:
    demands = [PUPILS, LATER, MONEY, AGAINST, OTHER]
    found = relations(demands)
    (chain,) = chains(demands, found)
    assert chain.members == (PUPILS.iri, LATER.iri, MONEY.iri)
    assert [step.kind for step in chain.steps] == [RelationKind.REPEATS, RelationKind.SPECIFIES]
    assert {chain.steps[0].source, chain.steps[0].target} == {PUPILS.iri, LATER.iri}


def test_merely_related_demands_are_no_lineage() -> None:
    demands = [PUPILS, replace(LATER, date=None)]
    assert chains(demands, relations(demands)) == ()


# -- topic lines


def test_a_topic_line_is_about_one_law_and_claims_no_more() -> None:
    law, amending = f"{BASE}law/probe", f"{BASE}law/probeaendg"
    statements = Statements()
    statements.add(
        [
            f"<{amending}> {FG.amends.n3()} <{law}> .",
            f'<{law}> {FG.abbreviation.n3()} "ProbeG" .',
            f'<{law}> <http://www.w3.org/2000/01/rdf-schema#label> "Probegesetz"@de .',
        ]
    )
    first = demand("a", "Das ProbeG ist zu bezahlen.", "2018-05", laws=(law,))
    same_year = demand("b", "Das ProbeG ist zu streichen.", "2018-09-01", laws=(law,))
    later = demand("c", "Stillstand ist zu vermeiden.", "2024", laws=(amending,))
    undated = demand("d", "Das ProbeG ist umzusetzen.", None, laws=(law,))
    (line,) = topic_lines([later, undated, same_year, first], statements)
    assert (line.thing, line.names, line.years) == (law, ("ProbeG", "ProbeG"), ("2018", "2024"))
    assert line.members == (first.iri, same_year.iri, later.iri)
    # one year, or one document, is no line
    assert topic_lines([first, same_year, undated], statements) == ()
    assert topic_lines([first, replace(later, document=first.document)], statements) == ()
    graph = lineage_graph((), (), Iris(), software="0.1.0", method=METHOD, topics=[line])
    node = URIRef(f"{BASE}topic-line/law-probe")
    assert set(graph.objects(node, FG.hasMember)) == {URIRef(member) for member in line.members}
    assert not any(graph.triples((None, FG.repeats, None)))
    assert validate(graph, load_shapes()).conforms


def test_words_are_compared_whatever_their_order() -> None:
    found = words_compared(
        "die Umsetzung des Onlinezugangsgesetzes zu bezahlen",
        "Stillstand beim OZG und seiner Umsetzung",
        ["OZG", "Onlinezugangsgesetz", "Gesetz zur Probe"],
    )
    assert found.shared == ("OZG", "Umsetzung")
    assert (found.before, found.after) == (("bezahlen",), ("Stillstand",))


# -- the graph


def test_facts_are_links_and_suggestions_are_not() -> None:
    demands = [PUPILS, LATER, MONEY, AGAINST]
    found = relations(demands)
    graph = lineage_graph(found, chains(demands, found), Iris(), software="0.1.0", method=METHOD)
    assert (URIRef(LATER.iri), FG.repeats, URIRef(PUPILS.iri)) in graph
    links = {
        FG.repeats: RelationKind.REPEATS,
        FG.specifies: RelationKind.SPECIFIES,
        FG.contradicts: RelationKind.CONTRADICTS,
    }
    for relation in found:
        for link, kind in links.items():
            stated = (URIRef(relation.source), link, URIRef(relation.target)) in graph
            assert stated == (relation.kind is kind and not relation.suggestion)
    assert len(set(graph.subjects(RDF.type, FG.DemandRelation))) == len(found) == 6
    (run,) = graph.subjects(RDF.type, FG.LineageRun)
    assert graph.value(run, FG.methodVersion) == Literal(METHOD)
    added = {str(words) for words in graph.objects(None, FG.addedWords)}
    assert any("2027" in words for words in added)


def test_the_graph_conforms_to_the_shapes() -> None:
    demands = [PUPILS, LATER, MONEY, AGAINST]
    found = relations(demands)
    graph = lineage_graph(found, chains(demands, found), Iris(), software="0.1.0", method=METHOD)
    report = validate(graph, load_shapes())
    assert report.to_text() == "Keine Verstöße gegen die SHACL-Formen.\n"


def test_nothing_found_is_an_empty_graph() -> None:
    assert len(lineage_graph((), (), Iris(), software="0.1.0", method=METHOD)) == 0


def test_the_release_has_its_lineage(built_release: Release) -> None:
    names = {graph["name"]: graph["triples"] for graph in built_release.manifest["graphs"]}
    assert names["https://w3id.org/forderungsgraph/graph/lineage"] > 100
    statements = Statements(built_release.base)
    statements.add(f"{quad.triple} ." for quad in built_release.quads())
    demands = statements.demands()
    found = relations(demands)
    wordings = {each.iri: each.wording for each in demands}
    pairs = {(wordings[relation.source], wordings[relation.target]) for relation in found}
    assert any("Digitallotsinnen und -lotsen" in one and "von Digitallotsen" in other for one, other in pairs)
    # the build knew the same demands before anything was inferred
    topics = topic_lines(demands, statements)
    assert [line.thing.rpartition("/id/")[2] for line in topics] == [
        "law/ozg", "service/register", "service/verwaltungsportal",
    ]  # fmt: skip
    years = [(each.date or "")[:4] for each in demands for line in topics[:1] if each.iri in line.members]
    assert sorted(years) == ["2018", "2019", "2019", "2024"]
    graph = lineage_graph(
        found, chains(demands, found), Iris(), software="0.1.0", method=METHOD, topics=topics
    )
    assert len(graph) == names["https://w3id.org/forderungsgraph/graph/lineage"]


# -- the gold


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(read_registers())


def _figures(name: str, converter: Converter) -> Figures:
    gold = read_gold(DATA / f"{name}.txt")
    return measure(gold, known_demands(gold, converter))


def test_there_is_enough_gold() -> None:
    dev, held = read_gold(DATA / "dev.txt"), read_gold(DATA / "held.txt")
    seeds = [line for line in (DATA / "seed.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(positive_pairs(dev)) + len(positive_pairs(held)) + len(seeds) >= 150
    assert sum(entry.kind is None for entry in (*dev, *held)) >= 20
    assert not {entry.text for entry in dev} & {entry.text for entry in held}


@pytest.mark.parametrize("name", ["dev", "held"])
def test_recurring_demands_are_among_the_best_five(name: str, converter: Converter) -> None:
    found = _figures(name, converter)
    assert found.recall >= 0.85
    assert found.kept_right / found.kept >= 0.65
    assert found.named_right / found.named >= 0.8
    assert found.facts_right == found.facts >= 1


def test_pairs_of_the_seed_documents(built_release: Release) -> None:
    statements = Statements(built_release.base)
    statements.add(f"{quad.triple} ." for quad in built_release.quads())
    demands = statements.demands()
    found = {frozenset((each.source, each.target)) for each in relations(demands, least=0.0)}
    hits = total = 0
    for line in (DATA / "seed.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        _, first, second = (part.strip() for part in line.split("|"))
        ends = [[each.iri for each in demands if words in each.wording] for words in (first, second)]
        # another state of the rules may cut a demand otherwise
        if all(ends):
            total += 1
            hits += frozenset((ends[0][0], ends[1][0])) in found
    assert total >= 12
    assert hits / total >= 0.7


def test_faulty_gold_is_told_with_its_line(tmp_path: Path) -> None:
    place = tmp_path / "gold.txt"
    place.write_text("== Gruppe\n= 2019 Text\n? 2020 Text\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.txt, Zeile 3"):
        read_gold(place)

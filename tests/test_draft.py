"""A release that is written graph by graph, and the lines of N-Triples that graphs are kept as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

from forderungsgraph import draft as draft_module
from forderungsgraph.build import build
from forderungsgraph.draft import Draft
from forderungsgraph.errors import GraphError
from forderungsgraph.files import folder
from forderungsgraph.iri import FG
from forderungsgraph.ntriples import check_lines, lines_of, triples_of
from forderungsgraph.reason import Premises, closure
from forderungsgraph.release import Release
from forderungsgraph.report import Report
from forderungsgraph.turtle import load_ontology, load_vocabulary

# the draft: what is sorted in files is the same as what is sorted at once


def test_the_bytes_do_not_depend_on_how_much_is_sorted_at_once(
    built_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_module, "_IN_MEMORY", 777)
    made = build(folder("data") / "corpus", tmp_path / "release")
    assert made.release.version == built_release.version
    data = {
        path.relative_to(tmp_path / "release"): path.read_bytes()
        for path in (tmp_path / "release").rglob("*")
        if path.is_file()
    }
    assert len(data) > 20
    for name, content in data.items():
        assert content == (built_release.folder / name).read_bytes(), name


TRIPLES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), st.sampled_from("xyz")))


@given(graphs=st.lists(TRIPLES, max_size=5))
def test_a_draft_tells_each_different_triple_once(
    graphs: list[list[tuple[str, str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [sorted({f"<urn:{s}> <urn:{p}> <urn:{o}> ." for s, p, o in graph}) for graph in graphs]
    place = tmp_path_factory.mktemp("draft") / "neu"
    place.mkdir()
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch, Draft(place, "urn:base/") as draft:
        patch.setattr(draft_module, "_IN_MEMORY", 3)
        for number, graph in enumerate(lines):
            draft.add(URIRef(f"urn:base/graph/g{number}"), graph)
        assert sorted(draft.triples()) == sorted(line for graph in lines for line in graph)
        draft.seal(told.append)
        draft.finish("0", Report(), {"documents": []}, {})
    assert told == sorted({line.removesuffix(" .") for graph in lines for line in graph})
    written = (place / "forderungsgraph.nq").read_text("utf-8").splitlines()
    assert written == sorted(
        f"{line.removesuffix(' .')} <urn:base/graph/g{number}> ."
        for number, graph in enumerate(lines)
        for line in graph
    )
    assert Release.open(place).damaged() == ()


# lines of N-Triples


@given(text=st.text(st.characters(exclude_categories=["Cs"])), language=st.sampled_from([None, "de", "en"]))
def test_a_graph_survives_its_lines(text: str, language: str | None) -> None:
    graph = Graph()
    graph.add((URIRef("urn:a"), URIRef("urn:b"), Literal(text, lang=language)))
    graph.add((URIRef("urn:a"), RDF.value, Literal("007", datatype=XSD.integer, normalize=False)))
    lines = lines_of(graph)
    check_lines(lines)
    assert len(lines) == 2
    assert all("\n" not in line and "\r" not in line for line in lines)
    again = Graph()
    for triple in triples_of(lines):
        again.add(triple)
    assert set(again) == set(graph)
    assert lines_of(again) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["kein Tripel"],
        ["<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:d> ."],
        ["<urn:a> <urn:b>", "<urn:c> ."],
        [""],
    ],
)
def test_what_is_not_one_triple_a_line_is_refused(lines: list[str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        check_lines(lines)


# premises taken in graph by graph


def test_graphs_taken_in_one_by_one_give_the_same_closure(built_release: Release) -> None:
    ontology, vocabulary = load_ontology(), load_vocabulary()
    files = sorted((built_release.folder / "graphs").glob("*.ttl"))
    names = [p for p in files if p.stem not in ("ontology", "inferred", "vocabulary")]
    assert len(names) > 20
    together = Graph()
    premises = Premises(ontology, vocabulary)
    premises.add(vocabulary)
    together += vocabulary
    for path in names:
        graph = Graph().parse(path)
        premises.add_lines(lines_of(graph))
        together += graph
    given_lines = set(lines_of(together))
    found = set(lines_of(premises.closure())) - given_lines
    assert found == set(lines_of(closure(together, ontology)))
    assert len(found) > 1_000


@pytest.mark.parametrize("add", [Premises.add, lambda premises, graph: premises.add_lines(lines_of(graph))])
def test_data_may_not_change_what_terms_mean(add: Callable[[Premises, Graph], None]) -> None:
    premises = Premises(load_ontology())
    for axiom in (
        (FG.Demand, RDFS.subClassOf, FG.Law),
        (FG.states, OWL.inverseOf, FG.mentions),
        (URIRef("urn:x"), RDF.type, OWL.Class),
    ):
        graph = Graph()
        graph.add(axiom)
        with pytest.raises(GraphError, match="sagt etwas über den Begriff"):
            add(premises, graph)

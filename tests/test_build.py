"""The build of the shipped texts: what is in it, under which addresses, and what never is."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from forderungsgraph.build import BuildResult, build
from forderungsgraph.corpus import read_corpus
from forderungsgraph.files import folder
from forderungsgraph.graph import has_contact
from forderungsgraph.iri import FG, OA
from forderungsgraph.recheck import recheck
from forderungsgraph.release import Release

CORPUS = folder("data") / "corpus"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def quads(built_release: Release) -> list[ox.Quad]:
    found = list(built_release.quads())
    assert len(found) > 10_000
    return found


def objects(quads: list[ox.Quad], predicate: str) -> dict[str, list[str]]:
    # a passage stands in the graph of its document and in that of the provenance
    found: dict[str, dict[str, None]] = {}
    for quad in quads:
        if quad.predicate.value == predicate:
            assert isinstance(quad.subject, ox.NamedNode)
            assert isinstance(quad.object, ox.NamedNode | ox.Literal)
            found.setdefault(quad.subject.value, {})[quad.object.value] = None
    return {node: list(values) for node, values in found.items()}


def test_all_shipped_texts_are_in_the_release(built: BuildResult) -> None:
    assert (built.left_out, built.unmatched, built.violations) == ((), (), 0)
    assert built.good
    assert built.documents == 5
    assert built.demands >= 70
    assert built.laws >= 3
    assert built.services >= 10
    assert 1_000 < built.inferred < built.triples


def test_the_figures_are_those_of_the_graph(built: BuildResult, quads: list[ox.Quad]) -> None:
    classes = objects(quads, RDF_TYPE)
    stated = objects(quads, str(FG.statedIn))
    demands = {node for node, types in classes.items() if str(FG.Demand) in types}
    assert demands == stated.keys()
    assert len(demands) == built.demands
    assert len({document for documents in stated.values() for document in documents}) == 4
    assert sum(entry["demands"] for entry in built.release.manifest["documents"]) == built.demands
    assert built.triples == len({quad.triple for quad in quads})


def test_every_demand_has_evidence_that_stands_in_its_text(
    built_release: Release, quads: list[ox.Quad]
) -> None:
    demands = objects(quads, str(FG.statedIn))
    evidence, sources = objects(quads, str(FG.evidence)), objects(quads, str(OA.hasSource))
    assert demands
    for demand, documents in demands.items():
        for passage in evidence[demand]:
            assert sources[passage] == documents
    found = recheck(built_release, read_corpus(CORPUS))
    assert found.good
    assert found.checked == len(sources) >= len(demands)


def test_every_link_of_a_demand_says_where_it_comes_from(quads: list[ox.Quad]) -> None:
    triples = {quad.triple for quad in quads if "/graph/document/" in str(quad.graph_name)}
    fact = {
        name: objects(quads, f"{RDF_TYPE.removesuffix('type')}{name}")
        for name in ("subject", "predicate", "object")
    }
    assertions = [node for node, types in objects(quads, RDF_TYPE).items() if str(FG.Assertion) in types]
    told = set()
    for node in assertions:
        (subject,), (predicate,), (target,) = (
            fact[name][node] for name in ("subject", "predicate", "object")
        )
        told.add(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(target)))
    assert len(told) == len(assertions) > 200
    assert told <= triples
    links = {
        str(FG[name])
        for name in ("demandedBy", "addressedTo", "concernsLaw", "concernsService", "demandsService")
    }
    assert {triple for triple in triples if triple.predicate.value in links} <= told
    for predicate in (FG.rule, FG.confidence, FG.certainty, FG.evidence):
        assert objects(quads, str(predicate)).keys() >= set(assertions)


def test_no_text_is_published_as_a_whole_and_no_contact_at_all(
    built_release: Release, quads: list[ox.Quad]
) -> None:
    texts = read_corpus(CORPUS).texts
    # there is something to leave out
    assert sum(has_contact(text.text) for text in texts) >= 1
    files = [path for path in built_release.folder.rglob("*") if path.is_file()]
    assert len(files) > 30
    for quad in quads:
        if isinstance(quad.object, ox.Literal):
            assert not has_contact(quad.object.value), quad
    for path in files:
        content = path.read_text("utf-8", "strict" if path.suffix != ".sqlite" else "replace")
        assert "@nst" not in content
        assert not re.search(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", content), path.name
        for text in texts:
            assert text.text.strip() not in content
    shares = []
    starts, ends = objects(quads, str(OA.start)), objects(quads, str(OA.end))
    sources = objects(quads, str(OA.hasSource))
    for text in texts:
        covered: set[int] = set()
        for passage, (source,) in sources.items():
            if source.endswith(f"/document/{text.sidecar.slug}"):
                place = f"{passage}/position"
                covered |= set(range(int(starts[place][0]), int(ends[place][0])))
        shares.append(len(covered) / len(text.text))
    assert max(shares) < 0.75


def test_another_base_moves_all_addresses_of_things_and_graphs_but_no_term(
    built: BuildResult, tmp_path: Path
) -> None:
    base = "https://daten.example.org/fg/"
    moved = build(CORPUS, tmp_path / "release", base=base)
    assert moved.release.base == base
    assert (moved.demands, moved.triples) == (built.demands, built.triples)
    terms = set()
    for quad in moved.release.quads():
        assert isinstance(quad.graph_name, ox.NamedNode)
        assert quad.graph_name.value.startswith(f"{base}graph/")
        for node in (quad.subject, quad.predicate, quad.object):
            if isinstance(node, ox.NamedNode) and node.value.startswith(built.release.base):
                terms.add(node.value)
                assert not re.search(
                    r"/id/(demand|passage|document|law|service|organisation|run|assertion)/", node.value
                )
    assert str(FG.Demand) in terms
    data = (moved.release.folder / "forderungsgraph.nq").read_text("utf-8")
    here = (built.release.folder / "forderungsgraph.nq").read_text("utf-8")
    pattern = rf"<(?:{re.escape(base)}|{re.escape(built.release.base)})(graph|id)/"
    assert sorted(re.sub(pattern, r"<x/\1/", data).splitlines()) == sorted(
        re.sub(pattern, r"<x/\1/", here).splitlines()
    )
    assert recheck(moved.release, read_corpus(CORPUS)).good

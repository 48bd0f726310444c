"""Tallies of demands: what the index of a release knows is what its store answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from forderungsgraph.errors import ReleaseError
from forderungsgraph.formats import Format
from forderungsgraph.release import Release
from forderungsgraph.search import INDEX, About, IndexedTallies, Link, QueriedTallies, Tallies, write_index
from forderungsgraph.search.tallies import Group, Period, Written
from forderungsgraph.statements import Statements
from forderungsgraph.store import Bindings, EmbeddedStore, Iri

BASE = "https://w3id.org/forderungsgraph/id/"
NST = About(Link.DEMANDER, f"{BASE}organisation/nst")
OZG = About(Link.LAW, f"{BASE}law/ozg")


@pytest.fixture(scope="module")
def store(built_release: Release) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore.of_release(built_release.folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def indexed(built_release: Release) -> IndexedTallies:
    return IndexedTallies(built_release.folder / INDEX)


@pytest.fixture(scope="module")
def queried(store: EmbeddedStore) -> QueriedTallies:
    return QueriedTallies(store)


def things(store: EmbeddedStore, link: Link) -> list[str]:
    found = store.query(f"SELECT DISTINCT ?x WHERE {{ ?d <https://w3id.org/forderungsgraph/def#{link}> ?x }}")
    assert isinstance(found, Bindings)
    return sorted(term.value for (term,) in found.rows if isinstance(term, Iri))


@pytest.mark.parametrize("link", list(Link))
def test_both_count_the_same(
    indexed: IndexedTallies, queried: QueriedTallies, store: EmbeddedStore, link: Link
) -> None:
    found = things(store, link)
    assert len(found) >= 4
    for about in (About(link), *(About(link, thing) for thing in found)):
        assert indexed.count(about) == queried.count(about) > 0
        assert indexed.newest(about, start=0, size=5) == queried.newest(about, start=0, size=5)
        assert indexed.documents(about) == queried.documents(about)
    assert indexed.wholes(link) == queried.wholes(link)


@pytest.mark.parametrize(
    "about", [(), (NST,), (NST, OZG), (NST, About(Link.STATUS)), (About(Link.LAW, f"{BASE}law/x"),)]
)
def test_both_list_and_group_the_same(
    indexed: IndexedTallies, queried: QueriedTallies, about: tuple[About, ...]
) -> None:
    assert indexed.count(*about) == queried.count(*about)
    for start in (0, 7, 1000):
        assert indexed.newest(*about, start=start, size=10) == queried.newest(*about, start=start, size=10)
        assert indexed.oldest(*about, start=start, size=10) == queried.oldest(*about, start=start, size=10)
    assert indexed.documents(*about) == queried.documents(*about)
    for link in (Link.TOPIC, Link.DEMANDER, Link.SERVICE):
        assert indexed.years(link, *about) == queried.years(link, *about)
        assert indexed.periods(link, *about) == queried.periods(link, *about)
        assert indexed.groups(link, *about, most=3) == queried.groups(link, *about, most=3)


@pytest.fixture(scope="module")
def paragraphs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tallies, Tallies]:
    """Both kinds over three demands: of 2019 and of no date, about two paragraphs of an act."""
    text = (
        "@prefix fg: <https://w3id.org/forderungsgraph/def#> . @prefix : <https://w3id.org/forderungsgraph/id/> ."
        "@prefix eli: <http://data.europa.eu/eli/ontology#> . @prefix dct: <http://purl.org/dc/terms/> ."
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
        "<%slaw/x> a fg:Law . <%slaw/x/par-1> a fg:Provision ; eli:is_part_of <%slaw/x> ."
        "<%slaw/x/par-2> a fg:Provision ; eli:is_part_of <%slaw/x> ."
        '<%sdocument/d> dct:date "2019-09"^^xsd:gYearMonth .'
        '<%sdemand/a> a fg:Demand ; fg:wording "a"@de ; fg:statedIn <%sdocument/d> ; fg:concernsLaw <%slaw/x/par-1> .'
        '<%sdemand/b> a fg:Demand ; fg:wording "b"@de ; fg:statedIn <%sdocument/e> ; fg:topic <%stopic/t> ;'
        " fg:concernsLaw <%slaw/x/par-1>, <%slaw/x/par-2>, <%slaw/x> ."
        '<%sdemand/c> a fg:Demand ; fg:wording "c"@de ; fg:statedIn <%sdocument/d> ; fg:topic <%stopic/t> .'
    ).replace("%s", BASE)
    store = EmbeddedStore(text.encode(), fmt=Format.TURTLE)
    statements = Statements()
    statements.add(
        store.serialise("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", Format.N_TRIPLES).decode().splitlines()
    )
    place = tmp_path_factory.mktemp("tallies") / INDEX
    write_index(place, statements)
    return IndexedTallies(place), QueriedTallies(store)


def test_exact_numbers(paragraphs: tuple[Tallies, Tallies]) -> None:
    law, topic, day = f"{BASE}law/x", f"{BASE}topic/t", "2019-09"
    a, b, c = (f"{BASE}demand/{key}" for key in "abc")
    for tallies in paragraphs:
        assert tallies.parts(law) == {f"{law}/par-1": 2, f"{law}/par-2": 1}
        assert tallies.wholes(Link.LAW) == {law: 1}
        assert tallies.count(About(Link.LAW)) == 2
        assert tallies.newest(start=0, size=9) == (a, c, b)
        assert tallies.oldest(start=0, size=2) == (b, a)
        assert tallies.documents() == (
            Written(f"{BASE}document/e", None, 1),
            Written(f"{BASE}document/d", day, 2),
        )
        assert tallies.groups(Link.TOPIC, most=1) == {None: Group(1, (a,)), topic: Group(2, (c,))}
        assert tallies.periods(Link.TOPIC) == {topic: Period(2, day, day)}
        assert tallies.years(Link.TOPIC) == {(topic, "2019"): 1}


def test_an_index_that_is_none_is_an_error(tmp_path: Path) -> None:
    place = tmp_path / INDEX
    place.write_bytes(b"kein SQLite, aber lang genug, um gelesen zu werden" * 20)
    with pytest.raises(ReleaseError, match="Der Suchindex ist nicht lesbar"):
        IndexedTallies(place)

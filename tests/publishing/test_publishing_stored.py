"""The service in front of stores of others: the same pages and answers as from a release folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forderungsgraph.errors import ReleaseError
from forderungsgraph.inventory import stored_release
from forderungsgraph.publishing.make import Published
from forderungsgraph.release import Release
from forderungsgraph.server import Settings, create_app
from forderungsgraph.store import Endpoint
from tests.conftest import BufferedClient
from tests.stores import Store

from .conftest import BASE

HTML = {"Accept": "text/html"}
FIXED = (
    "/", "/suche?q=OZG", "/suche?verband=nst", "/matrix", "/matrix?zeilen=adressat&spalten=thema", "/zeitachse",
    "/vergleich?a=nst&b=landkreistag-nordrhein-westfalen", "/zeitachse?gesetz=ozg", "/sparql", "/abfragen/", "/def",
    "/daten/", "/methode", "/hilfe", "/barrierefreiheit", "/datenschutz", "/en/gesetz/ozg", "/katalog.ttl",
    "/suche.json?q=Verwaltung", "/matrix.csv", "/suche.csv?q=OZG", "/aenderungen.atom", "/openapi.json",
)  # fmt: skip
KINDS = (
    "Demand", "Law", "Provision", "BasicService", "ServiceInstance", "Association", "Document", "Passage",
    "Territory", "Topic", "StatusObservation", "DemandRelation", "LegislativeEvent", "Programme",
)  # fmt: skip


@pytest.fixture(scope="module")
def at_home(published: Published) -> Iterator[Flask]:
    """The service over the release folder."""
    yield from _running(create_app(published.archive.folder, Settings(workers=1)))


def _running(app: Flask) -> Iterator[Flask]:
    app.test_client_class = BufferedClient
    yield app
    app.extensions["forderungsgraph"].close()


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, published: Published) -> Iterator[Store]:
    """A store of others that holds the published version."""
    found: Store = request.getfixturevalue(request.param)
    found.fill(published.folder)
    yield found
    found.clear(BASE)


@pytest.fixture(scope="module")
def elsewhere(
    store: Store, published: Published, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The service over the store, with the files of the version beside it."""
    folder = tmp_path_factory.mktemp("dienst")
    release = stored_release(Endpoint(store.query), folder, files=published.archive.folder)
    assert (release.version, release.base, release.has_files) == ("1.0.0", BASE, True)
    assert release.inventory.graphs == tuple(sorted(graph["name"] for graph in release.manifest["graphs"]))
    yield from _running(create_app(release, Settings(workers=1)))


def _pages(app: Flask) -> list[str]:
    """Return the addresses of pages: the fixed ones, and some of each kind of thing."""
    site = app.extensions["forderungsgraph"]
    found = list(FIXED)
    for kind in KINDS:
        rows = site.store.query(
            f"SELECT DISTINCT ?s {{ ?s a <https://w3id.org/forderungsgraph/def#{kind}> }} ORDER BY ?s LIMIT 1"
        ).rows
        assert rows, kind
        found += [site.links.page(row[0].value) for row in rows]
    return [*found, f"{found[-1]}.nt"]


def _comparable(text: str) -> str:
    """Put what has no order in order: names that a query joins, and lines of N-Triples."""
    if text.startswith("<http"):
        return "\n".join(sorted(set(text.splitlines())))
    return re.sub(r"[^<>\n]*; [^<>\n]*", lambda match: "; ".join(sorted(match[0].split("; "))), text)


def test_every_page_is_the_same(at_home: Flask, elsewhere: Flask) -> None:
    here, there = at_home.test_client(), elsewhere.test_client()
    pages = _pages(at_home)
    assert len(pages) > 35
    for page in pages:
        headers = {} if page.endswith((".nt", ".ttl", ".csv", ".atom", ".json")) else HTML
        ours, theirs = here.get(page, headers=headers), there.get(page, headers=headers)
        assert (page, theirs.status_code) == (page, ours.status_code) == (page, 200)
        assert _comparable(theirs.text) == _comparable(ours.text), page


def test_without_files_the_service_makes_its_index_itself(
    request: pytest.FixtureRequest, at_home: Flask, store: Store, tmp_path: Path
) -> None:
    if request.node.callspec.params["store"] != "oxigraph":
        pytest.skip("the browser walks through such a service before Virtuoso")
    release = stored_release(Endpoint(store.query), tmp_path)
    assert (release.version, release.has_files) == ("1.0.0", False)
    app = create_app(release, Settings(workers=1))
    try:
        client, home = app.test_client(), at_home.test_client()
        for page in (
            "/suche?q=OZG",
            "/suche?verband=nst&jahr=2019",
            "/suche?q=Verwaltung&art=alle",
            "/verband/nst",
        ):
            assert client.get(page, headers=HTML).text == home.get(page, headers=HTML).text
        assert client.get("/daten/").status_code == 404
        assert client.get("/daten/forderungsgraph.nq").status_code == 404
        answer = client.get("/katalog.ttl")
        assert (answer.status_code, "kein Katalog" in answer.get_json()["detail"]) == (404, True)
        assert client.get("/.well-known/void").status_code == 200
        assert client.post("/k/", data={"query": "ASK { ?s ?p ?o }"}).status_code == 503
    finally:
        app.extensions["forderungsgraph"].close()


def test_a_store_that_holds_nothing_of_ours_is_told(oxigraph: Store, tmp_path: Path) -> None:
    with pytest.raises(
        ReleaseError, match="Der Speicher enthält keinen Forderungsgraphen unter https://anders"
    ):
        stored_release(Endpoint(oxigraph.query), tmp_path, base="https://anders.example/")


def test_files_of_another_version_are_not_shown(store: Store, built_release: Release, tmp_path: Path) -> None:
    release = stored_release(Endpoint(store.query), tmp_path, files=built_release.folder)
    assert (release.has_files, release.expects_files, release.folder) == (False, True, tmp_path)

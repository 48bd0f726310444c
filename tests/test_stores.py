"""The servers of others run, take our graphs and give them back."""

from __future__ import annotations

import pytest
import requests

from forderungsgraph.release import Release
from tests.stores import Store

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), '%s')) }"


def _count(store: Store, base: str) -> int:
    answer = requests.get(
        store.query,
        params={"query": COUNT % base},
        headers={"Accept": "application/sparql-results+json"},
        timeout=60,
    )
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_store_takes_a_release(name: str, request: pytest.FixtureRequest, built_release: Release) -> None:
    store: Store = request.getfixturevalue(name)
    store.fill(built_release.folder)
    expected = sum(graph["triples"] for graph in built_release.manifest["graphs"])
    assert _count(store, built_release.base) == expected
    store.clear(built_release.base)
    assert _count(store, built_release.base) == 0

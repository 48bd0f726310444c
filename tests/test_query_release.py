"""Every saved query and the pages on the graph of the real documents.

The expected rows lie in ``tests/data/queries``; after a wanted change write them anew:
``SNAPSHOTS=write python -m pytest tests/test_query_release.py``
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from forderungsgraph.corpus import Corpus, read_corpus
from forderungsgraph.files import folder
from forderungsgraph.query import SavedQuery, library
from forderungsgraph.release import Release
from forderungsgraph.server import Settings, create_app
from forderungsgraph.store import Bindings, EmbeddedStore

SNAPSHOTS = Path(__file__).resolve().parent / "data" / "queries"
LIBRARY = library()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    found = read_corpus(folder("data") / "corpus")
    assert len(found.texts) == 5
    return found


@pytest.fixture(scope="module")
def store(built_release: Release) -> EmbeddedStore:
    return EmbeddedStore.of_release(built_release.folder)


@pytest.fixture(scope="module")
def visitor(built_release: Release) -> Iterator[FlaskClient]:
    app = create_app(built_release, Settings(workers=1))
    yield app.test_client()
    app.extensions["forderungsgraph"].guarded.close()


@pytest.mark.parametrize("query", LIBRARY.values(), ids=LIBRARY.keys())
def test_each_query_answers(
    query: SavedQuery, store: EmbeddedStore, same_as_snapshot: Callable[[Bindings, Path], None]
) -> None:
    result = query.run(store, {})
    assert result.variables == query.columns
    assert result.rows
    same_as_snapshot(result, SNAPSHOTS / f"{query.name}.json")


def test_each_snapshot_has_a_query() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == LIBRARY.keys()


def test_evidence_stands_in_the_texts(store: EmbeddedStore, corpus: Corpus) -> None:
    texts = {text.sidecar.title: text.text for text in corpus.texts}
    rows = list(LIBRARY["belege-einer-forderung"].run(store, {}).records())
    assert len(rows) > 70
    for row in rows:
        start, end = int(row["start"].value), int(row["end"].value)
        assert texts[row["document"].value][start:end] == row["exact"].value


def test_every_thing_has_its_page_and_data(
    visitor: FlaskClient, store: EmbeddedStore, built_release: Release
) -> None:
    result = store.query(
        f'SELECT DISTINCT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), "{built_release.base}id/")) }} ORDER BY ?s'
    )
    assert isinstance(result, Bindings)
    things = [row["s"].value.removeprefix(built_release.base) for row in result.records()]
    assert len(things) > 500
    for thing in things:
        assert visitor.get(f"/{thing}", headers={"Accept": "text/html"}).status_code == 303
        page = visitor.get(f"/{thing}", headers={"Accept": "text/html"}, follow_redirects=True)
        assert (page.status_code, page.mimetype) == (200, "text/html")
    for thing in things[::20]:
        data = visitor.get(f"/{thing}", headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert (data.status_code, data.mimetype) == (200, "text/turtle")


@pytest.mark.parametrize("name", LIBRARY)
def test_every_query_has_its_page(visitor: FlaskClient, name: str) -> None:
    page = visitor.get(f"/abfragen/{name}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Kein Treffer" not in page.text

"""Data on disk: prepared once, the same answers, replaced with the release; loading without blank nodes."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from forderungsgraph.errors import ReleaseError
from forderungsgraph.formats import Format
from forderungsgraph.server import Settings, create_app
from forderungsgraph.store import Dataset, DiskStore, EmbeddedStore
from forderungsgraph.store.disk import prepare, prepared
from forderungsgraph.store.loading import fill

QUESTIONS = (
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Dataset()),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", Dataset()),
    ("SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } ORDER BY ?s ?o", Dataset()),
)


@pytest.fixture
def release(sample_release: Path, tmp_path: Path) -> Path:
    place = tmp_path / "release"
    shutil.copytree(sample_release, place)
    return place


def test_the_same_answers_as_in_memory(release: Path) -> None:
    place = prepare(release)
    assert place == prepared(release) == prepare(release)
    disk, memory = DiskStore.of_release(release), EmbeddedStore.of_release(release)
    assert disk.graphs() == memory.graphs()
    assert disk.count() == memory.count() > 0
    for text, dataset in QUESTIONS:
        assert disk.query(text, dataset) == memory.query(text, dataset)
    two = Dataset(memory.graphs()[:2])
    assert disk.query(QUESTIONS[0][0], two) == memory.query(QUESTIONS[0][0], two)
    disk.close()


def test_a_new_release_gets_a_new_database_and_the_oldest_goes(release: Path) -> None:
    places = []
    for number in range(3):
        with (release / "forderungsgraph.nq").open("ab") as file:
            file.write(f'<http://n/{number}> <http://n/p> "x" <http://n/g> .\n'.encode())
        places.append(prepare(release))
    assert [place.exists() for place in places] == [False, True, True]
    assert sorted(places[0].parent.iterdir()) == sorted(places[1:])


def test_what_cannot_be_read_is_told(release: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="nicht lesbar"):
        DiskStore.of_release(release)
    with pytest.raises(ReleaseError, match="nicht lesbar"):
        prepared(tmp_path / "fehlt")
    (release / "forderungsgraph.nq").write_bytes(b"<a:a> <a:b> .\n")
    with pytest.raises(ReleaseError, match="nicht lesbar"):
        prepare(release)
    assert list(prepared(release).parent.iterdir()) == []


def test_the_service_reads_large_data_from_disk(release: Path) -> None:
    app = create_app(release, Settings(workers=1, in_memory=10))
    site = app.extensions["forderungsgraph"]
    try:
        assert prepared(release).is_dir()
        assert app.test_client().get("/healthz").json["status"] == "ok"  # type: ignore[index]
    finally:
        site.close()


@pytest.mark.parametrize(
    "data",
    [
        b'<a:s> <a:p> "x" <a:g> .\n<a:s> <a:p> "x" <a:h> .\n<a:s> <a:p> <a:o> .\n',
        b'<a:s> <a:p> "x y <a:z"^^<a:t> .\n<a:s> <a:p> "x y <a:z"^^<a:t> <a:g> .\n',
        b'<a:s> <a:p> "a\\nb"@de <a:g> .\r\n# <a:a> <a:b> <a:c> <a:d> .\n\n',
        b'_:a <a:p> _:b <a:g> .\n_:a <a:p> "_:c" <a:h> .\n',
    ],
)
def test_a_file_is_loaded_as_its_bytes_are(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.nq"
    path.write_bytes(data)
    stores = ox.Store(), ox.Store()
    fill(stores[0], path, Format.N_QUADS)
    fill(stores[1], data, Format.N_QUADS)
    found = [sorted(str(quad) for quad in store) for store in stores]
    assert found[0] == found[1]
    quads = [q for q in ox.parse(io.BytesIO(data), format=ox.RdfFormat.N_QUADS) if isinstance(q, ox.Quad)]
    named = {q for q in quads if q.graph_name != ox.DefaultGraph()}
    assert len(found[0]) == len(named) + len({q.triple for q in quads})

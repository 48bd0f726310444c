"""Fixtures that several test files share."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forderungsgraph.build import BuildResult, build
from forderungsgraph.files import folder
from forderungsgraph.formats import Format
from forderungsgraph.release import Release
from forderungsgraph.search import INDEX, write_index
from forderungsgraph.server import Settings, create_app
from forderungsgraph.statements import Statements
from forderungsgraph.store import Bindings, Budget, EmbeddedStore
from tests.stores import Store, oxigraph_server, virtuoso_server

DATA = Path(__file__).resolve().parent / "data"


@pytest.fixture(scope="session")
def same_as_snapshot() -> Callable[[Bindings, Path], None]:
    """Asserts that rows are those of a file; with ``SNAPSHOTS=write`` writes the file first."""

    def check(result: Bindings, snapshot: Path) -> None:
        rows = [[None if cell is None else cell.value for cell in row] for row in result.rows]
        if os.environ.get("SNAPSHOTS") == "write":
            snapshot.parent.mkdir(parents=True, exist_ok=True)
            snapshot.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        assert rows == json.loads(snapshot.read_text(encoding="utf-8"))

    return check


@pytest.fixture(scope="session")
def sample_store() -> EmbeddedStore:
    """A miniature graph in memory."""
    return EmbeddedStore(DATA / "store" / "sample.trig", fmt=Format.TRIG)


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release folder that holds the miniature graph."""
    folder = tmp_path_factory.mktemp("release")
    quads = ox.parse((DATA / "store" / "sample.trig").read_bytes(), format=ox.RdfFormat.TRIG)
    lines = sorted((ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    dump = b"".join(lines)
    (folder / "forderungsgraph.nq").write_bytes(dump)
    statements = Statements()
    statements.add(
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for quad in ox.parse(dump, format=ox.RdfFormat.N_QUADS)
    )
    write_index(folder / INDEX, statements)
    manifest = {"version": "0-probe", "base": "https://w3id.org/forderungsgraph/", "documents": []}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "graphs").mkdir()
    (folder / "graphs" / "status.ttl").write_text("# leer\n", encoding="utf-8")
    digest = hashlib.sha256(dump).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  forderungsgraph.nq\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The build of the shipped documents and registers, as the command does it; once for all tests."""
    return build(folder("data") / "corpus", tmp_path_factory.mktemp("built") / "release")


@pytest.fixture(scope="session")
def built_release(built: BuildResult) -> Release:
    """The release of the shipped documents; nobody may change its folder."""
    return built.release


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Oxigraph's server, empty at first; who writes into it cleans up (``clear``)."""
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as store:
        yield store


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Virtuoso, empty at first; who writes into it cleans up (``clear``)."""
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as store:
        yield store


class BufferedClient(FlaskClient):
    """Reads each answer to its end, so that files are closed."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture(scope="session")
def app(sample_release: Path) -> Iterator[Flask]:
    """The web application over the miniature release, one worker, two seconds per query."""
    made = create_app(sample_release, Settings(workers=1, budget=Budget(seconds=2.0), page_size=2, rows=20))
    made.test_client_class = BufferedClient
    yield made
    made.extensions["forderungsgraph"].guarded.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the web application."""
    return app.test_client()

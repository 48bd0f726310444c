"""Builds to publish: the shipped documents, and a tiny one whose data tests change."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from forderungsgraph.build import Shipped, build
from forderungsgraph.files import folder
from forderungsgraph.ntriples import turtle_of
from forderungsgraph.publishing.canonical import text_of
from forderungsgraph.publishing.make import Published, publish
from forderungsgraph.publishing.settings import Publication, read_publication
from forderungsgraph.release import Release

TEXT = """Resolution des Niedersächsischen Städtetages

Der Niedersächsische Städtetag fordert das Land Niedersachsen auf, alle Portale an die BundID anzubinden.

Der Niedersächsische Städtetag fordert das Land Niedersachsen auf, die Kosten der Kommunen dauerhaft zu tragen.
"""
SIDECAR = """title = "Probe"
type = "Resolution"
publisher = "Niedersächsischer Städtetag"
date = 2024-05-06
date_certainty = "stated"
source = "Für den Test geschrieben"
rights = "Frei"
sha256 = "{digest}"
"""

BASE = "https://w3id.org/forderungsgraph/"
Edit = Callable[[list[str]], Sequence[str]]


@pytest.fixture(scope="session")
def publication() -> Publication:
    """The shipped configuration, for a service at an address of its own."""
    return replace(read_publication(), url="https://daten.example.org/")


@pytest.fixture(scope="session")
def published(
    built_release: Release, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    """The shipped documents as version 1.0.0; nobody may change its folder."""
    return publish(built_release.folder, tmp_path_factory.mktemp("versionen"), "1.0.0", publication)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one text with two demands, with empty registers; nobody may change its folder."""
    place = tmp_path_factory.mktemp("klein")
    tables = place / "registers"
    tables.mkdir()
    found = sorted((folder("data") / "registers").glob("*.csv"))
    assert len(found) > 10
    for path in (*found, folder("data") / "curation" / "status.csv"):
        with path.open("rb") as file:
            (tables / path.name).write_bytes(file.readline())
    corpus = place / "texte"
    corpus.mkdir()
    (corpus / "probe.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (corpus / "probe.toml").write_text(SIDECAR.format(digest=digest), encoding="utf-8")
    shipped = Shipped(registers=tables, status=tables / "status.csv")
    result = build(corpus, place / "release", shipped=shipped, workers=1)
    assert result.demands == 2
    return result.release.folder


@pytest.fixture
def edited(tiny: Path, tmp_path: Path) -> Callable[[str, Edit], Path]:
    """Makes a build whose data is that of the tiny one, changed."""
    return _editing(tiny, tmp_path)


@pytest.fixture(scope="module")
def edited_once(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Edit], Path]:
    """The same for all tests of a module."""
    return _editing(tiny, tmp_path_factory.mktemp("geändert"))


def _editing(tiny: Path, tmp_path: Path) -> Callable[[str, Edit], Path]:
    def make(name: str, edit: Edit) -> Path:
        place = tmp_path / name
        shutil.copytree(tiny, place)
        lines = (place / "forderungsgraph.nq").read_text("utf-8").splitlines()
        after = sorted(edit(lines))
        content = text_of(after)
        (place / "forderungsgraph.nq").write_bytes(content)
        manifest = json.loads((place / "manifest.json").read_text("utf-8"))
        manifest["version"] = f"0-{name}"
        manifest["data"]["sha256"] = hashlib.sha256(content).hexdigest()
        for graph in manifest["graphs"]:
            own = [line for line in after if line.endswith(f"<{graph['name']}> .")]
            triples = [f"{line.rsplit(' ', 2)[0]} ." for line in own]
            graph["triples"] = len(own)
            (place / graph["file"]).write_bytes(turtle_of(triples))
        (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        sums = (place / "SHA256SUMS").read_text("utf-8").splitlines()
        names = [line.partition("  ")[2] for line in sums]
        (place / "SHA256SUMS").write_text(
            "".join(f"{hashlib.sha256((place / n).read_bytes()).hexdigest()}  {n}\n" for n in names), "utf-8"
        )
        return place

    return make


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder of versions that is not there yet."""
    return tmp_path / "versionen"


def tree(place: Path) -> dict[str, bytes]:
    """Return the files of a folder, except the lock."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def demands(build: Path) -> list[str]:
    """Return the keys of the two demands, in the order of the text."""
    lines = (build / "forderungsgraph.nq").read_text("utf-8")
    found = dict(re.findall(rf'<{BASE}id/demand/([^>]+)> <[^>]+#wording> "(\w+)', lines))
    return sorted(found, key=lambda key: found[key])

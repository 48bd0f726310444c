"""The house: imports go downwards only, no module is a giant, nothing is missing from the package."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "forderungsgraph"
pytestmark = pytest.mark.skipif(
    not LIBRARY.is_dir(), reason="the checkout is looked at; these tests run against an installed wheel"
)

# Each module or package may import those of its own floor and of floors below.
FLOORS = (
    {"errors", "files", "iri", "model"},
    {"registers", "texts", "formats", "turtle"},
    {"corpus", "curation", "convert"},
    {"records", "evaluate", "graph"},
    {"extract", "report", "reason", "validate", "store"},
    {"query", "problems"},
    {"release", "description", "process", "sparql"},
    {"build", "recheck", "ask"},
    {"check"},
    {"server"},
    {"display"},
    {"cli"},
    {"__main__"},
)
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}


def _files() -> list[Path]:
    found = sorted([*LIBRARY.rglob("*.py"), *(ROOT / "server").rglob("*.py")])
    assert len(found) > 60
    return found


def _room(path: Path) -> str:
    """Return the top-level module or package that a file belongs to."""
    if path.is_relative_to(LIBRARY):
        return path.relative_to(LIBRARY).with_suffix("").parts[0]
    return "server"


def _package(path: Path) -> tuple[str, ...]:
    """Return the parts of the package that relative imports in this file start from."""
    parts = path.relative_to(LIBRARY.parent if path.is_relative_to(LIBRARY) else ROOT).parts[:-1]
    return parts if parts[0] == "forderungsgraph" else ("forderungsgraph", *parts)


@cache
def _imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Return line and full dotted name of everything that a file imports."""
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = _package(path)[: len(_package(path)) - node.level + 1] if node.level else ()
            module = ".".join((*start, *((node.module,) if node.module else ())))
            found += [(node.lineno, f"{module}.{alias.name}") for alias in node.names]
    return tuple(found)


def _outside(path: Path) -> set[str]:
    return {name.split(".")[0] for _, name in _imports(path)}


def test_every_module_has_its_floor() -> None:
    assert {_room(path) for path in _files()} - {"__init__"} == set(LEVEL)


def test_imports_go_downwards_only() -> None:
    wrong = []
    for path in _files():
        room = _room(path)
        for line, name in _imports(path):
            parts = name.split(".")
            if parts[0] != "forderungsgraph" or len(parts) < 2 or parts[1] == "__version__":
                continue
            if parts[1] != room and LEVEL[parts[1]] > LEVEL[room]:
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert wrong == []


def test_rooms_of_one_floor_do_not_import_each_other_in_circles() -> None:
    edges = {
        (_room(path), name.split(".")[1])
        for path in _files()
        for _, name in _imports(path)
        if name.startswith("forderungsgraph.") and name.split(".")[1] in LEVEL
    }
    reach = {edge for edge in edges if edge[0] != edge[1]}
    while more := {(a, d) for a, b in reach for c, d in reach if b == c} - reach:
        reach |= more
    assert sorted(a for a, b in reach if a == b) == []


@pytest.mark.parametrize(
    ("rooms", "unknown"),
    [
        ({"convert", "registers", "corpus", "curation", "model", "errors", "files", "texts", "records", "evaluate"},
         {"rdflib", "pyoxigraph", "flask"}),
        ({"sparql", "store", "query", "problems", "description", "build", "release", "cli"}, {"flask", "waitress"}),
        ({"cli"}, {"rdflib", "pyoxigraph", "rich"}),
        ({"server"}, {"rdflib"}),
    ],
)  # fmt: skip
def test_what_a_room_need_not_know(rooms: set[str], unknown: set[str]) -> None:
    files = [path for path in _files() if _room(path) in rooms]
    assert files
    assert [str(path.relative_to(ROOT)) for path in files if _outside(path) & unknown] == []


def test_only_the_graph_knows_how_terms_of_the_ontology_are_used() -> None:
    """Besides it, reports of a validation look for a label, and pages ask queries about the terms."""
    users = {
        _room(path)
        for path in _files()
        if any(name == "forderungsgraph.iri.FG" for _, name in _imports(path))
    }
    assert users <= {"graph", "validate", "server"}


def test_no_module_is_a_giant() -> None:
    """About 300 lines are a room; from 500 on there are two rooms in one."""
    giants = {
        str(path.relative_to(ROOT)): count
        for path in _files()
        if (count := len(path.read_text("utf-8").splitlines())) > 500
    }
    assert giants == {}


def test_every_package_folder_is_listed() -> None:
    """An unlisted one works in a checkout and is missing from the wheel without a warning."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in LIBRARY.rglob("*.py")} | {
        f"forderungsgraph.{'.'.join(path.parent.relative_to(ROOT).parts)}"
        for path in (ROOT / "server").rglob("*.py")
    }
    for name in ("data", "ontology", "queries", "shapes"):
        folders |= {
            f"forderungsgraph.{'.'.join(path.relative_to(ROOT).parts)}"
            for path in (ROOT / name, *(ROOT / name).rglob("*"))
            if path.is_dir() and any(child.is_file() for child in path.iterdir())
        }
    assert len(folders) > 10
    # "data" itself only holds folders
    assert folders | {"forderungsgraph.data"} == set(project["packages"]) | {"forderungsgraph.data"}


def test_every_shipped_file_is_matched_by_package_data() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    missing = []
    for package in project["packages"]:
        place = (
            ROOT
            / project["package-dir"].get(".".join(package.split(".")[:2]), "forderungsgraph")
            / Path(
                *package.split(".")[2:]
                if ".".join(package.split(".")[:2]) in project["package-dir"]
                else package.split(".")[1:]
            )
        )
        patterns = project["package-data"].get(package, [])
        matched = {path for pattern in patterns for path in place.glob(pattern)}
        missing += [
            str(path.relative_to(ROOT))
            for path in place.iterdir()
            if path.is_file() and path.suffix not in {".py", ".pyc"} and path not in matched
        ]
    assert missing == []


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout: what belongs to the project cannot be told")
    found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert len(found) > 100
    return [path for path in found if path.is_file()]


def test_no_path_of_a_machine_and_no_package_registry_is_in_a_file() -> None:
    pattern = re.compile(rb"(?<![\w.])/(?:work|root|home|farm|Users)/|extra-index-url|index-url\s*=")
    wrong = []
    for path in _tracked():
        if path == Path(__file__).resolve():
            continue
        wrong += [f"{path.relative_to(ROOT)}: {hit[0]!r}" for hit in pattern.finditer(path.read_bytes())]
    assert wrong == []


def test_nothing_is_left_unfinished() -> None:
    pattern = re.compile(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError")
    assert [str(path.relative_to(ROOT)) for path in _files() if pattern.search(path.read_text("utf-8"))] == []


def test_scripts_can_be_run() -> None:
    for name in ("scripts/check", ".ci/run"):
        assert (ROOT / name).read_text("utf-8").startswith("#!/usr/bin/env bash\n")
        assert (ROOT / name).stat().st_mode & 0o111

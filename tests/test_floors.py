"""The house rules that no tool checks: floors, sizes, packaging, nothing of the machine in the files."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import forderungsgraph
from forderungsgraph.files import FOLDERS, folder

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(forderungsgraph.__file__).resolve().parent
LONGEST_MODULE = 400

# imports go to a lower floor, or to a room of the same floor
FLOORS: tuple[tuple[str, ...], ...] = (
    ("", "errors", "files", "iri", "memory", "model", "relations", "tomltext"),
    ("registers", "corpus", "texts", "curation", "wordforms"),
    ("convert",),
    ("graph",),
    ("formats", "ntriples", "problems", "query", "queryschema", "reason", "report", "store", "turtle", "validate"),
    (
        "ask", "build", "cache", "check", "contents", "curate", "description", "draft", "evaluate", "explain", "extract", "intake", "inventory", "known", "laws", "leftout", "parallel", "process", "proposals", "publishing", "recheck",
        "records", "release", "review", "sparql", "status", "toolbox", "mcpserver", "express", "journal",
        "lineage", "search", "statements",
    ),
    ("server",),
    ("arguments", "display", "display_intake", "display_laws", "display_publishing", "cli", "cli_laws", "cli_publishing", "cli_search", "cli_service", "__main__"),
)  # fmt: skip
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

RDF_LIBRARIES = {"rdflib", "pyoxigraph", "owlrl", "pyshacl"}
# who may import a library, where not everybody may; a name ending in a dot means a whole package
ONLY_IN: Mapping[str, tuple[str, ...]] = {
    "flask": ("server.",),
    "werkzeug": ("server.",),
    "uvicorn": ("server.production", "server.connections"),
    "prometheus_client": ("server.metrics",),
    "mcp": ("mcpserver",),
    "owlrl": ("reason",),
    "pyshacl": ("validate",),
    "rich": (
        "display",
        "display_publishing",
        "display_laws",
        "evaluate.view",
        "review.view",
        "intake.view",
        "explain.terminal",
        "explain.terminal_rules",
        "search.view",
    ),
    "jinja2": ("explain.page", "publishing.pages"),
    "requests": ("publishing.remote.",),
    "zstandard": ("publishing.packed",),
    "xlsxwriter": ("store.tables", "publishing.workbook"),
    "sqlite3": ("search.", "server.shortlinks"),
    "bm25s": ("lineage.candidates",),
    "Stemmer": ("wordforms.stems",),
    "rdflib": (
        "iri",
        "graph.",
        "ntriples",
        "turtle",
        "reason",
        "validate",
        "report",
        "release",
        "draft",
        "process",
        "contents",
        "leftout",
        "publishing.",
        "statements",
        "build",
    ),
    "pyoxigraph": (
        "store.",
        "ntriples",
        "turtle",
        "release",
        "recheck",
        "description",
        "publishing.",
        "server.results",
    ),
}
# Only the graph package makes triples with our terms. The others read them: a demand's wording is its label in
# a report, and the pages show terms in German.
KNOWS_TERMS = (
    "publishing.void",
    "publishing.changes",
    "iri",
    "graph.",
    "search.indexed",
    "search.queried",
    "search.tallies",
    "statements",
    "validate",
    "server.texts",
    "server.links",
    "server.entities",
    "server.tracing.asking",
    "server.tracing.laws",
    "server.views",
)


def _modules() -> dict[str, Path]:
    """Return the modules by their name below the package; the package itself is the empty name."""
    places = {
        f"server.{path.relative_to(folder('server')).as_posix()}": path
        for path in folder("server").rglob("*.py")
    }
    places |= {
        path.relative_to(PACKAGE).as_posix(): path
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in FOLDERS
    }
    return {
        re.sub(r"(^|\.)__init__$", "", name.removesuffix(".py").replace("/", ".")): path
        for name, path in places.items()
    }


MODULES = _modules()


def _imports(name: str, path: Path) -> Iterator[str]:
    """Yield the full names that a module imports, also inside functions; our own begin with a dot."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (_own(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = [part for part in package if part][: len(package) - node.level + 1]
                base = ".".join(["", *above, *([base] if base else [])]) or "."
            else:
                base = _own(base)
            for alias in node.names:
                inner = f"{base.rstrip('.')}.{alias.name}"
                yield inner if inner.startswith(".") and inner[1:] in MODULES else base


def _own(name: str) -> str:
    return re.sub(r"^forderungsgraph(\.|$)", ".", name)


IMPORTS = {name: sorted(set(_imports(name, path))) for name, path in MODULES.items()}


def _allowed(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == one or (one.endswith(".") and f"{name}.".startswith(one)) for one in allowed)


def test_the_modules_are_there() -> None:
    assert len(MODULES) > 100
    assert {"", "iri", "convert.document", "graph.documents", "store.embedded", "server.app", "cli"} <= set(
        MODULES
    )
    assert ".graph.documents" in IMPORTS["graph"]
    assert ".server" in IMPORTS["cli_service"]
    assert ".registers.rows" in IMPORTS["registers.read"]


def test_every_module_has_its_floor() -> None:
    rooms = {name.split(".")[0] for name in MODULES}
    assert rooms == set(FLOOR), "give each module a floor in FLOORS"


def test_imports_go_down() -> None:
    wrong = [
        f"{name} imports {target[1:]}"
        for name, targets in IMPORTS.items()
        for target in targets
        if target.startswith(".") and FLOOR[target[1:].split(".")[0]] > FLOOR[name.split(".")[0]]
    ]
    assert wrong == []


def test_no_imports_in_a_circle() -> None:
    # an __init__ that gathers names from its package is no room of its own
    graph = {
        name: {
            target[1:]
            for target in targets
            if target.startswith(".") and target[1:] in MODULES and not name.startswith(f"{target[1:]}.")
        }
        for name, targets in IMPORTS.items()
        if name
    }
    order = list(TopologicalSorter(graph).static_order())
    assert len(order) >= len(graph)


def test_texts_are_read_and_converted_without_rdf() -> None:
    below = [name for name in MODULES if name != "iri" and FLOOR[name.split(".")[0]] <= FLOOR["convert"]]
    assert len(below) > 40
    for name in below:
        assert not RDF_LIBRARIES & {target.split(".")[0] for target in IMPORTS[name]}, name


def test_converters_do_not_know_the_corpus_or_identifiers() -> None:
    for name in MODULES:
        if name.startswith("convert."):
            assert not {".corpus", ".curation", ".iri"} & set(IMPORTS[name]), name


@pytest.mark.parametrize("library", ONLY_IN)
def test_libraries_stay_in_their_rooms(library: str) -> None:
    users = {
        name
        for name, targets in IMPORTS.items()
        if any(target == library or target.startswith(f"{library}.") for target in targets)
    }
    assert users
    assert {name for name in users if not _allowed(name, ONLY_IN[library])} == set()


def test_only_the_graph_package_makes_triples_with_our_terms() -> None:
    users = set()
    for name, path in MODULES.items():
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)
        }
        if "FG" in names:
            users.add(name)
    assert "graph.documents" in users
    assert {name for name in users if not _allowed(name, KNOWS_TERMS)} == set()
    assert {name for name in KNOWS_TERMS if not any(_allowed(user, (name,)) for user in users)} <= {"iri"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_modules_are_short_and_say_what_they_are_for(name: str) -> None:
    source = MODULES[name].read_text("utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    assert ast.get_docstring(ast.parse(source))
    assert not re.search(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError", source)


# -- packaging


def _settings() -> dict[str, object]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert isinstance(settings, dict)
    return settings


def _place(package: str) -> Path:
    """Return the folder of a listed package, in a checkout and in an installed wheel."""
    parts = package.split(".")[1:]
    return (
        folder(parts[0]).joinpath(*parts[1:]) if parts and parts[0] in FOLDERS else PACKAGE.joinpath(*parts)
    )


def _belongs(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc"


def test_every_folder_with_files_is_a_package_of_the_distribution() -> None:
    listed = _settings()["packages"]
    assert isinstance(listed, list)
    tops = {name: f"forderungsgraph.{name}" for name in FOLDERS}
    found = set()
    for place, package in ((PACKAGE, "forderungsgraph"), *((folder(name), tops[name]) for name in tops)):
        for path in place.rglob("*"):
            parts = path.relative_to(place).parent.parts
            inside = place == PACKAGE and path.relative_to(place).parts[0] in FOLDERS
            # what the server shows is data of its package
            if _belongs(path) and not inside and not {"templates", "static"} & set(parts):
                found.add(".".join((package, *parts)))
    # the folder data/ holds folders only
    assert found | {"forderungsgraph.data"} == set(listed)


def test_every_file_gets_into_the_wheel() -> None:
    listed, data = _settings()["packages"], _settings()["package-data"]
    assert isinstance(listed, list)
    assert isinstance(data, dict)
    for package in listed:
        patterns = ["*.py", *data.get(package, [])]
        if package == "forderungsgraph.server":
            files = [path for path in _place(package).rglob("*") if _belongs(path)]
        else:
            files = [path for path in _place(package).iterdir() if _belongs(path)]
        assert files or package == "forderungsgraph.data"
        for path in files:
            name = path.relative_to(_place(package)).as_posix()
            assert any(fnmatch(name, pattern) for pattern in patterns), f"{package}: {name}"


# -- nothing of this machine


def _tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the tests run against a wheel")
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in answer.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


_PLACES = re.compile(r"(?<![\w.{}-])/(?:work|home|root|tmp|Users|mnt|opt)/\w")
_HOSTS = re.compile(
    r"pypi\.org|pythonhosted|npmjs\.|artifactory|devpi|crates\.io|jsdelivr|unpkg|cdnjs", re.IGNORECASE
)


def test_no_path_of_a_machine_and_no_package_host_in_any_file() -> None:
    files = [path for path in _tracked() if path != Path(__file__).resolve()]
    assert len(files) > 200
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files
        if b"\0" not in path.read_bytes()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if _PLACES.search(line) or _HOSTS.search(line) or str(ROOT) in line
    ]
    assert wrong == []


def test_text_files_are_utf_8_with_unix_line_ends() -> None:
    # the corpus keeps its texts as they came
    files = [
        path for path in _tracked() if path.suffix in (".py", ".toml", ".ttl", ".rq", ".csv", ".md", ".html")
    ]
    assert len(files) > 150
    for path in files:
        content = path.read_bytes()
        content.decode("utf-8")
        assert b"\r" not in content, path
        assert content.endswith(b"\n") or not content, path


def test_nothing_is_left_unfinished() -> None:
    pattern = re.compile(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError")
    assert [name for name, path in MODULES.items() if pattern.search(path.read_text("utf-8"))] == []


@pytest.mark.skipif(
    not (ROOT / "scripts").is_dir(), reason="the scripts belong to the checkout, not to the wheel"
)
@pytest.mark.parametrize("name", ["scripts/check", ".ci/run"])
def test_scripts_can_be_run(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    assert (ROOT / name).stat().st_mode & 0o111

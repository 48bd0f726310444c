"""The manual under test: results of its examples, queries, links of its other pages.

Commands, options and the links of README and docs are tested in ``test_readme.py``, the tables of rules and
factors in ``test_rules.py``.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

import forderungsgraph
from forderungsgraph import ask
from forderungsgraph.corpus import read_corpus
from forderungsgraph.files import folder
from forderungsgraph.query import library
from forderungsgraph.release import Release

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
EXTRACTION = DOCS / "extraction.md"
CONVERT = Path(forderungsgraph.__file__).resolve().parent / "convert"

pytestmark = pytest.mark.skipif(
    not DOCS.is_dir(), reason="the manual belongs to the checkout; here only the README came along"
)


def _pages() -> list[Path]:
    pages = [ROOT / "CHANGELOG.md", ROOT / "tests" / "gold" / "README.md"]
    pages += [ROOT / name / "README.md" for name in ("ontology", "queries")]
    pages += sorted((ROOT / "data").glob("*/*.md"))
    return pages


PAGES = _pages() if DOCS.is_dir() else []


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


# -- examples


def test_the_python_example_of_the_converter_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,), (printed,) = _blocks(EXTRACTION, "python"), _blocks(EXTRACTION, "text")
    exec(compile(code, EXTRACTION.name, "exec"), {"__name__": "example"})
    assert capsys.readouterr().out == printed


def test_the_library_example_is_eight_lines() -> None:
    (code,) = _blocks(README, "python")
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 8


def _table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_curl_examples_answer_what_they_say(built_release: Release, tmp_path: Path) -> None:
    saved, own = _blocks(README, "csv")
    (call,) = (block for block in _blocks(README, "bash") if "/abfragen/" in block)
    match = re.search(r"/abfragen/(?P<name>[\w-]+)\.csv\?(?P<parameter>\w+)=(?P<value>\w+)", call)
    assert match is not None
    answer = ask.answer(built_release.folder, match["name"], {match["parameter"]: match["value"]})
    assert _table(saved) == [list(answer.columns), *map(list, answer.rows)]
    (call,) = (block for block in _blocks(README, "bash") if "/sparql" in block)
    query = tmp_path / "readme.rq"
    query.write_text(call.split("'query=", 1)[1].rstrip("'\n"), encoding="utf-8")
    answer = ask.answer(built_release.folder, str(query), {})
    assert _table(own) == [list(answer.columns), *map(list, answer.rows)]


def test_the_sparql_examples_have_answers(built_release: Release, tmp_path: Path) -> None:
    examples = _blocks(DOCS / "data.md", "sparql")
    assert len(examples) == 5
    for number, text in enumerate(examples):
        if "CONSTRUCT" in text:
            text = re.sub(r"CONSTRUCT \{.*?\} WHERE", "SELECT * WHERE", text)
        place = tmp_path / f"{number}.rq"
        place.write_text(text, encoding="utf-8")
        assert ask.answer(built_release.folder, str(place), {}).rows


def test_every_query_has_its_row() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \|(.*)\|$", (DOCS / "data.md").read_text(), re.MULTILINE)
    table = {name: (question, parameters) for name, question, parameters in rows if name in library()}
    assert set(table) == set(library())
    for name, query in library().items():
        question, parameters = table[name]
        assert question == query.question
        assert re.findall(r"`(\w+)`", parameters) == [p.name for p in query.parameters]


def test_the_example_sidecar_has_known_keys(tmp_path: Path) -> None:
    (sidecar,) = _blocks(README, "toml")
    source = folder("data") / "corpus" / "nst-2020-presseinformation-8"
    digest = re.search(r'^sha256 = "(.*)"$', source.with_suffix(".toml").read_text("utf-8"), re.MULTILINE)
    assert digest is not None
    (tmp_path / "beispiel.txt").write_bytes(source.with_suffix(".txt").read_bytes())
    (tmp_path / "beispiel.toml").write_text(
        sidecar.replace("Ausgabe von sha256sum NAME.txt", digest[1]), encoding="utf-8"
    )
    corpus = read_corpus(tmp_path)
    assert corpus.failures == ()
    assert corpus.texts[0].sidecar.territory == "ni"


# -- pages


def _section(title: str) -> str:
    match = re.search(rf"^## {title}\n(.*?)(?=^## )", EXTRACTION.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert match is not None, title
    return match[1]


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", place.read_text("utf-8"), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, target


def test_the_manual_is_complete() -> None:
    assert len(PAGES) > 6
    readme = README.read_text("utf-8")
    for page in (
        "docs/architecture.md",
        "docs/extraction.md",
        "docs/explain.md",
        "docs/data.md",
        "tests/gold/README.md",
    ):
        assert f"({page})" in readme
    for name in ("ontology", "shapes", "queries", "server", "data/corpus", "data/registers"):
        assert f"| `{name}/` |" in readme
    assert f"## [{forderungsgraph.__version__}] - " in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_modules_in_the_picture_exist() -> None:
    package = Path(forderungsgraph.__file__).resolve().parent
    table = re.search(
        r"^## Stockwerke\n(.*?)^## ", (DOCS / "architecture.md").read_text(), re.DOTALL | re.MULTILINE
    )
    assert table is not None
    named = {
        name.rstrip("/")
        for cells in re.findall(r"^\|[^|]*\|([^|]*)\|", table[1], re.MULTILINE)
        for name in re.findall(r"`([\w/]+)`", cells)
    }
    there = {path.stem for path in package.glob("*.py")} | {
        path.name for path in package.iterdir() if (path / "__init__.py").is_file()
    }
    assert there - named <= {"__init__", "__main__", *("ontology", "shapes", "queries", "data")}
    assert named - there <= {"server"}


def test_every_converter_module_has_its_stage() -> None:
    stages = _section("Stufen")
    modules = {path.stem for path in CONVERT.glob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in stages and f"`{name}.py`" not in stages} == set()

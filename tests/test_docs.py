"""The manual under test: results of its examples, rules and factors, queries, links of its other pages.

Commands, options and the links of README and docs are tested in ``test_readme.py``.

Numbers of rules and factors in ``docs/extraction.md`` are compared with the code; write them anew:
``SNAPSHOTS=write python -m pytest tests/test_docs.py``
"""

from __future__ import annotations

import ast
import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import forderungsgraph
from forderungsgraph import ask
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.score import THRESHOLD
from forderungsgraph.corpus import read_corpus
from forderungsgraph.files import folder
from forderungsgraph.query import library
from forderungsgraph.registers import read_registers
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


# -- rules and factors


_RULE = re.compile(
    r"[EMNSFL]-[\w…-]+|(?:law|service|programme|principle|organisation)\.[a-z]+(?:\.[a-z]+)?|….(?:name|part)"
)
_FACTOR_ROW = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<numbers>[^|]*)\|(?P<rest>.*)$", re.MULTILINE)


def _text(node: ast.expr) -> str | None:
    """Return a string constant, or an f-string with ``…`` for its fields."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
    return None


def _numbers(node: ast.AST) -> set[float]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, float)}


def _strings(node: ast.AST, parent: ast.AST | None = None) -> Iterator[tuple[str, ast.AST | None]]:
    """Yield the strings that make values, with the node around each; comparisons make none."""
    called = node.func if isinstance(node, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if isinstance(node, ast.Compare) or name in ("startswith", "endswith", "frozenset"):
        return
    text = _text(node) if isinstance(node, ast.expr) else None
    if text is not None:
        yield text, parent
        return
    for child in ast.iter_child_nodes(node):
        yield from _strings(child, node)


def _beside(parent: ast.AST | None) -> set[float]:
    """Return the numbers that stand beside a rule's name: its weight."""
    items: list[ast.expr] = []
    if isinstance(parent, ast.Tuple):
        items = parent.elts
    elif isinstance(parent, ast.Call):
        items = parent.args
    return {n for item in items if isinstance(item, ast.Constant | ast.IfExp) for n in _numbers(item)}


def _trees() -> list[ast.AST]:
    places = sorted(path for path in CONVERT.glob("*.py"))
    assert len(places) > 40
    return [ast.parse(path.read_text("utf-8")) for path in places]


def _rules_in_code() -> dict[str, set[float]]:
    """Return the rules' names, ``…`` for what the lexicon fills in, each with its weights."""
    found: dict[str, set[float]] = {}
    for tree in _trees():
        for text, parent in _strings(tree):
            name = f"{text}…" if text == "F-" else text
            if _RULE.fullmatch(name):
                found.setdefault(name, set()).update(_beside(parent))
    return found


def _factors_in_code() -> dict[str, set[float]]:
    """Return the factors' names with their numbers, none where a variable holds it."""
    found: dict[str, set[float]] = {}
    for tree in _trees():
        for node in ast.walk(tree):
            pair: tuple[ast.expr, ast.expr] | None = None
            if (
                isinstance(node, ast.Yield)
                and isinstance(node.value, ast.Tuple)
                and len(node.value.elts) == 2
            ):
                pair = node.value.elts[0], node.value.elts[1]
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "weighed":
                pair = (node.args[0], node.args[1]) if len(node.args) == 2 else None
            elif isinstance(node, ast.Tuple) and len(node.elts) == 4:
                pair = (node.elts[2], node.elts[3]) if isinstance(node.elts[2], ast.Constant) else None
            name = _text(pair[1]) if pair else None
            if pair and name and (_numbers(pair[0]) or isinstance(pair[0], ast.Name)):
                found.setdefault(name, set()).update(_numbers(pair[0]))
    found.pop("note", None)
    return found


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, name.split("…"))))


def _section(title: str) -> str:
    match = re.search(rf"^## {title}\n(.*?)(?=^## )", EXTRACTION.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert match is not None, title
    return match[1]


def _rows(title: str) -> dict[str, str]:
    return {match["name"]: match["numbers"].strip() for match in _FACTOR_ROW.finditer(_section(title))}


def _written(numbers: set[float]) -> str:
    return " ".join(f"{number:g}".replace(".", ",") for number in sorted(numbers))


def _refresh(expected: dict[str, set[float]]) -> None:
    """Write the numbers of known rows; rows are made by hand, since somebody must say why."""

    def fresh(match: re.Match[str]) -> str:
        numbers = expected.get(match["name"])
        given = match["numbers"].strip()
        if not numbers:
            return match[0]
        cell = f"{'Verb ' if given.startswith('Verb') else ''}{_written(numbers)}"
        return f"| `{match['name']}` | {cell} |{match['rest']}"

    EXTRACTION.write_text(_FACTOR_ROW.sub(fresh, EXTRACTION.read_text("utf-8")), encoding="utf-8")


def test_every_rule_of_the_code_is_explained_and_no_other() -> None:
    code, manual = _rules_in_code(), _rows("Regeln")
    assert len(manual) > 60
    assert {name for name in code if not any(_pattern(name).fullmatch(row) for row in manual)} == set()
    # L-F-… is made of a frame's rule, F-… of a verb: a row counts if some name in the code makes it
    assert {row for row in manual if not any(_pattern(name).fullmatch(row) for name in code)} == set()


def test_every_factor_of_the_code_is_explained_and_no_other() -> None:
    assert len(_factors_in_code()) > 30
    assert set(_rows("Gewichte und Faktoren")) == set(_factors_in_code())


def test_the_numbers_are_those_of_the_code() -> None:
    code = _rules_in_code() | _factors_in_code()
    if os.environ.get("SNAPSHOTS") == "write":
        _refresh(code)
    rows = _rows("Regeln") | _rows("Gewichte und Faktoren")
    given = {name: cell.removeprefix("Verb").strip() for name, cell in rows.items() if code.get(name)}
    assert given == {name: _written(code[name]) for name in given}
    assert f"**Schwelle: {THRESHOLD:g}".replace(".", ",") in _section("Gewichte und Faktoren")


def test_the_rules_that_fire_are_explained() -> None:
    converter = Converter(read_registers())
    manual = [_pattern(f"L-{row}" if row.startswith("F-") else row) for row in _rows("Regeln")]
    manual += [_pattern(row) for row in _rows("Regeln")]
    fired = set()
    for text in read_corpus(folder("data") / "corpus").texts:
        reading = converter.read(text.text, sidecar=text.sidecar)
        fired |= {finding.candidate.rule for finding in reading.findings}
        fired |= {mention.rule for mention in reading.mentions}
    assert len(fired) > 15
    assert {rule for rule in fired if not any(pattern.fullmatch(rule) for pattern in manual)} == set()


# -- pages


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
    for page in ("docs/architecture.md", "docs/extraction.md", "docs/data.md", "tests/gold/README.md"):
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

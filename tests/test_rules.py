"""Rules, factors and their reasons: complete, true to the code, shown by their own examples, printed in the manual.

What the code calls by an identifier must be explained in ``data/lexicon/rules.toml``, and nothing else may be.
Numbers there and the tables of ``docs/extraction.md`` are written anew by
``SNAPSHOTS=write python -m pytest tests/test_rules.py``; somebody must say why a rule exists, so entries are
made by hand.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

import forderungsgraph
from forderungsgraph import status
from forderungsgraph.convert.document import Converter, Reading
from forderungsgraph.convert.journal import SILENT, Record
from forderungsgraph.convert.lexicon import shipped_lexicon
from forderungsgraph.convert.rules import Reason, Rules, read_rules, shipped_rules
from forderungsgraph.convert.score import THRESHOLD
from forderungsgraph.corpus import read_corpus
from forderungsgraph.errors import LexiconError
from forderungsgraph.files import folder
from forderungsgraph.graph import lawstate
from forderungsgraph.model import DocumentType, Sidecar
from forderungsgraph.registers import read_registers

ROOT = Path(__file__).resolve().parents[1]
EXTRACTION = ROOT / "docs" / "extraction.md"
CONVERT = Path(forderungsgraph.__file__).resolve().parent / "convert"
TABLE = folder("data") / "lexicon" / "rules.toml"
WRITE = os.environ.get("SNAPSHOTS") == "write"
RULES = shipped_rules()


# -- what the code calls by an identifier

_RULE = re.compile(
    r"[EMNSFL]-[\w…-]+|(?:law|service|programme|principle|organisation)\.[a-z]+(?:\.[a-z]+)?|….(?:name|part)"
)


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


@cache
def _trees() -> Mapping[str, ast.AST]:
    # rules.py speaks of identifiers, it makes none
    places = sorted(path for path in CONVERT.glob("*.py") if path.stem != "rules")
    assert len(places) > 40
    return {path.stem: ast.parse(path.read_text("utf-8")) for path in places}


def _rules_in_code() -> dict[str, set[float]]:
    """Return the rules' names, ``…`` for what the lexicon fills in, each with its weights."""
    found: dict[str, set[float]] = {}
    for tree in _trees().values():
        for text, parent in _strings(tree):
            name = f"{text}…" if text == "F-" else text
            if _RULE.fullmatch(name):
                found.setdefault(name, set()).update(_beside(parent))
    for idiom in shipped_lexicon().idioms:
        found.setdefault(idiom.rule, set()).add(idiom.weight)
    return found


def _factors_in_code() -> dict[str, set[float]]:
    """Return the factors' names with their numbers, none where a variable holds it."""
    found: dict[str, set[float]] = {}
    for tree in _trees().values():
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
    return found


def _told(*callees: str) -> set[str]:
    """Return the identifiers with which the code tells ``refuse``, ``Refusal`` or ``passed`` why."""
    found: set[str] = set()
    for tree in _trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                callee = node.func
                name = callee.attr if isinstance(callee, ast.Attribute) else getattr(callee, "id", "")
                if name in callees:
                    why = node.args[-1]
                    found |= {text for text, _ in _strings(why)}
    return found


def _subjects_in_code() -> set[float]:
    """Return the weights with which ``subject_of_demand`` begins."""
    found: set[float] = set()
    for node in ast.walk(_trees()["parties"]):
        if isinstance(node, ast.FunctionDef) and node.name == "subject_of_demand":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and isinstance(inner.value, ast.Tuple):
                    found |= _numbers(inner.value.elts[1])
        if isinstance(node, ast.Assign) and _names(node) == ["UNKNOWN"]:
            found |= _numbers(node.value)
    return found - {0.0}


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, name.split("…"))))


def _refresh(identifier: str, key: str, numbers: set[float]) -> None:
    """Write the numbers of an entry."""
    written = ", ".join(f"{number:g}" if number % 1 else f"{number:.1f}" for number in sorted(numbers))
    pattern = re.compile(rf'(id = "{re.escape(identifier)}"\n(?:(?!\[\[).*\n)*?{key} = )\[[^\]]*\]')
    TABLE.write_text(pattern.sub(rf"\g<1>[{written}]", TABLE.read_text("utf-8")), encoding="utf-8")


def test_every_rule_of_the_code_has_a_reason_and_no_other() -> None:
    code = _rules_in_code()
    assert len(RULES.rules) > 60
    missing = {name for name in code if not any(_pattern(name).fullmatch(rule) for rule in RULES.rules)}
    assert missing == set(), "say in data/lexicon/rules.toml why there is this rule"
    # L-F-… is made of a frame's rule, F-… of a verb: an entry counts if some name in the code makes it
    assert {rule for rule in RULES.rules if not any(_pattern(name).fullmatch(rule) for name in code)} == set()


def test_every_factor_of_the_code_has_a_reason_and_no_other() -> None:
    code = _factors_in_code()
    assert len(code) > 30
    assert code.keys() - RULES.factors.keys() == set(), (
        "say in data/lexicon/rules.toml why there is this factor"
    )
    assert RULES.factors.keys() - code.keys() == set()


def test_every_refusal_of_the_code_has_a_reason_and_no_other() -> None:
    assert _told("refuse", "Refusal") == set(RULES.refusals)


def test_every_stretch_passed_over_has_a_reason() -> None:
    assert _told("passed") == {"short", "running header", "neutral", "asked"}
    assert _told("passed") < set(RULES.outcomes)


def test_every_conclusion_of_the_graph_has_a_reason_and_no_other() -> None:
    made = {lawstate.VERSION_OF_DAY, lawstate.PROCESS_OF_DAY, lawstate.PROCESS_OF_PART}
    assert made | {status.ENTRY_INTO_FORCE, status.ENACTMENT} == set(RULES.conclusions)
    for name in sorted(made):
        assert [reason.id for reason in RULES.explaining(name)] == [name]


def test_the_numbers_are_those_of_the_code() -> None:
    rules, factors = _rules_in_code(), _factors_in_code()
    if WRITE:
        for name, numbers in rules.items():
            if numbers and name in RULES.rules:
                _refresh(name, "weights", numbers)
        for name, numbers in factors.items():
            if numbers and name in RULES.factors:
                _refresh(name, "values", numbers)
    written = read_rules(TABLE)
    assert {n: set(r.weights) for n, r in written.rules.items() if rules.get(n)} == {
        n: numbers for n, numbers in rules.items() if numbers and n in written.rules
    }
    assert {n: set(r.weights) for n, r in written.factors.items() if factors.get(n)} == {
        n: numbers for n, numbers in factors.items() if numbers
    }
    assert {subject.weights[0] for subject in written.subjects} == _subjects_in_code()


# -- examples and what fires


@cache
def _converter() -> Converter:
    return Converter(read_registers())


def _sidecar(kind: DocumentType) -> Sidecar:
    return Sidecar(
        slug="beispiel", title="Beispiel", type=kind, publisher="Verband der Beispielgemeinden",
        sha256="0" * 64, rights="erfunden", source="erfunden",
    )  # fmt: skip


@cache
def _read(reason: Reason) -> Reading:
    return _converter().read(reason.example, sidecar=_sidecar(reason.type))


def _fired(reading: Reading) -> set[str]:
    return {finding.candidate.rule for finding in reading.findings} | {m.rule for m in reading.mentions}


@pytest.mark.parametrize("rule", [r for r in RULES.rules.values() if r.id != "F-neutral"], ids=lambda r: r.id)
def test_the_example_of_a_rule_fires_it(rule: Reason) -> None:
    fired = _fired(_read(rule))
    assert any(rule in RULES.explaining(name) for name in fired), fired


@pytest.mark.parametrize("factor", RULES.factors.values(), ids=lambda f: f.id)
def test_the_example_of_a_factor_shows_it(factor: Reason) -> None:
    applied = [f.name for finding in _read(factor).findings for f in finding.candidate.factors]
    assert factor.id in applied


@pytest.mark.parametrize("refusal", RULES.refusals.values(), ids=lambda r: r.id)
def test_the_example_of_a_refusal_shows_it(refusal: Reason) -> None:
    record = Record()
    _converter().trace(refusal.example, record, sidecar=_sidecar(refusal.type))
    assert refusal.id in {told.why for heard in record.utterances for told in heard.refusals}


def test_the_example_of_a_neutral_lead_in_opens_its_frame() -> None:
    record = Record()
    rule = RULES.rules["F-neutral"]
    trace = _converter().trace(rule.example, record, sidecar=_sidecar(rule.type))
    assert [opened.frame.rule for opened in record.frames] == ["F-neutral"]
    assert [stretch.why for stretch in record.stretches] == ["neutral", "neutral"]
    assert trace.reading.findings == ()


def test_nothing_is_kept_unless_asked_and_a_record_changes_nothing() -> None:
    for reason in (*RULES.rules.values(), *RULES.refusals.values()):
        known = _sidecar(reason.type)
        assert (
            _converter().read(reason.example, sidecar=known)
            == _converter().trace(reason.example, Record(), sidecar=known).reading
        )
    assert SILENT.refusals() is None


@pytest.mark.parametrize("subject", RULES.subjects, ids=lambda s: s.id)
def test_the_example_of_a_subject_begins_with_its_weight(subject: Reason) -> None:
    (finding,) = _read(subject).findings
    assert finding.candidate.base == subject.weights[0]
    assert RULES.subject(finding.candidate.base) == subject


def test_what_fires_in_texts_is_explained_with_its_numbers() -> None:
    fired: set[str] = set()
    unexplained: set[str] = set()
    wrong: set[tuple[str, float]] = set()
    texts = [text.text for text in read_corpus(folder("data") / "corpus").texts]
    texts += [
        re.sub(r"⟦[^|⟧]*\||⟧", "", path.read_text("utf-8"))
        for path in sorted(ROOT.glob("tests/gold/sources/dev-a/*.marked"))
    ]
    assert len(texts) > 20
    for text in texts:
        reading = _converter().read(text)
        fired |= _fired(reading)
        unexplained |= {name for name in _fired(reading) if not RULES.explaining(name)}
        for finding in reading.findings:
            candidate = finding.candidate
            (own, *_) = RULES.explaining(candidate.rule)
            known = {s.weights[0] for s in RULES.subjects} if own.verb else set(own.weights)
            if candidate.base not in known:
                wrong.add((candidate.rule, candidate.base))
            for factor in candidate.factors:
                if factor.value not in RULES.factors[factor.name].weights:
                    wrong.add((factor.name, factor.value))
    assert len(fired) > 30
    assert unexplained == set()
    assert wrong == set()


def test_a_weight_is_its_rule_times_its_factors() -> None:
    checked = 0
    for reason in (*RULES.factors.values(), *RULES.rules.values()):
        for finding in _read(reason).findings:
            weight = finding.candidate.base
            for factor in finding.candidate.factors:
                assert factor.before == weight
                weight = min(1.0, weight * factor.value)
            assert weight == finding.candidate.weight
            checked += bool(finding.candidate.factors)
    assert checked > 40


# -- the reader


def test_a_name_is_taken_apart_into_the_rules_it_is_made_of() -> None:
    def parts(name: str) -> list[str]:
        return [rule.id for rule in RULES.explaining(name)]

    assert parts("M-must") == ["M-must"]
    assert parts("E-zu-auffordern") == ["E-zu-…"]
    assert parts("L-F-noun") == ["L-F-…", "F-noun"]
    assert parts("L-F-M-wish") == ["L-F-…", "M-wish"]
    assert parts("L-F-auffordern") == ["L-F-…"]
    assert parts("law.name.part") == ["law.name.part"]
    assert parts("E-zu-") == parts("X-must") == parts("") == []
    words = [RULES.word(name) for name in ("E-zu-auffordern", "L-F-auffordern", "M-must", "L-F-noun")]
    assert words == ["auffordern", "auffordern", "", ""]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[[group]]", "[[group"), "nicht lesbar"),
        (('id = "M-must"', 'id = "M-should"'), "„M-should“ wird zweimal erklärt"),
        (('reason_en = "“we need”"\n', ""), "'reason_en'"),
        (('type = "Artikel"', 'type = "Gedicht"'), "'Gedicht'"),
    ],
)
def test_a_spoilt_table_is_one_sentence(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    place = tmp_path / "rules.toml"
    place.write_text(TABLE.read_text("utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        read_rules(place)


def test_groups_and_types_are_known() -> None:
    groups = [group.id for group in RULES.groups]
    assert {rule.group for rule in RULES.rules.values()} == set(groups)
    assert len(groups) == len(set(groups))
    assert all(isinstance(rule.type, DocumentType) for rule in RULES.rules.values())
    reasons = (RULES.rules, RULES.factors, RULES.refusals, RULES.outcomes, RULES.conclusions)
    for reason in (*RULES.subjects, *(reason for table in reasons for reason in table.values())):
        assert reason.reason
        assert reason.reason_en
        assert "\n" not in reason.reason + reason.reason_en


# -- the manual


def _written(numbers: Sequence[float]) -> str:
    return " ".join(f"{number:g}".replace(".", ",") for number in sorted(numbers))


def _tables(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield the tables of the manual by the name of their mark."""
    for group in rules.groups:
        lines = ["| Regel | Gewicht | warum |", "|---|---|---|"]
        for rule in rules.of_group(group.id):
            weight = " ".join(filter(None, ("Verb" if rule.verb else "", _written(rule.weights))))
            lines.append(f"| `{rule.id}` | {weight} | {rule.reason} |".replace("|  |", "| |"))
        yield f"RULES {group.id}", "\n".join(lines)
    lines = ["| Gewicht | Subjekt |", "|---|---|"]
    lines += [f"| {_written(subject.weights)} | {subject.reason} |" for subject in rules.subjects]
    yield "SUBJECTS", "\n".join(lines)
    lines = ["| Faktor | Wert | wann |", "|---|---|---|"]
    lines += [f"| `{f.id}` | {_written(f.weights)} | {f.reason} |" for f in rules.factors.values()]
    yield "FACTORS", "\n".join(lines)
    lines = ["| Grund | was er heißt |", "|---|---|"]
    lines += [f"| `{refusal.id}` | {refusal.reason} |" for refusal in rules.refusals.values()]
    yield "REFUSALS", "\n".join(lines)
    lines = ["| Ergebnis | | warum |", "|---|---|---|"]
    lines += [
        f"| `{outcome.id}` | {outcome.title} | {outcome.reason} |" for outcome in rules.outcomes.values()
    ]
    yield "OUTCOMES", "\n".join(lines)
    lines = ["| Schluss | | warum |", "|---|---|---|"]
    lines += [f"| `{each.id}` | {each.title} | {each.reason} |" for each in rules.conclusions.values()]
    yield "CONCLUSIONS", "\n".join(lines)


@pytest.mark.skipif(
    not EXTRACTION.is_file(), reason="the manual belongs to the checkout; here only the README came along"
)
def test_the_manual_shows_the_reasons() -> None:
    rules = read_rules(TABLE)
    page = EXTRACTION.read_text("utf-8")
    tables = dict(_tables(rules))
    for mark, table in tables.items():
        assert f"<!-- {mark} -->\n" in page
        fresh = f"<!-- {mark} -->\n\n{table}\n\n<!-- END {mark} -->"
        if WRITE:
            before, _, rest = page.partition(f"<!-- {mark} -->")
            page = before + fresh + rest.partition(f"<!-- END {mark} -->")[2]
        assert fresh in page, "SNAPSHOTS=write python -m pytest tests/test_rules.py"
    assert len(re.findall(r"<!-- (?:RULES|SUBJECTS|FACTORS|REFUSALS|OUTCOMES|CONCLUSIONS)", page)) == len(
        tables
    )
    assert f"**Schwelle: {THRESHOLD:g}".replace(".", ",") in page
    if WRITE:
        EXTRACTION.write_text(page, encoding="utf-8")

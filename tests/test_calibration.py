"""From weights to probabilities: each figure small enough to be checked by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.convert.calibration import (
    FAMILIES,
    LINKS,
    SURE,
    Calibration,
    Rates,
    Steps,
    read_calibration,
    shipped_calibration,
)
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.rules import shipped_rules
from forderungsgraph.convert.score import REVIEW_FROM
from forderungsgraph.errors import LexiconError
from forderungsgraph.evaluate.calibrated import Measured, calibration_tables, calibration_text, together
from forderungsgraph.evaluate.calibration import (
    Case,
    Step,
    by_group,
    cross_validated,
    expected_error,
    fit,
    folds,
    pooled,
    rates,
    reliability,
    to_steps,
)
from forderungsgraph.evaluate.cases import Cases, cases_of
from forderungsgraph.evaluate.gold import GoldDocument
from forderungsgraph.files import folder
from forderungsgraph.registers import read_registers

SHIPPED = folder("data") / "lexicon" / "calibration.toml"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "extraction.md"


def cases(weight: float, right: int, wrong: int, *, group: str = "M", document: str = "a") -> list[Case]:
    return [Case(document, group, weight, index < right) for index in range(right + wrong)]


# fitting


def test_a_bin_is_drawn_towards_all_families_as_if_ten_more_findings_were_like_theirs() -> None:
    found = [*cases(0.6, 6, 4), *cases(0.6, 10, 0, group="E"), *cases(0.9, 30, 0, group="E")]
    steps = fit(found, "EM")
    # of all: (16 + 10 · 0.5) / (20 + 10) = 0.7, and (30 + 10 · 0.5) / (30 + 10) = 0.875
    # E: (10 + 10 · 0.7) / (10 + 10) = 0.85, and (30 + 10 · 0.875) / 40 = 0.96875; M: (6 + 7) / 20 = 0.65
    assert steps == {
        "E": (Step(0.6, 0.85, 10, 10), Step(0.9, 0.96875, 30, 30)),
        "M": (Step(0.6, 0.65, 10, 6),),
    }
    assert to_steps(steps["E"]) == Steps((0.6, 0.9), (0.85, 0.96875))


def test_a_family_without_findings_is_as_all_together() -> None:
    assert fit(cases(0.6, 5, 5), "LM")["L"] == (Step(0.6, 0.5, 10, 5),)


def test_weights_fall_into_bins() -> None:
    found = [*cases(0.1, 0, 1), *cases(REVIEW_FROM, 0, 1), *cases(0.549, 0, 1), *cases(0.55, 1, 0)]
    assert [(step.start, step.n) for step in fit(found, "M")["M"]] == [(0.2, 2), (0.5, 1), (0.55, 1)]


def test_neighbours_are_pooled_until_no_share_falls() -> None:
    steps = [Step(0.2, 0.6, 10, 6), Step(0.3, 0.5, 10, 5), Step(0.4, 0.1, 20, 2), Step(0.5, 0.9, 10, 9)]
    # (0.6 · 10 + 0.5 · 10) / 20 = 0.55, and (0.55 · 20 + 0.1 · 20) / 40 = 0.325
    assert [(step.start, round(step.share, 9), step.n, step.right) for step in pooled(steps)] == [
        (0.2, 0.325, 40, 13), (0.5, 0.9, 10, 9),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("EM"), st.floats(0.2, 1), st.booleans()), min_size=1))
def test_a_higher_weight_never_means_less(rows: list[tuple[str, float, bool]]) -> None:
    found = [Case(str(index), group, weight, right) for index, (group, weight, right) in enumerate(rows)]
    for steps in fit(found, FAMILIES).values():
        shares = [step.share for step in steps]
        assert shares == sorted(shares)
        assert all(0 < share < 1 for share in shares)
    assert len(cross_validated(found, FAMILIES)) == len(found)


# texts apart from those that are fitted to


def test_cross_validation_leaves_a_finding_s_own_documents_out() -> None:
    assert folds(["b", "a", "c", "a"], 2) == {"a": 0, "b": 1, "c": 0}
    found = [*cases(0.9, 10, 0, document="a"), *cases(0.9, 0, 10, document="b")]
    told = cross_validated(found, "M")
    # for a: (0 + 5) / 20 = 0.25, once more: (0 + 10 · 0.25) / 20 = 0.125; for b the mirror image
    assert told == pytest.approx([0.125] * 10 + [0.875] * 10)


# reliability


def test_bins_of_told_probabilities() -> None:
    found = [*cases(0.9, 1, 1), *cases(0.9, 3, 1, group="E")]
    told = [0.1, 0.3, 0.7, 0.8, 0.9, 0.9]
    bins = reliability(found, told, (0.0, 0.5))
    assert [(each.start, each.n, each.right, round(each.mean, 9)) for each in bins] == [
        (0.0, 2, 1, 0.2), (0.5, 4, 3, 0.825),
    ]  # fmt: skip
    groups = by_group(found, told)
    assert {name: (each.n, each.right, each.share) for name, each in groups.items()} == {
        "E": (4, 3, 0.75), "M": (2, 1, 0.5),
    }  # fmt: skip
    # (2 · |0.2 − 0.5| + 4 · |0.825 − 0.75|) / 6
    assert expected_error(bins) == pytest.approx((0.6 + 0.3) / 6)
    assert expected_error([]) == 0.0


# links


def test_links_by_rule_are_drawn_towards_all() -> None:
    found = [*cases(0, 8, 0, group="law.name"), *cases(0, 0, 2, group="law.type")]
    # of all: (8 + 1) / (10 + 2) = 0.75; (8 + 7.5) / 18 and (0 + 7.5) / 12
    by_rule, otherwise = rates(found)
    assert otherwise == 0.75
    assert by_rule == {"law.name": Step(0.0, 15.5 / 18, 8, 8), "law.type": Step(0.0, 0.625, 2, 0)}


TEXT = "Der Städtebund fordert das Land Hessen auf, die BundID nach dem OZG zu bezahlen. Das Land muss handeln. Schluss.\n"


def gold_row(words: str, **values: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    plain = {"doc": "a.txt", "demander": [], "addressee": [], "laws": [], "services": [], "kind": "modal"}
    return {**plain, "start": start, "end": start + len(words), **values}


def test_cases_of_a_document() -> None:
    rows = (
        gold_row(
            "die BundID nach dem OZG zu bezahlen.",
            demander=["Hessischer Städte- und Gemeindebund"],
            addressee=["Bund"],
        ),
        gold_row("Das Land muss handeln.", ignore=True),
    )
    facts = {"doc": "a.txt", "laws": [], "laws_optional": ["OZG"], "services": ["eAkte"]}
    converter = Converter(read_registers())
    found = cases_of(GoldDocument(facts, rows, lambda: TEXT), converter)
    assert [(case.group, case.right) for case in found.demands] == [("E", True)]  # the ignored one is no case
    assert [(kind, case.group, case.right) for kind, case in found.links] == [
        ("demander", "stated", True), ("addressee", "stated", False),
        ("services", "service.instance", False), ("laws", "law.abbreviation", True),
    ]  # fmt: skip
    assert {case.document for case in found.demands} == {"a.txt"}


# the file and its tables


def measured(right: int, wrong: int, links: Sequence[tuple[str, Case]] = ()) -> Measured:
    demands = tuple(case for family in FAMILIES for case in cases(0.9, right, wrong, group=family))
    return together([Cases(demands, tuple(links)), Cases((), ())])


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    links = [("laws", case) for case in cases(0, 17, 1, group="law.name")]
    text = calibration_text(measured(16, 0, links), measured(8, 8, links[:1]))
    path = tmp_path / "calibration.toml"
    path.write_text(text, "utf-8")
    known = read_calibration(path)
    # of all 80: (80 + 5) / 90; of each family: (16 + 10 · 85/90) / 26
    share = (16 + 10 * 85 / 90) / 26
    assert known.families["M"].at(0.95) == pytest.approx(share, abs=1e-4)
    assert known.demand("M-must", 0.95) == 0.98
    # of all laws: (17 + 1) / (18 + 2) = 0.9; of the rule: (17 + 10 · 0.9) / 28
    assert known.link("laws", "law.name") == round(26 / 28, 2)
    assert known.link("laws", "law.other") == 0.9
    record = tomllib.loads(text)
    assert record["measured"] == {
        "dev": {"documents": 2, "findings": 80},
        "held": {"documents": 2, "findings": 80},
    }
    # kept back, 40 of 80 were right
    assert record["reliability"]["held"]["bins"] == [
        {"from": 0.9, "n": 80, "mean": pytest.approx(share, abs=1e-4), "right": 40}
    ]
    assert calibration_text(measured(16, 0, links), measured(8, 8, links[:1])) == text


def test_texts_kept_back_change_no_probability(tmp_path: Path) -> None:
    dev, known = measured(16, 4), []
    for name, held in (("none", together([])), ("wrong", measured(0, 50))):
        path = tmp_path / f"{name}.toml"
        path.write_text(calibration_text(dev, held), "utf-8")
        known.append(read_calibration(path))
    assert known[0] == known[1]


def test_of_links_without_measure_the_lesser_of_laws_and_services_is_said() -> None:
    known = Calibration(
        {}, {kind: Rates({"x": 1.0}, share) for kind, share in zip(LINKS, (0.5, 0.6, 0.7, 0.8), strict=True)}
    )
    assert known.link("programme", "programme.name") == 0.7
    assert known.link("demander", "x") == SURE


def test_weights_beyond_the_steps() -> None:
    steps = Steps((0.2, 0.6), (0.1, 0.8))
    assert [steps.at(weight) for weight in (0.0, 0.2, 0.59, 0.6, 2.0)] == [0.1, 0.1, 0.1, 0.8, 0.8]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[demands]", "[demand]"),
        ("otherwise = ", "else = "),
        ("E = [", "E = [\n  { from = 0.95, share = 0.1, n = 1, right = 0 },"),
        ("[links.services]", "[links.service]"),
        ("from = ", "at = "),
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "calibration.toml"
    text = SHIPPED.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(LexiconError, match=r"Die Eichung ist unvollständig .*scripts/calibrate\.py"):
        read_calibration(path)


def test_every_rule_for_demands_has_a_family() -> None:
    assert {group.id for group in shipped_rules().groups if len(group.id) == 1} <= {*FAMILIES, "F", "Z"}


def test_the_shipped_probabilities_rise_with_the_weight_and_are_sure_of_nothing() -> None:
    known = shipped_calibration()
    for family in FAMILIES:
        told = [known.demand(f"{family}-x", weight / 100) for weight in range(20, 101)]
        assert told == sorted(told)
        assert told[0] < 0.5 < told[-1] <= SURE
    for kind in LINKS:
        assert 0.5 < known.link(kind, "stated") <= SURE


@pytest.mark.skipif(not PAGE.is_file(), reason="the docs belong to the checkout, not to the wheel")
def test_the_page_shows_what_was_measured() -> None:
    page = PAGE.read_text("utf-8")
    shown = page.split("<!-- CALIBRATION -->")[1].split("<!-- END CALIBRATION -->")[0]
    assert shown.strip() == calibration_tables(SHIPPED.read_text("utf-8")).strip(), (
        "python scripts/calibrate.py"
    )


def test_findings_are_about_as_often_right_as_they_say() -> None:
    known = tomllib.loads(SHIPPED.read_text("utf-8"))["reliability"]
    assert known["dev"]["error"] <= 0.05
    assert known["held"]["error"] <= 0.15

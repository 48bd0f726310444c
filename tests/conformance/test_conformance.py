"""W3C tests of evaluating queries and updates, through HTTP; the whole: ``python -m tests.conformance``."""

from __future__ import annotations

import pytest

from tests.conformance.manifest import ROOT, Case, cases
from tests.conformance.report import known, report
from tests.conformance.runner import Endpoint

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the W3C tests in ../shared are not here")
_EVALUATION = ("QueryEvaluationTest", "UpdateEvaluationTest", "CSVResultFormatTest")


def evaluations(suite: str) -> list[Case]:
    return [case for case in cases(suite) if case.kind in _EVALUATION]


@pytest.mark.parametrize(
    ("suite", "number", "failing"), [("sparql11", 329, 14), ("sparql12", 66, 3)], ids=["sparql11", "sparql12"]
)
def test_evaluation(endpoint: Endpoint, suite: str, number: int, failing: int) -> None:
    found = report(evaluations(suite), endpoint)
    assert found.surprises == {}
    assert sum(found.total.values()) == number
    assert sum(found.total.values()) - sum(found.passed.values()) == failing


def test_listed_failures_are_cases_and_fail(endpoint: Endpoint) -> None:
    every = {case.name: case for suite in ("sparql10", "sparql11", "sparql12") for case in cases(suite)}
    listed = known()
    assert set(listed) <= set(every)
    assert len(every) > 1200
    found = report([every[name] for name in listed], endpoint)
    assert found.surprises == {}
    assert sum(found.passed.values()) == 0

"""Runs whole suites and compares with the list of known failures; ``python -m tests.conformance``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .manifest import Case
from .runner import Endpoint, run, run_bare


@dataclass(frozen=True, slots=True)
class Known:
    """Why a case is known to fail.

    :param cause: ``engine``, which fails alone as well, or ``refused`` by the service
    """

    cause: str
    reason: str


def known() -> dict[str, Known]:
    """Return the known failures by the name of their case.

    :raises ValueError: if a case is listed twice, or without a reason
    """
    groups = tomllib.loads(Path(__file__).with_name("known.toml").read_text("utf-8"))["group"]
    found: dict[str, Known] = {}
    for group in groups:
        for name in group["cases"]:
            if name in found or not group["reason"] or group["cause"] not in ("engine", "refused"):
                raise ValueError(f"known.toml: {name}")
            found[name] = Known(group["cause"], group["reason"])
    return found


@dataclass(frozen=True, slots=True)
class Report:
    """How the cases of a suite went.

    :param surprises: what differs from the list: names with what happened
    """

    total: Counter[str]
    passed: Counter[str]
    surprises: dict[str, str]


def report(cases: Iterable[Case], endpoint: Endpoint) -> Report:
    """Run cases and compare with the list."""
    listed = known()
    total: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    surprises: dict[str, str] = {}
    for case in cases:
        total[case.kind] += 1
        wrong = run(case, endpoint)
        expected = listed.get(case.name)
        if wrong is None:
            passed[case.kind] += 1
            if expected is not None:
                surprises[case.name] = "passes, but is listed as a failure"
        elif expected is None:
            surprises[case.name] = wrong
        elif expected.cause == "engine" and "Syntax" not in case.kind and run_bare(case):
            surprises[case.name] = "the engine alone passes"
    return Report(total, passed, surprises)

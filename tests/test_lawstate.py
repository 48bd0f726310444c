"""In which state a law was on the day of a demand: its version, or the process of an act to come."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.graph.lawstate import period, processes_on, version_on
from forderungsgraph.iri import DEFAULT_BASE, FG
from forderungsgraph.model import Certainty
from forderungsgraph.registers import Registers, read_registers
from forderungsgraph.release import Release


@pytest.fixture(scope="module")
def registers() -> Registers:
    return read_registers()


@pytest.mark.parametrize(
    ("law", "day", "version"),
    [
        ("ozg", "2017-08-17", None),
        ("ozg", "2017-08-18", "ozg-2017-08-18"),
        ("ozg", "2024-07-23", "ozg-2017-08-18"),
        ("ozg", "2024-07-24", "ozg-2024-07-24"),
        ("ozg", "2019", "ozg-2017-08-18"),
        ("ozg", "2024", None),  # the year has two versions
        ("ozg", "2024-06", "ozg-2017-08-18"),
        ("ozg", "2024-07", None),
        ("ndig", "2019-09-25", None),
        ("ndig", "2020-05-01", "ndig-2020-04-18"),
        ("ndig", "2030-01-01", "ndig-2021-07-01"),
        ("egovg-nrw", "2018-05-11", None),  # not examined
        ("gg", "2020-01-01", None),
        ("no-such-law", "2020-01-01", None),
    ],
)
def test_version_of_the_day(law: str, day: str, version: str | None, registers: Registers) -> None:
    assert version_on(law, day, registers) == version


@pytest.mark.parametrize(
    ("law", "day", "processes"),
    [
        ("ndig", "2019-09-25", ["ndig-verfahren"]),
        ("ndig-artikelgesetz", "2019-09-25", ["ndig-verfahren"]),  # results from the process of its part
        ("ndig", "2019-10-24", []),
        ("ndig", "2019", []),
        ("ozgaendg", "2024-05-07", ["ozgaendg-verfahren"]),
        ("ozgaendg", "2024-07-19", []),
        ("ozg", "2017-01-01", []),
    ],
)
def test_process_of_the_day(law: str, day: str, processes: list[str], registers: Registers) -> None:
    assert [process for process, _ in processes_on(law, day, registers)] == processes


@given(st.dates())
def test_a_law_has_one_state_a_day(registers: Registers, day: object) -> None:
    for law in ("ozg", "ndig", "ozgaendg"):
        has_version = version_on(law, str(day), registers) is not None
        assert not (has_version and list(processes_on(law, str(day), registers)))


def test_periods() -> None:
    assert [period(date) for date in ("2024", "2023-02", "2024-02", "2024-02-03")] == [
        ("2024-01-01", "2024-12-31"), ("2023-02-01", "2023-02-28"), ("2024-02-01", "2024-02-29"),
        ("2024-02-03", "2024-02-03"),
    ]  # fmt: skip


def test_versions_of_one_law_do_not_overlap(registers: Registers) -> None:
    assert len(registers.law_versions) >= 7
    by_law: dict[str, list[tuple[str, str]]] = {}
    for row in registers.law_versions:
        until = row.valid_to or "9999-12-31"
        by_law.setdefault(row.law, []).append((period(row.valid_from)[0], period(until)[1]))
        # what is open at its end can have been amended since: such a row is as sure as its note says
        assert row.certainty in (Certainty.CHECKED, Certainty.SINGLE)
    for periods in by_law.values():
        periods.sort()
        assert all(first[1] < second[0] for first, second in itertools.pairwise(periods))


def test_versions_can_be_missing(registers: Registers) -> None:
    assert version_on("ozg", "2019-01-01", replace(registers, law_versions=())) is None


def links(release: Release, predicate: str) -> Iterator[tuple[str, str]]:
    for quad in release.quads():
        if quad.predicate.value == predicate and "/graph/document/" in str(quad.graph_name):
            assert isinstance(quad.subject, ox.NamedNode)
            assert isinstance(quad.object, ox.NamedNode)
            yield (
                quad.subject.value.rsplit("/", 1)[1][:8],
                quad.object.value.removeprefix(f"{DEFAULT_BASE}id/"),
            )


def test_demands_of_the_shipped_texts(built_release: Release) -> None:
    assert sorted(links(built_release, str(FG.refersToProcess))) == [
        ("ltnds-20", "process/ozgaendg-verfahren"),
        ("nst-2019", "process/ndig-verfahren"),
        ("nst-2019", "process/ndig-verfahren"),
    ]
    assert {target for _, target in links(built_release, str(FG.refersToVersion))} == {
        "law-version/ozg-2017-08-18"
    }

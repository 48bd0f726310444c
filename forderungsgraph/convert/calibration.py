"""What weights and rules are worth: the share that was right on the annotated texts.

A weight orders findings and decides which of them are demands (stage *score*). What a reader is told is
another number: of findings like this one, how many were right. It was measured by ``scripts/calibrate.py``
and is read here from ``data/lexicon/calibration.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..errors import LexiconError
from ..files import folder
from .lexicon import load_toml

FAMILIES: Final = "ELMNS"
"""first letters of the rules for demands"""
LINKS: Final = ("demander", "addressee", "laws", "services")
"""kinds of links whose rightness was measured"""
SURE: Final = 0.99
"""no finding of a machine is surer"""


@dataclass(frozen=True, slots=True)
class Steps:
    """A map from weights to probabilities that never falls: from each weight on its probability holds."""

    weights: tuple[float, ...]
    shares: tuple[float, ...]

    def at(self, weight: float) -> float:
        """Return the probability at a weight; below the first one that of the first one."""
        return self.shares[max(0, bisect_right(self.weights, weight) - 1)]


@dataclass(frozen=True, slots=True)
class Rates:
    """How often links are right, by what they were found by; and where nothing was measured."""

    by_rule: Mapping[str, float]
    otherwise: float

    def of(self, rule: str) -> float:
        """Return the share for a rule."""
        return self.by_rule.get(rule, self.otherwise)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probabilities of demands by family and weight, and of links by their kind and rule."""

    families: Mapping[str, Steps]
    links: Mapping[str, Rates]

    def demand(self, rule: str, weight: float) -> float:
        """Return how likely a finding of ``rule`` with ``weight`` is a demand, to two places."""
        return round(min(self.families[rule[0]].at(weight), SURE), 2)

    def link(self, kind: str, rule: str) -> float:
        """Return how likely a link is right if its demand is one, to two places.

        :param kind: one of ``LINKS``; of other links nothing is known, and they count as laws and services do
        :param rule: identifier of the rule; of demanders and addressees the certainty, ``stated`` or ``inferred``
        """
        if kind in self.links:
            return round(min(self.links[kind].of(rule), SURE), 2)
        return min(round(min(self.links[each].otherwise, SURE), 2) for each in ("laws", "services"))


def read_calibration(path: Path) -> Calibration:
    """Return what a file of measured shares amounts to.

    :raises LexiconError: if it is missing, malformed or incomplete
    """
    known = load_toml(path)
    try:
        demands = known["demands"]
        families = {name: _steps(demands[name]) for name in FAMILIES}
        return Calibration(families, {name: _rates(known["links"][name]) for name in LINKS})
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise LexiconError(
            f"Die Eichung ist unvollständig ({error!r})",
            place=path,
            hint="Neu messen: python scripts/calibrate.py",
        ) from None


def _steps(rows: list[Mapping[str, Any]]) -> Steps:
    weights = tuple(float(row["from"]) for row in rows)
    shares = tuple(float(row["share"]) for row in rows)
    if not weights or sorted(weights) != list(weights) or sorted(shares) != list(shares):
        raise ValueError("weights and shares must rise")
    return Steps(weights, shares)


def _rates(record: Mapping[str, Any]) -> Rates:
    by_rule = {row["rule"]: float(row["share"]) for row in record["rules"]}
    return Rates(by_rule, float(record["otherwise"]))


@cache
def shipped_calibration() -> Calibration:
    """Return the shipped calibration.

    :raises LexiconError: if it cannot be read
    """
    return read_calibration(folder("data") / "lexicon" / "calibration.toml")

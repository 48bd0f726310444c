"""Why the converter decides as it does: rules, factors and refusals with their reasons.

The texts are data (``data/lexicon/rules.toml``), the one place where they are written down; the command
``rules``, explanations, and the tables of the manual are made of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..errors import LexiconError
from ..files import folder
from ..model import DocumentType

FILLED: Final = "…"
"""Stands in an identifier for what the lexicon or a frame fills in."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that belong together."""

    id: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is a rule, a factor or a refusal.

    :param id: as the code calls it, ``…`` for what the lexicon fills in
    :param title: short name for readers, "" where the identifier is the name
    :param weights: of a rule: weight before the document is looked at; of a factor: its values
    :param example: invented text in which it shows; "" if it has none
    :param type: type of the document in which the example stands
    :param group: identifier of the rule's group
    :param verb: whether the weight begins with how surely the subject demands
    """

    id: str
    reason: str
    reason_en: str
    title: str = ""
    weights: tuple[float, ...] = ()
    example: str = ""
    type: DocumentType = DocumentType.RESOLUTION
    group: str = ""
    verb: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """All reasons, in the order in which they are shown.

    :param subjects: where the weight of a demanding verb begins, by its subject; ``id`` is the weight
    :param refusals: why a cue word announces no demand
    :param outcomes: what became of a sentence
    :param conclusions: what follows from registers and days once a demand is known
    """

    groups: tuple[Group, ...]
    rules: Mapping[str, Reason]
    subjects: tuple[Reason, ...]
    factors: Mapping[str, Reason]
    refusals: Mapping[str, Reason]
    outcomes: Mapping[str, Reason]
    conclusions: Mapping[str, Reason]

    def of_group(self, group: str) -> tuple[Reason, ...]:
        """Return the rules of a group."""
        return tuple(rule for rule in self.rules.values() if rule.group == group)

    def explaining(self, name: str) -> tuple[Reason, ...]:
        """Return the rules that ``name`` is made of, as found at a demand; empty if nothing explains it.

        An item of a list has two: its own, and the one of its lead-in (``L-F-M-wish``).
        """
        known = self.rules.get(name) or self.conclusions.get(name)
        if known is not None:
            return (known,)
        filled = next((rule for rule in self.rules.values() if _fills(name, rule.id)), None)
        if filled is None:
            return ()
        if not name.startswith("L-F-"):
            return (filled,)
        frame = self.rules.get(name[2:]) or self.rules.get(name[4:])
        return (filled, frame) if frame is not None else (filled,)

    def word(self, name: str) -> str:
        """Return the verb or noun of the lexicon in a rule's identifier, "" if it has none."""
        parts = self.explaining(name)
        if len(parts) != 1 or FILLED not in parts[0].id:
            return ""
        before, _, after = parts[0].id.partition(FILLED)
        return name[len(before) : len(name) - len(after)]

    def subject(self, weight: float) -> Reason | None:
        """Return what a weight with which a demanding verb begins says of its subject."""
        return next((one for one in self.subjects if one.weights == (weight,)), None)


def _fills(name: str, pattern: str) -> bool:
    before, mark, after = pattern.partition(FILLED)
    return bool(mark) and name.startswith(before) and name.endswith(after) and len(name) > len(pattern) - 1


def read_rules(path: Path) -> Rules:
    """Read the reasons.

    :raises LexiconError: if the file is missing or malformed, or explains something twice
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Rules(
            groups=tuple(Group(entry["id"], entry["title"], entry["title_en"]) for entry in table["group"]),
            rules=_by_id((_weighing(entry, entry["weights"]) for entry in table["rule"]), path),
            subjects=tuple(
                _weighing({"id": f"{entry['weight']:g}", **entry}, [entry["weight"]])
                for entry in table["subject"]
            ),
            factors=_by_id((_weighing(entry, entry["values"]) for entry in table["factor"]), path),
            refusals=_by_id((_reason(entry, entry["example"]) for entry in table["refusal"]), path),
            outcomes=_by_id((_reason(entry, "") for entry in table["outcome"]), path),
            conclusions=_by_id((_reason(entry, "") for entry in table["conclusion"]), path),
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise LexiconError(
            f"Die Begründungen der Regeln sind nicht lesbar ({error})",
            place=path,
            hint="Die Datei berichtigen oder neu installieren",
        ) from error


def _reason(entry: Mapping[str, Any], example: str) -> Reason:
    return Reason(
        id=entry["id"],
        reason=entry["reason"],
        reason_en=entry["reason_en"],
        title=entry.get("title", ""),
        example=example.strip("\n"),
        type=DocumentType(entry.get("type", DocumentType.RESOLUTION)),
        group=entry.get("group", ""),
        verb=bool(entry.get("verb", False)),
    )


def _weighing(entry: Mapping[str, Any], numbers: Iterable[float]) -> Reason:
    weights = tuple(float(number) for number in numbers)
    return replace(_reason(entry, entry["example"]), weights=weights)


def _by_id(reasons: Iterable[Reason], path: Path) -> dict[str, Reason]:
    known: dict[str, Reason] = {}
    for reason in reasons:
        if reason.id in known:
            raise LexiconError(f"„{reason.id}“ wird zweimal erklärt", place=path)
        known[reason.id] = reason
    return known


@cache
def shipped_rules() -> Rules:
    """Return the reasons that come with the package."""
    return read_rules(folder("data") / "lexicon" / "rules.toml")

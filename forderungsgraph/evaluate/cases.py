"""Findings and links of which gold tells whether they are right, as cases for calibration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..convert.document import Converter
from ..model import Actor, Demand, EntityKind, Mention, Origin
from .calibration import Case
from .gold import GoldDocument
from .matching import RIGHT, Record, excused, is_neutral, match
from .names import actor_key, answers, compare, name_key

_MENTIONED: Final = {EntityKind.LAW: "laws", EntityKind.SERVICE: "services"}


@dataclass(frozen=True, slots=True)
class Cases:
    """What gold says of a document.

    :param demands: findings from the review list on, by family of their rule; those that gold ignores are left out
    :param links: by their kind: who demands, who is to act (of right demands), laws, services (of the document)
    """

    demands: tuple[Case, ...]
    links: tuple[tuple[str, Case], ...]


def cases_of(gold: GoldDocument, converter: Converter) -> Cases:
    """Return what ``converter`` finds in a document and whether it is right."""
    name = str(gold.facts["doc"])
    text = gold.text()
    reading = converter.read(text)
    found = converter.weighed(text, reading)
    rows: list[Record] = [{"start": demand.span.start, "end": demand.span.end} for _, demand in found]
    expected = [row for row in gold.demands if not is_neutral(row)]
    neutral = [row for row in gold.demands if is_neutral(row)]
    gold_of = {j: expected[i] for i, j in match(expected, rows, RIGHT)}
    demands = tuple(
        Case(name, demand.rule[0], weight, j in gold_of)
        for j, (weight, demand) in enumerate(found)
        if j in gold_of or not excused(rows[j], neutral)
    )
    links = [link for j, row in sorted(gold_of.items()) for link in _actor_cases(name, row, found[j][1])]
    return Cases(demands, (*links, *_mention_cases(name, gold.facts, reading.mentions)))


def _actor_cases(document: str, gold: Record, demand: Demand) -> Iterator[tuple[str, Case]]:
    for kind, actors in (("demander", demand.demanders), ("addressee", demand.addressees)):
        given = [actor.name for actor in actors]
        right = max(answers(gold, kind), key=lambda answer: _f1(answer, given))
        keys = {actor_key(name) for name in right}
        for actor in actors:
            yield kind, Case(document, said(actor), 0.0, actor_key(actor.name) in keys)


def said(actor: Actor) -> str:
    """Return whether the text says of a demand who demands or is to act, or whether it was inferred."""
    return "stated" if actor.origin is Origin.STATED else "inferred"


def _f1(answer: Sequence[str], given: Sequence[str]) -> float:
    hit, found, expected = compare([answer], given, actor_key)
    return 2 * hit / (found + expected) if found + expected else 1.0


def _mention_cases(document: str, facts: Record, mentions: Sequence[Mention]) -> Iterator[tuple[str, Case]]:
    """Yield each name once per rule that found it."""
    seen: set[tuple[str, str]] = set()
    for mention in mentions:
        kind = _MENTIONED.get(mention.kind)
        if kind is None or kind not in facts or (mention.rule, mention.name) in seen:
            continue
        seen.add((mention.rule, mention.name))
        right = {name_key(name) for name in (*(facts[kind] or ()), *(facts.get(f"{kind}_optional") or ()))}
        yield kind, Case(document, mention.rule, 0.0, name_key(mention.name) in right)

"""The reasons of the converter as a list: all, or those behind one identifier."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ..convert.lexicon import Lexicon, Performative, shipped_lexicon
from ..convert.rules import Group, Reason, shipped_rules
from ..convert.score import THRESHOLD
from ..errors import UsageError


@dataclass(frozen=True, slots=True)
class Listing:
    """Reasons to show, in order.

    :param groups: each group with its rules
    :param words: verbs and nouns that fill the identifiers with ``…``
    :param threshold: weight from which on a candidate is a demand
    """

    groups: tuple[tuple[Group, tuple[Reason, ...]], ...]
    subjects: tuple[Reason, ...]
    factors: tuple[Reason, ...]
    refusals: tuple[Reason, ...]
    outcomes: tuple[Reason, ...]
    conclusions: tuple[Reason, ...]
    words: tuple[Performative, ...]
    threshold: float = THRESHOLD


def all_rules() -> Listing:
    """Return every reason."""
    rules = shipped_rules()
    return Listing(
        tuple((group, rules.of_group(group.id)) for group in rules.groups),
        rules.subjects,
        tuple(rules.factors.values()),
        tuple(rules.refusals.values()),
        tuple(rules.outcomes.values()),
        tuple(rules.conclusions.values()),
        _words(shipped_lexicon()),
    )


def rule_named(name: str) -> Listing:
    """Return the reasons behind one identifier, as it stands at a demand (``E-zu-auffordern``) or in the list.

    :raises UsageError: if nothing is called so; the hint names what is similar
    """
    rules = shipped_rules()
    found = rules.explaining(name)
    factors, refusals, outcomes, conclusions = (
        tuple(reason for reason in table.values() if reason.id == name)
        for table in (rules.factors, rules.refusals, rules.outcomes, rules.conclusions)
    )
    if not (found or factors or refusals or outcomes or conclusions):
        known = [*rules.rules, *rules.factors, *rules.refusals, *rules.outcomes, *rules.conclusions]
        close = get_close_matches(name, known, n=3, cutoff=0.5)
        raise UsageError(
            f"Eine Regel oder einen Faktor „{name}“ gibt es nicht",
            hint=f"Ähnlich: {', '.join(close)}" if close else "forderungsgraph rules nennt alle",
        )
    word = rules.word(name)
    return Listing(
        tuple(
            (group, tuple(rule for rule in found if rule.group == group.id))
            for group in rules.groups
            if any(rule.group == group.id for rule in found)
        ),
        rules.subjects if any(rule.verb for rule in found) else (),
        factors,
        refusals,
        outcomes,
        conclusions,
        tuple(one for one in _words(shipped_lexicon()) if word and one.lemma.lower() == word.lower()),
    )


def _words(lexicon: Lexicon) -> tuple[Performative, ...]:
    return tuple(
        sorted(
            (*lexicon.verbs.values(), *lexicon.nouns.values()), key=lambda one: (one.lemma.lower(), one.lemma)
        )
    )


def listing_record(listing: Listing) -> dict[str, Any]:
    """Return a listing as data (``forderungsgraph rules --json``)."""
    return {
        "threshold": listing.threshold,
        "groups": [
            {
                "id": group.id,
                "title": {"de": group.title, "en": group.title_en},
                "rules": [reason_record(rule) | {"from_subject": rule.verb} for rule in rules],
            }
            for group, rules in listing.groups
        ],
        "subjects": [reason_record(subject) for subject in listing.subjects],
        "factors": [reason_record(factor) for factor in listing.factors],
        "refusals": [reason_record(refusal) for refusal in listing.refusals],
        "outcomes": [reason_record(outcome) for outcome in listing.outcomes],
        "conclusions": [reason_record(conclusion) for conclusion in listing.conclusions],
        "words": [
            {"lemma": one.lemma, "kind": one.kind.value, "act": one.act.value, "example": one.example or None}
            for one in listing.words
        ],
    }


def reason_record(reason: Reason) -> dict[str, Any]:
    """Return one reason as data."""
    return {
        "id": reason.id,
        "title": reason.title or None,
        "weights": list(reason.weights),
        "reason": {"de": reason.reason, "en": reason.reason_en},
        "example": reason.example or None,
        "example_type": reason.type.value if reason.example else None,
    }

"""Verbs that share a subject: *Der Verband fordert ein Budget und bittet das Land, …* holds two demands."""

from __future__ import annotations

from collections.abc import Sequence

from .bodies import Body
from .candidates import Clause, chain
from .complements import complement_follows
from .segments import Segment, SegmentKind, position_at
from .tokens import COORDINATORS, Token, is_verb

_ADVERBS = frozenset(
    "aber jedoch zugleich gleichzeitig außerdem zudem ferner daher deshalb stattdessen".split()
)


def is_joined(tokens: Sequence[Token], index: int) -> bool:
    """Whether the verb at ``index`` follows its *und* at once, so that its subject stands before."""
    before = tokens[index - 1].lower if index else ""
    return before in COORDINATORS or (before in _ADVERBS and tokens[index - 2].lower in COORDINATORS)


def shares_subject(tokens: Sequence[Token], parts: Sequence[Segment], here: int, index: int) -> bool:
    """Whether the verb opens its part, and its subject stands in the main clause before: *Er lobte X, pochte aber auf Y*."""
    opens = index == parts[here].first and here > 0 and parts[here - 1].kind is SegmentKind.MAIN
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return opens and following is not None and following.text[0].islower()


def first_of_sentence(parts: Sequence[Segment], here: int) -> int:
    """Return where the main clause begins whose subject the verb shares: *Wir bedauern, dass …, und bitten um*."""
    back = here
    while back > 0 and parts[back].mark == "," and (back == here or parts[back].kind is not SegmentKind.MAIN):
        back -= 1
    return parts[back].first


def next_demand(clause: Clause, index: int, verbs: Sequence[int]) -> int | None:
    """Return where a later predicate begins that shares the subject of the verb at ``index`` and has a complement.

    *Der Verband fordert Geld | und appelliert an den Bund, die Frist zu verlängern*: the infinitive belongs to the
    later verb, so the first demands only its noun phrase.

    :param verbs: places of all verbs of demanding in the clause, in order
    """
    tokens, parts = clause.tokens, clause.segments
    here = position_at(parts, index)
    for i in verbs:
        at = position_at(parts, i)
        if i <= index or at is None or here is None:
            continue
        if any(part.kind is not SegmentKind.MAIN for part in parts[here : at + 1]):
            return None
        opens = i == parts[at].first and at > here
        last = all(j <= i or position_at(parts, j) != at for j in verbs)
        if (opens or is_joined(tokens, i)) and last and _has_complement(tokens, parts, at):
            begins = i if opens else i - 1
            return begins if tokens[begins].lower not in _ADVERBS else begins - 1
    return None


def next_predicate(tokens: Sequence[Token], part: Segment, begin: int) -> int | None:
    """Return ``begin`` if another predicate is joined there: *Wir sprechen uns gegen ein Register aus | und halten daran fest*."""
    if begin >= part.last - 2 or tokens[begin].lower not in ("und", "sowie", "aber"):
        return None
    verb = tokens[begin + 1]
    return begin if is_verb(verb) and verb.text[0].islower() else None


def asked_besides(clause: Clause, first: int, last: int) -> tuple[int, tuple[Body, ...]]:
    """Return where an infinitive begins and who else is asked: *…, und | den Bund, | die Register zu öffnen*; () if nobody."""
    for i, actor in enumerate(clause.actors):
        opens = first <= actor.first <= first + 1 and actor.determiner not in ("dem", "des", "der", "im")
        if opens and actor.last < last - 1 and clause.tokens[actor.last].text == ",":
            return actor.last + 1, chain(clause.actors, i, clause.tokens)
    return first, ()


def _has_complement(tokens: Sequence[Token], parts: Sequence[Segment], here: int) -> bool:
    following = parts[here + 1] if here + 1 < len(parts) else None
    dass = following is not None and tokens[following.first].lower in ("dass", "daß")
    return dass or (following is not None and complement_follows(parts[: here + 2], here))

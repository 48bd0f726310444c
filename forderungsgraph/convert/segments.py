"""Parts of a sentence between commas, and what each is: main clause, subordinate clause, infinitive …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .tokens import (
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    FINITE_FORMS,
    MODAL_FORMS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    Token,
    is_finite,
    is_participle,
    is_verb,
    zu_infinitives,
)


class SegmentKind(StrEnum):
    """What a part of a sentence is."""

    MAIN = "main"
    SUB = "sub"
    RELATIVE = "relative"
    INFINITIVE = "infinitive"
    PURPOSE = "purpose"
    REPORT = "report"
    FRAGMENT = "fragment"


DEPENDING = frozenset((SegmentKind.SUB, SegmentKind.RELATIVE, SegmentKind.PURPOSE, SegmentKind.INFINITIVE))
"""Clauses that depend on another one."""


@dataclass(frozen=True, slots=True)
class Segment:
    """``tokens[first:last]``, without the marks around it; ``mark`` is what stands before it."""

    first: int
    last: int
    kind: SegmentKind
    mark: str = ""


_SPLIT = frozenset(",;–—:")
_OPEN = {"(": ")", "[": "]"}
_ASKING = frozenset(
    "ob wer wie wann warum weshalb wieso welche welcher welches welchen welchem inwieweit inwiefern wo woran worauf".split()
)
_PURPOSE = frozenset({"um", "ohne", "statt", "anstatt"})


def segments(tokens: Sequence[Token]) -> list[Segment]:
    """Return the segments of a sentence in order; brackets are not looked into."""
    parts: list[tuple[int, int, str]] = []
    first = 0
    mark = ""
    closing: list[str] = []
    for i, token in enumerate(tokens):
        if token.text in _OPEN:
            closing.append(_OPEN[token.text])
        elif closing and token.text == closing[-1]:
            closing.pop()
        elif not closing and token.text in _SPLIT:
            if i > first:
                parts.append((first, i, mark))
            first, mark = i + 1, token.text
    if first < len(tokens):
        parts.append((first, len(tokens), mark))
    return [Segment(a, b, kind_of(tokens[a:b]), m) for a, b, m in parts]


def position_at(parts: Sequence[Segment], index: int) -> int | None:
    """Return which of ``parts`` holds the token ``index``; None for a mark between them."""
    return next((n for n, part in enumerate(parts) if part.first <= index < part.last), None)


def segment_at(parts: Sequence[Segment], index: int) -> Segment | None:
    """Return the one of ``parts`` that holds the token ``index``; None for a mark between them."""
    return next((part for part in parts if part.first <= index < part.last), None)


def words_of(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens that are words."""
    return [token for token in tokens if token.is_word]


def _without_brackets(part: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens outside round brackets: *Sofern ein Amt ein Siegel hat (etwa das Blaue),*."""
    kept: list[Token] = []
    depth = 0
    for token in part:
        depth += token.text == "("
        if not depth:
            kept.append(token)
        depth -= token.text == ")" and depth > 0
    return kept if any(t.is_word for t in kept) else part


def kind_of(part: Sequence[Token]) -> SegmentKind:
    """Return what kind of clause ``part`` is."""
    words = words_of(_without_brackets(part))
    if not words:
        return SegmentKind.FRAGMENT
    start = 1 if words[0].lower in COORDINATORS and len(words) > 1 else 0
    head = words[start].lower
    last = words[-1]
    ends = zu_infinitives(words)
    infinitive = bool(ends)
    verb_last = _verb_last(words) and not (ends and ends[-1] == len(words) - 1)
    inner = verb_last and not _verb_second(words)
    if head in _ASKING and (words[start].text[0].islower() or (head == "wer" and inner and start == 0)):
        return SegmentKind.SUB
    if head in _PURPOSE and infinitive:
        return SegmentKind.PURPOSE
    if head in ("dass", "daß", "ob", "weil", "wenn", "sodass", "damit") or (head in SUBORDINATORS and inner):
        return SegmentKind.SUB
    relative_at = start + 1 if head in PREPOSITIONS and len(words) > start + 1 else start
    pronoun = words[relative_at]
    if (
        pronoun.lower in RELATIVES
        and words[start].text[0].islower()
        and inner
        and len(words) > relative_at + 1
    ):
        return SegmentKind.RELATIVE
    let = words[-2:-1] and words[-2].lower == "zu" and last.lower in _WITH_INFINITIVE
    if finite_position(words[:-3] if let else words) is not None:
        return SegmentKind.MAIN
    if infinitive:
        return SegmentKind.INFINITIVE
    if verb_last and last.lower in FINITE_FORMS and words[0].text[0].islower():
        return SegmentKind.SUB
    return SegmentKind.FRAGMENT


_WITH_INFINITIVE = frozenset("lassen können dürfen müssen sehen helfen lernen".split())
"""Verbs before whose *zu* another infinitive stands: *prüfen zu lassen*."""


def _verb_last(words: Sequence[Token]) -> bool:
    last = words[-1]
    return is_verb(last) and last.lower not in DETERMINERS


def _verb_second(words: Sequence[Token]) -> bool:
    """Whether a finite modal or auxiliary stands before the last verb, as only main clauses have it."""
    for i, word in enumerate(words[:-1]):
        if word.lower not in MODAL_FORMS and word.lower not in _FINITE_AUXILIARIES:
            continue
        if i == len(words) - 2 and words[-1].lower in FINITE_FORMS:
            continue
        if words[i + 1].lower in COORDINATORS:
            continue  # verb-final before „und“: „der besetzt ist und entscheidet“
        return True
    return False


_FINITE_AUXILIARIES = (AUXILIARIES - {"werden", "haben", "sein", "gilt"}) | {
    "gehört",
    "gehören",
    "braucht",
    "bedarf",
}


def finite_position(words: Sequence[Token]) -> int | None:
    """Return the index of the finite verb in second (or first) place of a main clause, None if there is none.

    The finite verb of a main clause is followed by something or is a full verb that ends a short clause.
    """
    for i, word in enumerate(words):
        if not is_finite(word):
            continue
        if word.lower in AUXILIARIES or word.lower in MODAL_FORMS:
            if i < len(words) - 1:
                return i
            continue
        if is_participle(word) and any(w.lower in AUXILIARIES for w in words):
            continue
        if i > 0 and (words[i - 1].lower == "zu" or (words[i - 1].lower, word.lower) == ("wie", "folgt")):
            continue
        if (
            0 < i < len(words) - 1
            and words[i + 1].is_noun
            and words[i - 1].lower in DETERMINERS | PREPOSITIONS | COORDINATORS
            and word.lower.endswith(("en", "e", "er", "em", "es"))
        ):
            continue  # an attribute: „den überarbeiteten Entwurf“
        if (
            re.search(r"[^i]enen$", word.lower)
            and word.lemma != word.lower
            and words[i + 1 : i + 2]
            and words[i + 1].is_noun
        ):
            continue  # „die Kosten der im Vorjahr entstandenen Dienste“
        if (
            word.lower.endswith("en")
            and i == len(words) - 1
            and any(w.lower in MODAL_FORMS or w.lower in AUXILIARIES for w in words[:i])
        ):
            continue
        if i == 0 and not word.lower.endswith(("t", "e", "en")):
            continue
        if i == len(words) - 1 and i > 3:
            continue
        return i
    return None

"""Infinitive clauses of a list, one demand each (annotation guideline, 2.2, rule 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .tokens import DETERMINERS, RELATIVES, Token, is_finite, zu_infinitives


def split_infinitives(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Split coordinated infinitive clauses in ``tokens[first:last]`` (guideline 2.2, rule 3).

    A purpose (*um … zu*) or an infinitive that depends on another one stays with it.
    """
    window = list(tokens[first:last])
    ends = zu_infinitives(window)
    cuts: list[int] = []
    for position, end in enumerate(ends[:-1]):
        following = end + 1
        if following >= len(window):
            break
        mark = window[following].lower
        joined = following
        resumed = _resumed(window, following, ends[position + 1])
        if (
            mark == ","
            and following + 1 < len(window)
            and window[following + 1].lower in ("und", "sowie", "oder")
        ):
            joined = following + 1
        elif resumed is not None:
            joined, mark = resumed, "und"
        elif mark not in ("und", "sowie", "oder", ","):
            continue
        counted = enumerator(window, joined + 1)
        next_end = ends[position + 1]
        rest = window[joined + 1 : next_end + 1]
        if not _own_clause(rest) or _inside_purpose(window, end, ends[position - 1] if position else -1):
            continue
        bare = mark == "," and joined == following and not counted
        if bare and (not _listed(window, ends, position) or _relative(rest)):
            continue
        cuts.append(joined)
    bounds = [-1, *cuts, len(window)]
    return [(first + a + 1, first + b) for a, b in pairwise(bounds)]


def enumerator(window: Sequence[Token], at: int) -> int:
    """Return how many tokens count an infinitive of a running list: *1.*, *(2)*, *c)*; 0 if none."""
    texts = [t.text for t in window[at : at + 3]]
    number = re.compile(r"\d{1,2}|[a-z]")
    if len(texts) == 3 and texts[0] == "(" and number.fullmatch(texts[1]) and texts[2] == ")":
        return 3
    return 2 if len(texts) > 1 and number.fullmatch(texts[0]) and texts[1] in (".", ")") else 0


def behind_enumerator(tokens: Sequence[Token], at: int) -> int:
    """Return the token behind a number that counts an infinitive, else ``at``."""
    return at + enumerator(tokens, at)


def _resumed(window: Sequence[Token], start: int, stop: int) -> int | None:
    """Return the *und* that goes on with the list behind a clause attached to the infinitive before.

    *… einzurichten, an dem Fachleute helfen, und die Initiativen nicht zu vergessen*
    """
    if window[start].text != ",":
        return None
    for i in range(stop - 2, start, -1):
        if window[i].text == "," and window[i + 1].lower in ("und", "sowie"):
            following = window[i + 2]
            if is_finite(window[i - 1]) and (following.lower in DETERMINERS or following.is_noun):
                return i + 1
    return None


def _own_clause(words: Sequence[Token]) -> bool:
    plain = [w for w in words if w.is_word]
    if not plain or plain[0].lower in (
        "um",
        "ohne",
        "statt",
        "anstatt",
        "dass",
        "wenn",
        "damit",
        "wie",
        "ob",
        "was",
    ):
        return False
    if any(w.lower in ("dass", "um", "ob") for w in plain[:2]):
        return False
    content = plain[:-2] if len(plain) > 1 and plain[-2].lower == "zu" else plain[:-1]
    return any(
        w.is_noun or w.lower in ("sich", "dies", "dieses", "diese", "darauf", "dafür", "sie", "es")
        for w in content
    )


def _relative(words: Sequence[Token]) -> bool:
    """Whether a relative clause opens what follows the comma: *, das allen die Möglichkeit gibt, … zu …*"""
    comma = next((i for i, t in enumerate(words) if t.text == ","), None)
    if comma is None or comma < 2 or not is_finite(words[comma - 1]):
        return False
    return words[0].lower in RELATIVES or words[1].lower in RELATIVES


def _inside_purpose(window: Sequence[Token], end: int, previous_end: int) -> bool:
    """Whether the infinitive that ends at ``end`` belongs to *um … zu* and no comma closes it."""
    opened = [
        i for i in range(previous_end + 1, end) if window[i].lower in ("um", "ohne", "statt", "anstatt")
    ]
    opened = [i for i in opened if i == 0 or window[i - 1].text == ","]
    closing = window[end + 1].text == "," if end + 1 < len(window) else True
    return bool(opened) and not closing


def _listed(window: Sequence[Token], ends: Sequence[int], position: int) -> bool:
    """Whether a later infinitive of the list is joined by *und*, which makes commas coordinate, too."""
    for end in ends[position + 1 : -1]:
        if end + 1 < len(window) and window[end + 1].lower in ("und", "sowie"):
            return True
        if (
            end + 2 < len(window)
            and window[end + 1].text == ","
            and window[end + 2].lower in ("und", "sowie")
        ):
            return True
        if end + 1 >= len(window) or window[end + 1].text != ",":
            return False
    return False

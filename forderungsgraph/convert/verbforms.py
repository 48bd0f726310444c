"""Finite verbs of sentences, and what they say of the subject."""

from __future__ import annotations

from collections.abc import Sequence

from .segments import SegmentKind, segments
from .tokens import AUXILIARIES, MODAL_FORMS, RELATIVES, Token, is_participle, is_verb


def called_upon(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the sentence is in the passive: *Der Ring wird gebeten*."""
    passive = tokens[verb].lower in ("wird", "werden", "werde", "wurde", "wurden")
    return passive and any(is_participle(token) for token in tokens[verb + 1 :])


def is_finite_form(token: Token) -> bool:
    """Whether the word is a finite verb by its form and not a plain infinitive or participle."""
    return (
        token.text[0].islower()
        and (
            token.lower in AUXILIARIES
            or token.lower in MODAL_FORMS
            or (is_verb(token) and not token.lower.startswith("ge"))
        )
        and not token.lower.endswith(("end", "ende", "enden"))
    )


def main_verb(tokens: Sequence[Token]) -> int | None:
    """Return the finite verb of the first main clause; of a sentence that only is a clause, its first one."""
    finite = [i for i, t in enumerate(tokens) if is_finite_form(t) and (is_verb(t) or t.lower in AUXILIARIES)]
    main = [part for part in segments(tokens) if part.kind in (SegmentKind.MAIN, SegmentKind.FRAGMENT)]
    return next(
        (i for part in main for i in finite if part.first <= i < part.last), finite[0] if finite else None
    )


def behind_relative(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the verb behind a comma goes on with the main clause: *Der Ring, der … zählt, verlangt …*."""
    commas = [i for i, token in enumerate(tokens[:verb]) if token.text == ","]
    if len(commas) < 2:
        return False
    opening, relative = tokens[: commas[0]], tokens[commas[-2] + 1 : commas[-1]]
    told = any(is_finite_form(token) for token in opening)
    return not told and bool(relative) and any(token.lower in RELATIVES for token in relative[:2])

"""Verbs of demanding in a clause: which, where, and their separated particles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .lexicon import Lexicon, Performative
from .tokens import Token, is_verb, is_zu_infinitive_word, lemma_of, zu_infinitives


def performatives(
    tokens: Sequence[Token], lexicon: Lexicon
) -> Iterator[tuple[int, Performative, int | None]]:
    """Yield the verbs of demanding with their places, and that of the particle if it is separated: *fordert … auf*."""
    for i, token in enumerate(tokens):
        if (
            not token.text[0].islower()
            and not (i == 0 and len(tokens) > 1)
            and not _after_open_quote(tokens, i)
        ):
            continue
        if _is_attribute(tokens, i):
            continue
        lemma = lemma_of(token.lower) if token.text[0].isupper() else token.lemma
        if token.text[0].isupper() and not is_verb(_lowered(token)):
            continue
        if is_zu_infinitive_word(token) or (i and tokens[i - 1].lower == "zu"):
            continue
        particle = _particle(tokens, i, lemma, lexicon)
        verb = lexicon.split_verbs[(lemma, tokens[particle].lower)] if particle else lexicon.verbs.get(lemma)
        if verb is None or verb.subject == "never":
            continue
        if token.lower in ("bestimmt", "gebeten") and verb.lemma not in ("bitten",):
            continue
        if i and tokens[i - 1].lower in ("wie", "als"):
            continue  # „wie erwartet“
        if verb.lemma == "fordern" and "fördern" in (t.lower for t in tokens[max(0, i - 2) : i + 3]):
            continue  # „fordern und fördern“
        if token.lower == "bitte" and "ich" not in {t.lower for t in tokens[max(0, i - 3) : i + 3]}:
            continue  # „Der Minister möge bitte aufhören, …“
        yield i, verb, particle


def _is_attribute(tokens: Sequence[Token], i: int) -> bool:
    """Whether a present participle describes a noun: *die dringende Bitte*."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        re.search(r"end(?:e[nmrs]?)$", tokens[i].lower) is not None
        and following is not None
        and following.text[0].isupper()
    )


def _after_open_quote(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and tokens[i - 1].text in '„»"“:'


def _lowered(token: Token) -> Token:
    lower = token.lower
    return Token(token.start, token.end, lower, lower, lemma_of(lower))


def _particle(tokens: Sequence[Token], i: int, lemma: str, lexicon: Lexicon) -> int | None:
    """Return the index of the separated particle of the verb at ``i``, None if there is none."""
    for j in range(i + 1, min(i + 45, len(tokens))):
        token = tokens[j]
        if token.text in ";:!?":
            return None
        if (lemma, token.lower) in lexicon.split_verbs:
            following = tokens[j + 1] if j + 1 < len(tokens) else None
            if following is None or not following.is_word or following.lower in ("und", "oder", "sowie"):
                return j
            known = lexicon.split_verbs[(lemma, token.lower)]
            if following.lower in known.needs and following.lower in ("für", "gegen", "zu", "zum", "zur"):
                return j  # „macht sich stark für ein Budget“
            if tokens[j - 1].lower in ("wir", "ich") and zu_infinitives(tokens[j + 1 :]):
                return j  # „Absatz 2 schlagen wir vor zu streichen.“
        if token.lower in ("dass", "daß") and j > i + 1:
            return None
    return None

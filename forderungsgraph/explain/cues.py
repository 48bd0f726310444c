"""Cue words of a sentence in which no rule found anything: why a reader might have expected a demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..convert.lexicon import Lexicon
from ..convert.segments import segments
from ..convert.tokens import Token, tokenize


def cue_words(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int, str, str]]:
    """Yield begin and end of each cue word of ``text[start:end]``, its list, and the kind of its clause."""
    tokens = tokenize(text, start, end)
    parts = segments(tokens)
    for i, token in enumerate(tokens):
        kind = _list_of(tokens, i, lexicon)
        if kind is not None:
            part = next((part for part in parts if part.first <= i < part.last), None)
            yield token.start, token.end, kind, part.kind.value if part is not None else ""


def _list_of(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> str | None:
    token = tokens[i]
    if any(token.lower in lexicon.of(f"modal.{name}") for name in ("must", "should", "may", "wish")):
        return "modal"
    if token.lower in lexicon.of("need.adjectives") or token.lemma in lexicon.of("need.verbs"):
        return "need"
    if token.is_noun and token.lemma in lexicon.nouns:
        return "noun"
    lemma = token.lemma.lower()
    verb = lexicon.verbs.get(lemma)
    if token.text[0].islower() or i == 0:
        split = any((lemma, later.lower) in lexicon.split_verbs for later in tokens[i + 1 :])
        if split or (verb is not None and verb.subject != "never"):
            return "verb"
    return None

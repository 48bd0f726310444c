"""Finding the sentences that somebody asks about: by their words, or by a position."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..errors import UsageError
from .model import Explanation, Sentence
from .visible import visible

_SHOWN = 90


def sentences_with(explanation: Explanation, words: str) -> tuple[int, ...]:
    """Return the numbers of the sentences in which ``words`` stand, whatever breaks or marks are between.

    :raises UsageError: if they stand nowhere; the hint quotes the most similar sentences
    """
    wanted, _ = _letters(words)
    if not wanted:
        raise UsageError("Die gesuchten Worte enthalten keinen Buchstaben", hint="Worte aus dem Satz angeben")
    letters, places = _letters(explanation.text)
    found: set[int] = set()
    at = letters.find(wanted)
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        found |= {
            sentence.number
            for sentence in explanation.sentences
            if sentence.mark.span.start < end and start < sentence.mark.span.end
        }
        at = letters.find(wanted, at + 1)
    if not found:
        raise UsageError(
            f"Diese Worte stehen nicht in {visible(explanation.name)}: „{_short(words)}“",
            hint=_similar(explanation.sentences, wanted),
        )
    return tuple(sorted(found))


def sentence_at(explanation: Explanation, offset: int) -> tuple[int, ...]:
    """Return the number of the sentence at ``offset``, or of the next one where none stands there.

    :raises UsageError: if the text ends before, or has no sentence
    """
    if offset >= len(explanation.text):
        raise UsageError(
            f"Stelle {offset} liegt hinter dem Ende von {visible(explanation.name)}",
            hint=f"Der Text hat {len(explanation.text)} Zeichen, gezählt ab 0",
        )
    behind = [one for one in explanation.sentences if one.mark.span.end > offset]
    chosen = behind or explanation.sentences[-1:]
    if not chosen:
        raise UsageError(f"{visible(explanation.name)} enthält keinen Satz", hint="Einen anderen Text nennen")
    return (min(chosen, key=lambda one: one.mark.span).number,)


def focused(explanation: Explanation, sentences: Sequence[int]) -> Explanation:
    """Return the explanation of some sentences only."""
    return replace(explanation, focus=tuple(sorted(set(sentences))))


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of ``text`` in one case, with the place of each."""
    letters: list[str] = []
    places: list[int] = []
    for i, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if letter.isalnum():
                letters.append(letter)
                places.append(i)
    return "".join(letters), places


def _similar(sentences: Sequence[Sentence], wanted: str) -> str:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored: list[tuple[float, int, Sentence]] = []
    for sentence in sentences:
        matcher.set_seq1(_letters(sentence.mark.text)[0])
        if (
            matcher.real_quick_ratio() > 0.5
            and matcher.quick_ratio() > 0.5
            and (ratio := matcher.ratio()) > 0.5
        ):
            scored.append((-ratio, sentence.number, sentence))
    if not scored:
        return "Worte genau so angeben, wie sie im Text stehen, oder --offset benutzen"
    quoted = (
        f"„{_short(sentence.mark.text)}“ (--offset {sentence.mark.span.start})"
        for _, _, sentence in sorted(scored)[:3]
    )
    return f"Ähnlich: {'; '.join(quoted)}"


def _short(words: str) -> str:
    line = visible(" ".join(words.split()))
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"

"""Where quotation marks hold a statement, also one that its speaker interrupts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .tokens import Token, is_verb, tokenize

_OPENERS = {"„": '“”"', "»": "«", "«": "»", "“": '”"', "‚": "‘’", "›": "‹"}


QUOTED_WORDS = re.compile(r"[„»\"“][^“”«\"„»]*[“”«\"]")
"""Whatever stands between quotation marks, said by somebody or not."""


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the ranges between quotation marks that hold a statement, not a mere name."""
    found: list[tuple[int, int]] = []
    ends: dict[str, int] = {}  # for each kind of closing marks, where the next one stands
    verbless = -1  # the end of a passage without a verb; what begins later in it has none, either
    i = 0
    while i < len(text):
        closing = _OPENERS.get(text[i])
        if text[i] == '"':
            closing = '"“”'
        if closing is None or (text[i] in "“»«" and i and text[i - 1].isalnum()):
            i += 1
            continue
        if ends.get(closing, -1) <= i:
            ends[closing] = _closed(text, i + 1, closing)
        end = _through_insertion(text, i, ends[closing])
        inner = text[i + 1 : end]
        words = inner.split()
        if len(inner) < 120 and _NAMING.search(text[max(0, i - 40) : i]):
            i = end + 1
            continue  # „unter dem Motto „Mehr Netz!“ …“ names something
        statement = _ends_like_statement(inner, words)
        if not statement and len(words) >= 3 and end != verbless:
            tokens = tokenize(inner)
            verbs = [token for token in tokens if is_verb(token)]
            verbless = verbless if verbs else end
            said = text[end + 1 : end + 2] == "," and inner[:1].isupper() and bool(verbs)
            statement = said or _sounds_like_statement(words, tokens, verbs)
        if statement:
            found.append((i + 1, end))
            i = end + 1
        else:
            i = end + 1 if len(inner) < 120 else i + 1
    return found


_NAMING = re.compile(
    r"\b(?:Mottos?|Titels?|Überschrift|Slogans?|Leitsatz|Leitspruch|Kampagnen?|Namens?|Prinzips?|Grundsatz(?:es)?|Stichworts?|Schlagworts?|Sinne von|Reihe|"
    r"Initiative|Aktion|Petition|Buchs?|Studie|Broschüre|Papiers?)\s*:? ?$"
)


def _closed(text: str, start: int, closing: str) -> int:
    """Return where one of the marks ``closing`` stands from ``start`` on, or the end of the text."""
    inner = -1
    for j in range(start, len(text)):
        if j <= inner:
            continue
        if text[j] == "„" and "“" in closing and text[start - 1] == "„":
            inner = _nested(text, j, closing)
        elif text[j] in closing and not (text[j] == '"' and j + 1 < len(text) and text[j + 1].isalnum()):
            return j
    return len(text)


def _nested(text: str, start: int, closing: str) -> int:
    """Return where a quotation inside a quotation with the same marks ends, -1 if it is none."""
    ends = [j for j in range(start + 1, min(start + 80, len(text))) if text[j] in closing]
    if not ends:
        return -1
    rest = text[ends[0] + 1 : ends[0] + 600]
    closed = next((j for j, mark in enumerate(rest) if mark in closing), None)
    opened = rest.find("„")
    return ends[0] if closed is not None and not 0 <= opened < closed else -1


INSERTED = re.compile(
    r"[“”«\"],?\s+(?:so|sagt|sagte|betont|betonte|erklärt|erklärte|mahnt|meint|meinte|ergänzt|fordert|kritisiert|warnt)\b(?P<who>[^„»“\".!?]{2,120}),\s*[„»\"](?=[a-zäöüß])"
)


def _through_insertion(text: str, start: int, end: int) -> int:
    """Return the end of a quotation that its speaker interrupts: *„Das Land“, so die Präsidentin, „sollte …“*"""
    match = INSERTED.match(text, end)
    if match is None:
        return end
    closing = _OPENERS.get(text[start], '"“”')
    return next((j for j in range(match.end(), len(text)) if text[j] in closing), len(text))


def _ends_like_statement(inner: str, words: Sequence[str]) -> bool:
    """Whether a quotation ends with a mark that ends sentences, or before a speaker: *„Das Land muss zahlen,“*"""
    ends = (".", "!") if len(words) == 3 else (".", "!", "?", "…", ",")
    return len(words) >= 3 and inner.rstrip().endswith(ends)


def _sounds_like_statement(words: Sequence[str], tokens: Sequence[Token], verbs: Sequence[Token]) -> bool:
    """Whether a quotation without such a mark has a verb and the length of a sentence."""
    if len(words) >= 6 and verbs and not tokens[0].text.islower():
        return True
    return len(words) >= 8 and any(not verb.lower.endswith("en") for verb in verbs)

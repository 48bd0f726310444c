"""Where quotation marks hold a statement, also one that its speaker interrupts."""

from __future__ import annotations

import re

from .tokens import is_verb, tokenize

_OPENERS = {"„": '“”"', "»": "«", "«": "»", "“": '”"', "‚": "‘’", "›": "‹"}


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the ranges between quotation marks that hold a statement, not a mere name."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(text):
        closing = _OPENERS.get(text[i])
        if text[i] == '"':
            closing = '"“”'
        if closing is None or (text[i] in "“»«" and i and text[i - 1].isalnum()):
            i += 1
            continue
        end = next(
            (
                j
                for j in range(i + 1, len(text))
                if text[j] in closing and not (text[j] == '"' and j + 1 < len(text) and text[j + 1].isalnum())
            ),
            None,
        )
        if end is None:
            end = len(text)
        end = _through_insertion(text, i, end)
        inner = text[i + 1 : end]
        said = (
            text[end + 1 : end + 2] == ","
            and len(inner.split()) >= 3
            and inner[:1].isupper()
            and any(is_verb(t) for t in tokenize(inner))
        )
        if said or _is_statement(inner):
            found.append((i + 1, end))
            i = end + 1
        else:
            i = end + 1 if len(inner) < 120 else i + 1
    return found


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


def _is_statement(inner: str) -> bool:
    words = inner.split()
    if len(words) < 4:
        return bool(words) and inner.rstrip().endswith(("!", ".")) and len(words) >= 3
    if inner.rstrip().endswith((".", "!", "?", "…", ",")) and len(words) >= 4:
        return True
    tokens = tokenize(inner)
    return (len(words) >= 6 and any(is_verb(t) for t in tokens) and not tokens[0].text.islower()) or (
        len(words) >= 8 and any(is_verb(t) and not t.lower.endswith("en") for t in tokens)
    )

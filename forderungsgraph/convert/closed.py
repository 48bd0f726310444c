"""Where a name must end: the noun phrase that the sentence closes before its verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .nameforms import HEAD


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark with its place in the text."""

    text: str
    start: int
    end: int


def adjacent(text: str, words: list[Word], j: int) -> bool:
    """Whether nothing but one blank stands before ``words[j]``."""
    return 0 < j < len(words) and text[words[j - 1].end : words[j].start] == " "


OFFICE = re.compile(
    r"(?:[Pp]räsident(?:in)?|[Vv]orsitzende[rn]?|[Gg]eschäftsführer(?:in)?|[Ss]precher(?:in)?|[Dd]irektor(?:in)?|[Vv]orstand|[Ll]eiter(?:in)?|[Ss]ekretär(?:in)?)$"
)


_BEFORE_VERB = frozenset(("Für", "Bei", "Von", "Nach", "Mit", "Gegen", "Laut"))


def _listed_with(words: list[Word], i: int) -> bool:
    """Whether the first words of the sentence before ``words[i]`` name a body, and no verb follows it."""
    for k in range(i - 2, max(-1, i - 14), -1):
        if words[k].text[-1] in ".!?:":
            return False
        if re.fullmatch(r"[a-zäöüß]{3,}(?:t|en)", words[k].text):
            return False
        if HEAD.fullmatch(words[k].text) and (k == 0 or words[k - 1].text in ("Der", "Die", "Das", ",")):
            return True
    return False


def _ends_before(text: str, words: list[Word], i: int) -> bool:
    """Whether a sentence or line ends before ``words[i]``."""
    return words[i - 1].text[-1] in ".!?:“" or "\n" in text[words[i - 1].end : words[i].start]


def is_closed(text: str, words: list[Word], i: int, j: int) -> bool:
    """Whether ``words[i:j]`` can only be one noun phrase: genitive, or first constituent before the verb."""
    head = HEAD.fullmatch(words[i].text)
    before = words[i - 1].text if i else ""
    if head is not None and head["case"] and before.lower() in ("des", "eines"):
        return True
    following = text[words[j - 1].end : words[j - 1].end + 2]
    opens = i == 1 or (i >= 2 and _ends_before(text, words, i - 1))
    if before in ("Der", "Die", "Das") and opens:
        if j >= len(words) or not following.startswith(" "):
            return False
        if words[j].text in ("und", "sowie"):
            # „Der Verein X und die Kammer Y“ are two subjects
            return (
                j + 2 < len(words)
                and words[j + 1].text in ("der", "die", "das")
                and HEAD.fullmatch(words[j + 2].text) is not None
            )
        return words[j].text[0].islower() and words[j].text != "oder"
    if before in (",", "und", "sowie") and _listed_with(words, i):
        # „Bund der A, Verband Kultur und Stiftung Dorf haben …“
        verb = words[j].text if j < len(words) else ""
        more = verb in (",", "und", "sowie") and j + 1 < len(words) and HEAD.fullmatch(words[j + 1].text)
        return bool(more) or re.fullmatch(r"[a-zäöüß]{3,}en|sind", verb) is not None
    if before in ("der", "die", "das", "den", "dem") and i >= 2:
        governor = words[i - 2]
        first = i == 2 or (i >= 3 and _ends_before(text, words, i - 2))
        if governor.text in _BEFORE_VERB and first and following.startswith(" "):
            # „Für die Initiative X erklärte“: one constituent stands before the verb
            return j < len(words) and words[j].text[0].islower() and words[j].text not in ("und", "oder")
        if governor.text in ("und", "sowie") and j < len(words):
            return following.startswith(" ") and words[j].text[0].islower()
    if (
        before in ("der", "des", "vom", "von", "beim")
        and i >= 2
        and OFFICE.search(words[i - 2].text)
        and i + 2 <= j <= i + 4
    ):
        # „Präsidentin der Kammer X“: the attribute of an office ends with the name
        return j >= len(words) or not following.startswith(" ") or words[j].text[0].islower()
    if before in ("der", "die", "das") and following.startswith((":", ",")):
        return following[0] == ":"
    return before in ("vom", "beim") and following[:1] in (")", ":")

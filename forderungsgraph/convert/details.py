"""Stage *details*: deadlines, amounts, topics, instruments and target groups of a demand.

Topics, instruments and target groups come from word lists in ``data/lexicon/cues.toml``; the file says
how its entries are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from forderungsgraph.model import Instrument, Mention, SpeechAct

from .deadlines import deadlines
from .lexicon import shipped_lexicon
from .money import amounts

__all__ = ["amounts", "cues", "deadlines", "instruments", "target_groups", "topics"]

_MARKS = re.compile(r"[^\w§-]+")
_MOST = 3
_FOR_A_MENTION = 2.0
_FOR_A_REPETITION = 0.25
_Cues = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


def topics(wording: str, mentions: Sequence[Mention] = ()) -> tuple[str, ...]:
    """Return the keys of at most three topics, best first; ``("other",)`` if none fits.

    :param mentions: what the demand mentions; a mentioned service or law speaks for its topic, too
    """
    scores = _scores("topics", wording)
    by_mention = _topics_of_mentions()
    for kind, key in dict.fromkeys((mention.kind.value, mention.key) for mention in mentions):
        topic = by_mention.get(f"{kind}:{key}")
        if topic is not None:
            scores[topic] = scores.get(topic, 0.0) + _FOR_A_MENTION
    return tuple(_best(scores, _cues("topics"))) or ("other",)


def instruments(wording: str, act: SpeechAct | None = None) -> tuple[Instrument, ...]:
    """Return at most three kinds of act that are demanded, best first.

    :param act: a rejection demands above all to refrain
    """
    scores = _scores("instruments", wording)
    found = list(_best(scores, _cues("instruments")))
    if act is SpeechAct.REJECTION:
        omission = Instrument.OMISSION.value
        found = [omission, *(key for key in found if key != omission)][:_MOST]
    return tuple(Instrument(key) for key in found)


def target_groups(wording: str) -> tuple[str, ...]:
    """Return the keys of the groups that the wording names, in the order of the lexicon."""
    scores = _scores("target_groups", wording)
    return tuple(key for key in _cues("target_groups") if key in scores)


def cues(section: str, key: str, wording: str) -> tuple[str, ...]:
    """Return the cues of one list that stand in the wording, in the order of the lexicon.

    :param section: ``topics``, ``instruments`` or ``target_groups``
    """
    listed, excluded = _cues(section).get(key, ((), ()))
    text = _without(_plain(wording), excluded)
    return tuple(dict.fromkeys(cue.strip() for cue in listed if cue in text))


def _plain(wording: str) -> str:
    return f" {_MARKS.sub(' ', wording.lower()).strip()} "


def _without(text: str, excluded: Iterable[str]) -> str:
    for phrase in excluded:
        text = text.replace(phrase, " ")
    return text


def _scores(section: str, wording: str) -> dict[str, float]:
    """Return a score for each list of ``section`` with a cue in ``wording``."""
    plain = _plain(wording)
    found: dict[str, float] = {}
    for key, (listed, excluded) in _cues(section).items():
        text = _without(plain, excluded)
        score = sum(1 + _FOR_A_REPETITION * (times - 1) for cue in listed if (times := text.count(cue)))
        if score:
            found[key] = score
    return found


def _best(scores: Mapping[str, float], order: Iterable[str]) -> list[str]:
    """Return the keys with the highest scores; of equal ones the first in ``order``."""
    ranks = {key: rank for rank, key in enumerate(order)}
    return sorted(scores, key=lambda key: (-scores[key], ranks.get(key, len(ranks))))[:_MOST]


@cache
def _cues(section: str) -> _Cues:
    """Return the lists of a section, each as cues and phrases to leave out."""
    return {
        key: (
            tuple(word for word in words if not word.startswith("!")),
            tuple(word[1:] for word in words if word.startswith("!")),
        )
        for key, words in shipped_lexicon().section(section).items()
    }


@cache
def _topics_of_mentions() -> Mapping[str, str]:
    return {
        entity: topic
        for topic, entities in shipped_lexicon().section("mention_topics").items()
        for entity in entities
    }

"""Stage *details*: deadlines, amounts, topics, instruments and target groups of a demand."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Deadline, Instrument, Mention, Money, SpeechAct
from .lexicon import shipped_lexicon
from .normalise import MappedText


def deadlines(text: MappedText) -> tuple[Deadline, ...]:
    """Return the deadlines in ``text``."""
    del text
    return ()


def amounts(text: MappedText) -> tuple[Money, ...]:
    """Return the amounts of money in ``text``."""
    del text
    return ()


def topics(wording: str, mentions: Sequence[Mention] = ()) -> tuple[str, ...]:
    """Return at most three topic keys, best first; ``("other",)`` if none fits."""
    del mentions
    lower = wording.lower()
    found = [
        key for key, cues in shipped_lexicon().section("topics").items() if any(c in lower for c in cues)
    ]
    return tuple(found[:3]) or ("other",)


def instruments(wording: str, act: SpeechAct | None = None) -> tuple[Instrument, ...]:
    """Return what kinds of act are demanded, best first."""
    del act
    lower = wording.lower()
    section = shipped_lexicon().section("instruments")
    return tuple(Instrument(key) for key, cues in section.items() if any(cue in lower for cue in cues))


def target_groups(wording: str) -> tuple[str, ...]:
    """Return the keys of the groups for whom something is demanded."""
    lower = wording.lower()
    section = shipped_lexicon().section("target_groups")
    return tuple(key for key, cues in section.items() if any(cue in lower for cue in cues))

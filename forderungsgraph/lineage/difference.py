"""What changed from one wording to another, by words (Ratcliff and Obershelp, in the standard library)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from forderungsgraph.relations import Change

_WORD: Final = re.compile(r"\S+")
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: the same in both wordings, or replaced, left out (``after`` empty), added (``before`` empty)."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether nothing changed here but case and punctuation."""
        return _folded(self.before) == _folded(self.after)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return both wordings as runs of words, in order; joined by blanks they give the wordings again.

    >>> [(piece.before, piece.after) for piece in pieces("das Gesetz zügig erlassen", "das Gesetz bis 2027 erlassen")]
    [('das Gesetz', 'das Gesetz'), ('zügig', 'bis 2027'), ('erlassen', 'erlassen')]
    """
    old, new = _WORD.findall(before)[:_LONGEST], _WORD.findall(after)[:_LONGEST]
    matcher = SequenceMatcher(
        None, [_folded(word) for word in old], [_folded(word) for word in new], autojunk=False
    )
    return tuple(
        Piece(" ".join(old[i1:i2]), " ".join(new[j1:j2])) for _, i1, i2, j1, j2 in matcher.get_opcodes()
    )


def difference(before: str, after: str) -> tuple[Change, ...]:
    """Return what changed from ``before`` to ``after``.

    >>> difference("Geld für Schulen", "Geld für alle Schulen")
    (Change(before='', after='alle'),)
    """
    return tuple(Change(piece.before, piece.after) for piece in pieces(before, after) if not piece.same)


def _folded(word: str) -> str:
    return word.strip(".,;:!?„“\"'()–-").casefold()

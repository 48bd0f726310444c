"""The values that stand for who acts: a body, and where a text names it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A body that can demand or be addressed.

    :param public: whether it is a public body that demands are usually addressed to
    :param generic: whether only the form of the noun says that it can act (*die Krankenkassen*)
    :param members: the bodies that a common name stands for (*die beiden Verbände*)
    """

    name: str
    key: str | None = None
    public: bool = False
    plural: bool = False
    generic: bool = False
    members: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorMention:
    """``tokens[first:last]`` names ``body``.

    :param governed: preposition that governs the phrase, "" if none
    :param genitive: whether it is an attribute of the noun before it
    """

    first: int
    last: int
    start: int
    end: int
    body: Body
    governed: str = ""
    genitive: bool = False
    determiner: str = ""


def each(bodies: Iterable[Body]) -> tuple[Body, ...]:
    """Return the bodies, those that a common name stands for in its place, each once."""
    return tuple(dict.fromkeys(one for body in bodies for one in (body.members or (body,))))

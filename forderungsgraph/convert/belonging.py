"""Rule N-belongs: where something should go (*gehört in eine Hand*, *gehört abgeschafft*, *gehört nach Berlin*)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .candidates import Clause
from .segments import Segment, SegmentKind
from .tokens import Token


def belonging(clause: Clause, index: int, part: Segment) -> tuple[str, float] | None:
    """Return the rule and weight if the verb at ``index`` says where something should go or what becomes of it."""
    token = clause.tokens[index]
    if token.lower not in ("gehört", "gehören", "gehörten", "gehöre") or part.kind in (
        SegmentKind.SUB,
        SegmentKind.RELATIVE,
    ):
        return None
    before = clause.tokens[part.first : index]
    behind = [t for t in clause.tokens[index + 1 : part.last] if t.is_word]
    rest = [t.lower for t in behind]
    if rest and _fronted(before) and behind[0].lower not in ("zu", "zum", "zur"):
        return "N-belongs", 0.7
    if not rest or "auch" in rest[:1]:
        return None
    if {"zu", "zum", "zur"} & set(rest[:4]):
        # „gehört zum Alltag“ tells, „gehört zum Produkt und nicht auf die Rechnung“ corrects
        corrects = re.search(r"\bund nicht (?:auf|in|an|zu[mr]?|unter|vor|nach)\b", " ".join(rest))
        return ("N-belongs", 0.66) if corrects else None
    last = rest[-1]
    words = [t.lower for t in clause.tokens if t.is_word]
    if {last, words[-1]} & {"an", "dazu", "hierzu", "zusammen"}:
        return None
    participle = any(
        (
            _PARTICIPLE.search(word)
            or word.endswith(("beitet", "dacht", "schrieben", "worfen", "setzt", "stellt", "baut"))
        )
        and rest[i + 1 : i + 2] in ([], ["und"], ["oder"])
        for i, word in enumerate(rest)
    )
    placed = bool(_PLACED & set(rest)) or _sent(behind) or _SWITCHED.search(" ".join(rest)) is not None
    return ("N-belongs", 0.74) if participle or placed else None


def _fronted(before: Sequence[Token]) -> bool:
    """Whether the clause opens with the place: *Auf den Prüfstand gehört …*, *In jede Ausschreibung gehört …*"""
    words = [t for t in before if t.is_word]
    return (
        2 <= len(words) <= 7
        and words[0].lower in _INTO
        and words[-1].is_noun
        and (words[0].lower in ("ins", "ans", "aufs") or words[1].lower in _ACCUSATIVE)
    )


def _sent(behind: Sequence[Token]) -> bool:
    """Whether a place follows *nach*: *gehört nach Berlin*, but not *gehört nach Ansicht der Kammer*."""
    for word, following in pairwise(behind):
        if word.lower == "nach" and following.is_noun and following.text not in _HELD:
            return True
    return False


_INTO = frozenset({"in", "ins", "auf", "aufs", "an", "ans", "unter", "vor", "hinter"})
_ACCUSATIVE = frozenset("den die das jede jeden jedes ein eine einen diese diesen dieses eigene".split())
_HELD = frozenset("Ansicht Auffassung Meinung Überzeugung Angaben Einschätzung Art Größe Einwohnern".split())
_SWITCHED = re.compile(r"\bvom (?:netz|tisch|markt|platz)\b")
_PARTICIPLE = re.compile(r"(?:^|\w)ge\w+(?:t|en)$|iert$|schafft$|^(?:ver|er|ent|be|zer)\w+(?:t|en)$")
_PLACED = frozenset(
    "in auf an aufs ins ans unter vor dran hinein rein hin weg her raus hinaus zurück".split()
)

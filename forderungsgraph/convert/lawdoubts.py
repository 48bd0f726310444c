"""Abbreviations that could mean anything: when nothing beside them speaks for an act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from forderungsgraph.model import NameKind

from . import lawforms
from .gazetteer import Match
from .lawhits import LawContext
from .places import state_of_adjective
from .readings import Reading
from .tokens import Token


def is_doubtful(tokens: Sequence[Token], match: Match[tuple[Reading, ...]], context: LawContext) -> bool:
    """Whether an abbreviation may be anything: two letters, or known from citations, and nothing speaks for an act.

    What speaks for it: a citation nearby, the act's name elsewhere in the document, or an article as acts have it
    (*das EEG*, *nach der HKO*).
    """
    word = match.name if match.part else tokens[match.first].text
    cited_only = all(name.kind is NameKind.CITATION for _, name in match.payload)
    if not cited_only and (
        match.last - match.first > 1 or len(word) > 2 or word == "GG" or not word.isupper()
    ):
        return False
    nearby = tokens[max(0, match.first - 8) : match.first]
    if any(token.text.startswith(("§", "Art")) for token in nearby):
        return False
    number = tokens[match.first - 1].text if match.first > 0 and not match.part else ""
    if re.fullmatch(r"\d+[a-z]?", number) and any(
        t.text == "§" for t in tokens[max(0, match.first - 20) : match.first]
    ):
        return False  # *§§ 3a VwVfG, 36a SGB I und 87a AO*
    if any(entity.key in context.spelled for entity, _ in match.payload):
        return False
    return match.part or not _has_article(tokens, match.first, context.territory, match.payload)


def _has_article(
    tokens: Sequence[Token], first: int, territory: str | None, meant: Iterable[Reading]
) -> bool:
    """Whether an abbreviation has the article of its noun: *das BTHG*; of the Land also *im KAG*, *nach der LHO*.

    Three letters are enough for the Land's acts, four for those of the Federation.
    """
    word = re.sub(r"s$", "", tokens[first].text)
    if first > 1 and state_of_adjective(tokens[first - 1].text) is not None:
        first -= 1  # *das Hessische KAG*
    before = tokens[first - 1].lower if first > 0 else ""
    own = any(name.territory == territory is not None for _, name in meant)
    if len(word) < (3 if own else 4) or word in lawforms.NO_LAW:
        return False
    if word.endswith("G"):
        return before in lawforms.NEUTER_BEFORE
    return own and word.endswith("O") and before in ("die", "der", "nach", "zur")

"""Acts that are found without being listed: titles, the document's own abbreviations, types, letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from forderungsgraph.model import NameKind

from . import lawforms, lawhits, lawnames
from .gazetteer import Gazetteer, name_key
from .lawhits import LawContext, LawHit
from .provisions import citations
from .readings import Reading, choose
from .tokens import Token

_AMENDS = re.compile(
    r"Gesetz(?:(?:es)?entwurf)? (?:zur|über die|für die) (?:\w+ )?Änderung\b|Gesetz(?:es)?entwurf über"
)


class UnlistedLaws:
    """Finds acts by the form of their names; a name that turns out to be listed leads to the listed act.

    :param names: the names of the listed acts
    :param by_letters: their abbreviations, however they are hyphenated
    :param by_number: those of the Union by their numbers: ``2016/679``
    """

    def __init__(
        self,
        names: Gazetteer[tuple[Reading, ...]],
        by_letters: Mapping[str, tuple[Reading, ...]],
        by_number: Mapping[str, Reading],
    ) -> None:
        self._names = names
        self._by_letters = by_letters
        self._by_number = by_number

    def find(
        self,
        text: str,
        tokens: Sequence[Token],
        context: LawContext,
        taken: set[int],
        no_law: set[int],
    ) -> Iterable[LawHit]:
        """Yield the acts in ``text``, outside the tokens ``taken`` by listed ones and those that are ``no_law``."""
        yield from self._titled(text, tokens, context, taken)
        yield from self._typed(text, tokens, context, taken | no_law)
        yield from self._lettered(text, tokens, taken | no_law, context.territory)
        yield from self._books(text, tokens)
        by_start = {token.start: i for i, token in enumerate(tokens)}
        for start, end, name in lawforms.yearly_acts(text):
            yield from _spelled(tokens, by_start.get(start, -1), start, end, name, taken)

    def _titled(
        self, text: str, tokens: Sequence[Token], context: LawContext, taken: set[int]
    ) -> Iterable[LawHit]:
        """Yield the acts that are named by a title that no lexicon knows."""
        covered = [(tokens[i].start, tokens[i].end) for i in sorted(taken)]
        for start, end, title, short in lawnames.titles(text):
            if any(s == start for s, _ in covered):
                continue
            inside = [i for i, token in enumerate(tokens) if start <= token.start and token.end <= end]
            if inside and title.startswith("Staatsvertrag"):
                known = self._treaty(tokens, inside[0], tokens[inside[1] : inside[-1] + 4])
                if known:
                    yield replace(known[0], end=end, last=inside[-1] + 1)
                    continue
            # *Gesetz zur Änderung des …* without an abbreviation of its own is about the act that it changes
            if inside and not (_AMENDS.match(title) is not None and short is None):
                known_act = self._names.word(short) if short is not None else None
                numbered = self._by_number.get(lawnames.number_of(title) or "")
                if numbered is not None:
                    entity, written = numbered
                    name = context.shown.get(entity.key, written.shown or title)
                    yield LawHit(start, end, inside[0], inside[-1] + 1, name, entity.key, "law.title")
                elif known_act is None:
                    yield LawHit(start, end, inside[0], inside[-1] + 1, short or title, None, "law.title")
                else:
                    key = known_act[1][0][0].key
                    name = context.shown.get(key, short or title)
                    yield LawHit(start, end, inside[0], inside[-1] + 1, name, key, "law.title")

    def _typed(
        self, text: str, tokens: Sequence[Token], context: LawContext, taken: set[int]
    ) -> Iterable[LawHit]:
        """Yield the acts known by the document's own abbreviations and by the form of their names."""
        for i, token in enumerate(tokens):
            own = context.abbreviations.get(token.text) or context.abbreviations.get(
                re.sub(r"s$", "", token.text)
            )
            if own is not None and i not in taken:
                yield LawHit(token.start, token.end, i, i + 1, own[0], own[1], "law.defined")
                continue
            if i in taken:
                continue
            compound = lawnames.law_in_compound(token.text)
            if compound is not None:
                yield from self._compounded(token, i, compound, context)
                continue
            typed = lawnames.law_type(token.text)
            if typed is not None and typed[1] == "satzung" and lawhits.is_of_each(tokens, i):
                continue
            if typed is not None:
                hit = lawhits.typed_hit(tokens, i, *typed)
                own = context.named.get(name_key(text[hit.start : hit.end]))
                yield hit if own is None else replace(hit, name=own[0], key=own[1], rule="law.defined")
            elif token.lower in ("staatsvertrag", "staatsvertrags", "staatsvertrages"):
                yield from self._treaty(tokens, i, tokens[:i]) or (
                    LawHit(token.start, token.end, i, i + 1, "Staatsvertrag", None, "law.type"),
                )

    def _compounded(self, token: Token, i: int, law: str, context: LawContext) -> Iterable[LawHit]:
        """Yield the act of *Grundgesetzänderung*, *Transparenzgesetzentwurf*."""
        known = self._names.word(law)
        chosen = choose(known[1], context.territory, None, law) if known is not None else None
        if chosen is not None and chosen[1].kind is not NameKind.NEGATIVE:
            entity, name = chosen
            shown = name.shown or name.text
            yield LawHit(token.start, token.start + len(law), i, i + 1, shown, entity.key, "law.name.part")
        elif chosen is None and (typed := lawnames.law_type(law)) is not None:
            yield LawHit(token.start, token.start + len(law), i, i + 1, typed[0], None, "law.type")

    def _lettered(
        self, text: str, tokens: Sequence[Token], taken: set[int], territory: str | None
    ) -> Iterable[LawHit]:
        """Yield acts known by the form of their abbreviation alone."""
        by_start = {token.start: i for i, token in enumerate(tokens)}
        for start, end, name in lawforms.cited_abbreviations(text, citations(text)):
            i = by_start.get(start)
            if i is None or i in taken:
                continue
            known = self._by_letters.get(lawforms.letters(name))
            if known is None:
                yield LawHit(start, end, i, i + 1, name, None, "law.provision")
            else:
                entity, written = known[0]
                yield LawHit(start, end, i, i + 1, written.shown or written.text, entity.key, "law.provision")
        for first, last, name in lawforms.land_abbreviations(tokens, territory):
            if first not in taken:
                yield LawHit(
                    tokens[first].start, tokens[last - 1].end, first, last, name, None, "law.lettered"
                )
        for start, end, name in (*lawnames.constitutions(text), *lawforms.english_acts(text)):
            yield from _spelled(tokens, by_start.get(start, -1), start, end, name, taken)

    def _books(self, text: str, tokens: Sequence[Token]) -> Iterable[LawHit]:
        """Yield the books of the social code, also where several share the letters."""
        for start, end, name in lawforms.social_books(text):
            known = self._by_letters.get(lawforms.letters(name))
            inside = [i for i, token in enumerate(tokens) if token.start < end and start < token.end]
            if known is not None and inside:
                entity, written = known[0]
                yield LawHit(start, end, inside[0], inside[-1] + 1, written.text, entity.key, "law.lettered")

    def _treaty(self, tokens: Sequence[Token], i: int, nearby: Sequence[Token]) -> list[LawHit]:
        """*Mit dem NOOTS …; der Staatsvertrag hierzu*: the treaty of what is abbreviated nearby."""
        for token in reversed(nearby):
            known = self._names.word(f"{token.text}-Staatsvertrag") if token.text.isupper() else None
            if known is not None:
                entity, name = known[1][0]
                shown = name.shown or name.text
                return [LawHit(tokens[i].start, tokens[i].end, i, i + 1, shown, entity.key, "law.treaty")]
        return []


def _spelled(
    tokens: Sequence[Token], i: int, start: int, end: int, name: str, taken: set[int]
) -> Iterable[LawHit]:
    """Yield the act that a pattern found at ``text[start:end]``, from token ``i`` on (-1: no token begins there)."""
    if i >= 0 and i not in taken:
        last = next((j for j in range(i, len(tokens)) if tokens[j].end >= end), i) + 1
        yield LawHit(start, end, i, last, name, None, "law.type")

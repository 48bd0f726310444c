"""Laws in a running text: known names, the document's own abbreviations, named types, titles, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from forderungsgraph.model import EntityKind, Mention, NameKind, RegisterEntity

from . import lawdoubts, lawforms, lawhits, lawindex, lawnames
from .gazetteer import Match, name_key
from .lawhits import LawContext, LawHit, Place
from .normalise import MappedText
from .places import FEDERATION
from .provisions import citation_of, citations
from .readings import Reading, SharedNames, choose, readings
from .tokens import Token, tokenize
from .unlistedlaws import UnlistedLaws

_FEDERAL = re.compile(
    r"\bBund(?:es|e)?\b|\bBundes(?:verwaltung|behörden?|regierung|tag|rat|ministeri\w+|gesetzgebers?)\b"
)
_STATE = re.compile(r"\bLand(?:es|e|tag\w*|esregierung)?\b|\bFreistaat|\bLandes\w+")

_WRITTEN_OUT = re.compile(r"(?:[Gg]esetz|[Rr]ichtlinie|[Vv]erordnung)$")
_AMENDING = "ozgaendg"  # its titles name the act that it amends, too


@lru_cache(maxsize=16)
def _speaks_of_federation(text: str) -> bool:
    """Whether a text names the Federation and no Land; asked for each law in it."""
    return _FEDERAL.search(text) is not None and _STATE.search(text) is None


def _names_itself(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> bool:
    """Whether a general word is the head of a name: *Open-Data-Rechtsverordnung*."""
    return match.part and "-" in tokens[match.first].text


def _is_initials(short: str, text: str, hit: LawHit) -> bool:
    """Whether ``short`` is made of the initials of the act's name: *Cyber Resilience Act (CRA)*."""
    name = text[hit.start : hit.end]
    return " " in name and short.isupper() and lawnames.initials(short, name)


class LawFinder:
    """Finds laws; made once from the registers."""

    def __init__(self, laws: Iterable[RegisterEntity]) -> None:
        laws = tuple(laws)
        self._names = readings(laws)
        self._of_lands = lawindex.acts_of_lands(laws)
        self._shared = SharedNames(laws)
        self._by_letters = {
            lawforms.letters(name.text): ((entity, name),)
            for entity in laws
            for name in entity.names
            if name.kind is NameKind.ABBREVIATION and name.territory is None
        }
        self._of_keys = {law.key: law for law in laws if law.territory not in (None, FEDERATION, "eu")}
        self._cited = lawindex.cited_only(laws)
        self._unlisted = UnlistedLaws(self._names, self._by_letters, lawindex.by_number(laws))

    def context(
        self, texts: Sequence[str], defining: Iterable[tuple[str, Sequence[Token]]], territory: str | None
    ) -> LawContext:
        """Return what the blocks of a document define: abbreviations, and long names that it explains.

        :param texts: the running texts of all blocks
        :param defining: those that may define something, with their tokens
        """
        abbreviations: dict[str, tuple[str, str | None]] = {}
        shown: dict[str, str] = {}
        named: dict[str | tuple[str, ...], tuple[str, str | None]] = {}
        spelled = lawindex.spelled_in("\n".join(texts), self._cited, territory)
        bare = LawContext(territory, federal=self._shared.federal_in(texts, territory), spelled=spelled)
        federal = bare.federal
        for text, tokens in defining:
            for hit in self.hits(text, tokens, bare):
                meaning = (hit.name, hit.key)
                bare_name = lawhits.without_adjective(tokens, hit, territory)
                if bare_name is not None and hit.rule != "law.planned":
                    named.setdefault(bare_name, meaning)
                defined = lawnames.defined_abbreviation(text, lawnames.end_with_land(text, hit.end))
                if defined is None or hit.rule.endswith(".part"):
                    continue
                short = defined[0]
                known = self._called(short)
                if known is None and not (
                    lawnames.is_law_abbreviation(short) or _is_initials(short, text, hit)
                ):
                    continue
                if hit.key is not None and short.casefold() == hit.name.casefold():
                    shown.setdefault(hit.key, short)
                    meaning = (short, hit.key)
                if known is None or all(entity.key != hit.key for entity, _ in known):
                    if known is not None and hit.key in self._of_keys:
                        # *Gesetz … für Schleswig-Holstein (EGovG)*: abbreviated like the federal act
                        federal -= {entity.key for entity, _ in known}
                        meaning = (lawindex.with_land(self._of_keys[hit.key], hit.name), hit.key)
                        shown.setdefault(hit.key, meaning[0])
                    abbreviations.setdefault(short, meaning)
                named.setdefault(name_key(text[hit.start : hit.end]), meaning)
            for _, _, _, title_short in lawnames.titles(text):
                if title_short is not None and self._names.word(title_short) is None:
                    abbreviations.setdefault(title_short, (title_short, None))
        return LawContext(territory, abbreviations, shown, named, federal, spelled)

    def find(
        self, text: MappedText, tokens: Sequence[Token], context: LawContext
    ) -> list[tuple[LawHit, list[Mention]]]:
        """Return the laws named in ``text`` with a mention for each, or for each cited provision."""
        hits = self.hits(text.text, tokens, context)
        cited = citations(text.text)
        found: list[tuple[LawHit, list[Mention]]] = []
        for hit in hits:
            citation = citation_of(text.text, hit.start, hit.end, cited)
            if citation is None:
                span = text.span(hit.start, hit.end)
                found.append((hit, [Mention(EntityKind.LAW, hit.name, hit.key, span, hit.rule)]))
                continue
            span = text.span(min(hit.start, citation.start), max(hit.end, citation.end))
            found.append(
                (
                    hit,
                    [
                        Mention(EntityKind.LAW, hit.name, hit.key, span, "law.provision", part)
                        for part in citation.parts
                    ],
                )
            )
        return found

    def hits(self, text: str, tokens: Sequence[Token], context: LawContext) -> list[LawHit]:
        """Return the laws named in ``text``, none overlapping another, in order."""
        found: list[LawHit] = []
        taken: set[int] = set()
        no_law: set[int] = set()
        amended: list[LawHit] = []
        for match in self._names.find(tokens):
            if any(name.kind is NameKind.NEGATIVE for _, name in match.payload):
                if not _names_itself(tokens, match):
                    no_law.update(range(match.first, match.last))
                continue
            hit = self._known(text, tokens, match, context)
            if hit is not None:
                found.append(hit)
                taken.update(range(hit.first, hit.last))
            inner = self._amended(text, tokens, match, context, hit)
            if hit is None:
                found += inner
                taken.update(i for h in inner for i in range(h.first, h.last))
            else:
                amended += inner
        found += self._unlisted.find(text, tokens, context, taken, no_law)
        kept = [self._by_abbreviation(text, hit) for hit in lawhits.without_overlap(found)]
        kept += [hit for hit in amended if all(hit.start != other.start for other in kept)]
        return sorted(kept, key=lambda hit: (hit.start, hit.end))

    def _called(self, short: str) -> tuple[Reading, ...] | None:
        """Return the acts that are called ``short``, however it is hyphenated; None if none is."""
        known = self._names.word(short)
        if known is not None:
            return known[1]
        matches = self._names.find(tokenize(short))
        if len(matches) == 1 and not matches[0].part and matches[0].end - matches[0].start == len(short):
            return matches[0].payload
        return self._by_letters.get(lawforms.letters(short))

    def _by_abbreviation(self, text: str, hit: LawHit) -> LawHit:
        """Return ``hit`` as the abbreviation behind it says: *E-Government-Gesetz des Landes (EGovG SH)*."""
        defined = lawnames.defined_abbreviation(text, lawnames.end_with_land(text, hit.end))
        settled = hit.rule.startswith(("law.abbreviation", "law.defined")) or hit.rule.endswith(".part")
        if defined is None or settled:
            return hit
        known = self._called(defined[0])
        if known is None:
            if hit.key is not None and hit.key not in self._shared.general:
                # an act that has no usual abbreviation has the document's
                full = lawnames.law_type(hit.name.split()[-1]) is not None
                own = full and lawnames.is_law_abbreviation(defined[0])
                own = own or _is_initials(defined[0], text, hit)
                return replace(hit, name=defined[0]) if own else hit
            if not lawnames.is_law_abbreviation(defined[0]):
                return hit
            return replace(hit, name=defined[0], key=None, rule="law.defined")
        same = next((name for entity, name in known if entity.key == hit.key), None)
        if same is not None:
            return replace(hit, name=same.shown or same.text)
        entity, name = known[0]
        if name.kind is NameKind.NEGATIVE:
            return hit
        if (hit.bound and entity.territory == FEDERATION) or _WRITTEN_OUT.search(defined[0]):
            return hit
        return replace(hit, name=name.shown or name.text, key=entity.key, rule="law.defined")

    def _amended(
        self,
        text: str,
        tokens: Sequence[Token],
        match: Match[tuple[Reading, ...]],
        context: LawContext,
        hit: LawHit | None,
    ) -> list[LawHit]:
        """Return the acts inside a longer name that is no act, or a bill that amends them.

        *Änderungen des Onlinezugangsgesetzes* are no act, but name one; the bill's title names both.
        """
        if match.last - match.first == 1 or (hit is not None and hit.key != _AMENDING):
            return []
        offset = match.first + 1
        found: list[LawHit] = []
        for inner in self._names.find(tokens[offset : match.last]):
            within = replace(inner, first=inner.first + offset, last=inner.last + offset)
            named = self._known(text, tokens, within, context)
            if named is not None and named.key != _AMENDING:
                found.append(named)
            found += self._amended(text, tokens, within, context, named)
        return found

    def _known(
        self, text: str, tokens: Sequence[Token], match: Match[tuple[Reading, ...]], context: LawContext
    ) -> LawHit | None:
        written = text[match.start : match.end]
        own = context.abbreviations.get(written) or context.abbreviations.get(re.sub(r"s$", "", written))
        own = own or context.named.get(name_key(written))
        if own is not None:
            return lawhits.hit_of(match, own[0], own[1], "law.defined")
        if (
            lawhits.is_plural(tokens, match, written)
            or lawdoubts.is_doubtful(tokens, match, context)
            or lawhits.is_any_change(tokens, match)
        ):
            return None
        typed = lawnames.law_type(tokens[match.last - 1].text) is not None
        if match.part and typed:
            return None  # an *OZG-Ausführungsgesetz* is an act of its own
        marked = self._marked(tokens, match)
        if marked is not None:
            return marked
        place = lawhits.place_of(tokens, match.first, match.last, context.territory)
        chosen = self._choose(text, tokens, match, place, context)
        if chosen is None or (place.sure and typed and chosen[0].territory in (None, FEDERATION)):
            return None
        if chosen[0].territory in ("eu", None) and lawhits.is_any(tokens, match):
            return None  # *was für eine Open-Data-Richtlinie gilt* asks for any
        planned = lawhits.planned(tokens, match)
        if planned is not None and lawnames.defined_abbreviation(text, match.end) is None:
            return planned
        entity, name = chosen
        shown = name.shown or name.text
        if written.casefold() == shown.casefold() and name.kind is NameKind.ABBREVIATION:
            shown = written
        if typed and name.territory and place.key is not None and place.key == entity.territory:
            shown = lawhits.with_place(tokens, place, name, shown) or (
                shown
                if place.key == context.territory and not name.shown
                else lawindex.with_land(entity, shown)
            )
        shown = context.shown.get(entity.key, shown)
        lettered = name.kind in (NameKind.ABBREVIATION, NameKind.CITATION)
        rule = "law.abbreviation" if lettered else "law.name"
        if match.part:
            return lawhits.hit_of(match, shown, entity.key, f"{rule}.part")
        says_land = name.territory is None and entity.territory not in (None, FEDERATION, "eu")
        bound = says_land or (place.sure and place.key == entity.territory)
        hit = replace(lawhits.hit_of(match, shown, entity.key, rule), bound=bound)
        if place.key != entity.territory:
            return hit
        if place.before is not None:
            return replace(hit, first=place.before, start=tokens[place.before].start)
        if place.end is not None:
            return replace(hit, last=place.end, end=tokens[place.end - 1].end)
        return hit

    def _marked(self, tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> LawHit | None:
        """Return the Land's act whose abbreviation begins like a federal one: *BGG NRW*, *EGovG SH-E*."""
        if match.last - match.first > 1 or any(e.territory != FEDERATION for e, _ in match.payload):
            return None
        marked = lawforms.with_mark(tokens, match.first)
        if marked is None:
            return None
        name, last = marked
        key = None
        known = self._by_letters.get(lawforms.letters(name))
        if known is not None:
            entity, written = known[0]
            name, key = written.shown or written.text, entity.key
        start, end = tokens[match.first].start, tokens[last - 1].end
        return LawHit(start, end, match.first, last, name, key, "law.lettered")

    def _choose(
        self,
        text: str,
        tokens: Sequence[Token],
        match: Match[tuple[Reading, ...]],
        place: Place,
        context: LawContext,
    ) -> Reading | None:
        """Return which of the acts of this name is meant."""
        written = text[match.start : match.end]
        local = place.key
        if local is None and not match.part:
            if any(entity.key in context.federal for entity, _ in match.payload) or (
                _speaks_of_federation(text)
            ):
                local = FEDERATION
            elif (nearby := lawhits.land_nearby(tokens, match.first)) not in (None, context.territory):
                local = nearby if any(nearby == entity.territory for entity, _ in match.payload) else None
        chosen = choose(match.payload, context.territory, local, written)
        typed = lawnames.law_type(tokens[match.last - 1].text) is not None
        if chosen is None and not (place.sure and typed):
            chosen = choose(match.payload, context.territory, None, written)
        if chosen is not None and typed and chosen[0].territory is None:
            # a general type of act: the one of the Land that is named, or of the document's Land
            chosen = self._of_lands.get((local or context.territory, name_key(written))) or chosen
        return chosen

"""Laws in a running text: known names, the document's own abbreviations, named types, titles, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forderungsgraph.model import EntityKind, Mention, NameKind, RegisterEntity, RegisterName

from . import lawnames
from .gazetteer import Gazetteer, Match, name_key
from .normalise import MappedText
from .places import FEDERATION, place_before, place_behind
from .provisions import Citation, citations
from .tokens import Token

Reading = tuple[RegisterEntity, RegisterName]

_PLURAL = re.compile(
    r"(?:gesetze|gesetzen|verordnungen|satzungen|richtlinien|ordnungen|verträgen?|verfassungen)$"
)
_BEFORE_LAW = re.compile(
    r"\s*(?:(?:des|der|dem|vom|im|in der|aus dem|nach dem)\s+)?(?:(?:geltenden|novellierten|neuen|alten|künftigen|"
    r"aktuellen|jeweiligen)\s+)?(?:[A-ZÄÖÜ][\w-]*(?:er|en)\s+)?[„\"]?"
)
_BEHIND_LAW = re.compile(r"\s*(?:,\s*(?:dort\s+|hier\s+)?|\(\s*)?(?:in\s+)?(?=§|Art)")


@dataclass(frozen=True, slots=True)
class LawHit:
    """A law named at ``text[start:end]``, tokens ``first`` to ``last``."""

    start: int
    end: int
    first: int
    last: int
    name: str
    key: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class LawContext:
    """What a document says of its laws.

    :param territory: key of the document's Land
    :param abbreviations: the document's own abbreviations: abbreviation → (name, key)
    :param shown: how the document abbreviates known laws: key → name
    """

    territory: str | None = None
    abbreviations: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


def readings(entities: Iterable[RegisterEntity]) -> Gazetteer[tuple[Reading, ...]]:
    """Return a gazetteer of the names of ``entities``; a name may mean several of them."""
    by_key: dict[str | tuple[str, ...], list[Reading]] = {}
    texts: dict[str | tuple[str, ...], str] = {}
    for entity in entities:
        for name in entity.names:
            key = name_key(name.text)
            by_key.setdefault(key, []).append((entity, name))
            texts.setdefault(key, name.text)
    return Gazetteer((texts[key], tuple(found)) for key, found in by_key.items())


def choose(
    candidates: Sequence[Reading], territory: str | None, local: str | None, written: str
) -> Reading | None:
    """Return what a name means in a document of ``territory``, beside a mention of ``local``.

    Of names spelt alike but for case, the one as ``written`` is preferred.
    """
    ranked = sorted(candidates, key=lambda reading: reading[1].text != written)
    if local is not None:
        for entity, name in ranked:
            if local in (name.territory, entity.territory):
                return entity, name
    wanted = (territory, None) if local is None else (None,)
    for bound in wanted:
        for entity, name in ranked:
            if name.territory == bound and (
                local in (None, FEDERATION) or entity.territory in (None, FEDERATION, "eu")
            ):
                return entity, name
    if len({entity.key for entity, _ in ranked}) == 1 and territory is None and local is None:
        return ranked[0]
    return None


class LawFinder:
    """Finds laws; made once from the registers."""

    def __init__(self, laws: Iterable[RegisterEntity]) -> None:
        self._names = readings(laws)

    def context(self, texts: Iterable[tuple[str, Sequence[Token]]], territory: str | None) -> LawContext:
        """Return the abbreviations that the blocks of a document define for laws."""
        abbreviations: dict[str, tuple[str, str | None]] = {}
        shown: dict[str, str] = {}
        bare = LawContext(territory)
        for text, tokens in texts:
            for hit in self.hits(text, tokens, bare):
                defined = lawnames.defined_abbreviation(text, hit.end)
                if defined is None:
                    continue
                short = defined[0]
                known = self._names.word(short)
                if hit.key is None:
                    if known is None:
                        abbreviations.setdefault(short, (short, None))
                    continue
                if short.casefold() == hit.name.casefold():
                    shown.setdefault(hit.key, short)
                name = shown.get(hit.key, hit.name)
                abbreviations.setdefault(short, (name, hit.key))
            for _, _, _, title_short in lawnames.titles(text):
                if title_short is not None and self._names.word(title_short) is None:
                    abbreviations.setdefault(title_short, (title_short, None))
        return LawContext(territory, abbreviations, shown)

    def find(
        self, text: MappedText, tokens: Sequence[Token], context: LawContext
    ) -> list[tuple[LawHit, list[Mention]]]:
        """Return the laws named in ``text`` with a mention for each, or for each cited provision."""
        hits = self.hits(text.text, tokens, context)
        cited = citations(text.text)
        found: list[tuple[LawHit, list[Mention]]] = []
        for hit in hits:
            citation = _citation_of(text.text, hit, cited)
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
        for match in self._names.find(tokens):
            written = text[match.start : match.end]
            own = context.abbreviations.get(re.sub(r"s$", "", written)) or context.abbreviations.get(written)
            if own is not None:
                found.append(_hit(match, own[0], own[1], "law.defined"))
            elif _is_blocked(match):
                taken.update(range(match.first, match.last))
                continue
            else:
                hit = self._known(tokens, match, written, context)
                if hit is None:
                    continue
                found.append(hit)
            taken.update(range(match.first, match.last))
        found += self._unknown(text, tokens, context, taken)
        return _without_overlap(found)

    def _known(
        self, tokens: Sequence[Token], match: Match[tuple[Reading, ...]], written: str, context: LawContext
    ) -> LawHit | None:
        if _is_plural(match, written) or _is_doubtful(tokens, match):
            return None
        before = place_before(tokens, match.first)
        behind = place_behind(tokens, match.last)
        local = before[0] if before else behind[0] if behind else None
        chosen = choose(match.payload, context.territory, local, written)
        if chosen is None:
            if before is None or lawnames.law_type(tokens[match.last - 1].text) is None:
                chosen = choose(match.payload, context.territory, None, written)
            if chosen is None:
                return None
        entity, name = chosen
        shown = name.shown or name.text
        if written.casefold() == shown.casefold() and name.kind is NameKind.ABBREVIATION:
            shown = written
        shown = context.shown.get(entity.key, shown)
        rule = "law.abbreviation" if name.kind is NameKind.ABBREVIATION else "law.name"
        hit = _hit(match, shown, entity.key, f"{rule}.part" if match.part else rule)
        if before is not None and before[0] == entity.territory and not match.part:
            return replace(hit, first=before[1], start=tokens[before[1]].start)
        if behind is not None and behind[2] and behind[0] == entity.territory and not match.part:
            return replace(hit, last=behind[1], end=tokens[behind[1] - 1].end)
        return hit

    def _unknown(
        self, text: str, tokens: Sequence[Token], context: LawContext, taken: set[int]
    ) -> Iterable[LawHit]:
        covered = [(tokens[i].start, tokens[i].end) for i in sorted(taken)]
        for start, end, title, short in lawnames.titles(text):
            if any(s == start for s, _ in covered):
                continue
            inside = [i for i, token in enumerate(tokens) if start <= token.start and token.end <= end]
            # *Gesetz zur Änderung des …* without an abbreviation of its own is about the act that it changes
            if inside and not (
                title.startswith(("Gesetz zur Änderung", "Gesetz über die Änderung")) and short is None
            ):
                yield LawHit(start, end, inside[0], inside[-1] + 1, short or title, None, "law.title")
        for i, token in enumerate(tokens):
            own = context.abbreviations.get(token.text) or context.abbreviations.get(
                re.sub(r"s$", "", token.text)
            )
            if own is not None and i not in taken:
                yield LawHit(token.start, token.end, i, i + 1, own[0], own[1], "law.defined")
                continue
            typed = None if i in taken else lawnames.law_type(token.text)
            if typed is not None:
                yield _typed_hit(tokens, i, *typed)


def _typed_hit(tokens: Sequence[Token], i: int, name: str, kind: str) -> LawHit:
    """Return the hit of a named type of law, with the adjective or the Land that belongs to its name."""
    first, last = i, i + 1
    before = place_before(tokens, i)
    if before is not None and not tokens[before[1]].lower.endswith("ens"):
        first = before[1]
    else:
        first = lawnames.adjective_before(tokens, i)
    if first < i:
        adjective = tokens[first].text
        name = f"{lawnames.nominative(adjective[0].upper() + adjective[1:], kind)} {name}"
    behind = place_behind(tokens, i + 1)
    if behind is not None and behind[2] and tokens[i + 1].text != "(" and behind[0] != FEDERATION:
        last = behind[1]
        name = f"{name} {tokens[last - 1].text}"
    return LawHit(tokens[first].start, tokens[last - 1].end, first, last, name, None, "law.type")


def _hit(match: Match[tuple[Reading, ...]], name: str, key: str | None, rule: str) -> LawHit:
    return LawHit(match.start, match.end, match.first, match.last, name, key, rule)


def _is_blocked(match: Match[tuple[Reading, ...]]) -> bool:
    return any(name.kind is NameKind.NEGATIVE for _, name in match.payload)


def _is_plural(match: Match[tuple[Reading, ...]], written: str) -> bool:
    """*Die Informationsfreiheitsgesetze der Länder* are no act, unless the name itself is a plural."""
    return _PLURAL.search(written) is not None and not _PLURAL.search(match.name)


def _is_doubtful(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> bool:
    """Abbreviations of two letters may be anything, words in capitals too: a citation must stand by."""
    word = tokens[match.first].text
    if match.last - match.first > 1 or len(word) > 2 or word == "GG" or not word.isupper():
        return False
    nearby = tokens[max(0, match.first - 8) : match.first]
    return not any(token.text.startswith(("§", "Art")) for token in nearby)


def _citation_of(text: str, hit: LawHit, cited: Sequence[Citation]) -> Citation | None:
    """Return the citation that belongs to a law: *§ 3 OZG*, *§ 12 des NDIG*, *OZG (§ 3)*."""
    for citation in cited:
        if citation.end <= hit.start and _BEFORE_LAW.fullmatch(text, citation.end, hit.start):
            return citation
    for citation in cited:
        if hit.end <= citation.start and _BEHIND_LAW.fullmatch(text, hit.end, citation.start):
            return citation
    return None


def _without_overlap(hits: Iterable[LawHit]) -> list[LawHit]:
    """Keep the longest of hits that overlap."""
    kept: list[LawHit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start, h.rule)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)

"""Laws found in a block: where and which; acts that are named by their type or yet to be made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forderungsgraph.model import RegisterEntity

from . import lawnames
from .gazetteer import Match, name_key
from .places import FEDERATION, place_before, place_behind, state_of_adjective, state_of_word
from .readings import Reading
from .tokens import Token

# adjectives of an act that is not there yet; *ein novelliertes Gesetz* is there
_NEW = re.compile(
    r"(?!novelliert|überarbeitet|geändert|reformiert|angepasst|bestehend|geltend)[a-zäöüß]{3,}(?:es|en)"
)
_INDEFINITE = frozenset(("ein", "eines", "einem", "kein", "keines", "keinem"))


@dataclass(frozen=True, slots=True)
class LawHit:
    """A law named at ``text[start:end]``, tokens ``first`` to ``last``.

    :param bound: whether the name means this law in documents of its Land only
    """

    start: int
    end: int
    first: int
    last: int
    name: str
    key: str | None
    rule: str
    bound: bool = False


@dataclass(frozen=True, slots=True)
class LawContext:
    """What a document says of its laws.

    :param territory: key of the document's Land
    :param abbreviations: the document's own abbreviations: abbreviation → (name, key)
    :param shown: how the document abbreviates known laws: key → name
    :param named: longer names that the document itself explains: folded words → (name, key)
    """

    territory: str | None = None
    abbreviations: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str | tuple[str, ...], tuple[str, str | None]] = field(default_factory=dict)


def acts_of_lands(
    laws: Iterable[RegisterEntity],
) -> Mapping[tuple[str | None, str | tuple[str, ...]], Reading]:
    """Return by Land and type the acts that are named by both: *Niedersächsisches Finanzausgleichsgesetz*."""
    found: dict[tuple[str | None, str | tuple[str, ...]], Reading] = {}
    for entity in laws:
        for name in entity.names:
            words = name.text.split()
            if len(words) != 2 or entity.territory in (None, FEDERATION, "eu"):
                continue
            lands = (state_of_adjective(words[0]), state_of_word(words[1]))
            kind = words[1] if lands[0] else words[0]
            if entity.territory in lands and lawnames.law_type(kind) is not None:
                found.setdefault((entity.territory, name_key(kind)), (entity, name))
    return found


def hit_of(match: Match[tuple[Reading, ...]], name: str, key: str | None, rule: str) -> LawHit:
    """Return the hit for a name found by the gazetteer."""
    return LawHit(match.start, match.end, match.first, match.last, name, key, rule)


def without_adjective(
    tokens: Sequence[Token], hit: LawHit, territory: str | None
) -> str | tuple[str, ...] | None:
    """Return the key of a name without the Land's adjective, if that is the document's own Land.

    After *das Saarländische Transparenzgesetz*, *das Transparenzgesetz* means the same.
    """
    if hit.last - hit.first != 2 or lawnames.law_type(tokens[hit.last - 1].text) is None:
        return None
    state = state_of_adjective(tokens[hit.first].text)
    return name_key(tokens[hit.last - 1].text) if state is not None and territory in (None, state) else None


def typed_hit(tokens: Sequence[Token], i: int, name: str, kind: str) -> LawHit:
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


def planned(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> LawHit | None:
    """Return an act that is yet to be made: *ein E-Government-Gesetz* is none of those that exist."""
    territories = {entity.territory for entity, _ in match.payload}
    article = match.first - 1
    while article > 0 and _NEW.fullmatch(tokens[article].text):
        article -= 1
    if match.part or article < 0 or tokens[article].lower not in _INDEFINITE:
        return None
    if len(territories) == 1 and territories & {None, FEDERATION, "eu"}:
        return None
    place = place_behind(tokens, match.last)
    last = place[1] if place is not None and tokens[match.last].lower in ("für", "des") else match.last
    words = [lawnames.law_type(token.text) or (token.text, "") for token in tokens[match.first : last]]
    if not any(kind for _, kind in words):
        return None
    name = " ".join(word for word, _ in words)
    return LawHit(match.start, tokens[last - 1].end, match.first, last, name, None, "law.planned")


def without_overlap(hits: Iterable[LawHit]) -> list[LawHit]:
    """Keep the longest of hits that overlap; the halves of a suspended compound share no token."""
    kept: list[LawHit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start, h.rule)):
        if not any(
            hit.start < other.end
            and other.start < hit.end
            and hit.first < other.last
            and other.first < hit.last
            for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.start, h.end))

"""Laws found in a block: where and which; acts that are named by their type or yet to be made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forderungsgraph.model import NameKind, RegisterName

from . import lawnames
from .gazetteer import Match, name_key
from .places import FEDERATION, place_before, place_behind, state_of_adjective, state_of_word
from .readings import Reading
from .tokens import Token

# adjectives of an act that is not there yet; *ein novelliertes Gesetz* is there
_NEW = re.compile(
    r"(?!novelliert|überarbeitet|geändert|reformiert|angepasst|bestehend|geltend)[a-zäöüß]{3,}(?:es|en)"
)
_INDEFINITE = frozenset(("ein", "eines", "einem", "kein", "keines", "keinem", "ohne"))
_OWN_LAND = frozenset(("landes", "freistaats", "freistaates", "landesgesetzgebers"))
_OWNING = frozenset(("des", "der", "für", "von"))
_SENTENCE_ENDS = frozenset((".", "!", "?", ":", ";"))
_NEAR = 10
_OWN = frozenset(("ihre", "ihrer", "ihren", "eigene", "eigener", "eigenen", "jeweilige", "jeweiligen"))
_EVERYWHERE = frozenset(("egovg",))
_TO_COME = frozenset(
    ("einer", "eine", "jede", "jeder", "weitere", "weiteren", "nächste", "nächsten", "erneute", "erneuten")
)
_CHANGES = re.compile(r"(?:Novelle|Novellierung|Reform|Änderung|Neufassung)\b")


_PLURAL = re.compile(
    r"(?:gesetzen?|verordnungen|satzungen|richtlinien|ordnungen|verträgen?|verfassungen)$|^Änderungen\b",
    re.I,
)


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
    :param federal: keys of federal acts whose abbreviations it uses for a name that Länder use, too
    :param spelled: keys of acts that it calls by an abbreviation which could mean anything, and by their name
    """

    territory: str | None = None
    abbreviations: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str | tuple[str, ...], tuple[str, str | None]] = field(default_factory=dict)
    federal: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """The territory to which a name is bound by the words beside it.

    :param key: None if no word says it; "" for the Land of a document of which no Land is known
    :param before: token of the adjective or genitive before the name
    :param end: token behind the place that directly follows the name
    :param sure: whether an act of the Federation cannot be meant: *Bremisches …*, *… des Landes*
    """

    key: str | None
    before: int | None = None
    end: int | None = None
    sure: bool = False


def place_of(tokens: Sequence[Token], first: int, last: int, territory: str | None) -> Place:
    """Return where the act named by ``tokens[first:last]`` belongs, by the words beside it."""
    before = place_before(tokens, first)
    if before is not None:
        return Place(before[0], before=before[1], sure=before[0] != FEDERATION)
    following = [token.lower for token in tokens[last : last + 2]]
    if len(following) == 2 and following[0] == "des" and following[1] in _OWN_LAND:
        named = place_behind(tokens, last)
        return Place(named[0] if named is not None else territory or "", sure=True)
    behind = place_behind(tokens, last)
    if behind is None:
        return Place(None)
    sure = behind[0] != FEDERATION and (behind[2] or following[0] in _OWNING)
    return Place(behind[0], end=behind[1] if behind[2] else None, sure=sure)


def land_nearby(tokens: Sequence[Token], first: int) -> str | None:
    """Return who is named shortly before in the same sentence: *Hessen hat sein Transparenzgesetz*, *Der Bund …*."""
    for token in reversed(tokens[max(0, first - _NEAR) : first]):
        if token.text in _SENTENCE_ENDS:
            return None
        if token.text in ("Bund", "Bundesregierung", "Bundestag"):
            return FEDERATION
        if token.text[0].isupper() and (state := state_of_word(token.text)) is not None:
            return state
    return None


def with_place(tokens: Sequence[Token], place: Place, name: RegisterName, shown: str) -> str | None:
    """Return a name of no usual abbreviation with the Land that stands beside it, None if none belongs to the name.

    *Finanzausgleichsgesetz M-V* and *Niedersächsische Kommunalverfassung* are called so.
    """
    if name.shown is not None:
        return None
    if place.end is not None:
        return f"{shown} {tokens[place.end - 1].text}"
    adjective = tokens[place.before].text if place.before is not None else ""
    if not adjective[:1].isupper() or state_of_adjective(adjective) is None:
        return None
    kind = lawnames.law_type(shown.split()[-1])
    return f"{lawnames.nominative(adjective, kind[1] if kind else '')} {shown}"


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
    last = i + 1
    if _is_one_act(tokens, i):
        name = f"{tokens[i - 2].text} {tokens[i - 1].text} {name}"
        i -= 2
    first = i
    before = place_before(tokens, i)
    if before is not None and not tokens[before[1]].lower.endswith("ens"):
        first = before[1]
    elif last == i + 1:
        first = lawnames.adjective_before(tokens, i)
    if first < i and tokens[first].text[0].islower() and tokens[first - 1].lower in _INDEFINITE:
        first = i  # *ein thüringisches Gigabitgesetz* only says whose act is wanted
    if first < i:
        adjective = tokens[first].text
        name = f"{lawnames.nominative(adjective[0].upper() + adjective[1:], kind)} {name}"
    behind = place_behind(tokens, last)
    if behind is not None and behind[2] and tokens[last].text != "(" and behind[0] != FEDERATION:
        last = behind[1]
        name = f"{name} {tokens[last - 1].text}"
    return LawHit(tokens[first].start, tokens[last - 1].end, first, last, name, None, "law.type")


def _is_one_act(tokens: Sequence[Token], i: int) -> bool:
    """Whether the act at ``i`` has two subjects: *des Tariftreue- und Vergabegesetzes*, not *Landes- und Bundesgesetz*."""
    return (
        i > 2
        and tokens[i - 1].lower == "und"
        and tokens[i - 2].text.endswith("-")
        and tokens[i - 2].text[0].isupper()
        and tokens[i - 2].lower not in ("landes-", "bundes-", "eu-")
        and (
            tokens[i - 3].lower in ("das", "des", "dem", "im", "vom", "zum", "ein", "eines", "einem")
            or state_of_adjective(tokens[i - 3].text) is not None
        )
    )


def _is_common(word: str) -> bool:
    """Whether an adjective only says whose act is wanted: *ein Berliner …*, *ein sächsisches Transparenzgesetz*."""
    return state_of_adjective(word) is not None and (word[0].islower() or word.endswith("er"))


def planned(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> LawHit | None:
    """Return an act that is yet to be made: *ein E-Government-Gesetz* is none of those that exist."""
    territories = {entity.territory for entity, _ in match.payload}
    article = match.first - 1
    while article > 0 and tokens[article].lower not in _INDEFINITE and _NEW.fullmatch(tokens[article].text):
        article -= 1
    if match.part or article < 0 or tokens[article].lower not in _INDEFINITE:
        return None
    if len(territories) == 1 and territories & {None, FEDERATION, "eu"}:
        return None
    if tokens[match.first - 1].lower.startswith("neu") and any(
        name.kind is NameKind.ABBREVIATION for entity, _ in match.payload for name in entity.names
    ):
        return None  # *ein neues Thüringer Transparenzgesetz* is another version of the one that is there
    if any(entity.key in _EVERYWHERE for entity, _ in match.payload):
        return None  # every Land has one, or has it planned under this name
    place = place_behind(tokens, match.last)
    said = place is not None and place[0] != FEDERATION and tokens[match.last].lower in ("für", "des")
    last = place[1] if place is not None and said else match.last
    texts = [token.text for token in tokens[match.first : last]]
    if len(texts) > 1 and _is_common(texts[0]):
        texts = texts[1:]
    if match.end > tokens[match.last - 1].end:
        texts = [match.name]  # *ein Informationsfreiheits- und Transparenzgesetz*
    words = [lawnames.law_type(text) or (text, "") for text in texts]
    if not any(kind for _, kind in words):
        return None
    name = " ".join(word for word, _ in words)
    end = max(match.end, tokens[last - 1].end)
    return LawHit(match.start, end, match.first, last, name, None, "law.planned")


def is_any(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> bool:
    """Whether a directive or regulation stands with an indefinite article, or each has its own: *ihre Hauptsatzung*."""
    word = tokens[match.last - 1].lower
    if word.endswith(("satzung", "satzungen")):
        return is_of_each(tokens, match.first)
    return (
        match.first > 0
        and tokens[match.first - 1].lower in ("eine", "einer", "keine", "keiner")
        and word.endswith(("richtlinie", "verordnung"))
    )


def is_of_each(tokens: Sequence[Token], first: int) -> bool:
    """Whether the statute at ``first`` is one that each town has, its own: *müssen ihre Hauptsatzung ändern*."""
    return first > 0 and tokens[first].lower.startswith("haupt") and tokens[first - 1].lower in _OWN


def is_any_change(tokens: Sequence[Token], match: Match[tuple[Reading, ...]]) -> bool:
    """Whether *eine Novelle des OZG* is meant, not the one that has a name."""
    first = match.first
    changes = _CHANGES.match(tokens[first].text) is not None
    return changes and first > 0 and tokens[first - 1].lower in _TO_COME


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


def is_plural(tokens: Sequence[Token], match: Match[tuple[Reading, ...]], written: str) -> bool:
    """Whether several acts are meant (*die Informationsfreiheitsgesetze der Länder*) and the name is no plural.

    The first half of *das Bundes- und die Landesdatenschutzgesetze* is one act.
    """
    suspended = match.end > tokens[match.last - 1].end
    if suspended and match.first > 0 and tokens[match.first - 1].lower in ("das", "des", "dem", "im"):
        return False
    return _PLURAL.search(written) is not None and not _PLURAL.search(match.name)

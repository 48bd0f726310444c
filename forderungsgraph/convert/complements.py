"""What a performative verb governs: infinitive clauses, dass-clauses, the thing that a pronoun takes up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .bodies import Body
from .candidates import Clause
from .extent import complement_end, is_saying
from .infinitives import behind_enumerator, split_infinitives
from .segments import Segment, SegmentKind, finite_position
from .tokens import SUBORDINATORS, Token, zu_infinitives


def complements(
    tokens: Sequence[Token], parts: Sequence[Segment], begin: int, here: int
) -> Iterator[tuple[int, int, str]]:
    """Yield token ranges of what is demanded: dass-clauses and infinitive clauses."""
    index = here + 1
    while index < len(parts) and parts[index].first < begin:
        index += 1
    while index < len(parts):
        part = parts[index]
        if is_saying(tokens, part) or part.mark == ":":
            return
        words = [t for t in tokens[part.first : part.last] if t.is_word]
        head = words[0].lower if words else ""
        offset = 1 if head in ("und", "sowie", "oder") and len(words) > 1 else 0
        head = words[offset].lower if words else ""
        if head in ("dass", "daß"):
            end = index + 1
            while (
                end < len(parts)
                and not _next_dass(tokens, parts, end)
                and end < complement_end(tokens, parts, index)
            ):
                end += 1
            first = next(i for i in range(part.first, part.last) if tokens[i].lower == head)
            yield first, parts[end - 1].last, "dass"
            index = end
            continue
        if part.kind is SegmentKind.RELATIVE or part.kind is SegmentKind.SUB:
            index += 1
            continue
        if part.kind is SegmentKind.PURPOSE or _is_put_in(tokens, parts, index):
            index += 1
            continue
        end = complement_end(tokens, parts, index)
        stretch = tokens[part.first : parts[end - 1].last]
        opening = part.kind in (SegmentKind.INFINITIVE, SegmentKind.FRAGMENT)
        if (opening or zu_infinitives(tokens[part.first : part.last])) and zu_infinitives(stretch):
            stop = _without_reason(tokens, parts, index, end)
            if stop < len(tokens) and tokens[stop].text == ":" and _lists(tokens, stop + 1):
                stop = len(tokens)
            for a, b in split_infinitives(tokens, part.first, stop):
                first = next(
                    (i for i in range(a, b) if tokens[i].lower not in ("und", "sowie", "oder", ",")), b
                )
                first = behind_enumerator(tokens, first)
                while b > first and tokens[b - 1].text == ",":
                    b -= 1
                if first < b:
                    yield first, b, "zu"
        return


def _is_put_in(tokens: Sequence[Token], parts: Sequence[Segment], index: int) -> bool:
    """Whether a part between dashes only comments: *fordert das Land auf – und zwar bald –, den Entwurf zu ändern*."""
    part = parts[index]
    if part.mark not in ("–", "—") or index + 1 >= len(parts):
        return False
    closed = tokens[part.last].text in ("–", "—")
    return closed and not zu_infinitives(tokens[part.first : part.last])


def _lists(tokens: Sequence[Token], first: int) -> bool:
    """Whether a colon is followed by what the infinitive announces, rather than by a sentence of its own."""
    opening = tokens[first] if first < len(tokens) else None
    if opening is None or not opening.is_word:
        return opening is not None
    end = next((i for i in range(first, len(tokens)) if tokens[i].text == ","), len(tokens))
    words = [t for t in tokens[first:end] if t.is_word]
    return finite_position(words) is None and opening.lower not in _OPENING_CLAUSES


_OPENING_CLAUSES = SUBORDINATORS | {"wer", "was"}


def has_clause_behind(tokens: Sequence[Token], parts: Sequence[Segment], here: int) -> bool:
    """Whether what is demanded follows as a main clause: *verlangt in einem Brief, das Land müsse zahlen*."""
    following = parts[here + 1] if here + 1 < len(parts) else None
    if following is None or following.kind is not SegmentKind.MAIN or following.mark != ",":
        return False
    words = [t for t in tokens[following.first : following.last] if t.is_word]
    position = finite_position(words)
    return position is not None and position > 0 and words[position].lower in _REPORTED_MODALS


_REPORTED_MODALS = frozenset("müsse müssten solle sollten dürfe dürften möge mögen könne".split())


def _opens_dass(tokens: Sequence[Token], part: Segment) -> bool:
    words = [t.lower for t in tokens[part.first : part.last] if t.is_word][:2]
    return bool(words) and (
        words[0] in ("dass", "daß") or (words[0] in ("und", "sowie") and words[-1] in ("dass", "daß"))
    )


def _next_dass(tokens: Sequence[Token], parts: Sequence[Segment], at: int) -> bool:
    """Whether another *dass* is joined to the one before; without *und* in the list it depends on it.

    *dass das Land eine Regel schafft, dass Software frei ist* is one, *dass A, dass B und dass C* are three
    """
    if not _opens_dass(tokens, parts[at]):
        return False
    joining = [p for p in parts[at:] if _opens_dass(tokens, p)]
    return any(tokens[p.first].lower in ("und", "sowie", "oder") for p in joining)


def _without_reason(tokens: Sequence[Token], parts: Sequence[Segment], index: int, end: int) -> int:
    """Return where the complement ends if a clause that only gives reasons follows (guideline 2.2, rule 6)."""
    for part in parts[index + 1 : end]:
        head = next((t.lower for t in tokens[part.first : part.last] if t.is_word), "")
        if head in ("da", "weil", "zumal", "denn"):
            return part.first - 1
    return parts[end - 1].last


def complement_follows(parts: Sequence[Segment], here: int) -> bool:
    """Whether an infinitive clause follows soon behind segment ``here``."""
    return any(part.kind in (SegmentKind.INFINITIVE,) for part in parts[here + 1 : here + 3])


def dislocated(clause: Clause, first: int) -> int:
    """Return where the thing stands that a pronoun takes up: *Eine Gebietsreform, die lehnen wir ab.*"""
    here = next((i for i, p in enumerate(clause.segments) if p.first == first), 0)
    if not here or clause.tokens[first].lower not in ("das", "die", "den", "dies"):
        return first
    before = clause.segments[:here]
    plain = (SegmentKind.FRAGMENT, SegmentKind.RELATIVE, SegmentKind.INFINITIVE)
    return before[0].first if all(p.kind in plain for p in before) else first


def only_says(clause: Clause, here: int, index: int) -> bool:
    """Whether the verb only attaches a speaker to what stands before: *Das Land müsse zahlen, forderte sie.*"""
    tokens, part = clause.tokens, clause.segments[here]
    if index != part.first:
        return False
    if complement_follows(clause.segments, here) or not is_saying(tokens, part):
        return False
    behind = [t for t in tokens[index + 1 :] if t.is_word or t.text == ":"]
    if not behind:
        return True
    if clause.segments[here - 1].kind is SegmentKind.RELATIVE and behind[0].lower not in ("er", "sie", "es"):
        return False  # „Der Verband, der … betreibt, fordert Klarheit“
    if behind[0].lower in _CONTRASTING or _ABSTRACT.search(behind[0].text):
        return False  # „Der Verband begrüßt den Entwurf, fordert aber Klarheit“
    return len(behind) <= 9 and not any(t.lower in _OBJECTIVE for t in behind)


_CONTRASTING = frozenset(
    "aber jedoch zugleich gleichzeitig allerdings dagegen hingegen stattdessen deshalb daher vielmehr ebenso darüber außerdem zudem ferner dafür weiterhin nun".split()
)
_ABSTRACT = re.compile(
    r"^[A-ZÄÖÜ]\w+(?:ung|ungen|heit|heiten|keit|keiten|schaft|ion|ionen|tät|mittel|gelder|standards|rechte|pflichten|regeln|hilfen?|stellen|maßnahmen|verfahren|lösungen)$"
)
"""Nouns that name no speaker: *…, verlangt Entlastung und kündigt Widerstand an*."""
_OBJECTIVE = frozenset(": den einen eine ein einem mehr keine dass daß auf vom von".split())


_WITH_INFINITIVE = re.compile(
    r"(?:Versuch|Absicht|Recht|Pflicht|Verpflichtung|Möglichkeit|Fähigkeit|Chance|Idee|Bereitschaft|Gefahr|Anspruch|Überlegung|Plan|Pläne|"
    r"Vorhaben|Tendenz|Neigung|Zusage|Versprechen|Ankündigung|Entscheidung|Beschluss|Befugnis|Ermächtigung|Vorschlag|Erlaubnis)(?:s|es|e|en|n)?"
)


def is_attributed(tokens: Sequence[Token], parts: Sequence[Segment], here: int) -> bool:
    """Whether the infinitive behind belongs to a noun: *pocht auf das Recht, Anträge digital zu stellen*."""
    last = tokens[parts[here].last - 1]
    following = parts[here + 1] if here + 1 < len(parts) else None
    infinitive = following is not None and following.kind in (SegmentKind.INFINITIVE, SegmentKind.FRAGMENT)
    return infinitive and re.search(rf"{_WITH_INFINITIVE.pattern}$", last.text, re.I) is not None


def without_comma(
    clause: Clause, part: Segment, begin: int, subject: tuple[Body, ...] | None, *, passive: bool
) -> int | None:
    """Return where an infinitive clause begins that no comma parts from its verb, None without one.

    *Der Verband fordert endlich Taten folgen zu lassen*, *Die Länder werden gebeten die Fristen zu prüfen*
    """
    words = clause.tokens[begin : part.last]
    ends = zu_infinitives(words)
    if not ends:
        return None
    if passive:
        return begin
    if ends[-1] < len(words) - 1 or any(_WITH_INFINITIVE.fullmatch(t.text) for t in words if t.is_noun):
        return None
    at = begin
    for actor in clause.actors:
        if at <= actor.first <= at + 2 and not actor.governed and actor.body in (subject or ()):
            at = actor.last
    while at < part.last and clause.tokens[at].lower in _LOOSE:
        at += 1
    rest = clause.tokens[at : begin + ends[0]]
    return at if any(t.is_noun or t.lower in ("sich", "dies", "es") for t in rest) else None


_LOOSE = frozenset(
    "wir ich uns er sie ihn dabei daher deshalb deswegen darum zudem auch nun jetzt hier hiermit dringend ausdrücklich weiterhin".split()
)

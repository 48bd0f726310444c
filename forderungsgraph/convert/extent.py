"""How far a demand reaches inside its sentence (annotation guideline, 2.2 and 2.3)."""

from __future__ import annotations

from collections.abc import Sequence

from .infinitives import enumerator
from .segments import DEPENDING, Segment, SegmentKind, finite_position
from .tokens import (
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    FINITE_FORMS,
    MODAL_FORMS,
    SUBORDINATORS,
    Token,
    is_finite,
    is_infinitive,
    is_verb,
    zu_infinitives,
)

_ATTACHED = DEPENDING | {SegmentKind.FRAGMENT}
_SAYING = frozenset(
    """sagt sagte so erklärt erklärte betont betonte meint meinte ergänzt ergänzte unterstreicht unterstrich fordert
    forderte mahnt mahnte kritisiert kritisierte warnt warnte findet fand bekräftigt bekräftigte hieß heißt schreibt
    schrieb stellt stellte fügt fügte bilanziert resümiert kommentiert argumentiert fasst fasste erläutert erläuterte
    verlangt verlangte appellierte empfahl bat warb drängte plädierte urteilt urteilte klagt klagte moniert monierte berichtet berichtete konstatiert""".split()
)


def is_saying(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a segment attaches a speaker: *, sagte die Präsidentin*, *, so der Verband weiter*."""
    words = [t for t in tokens[segment.first : segment.last] if t.is_word]
    if not words or words[0].lower not in _SAYING:
        return False
    if words[0].lower == "so":
        return not any(is_finite(w) for w in words[1:]) and len(words) <= 14
    return True


def clause_bounds(tokens: Sequence[Token], parts: Sequence[Segment], verb: int) -> tuple[int, int]:
    """Return the token range of the main clause whose finite verb is ``tokens[verb]``.

    Subordinate clauses before and behind belong to it; another main clause, and who says it, do not.
    """
    here = next(i for i, part in enumerate(parts) if part.first <= verb < part.last)
    first = _clause_start(tokens, parts, here, verb)
    last = _clause_end(tokens, parts, here, verb)
    return first, last


def _clause_start(tokens: Sequence[Token], parts: Sequence[Segment], here: int, verb: int) -> int:
    inner = _coordination_before(tokens, parts[here].first, verb)
    if inner is not None:
        return inner
    index = here
    before = [t for t in tokens[parts[here].first : verb] if t.is_word]
    fronted = not before or (before[0].lower in ("so", "dann", "da") and len(before) == 1)
    while index > 0:
        previous = parts[index - 1]
        if parts[index].mark in (";", ":"):
            break
        if fronted and previous.kind is not SegmentKind.MAIN:
            index -= 1
            # what stands before an inserted clause is the beginning of the same clause
            continue
        if (
            fronted
            and previous.kind is SegmentKind.MAIN
            and not is_saying(tokens, previous)
            and index == here
        ):
            # enumerations in the first position look like clauses: „Bund, Länder und Kommunen müssen“
            position = finite_position([t for t in tokens[previous.first : previous.last] if t.is_word])
            conditional = position == 0 and index == 1  # „Soll das Vorhaben gelingen, muss …“
            if position is None or conditional or _goes_on_subordinate(tokens, parts, index - 1):
                index -= 1
                continue
            break
        if (
            previous.kind in (SegmentKind.FRAGMENT,)
            and parts[index].mark == ","
            and index - 1 >= 0
            and not fronted
        ):
            goes_on = index > 1 and parts[index - 2].kind is SegmentKind.MAIN and previous.mark == ","
            if not goes_on and _opens_clause(tokens, previous):
                index -= 1
                continue
            break
        if (
            index == here
            and before
            and before[0].lower in ("der", "die", "das", "den", "dem")
            and len(before) == 1
            and (previous.kind is SegmentKind.FRAGMENT)
        ):
            index -= 1  # „Eine Gebietsreform, die lehnen wir ab“
            continue
        joined = index == here and index > 1 and before and before[0].lower in ("sowie", "und", "oder")
        if joined and (previous.kind, parts[index - 2].kind) == (SegmentKind.RELATIVE, SegmentKind.FRAGMENT):
            index -= 2  # „Die Verträge, die …, sowie die Lizenzen gehören abgeschafft“
            continue
        if previous.kind in (SegmentKind.SUB, SegmentKind.PURPOSE) and index - 1 == 0 and fronted:
            index -= 1
            continue
        break
    first = parts[index].first
    while first < verb and tokens[first].lower in {"und", "sowie", "oder"}:
        first += 1
    return first


def _goes_on_subordinate(tokens: Sequence[Token], parts: Sequence[Segment], index: int) -> bool:
    """Whether a segment with its verb at the end goes on a subordinate clause: *in denen Geld fehlt, Ämter warten,*."""
    words = [t for t in tokens[parts[index].first : parts[index].last] if t.is_word]
    earlier = parts[index - 1] if index else None
    return (
        earlier is not None
        and earlier.kind in (SegmentKind.RELATIVE, SegmentKind.SUB)
        and parts[index].mark == ","
        and len(words) > 1
        and is_finite(words[-1])
        and not any(t.lower in FINITE_FORMS for t in words[:-1])
    )


def _opens_clause(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a fragment before the clause is an enumeration or an adverbial that belongs to it."""
    words = [t for t in tokens[segment.first : segment.last] if t.is_word]
    return bool(words) and len(words) <= 8 and not any(is_verb(w) for w in words)


def _coordination_before(tokens: Sequence[Token], first: int, verb: int) -> int | None:
    """Return where the clause begins behind an *und* that follows a complete clause."""
    for i in range(verb - 1, first, -1):
        said = is_verb(tokens[i - 1]) or tokens[i - 1].lower in _PREDICATES
        if tokens[i].lower in ("und", "aber", "sondern", "doch", "denn") and said:
            following = tokens[i + 1]
            if i + 1 < verb and (following.lower in DETERMINERS or following.is_noun or verb - i <= 6):
                return i + 1
    return None


def _clause_end(tokens: Sequence[Token], parts: Sequence[Segment], here: int, verb: int) -> int:
    inner = _coordination_after(tokens, verb, parts[here].last)
    if inner is not None:
        return inner
    index = here
    while index + 1 < len(parts):
        following = parts[index + 1]
        if is_saying(tokens, following):
            if index + 2 < len(parts) and _goes_on_behind(tokens, parts[here : index + 3], verb):
                index += 2  # „sollten sich, so der Verband, auf einen Vertrag verständigen“
                continue
            break
        if following.mark == ";":
            break
        if tokens[verb].lower in MODAL_FORMS and (
            not _complete(tokens, parts[here : index + 1], verb) or _shares_modal(tokens, following)
        ):
            index += 1  # „solle der Bund, wie es dort heißt, Verfahren bereitstellen“
            continue
        if following.kind is SegmentKind.MAIN and not _same_subject(tokens, following):
            break
        if following.mark == ":" and following.kind is SegmentKind.MAIN:
            break
        if following.kind not in _ATTACHED and not _same_subject(tokens, following):
            break
        index += 1
    return parts[index].last


def _goes_on_behind(tokens: Sequence[Token], parts: Sequence[Segment], verb: int) -> bool:
    """Whether the last of ``parts`` goes on with the clause of ``verb`` behind who said it."""
    *before, _, rest = parts
    if tokens[verb].lower in MODAL_FORMS and _shares_modal(tokens, rest):
        return True
    return rest.kind in _ATTACHED and not _complete(tokens, before, verb)


def _complete(tokens: Sequence[Token], parts: Sequence[Segment], verb: int) -> bool:
    """Whether a full verb follows the finite modal in ``parts``; one of a clause put in between does not count."""
    return any(
        (is_verb(t) or t.lower in _BARE) and t.lower not in MODAL_FORMS
        for part in parts
        if part.kind in (SegmentKind.MAIN, SegmentKind.FRAGMENT)
        for t in tokens[max(verb + 1, part.first) : part.last]
    )


_BARE = frozenset({"sein", "haben", "werden", "bleiben"})
_FINITE_ONLY = FINITE_FORMS - _BARE


def _shares_modal(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a segment ends in an infinitive of its own: *müssen zusammenarbeiten, Standards entwickeln und …*"""
    words = [t for t in tokens[segment.first : segment.last] if t.is_word]
    skipped = enumerator(words, 0)
    words = words[skipped:] if skipped < len(words) else words
    if words and words[0].lower in COORDINATORS | {"sondern"}:
        words = words[1:]
    if len(words) < 2 or words[0].lower in _NOMINATIVES | SUBORDINATORS:
        return False
    if any(t.lower in _FINITE_ONLY for t in words) or zu_infinitives(words):
        return False
    return words[-1].lower in _BARE or (is_infinitive(words[-1]) and is_verb(words[-1]))


def _same_subject(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a segment goes on with the verb at once, sharing the subject: *, darf aber nicht bremsen*."""
    words = [t for t in tokens[segment.first : segment.last] if t.is_word]
    if words and words[0].lower in COORDINATORS:
        words = words[1:]
    if not words:
        return False
    if words[0].lower in MODAL_FORMS or words[0].lower in AUXILIARIES:
        return True
    position = finite_position(words)
    return position == 0


def _coordination_after(tokens: Sequence[Token], verb: int, last: int) -> int | None:
    """Return where the clause ends before an *und* that opens another main clause with its own subject."""
    for i in range(verb + 2, last - 2):
        if tokens[i].lower not in ("und", "aber", "doch", "denn"):
            continue
        if not is_verb(tokens[i - 1]) and not _said_all(tokens, verb, i):
            continue
        rest = [t for t in tokens[i + 1 : last] if t.is_word]
        position = finite_position(rest)
        if (
            position is None
            or not 0 < position <= (9 if rest[position].lower in MODAL_FORMS else 5)
            or not (rest[0].lower in DETERMINERS or rest[0].is_noun or rest[0].lower in _NOMINATIVES)
        ):
            continue
        if rest[position].lower in FINITE_FORMS or not rest[position].lower.endswith("en"):
            return i
    return None


_NOMINATIVES = frozenset("es er wir sie man dies das".split())
_PREDICATES = frozenset(
    "nötig notwendig erforderlich geboten wichtig sinnvoll überfällig unerlässlich".split()
)


def _said_all(tokens: Sequence[Token], verb: int, i: int) -> bool:
    """Whether the clause is complete before ``tokens[i]`` though no verb ends it: *Es brauche Geld | und das Land sei …*"""
    if tokens[i - 1].lower in _PREDICATES:
        return True
    following = tokens[i + 1 : i + 7]
    finite = any(t.lower in AUXILIARIES or t.lower in MODAL_FORMS for t in following[1:])
    needing = tokens[verb].lemma.lower() in ("brauchen", "bedürfen", "benötigen")
    return needing and tokens[i - 1].is_noun and following[0].lower in DETERMINERS | _NOMINATIVES and finite


def complement_end(tokens: Sequence[Token], parts: Sequence[Segment], index: int) -> int:
    """Return the index behind the last segment of a complement clause that begins at ``parts[index]``."""
    i = index
    while i + 1 < len(parts):
        following = parts[i + 1]
        if following.mark in (";", ":") or is_saying(tokens, following):
            break
        opens = following.kind is SegmentKind.MAIN and _opens_main(tokens, following)
        if opens and not _goes_on_subordinate(tokens, parts, i + 1):
            break
        i += 1
    return i + 1


def _opens_main(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a segment is a new main clause, rather than going on under *dass* with its verb at the end."""
    words = [t for t in tokens[segment.first : segment.last] if t.is_word]
    if words and words[0].lower in ("denn", "er", "sie", "es", "wir", "dies", "so"):
        return True
    if (
        len(words) > 1
        and words[0].lower in COORDINATORS
        and is_finite(words[1])
        and words[1].text[0].islower()
    ):
        return words[1].lower not in FINITE_FORMS  # „…, und kritisierte, dass“
    position = finite_position(words)
    return position is not None and position <= 3 and position < len(words) - 1

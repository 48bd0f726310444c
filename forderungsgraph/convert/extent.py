"""How far a demand reaches inside its sentence (annotation guideline, 2.2 and 2.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .segments import Segment, SegmentKind, finite_position
from .tokens import (
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    MODAL_FORMS,
    RELATIVES,
    Token,
    is_finite,
    is_verb,
    zu_infinitives,
)

_ATTACHED = frozenset(
    {SegmentKind.SUB, SegmentKind.RELATIVE, SegmentKind.INFINITIVE, SegmentKind.PURPOSE, SegmentKind.FRAGMENT}
)
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
            if _opens_clause(tokens, previous):
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
        and not any(t.lower in AUXILIARIES | MODAL_FORMS for t in words[:-1])
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
            if (
                index + 2 < len(parts)
                and parts[index + 2].kind in _ATTACHED
                and not _complete(tokens, verb, parts[index].last)
            ):
                index += 2  # „sollten sich, so der Verband, auf einen Vertrag verständigen“
                continue
            break
        if following.mark == ";":
            break
        if tokens[verb].lower in MODAL_FORMS and not _complete(tokens, verb, parts[index].last):
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


def _complete(tokens: Sequence[Token], verb: int, last: int) -> bool:
    """Whether a full verb follows the finite modal before ``last``."""
    return any(is_verb(t) and t.lower not in MODAL_FORMS for t in tokens[verb + 1 : last])


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
        if rest[position].lower in MODAL_FORMS | AUXILIARIES or not rest[position].lower.endswith("en"):
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
        if following.mark in (";",) or is_saying(tokens, following):
            break
        if following.kind is SegmentKind.MAIN and _opens_main(tokens, following):
            break
        i += 1
    return i + 1


def _opens_main(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a segment is a new main clause, rather than going on under *dass* with its verb at the end."""
    words = [t for t in tokens[segment.first : segment.last] if t.is_word]
    if words and words[0].lower in ("denn", "er", "sie", "es", "wir", "dies", "so"):
        return True
    position = finite_position(words)
    return position is not None and position <= 3 and position < len(words) - 1


def split_infinitives(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Split coordinated infinitive clauses in ``tokens[first:last]`` (guideline 2.2, rule 3).

    A purpose (*um … zu*) or an infinitive that depends on another one stays with it.
    """
    window = list(tokens[first:last])
    ends = zu_infinitives(window)
    cuts: list[int] = []
    for position, end in enumerate(ends[:-1]):
        following = end + 1
        if following >= len(window):
            break
        mark = window[following].lower
        joined = following
        resumed = _resumed(window, following, ends[position + 1])
        if (
            mark == ","
            and following + 1 < len(window)
            and window[following + 1].lower in ("und", "sowie", "oder")
        ):
            joined = following + 1
        elif resumed is not None:
            joined, mark = resumed, "und"
        elif mark not in ("und", "sowie", "oder", ","):
            continue
        counted = _enumerator(window, joined + 1)
        next_end = ends[position + 1]
        rest = window[joined + 1 : next_end + 1]
        if not _own_clause(rest) or _inside_purpose(window, end, ends[position - 1] if position else -1):
            continue
        bare = mark == "," and joined == following and not counted
        if bare and (not _listed(window, ends, position) or _relative(rest)):
            continue
        cuts.append(joined)
    bounds = [-1, *cuts, len(window)]
    return [(first + a + 1, first + b) for a, b in pairwise(bounds)]


def _enumerator(window: Sequence[Token], at: int) -> int:
    """Return how many tokens count an infinitive of a running list: *1.*, *(2)*, *c)*; 0 if none."""
    texts = [t.text for t in window[at : at + 3]]
    number = re.compile(r"\d{1,2}|[a-z]")
    if len(texts) == 3 and texts[0] == "(" and number.fullmatch(texts[1]) and texts[2] == ")":
        return 3
    return 2 if len(texts) > 1 and number.fullmatch(texts[0]) and texts[1] in (".", ")") else 0


def behind_enumerator(tokens: Sequence[Token], at: int) -> int:
    """Return the token behind a number that counts an infinitive, else ``at``."""
    return at + _enumerator(tokens, at)


def _resumed(window: Sequence[Token], start: int, stop: int) -> int | None:
    """Return the *und* that goes on with the list behind a clause attached to the infinitive before.

    *… einzurichten, an dem Fachleute helfen, und die Initiativen nicht zu vergessen*
    """
    if window[start].text != ",":
        return None
    for i in range(stop - 2, start, -1):
        if window[i].text == "," and window[i + 1].lower in ("und", "sowie"):
            following = window[i + 2]
            if is_finite(window[i - 1]) and (following.lower in DETERMINERS or following.is_noun):
                return i + 1
    return None


def _own_clause(words: Sequence[Token]) -> bool:
    plain = [w for w in words if w.is_word]
    if not plain or plain[0].lower in (
        "um",
        "ohne",
        "statt",
        "anstatt",
        "dass",
        "wenn",
        "damit",
        "wie",
        "ob",
        "was",
    ):
        return False
    if any(w.lower in ("dass", "um", "ob") for w in plain[:2]):
        return False
    content = plain[:-2] if len(plain) > 1 and plain[-2].lower == "zu" else plain[:-1]
    return any(
        w.is_noun or w.lower in ("sich", "dies", "dieses", "diese", "darauf", "dafür", "sie", "es")
        for w in content
    )


def _relative(words: Sequence[Token]) -> bool:
    """Whether a relative clause opens what follows the comma: *, das allen die Möglichkeit gibt, … zu …*"""
    comma = next((i for i, t in enumerate(words) if t.text == ","), None)
    if comma is None or comma < 2 or not is_finite(words[comma - 1]):
        return False
    return words[0].lower in RELATIVES or words[1].lower in RELATIVES


def _inside_purpose(window: Sequence[Token], end: int, previous_end: int) -> bool:
    """Whether the infinitive that ends at ``end`` belongs to *um … zu* and no comma closes it."""
    opened = [
        i for i in range(previous_end + 1, end) if window[i].lower in ("um", "ohne", "statt", "anstatt")
    ]
    opened = [i for i in opened if i == 0 or window[i - 1].text == ","]
    closing = window[end + 1].text == "," if end + 1 < len(window) else True
    return bool(opened) and not closing


def _listed(window: Sequence[Token], ends: Sequence[int], position: int) -> bool:
    """Whether a later infinitive of the list is joined by *und*, which makes commas coordinate, too."""
    for end in ends[position + 1 : -1]:
        if end + 1 < len(window) and window[end + 1].lower in ("und", "sowie"):
            return True
        if (
            end + 2 < len(window)
            and window[end + 1].text == ","
            and window[end + 2].lower in ("und", "sowie")
        ):
            return True
        if end + 1 >= len(window) or window[end + 1].text != ",":
            return False
    return False

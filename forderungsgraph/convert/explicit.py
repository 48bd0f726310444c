"""Rules E: somebody demands by saying so (*fordert*, *bitten*, *lehnt ab*)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import DemandKind, SpeechAct
from .actors import Body
from .candidates import SPEAKER, Candidate, Clause, chain
from .extent import clause_bounds, complement_end, is_saying, split_infinitives
from .lexicon import Lexicon, Performative
from .modal import closed
from .segments import Segment, SegmentKind
from .tokens import (
    AUXILIARIES,
    COORDINATORS,
    MODAL_FORMS,
    Token,
    is_verb,
    is_zu_infinitive_word,
    zu_infinitives,
)

_CITIZENS = frozenset(
    """bürger bürgerinnen menschen kunden kundinnen nutzer nutzerinnen nutzende eltern niemand keiner gesetz
    verordnung richtlinie vorschrift satzung regelung norm grundgesetz onlinezugangsgesetz ozg entwurf studie
    befragte befragten teilnehmer prozent drittel hälfte mehrheit umfrage dsgvo lage situation digitalisierung
    umsetzung betrieb aufbau prozess technik system anwendung dienst portal plattform antragsteller
    artikel paragraf paragraph absatz einwohner einwohnerinnen verfahren modell ansatz konzept projekt""".split()
)
_SELF = frozenset({"wir", "ich"})


def explicit_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the demands that performative verbs of the clause announce."""
    for index, verb, particle in _performatives(clause.tokens, clause.segments, lexicon):
        yield from _demands_of(clause, index, verb, particle)


def _performatives(
    tokens: Sequence[Token], parts: Sequence[Segment], lexicon: Lexicon
) -> Iterator[tuple[int, Performative, int | None]]:
    for i, token in enumerate(tokens):
        if (
            not token.text[0].islower()
            and not (i == 0 and len(tokens) > 1)
            and not _after_open_quote(tokens, i)
        ):
            continue
        lemma = token.lemma.lower() if token.text[0].isupper() else token.lemma
        if token.text[0].isupper() and not is_verb(_lowered(token)):
            continue
        if is_zu_infinitive_word(token) or (i and tokens[i - 1].lower == "zu"):
            continue
        particle = _particle(tokens, i, lemma, lexicon)
        verb = lexicon.split_verbs[(lemma, tokens[particle].lower)] if particle else lexicon.verbs.get(lemma)
        if verb is None or verb.subject == "never":
            continue
        if token.lower in ("bestimmt", "gebeten") and verb.lemma not in ("bitten",):
            continue
        yield i, verb, particle


def _after_open_quote(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and tokens[i - 1].text in '„»"“:'


def _lowered(token: Token) -> Token:
    from .tokens import lemma_of

    lower = token.lower
    return Token(token.start, token.end, lower, lower, lemma_of(lower))


def _particle(tokens: Sequence[Token], i: int, lemma: str, lexicon: Lexicon) -> int | None:
    """Return the index of the separated particle of the verb at ``i``, None if there is none."""
    for j in range(i + 1, min(i + 45, len(tokens))):
        token = tokens[j]
        if token.text in ".;:!?":
            return None
        if (lemma, token.lower) in lexicon.split_verbs:
            following = tokens[j + 1] if j + 1 < len(tokens) else None
            if following is None or not following.is_word or following.lower in ("und", "oder", "sowie"):
                return j
        if token.lower in ("dass", "daß") and j > i + 1:
            return None
    return None


def _demands_of(clause: Clause, index: int, verb: Performative, particle: int | None) -> Iterator[Candidate]:
    tokens, parts = clause.tokens, clause.segments
    here = next((i for i, p in enumerate(parts) if p.first <= index < p.last), None)
    if here is None or parts[here].kind in (SegmentKind.PURPOSE, SegmentKind.INFINITIVE):
        return
    first, last = _matrix(tokens, parts, here, index, particle)
    matrix = tokens[first:last]
    passive = _is_passive(tokens, index, matrix)
    subject, weight = _subject(clause, index, first, last, verb, passive)
    if weight == 0.0 or _negated(tokens, index, last) or _told_to(tokens, first, index):
        return
    if (
        verb.needs
        and not _has_needed(tokens, first, last, index, verb, particle)
        and not (verb.needs_complement and _complement_follows(parts, here, particle, index))
    ):
        return
    if verb.reflexive and not any(t.lower in ("sich", "uns", "mich") for t in matrix):
        return
    addressees = (
        subject
        if passive and "akk" in verb.addressee
        else _addressees(clause, index, first, last, verb, subject)
    )
    demanders = None if passive else subject
    kind, act = _nature(tokens, first, last, verb)

    def made(a: int, b: int, rule: str, factor: float = 1.0) -> Candidate:
        start, end = tokens[a].start, closed(clause, b)
        told = addressees if addressees else _inner_subject(clause, a, b)
        notes = ("subject unknown",) if weight == UNKNOWN else ()
        return Candidate(start, end, kind, act, rule, weight * factor, demanders, told or None, notes)

    begin = max(particle or 0, index) + 1
    found = False
    for a, b, rule in complements(tokens, parts, begin, here):
        found = True
        yield made(a, b, f"E-{rule}-{verb.lemma}")
    if found:
        return
    if verb.needs_complement:
        # the comma before an infinitive clause may be missing
        inner = [k for k in zu_infinitives(list(tokens[begin : parts[here].last]))]
        if inner and passive:
            for a, b in split_infinitives(tokens, begin, parts[here].last):
                if a < b:
                    yield made(a, b, f"E-zu-{verb.lemma}", 0.95)
            return
    if _colon_follows(tokens, index):
        return
    wants_noun = verb.noun and (not verb.needs_complement or verb.needs)
    if (
        wants_noun
        and (verb.needs == () or _has_needed(tokens, first, last, index, verb, particle))
        and _object(clause, first, last, index)
    ):
        a, b = clause_bounds(tokens, parts, index)
        standing = verb.lemma in ("einsetzen", "eintreten", "starkmachen", "werben", "befürworten")
        yield made(a, max(b, last), f"E-np-{verb.lemma}", 0.68 if standing else 0.92)


def _told_to(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether the verb is what somebody else must do: *Das Land sollte dafür werben, …*"""
    token = tokens[index]
    if token.lower != token.lemma.lower():
        return False
    before = [t.lower for t in tokens[first:index] if t.is_word]
    if (
        {"können", "kann", "könnte", "könnten", "könne"} & set(before)
        and "nur" not in before
        and not {"wir", "ich"} & set(before)
    ):
        return True
    return bool(_OTHERS_DUTY & set(before)) and not {"wir", "ich"} & set(before)


_OTHERS_DUTY = frozenset(
    "muss müssen soll sollen sollte sollten darf dürfen müsse solle müsste müssten".split()
)


def _matrix(
    tokens: Sequence[Token], parts: Sequence[Segment], here: int, index: int, particle: int | None
) -> tuple[int, int]:
    """Return the token range of the clause that holds the verb, up to its complement."""
    first, last = parts[here].first, parts[here].last
    if particle is not None:
        last = max(last, particle + 1)
    if (
        index - first <= 1
        and here > 0
        and parts[here - 1].kind in (SegmentKind.RELATIVE, SegmentKind.FRAGMENT, SegmentKind.SUB)
    ):
        back = here - 1
        while (
            back > 0
            and parts[back - 1].kind in (SegmentKind.FRAGMENT,)
            and parts[back].kind is SegmentKind.RELATIVE
        ):
            back -= 1
        first = parts[back].first
    return first, last


def _is_passive(tokens: Sequence[Token], index: int, matrix: Sequence[Token]) -> bool:
    token = tokens[index]
    words = {t.lower for t in matrix}
    if words & {"wird", "werden", "wurde", "wurden", "werde", "worden"}:
        return token.lower.endswith(("t", "en")) and token.lower != token.lemma.lower()
    called = token.lower.startswith("ge") or "ge" in token.lower[2:6]
    return called and bool(words & {"ist", "sind", "sei", "seien"}) and "worden" not in words


def _subject(
    clause: Clause, index: int, first: int, last: int, verb: Performative, passive: bool
) -> tuple[tuple[Body, ...] | None, float]:
    """Return who demands (None: whoever speaks) and how sure that is; weight 0: nobody who could."""
    tokens = clause.tokens
    words = [t for t in tokens[first:last] if t.is_word]
    lowered = [t.lower for t in words]
    if any(w in _SELF for w in lowered):
        if (
            {"haben", "hatten", "habe"} & set(lowered)
            and verb.kind is DemandKind.EXPECTATION
            and "stets" in lowered
        ):
            return None, 0.5
        return (SPEAKER,) if not passive else None, 0.97
    opening = next((w for w in lowered if w not in COORDINATORS), "")
    if opening in ("er", "sie", "es") and not passive and words and words[0].start < tokens[index].start:
        return None, 0.8 if opening != "es" else 0.35
    candidates = [
        (i, actor) for i, actor in enumerate(clause.actors)
        if first <= actor.first < last and not actor.genitive and not actor.governed
    ]  # fmt: skip
    nominative = [
        (i, actor)
        for i, actor in candidates
        if actor.determiner not in ("den", "dem", "des", "einen", "einem", "unseren")
    ]
    near = [
        (i, a) for i, a in nominative
        if a.last <= index and _starts_clause(tokens, first, a) or a.first > index and _directly_after(tokens, index, a)
    ]  # fmt: skip
    if near:
        i, actor = near[0]
        if passive and not actor.body.public and "akk" not in verb.addressee:
            return None, 0.9
        return chain(clause.actors, i, tokens), 0.95
    if passive:
        return None, 0.85 if "akk" not in verb.addressee else 0.9
    if _weak_subject(tokens, first, index):
        return None, 0.0
    if verb.subject == "body":
        return None, 0.3
    pronoun = next((w for w in lowered if w in ("er", "sie", "es", "dieser", "diese", "man")), None)
    if pronoun:
        return None, 0.8 if pronoun in ("er", "sie", "dieser", "diese") else 0.35
    if verb.subject == "demander":
        return None, 0.75
    return None, UNKNOWN


UNKNOWN = 0.79
"""Weight of a demand whose clause has a subject that is no known body."""


def _starts_clause(tokens: Sequence[Token], first: int, actor: object) -> bool:
    begin = getattr(actor, "first")  # noqa: B009
    between = [t for t in tokens[first:begin] if t.is_word]
    return len(between) <= 6


def _directly_after(tokens: Sequence[Token], index: int, actor: object) -> bool:
    begin = getattr(actor, "first")  # noqa: B009
    between = [t for t in tokens[index + 1 : begin] if t.is_word and not t.text[0].islower()]
    return not between and begin - index <= 5


def _weak_subject(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether citizens, statutes or things are the subject: they need, but they do not demand."""
    before = [t for t in tokens[first:index] if t.is_word]
    after = [t for t in tokens[index + 1 : index + 4] if t.is_word]
    head = next(
        (
            t
            for t in before
            if t.is_noun
            and t.text[0].isupper()
            and t.lower not in ("die", "der", "das", "ein", "eine", "nach", "in", "im", "auch")
        ),
        None,
    )
    names = [head] if head else after
    for token in names:
        lower = token.lower
        if lower in _CITIZENS or lower.endswith(
            ("gesetz", "gesetzes", "verordnung", "richtlinie", "satzung")
        ):
            return True
    return False


def _negated(tokens: Sequence[Token], index: int, last: int) -> bool:
    near = [t.lower for t in tokens[index + 1 : min(index + 4, last)]]
    return bool({"nicht", "niemand", "nichts", "keine", "keinen", "kein", "keineswegs"} & set(near[:2]))


def _has_needed(
    tokens: Sequence[Token], first: int, last: int, index: int, verb: Performative, particle: int | None
) -> bool:
    needed = set(verb.needs)
    if "auf" in needed:
        needed |= {"aufs"}
    return any(
        t.lower in needed for i, t in enumerate(tokens[first:last], first) if i not in (index, particle)
    )


def _complement_follows(parts: Sequence[Segment], here: int, particle: int | None, index: int) -> bool:
    return any(part.kind in (SegmentKind.INFINITIVE,) for part in parts[here + 1 : here + 3])


def _addressees(
    clause: Clause, index: int, first: int, last: int, verb: Performative, subject: tuple[Body, ...] | None
) -> tuple[Body, ...]:
    tokens = clause.tokens
    for i, actor in enumerate(clause.actors):
        if not first <= actor.first < last or actor.genitive or actor.body in (subject or ()):
            continue
        if actor.governed and actor.governed in verb.addressee:
            return chain(clause.actors, i, tokens)
        if (
            "akk" in verb.addressee
            and not actor.governed
            and actor.first > index
            and not _is_subject_after(clause, i, index)
        ):
            return chain(clause.actors, i, tokens)
        if (
            "dat" in verb.addressee
            and not actor.governed
            and actor.determiner in ("dem", "den", "der")
            and actor.first > index
        ):
            return chain(clause.actors, i, tokens)
    if any(t.lower == "sie" and t.text == "Sie" for t in tokens[first:last]):
        return ()
    return ()


def _is_subject_after(clause: Clause, i: int, index: int) -> bool:
    """Whether the actor right behind the verb is the subject because something else stands first."""
    actor = clause.actors[i]
    if actor.first - index > 3:
        return False
    if any(t.lower in ("wir", "ich") for t in clause.tokens[index + 1 : index + 3]):
        return False
    earlier = [a for a in clause.actors if a.last <= index and not a.governed and not a.genitive]
    later = [a for a in clause.actors[i + 1 :] if not a.governed and not a.genitive]
    return not earlier and bool(later) and actor.determiner not in ("den", "dem")


def _nature(
    tokens: Sequence[Token], first: int, last: int, verb: Performative
) -> tuple[DemandKind, SpeechAct]:
    if any(t.lower in ("gegen", "dagegen") for t in tokens[first:last]) and verb.needs:
        return verb.kind, SpeechAct.REJECTION
    return verb.kind, verb.act


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
                and not _opens_dass(tokens, parts[end])
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
        if part.kind is SegmentKind.PURPOSE:
            index += 1
            continue
        end = complement_end(tokens, parts, index)
        stretch = tokens[part.first : parts[end - 1].last]
        if part.kind in (SegmentKind.INFINITIVE, SegmentKind.FRAGMENT) or zu_infinitives(
            list(tokens[part.first : part.last])
        ):
            if zu_infinitives(list(stretch)):
                stop = _without_reason(tokens, parts, index, end)
                if stop < len(tokens) and tokens[stop].text == ":":
                    stop = len(tokens)
                for a, b in split_infinitives(tokens, part.first, stop):
                    while a < b and tokens[a].lower in ("und", "sowie", "oder", ","):
                        a += 1
                    if a < b:
                        yield a, b, "zu"
                return
        return


def _opens_dass(tokens: Sequence[Token], part: Segment) -> bool:
    words = [t.lower for t in tokens[part.first : part.last] if t.is_word][:2]
    return bool(words) and (
        words[0] in ("dass", "daß") or words[0] in ("und", "sowie") and words[-1] in ("dass", "daß")
    )


def _without_reason(tokens: Sequence[Token], parts: Sequence[Segment], index: int, end: int) -> int:
    """Return where the complement ends if a clause that only gives reasons follows (guideline 2.2, rule 6)."""
    for part in parts[index + 1 : end]:
        head = next((t.lower for t in tokens[part.first : part.last] if t.is_word), "")
        if head in ("da", "weil", "zumal", "denn"):
            return part.first - 1
    return parts[end - 1].last


def _colon_follows(tokens: Sequence[Token], index: int) -> bool:
    return any(t.text == ":" for t in tokens[index + 1 :])


def _object(clause: Clause, first: int, last: int, index: int) -> bool:
    """Whether the clause names a thing that can be demanded: a noun besides its subject."""
    subject: set[int] = set()
    for actor in clause.actors:
        if first <= actor.first < last and not actor.governed:
            subject |= set(range(actor.first, actor.last))
            break
    nouns = [
        i for i in range(first, last)
        if i not in subject and clause.tokens[i].is_noun and clause.tokens[i].is_word and clause.tokens[i].lower not in _NO_OBJECTS
    ]  # fmt: skip
    known = bool(subject) or any(
        t.lower in _SELF or t.lower in ("er", "sie") for t in clause.tokens[first:last]
    )
    return len(nouns) >= (1 if known else 2)


_NO_OBJECTS = (
    AUXILIARIES
    | MODAL_FORMS
    | frozenset("die der das sie er es wir ein eine dies diese auch nach in im".split())
)


def _inner_subject(clause: Clause, a: int, b: int) -> tuple[Body, ...]:
    """Return who is to act by a dass-clause: its subject, if that is an actor."""
    if clause.tokens[a].lower not in ("dass", "daß"):
        return ()
    for i, actor in enumerate(clause.actors):
        if a < actor.first < b:
            if actor.governed in ("durch", "von", "vom", "seitens") and actor.body.public:
                return chain(clause.actors, i, clause.tokens)
            between = [t for t in clause.tokens[a + 1 : actor.first] if t.is_word]
            if (
                not actor.governed
                and not actor.genitive
                and len(between) <= 4
                and actor.determiner not in ("den", "dem", "des")
            ):
                return chain(clause.actors, i, clause.tokens)
    return ()


def lead_in_demand(
    clause: Clause, lexicon: Lexicon
) -> tuple[int, Performative, tuple[Body, ...] | None, tuple[Body, ...]] | None:
    """Return verb index, verb, demanders and addressees of the last demanding verb of a lead-in."""
    result = None
    for index, verb, particle in _performatives(clause.tokens, clause.segments, lexicon):
        here = next((i for i, p in enumerate(clause.segments) if p.first <= index < p.last), None)
        if here is None:
            continue
        first, last = _matrix(clause.tokens, clause.segments, here, index, particle)
        passive = _is_passive(clause.tokens, index, clause.tokens[first:last])
        subject, weight = _subject(clause, index, first, last, verb, passive)
        if weight == 0.0 or _negated(clause.tokens, index, last):
            continue
        if verb.reflexive and not any(t.lower in ("sich", "uns") for t in clause.tokens[first:last]):
            continue
        addressees = (
            subject or ()
            if passive and "akk" in verb.addressee
            else _addressees(clause, index, first, last, verb, subject)
        )
        result = (index, verb, None if passive else subject, addressees)
    return result

"""Rules E: somebody demands by saying so (*fordert*, *bitten*, *lehnt ab*)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..model import DemandKind, SpeechAct
from .addressed import coordinated, noun_called_upon
from .asked import addressees_of_demand, inner_subject
from .bodies import Body
from .candidates import Candidate, Clause, chain, closed
from .complements import (
    complement_follows,
    complements,
    dislocated,
    has_clause_behind,
    is_attributed,
    only_says,
    without_comma,
)
from .coordination import (
    asked_besides,
    first_of_sentence,
    is_joined,
    next_demand,
    next_predicate,
    shares_subject,
)
from .extent import clause_bounds
from .infinitives import split_infinitives
from .lexicon import Lexicon, Performative
from .parties import SELF, UNKNOWN, is_called_upon, is_negated, is_others_duty, subject_of_demand
from .performatives import performatives
from .segments import Segment, SegmentKind, position_at
from .tokens import (
    AUXILIARIES,
    MODAL_FORMS,
    PREPOSITIONS,
    Token,
    is_infinitive,
    zu_infinitives,
)


def explicit_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the demands that performative verbs of the clause announce."""
    found = list(performatives(clause.tokens, lexicon))
    verbs = [index for index, _, _ in found]
    for index, verb, particle in found:
        yield from _demands_of(clause, index, verb, particle, verbs)


def _demands_of(
    clause: Clause, index: int, verb: Performative, particle: int | None, verbs: Sequence[int]
) -> Iterator[Candidate]:
    tokens, parts = clause.tokens, clause.segments
    here = position_at(parts, index)
    if here and particle is None and only_says(clause, here, index):
        clause.refuse(index, "says who speaks")  # „Das Land müsse zahlen, forderte sie“
        return
    if here is None or parts[here].kind in (SegmentKind.PURPOSE, SegmentKind.INFINITIVE):
        clause.refuse(index, "in an infinitive")
        return
    if parts[here].kind is SegmentKind.SUB and tokens[parts[here].first].lower not in ("dass", "daß"):
        clause.refuse(index, "in a subordinate clause")
        return
    first, last = _matrix(parts, here, index, particle)
    matrix = tokens[first:last]
    passive = is_called_upon(tokens, index, matrix)
    subject, weight = subject_of_demand(clause, index, first, last, verb, passive)
    joined = is_joined(tokens, index)
    shares = shares_subject(tokens, parts, here, index)
    if (weight == UNKNOWN or joined) and index - parts[here].first <= 2:
        earlier = subject_of_demand(clause, index, first_of_sentence(parts, here), last, verb, passive)
        subject, weight = max(earlier, (subject, weight), key=lambda found: found[1])
    if weight == 0.0 or is_negated(tokens, index, last) or is_others_duty(tokens, first, index):
        negated = is_negated(tokens, index, last)
        clause.refuse(index, "negated" if negated else "nobody who demands" if not weight else "others' duty")
        return
    begin = max(particle or 0, index) + 1
    interlaced = _interlaced(clause, parts[here], begin) if verb.subject != "dass" else None
    if (
        verb.needs
        and not _has_needed(tokens, first, last, index, verb, particle)
        and not (verb.needs_complement and complement_follows(parts, here))
        and interlaced is None
        and (passive or without_comma(clause, parts[here], begin, subject, passive=False) is None)
    ):
        clause.refuse(index, "word missing")
        return
    if verb.reflexive and not any(t.lower in ("sich", "uns", "mich", "mir") for t in matrix):
        clause.refuse(index, "word missing")
        return
    kind, act = _nature(tokens, first, last, verb)
    by = _rejected_by(clause, first, last) if passive and act is SpeechAct.REJECTION else ()
    if passive and verb.lemma in _TOLD_OF and "uns" not in {t.lower for t in matrix} and not by:
        clause.refuse(index, "told of others")  # „wurde abgelehnt“, „kann beantragt werden“
        return
    addressees = (
        subject
        if passive and "akk" in verb.addressee
        else addressees_of_demand(clause, index, first, last, verb, subject)
    ) or noun_called_upon(clause, index, first, last, verb, passive=passive, known=bool(subject))
    if not passive and subject and addressees not in ((), subject) and {"akk", "an"} & set(verb.addressee):
        addressees = coordinated(clause, index, last, addressees, verb)
    demanders = by or (None if passive else subject)

    def made(a: int, b: int, rule: str, factor: float = 1.0) -> Candidate:
        start, end = tokens[a].start, closed(clause, b)
        told = addressees if addressees else inner_subject(clause, a, b)
        notes = ("subject unknown",) if weight == UNKNOWN else ()
        candidate = Candidate(start, end, kind, act, rule, weight, demanders, told or None, notes)
        return candidate if factor == 1.0 else candidate.weighed(factor, "form")

    if interlaced is not None:
        yield made(*interlaced, f"E-zu-{verb.lemma}", 0.95)
        return
    if verb.lemma in ("werben", "bitten") and "verständnis" in {t.lower for t in tokens[first:last]}:
        clause.refuse(index, "other sense")
        return  # „bitten um Verständnis dafür, dass …“
    if verb.lemma == "zurückweisen" and any(t.lower in _DISPUTED for t in tokens[first:last]):
        clause.refuse(index, "other sense")
        return
    wants_noun = verb.noun and (not verb.needs_complement or verb.needs)
    needed = verb.needs == () or _has_needed(tokens, first, last, index, verb, particle)
    cut = next_demand(clause, index, verbs)
    if cut is None and {"für", "gegen"} & set(verb.needs) & {
        t.lower for t in tokens[parts[here].first : begin]
    }:
        cut = next_predicate(tokens, parts[here], begin)
    if cut is not None and (particle or 0) < cut:
        if wants_noun and needed and _object(clause, first, cut, known=joined or shares):
            a, _ = clause_bounds(tokens, parts, _finite(tokens, first, last, index))
            yield made(dislocated(clause, a), cut, f"E-np-{verb.lemma}", 0.92)
        else:
            clause.refuse(index, "nothing demanded")
        return
    if act is SpeechAct.REJECTION and verb.noun:
        # the bare infinitive would say the opposite: a rejection is the whole sentence (guideline 2.3)
        a, b = clause_bounds(tokens, parts, _finite(tokens, first, last, index))
        yield made(dislocated(clause, a), max(b, last), f"E-np-{verb.lemma}", 0.92)
        return
    found = False
    attributed = verb.noun and not verb.needs_complement and is_attributed(tokens, parts, here)
    attributed = attributed or (verb.noun and _for_thing(tokens, first, max(last, begin), verb))
    for a, b, rule in () if attributed else complements(tokens, parts, begin, here):
        found = True
        if (verb.subject, rule) in (("infinitive", "dass"), ("dass", "zu")):
            clause.refuse(index, "other sense")
            continue  # „die Zahlen legen nahe, dass …“ demands nothing
        begin, told = asked_besides(clause, a, b)
        demand = made(begin, b, f"E-{rule}-{verb.lemma}")
        yield replace(demand, addressees=told) if told else demand
    if found:
        return
    open_at = without_comma(clause, parts[here], begin, subject, passive=passive and verb.needs_complement)
    if open_at is not None and (passive or verb.subject != "dass"):
        for a, b in split_infinitives(tokens, open_at, parts[here].last):
            a = next((i for i in range(a, b) if tokens[i].lower not in ("und", "sowie", "oder")), b)
            if a < b:
                yield made(a, b, f"E-zu-{verb.lemma}", 0.95)
        return
    if parts[here].kind is SegmentKind.RELATIVE:
        clause.refuse(index, "in a subordinate clause")
        return
    if _colon_follows(tokens, index):
        clause.refuse(index, "before a colon")
        yield from _behind_colon(clause, index, verb, made)
        return
    if wants_noun and has_clause_behind(tokens, parts, here):
        clause.refuse(index, "says who speaks")
    elif (
        wants_noun
        and needed
        and _object(clause, first, _behind_adjectives(clause, here, last), known=joined or shares)
    ):
        a, b = clause_bounds(tokens, parts, _finite(tokens, first, last, index))
        standing = verb.lemma in ("einsetzen", "eintreten", "starkmachen", "werben", "befürworten")
        vague = passive and bool(verb.needs)
        yield made(
            dislocated(clause, a), max(b, last), f"E-np-{verb.lemma}", 0.68 if standing or vague else 0.92
        )
    else:
        clause.refuse(index, "nothing demanded")


def _interlaced(clause: Clause, part: Segment, begin: int) -> tuple[int, int] | None:
    """Return the clause if the thing to be done stands before its verb: *Absatz 3 bitten wir zu streichen.*"""
    words = clause.tokens[begin : part.last]
    ends = zu_infinitives(words)
    if not ends or ends[-1] < len(words) - 1 or words[ends[-1]].lemma in _EXCUSING:
        return None
    before = [t for t in clause.tokens[part.first : begin] if t.is_word]
    told = {i for actor in clause.actors for i in range(actor.first, actor.last)}
    for i in range(begin, part.last):
        governed = any(t.lower in PREPOSITIONS for t in clause.tokens[max(begin, i - 4) : i])
        if clause.tokens[i].is_noun and i not in told and not governed and clause.tokens[i].text != "Sie":
            return None  # „Für den Herbst empfehlen wir Ziele zu setzen“: it stands behind the verb
    we = {t.lower for t in (*before, *words)} & {"wir", "ich"}
    opens = bool(before) and before[0].lower not in ("wir", "ich") and any(t.is_noun for t in before[:-1])
    opens = opens or (bool(before) and before[0].lower in ("dem", "dies", "diesem") and len(before) <= 2)
    return clause_bounds(clause.tokens, clause.segments, begin - 1) if we and opens else None


def _for_thing(tokens: Sequence[Token], first: int, last: int, verb: Performative) -> bool:
    """Whether what is demanded follows a preposition, and an infinitive behind only describes it.

    *setzen uns für Schulungen ein, die helfen, die Spaltung zu überwinden*
    """
    needed = {"für", "gegen"} & set(verb.needs)
    lowered = [t.lower for t in tokens[first:last]]
    return bool(needed & set(lowered)) and not {"dafür", "dagegen"} & set(lowered)


def _rejected_by(clause: Clause, first: int, last: int) -> tuple[Body, ...]:
    """Return who rejects in the passive: *wird vom Verband abgelehnt*; governments only decide."""
    for i, actor in enumerate(clause.actors):
        if first <= actor.first < last and actor.governed in ("von", "vom") and not actor.body.public:
            present = {"wird", "werden", "werde"} & {t.lower for t in clause.tokens[first:last]}
            return chain(clause.actors, i, clause.tokens) if present else ()
    return ()


_EXCUSING = frozenset({"entschuldigen", "verzeihen", "nachsehen"})


def _finite(tokens: Sequence[Token], first: int, last: int, index: int) -> int:
    """Return the finite verb of the clause: the auxiliary where ``index`` is a participle."""
    if not tokens[index].lower.startswith("ge") and "ge" not in tokens[index].lower[2:]:
        return index
    return next((i for i in range(first, last) if tokens[i].lower in AUXILIARIES), index)


def _matrix(parts: Sequence[Segment], here: int, index: int, particle: int | None) -> tuple[int, int]:
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


def _has_needed(
    tokens: Sequence[Token], first: int, last: int, index: int, verb: Performative, particle: int | None
) -> bool:
    needed = {*verb.needs, *(f"da{'r' if need[0] in 'aeiouäöü' else ''}{need}" for need in verb.needs)}
    if "auf" in needed:
        needed |= {"aufs"}
    return any(
        t.lower in needed for i, t in enumerate(tokens[first:last], first) if i not in (index, particle)
    )


def _nature(
    tokens: Sequence[Token], first: int, last: int, verb: Performative
) -> tuple[DemandKind, SpeechAct]:
    if any(t.lower in ("gegen", "dagegen") for t in tokens[first:last]) and verb.needs:
        return verb.kind, SpeechAct.REJECTION
    return verb.kind, verb.act


def _colon_follows(tokens: Sequence[Token], index: int) -> bool:
    return any(t.text == ":" for t in tokens[index + 1 :])


def _behind_colon(
    clause: Clause, index: int, verb: Performative, made: Callable[..., Candidate]
) -> Iterator[Candidate]:
    """Yield what stands behind the colon: *Wir fordern vom Bund: Er muss zahlen.*"""
    colon = next(i for i in range(index + 1, len(clause.tokens)) if clause.tokens[i].text == ":")
    words = [t for t in clause.tokens[colon + 1 :] if t.is_word]
    if verb.lemma == "wollen" and is_infinitive(clause.tokens[colon - 1]):
        return  # „Wir wollen unseren Teil leisten: …“
    between = [t for t in clause.tokens[index + 1 : colon] if t.is_word]
    opening = {t.lower for t in clause.tokens[:colon] if t.is_word}
    if verb.lemma == "wollen" and not opening & _NAMING_WISHES:
        return  # „Wir wollen unseren Teil leisten: Jedes Mitglied …“ says more of what they do
    if len(words) >= 3 and len(between) <= 8 and words[0].lower not in ("dass", "daß"):
        yield made(colon + 1, len(clause.tokens), f"E-colon-{verb.lemma}", 0.85)


_ADJECTIVE = re.compile(r"[a-zäöüß][\w-]{2,}(?:e|er|en|es|em)")


def _behind_adjectives(clause: Clause, here: int, last: int) -> int:
    """Return where the noun phrase ends whose adjectives a comma divides: *fordert klare, verlässliche Regeln*."""
    parts, end = clause.segments, last
    for part in parts[here + 1 :]:
        before = clause.tokens[parts[parts.index(part) - 1].last - 1]
        if part.kind is not SegmentKind.FRAGMENT or not _ADJECTIVE.fullmatch(before.text):
            break
        end = part.last
    return end


_NAMING_WISHES = frozenset("was nicht eins eines folgendes folgende dies nur vielmehr kurz vor".split())


def _object(clause: Clause, first: int, last: int, *, known: bool) -> bool:
    """Whether the clause names a thing that can be demanded: a noun besides its subject, which may be ``known``."""
    subject: set[int] = set()
    ours = any(t.lower in SELF for t in clause.tokens[first:last])  # „Wir fordern eine Verwaltung, die …“
    for actor in () if ours else clause.actors:
        if first <= actor.first < last and not actor.governed:
            subject |= set(range(actor.first, actor.last))
            break
    nouns = [
        i for i in range(first, last)
        if i not in subject and clause.tokens[i].is_noun and clause.tokens[i].is_word and clause.tokens[i].lower not in _NO_OBJECTS
    ]  # fmt: skip
    known = (
        known
        or bool(subject)
        or any(t.lower in SELF or t.lower in ("er", "sie") for t in clause.tokens[first:last])
    )
    return len(nouns) >= (1 if known else 2)


_TOLD_OF = frozenset({"ablehnen", "zurückweisen", "beantragen"})
_DISPUTED = frozenset(
    "kritik vorwurf vorwürfe behauptung darstellung anschuldigung spekulation meldung bericht".split()
)
_NO_OBJECTS = (
    AUXILIARIES
    | MODAL_FORMS
    | frozenset("die der das sie er es wir ein eine dies diese auch nach in im".split())
)


def lead_in_demand(
    clause: Clause, lexicon: Lexicon
) -> tuple[int, Performative, tuple[Body, ...] | None, tuple[Body, ...]] | None:
    """Return verb index, verb, demanders and addressees of the last demanding verb of a lead-in."""
    result = None
    for index, verb, particle in performatives(clause.tokens, lexicon):
        here = position_at(clause.segments, index)
        if here is None:
            continue
        first, last = _matrix(clause.segments, here, index, particle)
        passive = is_called_upon(clause.tokens, index, clause.tokens[first:last])
        subject, weight = subject_of_demand(clause, index, first, last, verb, passive)
        if weight == 0.0 or is_negated(clause.tokens, index, last):
            continue
        if verb.reflexive and not any(t.lower in ("sich", "uns") for t in clause.tokens[first:last]):
            continue
        addressees = (
            subject or ()
            if passive and "akk" in verb.addressee
            else addressees_of_demand(clause, index, first, last, verb, subject)
        ) or noun_called_upon(clause, index, first, last, verb, passive=passive, known=bool(subject))
        result = (index, verb, None if passive else subject, addressees)
    return result

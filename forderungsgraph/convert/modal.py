"""Rules M and N: somebody must, should or may not; something is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import DemandKind, SpeechAct
from .bodies import ActorMention
from .candidates import Candidate, Clause, agents, closed, is_passive, own_words, whole_chain
from .extent import clause_bounds
from .lexicon import Lexicon
from .segments import Segment, SegmentKind, segment_at
from .tokens import (
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    MODAL_FORMS,
    PREPOSITIONS,
    Token,
    is_participle,
    is_verb,
    lemma_of,
)

_STATIVE = frozenset("sein bleiben haben werden heißen geben scheinen".split())
_REFLEXIVE_SELF = frozenset(
    "einstellen anpassen stellen vorbereiten fragen begnügen auseinandersetzen gefallen".split()
)


_OWN_AFFAIR = re.compile(
    r"\b(?:lehren ziehen|die eigene nase|mit \w+ (?:\w+ )?rechnen|in kauf nehmen|hausaufgaben machen|attraktiver werden)\b"
)
_PURPOSE = re.compile(
    r"^\W*(?:Mit|Durch|Dadurch|Damit|Über|So|Dank)\b|\b(?:dadurch|damit|so|künftig|alle Mitglieder)\b"
)
"""What *soll … können* is for: it tells whom a plan shall help, and how."""
_NEEDLESS = re.compile(
    r"\b(?:muss|müssen|müsse) (?:\w+ ){1,8}nicht (?:(?:mehr|eigens|gesondert|zwingend|extra|noch einmal|unbedingt|länger) )*\w{4,}(?:t|en) werden$"
)
_RECEIVING = frozenset("erhalten bekommen behalten können profitieren verfügen dürfen".split())


def modal_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the main clauses whose finite verb is a modal with a demand reading."""
    done: list[tuple[int, int]] = []
    strong, should, may, wish = (
        frozenset(lexicon.of(f"modal.{n}")) for n in ("must", "should", "may", "wish")
    )
    negations = frozenset(lexicon.of("negation.words"))
    for index, token in enumerate(clause.tokens):
        lower = token.lower
        opens = index == 0 and len(clause.segments) > 1
        if opens and lower in ("sollte", "sollten") and not clause.text.rstrip().endswith("!"):
            clause.refuse(index, "opens a condition")
            continue  # „Sollte dies nicht gelingen, …“ is a condition
        if index == 0 and lower in ("soll", "sollen") and len(clause.segments) > 1:
            clause.refuse(index, "opens a condition")
            continue  # „Soll das Vorhaben gelingen, muss …“
        if lower in ("sollte", "sollten") and _is_inserted_condition(clause, index):
            clause.refuse(index, "opens a condition")
            continue
        if lower in wish and _decides(clause, index):
            clause.refuse(index, "before a colon")
            continue  # „Der Kreistag möge beschließen: …“
        future = lower in ("wird", "werden") and _ends_in_must(clause, index)
        if (not future and lower not in strong | should | may | wish) or (
            token.text[0].isupper() and index > 0 and clause.tokens[index - 1].is_word
        ):
            continue
        part = segment_at(clause.segments, index)
        if part is None or any(a <= index < b for a, b in done):
            continue
        rest = [t for t in clause.tokens[index + 1 : part.last] if t.is_word]
        if part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE, SegmentKind.PURPOSE) or not _has_more(
            clause, part, index, rest
        ):
            clause.refuse(index, "in a subordinate clause")
            continue
        first, last = clause_bounds(clause.tokens, clause.segments, index)
        if first >= last:
            continue
        if lower in may and not _restricted(clause, part, first, last, negations):
            clause.refuse(index, "merely allowed")
            continue
        if lower == "dürfte" or (lower == "dürften" and not clause.reported and not clause.quoted):
            clause.refuse(index, "other sense")
            continue  # „Dies dürfte nicht im Einklang stehen“ supposes
        if _mentioned(clause, index):
            clause.refuse(index, "other sense")
            continue  # „In Zeile 14 wird „muss“ durch „soll“ ersetzt.“
        if lower in may and not _says_what(clause, index, first, last, negations):
            clause.refuse(index, "nothing demanded")
            continue  # „Sie dürfen nur nicht.“
        done.append((first, last))
        yield _modal(clause, index, first, last, strong, should, wish, negations)


_MARKS = "„“”»«\"'‚‘"


def _mentioned(clause: Clause, index: int) -> bool:
    """Whether the modal is quoted as a word."""
    before, after = clause.tokens[max(0, index - 1) : index], clause.tokens[index + 1 : index + 2]
    return any(t.text in _MARKS for t in before) and any(t.text in _MARKS for t in after)


def _says_what(clause: Clause, index: int, first: int, last: int, negations: frozenset[str]) -> bool:
    """Whether a clause with *dürfen* says what may not be."""
    words = [t for t in clause.tokens[index + 1 : last] if t.is_word and t.lower not in negations]
    return any(t.lower not in ("nur", "auch", "aber", "das", "sie", "wir", "es", "er") for t in words) or any(
        is_verb(t) for t in clause.tokens[first:index]
    )


def _decides(clause: Clause, index: int) -> bool:
    """Whether *möge* belongs to *beschließen*, and what shall be decided follows a colon."""
    following = [t.text for t in clause.tokens[index + 1 : index + 8]]
    if "beschließen" not in following:
        return False
    at = clause.tokens[index + 1 + following.index("beschließen")].end
    return re.match(r"\s*:\s*\S", clause.text[at:]) is not None


_RESTRICTING = frozenset("nur niemand erst frühestens ausschließlich lediglich allenfalls höchstens".split())


def _restricted(clause: Clause, part: Segment, first: int, last: int, negations: frozenset[str]) -> bool:
    """Whether the clause forbids: a negation or *nur*, *erst* that does not stand in another main clause."""
    for other in clause.segments:
        if (
            other.last <= first
            or other.first >= last
            or (other is not part and other.kind is SegmentKind.MAIN)
        ):
            continue
        words = (t.lower for t in clause.tokens[max(first, other.first) : min(last, other.last)])
        if any(word in negations or word in _RESTRICTING for word in words):
            return True
    return False


def _ends_in_must(clause: Clause, index: int) -> bool:
    """Whether *wird* at ``index`` belongs to a *müssen* that ends its clause: *wird zahlen müssen*."""
    part = segment_at(clause.segments, index)
    if part is None or part.kind is not SegmentKind.MAIN:
        return False
    words = [t for t in clause.tokens[index + 1 : part.last] if t.is_word]
    return len(words) > 2 and words[-1].lower == "müssen"


def _is_inserted_condition(clause: Clause, index: int) -> bool:
    """Whether *sollte* opens a condition inside another clause: *Er wird, sollte das so kommen, klagen.*"""
    for position, part in enumerate(clause.segments):
        if part.first == index and position:
            previous = clause.segments[position - 1]
            words = clause.tokens[previous.first : previous.last]
            goes_on = position + 1 < len(clause.segments)
            inserted = goes_on and previous.kind is not SegmentKind.RELATIVE
            return inserted and any(t.lower in AUXILIARIES for t in words)
    return False


def _has_more(clause: Clause, part: Segment, index: int, rest: Sequence[Token]) -> bool:
    """Whether something follows the modal, as in a main clause; in a subordinate one it comes last."""
    if rest:
        return True
    position = clause.segments.index(part)
    before = clause.tokens[part.first : index]
    if len(before) >= 2 and before[-1].lower == "werden" and is_participle(_small(before[0])):
        return position + 1 < len(clause.segments)  # „Sichergestellt werden muss, dass …“
    opens = index == part.first or (
        clause.tokens[part.first].text[0].isupper() and not any(t.lower in AUXILIARIES for t in before)
    )
    return position + 1 < len(clause.segments) and opens


def _small(token: Token) -> Token:
    return Token(token.start, token.end, token.lower, token.lower, lemma_of(token.lower))


def _modal(
    clause: Clause, index: int, first: int, last: int,
    strong: frozenset[str], should: frozenset[str], wish: frozenset[str], negations: frozenset[str],
) -> Candidate:  # fmt: skip
    tokens = clause.tokens
    lower = tokens[index].lower
    subject = subject_of(clause, index, first, last)
    passive = is_passive(own_words(clause, index, last))
    ends = next((t.lower for t in reversed(tokens[index:last]) if t.is_word), "")
    receives = subject is not None and (
        ends in ("erhalten", "bekommen", "behalten")
        or (subject.body.plural and any(t.lower in _RECEIVING for t in tokens[index:last]))
    )
    addressees = agents(clause, first, last) or (
        whole_chain(clause.actors, clause.actors.index(subject), tokens)
        if subject and not passive and not receives
        else ()
    )
    if lower in strong:
        rule, act, weight = "M-must", SpeechAct.OBLIGATION, 0.74
    elif lower in ("wird", "werden"):
        rule, act, weight = "M-will-must", SpeechAct.OBLIGATION, 0.43
    elif lower in wish:
        rule, act, weight = "M-wish", SpeechAct.REQUEST, 0.7
    elif lower in ("soll", "sollen"):
        rule, act, weight = "M-shall", SpeechAct.OBLIGATION, 0.42
    elif lower in should:
        rule, act, weight = "M-should", SpeechAct.RECOMMENDATION, 0.74
    else:
        rule, act, weight = "M-may-not", SpeechAct.REJECTION, 0.74
    candidate = Candidate(
        tokens[first].start, closed(clause, last), DemandKind.MODAL, act, rule, weight,
        None, addressees or None,
    )  # fmt: skip
    shall = candidate.rule == "M-shall"
    if passive and not shall:
        candidate = candidate.weighed(1.06, "passive")
    if addressees and any(body.public for body in addressees):
        candidate = candidate.weighed((1.0 if passive else 1.28) if shall else 1.18, "public actor")
    return _lowered(clause, candidate, index, first, last, negations)


def _lowered(
    clause: Clause, candidate: Candidate, index: int, first: int, last: int, negations: frozenset[str]
) -> Candidate:
    tokens = clause.tokens
    words = [t for t in tokens[first:last] if t.is_word]
    lowered = [t.lower for t in words]
    modal = tokens[index].lower
    after = [t.lower for t in tokens[index + 1 : index + 4]]
    if lowered and any(w in ("wir", "ich") for w in lowered[:8]) and not is_passive(tokens[index:last]):
        candidate = candidate.weighed(0.62, "first person")
    spared = "niemand" in lowered[:6] and lowered[-1] == "müssen"  # „darf niemand zweimal anreisen müssen“
    if ("man" in lowered[:6] or "niemand" in lowered[:4]) and not spared:
        candidate = candidate.weighed(0.6, "man")
    if modal in ("muss", "müssen", "müsse", "soll", "sollen") and any(
        w in negations - {"kein", "keine", "keinen"} for w in after[:3]
    ):
        candidate = candidate.weighed(0.45, "no need")
    if modal in ("muss", "müssen", "müsse") and _NEEDLESS.search(" ".join(lowered)):
        candidate = candidate.weighed(0.45, "no need")
    still = re.search(
        r"\b(?:weiterhin|derzeit|bislang|bisher|noch immer|nach wie vor|künftig) keine", " ".join(lowered)
    )
    if modal in ("muss", "müssen", "müsse") and still:
        candidate = candidate.weighed(0.45, "no need")
    part = segment_at(clause.segments, index)
    own = [t for t in tokens[index + 1 : part.last if part else last] if t.is_word]
    content = [
        t for t in (own if any(map(is_verb, own)) else words) if is_verb(t) and t.lower not in MODAL_FORMS
    ]
    last_verb = content[-1] if content else None
    if (
        last_verb is not None
        and last_verb.lemma in _STATIVE
        and not is_passive(tokens[index:last])
        and "sich" not in lowered
    ):
        candidate = candidate.weighed(0.86, "state")
    adjusting = "sich" in lowered and last_verb is not None and last_verb.lemma in _REFLEXIVE_SELF
    if adjusting or _OWN_AFFAIR.search(" ".join(lowered)):
        candidate = candidate.weighed(0.55, "own adjustment")
    if candidate.rule == "M-shall" and _can(tokens, index):
        candidate = candidate.weighed(1.4, "can and shall")
    doubled = any(w in ("können", "dürfen", "müssen") for w in lowered[-2:]) and modal in ("soll", "sollen")
    if doubled and not _PURPOSE.search(
        clause.text[tokens[first].start : tokens[min(index + 6, last - 1)].end]
    ):
        candidate = candidate.weighed(1.35, "double modal")
    return candidate


def _can(tokens: Sequence[Token], index: int) -> bool:
    """Whether a second modal stands beside it: *können und sollen vom Bund erledigt werden*."""
    beside = [t.lower for t in (*tokens[max(0, index - 2) : index], *tokens[index + 1 : index + 3])]
    return "und" in beside and bool({"kann", "können", "muss", "müssen", "darf", "dürfen"} & set(beside))


def subject_of(clause: Clause, index: int, first: int, last: int) -> ActorMention | None:
    """Return the actor that is the subject of the finite verb at ``index``: one of its own clause before any other."""
    tokens = clause.tokens
    own = segment_at(clause.segments, index)
    depending = [
        p
        for p in clause.segments
        if p is not own
        and (p.kind in (SegmentKind.SUB, SegmentKind.PURPOSE) or _opens_with_condition(tokens, p))
    ]
    spoken = {t.lower for t in tokens[max(first, index - 1) : min(index + 2, last)]} & _PRONOUNS
    outer = [a for a in clause.actors if not any(p.first <= a.first < p.last for p in depending)]
    for actor in sorted(outer, key=lambda a: own is None or not own.first <= a.first < own.last):
        if not first <= actor.first < last or actor.governed or actor.genitive:
            continue
        if actor.determiner in ("den", "dem", "des", "einen", "einem", "einer"):
            continue
        if actor.last <= index:
            between = [
                t
                for t in tokens[first : actor.first]
                if t.is_word and t.lower not in DETERMINERS | COORDINATORS
            ]
            if len(between) <= 5 and _nothing_nominal(tokens, actor.last, index):
                return actor
        elif not spoken and _directly_behind(tokens, index, actor):
            return actor
    return None


_PRONOUNS = frozenset("er sie es wir ich man dieser diese dieses beide jeder niemand".split())


def _opens_with_condition(tokens: Sequence[Token], part: Segment) -> bool:
    """Whether a clause opens with its verb and a comma follows: *Sollte der Bund zögern, muss …*"""
    return part.first == 0 and tokens[0].lower in (
        "sollte",
        "sollten",
        "soll",
        "sollen",
        "will",
        "wollen",
        "möchte",
        "wollte",
    )


def _nothing_nominal(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether only attributes and inserted clauses stand between the subject and its verb."""
    words = [t for t in tokens[start:stop] if t.is_word]
    return not words or len(words) <= 12


def _directly_behind(tokens: Sequence[Token], index: int, actor: ActorMention) -> bool:
    between = [t for t in tokens[index + 1 : actor.first] if t.is_word]
    return (
        len(between) <= 5
        and not any(t.is_noun for t in between)
        and not any(t.lower in PREPOSITIONS for t in between)
    )

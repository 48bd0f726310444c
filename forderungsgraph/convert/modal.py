"""Rules M and N: somebody must, should or may not; something is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import DemandKind, SpeechAct
from .actors import ActorMention, Body
from .candidates import Candidate, Clause, chain
from .extent import clause_bounds
from .lexicon import Lexicon
from .segments import Segment, SegmentKind
from .tokens import (
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    MODAL_FORMS,
    PREPOSITIONS,
    Token,
    is_verb,
    zu_infinitives,
)

_AGENT = frozenset({"von", "vom", "durch", "seitens"})
_STATIVE = frozenset("sein bleiben haben werden heißen geben scheinen".split())
_REFLEXIVE_SELF = frozenset(
    "einstellen anpassen stellen vorbereiten fragen begnügen auseinandersetzen gefallen".split()
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
        if index == 0 and lower in ("sollte", "sollten") and not clause.text.rstrip().endswith("!"):
            continue  # „Sollte dies nicht gelingen, …“ is a condition
        if lower not in strong | should | may | wish or (
            token.text[0].isupper() and index > 0 and clause.tokens[index - 1].is_word
        ):
            continue
        part = next((p for p in clause.segments if p.first <= index < p.last), None)
        if part is None or any(a <= index < b for a, b in done):
            continue
        rest = [t for t in clause.tokens[index + 1 : part.last] if t.is_word]
        if part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE, SegmentKind.PURPOSE) or not _has_more(
            clause, part, index, rest
        ):
            continue
        first, last = clause_bounds(clause.tokens, clause.segments, index)
        if first >= last:
            continue
        if lower in may and not any(
            t.lower in negations or t.lower == "nur" for t in clause.tokens[first:last]
        ):
            continue
        done.append((first, last))
        yield _modal(clause, index, first, last, strong, should, wish, negations)


def _has_more(clause: Clause, part: Segment, index: int, rest: Sequence[Token]) -> bool:
    """Whether something follows the modal, as in a main clause; in a subordinate one it comes last."""
    if rest:
        return True
    position = clause.segments.index(part)
    return position + 1 < len(clause.segments) and index == part.first


def _modal(
    clause: Clause, index: int, first: int, last: int,
    strong: frozenset[str], should: frozenset[str], wish: frozenset[str], negations: frozenset[str],
) -> Candidate:  # fmt: skip
    tokens = clause.tokens
    lower = tokens[index].lower
    subject = subject_of(clause, index, first, last)
    passive = is_passive(tokens[index:last])
    receives = (
        subject is not None and subject.body.plural and any(t.lower in _RECEIVING for t in tokens[index:last])
    )
    addressees = _agents(clause, first, last) or (
        chain(clause.actors, clause.actors.index(subject), tokens)
        if subject and not passive and not receives
        else ()
    )
    if lower in strong:
        rule, act, weight = "M-must", SpeechAct.OBLIGATION, 0.74
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
        candidate = candidate.weighed((1.0 if passive else 1.32) if shall else 1.18, "public actor")
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
    if "man" in lowered[:6] or "niemand" in lowered[:4]:
        candidate = candidate.weighed(0.6, "man")
    if modal in ("muss", "müssen", "müsse", "soll", "sollen") and any(
        w in negations - {"kein", "keine", "keinen"} for w in after[:3]
    ):
        candidate = candidate.weighed(0.45, "no need")
    content = [t for t in words if is_verb(t) and t.lower not in MODAL_FORMS]
    last_verb = content[-1] if content else None
    if (
        last_verb is not None
        and last_verb.lemma in _STATIVE
        and not is_passive(tokens[index:last])
        and "sich" not in lowered
    ):
        candidate = candidate.weighed(0.86, "state")
    if "sich" in lowered and last_verb is not None and last_verb.lemma in _REFLEXIVE_SELF:
        candidate = candidate.weighed(0.55, "own adjustment")
    if any(w in ("können", "dürfen", "müssen") for w in lowered[-2:]) and modal in ("soll", "sollen"):
        candidate = candidate.weighed(1.35, "double modal")
    return candidate


def subject_of(clause: Clause, index: int, first: int, last: int) -> ActorMention | None:
    """Return the actor that is the subject of the finite verb at ``index``."""
    tokens = clause.tokens
    for actor in clause.actors:
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
        elif _directly_behind(tokens, index, actor):
            return actor
    return None


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


def is_passive(tokens: Sequence[Token]) -> bool:
    """Whether a verb group ends in participle + *werden*."""
    words = [t.lower for t in tokens if t.is_word]
    return any(
        w in ("werden", "worden") and i and re.search(r"(?:t|en)$", words[i - 1]) for i, w in enumerate(words)
    )


def _agents(clause: Clause, first: int, last: int) -> tuple[Body, ...]:
    for i, actor in enumerate(clause.actors):
        if first <= actor.first < last and actor.governed in _AGENT and actor.body.public:
            if is_passive(clause.tokens[first:last]):
                return chain(clause.actors, i, clause.tokens)
    return ()


def need_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the clauses that say that something is needed, overdue, or to be done."""
    tokens = clause.tokens
    adjectives = frozenset(lexicon.of("need.adjectives"))
    verbs = frozenset(lexicon.of("need.verbs"))
    negations = frozenset(lexicon.of("negation.words"))
    done: list[tuple[int, int]] = []
    for index, token in enumerate(tokens):
        part = next((p for p in clause.segments if p.first <= index < p.last), None)
        if part is None or any(a <= index < b for a, b in done):
            continue
        found = (
            _predicate(clause, index, part, adjectives)
            or _needing(clause, index, part, verbs)
            or _is_to(clause, index, part)
            or _belongs(clause, index, part)
        )
        if found is None:
            continue
        rule, weight = found
        first, last = clause_bounds(tokens, clause.segments, index)
        if first >= last or any(t.lower in negations for t in tokens[max(first, index - 1) : index + 4]):
            continue
        done.append((first, last))
        agents = _agents(clause, first, last) or _for_actor(clause, first, last)
        candidate = Candidate(
            tokens[first].start,
            closed(clause, last),
            DemandKind.MODAL,
            SpeechAct.OBLIGATION,
            rule,
            weight,
            None,
            agents or None,
        )
        yield candidate
    yield from _idioms(clause, lexicon, done)


def _predicate(
    clause: Clause, index: int, part: Segment, adjectives: frozenset[str]
) -> tuple[str, float] | None:
    """*ist/sind/wäre/sei … erforderlich*"""
    token = clause.tokens[index]
    if token.lower not in (
        "ist",
        "sind",
        "wäre",
        "wären",
        "sei",
        "seien",
        "bleibt",
        "bleiben",
        "erscheint",
        "scheint",
    ):
        return None
    if (
        part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE)
        or index == part.last - 1
        and part.last - part.first > 1
        and part.kind is not SegmentKind.MAIN
    ):
        return None
    words = [t.lower for t in clause.tokens[part.first : part.last] if t.is_word]
    if not any(w in adjectives for w in (*words[:3], *words[-3:])) and not _later_adjective(
        clause, part, adjectives
    ):
        return None
    return "N-necessary", 0.72


def _later_adjective(clause: Clause, part: Segment, adjectives: frozenset[str]) -> bool:
    """Whether the predicate follows an inserted clause: *ist der Aufbau, wie zugesagt, notwendig*"""
    for following in clause.segments:
        if following.first > part.last:
            words = [t.lower for t in clause.tokens[following.first : following.last] if t.is_word]
            if len(words) <= 3 and words and words[-1] in adjectives:
                return True
    return False


def _needing(clause: Clause, index: int, part: Segment, verbs: frozenset[str]) -> tuple[str, float] | None:
    """*es braucht*, *wir brauchen*, *bedarf es*, *benötigt werden*, *benötigen die Kommunen*"""
    token = clause.tokens[index]
    if (
        token.lemma not in verbs
        and token.lemma.lower() not in verbs
        and not token.lower.startswith(("benötig", "gebraucht"))
    ):
        return None
    if part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE, SegmentKind.PURPOSE, SegmentKind.INFINITIVE):
        return None
    words = [t for t in clause.tokens[part.first : part.last] if t.is_word]
    lowered = [t.lower for t in words]
    position = next(i for i, t in enumerate(words) if t is token)
    near = lowered[max(0, position - 3) : position + 3]
    if "zu" in lowered[position + 1 :] and zu_infinitives(words):
        return None
    if "es" in near or token.lower in ("bedarf", "bedürfe"):
        return "N-it-needs", 0.72
    if "wir" in near:
        return "N-we-need", 0.74
    if token.lower in ("benötigt", "gebraucht") and {"werden", "wird"} & set(lowered):
        return "N-is-needed", 0.68
    if any(
        not a.governed and not a.genitive and abs(a.first - index) <= 4
        for a in clause.actors
        if part.first <= a.first < part.last
    ):
        return "N-body-needs", 0.66
    return None


def _is_to(clause: Clause, index: int, part: Segment) -> tuple[str, float] | None:
    """*ist zu prüfen*, *sind bis Ende 2024 abzuschließen*, *hat vorzulegen*, *gilt es … zu*"""
    token = clause.tokens[index]
    if token.lower not in ("ist", "sind", "sei", "seien", "hat", "haben"):
        return None
    if part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE, SegmentKind.PURPOSE):
        return None
    words = [t for t in clause.tokens[index + 1 : part.last] if t.is_word]
    ends = zu_infinitives(words)
    if not ends:
        # an inserted infinitive may stand between: „ist die Pflicht, … zu eröffnen, zu streichen“
        later = [p for p in clause.segments if p.first > part.last]
        if not words or not words[-1].is_noun:
            return None
        if not later or later[-1].kind is not SegmentKind.INFINITIVE or len(later) < 2:
            return None
        words = [t for t in clause.tokens[later[-1].first : later[-1].last] if t.is_word]
        ends = zu_infinitives(words)
    if not ends or ends[-1] < len(words) - 2:
        return None
    if any(t.lower in _NOT_TO_BE for t in words):
        return None
    verb = words[ends[-1]]
    lowered = {t.lower for t in words}
    if verb.lemma in ("verdanken", "rechnen", "erwarten", "sehen", "hören", "lesen", "finden", "entnehmen", "erkennen",
                      "beobachten", "begrüßen", "befürchten", "spüren", "verzeichnen", "feststellen", "haben", "tun",
                      "konstatieren", "festzustellen", "vermitteln", "unterscheiden", "verstehen", "bedauern") or "leicht" in lowered:  # fmt: skip
        return None
    if token.lower in ("hat", "haben"):
        if not any(a.body.public and abs(a.first - index) <= 4 for a in clause.actors):
            return None
        return "M-has-to", 0.6
    return "M-is-to", 0.7


_NOT_TO_BE = frozenset("nichts niemand nicht kaum schwer leicht nirgends niemandem wenig".split())


def _belongs(clause: Clause, index: int, part: Segment) -> tuple[str, float] | None:
    """*gehört abgeschafft*, *gehört in eine Hand*, *gehören an den Tisch*"""
    token = clause.tokens[index]
    if token.lower not in ("gehört", "gehören", "gehörten", "gehöre") or part.kind in (
        SegmentKind.SUB,
        SegmentKind.RELATIVE,
    ):
        return None
    rest = [t.lower for t in clause.tokens[index + 1 : part.last] if t.is_word]
    if not rest or "zu" in rest[:4] or "zum" in rest[:4] or "zur" in rest[:4] or "auch" in rest[:1]:
        return None
    last = rest[-1]
    words = [t.lower for t in clause.tokens if t.is_word]
    if {last, words[-1]} & {"an", "dazu", "hierzu", "zusammen"}:
        return None
    participle = (
        re.search(r"(?:^|\w)ge\w+(?:t|en)$|iert$|schafft$|^(?:ver|er|ent|be|zer)\w+(?:t|en)$", last)
        is not None
    )
    placed = bool({"in", "auf", "an", "aufs", "ins", "ans", "unter", "vor"} & set(rest))
    return ("N-belongs", 0.74) if participle or placed else None


def _for_actor(clause: Clause, first: int, last: int) -> tuple[Body, ...]:
    """*vom Land benötigen wir …* names who is to act."""
    for i, actor in enumerate(clause.actors):
        if first <= actor.first < last and actor.governed in ("von", "vom", "seitens") and actor.body.public:
            return chain(clause.actors, i, clause.tokens)
    return ()


_IDIOMS = (
    (re.compile(r"\b(?:höchste|allerhöchste) Zeit\b", re.I), "N-high-time", 0.78),
    (re.compile(r"\b(?:es )?(?:ist|sei|wird|wäre) (?:nun |jetzt |endlich |daher |höchste )*(?:es )?(?:an der )Zeit\b", re.I), "N-high-time", 0.72),
    (re.compile(r"\b(?:duldet|dulde|dulden|verträgt) (?:\w+ ){0,5}keinen (?:weiteren )?Aufschub\b", re.I), "N-no-delay", 0.74),
    (re.compile(r"\b(?:in der|seiner|ihrer) (?:Pflicht|Verantwortung)(?=[,.]| (?:und|,))", re.I), "N-duty", 0.42),
    (re.compile(r"\b(?:darauf|daran) (?:kommt|komme) es|\b(?:kommt|komme) es (?:\w+ ){0,4}darauf an\b", re.I), "N-it-matters", 0.52),
    (re.compile(r"\bSchluss mit\b|\bSchluss (?:zu )?machen mit\b"), "N-stop", 0.6),
    (re.compile(r"\b(?:führt|führe) kein Weg\b"), "N-no-way-round", 0.5),
    (re.compile(r"\b(?:tut|tue) not\b", re.I), "N-is-needed", 0.66),
    (re.compile(r"\b(?:ist|sei|bleibt|wäre) (?:(?:\w+ ){0,4})(?:Sache|Aufgabe|Pflicht|Angelegenheit) (?:des|der|von|beider)\b"), "N-task-of", 0.64),
    (re.compile(r"\b(?:gilt es|es gilt|gelte es)\b(?=[^.]*\bzu\b|[^.]*zu\w+en\b)", re.I), "N-it-is-to", 0.56),
    (re.compile(r"^(?:Her mit|Hände weg|Weg mit|Schluss mit|Finger weg|Keine weiteren|Nie wieder|Mehr \w+ statt)\b"), "N-exclamation", 0.62),
    (re.compile(r"\berteil(?:t|en)\b.{0,60}\bAbsage\b"), "N-refusal", 0.7),
)  # fmt: skip


def _idioms(clause: Clause, lexicon: Lexicon, done: list[tuple[int, int]]) -> Iterator[Candidate]:
    if not clause.tokens:
        return
    begin, end = clause.tokens[0].start, clause.tokens[-1].end
    for regex, rule, weight in _IDIOMS:
        anchored = regex.pattern.startswith("^")
        match = (
            re.compile(regex.pattern[1:]).match(clause.text, begin, end)
            if anchored
            else regex.search(clause.text, begin, end)
        )
        if match is None:
            continue
        index = next((i for i, t in enumerate(clause.tokens) if t.start >= match.start()), None)
        if index is None or any(a <= index < b for a, b in done):
            continue
        part = next((p for p in clause.segments if p.first <= index < p.last), None)
        if part is None or part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE):
            continue
        first, last = clause_bounds(clause.tokens, clause.segments, index)
        done.append((first, last))
        agents = _agents(clause, first, last) or (_owner(clause, match.end()) if rule == "N-task-of" else ())
        yield _idiom(clause, first, last, rule, weight, agents)


def _owner(clause: Clause, end: int) -> tuple[Body, ...]:
    """Return whose task it is: the actor right behind *Aufgabe des*."""
    for i, actor in enumerate(clause.actors):
        if end - 6 <= actor.start <= end + 25:
            return chain(clause.actors, i, clause.tokens)
    return ()


def _idiom(
    clause: Clause, first: int, last: int, rule: str, weight: float, agents: tuple[Body, ...]
) -> Candidate:
    kind, act = DemandKind.MODAL, SpeechAct.OBLIGATION
    if rule == "N-refusal":
        kind, act = DemandKind.EXPECTATION, SpeechAct.REJECTION
    elif rule == "N-exclamation":
        kind, act = DemandKind.EXPLICIT, SpeechAct.REQUEST
    return Candidate(
        clause.tokens[first].start, closed(clause, last), kind, act, rule, weight, None, agents or None
    )


def reported_dass_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield dass-clauses with a modal under a verb of saying: *betont, dass der Bund zahlen muss*."""
    modals = frozenset((*lexicon.of("modal.must"), *lexicon.of("modal.should"), *lexicon.of("modal.may")))
    negations = frozenset(lexicon.of("negation.words"))
    reports = frozenset(lexicon.of("report.verbs"))
    tokens, parts = clause.tokens, clause.segments
    for i, part in enumerate(parts):
        words = [t for t in tokens[part.first : part.last] if t.is_word]
        if i == 0 or not words or words[0].lower not in ("dass", "daß") or words[-1].lower not in modals:
            continue
        if words[-1].lower in lexicon.of("modal.may") and not any(w.lower in negations for w in words):
            continue
        before = tokens[parts[i - 1].first : parts[i - 1].last]
        if not any(t.lemma in reports for t in before) and not any(
            phrase in clause.text[before[0].start : before[-1].end].lower()
            for phrase in lexicon.of("report.phrases")
        ):
            continue
        end = part.last
        addressees: tuple[Body, ...] = ()
        for k, actor in enumerate(clause.actors):
            if (
                part.first < actor.first < part.last
                and not actor.governed
                and not actor.genitive
                and actor.first - part.first <= 4
            ):
                addressees = chain(clause.actors, k, tokens)
                break
        yield Candidate(
            tokens[part.first].start,
            closed(clause, end),
            DemandKind.MODAL,
            SpeechAct.OBLIGATION,
            "M-dass",
            0.66,
            _matrix_subject(clause, parts[i - 1]),
            addressees or None,
        )


def _matrix_subject(clause: Clause, part: Segment) -> tuple[Body, ...] | None:
    for i, actor in enumerate(clause.actors):
        if part.first <= actor.first < part.last and not actor.governed and not actor.genitive:
            return chain(clause.actors, i, clause.tokens)
    return None


def imperative_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield imperatives: *Stellen Sie sicher, …*, *Lassen Sie uns …*, *Mittel aufstocken!*"""
    words = [t for t in clause.tokens if t.is_word]
    if len(words) < 3:
        return
    first, second = words[0], words[1]
    if first.lower in ("bitte", "und", "dann") and len(words) > 3:
        first, second = words[1], words[2]
    last = clause.tokens[-1].text
    if (
        second.text == "Sie"
        and first.lower.endswith("en")
        and not clause.text[clause.tokens[0].start : clause.tokens[-1].end + 1].rstrip().endswith("?")
    ):
        if (
            first.lower in _RHETORICAL_IMPERATIVES | MODAL_FORMS | AUXILIARIES
            or first.lower in ("seien", "stellen")
            and words[2:3]
            and words[2].lower == "sich"
        ):
            return
        end = len(clause.tokens)
        yield Candidate(
            clause.tokens[0].start,
            closed(clause, end),
            DemandKind.EXPLICIT,
            SpeechAct.REQUEST,
            "E-imperative",
            0.72,
        )
    elif (
        last == "!"
        and len(words) >= 3
        and is_verb(words[-1])
        and words[-1].lower.endswith("n")
        and words[-1].lower not in AUXILIARIES
    ):
        if not any(t.lower in AUXILIARIES | MODAL_FORMS | {"wir", "ich", "sie"} for t in words):
            yield Candidate(
                clause.tokens[0].start,
                closed(clause, len(clause.tokens)),
                DemandKind.EXPLICIT,
                SpeechAct.REQUEST,
                "E-exclamation",
                0.62,
            )


_RHETORICAL_IMPERATIVES = frozenset(
    """verstehen rechnen gestatten erlauben sehen lesen beachten wenden kontaktieren besuchen folgen glauben fragen
    nehmen denken schauen entschuldigen bedenken warten klicken abonnieren teilen melden hören erzählen sagen
    erinnern überlegen verzeihen blicken gehen kommen probieren versuchen""".split()
)


def closed(clause: Clause, last: int) -> int:
    """Return the end offset of ``tokens[:last]``; the full stop that closes the sentence belongs to it."""
    end = clause.tokens[last - 1].end
    following = clause.text[end : end + 1]
    if following in (".", "!", "?") and (clause.tokens[-1].end <= end + 1):
        return end + 1
    return end

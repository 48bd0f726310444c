"""Rules N: something is needed, overdue, to be done (*ist erforderlich*, *es braucht*, *ist zu prüfen*)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..model import DemandKind, SpeechAct
from .belonging import belonging
from .bodies import Body
from .candidates import Candidate, Clause, agents, chain, closed
from .extent import clause_bounds
from .idioms import idiom_demands
from .lacking import lacking
from .lexicon import Lexicon
from .modal import subject_of
from .segments import Segment, SegmentKind, segment_at
from .tokens import (
    AUXILIARIES,
    COORDINATORS,
    MODAL_FORMS,
    Token,
    is_participle,
    tokenize,
    zu_infinitives,
)


def need_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the clauses that say that something is needed, overdue, or to be done."""
    tokens = clause.tokens
    adjectives = frozenset(lexicon.of("need.adjectives"))
    verbs = frozenset(lexicon.of("need.verbs"))
    negations = frozenset(lexicon.of("negation.words"))
    done: list[tuple[int, int]] = []
    for index in range(len(tokens)):
        part = segment_at(clause.segments, index)
        if part is None or any(a <= index < b for a, b in done):
            continue
        found = (
            _predicate(clause, index, part, adjectives)
            or _needing(clause, index, part, verbs)
            or _is_to(clause, index, part)
            or belonging(clause, index, part)
        )
        if found is None:
            continue
        rule, weight = found
        first, last = clause_bounds(tokens, clause.segments, index)
        corrected = any(t.lower == "sondern" for t in tokens[index:last])
        if first >= last or (
            not corrected
            and any(t.lower in negations for t in tokens[max(first, index - 1) : min(index + 4, part.last)])
        ):
            clause.refuse(index, "negated")
            continue
        done.append((first, last))
        told = agents(clause, first, last) or _for_actor(clause, first, last)
        subject = subject_of(clause, index, first, last) if rule == "M-has-to" else None
        if not told and subject is not None:
            told = chain(clause.actors, clause.actors.index(subject), tokens)
        candidate = Candidate(
            tokens[first].start,
            closed(clause, last),
            DemandKind.MODAL,
            SpeechAct.OBLIGATION,
            rule,
            weight,
            None,
            told or None,
        )
        yield candidate
    yield from idiom_demands(clause, lexicon.idioms, done)


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
    if part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE) or (
        index == part.last - 1 and part.last - part.first > 1 and part.kind is not SegmentKind.MAIN
    ):
        return None
    words = [t.lower for t in clause.tokens[part.first : part.last] if t.is_word]
    near = (*words[:3], *words[-3:])
    near += tuple(w for w, after in pairwise(words) if after in ("und", "aber", "doch"))
    if not any(w in adjectives for w in near) and not _later_adjective(clause, part, adjectives):
        return None
    if _no_longer(words, adjectives) or words[-1] in ("worden", "geworden"):
        return None
    return "N-necessary", 0.72


def _no_longer(words: list[str], adjectives: frozenset[str]) -> bool:
    """Whether the predicate is denied: *ist seit der Änderung nicht mehr erforderlich*"""
    for i, word in enumerate(words):
        if word in adjectives and {"nicht", "kaum", "nie"} & set(words[max(0, i - 2) : i]):
            return True
    return False


def _later_adjective(clause: Clause, part: Segment, adjectives: frozenset[str]) -> bool:
    """Whether the predicate follows an inserted clause: *ist der Aufbau, wie zugesagt, notwendig*"""
    for following in clause.segments:
        if following.first > part.last:
            words = [t.lower for t in clause.tokens[following.first : following.last] if t.is_word]
            listed = len(words) <= 6 and not any(
                t.lower in AUXILIARIES or t.lower in MODAL_FORMS
                for t in clause.tokens[following.first : following.last]
            )  # „ist eine Anpassung von Abläufen, Rollen und Regeln unumgänglich“
            if listed and words and words[-1] in adjectives:
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
    if (
        index + 1 < part.last
        and clause.tokens[index + 1].is_noun
        and token.lower.endswith(("ten", "te", "ter"))
    ):
        return None  # „die benötigten Zertifikate“
    words = [t for t in clause.tokens[part.first : part.last] if t.is_word]
    lowered = [t.lower for t in words]
    position = next(i for i, t in enumerate(words) if t is token)
    near = lowered[max(0, position - 3) : position + 3]
    if "zu" in lowered[position + 1 :] and zu_infinitives(words):
        return None
    if token.lower in ("bedarf", "bedürfen", "bedürfe") and {
        "zustimmung",
        "genehmigung",
        "einwilligung",
        "schriftform",
    } & set(lowered):
        return None
    if token.lower in ("bedarf", "bedürfen", "bedürfe") and "es" not in near and _LEGAL & set(lowered):
        return None
    if lowered[0] in ("was", "wie", "wozu", "wofür", "wieso", "warum"):
        return None  # „Was es dazu braucht, sagen wir morgen“
    if {"keiner", "keines"} & set(lowered) and "sondern" not in {t.lower for t in clause.tokens}:
        return None
    if "es" in near or token.lower in ("bedarf", "bedürfe"):
        return "N-it-needs", 0.72
    if "wir" in near:
        return "N-we-need", 0.74
    if token.lower in ("brauche", "benötige") and (clause.reported or "man" in near):
        return "N-reported", 0.68  # „Man brauche eine Frist“, „Die Digitalisierung brauche Tempo“
    if token.lower in ("benötigt", "gebraucht") and {"werden", "wird", "würden", "würde"} & set(lowered):
        if position == 0:
            return "N-is-needed", 0.64  # „Gebraucht werden nun rasche Entscheidungen.“
        return "N-is-needed", 0.68 if token.lower == "benötigt" else 0.52
    if any(
        not a.governed and not a.genitive and abs(a.first - index) <= 4
        for a in clause.actors
        if part.first <= a.first < part.last
    ):
        return "N-body-needs", 0.66
    return lacking(clause, index, part)


_LEGAL = frozenset(
    "rechtsgrundlage erlaubnis bestätigung unterschrift nachweises anmeldung ermächtigung erläuterung".split()
)


def _is_to(clause: Clause, index: int, part: Segment) -> tuple[str, float] | None:
    """*ist zu prüfen*, *sind bis Ende 2024 abzuschließen*, *hat vorzulegen*, *gilt es … zu*"""
    token = clause.tokens[index]
    if _to_be_done(clause, index, part):
        return "M-is-to", 0.7
    if token.lower not in _IS_TO:
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
        if later[-1].last - later[-1].first > 3 or token.lower in ("hat", "haben", "habe", "hätten"):
            return None
        words = [t for t in clause.tokens[later[-1].first : later[-1].last] if t.is_word]
        ends = zu_infinitives(words)
    if not ends or ends[-1] < len(words) - 2:
        return None
    if any(t.lower in _NOT_TO_BE for t in words) or _ends_before(words[: ends[-1]]):
        return None
    verb = words[ends[-1]]
    if verb.lemma in _INTRODUCING and _dass_follows(clause, part):
        return None  # „Dabei ist zu berücksichtigen, dass …“ only tells
    lowered = {t.lower for t in words}
    if verb.lemma in NO_TASKS or "leicht" in lowered or (verb.lemma == "machen" and "mit" in lowered):
        return None  # „das ist mit einem Federstrich zu machen“
    if token.lower in ("habe", "hätten"):
        return ("M-has-to", 0.64) if clause.reported else None
    if token.lower in ("hat", "haben"):
        by_body = any(a.body.public and not a.governed and not a.genitive for a in clause.actors)
        if verb.lemma in _HAVING and not by_body:
            return None
        if any(a.body.public and abs(a.first - index) <= 4 for a in clause.actors):
            return "M-has-to", 0.6
        return "M-has-to", 0.56
    return "M-is-to", 0.7


def _ends_before(words: Sequence[Token]) -> bool:
    """Whether the auxiliary has its own predicate, and the infinitive depends on that one.

    *Wir haben lange versucht, …*, *dies ist der falsche Weg, …*, *haben zum Ziel, …*, where the comma is missing
    """
    for i, token in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else None
        if is_participle(token) and not (following and (following.is_noun or following.lower == "worden")):
            return True
        governed = any(t.is_noun or t.lower in ("dies", "das", "es", "sie") for t in words[i + 1 :])
        phrase = i > 0 and words[i - 1].lower == "nach"  # „ist nach Möglichkeit einzubinden“
        if token.is_noun and governed and not phrase and _WITH_INFINITIVE.search(token.text):
            return True
    return False


_WITH_INFINITIVE = re.compile(
    r"(?:Weg|Ziel|Versuch|Möglichkeit|Chance|Gelegenheit|Mut|Zeit|Anlass|Grund|Recht|Fähigkeit|Absicht|Idee|Aufgabe|Pflicht|Schritt|Ansatz|Einladung|Lust|"
    r"Freude|Gefahr|Voraussetzung|Kunst|Bereitschaft|Wille|Anspruch)$"
)


def _to_be_done(clause: Clause, index: int, part: Segment) -> bool:
    """Whether the sentence opens with what is to be done: *Klarzustellen ist, dass …*, *Zu streichen wäre § 5.*"""
    if clause.tokens[index].lower not in ("ist", "sind", "wäre", "wären", "bleibt", "sei", "seien"):
        return False
    before = [t for t in clause.tokens[part.first : index] if t.is_word and t.lower not in COORDINATORS]
    if not 0 < len(before) <= 2 or index + 1 >= len(clause.tokens):
        return False
    text = " ".join(t.lower for t in before)
    words = tokenize(text)
    return zu_infinitives(words) == [len(words) - 1] and words[-1].lemma not in NO_TASKS


_IS_TO = frozenset("ist sind sei seien wäre wären hat haben habe hätten".split())
NO_TASKS = frozenset(
    """erwägen diskutieren abwarten überlegen klären verdanken rechnen erwarten sehen hören lesen finden entnehmen erkennen beobachten begrüßen befürchten spüren verzeichnen feststellen haben tun konstatieren hervorheben bedenken erwähnen betonen nennen anmerken festhalten hinweisen bemerken sagen loben fragen messen würdigen danken kritisieren bezweifeln vermuten hoffen festzustellen zurückführen abrufen einsehen herunterladen nachlesen ausgehen vernehmen vermitteln unterscheiden verstehen bedauern wissen kennen erinnern""".split()
)
_INTRODUCING = frozenset(
    "ergänzen berücksichtigen beachten bedenken ausgehen sehen hoffen konstatieren".split()
)


def _dass_follows(clause: Clause, part: Segment) -> bool:
    following = next((p for p in clause.segments if p.first > part.last - 1), None)
    return following is not None and clause.tokens[following.first].lower in ("dass", "daß")


_HAVING = frozenset(
    "tun kämpfen rechnen bieten verlieren erwarten befürchten sagen leisten bewältigen stemmen tragen fürchten gewinnen".split()
)
_NOT_TO_BE = frozenset("nichts niemand nicht kaum schwer leicht nirgends niemandem wenig".split())


def _for_actor(clause: Clause, first: int, last: int) -> tuple[Body, ...]:
    """*vom Land benötigen wir …* names who is to act."""
    for i, actor in enumerate(clause.actors):
        if first <= actor.first < last and actor.governed in ("von", "vom", "seitens") and actor.body.public:
            return chain(clause.actors, i, clause.tokens)
    return ()

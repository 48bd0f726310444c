"""Rules S: nouns and verbs of judging that carry a demand (*die Erwartung, dass …*, *halten es für geboten*)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..model import DemandKind, SpeechAct
from .bodies import Body
from .candidates import SPEAKER, Candidate, Clause, chain, closed
from .catalogue import counts_demands
from .complements import complements
from .extent import clause_bounds
from .lexicon import Lexicon
from .segments import Segment, SegmentKind, position_at
from .tokens import Token, is_verb

_CARRYING = frozenset(
    """erneuern bekräftigen wiederholen erheben stellen richten haben unterstützen teilen lauten sein verbinden
    formulieren bleiben äußern vorbringen aussprechen unterstreichen untermauern aufstellen anschließen verknüpfen
    einbringen geben machen unterbreiten sprechen knüpfen schließen stehen halten wiederholt ergehen gelten vertreten ausdrücken herantragen adressieren aufgreifen erinnern kommen hinzukommen hinzutreten""".split()
)
_DISTANT = frozenset(
    "zurückweisen ablehnen kritisieren kommentieren nachkommen erfüllen prüfen ignorieren begrüßen zurück ab".split()
)
_JUDGING = re.compile(
    r"\b(?:halte|hält|halten|hielte|erachte|erachtet|erachten|erscheint|erschiene|scheint)\b"
)


def nominal_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield demands that a noun announces: *verbinden wir die Erwartung, dass …*, *Forderung nach …*"""
    for i, token in enumerate(clause.tokens):
        if not token.is_noun:
            continue
        noun = lexicon.nouns.get(token.lemma) or lexicon.nouns.get(
            token.text.removesuffix("en").removesuffix("n")
        )
        part_at = position_at(clause.segments, i)
        if noun is None or part_at is None:
            continue
        part = clause.segments[part_at]
        words = [t for t in clause.tokens[part.first : part.last] if t.is_word]
        lowered = {t.lower for t in words}
        lemmas = {t.lemma for t in words}
        going = "gehen" in lemmas and (
            (words[0].lower in ("an", "ans") and "zu" not in lowered) or words[-1].lower == "dahin"
        )
        if lowered & {"keine", "kein", "keiner"} or lemmas & _DISTANT or not (lemmas & _CARRYING or going):
            continue
        told = _told_by_copula(clause, i, part) if noun.lemma in _DEMANDED else None
        if told is not None:
            demanders, addressees = _parties(clause, i, part)
            start = clause.tokens[part.first].start
            rule = f"S-np-{noun.lemma.lower()}"
            yield Candidate(
                start,
                closed(clause, told),
                noun.kind,
                noun.act,
                rule,
                0.8 if demanders else 0.72,
                demanders,
                addressees,
            )
            continue
        copula = not going and not (lemmas & _CARRYING - {"sein", "haben", "gelten", "bleiben"})
        if (
            copula
            and any(t.is_noun for t in clause.tokens[i + 1 : part.last])
            and clause.tokens[i + 1].lower not in ("an", "ist", "lautet", "bleibt")
            and not (
                clause.tokens[i + 1].lower in ("des", "der") and words[-1].lower in ("ist", "bleibt", "sei")
            )
        ):
            continue
        demanders, addressees = _parties(clause, i, part)
        weight = 0.8 if demanders else 0.72
        found = False
        for a, b, rule in complements(clause.tokens, clause.segments, part.last, part_at):
            found = True
            if noun.subject == "public" and not any(body.public for body in _subject(clause, a, b) or ()):
                continue  # „die Hoffnung, dass der Winter mild bleibt“
            start, end = clause.tokens[a].start, closed(clause, b)
            yield Candidate(
                start,
                end,
                noun.kind,
                noun.act,
                f"S-{rule}-{noun.lemma.lower()}",
                weight,
                demanders,
                addressees or _subject(clause, a, b),
            )
        follows = clause.tokens[i + 1].lower if i + 1 < len(clause.tokens) else ""
        if not found and follows in ("nach", "an", "des", "der", "vom", "von") and _thing(clause, i, part):
            first, last = clause_bounds(clause.tokens, clause.segments, _verb_of(clause, part, i))
            yield Candidate(
                clause.tokens[first].start,
                closed(clause, last),
                noun.kind,
                noun.act,
                f"S-np-{noun.lemma.lower()}",
                weight,
                demanders,
                addressees,
            )


_DEMANDED = frozenset(
    "Forderung Kernforderung Hauptforderung Bitte Wunsch Anliegen Petitum Erwartung Empfehlung Vorschlag".split()
)
_FIRST = re.compile(
    r"(?:zentral|wichtigst|erst|zweit|dritt|viert|weiter|größt|dringendst|dringlichst|vordringlichst|wesentlich|konkret|oberst|haupt|einzig|letzt)\w*|"
    r"unsere?r?|ihre?r?|seine?r?|eine?"
)
_VAGUE = re.compile(
    r"\b(?:Hut|Zeichen|Fehler|Ausdruck|Beispiel|Beleg|Hinweis|Grund|Anlass|Gegenstand|Thema|Teil|Ergebnis|Folge|Papier|Wort|Seite|Frage)\b"
)


def _told_by_copula(clause: Clause, i: int, part: Segment) -> int | None:
    """Return where *Wichtigste Forderung der Städte ist eine Frist* ends; None if it is said what the demand is like."""
    tokens = clause.tokens
    before = [t.lower for t in tokens[part.first : i] if t.is_word]
    copula = next((k for k in range(i + 1, min(i + 8, part.last)) if tokens[k].lower in _COPULAE), None)
    if copula is None or not before or not any(_FIRST.fullmatch(word) for word in before) or len(before) > 4:
        return None
    if before[0] in ("zu", "auf", "bei", "mit", "nach", "in") or "nicht" in {
        t.lower for t in tokens[copula : copula + 3]
    }:
        return None
    first = next((t for t in tokens[copula + 1 : part.last] if t.is_word), None)
    named = first is not None and (first.is_noun or first.lower in _THINGS)
    thing = next((t for t in tokens[copula + 1 : part.last] if t.is_noun and t.is_word), None)
    if not named or thing is None or _VAGUE.search(thing.text):
        return None
    return clause_bounds(tokens, clause.segments, copula)[1]


_COPULAE = frozenset("ist bleibt lautet sei bleibe sind bleiben war".split())
_THINGS = frozenset(
    "die der das ein eine mehr weniger einheitliche verlässliche dauerhafte klare bessere".split()
)


def announced_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield what stands behind *Unsere Bitte an den Bund ist einfach: …*"""
    tokens = clause.tokens
    colon = next((i for i, t in enumerate(tokens) if t.text == ":"), None)
    if colon is None or len([t for t in tokens[colon + 1 :] if t.is_word]) < 2:
        return
    words = [t for t in tokens[:colon] if t.is_word]
    nouns = [t for t in words if t.is_noun and _announcing(t, lexicon)]
    lowered = {t.lower for t in words}
    if len(nouns) != 1 or len(words) > 16 or lowered & {"keine", "kein", "keiner", "nicht"}:
        return
    noun = lexicon.nouns[nouns[0].lemma]
    finite = {t.lemma for t in words if t.text[0].islower()} & _ANNOUNCING_VERBS
    bare = not any(is_verb(t) for t in words)
    if not finite and not bare:
        return
    part = Segment(0, colon, SegmentKind.MAIN)
    demanders, addressees = _parties(clause, tokens.index(nouns[0]), part)
    labelled = len(words) <= 2 and bare and nouns[0] is words[-1]  # „Änderungsvorschlag: …“
    labelled = labelled or (
        bare and bool(addressees) and nouns[0] in words[:3]
    )  # „Die Bitte an das Land: mehr Zeit“
    if demanders is None and not lowered & _OWNING and "lautet" not in lowered and not labelled:
        return
    start, end = tokens[colon + 1].start, closed(clause, len(tokens))
    yield Candidate(
        start, end, noun.kind, noun.act, f"S-colon-{noun.lemma.lower()}", 0.72, demanders, addressees
    )


def concluding_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield what stands before *…, so die Forderung der Bürgermeister.*"""
    tokens = clause.tokens
    for part in clause.segments[1:]:
        words = [t for t in tokens[part.first : part.last] if t.is_word]
        noun = next((t for t in words[:6] if t.is_noun and _announcing(t, lexicon)), None)
        if noun is None or words[0].lower not in ("so", "das", "dies") or len(words) > 14:
            continue
        opening = " ".join(t.lower for t in words[:3])
        if words[0].lower != "so" and not opening.startswith(
            ("das ist", "dies ist", "das bleibt", "das war")
        ):
            continue
        known = lexicon.nouns[noun.lemma]
        end = tokens[part.first - 1].start
        demanders, addressees = _parties(clause, tokens.index(noun), part)
        yield Candidate(
            tokens[0].start, len(clause.text[:end].rstrip(" ,–—-")), known.kind, known.act,
            f"S-so-{known.lemma.lower()}", 0.72, demanders, addressees,
        )  # fmt: skip
        return


def _announcing(token: Token, lexicon: Lexicon) -> bool:
    return token.lemma in lexicon.nouns and lexicon.nouns[token.lemma].lemma == token.lemma


_ANNOUNCING_VERBS = frozenset("sein lauten bleiben richten haben gelten stellen geben heißen äußern".split())
_OWNING = frozenset("unsere unser unserer unseren mein meine meiner ihre ihr seine sein deren dessen".split())


def _thing(clause: Clause, i: int, part: Segment) -> bool:
    return any(t.lower == "nach" for t in clause.tokens[i + 1 : min(i + 8, part.last)])


def _verb_of(clause: Clause, part: Segment, i: int) -> int:
    return next(
        (
            k
            for k in range(part.first, part.last)
            if clause.tokens[k].lemma in _CARRYING and clause.tokens[k].text[0].islower()
        ),
        i,
    )


_TAKING_UP = frozenset("unterstützen teilen begrüßen bekräftigen befürworten anschließen".split())
_SUBJECTS = frozenset("er sie es man diese dieser".split())


def _parties(
    clause: Clause, noun: int, part: Segment
) -> tuple[tuple[Body, ...] | None, tuple[Body, ...] | None]:
    demanders: tuple[Body, ...] | None = None
    addressees: tuple[Body, ...] | None = None
    for k, actor in enumerate(clause.actors):
        if not part.first <= actor.first < part.last:
            continue
        if actor.governed in ("an", "ans", "von", "vom", "gegenüber") and actor.first > noun - 6:
            addressees = addressees or chain(clause.actors, k, clause.tokens)
        elif not actor.governed and (not actor.genitive or actor.first == noun + 2):
            demanders = demanders or chain(clause.actors, k, clause.tokens)
    words = [t.lower for t in clause.tokens[part.first : part.last] if t.is_word]
    if demanders is not None and _TAKING_UP & {t.lemma for t in clause.tokens[part.first : part.last]}:
        # „Er unterstützt die Forderung des Rings“: whoever takes it up demands
        own = [a for a in clause.actors if part.first <= a.first < noun and not a.governed and not a.genitive]
        opens = next((t.lower for t in clause.tokens[part.first : part.last] if t.is_word), "")
        demanders = chain(clause.actors, clause.actors.index(own[0]), clause.tokens) if own else None
        if not own and opens not in _SUBJECTS:
            demanders = (SPEAKER,)
    if demanders is None and {"wir", "unsere", "unser", "unserer", "ich", "meine"} & set(words):
        demanders = (SPEAKER,)
    return demanders, addressees


def _subject(clause: Clause, a: int, b: int) -> tuple[Body, ...] | None:
    if clause.tokens[a].lower not in ("dass", "daß"):
        return None
    for k, actor in enumerate(clause.actors):
        if a < actor.first < b and actor.first - a <= 4 and not actor.governed and not actor.genitive:
            return chain(clause.actors, k, clause.tokens)
    return None


_NEW = re.compile(
    r"\b(?:eine[nr]?|ein|[Ss]tattdessen|[Vv]ielmehr|mehr|weitere|zusätzliche|eigene|klare|verbindliche|einheitliche)\b"
)
"""What shows that a thing judged sensible does not exist yet: *halten einen Beirat für sinnvoll*."""


def judging_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield *Wir halten es für geboten, … zu …* and *Der Verband hält ein Moratorium für erforderlich.*"""
    needed = frozenset(
        (
            *lexicon.of("need.adjectives"),
            "sinnvoll",
            "richtig",
            "wichtig",
            "zweckmäßig",
            "wünschenswert",
            "angemessen",
            "sachgerecht",
            "ratsam",
        )
    )
    for k, part in enumerate(clause.segments):
        if part.kind in (SegmentKind.SUB, SegmentKind.RELATIVE):
            continue
        tokens = clause.tokens[part.first : part.last]
        text = clause.text[tokens[0].start : tokens[-1].end]
        words = [t.lower for t in tokens if t.is_word]
        judged = [w for w in words if w in needed]
        if not judged or not _JUDGING.search(text) or "nicht" in words:
            continue
        if "für" not in words and not {"erscheint", "scheint", "erschiene", "erachten", "erachtet"} & set(
            words
        ):
            continue
        if counts_demands(text):
            continue  # „Drei Dinge halten wir für vordringlich“ announces them
        weight = 0.78 if set(judged) & set(lexicon.of("need.adjectives")) else 0.66
        demanders = holder(clause, part)
        found = False
        for a, b, rule in complements(clause.tokens, clause.segments, part.last, k):
            found = True
            yield Candidate(
                clause.tokens[a].start,
                closed(clause, b),
                DemandKind.MODAL,
                SpeechAct.OBLIGATION,
                f"S-judge-{rule}",
                weight,
                demanders,
                _subject(clause, a, b),
            )
        advised = "wir" in words and {"sinnvoll", "wünschenswert"} & set(judged) and _NEW.search(text)
        if not found and (weight > 0.7 or advised) and "es" not in words:
            verb = next(i for i in range(part.first, part.last) if _JUDGING.fullmatch(clause.tokens[i].lower))
            first, last = clause_bounds(clause.tokens, clause.segments, verb)
            yield Candidate(
                clause.tokens[first].start,
                closed(clause, last),
                DemandKind.MODAL,
                SpeechAct.OBLIGATION,
                "S-judge-np",
                weight,
                demanders,
                None,
            )


def holder(clause: Clause, part: Segment) -> tuple[Body, ...] | None:
    """Return who takes the stance; None: nobody who is known or has spoken."""
    for k, actor in enumerate(clause.actors):
        if (
            part.first <= actor.first < part.last
            and not actor.governed
            and not actor.genitive
            and not actor.body.public
        ):
            return chain(clause.actors, k, clause.tokens)
    words = {t.lower for t in clause.tokens[part.first : part.last]}
    told = {"er", "sie", "man", "ich"} & words and {"sei", "seien", "bin"} & words
    return (SPEAKER,) if "wir" in words or (told and (clause.reported or clause.quoted)) else None


def stance_demands(clause: Clause, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield *Dagegen sind wir, dass …*, *Der Verband ist dafür, … zu …*, *Er sei dafür, … zu …*"""
    del lexicon
    for part, following in pairwise(clause.segments):
        words = [t.lower for t in clause.tokens[part.first : part.last] if t.is_word]
        stance = {"dafür", "dagegen"} & set(words)
        if not stance or not {"ist", "sind", "bin", "sei", "seien"} & set(words) or len(words) > 9:
            continue
        holds = holder(clause, part)
        if holds is None or following.kind not in (SegmentKind.SUB, SegmentKind.INFINITIVE):
            continue
        first, last = clause_bounds(clause.tokens, clause.segments, part.first)
        against = "dagegen" in stance
        # what is rejected is said with the rejection, what is wished without it (guideline 2.3)
        yield Candidate(
            clause.tokens[first if against else following.first].start,
            closed(clause, last),
            DemandKind.EXPECTATION,
            SpeechAct.REJECTION if against else SpeechAct.REQUEST,
            "S-stance",
            0.75,
            holds,
            None,
        )

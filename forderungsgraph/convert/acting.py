"""Who is to act where a demand says it beside its verb.

*die Übernahme der Kosten durch das Land*, *eine Zusage des Bundes*, *Geld vom Land*, *ein Dienst, den der Bund
betreibt*: the words of the span name who acts, although that body is neither its subject nor the agent of a passive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .asked import inner_subject
from .bodies import ActorMention, Body
from .candidates import Candidate, Clause, chain
from .segments import SegmentKind, finite_position, segment_at
from .tokens import PREPOSITIONS, RELATIVES, Token

_PASSED_OVER = frozenset(
    """Kommunen Gemeinden Städte Landkreise Kreise Samtgemeinden Verbandsgemeinden Staat Verwaltung Behörden Politik
    Kommunalverwaltungen Schulträger Hersteller kreisfreie Bezirke öffentliche Gemeinde Kommune Stadt Kreis Landkreis""".split()
)
"""Bodies that are more often served or meant at large than called upon by the way."""

# what somebody gives or does; a body in the genitive behind it is who does it
_ACT = re.compile(
    r"(?:zusagen?|zusicherung|bekenntnis|bekenntnisse|beteiligung|engagements?|initiativen?|klarstellung(?:en)?|entscheidung(?:en)?|signale?|"
    r"machtwort|kurswechsel|umdenken|garantien?|einsatz|eingreifen|kraftakt|anstrengung(?:en)?|hilfen?|zuschuss|zuschüsse|zuschusse|beitrag|beiträge|"
    r"unterstützung|förderung|kostenbeteiligung|kostenübernahme|mitwirkung|offensive|rückendeckung|verpflichtung|nachbesserung(?:en)?|"
    r"festlegung(?:en)?|erklärung|gesetzesinitiative|bundesratsinitiative|vorschläge|vorschlag|vorlage|antwort(?:en)?|"
    r"strategie|finanzierung|anschubfinanzierung|mitfinanzierung|steuerung|koordinierung|moderation|lösung|programme?|fonds|konzepte?|fahrplan|zeitplan|plan|kehrtwende|"
    r"vorgaben?|richtungsentscheidung|grundsatzentscheidung|handeln|vorgehen|auskunft|stellungnahme|bereitschaft|mittel|geld|gelder|"
    r"zuweisung(?:en)?|ausgleich|federführung|aufsicht)$",
    re.I,
)
_RULING = re.compile(
    r"^(?:Bund|Land|Freistaat|Saarland|Länder|Senat|EU|Europäische|Freie|Kanzler|Minister)\b|[Rr]egierung|[Mm]inister|Staatskanzlei|IT-Planungsrat|"
    r"[Ll]andtag|Bundestag|Abgeordnetenhaus|Bürgerschaft|Senat|[Gg]esetzgeber|Kommission|[Kk]reis|[Ss]tadt|Gemeinde"
)
# what is done to somebody is no act that anybody wishes for
_SUFFERED = re.compile(
    r"(?:überwachung|eingriffe?n?|zugriffe?n?|kürzung(?:en)?|belastung(?:en)?|nutzung|nachnutzung|inanspruchnahme|abrufe?|bevormundung|gängelung|"
    r"speicherung|einsicht|kontrolle|ausspähung)$",
    re.I,
)
_PAST = frozenset("hat hatte hatten haben wurde wurden war waren worden".split())
_STAYING = re.compile(
    r"(?:liegen|bleiben|verbleiben|einzurichten|anzusiedeln|bündeln|schaffen|eingerichtet|angesiedelt|gebündelt|geschaffen|liegt|bleibt)"
)


def acting_in_span(clause: Clause, candidate: Candidate) -> tuple[Body, ...]:
    """Return who acts by a word beside the verb of the candidate; empty if its words name nobody so."""
    inside = [
        i
        for i, actor in enumerate(clause.actors)
        if candidate.start <= actor.start < candidate.end and may_act(actor)
    ]
    for part in clause.segments:
        begins = candidate.start <= clause.tokens[part.first].start < candidate.end
        if begins and clause.tokens[part.first].lower in ("dass", "daß"):
            told = inner_subject(clause, part.first, part.last)
            if (
                told
                and told[0].public
                and (told[0].name == "Politik" or not _at_large(told[0]))
                and not _AGAINST.search(clause.text[candidate.start : candidate.end])
            ):
                return told
    demanded = _demanded_from(clause, candidate) or _in_own_clause(clause, candidate)
    if demanded:
        return demanded
    for way in (_through, _whose_act, _act_from, _wanted_from, _left_to, _by_relative):
        for i in inside:
            if way(clause, clause.actors[i]):
                return chain(clause.actors, i, clause.tokens)
    return ()


_TAKEN_AT = re.compile(
    r"\b(?:nehm|nimm|nahm)\w* [^,.;]{2,60}\b(?:beim Wort|in die (?:Pflicht|Verantwortung))\b"
)
_TURNED = frozenset("gewandt gewendet gerichtet adressiert".split())


def turned_to(clause: Clause) -> tuple[Body, ...]:
    """Return to whom the speaker turns: *An die Landesregierung gewandt, sprach sie sich dafür aus, …*"""
    taken = _TAKEN_AT.search(clause.text[clause.tokens[0].start : clause.tokens[-1].end])
    begin = clause.tokens[0].start
    for i, actor in enumerate(clause.actors):
        if taken and begin + taken.start() <= actor.start < begin + taken.end() and actor.body.public:
            return chain(clause.actors, i, clause.tokens)
        follows = clause.tokens[actor.last].lower if actor.last < len(clause.tokens) else ""
        before = clause.tokens[actor.first - 1].lower if actor.first else ""
        towards = before == "richtung" or actor.governed in ("an", "ans")
        if (
            towards
            and (follows in _TURNED or before == "richtung")
            and (actor.body.public or actor.body.generic)
        ):
            return chain(clause.actors, i, clause.tokens)
    return ()


_OF_LAND = re.compile(
    r"\bLandes(?:fonds|(?:förder)?programm\w*|budget\w*|mitteln?|recht\w*|haushalt\w*|zuschuss\w*|zuschüsse\w*|verordnung\w*|[a-zäöüß]*gesetz\w*|strategie|gelder\w*)\b"
)
_OF_FEDERATION = re.compile(
    r"\bBundes(?:fonds|(?:förder)?programm\w*|budget\w*|mitteln?|recht\w*|haushalt\w*|zuschuss\w*|zuschüsse\w*|verordnung\w*|[a-zäöüß]*gesetz\w*|gelder\w*)\b"
)


def owner_of_means(clause: Clause, candidate: Candidate, land: Body | None) -> tuple[Body, ...]:
    """Return whose means or law is to be given or changed: *einen Landesfonds*, *Das Landesarchivgesetz bedarf einer Ergänzung*.

    :param land: the document's Land
    """
    said = clause.text[candidate.start : candidate.end]
    of_land, of_federation = _OF_LAND.search(said), _OF_FEDERATION.search(said)
    if of_land and not of_federation and land is not None:
        return (land,)
    return (Body("Bund", None, True),) if of_federation and not of_land else ()


def may_act(actor: ActorMention) -> bool:
    """Whether a body is one that texts call upon by the way: no municipalities, no authorities at large."""
    return actor.body.public and not _at_large(actor.body)


def _at_large(body: Body) -> bool:
    return body.name.split(" ")[0] in _PASSED_OVER or "gericht" in body.name.lower()


_AGAINST = re.compile(
    r"\b(?:auszuschließen|ausgeschlossen|zu verhindern|verhindert|zu unterbinden|unterbunden|abzulehnen)\b"
)


def _noun_before(tokens: Sequence[Token], actor: ActorMention) -> Token | None:
    """Return the noun to which the phrase of the actor belongs."""
    i = actor.first - 1
    while i >= 0 and tokens[i].is_word and not (tokens[i].is_noun and tokens[i].text[0].isupper()):
        i -= 1
    near = i >= 0 and tokens[i].is_word and actor.first - i <= 5
    return tokens[i] if near else None


def _through(clause: Clause, actor: ActorMention) -> bool:
    """*die Übernahme der Kosten durch das Land*, *seitens des Bundes*"""
    if actor.governed not in ("durch", "seitens"):
        return False
    words = [t for t in clause.tokens[max(0, actor.first - 6) : actor.first] if t.is_noun and t.is_word]
    return not any(_SUFFERED.search(t.text) for t in words)


def _whose_act(clause: Clause, actor: ActorMention) -> bool:
    """*eine Zusage des Landes*, *ein klares Bekenntnis der Landesregierung*"""
    if actor.governed or not actor.genitive:
        return False
    noun = _noun_before(clause.tokens, actor)
    return (
        noun is not None
        and _ACT.search(noun.text) is not None
        and _RULING.search(actor.body.name) is not None
    )


def _act_from(clause: Clause, actor: ActorMention) -> bool:
    """*mehr Unterstützung vom Land*, *Geld von Bund und Ländern*"""
    if actor.governed not in ("von", "vom"):
        return False
    following = clause.tokens[actor.last : actor.last + 2]
    if len(following) == 2 and re.search(r"(?:t|en)e[nrsm]?$", following[0].text) and following[1].is_noun:
        return False  # „die vom Land bezahlten Mittel“
    noun = _noun_before(clause.tokens, actor)
    return noun is not None and _ACT.search(noun.text) is not None


def _demanded_from(clause: Clause, candidate: Candidate) -> tuple[Body, ...]:
    """*Auch von den Anbietern ist Bewegung zu verlangen.*"""
    words = [t.lower for t in clause.tokens if candidate.start <= t.start < candidate.end and t.is_word]
    if words[-2:] not in (["zu", "verlangen"], ["zu", "fordern"], ["zu", "erwarten"]):
        return ()
    for i, actor in enumerate(clause.actors):
        if candidate.start <= actor.start < candidate.end and actor.governed in ("von", "vom"):
            return chain(clause.actors, i, clause.tokens)
    return ()


def _in_own_clause(clause: Clause, candidate: Candidate) -> tuple[Body, ...]:
    """*…; die Reisekosten trägt das Land*: a main clause beside it says who acts."""
    for part in clause.segments[1:]:
        if (
            part.kind is not SegmentKind.MAIN
            or not candidate.start < clause.tokens[part.first].start < candidate.end
        ):
            continue
        words = clause.tokens[part.first : part.last]
        finite = finite_position(words)
        if finite is None or _PAST & {t.lower for t in words}:
            continue
        for i, actor in enumerate(clause.actors):
            beside = actor.last == part.first + finite or (
                actor.first - (1 if actor.determiner else 0) == part.first + finite + 1
            )
            nominative = (
                not actor.governed and not actor.genitive and actor.determiner not in ("den", "dem", "des")
            )
            if beside and nominative and may_act(actor) and _RULING.search(actor.body.name):
                return chain(clause.actors, i, clause.tokens)
    return ()


def _wanted_from(clause: Clause, actor: ActorMention) -> bool:
    """*Was wir vom Land brauchen, ist …*, *… vom Land tragen zu lassen*"""
    if actor.governed not in ("von", "vom"):
        return False
    rest = [t.lower for t in clause.tokens[actor.last :] if t.is_word]
    return rest[:1] in (["brauchen"], ["erwarten"], ["wollen"], ["fordern"], ["benötigen"]) or rest[-2:] == [
        "zu",
        "lassen",
    ]


def _left_to(clause: Clause, actor: ActorMention) -> bool:
    """*muss die Verantwortung beim Bund liegen*"""
    if actor.governed not in ("bei", "beim"):
        return False
    part = segment_at(clause.segments, actor.first)
    ends = [t.lower for t in clause.tokens[actor.last : part.last if part else actor.last] if t.is_word]
    ends = [word for word in ends if word not in ("werden", "zu")]
    return bool(ends) and len(ends) <= 4 and _STAYING.fullmatch(ends[-1]) is not None


def _by_relative(clause: Clause, actor: ActorMention) -> bool:
    """*ein Onlinedienst, den der Bund betreibt*, *ein Plan, in dem das Land den Umstieg bezahlt*"""
    if actor.governed or actor.genitive or actor.determiner in ("den", "dem", "des"):
        return False
    part = segment_at(clause.segments, actor.first)
    if part is None or part.kind is not SegmentKind.RELATIVE:
        return False
    words = [t for t in clause.tokens[part.first : part.last] if t.is_word]
    if not words or _PAST & {t.lower for t in words[-2:]}:
        return False
    at = 1 if words[0].lower in PREPOSITIONS and len(words) > 1 else 0
    relative = words[at]
    between = [t for t in clause.tokens[part.first : actor.first] if t.start > relative.start and t.is_word]
    return relative.lower in RELATIVES and not any(t.is_noun for t in between) and len(between) <= 3

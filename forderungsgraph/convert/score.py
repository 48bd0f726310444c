"""Stage *score*: how sure a candidate is, by its rule and by what surrounds it.

Weights are factors, each with a name, so that ``explain`` can say why a sentence is in the graph or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import DemandKind, DocumentType
from .candidates import Candidate, Clause
from .contexts import (
    ABROAD,
    ANNOUNCED,
    CONTEXTS,
    DUTY,
    IMPUTED,
    MUNICIPAL,
    MUST,
    OTHER_PEOPLE,
    OTHER_TEXT,
    PROMISED,
    RECEIVING,
    goes_on,
)
from .discourse import Utterance
from .lexicon import Lexicon
from .notices import asks_patience, asks_readers, asks_whoever, invites
from .tone import Tone

THRESHOLD = 0.55
"""Candidates below are no demands; those from here on are in the graph."""
REVIEW_FROM = 0.2
"""Candidates from here to the threshold are kept for review; of those below hardly one is a demand."""

NARRATIVE = frozenset(
    {DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.REPORT, DocumentType.PAPER, DocumentType.PARLIAMENTARY_QUESTION,
     DocumentType.COALITION_AGREEMENT}
)  # fmt: skip
NORMATIVE = frozenset(
    {DocumentType.RESOLUTION, DocumentType.DECISION, DocumentType.POSITION_PAPER, DocumentType.STATEMENT, DocumentType.DEMAND_CATALOGUE,
     DocumentType.MOTION, DocumentType.OPEN_LETTER}
)  # fmt: skip
SIGNED = NORMATIVE | {DocumentType.ELECTION_PROGRAMME}
"""Types that somebody stands behind, even where the text does not say who."""
_SUBJUNCTIVE = re.compile(
    r"\b(?:könnte|könnten|würde|würden|hätte|hätten|dürfte|dürften|ließe|ließen)\b", re.I
)
_CONDITION = re.compile(r"^(?:Wenn|Falls|Sollte|Sollten|Wer)\b")
_STATUTE = re.compile(
    r"\b(?:Gesetz|Verordnung|Richtlinie|Vorschrift|Satzung|OZG|OZGÄndG|EGovG|DSGVO|Gesetzes|Verordnung)\b[^.]{0,40}\b(?:verpflichtet|schreibt|sieht|verlangt|regelt|bestimmt|fordert)\b", re.I)  # fmt: skip


def weigh(
    candidate: Candidate,
    clause: Clause,
    utterance: Utterance,
    *,
    sentence: str,
    kind: DocumentType | None,
    authored: bool,
    tone: Tone,
    lexicon: Lexicon,
) -> Candidate:
    """Return ``candidate`` with the weight that its surroundings give it.

    :param sentence: the whole sentence
    :param authored: whether the document has an author who can demand, or argues as if it had
    :param tone: whether it argues, reports or promises
    """
    for factor, note in _factors(candidate, clause, utterance, sentence, kind, authored, tone, lexicon):
        candidate = candidate.weighed(factor, note)
    return candidate


def _factors(
    candidate: Candidate, clause: Clause, utterance: Utterance, sentence: str, kind: DocumentType | None, authored: bool,
    tone: Tone, lexicon: Lexicon,
) -> Iterator[tuple[float, str]]:  # fmt: skip
    implicit = candidate.kind is DemandKind.MODAL
    own = not utterance.quoted and not utterance.reported
    arguing = tone is Tone.ARGUING or kind in (
        DocumentType.ELECTION_PROGRAMME,
        DocumentType.DEMAND_CATALOGUE,
        DocumentType.POSITION_PAPER,
    )
    span = clause.text[candidate.start : candidate.end]
    lowered = f" {span.lower()} "
    if sentence.rstrip('“”"» ').endswith("?") and candidate.rule != "E-imperative":
        yield 0.3, "question"
    if kind in (DocumentType.COALITION_AGREEMENT,):
        yield 0.45 if implicit else 0.5, "government programme"
    if kind is DocumentType.PARLIAMENTARY_QUESTION:
        told = candidate.rule.startswith(("E-zu", "E-dass", "E-np")) and _ASKING.search(sentence) is None
        yield (0.75 if told else 0.4), "parliamentary question"
    if kind in (DocumentType.REPORT, DocumentType.PAPER):
        instructs = candidate.rule in ("E-imperative", "E-answer")
        # minutes tell what others demanded
        told = implicit and utterance.reported and kind is DocumentType.REPORT and " müssten " not in lowered
        told = told or (implicit and tone is Tone.ARGUING and kind is DocumentType.REPORT)
        # a report tells who demanded what by a verb with its complement
        by_verb = (
            candidate.rule.startswith(("E-zu", "E-dass", "E-np"))
            and "subject unknown" not in candidate.notes
            and not instructs
        )
        yield (
            (0.9 if told else 0.55 if implicit or instructs else 0.7 if by_verb else 0.62),
            "descriptive document",
        )
        if candidate.rule.endswith("-beauftragen") and re.search(r"\b(?:wurde|wurden|worden)\b", sentence):
            yield 0.75, "long ago"
    if implicit and own and tone is Tone.PROMISING and kind is not DocumentType.ELECTION_PROGRAMME:
        yield 0.5, "programme of its own"
    if implicit and own and kind is DocumentType.ARTICLE and not authored and candidate.demanders is None:
        yield 0.55, "author of an article"
    if implicit and kind in NORMATIVE:
        yield 1.06, "normative document"
    if implicit and (not own or kind is DocumentType.INTERVIEW):
        yield 1.05, "said by somebody"
    said = implicit or candidate.rule.startswith(("S-judge", "E-np", "E-dass", "E-zu"))
    if (said and OTHER_PEOPLE.search(sentence)) or IMPUTED.search(
        sentence[: max(0, sentence.find(span[:40]))]
    ):
        yield 0.55, "what people say"
    if not utterance.quoted and candidate.rule in _ANNOUNCES and ANNOUNCED.search(sentence):
        yield 0.6, "announced by others"
    if asks_patience(candidate.rule, sentence):
        yield 0.5, "asks for patience"
    if asks_whoever(candidate.rule, sentence):
        yield 0.5, "asks readers"
    if candidate.rule in ("M-should", "M-shall") and PROMISED.search(
        sentence[: max(0, sentence.find(span[:40]))]
    ):
        yield 0.57, "plan"
    if implicit:
        wanted = kind is DocumentType.ELECTION_PROGRAMME and _COUNTED.search(span) is None
        yield from _implicit_factors(
            lowered, span, sentence, candidate, lexicon, own=own, arguing=arguing, wanted=wanted
        )
        if candidate.rule in DUTY and goes_on(clause.text[: utterance.start], sentence):
            yield 0.62, "another text goes on"
    elif candidate.demanders is None and own and not authored and not candidate.rule.startswith("E-imp"):
        yield 0.95, "no demander"
    if candidate.rule in _AGAINST and _CLAIM.search(sentence if "zurück" in candidate.rule else span):
        yield 0.5, "against a claim"
    if invites(candidate.rule, span):
        yield 0.5, "invites readers"
    if asks_readers(candidate.rule, sentence, kind):
        yield 0.5, "invites readers"
    if implicit and re.match(r"\W*Begründung\b", sentence):
        yield 0.6, "gives the reason"
    if candidate.rule == "E-zu-anhalten" and re.search(
        r"\b(?:ist|sind) (?:(?!hiermit)\w+ ){0,6}angehalten\b", sentence
    ):
        yield 0.57, "statute"
    if candidate.rule in _ASKS and _PAPERS.search(span):
        yield 0.5, "asks for papers"
    if re.search(r"\b(?:hatte|hatten)\b", lowered) and not implicit:
        yield 0.75, "long ago"
    if candidate.rule.startswith("E-np") and re.search(
        r"\b(?:immer wieder|stets|seit (?:jeher|langem|ihrer|seiner|\d{4}|vielen))\b", lowered
    ):
        yield 0.72, "standing position"
    if (
        candidate.rule == "E-dass-erwarten"
        and re.search(r"(?<!t )\b(?:wird|werde|werden)\W*$", lowered.rstrip())
        and not candidate.addressees
    ):
        yield 0.62, "forecast"
    if candidate.rule.endswith("-erwarten") and _FORECAST.search(span):
        yield 0.6, "forecast"


_AGAINST = frozenset(
    f"E-np-{verb}"
    for verb in (
        "wehren",
        "wenden",
        "widersprechen",
        "zurückweisen",
        "verwahren",
        "ablehnen",
        "entgegentreten",
    )
)
_CLAIM = re.compile(
    r"^\W*Dem widerspr|\b(?:Vorw(?:urf|ürfe\w*)|Lesart|Eindrucks?|Darstellung(?:en)?|Kritik|Unterstellung(?:en)?|Behauptung(?:en)?|Vorstellung|Gerüchte\w*|Annahme|Deutung|"
    r"Anschuldigung(?:en)?|Verdächtigung(?:en)?|Verdachts?|Einschätzung|Schuldzuweisung(?:en)?|Argumente?s?)\b"
)
_ANNOUNCES = frozenset({"M-must", "M-should", "M-shall", "M-will-must", "M-is-to"})
_ASKS = frozenset({"E-np-verlangen", "E-np-fordern", "E-np-erbitten"})
_PAPERS = re.compile(
    r"\b(?:\w*[Ff]ormulare?n?|\w*[Nn]achweise?n?|Unterschrift(?:en)?|\w*[Bb]escheinigung(?:en)?|Urkunden?|Gebühr(?:en)?|Eintritt|Ausweise?|Kopien?|"
    r"Beglaubigung(?:en)?|Unterlagen|Passw(?:ort|örter)|Lösegeld)\b"
)
_FORECAST = re.compile(
    r"\b(?:wird|werden|werde) (?:\w+ ){0,3}erwartet\b|\berwarte[nt] (?:\w+ ){0,6}(?:rund|etwa|über|mehr als|bis zu|bis|knapp)? ?\d[\d.]* [A-ZÄÖÜ]|"
    r"\berwartet werden\b|\berwarte[nt] (?:\w+ ){0,4}(?:Anstieg|Rückgang|Zunahme|Einsparungen|Teilnehm\w+|Besuch\w+|Gäste)\b"
)


_OTHERWISE = re.compile(
    r"\b(?:statt|anstatt|anders als|nicht mehr|nicht länger) (?:wie )?(?:bisher|bislang|derzeit|früher|heute)\b"
)
"""What is compared with, *statt wie bisher*, says nothing of how it was."""


def _implicit_factors(
    lowered: str,
    span: str,
    sentence: str,
    candidate: Candidate,
    lexicon: Lexicon,
    *,
    own: bool,
    arguing: bool,
    wanted: bool,
) -> Iterator[tuple[float, str]]:
    span, lowered = _OTHERWISE.sub("", span), _OTHERWISE.sub("", lowered)
    opening = span.lstrip(' „»"–-')
    main = lowered.split(", ")[0]
    dutiful = candidate.rule.startswith("M")
    if any(phrase in lowered for phrase in lexicon.of("weak.rhetorical")):
        yield 0.5, "rhetorical"
    if any(f" {phrase}" in main for phrase in lexicon.of("weak.past")):
        yield 0.68, "as it was or is"
    if dutiful and (
        _STATUTE.search(sentence) or any(phrase in lowered for phrase in lexicon.of("weak.statute"))
    ):
        yield 0.7, "statute"
    if OTHER_TEXT.search(sentence):
        yield 0.5, "another text"
    if dutiful and ABROAD.search(main):
        yield 0.6, "abroad"
    if candidate.rule == "M-shall" and any(phrase in lowered for phrase in lexicon.of("weak.plan")):
        yield 0.8, "plan"
    elif candidate.rule == "M-shall" and own and wanted:
        yield 1.48, "what a programme wants"
    elif candidate.rule == "M-shall" and own and arguing and _INSISTING.search(span):
        yield 1.4, "insisting"
    if own and re.search(r"\b(?:müsste|müssten)\b", lowered):
        yield 0.6, "hypothetical"
    if _SUBJUNCTIVE.search(main):
        yield 0.75, "subjunctive"
    if dutiful and _CONDITION.match(opening):
        yield 0.93, "condition"
    for rules, pattern, factor, note in CONTEXTS:
        if candidate.rule in rules and pattern.search(opening):
            yield factor, note
    if candidate.rule in MUST and MUNICIPAL.match(lowered.strip()) and not RECEIVING.search(lowered):
        yield 0.52, "duty of municipalities"
    if len(re.findall(r"\w+", lowered)) < 5 and candidate.rule.startswith("M"):
        yield 0.75, "short"


_INSISTING = re.compile(
    r"\b(?:zumindest|grundsätzlich|in (?:aller|der) Regel|möglichst|verstärkt|stärker|konsequent|unbedingt|ausnahmsweise|verbindlich|endlich|standardmäßig|"
    r"flächendeckend|in jedem Fall|auf jeden Fall|künftig auch|weiter (?:aus|ge|ver)\w+|deutlich|besser|dauerhaft|kostenlos|kostenfrei|selbst aktiv)\b"
)
"""Words by which an author insists on what *shall* be, where a plan would only tell it."""
_ASKING = re.compile(r"\b(?:[Ww]ir|[Ii]ch|[Bb]itte|gebeten)\b")
_COUNTED = re.compile(r"\d|\b(?:Drittel|Viertel|Hälfte|Prozent)\b")
"""Targets in figures are what a programme promises itself."""


def best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that do not overlap a better one, in order of place.

    An explicit demand beats what stands inside it: the matrix verb decides (guideline 2.1).
    """
    chosen: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-_rank(c), -c.weight, c.start, -c.end)):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda c: c.start)


def _rank(candidate: Candidate) -> int:
    if candidate.weight < THRESHOLD:
        return 0
    if candidate.rule.startswith(
        ("E-zu", "E-dass", "S-zu", "S-dass", "S-judge-zu", "S-judge-dass", "S-colon", "S-so", "E-colon")
    ):
        return 3
    return 2 if candidate.rule.startswith("E") else 1

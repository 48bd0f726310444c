"""Stage *score*: how sure a candidate is, by its rule and by what surrounds it.

Weights are factors, each with a name, so that ``explain`` can say why a sentence is in the graph or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import DemandKind, DocumentType
from .candidates import Candidate, Clause
from .discourse import Utterance
from .lexicon import Lexicon
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
_SUBJUNCTIVE = re.compile(
    r"\b(?:könnte|könnten|würde|würden|hätte|hätten|dürfte|dürften|ließe|ließen)\b", re.I
)
_CONDITION = re.compile(r"^(?:Wenn|Falls|Sollte|Sollten|Wer)\b")
_STATUTE = re.compile(
    r"\b(?:Gesetz|Verordnung|Richtlinie|Vorschrift|Satzung|OZG|OZGÄndG|EGovG|DSGVO|Gesetzes|Verordnung)\b[^.]{0,40}\b(?:verpflichtet|schreibt|sieht|verlangt|regelt|bestimmt|fordert)\b", re.I)  # fmt: skip
_TEXT = (
    r"[\w-]*(?:[Pp]apier|[Ee]ntwurf|[Ee]ntwurfs|[Bb]egründung|[Gg]esetz|[Rr]ichtlinie|[Bb]ericht|[Vv]erordnung|[Kk]onzept|[Pp]lan|"
    r"[Vv]ertrag|[Pp]rotokoll|[Oo]rdnung|[Ss]atzung|[Uu]mfrage|[Vv]orgaben?|[Ss]chätzung|[Rr]undschreiben|[Ee]rlass|[Uu]rteil|[Hh]andbuch|[Ll]eitfaden|[Ss]tudie|[Gg]utachten)s?"
)
# „Anfragen nach dem Gesetz“ are no words of the act
_BY = r"(?:\b(?:muss|müssen|soll|sollen|ist|sind|darf|dürfen|hat|haben|sollte|sollten) |^|[^\w\s] |\bes )[Nn]ach "
_OTHER_TEXT = re.compile(
    rf"\b[Ii][mn] (?:(?:einem|einer|dem|der|diesem|dieser) )?(?:\w+e[nrms]? )?{_TEXT}(?: \w+){{0,4}}? (?:heißt|hieß|steht|stand|ist zu lesen)\b|"
    rf"{_BY}(?:dem|der|diesem) (?:\w+en )?{_TEXT}(?! (?:ist|wäre) (?:es|dies|das)\b)\b|"
    rf"\b[Ll]aut (?:(?:dem|der|einer|einem) )?(?:\w+en )?{_TEXT}\b|"
    rf"{_BY}(?:einer |den )?{_TEXT}\b|"
    rf"{_BY}(?:dem|der|den|diesem|dieser) (?:vorgesehene|geplante|geltende|bisherige|derzeitige|aktuelle|vorliegende)\w* [A-ZÄÖÜ]|"
    rf"{_BY}(?:der )?(?:Rechtsprechung|Auskunft|Darstellung|Lesart|Angaben|Auffassung de[rs] \w*(?:[Gg]erichts|[Gg]erichtshofs|Ministeriums))\b"
)
_OTHER_PEOPLE = re.compile(
    r"\b(?:(?:ist|war) (?:\w+ ){0,2}zu hören|hört man|hörten wir|wird (?:oft |gern |häufig )?(?:behauptet|eingewandt|entgegnet|argumentiert))\b|"
    r"\b(?:Manche|Einige|Viele|Kritiker|Gegner|Skeptiker)(?: \w+){0,2} (?:meinen|glauben|behaupten|leiten|folgern|schließen|sagen|wenden|finden)\b|"
    r"\b(?:Drittel|Viertel|Hälfte|Mehrheit|Prozent|von (?:zehn|hundert)|\d+) (?:der |aller |von )?(?:Befragte\w*|Teilnehmende\w*|Bevölkerung|Beschäftigte\w*|"
    r"Betriebe\w*|Bürger\w*|Kommunen) (?:\w+ ){0,2}(?:halten|hält|meinen|meint|finden|findet|wünschen|wünscht|sagen|sagt|sprechen|sprach)\b|"
    r"\bhalten es (?:\w+ ){0,4}(?:Prozent|von (?:zehn|hundert))\b|\blaut (?:einer |der )?\w*[Uu]mfrage\b"
)
_ABROAD = re.compile(
    r"\b(?:in (?:den niederlanden|der schweiz|österreich|estland|dänemark|finnland|schweden|norwegen|frankreich|großbritannien|südtirol|belgien|"
    r"luxemburg|polen|italien|spanien)|(?:die niederlande|dänemark|estland|österreich) (?:\w+ ){0,2}(?:muss|müssen|darf|dürfen))\b"
)


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
        yield 0.4, "parliamentary question"
    if kind in (DocumentType.REPORT, DocumentType.PAPER):
        instructs = candidate.rule in ("E-imperative", "E-answer")
        # minutes tell what others demanded
        told = implicit and utterance.reported and kind is DocumentType.REPORT and " müssten " not in lowered
        told = told or (implicit and tone is Tone.ARGUING and kind is DocumentType.REPORT)
        yield (0.9 if told else 0.55 if implicit or instructs else 0.62), "descriptive document"
    if implicit and own and tone is Tone.PROMISING and kind is not DocumentType.ELECTION_PROGRAMME:
        yield 0.5, "programme of its own"
    if implicit and own and kind is DocumentType.ARTICLE and not authored and candidate.demanders is None:
        yield 0.55, "author of an article"
    if implicit and kind in NORMATIVE:
        yield 1.06, "normative document"
    if not own and implicit:
        yield 1.05, "said by somebody"
    if (implicit or candidate.rule.startswith("S-judge")) and _OTHER_PEOPLE.search(sentence):
        yield 0.55, "what people say"
    if implicit:
        yield from _implicit_factors(lowered, span, sentence, candidate, lexicon, own=own, arguing=arguing)
        if candidate.rule in _DUTY and _goes_on(clause.text[: utterance.start], sentence):
            yield 0.72, "another text goes on"
    elif candidate.demanders is None and own and not authored and not candidate.rule.startswith("E-imp"):
        yield 0.95, "no demander"
    if candidate.rule in _AGAINST and _CLAIM.search(span):
        yield 0.5, "against a claim"
    if candidate.rule == "E-zu-einladen" and _INVITING.search(span):
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
    r"\b(?:Vorw(?:urf|ürfe\w*)|Lesart|Eindrucks?|Darstellung(?:en)?|Kritik|Unterstellung(?:en)?|Behauptung(?:en)?|Vorstellung|Gerüchte\w*|Annahme|Deutung|"
    r"Anschuldigung(?:en)?|Verdächtigung(?:en)?|Verdachts?|Einschätzung|Schuldzuweisung(?:en)?|Argumente?s?)\b"
)
_INVITING = re.compile(
    r"\b(?:teilzunehmen|mitzumachen|mitzudiskutieren|zu diskutieren|zu kommen|zu besuchen|vorbeizukommen|dabei zu sein|mitzugestalten|mitzuwirken|"
    r"kennenzulernen|auszutauschen|zu feiern|einzubringen|beizutragen|vorbeizuschauen|zu vernetzen|anzumelden|mitzuarbeiten|auszuprobieren|zu schreiben)\b"
)
_ASKS = frozenset({"E-np-verlangen", "E-np-fordern", "E-np-erbitten"})
_PAPERS = re.compile(
    r"\b(?:\w*[Ff]ormulare?n?|\w*[Nn]achweise?n?|Unterschrift(?:en)?|\w*[Bb]escheinigung(?:en)?|Urkunden?|Gebühr(?:en)?|Eintritt|Ausweise?|Kopien?|"
    r"Beglaubigung(?:en)?|Unterlagen|Passw(?:ort|örter)|Lösegeld)\b"
)
_FORECAST = re.compile(
    r"\b(?:wird|werden|werde) (?:\w+ ){0,3}erwartet\b|\berwarte[nt] (?:\w+ ){0,6}(?:rund|etwa|über|mehr als|bis zu|bis|knapp)? ?\d[\d.]* [A-ZÄÖÜ]|"
    r"\berwartet werden\b|\berwarte[nt] (?:\w+ ){0,4}(?:Anstieg|Rückgang|Zunahme|Einsparungen|Teilnehm\w+|Besuch\w+|Gäste)\b"
)


def _goes_on(before: str, sentence: str) -> bool:
    """Whether the sentence goes on with what a statute or a draft says, as the one before it told."""
    last = re.split(r"(?<=[a-zäöüß)][.!?]) ", before.strip())[-1]
    return _DESCRIBES.search(last) is not None and _OPINION.search(sentence) is None


_DESCRIBES = re.compile(
    rf"\b(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]ieser|[Dd]iese|[Dd]ieses) (?:\w+e[n]? )?{_TEXT}\b[^.]{{0,60}}\b(?:sieht|sehen|sah|regelt|regeln|schreibt|schreiben|verpflichtet|"
    rf"verpflichten|bestimmt|enthält|definiert|verlangt|fordert|ordnet|überträgt|legt|gibt|führt|erlaubt|ermächtigt)\b|"
    rf"\b[Nn]ach (?:dem|der|diesem) (?:\w+en )?{_TEXT}\b|\b[Ii][mn] (?:dem |der )?{_TEXT}(?: \w+){{0,4}}? (?:heißt|steht)\b|\bsieht\b[^.]*\bvor\b"
)
_OPINION = re.compile(
    r"\b(?:[Ww]ir|[Uu]ns|[Uu]nsere?[nrms]?|[Ee]ndlich|[Dd]ringend|[Dd]aher|[Dd]eshalb|[Dd]arum|[Ii]nsofern|[Aa]llerdings|[Jj]edoch|[Aa]ber|[Hh]ier|[Kk]largestellt|"
    r"[Kk]larzustellen|[Gg]estrichen|[Ee]rgänzt|[Gg]eändert|[Aa]ngepasst|[Nn]achgebessert|[Ss]tattdessen|[Vv]ielmehr|[Aa]us (?:unserer|kommunaler) Sicht|[Uu]nbedingt|"
    r"[Zz]wingend|[Ww]eiterhin|[Aa]uch|[Zz]udem|[Gg]egenfinanz\w+|[Rr]egelung|[Vv]orschrift|[Gg]esetzgeber|Entwurf|§)\b"
)


def _implicit_factors(
    lowered: str,
    span: str,
    sentence: str,
    candidate: Candidate,
    lexicon: Lexicon,
    *,
    own: bool,
    arguing: bool,
) -> Iterator[tuple[float, str]]:
    opening = span.lstrip(' „»"–-')
    main = lowered.split(", ")[0]
    dutiful = candidate.rule.startswith("M")
    if any(phrase in lowered for phrase in lexicon.of("weak.rhetorical")):
        yield 0.5, "rhetorical"
    if any(f" {phrase}" in main for phrase in lexicon.of("weak.past")):
        yield 0.72, "as it was or is"
    if dutiful and (
        _STATUTE.search(sentence) or any(phrase in lowered for phrase in lexicon.of("weak.statute"))
    ):
        yield 0.7, "statute"
    if _OTHER_TEXT.search(sentence):
        yield 0.6, "another text"
    if dutiful and _ABROAD.search(main):
        yield 0.6, "abroad"
    if candidate.rule == "M-shall" and any(phrase in lowered for phrase in lexicon.of("weak.plan")):
        yield 0.8, "plan"
    elif candidate.rule == "M-shall" and own and arguing and _INSISTING.search(span):
        yield 1.4, "insisting"
    if own and re.search(r"\b(?:müsste|müssten)\b", lowered):
        yield 0.6, "hypothetical"
    if _SUBJUNCTIVE.search(main):
        yield 0.75, "subjunctive"
    if dutiful and _CONDITION.match(opening):
        yield 0.93, "condition"
    for rules, pattern, factor, note in _CONTEXTS:
        if candidate.rule in rules and pattern.search(opening):
            yield factor, note
    if candidate.rule in _MUST and _MUNICIPAL.match(lowered.strip()) and not _RECEIVING.search(lowered):
        yield 0.6, "duty of municipalities"
    if len(re.findall(r"\w+", lowered)) < 5 and candidate.rule.startswith("M"):
        yield 0.75, "short"


_INSISTING = re.compile(
    r"\b(?:zumindest|grundsätzlich|in (?:aller|der) Regel|möglichst|verstärkt|stärker|konsequent|unbedingt|ausnahmsweise|verbindlich|endlich|standardmäßig|"
    r"flächendeckend|in jedem Fall|auf jeden Fall|künftig auch|weiter (?:aus|ge|ver)\w+|deutlich|besser|dauerhaft|kostenlos|kostenfrei|selbst aktiv)\b"
)
"""Words by which an author insists on what *shall* be, where a plan would only tell it."""
_MUST = frozenset({"M-must", "M-has-to"})
_DUTY = frozenset({"M-must", "M-shall", "M-may-not", "M-has-to", "M-is-to"})
_NEED = _DUTY | {"N-necessary", "N-body-needs", "N-is-needed", "N-it-needs", "N-belongs"}
_CITIZENS = (
    r"(?:[Dd]ie |[Aa]lle |[Vv]iele |[Mm]anche |[Jj]ede[rs]? |[Ee]in[e]? |[Dd]er (?=[Bb]etriebs|[Ss]tandes))?(?:[Bb]ürger|[Aa]nwärter|[Kk]olleg|[Ss]achbearbeit|\w*[Kk]räfte|[Ss]tudierende|"
    r"[Bb]etriebsinhaber|[Hh]andwerker|[Vv]ereine|[Ee]hrenamtliche|[Bb]ewerber|[Gg]ewerbetreibende|[Mm]an |[Ss]tandesbeamt|[Pp]ersonal|[Ll]eute|[Bb]ürgerinnen|[Nn]utzer|[Nn]utzende|[Ee]ltern|[Ww]er|[Aa]ntragstell|[Bb]eschäftigte|"
    r"[Mm]itarbeit|[Bb]etroffene|[Mm]enschen|[Kk]unden|\w+pflichtige|[Aa]ntragstell|[Dd]iensteanbieter|[Vv]ersicherte|[Bb]ieter|[Gg]ründer|[Bb]etriebe|[Uu]nternehmen|[Hh]alter|[Rr]atsuchende)"
)
_PROCEDURE = re.compile(
    r"^(?:Der|Die|Das|Ein|Eine|Jede[rs]?|Alle|Für (?:die|den|das|jede[ns]?)) (?:\w+e[nrs]? )?(?:Antrag|Anträge|Widerspruch|Bescheide?|Anmeldung|Anzeige|"
    r"Unterlagen|Nachweise?|Formulare?|Urkunden?|Anwendung|Software|Schnittstelle|Datei|Nachricht|Eingabe|Ausweis|Erklärung|Meldung|Unterschrift|"
    r"persönliche Erscheinen|Diensteanbieter|Empfänger|Absender|Server|Browser|Zertifikat)s?\b(?! (?:der|des) (?:Land|Bund))"
)
_CONTEXTS: tuple[tuple[frozenset[str], re.Pattern[str], float, str], ...] = (
    (_NEED, re.compile(r"^(?:[Nn]icht (?:jede[rsmn]?|alle[rsnm]?|überall|immer) |[Oo]b )"), 0.45, "not everybody; open question"),
    (_DUTY, re.compile(r"^(?:Nach|Gemäß|Laut|Entsprechend|Mit)\s+(?:de[rm] (?:\w+ )?[\w-]+(?:[Vv]erordnung|[Rr]ichtlinie|[Gg]esetz)\b|Artikel|Art\.|§|Satz|Absatz|der (?:Begründung|Gesetzesbegründung|Verordnung|Richtlinie)|"
                       r"dem (?:Entwurf|\w*[Gg]esetz|[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*G)\b|Angaben|Berechnungen|(?:den )?Plänen|Schätzung)"), 0.55, "by a statute or a count"),
    (_DUTY, re.compile(r"^(?:Danach|[Aa]nschließend|Bis heute|Bis dahin|Bisher|Bislang|Derzeit|Heute|Aktuell|Zuvor|Früher|Noch (?:immer|heute)|Immer noch)\b"), 0.68, "course of things"),
    (_MUST, re.compile(r"\b(?:\d+(?:[.,]\d+)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf) (?:Prozent|Mal|\w*schritte|Euro|Stunden|Minuten|Formulare|Nachweise)\b(?!.*\b(?:bis|spätestens)\b)"), 0.62, "figures"),
    (_MUST, re.compile(rf"^{_CITIZENS}"), 0.62, "duty of citizens"),
    (_MUST, re.compile(r"^(?:Ab|Seit|Zum) [^,]{2,30} (?:muss|müssen) (?:alle |die |jede[rs]? )?(?:Unternehmen|Betriebe|Bürger|Eltern|Antragst|Nutz)"), 0.62, "duty of citizens"),
    (_NEED, _PROCEDURE, 0.72, "procedure"),
    (_MUST, re.compile(r"(?:[Bb]undesrat|[Bb]undestag|[Ll]andtag|Bürgerschaft|Abgeordnetenhaus|Parlament\w*)\b.{0,60}\b(?:zustimmen|beschließen|ratifizieren)\b"), 0.57, "procedure"),
    (_DUTY, re.compile(r"\b(?:Verwaltungs)?[Ll]eistungen\b.*\b(?:elektronisch|digital|online)\b.*\b(?:anbieten|anzubieten|angeboten)\b"), 0.57, "statute"),
    (_MUST, re.compile(r"^(?:Auch )?(?:[Uu]nsere?|[Mm]eine) \w+ (?:\w+ )?(?:muss|müssen)\b(?!.*\b(?:werden|erhalten|bekommen|können)\b)"), 0.62, "own duty"),
    (_DUTY, re.compile(r"\b(?:muss|müssen|soll|sollen|darf|dürfen|haben|hat) (?:\w+ ){0,3}(?:nach|gemäß) (?:§|Art|Abs|de[rm] (?:\w+ )?[\w-]*(?:ordnung|konvention|richtlinie|gesetz|verfassung))"), 0.68, "statute"),
    (_MUST, re.compile(r"^[Dd]ann\b"), 0.75, "course of things"),
    (_MUST, re.compile(r"^(?!.*\b[Jj]ede[rs]? (?:\w+ )?(?:Senat|Regierung|\w*[Kk]oalition|Land|Bundesland|Minister\w*|Ressort)\b)(?:[\w-]+,? ){1,9}?muss (?:(?!für|in|bei|vor|auf|an|mit|zu|nach)\w+ )?jede[rs]? (?!und jede)|^[Jj]ede[rs]? (?!und jede)(?:[\w-]+ ){1,4}muss\b"), 0.62, "each and every one"),
    (_MUST, re.compile(r"\b(?:[Hh]eute|[Dd]erzeit|[Bb]islang|[Bb]isher|[Mm]omentan|[Gg]egenwärtig|[Nn]ach wie vor|[Nn]och immer|[Ii]mmer noch)\b"), 0.57, "course of things"),
    (_DUTY, re.compile(r"^(?:\w+ ){1,4}(?:muss|müssen|dürfen|darf|soll|sollen) danach\b"), 0.68, "statute"),
    (_DUTY | {"M-should"}, re.compile(r"^(?:Seit (?:dem |der )?[\w.]+ (?:\w+ )?(?:muss|müssen|soll|sollen)|Im Jahre? (?:19|20)\d\d|Damals|Ursprünglich|Einst)\b"), 0.57, "course of things"),
    (_MUST, re.compile(r"\b(?:erst|zunächst|mühsam|händisch|doppelt|eigens|ihrerseits|jährlich|ebenfalls|selbst|oft|häufig|meist|jedes Mal|jeweils|in der Regel|regelmäßig)\b"), 0.82, "how it is done"),
)  # fmt: skip
_MUNICIPAL = re.compile(
    r"(?:die |alle |unsere |viele |auch die |jede |eine |(?!den )\w+ )?(?:kommunen?|gemeinden?|städte|landkreise|kreise|behörden?|"
    r"verwaltung(?:en)?|rathäuser|mitglieds(?!s?taat|länder)\w+)(?: mit [\w. ]+)? (?:muss|müssen|müsse|müssten|hat|haben)\b"
)
_RECEIVING = re.compile(
    r"\b(?:erhalten|bekommen|beteiligt|einbezogen|eingebunden|gehört|unterstützt|entlastet|können|behalten|verfügen)\b|"
    r"\b\w+t werden\b"
)


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

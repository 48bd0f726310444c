"""An explanation in words: what terminal and page show alike. All strings are German and safe to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..convert.lexicon import shipped_lexicon
from ..convert.rules import Reason, shipped_rules
from ..convert.states import STATE_NAMES
from ..model import Actor, Mention
from .labels import label
from .model import Derivation, Explanation, Fact, Lead, Mark, Paragraph, Said, Sentence, Weighed
from .visible import visible

_GOOD: Final = ("graph", "repetition")
_WAITING: Final = ("review", "nobody")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is, its value, and why.

    :param english: the reason in English, "" if it has none
    """

    name: str
    value: str
    why: str = ""
    english: str = ""


def number(value: float) -> str:
    """Return a number as German readers write it, at most three digits behind the comma."""
    return f"{round(value, 3):g}".replace(".", ",")


def place(mark: Mark) -> str:
    """Return where a mark lies in the source: ``12–40``."""
    return f"{mark.span.start}–{mark.span.end}"


def line(text: str) -> str:
    """Return text of the source on one line, safe to show."""
    return visible(" ".join(text.split()))


def quoted(text: str, limit: int = 160) -> str:
    """Return text of the source in quotation marks, shortened."""
    one = line(text)
    return f"„{one}“" if len(one) <= limit else f"„{one[: limit - 1].rstrip()}…“"


# -- the document


def heading_rows(explanation: Explanation) -> Iterator[Row]:
    """Yield what the document is."""
    yield Row("Datei", visible(explanation.name), label("format", explanation.format))
    yield Row("Name in Adressen", explanation.slug)
    yield Row("Länge", f"{len(explanation.text)} Zeichen", f"SHA-256 {explanation.sha256}")
    for note in explanation.notes:
        yield Row("Hinweis", visible(note))
    statuses = [one.status for one in explanation.demands]
    kept = sum(status in _GOOD for status in statuses)
    waiting = sum(status in _WAITING for status in statuses)
    decided = len(statuses) - kept - waiting
    yield Row(
        "Forderungen",
        f"{kept} im Graphen, {waiting} zur Durchsicht"
        + (f", {decided} von Menschen abgelehnt oder anders gefasst" if decided else ""),
        f"Schwelle {number(explanation.threshold)}, zur Durchsicht ab {number(explanation.review_from)}",
    )


def fact_rows(facts: Sequence[Fact]) -> Iterator[Row]:
    """Yield what is known of the document and where from."""
    for fact in facts:
        source = label("source", fact.source)
        if fact.place is not None:
            source += f", Stelle {place(fact.place)}"
        yield Row(label("fact", fact.name), _fact_value(fact) or "–", source)


def name_rows(explanation: Explanation) -> Iterator[Row]:
    """Yield by what names the document calls bodies of its own."""
    for name, body in explanation.names:
        yield Row("Name", visible(name), visible(body))


def _fact_value(fact: Fact) -> str:
    if fact.name == "date_certainty":
        return label("certainty", fact.value)
    return STATE_NAMES.get(fact.value, fact.value) if fact.name == "territory" else visible(fact.value)


def paragraph_title(paragraph: Paragraph) -> str:
    """Return what a block is: number, kind, zone, place."""
    kind = label("block", paragraph.kind)
    zone = label("zone", paragraph.mark.label)
    parts = [f"Block {paragraph.number}", kind if kind == zone else f"{kind} · {zone}"]
    if paragraph.marker.strip():
        parts.append(f"Marke {visible(paragraph.marker.strip())}")
    return " · ".join((*parts, f"Stelle {place(paragraph.mark)}"))


def paragraph_rows(paragraph: Paragraph) -> Iterator[Row]:
    """Yield how a block was normalised and what it opens."""
    changed = [
        f"{change.span.start}: {_sign(change.source)} → {_sign(change.running)}"
        for change in paragraph.changes
    ]
    if changed or paragraph.folded:
        parts = [f"{paragraph.folded} Umbrüche oder Abstände zu Leerzeichen"] if paragraph.folded else []
        yield Row("Normalisiert", "; ".join((*parts, *changed[:12], *(["…"] if len(changed) > 12 else []))))
    if paragraph.lead is not None:
        yield lead_row(paragraph.lead)


def _sign(text: str) -> str:
    shown = visible(text.replace("\n", "↵"))
    return f"„{shown}“" if text.strip() else "weg" if not text else "Leerzeichen"


def lead_row(lead: Lead) -> Row:
    """Return what a lead-in makes of what follows."""
    told = [f"{quoted(lead.mark.text)} (Block {lead.block})"]
    if lead.demanders:
        told.append(f"es fordern: {_listed(lead.demanders)}")
    if lead.addressees:
        told.append(f"Adressat: {_listed(lead.addressees)}")
    reason = rule_reason(lead.rule)
    return Row("Einleitung" if lead.demand else "Neutrale Einleitung", "; ".join(told), reason[0], reason[1])


# -- sentences


def outcome(sentence: Sentence) -> Reason:
    """Return what became of a sentence, with the reason."""
    return shipped_rules().outcomes[sentence.outcome]


def said_rows(said: Said) -> Iterator[Row]:
    """Yield who says an utterance, its clauses and whom it names."""
    how = "Zitat" if said.quoted else "indirekte Rede" if said.reported else "Aussage"
    yield Row(
        how,
        quoted(said.mark.text),
        f"es spricht: {_listed(said.speakers) or '–'} ({label('voice', said.voice)})",
    )
    if len(said.clauses) > 1:
        yield Row(
            "Teilsätze",
            " | ".join(f"{label('segment', one.label)}: {line(one.text)}" for one in said.clauses),
        )
    if said.actors:
        yield Row("Handelnde", "; ".join(f"{line(one.text)} → {visible(one.label)}" for one in said.actors))


def reason_rows(sentence: Sentence) -> Iterator[Row]:
    """Yield the lead-in or the cue words because of which a sentence demands nothing, and why."""
    if sentence.lead is not None:
        yield lead_row(sentence.lead)
    refusals = shipped_rules().refusals
    for mark in sentence.refusals:
        why = refusals[mark.label]
        yield Row("Signalwort", quoted(mark.text), why.reason, why.reason_en)
    for cue in sentence.cues:
        where = f" im Teilsatz „{label('segment', cue.clause)}“" if cue.clause else ""
        yield Row(
            "Signalwort", quoted(cue.mark.text), f"{label('cue', cue.mark.label)}{where}; keine Regel passt"
        )


# -- candidates


def others(sentence: Sentence) -> tuple[Weighed, ...]:
    """Return the candidates of a sentence that are not told at a demand of their own."""
    return tuple(one for one in sentence.candidates if one.decision not in ("demand", "review"))


def candidate_title(candidate: Weighed) -> str:
    """Return rule, weight and decision of a candidate."""
    decision = label("decision", candidate.decision)
    stronger = f" ({candidate.stronger})" if candidate.stronger else ""
    return f"{candidate.rule} · {number(candidate.weight)} · {decision}{stronger}"


def weighing(candidate: Weighed | None, threshold: float) -> Iterator[Row]:
    """Yield the weight of the rule, each factor with the weight after it, and the comparison at the end."""
    if candidate is None:
        return
    rules = shipped_rules()
    reason, english = rule_reason(candidate.rule)
    yield Row("Regel", candidate.rule, reason, english)
    parts = rules.explaining(candidate.rule)
    subject = rules.subject(candidate.base) if parts and parts[0].verb else None
    yield Row(
        "Gewicht",
        number(candidate.base),
        subject.reason if subject else "Gewicht der Regel",
        subject.reason_en if subject else "weight of the rule",
    )
    for factor in candidate.factors:
        known = rules.factors.get(factor.name)
        after = min(1.0, factor.before * factor.value)
        yield Row(
            "Faktor",
            f"× {number(factor.value)} = {number(after)}  {factor.name}",
            known.reason if known else "",
            known.reason_en if known else "",
        )
    sign = "≥" if candidate.weight >= threshold else "<"
    yield Row("Ergebnis", number(candidate.weight), f"{sign} Schwelle {number(threshold)}")


def rule_reason(name: str) -> tuple[str, str]:
    """Return why there is a rule, German and English; of a verb also its example."""
    rules = shipped_rules()
    parts = rules.explaining(name)
    german = "; ".join(part.reason for part in parts)
    word = rules.word(name) or (name.removeprefix("F-") if not parts else "")
    lexicon = shipped_lexicon()
    entry = lexicon.verbs.get(word) or next(
        (n for n in lexicon.nouns.values() if n.lemma.lower() == word), None
    )
    if entry is not None and entry.example:
        german = f"{german} – " if german else ""
        german += f"Lexikon, „{entry.lemma}“: {entry.example}"
    return german, "; ".join(part.reason_en for part in parts)


# -- demands


def demand_title(derivation: Derivation) -> str:
    """Return number and status of a demand."""
    return f"Forderung {derivation.number} · {label('status', derivation.status)}"


def status_class(derivation: Derivation) -> str:
    """Return the style class of a demand: ``graph``, ``review`` or ``gone``."""
    if derivation.status in _GOOD:
        return "graph"
    return "review" if derivation.status in _WAITING else "gone"


def has_decisions(explanation: Explanation) -> bool:
    """Whether people rejected or reworded anything that was found."""
    return any(status_class(one) == "gone" for one in explanation.demands)


def context(explanation: Explanation, derivation: Derivation) -> tuple[str, str, str]:
    """Return the sentences around a demand: before it, itself, behind it; exactly as in the source."""
    span = derivation.demand.span
    around = [one.mark.span for one in explanation.sentences if one.number in derivation.sentences]
    start = min((one.start for one in around), default=span.start)
    end = max((one.end for one in around), default=span.end)
    text = explanation.text
    return (
        text[min(start, span.start) : span.start],
        text[span.start : span.end],
        text[span.end : max(end, span.end)],
    )


def demand_rows(derivation: Derivation) -> Iterator[Row]:
    """Yield how the parts of a demand are known."""
    demand = derivation.demand
    if demand.reviewed is not None:
        yield Row(
            "Geprüft",
            f"{visible(demand.reviewed.by)} am {demand.reviewed.on.isoformat()}",
            visible(demand.reviewed.why or ""),
        )
    yield Row(
        "Sicherheit",
        number(demand.confidence),
        "so viele von allen Funden wie diesem waren auf den annotierten Texten richtig"
        if derivation.candidate is not None
        else "",
        "the share of findings like this one that was right on the annotated texts",
    )
    if derivation.lead is not None:
        yield lead_row(derivation.lead)
    yield Row("Fordernde", _actors(demand.demanders), label("voice", derivation.voice))
    yield Row("Adressaten", _actors(demand.addressees), label("addressee", derivation.addressed))
    yield Row(
        "Sprechhandlung",
        label("speech-act", demand.speech_act.value),
        label("demand-kind", demand.kind.value),
    )
    if demand.section:
        yield Row("Abschnitt", line(demand.section))
    for mention in demand.mentions:
        yield mention_row(mention)
    for detail in derivation.details:
        name = {"topic": "Thema", "instrument": "Instrument", "target-group": "Zielgruppe"}[detail.scheme]
        cues = ", ".join(f"„{visible(cue)}“" for cue in detail.cues)
        yield Row(name, label(detail.scheme, detail.key), f"wegen {cues}" if cues else "")
    for deadline in demand.deadlines:
        yield Row("Frist", quoted(deadline.text), deadline.value or "nicht als Datum zu lesen")
    for amount in demand.amounts:
        yield Row("Betrag", quoted(amount.text), f"{amount.value} {amount.currency}")


def mention_row(mention: Mention) -> Row:
    """Return a mention with the rule that found it."""
    name = visible(mention.name) + (f" {visible(mention.provision)}" if mention.provision else "")
    known = "" if mention.key else " (nicht im Register)"
    reason, english = rule_reason(mention.rule)
    return Row(label("entity", mention.kind.value), f"{name}{known}", f"{mention.rule}: {reason}", english)


def mention_rows(explanation: Explanation) -> Iterator[Row]:
    """Yield each thing that the document names once, with the number of places and the first of them."""
    places: dict[tuple[str, str, str | None], list[Mention]] = {}
    for mention in explanation.mentions:
        places.setdefault((mention.kind.value, mention.name, mention.provision), []).append(mention)
    for mentions in places.values():
        row = mention_row(mentions[0])
        first = mentions[0].span
        count = f"{len(mentions)}-mal, zuerst" if len(mentions) > 1 else "an"
        yield Row(row.name, row.value, f"{count} Stelle {first.start}–{first.end}; {row.why}", row.english)


def _actors(actors: Sequence[Actor]) -> str:
    return _listed([actor.name for actor in actors]) or "–"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(visible(name) or "wer spricht" for name in names)

"""An explanation as data (``forderungsgraph explain --format json``); the schema is in ``docs/explain.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..convert.rules import Reason, shipped_rules
from ..model import Actor, Mention
from .model import Derivation, Explanation, Lead, Mark, Paragraph, Said, Sentence, Weighed


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain values; with a focus only what belongs to it."""
    paragraphs = list(shown_paragraphs(explanation))
    demands = list(shown_demands(explanation))
    return {
        "document": {
            "name": explanation.name,
            "slug": explanation.slug,
            "format": explanation.format,
            "sha256": explanation.sha256,
            "length": len(explanation.text),
            "notes": list(explanation.notes),
        },
        "threshold": explanation.threshold,
        "review_from": explanation.review_from,
        "focus": list(explanation.focus),
        "facts": [
            {"name": fact.name, "value": fact.value, "source": fact.source, "place": _mark(fact.place)}
            for fact in explanation.facts
        ],
        "names": [{"name": name, "body": body} for name, body in explanation.names],
        "paragraphs": [_paragraph(paragraph, explanation) for paragraph in paragraphs],
        "demands": [_demand(demand, explanation.text) for demand in demands],
        "mentions": [_mention(mention, explanation.text) for mention in explanation.mentions],
        "reasons": _reasons(explanation, paragraphs, demands),
    }


def shown_paragraphs(explanation: Explanation) -> Iterator[Paragraph]:
    """Yield the paragraphs in which a sentence is asked for; all without a focus."""
    for paragraph in explanation.paragraphs:
        if not explanation.focus or any(s.number in explanation.focus for s in paragraph.sentences):
            yield paragraph


def shown_sentences(explanation: Explanation, paragraph: Paragraph) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph that are asked for; all without a focus."""
    for sentence in paragraph.sentences:
        if not explanation.focus or sentence.number in explanation.focus:
            yield sentence


def shown_demands(explanation: Explanation) -> Iterator[Derivation]:
    """Yield the demands in the sentences asked for; all without a focus."""
    for demand in explanation.demands:
        if not explanation.focus or set(demand.sentences) & set(explanation.focus):
            yield demand


def _mark(mark: Mark | None, **more: Any) -> dict[str, Any] | None:
    return None if mark is None else _placed(mark, **more)


def _placed(mark: Mark, **more: Any) -> dict[str, Any]:
    return {"start": mark.span.start, "end": mark.span.end, "text": mark.text, **more}


def _paragraph(paragraph: Paragraph, explanation: Explanation) -> dict[str, Any]:
    return {
        "number": paragraph.number,
        "zone": paragraph.mark.label,
        "kind": paragraph.kind,
        "style": paragraph.style,
        "marker": paragraph.marker,
        "section": paragraph.section,
        **_placed(paragraph.mark),
        "running": paragraph.running,
        "folded": paragraph.folded,
        "changes": [
            {"start": c.span.start, "end": c.span.end, "source": c.source, "running": c.running}
            for c in paragraph.changes
        ],
        "lead": _lead(paragraph.lead),
        "sentences": [_sentence(one) for one in shown_sentences(explanation, paragraph)],
    }


def _lead(lead: Lead | None) -> dict[str, Any] | None:
    if lead is None:
        return None
    return {
        "paragraph": lead.block,
        **_placed(lead.mark),
        "rule": lead.rule,
        "demand": lead.demand,
        "announced": lead.announced,
        "demanders": list(lead.demanders),
        "addressees": list(lead.addressees),
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "number": sentence.number,
        **_placed(sentence.mark),
        "outcome": sentence.outcome,
        "utterances": [_said(said) for said in sentence.said],
        "candidates": [_weighed(candidate) for candidate in sentence.candidates],
        "refusals": [_placed(mark, why=mark.label) for mark in sentence.refusals],
        "lead": _lead(sentence.lead),
        "cues": [_placed(cue.mark, list=cue.mark.label, clause=cue.clause) for cue in sentence.cues],
        "demands": list(sentence.demands),
    }


def _said(said: Said) -> dict[str, Any]:
    return {
        **_placed(said.mark),
        "quoted": said.quoted,
        "reported": said.reported,
        "speakers": list(said.speakers),
        "voice": said.voice,
        "clauses": [_placed(mark, kind=mark.label) for mark in said.clauses],
        "actors": [_placed(mark, body=mark.label) for mark in said.actors],
    }


def _weighed(candidate: Weighed) -> dict[str, Any]:
    return {
        **_placed(candidate.mark),
        "rule": candidate.rule,
        "base": candidate.base,
        "factors": [
            {"name": factor.name, "value": factor.value, "before": factor.before}
            for factor in candidate.factors
        ],
        "weight": candidate.weight,
        "decision": candidate.decision,
        "stronger": candidate.stronger or None,
    }


def _demand(derivation: Derivation, text: str) -> dict[str, Any]:
    demand = derivation.demand
    return {
        "number": derivation.number,
        "key": derivation.key,
        "status": derivation.status,
        "spans": [{"start": span.start, "end": span.end} for span in demand.spans],
        "text": demand.text,
        "wording": demand.wording,
        "kind": demand.kind.value,
        "act": demand.speech_act.value,
        "confidence": demand.confidence,
        "candidate": None if derivation.candidate is None else _weighed(derivation.candidate),
        "paragraph": derivation.block,
        "sentences": list(derivation.sentences),
        "section": demand.section,
        "lead": _lead(derivation.lead),
        "reviewed": None
        if demand.reviewed is None
        else {"by": demand.reviewed.by, "on": demand.reviewed.on.isoformat(), "why": demand.reviewed.why},
        "demanders": _actors(demand.demanders),
        "voice": derivation.voice,
        "addressees": _actors(demand.addressees),
        "addressed": derivation.addressed,
        "mentions": [_mention(mention, text) for mention in demand.mentions],
        "details": [
            {"scheme": detail.scheme, "key": detail.key, "cues": list(detail.cues)}
            for detail in derivation.details
        ],
        "deadlines": [
            {"start": one.span.start, "end": one.span.end, "text": one.text, "value": one.value}
            for one in demand.deadlines
        ],
        "amounts": [
            {
                "start": one.span.start,
                "end": one.span.end,
                "text": one.text,
                "value": str(one.value),
                "currency": one.currency,
            }
            for one in demand.amounts
        ],
    }


def _actors(actors: Iterable[Actor]) -> list[dict[str, Any]]:
    return [
        {"name": actor.name, "key": actor.key, "origin": actor.origin.value, "rule": actor.rule}
        for actor in actors
    ]


def _mention(mention: Mention, text: str) -> dict[str, Any]:
    span = mention.span
    return {
        "kind": mention.kind.value,
        "name": mention.name,
        "key": mention.key,
        "provision": mention.provision,
        "start": span.start,
        "end": span.end,
        "text": text[span.start : span.end],
        "rule": mention.rule,
    }


def _reasons(
    explanation: Explanation, paragraphs: Sequence[Paragraph], demands: Sequence[Derivation]
) -> dict[str, dict[str, dict[str, str]]]:
    """Return the reasons behind every identifier that is shown."""
    rules = shipped_rules()
    sentences = [one for paragraph in paragraphs for one in shown_sentences(explanation, paragraph)]
    candidates = [
        *(c for one in sentences for c in one.candidates),
        *(d.candidate for d in demands if d.candidate is not None),
    ]
    fired = {candidate.rule for candidate in candidates}
    fired |= {paragraph.lead.rule for paragraph in paragraphs if paragraph.lead is not None}
    fired |= {mention.rule for mention in explanation.mentions}
    parts = {part.id: part for name in fired for part in rules.explaining(name)}
    return {
        "rules": _told(parts, parts),
        "factors": _told(rules.factors, {factor.name for c in candidates for factor in c.factors}),
        "refusals": _told(rules.refusals, {mark.label for one in sentences for mark in one.refusals}),
        "outcomes": _told(rules.outcomes, {one.outcome for one in sentences}),
    }


def _told(reasons: Mapping[str, Reason], used: Iterable[str]) -> dict[str, dict[str, str]]:
    return {
        name: {"de": reasons[name].reason, "en": reasons[name].reason_en}
        for name in sorted(set(used) & set(reasons))
    }

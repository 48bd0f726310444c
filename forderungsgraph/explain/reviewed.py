"""What people decided about a document, told with what the converter found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..curate import Curated
from ..graph import demand_key
from ..model import Demand, Span
from .document import details_of
from .model import Derivation, Explanation, Paragraph, Sentence
from .sentences import BEST


def with_reviews(explanation: Explanation, curated: Curated) -> Explanation:
    """Return the explanation with reviewed corrections applied, as the graph has them.

    :param curated: what became of the same document's conversion
    """
    demands = _with_keys_of_first(explanation, [*_decided(explanation, curated)])
    statuses = {one.number: one.status for one in demands}
    return replace(
        explanation,
        notes=(*explanation.notes, *(str(error) for error in curated.unfitting)),
        demands=tuple(demands),
        paragraphs=tuple(_paragraph(one, demands, statuses) for one in explanation.paragraphs),
    )


def _decided(explanation: Explanation, curated: Curated) -> Iterator[Derivation]:
    """Yield each finding with what people made of it, then what they added."""
    rejected = {demand.span: demand for demand in curated.rejected}
    kept = {demand.span: demand for demand in curated.conversion.demands}
    review = {demand.span for demand in curated.conversion.review}
    told: set[Span] = set()
    for one in explanation.demands:
        span = one.demand.span
        if span in rejected:
            yield replace(one, demand=rejected[span], status="rejected")
        elif span in kept:
            told.add(span)
            yield replace(one, demand=kept[span], status="graph" if kept[span].demanders else "nobody")
        else:
            yield one if span in review else replace(one, status="replaced")
    number = len(explanation.demands)
    for demand in curated.conversion.demands:
        if demand.span not in told:
            number += 1
            yield _added(explanation, demand, number)


def _added(explanation: Explanation, demand: Demand, number: int) -> Derivation:
    touched = [
        (paragraph.number, sentence.number)
        for paragraph in explanation.paragraphs
        for sentence in paragraph.sentences
        if _meet(sentence, demand)
    ]
    return Derivation(
        number=number,
        key=demand_key(explanation.slug, demand, explanation.text),
        status="graph",
        demand=demand,
        candidate=None,
        block=touched[0][0] if touched else 0,
        sentences=tuple(sentence for _, sentence in touched),
        lead=None,
        voice="reviewed",
        addressed="reviewed" if demand.addressees else "nobody",
        details=tuple(details_of(demand)),
    )


def _meet(sentence: Sentence, demand: Demand) -> bool:
    span = sentence.mark.span
    return demand.span.start < span.end and span.start < demand.span.end


def _with_keys_of_first(explanation: Explanation, demands: Sequence[Derivation]) -> list[Derivation]:
    """Return the demands, those that repeat the words of an earlier one marked as repetitions."""
    keys: set[str] = set()
    result: dict[int, Derivation] = {}
    for one in sorted(demands, key=lambda one: one.demand.spans):
        if one.status == "graph":
            key = demand_key(explanation.slug, one.demand, explanation.text)
            one = replace(one, key=key, status="repetition" if key in keys else "graph")
            keys.add(key)
        result[one.number] = one
    return [result[number] for number in sorted(result)]


def _paragraph(paragraph: Paragraph, demands: Sequence[Derivation], statuses: Mapping[int, str]) -> Paragraph:
    return replace(
        paragraph, sentences=tuple(_sentence(one, demands, statuses) for one in paragraph.sentences)
    )


def _sentence(sentence: Sentence, demands: Sequence[Derivation], statuses: Mapping[int, str]) -> Sentence:
    numbers = tuple(one.number for one in demands if sentence.number in one.sentences)
    if not numbers:
        return sentence
    known = ["demand" if statuses[number] == "graph" else statuses[number] for number in numbers]
    outcome = min(known, key=BEST.index)
    return replace(sentence, mark=replace(sentence.mark, label=outcome), demands=numbers)

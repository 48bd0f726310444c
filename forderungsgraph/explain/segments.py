"""The source cut into stretches, each with the demand and the sentence to which it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from .model import Derivation, Explanation, Sentence


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the source; all of them together are the source.

    :param demand: the demand that covers it, those of the graph first, None if none does
    :param first: whether the demand begins here
    :param sentence: the shortest sentence that covers it (a page header inside a paragraph is its own), None
        between sentences
    """

    text: str
    demand: Derivation | None
    sentence: Sentence | None
    first: bool = False


def stretches(explanation: Explanation) -> Iterator[Stretch]:
    """Yield the parts of the source in order, none empty."""
    text = explanation.text
    sentences = sorted(explanation.sentences, key=lambda one: one.mark.span)
    spans = sorted(
        ((span, one) for one in explanation.demands for span in one.demand.spans),
        key=lambda pair: (pair[0], pair[1].number),
    )
    cuts = {0, len(text)}
    for one in sentences:
        cuts |= {one.mark.span.start, one.mark.span.end}
    for span, _ in spans:
        cuts |= {span.start, span.end}
    places = sorted(cuts)
    open_sentences: list[Sentence] = []
    open_demands: list[tuple[int, Derivation]] = []
    next_sentence = next_demand = 0
    begun: Stretch | None = None
    shown: set[int] = set()
    for start, end in pairwise(places):
        while next_sentence < len(sentences) and sentences[next_sentence].mark.span.start <= start:
            open_sentences.append(sentences[next_sentence])
            next_sentence += 1
        while next_demand < len(spans) and spans[next_demand][0].start <= start:
            open_demands.append((spans[next_demand][0].end, spans[next_demand][1]))
            next_demand += 1
        open_sentences = [one for one in open_sentences if one.mark.span.end > start]
        open_demands = [one for one in open_demands if one[0] > start]
        demand = min((one for _, one in open_demands), key=_rank, default=None)
        sentence = min(
            open_sentences,
            key=lambda one: (one.mark.span.end - one.mark.span.start, one.number),
            default=None,
        )
        if begun is not None and begun.demand is demand and begun.sentence is sentence:
            begun = replace(begun, text=begun.text + text[start:end])
            continue
        if begun is not None:
            yield begun
        first = demand is not None and demand.number not in shown
        if demand is not None:
            shown.add(demand.number)
        begun = Stretch(text[start:end], demand, sentence, first)
    if begun is not None:
        yield begun


_ORDER = ("graph", "repetition", "nobody", "review", "rejected", "replaced")


def _rank(derivation: Derivation) -> tuple[int, int]:
    return _ORDER.index(derivation.status), derivation.number

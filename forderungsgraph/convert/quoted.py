"""Demands from exact quotations: finds again what a person quoted, and describes what stands there.

Only letters and digits of a quotation count, as in the identifier of a demand: line breaks, hyphenation,
punctuation and case may differ.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from ..model import Actor, Demand, DemandKind, Mention, Span, SpeechAct
from . import details
from .normalise import MappedText, clean, join
from .sentences import split

ACTS = {
    DemandKind.EXPLICIT: SpeechAct.REQUEST,
    DemandKind.MODAL: SpeechAct.OBLIGATION,
    DemandKind.EXPECTATION: SpeechAct.EXPECTATION,
}
"""What somebody most often does by a demand of this kind."""

_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class QuotedText:
    """A text in which quotations are looked up; make one per document.

    :param letters: its letters and digits, case folded; ``places`` are their indices in ``text``
    """

    source: str
    text: MappedText
    letters: str
    places: array[int]

    @classmethod
    def of(cls, source: str) -> QuotedText:
        """Prepare a text exactly as stored."""
        text = clean(source)
        letters: list[str] = []
        places = array("l")
        for index, character in enumerate(text.text):
            for folded in _letters(character):
                letters.append(folded)
                places.append(index)
        return cls(source, text, "".join(letters), places)

    def find(self, quote: str, prefix: str = "") -> tuple[Span, ...]:
        """Return where ``quote`` stands in the source, in order, no word cut in half.

        :param prefix: what stands directly before it; without, all places count
        """
        wanted, before = _letters(quote), _letters(prefix)
        if not wanted:
            return ()
        found = []
        at = self.letters.find(before + wanted)
        while at >= 0:
            first = at + len(before)
            last = first + len(wanted) - 1
            if self._whole(first, last):
                found.append(self._span(first, last, quote))
            at = self.letters.find(before + wanted, last + 1)
        return tuple(found)

    def _whole(self, first: int, last: int) -> bool:
        """Whether no letter or digit goes on beside the part: *ein Land* does not stand in *kein Land*."""
        start, end = self.places[first], self.places[last] + 1
        text = self.text.text
        return not (
            _one_word(text[start - 1 : start], text[start]) or _one_word(text[end - 1], text[end : end + 1])
        )

    def _span(self, first: int, last: int, quote: str) -> Span:
        """Return the source span, with the punctuation that the quotation has at its ends."""
        start, end = self.places[first], self.places[last] + 1
        marks = [index for index, character in enumerate(quote) if _letters(character)]
        for mark in reversed(quote[: marks[0]].split()):
            if self.text.text[start - len(mark) : start] == mark:
                start -= len(mark)
        for mark in quote[marks[-1] + 1 :].split():
            if self.text.text.startswith(mark, end):
                end += len(mark)
        return self.text.span(start, end)

    def wording(self, span: Span) -> MappedText:
        """Return a part of the source for readers: hyphenation undone, white space folded."""
        start = bisect_left(self.text.starts, span.start)
        end = bisect_right(self.text.ends, span.end)
        lines, at = [], start
        for line in self.text.text[start:end].split("\n"):
            lines.append(self.text.slice(at, at + len(line)))
            at += len(line) + 1
        return join(lines)

    def nearest(self, quote: str, others: Iterable[str] = ()) -> str | None:
        """Return what comes closest to a quotation: one of ``others`` or a sentence of the text."""
        folded = " ".join(self.text.text.split())
        known = {_letters(part): part for part in (*(folded[a:b] for a, b in split(folded)), *others)}
        close = get_close_matches(_letters(quote), known, n=1, cutoff=_NEAR)
        return known[close[0]] if close else None

    def demand(
        self,
        span: Span,
        mentions: Sequence[Mention],
        *,
        kind: DemandKind,
        act: SpeechAct,
        demanders: tuple[Actor, ...],
        addressees: tuple[Actor, ...],
        section: str,
        confidence: float,
        rule: str,
    ) -> Demand:
        """Return the demand that stands at ``span``.

        :param mentions: of the whole document
        """
        part = self.wording(span)
        demand = Demand(
            spans=(span,),
            text=self.source[span.start : span.end],
            wording=part.text,
            kind=kind,
            speech_act=act,
            demanders=demanders,
            addressees=addressees,
            mentions=tuple(m for m in mentions if span.start <= m.span.start and m.span.end <= span.end),
            section=section,
            confidence=confidence,
            rule=rule,
            deadlines=details.deadlines(part),
            amounts=details.amounts(part),
            sentence=part.text,
        )
        return detailed(demand)


def detailed(demand: Demand) -> Demand:
    """Return a demand with the topics, instruments and groups that follow from its wording and mentions."""
    return replace(
        demand,
        topics=details.topics(demand.wording, demand.mentions),
        instruments=details.instruments(demand.wording, demand.speech_act),
        target_groups=details.target_groups(demand.wording),
    )


def _one_word(left: str, right: str) -> bool:
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())

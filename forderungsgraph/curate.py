"""Applies reviewed corrections to what was extracted, before the graph is made of it.

A correction holds as long as its quotation stands in the text. What a person says wins over what was
extracted; what nobody says is taken from the extraction. A correction that fits no more is told, the others
hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from .convert.quoted import ACTS, QuotedText, detailed
from .curation import Action, Correction, correction_key
from .errors import CurationError
from .graph import Source, has_contact
from .iri import text_key
from .known import RULE, Known
from .model import Conversion, Demand, EntityKind, Mention, Span
from .registers import Registers

SAME: Final = 0.5
"""From this overlap on a finding is the quoted one, as when findings are compared with gold."""


@dataclass(frozen=True, slots=True)
class Curated:
    """A conversion as people have corrected it.

    :param rejected: what was found, but is no demand
    :param unfitting: corrections that could not be applied
    """

    conversion: Conversion
    rejected: tuple[Demand, ...] = ()
    unfitting: tuple[CurationError, ...] = ()


def curate(source: Source, corrections: Sequence[Correction], registers: Registers) -> Curated:
    """Return what was extracted from a document with its corrections applied."""
    if not corrections:
        return Curated(source.conversion)
    desk = _Desk(source, registers, QuotedText.of(source.text))
    unfitting = []
    # what is rejected is no basis for what is confirmed
    for correction in sorted(corrections, key=lambda correction: correction.action is not Action.REJECT):
        try:
            desk.apply(correction)
        except CurationError as error:
            error.place, error.line = correction.place, correction.line
            unfitting.append(error)
    conversion = desk.result()
    unfitting += desk.overlapping(conversion)
    return Curated(conversion, tuple(desk.rejected), tuple(unfitting))


@dataclass(slots=True)
class _Desk:
    """A document while its corrections are applied.

    :param rejected: what was found and is rejected
    :param replaced: findings on which people decided
    :param made: the demands that they made of them, each with its correction
    """

    source: Source
    registers: Registers
    text: QuotedText
    rejected: list[Demand] = field(default_factory=list)
    replaced: list[Span] = field(default_factory=list)
    made: list[tuple[Demand, Correction]] = field(default_factory=list)

    @property
    def found(self) -> list[Demand]:
        """What was extracted, sure or not."""
        return [*self.source.conversion.demands, *self.source.conversion.review]

    def result(self) -> Conversion:
        """Return the corrected conversion."""
        made = [demand.span for demand, _ in self.made]
        decided = [*(demand.span for demand in self.rejected), *self.replaced, *made]

        def is_open(demand: Demand) -> bool:
            inside = any(span.start <= demand.span.start and demand.span.end <= span.end for span in made)
            return not inside and all(demand.span.overlap(span) < SAME for span in decided)

        conversion = self.source.conversion
        demands = [demand for demand in conversion.demands if is_open(demand)]
        demands += [demand for demand, _ in self.made]
        return replace(
            conversion,
            demands=tuple(sorted(demands, key=lambda demand: demand.spans)),
            review=tuple(demand for demand in conversion.review if is_open(demand)),
        )

    def overlapping(self, conversion: Conversion) -> Iterator[CurationError]:
        """Yield what is wrong with quotations that share a part with a demand on which nobody decided."""
        for made, correction in self.made:
            for demand in conversion.demands:
                if demand.reviewed is None and demand.span.overlap(made.span) > 0:
                    yield CurationError(
                        "Das Zitat überschneidet sich mit einer anderen Forderung; nun stehen beide im Graphen",
                        place=correction.place,
                        line=correction.line,
                        hint=f"Diese mit [[edit]] und new_quote verkürzen oder ablehnen: „{_short(demand.wording)}“",
                    )

    def apply(self, correction: Correction) -> None:
        """Apply one correction.

        :raises CurationError: without a place, if it does not fit
        """
        reviewed = correction.reviewed
        if has_contact(reviewed.by) or has_contact(reviewed.why or ""):
            raise CurationError(
                "Wer oder warum enthält Kontaktdaten", hint="Telefonnummern und Mailadressen entfernen"
            )
        if correction.action is Action.REJECT:
            self._reject(correction)
        else:
            self._decide(correction)

    def _places(self, correction: Correction) -> tuple[Span, ...]:
        """Return where the text has what is corrected."""
        if correction.demand is not None:
            keyed = tuple(demand.span for demand in self.found if self._key(demand) == correction.demand)
            if keyed:
                return keyed
            if correction.quote is None:
                raise CurationError(
                    f"Keine Forderung des Textes hat mehr den Bezeichner {correction.demand}",
                    hint="Das Zitat als quote angeben; die Prüfliste und forderungsgraph extract nennen es",
                )
        assert correction.quote is not None
        places = self.text.find(correction.quote, correction.prefix or "")
        if not places:
            raise self._lost(correction.quote, correction.prefix)
        return places

    def _lost(self, quote: str, prefix: str | None = None) -> CurationError:
        if prefix and self.text.find(quote):
            return CurationError(
                f"Vor dem Zitat „{_short(quote)}“ steht nicht (mehr) „{_short(prefix)}“",
                hint="prefix berichtigen: die Worte unmittelbar davor",
            )
        near = self.text.nearest(quote, (demand.wording for demand in self.found))
        return CurationError(
            f"Das Zitat „{_short(quote)}“ steht nicht (mehr) im Text",
            hint=f"Am nächsten kommt „{_short(near)}“"
            if near
            else "Das Zitat berichtigen oder den Eintrag löschen",
        )

    def _key(self, demand: Demand) -> str:
        return text_key("".join(self.source.text[span.start : span.end] for span in demand.spans))

    def _reject(self, correction: Correction) -> None:
        places = self._places(correction)
        hit = [d for d in self.found if any(d.span.overlap(place) >= SAME for place in places)]
        if not hit:
            # what is found no more needs no rejection
            self._must_not_be_part(places)
        self.rejected += [replace(demand, reviewed=correction.reviewed) for demand in hit]

    def _must_not_be_part(self, places: Sequence[Span]) -> None:
        """Refuse a quotation that is only a part of a finding: by it nobody can tell what is meant."""
        for demand in self.found:
            if any(demand.span.overlap(place) > 0 for place in places):
                raise CurationError(
                    "Das Zitat ist nur ein Teil dessen, was gefunden wurde",
                    hint=f"Vollständig lautet es „{' '.join(demand.wording.split())}“",
                )

    def _decide(self, correction: Correction) -> None:
        places = targets = self._places(correction)
        if correction.new_quote is not None:
            found = self.text.find(correction.new_quote)
            if not found:
                raise self._lost(correction.new_quote)
            targets = tuple(span for span in found if any(span.overlap(place) > 0 for place in places))
            if not targets:
                raise CurationError(
                    "Das neue Zitat steht an anderer Stelle als das bisherige",
                    hint="Das bisherige mit [[reject]] ablehnen, das neue mit [[add]] ergänzen",
                )
        rejected = {demand.span for demand in self.rejected}
        bases = [
            demand
            for demand in self.found
            if demand.span not in rejected
            and any(demand.span.overlap(span) >= SAME for span in (*places, *targets))
        ]
        for span in targets:
            other = next((c for d, c in self.made if d.span.overlap(span) >= SAME), None)
            if other is not None:
                raise CurationError(
                    f"Über diese Stelle ist schon in Zeile {other.line} entschieden",
                    hint="Eine von beiden löschen",
                )
        base = None
        demands = []
        for span in targets:
            base = max(bases, key=lambda demand: demand.span.overlap(span), default=base)
            demands.append((self._demand(correction, span, base), correction))
        self.replaced += [demand.span for demand in bases]
        self.made += demands

    def _demand(self, correction: Correction, span: Span, base: Demand | None) -> Demand:
        known = Known(self.source, self.registers)
        kind = correction.kind or (base.kind if base else None)
        demanders = base.demanders if base else ()
        if correction.demander is not None:
            demanders = tuple(dict.fromkeys(map(known.actor, correction.demander)))
        if base is None and (kind is None or correction.demander is None):
            self._must_not_be_part((span,))
            raise CurationError(
                "Die Auswertung findet diese Forderung nicht mehr",
                hint="demander und kind ergänzen, dann gilt sie auch ohne die Auswertung",
            )
        assert kind is not None
        if not demanders:
            raise CurationError("Es fehlt, wer fordert", hint='demander = ["…"] ergänzen')
        addressees = base.addressees if base else ()
        if correction.addressee is not None:
            addressees = tuple(dict.fromkeys(map(known.actor, correction.addressee)))
        act = correction.act or (base.speech_act if base and base.kind is kind else ACTS[kind])
        if base is not None and base.span == span:
            demand = replace(base, kind=kind, speech_act=act, demanders=demanders, addressees=addressees)
        else:
            demand = self.text.demand(
                span,
                self.source.conversion.mentions,
                kind=kind,
                act=act,
                demanders=demanders,
                addressees=addressees,
                section=base.section if base else "",
                confidence=base.confidence if base else 1.0,
                rule=base.rule if base else RULE,
            )
        mentions = demand.mentions
        for of, names in ((EntityKind.LAW, correction.laws), (EntityKind.SERVICE, correction.services)):
            if names is not None:
                mentions = _replaced(mentions, of, (m for n in names for m in known.mentions(of, n, span)))
        return detailed(replace(demand, mentions=mentions, reviewed=correction.reviewed))


def _replaced(
    mentions: Sequence[Mention], kind: EntityKind, others: Iterable[Mention]
) -> tuple[Mention, ...]:
    kept = [mention for mention in mentions if mention.kind is not kind]
    return tuple(sorted({*kept, *others}, key=_order))


def _order(mention: Mention) -> tuple[Span, str, str, str]:
    return mention.span, mention.kind, mention.name, mention.provision or ""


def is_decided(correction: Correction, span: Span, key: str, text: QuotedText | None) -> bool:
    """Tell whether a correction decides on a finding of its document.

    :param key: ten digits at the end of the finding's identifier
    :param text: of the document, None where it is not at hand
    """
    if correction.prefix is None and correction_key(correction) == key:
        return True
    if text is None:
        return False
    quotes = (correction.quote, correction.new_quote)
    places = (place for quote in quotes if quote for place in text.find(quote, correction.prefix or ""))
    return any(place.overlap(span) >= SAME for place in places)


def _short(text: str, limit: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"

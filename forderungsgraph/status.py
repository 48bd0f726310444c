"""What became of demands: what was observed, what the registers suggest, and what nobody has examined.

A suggestion follows from dates alone and is never a fact: somebody has to look whether what entered into
force is what was demanded. That nothing is known is said of each demand, so that silence cannot be taken for
*not met*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from .curation import Status
from .graph import Claim, Suggestion, Wanted, period
from .registers import EventKind, LawEvent

ENTRY_INTO_FORCE: Final = "status.entry-into-force"
"""Rule: a law whose entry into force was demanded entered into force after the demand."""
ENACTMENT: Final = "status.enactment"
"""Rule: a law that was demanded was passed after the demand."""
_PASSED: Final = frozenset({EventKind.PASSED, EventKind.ADOPTED})


class Examination(StrEnum):
    """What is known of the outcome of a demand; concepts of the scheme ``examination``."""

    OBSERVED = "observed"
    SEARCHED = "searched"
    SUGGESTED = "suggested"
    NOT_EXAMINED = "not-examined"


def suggestions(claims: Iterable[Claim], events: Iterable[LawEvent]) -> tuple[Suggestion, ...]:
    """Return for each demanded entry into force or enactment what later events suggest, sorted by demand and law.

    Met, where the act as a whole entered into force after the demand; partly met, where parts of it did.
    Where it was in force before, or no later entry into force is known, nothing follows. A demanded act is
    suggested to be there if it was passed after the demand and not before.
    """
    every = tuple(events)
    events = [event for event in every if event.kind is EventKind.ENTRY_INTO_FORCE]
    found: list[Suggestion] = []
    for claim in sorted(set(claims), key=lambda claim: (claim.demand, claim.law, claim.wanted)):
        if claim.wanted is Wanted.ENACTMENT:
            found += _passed(claim, every)
            continue
        last = period(claim.day)[1]
        known = sorted(
            (event for event in events if event.law == claim.law), key=lambda event: (event.date, event.key)
        )
        whole = [event for event in known if event.scope is None]
        if any(period(event.date)[0] <= last for event in whole):
            continue  # in force already, or perhaps
        later = [event for event in known if period(event.date)[0] > last]
        if whole:
            found.append(_whole(claim, whole[0], [event for event in later if event.date > whole[0].date]))
        elif later:
            found.append(_parts(claim, later))
    return tuple(found)


def _passed(claim: Claim, events: Iterable[LawEvent]) -> Iterator[Suggestion]:
    known = sorted(
        (
            event
            for event in events
            if event.law == claim.law and event.kind in _PASSED and event.scope is None
        ),
        key=lambda event: (event.date, event.key),
    )
    if known and period(known[0].date)[0] > period(claim.day)[1]:
        note = f"Gefordert am {claim.day}, beschlossen am {known[0].date}; ob das die Forderung erfüllt, ist nicht geprüft."
        evidence = tuple(event.key for event in known)
        yield Suggestion(claim.demand, claim.law, Status.MET, known[0].date, evidence, ENACTMENT, note)


def _whole(claim: Claim, event: LawEvent, rest: list[LawEvent]) -> Suggestion:
    note = f"Gefordert am {claim.day}, in Kraft getreten am {event.date}; ob das die Forderung erfüllt, ist nicht geprüft."
    if rest:
        note += f" Später in Kraft: {'; '.join(f'{part.scope} am {part.date}' for part in rest)}."
    evidence = tuple(part.key for part in (event, *rest))
    return Suggestion(claim.demand, claim.law, Status.MET, event.date, evidence, ENTRY_INTO_FORCE, note)


def _parts(claim: Claim, parts: list[LawEvent]) -> Suggestion:
    listed = "; ".join(f"{part.scope} am {part.date}" for part in parts)
    note = f"Gefordert am {claim.day}, in Kraft getreten nur Teile: {listed}; nicht geprüft."
    evidence = tuple(part.key for part in parts)
    return Suggestion(claim.demand, claim.law, Status.PARTLY, parts[0].date, evidence, ENTRY_INTO_FORCE, note)


def examinations(
    demands: Iterable[str], observed: Mapping[str, Collection[Status]], suggested: Iterable[Suggestion]
) -> dict[str, Examination]:
    """Return of each demand what is known of its outcome.

    :param demands: their keys
    :param observed: the observed statuses by the key of the demand; ``unknown`` alone means that a search found
        nothing
    """
    proposed = {suggestion.demand for suggestion in suggested}

    def examination(demand: str) -> Examination:
        statuses = set(observed.get(demand, ()))
        if statuses - {Status.UNKNOWN}:
            return Examination.OBSERVED
        if statuses:
            return Examination.SEARCHED
        return Examination.SUGGESTED if demand in proposed else Examination.NOT_EXAMINED

    return {demand: examination(demand) for demand in demands}

"""The state of a law on the day of a demand: the version that was valid, or the process of an act to come.

Said only where the register leaves no doubt: a day that is known by its month or year alone has a version if
the whole of it lies in that version's time.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from typing import Final

from forderungsgraph.registers import EventKind, LawRelationKind, Registers

VERSION_OF_DAY: Final = "law.version-of-day"
PROCESS_OF_DAY: Final = "law.process-of-day"
PROCESS_OF_PART: Final = "law.process-of-part"
_THERE = frozenset({EventKind.ADOPTED, EventKind.PROMULGATED, EventKind.ENTRY_INTO_FORCE})


def period(date: str) -> tuple[str, str]:
    """Return the first and the last day of a day, month or year.

    >>> period("2024-02"), period("2019")
    (('2024-02-01', '2024-02-29'), ('2019-01-01', '2019-12-31'))
    """
    if len(date) == 4:
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == 7:
        last = calendar.monthrange(int(date[:4]), int(date[5:]))[1]
        return f"{date}-01", f"{date}-{last:02}"
    return date, date


def version_on(law: str, day: str, registers: Registers) -> str | None:
    """Return the key of the version of a law that was valid on a day, None if the register knows none."""
    first, last = period(day)
    for row in registers.law_versions:
        if (
            row.law == law
            and period(row.valid_from)[1] <= first
            and (row.valid_to is None or last <= period(row.valid_to)[0])
        ):
            return row.key
    return None


def processes_on(law: str, day: str, registers: Registers) -> Iterator[tuple[str, str]]:
    """Yield the keys of the processes from which a law was still to result on a day, each with the rule that says so.

    An act that consists of others (*Gesetz zur Förderung … und zur Änderung …*) results from their processes.
    """
    parts = {
        row.law for row in registers.law_relations if row.kind is LawRelationKind.PART_OF and row.other == law
    }
    for process in registers.processes:
        if process.law == law or process.law in parts:
            there = _there(process.law, registers)
            if there is not None and period(day)[1] < there:
                yield process.key, PROCESS_OF_DAY if process.law == law else PROCESS_OF_PART


def _there(law: str, registers: Registers) -> str | None:
    """Return the first day on which a law existed; years and months alone do not say it."""
    days = [
        str(event.date)
        for event in registers.law_events
        if event.law == law and event.kind in _THERE and event.scope is None and len(event.date) == 10
    ]
    return min(days, default=None)

"""Reviewed observations on what became of demands (``data/curation/status.csv``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ..errors import RegisterError
from ..files import folder
from ..model import Certainty
from ..registers.kinds import Key, PartialDate
from ..registers.tables import Table, read_table


class Status(StrEnum):
    """What became of a demand; concepts of the scheme ``status``."""

    MET = "met"
    PARTLY = "partly"
    OPEN = "open"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """Whose observation it is."""

    OFFICIAL = "official"
    INDEPENDENT = "independent"


@dataclass(frozen=True, slots=True)
class StatusRow:
    """An observation on one demand, or on all demands of a document.

    :param document: slug of the document
    :param demand: words of the demand, or the last part of its identifier; None: every demand in it
    :param observed_on: day of the outcome; None where the source dates none
    :param examined_on: when somebody looked
    :param side: whether the source is official
    :param observer: who looked
    :param evidence: things of the registers on which it rests, as they are in identifiers: ``law/ndig/par-12``
    """

    document: Key
    demand: str | None
    status: Status
    observed_on: PartialDate | None
    examined_on: PartialDate
    side: Side
    observer: str
    certainty: Certainty
    source: str
    evidence: tuple[str, ...]
    note: str | None


_EVIDENCE: Final = re.compile(r"(?:law|law-event|law-version|process)/[a-z0-9-]+(?:/[a-z0-9-]+)?")
_TABLE: Final = Table("status", StatusRow, ("document", "demand", "status", "source"))


def read_status(path: Path | None = None) -> tuple[StatusRow, ...]:
    """Read the observations.

    :param path: another table than the shipped one
    :raises RegisterError: for the first fault, with file and line
    """
    read = read_table(folder("data") / "curation" / "status.csv" if path is None else path, _TABLE)
    for row, line in zip(read.rows, read.lines, strict=True):
        for thing in row.evidence:
            if _EVIDENCE.fullmatch(thing) is None:
                raise RegisterError(
                    f"Spalte „evidence“: „{thing}“ ist kein Ding der Register",
                    place=read.path,
                    line=line,
                    hint="law/…, law-event/… oder law-version/… mit dem Schlüssel schreiben",
                )
    return read.rows

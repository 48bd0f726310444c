"""Reviewed observations on what became of demands (``data/curation/status.csv``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

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
    """

    document: Key
    demand: str | None
    status: Status
    observed_on: PartialDate | None
    side: Side
    certainty: Certainty
    source: str
    note: str | None


_TABLE: Final = Table("status", StatusRow, ("document", "demand", "status", "source"))


def read_status(path: Path | None = None) -> tuple[StatusRow, ...]:
    """Read the observations.

    :param path: another table than the shipped one
    :raises RegisterError: for the first fault, with file and line
    """
    return read_table(folder("data") / "curation" / "status.csv" if path is None else path, _TABLE).rows

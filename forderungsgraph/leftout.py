"""What does not get into a release, and why: texts that failed, documents and rows that violate a shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import SH

from .errors import ForderungsgraphError
from .report import Report


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document, or a row of a table, that is not in the release, and why, in one sentence."""

    name: str
    reason: str


_VIOLATION: Final = "Verstoß gegen die SHACL-Formen"


def violating(name: str, report: Report) -> LeftOut:
    """Return why a document that violates shapes is left out: its first violation.

    :param name: file name of the text
    """
    results = [result for result in report.results if result.severity == str(SH.Violation)]
    more = f" (und {len(results) - 1} weitere)" if len(results) > 1 else ""
    return LeftOut(name, f"{_VIOLATION}{more}: {results[0].message_de}")


def wrong_rows(report: Report) -> list[LeftOut]:
    """Return the rows of our own tables that are left out: one entry per node, with its first violation."""
    rows: dict[str, LeftOut] = {}
    for result in report.results:
        if result.severity == str(SH.Violation):
            entry = LeftOut(f"{result.document}: {result.label}", f"{_VIOLATION}: {result.message_de}")
            rows.setdefault(result.focus, entry)
    return list(rows.values())


def failed(errors: Sequence[ForderungsgraphError]) -> list[LeftOut]:
    """Return the texts that could not be used, sorted."""
    # only the file's name: the path is that of this machine and must not reach the release
    found = (LeftOut(Path(str(error.place)).name if error.place else "", _reason(error)) for error in errors)
    # processes end in any order
    return sorted(found, key=lambda entry: (entry.name, entry.reason))


def _reason(error: ForderungsgraphError) -> str:
    line = "" if error.line is None else f"Zeile {error.line}: "
    return f"{line}{error.message}.{f' {error.hint}.' if error.hint else ''}"

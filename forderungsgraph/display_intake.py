"""What the terminal shows and asks when documents are taken into a corpus."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from .convert.ingest import Remark
from .corpus import FIELD_NAMES
from .display import Voice, error, escaped, remark, results
from .errors import ForderungsgraphError, UsageError
from .extract import Failure
from .intake.add import Added, Again, Case, Decide, Passed, Present
from .intake.dialogue import Talk
from .intake.draft import Draft
from .intake.view import demands_view, draft_view


class _Conversation(Voice):
    """Shows proposals for sidecars and asks about them."""

    def show(self, case: Case) -> None:
        _show_case(case)

    def show_changed(self, case: Case) -> None:
        console = results()
        for part in draft_view(case):
            console.print(part)
        console.print(f"{len(case.document.source.conversion.demands)} Forderungen.")


def _show_case(case: Case) -> None:
    console = results()
    console.rule()
    console.print(escaped(_printable(case.path)), style="bold", soft_wrap=True)
    for note in case.notes:
        remark(f"{_printable(case.path)}: {note}.")
    for part in (*draft_view(case), "", *demands_view(case), ""):
        console.print(part)


def _printable(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode("utf-8")


def talk() -> Talk:
    """Return what asks a person about documents in the terminal.

    :raises UsageError: if there is nobody to ask
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "Gefragt wird nur im Terminal, und hier ist keines", hint="Mit --yes ohne Fragen aufnehmen"
        )
    return _Conversation()


def showing(decide: Decide) -> Decide:
    """Return ``decide`` with each file shown before."""

    def shown(case: Case, again: Again) -> Draft | None:
        _show_case(case)
        return decide(case, again)

    return shown


def taken(
    outcomes: Iterable[Added | Present | Passed | Remark | Failure], corpus: Path
) -> tuple[ForderungsgraphError, ...]:
    """Say what became of each file; return why some of them could not be used."""
    console = results()
    counts = Counter[str]()
    errors: list[ForderungsgraphError] = []
    for result in outcomes:
        counts[type(result).__name__] += 1
        match result:
            case Added():
                names = ", ".join(FIELD_NAMES[key] for key in result.case.draft.unchecked)
                console.print(f"Aufgenommen: {escaped(result.stored.stem)}", style="green", soft_wrap=True)
                if names:
                    console.print(f"  nicht geprüft oder nicht ermittelt: {names}", soft_wrap=True)
            case Present():
                console.print(
                    f"Schon im Korpus: {escaped(_printable(result.path))} ist {escaped(result.name)}",
                    soft_wrap=True,
                )
            case Passed():
                console.print(f"Übersprungen: {escaped(_printable(result.path))}", soft_wrap=True)
            case Remark():
                remark(f"{_printable(result.path)}: {result.text}.")
            case Failure():
                error(result.error)
                errors.append(result.error)
    said = (
        ("Added", "aufgenommen"),
        ("Present", "schon da"),
        ("Passed", "übersprungen"),
        ("Failure", "nicht verwendbar"),
    )
    console.print(
        ", ".join(f"{counts[key]} {words}" for key, words in said if counts[key]) or "Nichts aufgenommen."
    )
    if counts["Added"]:
        console.print(f"Danach: forderungsgraph build --corpus {escaped(str(corpus))}", soft_wrap=True)
    return tuple(errors)

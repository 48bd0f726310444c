"""How a proposal looks in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..convert.rules import shipped_rules
from .queue import Task

_KINDS: Final = {"explicit": "ausdrücklich", "modal": "Modalverb oder Urteil", "expectation": "Erwartung"}
_ACTS: Final = {
    "request": "Aufforderung",
    "obligation": "Pflicht",
    "expectation": "Erwartung",
    "rejection": "Ablehnung",
    "recommendation": "Empfehlung",
}


def task_view(task: Task, number: int, total: int) -> Iterator[RenderableType]:
    """Yield a proposal: where it stands, the quotation in its surroundings, what is proposed and why.

    :param number: of the proposal, from 1
    """
    proposal = task.proposal
    head = f"{number} von {total} · {proposal.document} · Zeichen {proposal.start}–{proposal.end}"
    yield Text(head, style="bold")
    yield Padding(_context(task), (1, 2))
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in (
        ("Vorschlag", f"{_KINDS.get(proposal.kind, proposal.kind)}, {_ACTS.get(proposal.act, proposal.act)}"),
        ("Fordernde", _names(proposal.demander)),
        ("Adressaten", _names(proposal.addressee)),
        ("Gesetze", _names(proposal.laws)),
        ("Dienste", _names(proposal.services)),
        ("Abschnitt", proposal.section or "–"),
        ("Sicherheit", f"{proposal.confidence:.2f}".replace(".", ",")),
        ("Regel", _reasoned(proposal.rule, [rule.reason for rule in shipped_rules().explaining(proposal.rule)])),
    ):  # fmt: skip
        table.add_row(name, Text(value))
    if task.place is None:
        table.add_row("Text", Text("nicht zur Hand oder seit dem Bau geändert; --corpus nennt seinen Ordner"))
    for note in proposal.notes:
        factor = shipped_rules().factors.get(note)
        table.add_row("Grund", Text(_reasoned(note, [factor.reason] if factor else [])))
    yield table
    yield Text()


def _context(task: Task) -> Text:
    before, after = task.surroundings()
    # marks besides colours: not every terminal has them
    return Text.assemble((before, "dim"), ("»", "bold yellow"), (task.quote, "bold"), ("«", "bold yellow"), (after, "dim"))  # fmt: skip


def _names(names: Sequence[str]) -> str:
    return "; ".join(names) or "–"


def _reasoned(name: str, reasons: Sequence[str]) -> str:
    return f"{name}: {'; '.join(reasons)}" if reasons else name

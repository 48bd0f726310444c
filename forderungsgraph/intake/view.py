"""How a file looks in the terminal before it is taken into a corpus: the proposal, then its demands."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..convert.states import STATE_NAMES
from ..corpus import FIELD_NAMES
from ..model import Actor, Certainty, Demand, EntityKind
from .add import Case
from .dialogue import CHANGEABLE, NAME
from .draft import Draft, FieldValue

_HOW: Final = {
    Certainty.STATED: ("steht im Text", "green"),
    Certainty.SINGLE: ("nach Angabe der Datei", "yellow"),
    Certainty.INFERRED: ("aus dem Text erschlossen", "yellow"),
    Certainty.ESTIMATED: ("geschätzt", "yellow"),
    Certainty.CHECKED: ("von Hand", "bold green"),
}
_UNKNOWN: Final = ("nicht ermittelt", "red")


def draft_view(case: Case) -> Iterator[RenderableType]:
    """Yield the proposal: each value with its number and how it is known."""
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", justify="right")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    table.add_column()
    for number, key in enumerate(CHANGEABLE, 1):
        if key == NAME:
            table.add_row(str(number), "Name", Text(case.draft.name), Text("in Adressen", style="dim"))
        else:
            table.add_row(str(number), FIELD_NAMES[key], *_shown(case.draft, key))
    yield table


def _shown(draft: Draft, key: str) -> tuple[Text, Text]:
    field = draft[key]
    written = "–" if field.value is None else _written(field.value)
    if key == "territory" and written in STATE_NAMES:
        written = f"{STATE_NAMES[written]} ({written})"
    value = Text(written)
    if field.note is not None:
        value.append(f" ({field.note.rstrip('.')})", style="dim")
    how, style = _HOW[field.certainty] if field.certainty is not None else _UNKNOWN
    if field.value is not None and field.certainty is None:
        how = "nicht geprüft"
    return value, Text(how, style=style)


def _written(value: FieldValue) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def demands_view(case: Case) -> Iterator[RenderableType]:
    """Yield the demands: the wording, who demands what of whom, laws and services, why it is believed."""
    demands = case.document.source.conversion.demands
    unsure = len(case.document.proposals)
    count = {0: "Keine Forderung gefunden", 1: "1 Forderung"}.get(len(demands), f"{len(demands)} Forderungen")
    more = f", dazu {unsure} unsichere in der Prüfliste des Baus" if unsure else ""
    yield Text(f"{count}{more}", style="bold")
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(style="dim", justify="right")
    table.add_column(overflow="fold")
    for number, demand in enumerate(demands, 1):
        table.add_row(str(number), Text.assemble((demand.wording, "bold"), "\n", _details(demand)))
    yield table


def _details(demand: Demand) -> Text:
    laws, services = (_mentioned(demand, kind) for kind in (EntityKind.LAW, EntityKind.SERVICE))
    line = Text()
    line.append(_names(demand.demanders), style="green")
    line.append(" → ", style="dim")
    line.append(_names(demand.addressees), style="magenta")
    for label, names, style in (("Gesetze", laws, "cyan"), ("Dienste", services, "blue")):
        if names:
            line.append(f" · {label}: ", style="dim")
            line.append(", ".join(names), style=style)
    line.append(" · ", style="dim")
    line.append(f"{demand.confidence:.2f}".replace(".", ","), style=_trust(demand.confidence))
    line.append(f" {demand.rule}", style="dim")
    return line


def _names(actors: Sequence[Actor]) -> str:
    return "; ".join(actor.name for actor in actors) or "–"


def _mentioned(demand: Demand, kind: EntityKind) -> list[str]:
    found = (
        f"{mention.provision} {mention.name}" if mention.provision else mention.name
        for mention in demand.mentions
        if mention.kind is kind
    )
    return list(dict.fromkeys(found))


def _trust(confidence: float) -> str:
    return "green" if confidence >= 0.85 else "yellow" if confidence >= 0.7 else "red"

"""The list of reasons for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..convert.rules import Reason
from .rules import Listing
from .told import number


def rules_view(listing: Listing) -> Iterator[RenderableType]:
    """Yield what the command ``rules`` prints."""
    for group, rules in listing.groups:
        yield _titled(f"{group.id}: {group.title}" if len(group.id) == 1 else group.title, group.title_en)
        yield _table("Regel", rules)
    if listing.subjects:
        yield _titled("Subjekt: womit das Gewicht bei „Verb“ beginnt", "where the weight begins, by subject")
        yield _table("Gewicht", listing.subjects)
    if listing.factors:
        yield _titled(
            f"Faktoren: Gewicht mal Faktoren, Schwelle {number(listing.threshold)}", "weight times factors"
        )
        yield _table("Faktor", listing.factors)
    if listing.refusals:
        yield _titled("Signalwörter, die nichts fordern", "cue words that demand nothing")
        yield _table("Grund", listing.refusals)
    if listing.outcomes:
        yield _titled("Was aus einem Satz wird", "what becomes of a sentence")
        yield _table("Ergebnis", listing.outcomes)
    if listing.conclusions:
        yield _titled("Was aus Registern und Tagen folgt", "what follows from registers and days")
        yield _table("Schluss", listing.conclusions)
    if listing.words:
        yield _titled("Wörter, die für „…“ stehen", "words that stand for “…”")
        yield Text(", ".join(one.lemma for one in listing.words))
        if len(listing.words) == 1 and listing.words[0].example:
            yield Text(f"Beispiel: {listing.words[0].example}", style="dim")


def weights(reason: Reason) -> str:
    """Return the weights or values of a reason: ``Verb × 0,68 0,92``."""
    numbers = " ".join(map(number, reason.weights))
    if not reason.verb:
        return numbers
    return f"Verb × {numbers}" if numbers else "Verb"


def _titled(german: str, english: str) -> Text:
    return Text.assemble("\n", (german, "bold"), "  ", (english, "dim"))


def _table(first: str, reasons: Sequence[Reason]) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column(first, width=24 if first == "Schluss" else 20, style="cyan")
    numbered = first in ("Regel", "Faktor")
    if numbered:
        table.add_column("Wert" if first == "Faktor" else "Gewicht", width=11)
    table.add_column("warum", ratio=1)
    table.add_column("why", ratio=1)
    for reason in reasons:
        german = Text(reason.reason)
        if reason.example:
            german.append(f"\nBeispiel: {' '.join(reason.example.split())}", style="dim")
        numbers = (weights(reason),) if numbered else ()
        name = (
            number(reason.weights[0])
            if first == "Gewicht"
            else reason.id
            if first == "Schluss"
            else reason.title or reason.id
        )
        table.add_row(Text(name), *map(Text, numbers), german, Text(reason.reason_en))
    return table

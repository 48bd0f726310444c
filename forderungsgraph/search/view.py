"""How an answer looks in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from .model import Facet, Hit, Hits
from .records import PARAMETERS

_KINDS: Final = {
    "demand": "Forderung",
    "passage": "Belegstelle",
    "law": "Gesetz",
    "service": "Basisdienst",
    "organisation": "Verband oder Stelle",
    "programme": "Programm",
    "principle": "Grundsatz",
}
_MOST_VALUES: Final = 6


def hits_view(hits: Hits) -> Iterator[RenderableType]:
    """Yield how many hits there are, those of the page, and what they could be narrowed down by."""
    if hits.relaxed:
        yield Text("Nichts enthält alle Wörter; diese Treffer enthalten eines davon.")
    count = "1 Treffer" if hits.total == 1 else f"{hits.total} Treffer"
    yield Text(f"{count}, Seite {hits.page} von {hits.pages}" if hits.total else "Kein Treffer", style="bold")
    first = (hits.page - 1) * hits.size
    for number, hit in enumerate(hits.entries, first + 1):
        yield from _hit(hit, number)
    if hits.ignored:
        yield Text(f"Ohne Bedeutung für die Suche: {', '.join(hits.ignored)}")
    for facet in hits.facets if hits.total else ():
        if not facet.values:
            continue
        yield _facet(facet)


def _hit(hit: Hit, number: int) -> Iterator[RenderableType]:
    yield Text("")
    head = Text(f"{number:>2}  ")
    head.append(" · ".join(filter(None, (hit.date, _KINDS[hit.kind], hit.title))), style="dim")
    yield head
    text = Text(hit.text[hit.excerpt.start : hit.excerpt.end])
    for mark in hit.marks:
        if hit.excerpt.start <= mark.start and mark.end <= hit.excerpt.end:
            text.stylize("bold", mark.start - hit.excerpt.start, mark.end - hit.excerpt.start)
    shown = Text(" ").join(text.split())
    if hit.excerpt.start:
        shown = Text("… ") + shown
    if hit.excerpt.end < len(hit.text):
        shown += Text(" …")
    yield Padding(shown, (0, 0, 0, 4))
    yield Padding(Text(hit.iri, style="dim"), (0, 0, 0, 4))


def _facet(facet: Facet) -> RenderableType:
    name = next(name for name, known in PARAMETERS.items() if known == facet.name)
    values = [f"{value.value} ({value.count})" for value in facet.values[:_MOST_VALUES]]
    more = len(facet.values) - _MOST_VALUES
    return Text(f"{name:<11} {', '.join(values)}{f' und {more} weitere' if more > 0 else ''}", style="dim")

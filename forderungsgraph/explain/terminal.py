"""An explanation for the terminal: the document, its demands, then block by block every sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from . import told
from .model import Derivation, Explanation, Paragraph, Sentence, Weighed
from .records import shown_demands, shown_paragraphs, shown_sentences
from .told import Row

_STYLES: Final = {
    "demand": "bold green",
    "repetition": "green",
    "graph": "bold green",
    "nobody": "bold yellow",
    "review": "bold yellow",
    "below": "yellow",
}
_QUIET: Final = "bright_black"


def explanation_view(explanation: Explanation) -> Iterator[RenderableType]:
    """Yield what the command ``explain`` prints."""
    yield _title("Dokument")
    yield _table(told.heading_rows(explanation))
    if not explanation.focus:
        yield _title("Angaben und woher sie sind")
        yield _table(told.fact_rows(explanation.facts))
        if explanation.names:
            yield _title("Namen, die dieser Text benutzt")
            yield _table(told.name_rows(explanation))
        if explanation.mentions:
            yield _title("Nennungen im ganzen Text")
            yield _table(told.mention_rows(explanation))
    demands = list(shown_demands(explanation))
    for derivation in demands:
        yield _title(told.demand_title(derivation), _STYLES.get(derivation.status, "bold"))
        yield from _indented(_derivation(explanation, derivation))
    yield _title("Satz für Satz")
    for paragraph in shown_paragraphs(explanation):
        yield Text(f"\n{told.paragraph_title(paragraph)}", style="cyan")
        yield from _indented(_paragraph(explanation, paragraph))


def _derivation(explanation: Explanation, derivation: Derivation) -> Iterator[RenderableType]:
    yield Text(derivation.key, style=_QUIET)
    before, inside, behind = told.context(explanation, derivation)
    yield _highlighted(before, inside, behind)
    yield _table((*told.weighing(derivation.candidate, explanation.threshold), *told.demand_rows(derivation)))


def _highlighted(before: str, inside: str, behind: str) -> Text:
    return Text.assemble(
        _spaced(before),
        ("⟦", _QUIET),
        (told.line(inside), "bold green"),
        ("⟧", _QUIET),
        _spaced(behind),
    )


def _spaced(text: str) -> str:
    """Return text on one line that keeps a blank where the source has white space at its ends."""
    inner = told.line(text)
    left = " " if text[:1].isspace() and inner else ""
    right = " " if text[-1:].isspace() and inner else ""
    return f"{left}{inner}{right}" or (" " if text else "")


def _paragraph(explanation: Explanation, paragraph: Paragraph) -> Iterator[RenderableType]:
    if rows := list(told.paragraph_rows(paragraph)):
        yield _table(rows)
    for sentence in shown_sentences(explanation, paragraph):
        yield from _sentence(explanation, sentence)


def _sentence(explanation: Explanation, sentence: Sentence) -> Iterator[RenderableType]:
    why = told.outcome(sentence)
    style = _STYLES.get(sentence.outcome, "bold")
    numbers = ", ".join(map(str, sentence.demands))
    yield Text.assemble(
        (f"{sentence.number} ", _QUIET),
        (why.title, style),
        (f" ({numbers})" if numbers else "", style),
        (f": {why.reason}", _QUIET),
    )
    yield Padding(Text(told.line(sentence.mark.text)), (0, 0, 0, 2))
    rows = [*told.reason_rows(sentence), *(row for said in sentence.said for row in told.said_rows(said))]
    if rows:
        yield Padding(_table(rows), (0, 0, 0, 2))
    for candidate in told.others(sentence):
        yield Padding(_candidate(candidate, explanation.threshold), (0, 0, 0, 2))


def _candidate(candidate: Weighed, threshold: float) -> RenderableType:
    rows = [Row("Kandidat", told.candidate_title(candidate), told.quoted(candidate.mark.text))]
    return _table((*rows, *told.weighing(candidate, threshold)))


def _indented(parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    for part in parts:
        yield Padding(part, (0, 0, 0, 2))


def _title(text: str, style: str = "bold") -> Text:
    return Text(f"\n{text}", style=style)


def _table(rows: Iterable[Row]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=18, style=_QUIET)
    table.add_column(ratio=1)
    table.add_column(ratio=1, style=_QUIET)
    for row in rows:
        table.add_row(Text(row.name), Text(row.value), Text(row.why))
    return table

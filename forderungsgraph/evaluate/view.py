"""The comparison with gold for the terminal: tables of figures, then what was wrong, by document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from .counts import Count
from .matching import Record
from .measures import FACTS, Evaluation, Wrong
from .sentences import Boundaries

_QUOTED: Final = 200
"""characters of a quotation that are shown"""
_NAMES: Final = {
    "demander": "Fordernde", "addressee": "Adressaten", "laws": "Gesetze", "services": "Dienste", "kind": "Form",
} | FACTS  # fmt: skip


def figures_view(result: Evaluation) -> Iterator[RenderableType]:
    """Yield the measures over all documents."""
    number = "1 Dokument" if result.documents == 1 else f"{result.documents} Dokumente"
    table = _table(f"Vergleich mit der Annotation ({number})")
    for name, count in result.measures().items():
        table.add_row(name, *_shares(count), _counts(count))
    yield table
    yield Text(
        f"Mittel je Forderung (F1): Fordernde {_number(result.demander_mean.value)}, "
        f"Adressaten {_number(result.addressee_mean.value)}"
    )
    yield Text(
        f"Falsche in {result.empty_documents} Dokumenten ohne Forderung: {result.false_in_empty}"
        + (f" ({_number(result.false_per_empty)} je Dokument)" if result.empty_documents else "")
    )


def sets_view(sets: Sequence[tuple[str, Evaluation]]) -> Table:
    """Return one row a set: the figures that matter most, F1."""
    table = Table(title="Je Satz (F1)", title_justify="left", box=None, pad_edge=False)
    columns = (
        "Satz",
        "Dok.",
        "Forder.",
        "streng",
        "Fordernde",
        "Adress.",
        "Gesetze",
        "Dienste",
        "Falsche in leeren",
    )
    for column in columns:
        table.add_column(column, justify="left" if column == "Satz" else "right")
    for name, result in sets:
        counts = (
            result.demands,
            result.strict,
            result.demander,
            result.addressee,
            result.laws,
            result.services,
        )
        table.add_row(
            name, str(result.documents), *(_number(count.f1) for count in counts),
            f"{result.false_in_empty} ({result.empty_documents} Dok.)",
        )  # fmt: skip
    return table


def faults_view(result: Evaluation) -> Iterator[RenderableType]:
    """Yield everything that was wrong, by document."""
    yield from _rows(
        "Nicht gefunden", [(row, _head(row, str(row["kind"])), _words(row)) for row in result.misses]
    )
    yield from _rows(
        "Fälschlich gefunden",
        [(row, _head(row, f"{row.get('rule', '')} {_number(row.get('confidence', 0))}"), _words(row))
         for row in result.false_alarms],
    )  # fmt: skip
    yield from _rows(
        "Grenzen falsch (Überdeckung unter 0,8)",
        [(found, _head(gold, "statt"), f"{_words(gold)}\n{_head(found, 'gefunden')}  {_words(found)}")
         for gold, found in result.partial],
    )  # fmt: skip
    yield from _wrong(result.wrong)


def boundaries_view(result: Boundaries) -> Iterator[RenderableType]:
    """Yield how well sentence ends are found, and each wrong one."""
    table = _table(f"Satzgrenzen: {result.sentences} Sätze")
    for name, count in result.by_file.items():
        table.add_row(name, *_shares(count), _counts(count))
    table.add_row("alle", *_shares(result.ends), _counts(result.ends), style="bold")
    yield table
    for missed, title in ((True, "Nicht gefunden"), (False, "Fälschlich gefunden")):
        rows = [each for each in result.wrong if each.missed is missed]
        if rows:
            yield Text(f"\n{title}: {len(rows)}", style="bold")
        for each in rows:
            yield Text.assemble(
                (f"  {each.path.name}, Zeile {each.line}: ", "dim"), each.before, (" ¦ ", "red"), each.after
            )


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in ("Maß", "Genauigkeit", "Ausbeute", "F1", "richtig/gefunden/erwartet"):
        table.add_column(column, justify="left" if column == "Maß" else "right")
    return table


def _shares(count: Count) -> tuple[str, str, str]:
    return _number(count.precision), _number(count.recall), _number(count.f1)


def _counts(count: Count) -> str:
    return f"{count.hit}/{count.found}/{count.expected}"


def _number(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _head(row: Record, what: str) -> str:
    return f"{row['start']}–{row['end']} {what}"


def _words(row: Record) -> str:
    words = row.get("text") or f"{row.get('quote_head', '')} … {row.get('quote_tail', '')}"
    folded = " ".join(str(words).split())
    return folded if len(folded) <= _QUOTED else f"{folded[:_QUOTED]} …"


def _rows(title: str, rows: Sequence[tuple[Record, str, str]]) -> Iterator[RenderableType]:
    if not rows:
        return
    yield Text(f"\n{title}: {len(rows)}", style="bold")
    for document, group in groupby(rows, key=lambda row: str(row[0]["doc"])):
        yield Text(f"  {document}", style="cyan")
        for _, head, words in group:
            yield Text.assemble(("    " + head + "  ", "dim"), words.replace("\n", "\n    "))


def _wrong(wrong: Iterable[Wrong]) -> Iterator[RenderableType]:
    rows = list(wrong)
    if rows:
        yield Text(f"\nAbweichende Angaben: {len(rows)}", style="bold")
    for document, group in groupby(rows, key=lambda each: each.doc):
        yield Text(f"  {document}", style="cyan")
        for each in group:
            place = "Dokument" if each.span is None else f"{each.span[0]}–{each.span[1]}"
            yield Text.assemble(
                (f"    {place} {_NAMES.get(each.name, each.name)}  ", "dim"),
                f"erwartet {_listed(each.expected)}; gefunden {_listed(each.found)}",
            )


def _listed(values: Sequence[str]) -> str:
    return " · ".join(values) if values else "nichts"

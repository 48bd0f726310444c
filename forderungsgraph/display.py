"""What the terminal shows: progress, tables, errors. German, plain where nobody is watching."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from .ask import Answer
from .build import BuildResult
from .check import Checked
from .corpus import FIELD_NAMES
from .errors import ForderungsgraphError, UsageError
from .evaluate import Evaluation
from .evaluate.run import added
from .evaluate.sentences import Boundaries
from .evaluate.view import boundaries_view, faults_view, figures_view, sets_view
from .explain.model import Explanation
from .explain.rules import Listing
from .explain.terminal import explanation_view
from .explain.terminal_rules import rules_view
from .model import Progress as Step
from .query import SavedQuery
from .review.queue import Task
from .review.view import task_view
from .review.walk import Talk, Walked

_MOST_UNCHECKED: Final = 10
"""documents with unchecked values that a build names"""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # rich would end the program with status 1


# file= must be looked up at each call, so that redirected streams (tests, pipes) are used
def _out() -> Console:
    return _Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 110)


def _err() -> Console:
    return _Console(file=sys.stderr, highlight=False, soft_wrap=True)


def results() -> Console:
    """Return where results are shown."""
    return _out()


def error(problem: ForderungsgraphError) -> None:
    """Say in one sentence what is wrong."""
    _err().print(f"[red]Fehler:[/red] {escaped(str(problem))}")


def remark(text: str) -> None:
    """Say what had to be assumed."""
    _err().print(f"[yellow]Hinweis:[/yellow] {escaped(text)}")


def escaped(text: str) -> str:
    """Return a text in which brackets are no markup."""
    return text.replace("[", r"\[")


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """Give a function that shows the steps of a build: bars on a terminal, one line a stage elsewhere."""
    console = _err()
    if not console.is_terminal:
        yield lambda step: _plain_step(console, step)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True) as bars:

        def tell(step: Step) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(step.stage, total=step.total)
            bars.update(tasks[step.stage], completed=step.done)

        yield tell


def _plain_step(console: Console, step: Step) -> None:
    if step.done == 0:
        console.print(f"{step.stage} …")


def build_summary(result: BuildResult) -> None:
    """Show what was built and where it lies."""
    console = _out()
    table = Table(title="Ergebnis", title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    reused = (("davon schon ausgewertet", result.reused),) if result.reused else ()
    for name, number in (
        ("Dokumente", result.documents), *reused, ("Forderungen", result.demands), ("Gesetze", result.laws),
        ("Basisdienste", result.services), ("Vorschläge zur Prüfung", result.review),
        ("Tripel", result.triples), ("davon erschlossen", result.inferred),
        ("Verstöße gegen SHACL-Formen", result.violations),
    ):  # fmt: skip
        table.add_row(name, f"{number:,}".replace(",", " "))
    total = 0.0
    for name, seconds in result.seconds:
        total += seconds
        table.add_row(f"Sekunden: {name}", f"{seconds:.1f}".replace(".", ","))
    table.add_row("Sekunden insgesamt", f"{total:.1f}".replace(".", ","))
    console.print(table)
    if result.rejected:
        console.print(f"Von Menschen verworfen: {result.rejected} (rejected.jsonl)")
    for entry in result.left_out:
        console.print(f"Ausgelassen: {escaped(entry.name)} – {escaped(entry.reason)}", soft_wrap=True)
    for row in result.unmatched:
        console.print(
            f"Ohne Forderung im Graphen: Status zu {row.document}: {escaped(row.demand or '')}",
            soft_wrap=True,
        )
    for slug, keys in result.unchecked[:_MOST_UNCHECKED]:
        names = ", ".join(FIELD_NAMES.get(key, key) for key in keys)
        console.print(f"Nicht geprüft: {slug} – {names}", soft_wrap=True)
    if len(result.unchecked) > _MOST_UNCHECKED:
        console.print(f"… und Angaben zu {len(result.unchecked) - _MOST_UNCHECKED} weiteren Dokumenten")
    for error in result.unfitting:
        console.print(f"Korrektur ohne Wirkung: {escaped(str(error))}", soft_wrap=True)
    console.print(f"Release {result.release.version} liegt in {result.release.folder}", soft_wrap=True)


def checked(result: Checked) -> None:
    """Say, beside the report, what is wrong with files and quotations."""
    console = _err()
    for name in result.damaged:
        console.print(f"Fehlt oder ist verändert: {escaped(name)}")
    if result.quotations is not None:
        for passage in result.quotations.wrong:
            console.print(f"Zitat nicht an seiner Stelle: {passage}")
        for document in result.quotations.missing:
            console.print(f"Text zu den Zitaten fehlt: {document}")
        console.print(f"{result.quotations.checked} Zitate an ihrer Stelle im Text gesucht.")


def view(parts: Iterable[RenderableType]) -> None:
    """Show what a module of the library laid out."""
    console = _out()
    for part in parts:
        console.print(part)


def table(answer: Answer, form: str) -> None:
    """Show a table as text, CSV (RFC 4180) or JSON."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\r\n")
        writer.writerow(answer.columns)
        writer.writerows(answer.rows)
        return
    if form == "json":
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    shown = Table(show_lines=False)
    for column in answer.columns:
        shown.add_column(column, overflow="fold")
    for row in answer.rows:
        shown.add_row(*(escaped(cell) for cell in row))
    _out().print(shown)
    print(f"{len(answer.rows)} Zeilen")


def query_list(queries: Sequence[SavedQuery]) -> None:
    """List the saved queries with their questions."""
    shown = Table(box=None, pad_edge=False)
    for column in ("Name", "Frage", "Parameter"):
        shown.add_column(column, overflow="fold")
    for query in queries:
        shown.add_row(query.name, escaped(query.question), ", ".join(p.name for p in query.parameters))
    _out().print(shown)


def evaluation(sets: Sequence[tuple[str, Evaluation]], *, faults: bool) -> None:
    """Show the measures over all sets and of each; then, if asked, what was missed and what was wrong."""
    console = _out()
    result = added(each for _, each in sets)
    for words in result.remarks:
        remark(f"{words}.")
    for part in figures_view(result):
        console.print(part)
    if len(sets) > 1:
        console.print()
        console.print(sets_view(sets))
    for part in faults_view(result) if faults else ():
        console.print(part, soft_wrap=True)


def boundaries(result: Boundaries) -> None:
    """Show how well sentence ends are found."""
    console = _out()
    for part in boundaries_view(result):
        console.print(part, soft_wrap=True)


def serving(address: str) -> None:
    """Say where the server answers."""
    _err().print(f"Der Forderungsgraph antwortet unter {address} (Abbruch mit Strg+C)")


def explanation(explained: Explanation) -> None:
    """Show why each sentence of a document is a demand or none."""
    console = _out()
    for part in explanation_view(explained):
        console.print(part)


def whole(text: str, output: Path | None) -> None:
    """Write a whole page or record to a file, or to the standard output.

    :raises UsageError: if the file cannot be written
    """
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UsageError(
            f"Die Datei lässt sich nicht schreiben ({error.strerror or error})",
            place=output,
            hint="Ordner und Rechte prüfen",
        ) from None


def rules(listing: Listing) -> None:
    """List rules and factors with their reasons."""
    console = _out()
    for part in rules_view(listing):
        console.print(part)


class Voice:
    """Says and asks in the terminal."""

    def say(self, text: str) -> None:
        """Say a sentence."""
        _out().print(escaped(text), soft_wrap=True)

    def ask(self, question: str) -> str:
        """Return the answer to a question."""
        return _out().input(f"{escaped(question)}: ")


class _Conversation(Voice):
    """Shows proposals and asks about them."""

    def show(self, task: Task, number: int, total: int) -> None:
        console = _out()
        console.rule()
        for part in task_view(task, number, total):
            console.print(part)


def conversation() -> Talk:
    """Return what asks a person in the terminal.

    :raises UsageError: if there is nobody to ask
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "Gefragt wird nur im Terminal, und hier ist keines", hint="Mit --list die Vorschläge nur zeigen"
        )
    return _Conversation()


def tasks(open_tasks: Sequence[Task]) -> None:
    """Show proposals without asking."""
    console = _out()
    for number, task in enumerate(open_tasks, 1):
        for part in task_view(task, number, len(open_tasks)):
            console.print(part)
    console.print(
        "1 Vorschlag ist offen." if len(open_tasks) == 1 else f"{len(open_tasks)} Vorschläge sind offen."
    )


def walked(result: Walked, saved: Path) -> None:
    """Say how a review ended, and in which folder the decisions are."""
    console = _out()
    console.print(f"{result.decided} entschieden, {result.left} offen.")
    if result.decided:
        console.print(f"Gespeichert in {escaped(str(saved))}; der nächste Bau wendet es an.", soft_wrap=True)

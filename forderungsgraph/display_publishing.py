"""What the terminal shows of published versions."""

from __future__ import annotations

from rich.table import Table

from .display import results
from .publishing.archive import Archive
from .publishing.make import Published
from .publishing.mqa import Score


def thousands(value: int) -> str:
    """Return a whole number in groups of three digits."""
    return f"{value:,}".replace(",", " ")


def published(result: Published) -> None:
    """Show what was published."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("Dateien", thousands(result.files))
    table.add_row("Größe in kB", thousands(result.size // 1000))
    table.add_row("Aussagen neu", thousands(len(result.changes.added)))
    table.add_row("Aussagen weggefallen", thousands(len(result.changes.removed)))
    results().print(table)
    print(result.changes.sentence)
    print(f"Version {result.entry.version} vom {result.entry.date} liegt in {result.folder}")
    print(f"Bereitstellen: forderungsgraph serve --release {result.archive.folder}")


def switched(archive: Archive) -> None:
    """Show which version is the current one."""
    print(
        f"Aktuell ist jetzt Version {archive.current}; ein laufender Dienst zeigt sie nach wenigen Sekunden."
    )


def score(result: Score) -> None:
    """Show the score with each metric."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Merkmal")
    table.add_column("Punkte", justify="right")
    table.add_column("von", justify="right")
    for metric in result.metrics:
        table.add_row(metric.name, f"{metric.reached:.1f}".replace(".", ","), str(metric.points))
    results().print(table)
    for url in result.unreachable:
        print(f"nicht erreichbar: {url}")
    print(f"{result.points:.1f} von {result.most} Punkten: {result.rating}".replace(".", ",", 1))

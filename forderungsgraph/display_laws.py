"""What the terminal shows of imported acts."""

from __future__ import annotations

from typing import Final

from rich.table import Table

from .display import error, escaped, results
from .laws.importing import Imported

_MOST: Final = 20
"""files without an act that are named"""


def imported(result: Imported) -> None:
    """Show what was imported, where it lies, and which files hold no act."""
    console = results()
    table = Table(title="Gesetzesarchiv", title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, number in (
        ("Gesetze und Verordnungen", result.acts),
        ("Vorschriften", result.provisions),
        ("Gliederungseinheiten", result.divisions),
        ("Tripel", result.triples),
        ("Kilobyte", -(-result.size // 1024)),
        ("Nicht lesbare Dateien", len(result.failures)),
    ):
        table.add_row(name, f"{number:,}".replace(",", " "))
    table.add_row("Sekunden", f"{result.seconds:.1f}".replace(".", ","))
    console.print(table)
    for failure in result.failures[:_MOST]:
        error(failure)
    if len(result.failures) > _MOST:
        console.print(f"… und {len(result.failures) - _MOST} weitere Dateien")
    if result.doubles:
        console.print(
            f"Mehrfach vorhanden, die jüngste Datei gilt: {', '.join(result.doubles[:_MOST])}", soft_wrap=True
        )
    done = "liegt in" if result.changed else "ist unverändert in"
    console.print(f"Das Gesetzesarchiv {done} {escaped(str(result.folder))}", soft_wrap=True)

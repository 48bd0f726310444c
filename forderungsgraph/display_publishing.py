"""What the terminal shows of published versions."""

from __future__ import annotations

from collections import Counter

from rich.table import Table

from .display import remark, results
from .publishing.archive import Archive
from .publishing.make import Published
from .publishing.mqa import Score
from .publishing.remote.finding import Way
from .publishing.remote.sending import Fate, Sent


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


def sent(result: Sent) -> None:
    """Show what became of each graph in another store."""
    differing = [graph for graph in result.graphs if graph.fate is not Fate.SAME]
    if differing:
        table = Table(box=None, pad_edge=False)
        table.add_column("")
        table.add_column("Aussagen", justify="right")
        table.add_column("SHA-256")
        table.add_column("Graph", overflow="fold")
        for graph in differing:
            table.add_row(graph.fate.value, thousands(graph.triples), graph.digest[:12], graph.name)
        results().print(table)
    same = result.of(Fate.SAME)
    kept = [graph for graph in result.graphs if graph.fate is not Fate.REMOVED]
    counts = ", ".join(f"{len(result.of(fate))} {fate.value}" for fate in Fate)
    by = "Graph Store Protocol" if result.way is Way.GRAPHS else "SPARQL Update"
    print(f"Version {result.version}, {by}. Graphen: {counts}")
    if not result.looked:
        remark(
            "Nach Graphen früherer Versionen konnte niemand sehen: Mit --query angeben, wo der Speicher Abfragen beantwortet"
        )
    kinds = Counter[str]()
    for graph in kept:
        kinds.update(graph.respelled)
    for kind, times in sorted(kinds.items()):
        remark(f"Gleicher Wert, vom Speicher anders geschrieben: {thousands(times)}-mal {kind}")
    if result.done:
        number = thousands(sum(graph.triples for graph in kept))
        how = "jeder Wert ist gleich" if kinds else "alles ist gleich, Zeichen für Zeichen"
        print(f"Zurückgelesen und verglichen: {len(kept)} Graphen, {number} Aussagen; {how}.")
    else:
        print(f"Nur geprobt, nichts geschrieben. Schon gleich: {len(same)} von {len(kept)} Graphen.")

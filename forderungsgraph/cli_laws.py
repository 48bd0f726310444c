"""The command ``laws``: published acts into an archive, from which a build takes what it needs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from . import display
from .arguments import positive
from .display_laws import imported
from .laws.selection import AllLaws, Laws, NeededLaws

ARCHIVE: Final = Path("laws")

Add = Callable[[str, Callable[[argparse.Namespace], int], str, str], argparse.ArgumentParser]


def add_laws(add: Add) -> None:
    """Add the command to a parser."""
    laws = add(
        "laws", _laws, "Liest veröffentlichte Bundesgesetze (XML) in ein Gesetzesarchiv ein.",
        "forderungsgraph laws import gesetze.tar.xz --output laws",
    )  # fmt: skip
    laws.add_argument(
        "action", choices=("import",), metavar="import", help="einlesen; ein bisheriges Archiv wird ersetzt"
    )
    laws.add_argument(
        "files", nargs="+", type=Path, metavar="PFAD",
        help="XML-Datei (gii-norm), Ordner davon, oder Archiv (tar, auch mit xz, gz, bz2; zip)",
    )  # fmt: skip
    laws.add_argument(
        "--output", "--out", type=Path, metavar="DIR", default=ARCHIVE, help="Gesetzesarchiv (Vorgabe: laws)"
    )
    laws.add_argument("--with-text", action="store_true", help="auch den Wortlaut jeder Vorschrift")
    laws.add_argument(
        "--workers", type=positive, metavar="N", help="Prozesse (Vorgabe: so viele, wie sich lohnen)"
    )


def add_selection(build: argparse.ArgumentParser) -> None:
    """Add to ``build`` what a release takes of an archive."""
    which = build.add_mutually_exclusive_group()
    which.add_argument(
        "--laws", type=Path, metavar="DIR",
        help="Gesetzesarchiv (laws import); ins Release kommt, was die Texte davon nennen",
    )  # fmt: skip
    which.add_argument(
        "--all-laws", type=Path, metavar="DIR", help="Gesetzesarchiv; alles daraus kommt ins Release"
    )


def selection(options: argparse.Namespace) -> Laws | None:
    """Return what a release is to take of an archive."""
    if options.all_laws is not None:
        return AllLaws(options.all_laws)
    return NeededLaws(options.laws) if options.laws is not None else None


def _laws(options: argparse.Namespace) -> int:
    from .laws.importing import import_laws, import_laws_with_text

    run = import_laws_with_text if options.with_text else import_laws
    with display.progress() as tell:
        result = run(options.files, options.output, workers=options.workers, tell=tell)
    imported(result)
    return 1 if result.failures else 0

"""The command ``search``: its options, its call, what it shows."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from . import display
from .arguments import RELEASE, positive

Add = Callable[[str, Callable[[argparse.Namespace], int], str, str], argparse.ArgumentParser]


def add_search(add: Add) -> None:
    """Add the command to a parser."""
    search = add(
        "search",
        _search,
        "Sucht Wörter in Forderungen, Belegstellen, Gesetzen, Diensten und Stellen.",
        "forderungsgraph search Breitbandausbau --filter jahr=2019",
    )
    search.add_argument(
        "text", metavar="TEXT", nargs="?", default="", help="Wörter; ohne: alles, Neues zuerst"
    )
    search.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="FACETTE=WERT",
        help="nur solche Treffer: verband, adressat, gesetz, dienst, thema, jahr, sprechakt, stand, sicherheit, art",
    )
    search.add_argument("--page", type=positive, default=1, metavar="N", help="Seite (Vorgabe: 1)")
    search.add_argument("--sort", choices=("relevanz", "neu", "alt"), default="relevanz", help="Reihenfolge")
    search.add_argument("--release", **RELEASE)
    search.add_argument("--format", choices=("text", "json"), default="text", help="Ausgabe")


def _search(options: argparse.Namespace) -> int:
    from .ask import parameters
    from .release import Release
    from .search import Search
    from .search.ask import SORTINGS, filters_of
    from .search.records import hits_record
    from .search.view import hits_view

    wanted = [pair for text in options.filter for pair in parameters([text]).items()]
    found = Search(Release.open(options.release)).find(
        options.text, filters_of(wanted), options.page, sorting=SORTINGS[options.sort]
    )
    if options.format == "json":
        print(json.dumps(hits_record(found), ensure_ascii=False, indent=2))
    else:
        display.view(hits_view(found))
    return 0

"""The commands that publish: ``release``, ``publish``, ``rollback``, ``mqa``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from . import display, display_publishing
from .arguments import positive

VERSIONS: Final = Path("versions")
_OUT: Final[dict[str, Any]] = {
    "type": Path, "metavar": "DIR", "default": VERSIONS, "help": "Ordner der Versionen (Vorgabe: versions)",
}  # fmt: skip
Add = Callable[[str, Callable[[argparse.Namespace], int], str, str], argparse.ArgumentParser]


def add_publishing(add: Add) -> None:
    """Add the commands to the parser."""
    release = add(
        "release",
        _release,
        "Veröffentlicht einen Bau als Version: alle Formate, Tabellen, Katalog, Änderungen.",
        "forderungsgraph release --version 1.0.0 --out versions",
    )
    release.add_argument(
        "--version",
        required=True,
        metavar="X.Y.Z",
        dest="number",
        help="Nummer der Version, höher als die letzte",
    )
    release.add_argument(
        "--release", type=Path, metavar="DIR", default=Path("release"), help="der Bau (Vorgabe: release)"
    )
    release.add_argument("--out", **_OUT)
    release.add_argument(
        "--config",
        type=Path,
        metavar="DATEI",
        help="Angaben zu Herausgeber, Kontakt, Lizenz (Vorgabe: die mitgelieferten)",
    )
    release.add_argument(
        "--date",
        metavar="JJJJ-MM-TT",
        help="Tag der Veröffentlichung (Vorgabe: der jüngste, den die Daten nennen)",
    )
    release.add_argument(
        "--evaluation",
        type=Path,
        metavar="DATEI",
        help="Messwerte aus evaluate --json, die dazugehören sollen",
    )

    publish = add(
        "publish",
        _publish,
        "Bringt eine Version in einen anderen Speicher (Graph Store Protocol oder SPARQL Update), liest sie zurück und vergleicht.",
        "forderungsgraph publish --to http://127.0.0.1:8890/sparql-graph-crud-auth",
    )
    publish.add_argument(
        "--to", required=True, metavar="URL", dest="url", help="Adresse, die Graphen oder Änderungen annimmt"
    )
    publish.add_argument(
        "--release",
        type=Path,
        metavar="DIR",
        default=VERSIONS,
        help="Ordner der Versionen, eine Version oder ein Bau (Vorgabe: versions)",
    )
    publish.add_argument(
        "--protocol",
        choices=("graphs", "update"),
        help="Graph Store Protocol oder SPARQL Update (Vorgabe: was die Adresse annimmt)",
    )
    publish.add_argument(
        "--query",
        metavar="URL",
        help="wo derselbe Speicher Abfragen beantwortet (Vorgabe: neben --to gesucht)",
    )
    publish.add_argument(
        "--timeout",
        type=positive,
        metavar="SEKUNDEN",
        default=120,
        help="so lange ohne Antwort warten (Vorgabe: 120)",
    )
    publish.add_argument("--dry-run", action="store_true", help="nur zeigen, was geschähe; nichts schreiben")

    rollback = add(
        "rollback",
        _rollback,
        "Macht eine ältere veröffentlichte Version wieder zur aktuellen.",
        "forderungsgraph rollback 1.0.0",
    )
    rollback.add_argument("number", metavar="X.Y.Z", help="die Version, die aktuell sein soll")
    rollback.add_argument("--out", **_OUT)

    mqa = add(
        "mqa",
        _mqa,
        "Bewertet den Katalog, wie es das europäische Datenportal tut (MQA, 405 Punkte); ruft dazu seine Adressen auf.",
        "forderungsgraph mqa --out versions",
    )
    mqa.add_argument("--out", **_OUT)
    mqa.add_argument(
        "--catalog",
        type=Path,
        metavar="DATEI",
        help="statt der aktuellen Version diese Katalogdatei (.ttl, .rdf, .jsonld)",
    )


def _release(options: argparse.Namespace) -> int:
    from .publishing.make import publish
    from .publishing.settings import read_publication

    with display.progress() as tell:
        published = publish(
            options.release,
            options.out,
            options.number,
            read_publication(options.config),
            date=options.date,
            evaluation=options.evaluation,
            tell=tell,
        )
    display_publishing.published(published)
    return 0


def _publish(options: argparse.Namespace) -> int:
    from .publishing.remote.connection import Patience
    from .publishing.remote.credentials import Credentials
    from .publishing.remote.finding import Way
    from .publishing.remote.sending import Destination, rehearse, send

    destination = Destination(
        options.url,
        None if options.protocol is None else Way(options.protocol),
        options.query,
        Credentials.of(os.environ),
        Patience(seconds=options.timeout),
    )
    run = rehearse if options.dry_run else send
    with display.progress() as tell:
        sent = run(options.release, destination, tell=tell, note=display.remark)
    display_publishing.sent(sent)
    return 0


def _rollback(options: argparse.Namespace) -> int:
    from .publishing.archive import Archive

    display_publishing.switched(Archive.open(options.out).switched(options.number))
    return 0


def _mqa(options: argparse.Namespace) -> int:
    from .publishing.mqa import score_of, shipped_catalogue

    score = score_of(options.catalog or shipped_catalogue(options.out))
    display_publishing.score(score)
    return 0 if score.good else 1

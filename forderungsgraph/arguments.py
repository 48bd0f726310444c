"""Kinds of command line arguments, and options that several commands have."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, Final


def positive(value: str) -> int:
    """Return a positive number."""
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"„{value}“ ist keine positive ganze Zahl")
    return int(value)


def offset(value: str) -> int:
    """Return a position in a text."""
    if not value.isdecimal():
        raise argparse.ArgumentTypeError(f"„{value}“ ist keine Stelle (Zeichen gezählt ab 0)")
    return int(value)


def share(value: str) -> float:
    """Return a number from 0 to 1, with a point or a comma."""
    if not re.fullmatch(r"(?:0?[.,]\d+|[01](?:[.,]0*)?)", value):
        raise argparse.ArgumentTypeError(f"„{value}“ ist keine Zahl von 0 bis 1")
    return float(value.replace(",", "."))


CONFIDENCE: Final[dict[str, Any]] = {
    "type": share,
    "metavar": "ZAHL",
    "help": "ab welcher Sicherheit (0 bis 1) Gefundenes als Forderung gilt (Vorgabe: wie die Regeln entscheiden)",
}


CURATION: Final[dict[str, Any]] = {
    "type": Path,
    "metavar": "DIR",
    "help": "Ordner der geprüften Korrekturen (Vorgabe: der mitgelieferte)",
}

RELEASE_FOLDER: Final = Path("release")
RELEASE: Final[dict[str, Any]] = {
    "type": Path,
    "metavar": "DIR",
    "default": RELEASE_FOLDER,
    "help": "Release (Vorgabe: release)",
}

_SERVICE: Final[dict[str, dict[str, Any]]] = {
    "--release": {
        "type": Path,
        "metavar": "DIR",
        "help": "Release (Vorgabe: release); mit --store: die Dateien dazu (Vorgabe: keine)",
    },
    "--store": {
        "metavar": "ADRESSE",
        "help": "die Daten aus einem anderen Speicher lesen: Adresse seines SPARQL-Endpunkts; Anmeldung aus "
        "FORDERUNGSGRAPH_STORE_USER und _PASSWORD oder _TOKEN",
    },
    "--base": {
        "metavar": "IRI",
        "help": "mit --store: Anfang der Adressen, wenn der Speicher mehrere Forderungsgraphen enthält",
    },
    "--host": {"default": "127.0.0.1", "help": "Adresse (Vorgabe: 127.0.0.1)"},
    "--port": {"type": positive, "default": 8080, "help": "Port (Vorgabe: 8080)"},
    "--workers": {
        "type": positive,
        "metavar": "ZAHL",
        "default": 2,
        "help": "lange Abfragen zur selben Zeit, je ein Prozess (Vorgabe: 2)",
    },
    "--timeout": {
        "type": positive,
        "metavar": "SEKUNDEN",
        "default": 30,
        "help": "Zeitgrenze einer Abfrage (Vorgabe: 30)",
    },
    "--memory": {
        "type": positive,
        "metavar": "MB",
        "default": 1024,
        "help": "Speicher einer Abfrage über den Bestand hinaus (Vorgabe: 1024)",
    },
    "--in-memory": {
        "type": positive,
        "metavar": "MB",
        "default": 1000,
        "help": "Größe der N-Quads, über der von der Platte statt aus dem Speicher gelesen wird (Vorgabe: 1000)",
    },
    "--writable": {
        "action": "store_true",
        "help": "Änderungen unter /update und /graphs annehmen, mit dem Schlüssel aus FORDERUNGSGRAPH_TOKEN",
    },
    "--empty": {"action": "store_true", "help": "wie --writable, aber ohne Release beginnen"},
    "--proxy": {
        "action": "append",
        "metavar": "ADRESSE",
        "default": [],
        "help": "Adresse eines vorgeschalteten Servers, dessen X-Forwarded-For gilt; mehrfach möglich",
    },
}


def service_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the web service."""
    for flag, kind in _SERVICE.items():
        parser.add_argument(flag, **kind)

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

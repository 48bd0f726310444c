"""German names for the identifiers in an explanation (``data/lexicon/labels.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..errors import LexiconError
from ..files import folder

Labels = Mapping[str, Mapping[str, str]]


def read_labels(path: Path) -> Labels:
    """Read the names by section and identifier.

    :raises LexiconError: if the file is missing or malformed
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {section: {key: str(name) for key, name in names.items()} for section, names in table.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as error:
        raise LexiconError(
            f"Die Bezeichnungen sind nicht lesbar ({error})",
            place=path,
            hint="Die Datei berichtigen oder neu installieren",
        ) from error


@cache
def _shipped() -> Labels:
    return read_labels(folder("data") / "lexicon" / "labels.toml")


def label(section: str, key: str) -> str:
    """Return the name of ``key``; the key itself where it has none (a kind added later)."""
    return _shipped().get(section, {}).get(key, key)

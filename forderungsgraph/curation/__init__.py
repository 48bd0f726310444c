"""What people found out and decided (``data/curation/``): observations on demands, corrections of extraction."""

from __future__ import annotations

from .corrections import Action, Correction, Corrections, correction_key, read_corrections
from .status import Side, Status, StatusRow, read_status
from .write import append_correction, to_toml

__all__ = [
    "Action",
    "Correction",
    "Corrections",
    "Side",
    "Status",
    "StatusRow",
    "append_correction",
    "correction_key",
    "read_corrections",
    "read_status",
    "to_toml",
]

"""What people found out and decided (``data/curation/``): observations on demands, corrections of extraction."""

from __future__ import annotations

from .corrections import Action, Correction, Corrections, checked_role, correction_key, read_corrections
from .status import Side, Status, StatusRow, read_status
from .write import append_correction, take_back, to_toml

__all__ = [
    "Action",
    "Correction",
    "Corrections",
    "Side",
    "Status",
    "StatusRow",
    "append_correction",
    "checked_role",
    "correction_key",
    "read_corrections",
    "read_status",
    "take_back",
    "to_toml",
]

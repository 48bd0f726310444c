"""Writes a correction at the end of its document's file, so that a crash leaves the old or the new file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..errors import CurationError
from ..tomltext import toml_string, toml_strings
from .corrections import Correction

HEAD = "# Geprüfte Korrekturen; die Schlüssel erklärt README.md im Ordner data/curation.\n"


def to_toml(correction: Correction) -> str:
    """Return a correction as the TOML table in which it is read."""
    lines = [f"[[{correction.action.value}]]"]
    for key in ("demand", "quote", "prefix", "new_quote", "demander", "addressee", "laws", "services"):
        value = getattr(correction, key)
        if value is not None:
            lines.append(f"{key} = {toml_string(value) if isinstance(value, str) else toml_strings(value)}")
    for key in ("kind", "act"):
        value = getattr(correction, key)
        if value is not None:
            lines.append(f"{key} = {toml_string(value.value)}")
    reviewed = correction.reviewed
    lines += [f"by = {toml_string(reviewed.by)}", f"on = {reviewed.on.isoformat()}"]
    if reviewed.why is not None:
        lines.append(f"why = {toml_string(reviewed.why)}")
    return "\n".join(lines) + "\n"


def append_correction(folder: Path, correction: Correction) -> bytes | None:
    """Write a correction behind the others of its document; return what the file held before, None: no file.

    :raises CurationError: if the file cannot be written
    """
    path = folder / f"{correction.document}.toml"
    try:
        before = path.read_bytes() if path.exists() else None
        replace_file(path, _appended(before, correction))
    except (OSError, UnicodeDecodeError) as error:
        raise _unsaved(path, error) from None
    return before


def take_back(folder: Path, correction: Correction, before: bytes | None) -> None:
    """Put the file of a correction back to what it held before it was appended.

    :raises CurationError: if somebody has changed the file since, or it cannot be written
    """
    path = folder / f"{correction.document}.toml"
    try:
        if path.read_bytes() != _appended(before, correction):
            raise CurationError(
                "Die Datei hat sich seit der Entscheidung geändert",
                place=path,
                hint="Den letzten Eintrag von Hand löschen",
            )
        if before is None:
            path.unlink()
        else:
            replace_file(path, before)
    except OSError as error:
        raise _unsaved(path, error) from None


def _appended(before: bytes | None, correction: Correction) -> bytes:
    text = HEAD if before is None else before.decode("utf-8")
    return f"{text.rstrip()}\n\n{to_toml(correction)}".encode()


def _unsaved(path: Path, error: Exception) -> CurationError:
    return CurationError(
        f"Die Entscheidung lässt sich nicht speichern ({getattr(error, 'strerror', None) or error})",
        place=path,
        hint="Ordner und Rechte prüfen oder mit --curation einen anderen Ordner angeben",
    )


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

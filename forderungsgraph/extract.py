"""Reading files that need no sidecar: what they demand, as records, and how that compares with gold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .convert.document import Converter
from .errors import ForderungsgraphError, InputError, UsageError
from .evaluate import Evaluation, evaluate
from .model import Conversion
from .records import demand_records, document_record
from .registers import read_registers
from .texts import read_text


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read or evaluated."""

    error: ForderungsgraphError


@cache
def shipped_converter() -> Converter:
    """Return a converter with the shipped registers."""
    return Converter(read_registers())


def convert_file(path: Path) -> Conversion:
    """Convert one file.

    :raises UsageError: if it is not there
    :raises TextError: if it is empty, not text, or not German
    """
    return shipped_converter().convert(read_text(path), name=path.name)


def extract(paths: Sequence[Path], *, documents: bool) -> Iterator[dict[str, Any] | Failure]:
    """Yield the records of each file in order: its demands, or one record for the document.

    A file that fails becomes a ``Failure``; the others go on.
    """
    for path in paths:
        try:
            conversion = convert_file(path)
        except ForderungsgraphError as error:
            yield Failure(error)
            continue
        except Exception as error:
            message = f"Der Text ließ sich nicht auswerten ({type(error).__name__}: {error})"
            yield Failure(InputError(message, place=path, hint="Bitte mit diesem Text als Fehler melden"))
            continue
        if documents:
            yield document_record(conversion)
        else:
            yield from demand_records(conversion)


def evaluate_files(gold: Path, documents: Path, facts: Path | None = None) -> Evaluation:
    """Compare what the converter finds with gold.

    :param gold: demands, one JSON object a line
    :param documents: folder of the texts
    :param facts: one JSON object per document; default: ``docs.jsonl`` in ``documents`` or beside ``gold``
    :raises UsageError: if a file is missing or not JSON lines
    """
    if facts is None:
        beside = [documents / "docs.jsonl", gold.with_name(gold.name.replace("gold", "docs"))]
        facts = next((path for path in beside if path.is_file()), beside[0])
    gold_rows, fact_rows = _lines(gold), _lines(facts)
    found: list[dict[str, Any]] = []
    found_documents: list[dict[str, Any]] = []
    for row in fact_rows:
        conversion = convert_file(documents / str(row["doc"]))
        found += demand_records(conversion)
        found_documents.append(document_record(conversion))
    return evaluate(gold_rows, found, fact_rows, found_documents)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError("Die Datei ist nicht lesbar", place=path, hint="Pfad und Rechte prüfen") from None
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError:
            raise UsageError("Die Zeile ist kein JSON", place=path, line=number) from None
        if not isinstance(row, dict) or "doc" not in row:
            raise UsageError("Der Zeile fehlt „doc“", place=path, line=number)
        rows.append(row)
    return rows

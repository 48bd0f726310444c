"""Reading gold: JSON lines beside texts, or marked texts.

A set of gold is

* a folder with ``*.marked`` texts, or one such text (see ``marks``),
* a folder with ``gold.jsonl``, ``docs.jsonl`` and the texts, or
* a file of JSON lines, with the folder of the texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UsageError
from .marks import compile_document


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document and what is to be found in it.

    :param facts: its record: ``doc``, ``type``, ``laws`` …
    :param text: returns its text, to which the offsets of ``demands`` refer
    """

    facts: dict[str, Any]
    demands: tuple[dict[str, Any], ...]
    text: Callable[[], str]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents that are measured together."""

    name: str
    documents: tuple[GoldDocument, ...]


def read_gold(
    path: Path, read_text: Callable[[Path], str], *, documents: Path | None = None, facts: Path | None = None
) -> GoldSet:
    """Return a set of gold.

    :param read_text: returns the text of a document file
    :param documents: folder of the texts (default: that of the gold)
    :param facts: one JSON object per document (default: ``docs.jsonl`` beside the texts or the gold)
    :raises UsageError: if a file is missing or wrong
    """
    if path.suffix == ".marked":
        return _marked_set(path.stem, [path])
    if path.is_dir():
        marked = sorted(path.glob("*.marked"))
        if marked:
            return _marked_set(path.name, marked)
        if not (path / "gold.jsonl").is_file():
            raise UsageError(
                "Im Ordner ist weder gold.jsonl noch ein Text mit Marken (.marked)",
                place=path, hint="Einen Ordner mit Annotation angeben",
            )  # fmt: skip
        path = path / "gold.jsonl"
    folder = documents or path.parent
    name = path.parent.name if path.name == "gold.jsonl" and path.parent.name else path.stem
    return _lines_set(name, path, folder, facts, read_text)


def _marked_set(name: str, sources: list[Path]) -> GoldSet:
    found: list[GoldDocument] = []
    for source in sources:
        text, record, demands = compile_document(source)
        found.append(GoldDocument(record, tuple(demands), _constant(text)))
    return GoldSet(name, tuple(found))


def _constant(text: str) -> Callable[[], str]:
    return lambda: text


def _lines_set(
    name: str, gold: Path, folder: Path, facts: Path | None, read_text: Callable[[Path], str]
) -> GoldSet:
    if facts is None:
        beside = [folder / "docs.jsonl", gold.with_name(gold.name.replace("gold", "docs"))]
        facts = next((path for path in beside if path.is_file() and path != gold), None)
    rows = json_lines(gold)
    by_document: dict[str, list[dict[str, Any]]] = {}
    for number, row in enumerate(rows, 1):
        _check_demand(row, gold, number)
        by_document.setdefault(row["doc"], []).append(row)
    records = [{"doc": doc} for doc in by_document] if facts is None else json_lines(facts)
    unknown = sorted(set(by_document) - {record["doc"] for record in records})
    if unknown:
        raise UsageError(
            f"Kein Eintrag für {', '.join(unknown)}", place=facts, hint="Eine Zeile je Dokument angeben"
        )
    return GoldSet(
        name,
        tuple(
            GoldDocument(record, tuple(by_document.get(record["doc"], ())), _file(folder, record, read_text))
            for record in records
        ),
    )


def _file(folder: Path, record: dict[str, Any], read_text: Callable[[Path], str]) -> Callable[[], str]:
    return lambda: read_text(folder / str(record["doc"]))


def _check_demand(row: dict[str, Any], path: Path, line: int) -> None:
    for name in ("start", "end", "demander", "addressee", "laws", "services", "kind"):
        if name not in row:
            raise UsageError(f"Der Zeile fehlt „{name}“", place=path, line=line)
    if not (isinstance(row["start"], int) and isinstance(row["end"], int) and 0 <= row["start"] < row["end"]):
        raise UsageError("Die Stelle ist keine: start vor end, beides Zahlen", place=path, line=line)


def json_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file with one JSON object a line, each with ``doc``.

    :raises UsageError: if the file is missing or a line is something else
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError("Die Datei ist nicht lesbar", place=path, hint="Pfad und Rechte prüfen") from None
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise UsageError("Die Zeile ist kein JSON", place=path, line=number) from None
        if not isinstance(row, dict) or "doc" not in row:
            raise UsageError("Der Zeile fehlt „doc“", place=path, line=number)
        rows.append(row)
    return rows

"""Texts with marked demands: ``NAME.marked`` beside ``NAME.json``; see tests/gold/README.md.

In the text each annotated span stands between ``⟦id|`` and ``⟧``; the other file holds
``{"document": {…}, "demands": {"id": {…attributes…}}}``. Whoever adds a document edits marks, never
offsets.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from ..errors import UsageError

MARK: Final = re.compile(r"⟦(?P<id>[\w-]+)\||(?P<close>⟧)")
REQUIRED: Final = ("demander", "addressee", "laws", "services", "kind", "section")


def strip_marks(marked: str, place: Path | None = None) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the text without marks and the span (code points) of each mark's identifier.

    :raises UsageError: if a mark is nested, repeated, never opened or never closed
    """
    parts: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    open_mark: tuple[str, int] | None = None
    length = position = 0

    def wrong(message: str, at: int) -> UsageError:
        line = marked.count("\n", 0, at) + 1
        return UsageError(message, place=place, line=line, hint="Marken haben die Form ⟦id|…⟧")

    for match in MARK.finditer(marked):
        parts.append(marked[position : match.start()])
        length += len(parts[-1])
        position = match.end()
        if match["close"]:
            if open_mark is None:
                raise wrong("⟧ ohne ⟦", match.start())
            spans[open_mark[0]] = (open_mark[1], length)
            open_mark = None
        elif open_mark is not None or match["id"] in spans:
            raise wrong(f"Die Marke {match['id']} ist verschachtelt oder doppelt", match.start())
        else:
            open_mark = (match["id"], length)
    if open_mark is not None:
        raise wrong(f"Die Marke {open_mark[0]} wird nicht geschlossen", len(marked))
    return "".join(parts) + marked[position:], spans


def compile_document(source: Path) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
    """Return text, document record and demand records of one marked source.

    :raises UsageError: if a file is missing or marks and attributes do not fit
    """
    try:
        marked = source.read_bytes().decode("utf-8")
        record = json.loads(source.with_suffix(".json").read_text(encoding="utf-8"))
        attributes_of: dict[str, dict[str, Any]] = record["demands"]
        described: dict[str, Any] = record["document"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            "Text oder Angaben sind nicht lesbar", place=source, hint="Daneben gehört die .json-Datei"
        ) from None
    text, spans = strip_marks(marked, source)
    name = source.with_suffix(".txt").name
    if set(spans) != set(attributes_of):
        differing = ", ".join(sorted(set(spans) ^ set(attributes_of)))
        raise UsageError(f"Marken und Angaben passen nicht zusammen: {differing}", place=source)
    demands: list[dict[str, Any]] = []
    for mark, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        attributes = attributes_of[mark]
        missing = [key for key in REQUIRED if key not in attributes]
        if missing:
            raise UsageError(f"Der Forderung {mark} fehlt: {', '.join(missing)}", place=source)
        quote = text[start:end]
        if not quote or quote != quote.strip():
            raise UsageError(f"Die Marke {mark} ist leer oder hat Leerraum am Rand", place=source)
        words = quote.split()
        head = {"doc": name, "id": f"{source.stem}-{mark}", "start": start, "end": end}
        quotes = {"quote_head": " ".join(words[:6]), "quote_tail": " ".join(words[-4:])}
        demands.append({**head, **quotes, **attributes})
    counted = sum(not demand.get("ignore", False) for demand in demands)
    return text, {"doc": name, **described, "n_demands": counted}, demands


def compile_folder(source: Path, target: Path) -> int:
    """Write texts, ``gold.jsonl`` and ``docs.jsonl`` of all ``*.marked`` in ``source``; return how many.

    :raises UsageError: if a source is wrong
    """
    target.mkdir(parents=True, exist_ok=True)
    sources = sorted(source.glob("*.marked"))
    gold: list[str] = []
    documents: list[str] = []
    for path in sources:
        text, document, demands = compile_document(path)
        (target / document["doc"]).write_bytes(text.encode("utf-8"))
        documents.append(json.dumps(document, ensure_ascii=False))
        gold += [json.dumps(demand, ensure_ascii=False) for demand in demands]
    (target / "gold.jsonl").write_text("".join(line + "\n" for line in gold), encoding="utf-8")
    (target / "docs.jsonl").write_text("".join(line + "\n" for line in documents), encoding="utf-8")
    return len(sources)

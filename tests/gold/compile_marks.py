"""Turn marked-up development texts into texts plus gold in the schema of the annotation guideline.

A source is ``NAME.marked`` (the text, each annotated span between ``⟦id|`` and ``⟧``) beside
``NAME.json`` with ``{"document": {…}, "demands": {"id": {…attributes…}}}``. The compiled folder holds
``NAME.txt`` (marks removed), ``gold.jsonl`` (one demand per line with offsets) and ``docs.jsonl``.
Whoever adds a document edits marks, never offsets:

    python tests/gold/compile_marks.py SOURCE_DIR TARGET_DIR
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

MARK = re.compile(r"⟦(?P<id>[\w-]+)\||(?P<close>⟧)")
REQUIRED = ("demander", "addressee", "laws", "services", "kind", "section")


def strip_marks(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the text without marks and the span (code points) of each mark's identifier."""
    parts: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    open_mark: tuple[str, int] | None = None
    length = position = 0
    for match in MARK.finditer(marked):
        parts.append(marked[position : match.start()])
        length += len(parts[-1])
        position = match.end()
        if match["close"]:
            if open_mark is None:
                raise ValueError(f"⟧ without ⟦ near {marked[match.start() - 40 : match.end()]!r}")
            spans[open_mark[0]] = (open_mark[1], length)
            open_mark = None
        elif open_mark is not None or match["id"] in spans:
            raise ValueError(f"nested or repeated mark {match['id']}")
        else:
            open_mark = (match["id"], length)
    if open_mark is not None:
        raise ValueError(f"mark {open_mark[0]} is never closed")
    return "".join(parts) + marked[position:], spans


def compile_document(source: Path) -> tuple[str, dict[str, object], list[dict[str, object]]]:
    """Return text, document record and demand records of one marked source."""
    text, spans = strip_marks(source.read_bytes().decode("utf-8"))
    record = json.loads(source.with_suffix(".json").read_text(encoding="utf-8"))
    name = source.with_suffix(".txt").name
    demands: list[dict[str, object]] = []
    if set(spans) != set(record["demands"]):
        raise ValueError(f"{source.name}: marks and attributes differ: {set(spans) ^ set(record['demands'])}")
    for mark, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        attributes = record["demands"][mark]
        missing = [key for key in REQUIRED if key not in attributes]
        if missing:
            raise ValueError(f"{source.name}: {mark} lacks {missing}")
        quote = text[start:end]
        if not quote or quote != quote.strip():
            raise ValueError(f"{source.name}: {mark} is empty or begins or ends with white space")
        words = quote.split()
        head = {"doc": name, "id": f"{source.stem}-{mark}", "start": start, "end": end}
        quotes = {"quote_head": " ".join(words[:6]), "quote_tail": " ".join(words[-4:])}
        demands.append({**head, **quotes, **attributes})
    counted = sum(not demand.get("ignore", False) for demand in demands)
    return text, {"doc": name, **record["document"], "n_demands": counted}, demands


def compile_folder(source: Path, target: Path) -> int:
    """Compile every ``*.marked`` below ``source`` into ``target``; return the number of documents."""
    target.mkdir(parents=True, exist_ok=True)
    sources = sorted(source.glob("*.marked"))
    gold: list[str] = []
    documents: list[str] = []
    for path in sources:
        text, document, demands = compile_document(path)
        (target / document["doc"]).write_bytes(text.encode("utf-8"))  # type: ignore[operator]
        documents.append(json.dumps(document, ensure_ascii=False))
        gold += [json.dumps(demand, ensure_ascii=False) for demand in demands]
    (target / "gold.jsonl").write_text("".join(line + "\n" for line in gold), encoding="utf-8")
    (target / "docs.jsonl").write_text("".join(line + "\n" for line in documents), encoding="utf-8")
    return len(sources)


if __name__ == "__main__":
    print(f"{compile_folder(Path(sys.argv[1]), Path(sys.argv[2]))} documents")

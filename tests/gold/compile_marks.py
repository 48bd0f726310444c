"""Turn marked texts into texts plus gold in the schema of the annotation guideline, for other programs.

``forderungsgraph evaluate --gold FOLDER`` reads marked texts itself; this writes ``NAME.txt`` (marks
removed), ``gold.jsonl`` (one demand per line with offsets) and ``docs.jsonl``:

    python tests/gold/compile_marks.py SOURCE_DIR TARGET_DIR
"""

from __future__ import annotations

import sys
from pathlib import Path

from forderungsgraph.evaluate.marks import compile_document, compile_folder, strip_marks

__all__ = ["compile_document", "compile_folder", "strip_marks"]

if __name__ == "__main__":
    print(f"{compile_folder(Path(sys.argv[1]), Path(sys.argv[2]))} documents")

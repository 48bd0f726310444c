"""Files made by programs that people use, rather than by the tests: the same demands as from plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.ingest import ingest
from forderungsgraph.records import demand_records
from tests.ingest.conftest import DOCUMENT, WORDINGS, as_text

FILES = sorted(
    path
    for path in (Path(__file__).resolve().parents[1] / "data" / "ingest").iterdir()
    if path.suffix != ".md"
)


def test_the_files_are_there() -> None:
    assert [path.name for path in FILES] == [
        "chromium-columns.pdf", "chromium.pdf", "groff-ghostscript.pdf", "latex-columns.pdf", "latex.pdf",
        "libreoffice.docx", "libreoffice.html", "libreoffice.odt", "libreoffice.pdf", "typst-columns.pdf",
        "weasyprint.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_same_demands_from_every_program(path: Path, converter: Converter) -> None:
    text = ingest(path.read_bytes(), name=path.name).text
    conversion = converter.convert(text, name=path.name)
    assert tuple(demand.wording.rstrip(".,") for demand in conversion.demands) == WORDINGS
    plain = converter.convert(as_text(DOCUMENT).decode(), name="a.txt")
    for found, expected in zip(demand_records(conversion), demand_records(plain), strict=True):
        for key in ("demander", "addressee", "laws", "services", "kind", "section", "rule"):
            assert found[key] == expected[key], key

"""``forderungsgraph extract`` on files of all formats and on folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forderungsgraph.cli import main
from forderungsgraph.convert.ingest import ingest
from tests.ingest.conftest import (
    DOCUMENT,
    WORDINGS,
    PdfWriter,
    as_docx,
    as_html,
    as_markdown,
    as_odt,
    as_text,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mehr").mkdir()
    files = {
        "a.txt": as_text(DOCUMENT),
        "b.md": as_markdown(DOCUMENT),
        "c.html": as_html(DOCUMENT),
        "d.pdf": PdfWriter(height=20).write(DOCUMENT),
        "mehr/e.docx": as_docx(DOCUMENT),
        "mehr/f.odt": as_odt(DOCUMENT),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a.toml").write_text("title = 'Begleitdatei'", encoding="utf-8")
    (tmp_path / "mehr" / "zurück").symlink_to(tmp_path)
    return tmp_path


def test_a_folder_of_all_formats(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(folder)]) == 0
    shown = capsys.readouterr()
    # the folder holds a link to itself
    assert shown.err.replace("\n", "") == (
        f"Hinweis: {folder}/mehr/zurück: Der Verweis führt in einen Ordner, der schon gelesen wird; übergangen."
    )
    rows = [json.loads(line) for line in shown.out.splitlines()]
    names = ["a.txt", "b.md", "c.html", "d.pdf", "e.docx", "f.odt"]
    assert [row["doc"] for row in rows] == [name for name in names for _ in WORDINGS]
    for row in rows:
        path = next(folder.rglob(row["doc"]))
        assert ingest(path.read_bytes(), name=path.name).text[row["start"] : row["end"]] == row["text"]


def test_one_bad_file_leaves_the_others_unharmed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.html").write_bytes(b"\x89PNG")
    (folder / "d.pdf").write_bytes((folder / "d.pdf").read_bytes()[:2000])
    (folder / "a.txt").write_bytes(as_text(DOCUMENT).decode().replace("•", "-").encode("cp1252"))
    assert main(["extract", "--documents", str(folder)]) == 1
    shown = capsys.readouterr()
    assert [json.loads(line)["doc"] for line in shown.out.splitlines()] == [
        "a.txt",
        "b.md",
        "e.docx",
        "f.odt",
    ]
    said = shown.err.replace("\n", " ")
    assert "Hinweis:" in said
    assert "in Latin-1 (Windows-1252) geschrieben" in said
    assert "Die Datei ist ein Bild (PNG), kein lesbares Dokument" in said
    assert "Das PDF ist unvollständig, sein Ende fehlt" in said

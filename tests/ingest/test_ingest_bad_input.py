"""Files that cannot be used: one clear sentence each, in bounded time and memory."""

from __future__ import annotations

import errno
import io
import os
import random
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from forderungsgraph.convert.ingest import DocumentFormat, Remark, apart, ingest, limits, read_file, walk
from forderungsgraph.convert.ingest.apart import Ingester, ingest_apart
from forderungsgraph.errors import ForderungsgraphError, TextError, UsageError
from tests.ingest.conftest import DOCUMENT, PdfWriter, as_docx, as_html, as_odt, as_text, part, with_parts

GERMAN = "Die Kommunen fordern das Land auf, die Kosten für Äcker, Öfen und Übungen zu tragen – jährlich.\n"
ENGLISH = "The municipalities ask the state to bear the costs of this and to report on it to the public. " * 3


def scanned_pdf() -> bytes:
    stored = io.BytesIO()
    canvas = Canvas(stored, invariant=1)
    for _ in range(3):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return stored.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stored.getvalue()


def bomb(part_name: str, base: bytes) -> bytes:
    return with_parts(base, {part_name: b"<a>" + b" " * 60_000_000})


def pdf_bomb(size: int) -> bytes:
    """A page whose content is ``size`` blanks, packed to a thousandth."""
    content = zlib.compress(b" " * size, 9)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
    )
    data, places = b"%PDF-1.4\n", b""
    for number, each in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 5\n0000000000 65535 f \n" + places
    return data + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(data)


def lying_bomb() -> bytes:
    """A part that claims to be small in the central directory."""
    data = bytearray(bomb("word/document.xml", as_docx(DOCUMENT)))
    size = (60_000_003).to_bytes(4, "little")
    assert data.count(size) == 2
    return bytes(data.replace(size, (5000).to_bytes(4, "little")))


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&y;</w:body></w:document>'
)

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "leer.txt": (lambda: b"", "Der Text ist leer"),
    "leerzeichen.txt": (lambda: b"\xef\xbb\xbf \n\t\n", "Der Text ist leer"),
    "englisch.txt": (ENGLISH.encode, "nicht deutsch (er sieht nach Englisch aus)"),
    "englisch.html": (lambda: f"<html><body><p>{ENGLISH}</p></body></html>".encode(), "nicht deutsch"),
    "englisch.pdf": (lambda: PdfWriter().write((part("p", ENGLISH),)), "nicht deutsch"),
    "nullen.txt": (lambda: bytes(4096), "enthält Nullbytes (4096)"),
    "nullbytes.txt": (lambda: GERMAN.encode().replace(b"Land", b"La\x00nd"), "enthält Nullbytes (1)"),
    "utf16-halb.txt": (lambda: b"\xff\xfe" + GERMAN.encode("utf-16-le")[:-1], "UTF-16"),
    "utf32.txt": (lambda: GERMAN.encode("utf-32"), "UTF-32"),
    "kodierung.txt": (lambda: GERMAN.encode() + bytes(range(0x81, 0x91)) * 3, "Kodierung des Textes ist nicht zu erkennen"),
    "kyrillisch.txt": (lambda: ("Мы требуем от правительства земли денег. " * 3).encode("cp1251"), "Kodierung"),
    "gescannt.pdf": (scanned_pdf, "enthält keinen Text; OCR nötig: etwa „ocrmypdf -l deu EINGABE AUSGABE“"),
    "kennwort.pdf": (lambda: PdfWriter(encrypt="geheim").write(DOCUMENT), "verschlüsselt"),
    "halb.pdf": (lambda: PdfWriter().write(DOCUMENT)[:3000], "unvollständig"),
    "kaputt.pdf": (lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(500).replace(b"%", b"x") + b"\n%%EOF\n", "beschädigt"),
    "bombe.docx": (lambda: bomb("word/document.xml", as_docx(DOCUMENT)), "unmäßig groß"),
    "bombe.odt": (lambda: bomb("content.xml", as_odt(DOCUMENT)), "unmäßig groß"),
    "luege.docx": (lying_bomb, "beschädigt"),
    "entitaeten.docx": (lambda: with_parts(as_docx(DOCUMENT), {"word/document.xml": BILLION_LAUGHS}), "Dokumenttyp"),
    "tief.docx": (
        lambda: with_parts(as_docx(DOCUMENT), {"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}),
        "geschachtelt",
    ),
    "halb.docx": (lambda: as_docx(DOCUMENT)[:9000], "beschädigt oder unvollständig"),
    "kaputt.docx": (lambda: with_parts(as_docx(DOCUMENT), {"word/document.xml": b"<a><b></a>"}), "beschädigt"),
    "leer.docx": (lambda: as_docx(()), "enthält keinen Text"),
    "kennwort.docx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
        "Kennwort",
    ),
    "kennwort.odt": (
        lambda: with_parts(as_odt(DOCUMENT), {"META-INF/manifest.xml": b"<m><encryption-data/></m>"}),
        "Kennwort",
    ),
    "alt.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "altes Office-Format"),
    "tabelle.xlsx": (lambda: zipped({"xl/workbook.xml": b"<a/>"}), "eine Tabelle (XLSX)"),
    "buch.epub": (lambda: zipped({"META-INF/container.xml": b"<a/>"}), "ein E-Book (EPUB)"),
    "archiv.zip": (lambda: zipped({"a.txt": b"a"}), "ein ZIP-Archiv"),
    "rtf.rtf": (lambda: b"{\\rtf1 Text}", "RTF"),
    "bild.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "ein Bild (PNG)"),
    "quelltext.tex": (lambda: b"% Kopf\n\\documentclass{article}\n" + GERMAN.encode(), "ein LaTeX-Quelltext"),
    "post.eml": (lambda: b"From: a\r\nSubject: b\r\n c\r\nMIME-Version: 1.0\r\n\r\n" + GERMAN.encode(), "eine E-Mail"),
    "daten.json5": (lambda: b'[{"titel": "' + GERMAN.strip().encode() + b'"}]', "eine Datei mit Daten (JSON)"),
    "daten.xml": (lambda: b'<?xml version="1.0"?><akoma><a>b</a></akoma>', "XML-Dokument unbekannter Art"),
    "leer.html": (lambda: b"<!DOCTYPE html><html><body><script>x()</script></body></html>", "enthält keinen Text"),
    "gross.html": (lambda: b"<html><body>" + b"<p>Die Kommunen</p>" * 2_800_000, "zu groß (HTML, 51 MB"),
    "gross.txt": (lambda: GERMAN.encode() * 230_000, "zu groß (Text, 23 MB"),
    "zufall.bin": (lambda: bytes(range(256)) * 40, "Nullbytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_sentence(name: str) -> None:
    make, expected = BAD[name]
    with pytest.raises(TextError) as caught:
        ingest(make(), name=name)
    assert expected in str(caught.value)
    assert str(caught.value).startswith(f"{name}")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (GERMAN.encode("latin-1", "replace").replace(b"?", b"-"), "Latin-1"),
        (GERMAN.encode("cp1252"), "Latin-1"),
        (GERMAN.encode("utf-16"), "UTF-16"),
        (GERMAN.encode("utf-16-le"), "UTF-16"),
        (GERMAN.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_other_encodings_are_read_with_a_note(data: bytes, note: str) -> None:
    ingested = ingest(data, name="a.txt")
    assert ingested.text.replace("–", "-") == GERMAN.replace("–", "-")
    assert [note in each for each in ingested.notes] == [True]


def test_null_bytes_for_list_glyphs_are_kept_with_a_note() -> None:
    text = "Wir fordern das Land auf,\n\x00 mehr Mittel zu geben,\n\x00 Personal zu geben.\n"
    ingested = ingest(text.encode(), name="a.txt")
    assert ingested.text == text
    assert "2 Nullbytes" in ingested.notes[0]


def test_a_pdf_with_some_empty_pages_says_which() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored, invariant=1)
    for page in range(4):
        if page != 2:
            canvas.drawString(50, 700, "Die Kommunen fordern das Land auf, die Kosten zu tragen.")
        canvas.showPage()
    canvas.save()
    ingested = ingest(stored.getvalue(), name="a.pdf")
    assert ingested.notes == ("Ohne Text, nicht ausgewertet: Seite 3 von 4 (leer oder nur Bild)",)
    assert len(ingested.pages) == 4


def test_a_pdf_with_owner_protection_only_can_be_read() -> None:
    assert "fordert" in ingest(PdfWriter(encrypt="").write(DOCUMENT), name="a.pdf").text


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table"])
def test_deep_markup_does_not_overflow(tag: str) -> None:
    page = "<html><body>" + f"<{tag}>" * 20_000 + f"<p>{GERMAN}</p></body></html>"
    with pytest.raises(TextError, match="tief geschachtelt"):
        ingest(page.encode(), name="a.html")
    page = "<html><body>" + "<div>" * 240 + f"<p>{GERMAN}</p></body></html>"
    assert ingest(page.encode(), name="a.html").text.startswith("Die Kommunen fordern")


def test_walk_is_sorted_and_says_what_it_passes_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/z.pdf", "b/a.txt", "c.txt", "a.md", ".versteckt", "c.toml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "b" / "schleife").symlink_to(tmp_path)
    (tmp_path / "b" / "nirgends").symlink_to(tmp_path / "fehlt")
    os.mkfifo(tmp_path / "leitung")
    found = [
        each.relative_to(tmp_path).as_posix() if isinstance(each, Path) else each for each in walk(tmp_path)
    ]
    loop = Remark(
        tmp_path / "b" / "schleife", "Der Verweis führt in einen Ordner, der schon gelesen wird; übergangen"
    )
    assert found == ["a.md", "b/a.txt", "b/nirgends", loop, "b/z.pdf", "c.txt", "leitung"]
    assert list(walk(tmp_path / "c.txt")) == [tmp_path / "c.txt"]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "notiz.toml").write_text("x = 1", encoding="utf-8")
    (error,) = walk(tmp_path)
    assert str(error) == (
        f"{tmp_path}: Der Ordner enthält keine Dokumente. Einen anderen Ordner oder Dateien nennen."
    )


def test_a_folder_that_cannot_be_read_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "geheim").mkdir()
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    scan = os.scandir

    def guarded(path: Path) -> Iterator[os.DirEntry[str]]:
        # permissions do not bind whoever may do everything
        if path == tmp_path / "geheim":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scan(path)

    monkeypatch.setattr("os.scandir", guarded)
    document, error = walk(tmp_path)
    assert document == tmp_path / "a.txt"
    assert isinstance(error, UsageError)
    assert str(error) == (
        f"{tmp_path / 'geheim'}: Der Ordner lässt sich nicht lesen (Permission denied). Pfad und Rechte prüfen."
    )


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert list(walk(tmp_path / "fehlt")) == [tmp_path / "fehlt"]
    with pytest.raises(UsageError, match="lässt sich nicht lesen"):
        read_file(tmp_path / "fehlt")
    with pytest.raises(UsageError, match="ein Ordner"):
        read_file(tmp_path)
    os.mkfifo(tmp_path / "leitung")
    with pytest.raises(UsageError, match="keine gewöhnliche Datei"):
        read_file(tmp_path / "leitung")
    with pytest.raises(UsageError, match="keine gewöhnliche Datei"):
        read_file(Path(os.devnull))
    with (tmp_path / "riesig.pdf").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(TextError, match="zu groß"):
        read_file(tmp_path / "riesig.pdf")


def test_a_pdf_that_unpacks_to_gigabytes_leaves_the_next_file_unharmed() -> None:
    """PDFium takes the memory and its process dies; ours goes on."""
    with Ingester(memory=128 * limits.MEBIBYTE) as ingester:
        with pytest.raises(TextError) as caught:
            ingester.ingest(pdf_bomb(160_000_000), name="bombe.pdf")
        assert str(caught.value) == (
            "bombe.pdf: Das Lesen brach ab: Die Datei ist beschädigt oder braucht zu viel Arbeitsspeicher. "
            "Die Datei neu speichern oder nur den Text des Dokuments ablegen."
        )
        assert ingester.ingest(GOOD_PDF, name="gut.pdf") == ingest(GOOD_PDF, name="gut.pdf")


def test_reading_ends_when_its_time_is_over() -> None:
    # the process needs longer to start
    with Ingester(seconds=0.001) as ingester, pytest.raises(TextError) as caught:
        ingester.ingest(GOOD_PDF, name="langsam.pdf")
    assert str(caught.value).startswith("langsam.pdf: Das Lesen wurde nach 0.001 Sekunden abgebrochen. ")


@pytest.mark.parametrize(
    "name", ["gescannt.pdf", "kennwort.odt", "englisch.html", "gross.html", "nullbytes.txt"]
)
def test_the_process_apart_says_what_the_stage_says(name: str) -> None:
    data = BAD[name][0]()
    said = []
    for read in (ingest, ingest_apart):
        with pytest.raises(TextError) as caught:
            read(data, name=name)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_what_no_reader_foresaw_is_told_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("w:p")

    monkeypatch.setattr("forderungsgraph.convert.ingest.apart.ingest", broken)
    head = b'{"name": "a.docx", "size": 3}\n'
    answer = apart._answer(head, io.BytesIO(b"abc"))
    with pytest.raises(TextError, match=r"^a\.docx: Die Datei ließ sich nicht lesen \(KeyError: 'w:p'\)"):
        apart._unpacked(answer, "a.docx")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_files_never_end_in_a_traceback(data: st.DataObject) -> None:
    """Any cut or changed byte gives a text or an error of the tree."""
    name, whole = data.draw(st.sampled_from(WHOLE))
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(broken)), st.integers(1, len(broken))))
    message = name
    try:
        text = ingest(bytes(broken[:cut]), name=name).text
    except ForderungsgraphError as error:
        text, message = "", str(error)
    assert text or message.startswith(f"{name}: ") or message.startswith(f"{name}, Zeile ")


GOOD_PDF = PdfWriter(height=20).write(DOCUMENT)
WHOLE = (
    ("a.txt", as_text(DOCUMENT)),
    ("a.html", as_html(DOCUMENT)),
    ("a.pdf", GOOD_PDF),
    ("a.docx", as_docx(DOCUMENT)),
    ("a.odt", as_odt(DOCUMENT)),
)

# the peak of this process alone; ru_maxrss would count what the test process had before
_MEASURE = """
import re, sys
from pathlib import Path
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.ingest import ingest
from forderungsgraph.registers import read_registers
ingested = ingest(Path(sys.argv[1]).read_bytes(), name="a.pdf")
assert len(Converter(read_registers()).convert(ingested.text, name="a.pdf").demands) > 600
print(len(ingested.pages), re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_three_hundred_pages_stay_below_500_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PdfWriter(height=25).write(DOCUMENT * 330))
    ran = subprocess.run([sys.executable, "-c", _MEASURE, path], capture_output=True, text=True, check=True)
    pages, kibibytes = map(int, ran.stdout.split())
    assert pages >= 300
    assert kibibytes < 500 * 1024


def test_formats_are_told_by_content_not_by_name() -> None:
    assert ingest(as_docx(DOCUMENT), name="a.pdf").format is DocumentFormat.DOCX
    assert ingest(PdfWriter().write(DOCUMENT), name="a.txt").format is DocumentFormat.PDF
    assert ingest(as_html(DOCUMENT), name="a.txt").format is DocumentFormat.HTML

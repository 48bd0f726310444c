"""Which format some bytes are in, by their content; the name only decides between plain text and Markdown."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from forderungsgraph.errors import TextError

from .result import DocumentFormat

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_TEXT: Final = "Lesbar sind Text, Markdown, HTML, PDF, DOCX und ODT"
# (first bytes, what it is, hint)
_OTHER: Final = (
    (b"{\\rtf", "ein RTF-Dokument", "Als .docx, .odt oder .pdf speichern"),
    (b"\x89PNG", "ein Bild (PNG)", "Den Text mit OCR gewinnen und als .txt ablegen"),
    (b"\xff\xd8\xff", "ein Bild (JPEG)", "Den Text mit OCR gewinnen und als .txt ablegen"),
    (b"GIF8", "ein Bild (GIF)", "Den Text mit OCR gewinnen und als .txt ablegen"),
    (b"II*\x00", "ein Bild (TIFF)", "Den Text mit OCR gewinnen und als .txt ablegen"),
    (b"MM\x00*", "ein Bild (TIFF)", "Den Text mit OCR gewinnen und als .txt ablegen"),
    (b"\x1f\x8b", "ein gepacktes Archiv (gzip)", "Die Dateien daraus einzeln ablegen"),
    (b"BZh", "ein gepacktes Archiv (bzip2)", "Die Dateien daraus einzeln ablegen"),
    (b"\xfd7zXZ", "ein gepacktes Archiv (xz)", "Die Dateien daraus einzeln ablegen"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv (7-Zip)", "Die Dateien daraus einzeln ablegen"),
    (b"Rar!", "ein gepacktes Archiv (RAR)", "Die Dateien daraus einzeln ablegen"),
    (b"\x7fELF", "ein Programm", _AS_TEXT),
    (b"MZ\x90", "ein Programm", _AS_TEXT),
    (b"SQLite format 3", "eine Datenbank", _AS_TEXT),
    (b"%!PS", "ein PostScript-Dokument", "Als PDF speichern"),
    (b"ID3", "eine Tonaufnahme", "Eine Abschrift als .txt ablegen"),
    (b"OggS", "eine Ton- oder Bildaufnahme", "Eine Abschrift als .txt ablegen"),
)
_ZIPPED: Final = (
    ("xl/", "eine Tabelle (XLSX)"),
    ("ppt/", "eine Präsentation (PPTX)"),
    ("META-INF/container.xml", "ein E-Book (EPUB)"),
)
_HTML: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|article|main|section|div|h[1-6]|p|table|ul|ol|title|meta|span|header)\b",
    re.I | re.S,
)
_XML: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?<\?xml\b|\s*<[a-z][\w.-]*(?::[\w.-]+)?[\s>]", re.I)
# texts by their characters, but written for programs
_SOURCES: Final = (
    (re.compile(rb"\s*(?:%.*\n\s*)*\\document(?:class|style)\b"), "ein LaTeX-Quelltext", "Daraus ein PDF machen und dieses verwenden"),
    (
        re.compile(rb"(?:[A-Za-z][\w-]*:.*\r?\n(?:[ \t].*\r?\n)*){1,80}?MIME-Version:", re.I),
        "eine E-Mail oder eine Seite als Webarchiv",
        "Den Text als .txt oder die Seite als .html ablegen",
    ),
    (re.compile(rb"\s*(?:\[\s*)?\{\s*\"[\w@$:-]+\"\s*:"), "eine Datei mit Daten (JSON)", _AS_TEXT),
)  # fmt: skip
# signs of Markdown that plain German texts do not have; list dashes and asterisks prove nothing
_MARKDOWN: Final = (
    re.compile(r"^\#{1,6} \S", re.M),
    re.compile(r"^\S.*\n(?:={3,}|-{3,})[ \t]*$", re.M),
    re.compile(r"(?<![\w*])\*\*\S(?:[^*\n]*\S)?\*\*"),
    re.compile(r"(?<!\w)__\S(?:[^_\n]*\S)?__(?!\w)"),
    re.compile(r"!?\[[^\]\n]+\]\((?:https?:|mailto:|/|\.|#)[^)\s]*\)"),
    re.compile(r"^\[\^?[^\]\n]+\]:\s", re.M),
    re.compile(r"^```", re.M),
    re.compile(r"^\|?[ :]*-{3,}[ :]*(?:\|[ :]*-{3,}[ :]*)+\|?[ \t]*$", re.M),
    re.compile(r"\A---\n(?:\w[\w-]*:.*\n)+---\n"),
)


def detect(data: bytes, name: str) -> DocumentFormat:
    """Return the format of ``data``; plain text where nothing else is recognised.

    :param name: file name, for the error message
    :raises TextError: a format that is known, but not read
    """
    head = data[:1024]
    if b"%PDF-" in head:
        return DocumentFormat.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if data.startswith(_OLE):
        raise _old_office(data, name)
    for magic, what, hint in _OTHER:
        if data.startswith(magic):
            raise TextError(f"Die Datei ist {what}, kein lesbares Dokument", place=name, hint=hint)
    for pattern, what, hint in _SOURCES:
        if pattern.match(data[:65_536]):
            raise TextError(f"Die Datei ist {what}, kein lesbares Dokument", place=name, hint=hint)
    if data[4:8] == b"ftyp":
        raise TextError("Die Datei ist eine Ton- oder Bildaufnahme", place=name, hint=_AS_TEXT)
    markup = _without_nulls(data[:8192])
    if _HTML.match(markup):
        return DocumentFormat.HTML
    if _XML.match(markup):
        if re.search(rb"<(?:html|body)\b", markup, re.I):
            return DocumentFormat.HTML
        if markup.lstrip().startswith((b"<?xml", b"\xef\xbb\xbf<?xml")):
            raise TextError("Die Datei ist ein XML-Dokument unbekannter Art", place=name, hint=_AS_TEXT)
    return DocumentFormat.TEXT


def is_plain(data: bytes) -> bool:
    """Whether nothing but characters is to be read: no PDF, archive or markup."""
    if b"%PDF-" in data[:1024] or data.startswith(b"PK"):
        return False
    markup = _without_nulls(data[:8192])
    return _HTML.match(markup) is None and _XML.match(markup) is None


def is_markdown(text: str, name: str) -> bool:
    """Whether a text is Markdown. Both are plain text, so here the name has a say.

    ``.txt`` is never Markdown, so that offsets in it stay offsets in the file; ``.md`` always is; with any
    other name two different signs of it are needed.
    """
    lowered = name.lower()
    if lowered.endswith(".txt"):
        return False
    if lowered.endswith((".md", ".markdown")):
        return True
    return sum(1 for pattern in _MARKDOWN if pattern.search(text[:200_000])) >= 2


def _without_nulls(head: bytes) -> bytes:
    """Return the start of a file with UTF-16 made readable for patterns over ASCII."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head


def _zipped(data: bytes, name: str) -> DocumentFormat:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:200] if _small(archive, "mimetype", names) else b""
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ):
        raise TextError(
            "Die Datei ist beschädigt oder unvollständig (DOCX, ODT oder ein anderes ZIP)",
            place=name,
            hint="Die Datei noch einmal holen oder neu speichern",
        ) from None
    if "word/document.xml" in names:
        return DocumentFormat.DOCX
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return DocumentFormat.ODT
    for part, what in _ZIPPED:
        if any(entry.startswith(part) for entry in names):
            raise TextError(f"Die Datei ist {what}, kein Textdokument", place=name, hint=_AS_TEXT)
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise TextError(
            "Die Datei ist ein OpenDocument, aber kein Text", place=name, hint="Als .odt oder .pdf speichern"
        )
    raise TextError(
        "Die Datei ist ein ZIP-Archiv, kein Dokument", place=name, hint="Die Dateien daraus einzeln ablegen"
    )


def _small(archive: zipfile.ZipFile, entry: str, names: set[str]) -> bool:
    return entry in names and archive.getinfo(entry).file_size < 1000


def _old_office(data: bytes, name: str) -> TextError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return TextError(
            "Das Dokument ist mit einem Kennwort geschützt", place=name, hint="Ohne Kennwort speichern"
        )
    return TextError(
        "Die Datei hat ein altes Office-Format (.doc, .xls, .ppt)",
        place=name,
        hint="Als .docx oder .pdf speichern",
    )

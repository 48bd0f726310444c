"""Stage *ingest*: a file's bytes to the text that the project stores and that all offsets refer to.

The text depends on the bytes alone. Plain text stays as it is, character by character; the other formats
are written in one layout: headings alone between blank lines, list items with ``• `` or their number,
footnotes at the end as ``[1] …``, a form feed between the pages of a PDF.
"""

from __future__ import annotations

from forderungsgraph.errors import TextError
from forderungsgraph.texts import other_language

from . import limits
from .decoding import decode
from .detect import detect, is_markdown
from .files import Remark, read_file, walk
from .markdown import render
from .result import DocumentFormat, Ingested, Metadata

__all__ = ["DocumentFormat", "Ingested", "Metadata", "Remark", "ingest", "read_file", "walk"]


def ingest(data: bytes, *, name: str) -> Ingested:
    """Return the text of a file.

    :param data: the file's bytes
    :param name: file name, for messages; the format is told by content, only ``.txt`` and ``.md`` by name
    :raises TextError: empty, damaged, protected, too large, without text, not German, or no known format
    """
    if len(data) > limits.FILE:
        raise limits.too_large("Datei", len(data), limits.FILE, name)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f\v"):
        raise TextError("Der Text ist leer", place=name, hint="Den Text einfügen oder die Datei entfernen")
    result = _read(data, name)
    if not result.text.strip("\ufeff \t\r\n\f\v\u00a0"):
        raise TextError(
            "Das Dokument enthält keinen Text", place=name, hint="Den Text einfügen oder die Datei entfernen"
        )
    other = other_language(result.text)
    if other is not None:
        raise TextError(
            f"Der Text ist nicht deutsch (er sieht nach {other} aus)"
            if other
            else "Der Text ist nicht deutsch",
            place=name,
            hint="Ausgewertet werden nur deutsche Texte",
        )
    return result


def _read(data: bytes, name: str) -> Ingested:
    # readers are imported when needed: trafilatura alone takes a quarter of a second
    kind = detect(data, name)
    match kind:
        case DocumentFormat.PDF:
            from .pdf import read_pdf

            text, pages, metadata, notes = read_pdf(data, name)
            return Ingested(text, kind, pages, metadata, notes)
        case DocumentFormat.DOCX:
            from .docx import read_docx

            text, metadata = read_docx(data, name)
            return Ingested(text, kind, metadata=metadata)
        case DocumentFormat.ODT:
            from .odt import read_odt

            text, metadata = read_odt(data, name)
            return Ingested(text, kind, metadata=metadata)
        case DocumentFormat.HTML:
            from .page import read_page

            text, metadata, notes = read_page(data, name)
            return Ingested(text, kind, metadata=metadata, notes=notes)
        case _:
            return _read_text(data, name)


def _read_text(data: bytes, name: str) -> Ingested:
    if len(data) > limits.TEXT:
        raise limits.too_large("Text", len(data), limits.TEXT, name)
    text, notes = decode(data, name)
    if is_markdown(text, name):
        rendered, metadata = render(text)
        return Ingested(rendered, DocumentFormat.MARKDOWN, metadata=metadata, notes=notes)
    pages = (0, *(index + 1 for index, character in enumerate(text[:-1]) if character == "\f"))
    return Ingested(text, DocumentFormat.TEXT, pages, notes=notes)

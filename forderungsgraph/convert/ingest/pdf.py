"""PDF to text: layout by the places of the characters, without pictures."""

from __future__ import annotations

import re
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from forderungsgraph.errors import TextError

from . import limits
from .columns import TextLine, read_lines
from .glyphs import PageRuns, page_runs
from .paging import assemble
from .result import Metadata

_TAIL: Final = 4096
_LEAST_LETTERS: Final = 40
_AGAIN: Final = "Die Datei noch einmal holen"


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[int, ...], Metadata, tuple[str, ...]]:
    """Return text, page offsets, metadata and notes of a PDF.

    :raises TextError: protected, truncated, damaged, without text
    """
    document = _open(data, name)
    try:
        count = len(document)
        if count > limits.PAGES:
            raise TextError(
                f"Das PDF hat {count} Seiten; gelesen werden bis {limits.PAGES}",
                place=name,
                hint="Das PDF teilen",
            )
        runs: list[PageRuns] = []
        characters = 0
        for number in range(count):
            runs.append(_page(document, number, name))
            characters += sum(len(run.text) for run in runs[-1].runs)
            if characters > limits.CHARACTERS:
                raise limits.too_large("PDF-Text", characters, limits.CHARACTERS, name)
        pages = read_lines(runs)
        notes = _check(pages, name)
        text, starts = assemble(pages)
        return text, starts, _metadata(document, text), notes
    finally:
        document.close()


def _open(data: bytes, name: str) -> pdfium.PdfDocument:
    if b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]:
        raise TextError("Das PDF ist unvollständig, sein Ende fehlt", place=name, hint=_AGAIN)
    try:
        return pdfium.PdfDocument(data[data.index(b"%PDF-") :])
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise TextError(
                "Das PDF ist verschlüsselt, zum Öffnen fehlt das Kennwort",
                place=name,
                hint="Ohne Kennwortschutz speichern",
            ) from None
        raise TextError(
            "Das PDF ist beschädigt und lässt sich nicht öffnen", place=name, hint=_AGAIN
        ) from None


def _page(document: pdfium.PdfDocument, number: int, name: str) -> PageRuns:
    try:
        page = document[number]
        try:
            return page_runs(page)
        finally:
            page.close()
    except pdfium.PdfiumError:
        raise TextError(
            f"Das PDF ist beschädigt, Seite {number + 1} lässt sich nicht lesen", place=name, hint=_AGAIN
        ) from None


def _check(pages: list[list[TextLine]], name: str) -> tuple[str, ...]:
    """Return a note about pages without text.

    :raises TextError: if no page has text, or the text is in a font without letters
    """
    texts = ["".join(line.text for line in lines) for lines in pages]
    whole = "".join(texts)
    letters = sum(character.isalpha() for character in whole)
    empty = [str(i) for i, text in enumerate(texts, 1) if not re.search(r"[^\W\d_]{2}", text)]
    if letters < _LEAST_LETTERS or (len(empty) > 0.9 * len(pages) and len(pages) > 1):
        raise TextError(
            "Das PDF enthält keinen Text; OCR nötig: etwa „ocrmypdf -l deu EINGABE AUSGABE“",
            place=name,
            hint="Danach die Ausgabe davon verwenden",
        )
    strange = sum(
        1 for character in whole if "\ue000" <= character <= "\uf8ff" or character == "�" or character < " "
    )
    if strange > 0.3 * len(whole):
        raise TextError(
            "Das PDF enthält seinen Text nur als Glyphen ohne Buchstaben; OCR nötig: etwa "
            "„ocrmypdf --force-ocr -l deu EINGABE AUSGABE“",
            place=name,
            hint="Danach die Ausgabe davon verwenden",
        )
    if empty:
        shown = ", ".join(empty[:10]) + (" …" if len(empty) > 10 else "")
        return (f"Ohne Text, nicht ausgewertet: Seite {shown} von {len(pages)} (leer oder nur Bild)",)
    return ()


def _metadata(document: pdfium.PdfDocument, text: str) -> Metadata:
    """Return title and author where the text repeats them; most PDF files name the draft and the typist."""
    try:
        found = document.get_metadata_dict(skip_empty=True)
    except pdfium.PdfiumError:
        return Metadata()
    folded = _folded(text)
    title, author = found.get("Title", ""), found.get("Author", "")
    return Metadata(
        title=" ".join(title.split()) if _repeats(folded[:3000], title) else None,
        author=" ".join(author.split()) if _repeats(folded, author) else None,
    )


def _repeats(folded: str, value: str) -> bool:
    return len(value) > 3 and _folded(value) in folded


def _folded(text: str) -> str:
    return " ".join(text.replace("-\n", "").split()).casefold()

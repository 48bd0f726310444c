"""The same content in every format gives the same demands."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.ingest import DocumentFormat, ingest
from tests.ingest.conftest import (
    DOCUMENT,
    WORDINGS,
    Part,
    PdfWriter,
    as_docx,
    as_html,
    as_markdown,
    as_odt,
    as_text,
    decomposed_pdf,
    part,
    parts_of,
    tex_pdf,
    with_parts,
)

FORMATS: dict[str, tuple[Callable[[], bytes], DocumentFormat]] = {
    "papier.txt": (lambda: as_text(DOCUMENT), DocumentFormat.TEXT),
    "papier.md": (lambda: as_markdown(DOCUMENT), DocumentFormat.MARKDOWN),
    "papier.html": (lambda: as_html(DOCUMENT), DocumentFormat.HTML),
    "papier.docx": (lambda: as_docx(DOCUMENT), DocumentFormat.DOCX),
    "papier.odt": (lambda: as_odt(DOCUMENT), DocumentFormat.ODT),
    "papier.pdf": (lambda: PdfWriter().write(DOCUMENT), DocumentFormat.PDF),
    "seiten.pdf": (lambda: PdfWriter(height=11).write(DOCUMENT), DocumentFormat.PDF),
    "liste-ueber-seiten.pdf": (lambda: PdfWriter(height=20).write(DOCUMENT), DocumentFormat.PDF),
    "spalten.pdf": (lambda: PdfWriter(columns=2).write(DOCUMENT), DocumentFormat.PDF),
    "glyphen.pdf": (lambda: PdfWriter(bullet="\uf0b7", font="Vera").write(DOCUMENT), DocumentFormat.PDF),
    "zerlegt.pdf": (lambda: decomposed_pdf(DOCUMENT), DocumentFormat.PDF),
    "tex.pdf": (lambda: tex_pdf(DOCUMENT), DocumentFormat.PDF),
    "weiche-trennstriche.pdf": (lambda: PdfWriter(fold=_soft).write(DOCUMENT), DocumentFormat.PDF),
    "zerlegt.txt": (lambda: _decomposed(as_text(DOCUMENT)), DocumentFormat.TEXT),
    "zerlegt.docx": (lambda: as_docx(tuple(part(p.kind, *map(_nfd, p.texts)) for p in DOCUMENT)), DocumentFormat.DOCX),
}  # fmt: skip


def _soft(line: str) -> str:
    return line[:-1] + "\u00ad" if line.endswith("-") else line


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _decomposed(data: bytes) -> bytes:
    return _nfd(data.decode()).encode()


@pytest.mark.parametrize("name", FORMATS)
def test_same_demands_in_every_format(name: str, converter: Converter) -> None:
    make, expected = FORMATS[name]
    ingested = ingest(make(), name=name)
    assert ingested.format is expected
    conversion = converter.convert(ingested.text, name=name)
    assert tuple(demand.wording.rstrip(".,") for demand in conversion.demands) == WORDINGS


GOLD = Path(__file__).resolve().parents[1] / "gold" / "sources"
TEXTS = {path.stem: path for path in sorted(GOLD.glob("dev-[a-e]/*.marked"))[4::9]}
WRITERS: dict[str, tuple[Callable[[Sequence[Part]], bytes], int]] = {
    "md": (as_markdown, 1),  # one has asterisks, which are emphasis in Markdown
    "html": (as_html, 0),
    "docx": (as_docx, 1),  # one has two lists, whose numbers Word runs through
    "odt": (as_odt, 0),
    # a letterhead's address over two lines; in narrow columns long addresses run into the other one
    "pdf": (lambda document: PdfWriter(header="").write(document), 2),
    "pdf, short pages": (lambda document: PdfWriter(header="", height=14).write(document), 2),
    "pdf, private glyphs": (lambda document: PdfWriter(header="", bullet="\uf0b7", font="Vera").write(document), 2),
    "pdf, two columns": (lambda document: PdfWriter(header="", columns=2).write(document), 4),
}  # fmt: skip


def _extracted(text: str, converter: Converter) -> tuple[object, ...]:
    """Return all that is found in a text but places and how lists end."""
    conversion = converter.convert(text, name="a.txt")
    return tuple(
        (
            demand.wording.rstrip(".,;"),
            tuple((actor.name, actor.key, actor.origin) for actor in demand.demanders),
            tuple((actor.name, actor.key, actor.origin) for actor in demand.addressees),
            tuple((mention.kind, mention.name, mention.provision) for mention in demand.mentions),
            (demand.kind, demand.rule, demand.section, demand.instruments, demand.topics),
            tuple((deadline.text, deadline.value) for deadline in demand.deadlines),
        )
        for demand in conversion.demands
    )


@pytest.fixture(scope="module")
def plain(converter: Converter) -> dict[str, tuple[list[Part], tuple[object, ...]]]:
    """The parts of the gold texts, and what is found in them as plain text."""
    found = {}
    for name, path in TEXTS.items():
        parts = parts_of(re.sub(r"⟦[^|⟧]*\||⟧", "", path.read_text(encoding="utf-8")))
        found[name] = parts, _extracted(as_text(parts).decode(), converter)
    return found


@pytest.mark.parametrize("form", WRITERS)
def test_same_extraction_from_gold_texts_in_every_format(
    form: str, plain: dict[str, tuple[list[Part], tuple[object, ...]]], converter: Converter
) -> None:
    assert len(plain) == 12
    assert sum(len(expected) for _, expected in plain.values()) > 60
    write, most = WRITERS[form]
    other = [
        name
        for name, (parts, expected) in plain.items()
        if _extracted(ingest(write(parts), name=f"a.{form[:4].strip(',')}").text, converter) != expected
    ]
    assert len(other) <= most, other


@pytest.mark.parametrize("name", FORMATS)
def test_ingesting_is_deterministic_and_ignores_the_name(name: str) -> None:
    data = FORMATS[name][0]()
    first, second = ingest(data, name=name), ingest(data, name=name)
    assert first == second
    if FORMATS[name][1] not in (DocumentFormat.TEXT, DocumentFormat.MARKDOWN):
        assert ingest(data, name="irgendwas.bin").text == first.text


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith((".txt", ".md"))])
def test_footnotes_stand_at_the_end_and_leave_no_mark(name: str) -> None:
    text = ingest(FORMATS[name][0](), name=name).text
    assert text.count("[1] Vgl. die Umfrage des Bündnisses aus dem Jahr 2020.") == 1
    assert "nutzen diese Angebote gern. Zugleich" in text.replace("\n", " ")
    assert text.index("[1]") > text.index("Ausblick")


def test_plain_text_stays_as_it_is() -> None:
    stored = "\ufeffDie Kommunen fordern:\r\n- mehr Mittel für die\u00a0Schulen,\r\n- # keine Überschrift\f**fett**\n"
    ingested = ingest(stored.encode(), name="antrag.txt")
    assert ingested.text == stored
    assert ingested.format is DocumentFormat.TEXT
    assert ingested.pages == (0, stored.index("\f") + 1)


def test_markdown_keeps_block_markup_and_drops_the_rest() -> None:
    source = (
        "---\ntitle: Forderungen\ndate: 2022-05-01\nauthor: Bündnis\n---\n"
        "Unsere Forderungen\n==================\n\n## Breitband ##\n\nDas Land muss **jetzt** _handeln_.[^a]\n\n"
        "* Mittel für Bürger*innen und [Städte](https://example.org/a_b_c)\n+ `Software` & Personal\n\n"
        "> Zitat &amp; mehr\n\n| Jahr | Betrag |\n|------|-------:|\n| 2022 | 5 Euro |\n\n[^a]: Siehe dort.\n"
    )
    ingested = ingest(source.encode(), name="forderungen.md")
    assert ingested.text == (
        "Unsere Forderungen\n\n\n   Breitband\n\nDas Land muss jetzt handeln.\n\n"
        "• Mittel für Bürger*innen und Städte\n• Software & Personal\n\n"
        "Zitat & mehr\n\nJahr | Betrag\n2022 | 5 Euro\n\n[a] Siehe dort.\n"
    )
    metadata = ingested.metadata
    assert (metadata.title, metadata.date, metadata.author) == ("Forderungen", "2022-05-01", "Bündnis")


def test_markdown_without_inline_markup_keeps_its_offsets() -> None:
    source = "# Antrag\n\nDer Rat möge beschließen:\n\n1. Die Stadt prüft den Beitritt.\n- Sie berichtet dem Rat.\n"
    text = ingest(source.encode(), name="antrag.md").text
    assert text == source.replace("- Sie", "• Sie").replace("# Antrag", "  Antrag")


def test_text_without_a_telling_name_is_markdown_by_two_signs() -> None:
    one, two = (
        "# Antrag an den Rat\n\nDer Rat möge handeln.\n",
        "# Antrag\n\nDer Rat möge **jetzt** handeln.\n",
    )
    assert ingest(one.encode(), name="-").format is DocumentFormat.TEXT
    assert ingest(two.encode(), name="-").format is DocumentFormat.MARKDOWN
    assert ingest(two.encode(), name="antrag.txt").format is DocumentFormat.TEXT


def test_docx_lists_are_numbered_as_word_shows_them() -> None:
    """Counts go on over paragraphs between, restart where told, and nest."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def paragraph(text: str, number: int = 0, level: int = 0) -> str:
        listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        return f"<w:p><w:pPr>{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    def level(depth: int, form: str, pattern: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        )

    numbering = (
        f'<w:numbering {space}><w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}'
        f"{level(1, 'lowerLetter', '%2)')}{level(2, 'decimal', '%1.%3')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )
    body = (
        paragraph("Wir fordern das Land auf,")
        + paragraph("Mittel zu geben,", 1)
        + paragraph("für Schulen,", 1, 1)
        + paragraph("für Kitas,", 1, 1)
        + paragraph("Dazwischen steht ein Satz.")
        + paragraph("Personal zu geben.", 1)
        + paragraph("wieder unten", 1, 1)
        + paragraph("Neue Liste", 2)
        + "<w:p><w:del><w:r><w:delText>Gestrichenes</w:delText></w:r></w:del><w:ins><w:r><w:t>Neues</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Verborgenes</w:t></w:r><w:r><w:br/><w:t>Zeile</w:t></w:r></w:p>"
    )
    stored = io.BytesIO()
    docx.Document().save(stored)
    data = with_parts(
        stored.getvalue(),
        {
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>".encode(),
            "word/numbering.xml": numbering.encode(),
        },
    )
    assert ingest(data, name="liste.docx").text == (
        "Wir fordern das Land auf,\n\n1. Mittel zu geben,\n  a) für Schulen,\n  b) für Kitas,\n\n"
        "Dazwischen steht ein Satz.\n\n2. Personal zu geben.\n  a) wieder unten\n1. Neue Liste\n\nNeues\nZeile\n"
    )


def test_docx_tables_headers_and_titles() -> None:
    word = docx.Document()
    word.core_properties.title = "Resolution zur Finanzierung"
    word.core_properties.author = "python-docx"
    word.sections[0].header.paragraphs[0].text = "Bündnis Beispielkommunen e. V."
    word.sections[0].footer.paragraphs[0].text = "3"
    word.add_heading("Resolution zur Finanzierung", 0)
    for rows in (
        (("Jahr", "Betrag"), ("2022", "5 Mio. Euro")),
        (("Links", "Die Kommunen fordern mehr. " * 8),),
    ):
        table = word.add_table(len(rows), 2)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    stored = io.BytesIO()
    word.save(stored)
    ingested = ingest(stored.getvalue(), name="resolution.docx")
    assert ingested.text == (
        "Bündnis Beispielkommunen e. V.\n\nResolution zur Finanzierung\n\nJahr | Betrag\n2022 | 5 Mio. Euro\n\n"
        "Links\n\n" + ("Die Kommunen fordern mehr. " * 8).strip() + "\n"
    )
    assert ingested.metadata.title == "Resolution zur Finanzierung"
    assert ingested.metadata.author is None


def test_odt_nested_lists_sections_and_tables() -> None:
    data = as_odt(
        (
            part("p", "Wir fordern das Land und den Bund auf, für die Kommunen zu sorgen."),
            part("ol", "eins", "zwei"),
        )
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml").decode()
    nested = (
        "<text:list-item><text:p>drei</text:p><text:list><text:list-item><text:p>drei a</text:p></text:list-item>"
        "</text:list></text:list-item></text:list><text:section><text:p>Im<text:s/>Abschnitt<text:line-break/>neu</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Jahr</text:p></table:table-cell><table:table-cell>"
        "<text:p>2022</text:p></table:table-cell></table:table-row></table:table></text:section>"
    )
    content = content.replace("</text:list>", nested, 1)
    text = ingest(with_parts(data, {"content.xml": content.encode()}), name="a.odt").text
    assert text.endswith("\n\n1. eins\n2. zwei\n3. drei\n  • drei a\n\nIm Abschnitt\nneu\n\nJahr | 2022\n")


def test_headings_of_markdown_get_blank_lines_around() -> None:
    source = "Ein Absatz steht oben.\n# Antrag an den Rat\nDer Rat möge für die Schulen handeln.\n"
    assert ingest(source.encode(), name="a.md").text == (
        "Ein Absatz steht oben.\n\n  Antrag an den Rat\n\nDer Rat möge für die Schulen handeln.\n"
    )


def test_letterheads_of_odt_are_read_as_those_of_docx() -> None:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    styles = (
        f"<office:document-styles {spaces}><office:master-styles><style:master-page><style:header><text:p>Bündnis "
        "Beispielkommunen e. V.</text:p></style:header><style:footer><text:p>Seite 1</text:p></style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    data = as_odt((part("p", "Das Land muss für die Schulen sorgen."),))
    text = ingest(with_parts(data, {"styles.xml": styles.encode()}), name="a.odt").text
    assert text == "Bündnis Beispielkommunen e. V.\n\nDas Land muss für die Schulen sorgen.\n"

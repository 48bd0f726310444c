"""One invented document, written in every format by the tests themselves."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
import docx.oxml
import pytest
import reportlab
from docx.oxml.ns import qn
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from forderungsgraph.convert.blocks import BlockKind, blocks
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.normalise import clean
from forderungsgraph.registers import read_registers


@dataclass(frozen=True)
class Part:
    """A heading (``h1``, ``h2``), paragraph (``p``), list (``ul``, ``ol``) or footnote (``note``).

    ``{1}`` in a text marks the place of footnote 1.
    """

    kind: str
    texts: tuple[str, ...]


def part(kind: str, *texts: str) -> Part:
    return Part(kind, texts)


DOCUMENT = (
    part("h1", "Positionspapier zur Digitalisierung der Verwaltung"),
    part("p", "Bündnis Beispielkommunen, Musterstadt, 12. März 2021"),
    part("h2", "Ausgangslage"),
    part(
        "p",
        "Die Städte, Gemeinden und Kreise haben in den vergangenen Jahren viele Leistungen ins Netz gebracht. "
        "Bürgerinnen und Bürger nutzen diese Angebote gern.{1} Zugleich fehlt es an Personal und an verlässlichen "
        "Schnittstellen zu den Registern.",
    ),
    part("h2", "Forderungen an das Land"),
    part("p", "Das Bündnis Beispielkommunen fordert das Land auf,"),
    part(
        "ul",
        "die Förderung des Breitbandausbaus über das Jahr 2025 hinaus fortzusetzen und auf alle Gemeinden auszudehnen,",
        "ein landesweites Nutzerkonto bereitzustellen, das Bürgerinnen und Bürger für alle Verwaltungsleistungen "
        "verwenden können,",
        "die Kosten der Schulverwaltungssoftware vollständig zu übernehmen.",
    ),
    part("h2", "Forderungen an den Bund"),
    part("p", "Vom Bund erwarten die Kommunen:"),
    part(
        "ol",
        "Der Bund muss das Onlinezugangsgesetz zügig weiterentwickeln und die Kommunen an der Gesetzgebung beteiligen.",
        "Der Bund muss die Registermodernisierung mit ausreichenden Mitteln ausstatten, damit Nachweise nur einmal "
        "vorgelegt werden müssen.",
        "Der Bund muss offene Schnittstellen für alle Fachverfahren verbindlich vorschreiben.",
    ),
    part("h2", "Ausblick"),
    part(
        "p",
        "Die Digitalisierung gelingt nur gemeinsam. Das Bündnis Beispielkommunen fordert das Land auf, bis Ende "
        "2022 eine ständige Arbeitsgruppe mit den kommunalen Spitzenverbänden einzurichten.",
    ),
    part("note", "Vgl. die Umfrage des Bündnisses aus dem Jahr 2020."),
)
WORDINGS = (
    "die Förderung des Breitbandausbaus über das Jahr 2025 hinaus fortzusetzen und auf alle Gemeinden auszudehnen",
    "ein landesweites Nutzerkonto bereitzustellen, das Bürgerinnen und Bürger für alle Verwaltungsleistungen "
    "verwenden können",
    "die Kosten der Schulverwaltungssoftware vollständig zu übernehmen",
    "Der Bund muss das Onlinezugangsgesetz zügig weiterentwickeln und die Kommunen an der Gesetzgebung beteiligen",
    "Der Bund muss die Registermodernisierung mit ausreichenden Mitteln ausstatten, damit Nachweise nur einmal "
    "vorgelegt werden müssen",
    "Der Bund muss offene Schnittstellen für alle Fachverfahren verbindlich vorschreiben",
    "bis Ende 2022 eine ständige Arbeitsgruppe mit den kommunalen Spitzenverbänden einzurichten",
)
"""What the document demands; whether a wording keeps its last stop is the converter's affair."""


def parts_of(text: str) -> list[Part]:
    """Return the blocks of a text as parts that the generators write."""
    parts: list[Part] = []
    for block in blocks(clean(text)):
        body = block.text.text.replace("{", "(").replace("\n", " ").strip()
        if block.kind is BlockKind.NOISE or not body:
            continue
        kind = "h2" if block.kind is BlockKind.HEADING else "p"
        if block.kind is BlockKind.ITEM:
            kind = {"bullet": "ul", "dash": "ul", "1.": "ol"}.get(block.style, "p")
            body = f"{block.marker} {body}" if kind == "p" else body
        if kind in ("ul", "ol") and parts and parts[-1].kind == kind:
            parts[-1] = part(kind, *parts[-1].texts, body)
        else:
            parts.append(part(kind, body))
    return parts


def unmarked(text: str) -> str:
    return re.sub(r"\{\d\}", "", text)


def as_text(document: Sequence[Part]) -> bytes:
    blocks = []
    for each in document:
        if each.kind == "ul":
            blocks.append("\n".join(f"• {text}" for text in each.texts))
        elif each.kind == "ol":
            blocks.append("\n".join(f"{n}. {text}" for n, text in enumerate(each.texts, 1)))
        elif each.kind == "note":
            blocks.append(f"[1] {each.texts[0]}")
        else:
            blocks.append(unmarked(each.texts[0]))
    return ("\n\n".join(blocks) + "\n").encode()


def as_markdown(document: Sequence[Part]) -> bytes:
    blocks = ["---\ntitle: Positionspapier\ndate: 2021-03-12\n---"]
    for each in document:
        text = each.texts[0].replace("{1}", "[^1]")
        if each.kind in ("h1", "h2"):
            blocks.append("#" * int(each.kind[1]) + f" {text}")
        elif each.kind == "ul":
            # emphasis, links and soft line breaks as people write them
            blocks.append("\n".join(f"* {_emphasised(item)}" for item in each.texts))
        elif each.kind == "ol":
            blocks.append("\n".join(f"{n}. {item}" for n, item in enumerate(each.texts, 1)))
        elif each.kind == "note":
            blocks.append(f"[^1]: {text}")
        else:
            blocks.append(text.replace("das Land", "**das Land**"))
    return "\n\n".join(blocks).encode()


def _emphasised(text: str) -> str:
    return text.replace("Nutzerkonto", "[Nutzerkonto](https://example.org/konto)").replace(
        "vollständig", "*vollständig*"
    )


PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Bündnis Beispielkommunen: Positionspapier</title>
<meta property="article:published_time" content="2021-03-12T09:00:00+01:00">
<script>var x = "Der Bund muss Skripte verbieten.";</script></head><body>
<header><nav><ul><li><a href="/">Start</a></li><li><a href="/themen">Themen</a></li></ul></nav></header>
<div class="breadcrumb"><a href="/">Start</a> &gt; <a href="/p">Positionen</a></div>
<main><div>{main}</div></main>
<footer><p>Impressum · <a href="/daten">Datenschutz</a></p></footer></body></html>"""


def as_html(document: Sequence[Part]) -> bytes:
    blocks = []
    for each in document:
        texts = [html.escape(text).replace("ß", "&szlig;") for text in each.texts]
        if each.kind in ("ul", "ol"):
            items = "".join(
                f"<li><span>{text.replace('verwaltung', 'ver&shy;waltung')}</span></li>" for text in texts
            )
            blocks.append(f"<{each.kind}>{items}</{each.kind}>")
        elif each.kind == "note":
            blocks.append(f'<ol class="footnotes"><li id="fn1">{texts[0]} <a href="#r1">↩</a></li></ol>')
        else:
            text = texts[0].replace("{1}", '<sup><a id="r1" href="#fn1">1</a></sup>')
            blocks.append(f"<{each.kind}>{text}</{each.kind}>")
    return PAGE.replace("{main}", "\n".join(blocks)).encode()


def as_docx(document: Sequence[Part]) -> bytes:
    word = docx.Document()
    word.core_properties.title = "Vorlage alt"
    word.core_properties.author = "mustermann"
    for each in document:
        if each.kind in ("h1", "h2"):
            word.add_heading(each.texts[0], level=int(each.kind[1]))
        elif each.kind in ("ul", "ol"):
            for text in each.texts:
                style = "List Bullet" if each.kind == "ul" else "List Number"
                # a word may be spread over runs, with soft hyphens
                paragraph = word.add_paragraph(style=style)
                for piece in re.split(r"(?<=verwal)", text):
                    paragraph.add_run(piece.replace("verwal", "ver\u00adwal"))
        elif each.kind == "p":
            paragraph = word.add_paragraph()
            for piece in re.split(r"(\{1\})", each.texts[0]):
                if piece == "{1}":
                    reference = docx.oxml.OxmlElement("w:footnoteReference")
                    reference.set(qn("w:id"), "2")
                    paragraph.add_run()._r.append(reference)
                else:
                    paragraph.add_run(piece)
    stored = io.BytesIO()
    word.save(stored)
    notes = [each.texts[0] for each in document if each.kind == "note"]
    return with_parts(stored.getvalue(), {"word/footnotes.xml": _footnotes(notes)} if notes else {})


def _footnotes(texts: Sequence[str]) -> bytes:
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for n, text in enumerate(texts, 2)
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:footnotes xmlns:w="{space}">{separator}{notes}</w:footnotes>'.encode()


def with_parts(archive: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a ZIP with parts added or replaced."""
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return stored.getvalue()


def as_odt(document: Sequence[Part]) -> bytes:
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"))
    )
    blocks = []
    for each in document:
        texts = [html.escape(text) for text in each.texts]
        if each.kind in ("h1", "h2"):
            blocks.append(f'<text:h text:outline-level="{each.kind[1]}">{texts[0]}</text:h>')
        elif each.kind in ("ul", "ol"):
            items = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
            blocks.append(f'<text:list text:style-name="{each.kind}">{items}</text:list>')
        elif each.kind == "p":
            note = next((e.texts[0] for e in document if e.kind == "note"), "")
            body = f"<text:note-body><text:p>{note}</text:p></text:note-body>"
            mark = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
            blocks.append(f"<text:p>{texts[0].replace('{1}', mark)}</text:p>")
    styles = (
        '<text:list-style style:name="ul"><text:list-level-style-bullet text:level="1"/></text:list-style>'
        '<text:list-style style:name="ol"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:list-style>'
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(blocks)}</office:text></office:body></office:document-content>"
    )
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return stored.getvalue()


@dataclass
class PdfWriter:
    """Sets a document as office programs do: wrapped, hyphenated, with header, footer and page number.

    :param columns: number of columns
    :param bullet: glyph of lists
    :param header: running header
    :param fold: what is done to each line of text before it is drawn
    :param height: lines per page, so that lists break over pages
    """

    columns: int = 1
    bullet: str = "•"
    fold: Callable[[str], str] = str
    height: int = 30
    header: str = "Bündnis Beispielkommunen · Positionspapier"
    encrypt: str | None = None
    font: str = "Helvetica"
    _lines: list[tuple[str, float, float, str, int]] = field(default_factory=list)

    def write(self, document: Sequence[Part]) -> bytes:
        if self.font == "Vera":
            folder = Path(reportlab.__file__).parent / "fonts"
            pdfmetrics.registerFont(TTFont("Vera", str(folder / "Vera.ttf")))
        self._lines = []
        width = 460.0 if self.columns == 1 else 218.0
        for each in document:
            self._part(each, width)
        return self._draw([each.texts[0] for each in document if each.kind == "note"])

    def _part(self, each: Part, width: float) -> None:
        if each.kind in ("h1", "h2"):
            bold = self.font if self.font == "Vera" else "Helvetica-Bold"
            self._gap(10)
            self._wrap(each.texts[0], bold, 14 if each.kind == "h1" else 12, 0, width)
            self._gap(6)
        elif each.kind == "p":
            self._wrap(each.texts[0], self.font, 11, 0, width)
            self._gap(8)
        elif each.kind in ("ul", "ol"):
            for number, text in enumerate(each.texts, 1):
                first = len(self._lines)
                self._wrap(text, self.font, 11, 18, width)
                line = self._lines[first]
                marker = self.bullet if each.kind == "ul" else f"{number}."
                self._lines[first] = (line[0], line[1], line[2], line[3], 0)
                self._lines.insert(first, (marker, 4, 0, self.font, 11))
            self._gap(8)

    def _gap(self, points: int) -> None:
        self._lines.append(("", 0, points, "", 0))

    def _wrap(self, text: str, font: str, size: int, indent: float, width: float) -> None:
        line = ""
        for word in text.split():
            whole = f"{line} {word}".strip()
            if self._fits(whole, font, size, width - indent):
                line = whole
                continue
            head, tail = self._hyphenated(line, word, font, size, width - indent)
            self._lines.append((f"{line} {head}".strip(), indent, 1.3 * size, font, size))
            line = tail
        self._lines.append((line, indent, 1.3 * size, font, size))

    def _hyphenated(self, line: str, word: str, font: str, size: int, width: float) -> tuple[str, str]:
        """Return the part of a word that still fits with a hyphen, and the rest."""
        for cut in range(len(word) - 4, 3, -1):
            head, tail = word[:cut], word[cut:]
            good = tail[0] in "bdfgklmnrtvw" and tail[1] in "aeiou" and head.isalpha() and tail[:3].isalpha()
            if good and self._fits(f"{line} {head}-", font, size, width):
                return head + "-", tail
        return "", word

    def _fits(self, text: str, font: str, size: int, width: float) -> bool:
        return float(pdfmetrics.stringWidth(unmarked(text), font, size)) <= width

    def _draw(self, notes: Sequence[str]) -> bytes:
        stored = io.BytesIO()
        canvas = Canvas(stored, pagesize=(595, 842), encrypt=self.encrypt, invariant=1, pageCompression=0)
        page = 0
        lines = list(self._lines)
        while lines:
            page += 1
            self._margins(canvas, page)
            for column in range(self.columns):
                x, y, count = 70 + column * 242.0, 760.0, 0
                while lines and count < self.height:
                    text, indent, height, font, size = lines.pop(0)
                    y -= height
                    count += bool(text and height)
                    if text:
                        self._line(canvas, x + indent, y if height else y - 14.3, text, font, size or 11)
            if page == 1:
                for number, note in enumerate(notes, 1):
                    canvas.setFont(self.font, 6)
                    canvas.drawString(70, 83, str(number))
                    canvas.setFont(self.font, 8.5)
                    canvas.drawString(75, 80, self.fold(note))
            canvas.showPage()
        canvas.save()
        return stored.getvalue()

    def _margins(self, canvas: Canvas, page: int) -> None:
        canvas.setFont(self.font, 9)
        canvas.drawString(70, 800, self.fold(self.header))
        canvas.drawString(70, 40, "Musterweg 1, 12345 Musterstadt")
        canvas.drawRightString(530, 40, f"Seite {page}")

    def _line(self, canvas: Canvas, x: float, y: float, text: str, font: str, size: int) -> None:
        for piece in re.split(r"(\{1\})", text):
            raised = piece == "{1}"
            canvas.setFont(font, 7 if raised else size)
            written = "1" if raised else self.fold(piece)
            canvas.drawString(x, y + (4 if raised else 0), written)
            x += float(pdfmetrics.stringWidth(written, font, 7 if raised else size))


def decomposed_pdf(document: Sequence[Part]) -> bytes:
    """Return a PDF whose umlauts are a vowel and a combining diaeresis."""

    def fold(text: str) -> str:
        return unicodedata.normalize("NFD", text).replace("\u0308", "\u00b4")

    # the font at hand has no combining diaeresis; another glyph is said to mean it
    data = PdfWriter(font="Vera", fold=fold).write(document)
    assert data.count(b"<00B4>") == 1
    return data.replace(b"<00B4>", b"<0308>")


def tex_pdf(document: Sequence[Part]) -> bytes:
    """Return a PDF with the dots of umlauts as glyphs before the vowels."""

    def fold(text: str) -> str:
        return re.sub("([aouAOU])\u0308", "¨\\1", unicodedata.normalize("NFD", text))

    return PdfWriter(fold=fold).write(document)


@pytest.fixture(scope="session")
def converter() -> Converter:
    return Converter(read_registers())

"""DOCX to text: headings, list items with the markers that Word shows, tables, footnotes.

Read from the parts themselves: the usual libraries lose the numbers of lists, where a count restarts or
goes on, and footnotes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .archive import Archive, attribute, child, core_author, core_title, local
from .layout import Note, Piece, PieceKind, heading, paragraph, table, tidy, write
from .numbering import Numbering
from .result import Metadata

_HEADING: Final = re.compile(r"(?:heading|überschrift)\s*\d|title|titel|subtitle|untertitel", re.I)
_CONTENTS: Final = re.compile(r"(?:toc|verzeichnis)\s*\d", re.I)
_LIST_STYLE: Final = re.compile(r"(?:list bullet|aufzählungszeichen)", re.I)
_GONE: Final = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sectPr", "Fallback"}
)
_NOTES: Final = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
_BULLET_FONTS: Final = ("Symbol", "Wingdings", "Webdings")


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its paragraphs."""

    name: str
    based_on: str | None
    heading: bool
    numbering: tuple[str, int] | None


def read_docx(data: bytes, name: str) -> tuple[str, Metadata]:
    """Return text and metadata of a DOCX.

    :raises TextError: damaged, protected, or too large when unpacked
    """
    archive = Archive(data, name)
    reader = _Reader(archive)
    text = reader.text()
    if "docProps/core.xml" not in archive:
        return text, Metadata()
    core = archive.xml("docProps/core.xml")
    return text, Metadata(title=core_title(core, text), author=core_author(core, text))


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._styles = _styles(archive.xml("word/styles.xml")) if "word/styles.xml" in archive else {}
        has_lists = "word/numbering.xml" in archive
        self._numbering = Numbering(archive.xml("word/numbering.xml") if has_lists else None)
        self._cited: list[tuple[str, str]] = []
        self._boxes: list[ET.Element] = []

    def text(self) -> str:
        body = child(self._archive.xml("word/document.xml"), "body")
        pieces = [] if body is None else list(self._blocks(body))
        head, foot = self._margins(body)
        return write([*head, *pieces, *foot], self._notes())

    def _blocks(self, parent: ET.Element) -> Iterator[Piece]:
        for element in parent:
            match local(element):
                case "p":
                    yield from self._paragraph(element)
                case "tbl":
                    yield from table(
                        [[list(self._blocks(cell)) for cell in _cells(row)] for row in _rows(element)]
                    )
                case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo":
                    yield from self._blocks(element)
                case _:
                    pass

    def _paragraph(self, element: ET.Element) -> Iterator[Piece]:
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val") or ""
        text = "".join(self._runs(element))
        boxes, self._boxes = self._boxes, []
        if not self._is_contents(style):
            yield from self._piece(properties, style, text)
        for box in boxes:
            yield from self._blocks(box)

    def _piece(self, properties: ET.Element | None, style: str, text: str) -> Iterator[Piece]:
        if not tidy(text):
            return
        numbering = _numbering(properties) or self._inherited(style)
        marker = ""
        if numbering and numbering[0] != "0":
            marker = self._numbering.next(*numbering)
        outline = attribute(child(properties, "outlineLvl"), "val")
        if self._is_heading(style) or (outline is not None and outline < "9"):
            yield heading(f"{marker} {text}" if marker else text)
        elif marker:
            yield Piece(PieceKind.ITEM, text, marker, numbering[1] if numbering else 0)
        elif _LIST_STYLE.match(self._styles[style].name if style in self._styles else ""):
            yield Piece(PieceKind.ITEM, text, "•")
        else:
            yield paragraph(text)

    def _runs(self, parent: ET.Element) -> Iterator[str]:
        for element in parent:
            kind = local(element)
            match kind:
                case _ if kind in _GONE:
                    continue
                case "t":
                    yield element.text or ""
                case "tab" | "ptab":
                    yield " "
                case "br" | "cr":
                    yield "\n"
                case "noBreakHyphen":
                    yield "-"
                case "sym":
                    yield _symbol(element)
                case "footnoteReference" | "endnoteReference":
                    self._cited.append((kind, attribute(element, "id") or ""))
                case "txbxContent":
                    self._boxes.append(element)
                case "r" if child(child(element, "rPr"), "vanish") is not None:
                    continue
                case _:
                    yield from self._runs(element)

    def _notes(self) -> list[Note]:
        notes: list[Note] = []
        for kind, part in _NOTES.items():
            cited = [key for each, key in self._cited if each == kind]
            if not cited or part not in self._archive:
                continue
            known = {attribute(element, "id") or "": element for element in self._archive.xml(part)}
            for key in cited:
                if key in known:
                    text = " ".join(tidy(piece.text) for piece in self._blocks(known[key]))
                    notes.append(Note(len(notes) + 1, text))
        return notes

    def _margins(self, body: ET.Element | None) -> tuple[list[Piece], list[Piece]]:
        """Return header and footer of the first page: letterheads name the publisher."""
        section = None if body is None else next((e for e in body.iter() if local(e) == "sectPr"), None)
        relations = "word/_rels/document.xml.rels"
        if section is None or relations not in self._archive:
            return [], []
        targets = {attribute(e, "Id"): attribute(e, "Target") or "" for e in self._archive.xml(relations)}
        found: dict[str, list[Piece]] = {"headerReference": [], "footerReference": []}
        has_first = child(section, "titlePg") is not None
        for kind in found:
            references = {attribute(e, "type"): attribute(e, "id") for e in section if local(e) == kind}
            key = (
                references.get("first") if has_first and "first" in references else references.get("default")
            )
            part = "word/" + targets.get(key, "").removeprefix("/word/") if key else ""
            if part in self._archive:
                pieces = list(self._blocks(self._archive.xml(part)))
                found[kind] = [piece for piece in pieces if len(re.findall(r"[^\W\d_]", piece.text)) > 10]
        return found["headerReference"], found["footerReference"]

    def _chain(self, style: str) -> Iterator[Style]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = self._styles[style].based_on or ""

    def _is_heading(self, style: str) -> bool:
        return any(each.heading for each in self._chain(style))

    def _is_contents(self, style: str) -> bool:
        return style in self._styles and _CONTENTS.match(self._styles[style].name) is not None

    def _inherited(self, style: str) -> tuple[str, int] | None:
        return next((each.numbering for each in self._chain(style) if each.numbering), None)


def _styles(root: ET.Element) -> dict[str, Style]:
    styles = {}
    for element in root:
        if local(element) != "style" or attribute(element, "type") not in (None, "paragraph"):
            continue
        name = attribute(child(element, "name"), "val") or ""
        properties = child(element, "pPr")
        outline = attribute(child(properties, "outlineLvl"), "val")
        is_heading = _HEADING.match(name) is not None or (outline is not None and outline < "9")
        styles[attribute(element, "styleId") or ""] = Style(
            name, attribute(child(element, "basedOn"), "val"), is_heading, _numbering(properties)
        )
    return styles


def _numbering(properties: ET.Element | None) -> tuple[str, int] | None:
    element = child(properties, "numPr")
    key = attribute(child(element, "numId"), "val")
    if key is None:
        return None
    depth = attribute(child(element, "ilvl"), "val") or "0"
    return key, int(depth) if depth.isdigit() else 0


def _rows(element: ET.Element) -> Iterator[ET.Element]:
    for each in element:
        if local(each) == "tr":
            yield each
        elif local(each) in ("sdt", "sdtContent", "ins"):
            yield from _rows(each)


def _cells(row: ET.Element) -> Iterator[ET.Element]:
    for each in row:
        if local(each) == "tc":
            yield each
        elif local(each) in ("sdt", "sdtContent"):
            yield from _cells(each)


def _symbol(element: ET.Element) -> str:
    code = attribute(element, "char") or ""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    font = attribute(element, "font") or ""
    return "•" if font.startswith(_BULLET_FONTS) else character

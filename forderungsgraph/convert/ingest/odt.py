"""ODT to text: headings, list items with their markers, tables, footnotes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from forderungsgraph.errors import TextError

from .archive import Archive, attribute, child, core_author, core_title, local
from .layout import Note, Piece, PieceKind, heading, paragraph, table, tidy, write
from .numbering import BULLET, numeral
from .result import Metadata

_GONE = frozenset(
    {
        "tracked-changes", "annotation", "annotation-end", "table-of-content", "bibliography", "ruby-text",
        "alphabetical-index", "illustration-index", "sequence-decls", "forms",
    }
)  # fmt: skip
_LEAST_LETTERS = 10
"""letters that a header or footer has at least; a page number has fewer"""
_CONTAINERS = frozenset({"section", "index-body", "text-box", "frame", "g", "custom-shape"})


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How items of one level of a list are marked."""

    bullet: bool
    form: str = "1"
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown_levels: int = 1


@dataclass(slots=True)
class _List:
    """A list being read: its style and the count of each level."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


def read_odt(data: bytes, name: str) -> tuple[str, Metadata]:
    """Return text and metadata of an ODT.

    :raises TextError: damaged, protected, or too large when unpacked
    """
    archive = Archive(data, name)
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise TextError(
            "Das Dokument ist mit einem Kennwort geschützt", place=name, hint="Ohne Kennwort speichern"
        )
    content = archive.xml("content.xml")
    styles = _list_styles(content)
    master = archive.xml("styles.xml") if "styles.xml" in archive else None
    if master is not None:
        styles = _list_styles(master) | styles
    reader = _Reader(styles)
    body = child(child(content, "body"), "text")
    pieces = [] if body is None else list(reader.blocks(body))
    # letterheads name the publisher
    header, footer = (
        [piece for piece in reader.blocks(part) if len(re.findall(r"[^\W\d_]", piece.text)) > _LEAST_LETTERS]
        for part in _margins(master)
    )
    pieces = [*header, *pieces, *footer]
    text = write(pieces, reader.notes)
    if "meta.xml" not in archive:
        return text, Metadata()
    meta = archive.xml("meta.xml")
    return text, Metadata(title=core_title(meta, text), author=core_author(meta, text))


def _margins(master: ET.Element | None) -> tuple[Iterable[ET.Element], Iterable[ET.Element]]:
    """Return header and footer of the first page: those of its own, else of the first page style."""
    pages = [] if master is None else [each for each in master.iter() if local(each) == "master-page"]
    if not pages:
        return (), ()
    page = next(
        (each for each in pages if attribute(each, "name") in ("First_20_Page", "First Page")), pages[0]
    )
    first, last = (
        next((part for name in (f"{kind}-first", kind) if (part := child(page, name)) is not None), ())
        for kind in ("header", "footer")
    )
    return first, last


class _Reader:
    def __init__(self, styles: dict[str, dict[int, ListLevel]]) -> None:
        self._styles = styles
        self._last: dict[str, _List] = {}
        self._by_id: dict[str, _List] = {}
        self._boxes: list[ET.Element] = []
        self.notes: list[Note] = []

    def blocks(self, parent: Iterable[ET.Element]) -> Iterator[Piece]:
        """Yield the pieces of the elements of ``parent``."""
        for element in parent:
            kind = local(element)
            if kind in _GONE:
                continue
            if kind == "h":
                yield from self._paragraph(element, heading)
            elif kind == "p":
                yield from self._paragraph(element, paragraph)
            elif kind == "list":
                yield from self._list(element, self._begin(element), 0)
            elif kind == "table":
                yield from table(
                    [[list(self.blocks(cell)) for cell in _cells(row)] for row in _rows(element)]
                )
            elif kind in _CONTAINERS:
                yield from self.blocks(element)

    def _paragraph(self, element: ET.Element, make: Callable[[str], Piece]) -> Iterator[Piece]:
        text = "".join(self._inline(element))
        boxes, self._boxes = self._boxes, []
        if tidy(text):
            yield make(text)
        for box in boxes:
            yield from self.blocks(box)

    def _begin(self, element: ET.Element) -> _List:
        """Return the list that ``element`` opens or goes on with."""
        style = attribute(element, "style-name") or ""
        continued = attribute(element, "continue-list")
        if continued and continued in self._by_id:
            current = self._by_id[continued]
        elif attribute(element, "continue-numbering") == "true" and style in self._last:
            current = self._last[style]
        else:
            current = _List(style)
        self._last[style] = current
        key = attribute(element, "id")
        if key:
            self._by_id[key] = current
        return current

    def _list(self, element: ET.Element, current: _List, depth: int) -> Iterator[Piece]:
        style = attribute(element, "style-name") or current.style
        for item in element:
            kind = local(item)
            if kind not in ("list-item", "list-header"):
                continue
            marker = self._marker(style, current, depth, item) if kind == "list-item" else ""
            first = True
            for part in item:
                if local(part) == "list":
                    current.counts = {d: n for d, n in current.counts.items() if d <= depth}
                    yield from self._list(part, current, depth + 1)
                    continue
                for piece in self.blocks([part]):
                    if piece.kind is PieceKind.HEADING:
                        yield heading(f"{marker} {piece.text}" if first and marker else piece.text)
                    elif piece.kind is PieceKind.PARAGRAPH and (first or not marker):
                        yield Piece(PieceKind.ITEM, piece.text, marker, depth) if marker else piece
                    else:
                        yield piece
                    first = False

    def _marker(self, style: str, current: _List, depth: int, item: ET.Element) -> str:
        level = self._styles.get(style, {}).get(depth, ListLevel(bullet=True))
        start = attribute(item, "start-value")
        count = int(start) if start and start.isdigit() else current.counts.get(depth, level.start - 1) + 1
        current.counts[depth] = count
        if level.bullet:
            return BULLET
        if not level.form:
            return ""
        shown = range(max(0, depth - level.shown_levels + 1), depth + 1)
        numbers = ".".join(
            numeral(current.counts.get(d, 1), self._styles.get(style, {}).get(d, level).form) for d in shown
        )
        return f"{level.prefix}{numbers}{level.suffix}".strip()

    def _inline(self, parent: ET.Element) -> Iterator[str]:
        yield parent.text or ""
        for element in parent:
            kind = local(element)
            if kind in ("s", "tab"):
                yield " "
            elif kind == "line-break":
                yield "\n"
            elif kind == "note":
                self._note(element)
            elif kind in _CONTAINERS:
                self._boxes.append(element)
            elif kind not in _GONE:
                yield from self._inline(element)
            yield element.tail or ""

    def _note(self, element: ET.Element) -> None:
        body = child(element, "note-body")
        if body is not None:
            text = " ".join(tidy(piece.text) for piece in self.blocks(body))
            self.notes.append(Note(len(self.notes) + 1, text))


def _list_styles(root: ET.Element) -> dict[str, dict[int, ListLevel]]:
    styles: dict[str, dict[int, ListLevel]] = {}
    for element in root.iter():
        if local(element) != "list-style":
            continue
        levels = styles.setdefault(attribute(element, "name") or "", {})
        for level in element:
            number = attribute(level, "level") or ""
            if number.isdigit():
                levels[int(number) - 1] = _list_level(level)
    return styles


def _list_level(element: ET.Element) -> ListLevel:
    if local(element) != "list-level-style-number":
        return ListLevel(bullet=True)
    start = attribute(element, "start-value") or "1"
    shown = attribute(element, "display-levels") or "1"
    return ListLevel(
        bullet=False,
        form=attribute(element, "num-format") or "",
        prefix=attribute(element, "num-prefix") or "",
        suffix=attribute(element, "num-suffix") or "",
        start=int(start) if start.isdigit() else 1,
        shown_levels=int(shown) if shown.isdigit() else 1,
    )


def _rows(element: ET.Element) -> Iterator[ET.Element]:
    for each in element:
        if local(each) == "table-row":
            yield each
        elif local(each) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(each)


def _cells(row: ET.Element) -> Iterator[ET.Element]:
    return (each for each in row if local(each) == "table-cell")

"""The tree of a page to pieces with what the choice of the main text needs to know of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from .layout import Note, Piece, PieceKind, heading, paragraph, table, tidy
from .numbering import numeral

_SKIPPED: Final = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object", "embed",
        "video", "audio", "map", "form", "button", "select", "textarea", "input", "nav", "dialog",
        "figcaption",
        "head", "link", "meta", "menu", "datalist", "label",
    )
)  # fmt: skip
_BLOCKS: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figure", "footer", "header", "hgroup", "hr", "main", "p", "pre", "section", "summary",
        "tbody",
        "html",
    )
)  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES: Final = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "alert")
)
_ASIDE: Final = re.compile(
    r"(?:^|[-_\s])(?:cookies?|consent|breadcrumbs?|brotkrumen?|share|sharing|social|teasers?|related|sidebar|"
    r"kommentare?|comments?|newsletter|menu|menue|navi|navigation|nav|pagination|pager|tagcloud|"
    r"advert|werbung|anzeige|banner|skip|sr-only|visually-hidden|screenreader|modal|popup|toolbar|metanav|footer|"
    r"servicelinks)(?:$|[-_\s])",
    re.I,
)
_NOTE_KEY: Final = re.compile(
    r"_?(?:sd)?(?:fn|ftn|edn|footnote|fussnote|fußnote|endnote|note|cite_note)[-_:.]?(?P<n>\d{1,3})(?:sym)?",
    re.I,
)
_NOTE_MARK: Final = re.compile(
    r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)]?(?=\s)|\d{1,3}(?=[A-ZÄÖÜ][a-zäöü])|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\^|↑)\s*"
)
_NOTE_BACK: Final = re.compile(r"\s*(?:↩︎?|↑|\^|\[zurück\]|zurück zum Text)\s*$")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DEPTH: Final = 200


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A piece of a page.

    :param linked: characters inside links
    :param last_link: text of the last link if the piece ends with it
    :param parent: number of the element around it: pieces beside each other share it
    :param level: of a heading (1–6), else 0
    """

    piece: Piece
    linked: int
    last_link: str
    parent: int
    level: int

    @property
    def link_share(self) -> float:
        """Share of the characters inside links."""
        return self.linked / max(len(self.piece.text), 1)


class PageReader:
    """Reads the pieces and footnotes of a page."""

    def __init__(self, root: Any) -> None:
        self.notes: list[Note] = []
        self._root = root
        self._total = max(len(root.text_content()), 1)
        self._text: list[str] = []
        self._linked = 0
        self._last_link = ""
        self._numbers: dict[Any, int] = {}

    def blocks(self) -> list[PageBlock]:
        """Return the pieces in order, without navigation and the like."""
        body = self._root.find(".//body")
        found = list(self._walk(self._root if body is None else body, 0, 0))
        self.notes.sort(key=lambda note: note.number)
        return found

    def _walk(self, element: Any, depth: int, level: int) -> Iterator[PageBlock]:
        """Yield the pieces of a block element; ``level`` counts the lists around it."""
        if depth > _DEPTH:
            self._add(element.text_content())
            yield from self._flush(element, paragraph)
            return
        self._add(element.text)
        for each in element:
            yield from self._child(element, each, depth, level)
            self._add(each.tail)
        yield from self._flush(element, paragraph)

    def _child(self, parent: Any, element: Any, depth: int, level: int) -> Iterator[PageBlock]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or self._is_skipped(element, tag):
            return
        note = self._note_number(element)
        if note is not None:
            yield from self._flush(parent, paragraph)
            text = _NOTE_BACK.sub("", _NOTE_MARK.sub("", tidy(element.text_content()).replace("\n", " ")))
            self.notes.append(Note(note, text))
        elif tag in _HEADINGS:
            yield from self._flush(parent, paragraph)
            self._inline(element, depth)
            yield from self._flush(element, heading)
        elif tag in ("ul", "ol"):
            yield from self._flush(parent, paragraph)
            yield from self._list(element, depth + 1, level)
        elif tag == "table":
            yield from self._flush(parent, paragraph)
            yield from self._table(element, depth + 1)
        elif tag in _BLOCKS or any(_is_block(each) for each in element):
            yield from self._flush(parent, paragraph)
            yield from self._walk(element, depth + 1, level)
        else:
            self._inline_element(element, tag, depth)

    def _list(self, element: Any, depth: int, level: int) -> Iterator[PageBlock]:
        ordered = element.tag == "ol"
        start = element.get("start", "1")
        count = (int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1) - 1
        for item in element:
            if item.tag in ("ul", "ol"):
                yield from self._list(item, depth + 1, level + 1)
                continue
            if item.tag != "li" or self._is_skipped(item, "li"):
                continue
            value = item.get("value", "")
            count = int(value) if re.fullmatch(r"\d{1,6}", value) else count + 1
            marker = f"{numeral(count, element.get('type', '1'))}." if ordered else "•"
            note = self._note_number(item)
            if note is not None:
                yield from self._child(element, item, depth, level)
                continue
            yield from self._item(element, item, marker, depth, level)

    def _item(self, around: Any, item: Any, marker: str, depth: int, level: int) -> Iterator[PageBlock]:
        parts = list(self._walk(item, depth + 1, level + 1))
        own: list[PageBlock] = []
        while parts and parts[0].piece.kind is PieceKind.PARAGRAPH:
            own.append(parts.pop(0))
        if not own and parts and parts[0].piece.kind is PieceKind.HEADING:
            first = parts.pop(0)
            shown = first.piece.text if marker == "•" else f"{marker} {first.piece.text}"
            yield replace(first, piece=heading(shown), parent=self._number(around))
        if own:
            text = "\n".join(block.piece.text for block in own)
            piece = Piece(PieceKind.ITEM, text, marker, level)
            linked = sum(block.linked for block in own)
            yield PageBlock(piece, linked, own[-1].last_link, self._number(around), 0)
        for part in parts:
            yield (
                replace(part, parent=self._number(around)) if part.piece.kind is not PieceKind.ITEM else part
            )

    def _table(self, element: Any, depth: int) -> Iterator[PageBlock]:
        rows: list[list[list[Piece]]] = []
        linked = 0
        known: dict[int, PageBlock] = {}
        for row in element.iter("tr"):
            if next((a for a in row.iterancestors("table")), None) is not element:
                continue
            cells = []
            for cell in row:
                if cell.tag in ("td", "th") and not self._is_skipped(cell, cell.tag):
                    blocks = list(self._walk(cell, depth + 2, 0))
                    linked += sum(block.linked for block in blocks)
                    known.update((id(block.piece), block) for block in blocks)
                    cells.append([block.piece for block in blocks])
            rows.append(cells)
        pieces = table(rows)
        total = max(sum(len(piece.text) for piece in pieces), 1)
        for piece in pieces:
            own = known.get(id(piece))
            share = round(linked * len(piece.text) / total)
            yield own or PageBlock(piece, share, "", self._number(element), 0)

    def _inline(self, element: Any, depth: int) -> None:
        self._add(element.text)
        for each in element:
            tag = each.tag if isinstance(each.tag, str) else ""
            if tag and not self._is_skipped(each, tag):
                self._inline_element(each, tag, depth + 1)
            self._add(each.tail)

    def _inline_element(self, element: Any, tag: str, depth: int) -> None:
        if tag == "br":
            self._text.append("\n")
        elif tag == "sup":
            self._add(_superscript(element))
        elif depth > _DEPTH:
            self._add(element.text_content())
        elif tag == "a":
            if _NOTE_KEY.fullmatch(element.get("href", "").lstrip("#")):
                return
            before = len(self._text)
            self._inline(element, depth)
            self._last_link = tidy("".join(self._text[before:]))
            self._linked += len(self._last_link)
        else:
            self._inline(element, depth)

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(re.sub(r"\s+", " ", text))

    def _flush(self, element: Any, make: Any) -> Iterator[PageBlock]:
        text = tidy("".join(self._text))
        linked, last = self._linked, self._last_link
        self._text, self._linked, self._last_link = [], 0, ""
        if text:
            level = int(element.tag[1]) if element.tag in _HEADINGS else 0
            around = element.getparent() if level or element.tag == "p" else element
            ends = last if last and text.endswith(last) else ""
            yield PageBlock(make(text), linked, ends, self._number(around), level)

    def _number(self, element: Any) -> int:
        # kept as keys, since lxml makes new objects for elements that nobody holds
        return self._numbers.setdefault(element, len(self._numbers))

    def _is_skipped(self, element: Any, tag: str) -> bool:
        if tag in _SKIPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return True
        if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style", "")):
            return True
        named = f"{element.get('class', '')} {element.get('id', '')}"
        doubtful = tag in ("aside", "footer") or element.get("role") in _ROLES
        doubtful = doubtful or _ASIDE.search(named) is not None
        if tag == "header" and next(element.iterancestors("article", "main"), None) is None:
            doubtful = doubtful or element.find(".//h1") is None
        if not doubtful or tag in ("html", "body", "main", "article"):
            return False
        # what holds much of the text is not beside it, whatever its name says
        return len(element.text_content()) < 0.35 * self._total

    def _note_number(self, element: Any) -> int | None:
        if element.tag not in ("li", "p", "div", "aside"):
            return None
        match = _NOTE_KEY.fullmatch(element.get("id", ""))
        return int(match["n"]) if match else None


def _is_block(element: Any) -> bool:
    return element.tag in _BLOCKS or element.tag in _HEADINGS or element.tag in ("ul", "ol", "table")


def _superscript(element: Any) -> str:
    text: str = element.text_content().strip()
    if element.find(".//a") is not None or re.fullmatch(r"\[\d{1,3}\]", text):
        return ""
    return text.translate(_RAISED) if text.isdigit() else text

"""Pieces of a structured document to text in the layout that the later stages understand.

One line per paragraph, blank lines between pieces; headings stand alone; items begin with ``• `` or their
number, indented by level; a table row is one line with `` | `` between cells; footnotes stand at the end
as ``[1] …``, and their marks in the running text are left out, since they would end no sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")
_BLANKS: Final = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LONG_CELL: Final = 120


class PieceKind(StrEnum):
    """What a piece is in its document's own structure."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph, list item or table row.

    :param marker: of an item: ``•`` or a number as written, e.g. ``2.``
    :param depth: level of an item, 0 for the outermost
    """

    kind: PieceKind
    text: str
    marker: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote with the number under which it is shown."""

    number: int
    text: str


def heading(text: str) -> Piece:
    """Return a heading."""
    return Piece(PieceKind.HEADING, text)


def paragraph(text: str) -> Piece:
    """Return a paragraph."""
    return Piece(PieceKind.PARAGRAPH, text)


def tidy(text: str) -> str:
    """Return ``text`` composed (NFC), without invisible characters, blanks folded; line breaks stay."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    lines = (_BLANKS.sub(" ", _CONTROL.sub(" ", line)).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def table(rows: Sequence[Sequence[Sequence[Piece]]]) -> list[Piece]:
    """Return the pieces of a table given as rows of cells of pieces.

    A table whose cells hold whole paragraphs or lists is there for the layout: its cells follow each other.
    """
    cells = [cell for row in rows for cell in row]
    flowing = any(
        len(cell) > 1 or any(len(piece.text) > _LONG_CELL or piece.kind is PieceKind.ITEM for piece in cell)
        for cell in cells
    )
    if flowing or all(sum(1 for cell in row if cell) <= 1 for row in rows):
        return [piece for cell in cells for piece in cell]
    pieces = []
    for row in rows:
        texts = [" ".join(tidy(piece.text).replace("\n", " ") for piece in cell) for cell in row]
        joined = " | ".join(text for text in texts if text)
        if joined:
            pieces.append(Piece(PieceKind.ROW, joined))
    return pieces


def write(pieces: Sequence[Piece], notes: Sequence[Note] = ()) -> str:
    """Return the document's text, ending in one newline; empty if nothing is in it."""
    written: list[str] = []
    previous: PieceKind | None = None
    for piece in pieces:
        text = tidy(piece.text)
        if not text:
            continue
        if written:
            together = piece.kind is previous and piece.kind in (PieceKind.ITEM, PieceKind.ROW)
            written.append("\n" if together else "\n\n")
        if piece.kind is PieceKind.ITEM:
            indent = "  " * piece.depth
            lines = text.split("\n")
            text = f"{indent}{piece.marker} {lines[0]}" if piece.marker else indent + lines[0]
            text += "".join(f"\n{indent}  {line}" for line in lines[1:])
        elif piece.kind is PieceKind.HEADING:
            text = text.replace("\n", " ")
        written.append(text)
        previous = piece.kind
    for note in notes:
        text = tidy(note.text).replace("\n", " ")
        if text:
            written.append(f"\n\n[{note.number}] {text}" if written else f"[{note.number}] {text}")
    return "".join(written) + "\n" if written else ""

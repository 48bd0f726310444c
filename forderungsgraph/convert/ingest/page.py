"""HTML to text: the main text of a page in the layout of its markup."""

from __future__ import annotations

import copy
import re
from typing import Any, Final

import lxml.etree
import lxml.html

from forderungsgraph.errors import TextError

from . import limits
from .htmlmain import LARGEST, main_blocks
from .htmlmeta import page_metadata
from .htmltree import PageReader
from .layout import write
from .result import Metadata

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")


def read_page(data: bytes, name: str) -> tuple[str, Metadata, tuple[str, ...]]:
    """Return main text, metadata and notes of an HTML page.

    :raises TextError: too large, or no text in it
    """
    if len(data) > limits.HTML:
        raise limits.too_large("HTML", len(data), limits.HTML, name)
    markup, notes = _decode(data)
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", markup, count=1), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise TextError(
            "Die Seite enthält keinen Text", place=name, hint="Die Seite vollständig speichern"
        ) from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # the tree ends where libxml2 stopped
        raise TextError(
            "Die Seite ist unmäßig tief geschachtelt und lässt sich nur zum Teil lesen",
            place=name,
            hint="Die Seite im Browser drucken und als PDF ablegen",
        )
    metadata = page_metadata(root)
    reader = PageReader(root)
    blocks = reader.blocks()
    chosen = main_blocks(_for_trafilatura(root, len(markup)), blocks)
    text = write([block.piece for block in chosen], reader.notes)
    if not text:
        raise TextError(
            "Die Seite enthält keinen Text (vielleicht erst nach dem Ausführen von Skripten)",
            place=name,
            hint="Die Seite im Browser drucken und als PDF ablegen",
        )
    return text, metadata, notes


def _for_trafilatura(root: Any, size: int) -> Any:
    return copy.deepcopy(root) if size <= LARGEST else None


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the markup; browsers' rules: mark, UTF-8 if it is, what the page declares, Windows-1252."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii").lower() if declared else "windows-1252"
    if encoding in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "utf-8", "utf8"):
        encoding = "windows-1252"
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        text = data.decode("windows-1252", "replace")
    if declared and not encoding.startswith("windows"):
        return text, ()
    return text, ("Die Seite ist nicht in UTF-8 geschrieben und wurde als Windows-1252 gelesen",)

"""What ingesting a file gives: the text that the project stores, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentFormat(StrEnum):
    """Formats that can be read; values are the usual file name extensions."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself with certainty; None where it is silent or doubtful.

    A word processor's *author* is often whoever typed first, and its *created* day a template's: they count
    only if the text itself repeats them.

    :param date: ISO 8601 date of publication
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """A document as text.

    :param text: the source text; all offsets in the project are code points in it
    :param pages: offset at which each page begins; a format without pages has one
    :param notes: sentences for the user about what had to be assumed (German)
    """

    text: str
    format: DocumentFormat
    pages: tuple[int, ...] = (0,)
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()

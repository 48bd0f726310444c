"""The sidecar that is proposed for a document: each value with how it is known. Nothing is invented."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from ..convert.ingest import DocumentFormat, Ingested
from ..graph import has_contact
from ..iri import slug
from ..model import Certainty, DocumentFacts, DocumentType, EntityKind, Sidecar
from ..registers import Registers

FieldValue = str | DocumentType | datetime.date | tuple[str, ...] | None
FIELDS: Final = (
    "title", "type", "publisher", "authors", "date", "place", "territory", "number", "source", "rights"
)  # fmt: skip
"""what is proposed, in the order in which it is shown"""
NEEDED: Final = ("title", "source", "rights")
"""what a sidecar cannot do without"""
_ASKED_FOR: Final = ("type", "publisher", "date")
"""what readers expect of each document: where it is not known, the sidecar says so"""
RIGHTS: Final = (
    "Nicht geprüft; die Rechte liegen beim Herausgeber. Veröffentlicht werden einzelne Zitate mit Fundstelle."
)
MEDIA_TYPES: Final = {
    DocumentFormat.TEXT: "text/plain",
    DocumentFormat.MARKDOWN: "text/markdown",
    DocumentFormat.HTML: "text/html",
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentFormat.ODT: "application/vnd.oasis.opendocument.text",
}
_LONGEST_TITLE: Final = 200
_LONGEST_NAME: Final = 56
"""a slug has 60 characters at most, and a number may follow"""


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the proposal.

    :param certainty: ``stated`` in the text, ``single``: by the file's own metadata, ``inferred`` from the
        text, ``checked`` by the person at the terminal; None if nothing is known
    :param note: what the reader should know about it
    """

    key: str
    value: FieldValue
    certainty: Certainty | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The proposal for one document.

    :param name: the slug it gets in the corpus
    :param original: digest of the file and its media type; None if the file is the text itself
    :param named: whether a person chose the name; else it follows the other values
    :param accepted: whether a person has looked at the values
    """

    fields: tuple[Field, ...]
    name: str
    original: tuple[str, str] | None
    named: bool = False
    accepted: bool = False

    def __getitem__(self, key: str) -> Field:
        """Return a field; KeyError if it is none of ``FIELDS``."""
        return {field.key: field for field in self.fields}[key]

    def with_value(self, key: str, value: FieldValue) -> Draft:
        """Return the proposal with a value that the person gave, None: there is none."""
        changed = Field(key, value, None if value is None else Certainty.CHECKED)
        return replace(self, fields=tuple(changed if f.key == key else f for f in self.fields))

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The keys that stay open: nobody has looked at them, or nothing is known."""
        return tuple(
            field.key
            for field in self.fields
            if (field.value is None and field.key in _ASKED_FOR)
            or (field.value is not None and not self.accepted)
        )

    def sidecar(self, sha256: str) -> Sidecar:
        """Return the sidecar.

        :param sha256: digest of the text as it is stored
        """
        values = {field.key: field.value for field in self.fields}
        day, date = self["date"], values.pop("date")
        digest, media_type = self.original or (None, None)
        certainty = Certainty.SINGLE if day.certainty is Certainty.CHECKED else day.certainty
        return Sidecar(
            slug=self.name,
            sha256=sha256,
            date=date if isinstance(date, datetime.date) else None,
            date_certainty=certainty if date is not None else None,
            date_note=_date_note(day),
            original_sha256=digest,
            original_media_type=media_type,
            unchecked=self.unchecked,
            **{**values, "authors": values["authors"] or ()},  # type: ignore[arg-type]  # by their keys
        )


def _date_note(day: Field) -> str | None:
    if day.value is None or day.certainty is Certainty.STATED:
        return day.note
    return {
        Certainty.CHECKED: "Der Tag wurde bei der Aufnahme angegeben.",
        Certainty.SINGLE: "Der Tag stammt aus den Angaben der Datei.",
    }.get(day.certainty or Certainty.INFERRED, "Der Tag ist aus dem Text erschlossen.")


def draft(
    document: Ingested,
    facts: DocumentFacts,
    file: str,
    registers: Registers,
    original: tuple[str, str] | None,
) -> Draft:
    """Return what is proposed for a document.

    :param facts: what the text says of itself
    :param file: name of the file, without folders
    :param original: digest and media type of the file; None if it is the text itself
    """
    letters = _letters(document.text)
    metadata = document.metadata

    def known(key: str, read: str | None, claimed: str | None = None) -> Field:
        for value, silent in ((read, Certainty.INFERRED), (claimed, Certainty.SINGLE)):
            value = " ".join((value or "").split())
            if value and not has_contact(value):
                stated = _letters(value) in letters
                return Field(key, value, Certainty.STATED if stated else silent)
        return Field(key, None, None)

    named = facts.authors or ((metadata.author,) if metadata.author else ())
    authors = tuple(" ".join(name.split()) for name in named if not has_contact(name))
    silent = Certainty.INFERRED if facts.authors else Certainty.SINGLE
    if all(_letters(name) in letters for name in authors):
        silent = Certainty.STATED
    kind = facts.type
    fields = (
        _title(known("title", facts.title, metadata.title), document.text, file),
        Field("type", kind, _type_certainty(kind, letters)),
        known("publisher", facts.publisher, metadata.publisher),
        Field("authors", authors or None, silent if authors else None),
        _date(facts, metadata.date),
        known("place", facts.place),
        Field("territory", facts.territory, Certainty.INFERRED if facts.territory else None),
        known("number", facts.number),
        Field("source", f"Datei „{_plain(file)}“; woher sie stammt, ist nicht geprüft", Certainty.SINGLE),
        Field("rights", RIGHTS, None),
    )  # fmt: skip
    made = Draft(fields, "", original)
    return replace(made, name=proposed_name(made, registers))


def _type_certainty(kind: DocumentType | None, letters: str) -> Certainty | None:
    if kind is None:
        return None
    return Certainty.STATED if _letters(kind) in letters else Certainty.INFERRED


def _plain(file: str) -> str:
    """Return a file name that can be written down: characters that are no text, and contacts, left out."""
    written = "".join(c if c.isprintable() else "�" for c in file.encode("utf-8", "replace").decode("utf-8"))
    return "(Name enthält Kontaktdaten)" if has_contact(written) else written


def _title(field: Field, text: str, file: str) -> Field:
    if field.value is not None:
        return field
    for line in text.splitlines():
        words = " ".join(line.split()).strip("•*#-–— ")
        if any(character.isalpha() for character in words) and not has_contact(words):
            short = words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
            return Field("title", short, Certainty.INFERRED, "kein Titel erkannt; erste Zeile des Textes")
    return Field("title", _plain(file), Certainty.INFERRED, "kein Titel erkannt; Name der Datei")


def _date(facts: DocumentFacts, claimed: str | None) -> Field:
    day = as_day(facts.date)
    other = as_day(claimed)
    if day is not None:
        note = None
        if other is not None and other != day:
            note = f"Die Datei selbst nennt den {other.isoformat()}."
        return Field("date", day, facts.date_certainty or Certainty.INFERRED, note)
    note = f"Im Text steht nur der Monat: {facts.date}." if facts.date else None
    if other is not None and (facts.date is None or claimed is None or claimed.startswith(facts.date)):
        return Field("date", other, Certainty.SINGLE, note)
    return Field("date", None, None, note)


def as_day(written: str | None) -> datetime.date | None:
    """Return the day that an ISO 8601 date names, None if it names none."""
    try:
        return datetime.date.fromisoformat(written or "")
    except ValueError:
        return None


def _letters(text: str) -> str:
    """Return the letters and digits of a text: line breaks and hyphenation do not count."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


_COMMON: Final = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines und oder mit von vom fuer auf in im am an zu zum
    zur bei aus ueber unter nach als ist sind wird werden wir sie es nicht auch noch so wie was e v
    """.split()
)


def proposed_name(made: Draft, registers: Registers) -> str:
    """Return the name under which a document is stored: publisher, year, words of its title.

    It stands in addresses of the graph and is never changed afterwards.
    """
    date, kind, number = made["date"].value, made["type"].value, made["number"].value
    publisher = _short_publisher(str(made["publisher"].value or ""), made["territory"].value, registers)
    year = str(date.year) if isinstance(date, datetime.date) else "undatiert"
    if kind is DocumentType.PRESS_RELEASE and number:
        return f"{publisher}-{year}-pressemitteilung-{slug(str(number).split('/')[0], limit=12)}"
    room = _LONGEST_NAME - len(f"{publisher}-{year}-")
    words = [word for word in slug(str(made["title"].value), limit=400).split("-") if word not in _COMMON]
    title = ""
    for word in words[:5]:
        if title and len(title) + 1 + len(word) > room:
            break
        title = f"{title}-{word}" if title else word[:room]
    return f"{publisher}-{year}-{title or 'text'}"


def _short_publisher(name: str, territory: FieldValue, registers: Registers) -> str:
    if not name:
        return "unbekannt"
    found = registers.resolve(
        EntityKind.ORGANISATION, name, territory if isinstance(territory, str) else None
    )
    if found is not None and found.abbreviation:
        return slug(found.abbreviation, limit=24)
    if found is not None and len(found.key) <= 24:
        return found.key
    bracketed = re.search(r"\(([A-ZÄÖÜ][\wÄÖÜäöüß-]{1,11})\)", name)
    if bracketed:
        return slug(bracketed[1])
    words = [word for word in slug(name, limit=200).split("-") if word not in _COMMON]
    short = ""
    for word in words:
        if len(short) + len(word) > 24 and short:
            break
        short = f"{short}-{word}" if short else word[:24]
    return short or "unbekannt"

"""What a published version says of itself: read from ``publishing.toml``, each code checked against its list."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import PublishingError, UsageError
from ..files import folder
from .codes import Code, code_named

_TEXTS: Final = ("title", "title_en", "description", "description_en", "attribution", "rights", "provenance")
_CODES: Final = {
    "country": "country", "level": "level", "access": "access", "frequency": "frequency",
    "availability": "availability", "licence": "licence",
}  # fmt: skip
_LISTS: Final = {"languages": "language", "themes": "theme"}
_OPTIONAL: Final = ("url", "contributor", "date")
_WEB: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_MAIL: Final = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_DATE: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Party:
    """Publisher or contact.

    :param url: of a page; ``/`` means the start page of the service
    """

    name: str
    url: str | None = None
    mail: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """The contents of ``publishing.toml``.

    :param texts: title, description and so on by key, those with ``_en`` in English
    :param url: where the service stands, ending in a slash; None: at the base IRI of the build
    :param contributor: code that GovData gave whoever delivers to it directly
    :param date: day of publication, ISO 8601; None: the newest day that the data names
    """

    texts: Mapping[str, str]
    keywords: tuple[str, ...]
    languages: tuple[Code, ...]
    themes: tuple[Code, ...]
    country: Code
    level: Code
    access: Code
    frequency: Code
    availability: Code
    licence: Code
    publisher: Party
    contact: Party
    url: str | None
    contributor: Code | None
    date: str | None


def read_publication(place: Path | None = None) -> Publication:
    """Read a configuration; the shipped one by default.

    :raises UsageError: if there is no such file
    :raises PublishingError: if a key is missing, unknown or of a wrong kind, or a code is in no list
    """
    place = place or folder("data") / "publishing" / "publishing.toml"
    try:
        content = tomllib.loads(place.read_bytes().decode("utf-8"))
    except OSError as error:
        raise UsageError(
            f"Die Angaben zur Veröffentlichung sind nicht lesbar ({error.strerror})",
            place=place,
            hint="Pfad und Rechte prüfen",
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PublishingError(
            f"Kein gültiges TOML: {error}", place=place, hint="Die genannte Stelle berichtigen"
        ) from None
    return _Reader(content, place).publication()


def check_date(text: str, place: Path | None = None) -> str:
    """Return a day in ISO 8601.

    :raises UsageError: if it is none
    """
    if not _DATE.fullmatch(text):
        raise UsageError(
            f"„{text}“ ist kein Datum",
            place=place,
            hint="Jahr, Monat und Tag angeben, zum Beispiel 2026-11-22",
        )
    return text


@dataclass(frozen=True, slots=True)
class _Reader:
    content: Mapping[str, Any]
    place: Path

    def publication(self) -> Publication:
        known = {*_TEXTS, *_CODES, *_LISTS, *_OPTIONAL, "keywords", "publisher", "contact"}
        for key in self.content:
            if key not in known:
                raise self._wrong(f"Die Angabe „{key}“ gibt es nicht", f"Es gibt {', '.join(sorted(known))}")
        url = self._optional("url")
        if url is not None and not (_WEB.fullmatch(url) and url.endswith("/")):
            raise self._wrong(f"„{url}“ taugt nicht als „url“", "Eine Webadresse mit / am Ende angeben")
        contributor = self._optional("contributor")
        day = self._optional("date")
        return Publication(
            texts={key: self._text(key) for key in _TEXTS},
            keywords=self._many("keywords"),
            languages=self._codes("languages"),
            themes=self._codes("themes"),
            **{key: self._code(list_name, self._text(key), key) for key, list_name in _CODES.items()},
            publisher=self._party("publisher", "Wer die Daten herausgibt"),
            contact=self._contact(),
            url=url,
            contributor=None
            if contributor is None
            else self._code("contributor", contributor, "contributor"),
            date=None if day is None else check_date(day, self.place),
        )

    def _text(self, key: str, among: Mapping[str, Any] | None = None) -> str:
        value = (self.content if among is None else among).get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(f"Die Angabe „{key}“ fehlt", f'Eine Zeile {key} = "…" ergänzen')
        return value

    def _optional(self, key: str) -> str | None:
        return self._text(key) if key in self.content else None

    def _many(self, key: str) -> tuple[str, ...]:
        value = self.content.get(key)
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise self._wrong(f"Die Angabe „{key}“ fehlt", f'Eine Zeile {key} = ["…"] ergänzen')
        if not all(isinstance(each, str) and each.strip() for each in value):
            raise self._wrong(
                f"In „{key}“ steht etwas anderes als Text", "Jeden Eintrag in Anführungszeichen setzen"
            )
        return tuple(dict.fromkeys(value))

    def _code(self, list_name: str, name: str, key: str) -> Code:
        return code_named(list_name, name, key=key, place=self.place)

    def _codes(self, key: str) -> tuple[Code, ...]:
        return tuple(self._code(_LISTS[key], name, key) for name in self._many(key))

    def _party(self, key: str, meaning: str) -> Party:
        table = self.content.get(key)
        if not isinstance(table, Mapping):
            raise self._wrong(
                f"Der Abschnitt [{key}] fehlt", f"{meaning}, gehört hinein: name, dazu url oder mail"
            )
        strange = sorted(set(table) - {"name", "url", "mail"})
        if strange:
            raise self._wrong(
                f"Die Angabe „{strange[0]}“ gibt es in [{key}] nicht", "Es gibt name, url, mail"
            )
        url, mail = (self._text(each, table) if each in table else None for each in ("url", "mail"))
        if url is not None and url != "/" and not _WEB.fullmatch(url):
            raise self._wrong(
                f"„{url}“ ist keine Webadresse", "Mit https:// angeben, oder / für die Startseite"
            )
        if mail is not None and not _MAIL.fullmatch(mail):
            raise self._wrong(f"„{mail}“ ist keine Mailadresse", "Die Adresse berichtigen")
        return Party(self._text("name", table), url, mail)

    def _contact(self) -> Party:
        contact = self._party("contact", "Wen man zu den Daten fragen kann")
        if contact.url is None and contact.mail is None:
            raise self._wrong(
                "Der Kontakt nennt weder Seite noch Mailadresse", "In [contact] url oder mail ergänzen"
            )
        return contact

    def _wrong(self, message: str, hint: str) -> PublishingError:
        return PublishingError(message, place=self.place, hint=hint)

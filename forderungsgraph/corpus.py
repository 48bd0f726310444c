"""Read the source texts with what is known of them from outside (their sidecars).

A text that cannot be used does not stop the others: it becomes a failure, with file and hint.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
import tomllib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from .errors import ChecksumError, ForderungsgraphError, SidecarError, UsageError
from .iri import slug
from .model import Sidecar
from .texts import decode

_FIELDS: Final = {field.name: field for field in dataclasses.fields(Sidecar) if field.name != "slug"}
_REQUIRED: Final = tuple(name for name, field in _FIELDS.items() if field.default is dataclasses.MISSING)
_MAY_BE_OPEN: Final = ("type", "publisher")
"""required keys that may be missing where ``unchecked`` names them"""
FIELD_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "Titel",
        "type": "Art",
        "publisher": "Herausgeber",
        "authors": "Verfasser",
        "date": "Datum",
        "place": "Ort",
        "territory": "Land",
        "number": "Nummer",
        "source": "Herkunft",
        "rights": "Rechte",
    }
)
"""what people call the keys"""


@dataclass(frozen=True, slots=True)
class CorpusText:
    """A source text, exactly as stored, with its sidecar."""

    path: Path
    text: str
    sidecar: Sidecar


@dataclass(frozen=True, slots=True)
class Corpus:
    """The usable texts of a folder, sorted by slug, and what is wrong with the others."""

    texts: tuple[CorpusText, ...]
    failures: tuple[ForderungsgraphError, ...]


def list_corpus(folder: Path) -> tuple[Path, ...]:
    """Return the places of all texts of ``folder``, sorted; also of those that a sidecar only speaks of.

    :raises UsageError: if there is no such folder, or nothing in it
    """
    if not folder.is_dir():
        raise UsageError("Diesen Ordner gibt es nicht", place=folder, hint="Den Pfad der Texte prüfen")
    names = {path.stem for path in folder.iterdir() if path.suffix in (".txt", ".toml")}
    if not names:
        raise UsageError(
            "Der Ordner enthält keine Texte",
            place=folder,
            hint="Texte als .txt mit Begleitdatei .toml ablegen",
        )
    return tuple(folder / f"{name}.txt" for name in sorted(names))


def different(places: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[SidecarError, ...]]:
    """Return those texts that have an address of their own, and what is wrong with the others."""
    known: dict[str, Path] = {}
    failures = []
    for place in places:
        name = slug(place.stem)
        if known.setdefault(name, place) is not place:
            failures.append(_same_address(name, place, known[name]))
    return tuple(known.values()), tuple(failures)


def read_corpus(folder: Path) -> Corpus:
    """Read every ``NAME.txt`` of ``folder`` with its sidecar ``NAME.toml``.

    :raises UsageError: if there is no such folder, or nothing in it
    """
    places, same = different(list_corpus(folder))
    texts: list[CorpusText] = []
    failures: list[ForderungsgraphError] = [*same]
    for place in places:
        try:
            texts.append(read_corpus_text(place))
        except ForderungsgraphError as error:
            failures.append(error)
    return Corpus(
        tuple(sorted(texts, key=lambda text: text.sidecar.slug)),
        tuple(sorted(failures, key=lambda error: str(error.place))),
    )


def read_corpus_text(path: Path) -> CorpusText:
    """Read one text and its sidecar, and check that they belong together.

    :raises SidecarError: sidecar missing or wrong, or a sidecar without its text
    :raises ChecksumError: if the text is not the one that the sidecar describes
    :raises TextError: empty text, other encoding, other language
    """
    sidecar_path = path.with_suffix(".toml")
    if not sidecar_path.is_file():
        raise SidecarError(
            "Zu diesem Text fehlt die Begleitdatei", place=path, hint=f"{sidecar_path.name} daneben anlegen"
        )
    if not path.is_file():
        raise SidecarError(
            "Zu dieser Begleitdatei fehlt der Text", place=sidecar_path, hint=f"{path.name} daneben ablegen"
        )
    sidecar = read_sidecar(sidecar_path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"Der Text lässt sich nicht lesen ({error.strerror or error})",
            place=path,
            hint="Die Rechte der Datei prüfen",
        ) from error
    digest = hashlib.sha256(raw).hexdigest()
    if digest != sidecar.sha256:
        raise ChecksumError(
            f"Der Text hat die Prüfsumme {digest[:12]}…, seine Begleitdatei nennt {sidecar.sha256[:12]}…",
            place=path,
            hint="Den Text wiederherstellen oder bei gewollter Änderung sha256 in der Begleitdatei erneuern",
        )
    return CorpusText(path, decode(raw, path), sidecar)


def _same_address(name: str, place: Path, other: Path) -> SidecarError:
    return SidecarError(
        f"Der Text heißt in Adressen „{name}“ wie {other.name}",
        place=place,
        hint="Eine der beiden Dateien umbenennen",
    )


def read_sidecar(path: Path) -> Sidecar:
    """Read one sidecar; the slug is made from the file name.

    :raises SidecarError: no TOML, unknown or missing key, wrong value
    """
    try:
        content = path.read_text(encoding="utf-8")
        table = tomllib.loads(content)
    except OSError as error:
        raise SidecarError(
            f"Die Begleitdatei lässt sich nicht lesen ({error.strerror or error})",
            place=path,
            hint="Die Rechte der Datei prüfen",
        ) from error
    except UnicodeDecodeError:
        raise SidecarError(
            "Die Begleitdatei ist nicht in UTF-8 geschrieben", place=path, hint="Als UTF-8 speichern"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, str(error)) from None
    unknown = sorted(set(table) - set(_FIELDS))
    if unknown:
        close = get_close_matches(unknown[0], _FIELDS, n=1)
        raise SidecarError(
            f"Unbekannter Schlüssel „{unknown[0]}“",
            place=path,
            line=_line(content, unknown[0]),
            hint=f"Gemeint ist wohl „{close[0]}“" if close else f"Erlaubt sind {', '.join(sorted(_FIELDS))}",
        )
    hints = typing.get_type_hints(Sidecar)
    values: dict[str, object] = dict.fromkeys(_MAY_BE_OPEN)
    for name in _REQUIRED:
        if name not in table and not (name in _MAY_BE_OPEN and name in _list(table.get("unchecked"))):
            other = f' oder unchecked = ["{name}"]' if name in _MAY_BE_OPEN else ""
            raise SidecarError(
                f"Der Schlüssel „{name}“ fehlt", place=path, hint=f"{name} = …{other} ergänzen"
            )
    for name, value in table.items():
        try:
            values[name] = _value(name, value, hints[name])
        except ValueError as error:
            raise SidecarError(
                f"Schlüssel „{name}“: {error}",
                place=path,
                line=_line(content, name),
                hint="Den Wert berichtigen",
            ) from None
    if ("date" in values) != ("date_certainty" in values):
        raise SidecarError(
            "Die Schlüssel „date“ und „date_certainty“ stehen nur zusammen",
            place=path,
            hint="Den fehlenden ergänzen (date_certainty: stated, checked, single, estimated, inferred)",
        )
    return Sidecar(slug=slug(path.stem), **values)  # type: ignore[arg-type]  # checked by the hints above


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _value(name: str, value: object, hint: object) -> object:
    """Return ``value`` as the sidecar holds it; ValueError says in German what is wrong."""
    if typing.get_origin(hint) is types.UnionType:
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    if hint is datetime.date:
        return _date(value)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            raise ValueError("erwartet wird eine Liste von Zeichenketten")
        unknown = [part for part in value if name == "unchecked" and part not in _FIELDS]
        if unknown:
            raise ValueError(f"„{unknown[0]}“ ist kein Schlüssel einer Begleitdatei")
        return tuple(value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError("erwartet wird eine Zeichenkette, die nicht leer ist")
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        try:
            return hint(value)
        except ValueError:
            raise ValueError(f"„{value}“ ist keiner der Werte {', '.join(hint)}") from None
    if name in ("sha256", "original_sha256") and not re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError("erwartet werden 64 Hexadezimalziffern in Kleinbuchstaben")
    if name == "original_media_type" and not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", value):
        raise ValueError(f"„{value}“ ist kein Medientyp wie application/pdf")
    if name == "territory" and not re.fullmatch(r"[a-z]{2}", value):
        raise ValueError(f"„{value}“ ist kein Gebiet aus data/registers/territories.csv")
    if name == "language" and value != "de":
        raise ValueError(f"„{value}“: ausgewertet werden nur deutsche Texte (de)")
    return value


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"„{value}“ ist kein Datum der Form JJJJ-MM-TT") from None


def _syntax(path: Path, message: str) -> SidecarError:
    """Return the error for a sidecar that is no TOML; ``message`` is tomllib's."""
    place = re.search(r"line (\d+)", message)
    line = int(place[1]) if place else None
    if "Invalid date" in message or "out of range" in message:
        return SidecarError(
            "Dieses Datum gibt es nicht", place=path, line=line, hint="Form: date = 2019-09-25"
        )
    return SidecarError(
        f"Die Begleitdatei ist kein gültiges TOML ({message})",
        place=path,
        line=line,
        hint="Zeichenketten in Anführungszeichen setzen",
    )


def _line(content: str, key: str) -> int | None:
    """Return the line on which ``key`` is set."""
    for number, line in enumerate(content.splitlines(), start=1):
        if re.match(rf"""\s*\[*["']?{re.escape(key)}["']?\s*[=\].]""", line):
            return number
    return None

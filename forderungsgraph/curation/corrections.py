"""Reviewed corrections of the extraction: ``data/curation/DOCUMENT.toml``, one file per document.

A correction hangs on a quotation, of which only letters and digits count: line breaks and hyphenation may
change, offsets do not matter. Each is a TOML table named by what a person decided::

    [[reject]]
    quote = "Die Gemeinden müssen dafür zwei Formulare ausfüllen."
    by = "Redaktion"
    on = 2026-11-25
    why = "Beschreibt, was heute gilt."

``data/curation/README.md`` explains every key. A table or file with a fault is told and left out; the
others hold.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ..errors import CurationError
from ..files import folder
from ..iri import slug, text_key
from ..model import DemandKind, Reviewed, SpeechAct

Names = tuple[str, ...]


class Action(StrEnum):
    """What a person decided; values are the names of the TOML tables."""

    CONFIRM = "confirm"
    REJECT = "reject"
    EDIT = "edit"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision on one demand of a document. None: nothing is said, what was extracted holds.

    :param document: slug
    :param demand: ten digits at the end of its identifier
    :param quote: the exact quotation
    :param prefix: what stands directly before it, where it stands several times and one place is meant
    :param new_quote: the quotation that is to take its place
    :param laws: names or keys, ``§ 12 NDIG`` for a provision; ``services`` alike without provisions
    :param place: the file; ``line`` counts from 1
    """

    action: Action
    document: str
    reviewed: Reviewed
    demand: str | None = None
    quote: str | None = None
    prefix: str | None = None
    new_quote: str | None = None
    demander: Names | None = None
    addressee: Names | None = None
    laws: Names | None = None
    services: Names | None = None
    kind: DemandKind | None = None
    act: SpeechAct | None = None
    place: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """The usable corrections by the slug of their document, and what is wrong with the others."""

    by_document: Mapping[str, tuple[Correction, ...]]
    failures: tuple[CurationError, ...] = ()


_WHO: Final = ("by", "on", "why")
_WHICH: Final = ("demand", "quote", "prefix")
_WHAT: Final = ("demander", "addressee", "laws", "services", "kind", "act")
_KEYS: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.CONFIRM: (*_WHICH, *_WHAT, *_WHO),
    Action.REJECT: (*_WHICH, *_WHO),
    Action.EDIT: (*_WHICH, "new_quote", *_WHAT, *_WHO),
    Action.ADD: ("quote", "prefix", *_WHAT, *_WHO),
}
_REQUIRED: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.CONFIRM: ("by", "on"),
    Action.REJECT: ("by", "on", "why"),
    Action.EDIT: ("by", "on", "why"),
    Action.ADD: ("quote", "demander", "kind", "by", "on", "why"),
}


def correction_key(correction: Correction) -> str:
    """Return the ten digits by which the demand that is corrected is known."""
    return correction.demand or text_key(correction.quote or "")


def read_corrections(place: Path | None = None) -> Corrections:
    """Read every ``DOCUMENT.toml`` of a folder.

    :param place: another folder than the shipped one
    :raises CurationError: if there is no such folder
    """
    place = folder("data") / "curation" if place is None else place
    if not place.is_dir():
        raise CurationError(
            "Diesen Ordner gibt es nicht", place=place, hint="Den Pfad der Korrekturen prüfen"
        )
    found: dict[str, dict[tuple[str, str | None], Correction]] = {}
    failures: list[CurationError] = []
    for path in sorted(place.glob("*.toml")):
        for result in sorted(_read(path), key=lambda result: result.line or 0):
            if isinstance(result, CurationError):
                failures.append(result)
                continue
            known = found.setdefault(result.document, {}).setdefault(
                (correction_key(result), result.prefix), result
            )
            if known is not result:
                failures.append(
                    CurationError(
                        f"Zu dieser Stelle steht schon eine Entscheidung in Zeile {known.line}",
                        place=path,
                        line=result.line,
                        hint="Eine der beiden löschen",
                    )
                )
    return Corrections(
        {document: tuple(known.values()) for document, known in found.items()}, tuple(failures)
    )


def _read(path: Path) -> Iterator[Correction | CurationError]:
    try:
        content = path.read_text("utf-8")
        tables = tomllib.loads(content)
    except OSError as error:
        yield CurationError(
            f"Die Korrekturen lassen sich nicht lesen ({error.strerror or error})",
            place=path,
            hint="Die Rechte der Datei prüfen",
        )
        return
    except UnicodeDecodeError:
        yield CurationError(
            "Die Korrekturen sind nicht in UTF-8 geschrieben", place=path, hint="Als UTF-8 speichern"
        )
        return
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        yield CurationError(
            f"Die Korrekturen sind kein gültiges TOML ({error})",
            place=path,
            line=int(line[1]) if line else None,
            hint="Zeichenketten in Anführungszeichen setzen; keine dieser Korrekturen gilt bis dahin",
        )
        return
    for name, entries in tables.items():
        lines = [n for n, text in enumerate(content.splitlines(), 1) if _header(text) == name]
        if name not in set(Action) or not isinstance(entries, list):
            yield CurationError(
                f"Unbekannter Eintrag „{name}“",
                place=path,
                line=lines[0] if lines else None,
                hint="Erlaubt sind [[confirm]], [[reject]], [[edit]], [[add]]",
            )
            continue
        for number, entry in enumerate(entries):
            # a quotation over several lines could hold a line like a header
            line_of = lines[number] if len(lines) == len(entries) else None
            try:
                yield _correction(Action(name), slug(path.stem), entry, path, line_of)
            except ValueError as error:
                message, _, hint = str(error).partition("\n")
                yield CurationError(
                    f"[[{name}]]: {message}", place=path, line=line_of, hint=hint or "Den Wert berichtigen"
                )


def _header(line: str) -> str | None:
    match = re.match(r"\s*\[{0,2}\s*[\"']?([\w-]+)[\"']?\s*(?:\]|=)", line)
    return match[1] if match else None


def _correction(
    action: Action, document: str, entry: Any, place: Path | None, line: int | None
) -> Correction:
    """Return one correction; ValueError says in German what is wrong, in a second line what to do."""
    if not isinstance(entry, dict):
        raise ValueError("erwartet wird eine Tabelle")
    allowed = _KEYS[action]
    for key in entry:
        if key not in allowed:
            close = get_close_matches(key, allowed, n=1)
            hint = f"Gemeint ist wohl „{close[0]}“" if close else f"Erlaubt sind {', '.join(allowed)}"
            raise ValueError(f"unbekannter Schlüssel „{key}“\n{hint}")
    for key in _REQUIRED[action]:
        if key not in entry:
            raise ValueError(f"der Schlüssel „{key}“ fehlt\n{key} = … ergänzen")
    if "quote" not in entry and "demand" not in entry:
        raise ValueError("es fehlt, was gemeint ist\nquote = „…“ mit dem genauen Zitat ergänzen")
    if action is Action.EDIT and not any(key in entry for key in (*_WHAT, "new_quote")):
        raise ValueError(f"es fehlt, was sich ändert\nErlaubt sind new_quote, {', '.join(_WHAT)}")
    values = {key: _value(key, value) for key, value in entry.items()}
    reviewed = Reviewed(values.pop("by"), values.pop("on"), values.pop("why", None))
    return Correction(action, document, reviewed, **values, place=place, line=line)


def _value(key: str, value: object) -> Any:
    if key == "on":
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        raise ValueError(f"„on“: „{value}“ ist kein Datum\nForm: on = 2026-11-25, ohne Anführungszeichen")
    if key in ("demander", "addressee", "laws", "services"):
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            raise ValueError(f'„{key}“: erwartet wird eine Liste von Namen\nForm: {key} = ["…"]')
        return tuple(value)
    if not isinstance(value, str) or not any(ch.isalnum() for ch in value):
        raise ValueError(f"„{key}“: erwartet wird eine Zeichenkette mit Buchstaben")
    if key == "demand":
        match = re.fullmatch(r"(?:\S*-)?([0-9a-f]{10})", value)
        if match is None:
            raise ValueError(
                f"„demand“: „{value}“ ist nicht das Ende einer Adresse\nDie letzten zehn Zeichen angeben"
            )
        return match[1]
    if key in ("by", "why") and not " ".join(value.split()).isprintable():
        raise ValueError(f"„{key}“ enthält ein Steuerzeichen")
    if key == "by":
        return checked_role(value)
    for name, values in (("kind", DemandKind), ("act", SpeechAct)):
        if key == name and value not in set(values):
            raise ValueError(f"„{key}“: „{value}“ ist keiner der Werte {', '.join(values)}")
    return {"kind": DemandKind, "act": SpeechAct}.get(key, str)(value)


def checked_role(value: str) -> str:
    """Return who decided, if it is a role or initials.

    :raises ValueError: if not; in German
    """
    if not 0 < len(value) <= _LONGEST_ROLE or "@" in value or re.search(r"\d{3}", value):
        raise ValueError(
            f"„by“: erwartet wird eine Rolle oder ein Kürzel, höchstens {_LONGEST_ROLE} Zeichen, keine Kontaktdaten"
        )
    return value


_LONGEST_ROLE: Final = 40

"""Read CSV tables into frozen dataclasses, with file and line in every error.

UTF-8, comma, header row with exactly the fields of the row's dataclass in their order. What a cell may
hold follows from the field's annotation; nothing is guessed and nothing is silently dropped.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from forderungsgraph.errors import RegisterError

from .kinds import Key, PartialDate, Ref, Url


class Row(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """The specification of a table.

    :param name: file name without ``.csv``
    :param identity: fields whose values together may occur once only
    :param address: attribute by which other tables refer to a row, None if none does
    """

    name: str
    row: type[R]
    identity: tuple[str, ...]
    address: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(field.name for field in dataclasses.fields(self.row))


@dataclass(frozen=True, slots=True)
class Read(Generic[R]):
    """The rows of one file with the line on which each begins."""

    path: Path
    rows: tuple[R, ...]
    lines: tuple[int, ...]


def _key(cell: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell):
        raise ValueError("ist kein Bezeichner aus Kleinbuchstaben, Ziffern und einzelnen Bindestrichen")
    return cell


def _partial_date(cell: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", cell):
        raise ValueError("ist kein Datum der Form JJJJ-MM-TT, JJJJ-MM oder JJJJ")
    try:
        datetime.date.fromisoformat((cell + "-01-01")[:10])
    except ValueError:
        raise ValueError("ist kein Tag des Kalenders") from None
    return cell


def _url(cell: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", cell):
        raise ValueError("ist keine vollständige Adresse mit http oder https")
    return cell


_PARSERS: Mapping[Any, Callable[[str], object]] = {
    str: str,
    Key: _key,
    PartialDate: _partial_date,
    Url: _url,
}


def _parts(cell: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in cell.split("|")) if cell else ()
    if "" in parts or len(set(parts)) != len(parts):
        raise ValueError("hat einen leeren oder doppelten Teil zwischen den senkrechten Strichen")
    return parts


def _parser(hint: Any) -> Callable[[str], object]:
    """Return what reads the cells of a column by its annotation; its ValueErrors say in German what is wrong."""
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _parts
    optional = origin in (typing.Union, types.UnionType)
    if optional:
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    value = _PARSERS.get(hint)
    if value is None:
        if not (isinstance(hint, type) and issubclass(hint, StrEnum)):
            raise TypeError(f"no parser for the annotation {hint!r}")
        value = _one_of(hint)

    def parse(cell: str) -> object:
        if cell:
            return value(cell)
        if optional:
            return None
        raise ValueError("fehlt")

    return parse


def _one_of(values: type[StrEnum]) -> Callable[[str], object]:
    by_text = {str(value): value for value in values}

    def parse(cell: str) -> object:
        try:
            return by_text[cell]
        except KeyError:
            raise ValueError(f"ist keiner der Werte {', '.join(sorted(values))}") from None

    return parse


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RegisterError(
            "Die Tabelle lässt sich nicht lesen", place=path, hint=error.strerror or "Datei prüfen"
        ) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RegisterError(
            "Die Tabelle ist nicht in UTF-8 geschrieben",
            place=path,
            line=raw.count(b"\n", 0, error.start) + 1,
            hint="Die Datei als UTF-8 speichern",
        ) from None


def _header(path: Path, columns: Sequence[str], header: Sequence[str] | None) -> None:
    if header is None:
        raise RegisterError("Die Tabelle ist leer", place=path, hint=f"Kopfzeile: {','.join(columns)}")
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header]
    if unknown:
        what = f"Unbekannte Spalte „{unknown[0]}“"
    elif missing:
        what = f"Die Spalte „{missing[0]}“ fehlt"
    elif list(header) != list(columns):
        what = "Die Spalten stehen in anderer Reihenfolge"
    else:
        return
    raise RegisterError(what, place=path, line=1, hint=f"Kopfzeile: {','.join(columns)}")


def _records(path: Path) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(_decode(path).splitlines(keepends=True), strict=True)
    line = 1
    try:
        for record in reader:
            if record:
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise RegisterError(
            f"Die Tabelle ist kein gültiges CSV ({error})",
            place=path,
            line=line,
            hint="Anführungszeichen prüfen",
        ) from None


def read_table(path: Path, table: Table[R]) -> Read[R]:
    """Read one file by its specification.

    :raises RegisterError: unreadable file, wrong header, bad or missing cell, duplicate identifier
    """
    records = iter(_records(path))
    _, header = next(records, (1, None))
    columns = table.columns
    _header(path, columns, header)
    hints = typing.get_type_hints(table.row)
    parsers = [(column, _parser(hints[column])) for column in columns]
    rows: list[R] = []
    lines: list[int] = []
    seen: dict[tuple[object, ...], int] = {}
    for line, record in records:
        if len(record) != len(columns):
            raise RegisterError(
                f"Die Zeile hat {len(record)} statt {len(columns)} Spalten",
                place=path,
                line=line,
                hint="Felder mit Komma in Anführungszeichen setzen",
            )
        values: dict[str, object] = {}
        for (column, parse), cell in zip(parsers, record, strict=True):
            try:
                if cell != cell.strip():
                    raise ValueError("beginnt oder endet mit Leerraum")
                values[column] = parse(cell)
            except ValueError as error:
                value = f" „{cell}“" if cell else ""
                raise RegisterError(
                    f"Spalte „{column}“: der Wert{value} {error}",
                    place=path,
                    line=line,
                    hint="Zelle berichtigen",
                ) from None
        identity = tuple(values[name] for name in table.identity)
        if identity in seen:
            raise RegisterError(
                f"Der Eintrag „{' / '.join(map(str, identity))}“ steht schon in Zeile {seen[identity]}",
                place=path,
                line=line,
                hint="Eine der beiden Zeilen löschen oder umbenennen",
            )
        seen[identity] = line
        rows.append(table.row(**values))
        lines.append(line)
    return Read(path, tuple(rows), tuple(lines))


def _references(row: type[Row]) -> dict[str, str]:
    """Return the fields of ``row`` that refer to another table, with the table's name."""
    return {
        name: mark.table
        for name, hint in typing.get_type_hints(row, include_extras=True).items()
        for mark in getattr(hint, "__metadata__", ())
        if isinstance(mark, Ref)
    }


def check_references(reads: Iterable[tuple[Table[Any], Read[Any]]]) -> None:
    """Check that every reference names a row.

    :raises RegisterError: for the first dangling one
    """
    reads = tuple(reads)
    addresses = {
        table.name: {getattr(row, table.address) for row in read.rows}
        for table, read in reads
        if table.address is not None
    }
    for table, read in reads:
        for column, target in _references(table.row).items():
            for row, line in zip(read.rows, read.lines, strict=True):
                value = getattr(row, column)
                for key in value if isinstance(value, tuple) else (value,):
                    if key is not None and key not in addresses[target]:
                        raise RegisterError(
                            f"Spalte „{column}“: „{key}“ steht nicht in {target}.csv",
                            place=read.path,
                            line=line,
                            hint="Den Eintrag dort ergänzen oder den Verweis berichtigen",
                        )

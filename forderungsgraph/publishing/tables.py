"""The data as tables: what ``data/publishing/tables.toml`` describes, filled from a store."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from ..errors import PublishingError
from ..files import folder
from ..iri import PREFIXES
from ..store import Bindings, Store, Term

Kind = Literal["string", "anyURI", "date", "decimal", "boolean", "nonNegativeInteger"]
SEPARATOR: Final = "|"
_PREFIXES: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    :param name: in the header of CSV files
    :param title: German title, in the header of spreadsheets
    :param kind: datatype of XML Schema
    :param many: several values, separated by ``|``
    :param path: SPARQL path from the thing of the row; "" where the table has a query of its own
    :param language: of texts that have one
    :param to: the table whose first column the values are keys of
    """

    name: str
    title: str
    title_en: str
    kind: Kind = "string"
    many: bool = False
    path: str = ""
    language: str = "de"
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table to fill: rows are what fits ``where``, or the rows of ``query``."""

    name: str
    title: str
    title_en: str
    about: str
    columns: tuple[Column, ...]
    where: str | None
    query: str | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows, sorted; each cell a plain text, empty where there is no value.

    A column is ``many`` here too where the description expects one value and the data has more.
    """

    table: Table
    rows: Sequence[tuple[str, ...]]


@cache
def shipped_tables() -> tuple[Table, ...]:
    """Return the tables of a version."""
    return read_tables(folder("data") / "publishing" / "tables.toml")


def read_tables(place: Path) -> tuple[Table, ...]:
    """Read the descriptions of tables.

    :raises PublishingError: if the file is not readable, or a table lacks what it needs
    """
    try:
        listed = tomllib.loads(place.read_text("utf-8"))["table"]
        return tuple(_table(entry) for entry in listed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishingError(
            f"Die Beschreibung der Tabellen ist nicht lesbar ({error})",
            place=place,
            hint="Das Paket neu installieren",
        ) from None


def _table(entry: Mapping[str, Any]) -> Table:
    columns = [
        Column(
            each["name"], each["title"], each["title_en"], each.get("type", "string"), each.get("many", False),
            each.get("path", ""), each.get("language", "de"), each.get("to"),
        )
        for each in entry["columns"]
    ]  # fmt: skip
    if "where" in entry:
        name, title = entry["key"]
        columns.insert(0, Column(name, title, f"{name.capitalize()} (IRI)", "anyURI"))
    elif "query" not in entry:
        raise KeyError("where")
    return Table(
        entry["name"], entry["title"], entry["title_en"], entry["about"], tuple(columns), entry.get("where"), entry.get("query"),
    )  # fmt: skip


def filled(table: Table, store: Store, base: str) -> Filled:
    """Return a table with its rows.

    :param base: base IRI of the identifiers
    """
    if table.where is None:
        return Filled(table, sorted(_of_query(table, store, base)))
    things = {_text(key) for (key,) in _asked(store, f"SELECT DISTINCT ?s WHERE {{ {table.where} }}").rows}
    key, *others = table.columns
    values = [_values(table, column, store) for column in others]
    columns = [
        replace(column, many=column.many or any(len(texts) > 1 for texts in found.values()))
        for column, found in zip(others, values, strict=True)
    ]
    rows = (
        (thing, *(_cell(column, found.get(thing, ())) for column, found in zip(columns, values, strict=True)))
        for thing in things
    )
    return Filled(replace(table, columns=(key, *columns)), sorted(rows))


def _cell(column: Column, texts: Iterable[str]) -> str:
    found = sorted(texts)
    if not column.many:
        return "".join(found)
    return SEPARATOR.join(text.replace(SEPARATOR, "¦") for text in found)


def _of_query(table: Table, store: Store, base: str) -> Iterator[tuple[str, ...]]:
    assert table.query is not None
    result = _asked(store, table.query.replace("{base}", base))
    assert result.variables == tuple(column.name for column in table.columns)
    for row in result.rows:
        yield tuple(_text(cell) for cell in row)


def _values(table: Table, column: Column, store: Store) -> dict[str, set[str]]:
    own = f'FILTER(LANG(?o) = "" || LANG(?o) = "{column.language}")'
    result = _asked(store, f"SELECT DISTINCT ?s ?o WHERE {{ {table.where} . ?s {column.path} ?o {own} }}")
    if column.kind == "anyURI":
        result = _asked(store, f"SELECT DISTINCT ?s ?o WHERE {{ {table.where} . ?s {column.path} ?o }}")
    found: dict[str, set[str]] = {}
    for subject, value in result.rows:
        found.setdefault(_text(subject), set()).add(_text(value))
    return found


def _asked(store: Store, query: str) -> Bindings:
    return cast(Bindings, store.query(_PREFIXES + query))


def _text(term: Term | None) -> str:
    return "" if term is None else term.value

"""Tables as CSV with metadata (CSV on the Web, W3C Recommendation 2015), and as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..store.tables import harmless
from .tables import SEPARATOR, Column, Filled

METADATA: Final = "csv-metadata.json"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")


def csv_of(filled: Filled) -> bytes:
    """Return a table as RFC 4180 has it: UTF-8, comma, CRLF; header: the names of the columns."""
    header = [column.name for column in filled.table.columns]
    return _written(header, filled.rows, ",").encode("utf-8")


def excel_csv_of(filled: Filled) -> bytes:
    """Return a table as German Excel opens it by a double click.

    UTF-8 with byte order mark, semicolon, decimal comma; a text that a spreadsheet would run as a formula has an
    apostrophe before it.
    """
    columns = filled.table.columns
    rows = [[_cell(column, cell) for column, cell in zip(columns, row, strict=True)] for row in filled.rows]
    return _written([column.title for column in columns], rows, ";").encode("utf-8-sig")


def _written(header: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def _cell(column: Column, text: str) -> str:
    if column.kind == "decimal" and _NUMBER.fullmatch(text):
        return text.replace(".", ",")
    if column.kind == "boolean":
        return {"true": "ja", "false": "nein"}.get(text, text)
    return harmless(text)


def metadata_of(tables: Sequence[Filled], about: Mapping[str, Any]) -> bytes:
    """Return the metadata of all tables, a table group.

    :param about: properties of the group, e.g. ``dc:title``
    """
    names = {filled.table.name for filled in tables}
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "de"}],
        **about,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tables": [_table(filled, names) for filled in tables],
    }
    return (json.dumps(group, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _table(filled: Filled, names: set[str]) -> dict[str, Any]:
    table = filled.table
    schema: dict[str, Any] = {
        "columns": [_column(column, filled, at) for at, column in enumerate(table.columns)]
    }
    if table.where is not None:
        schema["primaryKey"] = table.columns[0].name
        schema["aboutUrl"] = f"{{+{table.columns[0].name}}}"
    keys = [_foreign(column) for column in table.columns if column.to in names and not column.many]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": f"{table.name}.csv",
        "dc:title": [
            {"@value": table.title, "@language": "de"},
            {"@value": table.title_en, "@language": "en"},
        ],
        "dc:description": {"@value": table.about, "@language": "de"},
        "tableSchema": schema,
    }


def _column(column: Column, filled: Filled, at: int) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"und": column.name, "de": column.title, "en": column.title_en},
        "datatype": _datatype(column, [row[at] for row in filled.rows]),
    }
    if column.many:
        described["separator"] = SEPARATOR
    if at == 0:
        described["required"] = True
    return described


def _datatype(column: Column, cells: Sequence[str]) -> str:
    # a day may be known to the month or year only
    if column.kind == "date" and not all(_DAY.fullmatch(cell) for cell in cells if cell):
        return "string"
    return column.kind


def _foreign(column: Column) -> dict[str, Any]:
    return {
        "columnReference": column.name,
        "reference": {
            "resource": f"{column.to}.csv",
            "columnReference": f"{str(column.to).removesuffix('s')}",
        },
    }

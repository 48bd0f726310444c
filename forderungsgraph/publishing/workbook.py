"""All tables as one Excel file: a sheet each, typed cells, and a sheet that says what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from ..store.tables import LONGEST_CELL, MOST_ROWS
from .tables import Column, Filled

_SHORTENED: Final = " … [gekürzt]"
_DAY: Final = re.compile(r"(?:19|[2-9]\d)\d{2}-\d{2}-\d{2}")
"""the calendar of spreadsheets begins in 1900"""
_WIDTHS: Final[Mapping[str, int]] = {
    "string": 40,
    "anyURI": 30,
    "date": 12,
    "decimal": 11,
    "boolean": 11,
    "nonNegativeInteger": 9,
}


def write_workbook(place: Path, tables: Sequence[Filled], about: Sequence[tuple[str, str]], day: str) -> None:
    """Write the workbook.

    :param about: what the first sheet says, in order: heading and text
    :param day: of publication, ISO 8601; the only time in the file
    :raises OSError: if it cannot be written
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(str(place), options)
    book.set_properties({"title": about[0][1], "created": datetime.fromisoformat(day)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    fitting = [filled for filled in tables if len(filled.rows) <= MOST_ROWS]
    readme = book.add_worksheet("Lies mich")
    readme.set_column(0, 0, 26)
    readme.set_column(1, 1, 100)
    lines = [*about, *((filled.table.title, filled.table.about) for filled in fitting)]
    lines += [
        (filled.table.title, f"Zu lang für ein Tabellenblatt; siehe tables/{filled.table.name}.csv")
        for filled in tables
        if filled not in fitting
    ]
    for row, (heading, text) in enumerate(lines):
        readme.write_string(row, 0, heading, bold)
        readme.write_string(row, 1, text, wrapped)
    for filled in fitting:
        _sheet(book.add_worksheet(filled.table.title[:31]), filled, bold)
    try:
        book.close()
    except FileCreateError as error:
        # the library hides why a file cannot be written
        reason = error.args[0] if error.args else error
        raise reason if isinstance(reason, OSError) else OSError(str(reason)) from None


def _sheet(sheet: Worksheet, filled: Filled, bold: Any) -> None:
    columns = filled.table.columns
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS[column.kind])
        sheet.write_string(0, at, column.title, bold)
    for number, row in enumerate(filled.rows, 1):
        for at, (column, text) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, number, at, column, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(filled.rows), 1), len(columns) - 1)


def _write(sheet: Worksheet, row: int, at: int, column: Column, text: str) -> None:
    if not text:
        return
    if column.kind == "date" and _DAY.fullmatch(text):
        sheet.write_datetime(row, at, date.fromisoformat(text))
    elif column.kind in ("decimal", "nonNegativeInteger") and not column.many:
        sheet.write_number(row, at, float(text))
    elif column.kind == "boolean" and not column.many:
        sheet.write_boolean(row, at, text == "true")
    else:
        long = len(text) > LONGEST_CELL
        sheet.write_string(row, at, text[: LONGEST_CELL - len(_SHORTENED)] + _SHORTENED if long else text)

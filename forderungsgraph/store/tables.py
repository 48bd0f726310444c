"""Answers as tables for spreadsheets: CSV as a German Excel opens it, and XLSX.

Texts that a spreadsheet would take for a formula get an apostrophe in CSV, which has no types ("CSV
injection", OWASP); in XLSX they are marked as text. Nothing is cut: what does not fit is an error.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import pyoxigraph as ox
import xlsxwriter

from forderungsgraph.errors import QueryLimitError

from .chunks import Sink
from .values import XSD

BOM: Final = "\ufeff"
MOST_ROWS: Final = 1_048_575
LONGEST_CELL: Final = 32_767
_BATCH: Final = 200
_FORMULA: Final = re.compile(r"[\s\x00-\x20]*[=+\-@＝＋－＠|%]|[\t\r\n]")
_INTEGERS: Final = frozenset(
    f"{XSD}{name}"
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "negativeInteger",
        "nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_DECIMALS: Final = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# a number with more digits would not come back from a spreadsheet as it was
_MOST_DIGITS: Final = 15
_Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
_CREATED: Final = datetime(2000, 1, 1)


def columns_and_rows(
    answer: ox.QuerySolutions | ox.QueryBoolean,
) -> tuple[list[str], Iterator[list[_Cell]]]:
    """Return the names of the columns and the rows; the answer to ASK is one cell named ``boolean``."""
    if isinstance(answer, ox.QueryBoolean):
        return ["boolean"], iter([[ox.Literal(bool(answer))]])
    return [variable.value for variable in answer.variables], (list(row) for row in answer)


def write_excel_csv(answer: ox.QuerySolutions | ox.QueryBoolean, sink: Sink) -> None:
    """Write CSV with a byte order mark, semicolons and decimal commas."""
    columns, rows = columns_and_rows(answer)
    lines = [BOM + ";".join(_quoted(harmless(name)) for name in columns)]
    for row in rows:
        lines.append(";".join(_csv_cell(cell) for cell in row))
        if len(lines) >= _BATCH:
            sink.write("".join(f"{line}\r\n" for line in lines).encode())
            lines.clear()
    sink.write("".join(f"{line}\r\n" for line in lines).encode())


def _csv_cell(cell: _Cell) -> str:
    if isinstance(cell, ox.Literal) and _is_number(cell):
        return cell.value.replace(".", ",")
    return "" if cell is None else _quoted(harmless(_plain(cell)))


def _plain(cell: _Cell) -> str:
    if isinstance(cell, ox.BlankNode):
        return f"_:{cell.value}"
    return cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else str(cell)


def harmless(value: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def _quoted(value: str) -> str:
    if re.search(r'[;"\r\n\t,]', value):
        return '"' + value.replace('"', '""') + '"'
    return value


def _is_number(literal: ox.Literal) -> bool:
    """Tell whether a literal is a number that a spreadsheet keeps as it is."""
    if literal.datatype.value not in _INTEGERS | _DECIMALS or not _NUMBER.fullmatch(literal.value):
        return False
    mantissa = re.split("[eE]", literal.value)[0]
    return len(re.sub(r"\D", "", mantissa).strip("0")) <= _MOST_DIGITS


def write_xlsx(answer: ox.QuerySolutions | ox.QueryBoolean, sink: Sink) -> None:
    """Write a workbook with one sheet; numbers, days and truth values keep their type.

    :raises QueryLimitError: if a spreadsheet cannot hold so many rows, or so long a text
    """
    columns, rows = columns_and_rows(answer)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # a clock would give other bytes each time
        book.set_properties({"created": _CREATED, "author": "Forderungsgraph"})
        sheet = book.add_worksheet("Ergebnis")
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, head)
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise QueryLimitError(
                    f"XLSX fasst höchstens {MOST_ROWS} Zeilen",
                    english=f"XLSX holds at most {MOST_ROWS} rows",
                    hint="CSV wählen oder die Abfrage eingrenzen",
                )
            for column, cell in enumerate(row):
                _write_cell(sheet, number, column, cell, day)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(columns) - 1), 28)
    for start in range(0, buffer.tell(), 1 << 16):
        sink.write(buffer.getbuffer()[start : start + (1 << 16)].tobytes())


def _write_cell(
    sheet: xlsxwriter.workbook.Worksheet, row: int, column: int, cell: _Cell, day: xlsxwriter.format.Format
) -> None:
    if cell is None:
        return
    if isinstance(cell, ox.Literal):
        kind = cell.datatype.value
        if _is_number(cell):
            sheet.write_number(row, column, float(cell.value))
            return
        if kind == f"{XSD}boolean" and cell.value in ("true", "false"):
            sheet.write_boolean(row, column, cell.value == "true")
            return
        moment = _day(cell.value) if kind == f"{XSD}date" else None
        if moment is not None:
            sheet.write_datetime(row, column, moment, day)
            return
    text = _plain(cell)
    if len(text) > LONGEST_CELL:
        raise QueryLimitError(
            f"XLSX fasst höchstens {LONGEST_CELL} Zeichen je Zelle, hier sind es {len(text)}",
            english=f"XLSX holds at most {LONGEST_CELL} characters per cell",
            hint="CSV wählen oder den Text mit SUBSTR kürzen",
        )
    sheet.write_string(row, column, text)


def _day(value: str) -> date | None:
    """Return a day that a spreadsheet can show; its calendar begins in 1900 with a leap year that was none."""
    if not _DAY.fullmatch(value) or value < "1900-03-01":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None

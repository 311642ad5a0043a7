"""Reading an uploaded CSV or XLSX table: within limits, from known encodings, every refusal naming its place."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from difflib import get_close_matches
from pathlib import PurePath

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from core.errors import RuleViolation
from core.sheets.writing import as_written

MAX_MB = 5
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 10_000  # characters
MAX_UNPACKED_MB = 50
MAX_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 1024 * 1024
REACHES_DOWN = 2 * MAX_ROWS  # rows without content that are still passed over

_MB = 1024 * 1024
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_DECLARES = [word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]
# What openpyxl and its parsers raise for files that are not what they say. SyntaxError: the XML parsers' own.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, SyntaxError, ValueError, OverflowError),
    *(KeyError, IndexError, TypeError, AttributeError, RuntimeError),
)


@dataclass(frozen=True)
class Row:
    """One line of the sheet: its number there, and its cells as text by column; missing cells are empty."""

    number: int
    cells: Mapping[str, str]


def read_sheet(data: bytes, filename: str, *, columns: Sequence[str], needed: Collection[str]) -> list[Row]:
    """The rows below the heading line, empty ones left out; days as 2021-03-03.

    RuleViolation for what is no readable table, passes a limit, holds a formula, lacks a column of `needed`, or has one
    outside of `columns`.
    """
    if len(data) > MAX_MB * _MB:
        raise RuleViolation(f"{_name(filename)} is larger than {MAX_MB} MB. Nothing was read.", field="file")
    kind = PurePath(filename).suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise RuleViolation(f"{_name(filename)} is neither a .csv nor an .xlsx file.", field="file")
    lines = _csv_lines(data, filename) if kind == ".csv" else _xlsx_lines(data, filename)
    numbered = _within_limits(lines, filename)
    heading = next(((number, line) for number, line in numbered if any(line)), None)
    if heading is None:
        raise RuleViolation(f"{_name(filename)} is empty: not even a heading line is there.", field="file")
    names = _columns(*heading, columns, needed, filename)
    return [_row(number, line, names, filename) for number, line in numbered if any(line)]


def cell_name(column: int, row: int) -> str:
    """As spreadsheets name a cell: the third column of row 5 is C5."""
    return f"{get_column_letter(column)}{row}"


def _csv_lines(data: bytes, filename: str) -> Iterator[list[str]]:
    if b"\0" in data:
        raise RuleViolation(f"{_name(filename)} is not a text file. Save the table as CSV (UTF-8).", field="file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RuleViolation(
            f"{_name(filename)}, line {line}: the file is not in UTF-8. Save it as “CSV UTF-8”.", field="file"
        ) from error
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield [_csv_cell(cell, column, number, filename) for column, cell in enumerate(cells, start=1)]
    except csv.Error as error:
        raise RuleViolation(
            f"{_name(filename)}, line {reader.line_num}: the CSV is damaged ({error}).", field="file"
        ) from error


def _csv_cell(text: str, column: int, row: int, filename: str) -> str:
    """What a spreadsheet would compute is refused; a signed number is none."""
    text = text.strip()
    if text[:1] in ("=", "+", "-", "@") and not _NUMBER.fullmatch(text) and text != "-":
        raise _formula(column, row, filename)
    return as_written(text)


def _xlsx_lines(data: bytes, filename: str) -> Iterator[list[str]]:
    try:
        _check_archive(data, filename)
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, line in enumerate(sheet.iter_rows(), start=1):
            cells = line[: MAX_COLUMNS + 1]
            if any(cell.value is not None for cell in line[MAX_COLUMNS + 1 :]):
                raise _too_wide(number, filename)
            if formula := [place for place, cell in enumerate(cells, start=1) if cell.data_type == "f"]:
                raise _formula(formula[0], number, filename)
            yield [_xlsx_cell(cell.value) for cell in cells]
    except _DAMAGED as error:
        raise RuleViolation(
            f"{_name(filename)} is damaged, protected by a password, or no Excel workbook (.xlsx). Save it as CSV.",
            field="file",
        ) from error


def _check_archive(data: bytes, filename: str) -> None:
    """Refuses archives that unpack to far more than they are, are encrypted, or declare XML entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED_MB * _MB:
            raise RuleViolation(
                f"Unpacked, {_name(filename)} is larger than {MAX_UNPACKED_MB} MB. Nothing was read.", field="file"
            )
        for entry in entries:
            if entry.file_size > RATIO_COUNTS_FROM_BYTES and entry.file_size > MAX_RATIO * entry.compress_size:
                raise RuleViolation(
                    f"A part of {_name(filename)} unpacks to more than {MAX_RATIO} times its size. Nothing was read.",
                    field="file",
                )
            if any(word in archive.read(entry) for word in _DECLARES):
                raise RuleViolation(f"{_name(filename)} declares XML entities, as Excel never does.", field="file")


def _xlsx_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return as_written(str(value).strip())


def _within_limits(lines: Iterator[list[str]], filename: str) -> Iterator[tuple[int, list[str]]]:
    filled = 0
    for number, line in enumerate(lines, start=1):
        filled += any(line)
        if filled > MAX_ROWS + 1:
            raise RuleViolation(f"{_name(filename)} has more than {MAX_ROWS:,} rows. Nothing was read.", field="file")
        if number > REACHES_DOWN:
            raise RuleViolation(
                f"{_name(filename)} reaches below row {REACHES_DOWN:,}. Delete the empty rows at its end.", field="file"
            )
        if any(line[MAX_COLUMNS:]):
            raise _too_wide(number, filename)
        if long := [place for place, text in enumerate(line, start=1) if len(text) > MAX_CELL]:
            raise RuleViolation(
                f"{_name(filename)}, cell {cell_name(long[0], number)}: longer than {MAX_CELL:,} characters.",
                field="file",
            )
        yield number, line


def _columns(
    number: int, line: Sequence[str], known: Sequence[str], needed: Collection[str], filename: str
) -> list[str]:
    names = [text.strip().lower() for text in line]
    while names and not names[-1]:
        names.pop()
    for place, name in enumerate(names, start=1):
        if name not in known:
            nearest = get_close_matches(name, known, n=1)
            advice = f"Did you mean “{nearest[0]}”?" if nearest else f"Known are {', '.join(known)}."
            raise RuleViolation(
                f"{_name(filename)}, cell {cell_name(place, number)}: “{name[:40]}” is no column here. {advice}",
                field="file",
            )
        if name in names[: place - 1]:
            raise RuleViolation(f"{_name(filename)}: the column “{name}” is there twice.", field="file")
    if missing := [name for name in known if name in needed and name not in names]:
        columns = "the columns" if len(missing) > 1 else "the column"
        raise RuleViolation(f"{_name(filename)} lacks {columns} {', '.join(missing)}.", field="file")
    return names


def _row(number: int, line: Sequence[str], names: Sequence[str], filename: str) -> Row:
    if stray := [place for place, text in enumerate(line, start=1) if text and place > len(names)]:
        raise RuleViolation(
            f"{_name(filename)}, cell {cell_name(stray[0], number)}: there is no column heading above.", field="file"
        )
    return Row(number, {name: line[place] if place < len(line) else "" for place, name in enumerate(names)})


def _formula(column: int, row: int, filename: str) -> RuleViolation:
    return RuleViolation(
        f"{_name(filename)}, cell {cell_name(column, row)} holds a formula. Put its value there, as text.", field="file"
    )


def _too_wide(row: int, filename: str) -> RuleViolation:
    return RuleViolation(f"{_name(filename)}, row {row}: more than {MAX_COLUMNS} columns.", field="file")


def _name(filename: str) -> str:
    return f"“{PurePath(filename).name[:60]}”"

"""Writing CSV and XLSX so that no cell is taken for a formula by the program that opens it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

Cell = str | int | float | date | None

_TAKEN_FOR_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, by which spreadsheets know that they meet accents."""
    return csv_text(columns, rows).encode("utf-8-sig")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """CSV with a heading line; days as 2021-03-03, numbers plain, lines ended by CR LF."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([neutral(column) for column in columns])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue()


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """An Excel file with one sheet, its heading line in bold and in sight; days and numbers keep their type."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ") or "Sheet")
    sheet.freeze_panes = "A2"
    headings = [WriteOnlyCell(sheet, value=_for_excel(column)) for column in columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for row in rows:
        sheet.append([_for_excel(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def neutral(cell: Cell) -> Cell:
    """The cell; text that a spreadsheet might compute gets an apostrophe before it, which reading takes off again."""
    if isinstance(cell, str) and _TAKEN_FOR_FORMULA.match(cell):
        return f"'{cell}"
    return cell


def as_written(text: str) -> str:
    """The text before `neutral` put its apostrophe there."""
    return text[1:] if text.startswith("'") and _TAKEN_FOR_FORMULA.match(text) else text


def _for_excel(cell: Cell) -> Cell:
    """Excel knows no time zones, and no control characters in text."""
    if isinstance(cell, str):
        return neutral(ILLEGAL_CHARACTERS_RE.sub("�", cell))
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return cell.isoformat()
    return cell

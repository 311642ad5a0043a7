"""Tables as files: the one writer of CSV and XLSX, which lets no text become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | date | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read accents; days as 2021-03-03."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """One sheet with a frozen heading row; numbers and days stay numbers and days."""
    book = Workbook()
    sheet = book.active
    sheet.title = "".join(letter for letter in title if letter not in "[]:*?/\\")[:31]
    sheet.append(list(header))
    for row in rows:
        sheet.append([neutral(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, label in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(label) + 4)
    sheet.freeze_panes = "A2"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def neutral(cell: Cell) -> Cell:
    """A text that a spreadsheet would calculate gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell

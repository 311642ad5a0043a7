"""The annual tables of a request as one sheet: taken in whole or not at all, each error with its row and column.

A row is one figure of one table. A row whose kind or year says "total" is not taken in but held against its lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.errors import RuleViolation, Shortcomings
from core.sheets.reading import Row
from core.sheets.writing import Cell, write_xlsx
from extension_requests.rules.amounts import amount_in, unit_kept, unit_written
from extension_requests.rules.arithmetic import told
from extension_requests.rules.figures import (
    SOURCE,
    TOTAL,
    Line,
    Sheet,
    Total,
    check_line,
    mixed_units,
    wrong_total,
)

COLUMNS = ("table", "year", "kind", "method", "amount", "unit")
NEEDED = ("table", "amount", "unit")
WHAT = "The file has errors and nothing was taken in"
EXAMPLES: dict[str, Sequence[Sequence[Cell]]] = {
    "areas": (
        ("baseline", None, "confirmed", None, 12_400_000, "m2"),
        ("progress", 2024, "confirmed", "cleared", 7_000_000, "m2"),
        ("progress", 2024, "suspected", "cancelled", 200_000, "m2"),
        ("progress", "total", "total", None, 7_200_000, "m2"),
        ("remaining", None, "confirmed", None, 5_200_000, "m2"),
        ("targets", 2028, "confirmed", None, 2_600_000, "m2"),
        ("targets", 2029, "confirmed", None, 2_600_000, "m2"),
        ("budget", 2028, "own funds", None, 1_000_000, "USD"),
        ("budget", 2029, "missing", None, 500_000, "USD"),
    ),
    "stocks": (
        ("baseline", None, "type A", None, 500, "munitions"),
        ("progress", 2024, "type A", "destroyed", 300, "munitions"),
        ("remaining", None, "type A", None, 200, "munitions"),
        ("targets", 2028, "type A", "destroyed", 200, "munitions"),
        ("budget", 2028, "own funds", None, 1_000_000, "USD"),
    ),
}


@dataclass(frozen=True)
class Read:
    """A row of the sheet as a value. written: its unit as the State wrote it."""

    row: int
    written: str
    value: Line | Total


def read_tables(rows: Iterable[Row]) -> list[Line]:
    """The figures; Shortcomings names the row and column of each error, and the rule with its source."""
    errors: list[tuple[int, str]] = []
    read = [each for row in rows if (each := _attempt(row, errors)) is not None]
    if not read and not errors:
        raise RuleViolation("The file has no figure below its heading line.", field="file")
    lines = [each for each in read if isinstance(each.value, Line)]
    errors += [*_doubled(lines), *_mixed(read), *_wrong_sums(read)]
    if errors:
        raise Shortcomings([sentence for _, sentence in sorted(errors)], what=WHAT)
    return [each.value for each in lines if isinstance(each.value, Line)]


def template_file(article: str) -> bytes:
    """A workbook with the columns and lines to be written over; article: "3" of the CCM for stocks."""
    rows = EXAMPLES["stocks" if article == "3" else "areas"]
    return write_xlsx(COLUMNS, rows, "Tables")


def _attempt(row: Row, errors: list[tuple[int, str]]) -> Read | None:
    try:
        return _read(row)
    except RuleViolation as refusal:
        column = {"sheet": "table"}.get(refusal.field or "", refusal.field or "")
        where = f"row {row.number}, column {column}" if column else f"row {row.number}"
        source = f" (Source: {refusal.source})" if refusal.source else ""
        errors.append((row.number, f"{where}: {refusal.message}{source}"))
        return None


def _read(row: Row) -> Read:
    cells = {name: row.cells.get(name, "").strip() for name in COLUMNS}
    sheet = _sheet(cells["table"])
    written = unit_written(cells["unit"])
    year, kind, method = cells["year"].lower(), " ".join(cells["kind"].split())[:80], cells["method"].lower()
    amount, unit = amount_in(cells["amount"], written), unit_kept(written)
    if TOTAL in (year, kind.lower(), method):
        of_kind, of_method = ("" if each.lower() == TOTAL else each for each in (kind, method))
        of_year = _year(year) if year != TOTAL else None
        return Read(row.number, written, Total(sheet, of_year, of_kind, of_method, unit, amount))
    line = Line(sheet, _year(year), kind, method, unit, amount)
    check_line(line)
    return Read(row.number, written, line)


def _sheet(text: str) -> Sheet:
    try:
        return Sheet(text.lower())
    except ValueError:
        known = ", ".join(each.value for each in Sheet)
        raise RuleViolation(f"“{text[:30]}” is no table here. Known are {known}.", field="table") from None


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and text.isascii() and len(text) == 4):
        raise RuleViolation(f"“{text[:20]}” is no year. Write it in four digits, or leave it empty.", field="year")
    return int(text)


def _doubled(read: Sequence[Read]) -> list[tuple[int, str]]:
    first: dict[object, int] = {}
    errors = []
    for each in read:
        assert isinstance(each.value, Line)
        before = first.setdefault(each.value.key, each.row)
        if before != each.row:
            errors.append((each.row, f"row {each.row}: the same figure stands in row {before} already."))
    return errors


def _mixed(read: Sequence[Read]) -> list[tuple[int, str]]:
    by_sheet: dict[Sheet, list[Read]] = defaultdict(list)
    for each in read:
        by_sheet[each.value.sheet].append(each)
    errors = []
    for sheet, of_sheet in by_sheet.items():
        if sentence := mixed_units(sheet, [each.written for each in of_sheet]):
            row = next(each.row for each in of_sheet if each.written != of_sheet[0].written)
            errors.append((row, f"row {row}, column unit: {sentence} (Source: {SOURCE})"))
    return errors


def _wrong_sums(read: Sequence[Read]) -> list[tuple[int, str]]:
    lines = [each.value for each in read if isinstance(each.value, Line)]
    errors = []
    for each in read:
        if isinstance(each.value, Total) and (summed := wrong_total(each.value, lines)) is not None:
            said, found = (told(amount, each.value.unit) for amount in (each.value.amount, summed))
            errors.append(
                (
                    each.row,
                    f"row {each.row}, column amount: the total says {said}, its lines sum to {found}. "
                    f"(Rule: a total is the sum of its lines. Source: {SOURCE})",
                )
            )
    return errors

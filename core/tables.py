"""Lists on pages: declared once, then filtered, sorted, paged and exported the same way everywhere."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from core.sheets.writing import write_csv, write_xlsx

Cell = str | int | date | None
ALL = "all"


@dataclass(frozen=True)
class Column:
    """One column. value: what it shows and exports; href: where the cell leads; filter: offer its values as chips.

    meaning: for words with a status shape: done, soon, late, private or neutral. wide: hidden on narrow screens.
    """

    key: str
    label: str
    value: Callable[[Any], Cell]
    kind: str = "text"  # text | number | day
    href: Callable[[Any], str | None] | None = None
    filter: bool = False
    meaning: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Table:
    """A list of rows. noun: singular and plural. empty: what to say and to do when there is nothing."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    noun: tuple[str, str]
    sort: str = ""
    empty: tuple[str, str] = ("", "")
    page_size: int = 250


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True)
class Heading:
    label: str
    href: str
    direction: str  # ascending | descending | none
    kind: str


@dataclass(frozen=True)
class TablePage:
    """What one page of a table shows. matching: rows left by filter and search, over all pages."""

    table: Table
    rows: Sequence[Any]
    total: int
    matching: int
    headings: Sequence[Heading]
    filters: Sequence[tuple[str, Sequence[Chip]]]
    q: str
    pages: Sequence[tuple[str, str, bool]]
    exports: Mapping[str, str]
    kept: Sequence[tuple[str, str]]

    @property
    def narrowed(self) -> bool:
        return self.matching < self.total


def table_page(table: Table, args: Mapping[str, str] | None = None) -> TablePage:
    """The rows that the address asks for; what it asks wrongly is passed over."""
    asked = dict(request.args if args is None else args)
    matching = arrange(table, asked)
    sort, descending = _sort_of(table, asked)
    last = max(1, -(-len(matching) // table.page_size))
    number = min(max(int(asked["page"]) if asked.get("page", "").isdigit() else 1, 1), last)
    everything = asked.get("page") == ALL
    shown = matching if everything else matching[(number - 1) * table.page_size : number * table.page_size]
    return TablePage(
        table=table,
        rows=shown,
        total=len(table.rows),
        matching=len(matching),
        headings=[_heading(column, sort, descending, asked) for column in table.columns],
        filters=[(column.label, _chips(table, column, asked)) for column in table.columns if column.filter],
        q=asked.get("q", ""),
        pages=_pages(asked, number, last, everything),
        exports={kind: _address(asked, format=kind, page=None) for kind in ("csv", "xlsx")},
        kept=[(key, value) for key, value in asked.items() if key not in ("q", "page", "format")],
    )


def export_response(table: Table, title: str, args: Mapping[str, str] | None = None) -> Response | None:
    """The table as a file when the address says `format=csv` or `xlsx`: filtered and sorted as on the screen."""
    asked = dict(request.args if args is None else args)
    kind = asked.get("format", "")
    if kind not in ("csv", "xlsx"):
        return None
    header = [column.label for column in table.columns]
    rows = [[column.value(row) for column in table.columns] for row in arrange(table, asked)]
    if kind == "csv":
        data, mimetype = write_csv(header, rows), "text/csv; charset=utf-8"
    else:
        data = write_xlsx(header, rows, title)
        mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}.{kind}"'
    return response


def arrange(table: Table, asked: Mapping[str, str]) -> list[Any]:
    """The rows that meet the filters and the search, in the order asked for."""
    rows = [row for row in table.rows if _meets(table, row, asked)]
    sort, descending = _sort_of(table, asked)
    column = next((each for each in table.columns if each.key == sort), None)
    if column is None:
        return rows
    value = column.value
    known = [row for row in rows if value(row) not in (None, "")]
    unknown = [row for row in rows if value(row) in (None, "")]
    return sorted(known, key=lambda row: _order(value(row)), reverse=descending) + unknown


def plain(text: str) -> str:
    """Small letters without accents, for searching and sorting."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _meets(table: Table, row: Any, asked: Mapping[str, str], *, but: str = "") -> bool:
    for column in table.columns:
        wanted = asked.get(column.key)
        if column.filter and wanted and column.key != but and str(column.value(row)) != wanted:
            return False
    sought = plain(asked.get("q", "")).split()
    if not sought:
        return True
    text = plain(" ".join(str(column.value(row) or "") for column in table.columns))
    return all(part in text for part in sought)


def _order(value: Cell) -> Any:
    return plain(value) if isinstance(value, str) else value


def _sort_of(table: Table, asked: Mapping[str, str]) -> tuple[str, bool]:
    wanted = asked.get("sort", "")
    keys = {column.key for column in table.columns}
    return (wanted.lstrip("-"), wanted.startswith("-")) if wanted.lstrip("-") in keys else (table.sort, False)


def _heading(column: Column, sort: str, descending: bool, asked: Mapping[str, str]) -> Heading:
    current = column.key == sort
    direction = ("descending" if descending else "ascending") if current else "none"
    turned = f"-{column.key}" if current and not descending else column.key
    return Heading(column.label, _address(asked, sort=turned, page=None, format=None), direction, column.kind)


def _chips(table: Table, column: Column, asked: Mapping[str, str]) -> list[Chip]:
    """The values of a column with their counts under all other filters, the most frequent first."""
    counts: dict[str, int] = {}
    for row in table.rows:
        if _meets(table, row, asked, but=column.key) and (value := column.value(row)) not in (None, ""):
            counts[str(value)] = counts.get(str(value), 0) + 1
    current = asked.get(column.key, "")
    return [
        Chip(
            value,
            count,
            _address(asked, **{column.key: None if value == current else value, "page": None, "format": None}),
            value == current,
        )
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], plain(item[0])))
    ]


def _pages(asked: Mapping[str, str], number: int, last: int, everything: bool) -> list[tuple[str, str, bool]]:
    if last == 1:
        return []
    links = [
        (str(each), _address(asked, page=str(each), format=None), each == number and not everything)
        for each in range(1, last + 1)
        if each in (1, last) or abs(each - number) <= 2
    ]
    return [*links, (ALL, _address(asked, page=ALL, format=None), everything)]


def _address(asked: Mapping[str, str], **changes: str | None) -> str:
    return "?" + urlencode({key: value for key, value in {**asked, **changes}.items() if value})

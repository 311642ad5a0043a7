"""Lists on pages: declared once, then filtered, sorted, paged and saved as a file the same way everywhere.

Everything stands in the address: `?q=` words sought, `?<column>=` the value of a filter, `?sort=<column>` or
`-<column>`, `?page=2` or `all`, `?shown=<column>` for each column wanted, `?format=csv`. What an address asks wrongly
is passed over.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.datastructures import MultiDict

from core.numbers import whole_number
from core.sheets.writing import write_csv, write_xlsx
from core.web import saved_as

Value = str | int | float | date | None
Asked = dict[str, list[str]]
ALL = "all"
RESERVED = {"q", "sort", "page", "shown", "format", "on"}
MOST_CHIPS = 8  # a filter with more values is a menu


@dataclass(frozen=True)
class Column:
    """value: what the cell shows, sorts by and exports. href: where it leads. filter: offers its values as chips.

    meaning: for words with a status shape: done, soon, late, private or neutral. aside: not on the page until chosen;
    files have it.
    """

    key: str
    label: str
    value: Callable[[Any], Value]
    kind: str = "text"  # text | number | day
    href: Callable[[Any], str | None] | None = None
    filter: bool = False
    meaning: Callable[[Any], str] | None = None
    aside: bool = False


@dataclass(frozen=True)
class Table:
    """A list of rows. noun: one and many. empty: what to say, and what to do, when there is nothing at all."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    noun: tuple[str, str]
    sort: str = ""
    empty: tuple[str, str] = ("", "")
    page_size: int = 250

    def __post_init__(self) -> None:
        if taken := RESERVED & {column.key for column in self.columns}:
            raise ValueError(f"the list {self.name} has a column with a reserved key: {', '.join(taken)}")


class Cell(NamedTuple):
    """A tuple, because a page has thousands and templates unpack tuples quickly. value: "" for nothing."""

    kind: str
    value: str | int | float | date
    href: str | None
    meaning: str | None


@dataclass(frozen=True)
class Chip:
    """One value of a filter. count: rows with it under all other filters. href: takes it, or takes it away."""

    label: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True)
class Filter:
    key: str
    label: str
    chips: Sequence[Chip]

    @property
    def current(self) -> bool:
        return any(chip.current for chip in self.chips)

    @property
    def is_menu(self) -> bool:
        return len(self.chips) > MOST_CHIPS


@dataclass(frozen=True)
class Heading:
    key: str
    label: str
    kind: str
    href: str
    direction: str  # ascending | descending | none


@dataclass(frozen=True)
class PageLink:
    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class TablePage:
    """What one page of a list shows. matching: rows left by filters and search, over all pages."""

    table: Table
    lines: Sequence[Sequence[Cell]]
    total: int
    matching: int
    headings: Sequence[Heading]
    filters: Sequence[Filter]
    q: str
    pages: Sequence[PageLink]
    exports: Mapping[str, str]
    unfiltered: str
    kept: Sequence[tuple[str, str]]  # what the search form carries along
    choosable: Sequence[tuple[str, str, bool]]  # columns besides the first: key, label, shown

    @property
    def narrowed(self) -> bool:
        return bool(self.q) or any(each.current for each in self.filters)


def table_page(table: Table, args: Mapping[str, str] | None = None) -> TablePage:
    """The part of a list that the address asks for."""
    asked = _asked(args)
    refusals = [_refusals(table, row, asked) for row in table.rows]
    matching = _sorted(table, [row for row, refused in zip(table.rows, refusals, strict=True) if not refused], asked)
    columns = _chosen(table, asked) or [column for column in table.columns if not column.aside]
    number, last = _page_number(table, len(matching), asked)
    rows = matching[(number - 1) * table.page_size : number * table.page_size] if number else matching
    filters = [_filter(column, table.rows, refusals, asked) for column in table.columns if column.filter]
    menus = {each.key for each in filters if each.is_menu}
    return TablePage(
        table=table,
        lines=[[_cell(column, row) for column in columns] for row in rows],
        total=len(table.rows),
        matching=len(matching),
        headings=[_heading(table, column, asked) for column in columns],
        filters=filters,
        q=_first(asked, "q"),
        pages=_pages(asked, number, last),
        exports={kind: _address(asked, format=kind, page=None) for kind in ("csv", "xlsx")},
        unfiltered=_address(asked, q=None, page=None, **{each.key: None for each in filters}),
        kept=[(key, value) for key, value in _pairs(asked) if key not in menus | {"q", "page"}],
        choosable=[(column.key, column.label, column in columns) for column in table.columns[1:]],
    )


def export_response(table: Table, title: str, args: Mapping[str, str] | None = None) -> Response | None:
    """The list as a file when the address says `format=csv` or `xlsx`: the rows as shown, of all pages.

    It has the columns that were chosen, or every one.
    """
    kind = (request.args if args is None else args).get("format")
    if kind not in ("csv", "xlsx"):
        return None
    asked = _asked(args)
    columns = _chosen(table, asked) or table.columns
    header = [str(column.label) for column in columns]
    rows = [[column.value(row) for column in columns] for row in arrange(table, args)]
    data = write_csv(header, rows) if kind == "csv" else write_xlsx(header, rows, title)
    return saved_as(f"{table.name}.{kind}", data)


def arrange(table: Table, args: Mapping[str, str] | None = None) -> list[Any]:
    """The rows that meet the filters and the search, in the order asked for."""
    asked = _asked(args)
    return _sorted(table, [row for row in table.rows if not _refusals(table, row, asked)], asked)


@lru_cache(maxsize=8192)  # each list sorts the same names again
def plain(text: str) -> str:
    """Small letters without accents, for searching and sorting."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _asked(args: Mapping[str, str] | None) -> Asked:
    """The parts of the address that say something, each with all its values."""
    source = MultiDict(request.args if args is None else args)
    pairs = ((key, [value for value in values if value]) for key, values in source.lists())
    return {key: values for key, values in pairs if values and key != "format"}


def _first(asked: Asked, key: str) -> str:
    return asked.get(key, [""])[0]


def _pairs(asked: Asked) -> Iterable[tuple[str, str]]:
    return ((key, value) for key, values in asked.items() for value in values)


def _refusals(table: Table, row: Any, asked: Asked) -> set[str]:
    """The keys of the filters that leave this row out; `q` for the search."""
    refused = {
        column.key
        for column in table.columns
        if column.filter and column.key in asked and _as_text(column.value(row)) != _first(asked, column.key)
    }
    if sought := plain(_first(asked, "q")).split():
        text = plain(" ".join(_as_text(column.value(row)) for column in table.columns))
        refused |= set() if all(part in text for part in sought) else {"q"}
    return refused


def _as_text(value: Value) -> str:
    return "" if value is None else str(value)


def _sorted(table: Table, rows: list[Any], asked: Asked) -> list[Any]:
    """Rows without a value come last, whichever the direction; rows with the same value keep their order."""
    key, descending = _sort(table, asked)
    column = next((each for each in table.columns if each.key == key), None)
    if column is None:
        return rows
    valued = [(column.value(row), row) for row in rows]
    known = [pair for pair in valued if pair[0] not in (None, "")]
    unknown = [row for value, row in valued if value in (None, "")]
    known.sort(key=lambda pair: _rank(pair[0]), reverse=descending)
    return [row for _, row in known] + unknown


def _rank(value: Value) -> tuple[int, Any]:
    """Numbers before days before words, so that a mixed column can be sorted as well."""
    if isinstance(value, str):
        return 2, plain(value)
    return (1, value.isoformat()) if isinstance(value, date) else (0, value)


def _sort(table: Table, asked: Asked) -> tuple[str, bool]:
    """The column sorted by, and whether downwards."""
    wanted = _first(asked, "sort")
    if wanted.removeprefix("-") not in {column.key for column in table.columns}:
        wanted = table.sort
    return wanted.removeprefix("-"), wanted.startswith("-")


def _chosen(table: Table, asked: Asked) -> list[Column]:
    """The first column and those the address names; none when it names none."""
    first, *others = table.columns
    chosen = [column for column in others if column.key in asked.get("shown", [])]
    return [first, *chosen] if chosen else []


def _page_number(table: Table, matching: int, asked: Asked) -> tuple[int, int]:
    """The page asked for, moved into the list (0 for all rows), and the last there is."""
    wanted = _first(asked, "page")
    last = max(1, -(-matching // table.page_size))
    if wanted == ALL:
        return 0, last
    return min(max(whole_number(wanted) or 1, 1), last), last


def _cell(column: Column, row: Any) -> Cell:
    value = column.value(row)
    if value is None or value == "":
        return Cell(column.kind, "", None, None)
    href = column.href(row) if column.href else None
    return Cell(column.kind, value, href, column.meaning(row) if column.meaning else None)


def _heading(table: Table, column: Column, asked: Asked) -> Heading:
    key, descending = _sort(table, asked)
    current = column.key == key
    turned = f"-{column.key}" if current and not descending else column.key
    direction = ("descending" if descending else "ascending") if current else "none"
    return Heading(column.key, column.label, column.kind, _address(asked, sort=turned, page=None), direction)


def _filter(column: Column, rows: Sequence[Any], refusals: Sequence[set[str]], asked: Asked) -> Filter:
    """The values of a column with their counts under all other filters, the most frequent first."""
    current = _first(asked, column.key)
    counts = Counter(
        text
        for row, refused in zip(rows, refusals, strict=True)
        if refused <= {column.key} and (text := _as_text(column.value(row)))
    )
    if current:
        counts.setdefault(current, 0)  # a value nobody has can be taken away again
    ordered = sorted(counts.items(), key=lambda item: (-item[1], plain(item[0])))
    return Filter(column.key, column.label, [_chip(column, *item, current=current, asked=asked) for item in ordered])


def _chip(column: Column, value: str, count: int, *, current: str, asked: Asked) -> Chip:
    turned = {column.key: None if value == current else value}
    return Chip(value, count, _address(asked, page=None, **turned), value == current)


def _pages(asked: Asked, number: int, last: int) -> list[PageLink]:
    """The first, the last, those around the present one, and all at once; nothing when there is one page."""
    if last == 1:
        return []
    near = [each for each in range(1, last + 1) if each in (1, last) or abs(each - number) <= 2]
    links = [PageLink(str(each), _address(asked, page=str(each)), each == number) for each in near]
    return [*links, PageLink(ALL, _address(asked, page=ALL), number == 0)]


def _address(asked: Asked, **changes: str | None) -> str:
    """This list's address with some parts changed; None takes a part away."""
    kept = [(key, value) for key, value in _pairs(asked) if key not in changes]
    return "?" + urlencode([*kept, *((key, value) for key, value in changes.items() if value is not None)])

"""The tables of an analysis, from the figures of the request."""

from collections.abc import Mapping, Sequence

from core.wording import number_in_words
from extension_requests.rules.analysis import FactTable
from extension_requests.rules.analysis_facts import AnalysisFacts, unit_in_words
from extension_requests.rules.figures import METHODS, Line, Sheet

NOTHING = "–"
IN_ORDER = ("cleared", *(each for each in METHODS if each != "cleared"))


def tables_of(facts: AnalysisFacts) -> Mapping[str, Sequence[FactTable]]:
    """By the key of the section in which they stand; only tables with rows."""
    found = {
        "challenge": _by_kind("At entry into force, and found later", facts.of_sheet(Sheet.BASELINE)),
        "progress": [*_by_method("Released and destroyed, by year", facts.of_sheet(Sheet.PROGRESS)), *_kept(facts)],
        "remaining": _by_kind("What is left", facts.of_sheet(Sheet.REMAINING)),
        "plan": _by_year_and_unit("Annual targets", facts.of_sheet(Sheet.TARGETS)),
        "cost": _by_year_and_kind("Budget", facts.of_sheet(Sheet.BUDGET)),
    }
    return {section: tables for section, tables in found.items() if tables}


def _by_kind(caption: str, lines: Sequence[Line]) -> list[FactTable]:
    """A row for each kind, a column for each unit; none for a single figure, which the text tells."""
    if len(lines) < 2:
        return []
    return _crossed(
        caption, "Type", [(each.kind or "all", unit_in_words(each.unit), each.amount) for each in lines], total=True
    )


def _by_method(caption: str, lines: Sequence[Line]) -> list[FactTable]:
    """A table for each unit: a row for each year, a column for each method."""
    found = []
    for unit in dict.fromkeys(each.unit for each in lines):
        cells = [(_year(each), each.method or "all", each.amount) for each in lines if each.unit is unit]
        found += _crossed(f"{caption} ({unit_in_words(unit)})", "Year", cells, total=True, columns=IN_ORDER)
    return found


def _by_year_and_unit(caption: str, lines: Sequence[Line]) -> list[FactTable]:
    return _crossed(
        caption, "Year", [(_year(each), unit_in_words(each.unit), each.amount) for each in lines], total=True
    )


def _by_year_and_kind(caption: str, lines: Sequence[Line]) -> list[FactTable]:
    """A table for each currency: a row for each year, a column for each kind of funds."""
    found = []
    for unit in dict.fromkeys(each.unit for each in lines):
        cells = [(_year(each), each.kind or "funds", each.amount) for each in lines if each.unit is unit]
        found += _crossed(f"{caption} ({unit.value})", "Year", cells, total=True)
    return found


def _kept(facts: AnalysisFacts) -> list[FactTable]:
    """For a renewal: what the request before promised for each year, and what was done in it."""
    found = []
    for unit in dict.fromkeys(each.unit for each in facts.years):
        rows = tuple(
            (str(each.year), _number(each.promised), _number(each.achieved), _number(each.difference))
            for each in facts.years
            if each.unit is unit
        )
        caption = f"Promised in the request before, and done ({unit_in_words(unit)})"
        found.append(FactTable(caption, ("Year", "Promised", "Done", "Difference"), rows))
    return found


def _crossed(
    caption: str,
    corner: str,
    cells: Sequence[tuple[str, str, int]],
    *,
    total: bool = False,
    columns: Sequence[str] = (),
) -> list[FactTable]:
    """cells: (row, column, amount); several of one place are added up. columns: which come first, in this order."""
    if not cells:
        return []
    sums: dict[tuple[str, str], int] = {}
    for row, column, amount in cells:
        sums[row, column] = sums.get((row, column), 0) + amount
    there = dict.fromkeys(column for _, column, _ in cells)
    names = [*(each for each in columns if each in there), *(each for each in there if each not in columns)]
    rows = [
        (row, *(_number(sums[row, name]) if (row, name) in sums else NOTHING for name in names))
        for row in sorted(dict.fromkeys(row for row, _, _ in cells))
    ]
    if total and len(rows) > 1:
        rows.append(("Total", *(_number(sum(n for (_, name), n in sums.items() if name == each)) for each in names)))
    return [FactTable(caption, (corner, *(each[:1].upper() + each[1:] for each in names)), tuple(rows))]


def _year(line: Line) -> str:
    return str(line.year) if line.year is not None else "no year"


def _number(amount: int) -> str:
    return number_in_words(amount, "EN")

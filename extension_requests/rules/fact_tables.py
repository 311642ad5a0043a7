"""The tables of an analysis, from the figures of the request."""

from collections.abc import Mapping, Sequence

from core.wording import number_in_words
from extension_requests.rules.analysis import FactTable
from extension_requests.rules.analysis_facts import METHODS, Amount, AnalysisFacts, unit_in_words

NOTHING = "–"


def tables_of(facts: AnalysisFacts) -> Mapping[str, Sequence[FactTable]]:
    """By the key of the section in which they stand; only tables with rows."""
    found = {
        "challenge": _by_kind("At entry into force, and found later", facts.of_sheet("baseline")),
        "progress": [*_by_method("Released and destroyed, by year", facts.of_sheet("progress")), *_kept(facts)],
        "remaining": _by_kind("What is left", facts.of_sheet("remaining")),
        "plan": _by_year_and_unit("Annual targets", facts.of_sheet("targets")),
        "cost": _by_year_and_kind("Budget", facts.of_sheet("budget")),
    }
    return {section: tables for section, tables in found.items() if tables}


def _by_kind(caption: str, amounts: Sequence[Amount]) -> list[FactTable]:
    """A row for each kind, a column for each unit."""
    return _crossed(caption, "Type", [(each.kind or "all", each.unit, each.amount) for each in amounts], total=True)


def _by_method(caption: str, amounts: Sequence[Amount]) -> list[FactTable]:
    """A table for each unit: a row for each year, a column for each method."""
    found = []
    for unit in dict.fromkeys(each.unit for each in amounts):
        cells = [(_year(each), each.method or "all", each.amount) for each in amounts if each.unit == unit]
        found += _crossed(f"{caption} ({unit_in_words(unit)})", "Year", cells, total=True, columns=METHODS)
    return found


def _by_year_and_unit(caption: str, amounts: Sequence[Amount]) -> list[FactTable]:
    return _crossed(caption, "Year", [(_year(each), each.unit, each.amount) for each in amounts], total=True)


def _by_year_and_kind(caption: str, amounts: Sequence[Amount]) -> list[FactTable]:
    """A table for each currency: a row for each year, a column for each kind of funds."""
    found = []
    for unit in dict.fromkeys(each.unit for each in amounts):
        cells = [(_year(each), each.kind or "funds", each.amount) for each in amounts if each.unit == unit]
        found += _crossed(f"{caption} ({unit})", "Year", cells, total=True)
    return found


def _kept(facts: AnalysisFacts) -> list[FactTable]:
    """For a renewal: what the request before promised for each year, and what was done in it."""
    found = []
    for unit in dict.fromkeys(each.unit for each in facts.promised):
        promised = _by_year(facts.promised, unit)
        done = _by_year(facts.of_sheet("progress"), unit)
        rows = tuple((str(year), _number(promised[year]), _number(done.get(year, 0))) for year in sorted(promised))
        caption = f"Promised in the request before, and done ({unit_in_words(unit)})"
        found += [FactTable(caption, ("Year", "Promised", "Done"), rows)] if rows else []
    return found


def _by_year(amounts: Sequence[Amount], unit: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for each in amounts:
        if each.unit == unit and each.year is not None:
            found[each.year] = found.get(each.year, 0) + each.amount
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
    return [FactTable(caption, (corner, *(unit_in_words(each).capitalize() for each in names)), tuple(rows))]


def _year(amount: Amount) -> str:
    return str(amount.year) if amount.year is not None else "no year"


def _number(amount: int) -> str:
    return number_in_words(amount, "EN")

"""Figures of a request as values, and what a table of them must be before it is taken in.

Source: guidelines of the 8MSP (CCM), practice of the APMBC Committee: annual tables, one unit to a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.errors import RuleViolation
from extension_requests.rules.amounts import MONEY, Unit

SOURCE = "Guidelines of the 8MSP for requests; practice of the APMBC Committee on Article 5 Implementation"
FIRST_YEAR, LAST_YEAR = 1990, 2100
METHODS = ("cancelled", "reduced", "cleared", "destroyed")
TOTAL = "total"


class Sheet(StrEnum):
    """Which table of the request a figure belongs to.

    baseline: what there was at entry into force and was found later. progress: released or destroyed, by year.
    remaining: what is left. targets: promised, by year. budget: foreseen, by year.
    """

    BASELINE = "baseline"
    PROGRESS = "progress"
    REMAINING = "remaining"
    TARGETS = "targets"
    BUDGET = "budget"


BY_YEAR = (Sheet.TARGETS, Sheet.BUDGET)
WITH_METHOD = (Sheet.PROGRESS, Sheet.TARGETS)


@dataclass(frozen=True)
class Line:
    """One figure. kind: of contamination, munition or funds. amount: in the unit that is kept."""

    sheet: Sheet
    year: int | None
    kind: str
    method: str
    unit: Unit
    amount: int

    @property
    def key(self) -> tuple[str, int, str, str, str]:
        return (self.sheet.value, self.year or 0, self.kind.lower(), self.method, self.unit.value)


@dataclass(frozen=True)
class Total:
    """What a table says is the sum of its lines. year, kind, method: only of these; None, "": of all."""

    sheet: Sheet
    year: int | None
    kind: str
    method: str
    unit: Unit
    amount: int

    def sums(self, line: Line) -> bool:
        return (
            (line.sheet, line.unit) == (self.sheet, self.unit)
            and self.year in (None, line.year)
            and self.kind.lower() in ("", line.kind.lower())
            and self.method in ("", line.method)
        )


def check_line(line: Line) -> None:
    """RuleViolation for a line that its table cannot hold."""
    if line.year is not None and not FIRST_YEAR <= line.year <= LAST_YEAR:
        raise RuleViolation(f"{line.year} is no year of a request.", field="year")
    if line.year is None and line.sheet in BY_YEAR:
        raise RuleViolation(f"Each line of {line.sheet.value} needs its year.", source=SOURCE, field="year")
    if line.year is not None and line.sheet is Sheet.REMAINING:
        raise RuleViolation("What is left belongs to no year. Leave the year empty.", field="year")
    if line.method and line.method not in METHODS:
        raise RuleViolation(f"“{line.method[:30]}” is no method. Known are {', '.join(METHODS)}.", field="method")
    if line.method and line.sheet not in WITH_METHOD:
        raise RuleViolation(f"A line of {line.sheet.value} has no method. Leave it empty.", field="method")
    if (line.unit in MONEY) is not (line.sheet is Sheet.BUDGET):
        wanted = "a currency" if line.sheet is Sheet.BUDGET else "an area or a number, not money"
        raise RuleViolation(f"A line of {line.sheet.value} is {wanted}.", field="unit")


def mixed_units(sheet: Sheet, written: Iterable[str]) -> str:
    """The sentence that refuses a table whose areas, or money, are written in several units; "" for one.

    written: the units as the State wrote them.
    """
    units = set(written)
    for group in ({"m2", "ha", "km2"}, {each.value for each in MONEY}):
        mixed = sorted(units & group)
        if len(mixed) > 1:
            return f"The table {sheet.value} mixes {' and '.join(mixed)}. Write it in one unit throughout."
    return ""


def wrong_total(total: Total, lines: Sequence[Line]) -> int | None:
    """What the lines sum to, where that is not what the table says; None where it is."""
    summed = sum(line.amount for line in lines if total.sums(line))
    return summed if summed != total.amount else None


def amount_of(lines: Iterable[Line], *sheets: Sheet, unit: Unit) -> int:
    return sum(line.amount for line in lines if line.sheet in sheets and line.unit is unit)

"""Half-open periods of days, and months added the way treaties count them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

A_DAY = timedelta(days=1)
# Days that people write: before the first no State did anything on record, after the last days cannot be counted with.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, order=True)
class Period:
    """The days from `starts_on` up to but not including `ends_before`; None means without end."""

    starts_on: date
    ends_before: date | None = None

    def __post_init__(self) -> None:
        if self.ends_before is not None and self.ends_before <= self.starts_on:
            raise ValueError(f"a period must end after it starts: {self.starts_on} to {self.ends_before}")

    @property
    def last_day(self) -> date | None:
        return last_day(self.ends_before) if self.ends_before else None

    def contains(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)

    def overlaps(self, other: "Period") -> bool:
        return (other.ends_before is None or self.starts_on < other.ends_before) and (
            self.ends_before is None or other.starts_on < self.ends_before
        )


def last_day(ends_before: date) -> date:
    """Of a period that ends before that day."""
    return ends_before - A_DAY


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); the last day of a shorter month instead."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(first: date, last: date) -> int:
    """Months that have gone by in full."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def in_force(model: Any, on: date) -> ColumnElement[bool]:
    """The SQL condition that a row with `starts_on` and `ends_before` is in force on that day."""
    return and_(model.starts_on <= on, or_(model.ends_before.is_(None), model.ends_before > on))


def row_in_force(row: Any, on: date) -> bool:
    """The same of a row that has been read."""
    return bool(row.starts_on <= on and (row.ends_before is None or on < row.ends_before))


@lru_cache(maxsize=4096)  # a register reads the same few hundred days on every page
def span_of(text: str) -> tuple[date, date]:
    """The first and the last day that a day, a month or a year may mean: "2007-10" is 1 to 31 October 2007.

    ValueError for anything else.
    """
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if len(text) == 7:
        first = date.fromisoformat(f"{text}-01")
        return first, date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    day = date.fromisoformat(text)
    return day, day

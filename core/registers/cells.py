"""Cells of a register file read as values; ValueError names the column and what stands in it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from core.periods import span_of

Row = Mapping[str, str]
E = TypeVar("E", bound=StrEnum)


def day(row: Row, column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row[column] else None
    except ValueError:
        raise ValueError(f"column {column}: “{row[column]}” is not a day") from None


def needed_day(row: Row, column: str) -> date:
    found = day(row, column)
    if found is None:
        raise ValueError(f"column {column}: a day is needed")
    return found


def last_day(row: Row, column: str) -> date:
    """The last day that a day, a month ("2007-10") or a year may mean."""
    try:
        return span_of(row[column])[1]
    except ValueError:
        raise ValueError(f"column {column}: “{row[column]}” is no day, month or year") from None


def number(row: Row, column: str) -> int | None:
    if row[column] and not (row[column].isascii() and row[column].isdigit()):
        raise ValueError(f"column {column}: “{row[column]}” is not a whole number")
    return int(row[column]) if row[column] else None


def needed_number(row: Row, column: str) -> int:
    found = number(row, column)
    if found is None:
        raise ValueError(f"column {column}: a number is needed")
    return found


def word(row: Row, column: str, kind: type[E], otherwise: str = "") -> E:
    """otherwise: what an empty cell stands for."""
    found = row[column] or otherwise
    if found not in list(kind):
        raise ValueError(f"column {column}: “{found}” is none of {', '.join(kind)}")
    return kind(found)

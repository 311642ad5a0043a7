"""The meetings of a year beside each other: what collides, what could be attended on one journey, day by day."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.wording import counted, day_in_words
from correspondence.rules.working_days import Holiday

ONE_JOURNEY_DAYS = 7  # between two meetings that a delegation from a capital attends on one journey. Office practice
SATURDAY = 5


@dataclass(frozen=True)
class Entry:
    """A meeting with days. convention: its code, empty for one of another treaty. name: as it is told of.

    cancelled: it is shown on its days, and nothing collides with it.
    """

    name: str
    starts_on: date
    ends_on: date
    city: str = ""
    convention: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class MonthLine:
    """A month as a row of days: for each what it is, as classes: codes of Conventions, other, cancelled, free days."""

    first: date
    days: Sequence[str]


def clashes(entries: Sequence[Entry], holidays: Mapping[date, Holiday], *, of: str = "") -> list[str]:
    """Meetings that overlap, and those in Geneva that fall on a holiday kept there. of: of this Convention alone."""
    return [*_overlaps(entries, of), *_on_holidays(entries, holidays, of)]


def one_journey(entries: Sequence[Entry], *, of: str = "") -> list[str]:
    """Pairs in one city of which the second opens within a week of the first: a chance to travel once."""
    found = []
    for first, second in _pairs(entries, of):
        apart = (second.starts_on - first.ends_on).days
        if first.city and first.city == second.city and 0 < apart <= ONE_JOURNEY_DAYS:
            later = "on the day after" if apart == 1 else f"{counted(apart, 'day', 'days')} later"
            found.append(
                f"{first.name} closes in {first.city} on {day_in_words(first.ends_on, 'EN')}; "
                f"{second.name} opens there {later}."
            )
    return found


def strip(year: int, entries: Sequence[Entry], holidays: Mapping[date, Holiday]) -> list[MonthLine]:
    """Twelve rows of days."""
    return [_month(date(year, month, 1), entries, holidays) for month in range(1, 13)]


def _month(first: date, entries: Sequence[Entry], holidays: Mapping[date, Holiday]) -> MonthLine:
    days = [first + timedelta(days=each) for each in range(calendar.monthrange(first.year, first.month)[1])]
    return MonthLine(first, [_what(day, entries, holidays) for day in days])


def _what(day: date, entries: Sequence[Entry], holidays: Mapping[date, Holiday]) -> str:
    there = [each for each in entries if each.starts_on <= day <= each.ends_on]
    held = {each.convention.lower() or "other" for each in there if not each.cancelled}
    if there and not held:
        held = {"cancelled"}
    free = ["holiday"] if day in holidays else ["weekend"] if day.weekday() >= SATURDAY else []
    return " ".join([*sorted(held), *free])


def _pairs(entries: Sequence[Entry], of: str) -> Iterator[tuple[Entry, Entry]]:
    """In the order of their days, at least one of each a meeting of one's own."""
    ordered = sorted(entries, key=lambda each: (each.starts_on, each.ends_on, each.name))
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            codes = {first.convention, second.convention}
            if of in codes if of else codes != {""}:
                yield first, second


def _overlaps(entries: Sequence[Entry], of: str) -> Iterator[str]:
    for first, second in _pairs(entries, of):
        shared = (min(first.ends_on, second.ends_on) - second.starts_on).days + 1
        if shared > 0:
            yield (
                f"{first.name} and {second.name} overlap on {counted(shared, 'day', 'days')}, "
                f"from {day_in_words(second.starts_on, 'EN')}."
            )


def _on_holidays(entries: Sequence[Entry], holidays: Mapping[date, Holiday], of: str) -> Iterator[str]:
    for each in entries:
        if each.city == "Geneva" and each.convention and of in ("", each.convention):
            for day, holiday in holidays.items():
                if each.starts_on <= day <= each.ends_on and day.weekday() < SATURDAY:
                    yield f"{each.name}: {day_in_words(day, 'EN')} is {holiday.in_words}."

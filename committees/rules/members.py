"""The line that names the members of a body in a period: who chaired, and who served only a part of it.

Source: heading of "Activities and Priorities for Implementation 2021-2022": Chile, the Netherlands (Chair), Panama, …
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conventions.meeting_order import MeetingOrder
from core.periods import Period
from core.wording import list_in_words, span_in_words
from states_parties.rules.names import sort_key


@dataclass(frozen=True)
class Seated:
    """A State at the table in a part of the period; name as in running text (the Netherlands)."""

    name: str
    chairs: bool


@dataclass(frozen=True)
class Stretch:
    """Days on which the same States sat in the body, by name."""

    period: Period
    seated: Sequence[Seated]


def cycle_of(year: int, order: MeetingOrder) -> Period:
    """The days of office that a calendar year tells about: those that lead to the meetings which close in it.

    From the close of the meeting before to the close of the last of the year; the calendar year where none closes.
    """
    meetings = order.of_year(year)
    if not meetings:
        return _calendar_year(year)
    before = order.preceding(meetings[0].short)
    first = before.changes_on if before else None
    return Period(first or _calendar_year(year).starts_on, meetings[-1].changes_on)


def members_line(stretches: Sequence[Stretch]) -> str:
    """stretches: one after the other, without a gap."""
    names = list(dict.fromkeys(each.name for stretch in stretches for each in stretch.seated))
    return list_in_words([_named(name, stretches) for name in sorted(names, key=_rank)], "EN")


def _named(name: str, stretches: Sequence[Stretch]) -> str:
    there = _runs([any(each.name == name for each in stretch.seated) for stretch in stretches])
    chaired = _runs([any(each.name == name and each.chairs for each in stretch.seated) for stretch in stretches])
    days = _days(there, stretches)
    if chaired == there:
        return f"{name} (Chair{f', {days}' if days else ''})"
    notes = [days] if days else []
    notes += [f"Chair {_days(chaired, stretches)}"] if chaired else []
    return f"{name} ({'; '.join(notes)})" if notes else name


def _runs(held: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last stretch of each unbroken time."""
    runs: list[tuple[int, int]] = []
    for place, there in enumerate(held):
        if there and runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        elif there:
            runs.append((place, place))
    return runs


def _days(runs: Sequence[tuple[int, int]], stretches: Sequence[Stretch]) -> str:
    """from 4 May 2021, until 3 May 2021; nothing for the whole period."""
    return " and ".join(told for first, last in runs if (told := _run_in_words(first, last, stretches)))


def _run_in_words(first: int, last: int, stretches: Sequence[Stretch]) -> str:
    begins_on = stretches[first].period.starts_on if first else None
    return span_in_words(begins_on, stretches[last].period.last_day if last < len(stretches) - 1 else None)


def _rank(name: str) -> str:
    """By name, the article left aside."""
    return sort_key(name.removeprefix("the "))


def _calendar_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))

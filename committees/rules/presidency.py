"""The presidency follows from the calendar: whoever presides over a meeting leads the year that ends with its close.

Source: CCM review 2015-2020, para 122 (from the last day of one Meeting of States Parties to the last day of the next);
the same is the practice of the APMBC.
"""

from dataclasses import dataclass
from datetime import date

from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.periods import Period


@dataclass(frozen=True)
class Presidency:
    """The meeting presided over, and the days of the office; None where they cannot be told yet."""

    meeting: FormalMeeting
    period: Period | None

    @property
    def iso3(self) -> str:
        return self.meeting.presidency_state


def presidencies(order: MeetingOrder) -> list[Presidency]:
    """One for each formal meeting, in order. The first begins when its own meeting opens: none came before it."""
    return [_presidency(meeting, order) for meeting in order.meetings]


def _presidency(meeting: FormalMeeting, order: MeetingOrder) -> Presidency:
    before = order.preceding(meeting.short)
    first = before.changes_on if before else meeting.opens_on
    return Presidency(meeting, Period(first, meeting.changes_on) if first else None)


def president(order: MeetingOrder, *, on: date) -> Presidency | None:
    """The presidency in office; None before the first and where its State is not known."""
    return _known(next((each for each in presidencies(order) if each.period and each.period.contains(on)), None))


def president_designate(order: MeetingOrder, *, on: date) -> Presidency | None:
    """Whoever presides over the meeting after the next, as far as the calendar names a State.

    The day of the designation is not on record, so the calendar's word is taken for any day of the year before.
    """
    return _beside(order, on, 1)


def past_president(order: MeetingOrder, *, on: date) -> Presidency | None:
    return _beside(order, on, -1)


def _beside(order: MeetingOrder, on: date, distance: int) -> Presidency | None:
    """The presidency before or after the one of the day."""
    present = next((each for each in presidencies(order) if each.period and each.period.contains(on)), None)
    other = order.following(present.meeting.short, distance) if present else None
    return _known(_presidency(other, order)) if other else None


def _known(presidency: Presidency | None) -> Presidency | None:
    return presidency if presidency and presidency.iso3 else None

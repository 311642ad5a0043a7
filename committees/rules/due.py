"""When a task is due: on a day, or so long before or after a formal meeting; told anew when the calendar changes."""

from dataclasses import dataclass
from datetime import date, timedelta

from conventions.meeting_order import MeetingOrder
from core.periods import add_months


@dataclass(frozen=True)
class DueRule:
    """A day, or `months` and then `days` from the opening or the close of a formal meeting; negative before it."""

    due_on: date | None = None
    meeting: str = ""
    at_close: bool = False
    months: int = 0
    days: int = 0


def due_day(rule: DueRule, order: MeetingOrder) -> date | None:
    """None while the meeting has no day, or is in the calendar no more.

    Months are counted before days; the 31st becomes the last day of a shorter month.
    """
    anchor = rule.due_on or anchor_day(rule, order)
    if anchor is None:
        return None
    return anchor if rule.due_on else add_months(anchor, rule.months) + timedelta(days=rule.days)


def anchor_day(rule: DueRule, order: MeetingOrder) -> date | None:
    """The opening or the closing day of the meeting."""
    meeting = order.find(rule.meeting)
    if meeting is None:
        return None
    return meeting.closes_on if rule.at_close else meeting.opens_on

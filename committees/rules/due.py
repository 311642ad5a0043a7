"""When a task is due: on a day, or so long before or after a formal meeting; told anew as the calendar changes."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from conventions.meeting_order import MeetingOrder
from core.errors import RuleViolation
from core.periods import FIRST_DAY, LAST_DAY, add_months
from core.wording import day_in_words

SOON_DAYS = 30
SOURCE = "Office practice"
MOST_MONTHS, MOST_DAYS = 120, 3650


@dataclass(frozen=True)
class DueRule:
    """A day, or `months` and then `days` from the opening or the close of a formal meeting; negative before it."""

    due_on: date | None = None
    meeting: str = ""
    at_close: bool = False
    months: int = 0
    days: int = 0


class Timeliness(StrEnum):
    """How an open task stands on a day. Source: Office practice."""

    OVERDUE = "overdue"
    SOON = "due soon"
    LATER = "open"
    UNDATED = "no day yet"


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


def timeliness(due: date | None, *, on: date) -> Timeliness:
    """Overdue from the day after the due day; due soon in the thirty days that lead to it and on the day itself."""
    if due is None:
        return Timeliness.UNDATED
    if due < on:
        return Timeliness.OVERDUE
    return Timeliness.SOON if due <= on + timedelta(days=SOON_DAYS) else Timeliness.LATER


def rule_in_words(rule: DueRule, order: MeetingOrder) -> str:
    """6 weeks before the opening of the 23MSP (not fixed yet); 30 days after the close of the 19MSP."""
    if rule.due_on:
        return f"On {day_in_words(rule.due_on, 'EN')}"
    fixed = "" if anchor_day(rule, order) else " (not fixed yet)"
    return f"{_offset_in_words(rule)}{fixed}"


def arithmetic(rule: DueRule, order: MeetingOrder) -> str:
    """How the day was counted; empty for a day that was given."""
    if rule.due_on:
        return ""
    anchor, due = anchor_day(rule, order), due_day(rule, order)
    event = "closes" if rule.at_close else "opens"
    if anchor is None or due is None:
        return f"The calendar does not say yet when the {rule.meeting} {event}."
    counted = _offset_in_words(rule)
    return f"The {rule.meeting} {event} on {day_in_words(anchor, 'EN')}; {counted} = {day_in_words(due, 'EN')}."


def check_due_rule(rule: DueRule, order: MeetingOrder) -> DueRule:
    """The rule with the meeting as the calendar writes it; RuleViolation for one that cannot be counted."""
    if not rule.meeting:
        if rule.due_on is None:
            raise RuleViolation(
                "Give the day on which the task is due, or the meeting it is counted from.", field="due_on"
            )
        return DueRule(rule.due_on)
    if rule.due_on is not None:
        raise RuleViolation("A task is due on a day or counted from a meeting, not both.", field="due_on")
    if abs(rule.months) > MOST_MONTHS:
        raise RuleViolation(f"No more than {MOST_MONTHS} months are counted from a meeting.", field="offset_months")
    if abs(rule.days) > MOST_DAYS:
        raise RuleViolation(f"No more than {MOST_DAYS} days are counted from a meeting.", field="offset_days")
    meeting = order.get(rule.meeting)
    known = DueRule(meeting=meeting.short, at_close=rule.at_close, months=rule.months, days=rule.days)
    due = due_day(known, order)
    if due is not None and not FIRST_DAY <= due <= LAST_DAY:
        raise RuleViolation(f"The task would be due on {due}, outside the days known here.", field="offset_months")
    return known


def _offset_in_words(rule: DueRule) -> str:
    place = f"the {'close' if rule.at_close else 'opening'} of the {rule.meeting}"
    steps = [step for step in (_step(rule.months, "month"), _days_step(rule.days)) if step]
    if not steps:
        return f"On the day of {place}"
    if len(steps) == 2 and steps[0][1] == steps[1][1]:
        return f"{steps[0][0]} and {steps[1][0]} {steps[0][1]} {place}"
    if len(steps) == 2:
        return f"{steps[0][0]} {steps[0][1]} {place}, then {steps[1][0]} {_ON_THE_LINE[steps[1][1]]}"
    return f"{steps[0][0]} {steps[0][1]} {place}"


_ON_THE_LINE = {"before": "earlier", "after": "later"}


def _step(number: int, unit: str) -> tuple[str, str] | None:
    """ "6 weeks" and whether before or after; None for no step."""
    if number == 0:
        return None
    size = abs(number)
    return f"{size} {unit}{'' if size == 1 else 's'}", "before" if number < 0 else "after"


def _days_step(days: int) -> tuple[str, str] | None:
    """Full weeks are told as weeks up to twelve."""
    weeks, rest = divmod(abs(days), 7)
    if rest or not 2 <= weeks <= 12:
        return _step(days, "day")
    return _step(weeks if days > 0 else -weeks, "week")

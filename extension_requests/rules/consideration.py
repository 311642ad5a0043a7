"""At which meeting a request for more time is considered, and by when it is due."""

from dataclasses import dataclass
from datetime import date

from conventions.definitions import Convention
from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.errors import RuleViolation
from core.periods import add_months

MONTHS_BETWEEN = 13  # no longer from the close of one yearly meeting to that of the next


@dataclass(frozen=True)
class Consideration:
    """in_time: the meeting closes before the deadline passes."""

    meeting: FormalMeeting
    in_time: bool


def requests_due_on(convention: Convention, opens_on: date | None) -> date | None:
    """The day for requests to the meeting that opens then; None while that is not fixed.

    Source: CCM art. 3 (3) and 4 (5), nine months before; APMBC working date since the 12MSP, 31 March of the year.
    """
    if opens_on is None:
        return None
    rule = convention.requests_due
    if rule.day_of_year:
        return date(opens_on.year, *rule.day_of_year)
    return add_months(opens_on, -(rule.months_before or 0))


def aimed_at(deadline: date, order: MeetingOrder, *, on: date) -> FormalMeeting | None:
    """The meeting that would consider it; while no coming one has days, the next one without days.

    None where the calendar shows no coming meeting at all. Source: office practice.
    """
    found = considered_at(deadline, order, on=on)
    return (
        found.meeting
        if found
        else next((each for each in order.meetings if each.closes_on is None and not each.cancelled), None)
    )


def considered_at(deadline: date, order: MeetingOrder, *, on: date) -> Consideration | None:
    """The last formal meeting that closes before the deadline, of those ahead; failing that the next one, too late.

    None where the calendar shows no coming meeting with days, or ends so long before the deadline that a meeting of
    which it does not tell yet will close in between. Source: practice of both Conventions (the CCM's 9MSP took
    deadlines of 2019 and 2020, its 2RC those of 2021); that a formal meeting is held each year, their rules.
    """
    coming = [each for each in order.meetings if each.closes_on and each.is_ahead(on)]
    before = [each for each in coming if each.closes_on and each.closes_on < deadline]
    if before:
        last = before[-1]
        if last is coming[-1] and last.closes_on and add_months(last.closes_on, MONTHS_BETWEEN) < deadline:
            return None
        return Consideration(last, in_time=True)
    return Consideration(coming[0], in_time=False) if coming else None


def next_after(short: str, order: MeetingOrder, *, on: date) -> FormalMeeting | None:
    """The next meeting that can take up what that one put off; None while the calendar shows none."""
    before = order.find(short)
    later = order.meetings[order.place(before.short) + 1 :] if before else ()
    return next((each for each in later if each.is_ahead(on)), None)


def check_can_consider(meeting: FormalMeeting, *, on: date) -> None:
    """RuleViolation for a meeting that is over or was cancelled."""
    if meeting.cancelled:
        raise RuleViolation(f"The {meeting.short} was cancelled: it considers nothing.", field="meeting")
    if meeting.is_over(on):
        raise RuleViolation(f"The {meeting.short} is over.", field="meeting")

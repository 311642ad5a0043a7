"""Days of tasks: given, or counted from a meeting; how they stand on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.rules.due import (
    DueRule,
    Timeliness,
    arithmetic,
    check_due_rule,
    due_day,
    rule_in_words,
    timeliness,
)
from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.errors import RuleViolation
from core.periods import add_months

NINETEENTH = FormalMeeting("19MSP", "Nineteenth Meeting", "MSP", date(2021, 11, 15), date(2021, 11, 19))
UNDATED = FormalMeeting("23MSP", "Twenty-third Meeting", "MSP", None, None)
ORDER = MeetingOrder("APMBC", [NINETEENTH, UNDATED])
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_a_day_that_was_given_is_the_day() -> None:
    rule = DueRule(date(2021, 3, 3))
    assert due_day(rule, ORDER) == date(2021, 3, 3)
    assert (rule_in_words(rule, ORDER), arithmetic(rule, ORDER)) == ("On 3 March 2021", "")


@pytest.mark.parametrize(
    ("rule", "day", "words"),
    [
        (DueRule(meeting="19MSP", days=-42), date(2021, 10, 4), "6 weeks before the opening of the 19MSP"),
        (DueRule(meeting="19MSP", at_close=True, days=30), date(2021, 12, 19), "30 days after the close of the 19MSP"),
        (DueRule(meeting="19MSP", months=-2), date(2021, 9, 15), "2 months before the opening of the 19MSP"),
        (DueRule(meeting="19MSP"), date(2021, 11, 15), "On the day of the opening of the 19MSP"),
        (DueRule(meeting="19MSP", days=1), date(2021, 11, 16), "1 day after the opening of the 19MSP"),
        (DueRule(meeting="19MSP", days=7), date(2021, 11, 22), "7 days after the opening of the 19MSP"),
        (
            DueRule(meeting="19MSP", months=-1, days=-5),
            date(2021, 10, 10),
            "1 month and 5 days before the opening of the 19MSP",
        ),
        (
            DueRule(meeting="19MSP", at_close=True, months=1, days=-5),
            date(2021, 12, 14),
            "1 month after the close of the 19MSP, then 5 days earlier",
        ),
    ],
)
def test_a_day_is_counted_from_a_meeting_and_said_in_words(rule: DueRule, day: date, words: str) -> None:
    assert (due_day(rule, ORDER), rule_in_words(rule, ORDER)) == (day, words)


def test_the_counting_can_be_read() -> None:
    assert (
        arithmetic(DueRule(meeting="19MSP", at_close=True, days=30), ORDER)
        == "The 19MSP closes on 19 November 2021; 30 days after the close of the 19MSP = 19 December 2021."
    )


def test_there_is_no_day_while_the_meeting_has_none() -> None:
    rule = DueRule(meeting="23MSP", days=-42)
    assert due_day(rule, ORDER) is None
    assert rule_in_words(rule, ORDER) == "6 weeks before the opening of the 23MSP (not fixed yet)"
    assert arithmetic(rule, ORDER) == "The calendar does not say yet when the 23MSP opens."
    assert timeliness(None, on=date(2021, 1, 1)) is Timeliness.UNDATED


@settings(deadline=None)
@given(opens_on=DAYS, months=st.integers(-24, 24), days=st.integers(-400, 400), moved=st.integers(1, 900))
def test_a_moved_meeting_moves_the_day_with_it(opens_on: date, months: int, days: int, moved: int) -> None:
    rule = DueRule(meeting="20MSP", months=months, days=days)

    def with_meeting_on(day: date) -> date | None:
        return due_day(rule, MeetingOrder("APMBC", [FormalMeeting("20MSP", "", "MSP", day, day)]))

    later = opens_on + timedelta(days=moved)
    assert with_meeting_on(opens_on) == add_months(opens_on, months) + timedelta(days=days)
    assert with_meeting_on(later) == add_months(later, months) + timedelta(days=days)


def test_the_31st_becomes_the_last_day_of_a_shorter_month() -> None:
    order = MeetingOrder("CCM", [FormalMeeting("1MSP", "", "MSP", date(2024, 1, 31), date(2024, 1, 31))])
    assert due_day(DueRule(meeting="1MSP", months=1), order) == date(2024, 2, 29)


@settings(deadline=None)
@given(due=DAYS)
def test_a_task_is_soon_due_for_thirty_days_and_overdue_from_the_day_after(due: date) -> None:
    told = [timeliness(due, on=due + timedelta(days=distance)) for distance in (-31, -30, 0, 1)]
    assert told == [Timeliness.LATER, Timeliness.SOON, Timeliness.SOON, Timeliness.OVERDUE]


@pytest.mark.parametrize(
    ("rule", "field", "sentence"),
    [
        (DueRule(), "due_on", "Give the day on which the task is due, or the meeting it is counted from."),
        (DueRule(date(2021, 1, 1), "19MSP"), "due_on", "A task is due on a day or counted from a meeting, not both."),
        (DueRule(meeting="19MSP", months=121), "offset_months", "No more than 120 months are counted from a meeting."),
        (DueRule(meeting="19MSP", days=-3651), "offset_days", "No more than 3650 days are counted from a meeting."),
        (
            DueRule(meeting="91MPS"),
            "meeting",
            "“91MPS” is not a formal meeting in the calendar of the APMBC. Did you mean 19MSP?",
        ),
    ],
)
def test_a_rule_that_cannot_be_counted_is_refused(rule: DueRule, field: str, sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_due_rule(rule, ORDER)
    assert (refusal.value.field, refusal.value.message) == (field, sentence)


def test_a_meeting_is_kept_as_the_calendar_writes_it() -> None:
    assert check_due_rule(DueRule(meeting=" 19msp ", months=-1), ORDER) == DueRule(meeting="19MSP", months=-1)

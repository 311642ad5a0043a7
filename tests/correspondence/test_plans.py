from datetime import UTC, date, datetime, time, timedelta

import pytest

from conventions.apmbc import APMBC
from core.errors import RuleViolation
from correspondence.rules.plans import Plan, check_plan, usual_last_day, warnings_about

AT = datetime(2021, 3, 1, 8, 0, tzinfo=UTC)
LEAVES = datetime(2021, 3, 3, 9, 0, tzinfo=UTC)
UNTIL = datetime(2021, 4, 30, 22, 0, tzinfo=UTC)


def plan(send_on: date = date(2021, 3, 3), send_at: time = time(10), not_after: date = date(2021, 4, 30)) -> Plan:
    return Plan(send_on, send_at, not_after)


def told(plan: Plan, dated_on: date = date(2021, 3, 3), *, about_reports: bool = True) -> list[str]:
    return list(warnings_about(plan, convention=APMBC, dated_on=dated_on, about_reports=about_reports))


def test_letters_about_reports_make_sense_until_the_reporting_day() -> None:
    assert usual_last_day(APMBC, date(2021, 3, 3), about_reports=True) == date(2021, 4, 30)
    assert usual_last_day(APMBC, date(2021, 4, 30), about_reports=True) == date(2021, 4, 30)
    assert usual_last_day(APMBC, date(2021, 3, 3), about_reports=False) == date(2021, 3, 17)


def test_the_letter_of_the_autumn_is_not_bounded_by_the_reports_of_next_spring() -> None:
    assert usual_last_day(APMBC, date(2021, 9, 15), about_reports=True) == date(2021, 9, 29)


def test_on_a_good_day_nothing_is_said() -> None:
    assert told(plan()) == []


def test_a_sunday_at_night_is_told() -> None:
    assert told(plan(date(2021, 3, 28), time(22, 15)), date(2021, 3, 26)) == [
        "28 March 2021 is a Sunday.",
        "22:15 is outside office hours in Geneva.",
    ]


def test_the_date_on_the_letters_is_compared_with_the_day_of_sending() -> None:
    assert told(plan(), date(2021, 3, 4)) == ["The letters are dated 4 March 2021, after the day on which they leave."]
    assert told(plan(), date(2021, 2, 16)) == ["The letters are dated 16 February 2021, 15 days before they leave."]
    assert told(plan(), date(2021, 2, 17)) == []
    assert told(plan(), date(1998, 3, 3), about_reports=False) == [
        "The letters are dated 3 March 1998, 276 months before they leave."
    ]


def test_the_reporting_day_is_compared_with_both_ends() -> None:
    assert told(plan(date(2021, 4, 20)), date(2021, 4, 20)) == [
        "The reports are due on 30 April 2021, 10 days after the letters leave."
    ]
    assert told(plan(date(2021, 4, 29)), date(2021, 4, 29)) == [
        "The reports are due on 30 April 2021, 1 day after the letters leave."
    ]
    assert told(plan(date(2021, 4, 30)), date(2021, 4, 30)) == [
        "The reports are due on 30 April 2021, the day on which the letters leave."
    ]
    assert told(plan(date(2021, 5, 3), not_after=date(2021, 5, 17)), date(2021, 4, 29)) == [
        "The reports the letters speak of are due on 30 April 2021, before the letters leave."
    ]
    assert told(plan(not_after=date(2021, 5, 1))) == [
        "After a breakdown letters could leave after 30 April 2021, the day on which the reports are due."
    ]
    assert told(plan(not_after=date(2021, 5, 1)), about_reports=False) == []


@pytest.mark.parametrize(
    ("asked", "at", "field", "sentence"),
    [
        (
            plan(not_after=date(2021, 3, 2)),
            AT,
            "not_after",
            "The last day, 2 March 2021, lies before the day of sending, 3 March 2021.",
        ),
        (
            plan(),
            LEAVES + timedelta(minutes=2),
            "send_on",
            "3 March 2021, 10:00, has passed. Give a time to come, or send at once.",
        ),
        (plan(), UNTIL, "send_on", "3 March 2021, 10:00, has passed. Give a time to come, or send at once."),
        (
            plan(date(2155, 3, 3), not_after=date(2155, 3, 17)),
            AT,
            "send_on",
            "3 March 2155 is more than a year ahead. Give a day within a year.",
        ),
        (
            plan(not_after=date(2155, 3, 3)),
            AT,
            "not_after",
            "Letters leave within a year of their day, or not at all. Give an earlier last day.",
        ),
        (
            plan(date(2021, 3, 28), time(2, 30)),
            AT,
            "send_at",
            "On 28 March 2021 the clocks skip 02:30. Give another time.",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused(asked: Plan, at: datetime, field: str, sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_plan(asked, at=at)
    assert (refusal.value.message, refusal.value.field) == (sentence, field)


def test_this_very_minute_is_not_past() -> None:
    check_plan(plan(), at=LEAVES + timedelta(seconds=59))


def test_a_plan_is_civil_time_where_the_office_is() -> None:
    """Summer time began on 28 March 2021: the last day ends at 22:00 UTC."""
    assert (plan().leaves_at, plan().until) == (LEAVES, UNTIL)
    assert plan(date(2021, 10, 31), time(2, 30)).leaves_at == datetime(2021, 10, 31, 0, 30, tzinfo=UTC)

"""By when each step of a request is due: the vectors the office reckons with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from extension_requests.rules.flags import Marked, flags
from extension_requests.rules.timetable import Days, timetable, working_days_after


def due(what: str, days: Days, convention: object = CCM) -> date:
    return next(step.due_on for step in timetable(convention, days) if step.what == what)  # type: ignore[arg-type]


def test_the_days_of_the_thirteenth_meeting_of_the_ccm() -> None:
    """It opened on 16 September 2025: due nine months before, handed in ten weeks, issued six weeks before."""
    days = Days(date(2025, 9, 16), date(2025, 9, 19))
    assert due("Request due", days) == date(2024, 12, 16)
    assert due("Documents handed in", days) == date(2025, 7, 8)
    assert due("Documents issued", days) == date(2025, 8, 5)
    assert due("Decision", days) == date(2025, 9, 19)
    assert due("Letter on the decision", days) == date(2025, 10, 17)


def test_the_eleventh_meeting_of_the_ccm_wanted_iraqs_request_by_11_december_2022() -> None:
    assert due("Request due", Days(date(2023, 9, 11), date(2023, 9, 14))) == date(2022, 12, 11)


def test_the_apmbc_encourages_nine_months_and_works_with_31_march() -> None:
    """The 22MSP was held from 1 to 5 December 2025."""
    days = Days(date(2025, 12, 1), date(2025, 12, 5))
    assert due("Request encouraged", days, APMBC) == date(2025, 3, 1)
    assert due("Request due", days, APMBC) == date(2025, 3, 31)


def test_nine_months_before_the_end_of_a_month_is_the_end_of_a_shorter_one() -> None:
    assert due("Request due", Days(date(2025, 11, 30), date(2025, 12, 3))) == date(2025, 2, 28)


def test_working_days_pass_over_weekends_and_holidays_of_geneva() -> None:
    """Received on Thursday 17 April 2025: Good Friday and Easter Monday do not count."""
    assert working_days_after(date(2025, 4, 17), 5) == date(2025, 4, 28)


def test_without_days_of_a_meeting_only_what_follows_from_the_receipt_is_due() -> None:
    steps = timetable(CCM, Days(None, None, received_on=date(2025, 1, 15)))
    assert [step.what for step in steps] == [
        "Acknowledgement and circular",
        "Completeness check opened",
        "Questions to the State",
    ]
    assert timetable(CCM, Days(None, None)) == []


@given(st.dates(date(2015, 1, 1), date(2060, 1, 1)), st.integers(0, 20), st.integers(-400, 400))
def test_moving_the_meeting_moves_every_day_counted_in_weeks_by_as_much(
    opens_on: date, length: int, by_days: int
) -> None:
    def in_weeks(first: date) -> dict[str, date]:
        steps = timetable(CCM, Days(first, first + timedelta(days=length)))
        return {step.what: step.due_on for step in steps if "weeks" in step.rule or step.what == "Decision"}

    moved = in_weeks(opens_on + timedelta(days=by_days))
    assert moved == {what: day + timedelta(days=by_days) for what, day in in_weeks(opens_on).items()}


@pytest.mark.parametrize(
    ("on", "passed"),
    [
        (date(2020, 12, 30), False),
        (date(2020, 12, 31), False),  # the last day to fulfil the obligation
        (date(2021, 1, 1), True),
        (date(2021, 1, 2), True),
    ],
)
def test_a_deadline_has_passed_from_the_day_after_it(on: date, passed: bool) -> None:
    """Eritrea was in this situation from 1 January 2021."""
    marked = Marked(
        number=4,
        deadline=date(2020, 12, 31),
        due_on=None,
        received_on=None,
        in_time=None,
        interim=False,
        after_discovery=False,
        decided=False,
    )
    assert ("deadline passed" in [flag.word for flag in flags(marked, on=on)]) is passed

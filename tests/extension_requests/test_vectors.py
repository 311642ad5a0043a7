"""Deadlines, meetings and lengths that are documented, reckoned again."""

from datetime import date

import pytest
from flask import Flask

from conventions.meeting_order import FormalMeeting, MeetingOrder
from conventions.queries import meeting_order
from core.periods import add_months
from extension_requests.rules.consideration import aimed_at, considered_at
from extension_requests.rules.lengths import length_in_months

GRANTED = [  # deadline, months, next deadline; source: CCM 9MSP and 2RC, review paras. 30 and 39
    pytest.param(date(2021, 3, 1), 18, date(2022, 9, 1), id="Bosnia and Herzegovina"),
    pytest.param(date(2020, 8, 1), 60, date(2025, 8, 1), id="Germany and Lao PDR"),
    pytest.param(date(2021, 5, 1), 60, date(2026, 5, 1), id="Lebanon"),
    pytest.param(date(2021, 6, 1), 12, date(2022, 6, 1), id="Chile"),
    pytest.param(date(2021, 3, 1), 37, date(2024, 4, 1), id="Peru"),
    pytest.param(date(2019, 10, 1), 18, date(2021, 4, 1), id="Bulgaria, by the Monitor"),
]


@pytest.mark.parametrize(("deadline", "months", "until"), GRANTED)
def test_a_deadline_and_the_months_granted_give_the_next(deadline: date, months: int, until: date) -> None:
    assert add_months(deadline, months) == until
    assert length_in_months(deadline, until) == months


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2020, 8, 31), 18) == date(2022, 2, 28)
    assert add_months(date(2020, 2, 29), 60) == date(2025, 2, 28)


def test_a_grant_until_the_last_day_of_a_year_counts_that_day() -> None:
    """Cambodia, 1 January 2020 to 31 December 2025: six years; Angola, to the end of 2030: five."""
    assert length_in_months(date(2020, 1, 1), date(2025, 12, 31)) == 72
    assert length_in_months(date(2025, 12, 31), date(2030, 12, 31)) == 60


@pytest.mark.parametrize(
    ("deadline", "on", "meeting", "in_time"),
    [
        (date(2019, 10, 1), date(2019, 1, 1), "9MSP", True),  # Bulgaria, Article 3
        (date(2020, 8, 1), date(2019, 1, 1), "9MSP", True),  # Germany and Lao PDR, Article 4
        (date(2021, 3, 1), date(2020, 6, 1), "2RC", False),  # closed in September 2021 only: the gap of 2021
        (date(2026, 3, 1), date(2025, 1, 1), "13MSP", True),  # Afghanistan, Somalia
        (date(2026, 8, 1), date(2025, 1, 1), "13MSP", True),  # Mauritania: the 3RC of September 2026 is too late
    ],
)
def test_the_meetings_that_considered_requests(
    registers: Flask, deadline: date, on: date, meeting: str, in_time: bool
) -> None:
    found = considered_at(deadline, meeting_order("CCM"), on=on)
    assert found is not None
    assert (found.meeting.short, found.in_time) == (meeting, in_time)


def test_as_it_was_planned_the_second_review_conference_was_in_time_for_2021() -> None:
    order = MeetingOrder("CCM", [FormalMeeting("2RC", "2RC", "RC", date(2020, 11, 23), date(2020, 11, 27))])
    found = considered_at(date(2021, 3, 1), order, on=date(2020, 6, 1))
    assert found is not None
    assert (found.meeting.short, found.in_time) == ("2RC", True)
    assert aimed_at(date(2021, 3, 1), order, on=date(2021, 1, 1)) is None


@pytest.mark.parametrize(("deadline", "found"), [(date(2028, 1, 18), "23MSP"), (date(2028, 1, 19), None)])
def test_a_deadline_beyond_the_end_of_the_calendar_waits_for_the_meeting_that_is_not_in_it_yet(
    deadline: date, found: str | None
) -> None:
    """The last meeting known closes on 18 December 2026; the next one closes within thirteen months of it."""
    order = MeetingOrder("APMBC", [FormalMeeting("23MSP", "23MSP", "MSP", date(2026, 12, 14), date(2026, 12, 18))])
    considered = considered_at(deadline, order, on=date(2026, 11, 27))
    assert (considered.meeting.short if considered else None) == found
    assert aimed_at(deadline, order, on=date(2026, 11, 27)) == (considered.meeting if considered else None)

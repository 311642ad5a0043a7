"""Planned times and the instants they mean, also on the nights when clocks are changed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.civil import check_zone, instant_of, is_shown_twice, zone_short
from core.errors import RuleViolation

ZURICH = "Europe/Zurich"
SPRING, AUTUMN = date(2021, 3, 28), date(2021, 10, 31)


def test_a_session_in_june_is_two_hours_ahead_of_utc() -> None:
    assert instant_of(date(2021, 6, 24), time(13), ZURICH) == datetime(2021, 6, 24, 11, tzinfo=UTC)
    assert zone_short(date(2021, 6, 24), time(13), ZURICH) == "CEST"
    assert zone_short(date(2021, 11, 16), time(10), ZURICH) == "CET"
    assert zone_short(date(2021, 11, 16), time(10), "America/Bogota") == "UTC-05"


@pytest.mark.parametrize(("at", "reached"), [(time(1, 59), 0), (time(3, 0), 1)])
def test_times_around_the_hour_left_out_are_an_hour_closer(at: time, reached: int) -> None:
    midnight = datetime(2021, 3, 27, 23, tzinfo=UTC)
    told = instant_of(SPRING, at, ZURICH) - midnight
    assert told.total_seconds() == (at.hour - reached) * 3600 + at.minute * 60


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59)])
def test_an_hour_that_clocks_leave_out_is_refused(at: time) -> None:
    with pytest.raises(RuleViolation) as refused:
        instant_of(SPRING, at, ZURICH)
    assert str(refused.value) == (
        f"On 28 March 2021 the clocks in Europe/Zurich are set forward; they never show {at:%H:%M}."
    )


def test_an_hour_shown_twice_means_the_first_unless_the_second_is_asked_for() -> None:
    first, second = (instant_of(AUTUMN, time(2, 30), ZURICH, second_time=each) for each in (False, True))
    assert (first, second) == (datetime(2021, 10, 31, 0, 30, tzinfo=UTC), datetime(2021, 10, 31, 1, 30, tzinfo=UTC))
    twice = [is_shown_twice(AUTUMN, at, ZURICH) for at in (time(1, 59), time(2), time(2, 59), time(3))]
    assert twice == [False, True, True, False]
    assert not is_shown_twice(SPRING, time(2, 30), ZURICH)


def test_an_unknown_zone_is_refused_by_name() -> None:
    assert check_zone("Europe/Zurich") == ZURICH
    with pytest.raises(RuleViolation, match="“CEST” is not a time zone"):
        check_zone("CEST")


@given(
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.times(),
    st.sampled_from([ZURICH, "America/New_York", "Asia/Vientiane", "Australia/Lord_Howe", "UTC"]),
    st.booleans(),
)
def test_an_instant_shows_the_planned_time_again(day: date, at: time, zone: str, second: bool) -> None:
    try:
        instant = instant_of(day, at, zone, second_time=second)
    except RuleViolation:
        return
    assert instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(day, at)

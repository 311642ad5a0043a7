"""Rules of accounts by literal days and instants."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.rules import (
    LINK_LASTS,
    check_administrator_remains,
    check_new_end,
    check_period,
    check_scope,
    first_day_uncovered,
    link_state,
)
from core.errors import RuleViolation
from core.periods import Period

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
EXPIRES = MADE + LINK_LASTS
TODAY = date(2026, 11, 20)


def test_a_link_is_open_for_seven_days_and_not_one_microsecond_longer() -> None:
    last = EXPIRES - timedelta(microseconds=1)
    states = [link_state(at, expires_at=EXPIRES, used_at=None, revoked_at=None) for at in (MADE, last, EXPIRES)]
    assert states == ["open", "open", "expired"]
    assert datetime(2026, 11, 27, 9, 0, tzinfo=UTC) == EXPIRES


def test_a_used_or_revoked_link_says_so_even_when_it_would_have_expired_since() -> None:
    assert link_state(EXPIRES, expires_at=EXPIRES, used_at=MADE, revoked_at=None) == "used"
    assert link_state(EXPIRES, expires_at=EXPIRES, used_at=None, revoked_at=MADE) == "revoked"


def test_administration_is_covered_when_one_term_follows_the_other_without_end() -> None:
    terms = [Period(date(2026, 1, 1), date(2027, 1, 1)), Period(date(2027, 1, 1))]
    assert first_day_uncovered(terms, on=TODAY) is None


def test_one_day_between_two_terms_is_found() -> None:
    terms = [Period(date(2026, 1, 1), date(2027, 1, 1)), Period(date(2027, 1, 2))]
    assert first_day_uncovered(terms, on=TODAY) == date(2027, 1, 1)


def test_nobody_at_all_is_found_on_the_day_itself() -> None:
    assert first_day_uncovered([], on=TODAY) == TODAY
    assert first_day_uncovered([Period(date(2026, 11, 21))], on=TODAY) == TODAY


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=6), st.integers(0, 80))
def test_the_first_uncovered_day_is_what_looking_day_by_day_finds(spans: list[tuple[int, int]], offset: int) -> None:
    start = date(2026, 1, 1)
    periods = [Period(start + timedelta(days=a), start + timedelta(days=a + length)) for a, length in spans]
    on = start + timedelta(days=offset)
    by_hand = next(
        day
        for day in (on + timedelta(days=n) for n in range(200))
        if not any(period.contains(day) for period in periods)
    )
    assert first_day_uncovered(periods, on=on) == by_hand


def test_the_refusal_names_the_first_day_without_administrator() -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_administrator_remains([Period(date(2026, 1, 1), date(2027, 1, 1))], on=TODAY)
    assert refusal.value.message == (
        "From 1 January 2027 nobody would be administrator. Give another person the role first."
    )


@pytest.mark.parametrize(
    ("role", "convention", "body", "message"),
    [
        ("chair", None, "Article 5 Committee", "“Article 5 Committee” is a body of one Convention: choose which."),
        ("administrator", "APMBC", None, "An administrator serves the whole house, not one Convention."),
    ],
)
def test_a_role_is_refused_where_it_cannot_stand(
    role: str, convention: str | None, body: str | None, message: str
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_scope(role, convention=convention, body=body)
    assert refusal.value.message == message


def test_a_role_of_one_day_is_a_role_and_one_of_no_day_is_not() -> None:
    check_period(TODAY, TODAY + timedelta(days=1))
    with pytest.raises(RuleViolation) as refusal:
        check_period(TODAY, TODAY)
    assert refusal.value.message == ("The last day, 19 November 2026, lies before the first day, 20 November 2026.")


def test_a_role_may_end_yesterday_at_the_earliest() -> None:
    running = Period(date(2026, 1, 1))
    check_new_end(running, TODAY, on=TODAY)
    with pytest.raises(RuleViolation) as refusal:
        check_new_end(running, TODAY - timedelta(days=1), on=TODAY)
    assert refusal.value.message == "The last day of a role cannot lie further back than yesterday."


def test_an_ended_role_stays_ended_and_one_that_ends_today_may_still_go_on() -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_new_end(Period(date(2026, 1, 1), TODAY), None, on=TODAY)
    assert refusal.value.message == "This role ended before 20 November 2026. Give it anew instead."
    check_new_end(Period(date(2026, 1, 1), TODAY + timedelta(days=1)), None, on=TODAY)

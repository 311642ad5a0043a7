"""Deadlines on a day, chains of extensions, and whether an obligation still stands.

Days: CCM 2RC review, para. 39, closing days of the 9MSP (4 September 2019) and 12MSP (13 September 2024).
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.rules import latest_possible_deadline
from states_parties.rules.deadlines import (
    ChainLink,
    DeadlineStatus,
    GrantedExtension,
    chain_shortcomings,
    deadline_chain,
    deadline_on,
    is_open,
)

INITIAL = date(2020, 8, 1)  # Germany, CCM Article 4
FIRST = GrantedExtension(1, date(2025, 8, 1), "9MSP", date(2019, 9, 4))
SECOND = GrantedExtension(2, date(2030, 8, 1), "12MSP", date(2024, 9, 13))
CLEARANCE = CCM.obligation("clearance")


@pytest.mark.parametrize(
    ("decided_on", "before", "from_then_on"),
    [(date(2019, 9, 4), INITIAL, date(2025, 8, 1)), (date(2024, 9, 13), date(2025, 8, 1), date(2030, 8, 1))],
)
def test_an_extension_counts_from_the_day_of_the_decision(decided_on: date, before: date, from_then_on: date) -> None:
    days = [decided_on + timedelta(days=offset) for offset in (-2, -1, 0, 1)]
    deadlines = [deadline_on(INITIAL, [SECOND, FIRST], day) for day in days]
    assert deadlines == [before, before, from_then_on, from_then_on]


def test_an_extension_whose_day_of_decision_is_unknown_counts_on_every_day() -> None:
    undated = GrantedExtension(1, date(2025, 8, 1), "9MSP", None)
    assert deadline_on(INITIAL, [undated], date(2012, 1, 1)) == date(2025, 8, 1)


def test_without_extension_the_initial_deadline_stands_and_without_either_there_is_none() -> None:
    assert deadline_on(INITIAL, [], date(2026, 1, 1)) == INITIAL
    assert deadline_on(None, [], date(2026, 1, 1)) is None
    assert deadline_on(None, [FIRST], date(2019, 9, 3)) is None
    assert deadline_on(None, [FIRST], date(2019, 9, 4)) == date(2025, 8, 1)


def test_the_chain_tells_each_deadline_and_the_meeting_that_gave_it() -> None:
    assert deadline_chain(INITIAL, [SECOND, FIRST]) == [
        ChainLink(INITIAL, "", None),
        ChainLink(date(2025, 8, 1), "9MSP", date(2019, 9, 4)),
        ChainLink(date(2030, 8, 1), "12MSP", date(2024, 9, 13)),
    ]
    assert deadline_chain(None, []) == []


def test_a_chain_within_the_article_has_no_shortcomings() -> None:
    assert chain_shortcomings(CLEARANCE, INITIAL, [SECOND, FIRST]) == []


def test_a_chain_that_runs_too_far_or_backwards_or_has_gaps_is_described() -> None:
    article = "Article 4 (clearance and destruction of cluster munition remnants)"
    too_far = GrantedExtension(1, date(2025, 8, 2), "9MSP", None)
    backwards = GrantedExtension(3, date(2025, 8, 2), "12MSP", None)
    assert chain_shortcomings(CLEARANCE, INITIAL, [too_far, backwards]) == [
        "Extensions are numbered 1, 2, … without gaps, not 1, 3.",
        f"{article}: one extension from 1 August 2020 may run until 1 August 2025 at most, not until 2 August 2025.",
        f"{article}: an extension until 2 August 2025 gains no time, the deadline is 2 August 2025 already.",
    ]


def test_stockpiles_under_the_apmbc_have_no_chain() -> None:
    extension = GrantedExtension(1, date(2004, 3, 1), "5MSP", None)
    assert chain_shortcomings(APMBC.obligation("stockpile"), date(2003, 3, 1), [extension]) == [
        "Article 4 (destruction of stockpiled anti-personnel mines) allows no extension of a deadline."
    ]


@st.composite
def chains(draw: st.DrawFn) -> tuple[date, list[GrantedExtension]]:
    """An initial deadline and extensions, each within the cap, decided in their order."""
    initial = draw(st.dates(date(2009, 1, 1), date(2030, 1, 1)))
    extensions: list[GrantedExtension] = []
    current, decided_on = initial, date(2005, 1, 1)
    for order in range(1, draw(st.integers(0, 5)) + 1):
        latest = latest_possible_deadline(CLEARANCE, current)
        assert latest is not None
        current = draw(st.dates(current + timedelta(days=1), latest))
        decided_on = draw(st.dates(decided_on, date(2060, 1, 1)))
        extensions.append(GrantedExtension(order, current, f"{order}MSP", draw(st.sampled_from([decided_on, None]))))
    return initial, draw(st.permutations(extensions))


@given(chains())
def test_a_valid_chain_rises_and_starts_with_the_initial_deadline(
    chain: tuple[date, list[GrantedExtension]],
) -> None:
    initial, extensions = chain
    assert chain_shortcomings(CLEARANCE, initial, extensions) == []
    deadlines = [link.deadline for link in deadline_chain(initial, extensions)]
    assert deadlines[0] == initial
    assert deadlines == sorted(set(deadlines))


@given(chains(), st.dates(date(2000, 1, 1), date(2061, 1, 1)), st.integers(0, 4000))
def test_a_deadline_never_moves_back(chain: tuple[date, list[GrantedExtension]], on: date, days_later: int) -> None:
    initial, extensions = chain
    earlier = deadline_on(initial, extensions, on)
    later = deadline_on(initial, extensions, on + timedelta(days=days_later))
    assert earlier is not None
    assert later is not None
    assert initial <= earlier <= later


# Open or not


@pytest.mark.parametrize(
    ("completed", "last_possible_day"),
    [("2020-07-10", date(2020, 7, 10)), ("2007-10", date(2007, 10, 31)), ("2012", date(2012, 12, 31))],
)
def test_an_obligation_stands_until_the_last_day_its_completion_may_mean(
    completed: str, last_possible_day: date
) -> None:
    days = [last_possible_day + timedelta(days=offset) for offset in (-2, -1, 0, 1)]
    assert [is_open(completed, DeadlineStatus.COMPLETED, day) for day in days] == [True, True, False, False]


def test_what_is_completed_without_a_day_and_what_was_never_held_stand_on_no_day() -> None:
    for status in ("completed", "none-held"):
        assert is_open("", status, date(2001, 1, 1)) is False
        assert is_open("", status, date(2026, 11, 20)) is False


@pytest.mark.parametrize("status", ["open", "decision-not-documented", "open-overdue-or-unknown"])
def test_everything_else_stands_however_late_it_is(status: str) -> None:
    assert is_open("", status, date(2001, 1, 1)) is True
    assert is_open("", status, date(2026, 11, 20)) is True

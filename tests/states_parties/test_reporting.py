"""Article 7 reporting: what is due, what is missing, what cannot be known, and the rates.

Definitions: office practice after the CCM 2RC review, paras 94 to 97; Oslo Action Plan, action 49.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from core.errors import RuleViolation
from states_parties.rules.reporting import (
    Rate,
    Report,
    Situation,
    action49_annual,
    action49_two_years,
    annual_rate,
    initial_late,
    initial_rate,
    latest_year_due,
    live_obligations,
    missing_years,
    not_yet_due,
    oap_49_1,
    on_time_rate_of_required,
    on_time_rate_of_submitted,
    overdue_initial,
    period_average,
    required_annual,
    required_initial,
    run_of_missing_years,
    undocumented_years,
    years_due,
)

ALL_YEARS = range(1999, 2041)


def annual(year_covered: int, received_on: date | None = None, *, precise: bool = True) -> Report:
    """A report on that year, received on 30 April after it unless said otherwise."""
    return Report(year_covered, "annual", received_on or date(year_covered + 1, 4, 30), precise)


# Initial reports

PARTIES = {"CHE": date(2013, 1, 1), "NIU": date(2021, 2, 1), "RWA": date(2016, 2, 1)}


@pytest.mark.parametrize(
    ("on", "required"),
    [
        (date(2013, 6, 29), set()),
        (date(2013, 6, 30), {"CHE"}),  # 180 days after 1 January 2013
        (date(2016, 7, 30), {"CHE", "RWA"}),
        (date(2021, 7, 30), {"CHE", "RWA"}),
        (date(2021, 7, 31), {"CHE", "RWA", "NIU"}),
    ],
)
def test_an_initial_report_is_required_from_the_day_it_falls_due(on: date, required: set[str]) -> None:
    assert required_initial(CCM, PARTIES, on) == required
    assert not_yet_due(CCM, PARTIES, on) == set(PARTIES) - required


def test_overdue_are_those_required_and_not_received_by_the_day() -> None:
    received = {"CHE": date(2013, 6, 30), "RWA": date(2020, 9, 29), "NIU": date(2020, 9, 1)}
    assert overdue_initial(CCM, PARTIES, received, date(2020, 9, 28)) == {"RWA"}
    assert overdue_initial(CCM, PARTIES, received, date(2020, 9, 29)) == set()
    assert str(initial_rate(CCM, PARTIES, received, date(2020, 9, 28))) == "50 % (1 of 2)"
    assert str(initial_rate(CCM, PARTIES, received, date(2021, 7, 31))) == "100 % (3 of 3)"


def test_with_nobody_required_there_is_no_rate() -> None:
    rate = initial_rate(CCM, PARTIES, {}, date(2010, 1, 1))
    assert (rate.percent, str(rate)) == (None, "n/a")


def test_late_is_the_day_after_it_fell_due_and_unknown_where_the_day_is_not_known() -> None:
    due_on = date(2011, 1, 28)

    def late(received_on: date | None, precise: bool) -> bool | None:
        return initial_late(Report(None, "initial", received_on, precise), due_on)

    assert [late(date(2011, 1, 27), True), late(date(2011, 1, 28), True), late(date(2011, 1, 29), True)] == [
        False,
        False,
        True,
    ]
    assert late(date(2020, 9, 28), False) is None
    assert late(None, False) is None


# Rates


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (100, 107, "93 % (100 of 107)"),
        (1, 200, "1 % (1 of 200)"),  # half: up
        (1, 8, "13 % (1 of 8)"),  # half, where halves to even would give 12
        (3, 8, "38 % (3 of 8)"),
        (1, 201, "0 % (1 of 201)"),
        (0, 5, "0 % (0 of 5)"),
        (5, 5, "100 % (5 of 5)"),
        (0, 0, "n/a"),
    ],
)
def test_a_rate_shows_whole_per_cent_and_what_is_behind_it(numerator: int, denominator: int, text: str) -> None:
    assert str(Rate(numerator, denominator)) == text


@given(st.integers(0, 500), st.integers(1, 500))
def test_whole_per_cent_are_never_more_than_half_a_per_cent_away(numerator: int, denominator: int) -> None:
    percent = Rate(numerator, denominator).percent
    assert percent is not None
    assert (2 * percent - 1) * denominator <= 200 * numerator < (2 * percent + 1) * denominator


def test_the_average_of_a_period_is_the_mean_of_its_yearly_rates_without_empty_years() -> None:
    assert period_average([Rate(1, 2), Rate(1, 1)]) == 75
    assert period_average([Rate(1, 2), Rate(0, 0), Rate(1, 1)]) == 75
    assert period_average([Rate(1, 8)]) == 13
    assert period_average([Rate(1, 3), Rate(1, 3), Rate(1, 3)]) == 33  # not the mean of rounded figures
    assert period_average([Rate(0, 0)]) is None
    assert period_average([]) is None


# Annual reports of one year

BOUND = {"AUT": date(2010, 8, 1), "CHE": date(2013, 1, 1), "LAO": date(2010, 8, 1), "NEW": date(2020, 8, 1)}
RECEIVED = {
    "AUT": [annual(2019, date(2020, 4, 30))],
    "CHE": [annual(2018), annual(2019, date(2020, 5, 1))],
    "LAO": [annual(2018)],
    "NEW": [annual(2019, date(2020, 4, 1))],
}


@pytest.mark.parametrize(
    ("in_force_on", "first_year"),
    [
        (date(2020, 7, 1), 2021),  # initial report due 28 December 2020
        (date(2020, 7, 4), 2021),  # initial report due 31 December 2020
        (date(2020, 7, 5), 2022),  # initial report due 1 January 2021
        (date(2020, 8, 1), 2022),  # initial report due 28 January 2021
        (date(2010, 8, 1), 2012),
    ],
)
def test_the_first_annual_report_is_due_in_the_year_after_the_initial_one(in_force_on: date, first_year: int) -> None:
    assert [required_annual(CCM, in_force_on, year) for year in (first_year - 1, first_year, first_year + 1)] == [
        False,
        True,
        True,
    ]
    assert years_due(CCM, in_force_on, date(first_year, 4, 30)) == ()
    assert years_due(CCM, in_force_on, date(first_year, 5, 1)) == (first_year - 1,)


def test_the_rate_of_a_year_counts_those_required_and_reports_there_on_the_day() -> None:
    assert str(annual_rate(CCM, BOUND, RECEIVED, 2020, date(2020, 4, 30))) == "33 % (1 of 3)"
    assert str(annual_rate(CCM, BOUND, RECEIVED, 2020, date(2020, 5, 1))) == "67 % (2 of 3)"
    assert str(annual_rate(CCM, BOUND, RECEIVED, 2019, date(2020, 5, 1))) == "67 % (2 of 3)"
    assert str(annual_rate(CCM, BOUND, {}, 2020, date(2020, 5, 1))) == "0 % (0 of 3)"


def test_on_time_has_two_denominators_and_both_are_named() -> None:
    assert str(on_time_rate_of_required(CCM, BOUND, RECEIVED, 2020)) == "33 % (1 of 3)"
    assert str(on_time_rate_of_submitted(CCM, BOUND, RECEIVED, 2020, date(2020, 12, 31))) == "50 % (1 of 2)"
    assert str(on_time_rate_of_submitted(CCM, BOUND, RECEIVED, 2020, date(2020, 4, 30))) == "100 % (1 of 1)"
    assert str(on_time_rate_of_submitted(CCM, BOUND, RECEIVED, 2020, date(2020, 4, 29))) == "n/a"


def test_a_report_that_came_some_time_in_the_year_is_not_counted_as_on_time() -> None:
    reports = {"AUT": [annual(2019, date(2020, 12, 31), precise=False)]}
    assert on_time_rate_of_required(CCM, BOUND, reports, 2020) == Rate(0, 3)
    assert on_time_rate_of_submitted(CCM, BOUND, reports, 2020, date(2020, 12, 31)) == Rate(0, 1)


# Missing years of one State

SINCE_2012 = date(2012, 1, 1)  # initial report due 29 June 2012, first year covered 2012


def test_the_latest_year_due_changes_on_the_day_after_the_reporting_day() -> None:
    days = [date(2021, 4, 29), date(2021, 4, 30), date(2021, 5, 1), date(2021, 12, 31)]
    assert [latest_year_due(CCM, day) for day in days] == [2019, 2019, 2020, 2020]


def test_a_year_is_missing_from_the_day_after_the_reporting_day_and_until_the_report_comes() -> None:
    reports = [annual(2012), annual(2013, date(2014, 9, 1))]
    days = [date(2014, 4, 30), date(2014, 5, 1), date(2014, 8, 31), date(2014, 9, 1)]
    assert [missing_years(CCM, SINCE_2012, reports, ALL_YEARS, day) for day in days] == [(), (2013,), (2013,), ()]


def test_only_in_closed_years_does_silence_mean_a_missing_report() -> None:
    reports = [annual(2013)]
    on = date(2017, 1, 1)
    assert years_due(CCM, SINCE_2012, on) == (2012, 2013, 2014, 2015)
    assert missing_years(CCM, SINCE_2012, reports, {2013, 2014}, on) == (2014,)
    assert undocumented_years(CCM, SINCE_2012, reports, {2013, 2014}, on) == (2012, 2015)


@pytest.mark.parametrize("received_on", [date(2014, 12, 31), None])
def test_a_report_that_may_have_come_by_the_day_is_never_called_missing(received_on: date | None) -> None:
    reports = [annual(2012), Report(2013, "annual", received_on, precise=False)]
    on = date(2014, 7, 1)
    assert missing_years(CCM, SINCE_2012, reports, ALL_YEARS, on) == ()
    assert undocumented_years(CCM, SINCE_2012, reports, ALL_YEARS, on) == (2013,)


def test_a_report_covering_another_year_and_an_initial_report_discharge_nothing() -> None:
    reports = [annual(2011), Report(None, "initial", date(2012, 6, 1), precise=True)]
    assert missing_years(CCM, SINCE_2012, reports, ALL_YEARS, date(2013, 5, 1)) == (2012,)


@pytest.mark.parametrize(
    ("missing", "run"), [((), 0), ((2019,), 1), ((2016, 2018, 2019), 2), ((2017, 2018), 0), ((2017, 2018, 2019), 3)]
)
def test_a_run_is_counted_back_from_the_latest_year_due(missing: tuple[int, ...], run: int) -> None:
    assert run_of_missing_years(missing, latest_due=2019) == run


reports_of_a_state = st.lists(
    st.builds(
        Report,
        st.one_of(st.none(), st.integers(2008, 2030)),
        st.just("annual"),
        st.one_of(st.none(), st.dates(date(2009, 1, 1), date(2031, 1, 1))),
        st.booleans(),
    ),
    max_size=12,
)


@given(
    st.dates(date(2010, 8, 1), date(2025, 1, 1)),
    reports_of_a_state,
    st.sets(st.integers(2008, 2030)),
    st.dates(date(2010, 8, 1), date(2031, 1, 1)),
)
def test_each_year_due_is_reported_or_missing_or_undocumented(
    in_force_on: date, reports: Sequence[Report], closed: set[int], on: date
) -> None:
    due = set(years_due(CCM, in_force_on, on))
    missing = set(missing_years(CCM, in_force_on, reports, closed, on))
    undocumented = set(undocumented_years(CCM, in_force_on, reports, closed, on))
    reported = {
        year
        for year in due
        if any(r.year_covered == year and r.received_on is not None and r.received_on <= on for r in reports)
    }
    assert due == {
        year for year in range(2009, 2031) if required_annual(CCM, in_force_on, year + 1) and date(year + 1, 4, 30) < on
    }
    assert missing <= due & closed
    assert sorted([*missing, *undocumented, *reported]) == sorted(due)


# Action 49


def test_what_a_state_has_to_do_becomes_obligations_of_the_convention() -> None:
    live = live_obligations(APMBC, Situation(clearance=True, retained=True, compliance=True))
    assert [obligation.article for obligation in live] == ["1", "3", "5"]
    live = live_obligations(CCM, Situation(stockpile=True, retained=True, victim_assistance=True))
    assert [obligation.article for obligation in live] == ["3.6", "3", "5"]
    assert live_obligations(CCM, Situation()) == ()
    with pytest.raises(RuleViolation, match="The CCM has no obligation “compliance”"):
        live_obligations(CCM, Situation(compliance=True))


@pytest.mark.parametrize("key", ["retained", "stockpile", "clearance"])
def test_the_office_asks_for_an_update_once_the_reporting_day_has_passed_without_report(key: str) -> None:
    live = live_obligations(APMBC, Situation(**{key: True}))
    days = [date(2021, 4, 30), date(2021, 5, 1), date(2021, 9, 1), date(2021, 9, 2)]
    reports = [annual(2019), annual(2020, date(2021, 9, 2))]
    assert [action49_annual(APMBC, live, reports, 2021, day) for day in days] == [False, True, True, False]


def test_nobody_is_asked_without_such_an_obligation() -> None:
    live = live_obligations(APMBC, Situation(victim_assistance=True, national_measures=True, compliance=True))
    assert action49_annual(APMBC, live, [], 2021, date(2021, 9, 1)) is False
    assert action49_two_years(live, {}, 2021) == ()


def test_two_years_without_a_word_on_an_obligation_are_told_by_obligation() -> None:
    live = live_obligations(APMBC, Situation(clearance=True, retained=True, stockpile=True))
    informed = {"clearance": {2018, 2020}, "retained": {2018, 2019}, "victim_assistance": {2021}}
    assert [o.article for o in action49_two_years(live, informed, 2019)] == ["4"]
    assert [o.article for o in action49_two_years(live, informed, 2021)] == ["3", "4"]
    assert [o.article for o in action49_two_years(live, informed, 2022)] == ["3", "4", "5"]


def test_indicator_49_1_counts_those_that_spoke_in_a_report_and_at_a_meeting() -> None:
    assert oap_49_1({"AAA", "BBB", "CCC"}, {"AAA", "BBB", "DDD"}, {"BBB", "CCC", "DDD"}) == Rate(1, 3)
    assert str(oap_49_1(set(), {"AAA"}, {"AAA"})) == "n/a"


def test_days_between_the_conventions_own_entry_into_force_and_the_first_report() -> None:
    assert years_due(APMBC, date(1999, 3, 1), date(2000, 4, 30)) == ()
    assert years_due(APMBC, date(1999, 3, 1), date(2000, 4, 30) + timedelta(days=1)) == (1999,)

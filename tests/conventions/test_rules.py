"""Days counted from a Convention: published pairs of days, and the edges of each rule.

Pairs: Cluster Munition Monitor and the ISU's pages (entry into force), CCM 2RC review, para. 39 (deadlines), news on
the withdrawals of 2025.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.definitions import Convention
from conventions.registry import CONVENTIONS
from conventions.rules import (
    annual_report_due_on,
    check_extension,
    check_symbol,
    entry_into_force_on,
    initial_deadline,
    initial_report_due_on,
    latest_possible_deadline,
    meeting_name,
    next_annual_report_due_on,
    withdrawal_effective_on,
)
from core.errors import RuleViolation
from core.periods import add_months
from core.wording import day_in_words

days = st.dates(min_value=date(1997, 12, 3), max_value=date(2060, 12, 31))
conventions = st.sampled_from(list(CONVENTIONS.values()))


# Entry into force


@pytest.mark.parametrize(
    ("deposited_on", "in_force_on"),
    [
        (date(2011, 9, 21), date(2012, 3, 1)),  # Italy
        (date(2012, 7, 17), date(2013, 1, 1)),  # Switzerland
        (date(2010, 9, 7), date(2011, 3, 1)),  # Bosnia and Herzegovina
        (date(2010, 8, 31), date(2011, 2, 1)),
        (date(2010, 9, 1), date(2011, 3, 1)),
        (date(2010, 9, 30), date(2011, 3, 1)),
        (date(2010, 10, 1), date(2011, 4, 1)),
    ],
)
def test_a_state_is_bound_from_the_first_day_of_the_sixth_month_after_the_month_of_deposit(
    deposited_on: date, in_force_on: date
) -> None:
    assert entry_into_force_on(CCM, deposited_on) == in_force_on


@pytest.mark.parametrize(
    ("convention", "deposited_on", "in_force_on"),
    [
        (APMBC, date(1998, 9, 30), date(1999, 3, 1)),
        (APMBC, date(1998, 10, 1), date(1999, 4, 1)),
        (APMBC, date(1997, 12, 3), date(1999, 3, 1)),
        (CCM, date(2008, 12, 3), date(2010, 8, 1)),
        (CCM, date(2010, 2, 28), date(2010, 8, 1)),
        (CCM, date(2010, 3, 1), date(2010, 9, 1)),
    ],
)
def test_nobody_is_bound_before_the_convention_itself_is_in_force(
    convention: Convention, deposited_on: date, in_force_on: date
) -> None:
    assert entry_into_force_on(convention, deposited_on) == in_force_on


@given(conventions, days)
def test_entry_into_force_is_a_first_of_a_month_at_most_half_a_year_away_once_the_convention_is_in_force(
    convention: Convention, deposited_on: date
) -> None:
    in_force_on = entry_into_force_on(convention, deposited_on)
    assert in_force_on.day == 1
    assert in_force_on == convention.in_force_on or 150 <= (in_force_on - deposited_on).days <= 184


# Withdrawal


@pytest.mark.parametrize(
    ("notified_on", "effective_on"),
    [
        (date(2025, 6, 27), date(2025, 12, 27)),  # Estonia, Latvia, Lithuania
        (date(2025, 7, 10), date(2026, 1, 10)),  # Finland
        (date(2025, 8, 20), date(2026, 2, 20)),  # Poland
        (date(2025, 8, 31), date(2026, 2, 28)),
    ],
)
def test_a_withdrawal_takes_effect_six_months_after_notice(notified_on: date, effective_on: date) -> None:
    assert withdrawal_effective_on(APMBC, notified_on) == effective_on


# Deadlines


@pytest.mark.parametrize(
    ("convention", "article", "in_force_on", "deadline"),
    [
        (CCM, "4", date(2011, 3, 1), date(2021, 3, 1)),  # Bosnia and Herzegovina
        (CCM, "4", date(2010, 8, 1), date(2020, 8, 1)),  # Germany, Lao People's Democratic Republic
        (CCM, "4", date(2011, 5, 1), date(2021, 5, 1)),  # Lebanon
        (CCM, "4", date(2013, 11, 1), date(2023, 11, 1)),  # Iraq
        (CCM, "3", date(2011, 10, 1), date(2019, 10, 1)),  # Bulgaria
        (APMBC, "4", date(1999, 3, 1), date(2003, 3, 1)),
        (APMBC, "5", date(1999, 3, 1), date(2009, 3, 1)),
        (APMBC, "5", date(2011, 7, 9), date(2021, 7, 9)),  # South Sudan
    ],
)
def test_the_initial_deadline_is_entry_into_force_plus_the_years_of_the_article(
    convention: Convention, article: str, in_force_on: date, deadline: date
) -> None:
    assert initial_deadline(convention.by_article(article), in_force_on) == deadline


@pytest.mark.parametrize(
    ("convention", "articles"), [(APMBC, ["1", "3", "6", "7", "9"]), (CCM, ["3.6", "5", "7", "9"])]
)
def test_other_articles_set_no_deadline_and_know_no_extension(convention: Convention, articles: list[str]) -> None:
    for article in articles:
        obligation = convention.by_article(article)
        assert initial_deadline(obligation, date(2011, 3, 1)) is None
        assert latest_possible_deadline(obligation, date(2021, 3, 1)) is None


@pytest.mark.parametrize(
    ("convention", "article", "current", "latest"),
    [
        (APMBC, "5", date(2009, 3, 1), date(2019, 3, 1)),
        (CCM, "3", date(2019, 10, 1), date(2023, 10, 1)),
        (CCM, "4", date(2020, 8, 1), date(2025, 8, 1)),
        (CCM, "4", date(2024, 2, 29), date(2029, 2, 28)),
    ],
)
def test_one_extension_reaches_as_far_as_the_article_allows_and_not_a_day_further(
    convention: Convention, article: str, current: date, latest: date
) -> None:
    obligation = convention.by_article(article)
    assert latest_possible_deadline(obligation, current) == latest
    check_extension(obligation, current, latest)
    check_extension(obligation, current, current + timedelta(days=1))
    with pytest.raises(RuleViolation) as too_long:
        check_extension(obligation, current, latest + timedelta(days=1))
    told = [day_in_words(day, "EN") for day in (current, latest, latest + timedelta(days=1))]
    assert too_long.value.message == (
        f"Article {article} ({obligation.title.lower()}): one extension from {told[0]} may run until {told[1]} at "
        f"most, not until {told[2]}."
    )
    assert too_long.value.source == obligation.source


def test_an_extension_that_gains_no_time_is_refused() -> None:
    clearance = CCM.obligation("clearance")
    with pytest.raises(RuleViolation, match="until 1 August 2020 gains no time, the deadline is 1 August 2020 already"):
        check_extension(clearance, date(2020, 8, 1), date(2020, 8, 1))


def test_the_apmbc_allows_no_extension_for_stockpiles() -> None:
    stockpile = APMBC.obligation("stockpile")
    assert latest_possible_deadline(stockpile, date(2003, 3, 1)) is None
    with pytest.raises(RuleViolation, match=r"Article 4 .* allows no extension") as refusal:
        check_extension(stockpile, date(2003, 3, 1), date(2003, 4, 1))
    assert (refusal.value.source, refusal.value.field) == ("APMBC art. 4", "until")


@pytest.mark.parametrize(
    ("state", "current", "months", "until"),
    [
        ("Bosnia and Herzegovina", date(2021, 3, 1), 18, date(2022, 9, 1)),
        ("Germany", date(2020, 8, 1), 60, date(2025, 8, 1)),
        ("Lebanon", date(2021, 5, 1), 60, date(2026, 5, 1)),
        ("Chile", date(2021, 6, 1), 12, date(2022, 6, 1)),
    ],
)
def test_requests_of_2019_and_2020_stay_within_the_five_years_of_article_4(
    state: str, current: date, months: int, until: date
) -> None:
    assert add_months(current, months) == until, state
    check_extension(CCM.obligation("clearance"), current, until)


# Reports


@pytest.mark.parametrize(
    ("in_force_on", "due_on"),
    [
        (date(2010, 8, 1), date(2011, 1, 28)),
        (date(2010, 12, 1), date(2011, 5, 30)),
        (date(2012, 9, 1), date(2013, 2, 28)),
        (date(2020, 7, 1), date(2020, 12, 28)),
    ],
)
def test_the_initial_report_is_due_180_days_after_entry_into_force(in_force_on: date, due_on: date) -> None:
    assert initial_report_due_on(CCM, in_force_on) == due_on
    assert initial_report_due_on(APMBC, in_force_on) == due_on


def test_annual_reports_are_due_on_30_april() -> None:
    assert [annual_report_due_on(convention, 2020) for convention in (APMBC, CCM)] == [date(2020, 4, 30)] * 2


@pytest.mark.parametrize(
    ("on", "due_on"),
    [
        (date(2021, 4, 29), date(2021, 4, 30)),
        (date(2021, 4, 30), date(2021, 4, 30)),
        (date(2021, 5, 1), date(2022, 4, 30)),
        (date(2021, 12, 31), date(2022, 4, 30)),
        (date(2022, 1, 1), date(2022, 4, 30)),
    ],
)
def test_the_next_reporting_day_is_this_one_until_it_has_passed(on: date, due_on: date) -> None:
    assert next_annual_report_due_on(APMBC, on) == due_on


# Symbols and names of meetings


@pytest.mark.parametrize(
    ("convention", "symbol"),
    [
        (APMBC, "APLC/MSP.19/2021/1"),
        (APMBC, "APLC/MSP.14/2015/WP.2"),
        (APMBC, "APLC/CONF/2019/5/Add.1"),
        (APMBC, "APLC/CONF/2019/PM.1/2/Rev.1"),
        (CCM, "CCM/MSP/2019/13"),
        (CCM, "CCM/CONF/2020/PM.2/WP.1/Corr.1"),
    ],
)
def test_symbols_of_published_documents_are_accepted(convention: Convention, symbol: str) -> None:
    check_symbol(convention, symbol)


@pytest.mark.parametrize(
    ("convention", "text"),
    [
        (APMBC, "CCM/MSP/2019/13"),
        (CCM, "APLC/MSP.19/2021/1"),
        (CCM, "CCM/MSP.9/2019/13"),
        (APMBC, "APLC/MSP/2021/1"),
        (APMBC, "APLC/MSP.19/2021/1 "),
        (APMBC, "APLC/MSP.19/2021/1\n"),
        (APMBC, "APLC/MSP.19/2021/"),
        (APMBC, "APLC/MSP.19/٢٠٢١/1"),
        (APMBC, ""),
    ],
)
def test_what_cannot_be_a_symbol_is_refused_with_an_example(convention: Convention, text: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_symbol(convention, text)
    assert refusal.value.message == (
        f"“{text}” is not a symbol of the {convention.code}. One reads {convention.symbol_example}."
    )


def test_the_short_name_of_a_meeting_gives_its_kind_and_number() -> None:
    assert [meeting_name(short) for short in ("18MSP", "4RC", "1MSP", "2RC-1", "2RC")] == [
        ("MSP", 18),
        ("RC", 4),
        ("MSP", 1),
        ("RC", 2),
        ("RC", 2),
    ]


@pytest.mark.parametrize("short", ["IM2021", "2RC-PM1", "MSP", "0MSP", "18MSP?", ""])
def test_meetings_without_a_number_of_their_own_are_refused(short: str) -> None:
    with pytest.raises(RuleViolation, match="does not name a numbered meeting"):
        meeting_name(short)

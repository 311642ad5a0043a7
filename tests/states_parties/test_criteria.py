"""Criteria that letters of reminder and of the President ask: what holds on which day, and why."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from states_parties.catalogues import Finding
from states_parties.criteria import CRITERIA
from states_parties.models import ClosureSubject, InformationEvent, RegisterClosure, State
from states_parties.queries.facts import state_facts
from tests.factories.offices import make_meeting
from tests.factories.states import added, make_extension, make_obligation, make_party, make_report, make_state

SOURCED = {"source": "test", "confidence": "high", "notes": ""}
BY_NAME = {criterion.name: criterion for criterion in CRITERIA}


@pytest.fixture
def chad(app: Flask) -> State:
    state = make_state("Chad")
    make_party(state, in_force_on=date(1999, 11, 1))
    return state


def look(name: str, on: date, convention: str = "APMBC") -> Finding:
    [facts] = state_facts(convention, on=on)
    return BY_NAME[name].look(facts)


def close(*years: int, as_of: date = date(2021, 6, 1)) -> None:
    for year in years:
        added(
            RegisterClosure(
                convention="APMBC",
                subject=ClosureSubject.ANNUAL_REPORTS,
                year_covered=year,
                complete_as_of=as_of,
                **SOURCED,
            )
        )


def hear(state: State, article: str, on: date) -> None:
    added(
        InformationEvent(
            convention="APMBC", iso3=state.iso3, article=article, received_on=on, means="statement", **SOURCED
        )
    )


@pytest.mark.parametrize(
    ("on", "awaited"),
    [
        (date(2026, 1, 1), True),
        (date(2026, 4, 1), True),
        (date(2026, 4, 2), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
    ],
)
def test_the_report_of_the_year_is_awaited_until_it_comes(chad: State, on: date, awaited: bool) -> None:
    make_report(chad, year_covered=2025, received_on=date(2026, 4, 2))
    assert bool(look("report_of_year_awaited", on).value) is awaited
    assert bool(look("report_of_year_received", on).value) is (on.year == 2026 and not awaited)


def test_the_reason_names_the_day_the_report_came_or_fell_due(chad: State) -> None:
    assert look("report_of_year_awaited", date(2026, 5, 10)).reason == (
        "No report covering 2025, due on 30 April 2026, is on record."
    )
    make_report(chad, year_covered=2025, received_on=date(2026, 4, 2))
    assert look("report_of_year_awaited", date(2026, 5, 10)).reason == "Report received on 2 April 2026, covering 2025."


def test_a_report_that_may_have_come_is_not_asked_for(chad: State) -> None:
    make_report(chad, year_covered=2025, received_on=date(2026, 6, 30), received_precision="month")
    found = look("report_of_year_awaited", date(2026, 6, 10))
    assert (found.value, found.reason) == (0, "A report covering 2025 may have come; its day is not known exactly.")


def test_of_a_new_state_party_no_annual_report_is_awaited(app: Flask) -> None:
    make_party(make_state(), in_force_on=date(2025, 10, 1))
    assert (
        look("report_of_year_awaited", date(2026, 3, 1)).reason == "No annual report falls due for the State this year."
    )


def test_two_silent_years_are_told_with_their_articles(chad: State) -> None:
    make_obligation(chad, "5")
    make_obligation(chad, "4")
    close(2018, 2019)
    hear(chad, "4", date(2020, 6, 1))
    found = look("silent_two_years", date(2021, 9, 15))
    assert found.value == 1
    assert found.reason == "On Article 5 no report, statement or letter of 2019 and 2020 is on record."
    assert "look for statements at meetings" in found.doubt


@pytest.mark.parametrize("heard_on", [date(2019, 1, 1), date(2020, 12, 31)])
def test_anything_heard_in_one_of_the_two_years_breaks_the_silence(chad: State, heard_on: date) -> None:
    make_obligation(chad, "5")
    close(2018, 2019)
    hear(chad, "5", heard_on)
    assert look("silent_two_years", date(2021, 9, 15)).value == 0


@pytest.mark.parametrize("heard_on", [date(2018, 12, 31), date(2021, 1, 1)])
def test_what_was_heard_before_or_after_does_not(chad: State, heard_on: date) -> None:
    make_obligation(chad, "5")
    close(2018, 2019)
    hear(chad, "5", heard_on)
    assert look("silent_two_years", date(2021, 9, 15)).value == 1


def test_a_report_tells_about_every_article(chad: State) -> None:
    make_obligation(chad, "5")
    close(2018, 2019)
    make_report(chad, year_covered=2017, received_on=date(2019, 5, 1))
    assert look("silent_two_years", date(2021, 9, 15)).value == 0


def test_nobody_is_called_silent_while_the_registers_are_not_complete(chad: State) -> None:
    make_obligation(chad, "5")
    close(2018)
    found = look("silent_two_years", date(2021, 9, 15))
    assert (found.value, "is not known: registers are not complete" in found.reason) == (0, True)


@pytest.mark.parametrize(
    ("on", "months"),
    [(date(2025, 3, 1), 24), (date(2025, 3, 2), 23), (date(2027, 2, 28), 0), (date(2027, 3, 2), None)],
)
def test_the_months_left_to_a_deadline_are_whole_ones(chad: State, on: date, months: int | None) -> None:
    make_obligation(chad, "5", initial_deadline=date(2027, 3, 1))
    found = look("clearance_deadline_months", on)
    assert found.value == months
    assert "1 March 2027" in found.reason


def test_an_extension_moves_the_months_left(chad: State) -> None:
    obligation = make_obligation(chad, "5", initial_deadline=date(2020, 3, 1))
    make_meeting("18MSP", date(2020, 11, 20))
    make_extension(obligation, 1, date(2030, 3, 1), "18MSP")
    assert look("clearance_deadline_months", date(2029, 3, 1)).value == 12


def test_a_completed_obligation_has_no_months_left(chad: State) -> None:
    make_obligation(chad, "5", status="completed", completed_on="2015", initial_deadline=date(2027, 3, 1))
    assert look("clearance_deadline_months", date(2025, 3, 1)).value is None


def test_facts_keep_what_the_criteria_ask_on_their_way_through_a_file(chad: State) -> None:
    make_obligation(chad, "5")
    close(2018, 2019)
    [facts] = state_facts("APMBC", on=date(2021, 9, 15))
    again: Any = type(facts).from_json(facts.to_json())
    for name in ("silent_two_years", "report_of_year_awaited", "clearance_deadline_months"):
        assert BY_NAME[name].look(again) == BY_NAME[name].look(facts)

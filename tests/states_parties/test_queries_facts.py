"""The snapshot a letter is written from."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask

from core.db import db
from states_parties.facts import StateFacts
from states_parties.models import ClosureSubject, Confidence, Mission, Office, RegisterClosure, RetainedItems, Statement
from states_parties.queries.facts import parties, state_facts
from states_parties.rules.standing import Standing
from tests.factories.statements import counted_statements
from tests.factories.states import (
    added,
    make_membership,
    make_obligation,
    make_party,
    make_report,
    make_state,
)

LETTERS = date(2021, 3, 3)
SOURCED = {"source": "page", "confidence": Confidence.HIGH, "notes": ""}


def facts_on(on: date, code: str = "APMBC") -> StateFacts:
    (facts,) = state_facts(code, on=on)
    return facts


def test_facts_come_back_from_their_snapshot_word_for_word(registers: Flask) -> None:
    for code in ("APMBC", "CCM"):
        for facts in state_facts(code, on=LETTERS):
            assert StateFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


def test_letters_go_to_the_164_states_parties_of_the_day(registers: Flask) -> None:
    assert len(parties("APMBC", on=LETTERS)) == 164
    assert {facts.standing for facts in parties("APMBC", on=LETTERS)} == {Standing.STATE_PARTY}


@pytest.mark.parametrize("states", [1, 3])
def test_the_facts_of_three_states_take_as_many_questions_as_those_of_one(app: Flask, states: int) -> None:
    for _ in range(states):
        state = make_state()
        make_party(state)
        make_obligation(state)
    with counted_statements() as sent:
        assert len(state_facts("APMBC", on=LETTERS)) == states
    assert len(sent) == 10


def test_nothing_is_told_of_a_bond_before_it_began(app: Flask) -> None:
    make_party(make_state(), in_force_on=date(2001, 3, 1))  # deposited 15 September 2000
    before, after = facts_on(date(2000, 9, 14)), facts_on(date(2000, 9, 15))
    assert (before.bond, before.entry_into_force_on, before.reporting.initial_due_on) == (None, None, None)
    assert (after.entry_into_force_on, after.reporting.initial_due_on) == (date(2001, 3, 1), date(2001, 8, 28))
    assert (before.reporting.initial_upcoming, after.reporting.initial_upcoming) == (False, True)


def test_of_two_bonds_the_one_begun_last_by_the_day_counts(app: Flask) -> None:
    state = make_state()
    make_membership(
        state,
        instrument="accession",
        deposited_on=date(2000, 9, 15),
        entry_into_force_on=date(2001, 3, 1),
        withdrawal_notified_on=date(2005, 1, 1),
        withdrawal_effective_on=date(2005, 7, 1),
    )
    make_membership(state, instrument="accession", deposited_on=date(2010, 9, 15), entry_into_force_on=date(2011, 3, 1))
    told = {
        on: (facts_on(on).standing, facts_on(on).entry_into_force_on)
        for on in (date(2004, 1, 1), date(2005, 7, 1), date(2010, 9, 15), date(2011, 3, 1))
    }
    assert told == {
        date(2004, 1, 1): (Standing.STATE_PARTY, date(2001, 3, 1)),
        date(2005, 7, 1): (Standing.WITHDRAWN, date(2001, 3, 1)),
        date(2010, 9, 15): (Standing.NOT_YET_IN_FORCE, date(2011, 3, 1)),
        date(2011, 3, 1): (Standing.STATE_PARTY, date(2011, 3, 1)),
    }


def test_a_passed_deadline_is_one_before_the_day(app: Flask) -> None:
    state = make_state()
    make_party(state)
    make_obligation(state, initial_deadline=date(2011, 3, 1))
    for on, passed in ((date(2011, 2, 28), False), (date(2011, 3, 1), False), (date(2011, 3, 2), True)):
        obligation = facts_on(on).obligation("clearance")
        assert obligation is not None
        assert (obligation.passed, obligation.open, obligation.dated) == (passed, True, True)


def test_a_deadline_about_which_a_decision_is_not_documented_may_not_be_quoted(registers: Flask) -> None:
    """Argentina's request of 2025 was before the 22MSP (1 to 5 December 2025); its decision is not documented."""
    quoted = {}
    for on in (date(2025, 12, 5), date(2025, 12, 6), date(2026, 11, 20)):
        (facts,) = state_facts("APMBC", on=on, iso3s=["ARG"])
        obligation = facts.obligation("clearance")
        assert obligation is not None
        quoted[on] = (obligation.undecided_at, obligation.dated, obligation.passed)
    assert quoted == {
        date(2025, 12, 5): ("", True, False),
        date(2025, 12, 6): ("22MSP", False, False),
        date(2026, 11, 20): ("22MSP", False, False),
    }


def test_retained_items_are_those_of_the_newest_year_before_the_day(app: Flask) -> None:
    state = make_state()
    for year, quantity in ((None, 9), (2018, 40), (2020, 30)):
        added(RetainedItems(convention="APMBC", iso3=state.iso3, as_of_year=year, quantity=quantity, **SOURCED))
    told = {}
    for on in (date(2018, 12, 31), date(2019, 1, 1), date(2020, 12, 31), date(2021, 1, 1)):
        retained = facts_on(on).retained
        assert retained is not None
        told[on] = retained.quantity
    assert list(told.values()) == [9, 40, 40, 30]


def test_a_year_is_missing_only_once_the_office_has_declared_its_register_complete(app: Flask) -> None:
    state = make_state()
    make_party(state, in_force_on=date(2001, 3, 1))
    make_report(state, year_covered=2002, received_on=date(2003, 4, 1))
    for year, complete in ((2001, date(2003, 1, 1)), (2002, date(2003, 6, 1)), (2003, date(2004, 6, 1))):
        added(
            RegisterClosure(
                convention="APMBC",
                subject=ClosureSubject.ANNUAL_REPORTS,
                year_covered=year,
                complete_as_of=complete,
                **SOURCED,
            )
        )
    told = {}
    for on in (date(2002, 12, 31), date(2003, 1, 1), date(2004, 5, 31), date(2004, 6, 1)):
        reporting = facts_on(on).reporting
        told[on] = (reporting.missing_years, reporting.undocumented_years, reporting.complete_years)
    assert told == {
        date(2002, 12, 31): ((), (2001,), ()),
        date(2003, 1, 1): ((2001,), (), ()),
        date(2004, 5, 31): ((2001,), (2003,), (2002,)),
        date(2004, 6, 1): ((2001, 2003), (), (2002,)),
    }


def test_an_initial_report_is_missing_only_where_the_register_is_complete(registers: Flask) -> None:
    """CCM 2RC review, para. 94: seven initial reports were overdue on 28 September 2020."""
    review = date(2020, 9, 28)
    owing = {facts.list_name for facts in state_facts("CCM", on=review) if facts.reporting.initial_missing}
    assert owing == {"Cabo Verde", "Comoros", "Congo", "Guinea", "Madagascar", "Rwanda", "Togo"}
    day_before = state_facts("CCM", on=review - timedelta(days=1))
    assert [facts.list_name for facts in day_before if facts.reporting.initial_missing] == []


def test_a_letter_goes_to_geneva_first_and_never_to_the_capital_alone(app: Flask) -> None:
    state = make_state()
    posts = ((Office.CAPITAL, "2010-01-01"), (Office.EMBASSY, "2011-01-01"), (Office.NEW_YORK, "2012-01-01"))
    for office, starts_on in (*posts, (Office.GENEVA, "2013-01-01")):
        added(
            Mission(
                iso3=state.iso3,
                office=office,
                post_name=str(office),
                language="EN",
                starts_on=date.fromisoformat(starts_on),
                ends_before=date(2014, 1, 1) if office is Office.GENEVA else None,
                **SOURCED,
            )
        )
    chosen = {}
    for year in (2010, 2011, 2012, 2013, 2014):
        mission = facts_on(date(year, 6, 1)).mission
        chosen[year] = mission.office if mission else None
    assert chosen == {2010: None, 2011: "embassy", 2012: "new_york", 2013: "geneva", 2014: "new_york"}


def test_a_statement_holds_from_its_first_day_to_the_day_before_the_next(app: Flask) -> None:
    state = make_state()
    added(
        Statement(
            convention="APMBC",
            iso3=state.iso3,
            subject="compliance",
            status="alleged-use",
            starts_on=date(2021, 1, 12),
            ends_before=date(2021, 3, 3),
            **SOURCED,
        )
    )
    days = (date(2021, 1, 11), date(2021, 1, 12), date(2021, 3, 2), date(2021, 3, 3))
    assert [bool(facts_on(day).statements_about("compliance")) for day in days] == [False, True, True, False]


def test_an_edit_shows_in_the_next_reading(registers: Flask) -> None:
    (before,) = state_facts("APMBC", on=LETTERS, iso3s=["MCO"])
    assert before.language == "FR"
    db.session.connection().exec_driver_sql("UPDATE states SET language = 'EN' WHERE iso3 = 'MCO'")
    (after,) = state_facts("APMBC", on=LETTERS, iso3s=["MCO"])
    assert after.language == "EN"

"""One State through time, as its page tells it."""

from datetime import date

import pytest
from flask import Flask

from core.errors import NotFound
from states_parties.models import Confidence, InformationEvent, RetainedItems
from states_parties.queries.facts import state_facts
from states_parties.queries.history import DeadlineHistory, state_history
from states_parties.rules.standing import Standing
from tests.factories.statements import counted_statements
from tests.factories.states import added, make_extension, make_obligation, make_party, make_report, make_state

LETTERS = date(2021, 3, 3)
TODAY = date(2026, 11, 20)


def clearance_of(state: str, *, on: date) -> DeadlineHistory:
    (found,) = [each for each in state_history("APMBC", state, on=on).deadlines if each.obligation.key == "clearance"]
    return found


def test_the_chain_of_deadlines_tells_what_gave_each_and_which_is_in_force(registers: Flask) -> None:
    """Bosnia and Herzegovina: APMBC art. 5, ten years from 1 March 1999, extended by the 9MSP and again later."""
    clearance = clearance_of("bih", on=LETTERS)
    assert (clearance.years_initial, clearance.max_extension_months) == (10, 120)
    assert clearance.source == "APMBC art. 5 (1), (3) and (6)"
    initial, *extended = clearance.steps
    assert (initial.deadline, initial.by_rule, initial.granted_at) == (date(2009, 3, 1), date(2009, 3, 1), "")
    assert extended[0].granted_at == "9MSP"
    assert [step.deadline for step in clearance.steps if step.in_force] == [clearance.obligation.deadline]
    assert [step.by_rule for step in extended] == [None] * len(extended)
    assert all(step.decided and step.decided_on for step in extended)
    assert all(step.sourcing.source for step in clearance.steps)


def test_an_extension_decided_after_the_day_is_shown_and_not_in_force(registers: Flask) -> None:
    """Chad: granted until 1 January 2025 by the 4RC, which closed on 29 November 2019."""
    clearance = clearance_of("chad", on=date(2019, 11, 28))
    later = {step.granted_at: (step.decided, step.in_force) for step in clearance.steps}
    assert later["4RC"] == (False, False)
    assert [step.deadline for step in clearance.steps if step.in_force] == [date(2020, 1, 1)]
    clearance = clearance_of("chad", on=date(2019, 11, 29))
    assert [(step.granted_at, step.decided_on) for step in clearance.steps if step.in_force] == [
        ("4RC", date(2019, 11, 29))
    ]


def test_an_extension_of_a_meeting_without_day_counts_as_decided(app: Flask) -> None:
    state = make_state()
    make_party(state)
    make_extension(make_obligation(state), 1, date(2021, 3, 1), "10MSP")
    (clearance,) = state_history("APMBC", state.slug, on=LETTERS).deadlines
    assert [(step.decided_on, step.decided, step.in_force) for step in clearance.steps] == [
        (None, True, False),
        (None, True, True),
    ]


def test_a_deadline_that_differs_from_the_rule_shows_both(app: Flask) -> None:
    state = make_state()
    make_party(state, in_force_on=date(2001, 3, 1))
    make_obligation(state, initial_deadline=date(2011, 12, 31))
    ((step,),) = [each.steps for each in state_history("APMBC", state.slug, on=LETTERS).deadlines]
    assert (step.deadline, step.by_rule, step.in_force) == (date(2011, 12, 31), date(2011, 3, 1), True)


def test_an_obligation_without_any_deadline_has_no_steps(app: Flask) -> None:
    state = make_state()
    make_party(state)
    make_obligation(state, initial_deadline=None)
    ((steps, deadline),) = [
        (each.steps, each.obligation.deadline) for each in state_history("APMBC", state.slug, on=LETTERS).deadlines
    ]
    assert (steps, deadline) == ((), None)


def test_the_history_of_standing_holds_every_change_and_the_facts_that_of_the_day(registers: Flask) -> None:
    """Estonia acceded in 2004 and left the APMBC on 27 December 2025."""
    history = state_history("APMBC", "EST", on=LETTERS)
    assert history.standings == (
        (date(2004, 5, 12), Standing.NOT_YET_IN_FORCE),
        (date(2004, 11, 1), Standing.STATE_PARTY),
        (date(2025, 12, 27), Standing.WITHDRAWN),
    )
    assert (history.facts.standing, history.facts.since) == (Standing.STATE_PARTY, date(2004, 11, 1))
    assert state_history("APMBC", "EST", on=TODAY).facts.standing is Standing.WITHDRAWN
    ((bond,),) = [history.bonds]
    assert (bond.bond.instrument, bond.bond.withdrawal_notified_on) == ("accession", date(2025, 6, 27))


def test_an_undated_bond_is_told(registers: Flask) -> None:
    assert [state_history("APMBC", "lebanon", on=on).undated for on in (LETTERS, TODAY)] == [False, True]
    (bond,) = state_history("APMBC", "lebanon", on=TODAY).bonds
    assert (bond.deposit_year, bond.bond.deposited_on, bond.sourcing.confidence) == (2026, None, "low")


def test_the_facts_of_the_page_are_those_of_the_letters(registers: Flask) -> None:
    for code in ("APMBC", "CCM"):
        for facts in state_facts(code, on=LETTERS, iso3s=["TCD", "DEU", "LBN", "FIN"]):
            assert state_history(code, facts.slug, on=LETTERS).facts == facts


def test_reports_information_and_figures_are_listed_as_of_the_day(app: Flask) -> None:
    state = make_state()
    make_party(state)
    make_report(
        state, year_covered=2010, received_on=date(2011, 4, 29), language="FR", public_link="https://un.example"
    )
    make_report(state, year_covered=2020, received_on=date(2021, 5, 2))
    fact = {"convention": "APMBC", "iso3": state.iso3, "source": "page", "confidence": Confidence.HIGH}
    for year, quantity in ((2010, 50), (None, 7), (2019, 0)):
        added(RetainedItems(as_of_year=year, quantity=quantity, **fact))
    for day in (date(2021, 3, 3), date(2021, 3, 4)):
        added(InformationEvent(article="5", received_on=day, means="statement", summary="Progress", **fact))
    history = state_history("APMBC", state.slug, on=LETTERS)
    assert [(each.year_covered, each.late, each.language, each.public_link) for each in history.reports] == [
        (2010, False, "FR", "https://un.example")
    ]
    assert {(each.as_of_year, each.quantity) for each in history.retained} == {(2010, 50), (None, 7), (2019, 0)}
    assert [(each.received_on, each.means, each.article) for each in history.information] == [
        (date(2021, 3, 3), "statement", "5")
    ]
    assert [each.year_covered for each in state_history("APMBC", state.slug, on=TODAY).reports] == [2020, 2010]


def test_statements_and_contacts_that_have_ended_stay_in_sight(registers: Flask) -> None:
    """Victim assistance of the CCM: Colombia is in the list of 2015 and not in that of 2020."""
    turns = {}
    for on in (date(2015, 9, 10), date(2015, 9, 11), date(2020, 9, 27), date(2020, 9, 28)):
        told = state_history("CCM", "colombia", on=on).statements
        turns[on] = [each.in_force for each in told if each.subject == "victim_assistance"]
    assert turns == {
        date(2015, 9, 10): [],
        date(2015, 9, 11): [True],
        date(2020, 9, 27): [True],
        date(2020, 9, 28): [False],
    }
    contacts = state_history("CCM", "afghanistan", on=LETTERS).contacts
    assert [(each.office, each.in_force) for each in contacts] == [("capital", True), ("geneva", True)]
    assert state_history("CCM", "afghanistan", on=date(2014, 12, 31)).contacts == ()


def test_an_unknown_state_is_not_found(registers: Flask) -> None:
    with pytest.raises(NotFound, match="“Atlantis” is not a State of the register"):
        state_history("APMBC", "Atlantis", on=LETTERS)


def test_the_state_page_leaves_room_for_two_more_questions(registers: Flask) -> None:
    """At most twelve on the whole page, the account among them."""
    asked = []
    for state in ("chad", "bih", "monaco"):
        with counted_statements() as sent:
            state_history("APMBC", state, on=LETTERS)
        asked.append(len(sent))
    assert max(asked) == 9

"""Deadlines extended by meetings, obligations completed."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from conventions.models import Meeting
from core.audit.models import AuditEntry
from core.db import db
from states_parties.models import DeadlineExtension, Obligation, State
from states_parties.queries.registers import deadline_rows
from states_parties.workflow.deadlines import complete_obligation, extend_deadline
from tests.factories.states import NOTE, OFFICER, added, make_extension, make_obligation, make_party, make_state
from tests.states_parties.refusals import refused

ON = date(2026, 11, 20)


@pytest.fixture
def chad(app: Flask) -> State:
    state: State = make_state("Chad")
    make_party(state, in_force_on=date(1999, 11, 1))
    for short, day in (("18MSP", date(2020, 11, 20)), ("2RC-1", date(2009, 12, 4)), ("23MSP", None)):
        added(
            Meeting(
                convention="APMBC",
                short=short,
                full_name=short,
                kind="MSP",
                starts_on=day,
                ends_on=day,
                source="page",
                confidence="high",
            )
        )
    return state


def extend(state: State, extended_to: date, granted_at: str, article: str = "5") -> DeadlineExtension:
    return extend_deadline(
        "APMBC", state.iso3, article, extended_to=extended_to, granted_at=granted_at, sourcing=NOTE, by=OFFICER
    )


def complete(state: State, completed_on: str, article: str = "5") -> Obligation:
    return complete_obligation(
        "APMBC", state.iso3, article, completed_on=completed_on, on=ON, sourcing=NOTE, by=OFFICER
    )


def test_an_extension_is_the_deadline_from_the_day_its_meeting_closed(chad: State) -> None:
    make_obligation(chad, initial_deadline=date(2009, 11, 1))
    first = extend(chad, date(2015, 1, 1), "2RC")
    second = extend(chad, date(2025, 1, 1), "18MSP")
    assert [(each.number, each.granted_at) for each in (first, second)] == [(1, "2RC"), (2, "18MSP")]
    deadlines = [
        deadline_rows("APMBC", on=on)[0].obligation.deadline
        for on in (date(2009, 12, 3), date(2009, 12, 4), date(2020, 11, 19), date(2020, 11, 20))
    ]
    assert deadlines == [date(2009, 11, 1), date(2015, 1, 1), date(2015, 1, 1), date(2025, 1, 1)]
    told = [(entry.act, entry.details["deadline"]) for entry in db.session.scalars(select(AuditEntry))]
    assert told == [
        ("deadline:extended", ["2009-11-01", "2015-01-01"]),
        ("deadline:extended", ["2015-01-01", "2025-01-01"]),
    ]


def test_a_grant_ends_the_wait_for_the_decision_of_that_meeting_alone(chad: State) -> None:
    waiting = make_obligation(chad, status="decision-not-documented", undecided_requests_at="23MSP?")
    extend(chad, date(2012, 1, 1), "18MSP")
    assert (waiting.undecided_requests_at, waiting.status) == ("23MSP?", "decision-not-documented")
    extend(chad, date(2013, 1, 1), "23MSP")
    assert (waiting.undecided_requests_at, waiting.status) == ("", "open")


def test_the_cap_counts_from_the_present_deadline(chad: State) -> None:
    obligation = make_obligation(chad, initial_deadline=date(2009, 11, 1))
    make_extension(obligation, 1, date(2015, 1, 1), "2RC")
    sentence = refused(lambda: extend(chad, date(2025, 1, 2), "18MSP"), field="until")
    assert sentence.endswith(
        "one extension from 1 January 2015 may run until 1 January 2025 at most, not until 2 January 2025."
    )
    assert extend(chad, date(2025, 1, 1), "18MSP").number == 2


def test_extensions_that_cannot_be_are_refused_and_nothing_changes(chad: State) -> None:
    make_obligation(chad, "4", initial_deadline=date(2003, 11, 1))
    obligation = make_obligation(chad, initial_deadline=date(2009, 11, 1))
    make_extension(obligation, 1, date(2015, 1, 1), "18MSP")
    until = date(2016, 1, 1)
    assert refused(lambda: extend(chad, until, "18MSP", "4"), field="until") == (
        "Article 4 (destruction of stockpiled anti-personnel mines) allows no extension of a deadline."
    )
    assert refused(lambda: extend(chad, until, "18MSP"), field="granted_at") == (
        "Chad: the 18MSP has extended the deadline of Article 5 already."
    )
    assert refused(lambda: extend(chad, until, "81MSP"), field="granted_at") == (
        "“81MSP” is not a meeting in the calendar of the APMBC. Did you mean 18MSP?"
    )
    assert "gains no time" in refused(lambda: extend(chad, date(2015, 1, 1), "2RC"), field="until")


def test_what_is_not_on_record_or_not_open_cannot_be_extended_or_completed(chad: State) -> None:
    assert refused(lambda: extend(chad, date(2016, 1, 1), "18MSP"), field="article") == (
        "Chad has no obligation under Article 5 of the APMBC on record."
    )
    undated = make_obligation(chad, initial_deadline=None)
    assert refused(lambda: extend(chad, date(2016, 1, 1), "18MSP"), field="article") == (
        "Chad: Article 5 has no deadline on record to extend."
    )
    undated.status, undated.completed_on = "completed", "2007-10"
    assert refused(lambda: complete(chad, "2008"), field="article") == (
        "Chad: Article 5 of the APMBC is on record as completed (2007-10)."
    )
    undated.status, undated.completed_on = "none-held", ""
    assert refused(lambda: extend(chad, date(2016, 1, 1), "18MSP"), field="article") == (
        "Chad: Article 5 of the APMBC is on record as none held."
    )


def test_a_completed_obligation_leaves_the_list_on_its_last_possible_day(chad: State) -> None:
    obligation = make_obligation(chad, notes="ten areas")
    assert complete(chad, "2020-10") is obligation
    assert (obligation.status, obligation.source, obligation.notes) == ("completed", NOTE.source, "ten areas")
    listed = [len(deadline_rows("APMBC", on=on)) for on in (date(2020, 10, 30), date(2020, 10, 31))]
    assert listed == [1, 0]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.details) == (
        "deadline:obligation-completed",
        {"convention": "APMBC", "article": "5", "completed_on": "2020-10"},
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("soon", "“soon” is no day, month or year. Write 2007-10-31, 2007-10 or 2007."),
        ("2026-13", "“2026-13” is no day, month or year. Write 2007-10-31, 2007-10 or 2007."),
        ("2026-11-21", "Completed on 2026-11-21: that is after 2026-11-20."),
        ("2027", "Completed on 2027: that is after 2026-11-20."),
    ],
)
def test_a_completion_has_a_day_a_month_or_a_year_that_has_begun(chad: State, written: str, sentence: str) -> None:
    make_obligation(chad)
    assert refused(lambda: complete(chad, written), field="completed_on") == sentence


@pytest.mark.parametrize("written", ["2026-11-20", "2026-11", "2026"])
def test_a_completion_may_be_of_today(chad: State, written: str) -> None:
    make_obligation(chad)
    assert complete(chad, written).completed_on == written

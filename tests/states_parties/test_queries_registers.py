"""The rows of the register pages, from the shipped registers and from small cases of our own."""

from datetime import date, timedelta

import pytest
from flask import Flask

from core.errors import RuleViolation
from states_parties.models import Office, Precision
from states_parties.queries.registers import (
    ContactRow,
    contact_rows,
    deadline_rows,
    deposited_count,
    register_rows,
    report_rows,
    standing_counts,
    undated_parties,
)
from states_parties.rules.standing import Standing
from tests.factories.statements import counted_statements
from tests.factories.states import (
    make_extension,
    make_membership,
    make_obligation,
    make_party,
    make_report,
    make_state,
)

LETTERS = date(2021, 3, 3)
TODAY = date(2026, 11, 20)


def test_the_register_counts_what_the_papers_count(registers: Flask) -> None:
    """164 letters of 3 March 2021; CCM 2RC review, paras 3 and 7."""
    assert standing_counts("APMBC", on=LETTERS) == {
        Standing.STATE_PARTY: 164,
        Standing.NOT_YET_IN_FORCE: 0,
        Standing.SIGNATORY: 1,
        Standing.NOT_PARTY: 32,
        Standing.WITHDRAWN: 0,
    }
    review = date(2020, 9, 30)
    assert standing_counts("CCM", on=review) == {
        Standing.STATE_PARTY: 108,
        Standing.NOT_YET_IN_FORCE: 2,
        Standing.SIGNATORY: 13,
        Standing.NOT_PARTY: 74,
        Standing.WITHDRAWN: 0,
    }
    assert deposited_count("CCM", on=review) == 110


def test_a_count_and_its_list_agree_on_any_day(registers: Flask) -> None:
    for code in ("APMBC", "CCM"):
        for year in range(1997, 2028, 3):
            rows = register_rows(code, on=date(year, 6, 30))
            counted = standing_counts(code, on=date(year, 6, 30))
            assert len(rows) == sum(counted.values()) == 197
            for standing in Standing:
                assert len([row for row in rows if row.standing is standing]) == counted[standing]


def test_a_state_party_with_an_undated_deposit_is_told_and_not_counted(registers: Flask) -> None:
    """Lebanon acceded to the APMBC in 2026; nobody here knows the day."""
    assert standing_counts("APMBC", on=TODAY)[Standing.STATE_PARTY] == 161
    assert undated_parties("APMBC", on=TODAY) == ("Lebanon",)
    lebanon = {row.iso3: row for row in register_rows("APMBC", on=TODAY)}["LBN"]
    assert (lebanon.standing, lebanon.since) == (Standing.NOT_PARTY, None)
    assert lebanon.note == (
        "The instrument is deposited; the day is not documented here, so the State is not counted as a State Party."
    )
    assert lebanon.sourcing is not None
    assert lebanon.sourcing.confidence == "low"
    before = date(2025, 12, 31)
    assert undated_parties("APMBC", on=before) == ()
    assert {row.iso3: row for row in register_rows("APMBC", on=before)}["LBN"].note == ""


def test_a_row_tells_the_standing_of_the_day_and_since_when(app: Flask) -> None:
    state = make_state()
    make_membership(
        state,
        signature_on=date(1997, 12, 3),
        instrument="ratification",
        deposited_on=date(2000, 9, 15),
        entry_into_force_on=date(2001, 3, 1),
        withdrawal_notified_on=date(2025, 6, 27),
        withdrawal_effective_on=date(2025, 12, 27),
    )
    turns = [
        (date(1997, 12, 3), Standing.SIGNATORY),
        (date(2000, 9, 15), Standing.NOT_YET_IN_FORCE),
        (date(2001, 3, 1), Standing.STATE_PARTY),
        (date(2025, 12, 27), Standing.WITHDRAWN),
    ]
    before, since = Standing.NOT_PARTY, None
    for day, standing in turns:
        told = {}
        for on in (day - timedelta(days=1), day, day + timedelta(days=1)):
            (row,) = register_rows("APMBC", on=on)
            told[on] = (row.standing, row.since)
        assert list(told.values()) == [(before, since), (standing, day), (standing, day)]
        before, since = standing, day
    (other,) = register_rows("CCM", on=TODAY)
    assert (other.standing, other.since, other.sourcing) == (Standing.NOT_PARTY, None, None)


def test_states_stand_in_the_order_of_their_names_without_regard_to_accents(registers: Flask) -> None:
    names = [row.name for row in register_rows("APMBC", on=LETTERS)]
    assert names[:3] == ["Afghanistan", "Albania", "Algeria"]
    assert names.index("Costa Rica") + 1 == names.index("Côte d'Ivoire") == names.index("Croatia") - 1
    assert names.index("Tunisia") + 1 == names.index("Türkiye") == names.index("Turkmenistan") - 1


def test_open_obligations_stand_with_the_deadline_of_the_day(registers: Flask) -> None:
    """Chad was granted until 1 January 2025 by the 4RC, which closed on 29 November 2019."""
    deadlines = {}
    for on in (date(2019, 11, 28), date(2019, 11, 29), date(2021, 3, 3)):
        chad = {row.iso3: row for row in register_rows("APMBC", on=on)}["TCD"]
        deadlines[on] = (chad.earliest_deadline, chad.obligations)
    assert deadlines == {
        date(2019, 11, 28): (date(2020, 1, 1), "Article 5 until 1 January 2020"),
        date(2019, 11, 29): (date(2025, 1, 1), "Article 5 until 1 January 2025"),
        date(2021, 3, 3): (date(2025, 1, 1), "Article 5 until 1 January 2025"),
    }


def test_obligations_are_those_of_states_parties_that_have_not_completed_them(app: Flask) -> None:
    done, signed, gone = make_state("Done"), make_state("Signed"), make_state("Gone")
    make_party(done)
    make_obligation(done, completed_on="2010-05", status="completed")
    make_obligation(done, "4", initial_deadline=None)
    make_membership(signed, signature_on=date(1997, 12, 3))
    make_obligation(signed)
    bond = make_party(gone)
    make_obligation(gone)
    bond.withdrawal_notified_on, bond.withdrawal_effective_on = date(2012, 1, 1), date(2012, 7, 1)
    told = {
        on: {row.name: row.obligations for row in register_rows("APMBC", on=on) if row.obligations}
        for on in (date(2010, 5, 30), date(2010, 5, 31), date(2012, 7, 1))
    }
    unknown = "Article 4, no deadline on record"
    assert told == {
        date(2010, 5, 30): {"Done": f"{unknown}; Article 5 until 1 March 2011", "Gone": "Article 5 until 1 March 2011"},
        date(2010, 5, 31): {"Done": unknown, "Gone": "Article 5 until 1 March 2011"},
        date(2012, 7, 1): {"Done": unknown},
    }
    assert [(row.name, row.obligation.article) for row in deadline_rows("APMBC", on=date(2012, 6, 30))] == [
        ("Gone", "5"),
        ("Done", "4"),
    ]


def test_the_last_report_is_the_one_that_came_last_by_the_day(app: Flask) -> None:
    state = make_state()
    make_party(state)
    make_report(state, year_covered=2010, received_on=date(2011, 4, 29))
    make_report(state, year_covered=2011, received_on=date(2012, 12, 31), received_precision="year")
    make_report(state, "CCM", year_covered=2013, received_on=date(2014, 4, 1))
    last = {}
    for on in (date(2011, 4, 28), date(2011, 4, 29), date(2012, 12, 30), date(2012, 12, 31), TODAY):
        (row,) = register_rows("APMBC", on=on)
        report = row.last_report
        last[on] = (report.year_covered, report.received_on, report.precision) if report else None
    assert last == {
        date(2011, 4, 28): None,
        date(2011, 4, 29): (2010, date(2011, 4, 29), Precision.DAY),
        date(2012, 12, 30): (2010, date(2011, 4, 29), Precision.DAY),
        date(2012, 12, 31): (2011, date(2012, 12, 31), Precision.YEAR),
        TODAY: (2011, date(2012, 12, 31), Precision.YEAR),
    }


def test_reports_say_when_they_were_due_and_whether_they_came_late(app: Flask) -> None:
    state = make_state("Punctual")
    make_party(state, in_force_on=date(2001, 3, 1))  # initial report due 28 August 2001
    make_report(state, kind="initial", received_on=date(2001, 8, 28))
    make_report(state, year_covered=2001, received_on=date(2002, 5, 1))
    make_report(state, year_covered=2002, received_on=date(2003, 4, 30))
    make_report(state, year_covered=2003, received_on=date(2004, 12, 31), received_precision="year")
    make_report(state, year_covered=None, received_on=date(2005, 11, 2))
    told = [(row.kind, row.year_covered, row.due_on, row.late) for row in report_rows("APMBC", on=TODAY)]
    assert told == [
        ("annual", None, None, None),
        ("annual", 2003, date(2004, 4, 30), None),
        ("annual", 2002, date(2003, 4, 30), False),
        ("annual", 2001, date(2002, 4, 30), True),
        ("initial", None, date(2001, 8, 28), False),
    ]
    assert [row.year_covered for row in report_rows("APMBC", on=date(2003, 4, 30))] == [2002, 2001, None]
    assert {(row.iso3, row.slug, row.name) for row in report_rows("APMBC", on=TODAY)} == {
        (state.iso3, "punctual", "Punctual")
    }


def test_the_initial_report_of_a_state_that_is_no_party_was_never_due(app: Flask) -> None:
    make_report(make_state(), kind="initial", received_on=date(2010, 1, 1))
    ((due_on, late),) = [(row.due_on, row.late) for row in report_rows("APMBC", on=TODAY)]
    assert (due_on, late) == (None, None)


def test_deadlines_are_sorted_by_day(registers: Flask) -> None:
    rows = deadline_rows("CCM", on=date(2020, 9, 30))
    days = [row.obligation.deadline for row in rows]
    assert days == sorted(days, key=lambda day: day or date.max)
    # Germany, Lao PDR: CCM 2RC review, para 39.
    until = {(row.name, row.obligation.article): row.obligation.deadline for row in rows}
    assert until[("Germany", "4")] == until[("Lao People's Democratic Republic", "4")] == date(2025, 8, 1)


def test_contacts_in_force_are_listed_by_state_and_office(registers: Flask) -> None:
    rows = contact_rows(on=LETTERS)
    afghan = [(row.office, row.city, row.email) for row in rows if row.iso3 == "AFG"]
    assert afghan == [
        (Office.CAPITAL, "Kabul", "focal.point@af.example"),
        (Office.GENEVA, "Geneva", "mission.geneva@af.example"),
    ]
    assert isinstance(rows[0], ContactRow)
    assert rows[0].name == "Afghanistan"
    assert contact_rows(on=date(2014, 12, 31)) == []


@pytest.mark.parametrize(
    ("rows", "questions"),
    [(register_rows, 4), (deadline_rows, 3), (report_rows, 2), (standing_counts, 1)],
)
@pytest.mark.parametrize("states", [1, 3])
def test_a_list_asks_the_database_as_often_for_three_states_as_for_one(
    app: Flask, rows: object, questions: int, states: int
) -> None:
    for _ in range(states):
        state = make_state()
        make_party(state)
        make_extension(make_obligation(state), 1, date(2021, 3, 1), "10MSP")
        make_report(state, year_covered=2010, received_on=date(2011, 4, 29))
    assert callable(rows)
    with counted_statements() as sent:
        found = rows("APMBC", on=LETTERS)
    assert len(sent) == questions
    if rows is not standing_counts:
        assert len(found) == states


def test_an_unknown_convention_is_refused_by_name(app: Flask) -> None:
    for rows in (register_rows, deadline_rows, report_rows, standing_counts, deposited_count, undated_parties):
        with pytest.raises(RuleViolation, match="“NPT” is not the code of a Convention"):
            rows("NPT", on=LETTERS)

"""Article 7 reports recorded, registers declared complete."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db
from states_parties.models import (
    Article7Report,
    ClosureSubject,
    FormKind,
    Precision,
    RegisterClosure,
    ReportKind,
    State,
)
from states_parties.queries.facts import state_facts
from states_parties.workflow.reports import close_register, record_report, reopen_register
from tests.factories.states import NOTE, OFFICER, make_party, make_report, make_state
from tests.states_parties.refusals import refused

ON = date(2026, 11, 20)


@pytest.fixture
def chad(app: Flask) -> State:
    state: State = make_state("Chad")
    make_party(state, in_force_on=date(1999, 11, 1))
    return state


def report(state: State, **given: Any) -> Article7Report:
    usual = {"kind": ReportKind.ANNUAL, "year_covered": 2020, "received_on": date(2021, 4, 30)}
    return record_report("APMBC", state.iso3, on=ON, sourcing=NOTE, by=OFFICER, **{**usual, **given})


def close(year_covered: int | None = 2020, complete_as_of: date = date(2021, 6, 1), **given: Any) -> RegisterClosure:
    subject = given.pop("subject", ClosureSubject.ANNUAL_REPORTS)
    return close_register(
        "APMBC",
        subject,
        year_covered=year_covered,
        complete_as_of=complete_as_of,
        on=ON,
        sourcing=NOTE,
        by=OFFICER,
        **given,
    )


def test_a_report_is_kept_with_all_that_is_known_of_it(chad: State) -> None:
    kept = report(
        chad,
        form_kind=FormKind.SHORT,
        language="FR",
        forms={"A": "unchanged", "C": "changed", "E": "not applicable"},
        public_link="https://un.example/chad-2020",
        forwarded_by="Permanent Mission",
    )
    db.session.expire_all()
    assert (kept.kind, kept.year_covered, kept.received_on, kept.received_precision) == (
        "annual",
        2020,
        date(2021, 4, 30),
        Precision.DAY,
    )
    assert (kept.form_kind, kept.language, kept.forms["C"]) == ("short", "FR", "changed")
    assert (kept.public_link, kept.forwarded_by) == ("https://un.example/chad-2020", "Permanent Mission")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.subject_id, entry.details) == (
        "report:received",
        chad.iso3,
        {"convention": "APMBC", "kind": "annual", "year_covered": 2020, "received_on": "2021-04-30"},
    )


def test_a_state_not_party_may_report_of_its_own_will(app: Flask) -> None:
    assert report(make_state()).year_covered == 2020


def test_a_corrected_report_comes_beside_the_first_one(chad: State) -> None:
    report(chad)
    report(chad, received_on=date(2021, 5, 3))
    assert len(db.session.scalars(select(Article7Report)).all()) == 2


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        (
            {"received_on": date(2026, 11, 21)},
            "received_on",
            "Received on 21 November 2026: that is after 20 November 2026.",
        ),
        (
            {"received_on": date(1999, 2, 28), "year_covered": 1999},
            "received_on",
            "Received on 28 February 1999: the APMBC is in force since 1 March 1999 only.",
        ),
        ({"year_covered": None}, "year_covered", "Say which year the annual report covers."),
        ({"year_covered": 2022}, "year_covered", "A report received on 30 April 2021 cannot cover 2022."),
        ({"year_covered": 1998}, "year_covered", "A report received on 30 April 2021 cannot cover 1998."),
        ({"kind": ReportKind.INITIAL}, "year_covered", "An initial report covers no year of its own."),
        ({"language": "DE"}, "language", "The language “DE” is none of AR, EN, ES, FR, RU, ZH."),
        ({"forms": {"K": "changed"}}, "forms", "There is no form K; forms are A to J."),
        ({"forms": {"AB": "changed"}}, "forms", "There is no form AB; forms are A to J."),
        (
            {"forms": {"A": "done"}},
            "forms",
            "Form A is “done”, which is none of changed, unchanged, not applicable.",
        ),
        (
            {"public_link": "javascript:alert(1)"},
            "public_link",
            "The link must begin with https:// or http://.",
        ),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_nothing_changes(
    chad: State, given: dict[str, Any], field: str, sentence: str
) -> None:
    assert refused(lambda: report(chad, **given), field=field) == sentence


def test_a_report_of_the_same_day_and_a_second_initial_report_are_refused(chad: State) -> None:
    report(chad)
    assert refused(lambda: report(chad), field="received_on") == (
        "Chad: the report covering 2020, received on 30 April 2021, is on record."
    )
    make_report(chad, kind="initial", received_on=date(2000, 4, 29))
    second = {"kind": ReportKind.INITIAL, "year_covered": None, "received_on": date(2001, 4, 29)}
    assert refused(lambda: report(chad, **second), field="kind") == (
        "Chad: an initial report is on record already, received on 29 April 2000."
    )


def test_a_closed_year_makes_missing_reports_missing_and_reopening_takes_it_back(chad: State) -> None:
    def missing() -> tuple[int, ...]:
        (facts,) = state_facts("APMBC", on=ON)
        return facts.reporting.missing_years

    assert missing() == ()
    closure = close()
    assert missing() == (2020,)
    reopen_register(closure, by=OFFICER)
    assert missing() == ()
    close()
    report(chad, received_on=date(2022, 1, 1))
    assert missing() == ()
    told = [(entry.act, entry.subject_name, entry.details) for entry in db.session.scalars(select(AuditEntry))]
    closed = ("register:closed", "APMBC: Annual reports covering 2020", {"as_of": "2021-06-01"})
    assert told[:3] == [closed, ("register:reopened", *closed[1:]), closed]


def test_a_year_is_closed_after_its_reports_were_due_by_today_and_once(chad: State) -> None:
    assert refused(lambda: close(complete_as_of=date(2021, 4, 30)), field="complete_as_of") == (
        "The register cannot be complete on 30 April 2021: reports were due until 30 April 2021."
    )
    assert refused(lambda: close(complete_as_of=date(2026, 11, 21)), field="complete_as_of") == (
        "Complete as of 21 November 2026: that is after 20 November 2026."
    )
    close(complete_as_of=date(2021, 5, 1))
    assert refused(close, field="year_covered") == (
        "Annual reports covering 2020 of the APMBC are closed already, as of 1 May 2021."
    )


def test_only_annual_reports_are_closed_by_year(chad: State) -> None:
    sentence = "A year is named for annual reports, and for nothing else."
    assert refused(lambda: close(None), field="year_covered") == sentence
    assert refused(lambda: close(2020, subject=ClosureSubject.INITIAL_REPORTS), field="year_covered") == sentence
    close(None, subject=ClosureSubject.INITIAL_REPORTS)
    assert refused(lambda: close(None, subject=ClosureSubject.INITIAL_REPORTS), field="year_covered") == (
        "Initial reports of the APMBC are closed already, as of 1 June 2021."
    )

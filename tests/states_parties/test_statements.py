"""Standings without deadline, retained items, information received, and the language we write in."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db, transaction
from states_parties.facts import Sourcing
from states_parties.models import InformationEvent, RetainedItems, State, Statement
from states_parties.queries.facts import state_facts
from states_parties.shipped import REGISTERS
from states_parties.workflow.statements import (
    STATUSES,
    end_statement,
    make_statement,
    record_information,
    set_language,
    set_retained,
)
from tests.factories.contacts import BY, a_party
from tests.states_parties.refusals import refused

SOURCE = Sourcing("APLC/MSP.18/2020/1", "high", "page 3")
DAY = date(2020, 11, 20)


@pytest.fixture
def chad(app: Flask) -> State:
    a_party()
    return db.session.get_one(State, "TCD")


def audited() -> list[tuple[str, dict]]:
    return [(row.act, row.details) for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def said(**wanted: object) -> Statement:
    facts = {"subject": "victim_assistance", "status": "responsible", "starts_on": DAY, "sourcing": SOURCE, **wanted}
    return make_statement("APMBC", "TCD", **facts, by=BY)


def test_a_standing_holds_from_its_day_to_the_day_before_its_end(chad: State) -> None:
    with transaction():
        end_statement(said(), ends_before=date(2022, 1, 1), by=BY)

    def on_record(day: date) -> list[tuple[str, str]]:
        (facts,) = state_facts("APMBC", on=day, iso3s=["TCD"])
        return [(each.status, each.sourcing.source) for each in facts.statements]

    held = [("responsible", "APLC/MSP.18/2020/1")]
    days = [date(2020, 11, 19), DAY, date(2021, 12, 31), date(2022, 1, 1)]
    assert [on_record(day) for day in days] == [[], held, held, []]
    assert [act for act, _ in audited()] == ["statement:made", "statement:ended"]


def test_a_standing_may_be_said_again_after_its_end(chad: State) -> None:
    end_statement(said(), ends_before=date(2022, 1, 1), by=BY)
    assert said(starts_on=date(2022, 1, 1)).ends_before is None


def test_statements_that_make_no_sense_are_refused(chad: State) -> None:
    statement = said()
    with transaction():
        end_statement(statement, ends_before=date(2022, 1, 1), by=BY)
        other = said(subject="article_9", status="under-way")
    acts: list[tuple[Callable[[], object], str, str]] = [
        (lambda: said(starts_on=date(2021, 12, 31)), "starts_on", "is on record from 2020-11-20 already."),
        (lambda: said(subject="weather"), "subject", "“weather” is none of article_9, assistance_provided,"),
        (lambda: said(status="sunny"), "status", "“sunny” is none of responsible."),
        (lambda: said(sourcing=Sourcing(" ", "high")), "source", "a fact without source is not kept."),
        (lambda: said(sourcing=Sourcing("x" * 201, "high")), "source", "longer than 200 characters."),
        (lambda: said(sourcing=Sourcing("x", "sure")), "confidence", "“sure” is none of high, medium, low."),
        (lambda: end_statement(other, ends_before=DAY, by=BY), "ends_before", "it cannot end before then."),
        (
            lambda: end_statement(statement, ends_before=date(2023, 1, 1), by=BY),
            "ends_before",
            "ended before 2022-01-01 already.",
        ),
        (
            lambda: make_statement(
                "APMBC", "XXX", subject="compliance", status="known-use", starts_on=DAY, sourcing=SOURCE, by=BY
            ),
            "state",
            "“XXX” is not a State of the register.",
        ),
        (
            lambda: make_statement(
                "APMB", "TCD", subject="compliance", status="known-use", starts_on=DAY, sourcing=SOURCE, by=BY
            ),
            "convention",
            "Did you mean APMBC?",
        ),
    ]
    for act, field, words in acts:
        assert words in refused(act, field=field)


def test_the_shipped_statements_use_the_words_that_can_be_said(app: Flask) -> None:
    (register,) = (each for each in REGISTERS if each.name == "statements")
    lines = register.path.read_text(encoding="utf-8").splitlines()[1:]
    assert {(line.split(",")[2], line.split(",")[3]) for line in lines} <= {
        (subject, status) for subject, statuses in STATUSES.items() for status in statuses
    }


def retained(year: int, quantity: int) -> RetainedItems:
    return set_retained(
        "APMBC", "TCD", as_of_year=year, quantity=quantity, on=date(2026, 11, 20), sourcing=SOURCE, by=BY
    )


def test_a_figure_of_retained_items_replaces_the_one_of_the_same_year(chad: State) -> None:
    with transaction():
        retained(2019, 600)
        retained(2020, 500)
        retained(2020, 450)
    rows = db.session.scalars(select(RetainedItems).order_by(RetainedItems.as_of_year))
    assert [(row.as_of_year, row.quantity, row.source) for row in rows] == [
        (2019, 600, "APLC/MSP.18/2020/1"),
        (2020, 450, "APLC/MSP.18/2020/1"),
    ]
    assert audited()[-1] == (
        "retained:set",
        {"convention": "APMBC", "year": 2020, "quantity": 450, "before": 500},
    )


@pytest.mark.parametrize(
    ("year", "quantity", "field", "words"),
    [
        (2020, -1, "quantity", "Chad: a number of items cannot be -1."),
        (2027, 5, "as_of_year", "Chad: 2027 is not a year from 1997 to 2026."),
        (1996, 5, "as_of_year", "Chad: 1996 is not a year from 1997 to 2026."),
        (1998, 5, "as_of_year", "Chad was not bound by the APMBC on 1998-12-31: State not party."),
    ],
)
def test_retained_items_that_cannot_be_are_refused(
    chad: State, year: int, quantity: int, field: str, words: str
) -> None:
    assert refused(lambda: retained(year, quantity), field=field) == words


def informed(article: str = "5", **wanted: object) -> InformationEvent:
    facts = {"received_on": DAY, "means": "statement", "summary": "At the 18MSP", **wanted}
    return record_information("APMBC", "TCD", article, **facts, on=date(2026, 11, 20), sourcing=SOURCE, by=BY)


def test_information_is_on_record_with_means_and_source(chad: State) -> None:
    event = informed(means=" statement ")
    assert (event.article, event.received_on, event.means, event.summary, event.source) == (
        "5",
        DAY,
        "statement",
        "At the 18MSP",
        "APLC/MSP.18/2020/1",
    )
    assert [act for act, _ in audited()] == ["information:received"]


@pytest.mark.parametrize(
    ("article", "wanted", "field", "words"),
    [
        ("44", {}, "", "No obligation is kept for Article 44 of the APMBC"),
        ("5", {"means": " "}, "means", "say how the information came"),
        ("5", {"means": "x" * 61}, "means", "longer than 60 characters"),
        ("5", {"summary": "x" * 501}, "summary", "longer than 500 characters"),
        ("5", {"received_on": date(2026, 11, 21)}, "received_on", "Chad: 2026-11-21 has not come yet."),
    ],
)
def test_information_that_cannot_be_is_refused(
    chad: State, article: str, wanted: dict[str, object], field: str, words: str
) -> None:
    assert words in refused(lambda: informed(article, **wanted), field=field)


def test_the_language_of_letters_is_set_with_its_reason(chad: State) -> None:
    set_language("TCD", "FR", basis="Note verbale of 3 March 2021", by=BY)
    assert (chad.language, chad.language_basis, chad.language_confidence.value) == (
        "FR",
        "Note verbale of 3 March 2021",
        "high",
    )
    assert audited() == [
        (
            "state:language-set",
            {"language": "FR", "before": "EN", "basis": "Note verbale of 3 March 2021"},
        )
    ]
    assert "“DE” is none of EN, FR, ES" in refused(
        lambda: set_language("TCD", "DE", basis="x", by=BY), field="language"
    )
    assert "say in up to 200" in refused(lambda: set_language("TCD", "ES", basis=" ", by=BY), field="basis")

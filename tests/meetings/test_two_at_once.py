"""Two officers do the same to a meeting, a session or a choice at the same moment: it happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from conventions.days import Days
from conventions.models import Meeting, MeetingMove
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation
from meetings.models.papers import LanguageState, MeetingPaper
from meetings.models.programmes import ProgrammeOption
from meetings.models.sessions import Session
from meetings.queries.papers import get_paper
from meetings.queries.sessions import plan_of, seen_of, sessions_of
from meetings.rules.programmes import Foreseen
from meetings.rules.sessions import SessionPlan
from meetings.rules.slotting import PaperState
from meetings.workflow.moves import move_with_sessions
from meetings.workflow.paper_texts import issue_paper
from meetings.workflow.programmes import Adoption, add_option, adopt_option, foresee_meeting, open_choice
from meetings.workflow.sessions import change_session
from meetings.workflow.usual_sessions import plan_usual_sessions
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.meetings.papers import BY as AUTHOR
from tests.meetings.papers import TODAY, meeting_of_papers, received, reserved

BY = Actor("Ada Officer", datetime(2026, 10, 1, 9, 0, tzinfo=UTC))
JUNE, JULY = (Days(date(2027, month, 22), date(2027, month, 23)) for month in (6, 7))


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    """A meeting with a session, and a choice with two options, written for good."""
    upgrade()
    with transaction():
        make_session(make_meeting_of_days("19MSP", date(2027, 6, 22), date(2027, 6, 23)), date(2027, 6, 22))
        open_choice("CCM", title="Two ways", first_year=2027, background="", source="test", by=BY)
        for number in (1, 2):
            add_option("CCM", "two-ways", title=f"Way {number}", comments="", by=BY)
            foresee_meeting("CCM", "two-ways", number, Foreseen("MSP", 3, 4, 2, ()), city="", payer="", by=BY)
    db.session.remove()
    return bare_office


def moved() -> None:
    move_with_sessions("APMBC", "19MSP", JULY, was=JUNE, shift=True, reason="The room.", by=BY)


def changed() -> None:
    session = db.session.scalars(db.select(Session)).one()
    plan = SessionPlan(**{**vars(plan_of(session)), "ends": time(12)})
    change_session("APMBC", "19MSP", session.id, plan, by=BY, seen=seen_of(session))


def adopted() -> None:
    adopt_option("CCM", "two-ways", 1, {1: Adoption(None, 3)}, decided_on=JUNE.starts_on, decision="x", by=BY)  # type: ignore[arg-type]


def usual_planned() -> None:
    plan_usual_sessions("APMBC", "19MSP", count=3, by=BY)


ACTS: tuple[tuple[Callable[[], None], str], ...] = (
    (changed, "Somebody changed “Plenary” while you were writing"),
    (usual_planned, "No morning or afternoon of the 19MSP is free"),
    (adopted, "Option 1 was adopted on 22 June 2027"),
    (moved, "Somebody moved the 19MSP meanwhile"),
)


def test_what_another_did_since_one_read_is_not_done_again(office: Flask) -> None:
    for act, sentence in ACTS:
        read_before = [*db.session.scalars(db.select(Meeting)), *sessions_of([1])]
        read_before += db.session.scalars(db.select(ProgrammeOption)).all()
        with ThreadPoolExecutor(1) as other:
            other.submit(done_by_another, office, act).result()
        after_the_first = everything_of(office)
        with pytest.raises(RuleViolation) as refusal, transaction():
            act()
        assert sentence in refusal.value.message
        assert everything_of(office) == after_the_first
        assert read_before


def test_a_session_moves_from_where_another_put_it(office: Flask) -> None:
    assert [each.day for each in sessions_of([1])] == [date(2027, 6, 22)]
    with ThreadPoolExecutor(1) as other:
        other.submit(done_by_another, office, put_on_the_second_day).result()
    with transaction():
        moved()
    assert [each.day for each in sessions_of([1])] == [date(2027, 7, 23)]


def put_on_the_second_day() -> None:
    session = db.session.scalars(db.select(Session)).one()
    plan = SessionPlan(**{**vars(plan_of(session)), "day": date(2027, 6, 23)})
    change_session("APMBC", "19MSP", session.id, plan, by=BY, seen=seen_of(session))


def test_a_language_that_another_issued_does_not_become_an_advance_copy_again(bare_office: Flask) -> None:
    upgrade()
    meeting = meeting_of_papers()
    received(meeting, reserved(meeting))
    db.session.remove()
    read_before = paper_there()
    with ThreadPoolExecutor(1) as other:
        other.submit(done_by_another, bare_office, lambda: issued(advance=False)).result()
    with pytest.raises(RuleViolation, match="In EN it is issued already"), transaction():
        issued(advance=True)
    db.session.rollback()
    assert (read_before.state, paper_there().languages[0].state) == (PaperState.ISSUED, LanguageState.ISSUED)


def paper_there() -> MeetingPaper:
    return get_paper(db.session.scalars(db.select(Meeting)).one(), "1", on=TODAY).row


def issued(*, advance: bool) -> None:
    issue_paper(paper_there(), ["EN"], issued_on=TODAY, advance=advance, by=AUTHOR)


def done_by_another(office: Flask, act: Callable[[], None]) -> None:
    """On a connection of its own."""
    with office.app_context(), transaction():
        act()


def everything_of(office: Flask) -> list[Any]:
    """What is on record, as a new connection finds it."""
    with office.app_context():
        tables = (Meeting, MeetingMove, Session, AuditEntry)
        return [row for model in tables for row in db.session.execute(db.select(model.__table__)).all()]

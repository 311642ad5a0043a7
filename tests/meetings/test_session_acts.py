"""The acts on sessions: what stands afterwards, what calendars hear, and what each refuses."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask

from conventions.models import MeetingState
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db
from meetings.models.sessions import Session, SessionState
from meetings.queries.sessions import seen_of
from meetings.rules.sessions import SessionPlan
from meetings.workflow.session_standing import cancel_session, confirm_session
from meetings.workflow.sessions import change_session, plan_session, shift_sessions
from tests.factories.meetings import make_meeting_of_days
from tests.meetings.plans import make_slot, timetable
from tests.states_parties.refusals import refused

BY = Actor("Ada Officer", datetime(2021, 5, 3, 9, 0, tzinfo=UTC))
LATER = Actor("Ben Officer", datetime(2021, 5, 4, 9, 0, tzinfo=UTC))
HERE = ("APMBC", "IM2021")
PLAN = SessionPlan("Cooperative compliance", date(2021, 6, 24), time(13), time(15), kind="thematic session")


@pytest.fixture
def meeting(app: Flask) -> Any:
    return make_meeting_of_days("IM2021", date(2021, 6, 22), date(2021, 6, 24), kind="intersessional")


def changed(session: Session, *, by: Actor = LATER, seen: str | None = None, **more: Any) -> Session:
    plan = SessionPlan(**{**vars(PLAN), **more})
    return change_session(*HERE, session.id, plan, by=by, seen=seen)


def test_a_session_is_planned_with_a_name_in_calendars_that_stays(meeting: Any) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    uid = session.uid
    assert (session.state, session.sequence, session.changed_at) == (SessionState.PLANNED, 0, BY.at)
    changed(session, day=date(2021, 6, 23))
    assert (session.uid, session.sequence, session.changed_at) == (uid, 1, LATER.at)


@pytest.mark.parametrize(
    ("change", "heard"),
    [
        ({"title": "Compliance"}, 1),
        ({"starts": time(12)}, 1),
        ({"zone": "UTC"}, 1),
        ({"room": "Room XX"}, 1),
        ({"mode": "virtual"}, 1),
        ({"interpretation": ("EN",)}, 0),
        ({"body": "compliance"}, 0),
        ({"kind": "closed"}, 0),
    ],
)
def test_calendars_hear_of_what_concerns_them_alone(meeting: Any, change: dict[str, Any], heard: int) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    changed(session, **change)
    assert (session.sequence, session.changed_at) == (heard, LATER.at if heard else BY.at)


def test_confirmed_and_cancelled_are_told_to_calendars_and_a_cancelled_session_stays(meeting: Any) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    confirm_session(*HERE, session.id, by=BY)
    cancel_session(*HERE, session.id, reason="The panel cannot come.", by=LATER)
    assert (session.state, session.sequence) == (SessionState.CANCELLED, 2)
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.act, entry.details["reason"]) == ("session:cancelled", "The panel cannot come.")
    assert "is cancelled" in refused(lambda: changed(session, title="Again"), field="")
    assert "is cancelled already" in refused(lambda: confirm_session(*HERE, session.id, by=BY), field="")


def test_a_cancellation_needs_its_reason(meeting: Any) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    said = refused(lambda: cancel_session(*HERE, session.id, reason=" ", by=BY), field="reason")
    assert said == "Say why: the reason stays beside the old days."


def test_who_moves_a_session_that_somebody_moved_meanwhile_is_told(meeting: Any) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    seen = seen_of(session)
    changed(session, day=date(2021, 6, 22), seen=seen)
    said = refused(lambda: changed(session, day=date(2021, 6, 23), seen=seen), field="")
    assert said.startswith("Somebody changed “Cooperative compliance” while you were writing.")


def test_a_session_that_another_closed_does_not_open_again_by_a_page_from_before(meeting: Any) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    seen = seen_of(session)
    changed(session, kind="closed", interpretation=("EN", "FR"), seen=seen)
    said = refused(lambda: changed(session, room="Room XX", seen=seen), field="")
    assert said.startswith("Somebody changed “Cooperative compliance” while you were writing")
    assert (session.kind.value, session.interpretation, session.room) == ("closed", ["EN", "FR"], "")


def test_a_cancelled_meeting_has_no_further_sessions(meeting: Any) -> None:
    meeting.state = MeetingState.CANCELLED
    assert refused(lambda: plan_session(*HERE, PLAN, by=BY), field="").startswith("The IM2021 is cancelled")


def test_shifted_sessions_keep_their_hours_and_cancelled_ones_stay_where_they_were(meeting: Any) -> None:
    kept, gone = plan_session(*HERE, PLAN, by=BY), plan_session(*HERE, PLAN, by=BY)
    cancel_session(*HERE, gone.id, reason="Not needed.", by=BY)
    assert shift_sessions(meeting, days=7, by=LATER) == [kept]
    assert [(each.day, each.starts, each.sequence) for each in (kept, gone)] == [
        (date(2021, 7, 1), time(13), 1),
        (date(2021, 6, 24), time(13), 1),
    ]


def test_pieces_of_a_session_that_begins_later_begin_as_much_later(meeting: Any) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    make_slot(session, "Opening", time(13), 30)
    make_slot(session, "Discussion", time(13, 45), 60)
    changed(session, starts=time(15), ends=time(17), day=date(2021, 6, 23))
    assert timetable(meeting)[session.title] == ["15:00-15:30 Opening", "15:45-16:45 Discussion"]
    changed(session, starts=time(9), ends=time(11), zone="America/New_York")
    assert timetable(meeting)[session.title] == ["09:00-09:30 Opening", "09:45-10:45 Discussion"]


def test_a_session_does_not_move_so_late_that_its_pieces_end_on_another_day(meeting: Any) -> None:
    session = plan_session(*HERE, PLAN, by=BY)
    make_slot(session, "Discussion", time(13, 30), 120)
    said = refused(lambda: changed(session, starts=time(22), ends=time(23)), field="starts")
    assert said == "That is beyond the day of “Cooperative compliance”."

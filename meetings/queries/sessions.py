"""The sessions of meetings, in the order in which they are held."""

from collections.abc import Sequence

from sqlalchemy import select

from conventions.kinds import MEETING_KINDS
from conventions.models import Meeting
from core.db import db
from core.errors import NotFound
from core.seen.guard import digest_of
from meetings.models.sessions import Session, SessionState
from meetings.rules.sessions import Occasion, SessionPlan


def sessions_of(meeting_ids: Sequence[int]) -> Sequence[Session]:
    """Cancelled ones among them."""
    return db.session.scalars(
        select(Session).where(Session.meeting_id.in_(meeting_ids)).order_by(Session.day, Session.starts, Session.id)
    ).all()


def get_session(meeting_id: int, session_id: int) -> Session:
    """NotFound where the meeting has no such session."""
    session = db.session.get(Session, session_id)
    if session is None or session.meeting_id != meeting_id:
        raise NotFound("The meeting has no such session.")
    return session


def plan_of(session: Session) -> SessionPlan:
    """The session as rules read it."""
    return SessionPlan(
        title=session.title,
        day=session.day,
        starts=session.starts,
        ends=session.ends,
        kind=session.kind.value,
        zone=session.zone,
        second_time=session.second_time,
        mode=session.mode.value,
        room=session.room,
        interpretation=tuple(session.interpretation),
        body=session.body,
        session_id=session.id,
    )


def seen_of(session: Session) -> str:
    """The session as a form saw it: another once anything that is planned of it is."""
    return digest_of(vars(plan_of(session)))


def held(sessions: Sequence[Session]) -> list[Session]:
    """Those that are not cancelled."""
    return [session for session in sessions if session.state is not SessionState.CANCELLED]


def occasion_of(meeting: Meeting) -> Occasion:
    """The meeting as the rules of sessions see it."""
    kind = MEETING_KINDS.get(meeting.kind)
    return Occasion(
        meeting.short,
        meeting.starts_on,
        meeting.ends_on,
        needs_interpretation=bool(kind and kind.formal),
    )

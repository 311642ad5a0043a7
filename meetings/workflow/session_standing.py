"""A session is confirmed, or cancelled and nobody is invited to it any more."""

from sqlalchemy import or_, select

from conventions.workflow import check_reason
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.models import UNSENT, OutboxMessage
from core.outbox.notices import NOTICE
from core.outbox.workflow.messages import withdraw_message
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Speaker
from meetings.queries.invitations import SESSION_INVITATION, invitations_of, messages_about
from meetings.workflow.sessions import hold_session, ref_to_session, refuse_cancelled, tell_calendars


def confirm_session(convention: str, short: str, session_id: int, *, by: Actor) -> Session:
    """It is held as planned; calendars show it as certain."""
    session = hold_session(convention, short, session_id)
    if session.state is not SessionState.PLANNED:
        raise RuleViolation(f"“{session.title}” is {session.state.value} already.")
    _stands(session, SessionState.CONFIRMED, by)
    record("session:confirmed", ref_to_session(session), session.title, by=by, meeting=short)
    return session


def cancel_session(convention: str, short: str, session_id: int, *, reason: str, by: Actor) -> Session:
    """It is not held and stays on record; calendars show it as cancelled, and invitations to it leave no more.

    Whoever was invited before is told by `call_off_session`.
    """
    session = hold_session(convention, short, session_id)
    refuse_cancelled(session)
    told = check_reason(reason)
    _stands(session, SessionState.CANCELLED, by)
    _withdraw_invitations(session, by)
    record("session:cancelled", ref_to_session(session), session.title, by=by, meeting=short, reason=told)
    return session


def _stands(session: Session, state: SessionState, by: Actor) -> None:
    session.state = state
    tell_calendars(session, by)
    db.session.flush()


def _withdraw_invitations(session: Session, by: Actor) -> None:
    """Mails that invite a person to it, or to speak at it, and have not begun to leave do not leave."""
    speakers = db.session.scalars(select(Speaker.id).where(Speaker.session_id == session.id))
    about = or_(
        (OutboxMessage.kind == NOTICE.name) & OutboxMessage.subject_id.in_([f"speaker-{each}" for each in speakers]),
        (OutboxMessage.kind == SESSION_INVITATION)
        & OutboxMessage.subject_id.in_(messages_about(invitations_of(session.id))),
    )
    unsent = select(OutboxMessage).where(about, OutboxMessage.state.in_(UNSENT)).order_by(OutboxMessage.id)
    for message in db.session.scalars(unsent).all():
        withdraw_message(message, f"“{session.title}” is cancelled.", by)

"""Reading invitations to a session, and how the mail about them fared."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from core.db import db
from core.errors import NotFound
from core.outbox.models import MessageState, OutboxMessage
from meetings.models.calendar import SessionInvitation
from meetings.models.sessions import Session
from meetings.models.timetable import Answer, Speaker


def invitations_of(session_id: int) -> Sequence[SessionInvitation]:
    """In the order in which they were made, withdrawn ones among them."""
    return db.session.scalars(
        select(SessionInvitation).where(SessionInvitation.session_id == session_id).order_by(SessionInvitation.id)
    ).all()


def get_invitation(invitation_id: int) -> SessionInvitation:
    """NotFound"""
    invitation = db.session.get(SessionInvitation, invitation_id)
    if invitation is None:
        raise NotFound("There is no such invitation.")
    return invitation


def find_invitation(invitation_id: int) -> tuple[SessionInvitation, Session] | None:
    """With its session; held until the transaction ends, so that two answers come one after the other."""
    found = db.session.execute(
        select(SessionInvitation, Session)
        .join(Session, Session.id == SessionInvitation.session_id)
        .where(SessionInvitation.id == invitation_id)
        .with_for_update(of=SessionInvitation)
    ).one_or_none()
    return (found[0], found[1]) if found else None


def owed(session: Session, invitations: Sequence[SessionInvitation]) -> list[SessionInvitation]:
    """Those who are invited and were last told of the session as it is no more."""
    return [each for each in invitations if each.withdrawn_at is None and each.told_sequence < session.sequence]


def mails_of(invitations: Sequence[SessionInvitation], kind: str) -> Mapping[int, MessageState]:
    """How the last message about each invitation fared."""
    newest = {f"{each.id}.{each.sent_sequence}": each.id for each in invitations}
    rows = db.session.execute(
        select(OutboxMessage.subject_id, OutboxMessage.state).where(
            OutboxMessage.kind == kind, OutboxMessage.subject_id.in_(list(newest))
        )
    )
    return {newest[subject_id]: state for subject_id, state in rows}


def speakers_to_invite(session_id: int, invitations: Sequence[SessionInvitation]) -> list[tuple[str, str]]:
    """Address and name of those who speak at the session, were not invited as speakers and are not invited here."""
    known = {each.address.lower() for each in invitations if each.withdrawn_at is None}
    rows = db.session.execute(
        select(Speaker.email, Speaker.name)
        .where(Speaker.session_id == session_id, Speaker.email != "", Speaker.answer == Answer.NOT_INVITED)
        .order_by(Speaker.position, Speaker.id)
    )
    return [(email, name) for email, name in rows if email.lower() not in known]


def speaker_at(session_id: int, address: str) -> Speaker | None:
    """The first on the list of speakers with the address."""
    return db.session.scalar(
        select(Speaker)
        .where(Speaker.session_id == session_id, func.lower(Speaker.email) == address.lower())
        .order_by(Speaker.position, Speaker.id)
        .limit(1)
    )

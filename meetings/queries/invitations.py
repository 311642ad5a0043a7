"""Reading invitations to a session, and how the mail about them fared."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from core.db import db
from core.errors import NotFound
from core.ical.entries import Method
from core.outbox.models import UNSENT, MessageState, OutboxMessage
from meetings.models.calendar import FormerAnswer, InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Answer, Speaker

SESSION_INVITATION = "session invitation"  # what the outbox calls them
# A message in one of these states has reached nobody.
NEVER_LEFT = (*UNSENT, MessageState.REFUSED, MessageState.WITHDRAWN, MessageState.STOPPED, MessageState.EXPIRED)


def message_about(invitation: SessionInvitation, number: int) -> str:
    """How the outbox knows the message of that number."""
    return f"{invitation.id}.{number}"


def messages_about(invitations: Sequence[SessionInvitation]) -> list[str]:
    """All that were put out, by how the outbox knows them."""
    return [message_about(each, number) for each in invitations for number in range(each.sent_sequence + 1)]


def when_told(invitation: SessionInvitation, number: int) -> str:
    """When the session was to be, by the message of that number, in words; "" where there is none on record."""
    content = db.session.scalar(
        select(OutboxMessage.content).where(
            OutboxMessage.kind == SESSION_INVITATION, OutboxMessage.subject_id == message_about(invitation, number)
        )
    )
    return str((content or {}).get("when", ""))


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


def owed(session: Session, invitations: Sequence[SessionInvitation]) -> list[SessionInvitation]:
    """Those who are invited and were last told of the session as it is no more; of speakers, those who may come."""
    return [
        each
        for each in invitations
        if each.withdrawn_at is None
        and each.told_sequence < session.sequence
        and not (each.speaker_id is not None and each.answer is InvitationAnswer.DECLINED)
    ]


def sessions_owed(meeting_id: int) -> list[tuple[Session, list[SessionInvitation]]]:
    """Sessions of the meeting that are held, each with those who do not know how it is now; two queries."""
    sessions = db.session.scalars(
        select(Session)
        .where(Session.meeting_id == meeting_id, Session.state != SessionState.CANCELLED)
        .order_by(Session.day, Session.starts, Session.id)
    ).all()
    invitations = db.session.scalars(
        select(SessionInvitation)
        .where(SessionInvitation.session_id.in_([each.id for each in sessions]))
        .order_by(SessionInvitation.id)
    ).all()
    found = [
        (session, owed(session, [each for each in invitations if each.session_id == session.id]))
        for session in sessions
    ]
    return [(session, those) for session, those in found if those]


def reached(invitations: Sequence[SessionInvitation]) -> list[SessionInvitation]:
    """Those who are expected and whom some message about it has reached, or may have."""
    standing = [each for each in invitations if each.withdrawn_at is None]
    by_id = {name: each.id for each in standing for name in messages_about([each])}
    found = db.session.scalars(
        select(OutboxMessage.subject_id).where(
            OutboxMessage.kind == SESSION_INVITATION,
            OutboxMessage.subject_id.in_(list(by_id)),
            OutboxMessage.state.not_in(NEVER_LEFT),
        )
    )
    ids = {by_id[subject_id] for subject_id in found}
    return [each for each in standing if each.id in ids]


def never_invited(invitations: Sequence[SessionInvitation]) -> list[SessionInvitation]:
    """Those whom no invitation has reached at their address, or none since they were told not to come."""
    by_id = {name: each.id for each in invitations for name in messages_about([each])}
    found = db.session.execute(
        select(OutboxMessage.subject_id, OutboxMessage.address, OutboxMessage.content["method"].as_string())
        .where(
            OutboxMessage.kind == SESSION_INVITATION,
            OutboxMessage.subject_id.in_(list(by_id)),
            OutboxMessage.state.not_in(NEVER_LEFT),
        )
        .order_by(OutboxMessage.id)
    )
    last = {(by_id[subject_id], address.lower()): method for subject_id, address, method in found}
    return [each for each in invitations if last.get((each.id, each.address.lower())) != Method.REQUEST]


def speaker_was_told(invitation: SessionInvitation) -> tuple[str, str] | None:
    """In whose name the speaker was last invited by mail, and the words added; None where nobody was as a speaker."""
    found = db.session.scalars(
        select(OutboxMessage.content)
        .where(OutboxMessage.kind == SESSION_INVITATION, OutboxMessage.subject_id.in_(messages_about([invitation])))
        .order_by(OutboxMessage.id.desc())
    )
    told = ((str(content["inviter"]), str(content["note"])) for content in found if content and content.get("inviter"))
    return next(told, None)


def waiting_to_leave(invitations: Sequence[SessionInvitation]) -> int:
    """How many of them have a last message that has not begun to leave; what it replaces never does."""
    return (
        db.session.scalar(
            select(func.count(OutboxMessage.id)).where(
                OutboxMessage.kind == SESSION_INVITATION,
                OutboxMessage.subject_id.in_([message_about(each, each.sent_sequence) for each in invitations]),
                OutboxMessage.state.in_(UNSENT),
            )
        )
        or 0
    )


def former_answers_of(session_id: int) -> Sequence[FormerAnswer]:
    """What people answered to an invitation and what stands no more, the latest last."""
    return db.session.scalars(
        select(FormerAnswer).where(FormerAnswer.session_id == session_id).order_by(FormerAnswer.id)
    ).all()


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


def to_be_invited(people: Sequence[Speaker]) -> list[Speaker]:
    """Those of the panel whom nobody invited yet, or who were to come at other hours and have no invitation by mail."""
    standing = select(SessionInvitation.speaker_id).where(
        SessionInvitation.speaker_id.in_([each.id for each in people]), SessionInvitation.withdrawn_at.is_(None)
    )
    by_mail = set(db.session.scalars(standing))
    return [
        each
        for each in people
        if each.answer is Answer.NOT_INVITED or (each.answer is Answer.AGAIN and each.id not in by_mail)
    ]


def speaker_at(session_id: int, address: str) -> Speaker | None:
    """The first on the list of speakers with the address."""
    return db.session.scalar(
        select(Speaker)
        .where(Speaker.session_id == session_id, func.lower(Speaker.email) == address.lower())
        .order_by(Speaker.position, Speaker.id)
        .limit(1)
    )

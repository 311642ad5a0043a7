"""The acts on invitations to a session: invited, told of a change, no longer expected, answered."""

from collections.abc import Sequence
from datetime import datetime

from conventions.models import Meeting
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.ical.entries import Method
from core.ical.reading import Participation
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import put_out_all
from core.wording import counted
from meetings.invitation_mail import SESSION_INVITATION, invitation_message
from meetings.models.calendar import InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session, SessionState
from meetings.queries.invitations import invitations_of, owed
from meetings.workflow.sessions import ref_to_session

ANSWERS = {
    Participation.ACCEPTED: InvitationAnswer.ACCEPTED,
    Participation.TENTATIVE: InvitationAnswer.TENTATIVE,
    Participation.DECLINED: InvitationAnswer.DECLINED,
}


def invite_to_session(
    session: Session, meeting: Meeting, people: Sequence[tuple[str, str]], *, by: Actor
) -> list[SessionInvitation]:
    """Each person, by address and name, gets an invitation; one that was withdrawn before is made anew."""
    _refuse_what_is_over(session, by)
    known = {each.address.lower(): each for each in invitations_of(session.id)}
    if already := [address for address, _ in people if _stands(known.get(address.lower()))]:
        raise RuleViolation(f"{already[0]} is invited to “{session.title}” already.", field="addresses")
    if not people:
        raise RuleViolation("Name at least one person, by address.", field="addresses")
    invited = [_invited(session, known.get(address.lower()), address, name, by) for address, name in people]
    db.session.flush()
    _send(session, meeting, invited, Method.REQUEST, changed=False, by=by)
    told = counted(len(invited), "person", "people")
    record("session:invited", ref_to_session(session), session.title, by=by, people=told)
    return invited


def tell_of_change(session: Session, meeting: Meeting, *, by: Actor) -> int:
    """Those who were last told otherwise hear how it is now, or that it is cancelled; how many they are."""
    concerned = owed(session, invitations_of(session.id))
    if not concerned:
        raise RuleViolation("Everybody who is invited knows how the session is now.")
    cancelled = session.state is SessionState.CANCELLED
    for each in concerned:
        each.sent_sequence = max(session.sequence, each.sent_sequence + 1)
        each.told_sequence = session.sequence
        if not cancelled:
            _ask_again(each)
    db.session.flush()
    method = Method.CANCEL if cancelled else Method.REQUEST
    _send(session, meeting, concerned, method, changed=True, by=by)
    told = counted(len(concerned), "person", "people")
    record("session:change-told", ref_to_session(session), session.title, by=by, people=told)
    return len(concerned)


def withdraw_invitation(invitation: SessionInvitation, session: Session, meeting: Meeting, *, by: Actor) -> None:
    """The person is no longer expected, and is told so."""
    if invitation.withdrawn_at is not None:
        raise RuleViolation(f"The invitation of {invitation.address} is withdrawn already.")
    invitation.withdrawn_at = by.at
    invitation.sent_sequence = max(session.sequence, invitation.sent_sequence + 1)
    db.session.flush()
    _send(session, meeting, [invitation], Method.CANCEL, changed=True, by=by)
    record("session:uninvited", ref_to_session(session), session.title, by=by, invitation=invitation.id)


def record_answer(
    invitation: SessionInvitation,
    answer: InvitationAnswer,
    *,
    comment: str,
    written_at: datetime | None,
    session: Session,
    by: Actor,
) -> None:
    """What the person answers now; an earlier answer is replaced."""
    invitation.answer, invitation.answered_at = answer, by.at
    invitation.answer_written_at, invitation.comment = written_at, comment[:500]
    db.session.flush()
    details = {"invitation": invitation.id, "answer": answer.value}
    record("session:answered", ref_to_session(session), session.title, by=by, **details)


def _invited(
    session: Session, earlier: SessionInvitation | None, address: str, name: str, by: Actor
) -> SessionInvitation:
    if earlier is not None:
        earlier.withdrawn_at, earlier.invited_at, earlier.name = None, by.at, name or earlier.name
        earlier.told_sequence = session.sequence
        earlier.sent_sequence = max(session.sequence, earlier.sent_sequence + 1)
        _ask_again(earlier)
        return earlier
    invitation = SessionInvitation(
        session_id=session.id,
        address=address,
        name=name,
        invited_at=by.at,
        told_sequence=session.sequence,
        sent_sequence=session.sequence,
    )
    db.session.add(invitation)
    return invitation


def _ask_again(invitation: SessionInvitation) -> None:
    """What was answered to another day or hour is no answer to this one."""
    invitation.answer, invitation.answered_at = InvitationAnswer.AWAITED, None
    invitation.answer_written_at, invitation.comment = None, ""


def _send(
    session: Session,
    meeting: Meeting,
    invitations: Sequence[SessionInvitation],
    method: Method,
    *,
    changed: bool,
    by: Actor,
) -> None:
    title = f"{session.title}, {meeting.short}"[:200]
    mailing = make_mailing(SESSION_INVITATION, title, meeting.convention, by.at, None, False, by)
    put_out_all(
        mailing,
        [invitation_message(each, session, meeting, method, changed=changed, by=by) for each in invitations],
    )


def _stands(invitation: SessionInvitation | None) -> bool:
    return invitation is not None and invitation.withdrawn_at is None


def _refuse_what_is_over(session: Session, by: Actor) -> None:
    if session.state is SessionState.CANCELLED:
        raise RuleViolation(f"“{session.title}” is cancelled: nobody can be invited to it.")
    if session.day < day_of(by.at):
        raise RuleViolation(f"“{session.title}” is over: nobody can be invited to it any more.")

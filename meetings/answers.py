"""Answers to invitations in the mail that comes in: recorded once, or told why not."""

from flask import current_app

from conventions.models import Meeting
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.ical.reading import NotAReply, Participation, Reply, read_reply
from correspondence.readers import Taken
from correspondence.rules.mail import Mail
from correspondence.rules.reply_address import INVITATION, answered_at
from meetings.invitation_mail import CALENDAR_FILE
from meetings.models.calendar import InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session, SessionState
from meetings.queries.invitations import when_told
from meetings.workflow.answers import record_earlier, record_invited
from meetings.workflow.sessions import hold_session

BY_CALENDAR = "by calendar"
ANSWERS = {
    Participation.ACCEPTED: InvitationAnswer.ACCEPTED,
    Participation.TENTATIVE: InvitationAnswer.TENTATIVE,
    Participation.DECLINED: InvitationAnswer.DECLINED,
}


def read_answer(mail: Mail, by: Actor) -> Taken | None:
    """The answer of the person invited, given to the address made for their invitation.

    Anything else, a hostile file included, is left as the ordinary mail that it is.
    """
    files = {part.content for part in mail.parts if part.said_type.lower() == CALENDAR_FILE}
    if len(files) != 1:
        return None
    try:
        reply = read_reply(files.pop())
    except NotAReply:
        return None
    invitation = _invitation_answered(mail, reply)
    if invitation is None:
        return None
    session = db.session.get_one(Session, invitation.session_id)
    if reply.uid != session.uid or reply.attendee != invitation.address.lower():
        return None
    if mail.sender_address.lower() != invitation.address.lower():
        return Taken(
            f"An answer to the invitation to “{session.title}” in the name of {invitation.address}, from another "
            f"address: {mail.sender_address or 'none'}. It is not recorded. Ask {invitation.address} what holds, and "
            "record it by hand on the page of the invitations.",
            by_hand=True,
        )
    return _recorded(reply, invitation, session, by)


def _invitation_answered(mail: Mail, reply: Reply) -> SessionInvitation | None:
    """By the tag in the address; nobody can make one for another invitation."""
    house = current_app.config["CHANCERY"]
    for address in (reply.organizer, *mail.recipients):
        number = answered_at(address, house.house_address, house.secret_key, mark=INVITATION)
        if number is not None:
            return db.session.get(SessionInvitation, number)
    return None


def _recorded(reply: Reply, invitation: SessionInvitation, session: Session, by: Actor) -> Taken:
    """Answers come one after the other, and none while the session is changed."""
    meeting = db.session.get_one(Meeting, session.meeting_id)
    session = hold_session(meeting.convention, meeting.short, session.id)
    db.session.refresh(invitation)
    named = f"The invitation to “{session.title}”"
    answer = ANSWERS[reply.answer]
    if session.state is SessionState.CANCELLED:
        return Taken(f"“{session.title}” is cancelled; this answer is not recorded.")
    if invitation.withdrawn_at is not None:
        return Taken(f"{named} was withdrawn before this answer; it is not recorded.")
    if reply.sequence > invitation.sent_sequence:
        return Taken(
            f"An answer, {answer.value}, to a version of the invitation to “{session.title}” that was never sent "
            f"to {invitation.address}. It is not recorded. Ask what holds, and record it by hand.",
            by_hand=True,
        )
    if reply.sequence < invitation.hours_since:
        return _for_earlier_hours(reply, invitation, session, meeting, by)
    last = invitation.answer_written_at
    written_at = min(reply.written_at, by.at) if reply.written_at else None  # nobody writes after it is here
    if last is not None and written_at is not None and written_at < last:
        return Taken(f"{named} was answered later than in this mail; the later answer stands.")
    if (invitation.answer, invitation.comment) == (answer, _told(reply)):
        return Taken(f"{named} was answered so already: {answer.value}.")
    try:
        person = record_invited(
            meeting, invitation, answer, note=BY_CALENDAR, comment=_told(reply), written_at=written_at, by=by
        )
    except RuleViolation as refusal:
        return Taken(
            f"{named} is answered: {answer.value}. It is not recorded: {refusal.message} Settle it by hand.",
            by_hand=True,
        )
    panel = f" The list of speakers says so too of {person.speaker.name}." if person.speaker else ""
    return Taken(f"{named} is answered: {answer.value}.{panel}")


def _for_earlier_hours(
    reply: Reply, invitation: SessionInvitation, session: Session, meeting: Meeting, by: Actor
) -> Taken:
    """Kept as what it is; whether it holds for the session as it is now, a person finds out."""
    answer = ANSWERS[reply.answer]
    given_for = when_told(invitation, reply.sequence) or "an earlier day or hour"
    new = record_earlier(meeting, invitation, answer, given_for, note=_told(reply), by=by)
    kept = "is kept as an answer to that" if new else "was kept as an answer to that already"
    return Taken(
        f"The invitation to “{session.title}” was answered, {answer.value}, for {given_for}. The session is not then "
        f"any more: the answer {kept}, and does not count for now. Ask {invitation.address}, and record by hand what "
        "holds.",
        by_hand=True,
    )


def _told(reply: Reply) -> str:
    return reply.comment[:500]

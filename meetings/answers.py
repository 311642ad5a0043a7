"""Answers to invitations in the mail that comes in: recorded once, or told why not."""

from flask import current_app

from core.audit.workflow import Actor
from core.ical.reading import NotAReply, Reply, read_reply
from correspondence.readers import Taken
from correspondence.rules.mail import Mail
from correspondence.rules.reply_address import INVITATION, answered_at
from meetings.invitation_mail import CALENDAR_FILE
from meetings.models.calendar import SessionInvitation
from meetings.models.sessions import Session
from meetings.queries.invitations import find_invitation
from meetings.workflow.invitations import ANSWERS, record_answer


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
    found = _invitation_answered(mail, reply)
    if found is None:
        return None
    invitation, session = found
    if reply.uid != session.uid or reply.attendee != invitation.address.lower():
        return None
    return _recorded(reply, invitation, session, by)


def _invitation_answered(mail: Mail, reply: Reply) -> tuple[SessionInvitation, Session] | None:
    """By the tag in the address; nobody can make one for another invitation."""
    house = current_app.config["CHANCERY"]
    for address in (reply.organizer, *mail.recipients):
        number = answered_at(address, house.house_address, house.secret_key, mark=INVITATION)
        if number is not None:
            return find_invitation(number)
    return None


def _recorded(reply: Reply, invitation: SessionInvitation, session: Session, by: Actor) -> Taken:
    named = f"The invitation to “{session.title}”"
    answer = ANSWERS[reply.answer]
    if invitation.withdrawn_at is not None:
        return Taken(f"{named} was withdrawn before this answer; it is not recorded.")
    if reply.sequence < invitation.sent_sequence:
        return Taken(f"{named} has changed since; this answer, to an earlier version, is not recorded.")
    last = invitation.answer_written_at
    if last is not None and reply.written_at is not None and reply.written_at < last:
        return Taken(f"{named} was answered later than in this mail; the later answer stands.")
    if (invitation.answer, invitation.comment) == (answer, reply.comment[:500]):
        return Taken(f"{named} was answered so already: {answer.value}.")
    record_answer(invitation, answer, comment=reply.comment, written_at=reply.written_at, session=session, by=by)
    return Taken(f"{named} is answered: {answer.value}.")

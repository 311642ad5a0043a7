"""Answers to invitations in the mail that comes in: recorded once, or told why not."""

from flask import current_app

from conventions.models import Meeting
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.ical.reading import NotAReply, Reply, read_reply
from correspondence.readers import Taken
from correspondence.rules.mail import Mail
from correspondence.rules.reply_address import INVITATION, answered_at
from meetings.invitation_mail import CALENDAR_FILE
from meetings.models.calendar import InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session
from meetings.models.timetable import Answer
from meetings.queries.invitations import find_invitation, speaker_at
from meetings.workflow.answers import record_answer as record_speaker_answer
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
    if mail.sender_address.lower() != invitation.address.lower():
        return Taken(
            f"An answer to the invitation to “{session.title}” in the name of {invitation.address}, from another "
            f"address: {mail.sender_address or 'none'}. It is not recorded; ask {invitation.address} what holds.",
            by_hand=True,
        )
    return _recorded(reply, invitation, session, by)


def _tell_panel(invitation: SessionInvitation, session: Session, answer: InvitationAnswer, by: Actor) -> str:
    """Where the person speaks at the session, the panel has the same answer; "perhaps" leaves it as it is.

    What is to be told of it, as a sentence; empty for nothing.
    """
    wanted = {InvitationAnswer.ACCEPTED: Answer.CONFIRMED, InvitationAnswer.DECLINED: Answer.DECLINED}.get(answer)
    speaker = speaker_at(session.id, invitation.address)
    if wanted is None or speaker is None or speaker.answer is wanted:
        return ""
    meeting = db.session.get_one(Meeting, session.meeting_id)
    try:
        record_speaker_answer(meeting, session, speaker, wanted, note="by calendar", by=by)
    except RuleViolation as refusal:
        return f" The list of speakers stays as it is: {refusal.message}"
    return f" The list of speakers says so too of {speaker.name}."


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
    written_at = min(reply.written_at, by.at) if reply.written_at else None  # nobody writes after it is here
    if last is not None and written_at is not None and written_at < last:
        return Taken(f"{named} was answered later than in this mail; the later answer stands.")
    if (invitation.answer, invitation.comment) == (answer, reply.comment[:500]):
        return Taken(f"{named} was answered so already: {answer.value}.")
    record_answer(invitation, answer, comment=reply.comment, written_at=written_at, session=session, by=by)
    return Taken(f"{named} is answered: {answer.value}.{_tell_panel(invitation, session, answer, by)}")

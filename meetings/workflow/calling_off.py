"""Sessions are cancelled, alone or with their meeting, and those whom an invitation has reached are told."""

from conventions.models import Meeting
from conventions.workflow import cancel_meeting, hold_meeting
from core.audit.workflow import Actor
from meetings.models.sessions import Session
from meetings.queries.sessions import held, sessions_of
from meetings.workflow.invitations import call_off_invitations
from meetings.workflow.sessions import cancel_session


def call_off_session(convention: str, short: str, session_id: int, *, reason: str, by: Actor) -> Session:
    """It is not held; mails that invite to it do not leave any more, and whom one has reached gets a cancellation."""
    session = cancel_session(convention, short, session_id, reason=reason, by=by)
    call_off_invitations(session, hold_meeting(convention, short), by=by)
    return session


def cancel_with_sessions(convention: str, short: str, *, reason: str, by: Actor) -> Meeting:
    """The meeting is not held, nor is any of its sessions; those invited to them are told."""
    meeting = cancel_meeting(convention, short, reason=reason, by=by)
    for session in held(sessions_of([meeting.id])):
        call_off_session(convention, short, session.id, reason=reason, by=by)
    return meeting

"""A meeting is moved or cancelled together with its sessions: everything that hangs on it, once."""

from conventions.days import Days
from conventions.models import Meeting, MeetingMove
from conventions.workflow import cancel_meeting, hold_meeting, move_meeting
from core.audit.workflow import Actor
from core.errors import RuleViolation
from meetings.queries.sessions import held, sessions_of
from meetings.workflow.session_standing import cancel_session
from meetings.workflow.sessions import shift_sessions


def move_with_sessions(
    convention: str, short: str, days: Days, *, was: Days, shift: bool, reason: str, by: Actor
) -> MeetingMove:
    """The meeting has these days, and its sessions, if wanted, are held as many days later as it opens later.

    was: the days the person saw; refused where somebody moved it meanwhile, so that nothing moves twice.
    """
    meeting = hold_meeting(convention, short)
    present = Days(meeting.starts_on, meeting.ends_on)
    if present != was:
        raise RuleViolation(
            f"Somebody moved the {short} meanwhile: it is on {present.in_words} now. Look at what would follow again."
        )
    move = move_meeting(convention, short, days, reason=reason, by=by)
    if shift and was.starts_on and days.starts_on and (later := (days.starts_on - was.starts_on).days):
        shift_sessions(meeting, days=later, by=by)
    return move


def cancel_with_sessions(convention: str, short: str, *, reason: str, by: Actor) -> Meeting:
    """The meeting is not held, nor is any of its sessions."""
    meeting = cancel_meeting(convention, short, reason=reason, by=by)
    for session in held(sessions_of([meeting.id])):
        cancel_session(convention, short, session.id, reason=reason, by=by)
    return meeting

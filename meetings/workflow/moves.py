"""A meeting is moved together with its sessions: everything that hangs on it, once."""

from conventions.days import Days
from conventions.models import Meeting, MeetingMove
from conventions.workflow import MeetingDescription, change_meeting, hold_meeting, move_meeting
from core.audit.workflow import Actor
from core.errors import RuleViolation
from meetings.workflow.sessions import follow_meeting, shift_sessions


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


def change_with_sessions(
    code: str, short: str, description: MeetingDescription, *, by: Actor, seen: str | None = None
) -> Meeting:
    """The meeting is described otherwise; calendars hear of its sessions where their entries say something else now.

    Sessions on the clocks of the meeting go over to its new zone, at the same hours.
    """
    before = hold_meeting(code, short)
    zone, told = before.zone, (before.full_name, before.venue, before.city)
    meeting = change_meeting(code, short, description, by=by, seen=seen)
    otherwise = told != (meeting.full_name, meeting.venue, meeting.city)
    follow_meeting(meeting, from_zone=zone, told_otherwise=otherwise, by=by)
    return meeting

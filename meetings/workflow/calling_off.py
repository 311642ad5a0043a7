"""Sessions are cancelled, alone or with their meeting, and those whom an invitation has reached are told."""

from collections.abc import Sequence

from conventions.models import Meeting
from conventions.workflow import cancel_meeting, hold_meeting
from core.audit.workflow import Actor
from core.errors import RuleViolation
from core.wording import counted
from meetings.models.sessions import Session
from meetings.queries.called_off import cancellations
from meetings.queries.sessions import held, sessions_of
from meetings.workflow.invitations import call_off_invitations
from meetings.workflow.session_standing import cancel_session
from meetings.workflow.sessions import hold_session


def call_off_session(
    convention: str, short: str, session_id: int, *, reason: str, by: Actor, mails: int | None = None
) -> Session:
    """It is not held; mails that invite to it do not leave any more, and whom one has reached gets a cancellation.

    mails: how many cancellations the person was told of; refused where it is another number now.
    """
    session = hold_session(convention, short, session_id)
    _check_count(mails, [session])
    cancel_session(convention, short, session_id, reason=reason, by=by)
    call_off_invitations(session, hold_meeting(convention, short), by=by)
    return session


def cancel_with_sessions(convention: str, short: str, *, reason: str, by: Actor, mails: int | None = None) -> Meeting:
    """The meeting is not held, nor is any of its sessions; those invited to them are told. mails: as above."""
    meeting = cancel_meeting(convention, short, reason=reason, by=by)
    sessions = held(sessions_of([meeting.id]))
    _check_count(mails, sessions)
    for session in sessions:
        call_off_session(convention, short, session.id, reason=reason, by=by)
    return meeting


def _check_count(told: int | None, sessions: Sequence[Session]) -> None:
    now = cancellations(sessions)
    if told is not None and told != now:
        raise RuleViolation(
            f"{counted(now, 'cancellation', 'cancellations')} would leave by mail now, not {told}: something left or "
            "changed meanwhile. Look again at what would follow."
        )

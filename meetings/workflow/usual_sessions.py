"""The usual mornings and afternoons of a meeting are planned at once."""

from datetime import date, time

from conventions.models import Meeting
from conventions.workflow import hold_meeting
from core.audit.workflow import Actor
from core.errors import RuleViolation
from meetings.models.sessions import Mode, Session
from meetings.queries.sessions import held, occasion_of, plan_of, sessions_of
from meetings.rules.sessions import SessionPlan, usual_sessions
from meetings.workflow.sessions import plan_session


def usual_sessions_of(meeting: Meeting) -> list[SessionPlan]:
    """What `plan_usual_sessions` would plan."""
    like = SessionPlan(
        title="",
        day=date.min,
        starts=time.min,
        ends=time.max,
        zone=meeting.zone,
        mode=meeting.format or Mode.IN_PERSON.value,
        interpretation=tuple(meeting.languages),
    )
    others = [plan_of(session) for session in held(sessions_of([meeting.id]))]
    return usual_sessions(occasion_of(meeting), like, others)


def plan_usual_sessions(convention: str, short: str, *, count: int, by: Actor) -> list[Session]:
    """Mornings and afternoons of the working days are planned where they were free.

    count: how many the person was told; refused when it is another number.
    """
    plans = usual_sessions_of(hold_meeting(convention, short))
    if not plans:
        raise RuleViolation(f"No morning or afternoon of the {short} is free, or it has no days yet.")
    if count != len(plans):
        raise RuleViolation(
            f"The meeting has changed: {len(plans)} sessions would be planned, not {count}. Look again."
        )
    return [plan_session(convention, short, plan, by=by) for plan in plans]

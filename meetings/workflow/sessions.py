"""The acts on sessions: planned, changed, confirmed, cancelled, shifted. Calendars hear of what concerns them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from sqlalchemy import or_, select

from conventions.models import Meeting, MeetingState
from conventions.workflow import check_reason, hold_meeting
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import NotFound, RuleViolation
from core.outbox.models import UNSENT, OutboxMessage
from core.outbox.notices import NOTICE
from core.outbox.workflow.messages import withdraw_message
from core.wording import day_in_words
from meetings.models.sessions import Mode, Session, SessionKind, SessionState
from meetings.models.timetable import Speaker
from meetings.queries.invitations import SESSION_INVITATION, invitations_of, messages_about
from meetings.queries.sessions import held, occasion_of, plan_of, seen_of, sessions_of
from meetings.queries.timetable import frame_of, slots_of
from meetings.rules.hours import when_in_words
from meetings.rules.sessions import SessionPlan, check_session, shifted_by, usual_sessions
from meetings.rules.timetable import laid_on
from meetings.workflow.answered import ask_again

HOURS = ("day", "starts", "ends", "zone", "second_time")
HEARD_BY_CALENDARS = ("title", "day", "starts", "ends", "zone", "second_time", "mode", "room")


def plan_session(convention: str, short: str, plan: SessionPlan, *, by: Actor) -> Session:
    """The meeting has one session more, planned and not confirmed yet."""
    meeting = hold_meeting(convention, short)
    _refuse_cancelled_meeting(meeting)
    session = Session(meeting_id=meeting.id, changed_at=by.at, **_columns(check_session(plan)))
    db.session.add(session)
    db.session.flush()
    record("session:planned", ref_to_session(session), session.title, by=by, meeting=short, when=_when(session))
    return session


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


def change_session(
    convention: str, short: str, session_id: int, plan: SessionPlan, *, by: Actor, seen: str | None = None
) -> Session:
    """The session is as planned now, its pieces as long after its start as before.

    `sequence` rises only where calendars must hear of it. On another day or hour, whoever was to come is to confirm
    again; what they answered before is kept.

    seen: what `seen_of` said of the session that the person saw; refused where anything planned of it is another now.
    """
    session = hold_session(convention, short, session_id)
    _refuse_cancelled(session)
    if seen is not None and seen != seen_of(session):
        raise RuleViolation(
            f"Somebody changed “{session.title}” meanwhile: it is on {_when(session)} now. "
            "What you wrote stands here and is not saved. Open the page again beside it, and change what stands there."
        )
    wanted = _columns(check_session(plan))
    changed = {name: value for name, value in wanted.items() if getattr(session, name) != value}
    if not changed:
        raise RuleViolation("Nothing is different from before.")
    return _changed(session, short, changed, by=by)


def confirm_session(convention: str, short: str, session_id: int, *, by: Actor) -> Session:
    """It is held as planned; calendars show it as certain."""
    session = hold_session(convention, short, session_id)
    if session.state is not SessionState.PLANNED:
        raise RuleViolation(f"“{session.title}” is {session.state.value} already.")
    _stands(session, SessionState.CONFIRMED, by)
    record("session:confirmed", ref_to_session(session), session.title, by=by, meeting=short)
    return session


def cancel_session(convention: str, short: str, session_id: int, *, reason: str, by: Actor) -> Session:
    """It is not held and stays on record; calendars show it as cancelled, and invitations to it leave no more.

    Whoever was invited before is told by `call_off_session`.
    """
    session = hold_session(convention, short, session_id)
    _refuse_cancelled(session)
    told = check_reason(reason)
    _stands(session, SessionState.CANCELLED, by)
    _withdraw_invitations(session, by)
    record("session:cancelled", ref_to_session(session), session.title, by=by, meeting=short, reason=told)
    return session


def shift_sessions(meeting: Meeting, *, days: int, by: Actor) -> list[Session]:
    """The sessions of the meeting that are not cancelled are held so many days later, at the same hours.

    RuleViolation names the first that cannot be, and none is changed.
    """
    found = held(sessions_of([meeting.id]))
    for session in found:
        db.session.refresh(session)  # as it stands now that the meeting is held
    plans = [shifted_by(plan_of(session), days) for session in found]
    return [
        _changed(session, meeting.short, {"day": plan.day}, by=by) for session, plan in zip(found, plans, strict=True)
    ]


def follow_meeting(meeting: Meeting, *, from_zone: str, told_otherwise: bool, by: Actor) -> None:
    """Sessions on the clocks of the meeting are on its new ones, at the same hours; of the others calendars hear.

    told_otherwise: the name or the place of the meeting, which stand in the entry of each session, are others now.
    """
    for session in held(sessions_of([meeting.id])):
        db.session.refresh(session)
        if meeting.zone != from_zone and session.zone == from_zone:
            plan = check_session(replace(plan_of(session), zone=meeting.zone))
            _changed(session, meeting.short, {"zone": plan.zone}, by=by)
        elif told_otherwise:
            _tell_calendars(session, by)
    db.session.flush()


def hold_session(convention: str, short: str, session_id: int) -> Session:
    """The session, as nobody else changes it until this transaction ends; NotFound."""
    meeting = hold_meeting(convention, short)
    session = db.session.get(Session, session_id, populate_existing=True)
    if session is None or session.meeting_id != meeting.id:
        raise NotFound("The meeting has no such session.")
    return session


def ref_to_session(session: Any) -> Ref:
    return Ref("session", str(session.id))


def _changed(session: Session, short: str, changed: Mapping[str, Any], *, by: Actor) -> Session:
    told = {name: [_told(getattr(session, name)), _told(value)] for name, value in changed.items()}
    frame, was = frame_of(session), when_in_words(plan_of(session))
    for name, value in changed.items():
        setattr(session, name, value)
    for slot in slots_of([session.id]):
        slot.starts, slot.second_time = laid_on(
            frame_of(session), frame, slot.starts, slot.minutes, second_time=slot.second_time
        )
    if set(changed) & set(HEARD_BY_CALENDARS):
        _tell_calendars(session, by)
    db.session.flush()
    if set(changed) & set(HOURS):
        ask_again(session, was, by=by)
    record("session:changed", ref_to_session(session), session.title, by=by, meeting=short, **told)
    return session


def _stands(session: Session, state: SessionState, by: Actor) -> None:
    session.state = state
    _tell_calendars(session, by)
    db.session.flush()


def _tell_calendars(session: Session, by: Actor) -> None:
    session.sequence += 1
    session.changed_at = by.at


def _withdraw_invitations(session: Session, by: Actor) -> None:
    """Mails that invite a person to it, or to speak at it, and have not begun to leave do not leave."""
    speakers = db.session.scalars(select(Speaker.id).where(Speaker.session_id == session.id))
    about = or_(
        (OutboxMessage.kind == NOTICE.name) & OutboxMessage.subject_id.in_([f"speaker-{each}" for each in speakers]),
        (OutboxMessage.kind == SESSION_INVITATION)
        & OutboxMessage.subject_id.in_(messages_about(invitations_of(session.id))),
    )
    unsent = select(OutboxMessage).where(about, OutboxMessage.state.in_(UNSENT)).order_by(OutboxMessage.id)
    for message in db.session.scalars(unsent).all():
        withdraw_message(message, f"“{session.title}” is cancelled.", by)


def _refuse_cancelled(session: Session) -> None:
    if session.state is SessionState.CANCELLED:
        raise RuleViolation(f"“{session.title}” is cancelled. Plan a new session in its place.")


def _refuse_cancelled_meeting(meeting: Meeting) -> None:
    if meeting.state is MeetingState.CANCELLED:
        raise RuleViolation(f"The {meeting.short} is cancelled; it has no further sessions.")


def _columns(plan: SessionPlan) -> dict[str, Any]:
    return {
        "title": plan.title.strip(),
        "kind": SessionKind(plan.kind),
        "day": plan.day,
        "starts": plan.starts,
        "ends": plan.ends,
        "zone": plan.zone,
        "second_time": plan.second_time,
        "mode": Mode(plan.mode),
        "room": plan.room.strip(),
        "interpretation": list(plan.interpretation),
        "body": plan.body,
    }


def _when(session: Session) -> str:
    return f"{day_in_words(session.day, 'EN')}, {session.starts:%H:%M}-{session.ends:%H:%M} {session.zone}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(getattr(value, "value", value) or "none")

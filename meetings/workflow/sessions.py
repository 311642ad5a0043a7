"""Sessions are planned, changed and shifted. Calendars hear of what concerns them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conventions.models import Meeting, MeetingState
from conventions.workflow import hold_meeting
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import NotFound, RuleViolation, ToBeAsked
from core.seen.guard import check_seen
from meetings.models.sessions import Mode, Session, SessionKind, SessionState
from meetings.queries.sessions import held, occasion_of, plan_of, seen_of, sessions_of
from meetings.queries.speakers import elsewhere_at_the_same_time, panel_of
from meetings.queries.timetable import frame_of, slots_of
from meetings.rules.hours import when_in_words
from meetings.rules.sessions import SessionPlan, check_session, shifted_by, to_be_asked
from meetings.rules.timetable import laid_on
from meetings.workflow.answered import ask_again

HOURS = ("day", "starts", "ends", "zone", "second_time")
HEARD_BY_CALENDARS = ("title", "day", "starts", "ends", "zone", "second_time", "mode", "room")


def plan_session(
    convention: str, short: str, plan: SessionPlan, *, by: Actor, read: Sequence[str] | None = None
) -> Session:
    """The meeting has one session more, planned and not confirmed yet.

    read: what the person read of clashes, and of days outside the meeting; ToBeAsked where there is more. None where
    nobody is there to be asked.
    """
    meeting = hold_meeting(convention, short)
    _refuse_cancelled_meeting(meeting)
    if read is not None:
        _ask(to_be_asked(check_session(plan), _others(meeting.id), occasion_of(meeting)), read)
    session = Session(meeting_id=meeting.id, changed_at=by.at, **_columns(check_session(plan)))
    db.session.add(session)
    db.session.flush()
    record("session:planned", ref_to_session(session), session.title, by=by, meeting=short, when=_when(session))
    return session


def change_session(
    convention: str,
    short: str,
    session_id: int,
    plan: SessionPlan,
    *,
    by: Actor,
    seen: str | None = None,
    read: Sequence[str] | None = None,
) -> Session:
    """The session is as planned now, its pieces as long after its start as before.

    `sequence` rises only where calendars must hear of it. On another day or hour, whoever was to come is to confirm
    again; what they answered before is kept.

    read: as for `plan_session`; what stood against it before is not asked again, its panel is.
    seen: what `seen_of` said of the session that the person saw. WrittenMeanwhile where it is planned otherwise now.
    """
    session = hold_session(convention, short, session_id)
    refuse_cancelled(session)
    check_seen(seen, seen_of(session), f"“{session.title}”")
    before, plan = plan_of(session), replace(plan, session_id=session_id)
    wanted = _columns(check_session(plan))
    changed = {name: value for name, value in wanted.items() if getattr(session, name) != value}
    if not changed:
        raise RuleViolation("Nothing is different from before.")
    if read is None:
        return _changed(session, short, changed, by=by)
    panel = panel_of(session.id).people
    busy = elsewhere_at_the_same_time(session, panel)
    asked = to_be_asked(plan, _others(session.meeting_id), occasion_of(hold_meeting(convention, short)), before=before)
    found = _changed(session, short, changed, by=by)
    asked += [
        f"{name} is in {other} at the same time."
        for name, other in elsewhere_at_the_same_time(found, panel)
        if (name, other) not in busy
    ]
    _ask(asked, read)
    return found


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
            tell_calendars(session, by)
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
        tell_calendars(session, by)
    db.session.flush()
    if set(changed) & set(HOURS):
        ask_again(session, was, by=by)
    record("session:changed", ref_to_session(session), session.title, by=by, meeting=short, **told)
    return session


def tell_calendars(session: Session, by: Actor) -> None:
    session.sequence += 1
    session.changed_at = by.at


def _others(meeting_id: int) -> list[SessionPlan]:
    return [plan_of(each) for each in held(sessions_of([meeting_id]))]


def _ask(sentences: Sequence[str], read: Sequence[str]) -> None:
    if not set(sentences) <= set(read):
        raise ToBeAsked(sentences, question="Is it meant so all the same?", field="all_the_same")


def refuse_cancelled(session: Session) -> None:
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
    return when_in_words(plan_of(session))


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(getattr(value, "value", value) or "none")

"""What stands against a timetable, across all meetings of its days."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select

from committees.models.bodies import Body
from conventions.models import Meeting, MeetingState
from core.db import db
from core.wording import counted
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Answer, Slot, Speaker
from meetings.queries.sessions import occasion_of, plan_of
from meetings.queries.timetable import Sitting, Timetable, frame_of
from meetings.rules import clashes, sessions
from meetings.rules.clashes import Appearance
from meetings.rules.timetable import instant_at, offset_of
from states_parties.models import State

A_DAY = timedelta(days=1)  # somewhere else the same instant may be on the day before or after


def warnings_of(meeting: Meeting, timetable: Timetable, *, most_a_day: int) -> list[str]:
    """One sentence each: what is to be weighed about each session, people and delegations asked too much."""
    held = [sitting for sitting in timetable.sittings if sitting.held]
    early = [
        f"{_named(each)}: “{entry.piece.name}” is at {entry.starts:%H:%M}, before the session begins at "
        f"{each.session.starts:%H:%M}."
        for each in held
        for entry in each.entries
        if entry.piece.starts < 0
    ]
    over = [
        f"{_named(each)} runs {counted(each.over, 'minute', 'minutes')} past its end at {each.session.ends:%H:%M}."
        for each in held
        if each.over
    ]
    around = _sessions_around(meeting, timetable)
    appearances = _appearances(meeting, timetable, around)
    clashing = clashes.clashes(appearances, _spans(meeting, around), most_a_day=most_a_day)
    return [*early, *over, *_of_sessions(meeting, held), *clashing]


def _of_sessions(meeting: Meeting, held: Sequence[Sitting]) -> Iterator[str]:
    occasion = occasion_of(meeting)
    plans = {sitting.session.id: plan_of(sitting.session) for sitting in held}
    for sitting in held:
        plan = plans[sitting.session.id]
        others = [other for id, other in plans.items() if id > sitting.session.id]
        breaks = [(entry.starts, entry.slot.minutes) for entry in sitting.entries if entry.is_break]
        for sentence in sessions.warnings_of(plan, others, occasion, breaks=breaks):
            yield f"{_named(sitting)}: {sentence}"
        if sitting.over:
            until = max(sitting.entries, key=lambda entry: entry.piece.ends).ends
            for sentence in sessions.runs_into(plan, until, list(plans.values())):
                yield f"{_named(sitting)}, as long as its pieces last: {sentence}"


def _named(sitting: Sitting) -> str:
    return f"“{sitting.session.title}” on {sitting.session.day.day} {sitting.session.day:%B}"


def _sessions_around(meeting: Meeting, timetable: Timetable) -> Sequence[tuple[Session, Meeting]]:
    """Sessions of any meeting on the days of this one or beside them, without those cancelled."""
    days = [sitting.session.day for sitting in timetable.sittings]
    if not days:
        return []
    found = db.session.execute(
        select(Session, Meeting)
        .join(Meeting, Meeting.id == Session.meeting_id)
        .where(
            Session.day.between(min(days) - A_DAY, max(days) + A_DAY),
            Session.state != SessionState.CANCELLED,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Session.day, Session.starts, Session.id)
    )
    return [(session, of) for session, of in found]


def _spans(meeting: Meeting, sessions: Sequence[tuple[Session, Meeting]]) -> list[clashes.Session]:
    led = {(of.convention, session.body) for session, of in sessions if session.body}
    names = (
        {
            (row.convention, row.slug): row.name_en
            for row in db.session.execute(
                select(Body.convention, Body.slug, Body.name_en).where(Body.slug.in_([slug for _, slug in led]))
            )
        }
        if led
        else {}
    )
    return [
        clashes.Session(
            session.id,
            session.title if of.id == meeting.id else f"{session.title} ({of.short})",
            names.get((of.convention, session.body), ""),
            frame_of(session).begins_at,
            frame_of(session).ends_at,
            here=of.id == meeting.id,
        )
        for session, of in sessions
    ]


def _appearances(
    meeting: Meeting, timetable: Timetable, sessions: Sequence[tuple[Session, Meeting]]
) -> list[Appearance]:
    known = {session.id: (session, of) for session, of in sessions}
    rows = db.session.execute(
        select(Speaker, Slot, State.list_en)
        .outerjoin(Slot, Slot.id == Speaker.slot_id)
        .outerjoin(State, State.iso3 == Speaker.iso3)
        .where(Speaker.session_id.in_(known), Speaker.answer != Answer.DECLINED)
        .order_by(Speaker.id)
    ).all()
    pieces = {entry.slot.id: entry.piece.name for entry in timetable.entries}
    return [
        _appearance(speaker, slot, state or "", *known[speaker.session_id], meeting, pieces)
        for speaker, slot, state in rows
    ]


def _appearance(
    speaker: Speaker,
    slot: Slot | None,
    state: str,
    session: Session,
    of: Meeting,
    meeting: Meeting,
    pieces: dict[int, str],
) -> Appearance:
    frame, here = frame_of(session), of.id == meeting.id
    begins_at, ends_at = frame.begins_at, frame.ends_at
    where = session.title
    if slot is not None:
        starts = offset_of(frame, slot.starts, second_time=slot.second_time)
        begins_at, ends_at = instant_at(frame, starts), instant_at(frame, starts + slot.minutes)
        where = pieces.get(slot.id, where)
    return Appearance(
        person=speaker.email.lower() or " ".join(speaker.name.casefold().split()),
        name=speaker.name,
        role=speaker.role.value,
        where=where if here else f"{where} ({of.short})",
        session=session.id,
        day=session.day,
        begins_at=begins_at,
        ends_at=ends_at,
        here=here,
        state=state,
    )

"""What meetings put into a calendar: their days as bars, sessions at their hours, series of committee meetings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import url_for
from sqlalchemy import Enum, String, select, type_coerce

from conventions.models import Meeting, MeetingState
from core.db import db
from core.ical.entries import CalendarEntry, EntryStatus, Repeats, Times
from meetings.models.series import MeetingSeries, SeriesDay
from meetings.models.sessions import Mode, Session, SessionKind, SessionState
from meetings.rules.places import place_in_words

CANCELLED = "Cancelled: "  # before a title: some programs show no status
_STATUS = {
    SessionState.PLANNED: EntryStatus.TENTATIVE,
    SessionState.CONFIRMED: EntryStatus.CONFIRMED,
    SessionState.CANCELLED: EntryStatus.CANCELLED,
}

_COLUMNS = (
    *(Session.meeting_id, Session.id, Session.title, Session.kind, Session.day, Session.starts, Session.ends),
    *(Session.zone, Session.second_time, Session.mode, Session.room, Session.body, Session.state),
    *(Session.uid, Session.sequence, Session.changed_at),
)
# The same as they are kept: a word is read as its text, which is found by it as well.
_PLAIN = tuple(type_coerce(each, String) if isinstance(each.type, Enum) else each for each in _COLUMNS)


def meeting_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """Every meeting whose days are known, as a bar through its last day."""
    meetings = db.session.execute(
        select(*Meeting.__table__.c).where(
            Meeting.convention == convention, Meeting.starts_on.is_not(None), Meeting.ends_on.is_not(None)
        )
    )
    start = _start_of_addresses(convention)
    return [_bar(meeting, start) for meeting in meetings]


def session_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """Sessions that are open to whoever may read the calendar, cancelled ones among them."""
    return _sessions(convention, Session.kind != SessionKind.CLOSED)


def closed_session_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    return _sessions(convention, Session.kind == SessionKind.CLOSED)


def session_entry(session: Session, meeting: Meeting) -> CalendarEntry:
    """One session, as it stands in calendars and invitations."""
    common = _common(meeting, _start_of_addresses(meeting.convention))
    return _session(common, *(getattr(session, column.key) for column in _COLUMNS[1:]))


def series_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """Each series, and each of its days that was moved to another."""
    days: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
        select(SeriesDay)
        .join(MeetingSeries)
        .where(MeetingSeries.convention == convention, SeriesDay.day <= MeetingSeries.last_on)
        .order_by(SeriesDay.day)
    ).scalars():
        days[row.series_id].append(row)
    series = db.session.scalars(select(MeetingSeries).where(MeetingSeries.convention == convention))
    return [entry for each in series for entry in entries_of_series(each, days[each.id])]


def entries_of_series(series: MeetingSeries, days: Sequence[SeriesDay]) -> list[CalendarEntry]:
    """The rule with the days left out, then each moved day under the name of the series."""
    times = Times(series.starts, series.ends, series.zone)
    usual: dict[str, Any] = {
        "uid": series.uid,
        "title": f"{series.convention}: {series.title}",
        "address": url_for("committees.body", convention=series.convention, body=series.body, _external=True),
        "location": series.room,
        "categories": (series.convention, "committee meeting"),
        "body": series.body,
    }
    left_out = tuple(each.day for each in days if each.to_day is None)
    rule = Repeats(series.unit, series.every, series.last_on, series.place, left_out)
    changed_at = max([series.changed_at, *(each.changed_at for each in days)])
    whole = CalendarEntry(
        day=series.first_on,
        description="",
        times=times,
        repeats=rule,
        sequence=series.sequence,
        changed_at=changed_at,
        **usual,
    )
    moved = [
        CalendarEntry(
            day=each.to_day,
            description=each.reason,
            times=Times(each.starts, each.ends, series.zone),
            instead_of=(each.day, times),
            sequence=max(series.sequence, each.sequence),
            changed_at=each.changed_at,
            **usual,
        )
        for each in days
        if each.to_day is not None and each.starts is not None and each.ends is not None
    ]
    return [whole, *moved]


def _bar(meeting: Any, start: str) -> CalendarEntry:
    cancelled = meeting.state is MeetingState.CANCELLED
    where = place_in_words("", meeting.venue, meeting.city)
    return CalendarEntry(
        uid=f"meeting-{meeting.convention}-{meeting.short}@chancery".lower(),
        day=meeting.starts_on,
        last_day=meeting.ends_on,
        title=f"{CANCELLED if cancelled else ''}{meeting.convention}: {meeting.short}",
        description=f"{meeting.full_name}, {meeting.convention}.",
        address=start + meeting.short,
        status=EntryStatus.CANCELLED if cancelled else EntryStatus.CONFIRMED,
        location=where,
        categories=(meeting.convention, "meeting"),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        body=meeting.body,
    )


@dataclass(frozen=True)
class _Common:
    """What all sessions of a meeting have in common. where: apart from the room."""

    heading: str
    full_name: str
    where: str
    address: str
    body: str
    categories: dict[SessionKind, tuple[str, str]]
    cancelled: bool


def _sessions(convention: str, *where: Any) -> list[CalendarEntry]:
    """Two reads, of plain rows: a calendar has a thousand."""
    sessions = db.session.execute(
        select(*_PLAIN).join(Meeting, Meeting.id == Session.meeting_id).where(Meeting.convention == convention, *where)
    ).all()
    ids = {meeting_id for meeting_id, *_ in sessions}
    start = _start_of_addresses(convention)
    meetings = db.session.execute(select(*Meeting.__table__.c).where(Meeting.id.in_(ids))).all() if ids else []
    common = {row.id: _common(row, start) for row in meetings}
    return [_session(common[meeting_id], *rest) for meeting_id, *rest in sessions]


def _common(meeting: Any, start: str) -> _Common:
    return _Common(
        heading=f"{meeting.convention} {meeting.short}",
        full_name=f"{meeting.full_name}.",
        where=place_in_words("", meeting.venue, meeting.city),
        address=start + meeting.short,
        body=meeting.body,
        categories={kind: (meeting.convention, kind.value) for kind in SessionKind},
        cancelled=meeting.state is MeetingState.CANCELLED,
    )


def _session(
    meeting: _Common,
    id: int,
    title: str,
    kind: SessionKind,
    day: date,
    starts: time,
    ends: time,
    zone: str,
    second_time: bool,
    mode: Mode,
    room: str,
    body: str,
    state: SessionState,
    uid: str,
    sequence: int,
    changed_at: datetime,
) -> CalendarEntry:
    """The values of _COLUMNS one by one: asking a row for each by its name takes as long as all the rest."""
    status = EntryStatus.CANCELLED if meeting.cancelled else _STATUS[state]
    heading = f"{CANCELLED}{meeting.heading}" if status is EntryStatus.CANCELLED else meeting.heading
    return CalendarEntry(
        uid=uid,
        day=day,
        title=f"{heading}: {title}",
        description=meeting.full_name,
        address=f"{meeting.address}/sessions/{id}",
        times=Times(starts, ends, zone, second_time),
        status=status,
        location=place_in_words(room, meeting.where, "", str(mode)),
        categories=meeting.categories[kind],
        sequence=sequence,
        changed_at=changed_at,
        body=body or meeting.body,
    )


def _start_of_addresses(convention: str) -> str:
    """What comes before the short name of a meeting in the address of its page."""
    return f"{url_for('desk.index', convention=convention, _external=True)}meetings/"

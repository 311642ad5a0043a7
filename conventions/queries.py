"""Reading the calendar of meetings."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from conventions.days import Days
from conventions.meeting_order import FORMAL_KINDS, FormalMeeting, MeetingOrder
from conventions.models import Meeting, MeetingMove, MeetingState
from conventions.moving import Move
from conventions.naming import whole_of
from core.db import db


def meetings_of(convention: str) -> Sequence[Meeting]:
    """All meetings of a Convention, the undated ones last."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.convention == convention)
        .order_by(Meeting.starts_on.is_(None), Meeting.starts_on, Meeting.id)
    ).all()


def find_meeting(convention: str, short: str) -> Meeting | None:
    """By its short name, however written (19msp); a conference in parts (2RC) is found by its first part."""
    wanted = short.strip().upper()
    rows = db.session.scalars(
        select(Meeting)
        .where(Meeting.convention == convention, func.upper(Meeting.short).in_((wanted, f"{wanted}-1")))
        .order_by(func.length(Meeting.short))
    ).all()
    return rows[0] if rows else None


def moves_of(meeting_ids: Sequence[int]) -> Sequence[MeetingMove]:
    """How meetings came to the days they have, the latest move first."""
    return db.session.scalars(
        select(MeetingMove).where(MeetingMove.meeting_id.in_(meeting_ids)).order_by(MeetingMove.id.desc())
    ).all()


def moves_of_whole(convention: str, short: str) -> Sequence[MeetingMove]:
    """Of a meeting, or of the first part of one, by its short name; the latest move first, one query."""
    return db.session.scalars(
        select(MeetingMove)
        .join(Meeting, Meeting.id == MeetingMove.meeting_id)
        .where(Meeting.convention == convention, Meeting.short.in_((short, f"{short}-1")))
        .order_by(MeetingMove.id.desc())
    ).all()


def closing_days(convention: str) -> dict[str, date]:
    """The day each dated meeting closed, by short name; a meeting in parts (2RC-1, 2RC-2) closes with its last part."""
    days: dict[str, date] = {}
    closing = select(Meeting.short, Meeting.ends_on).where(Meeting.convention == convention).order_by(Meeting.ends_on)
    for short, ends_on in db.session.execute(closing):
        if ends_on is not None:
            days[short] = days[whole_of(short)] = ends_on
    return days


def meeting_order(convention: str) -> MeetingOrder:
    """The formal meetings of a Convention in their order, parts of one meeting drawn together; one query."""
    return _order(convention, _formal_rows(convention))


def move_of(meeting: Meeting, days: Days, *, on: date, with_sessions: bool = True) -> Move:
    """The move of a meeting to these days, as it would be; nothing is changed."""
    rows = _formal_rows(meeting.convention)
    moved = [_on_days(row, days) if row.id == meeting.id else row for row in rows]
    moved.sort(key=lambda row: (row.starts_on is None, row.starts_on or date.max, row.id))
    return Move(
        convention=meeting.convention,
        short=meeting.short,
        before=Days(meeting.starts_on, meeting.ends_on),
        after=days,
        order_before=_order(meeting.convention, rows),
        order_after=_order(meeting.convention, moved),
        on=on,
        with_sessions=with_sessions,
    )


def _formal_rows(convention: str) -> Sequence[Any]:
    return db.session.execute(
        select(*Meeting.__table__.c)
        .where(Meeting.convention == convention, Meeting.kind.in_(FORMAL_KINDS))
        .order_by(Meeting.starts_on.is_(None), Meeting.starts_on, Meeting.id)
    ).all()


def _on_days(row: Any, days: Days) -> Any:
    return SimpleNamespace(**{**row._mapping, "starts_on": days.starts_on, "ends_on": days.ends_on})


def _order(convention: str, rows: Sequence[Any]) -> MeetingOrder:
    parts: dict[str, list[Any]] = {}
    for row in rows:
        parts.setdefault(whole_of(row.short), []).append(row)
    return MeetingOrder(convention, [_whole(short, rows) for short, rows in parts.items()])


def _whole(short: str, parts: Sequence[Any]) -> FormalMeeting:
    last = parts[-1]
    name = last.full_name if len(parts) == 1 else last.full_name.partition(" (")[0]
    return FormalMeeting(
        short=short,
        name=name,
        kind=last.kind,
        opens_on=parts[0].starts_on,
        closes_on=last.ends_on,
        presidency_state=last.presidency_state,
        president=last.president,
        city=last.city,
        cancelled=all(part.state is MeetingState.CANCELLED for part in parts),
    )

"""Reading the calendar of meetings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from conventions.meeting_order import FORMAL_KINDS, FormalMeeting, MeetingOrder
from conventions.models import Meeting
from core.db import db


def meetings_of(convention: str) -> Sequence[Meeting]:
    """All meetings of a Convention, the undated ones last."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.convention == convention)
        .order_by(Meeting.starts_on.is_(None), Meeting.starts_on, Meeting.id)
    ).all()


def closing_days(convention: str) -> dict[str, date]:
    """The day each dated meeting closed, by short name; a meeting in parts (2RC-1, 2RC-2) closes with its last part."""
    days: dict[str, date] = {}
    closing = select(Meeting.short, Meeting.ends_on).where(Meeting.convention == convention).order_by(Meeting.ends_on)
    for short, ends_on in db.session.execute(closing):
        if ends_on is not None:
            days[short] = days[short.partition("-")[0]] = ends_on
    return days


def meeting_order(convention: str) -> MeetingOrder:
    """The formal meetings of a Convention in their order, parts of one meeting drawn together; one query."""
    rows = db.session.execute(
        select(*Meeting.__table__.c)
        .where(Meeting.convention == convention, Meeting.kind.in_(FORMAL_KINDS))
        .order_by(Meeting.starts_on.is_(None), Meeting.starts_on, Meeting.id)
    )
    parts: dict[str, list[Any]] = {}
    for row in rows:
        parts.setdefault(row.short.partition("-")[0], []).append(row)
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
    )

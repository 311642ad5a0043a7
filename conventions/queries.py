"""Reading the calendar of meetings."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

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

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
    for meeting in meetings_of(convention):
        if meeting.ends_on is not None:
            days[meeting.short] = meeting.ends_on
            whole = meeting.short.partition("-")[0]
            days[whole] = max(days.get(whole, meeting.ends_on), meeting.ends_on)
    return days

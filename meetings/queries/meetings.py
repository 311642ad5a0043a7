"""One meeting of the calendar, with its other parts and what belongs to all of it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from conventions.models import Meeting
from conventions.naming import part_number, whole_of
from conventions.queries import find_meeting
from core.db import db
from core.errors import NotFound


def get_meeting(convention: str, short: str) -> Meeting:
    """The meeting of a short name, however written; of a conference in parts (2RC) its first part. NotFound."""
    if meeting := find_meeting(convention, short):
        return meeting
    raise NotFound(f"“{short[:40]}” is not in the calendar of the {convention}.")


def parts_of(meeting: Meeting) -> Sequence[Meeting]:
    """All parts of the meeting in their order; a meeting in one part is its only one, and asks no query."""
    if not part_number(meeting.short):
        return [meeting]
    whole = whole_of(meeting.short)
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.convention == meeting.convention, func.substr(Meeting.short, 1, len(whole) + 1) == f"{whole}-")
        .where(Meeting.kind == meeting.kind)
        .order_by(Meeting.short)
    ).all()

"""One meeting of the calendar."""

from sqlalchemy import select

from conventions.models import Meeting
from core.db import db
from core.errors import NotFound


def get_meeting(convention: str, short: str) -> Meeting:
    """The meeting of a short name, however written. NotFound."""
    meeting = db.session.scalars(
        select(Meeting).where(Meeting.convention == convention, Meeting.short == short.strip().upper())
    ).one_or_none()
    if meeting is None:
        raise NotFound(f"“{short[:40]}” is not in the calendar of the {convention}.")
    return meeting

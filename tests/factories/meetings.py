"""Meetings with days and sessions for tests, in the open session."""

from datetime import UTC, date, datetime, time
from typing import Any

from conventions.models import Meeting
from meetings.models.sessions import Session
from tests.factories.offices import make_meeting
from tests.factories.states import added


def make_meeting_of_days(short: str, first: date, last: date, convention: str = "APMBC", **columns: Any) -> Meeting:
    """A meeting in Geneva, in person, confirmed."""
    usual = {"city": "Geneva", "host_state": "CHE", "format": "in-person", "starts_on": first}
    return make_meeting(short, last, convention, **{**usual, **columns})


def make_session(
    meeting: Meeting, day: date, starts: time = time(10), ends: time = time(13), **columns: Any
) -> Session:
    """A plenary in the meeting's zone, planned."""
    usual = {"title": "Plenary", "zone": meeting.zone, "changed_at": datetime(2021, 1, 4, 9, tzinfo=UTC)}
    hours = {"day": day, "starts": starts, "ends": ends}
    return added(Session(**{"meeting_id": meeting.id, **usual, **hours, **columns}))

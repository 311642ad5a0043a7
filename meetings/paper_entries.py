"""What papers put into a calendar: the days on which those of a meeting are forecast, due and issued."""

from datetime import date

from flask import url_for

from conventions.models import Meeting, MeetingState
from conventions.queries import meetings_of
from core.ical.entries import CalendarEntry
from meetings.queries.papers import series_of_meeting
from meetings.rules.slotting import SOURCE, STEP_WORDS, DueDay, Timing, due_days


def paper_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """Of every meeting with days whose documents carry symbols; what a meeting counts them from stands beside each."""
    return [
        _entry(meeting, each)
        for meeting in meetings_of(convention)
        if meeting.state is not MeetingState.CANCELLED and series_of_meeting(meeting)
        for each in due_days(Timing.BEFORE, meeting.starts_on, meeting.ends_on)
    ]


def _entry(meeting: Meeting, due: DueDay) -> CalendarEntry:
    code, short = meeting.convention, meeting.short
    return CalendarEntry(
        uid=f"papers-{due.step.value}-{code}-{short}@chancery".lower(),
        day=due.day,
        title=f"{code} {short}: papers, {STEP_WORDS[due.step]}",
        description=f"{due.counted_from.capitalize()}. Source: {SOURCE}.",
        address=url_for("meetings.papers", convention=code, meeting=short, _external=True),
        categories=(code, "deadline"),
    )

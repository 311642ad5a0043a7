"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import (
    calendar_acts,
    concept_notes,
    meeting,
    next_year,
    note_acts,
    programmes,
    sessions,
    speakers,
    thematic_session,
    year,
)
from meetings.routes.counter import blueprint

__all__ = [
    "blueprint",
    "calendar_acts",
    "concept_notes",
    "meeting",
    "next_year",
    "note_acts",
    "programmes",
    "sessions",
    "speakers",
    "thematic_session",
    "year",
]

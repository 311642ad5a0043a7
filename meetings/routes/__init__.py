"""The counter of meetings: the year, one meeting, its agenda, timetable, papers, people and room."""

from meetings.routes import (  # each brings its addresses along
    agenda,
    agenda_acts,
    calendar_acts,
    decisions,
    meeting,
    minutes,
    next_year,
    planning,
    programme,
    programmes,
    releases,
    room,
    sessions,
    timetable,
    timetable_acts,
    writing_down,
    year,
)
from meetings.routes.counter import blueprint

__all__ = [
    "agenda",
    "agenda_acts",
    "blueprint",
    "calendar_acts",
    "decisions",
    "meeting",
    "minutes",
    "next_year",
    "planning",
    "programme",
    "programmes",
    "releases",
    "room",
    "sessions",
    "timetable",
    "timetable_acts",
    "writing_down",
    "year",
]
